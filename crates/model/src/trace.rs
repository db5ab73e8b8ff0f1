//! Spans on lanes: the one picture of work over time, for real runs and simulated ones alike.

use serde::{Deserialize, Serialize};

use crate::limits::{MOST_SPANS, MOST_SPANS_OF_RUN};

/// What a chunk's rows were taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Stage {
    /// Rows of the source were surveyed, because the kernel must know the whole picture first.
    Survey,
    /// Rows of the result were rendered.
    #[default]
    Render,
    /// Rows of the source were brought to a lane that has no part in the picture's memory.
    CopyIn,
    /// Rows of the result were brought from there.
    CopyOut,
    /// A file's bytes were made pixels.
    Decode,
}

impl Stage {
    /// Whether the kernel was at work.
    pub const fn is_work(self) -> bool {
        matches!(self, Self::Survey | Self::Render)
    }
}

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
    /// First row of the chunk: of the result, or of the source where it was surveyed.
    pub first_row: u32,
    /// One past the last row of the chunk.
    pub end_row: u32,
    /// What was done with the rows.
    #[serde(default)]
    pub stage: Stage,
}

/// What the lanes did during one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Trace {
    /// Number of lanes there were, busy or not.
    pub lanes: u32,
    /// The spans, in the order of their stages and rows.
    pub spans: Vec<Span>,
}

impl Trace {
    /// The trace as a report that has so many spans already can hold it: whole, and counted, or without its spans.
    #[must_use]
    pub fn within(mut self, spans: &mut usize) -> Self {
        if self.spans.len() > MOST_SPANS_OF_RUN.min(MOST_SPANS.saturating_sub(*spans)) {
            self.spans = Vec::new();
        }
        *spans += self.spans.len();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_never_given_more_spans_than_it_can_hold() {
        let span = Span { lane: 0, start_ms: 0.0, end_ms: 1.0, first_row: 0, end_row: 1, stage: Stage::Render };
        let trace = |spans| Trace { lanes: 2, spans: vec![span; spans] };
        let mut there = 0;
        assert_eq!(trace(MOST_SPANS_OF_RUN).within(&mut there), trace(MOST_SPANS_OF_RUN));
        assert_eq!(trace(MOST_SPANS_OF_RUN + 1).within(&mut there), trace(0), "too many of one run");
        assert_eq!(there, MOST_SPANS_OF_RUN);
        there = MOST_SPANS - 7;
        assert_eq!(trace(8).within(&mut there), trace(0), "no room for all of them");
        assert_eq!(trace(7).within(&mut there), trace(7));
        assert_eq!(trace(1).within(&mut there), trace(0));
        assert_eq!(there, MOST_SPANS);
    }
}
