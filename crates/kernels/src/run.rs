//! Running a kernel: the only file that knows threads.
//!
//! The output rows are cut into chunks; each chunk is rendered by one lane, from the source, with the lane's own
//! scratch. In order, there is one lane and the chunks follow each other. On the pool, rayon halves the list of
//! chunks until lanes are busy, so a lane mostly works down a contiguous run of rows (its cache and its scratch stay
//! useful) and an idle lane takes the far half of what another still has to do.
//!
//! A kernel that must know the whole picture first has it surveyed in the same way: chunks of source rows are counted by
//! the lanes, each into counts of its own, which are added up; then the rendering starts. Kernels choose where such chunks
//! may begin, lanes and schedule which of these places they do. A kernel whose rows depend on
//! each other is run in order on one lane, whatever is asked for.

use std::ops::Range;

use model::{ChunkSize, Size, Stage};
use thiserror::Error;

use crate::{Band, Kernel, Slab, image::stride};

/// Chunks that [`ChunkSize::Auto`] makes for every lane. Mandelbrot's cheapest and dearest rows differ by a factor of
/// sixty; sixteen a lane bound the wait for the last one to a few per cent.
const AUTO_CHUNKS_PER_LANE: u32 = 16;

/// A chunk of [`ChunkSize::Auto`] reads at least this many times the source rows that it shares with its neighbour. A lane
/// that takes a chunk from elsewhere computes the shared rows once more: a photo of 3000 rows shrunk to 240 shares 75 of them
/// at every seam. Measured at 2 and 4: a Gaussian of σ 20 took 220 and 234 ms on two threads, σ 5 and the
/// resize the same.
const ROWS_PER_SHARED_ROW: u32 = 2;

/// The same where lanes share no memory: at most a sixteenth of the rows is sent and computed twice.
#[cfg(feature = "pieces")]
const ROWS_PER_SHARED_ROW_APART: u32 = 16;

/// Who renders the chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The calling thread, from the first row to the last.
    Sequential,
    /// The rayon pool of this process (or this WebAssembly instance), or the [`Pool`] that the run is called on.
    #[cfg(feature = "pool")]
    Pool,
}

/// How a run is executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Who renders.
    pub order: Order,
    /// How the output is cut.
    pub chunk: ChunkSize,
}

/// One chunk, as a probe sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its place in the list of chunks, from 0; those of the survey come first.
    pub index: usize,
    /// The lane that renders it, from 0.
    pub lane: usize,
    /// Its rows: of the result, or of the source where they are surveyed.
    pub rows: Range<u32>,
    /// What is done with them.
    pub stage: Stage,
}

/// Watches a run: told once how many chunks there are, when each of them starts, and when it ends.
pub trait Probe: Sync {
    /// What `start` hands to `end`: a time, say.
    type Mark;
    /// The run is about to start, and will have this many chunks.
    fn begin(&self, _chunks: usize) {}
    /// The lane is about to start on the chunk.
    fn start(&self, chunk: &Chunk) -> Self::Mark;
    /// The lane has got on with the chunk.
    fn alive(&self, _chunk: &Chunk) {}
    /// The lane is done with the chunk.
    fn end(&self, chunk: &Chunk, mark: Self::Mark);
}

/// Watches nothing, and compiles to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProbe;

impl Probe for NoProbe {
    type Mark = ();
    fn start(&self, _: &Chunk) {}
    fn end(&self, _: &Chunk, (): ()) {}
}

/// Why a run was refused. The text is fit to show a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RunError {
    /// The output given has not the size that the kernel makes.
    #[error("The result would be {} × {} pixels, but room was made for {} × {}.", .made.width, .made.height, .given.width, .given.height)]
    OutputSize {
        /// What the kernel makes of this source.
        made: Size,
        /// What was given.
        given: Size,
    },
    /// There is no memory for the lanes' scratch.
    #[error("The run needs {} MB to work in, more than there is. Fewer threads, or a smaller picture, will work.", .bytes.div_ceil(1_000_000))]
    OutOfMemory {
        /// Bytes needed for all lanes together.
        bytes: u64,
    },
    /// The slab lacks rows that the output rows need.
    #[error("Rows {} to {} of the source are needed, but {} to {} were given.", .needed.0, .needed.1, .given.0, .given.1)]
    MissingRows {
        /// First row needed and one past the last.
        needed: (u32, u32),
        /// First row given and one past the last.
        given: (u32, u32),
    },
}

