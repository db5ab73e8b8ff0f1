//! Time against rows a chunk, on an axis of doublings: too small costs hand-overs, too large leaves lanes idle.

use model::figures::{count, time, times};
use model::{ChartName, ChunkSize, Drawing, Estimate, Figure, Mode, Report, Stage, Summary};

use crate::backend::Tag;
use crate::catalog::{Chart, typical};
use crate::exhibit::{Exhibit, dash_of, lettered, line_name};
use crate::frame::Frame;
use crate::lanes::spans;
use crate::marks::sheet;
use crate::names::Names;
use crate::palette::{mode_colour, mode_key, palette};
use crate::svg::{Words, attributes, table, told};
use crate::text::grouped;
use crate::xy::{Axis, Dash, Plot, Spread, is_shown, plot_height};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Chunks,
    of: |exhibit| if points(exhibit).is_empty() { vec![] } else { vec![None] },
    draw: |exhibit, _, drawing| Some(draw(exhibit, drawing)),
};

/// A way to cut rows, measured.
struct Point {
    /// The report's letter among several.
    letter: Option<char>,
    /// The mode among those of its report.
    index: u32,
    mode: Mode,
    cut: ChunkSize,
    rows: f64,
    ms: Estimate,
}

/// The rows a chunk has: as set, or as the trace of a typical run shows, or as they follow from the lanes.
fn rows(report: &Report, summary: &Summary, index: u32) -> Option<f64> {
    let settings = report.settings.modes.get(index as usize)?;
    if let ChunkSize::Rows(rows) = settings.chunk {
        return Some(f64::from(rows.max(1)));
    }
    let trace = &typical(report, summary, index)?.trace;
    let rendered = spans(trace).filter(|span| span.stage == Stage::Render);
    let mut heights: Vec<u32> = rendered.map(|span| span.end_row - span.first_row).collect();
    heights.sort_unstable();
    if let Some(middle) = heights.get(heights.len() / 2) {
        return Some(f64::from(*middle));
    }
    let per_lane = report.job.output_size.height.div_ceil(settings.threads.max(1)).max(1);
    (settings.chunk == ChunkSize::OnePerLane).then_some(f64::from(per_lane))
}

/// What was measured of the modes whose chunks vary, by ascending rows within a report.
fn points(exhibit: &Exhibit<'_>) -> Vec<Point> {
    exhibit.each().iter().flat_map(of_part).collect()
}

fn of_part(part: &Exhibit<'_>) -> Vec<Point> {
    let (report, summary, letter) = (part.report(), part.summary(), part.letter());
    let modes = &report.settings.modes;
    let point = |own: &model::ModeSummary| {
        let settings = modes.get(own.mode_index as usize)?;
        let alike = modes.iter().filter(|m| m.mode == settings.mode && m.chunk != settings.chunk);
        if alike.count() == 0 || !settings.mode.is_parallel() || !is_shown(own.median_ms) {
            return None;
        }
        let rows = rows(report, summary, own.mode_index)?;
        Some(Point { letter, index: own.mode_index, mode: settings.mode, cut: settings.chunk, rows, ms: own.median_ms })
    };
    let mut points: Vec<Point> = summary.modes.iter().filter_map(point).collect();
    points.sort_by(|a, b| a.rows.total_cmp(&b.rows));
    points
}

/// The time of the mode that all are compared with, where it is not far above them.
fn baseline(part: &Exhibit<'_>, points: &[Point]) -> Option<f64> {
    let own = part.summary().modes.first().filter(|own| !own.mode.mode.is_parallel() && is_shown(own.median_ms))?;
    let own_points = points.iter().filter(|point| point.letter == part.letter());
    let slowest = own_points.map(|point| point.ms.high).fold(0.0, f64::max);
    (own.median_ms.value < slowest * 1.6).then_some(own.median_ms.value)
}

