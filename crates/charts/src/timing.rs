//! Every sample of every mode on one axis of time: the proof of a headline.
//!
//! One row a mode. In its strip lie all measured times as points (spread upwards and downwards only so that they don't
//! cover each other), the 95 % interval of the median as a pale bar, and the median as a line; its value stands above in
//! large type. Warm-ups are there too, hollow, because leaving them out quietly would look like hiding something. The axis
//! begins at 0, so that lengths are proportions.

use model::{Mode, ModeSettings, Report, Run, Summary};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::Frame;
use crate::backend::{Tag, units};
use crate::marks::{INFALLIBLE, Margins, Mark, TimeChart, label, line, plot_height, sheet, text_style, time_chart};
use crate::palette::{mode_colour, mode_key, mode_name, palette, rgb};
use crate::svg::{Document, attributes};
use crate::text::{Font, count, threads, time};

/// An axis goes this far beyond the longest measured time, so that its mark isn't cut.
const AIR: f64 = 1.06;

/// A warm-up longer than this many times the longest measured run stands at the axis' end instead of stretching it: first calls
/// of 6 times the settled time were seen, and would press all that matters into a corner.
const LONGEST_WARMUP: f64 = 1.5;

/// A report's compute times as an SVG of the frame's size.
///
/// Each measured run is one element of class `sample` and each warm-up one of class `warmup`, with `data-mode` (as in the report),
/// `data-mode-index` and `data-round`. `summary` is the summary of the same report; modes that it lacks are drawn without
/// median. Without any run the chart says so.
pub fn timing(report: &Report, summary: &Summary, frame: Frame) -> String {
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

fn samples(report: &Report) -> impl Iterator<Item = Sample<'_>> {
    report.runs.iter().filter_map(|run| {
        let mode = *report.settings.modes.get(run.mode_index as usize)?;
        let ms = run.compute_ms();
        (ms.is_finite() && ms >= 0.0).then_some(Sample { run, mode, ms })
    })
}

/// The axis' end in milliseconds.
fn end_ms(report: &Report) -> f64 {
    let longest = |warmup: bool| samples(report).filter(|s| s.run.warmup == warmup).map(|s| s.ms).fold(0.0, f64::max);
    let (measured, warmup) = (longest(false), longest(true));
    let end = if measured > 0.0 { measured.max(warmup.min(measured * LONGEST_WARMUP)) } else { warmup };
    // Times of 0 ms still need an axis.
    (end * AIR).max(0.01)
}

