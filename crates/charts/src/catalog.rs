//! Every chart by its name: what a report can show, and the drawing.
//!
//! A chart is one file with one [`Chart`], and one line in [`CHARTS`].

use model::{ChartName, Drawing, Figure, FigureId, Report, Run, Summary};

use crate::{bars, break_even, chunks, distribution, efficiency, frames, ladder, lanes, speed_up, whereabouts};

/// One kind of chart.
pub(crate) struct Chart {
    /// Its name.
    pub name: ChartName,
    /// What it can show of a report: nothing, one drawing (`[None]`), or one a mode.
    pub of: fn(&Report, &Summary) -> Vec<Option<u32>>,
    /// The drawing of one of those; nothing where there is nothing to show.
    pub draw: fn(&Report, &Summary, Option<u32>, Drawing) -> Option<Figure>,
}

/// All charts, in the order of a page.
static CHARTS: [&Chart; 10] = [
    &bars::CHART,
    &ladder::CHART,
    &speed_up::CHART,
    &efficiency::CHART,
    &break_even::CHART,
    &chunks::CHART,
    &lanes::CHART,
    &whereabouts::CHART,
    &distribution::CHART,
    &frames::CHART,
];

/// The charts that this report has something to show in, in the order of a page.
pub fn figures(report: &Report, summary: &Summary) -> Vec<FigureId> {
    let of = |chart: &&Chart| {
        let name = chart.name;
        let modes = if report.runs.is_empty() { vec![] } else { (chart.of)(report, summary) };
        modes.into_iter().map(move |mode_index| FigureId { chart: name, mode_index })
    };
    CHARTS.iter().flat_map(of).collect()
}

/// One of them, drawn; nothing where the report has nothing to show in it.
pub fn figure(id: FigureId, report: &Report, summary: &Summary, drawing: Drawing) -> Option<Figure> {
    let chart = CHARTS.iter().find(|chart| chart.name == id.chart)?;
    (chart.draw)(report, summary, id.mode_index, drawing)
}

/// The measured run of a mode that lies nearest to its median; before any was measured, its last one.
pub(crate) fn typical<'r>(report: &'r Report, summary: &Summary, mode_index: u32) -> Option<&'r Run> {
    let own = || report.runs.iter().filter(|run| run.mode_index == mode_index);
    let median = summary.modes.iter().find(|mode| mode.mode_index == mode_index).map(|mode| mode.median_ms.value);
    let distance = |run: &&Run| (run.total_ms - median.unwrap_or(0.0)).abs();
    let measured = own().filter(|run| !run.warmup && run.set_aside.is_none() && median.is_some());
    measured.min_by(|a, b| distance(a).total_cmp(&distance(b))).or_else(|| own().next_back())
}
