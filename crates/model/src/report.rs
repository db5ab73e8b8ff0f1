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
    /// An ordinary loop in JavaScript, on one thread.
    Js,
    /// WebAssembly without SIMD, in order on one thread.
    Scalar,
    /// WebAssembly with SIMD, in order on one thread: the baseline of every speed-up. Shown as "Sequential".
    Simd,
    /// The same code on a pool of threads over shared memory. Shown as "Parallel".
    Threads,
    /// The same code in workers that share nothing: each has a WebAssembly instance of its own, gets rows of the source by
    /// message, and returns rows of the result.
    Workers,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 5] = [Self::Js, Self::Scalar, Self::Simd, Self::Threads, Self::Workers];

    /// What a visitor calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Js => "JavaScript",
            Self::Scalar => "Without SIMD",
            Self::Simd => "Sequential",
            Self::Threads => "Parallel",
            Self::Workers => "Workers",
        }
    }

    /// Whether it has several lanes.
    pub const fn is_parallel(self) -> bool {
        matches!(self, Self::Threads | Self::Workers)
    }
}

/// Which thread a mode of one lane runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Place {
    /// A worker, so that the page stays awake: asynchronous.
    #[default]
    Worker,
    /// The page's main thread, which can do nothing else meanwhile: blocking.
    Page,
}

/// How workers that share nothing hand bytes to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Passing {
    /// The bytes' memory changes hands.
    #[default]
    Transfer,
    /// The bytes are copied by the message (a structured clone), as between processes.
    Copy,
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
    /// Lanes: the number of threads or workers, 1 for the other modes.
    pub threads: u32,
    /// Chunk size.
    #[serde(default)]
    pub chunk: ChunkSize,
    /// Where a mode of one lane runs.
    #[serde(default)]
    pub place: Place,
    /// How `workers` pass bytes.
    #[serde(default)]
    pub passing: Passing,
}

impl ModeSettings {
    /// A mode on so many lanes, the rest as usual.
    pub const fn new(mode: Mode, threads: u32) -> Self {
        Self { mode, threads, chunk: ChunkSize::Auto, place: Place::Worker, passing: Passing::Transfer }
    }
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
    /// What a run covers.
    #[serde(default)]
    pub scope: Scope,
}

/// What a run covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Scope {
    /// The kernel, from pixels where the mode keeps them to a result where the mode leaves it.
    #[default]
    Kernel,
    /// The whole pipeline, from the file's bytes to a PNG file's. Decoding and encoding are serial in every mode.
    Png,
    /// The same, to a JPEG file's bytes.
    Jpeg,
    /// The same, to a WebP file's bytes, without loss.
    Webp,
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
    /// A file's bytes made pixels.
    Decode,
    /// Pixels brought to where the kernel can read them.
    CopyIn,
    /// The kernel at work. In a mode of one lane from the call to its return, planning included.
    Compute,
    /// The result brought to where it belongs.
    CopyOut,
    /// The result made a file's bytes.
    Encode,
    /// Nothing of these: lanes that wait for each other, for a plan, or for a message on its way.
    Wait,
}

/// How long a phase took. Where lanes do different things at once, the mean over the lanes: what they spent the run's wall time
/// on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct PhaseTime {
    /// The phase.
    pub phase: Phase,
    /// Milliseconds.
    pub ms: f64,
}

/// What one WebAssembly instance says of a kernel's run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Rendering {
    /// Milliseconds from the call of the kernel to its return.
    pub ms: f64,
    /// Size of the result.
    pub output_size: Size,
    /// Which lane did which rows, when; no spans where none were asked for.
    pub trace: Trace,
}

/// What an engine says of one execution. The page adds mode and round to make it a [`Run`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Execution {
    /// See [`Run::total_ms`].
    pub total_ms: f64,
    /// See [`Run::phases`].
    pub phases: Vec<PhaseTime>,
    /// Size of the result.
    pub output_size: Size,
    /// Which lane did which rows, when.
    pub trace: Trace,
    /// See [`Run::moved_bytes`].
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub moved_bytes: u64,
    /// See [`Run::fingerprint`].
    pub fingerprint: String,
}

/// How the page's animation fared during a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Frames {
    /// How many were drawn, from the last one before the run to the first one after it.
    pub drawn: u32,
    /// When, in milliseconds from the start of the run: all of them, or, where they are many, some in even steps.
    pub at_ms: Vec<f64>,
    /// The longest time between two of them: how long the page could do nothing.
    pub longest_gap_ms: f64,
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
    /// Milliseconds from the start to the end of the run, on the clock of the thread that leads it. The messages between page and
    /// engine, and the fingerprint, are no part of it.
    pub total_ms: f64,
    /// What the time went into, each phase measured where it happens. Together they are the total, but for the clocks.
    pub phases: Vec<PhaseTime>,
    /// Which lane did which rows, when.
    pub trace: Trace,
    /// Bytes sent by message between threads, both ways; 0 where memory is shared or there is but one.
    #[serde(default)]
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub moved_bytes: u64,
    /// A 64-bit fingerprint of the output's bytes, as 16 hexadecimal digits: equal pictures, equal fingerprints.
    pub fingerprint: String,
    /// How the page's animation fared, where that was watched.
    #[serde(default)]
    pub frames: Option<Frames>,
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
    /// Milliseconds to bring the picture to where the mode keeps it; 0 where every run does that itself.
    #[serde(default)]
    pub copy_in_ms: f64,
    /// Milliseconds to bring the result from there to the page.
    #[serde(default)]
    pub copy_out_ms: f64,
}

/// Whether the modes' outputs are the same, to the byte or within the level that a mode promises.
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
    /// Whether nothing differs by more than its mode promises: in every run a JavaScript loop whose floats round otherwise is
    /// one level off at most, and the other modes are the same to the byte.
    #[serde(default)]
    pub as_promised: bool,
    /// The largest difference between two outputs, in levels, rounded up. Colours count as much as their alpha shows of them.
    #[serde(default)]
    pub levels: u32,
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
