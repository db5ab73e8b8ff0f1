//! Spans on lanes: the one picture of work over time, for real runs and simulated ones alike.

use serde::{Deserialize, Serialize};

/// One chunk's work on a lane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Span {
    /// The lane (worker) that did it, from 0.
    pub lane: u32,
    /// Start, in milliseconds from the start of the run.
    pub start_ms: f64,
    /// End, in milliseconds from the start of the run; never before `start_ms`.
    pub end_ms: f64,
    /// First output row of the chunk.
    pub first_row: u32,
    /// One past the last output row of the chunk.
    pub end_row: u32,
}

/// What the lanes did during one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Trace {
    /// Number of lanes there were, busy or not.
    pub lanes: u32,
    /// The spans, in the order of their rows.
    pub spans: Vec<Span>,
}