/// The order in which a kernel is run when this one is asked for.
fn order_of<K: Kernel>(kernel: &K, asked: Order) -> Order {
    if kernel.rows_depend() { Order::Sequential } else { asked }
}

/// Lanes that a run of this kernel has.
pub fn lanes<K: Kernel>(kernel: &K, asked: Order) -> usize {
    match order_of(kernel, asked) {
        Order::Sequential => 1,
        #[cfg(feature = "pool")]
        Order::Pool => rayon::current_num_threads(),
    }
}

/// Source rows that a run needs to make the output rows `out`: their footprint, or all rows where a survey comes first.
pub(crate) fn rows_needed<K: Kernel>(kernel: &K, plan: &K::Plan, source: Size, out: Range<u32>) -> Range<u32> {
    if kernel.counts(plan) > 0 { 0..source.height } else { kernel.footprint(plan, out) }
}

/// Refuses a run whose lanes could not all have their scratch: the memory is asked for, and given back at once.
pub(crate) fn check_room(bytes: u64, lanes: usize) -> Result<(), RunError> {
    let error = RunError::OutOfMemory { bytes: bytes.saturating_mul(lanes as u64) };
    let bytes = usize::try_from(bytes).map_err(|_| error)?;
    let mut rooms = Vec::new();
    for _ in 0..lanes {
        let mut room = Vec::<u8>::new();
        room.try_reserve_exact(bytes).map_err(|_| error)?;
        rooms.push(room);
    }
    Ok(())
}

/// Rows in a chunk when the output rows `rows` are run on `lanes` lanes; at least 1.
fn chunk_rows<K: Kernel>(kernel: &K, plan: &K::Plan, rows: &Range<u32>, chunk: ChunkSize, lanes: usize) -> u32 {
    rows_a_chunk(rows.end - rows.start, chunk, lanes, most_chunks(kernel, plan, rows))
}

/// Rows in a chunk of `count` rows that should be cut into `most` chunks at most; at least 1.
fn rows_a_chunk(count: u32, chunk: ChunkSize, lanes: usize, most: u32) -> u32 {
    let lanes = u32::try_from(lanes).unwrap_or(u32::MAX).max(1);
    match chunk {
        ChunkSize::Auto => {
            // The same number for every lane: one more would be waited for.
            let per_lane = (most / lanes).clamp(1, AUTO_CHUNKS_PER_LANE);
            count.div_ceil(lanes.saturating_mul(per_lane))
        }
        ChunkSize::OnePerLane => count.div_ceil(lanes),
        ChunkSize::Rows(rows) => rows.min(count),
    }
    .max(1)
}

/// Source rows that the rows read, and how many of them both halves of the rows read.
fn seam<K: Kernel>(kernel: &K, plan: &K::Plan, rows: &Range<u32>) -> (u32, u32) {
    let middle = rows.start + (rows.end - rows.start) / 2;
    let [whole, above, below] =
        [rows.clone(), rows.start..middle, middle..rows.end].map(|rows| kernel.footprint(plan, rows));
    // The lower half of a picture that is turned upside down reads the upper rows.
    let shared = above.end.min(below.end).saturating_sub(above.start.max(below.start));
    (whole.end.saturating_sub(whole.start), shared)
}

/// Into how many chunks the rows can be cut before the source rows shared at the seams weigh too much.
fn most_chunks<K: Kernel>(kernel: &K, plan: &K::Plan, rows: &Range<u32>) -> u32 {
    let (read, shared) = seam(kernel, plan, rows);
    // A kernel that may read any row for any other keeps none of them for its neighbour.
    if shared >= read || !kernel.shares_at_a_cost() {
        u32::MAX
    } else {
        read.checked_div(shared * ROWS_PER_SHARED_ROW).unwrap_or(u32::MAX)
    }
}

