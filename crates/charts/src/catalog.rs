//! Every chart by its name: what a report can show, and the drawing.
//!
//! A chart is one file with one [`Chart`], and one line in [`CHARTS`].

use model::{ChartName, Drawing, Figure, FigureId, Report, Run, Summary};

use crate::exhibit::Exhibit;

use crate::{bars, break_even, chunks, distribution, efficiency, frames, ladder, lanes, speed_up, whereabouts};

/// One kind of chart.
pub(crate) struct Chart {
    /// Its name.
    pub name: ChartName,
    /// What it can show: nothing, one drawing (`[None]`), or one a mode.
    pub of: fn(&Exhibit<'_>) -> Vec<Option<u32>>,
    /// The drawing of one of those; nothing where there is nothing to show. A drawing that isn't of one mode is asked for only of reports that
    /// it can show something of.
    pub draw: fn(&Exhibit<'_>, Option<u32>, Drawing) -> Option<Figure>,
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

/// The charts that any of these reports has something to show in, in the order of a page. Modes are counted through all of the reports.
pub fn figures(exhibit: &Exhibit<'_>) -> Vec<FigureId> {
    let of = |chart: &&Chart| {
        let name = chart.name;
        // What is of all modes is one drawing, whoever offers it.
        let offers = |part: &Exhibit<'_>| {
            let first = part.first_mode() as u32;
            let modes = if part.report().runs.is_empty() { vec![] } else { (chart.of)(part) };
            modes.into_iter().map(move |index| index.map(|index| index.saturating_add(first)))
        };
        let mut modes: Vec<Option<u32>> = exhibit.each().iter().flat_map(offers).collect();
        modes.dedup();
        modes.into_iter().map(move |mode_index| FigureId { chart: name, mode_index })
    };
    CHARTS.iter().flat_map(of).collect()
}

/// One of them, drawn; nothing where there is nothing to show in it.
pub fn figure(id: FigureId, exhibit: &Exhibit<'_>, drawing: Drawing) -> Option<Figure> {
    let chart = CHARTS.iter().find(|chart| chart.name == id.chart)?;
    if id.mode_index.is_some() || !exhibit.is_several() {
        return (chart.draw)(exhibit, id.mode_index, drawing);
    }
    let shown = exhibit.only(|part| !part.report().runs.is_empty() && !(chart.of)(part).is_empty())?;
    (chart.draw)(&shown, None, drawing)
}

/// The measured run of a mode that lies nearest to its median, of those with spans where there are any: a large report has no room for all.
/// Before any was measured, its last one.
pub(crate) fn typical<'r>(report: &'r Report, summary: &Summary, mode_index: u32) -> Option<&'r Run> {
    let own = || report.runs.iter().filter(|run| run.mode_index == mode_index);
    let median = summary.modes.iter().find(|mode| mode.mode_index == mode_index).map(|mode| mode.median_ms.value);
    let distance = |run: &&Run| (run.total_ms - median.unwrap_or(0.0)).abs();
    let untraced = |run: &&Run| run.trace.spans.is_empty();
    let measured = own().filter(|run| !run.warmup && run.set_aside.is_none() && median.is_some());
    let order = |a: &&Run, b: &&Run| untraced(a).cmp(&untraced(b)).then(distance(a).total_cmp(&distance(b)));
    measured.min_by(order).or_else(|| own().next_back())
}
