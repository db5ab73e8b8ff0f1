//! What the statistics say of a report.

use serde::{Deserialize, Serialize};

use crate::{Mode, ModeSettings, Size};

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

/// Steps of the clock that a sample lasts at least, whether it is one run or a batch: rounding is then 2 % at most.
pub const FEWEST_TICKS: u32 = 50;

/// No more executions than so many are timed together to reach [`FEWEST_TICKS`]. What is too short even so is set aside.
pub const LARGEST_BATCH: u32 = 10_000;

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
    /// What it is called among the report's modes: [`ModeName::full`](crate::ModeName::full).
    pub name: String,
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
    /// Samples that were set aside and count for nothing here.
    pub set_aside: u32,
    /// Median of the share of the lanes' time that was spent in chunks, from 0 to 1.
    pub busy: f64,
    /// How its first runs were slower.
    pub warm_up: WarmUp,
    /// Spearman's rank correlation of time and round, from −1 to 1. 0 for fewer than 8 samples.
    pub drift: f64,
    /// Whether that is beyond 0.5 either way, and more than chance: without any drift it would come up in one report of a hundred. The machine
    /// changed meanwhile.
    pub drifts: bool,
}

/// The runs of a mode before its times had settled: compilers at work, memory touched for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct WarmUp {
    /// How many there were.
    pub runs: u32,
    /// The very first time, in milliseconds.
    pub first_ms: f64,
    /// The first time over the settled one.
    pub ratio: f64,
    /// Whether times had settled when measuring began.
    pub settled: bool,
}

/// How sure the comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Decision {
    /// The whole 99 % interval of the speed-up lies above 1: of a hundred modes compared with themselves one is wronged, not five.
    Faster,
    /// The whole 99 % interval lies below 1.
    Slower,
    /// Neither, and the 95 % interval lies within ±5 %: no difference that matters.
    Same,
    /// None of these: more rounds are needed.
    Undecided,
}

/// A mode against the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Comparison {
    /// The mode compared, an index into the report's `settings.modes`.
    pub mode_index: u32,
    /// What it is compared with, likewise: the first mode, or the first one of the same picture size.
    pub baseline_index: u32,
    /// Baseline time over this mode's time: the ratio of medians, its interval from resampling whole rounds. Where the pictures differ in size
    /// (they grow with the lanes), times a pixel are compared: the scaled speed-up.
    pub speed_up: Estimate,
    /// Speed-up over the number of lanes, from 0 to about 1.
    pub efficiency: f64,
    /// Speed-up over the machine's ceiling at as many lanes, where that was measured.
    pub of_ceiling: Option<f64>,
    /// The serial fraction that explains the speed-up on so many lanes by itself (Karp and Flatt 1990), or, where the
    /// picture grew with the lanes, the scaled speed-up (Gustafson 1988); absent for one lane.
    pub serial_fraction: Option<f64>,
    /// What follows.
    pub decision: Decision,
}

/// A rung of the ladder from the slowest way of doing a job to the fastest: the fastest mode of its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Rung {
    /// The mode, an index into the report's `settings.modes`.
    pub mode_index: u32,
    /// The rung that it goes on from, likewise; absent for the lowest. Threads and workers both go on from the last mode of one lane.
    pub from_index: Option<u32>,
    /// That rung's time over this one's: the ratio of medians, its interval from resampling whole rounds. Absent where no round has both.
    pub gain: Option<Estimate>,
    /// The lowest rung's time over this one's, likewise.
    pub in_all: Option<Estimate>,
}

/// A model of how speed-up depends on lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum ScalingModel {
    /// A part is serial, the rest is shared (Amdahl 1967).
    Amdahl,
    /// And lanes also wait for each other, the more of them the longer (Gunther's Universal Scalability Law).
    Usl,
    /// The work grows with the lanes (Gustafson 1988).
    Gustafson,
}

/// A point of a fitted curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CurvePoint {
    /// Lanes, or pixels.
    pub at: f64,
    /// The fitted speed-up, or milliseconds, with its band.
    pub value: Estimate,
}

/// The number of lanes with the highest speed-up, by a fitted model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Peak {
    /// Lanes, at least 1; not rounded.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end; absent where it is unbounded, since more than 2.5 % of resamples have no peak at all.
    pub high: Option<f64>,
}

