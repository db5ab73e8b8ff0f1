//! The probe of the page: stamps every chunk with its lane and its times, from whichever thread renders it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};

use kernels::{Chunk, catalog::AnyProbe};
use model::{Span, Stage, Trace};
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Performance, WorkerGlobalScope};

/// Signs of life since the instance started, wrapping. In a shared memory the page reads them from outside.
pub static HEARTBEAT: AtomicU32 = AtomicU32::new(0);

/// One chunk's stamp; written once, by the lane that rendered it.
#[derive(Default)]
struct Slot {
    lane: AtomicU32,
    rows: [AtomicU32; 2],
    surveyed: AtomicBool,
    start_ms: AtomicU64,
    end_ms: AtomicU64,
}

/// Stamps in slots made before the first chunk: recording one allocates nothing and waits for nobody.
pub struct Recorder {
    epoch_ms: f64,
    lanes: u32,
    slots: OnceLock<Box<[Slot]>>,
}

impl Recorder {
    /// A recorder for a run on this many lanes that starts now.
    pub fn new(lanes: usize) -> Self {
        Self { epoch_ms: now_ms(), lanes: lanes as u32, slots: OnceLock::new() }
    }

    /// Milliseconds since the recorder was made.
    pub fn elapsed_ms(&self) -> f64 {
        now_ms() - self.epoch_ms
    }

    /// The trace, with times from the recorder's start. Threads' clocks agree within two ticks, so a time that comes out
    /// just outside the run is moved to its edge.
    pub fn trace(self, run_ms: f64) -> Trace {
        let ms = |stamp: &AtomicU64| (f64::from_bits(stamp.load(Relaxed)) - self.epoch_ms).clamp(0.0, run_ms);
        let span = |slot: &Slot| {
            let start_ms = ms(&slot.start_ms);
            Span {
                lane: slot.lane.load(Relaxed),
                start_ms,
                end_ms: ms(&slot.end_ms).max(start_ms),
                first_row: slot.rows[0].load(Relaxed),
                end_row: slot.rows[1].load(Relaxed),
                stage: if slot.surveyed.load(Relaxed) { Stage::Survey } else { Stage::Render },
            }
        };
        Trace { lanes: self.lanes, spans: self.slots.get().into_iter().flatten().map(span).collect() }
    }
}

impl AnyProbe for Recorder {
    fn begin(&self, chunks: usize) {
        self.slots.get_or_init(|| std::iter::repeat_with(Slot::default).take(chunks).collect());
    }

    fn now(&self) -> f64 {
        now_ms()
    }

    fn alive(&self) {
        HEARTBEAT.fetch_add(1, Relaxed);
    }

    fn span(&self, chunk: &Chunk, start_ms: f64, end_ms: f64) {
        let Some(slot) = self.slots.get().and_then(|slots| slots.get(chunk.index)) else { return };
        slot.lane.store(chunk.lane as u32, Relaxed);
        slot.rows[0].store(chunk.rows.start, Relaxed);
        slot.rows[1].store(chunk.rows.end, Relaxed);
        slot.surveyed.store(chunk.stage == Stage::Survey, Relaxed);
        slot.start_ms.store(start_ms.to_bits(), Relaxed);
        slot.end_ms.store(end_ms.to_bits(), Relaxed);
    }
}

thread_local! {
    /// The worker's clock, and its zero on the clock that all workers share.
    static CLOCK: (Performance, f64) = {
        let worker: WorkerGlobalScope = js_sys::global().dyn_into().expect_throw("an engine runs in a worker");
        let clock = worker.performance().expect_throw("every worker has a clock");
        let origin = clock.time_origin();
        (clock, origin)
    };
}

/// Milliseconds on the clock that all workers share. `now()` of each worker starts at a zero of its own; its
/// `timeOrigin` says where that lies.
pub fn now_ms() -> f64 {
    CLOCK.with(|(clock, origin)| origin + clock.now())
}
