//! Every sample of every mode on one axis of time: the proof of a headline.
//!
//! One row a mode. In its strip lie all measured times as points (spread upwards and downwards only so that they don't
//! cover each other), the 95 % interval of the median as a pale bar, and the median as a line; its value stands above in
//! large type. Warm-ups are there too, hollow, because leaving them out quietly would look like hiding something. The axis
//! begins at 0, so that lengths are proportions.

use model::{ChartName, Drawing, Estimate, Figure, ModeSettings, Report, Run, Summary, Table};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Tag, UNITS};
use crate::catalog::{Chart, typical};
use crate::marks::{
    INFALLIBLE, Margins, Mark, TimeChart, is_time, label, line, plot_height, sentence, sheet, text_style, time_chart,
};
use crate::palette::{lane_noun, mode_colour, mode_key, palette, rgb, settings_name, short_name};
use crate::svg::{Document, attributes};
use crate::text::{Font, count, time};
use crate::{Frame, legend, phases};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Bars,
    of: |_, _| vec![None],
    draw: |report, summary, _, Drawing { width, theme, .. }| {
        let row = if width < 480 { 112.0 } else { 132.0 };
        let height = (116.0 + report.settings.modes.len() as f64 * row) as u32;
        let svg = bars(report, summary, Frame { width, height, theme });
        Some(Figure { title: String::new(), note: String::new(), svg, table: Table::default() })
    },
};

/// An axis goes this far beyond the longest measured time, so that its mark isn't cut.
const AIR: f64 = 1.06;

/// A warm-up longer than this many times the longest measured run stands at the axis' end instead of stretching it: first calls
/// of 6 times the settled time were seen, and would press all that matters into a corner.
const LONGEST_WARMUP: f64 = 1.5;

/// The fraction of the golden ratio: its multiples fill the unit interval most evenly.
const GOLDEN_STEP: f64 = 0.618_033_988_749_895;

/// A report's times as an SVG of the frame's size.
///
/// Each measured run is one element of class `sample` and each warm-up one of class `warmup`, with `data-mode` (as in the report),
/// `data-mode-index` and `data-round`. Where runs have more phases than one, those of each mode's typical run are elements of class
/// `phase`, with `data-mode-index` and `data-phase`. `summary` is the summary of the same report; modes that it lacks are drawn without
/// median. Without any run the chart says so.
pub(crate) fn bars(report: &Report, summary: &Summary, frame: Frame) -> String {
    let frame = frame.usable();
    let mut body = String::new();
    draw(&mut body, report, summary, frame);
    Document {
        size: (frame.width, frame.height),
        stretches: false,
        title: &format!("Time of every run to {}", report.job.action),
        description: &describe(report, summary),
        definitions: "",
        body: &body,
    }
    .render()
}

/// A run that can be drawn, with its mode and its time.
#[derive(Clone, Copy)]
struct Sample<'r> {
    run: &'r Run,
    mode: ModeSettings,
    ms: f64,
}

/// The median of a mode, if the summary has one that can be drawn.
fn median_ms(summary: &Summary, index: usize) -> Option<Estimate> {
    let median = summary.modes.iter().find(|m| m.mode_index as usize == index)?.median_ms;
    [median.value, median.low, median.high].into_iter().all(is_time).then_some(median)
}

fn samples(report: &Report) -> impl Iterator<Item = Sample<'_>> {
    report.runs.iter().filter_map(|run| {
        let mode = *report.settings.modes.get(run.mode_index as usize)?;
        let ms = run.total_ms;
        is_time(ms).then_some(Sample { run, mode, ms })
    })
}

/// The axis' end in milliseconds.
fn end_ms(report: &Report, summary: &Summary) -> f64 {
    let longest = |warmup: bool| samples(report).filter(|s| s.run.warmup == warmup).map(|s| s.ms).fold(0.0, f64::max);
    // A summary of another report must not leave the axis.
    let medians = (0..report.settings.modes.len()).filter_map(|i| median_ms(summary, i)).map(|m| m.high);
    let (measured, warmup) = (medians.fold(longest(false), f64::max), longest(true));
    let end = if measured > 0.0 { measured.max(warmup.min(measured * LONGEST_WARMUP)) } else { warmup };
    // Times of 0 ms still need an axis.
    (end * AIR).max(0.01)
}

