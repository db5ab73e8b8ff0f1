//! Every chart by its name: what a report can show, and the drawing.

use model::{ChartName, Drawing, Figure, FigureId, Report, Run, Summary, Table};

use crate::{Frame, frames, lanes, timing};

/// The charts that this report has something to show in, in the order of a page.
pub fn figures(report: &Report, summary: &Summary) -> Vec<FigureId> {
    if report.runs.is_empty() {
        return vec![];
    }
    let modes = 0..report.settings.modes.len() as u32;
    let lanes = modes.filter(|&i| typical(report, summary, i).is_some()).map(|i| (ChartName::Lanes, Some(i)));
    let watched = report.runs.iter().any(|run| run.frames.is_some()).then_some((ChartName::Frames, None));
    let all = [(ChartName::Bars, None)].into_iter().chain(lanes).chain(watched);
    all.map(|(chart, mode_index)| FigureId { chart, mode_index }).collect()
}

/// One of them, drawn; nothing where the report has nothing to show in it.
pub fn figure(id: FigureId, report: &Report, summary: &Summary, drawing: Drawing) -> Option<Figure> {
    let Drawing { width, theme, window_ms: _ } = drawing;
    let frame = |height: f64| Frame { width, height: height as u32, theme };
    let svg = match (id.chart, id.mode_index) {
        (ChartName::Bars, _) => {
            let row = if width < 480 { 112.0 } else { 132.0 };
            timing(report, summary, frame(116.0 + report.settings.modes.len() as f64 * row))
        }
        (ChartName::Lanes, Some(index)) => {
            let run = typical(report, summary, index)?;
            let mode = report.settings.modes.get(index as usize)?.mode;
            let lanes_there = f64::from(run.trace.lanes);
            let height = 90.0 + lanes_there.min(64.0) * (400.0 / lanes_there).clamp(16.0, 56.0);
            lanes(&run.trace, mode, 0.0, frame(height))
        }
        (ChartName::Frames, _) => frames(report, frame(90.0 + report.settings.modes.len() as f64 * 56.0)),
        _ => return None,
    };
    Some(Figure { title: String::new(), note: String::new(), svg, table: Table::default() })
}

/// The measured run of a mode that lies nearest to its median; before any was measured, its last one.
fn typical<'r>(report: &'r Report, summary: &Summary, mode_index: u32) -> Option<&'r Run> {
    let own = || report.runs.iter().filter(|run| run.mode_index == mode_index);
    let median = summary.modes.iter().find(|mode| mode.mode_index == mode_index).map(|mode| mode.median_ms.value);
    let distance = |run: &&Run| (run.total_ms - median.unwrap_or(0.0)).abs();
    let measured = own().filter(|run| !run.warmup && median.is_some());
    measured.min_by(|a, b| distance(a).total_cmp(&distance(b))).or_else(|| own().next_back())
}
