//! Runs and reports: the documented JSON that charts, statistics and other programs read.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{KernelSettings, Shape, Size, Trace};

/// The version of the report's JSON that this crate reads and writes.
pub const REPORT_VERSION: u32 = 1;

/// How a job is executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Mode {
    /// WebAssembly with SIMD, in order on one thread: the baseline of every speed-up. Shown as "Sequential".
    Simd,
    /// The same code on a pool of threads over shared memory. Shown as "Parallel".
    Threads,
}

/// How the output rows are cut into chunks, one task each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum ChunkSize {
    /// Several chunks for every lane, so that uneven rows can be evened out.
    #[default]
    Auto,
    /// As many chunks as lanes: a static schedule.
    OnePerLane,
    /// This many rows a chunk, at least 1.
    Rows(u32),
}

/// A mode with its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ModeSettings {
    /// The mode.
    pub mode: Mode,
    /// Lanes: 1 for `simd`, the pool's size for `threads`.
    pub threads: u32,
    /// Chunk size.
    #[serde(default)]
    pub chunk: ChunkSize,
}

/// Where the job's picture came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum InputOrigin {
    /// The visitor's own file.
    File,
    /// The sample picture that comes with the page.
    Sample,
    /// The kernel reads no picture.
    None,
}

/// The job's picture. Its pixels are never part of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Input {
    /// Where it came from.
    pub origin: InputOrigin,
    /// The file's name; empty where there is no file.
    pub name: String,
    /// Size after orientation.
    pub size: Size,
    /// Milliseconds that decoding the file took; 0 where there was nothing to decode.
    pub decode_ms: f64,
}

/// What is done: a kernel with its parameters on a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Job {
    /// The kernel and its parameters.
    pub kernel: KernelSettings,
    /// The kernel's action, as in "blur this picture".
    pub action: String,
    /// The kernel's kind of work. A `dependent` kernel runs in order on one thread in every mode, since each of its pixels
    /// waits for others.
    pub shape: Shape,
    /// The picture.
    pub input: Input,
    /// Size of the result.
    pub output_size: Size,
}

/// The plan's settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Settings {
    /// The modes compared, the baseline first.
    pub modes: Vec<ModeSettings>,
    /// Measured rounds; every round runs each mode once.
    pub repeats: u32,
    /// Warm-up rounds before them, kept in the report but left out of the statistics.
    pub warmups: u32,
    /// Seed of the shuffled order of modes within rounds.
    pub seed: u32,
}

/// One step of a plan: run this mode in this round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Step {
    /// Index into [`Settings::modes`].
    pub mode_index: u32,
    /// The round, from 0; warm-up rounds and measured rounds are counted apart.
    pub round: u32,
    /// Whether it is a warm-up.
    pub warmup: bool,
}

/// Part of a run's wall time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Phase {
    /// Pixels copied into the engine's memory.
    CopyIn,
    /// The kernel at work: from the call to its return, planning included.
    Compute,
    /// The result copied out of the engine's memory.
    CopyOut,
}

/// How long a phase took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct PhaseTime {
    /// The phase.
    pub phase: Phase,
    /// Milliseconds.
    pub ms: f64,
}

/// What an engine says of one execution. The page adds the round, and the copies around it, to make it a [`Run`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Execution {
    /// Milliseconds from the call of the kernel to its return.
    pub compute_ms: f64,
    /// Size of the result.
    pub output_size: Size,
    /// Which lane did which rows, when.
    pub trace: Trace,
    /// See [`Run::fingerprint`].
    pub fingerprint: String,
}

/// One timed execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Run {
    /// Index into [`Settings::modes`].
    pub mode_index: u32,
    /// The round, from 0; warm-up rounds and measured rounds are counted apart.
    pub round: u32,
    /// Whether it is a warm-up.
    pub warmup: bool,
    /// The phases together, in milliseconds. The messages between page and engine, and the fingerprint, are no part of it.
    pub total_ms: f64,
    /// The phases that took place in this run.
    pub phases: Vec<PhaseTime>,
    /// Which lane did which rows, when.
    pub trace: Trace,
    /// A 64-bit fingerprint of the output's bytes, as 16 hexadecimal digits: equal pictures, equal fingerprints.
    pub fingerprint: String,
}