fn draw(body: &mut String, report: &Report, summary: &Summary, frame: Frame) {
    let sheet = sheet(body, frame);
    let colours = palette(frame.theme);
    let small = frame.small();
    if samples(report).next().is_none() {
        let texts = ["No times yet: they appear here run by run.", "No times yet."];
        return sentence(&sheet, frame, fitting(small, f64::from(frame.width) * 0.95, &texts));
    }
    let side = small.px;
    let phases = phases::present(report.runs.iter());
    // One line for what the marks mean, and one for the phases where there are any.
    let line_px = small.px * 1.5;
    let lines = if phases.is_empty() { 0.0 } else { 1.0 };
    let bottom = small.px * 1.9 + line_px * lines;
    let margins = Margins { left: side, right: side * 1.8, top: small.px * 0.4, bottom };
    let end_ms = end_ms(report, summary);
    let mut chart = time_chart(&sheet, frame, margins, end_ms);
    let modes = &report.settings.modes;
    let row_px = plot_height(frame, margins) / modes.len() as f64;
    for (index, mode) in modes.iter().enumerate() {
        let median = median_ms(summary, index);
        let top = row_px * index as f64;
        let head = (frame.big().px * 1.35).min(row_px * 0.5);
        // The heading stands on paper, so that no hairline crosses its letters.
        fill(&mut chart, (0.0, top), (end_ms, top + head), colours.paper, 1.0);
        heading(&mut chart, frame, *mode, median.map(|m| m.value), (end_ms, top + head * 0.5));
        let stack_px = if phases.is_empty() { 0.0 } else { (small.px * 1.1).min(row_px * 0.2) };
        let foot = top + row_px - small.px * 0.3;
        let strip = (top + head, foot - stack_px * 1.3);
        if let (true, Some(run)) = (stack_px > 0.0, typical(report, summary, index as u32)) {
            phases::bar(&mut chart, frame, run, mode.mode, (foot - stack_px, foot));
        }
        let colour = mode_colour(mode.mode, frame.theme);
        if let Some(median) = median {
            let inset = (strip.1 - strip.0) * 0.12;
            fill(&mut chart, (median.low, strip.0 + inset), (median.high, strip.1 - inset), colour, 0.25);
        }
        points(&mut chart, report, index, frame, strip, end_ms);
        if let Some(median) = median {
            let ends = vec![(median.value, strip.0), (median.value, strip.1)];
            chart.draw_series([PathElement::new(ends, line(colour, small.px * 0.22))]).expect(INFALLIBLE);
        }
    }
    let warmups = samples(report).any(|s| s.run.warmup);
    let middle = f64::from(frame.height) - small.px * 0.95 - line_px * lines;
    legend::draw(&sheet, frame, modes, summary.has_intervals(), warmups, (margins.left, middle));
    let parallel = modes.iter().find(|m| m.mode.is_parallel()).or(modes.first());
    if let Some(mode) = parallel {
        phases::legend(&sheet, frame, &phases, mode.mode, (margins.left, middle + line_px));
    }
}

fn fill(chart: &mut TimeChart<'_, '_>, from: (f64, f64), to: (f64, f64), colour: &str, opacity: f64) {
    let style = rgb(colour).mix(opacity).filled();
    chart.draw_series([Rectangle::new([from, to], style)]).expect(INFALLIBLE);
}

/// The mode's mark and name at the left, the median at the right; `at` is the right end of the row's heading, half-way down.
fn heading(
    chart: &mut TimeChart<'_, '_>,
    frame: Frame,
    mode: ModeSettings,
    median_ms: Option<f64>,
    (right, y): (f64, f64),
) {
    let (small, big) = (frame.small(), frame.big());
    let name = Font::bold(small.px * 1.15);
    let colours = palette(frame.theme);
    let plot_px = plot_px(chart);
    let x = |px: f64| px / plot_px * right;
    let radius = small.px * 0.35;
    let colour = mode_colour(mode.mode, frame.theme);
    chart.draw_series([Mark::full((x(radius), y), mode.mode, radius, rgb(colour).to_rgba())]).expect(INFALLIBLE);
    let value = median_ms.map(time).unwrap_or_default();
    let name_px = radius * 2.0 + small.px * 0.5;
    let title =
        fitting(name, plot_px - name_px - big.width(&value), &[&settings_name(mode), short_name(mode)]).to_string();
    let count_px = name_px + name.width(&title) + small.px * 0.5;
    let room = plot_px - count_px - big.width(&value) - small.px;
    let by = fitting(small, room, &[&lanes(mode), ""]).to_string();
    let words = [
        label((x(name_px), y), &title, text_style(name, colours.ink, HPos::Left, VPos::Center)),
        label((x(count_px), y), &by, text_style(small, colours.muted, HPos::Left, VPos::Center)),
        label((right, y), &value, text_style(big, colour, HPos::Right, VPos::Center)),
    ];
    chart.draw_series(words).expect(INFALLIBLE);
}