/// The same for lanes that share no memory: rows read twice are sent twice, and nothing is kept from one piece to the next.
#[cfg(feature = "pieces")]
fn most_pieces<K: Kernel>(kernel: &K, plan: &K::Plan, rows: &Range<u32>) -> u32 {
    let (read, shared) = seam(kernel, plan, rows);
    match shared {
        0 => u32::MAX,
        _ if shared >= read => 1,
        _ => read / (shared * ROWS_PER_SHARED_ROW_APART),
    }
}

/// Renders the rows of `out` from `source` by `schedule`, and tells `probe` of every chunk.
///
/// `out` may be a part of the result, and `source` a part of the picture, as long as it has the footprint.
///
/// # Errors
/// `out` has the wrong size, `source` lacks rows, or there is no memory for the scratch.
pub fn run<K: Kernel, P: Probe>(
    kernel: &K,
    source: Slab<'_>,
    out: Band<'_>,
    schedule: Schedule,
    probe: &P,
) -> Result<(), RunError> {
    let order = order_of(kernel, schedule.order);
    let schedule = Schedule { order, ..schedule };
    match order {
        Order::Sequential => run_here(kernel, source, out, schedule, probe),
        // One of the pool's threads goes from the survey to the rendering. If the caller did, who is no lane, it would be woken
        // in between, and so would the pool.
        #[cfg(feature = "pool")]
        Order::Pool => {
            let (mut out, mut outcome) = (Some(out), Ok(()));
            pool::on_a_lane(&mut || {
                if let Some(out) = out.take() {
                    outcome = run_here(kernel, source, out, schedule, probe);
                }
            });
            outcome
        }
    }
}

/// As [`run`], on the calling thread, which is one of the pool's if the order says so. Never inlined: both orders would have
/// a copy of the whole kernel.
#[inline(never)]
fn run_here<K: Kernel, P: Probe>(
    kernel: &K,
    source: Slab<'_>,
    out: Band<'_>,
    schedule: Schedule,
    probe: &P,
) -> Result<(), RunError> {
    let made = kernel.output_size(source.size());
    let size = out.size();
    if made != size {
        return Err(RunError::OutputSize { made, given: size });
    }
    let rows = out.rows();
    if rows.is_empty() || size.width == 0 {
        return Ok(());
    }
    let mut plan = kernel.plan(source.size());
    let needed = rows_needed(kernel, &plan, source.size(), rows.clone());
    check_rows(&needed, source)?;

    let order = schedule.order;
    let lanes = lanes(kernel, order);
    let counts = kernel.counts(&plan);
    check_room(kernel.scratch_bytes(&plan) + (counts * size_of::<i32>()) as u64, lanes)?;

    let step = chunk_rows(kernel, &plan, &rows, schedule.chunk, lanes);
    let surveyed = if counts > 0 { survey_chunks(kernel, &plan, &needed, schedule.chunk, lanes) } else { vec![] };
    probe.begin(surveyed.len() + (rows.end - rows.start).div_ceil(step) as usize);

    let tasks_before = surveyed.len();
    if counts > 0 {
        let parts = on_lanes(order, surveyed, |index, lane, part: &mut Vec<i32>, rows| {
            part.resize(counts, 0);
            let chunk = Chunk { index, lane, rows: rows.clone(), stage: Stage::Survey };
            let mark = probe.start(&chunk);
            kernel.survey(&plan, source.cut(rows), part);
            probe.end(&chunk, mark);
        });
        let mut sums = vec![0; counts];
        parts.iter().for_each(|part| add_up(&mut sums, part));
        kernel.conclude(&mut plan, &sums);
    }

    let bytes = (step as usize).saturating_mul(stride(size));
    let bands = out.into_data().chunks_mut(bytes).collect();
    on_lanes(order, bands, |index, lane, scratch: &mut K::Scratch, data: &mut [u8]| {
        let first = rows.start + index as u32 * step;
        let rows = first..first.saturating_add(step).min(rows.end);
        let chunk = Chunk { index: tasks_before + index, lane, rows, stage: Stage::Render };
        let mark = probe.start(&chunk);
        let band = Band::new(size, first, data).expect("whole rows");
        render_strips(kernel, &plan, source, scratch, band, probe, &chunk);
        probe.end(&chunk, mark);
    });
    Ok(())
}

