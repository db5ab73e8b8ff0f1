//! What every lane did, when: the picture of a run.
//!
//! One row a lane, one rectangle a span, time from left to right. Gaps are waiting. The rows' lengths show at a glance
//! whether the work was shared evenly.

use model::{ChartName, Drawing, Figure, Mode, Span, Stage, Table, Trace};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::Frame;
use crate::backend::{Tag, units};
use crate::catalog::{Chart, typical};
use crate::marks::{Bar, INFALLIBLE, Margins, is_time, label, plot_height, sentence, sheet, text_style, time_chart};
use crate::palette::{lane_colour, lane_noun, palette, rgb};
use crate::pattern;
use crate::svg::{Document, attributes};
use crate::text::{count, time};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Lanes,
    of: |report, summary| {
        let modes = 0..report.settings.modes.len() as u32;
        modes.filter(|&index| typical(report, summary, index).is_some()).map(Some).collect()
    },
    draw: |report, summary, index, Drawing { width, theme, .. }| {
        let run = typical(report, summary, index?)?;
        let mode = report.settings.modes.get(index? as usize)?.mode;
        let there = f64::from(run.trace.lanes);
        let height = (90.0 + there.min(64.0) * (400.0 / there).clamp(16.0, 56.0)) as u32;
        let svg = lanes(&run.trace, mode, 0.0, Frame { width, height, theme });
        Some(Figure { title: String::new(), note: String::new(), svg, table: Table::default() })
    },
};

/// More lanes than this are described by the busiest and the idlest alone.
const DESCRIBED_LANES: u32 = 8;

/// Bars are no higher than this many times the type: one lane alone would be a wall.
const HIGHEST_BAR: f64 = 4.0;

/// Spans narrower than this in CSS pixels have no line between them; it would hide them.
const NARROWEST_OUTLINED: f64 = 3.0;

/// A run's trace as an SVG of the frame's size.
///
/// Each span is one rectangle of class `span`, with `data-lane` (from 0), `data-first-row` and `data-end-row` (one past
/// the last). Without any span the chart says so.
///
/// The axis reaches to `axis_ms` at least, so that runs of several modes can be drawn to one scale; 0 fits it to the run.
pub(crate) fn lanes(trace: &Trace, mode: Mode, axis_ms: f64, frame: Frame) -> String {
    let frame = frame.usable();
    let mut body = String::new();
    draw(&mut body, trace, mode, axis_ms, frame);
    Document {
        size: (frame.width, frame.height),
        stretches: false,
        title: &format!("{}: what each {} did", mode.label(), lane_noun(mode)),
        description: &describe(trace, mode),
        definitions: &pattern::definitions(mode, used_lanes(trace), pattern_cell(frame), frame.theme),
        body: &body,
    }
    .render()
}

/// One past the highest lane that has a span: only those need a pattern.
pub(crate) fn used_lanes(trace: &Trace) -> u32 {
    spans(trace).map(|s| s.lane + 1).max().unwrap_or(0)
}

/// The spans that can be drawn.
pub(crate) fn spans(trace: &Trace) -> impl Iterator<Item = &Span> {
    trace.spans.iter().filter(|s| {
        is_time(s.start_ms)
            && is_time(s.end_ms)
            && s.start_ms <= s.end_ms
            && s.lane < trace.lanes
            && s.first_row < s.end_row
    })
}

fn draw(body: &mut String, trace: &Trace, mode: Mode, axis_ms: f64, frame: Frame) {
    let sheet = sheet(body, frame);
    let colours = palette(frame.theme);
    let font = frame.small();
    if spans(trace).next().is_none() {
        return sentence(&sheet, frame, "No trace of this run.");
    }
    let name = |lane: u32| lane_name(lane, mode, frame);
    // As wide for one lane as for several, so that charts of several modes stand flush.
    let names = (0..trace.lanes).map(&name).chain([lane_name(0, Mode::Simd, frame)]);
    let names_px = names.map(|name| font.width(&name)).fold(0.0, f64::max);
    let margins = Margins { left: names_px + font.px * 1.4, right: font.px * 1.8, top: font.px * 0.6, bottom: 2.0 };
    let axis_ms = if is_time(axis_ms) { axis_ms } else { 0.0 };
    let end_ms = spans(trace).map(|s| s.end_ms).fold(axis_ms.max(0.01), f64::max);
    let mut chart = time_chart(&sheet, frame, margins, end_ms);
    let plot_px = f64::from(frame.width) - margins.left - margins.right;
    let row_px = plot_height(frame, margins) / f64::from(trace.lanes);
    let bar_px = (row_px * 0.76).min(font.px * HIGHEST_BAR);
    let patterned = bar_px > pattern_cell(frame);

    // Where rows are closer than lines of text, only every second, third, ... lane is named.
    let every = (font.px * 1.15 / row_px).ceil().max(1.0) as usize;
    for lane in (0..trace.lanes).step_by(every) {
        let y = margins.top + row_px * (f64::from(lane) + 0.5);
        let style = text_style(font, colours.ink, HPos::Right, VPos::Center);
        let at = (units(margins.left - font.px * 0.5), units(y));
        sheet.draw(&label(at, &name(lane), style)).expect(INFALLIBLE);
    }
    chart
        .draw_series(spans(trace).map(|span| {
            let middle = row_px * (f64::from(span.lane) + 0.5);
            let corners = [(span.start_ms, middle - bar_px / 2.0), (span.end_ms, middle + bar_px / 2.0)];
            let colour = rgb(lane_colour(mode, span.lane, frame.theme)).mix(opacity(span.stage));
            let mut tag = span_tag("span", span, mode);
            tag.title = format!("{}: {:.1}–{:.1} ms", tag.title, span.start_ms, span.end_ms);
            if (span.end_ms - span.start_ms) / end_ms * plot_px > NARROWEST_OUTLINED {
                tag.attributes += &attributes(&[("stroke", colours.paper), ("stroke-width", "0.8")]);
            }
            if !patterned || span.stage != Stage::Render {
                tag.paint = None;
            }
            Bar { corners, colour, tag }
        }))
        .expect(INFALLIBLE);
}

