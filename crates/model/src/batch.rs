//! A batch: the same for many files, in one of several ways, and how every file fared.

use serde::{Deserialize, Serialize};

use crate::{KernelSettings, Machine, Trace};

/// The version of the batch report's JSON that this crate reads and writes.
pub const BATCH_REPORT_VERSION: u32 = 1;

/// What is done with every file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Recipe {
    /// The kernels, in order, each on the result of the one before; the first on the decoded picture. None for decoding alone.
    pub steps: Vec<KernelSettings>,
    /// Whether a JPEG is decoded in full also where the first step makes it so small that a part would do.
    #[serde(default)]
    pub exact: bool,
}

/// How a batch is run, named as in Python's `concurrent.futures`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Way {
    /// A plain loop: one file after another, each awaited.
    Loop,
    /// The whole list on one thread.
    Map,
    /// The list on a pool of threads over shared memory, results in order.
    ThreadsMap,
    /// The list in pieces of a chunk size on workers that share nothing, results in order.
    WorkersMap,
    /// File by file on workers that share nothing, results as they are completed.
    WorkersSubmit,
    /// The browser's own decoder, many at once.
    Browser,
}

impl Way {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Loop, Self::Map, Self::ThreadsMap, Self::WorkersMap, Self::WorkersSubmit, Self::Browser];

    /// What it is called, as in a program.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::Map => "map",
            Self::ThreadsMap => "threads.map",
            Self::WorkersMap => "workers.map",
            Self::WorkersSubmit => "workers.submit",
            Self::Browser => "Promise.all",
        }
    }
}

/// Why a file has no result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FileFault {
    /// A short name for programs.
    pub code: String,
    /// A sentence to show beside the file's name.
    pub message: String,
}

/// How one file fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FileRecord {
    /// The file's name, with its folders where they are known.
    pub name: String,
    /// Bytes in the file.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub bytes: u64,
    /// Pixels in a row, as the file has them; 0 if it was not decoded, or by a decoder that doesn't say.
    pub width: u32,
    /// Rows, as the file has them; 0 likewise.
    pub height: u32,
    /// When its result or its fault was known, in milliseconds from the start of the run; absent if its turn never came.
    pub done_ms: Option<f64>,
    /// Why it has no result, if its turn came and it has none.
    pub fault: Option<FileFault>,
}

/// A batch run in one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct BatchRun {
    /// The way.
    pub way: Way,
    /// Lanes there were.
    pub lanes: u32,
    /// Files that a worker is given at once; 1 in the other ways.
    pub chunksize: u32,
    /// From the start to the last result, or to Cancel, in milliseconds.
    pub total_ms: f64,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// The longest time between two frames of the page meanwhile, in milliseconds; absent where nobody watched.
    pub longest_gap_ms: Option<f64>,
    /// What the lanes did. The rows of a span are its file: from its index to one past it. `copy-in` is reading a file's bytes, `decode`
    /// making them pixels, `render` the kernels.
    pub trace: Trace,
    /// Every file, in the order of the list.
    pub records: Vec<FileRecord>,
}

/// Batches of the same files, each run in its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct BatchReport {
    /// Version of this format: [`BATCH_REPORT_VERSION`].
    pub version: u32,
    /// When it was made, as an ISO 8601 date and time in UTC.
    pub created: String,
    /// The machine.
    pub machine: Machine,
    /// Where the files came from, in words: "200 generated X-rays, seed 1".
    pub source: String,
    /// What was done with each.
    pub recipe: Recipe,
    /// The runs, in the order in which they were made.
    pub runs: Vec<BatchRun>,
}
