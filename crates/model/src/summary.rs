//! What the statistics say of a report.

use serde::{Deserialize, Serialize};

use crate::ModeSettings;

/// An estimate with the interval that holds the truth in 95 of 100 experiments.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// Samples from which on a 95 % interval of a median exists; of fewer, an [`ModeSummary::median_ms`] carries the range.
pub const FEWEST_FOR_INTERVAL: u32 = 6;

/// The samples of one mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ModeSummary {
    /// Index into the report's `settings.modes`.
    pub mode_index: u32,
    /// The mode and its settings.
    pub mode: ModeSettings,
    /// Number of measured samples.
    pub samples: u32,
    /// Median time of a run in milliseconds, with its interval; with the range of the samples where there are fewer than
    /// [`FEWEST_FOR_INTERVAL`].
    pub median_ms: Estimate,
    /// Smallest sample in milliseconds.
    pub min_ms: f64,
    /// Median absolute deviation from the median, in milliseconds, unscaled.
    pub mad_ms: f64,
    /// Samples beyond Tukey's outer fences (three interquartile ranges); named, never dropped.
    pub outliers: u32,
    /// Median of the share of the lanes' time that was spent in chunks, from 0 to 1.
    pub busy: f64,
}

/// How sure the comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Decision {
    /// The whole interval of the speed-up lies above 1.
    Faster,
    /// The whole interval lies below 1.
    Slower,
    /// The interval holds 1 and is narrow (within ±5 %): no difference that matters.
    Same,
    /// The interval holds 1 and is wide: more rounds are needed.
    Undecided,
}

/// A mode against the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Comparison {
    /// The mode compared, an index into the report's `settings.modes`.
    pub mode_index: u32,
    /// Baseline time over this mode's time: the ratio of medians, its interval from resampling whole rounds.
    pub speed_up: Estimate,
    /// Speed-up over the number of lanes, from 0 to about 1.
    pub efficiency: f64,
    /// What follows.
    pub decision: Decision,
}

/// What a report says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Summary {
    /// One entry a mode with at least one measured sample, in the order of the settings.
    pub modes: Vec<ModeSummary>,
    /// One entry a mode other than the baseline, where both have samples of the same rounds.
    pub comparisons: Vec<Comparison>,
    /// The result in one sentence, such as "4 threads blur this picture 3.4 × faster than one."
    pub headline: String,
    /// A second sentence: how sure that is, and what to keep in mind.
    pub detail: String,
}

impl Summary {
    /// Whether every mode has samples enough for a 95 % interval of its median.
    pub fn has_intervals(&self) -> bool {
        self.modes.iter().all(|mode| mode.samples >= FEWEST_FOR_INTERVAL)
    }
}
