//! Charts by name, and what a chart is once it is drawn.

use serde::{Deserialize, Serialize};

/// The charts there are, in the order in which a page shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum ChartName {
    /// Median time a mode, with every sample, the interval and the phases stacked.
    Bars,
    /// What each rung gains, from a loop in JavaScript to all threads.
    Ladder,
    /// Speed-up against lanes: measured, ideal, fitted.
    SpeedUp,
    /// Speed-up over lanes, against lanes.
    Efficiency,
    /// Time against pixels, one line a mode.
    BreakEven,
    /// Time against rows a chunk.
    Chunks,
    /// What each lane of a mode did, when.
    Lanes,
    /// The result with each chunk in its lane's colour, to be replayed beside the lanes.
    Where,
    /// All samples in the order of the runs.
    Distribution,
    /// When the page could draw frames.
    Frames,
}

impl ChartName {
    /// All of them, in that order.
    pub const ALL: [Self; 10] = [
        Self::Bars,
        Self::Ladder,
        Self::SpeedUp,
        Self::Efficiency,
        Self::BreakEven,
        Self::Chunks,
        Self::Lanes,
        Self::Where,
        Self::Distribution,
        Self::Frames,
    ];

    /// Its name in addresses, attributes and on the command line, as in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Bars => "bars",
            Self::Ladder => "ladder",
            Self::SpeedUp => "speed-up",
            Self::Efficiency => "efficiency",
            Self::BreakEven => "break-even",
            Self::Chunks => "chunks",
            Self::Lanes => "lanes",
            Self::Where => "where",
            Self::Distribution => "distribution",
            Self::Frames => "frames",
        }
    }
}

/// One chart of a report: by name, and by mode where there is one a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FigureId {
    /// The chart.
    pub chart: ChartName,
    /// Index into the report's `settings.modes`, for charts of one mode.
    pub mode_index: Option<u32>,
}

/// The colours of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Theme {
    /// Dark marks on warm cream.
    Light,
    /// Light marks on near-black.
    Dark,
    /// Black and grey marks on white, for paper.
    Print,
}

/// How a chart is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Drawing {
    /// CSS pixels; the height follows from what there is to show.
    pub width: u32,
    /// The colours.
    pub theme: Theme,
    /// The part of the time axis to show, from and to, in milliseconds, for charts of time that can be zoomed. Absent for all.
    #[serde(default)]
    pub window_ms: Option<[f64; 2]>,
}

/// The numbers behind a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Table {
    /// Headings, with units.
    pub columns: Vec<String>,
    /// Rows of as many cells; the first cell names the row.
    pub rows: Vec<Vec<String>>,
}

/// A chart, drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Figure {
    /// What it shows, as a finding: "4 threads: 3.4 × faster".
    pub title: String,
    /// What its marks mean and what to keep in mind, in a sentence or two; empty for nothing.
    pub note: String,
    /// The drawing: a complete SVG document with its own text alternative. Every mark with a value has a `title` that tells it.
    pub svg: String,
    /// The numbers behind it.
    pub table: Table,
}
