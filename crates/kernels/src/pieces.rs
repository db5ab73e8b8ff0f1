//! Running a kernel in pieces: lanes that share nothing, each with a WebAssembly instance (or a process) of its own.
//!
//! [`run`](crate::run) needs the whole picture in one memory. Here each lane has its own [`AnyPieces`] of the same kernel and
//! the same source's size, and is handed a slab with just the rows that its next task needs. Somebody leads: asks for the
//! tasks, sends slabs, adds up what the lanes counted if the picture must be surveyed first, and puts the rows together. How the
//! bytes travel is its affair. The rows are the same bytes as from `run`.

use std::ops::Range;

use model::{ChunkSize, Size, Stage};

use crate::{
    Band, Chunk, Kernel, RunError, Slab,
    catalog::AnyProbe,
    run::{self, check_room, check_rows, cut, render_strips},
};

/// What one task does, and what it needs for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Whether it surveys or renders.
    pub stage: Stage,
    /// The rows: of the source where it surveys, of the result where it renders.
    pub rows: Range<u32>,
    /// The rows of the source that it must be given.
    pub needs: Range<u32>,
}

/// Adds what one lane counted to what others did.
pub fn add_up(sums: &mut [i32], part: &[i32]) {
    run::add_up(sums, part);
}

/// A kernel on a source of a known size, to be run in pieces. It serves one run.
pub trait AnyPieces {
    /// Size of the result.
    fn output_size(&self) -> Size;
    /// Lanes that have work, of `lanes` that there are.
    fn lanes(&self, lanes: usize) -> usize;
    /// The tasks for so many lanes, at least 1: those that survey, to be done first, and those that render.
    fn tasks(&self, chunk: ChunkSize, lanes: usize) -> Vec<Task>;
    /// Surveys the rows of `source` and adds what is found to this lane's counts.
    fn survey(&mut self, source: Slab<'_>);
    /// What this lane has counted; nothing for a kernel that needs no survey.
    fn counts(&self) -> &[i32];
    /// Takes what all lanes counted, added up, before the first row is rendered.
    ///
    /// # Panics
    /// The counts are another kernel's.
    fn conclude(&mut self, counts: &[i32]);
    /// Renders the rows of `out` from a slab that has what the task needs; `probe` is told how it gets on.
    ///
    /// # Errors
    /// The slab lacks rows, `out` is of another size, or there is no memory for the scratch.
    fn render(&mut self, source: Slab<'_>, out: Band<'_>, probe: &dyn AnyProbe) -> Result<(), RunError>;
}

/// [`AnyPieces`] of a kernel.
pub(crate) struct Pieces<K: Kernel> {
    kernel: K,
    source: Size,
    plan: K::Plan,
    counts: Vec<i32>,
}

impl<K: Kernel> Pieces<K> {
    pub(crate) fn new(kernel: K, source: Size) -> Self {
        let plan = kernel.plan(source);
        let counts = vec![0; kernel.counts(&plan)];
        Self { kernel, source, plan, counts }
    }
}

impl<K: Kernel> AnyPieces for Pieces<K> {
    fn output_size(&self) -> Size {
        self.kernel.output_size(self.source)
    }

    fn lanes(&self, lanes: usize) -> usize {
        if self.kernel.rows_depend() { 1 } else { lanes.max(1) }
    }

    fn tasks(&self, chunk: ChunkSize, lanes: usize) -> Vec<Task> {
        let (surveyed, rendered) = cut(&self.kernel, &self.plan, self.source, chunk, self.lanes(lanes));
        let survey = |rows: Range<u32>| Task { stage: Stage::Survey, needs: rows.clone(), rows };
        let render = |rows: Range<u32>| Task {
            stage: Stage::Render,
            needs: self.kernel.footprint(&self.plan, rows.clone()),
            rows,
        };
        surveyed.into_iter().map(survey).chain(rendered.into_iter().map(render)).collect()
    }

    fn survey(&mut self, source: Slab<'_>) {
        self.kernel.survey(&self.plan, source, &mut self.counts);
    }

    fn counts(&self) -> &[i32] {
        &self.counts
    }

    fn conclude(&mut self, counts: &[i32]) {
        assert_eq!(counts.len(), self.counts.len(), "counts of the same kernel");
        if !counts.is_empty() {
            self.kernel.conclude(&mut self.plan, counts);
        }
    }

    fn render(&mut self, source: Slab<'_>, out: Band<'_>, probe: &dyn AnyProbe) -> Result<(), RunError> {
        let (made, given) = (self.output_size(), out.size());
        if made != given {
            return Err(RunError::OutputSize { made, given });
        }
        let rows = out.rows();
        if rows.is_empty() || made.width == 0 {
            return Ok(());
        }
        check_rows(&self.kernel.footprint(&self.plan, rows.clone()), source)?;
        check_room(self.kernel.scratch_bytes(&self.plan), 1)?;
        let chunk = Chunk { index: 0, lane: 0, rows, stage: Stage::Render };
        // Scratch of its own for every piece: a window that slides on from the piece before takes leave of rows that only the
        // slab of that piece had.
        let scratch = &mut K::Scratch::default();
        let mark = probe.start(&chunk);
        render_strips(&self.kernel, &self.plan, source, scratch, out, &probe, &chunk);
        probe.end(&chunk, mark);
        Ok(())
    }
}