/// What starting a mode's engine took, outside every run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct EngineStart {
    /// Index into [`Settings::modes`].
    pub mode_index: u32,
    /// Milliseconds from asking for the engine until it could take a job: download, compile, start of its threads.
    pub start_ms: f64,
}

/// Whether the modes' outputs are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Equality {
    /// True when every compared byte and every run's fingerprint agreed.
    pub identical: bool,
    /// Outputs compared byte by byte, one from each mode.
    pub outputs: u32,
    /// Bytes in each of them.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub size_bytes: u64,
    /// Offset of the first byte that differs, if one does.
    #[cfg_attr(feature = "schema", ts(type = "number | null"))]
    pub first_difference: Option<u64>,
}

/// The machine and the program that made a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Machine {
    /// The browser as it names itself, or the native program.
    pub agent: String,
    /// Cores the browser claims (`navigator.hardwareConcurrency`): a claim, not a measurement.
    pub claimed_cores: u32,
    /// Whether the page was cross-origin isolated, so that threads could share memory.
    pub isolated: bool,
    /// The smallest step of the clock that was seen, in milliseconds.
    pub clock_resolution_ms: f64,
    /// Version of Four Toasters.
    pub version: String,
}

/// An experiment's results, with the machine and the settings: everything reads this.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Report {
    /// Version of this format: [`REPORT_VERSION`].
    pub version: u32,
    /// When it was made, as an ISO 8601 date and time in UTC.
    pub created: String,
    /// The machine.
    pub machine: Machine,
    /// What was done.
    pub job: Job,
    /// How it was measured.
    pub settings: Settings,
    /// What starting the engines took.
    pub engines: Vec<EngineStart>,
    /// Every run in the order it was made, warm-ups included. A cancelled or failed experiment keeps what was done.
    pub runs: Vec<Run>,
    /// Whether the outputs were the same; absent when there was only one mode, or the experiment did not come to its end.
    pub equality: Option<Equality>,
}

/// Why a report can't be read. The text is fit to show a visitor.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ReportError {
    /// Written by another version of the format.
    #[error("This report has format version {0}; this page reads version {REPORT_VERSION}.")]
    Version(u32),
    /// A run or an engine names a mode that the settings don't have.
    #[error("The report names mode number {0}, which its settings don't list.")]
    UnknownMode(u32),
    /// A time is negative or not a number, or a span ends before it starts.
    #[error("The report holds a time that can't be: {0}.")]
    Time(&'static str),
    /// A span lies on a lane that the trace doesn't have, or has no rows.
    #[error("The report holds a span that can't be: {0}.")]
    Span(&'static str),
}

impl Run {
    /// Milliseconds of the compute phase; the run's total where the phase was not recorded.
    pub fn compute_ms(&self) -> f64 {
        self.phases.iter().find(|p| p.phase == Phase::Compute).map_or(self.total_ms, |p| p.ms)
    }
}

impl Report {
    /// Checks what the types alone can't: version, references, times and spans.
    ///
    /// # Errors
    /// The first thing found wrong.
    pub fn check(&self) -> Result<(), ReportError> {
        if self.version != REPORT_VERSION {
            return Err(ReportError::Version(self.version));
        }
        let modes = self.settings.modes.len() as u32;
        let named = self.runs.iter().map(|r| r.mode_index).chain(self.engines.iter().map(|e| e.mode_index));
        if let Some(unknown) = named.into_iter().find(|&i| i >= modes) {
            return Err(ReportError::UnknownMode(unknown));
        }
        let is_time = |ms: f64| ms.is_finite() && ms >= 0.0;
        for run in &self.runs {
            if !is_time(run.total_ms) || !run.phases.iter().all(|p| is_time(p.ms)) {
                return Err(ReportError::Time("a run's time is negative or not a number"));
            }
            for span in &run.trace.spans {
                if !is_time(span.start_ms) || !is_time(span.end_ms) || span.end_ms < span.start_ms {
                    return Err(ReportError::Time("a span ends before it starts"));
                }
                if span.lane >= run.trace.lanes {
                    return Err(ReportError::Span("it lies on a lane that isn't there"));
                }
                if span.first_row >= span.end_row {
                    return Err(ReportError::Span("it covers no rows"));
                }
            }
        }
        Ok(())
    }
}