fn draw(exhibit: &Exhibit<'_>, drawing: Drawing) -> Figure {
    let points = points(exhibit);
    let frame = Frame::of(drawing);
    let frame = frame.high(plot_height(frame));
    let mut body = String::new();
    {
        let sheet = sheet(&mut body, frame);
        let baseline = |part: &Exhibit<'_>| Some((part.letter(), baseline(part, &points)?));
        let baselines: Vec<(Option<char>, f64)> = exhibit.each().iter().filter_map(baseline).collect();
        let x = Axis::logarithmic(Spread::Doublings, points.iter().map(|point| point.rows), "rows a chunk");
        let heights = points.iter().map(|point| point.ms.high).chain(baselines.iter().map(|base| base.1));
        let y = Axis { tick: |ms| grouped(ms) + " ms", ..Axis::linear(heights, "time a run") };
        let mut series: Vec<(Option<char>, Mode)> = points.iter().map(|point| (point.letter, point.mode)).collect();
        series.sort_unstable();
        series.dedup();
        let name = |&(letter, mode): &(Option<char>, Mode)| {
            let is_only = series.iter().filter(|other| other.0 == letter).count() == 1;
            // One line alone needs no name.
            line_name(letter, is_only, if is_only { "" } else { mode.label() })
        };
        let base_name = |letter| lettered(letter, ": ", "one thread");
        let mut ends: Vec<String> = vec!["automatic".into()];
        ends.extend(series.iter().map(name));
        ends.extend(baselines.iter().map(|base| base_name(base.0)));
        let ends: Vec<&str> = ends.iter().map(String::as_str).collect();
        let range = x.range;
        let mut plot = Plot::new(&sheet, frame, x, y, &ends);
        for &(letter, ms) in &baselines {
            plot.line(
                [(range.0, ms), (range.1, ms)].into_iter(),
                palette(frame.theme).muted,
                Dash::Dotted,
                "baseline",
                &base_name(letter),
            );
        }
        let names = Names::of(exhibit);
        for one in &series {
            let (letter, mode) = one;
            let own = || points.iter().filter(|point| (point.letter, point.mode) == *one);
            let first = exhibit.each().iter().find(|part| part.letter() == *letter).map_or(0, Exhibit::first_mode);
            let colour = mode_colour(*mode, frame.theme);
            let curve = own().filter(|point| point.cut != ChunkSize::Auto).map(|point| (point.rows, point.ms.value));
            plot.line(curve, colour, dash_of(*letter), "measured", &name(one));
            for point in own() {
                let index = first + point.index as usize;
                let tag = Tag {
                    attributes: attributes(&[
                        ("class", "point"),
                        ("data-mode", mode_key(*mode)),
                        ("data-mode-index", &index.to_string()),
                        ("data-rows", &point.rows.to_string()),
                    ]),
                    title: format!("{}: {}", names.long(index), time(point.ms.value)),
                    paint: None,
                };
                plot.point(point.rows, point.ms, *mode, colour, point.cut == ChunkSize::Auto, tag);
                match point.cut {
                    ChunkSize::Auto => plot.caption(point.rows, point.ms, false, colour, "automatic"),
                    ChunkSize::OnePerLane => plot.caption(point.rows, point.ms, true, colour, "one a lane"),
                    ChunkSize::Rows(_) => {}
                }
            }
        }
        plot.finish();
    }
    exhibit.figure(frame, "", &body, words)
}

/// How a way to cut is called in a finding.
fn called(point: &Point) -> String {
    match point.cut {
        ChunkSize::Auto => "Automatic chunks".into(),
        ChunkSize::OnePerLane => "One chunk a lane".into(),
        ChunkSize::Rows(rows) => format!("Chunks of {}", count(rows as usize, "row")),
    }
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    let points = points(exhibit);
    let names = Names::of(exhibit);
    let best = points.iter().min_by(|a, b| a.ms.value.total_cmp(&b.ms.value));
    let one = points.iter().find(|point| point.cut == ChunkSize::OnePerLane);
    let worst = points.iter().max_by(|a, b| a.ms.value.total_cmp(&b.ms.value));
    let other =
        one.map(|one| (one, "one a lane".to_string())).or(worst.map(|worst| (worst, called(worst).to_lowercase())));
    let title = match (best, other) {
        (Some(best), Some((other, than))) if best.index != other.index => {
            let are = if best.cut == ChunkSize::OnePerLane { "is" } else { "are" };
            // Medians whose intervals overlap say nothing about which is better.
            let ratio = other.ms.value / best.ms.value;
            if best.ms.high < other.ms.low {
                format!("{} {are} best: {} faster than {than}", called(best), times(ratio))
            } else {
                format!("{} and {than} are alike", called(best))
            }
        }
        (Some(best), Some(_)) => match worst {
            Some(worst) if worst.index != best.index => {
                let ratio = times(worst.ms.value / best.ms.value);
                format!("{} is best: {ratio} faster than {}", called(best), called(worst).to_lowercase())
            }
            _ => format!("{}: {}", called(best), time(best.ms.value)),
        },
        _ => String::new(),
    };
    let mut note = "Points are medians with their 95 % intervals. Small chunks cost a hand-over each; large ones leave lanes idle at the \
                    end."
        .to_string();
    if points.iter().any(|point| point.cut == ChunkSize::Auto) {
        note += " The hollow one is how rows are cut unless you say otherwise.";
    }
    let row = |point: &Point| {
        vec![
            names.long(point.index as usize).to_string(),
            grouped(point.rows),
            time(point.ms.value),
            format!("{} to {}", time(point.ms.low), time(point.ms.high)),
        ]
    };
    let table = table(&["Mode", "Rows a chunk", "Median", "95 % interval"], points.iter().map(row).collect());
    Words { title, note, description: told(&table), table }
}