/// Refuses a slab that lacks rows which are needed.
pub(crate) fn check_rows(needed: &Range<u32>, source: Slab<'_>) -> Result<(), RunError> {
    let given = source.rows();
    if needed.start < needed.end && (needed.start < given.start || needed.end > given.end) {
        return Err(RunError::MissingRows { needed: (needed.start, needed.end), given: (given.start, given.end) });
    }
    Ok(())
}

/// Adds what was counted in one part of a picture to what was counted in others.
pub(crate) fn add_up(sums: &mut [i32], part: &[i32]) {
    sums.iter_mut().zip(part).for_each(|(sum, count)| *sum += count);
}

/// Renders the rows of `out`, a strip of rows after the other. Never inlined: every way of running would have a copy of the
/// whole kernel.
#[inline(never)]
pub(crate) fn render_strips<K: Kernel, P: Probe>(
    kernel: &K,
    plan: &K::Plan,
    source: Slab<'_>,
    scratch: &mut K::Scratch,
    out: Band<'_>,
    probe: &P,
    chunk: &Chunk,
) {
    let (size, mut first) = (out.size(), out.rows().start);
    let strip = kernel.strip_rows(size.width) as usize * stride(size);
    for data in out.into_data().chunks_mut(strip) {
        let band = Band::new(size, first, data).expect("strips are whole rows of the band");
        first = band.rows().end;
        kernel.render(plan, source, scratch, band);
        probe.alive(chunk);
    }
}

/// The chunks of a run of the whole result on so many lanes that share no memory: those of the survey, if there is one, and
/// those of the result.
#[cfg(feature = "pieces")]
pub(crate) fn cut<K: Kernel>(
    kernel: &K,
    plan: &K::Plan,
    source: Size,
    chunk: ChunkSize,
    lanes: usize,
) -> (Vec<Range<u32>>, Vec<Range<u32>>) {
    let rows = 0..kernel.output_size(source).height;
    let needed = rows_needed(kernel, plan, source, rows.clone());
    let surveyed = if kernel.counts(plan) > 0 { survey_chunks(kernel, plan, &needed, chunk, lanes) } else { vec![] };
    let step = if kernel.rows_depend() {
        rows.end.max(1)
    } else {
        rows_a_chunk(rows.end, chunk, lanes, most_pieces(kernel, plan, &rows))
    };
    (surveyed, in_steps(&rows, step))
}

/// Rows to survey, from the first one on, cut into chunks: neighbours share nothing.
fn survey_chunks<K: Kernel>(
    kernel: &K,
    plan: &K::Plan,
    rows: &Range<u32>,
    chunk: ChunkSize,
    lanes: usize,
) -> Vec<Range<u32>> {
    let together = kernel.surveyed_together(plan);
    let step = rows_a_chunk(rows.end - rows.start, chunk, lanes, u32::MAX).next_multiple_of(together);
    in_steps(rows, step)
}

/// Rows cut into chunks of `step` rows, at least 1; the last may have fewer.
fn in_steps(rows: &Range<u32>, step: u32) -> Vec<Range<u32>> {
    rows.clone().step_by(step as usize).map(|first| first..first.saturating_add(step).min(rows.end)).collect()
}

