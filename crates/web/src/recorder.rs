//! The probe of the page: stamps every chunk with its lane and its times, from whichever thread renders it, and gives signs of
//! life.

use kernels::{Chunk, catalog::AnyProbe};
use model::Trace;

use crate::{clock::now_ms, life};

/// Records on the page's clock.
pub struct Recorder(kernels::Recorder);

impl Recorder {
    /// A recorder for a run on this many lanes.
    pub fn new(lanes: usize) -> Self {
        Self(kernels::Recorder::new(lanes))
    }

    /// The trace of a run that started at `start_ms` and took `run_ms`.
    pub fn trace(self, start_ms: f64, run_ms: f64) -> Trace {
        self.0.trace(start_ms, run_ms)
    }
}

impl AnyProbe for Recorder {
    fn begin(&self, chunks: usize) {
        self.0.begin(chunks);
    }

    fn start(&self, chunk: &Chunk) -> f64 {
        life::begin(chunk.lane);
        now_ms()
    }

    fn alive(&self, chunk: &Chunk) {
        life::alive(chunk.lane);
    }

    fn end(&self, chunk: &Chunk, start_ms: f64) {
        let end_ms = now_ms();
        life::end(chunk.lane);
        self.0.end(chunk, start_ms, end_ms);
    }
}