fn draw(body: &mut String, report: &Report, summary: &Summary, frame: Frame) {
    let sheet = sheet(body, frame);
    let colours = palette(frame.theme);
    let small = frame.small();
    if samples(report).next().is_none() {
        let middle = ((units(f64::from(frame.width))) / 2, units(f64::from(frame.height)) / 2);
        let style = text_style(small, colours.muted, HPos::Center, VPos::Center);
        let words =
            fitting(small, f64::from(frame.width), &["No times yet: they appear here run by run.", "No times yet."]);
        return sheet.draw(&label(middle, words, style)).expect(INFALLIBLE);
    }
    let side = small.px;
    let margins = Margins { left: side, right: side * 1.8, top: small.px * 0.4, bottom: small.px * 1.9 };
    let end_ms = end_ms(report);
    let mut chart = time_chart(&sheet, frame, margins, end_ms);
    let modes = &report.settings.modes;
    let row_px = plot_height(frame, margins) / modes.len() as f64;
    for (index, mode) in modes.iter().enumerate() {
        let median = summary.modes.iter().find(|m| m.mode_index as usize == index).map(|m| m.median_ms);
        let top = row_px * index as f64;
        let head = (frame.big().px * 1.35).min(row_px * 0.5);
        // The heading stands on paper, so that no hairline crosses its letters.
        fill(&mut chart, (0.0, top), (end_ms, top + head), colours.paper, 1.0);
        heading(&mut chart, frame, *mode, median.map(|m| m.value), (end_ms, top + head * 0.5));
        let strip = (top + head, top + row_px - small.px * 0.3);
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
    let legend_mode = modes.last().map_or(Mode::Simd, |m| m.mode);
    legend(&sheet, frame, margins, legend_mode, warmups);
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
    let plot_px = f64::from(chart.plotting_area().dim_in_pixel().0) / crate::backend::UNITS;
    let x = |px: f64| px / plot_px * right;
    let radius = small.px * 0.35;
    chart.draw_series([Mark::full((x(radius), y), mode.mode, radius, frame.theme)]).expect(INFALLIBLE);
    let value = median_ms.map(time).unwrap_or_default();
    let name_px = radius * 2.0 + small.px * 0.5;
    let count_px = name_px + name.width(mode_name(mode.mode)) + small.px * 0.5;
    let room = plot_px - count_px - big.width(&value) - small.px;
    let by = fitting(small, room, &[&threads(mode.threads), ""]).to_string();
    let colour = mode_colour(mode.mode, frame.theme);
    let words = [
        label((x(name_px), y), mode_name(mode.mode), text_style(name, colours.ink, HPos::Left, VPos::Center)),
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
    for warmup in [true, false] {
        for (order, sample) in of_mode().filter(|(_, s)| s.run.warmup == warmup) {
            // Steps of the golden ratio: neighbours in time end up far apart, and no two at the same height.
            let spread = (order as f64 * 0.618_033_988_749_895 + 0.5).fract();
            let y = top + (bottom - top) * (0.2 + 0.6 * spread);
            let at = (sample.ms.min(end_ms), y);
            let mark = if warmup {
                Mark::hollow(at, sample.mode.mode, radius, frame.theme)
            } else {
                Mark::full(at, sample.mode.mode, radius, frame.theme)
            };
            chart.draw_series([mark.tagged(tag(sample, end_ms))]).expect(INFALLIBLE);
        }
    }
}

fn tag(sample: Sample<'_>, end_ms: f64) -> Tag {
    let (class, kind) = if sample.run.warmup { ("warmup", "Warm-up") } else { ("sample", "Round") };
    let beyond = if sample.ms > end_ms { ", beyond the axis" } else { "" };
    Tag {
        attributes: attributes(&[
            ("class", class),
            ("data-mode", mode_key(sample.mode.mode)),
            ("data-mode-index", &sample.run.mode_index.to_string()),
            ("data-round", &sample.run.round.to_string()),
        ]),
        title: format!("{}: {kind} {}, {}{beyond}", mode_name(sample.mode.mode), sample.run.round + 1, time(sample.ms)),
        paint: None,
    }
}

/// What the marks mean, in one line below the axis, shorter where the frame is narrow.
fn legend(
    sheet: &plotters::drawing::DrawingArea<crate::backend::Canvas<'_>, plotters::coord::Shift>,
    frame: Frame,
    margins: Margins,
    mode: Mode,
    warmups: bool,
) {
    let font = frame.small();
    let colours = palette(frame.theme);
    let (key, gap) = (font.px * 1.3, font.px * 1.2);
    let mut words = vec![["one run", "run"], ["median", "median"], ["95 % interval", "95 %"]];
    if warmups {
        words.push(["warm-up, not counted", "warm-up"]);
    }
    let room = f64::from(frame.width) - margins.left - font.px * 0.5;
    let needs = |long: usize| -> f64 { words.iter().map(|w| key + font.width(w[long]) + gap).sum::<f64>() - gap };
    let long = usize::from(needs(0) > room);
    // On the narrowest frames the words that explain themselves least are kept.
    while words.len() > 1 && words.iter().map(|w| key + font.width(w[long]) + gap).sum::<f64>() - gap > room {
        words.remove(0);
    }
    let y = f64::from(frame.height) - margins.bottom * 0.5;
    let mut x = margins.left;
    let px = |x: f64, y: f64| (units(x), units(y));
    for [full, short] in words {
        let middle = x + font.px * 0.4;
        let mark = font.px * 0.34;
        let rise = font.px * 0.5;
        match short {
            "median" => {
                let ends = vec![px(middle, y - rise), px(middle, y + rise)];
                sheet.draw(&PathElement::new(ends, line(colours.muted, font.px * 0.2)))
            }
            "95 %" => {
                let style = rgb(colours.muted).mix(0.35).filled();
                sheet.draw(&Rectangle::new([px(x, y - rise), px(x + font.px * 0.9, y + rise)], style))
            }
            "warm-up" => sheet.draw(&Mark::hollow(px(middle, y), mode, mark, frame.theme)),
            _ => sheet.draw(&Mark::full(px(middle, y), mode, mark, frame.theme)),
        }
        .expect(INFALLIBLE);
        let text = if long == 0 { full } else { short };
        let style = text_style(font, colours.muted, HPos::Left, VPos::Center);
        sheet.draw(&label(px(x + key, y), text, style)).expect(INFALLIBLE);
        x += key + font.width(text) + gap;
    }
}

/// The first of the texts that fits into `room` CSS pixels, else the last.
fn fitting<'t>(font: Font, room: f64, texts: &[&'t str]) -> &'t str {
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
            let who = format!("{} on {}", mode_name(mode.mode), threads(mode.threads));
            let median = summary.modes.iter().find(|m| m.mode_index as usize == index).map_or(String::new(), |m| {
                let e = m.median_ms;
                format!(" median {}, 95 % interval {} to {};", time(e.value), time(e.low), time(e.high))
            });
            let range = if times.is_empty() {
                String::new()
            } else {
                let least = times.iter().copied().fold(f64::INFINITY, f64::min);
                let most = times.iter().copied().fold(0.0, f64::max);
                format!(" from {} to {}", time(least), time(most))
            };
            let warm = if warmups == 0 { String::new() } else { format!(", and {}", count(warmups, "warm-up")) };
            format!("{who}:{median} {}{range}{warm}.", count(times.len(), "measured run"))
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
