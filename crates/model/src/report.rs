//! Runs and reports: the documented JSON that charts, statistics and other programs read.

mod check;
pub mod limits;

pub use check::ReportError;
use serde::{Deserialize, Serialize};

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
    /// The picture's size in an experiment that varies it: the job's picture made smaller or larger. Absent for the job's own.
    #[serde(default)]
    pub size: Option<Size>,
}

impl ModeSettings {
    /// A mode on so many lanes, the rest as usual.
    pub const fn new(mode: Mode, threads: u32) -> Self {
        Self { mode, threads, chunk: ChunkSize::Auto, place: Place::Worker, passing: Passing::Transfer, size: None }
    }
}

/// What an experiment varies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Experiment {
    /// Modes against each other, on one picture.
    #[default]
    Race,
    /// Every rung from a loop in JavaScript to all threads: what each kind of work on the code gains.
    Ladder,
    /// The number of threads, on one picture: Amdahl's question.
    Scaling,
    /// The number of threads, with a picture that grows with them: Gustafson's question.
    Growing,
    /// The size of the picture: from where on it pays.
    BreakEven,
    /// Rows a chunk.
    Chunks,
}

impl Experiment {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Race, Self::Ladder, Self::Scaling, Self::Growing, Self::BreakEven, Self::Chunks];
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
    /// What the experiment varies.
    #[serde(default)]
    pub experiment: Experiment,
    /// The modes compared, the baseline first; where pictures of several sizes are compared, the baseline of each size comes before
    /// the others of that size.
    pub modes: Vec<ModeSettings>,
    /// Measured rounds that count: just as many, or at most as many where `precision` is set. Every round runs each mode once. A round in
    /// which a run was set aside is kept, and another is made in its place; after twice as many rounds and 8 more no other is begun.
    pub repeats: u32,
    /// Warm-up rounds before them at most, kept in the report but left out of the statistics. Warming up ends when times have settled.
    pub warmups: u32,
    /// How narrow the 95 % interval of every ratio is to be: half its width over the ratio, as 0.02. Absent for a fixed number of rounds.
    #[serde(default)]
    pub precision: Option<f64>,
    /// Milliseconds from the first run after which no further round is begun. Absent for no limit.
    #[serde(default)]
    pub budget_ms: Option<f64>,
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

/// What is asked of an experiment; `measure::design` makes the [`Settings`] of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Design {
    /// What it varies.
    pub experiment: Experiment,
    /// The modes to compare, of those that can run here and have the kernel. The experiments that prescribe their modes take those of them
    /// that are `available`.
    pub modes: Vec<Mode>,
    /// All modes that can run here and have the kernel.
    pub available: Vec<Mode>,
    /// Lanes of the parallel modes; the most of them where their number varies.
    pub threads: u32,
    /// How rows are cut, where that doesn't vary.
    pub chunk: ChunkSize,
    /// How `workers` pass bytes.
    pub passing: Passing,
    /// A mode of one lane that also runs on the page's own thread, in a race.
    pub blocking: Option<Mode>,
    /// What a run covers.
    pub scope: Scope,
    /// The size of the picture, or of the result of a kernel that reads none.
    pub size: Size,
    /// Whether the picture can have other sizes: a kernel that reads a picture, alone.
    pub resizable: bool,
    /// Measured rounds, just as many; absent for as many as it takes.
    pub repeats: Option<u32>,
    /// See [`Settings::budget_ms`]; absent for what suits the experiment.
    pub budget_ms: Option<f64>,
    /// See [`Settings::seed`].
    pub seed: u32,
}

/// Why an experiment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Stop {
    /// Every ratio is as sure as was asked for.
    Precise,
    /// All rounds were made.
    Rounds,
    /// The time was spent.
    Time,
    /// The visitor ended it.
    Cancelled,
    /// Something went wrong.
    Failed,
}

/// A run as the planner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Sample {
    /// See [`Run::mode_index`].
    pub mode_index: u32,
    /// See [`Run::round`].
    pub round: u32,
    /// See [`Run::warmup`].
    pub warmup: bool,
    /// See [`Run::total_ms`].
    pub total_ms: f64,
    /// See [`Run::batch`].
    pub batch: u32,
    /// Whether it is set aside.
    pub set_aside: bool,
}

/// An experiment as far as it has come: what the planner needs to say what comes next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SoFar {
    /// The settings.
    pub settings: Settings,
    /// See [`Machine::clock_resolution_ms`].
    pub clock_resolution_ms: f64,
    /// Every run, in order.
    pub samples: Vec<Sample>,
    /// Milliseconds since the first run began.
    pub elapsed_ms: f64,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Next {
    /// The next round; empty when the experiment has ended.
    pub steps: Vec<Step>,
    /// Why it has ended.
    pub stop: Option<Stop>,
    /// Milliseconds it may go on, this round included: a guess from the times so far. Absent before there are any.
    pub left_ms: Option<f64>,
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
    /// How many times to run it under one pair of stamps, where once is too short for the clock.
    pub batch: u32,
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
    /// Milliseconds from the call of the kernel to its return; the mean where it was called several times.
    pub ms: f64,
    /// The same of the last call, which the trace is of.
    pub last_ms: f64,
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
    /// When it began, in milliseconds from the beginning of the experiment's first run.
    #[serde(default)]
    pub at_ms: f64,
    /// How many executions were timed together, because one is too short for the clock. Times, phases and the trace are those of one: the
    /// mean of the batch; phases and trace are the last one's in proportion.
    #[serde(default = "one")]
    pub batch: u32,
    /// Why it doesn't count, if it doesn't.
    #[serde(default)]
    pub set_aside: Option<SetAside>,
    /// How hard the processor was pressed when it ended, where the browser tells.
    #[serde(default)]
    pub pressure: Option<Pressure>,
}

fn one() -> u32 {
    1
}

/// Why a run is kept but not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum SetAside {
    /// The page wasn't seen: browsers slow down what isn't.
    Hidden,
    /// The browser held the page or the engine up for so long that the run's time says nothing.
    Throttled,
    /// Too few steps of the clock, even in the largest batch.
    Clock,
}

/// How hard a processor is pressed, in the words of the Compute Pressure API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Pressure {
    /// As usual.
    Nominal,
    /// Busy, but well.
    Fair,
    /// Hot or crowded: slower runs are to be expected.
    Serious,
    /// At its limit.
    Critical,
}

/// How much faster so many lanes are than one at work that needs nothing but registers: the machine's ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CeilingPoint {
    /// Lanes at work.
    pub lanes: u32,
    /// Their work in a time over that of one lane.
    pub speed_up: f64,
}

/// Several lanes are never slower than this share of one, unless something held them up: a ceiling below it was disturbed, and is none.
pub const LEAST_CEILING: f64 = 0.9;

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
    /// Bytes in each of them; in the largest, where pictures of several sizes were compared.
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
    /// The machine's ceiling at some numbers of lanes, in ascending order, 1 among them; empty where it wasn't measured.
    #[serde(default)]
    pub ceiling: Vec<CeilingPoint>,
    /// When the ceiling was measured, written as `created`: it holds for experiments that follow soon after. Absent where it wasn't.
    #[serde(default)]
    pub ceiling_at: Option<String>,
    /// Why it ended; absent while it goes on.
    #[serde(default)]
    pub stop: Option<Stop>,
    /// Whether the outputs were the same; absent when there was only one mode, or the experiment did not come to its end.
    pub equality: Option<Equality>,
}