/// Calls `work(index, lane, state, task)` for every task, each lane with a state of its own; the states of the lanes that
/// had any to do.
fn on_lanes<S: Default + Send, T: Send>(
    order: Order,
    tasks: Vec<T>,
    work: impl Fn(usize, usize, &mut S, T) + Sync,
) -> Vec<S> {
    match order {
        Order::Sequential => {
            let mut state = S::default();
            for (index, task) in tasks.into_iter().enumerate() {
                work(index, 0, &mut state, task);
            }
            vec![state]
        }
        #[cfg(feature = "pool")]
        Order::Pool => pool::on_lanes(tasks, work),
    }
}

#[cfg(feature = "pool")]
pub use pool::{Pool, PoolError};

#[cfg(feature = "pool")]
mod pool {
    use std::sync::{Mutex, PoisonError};

    use rayon::prelude::*;
    use thiserror::Error;

    /// Threads of its own, for a program that chooses how many while it runs. They sleep when there is nothing to do, and
    /// end with it.
    ///
    /// A page has no use for it: there each WebAssembly instance has the one pool it was started with.
    #[derive(Debug)]
    pub struct Pool(rayon::ThreadPool);

    /// Why there is no pool. The text is fit to show a visitor.
    #[derive(Clone, Debug, PartialEq, Eq, Error)]
    #[error("A pool of {threads} threads could not be started: {reason}. Fewer threads may work.")]
    pub struct PoolError {
        /// Threads asked for.
        pub threads: u32,
        /// What the system said.
        pub reason: String,
    }

