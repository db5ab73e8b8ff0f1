//! Requests over a network: what was asked, and how every attempt fared.

use serde::{Deserialize, Serialize};

use crate::Trace;

/// How an attempt at a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Answer {
    /// A status from 200 to 299, and the whole body.
    Success,
    /// Status 429: too many requests.
    RateLimited,
    /// Any other status.
    Refused,
    /// Nothing, or not all, within the time allowed.
    TimedOut,
    /// No answer that the page may read: no connection, or the other site doesn't allow it.
    Unreachable,
    /// The visitor cancelled.
    Cancelled,
}

/// One attempt at a request.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Attempt {
    /// The request, from 0.
    pub request: u32,
    /// Which try it was, from 0; all but the first are retries.
    pub retry: u32,
    /// When it left the browser's queue, in milliseconds from the start of the run; the start where nobody can tell.
    pub sent_ms: f64,
    /// When the first of the answer came, in milliseconds from the start of the run; the end where nothing came.
    pub answered_ms: f64,
    /// How it ended.
    pub answer: Answer,
}

/// Requests made in one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct NetworkRun {
    /// What the way is called: "Limit of 40".
    pub way: String,
    /// Requests asked for.
    pub requests: u32,
    /// From the first request to the last answer, in milliseconds.
    pub total_ms: f64,
    /// Lanes are requests that may be under way at once; a span is an attempt, whose rows are its request.
    pub trace: Trace,
    /// What is known of each span, in the order of the trace's spans.
    pub attempts: Vec<Attempt>,
    /// What lanes computed with the answers, on the same time axis; a span's rows are its request. Absent where nothing was computed.
    #[serde(default)]
    pub computing: Option<Trace>,
}