/// Looking through the picture is drawn lighter, and without the lane's pattern, than making the result; moving rows lighter
/// still.
fn opacity(stage: Stage) -> f64 {
    match stage {
        Stage::CopyIn | Stage::CopyOut => 0.2,
        Stage::Survey => 0.45,
        Stage::Render => 1.0,
    }
}

/// From one line of a lane's pattern to the next, in CSS pixels.
fn pattern_cell(frame: Frame) -> f64 {
    frame.small().px * 0.6
}

/// What every span carries, wherever it is drawn: its lane and rows as data and as a tooltip, its lane's pattern.
pub(crate) fn span_tag(class: &str, span: &Span, mode: Mode) -> Tag {
    let mut attributes = attributes(&[
        ("class", class),
        ("data-lane", &span.lane.to_string()),
        ("data-first-row", &span.first_row.to_string()),
        ("data-end-row", &span.end_row.to_string()),
    ]);
    let (what, stage) = match span.stage {
        Stage::Survey => ("Survey of rows", r#" data-stage="survey""#),
        Stage::Render => ("Rows", ""),
        Stage::CopyIn => ("Copying in rows", r#" data-stage="copy-in""#),
        Stage::CopyOut => ("Copying out rows", r#" data-stage="copy-out""#),
    };
    attributes += stage;
    Tag {
        attributes,
        title: format!("{what} {}–{} on {} {}", span.first_row, span.end_row - 1, lane_noun(mode), span.lane + 1),
        paint: pattern::paint(span.lane),
    }
}

/// A lane's name, or its number alone where the frame is narrow.
fn lane_name(lane: u32, mode: Mode, frame: Frame) -> String {
    match mode {
        _ if !mode.is_parallel() && lane == 0 => "One thread".into(),
        _ if frame.width < 440 => (lane + 1).to_string(),
        Mode::Workers => format!("Worker {}", lane + 1),
        _ => format!("Thread {}", lane + 1),
    }
}

/// The numbers in plain words.
pub(crate) fn describe(trace: &Trace, mode: Mode) -> String {
    let noun = lane_noun(mode);
    let work = || spans(trace).filter(|s| s.stage.is_work());
    let end_ms = spans(trace).map(|s| s.end_ms).fold(0.0, f64::max);
    let chunks = work().count();
    if chunks == 0 {
        return "No trace of this run.".into();
    }
    let lanes: Vec<(u32, usize, f64)> = (0..trace.lanes)
        .map(|lane| {
            let own = || work().filter(|s| s.lane == lane);
            (lane, own().count(), own().map(|s| s.end_ms - s.start_ms).sum())
        })
        .collect();
    let tell = |&(lane, chunks, ms): &(u32, usize, f64)| {
        format!("{noun} {}: {}, busy for {}", lane + 1, count(chunks, "chunk"), time(ms))
    };
    let told = if trace.lanes <= DESCRIBED_LANES {
        lanes.iter().map(tell).collect::<Vec<_>>().join("; ")
    } else {
        let by_time = |a: &&(u32, usize, f64), b: &&(u32, usize, f64)| a.2.total_cmp(&b.2);
        let ends = [lanes.iter().max_by(by_time), lanes.iter().min_by(by_time)];
        let [most, least] = ends.map(|lane| lane.map(tell).unwrap_or_default());
        format!("busiest {most}; idlest {least}")
    };
    let survey = || spans(trace).filter(|s| s.stage == Stage::Survey);
    let surveyed = if survey().next().is_some() {
        let until = survey().map(|s| s.end_ms).fold(0.0, f64::max);
        format!(" A survey of the picture came first: {}, until {}.", count(survey().count(), "chunk"), time(until))
    } else {
        String::new()
    };
    let moving = |lane: u32| {
        spans(trace).filter(|s| s.lane == lane && !s.stage.is_work()).map(|s| s.end_ms - s.start_ms).sum::<f64>()
    };
    let moved = (0..trace.lanes).map(moving).fold(0.0, f64::max);
    let moved = if moved > 0.0 { format!(" Moving rows took up to {} a {noun}.", time(moved)) } else { String::new() };
    let lanes = count(trace.lanes as usize, noun);
    format!("{} in {} on {lanes}.{surveyed}{moved} By {noun}: {told}.", count(chunks, "chunk"), time(end_ms))
}
