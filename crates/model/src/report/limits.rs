//! The most of everything that a report can hold.
//!
//! Reports come from links, files and other people's pages. What is within these limits is drawn in a moment; what lies beyond nobody has
//! measured, or has to draw elsewhere. They are set here once: [`Report::check`](crate::Report::check) holds reports to them, whoever makes
//! reports keeps within them, the page has them as constants of the same names, and docs/report.md lists them, held to this by a test.

/// A limit as other languages are told of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The constant's name.
    pub name: &'static str,
    /// Its value; every one is a whole number that a float holds exactly.
    pub value: f64,
    /// What it is of.
    pub of: &'static str,
}

/// Rounds beyond twice as many as were asked for, after which an experiment ends whatever was set aside.
pub const SPARE_ROUNDS: u32 = 8;

macro_rules! limits {
    ($(#[doc = $of:literal] $name:ident: $kind:ty = $value:expr;)+) => {
        $(#[doc = $of] pub const $name: $kind = $value;)+

        /// All of them.
        pub const ALL: &[Limit] = &[$(Limit { name: stringify!($name), value: $name as f64, of: $of }),+];
    };
}

limits! {
    /// Modes: an experiment that varies lanes, chunks or sizes has two dozen.
    MOST_MODES: usize = 64;
    /// Runs, warm-ups included: every mode in every round that there can be.
    MOST_RUNS: usize = 20_000;
    /// Spans of all runs together.
    MOST_SPANS: usize = 1_000_000;
    /// Spans of one run: a chart may have to draw each of them.
    MOST_SPANS_OF_RUN: usize = 50_000;
    /// Lanes of a mode, of a run or of a ceiling, and cores that a machine claims.
    MOST_LANES: u32 = 4_096;
    /// Phases of one run.
    MOST_PHASES: usize = 16;
    /// Points of the machine's ceiling: one for every mode, and one lane.
    MOST_CEILING_POINTS: usize = 65;
    /// Frames of one run whose times are kept.
    MOST_FRAMES: usize = 600;
    /// Parameters of the kernel.
    MOST_PARAMS: usize = 64;
    /// Characters of a text, be it the browser's name for itself or a file's.
    MOST_CHARS: usize = 1_000;
    /// Measured rounds that can be asked for, and rounds of warm-up.
    MOST_ROUNDS: u32 = 1_000;
    /// The last round's number: rounds that are made in place of others are counted on.
    LAST_ROUND: u32 = 2 * MOST_ROUNDS + SPARE_ROUNDS;
    /// Pixels of a picture: 16 GiB of them.
    MOST_PIXELS: u64 = 1 << 32;
    /// Bytes of a result, or sent by message in one run.
    MOST_BYTES: u64 = 1_000_000_000_000;
    /// Milliseconds of a run and of whatever lies within it: a day.
    LONGEST_MS: f64 = 86_400_000.0;
    /// Milliseconds from the first run to the beginning of the last, and of a budget: a year.
    LATEST_MS: f64 = 31_536_000_000.0;
}