/// A mode's samples in its strip, warm-ups below the measured ones.
fn points(
    chart: &mut TimeChart<'_, '_>,
    report: &Report,
    index: usize,
    frame: Frame,
    (top, bottom): (f64, f64),
    end_ms: f64,
) {
    let of_mode = || samples(report).filter(|s| s.run.mode_index as usize == index).enumerate();
    let crowd = of_mode().count() as f64;
    // Two hundred points share the room of twenty.
    let radius = frame.small().px * if crowd > 40.0 { 0.24 } else { 0.34 };
    let plot_px = plot_px(chart);
    let before_end = |px: f64| end_ms * (1.0 - px / plot_px);
    for warmup in [true, false] {
        for (order, sample) in of_mode().filter(|(_, s)| s.run.warmup == warmup) {
            // Steps of the golden ratio: neighbours in time end up far apart, and no two at the same height.
            let spread = (order as f64 * GOLDEN_STEP + 0.5).fract();
            let y = top + (bottom - top) * (0.2 + 0.6 * spread);
            let beyond = sample.ms > end_ms;
            // A mark that stands for more than the axis shows leaves room for the arrow that says so.
            let x = if beyond { before_end(radius * 2.6) } else { sample.ms };
            let colour = rgb(mode_colour(sample.mode.mode, frame.theme)).to_rgba();
            let mark = if warmup { Mark::hollow } else { Mark::full };
            let mark = mark((x, y), sample.mode.mode, radius, colour).tagged(tag(sample, beyond, frame));
            chart.draw_series([mark]).expect(INFALLIBLE);
            if beyond {
                let style = text_style(frame.small(), palette(frame.theme).muted, HPos::Left, VPos::Center);
                chart.draw_series([label((before_end(radius), y), "→", style)]).expect(INFALLIBLE);
            }
        }
    }
}

/// A mode's lanes in words: "2 workers".
fn lanes(mode: ModeSettings) -> String {
    count(mode.threads as usize, lane_noun(mode.mode))
}

/// Width of the plot in CSS pixels.
fn plot_px(chart: &TimeChart<'_, '_>) -> f64 {
    f64::from(chart.plotting_area().dim_in_pixel().0) / UNITS
}

fn tag(sample: Sample<'_>, beyond: bool, frame: Frame) -> Tag {
    let (class, kind) = if sample.run.warmup { ("warmup", "Warm-up") } else { ("sample", "Round") };
    let beyond = if beyond { ", beyond the axis" } else { "" };
    // A rim of paper keeps neighbours apart where they touch.
    let rim = [("stroke", palette(frame.theme).paper), ("stroke-width", "0.8")];
    Tag {
        attributes: attributes(&[
            ("class", class),
            ("data-mode", mode_key(sample.mode.mode)),
            ("data-mode-index", &sample.run.mode_index.to_string()),
            ("data-round", &sample.run.round.to_string()),
        ]) + &attributes(if sample.run.warmup { &[] } else { &rim }),
        title: format!("{}: {kind} {}, {}{beyond}", settings_name(sample.mode), sample.run.round + 1, time(sample.ms)),
        paint: None,
    }
}

/// The first of the texts that fits into `room` CSS pixels, else the last.
pub(crate) fn fitting<'t>(font: Font, room: f64, texts: &[&'t str]) -> &'t str {
    texts.iter().find(|t| font.width(t) <= room).or(texts.last()).unwrap_or(&"")
}

/// The numbers in plain words.
fn describe(report: &Report, summary: &Summary) -> String {
    let rows: Vec<String> = report
        .settings
        .modes
        .iter()
        .enumerate()
        .map(|(index, mode)| {
            let of_mode = || samples(report).filter(|s| s.run.mode_index as usize == index);
            let times: Vec<f64> = of_mode().filter(|s| !s.run.warmup).map(|s| s.ms).collect();
            let warmups = of_mode().filter(|s| s.run.warmup).count();
            let who = format!("{} on {}", settings_name(*mode), lanes(*mode));
            let median = median_ms(summary, index).map_or(String::new(), |e| {
                let interval = if summary.has_intervals() { "95 % interval" } else { "range" };
                format!(" median {}, {interval} {} to {};", time(e.value), time(e.low), time(e.high))
            });
            let range = if times.is_empty() {
                String::new()
            } else {
                let least = times.iter().copied().fold(f64::INFINITY, f64::min);
                let most = times.iter().copied().fold(0.0, f64::max);
                format!(" from {} to {}", time(least), time(most))
            };
            let warm = if warmups == 0 { String::new() } else { format!(", and {}", count(warmups, "warm-up")) };
            let parts = typical(report, summary, index as u32)
                .filter(|_| !phases::present(report.runs.iter()).is_empty())
                .map_or(String::new(), |run| format!(" Its time went into: {}.", phases::describe(run)));
            format!("{who}:{median} {}{range}{warm}.{parts}", count(times.len(), "measured run"))
        })
        .collect();
    if rows.is_empty() { "No times yet.".into() } else { rows.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_text_that_fits() {
        let font = Font::plain(10.0);
        assert_eq!(fitting(font, 1_000.0, &["long text", "short"]), "long text");
        assert_eq!(fitting(font, 1.0, &["long text", "short"]), "short");
    }
}