    impl Pool {
        /// A pool of this many threads, at least 1.
        ///
        /// # Errors
        /// The system refuses the threads.
        pub fn new(threads: u32) -> Result<Self, PoolError> {
            // rayon takes 0 for "as many as there are cores".
            let builder = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1) as usize);
            builder.build().map(Self).map_err(|error| PoolError { threads, reason: error.to_string() })
        }

        /// Calls `what` on one of the threads and waits for it: a run in [`Order::Pool`](super::Order::Pool) within it has
        /// these threads for its lanes.
        pub fn call<R: Send>(&self, what: impl FnOnce() -> R + Send) -> R {
            self.0.install(what)
        }
    }

    /// Does the work on one of the pool's threads. Nothing here depends on the kernel: the pool's entrance is there once, not
    /// once for each of two dozen kernels (15 KB, gzipped).
    pub fn on_a_lane(work: &mut (dyn FnMut() + Send)) {
        rayon::scope(|_| work());
    }

    /// As [`super::on_lanes`], on the pool, called by one of its threads: a single task is done by the caller, who must be a lane.
    ///
    /// A lane's state is behind a lock that only that lane ever takes: the lock is never waited for. If a task
    /// panics, its lane's state is not used again in this run, and the panic goes on to the caller.
    pub fn on_lanes<S: Default + Send, T: Send>(
        tasks: Vec<T>,
        work: impl Fn(usize, usize, &mut S, T) + Sync,
    ) -> Vec<S> {
        let states: Vec<Mutex<S>> = (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
        tasks.into_par_iter().enumerate().with_max_len(1).for_each(|(index, task)| {
            let lane = rayon::current_thread_index().expect("the caller is on the pool");
            let mut state = states[lane].lock().unwrap_or_else(|poisoned| {
                let mut state = poisoned.into_inner();
                *state = S::default();
                state
            });
            work(index, lane, &mut state, task);
        });
        states.into_iter().map(|state| state.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn a_single_task_runs_on_a_lane_too() {
            // From outside the pool, as an engine's coordinator calls it.
            let lanes = std::sync::Mutex::new(Vec::new());
            super::on_a_lane(&mut || {
                super::on_lanes::<(), _>(vec![7], |index, lane, (), task| {
                    lanes.lock().unwrap().push((index, lane, task));
                });
            });
            let lanes = lanes.into_inner().unwrap();
            assert_eq!(lanes.len(), 1);
            assert!(lanes[0].0 == 0 && lanes[0].1 < rayon::current_num_threads() && lanes[0].2 == 7);
        }

        #[test]
        fn a_pool_has_the_threads_it_was_asked_for() {
            let lanes = rayon::current_num_threads;
            let outside = lanes();
            for (asked, had) in [(0, 1), (1, 1), (3, 3)] {
                let pool = super::Pool::new(asked).unwrap();
                assert_eq!(pool.call(lanes), had);
                assert_eq!(lanes(), outside, "a pool is for what is called on it");
            }
        }

        #[test]
        fn a_pool_renders_on_its_own_lanes_only() {
            let used = std::sync::Mutex::new([0; 3]);
            let states = super::Pool::new(3).unwrap().call(|| {
                super::on_lanes((0..150).collect(), |index, lane, done: &mut Vec<usize>, task: usize| {
                    assert_eq!(index, task);
                    done.push(task);
                    used.lock().unwrap()[lane] += 1;
                })
            });
            assert_eq!(used.into_inner().unwrap().iter().sum::<u32>(), 150);
            let mut done = states.concat();
            done.sort_unstable();
            assert!(done.into_iter().eq(0..150), "every task is done once");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads as many source rows above and below each row as its number says; whether that costs work.
    struct Halo(u32, bool);

    impl Kernel for Halo {
        type Plan = Size;
        type Scratch = ();
        fn plan(&self, source: Size) -> Size {
            source
        }
        fn footprint(&self, source: &Size, out: Range<u32>) -> Range<u32> {
            out.start.saturating_sub(self.0)..(out.end + self.0).min(source.height)
        }
        fn shares_at_a_cost(&self) -> bool {
            self.1
        }
        fn render(&self, _: &Size, _: Slab<'_>, (): &mut (), _: Band<'_>) {}
    }

    fn chunks(halo: u32, height: u32, chunk: ChunkSize, lanes: usize) -> u32 {
        chunks_of(&Halo(halo, true), height, chunk, lanes)
    }

    fn chunks_of(kernel: &Halo, height: u32, chunk: ChunkSize, lanes: usize) -> u32 {
        let size = Size::new(1, height);
        height.div_ceil(chunk_rows(kernel, &size, &(0..height), chunk, lanes))
    }

    #[test]
    fn chunks_are_as_many_as_their_setting_says() {
        assert_eq!(chunks(0, 100, ChunkSize::OnePerLane, 4), 4);
        assert_eq!(chunks(0, 101, ChunkSize::OnePerLane, 4), 4);
        assert_eq!(chunks(0, 100, ChunkSize::Rows(0), 4), 100);
        assert_eq!(chunks(0, 100, ChunkSize::Rows(30), 4), 4);
        assert_eq!(chunks(0, 3, ChunkSize::Auto, 4), 3);
        assert_eq!(chunks(0, 3200, ChunkSize::Auto, 2), 32);
    }

    #[test]
    fn scratch_that_does_not_fit_is_refused_in_a_sentence() {
        assert_eq!(check_room(1 << 20, 4), Ok(()));
        let refused = check_room(1 << 62, 2);
        assert_eq!(refused, Err(RunError::OutOfMemory { bytes: 1 << 63 }));
        assert!(refused.unwrap_err().to_string().starts_with("The run needs 9223372036855 MB to work in"));
    }

    #[test]
    fn automatic_chunks_grow_with_the_rows_they_share_down_to_one_a_lane() {
        // A seam shares twice the halo; a chunk reads at least twice that, and every lane has as many chunks.
        assert_eq!(chunks(10, 3200, ChunkSize::Auto, 2), 32);
        assert_eq!(chunks(38, 3200, ChunkSize::Auto, 2), 20);
        assert_eq!(chunks(100, 3200, ChunkSize::Auto, 2), 8);
        assert_eq!(chunks(100, 3200, ChunkSize::Auto, 3), 6);
        assert_eq!(chunks(1000, 3200, ChunkSize::Auto, 2), 2);
        assert_eq!(chunks(1000, 3200, ChunkSize::Auto, 1), 1);
        // All rows for every row: nothing is shared that would be computed twice.
        assert_eq!(chunks(5000, 3200, ChunkSize::Auto, 2), 32);
        assert_eq!(chunks_of(&Halo(1000, false), 3200, ChunkSize::Auto, 2), 32);
    }
}