/// A model fitted to the times of one mode at several numbers of lanes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Fit {
    /// The model.
    pub model: ScalingModel,
    /// The parallel fraction p, from 0 to 1.
    pub parallel: Estimate,
    /// Contention σ = 1 − p and coherency κ of the USL; κ is 0 for the others.
    pub coherency: Estimate,
    /// The number of lanes with the highest speed-up, if there is one.
    pub peak: Option<Peak>,
    /// What the speed-up can't exceed, if there is such a limit; absent where more than 2.5 % of resamples have none, too.
    pub limit: Option<Estimate>,
    /// Akaike's criterion, corrected for few points; absent where there are too few for it. Lower is better.
    pub aicc: Option<f64>,
    /// The fitted speed-up against the baseline, from 1 lane to 256 in steps of equal ratio, the measured numbers among them.
    pub curve: Vec<CurvePoint>,
}

/// How one mode's time depends on its lanes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Scaling {
    /// The mode.
    pub mode: Mode,
    /// Whether the picture grew with the lanes.
    pub growing: bool,
    /// The modes it was measured with, indices into the report's `settings.modes`, by ascending lanes.
    pub mode_indices: Vec<u32>,
    /// Models that could be fitted.
    pub fits: Vec<Fit>,
    /// The better supported one, an index into `fits`.
    pub better: Option<u32>,
    /// Why there are no fits, or what to keep in mind, in a sentence; empty for nothing.
    pub note: String,
    /// The parallel fraction as measured: the time that one thread spent in chunks, which lanes can share, over its whole time.
    pub measured_parallel: Option<f64>,
}

/// How one mode's time depends on the picture's size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SizeLine {
    /// The mode; its size is absent.
    pub mode: ModeSettings,
    /// The modes it was measured with, indices into the report's `settings.modes`, by ascending size.
    pub mode_indices: Vec<u32>,
    /// What a run costs whatever the picture's size, in milliseconds.
    pub overhead_ms: Estimate,
    /// What a pixel costs, in nanoseconds.
    pub pixel_ns: Estimate,
    /// The fitted milliseconds against pixels, over the sizes measured.
    pub curve: Vec<CurvePoint>,
}

/// Whether and from where on a parallel mode wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Wins {
    /// At every size that was measured.
    Always,
    /// From a size on.
    From,
    /// At none.
    Never,
    /// The times don't say.
    Undecided,
}

/// From where on a mode is faster than the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Crossing {
    /// The mode; its size is absent.
    pub mode: ModeSettings,
    /// Whether it wins.
    pub wins: Wins,
    /// Pixels at which both take as long, by the fits, where they cross.
    pub pixels: Option<Estimate>,
    /// The smallest measured size from which on it was surely faster.
    pub smallest: Option<Size>,
}

/// What the times at several sizes say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct BreakEven {
    /// One line a mode, the baseline's first; none of fewer than 8 rounds.
    pub lines: Vec<SizeLine>,
    /// One crossing a mode other than the baseline.
    pub crossings: Vec<Crossing>,
}

/// A sentence of the verdict, and the rule that made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Finding {
    /// The rule's name.
    pub rule: String,
    /// The sentence, with the figure that supports it.
    pub sentence: String,
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
    /// The rungs from the lowest up, in an experiment of that name or a race of three kinds of modes or more; else empty.
    pub rungs: Vec<Rung>,
    /// How times depend on lanes, one entry a mode whose lanes vary.
    pub scaling: Vec<Scaling>,
    /// How times depend on the picture's size, where that varies.
    pub break_even: Option<BreakEven>,
    /// The result in one sentence, such as "4 threads blur this picture 3.4 × faster than one."
    pub headline: String,
    /// What follows from it, in up to three sentences: what limits it, what more cores would bring, what to try first.
    pub findings: Vec<Finding>,
    /// A second sentence: how sure that is, and what to keep in mind.
    pub detail: String,
}

impl Summary {
    /// Whether every mode has samples enough for a 95 % interval of its median.
    pub fn has_intervals(&self) -> bool {
        self.modes.iter().all(|mode| mode.samples >= FEWEST_FOR_INTERVAL)
    }
}
