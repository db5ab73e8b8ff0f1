//! What a probe saw, kept for the trace of a run.
//!
//! The probe brings the clock; times here are numbers that it made.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};

use model::{Span, Stage, Trace};

use crate::Chunk;

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
    lanes: u32,
    slots: OnceLock<Box<[Slot]>>,
}

impl Recorder {
    /// A recorder for a run on this many lanes.
    pub fn new(lanes: usize) -> Self {
        Self { lanes: lanes as u32, slots: OnceLock::new() }
    }

    /// Makes room for this many chunks: what a probe's `begin` is told.
    pub fn begin(&self, chunks: usize) {
        self.slots.get_or_init(|| std::iter::repeat_with(Slot::default).take(chunks).collect());
    }

    /// Keeps a chunk that is done, with its times in milliseconds on the probe's clock.
    pub fn end(&self, chunk: &Chunk, start_ms: f64, end_ms: f64) {
        let Some(slot) = self.slots.get().and_then(|slots| slots.get(chunk.index)) else { return };
        slot.lane.store(chunk.lane as u32, Relaxed);
        slot.rows[0].store(chunk.rows.start, Relaxed);
        slot.rows[1].store(chunk.rows.end, Relaxed);
        slot.surveyed.store(chunk.stage == Stage::Survey, Relaxed);
        slot.start_ms.store(start_ms.to_bits(), Relaxed);
        slot.end_ms.store(end_ms.to_bits(), Relaxed);
    }

    /// The trace of a run that started at `start_ms` on the same clock and took `run_ms`. Clocks of threads may disagree by a
    /// tick or two, so a time that comes out just outside the run is moved to its edge.
    pub fn trace(self, start_ms: f64, run_ms: f64) -> Trace {
        let ms = |stamp: &AtomicU64| (f64::from_bits(stamp.load(Relaxed)) - start_ms).clamp(0.0, run_ms);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_out_in_their_order_within_the_run() {
        let recorder = Recorder::new(2);
        let chunk = |index, lane, stage| Chunk { index, lane, rows: 3..5, stage };
        recorder.end(&chunk(0, 0, Stage::Render), 1.0, 2.0); // before there is room: passed over
        recorder.begin(2);
        recorder.end(&chunk(1, 1, Stage::Render), 12.0, 15.5);
        recorder.end(&chunk(0, 0, Stage::Survey), 9.5, 11.0);
        recorder.end(&chunk(2, 0, Stage::Render), 1.0, 2.0); // more than were told
        let span = |lane, start_ms, end_ms, stage| Span { lane, start_ms, end_ms, first_row: 3, end_row: 5, stage };
        let spans = vec![span(0, 0.0, 1.0, Stage::Survey), span(1, 2.0, 5.0, Stage::Render)];
        assert_eq!(recorder.trace(10.0, 5.0), Trace { lanes: 2, spans }, "from the run's start, moved to its edges");
    }
}
