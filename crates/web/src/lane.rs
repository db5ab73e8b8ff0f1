//! A lane that shares no memory with others: gets rows of the source, returns rows of the result.
//!
//! The same thing leads: asks for the tasks of a run, and adds up what the lanes counted.

use std::panic::AssertUnwindSafe;

use js_sys::Uint8Array;
use kernels::{
    Band, Chunk, Slab, catalog,
    catalog::AnyProbe,
    pieces::{AnyPieces, Task, add_up},
};
use model::{ChunkSize, KernelSettings, Size, Stage};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::{
    life,
    refusal::{Refusal, fit},
};

/// The one lane of this instance's signs of life.
const OWN_LANE: usize = 0;

/// A run of a kernel in pieces, as JavaScript sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tasks {
    output_size: Size,
    lanes: usize,
    tasks: Vec<TaskRows>,
}

/// A [`Task`], as JavaScript sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TaskRows {
    stage: Stage,
    first_row: u32,
    end_row: u32,
    first_needed: u32,
    end_needed: u32,
}

impl From<Task> for TaskRows {
    fn from(Task { stage, rows, needs }: Task) -> Self {
        Self { stage, first_row: rows.start, end_row: rows.end, first_needed: needs.start, end_needed: needs.end }
    }
}

/// A lane, with the kernel of the run it takes part in.
#[wasm_bindgen]
#[derive(Default)]
pub struct Lane {
    /// After a panic the lane is thrown away with its thread, so nobody sees what it leaves half done.
    pieces: Option<AssertUnwindSafe<Box<dyn AnyPieces>>>,
    source: Size,
    first_row: u32,
    slab: Vec<u8>,
    out: Vec<u8>,
}

#[wasm_bindgen]
impl Lane {
    /// A lane without work.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a run of a kernel (a `KernelSettings`) on a source of `width` × `height` pixels.
    ///
    /// # Errors
    /// The settings are wrong, or there is no picture where one is needed.
    pub fn begin(&mut self, settings: JsValue, width: u32, height: u32) -> Result<(), JsValue> {
        Ok(self.start(settings, Size::new(width, height))?)
    }

    /// The tasks of the run for so many lanes: `{ outputSize, lanes, tasks: [{ stage, firstRow, endRow, firstNeeded,
    /// endNeeded }] }`, those that survey first. `chunk` is a `ChunkSize`.
    ///
    /// # Errors
    /// No run was begun.
    pub fn tasks(&self, chunk: JsValue, lanes: usize) -> Result<JsValue, JsValue> {
        let chunk: ChunkSize = serde_wasm_bindgen::from_value(chunk)?;
        let pieces = self.pieces.as_ref().ok_or(Refusal::NotBegun)?;
        let tasks = Tasks {
            output_size: pieces.output_size(),
            lanes: pieces.lanes(lanes),
            tasks: pieces.tasks(chunk, lanes).into_iter().map(TaskRows::from).collect(),
        };
        Ok(tasks.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
    }

    /// Takes rows of the source, from `first_row` on.
    ///
    /// # Errors
    /// They are not whole rows of the source, or there is no memory for them.
    pub fn receive(&mut self, first_row: u32, rows: &Uint8Array) -> Result<(), JsValue> {
        fit(&mut self.slab, u64::from(rows.length()), self.source)?;
        rows.copy_to(&mut self.slab);
        self.first_row = first_row;
        Ok(())
    }

    /// Surveys the rows received, and adds to what the lane has counted.
    ///
    /// # Errors
    /// No run was begun, or the rows are not the source's.
    pub fn survey(&mut self) -> Result<(), JsValue> {
        let slab = Slab::new(self.source, self.first_row, &self.slab);
        let slab = slab.ok_or(Refusal::WrongLength { size: self.source })?;
        life::begin(OWN_LANE);
        self.pieces.as_mut().ok_or(Refusal::NotBegun)?.survey(slab);
        life::alive(OWN_LANE);
        life::end(OWN_LANE);
        Ok(())
    }

    /// What the lane has counted; empty for a kernel that surveys nothing.
    pub fn counts(&self) -> Vec<i32> {
        self.pieces.as_ref().map_or_else(Vec::new, |pieces| pieces.counts().to_vec())
    }

    /// Takes what all lanes counted, added up, before the first row is rendered.
    ///
    /// # Errors
    /// No run was begun.
    pub fn conclude(&mut self, counts: &[i32]) -> Result<(), JsValue> {
        self.pieces.as_mut().ok_or(Refusal::NotBegun)?.conclude(counts);
        Ok(())
    }

    /// Renders these rows of the result from the rows received.
    ///
    /// # Errors
    /// No run was begun, rows are lacking, or there is no memory for the result.
    pub fn render(&mut self, first_row: u32, end_row: u32) -> Result<(), JsValue> {
        Ok(self.rows(first_row, end_row)?)
    }

    /// Bytes in the rows rendered last.
    #[wasm_bindgen(getter, js_name = outputLength)]
    pub fn output_length(&self) -> usize {
        self.out.len()
    }

    /// Copies the rows rendered last to `target`, which has exactly `outputLength` bytes.
    #[wasm_bindgen(js_name = copyOutput)]
    pub fn copy_output(&self, target: &Uint8Array) {
        target.copy_from(&self.out);
    }

    fn start(&mut self, settings: JsValue, source: Size) -> Result<(), Refusal> {
        let settings: KernelSettings = serde_wasm_bindgen::from_value(settings)?;
        if source.pixels() == 0 && catalog::info(&settings.name)?.needs_source {
            return Err(Refusal::NoSource);
        }
        self.pieces = Some(AssertUnwindSafe(catalog::kernel(&settings)?.pieces(source)));
        self.source = source;
        Ok(())
    }

    fn rows(&mut self, first_row: u32, end_row: u32) -> Result<(), Refusal> {
        let pieces = self.pieces.as_mut().ok_or(Refusal::NotBegun)?;
        let size = pieces.output_size();
        let bytes = u64::from(size.width) * u64::from(end_row.saturating_sub(first_row)) * 4;
        fit(&mut self.out, bytes, size)?;
        let source = Slab::new(self.source, self.first_row, &self.slab);
        let source = source.ok_or(Refusal::WrongLength { size: self.source })?;
        let out = Band::new(size, first_row, &mut self.out).ok_or(Refusal::WrongLength { size })?;
        pieces.render(source, out, &Life)?;
        Ok(())
    }
}

/// Adds what one lane counted to what others did.
#[wasm_bindgen(js_name = addUp)]
pub fn add_up_counts(sums: &mut [i32], part: &[i32]) {
    add_up(sums, part);
}

/// Gives signs of life, and stamps nothing: a message's times are taken by whoever sends it.
struct Life;

impl AnyProbe for Life {
    fn start(&self, _: &Chunk) -> f64 {
        life::begin(OWN_LANE);
        0.0
    }

    fn alive(&self, _: &Chunk) {
        life::alive(OWN_LANE);
    }

    fn end(&self, _: &Chunk, _: f64) {
        life::end(OWN_LANE);
    }
}
