//! What every lane did, when: the picture of a run.
//!
//! One row a lane, one rectangle a span, time from left to right. What lies between is waiting: before a lane's first chunk it is
//! hatched, and after its last one pale. At the right end stands the share of the run that the lane was at work. The rows' lengths show
//! at a glance whether the work was shared evenly.

use model::figures::{count, percent, time};
use model::limits::MOST_LANES;
use model::{ChartName, ChunkSize, Drawing, Mode, Report, Run, Span, Stage, Summary, Table, Trace};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Canvas, Tag, units};
use crate::catalog::{Chart, typical};
use crate::exhibit::Exhibit;
use crate::frame::Frame;
use crate::marks::{
    Bar, INFALLIBLE, Margins, axis_height, is_time, label, plot_height, sentence, sheet, text_style, time_chart,
};
use crate::names::Names;
use crate::palette::{lane_colour, palette, rgb};
use crate::pattern;
use crate::svg::{Words, attributes, table};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Lanes,
    of: |exhibit| {
        let modes = 0..exhibit.report().settings.modes.len() as u32;
        modes.filter(|&index| typical(exhibit.report(), exhibit.summary(), index).is_some()).map(Some).collect()
    },
    draw: |exhibit, index, drawing| {
        let shown = Shown::of(exhibit, index?, drawing)?;
        let frame = Frame::of(drawing);
        let frame = frame.high(shown.height(frame));
        let mut body = String::new();
        draw(&sheet(&mut body, frame), &shown, frame);
        let definitions = definitions(&shown.run.trace, shown.mode, frame);
        Some(exhibit.figure_of_mode(shown.index, frame, &definitions, &body, words(exhibit, &shown)))
    },
};

/// More lanes than this are described by the busiest and the idlest alone.
const DESCRIBED_LANES: u32 = 8;

/// Bars are no higher than this many times the type: one lane alone would be a wall.
const HIGHEST_BAR: f64 = 4.0;

/// Spans narrower than this in CSS pixels have no line between them; it would hide them.
const NARROWEST_OUTLINED: f64 = 3.0;

/// Spans narrower than this in CSS pixels are drawn together …
const NARROWEST: f64 = 0.5;

/// … in pieces about this wide, so that where a lane waited in between still shows.
const PIECE: f64 = 3.0;

/// A chunk that was taken over has a notch this wide in CSS pixels at its start, with as much room to the next one …
const NOTCH: f64 = 2.4;

/// … and more where there are more notches than this.
const MOST_NOTCHES: usize = 400;

/// More rectangles than about this many aren't drawn: a browser would take longer than a fifth of a second for them. Then spans that could be
/// seen by themselves are drawn together, too, and a closer look shows them.
const MOST_DRAWN: usize = 2_000;

/// Runs within this many times the fastest are drawn to one scale: half the time is half the length.
const ONE_SCALE: f64 = 6.0;

/// One mode's run, and the part of the time axis to show it on.
pub(crate) struct Shown<'r> {
    pub index: usize,
    pub mode: Mode,
    pub run: &'r Run,
    /// The part of the axis that is drawn, in milliseconds.
    window: (f64, f64),
    /// Whether the axis is not the one of the other modes, because the run is so much longer.
    own_scale: bool,
    /// Whether the drawing stands flush with those of other modes, or alone.
    flush: bool,
}

impl<'r> Shown<'r> {
    /// The typical run of a mode; nothing for a mode without any.
    pub(crate) fn of(exhibit: &'r Exhibit<'_>, index: u32, drawing: Drawing) -> Option<Self> {
        let (report, summary) = (exhibit.report(), exhibit.summary());
        let mode = report.settings.modes.get(index as usize)?.mode;
        let run = typical(report, summary, index)?;
        let (axis_ms, own_scale) = axis_ms(report, summary, run);
        Some(Self { index: index as usize, mode, run, window: window(run, axis_ms, drawing), own_scale, flush: true })
    }

    /// The same on an axis of its own, beside nothing.
    pub(crate) fn alone(self, drawing: Drawing) -> Self {
        Self { window: window(self.run, 0.0, drawing), own_scale: false, flush: false, ..self }
    }

    /// Height for this many lanes, in CSS pixels.
    pub(crate) fn height(&self, frame: Frame) -> f64 {
        let lanes = f64::from(lanes(&self.run.trace).max(1));
        let em = frame.small().px;
        let row = (28.0 / lanes).clamp(1.15, 4.0);
        axis_height(frame.small()) + em * (1.5 + row * lanes.min(64.0))
    }
}

/// The part of a run's axis that a drawing asks for, of one that reaches to `axis_ms` at least.
fn window(run: &Run, axis_ms: f64, drawing: Drawing) -> (f64, f64) {
    let full = (0.0, axis_ms.max(end_ms(run)).max(0.01));
    drawing.window_ms.map_or(full, |[from, to]| {
        let (from, to) = (if from < 0.0 { 0.0 } else { from }, to.min(full.1));
        // A millionth of the axis is as close as a number can be drawn.
        if (0.0..f64::INFINITY).contains(&from) && to - from > full.1 * 1e-6 { (from, to) } else { full }
    })
}

/// When a run's last span ended, or the run itself, in milliseconds.
fn end_ms(run: &Run) -> f64 {
    let total = if is_time(run.total_ms) { run.total_ms } else { 0.0 };
    spans(&run.trace).map(|s| s.end_ms).fold(total, f64::max)
}

/// How far the axis reaches that a run shares with those of the other modes; its own end, and true, where it is too long for that.
fn axis_ms(report: &Report, summary: &Summary, run: &Run) -> (f64, bool) {
    let modes = 0..report.settings.modes.len() as u32;
    let ends: Vec<f64> = modes.filter_map(|index| typical(report, summary, index)).map(end_ms).collect();
    let least = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let own = end_ms(run);
    if own > least * ONE_SCALE {
        return (own, true);
    }
    (ends.into_iter().filter(|&end| end <= least * ONE_SCALE).fold(own, f64::max), false)
}

/// Lanes that can be drawn.
fn lanes(trace: &Trace) -> u32 {
    trace.lanes.min(MOST_LANES)
}

/// The patterns that a trace's spans refer to.
pub(crate) fn definitions(trace: &Trace, mode: Mode, frame: Frame) -> String {
    pattern::definitions(mode, used_lanes(trace), pattern_cell(frame), frame.theme)
        + &pattern::waiting(pattern_cell(frame), frame.theme)
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
            && s.lane < lanes(trace)
            && s.first_row < s.end_row
    })
}

/// What one lane did.
#[derive(Clone, Default)]
struct Lane {
    chunks: usize,
    rows: u64,
    /// Milliseconds in chunks.
    busy_ms: f64,
    first_ms: Option<f64>,
    last_ms: f64,
}

fn by_lane(trace: &Trace) -> Vec<Lane> {
    let mut all = vec![Lane::default(); lanes(trace) as usize];
    for span in spans(trace) {
        let lane = &mut all[span.lane as usize];
        lane.first_ms = Some(lane.first_ms.map_or(span.start_ms, |first| first.min(span.start_ms)));
        lane.last_ms = lane.last_ms.max(span.end_ms);
        if span.stage.is_work() {
            lane.chunks += 1;
            lane.busy_ms += span.end_ms - span.start_ms;
        }
        if span.stage == Stage::Render {
            lane.rows += u64::from(span.end_row - span.first_row);
        }
    }
    all
}

/// Draws a run's lanes on all of an area: one element of class `span` a span, with `data-lane` (from 0), `data-start-ms`,
/// `data-end-ms`, `data-first-row` and `data-end-row` (one past the last). Spans of a lane that are too narrow to be seen are one element
/// of class `spans`, with `data-count`; waiting is of class `start-up` or `idle`. Without any span it says so.
pub(crate) fn draw(sheet: &DrawingArea<Canvas<'_>, Shift>, shown: &Shown<'_>, frame: Frame) {
    let (trace, mode) = (&shown.run.trace, shown.mode);
    let colours = palette(frame.theme);
    let font = frame.small();
    if spans(trace).next().is_none() {
        return sentence(sheet, frame, "No trace of this run.");
    }
    let there = lanes(trace);
    let name = |lane: u32| lane_name(lane, mode, frame);
    // As wide for one lane as for several, so that charts of several modes stand flush.
    let names = (0..there).map(&name).chain(shown.flush.then(|| lane_name(0, Mode::Simd, frame)));
    let names_px = names.map(|name| font.width(&name)).fold(0.0, f64::max);
    let right = font.width("100 %") + font.px * 0.9;
    let margins = Margins { left: names_px + font.px * 1.4, right, top: font.px * 0.6, bottom: 2.0 };
    let (from_ms, to_ms) = shown.window;
    let mut chart = time_chart(sheet, frame, margins, shown.window);
    // Tells a page that zooms where time lies.
    let attributes_of_plot =
        [("class", "plot"), ("data-from-ms", &*from_ms.to_string()), ("data-to-ms", &*to_ms.to_string())];
    let tag = Tag { attributes: attributes(&attributes_of_plot), ..Tag::default() };
    let corners = [(from_ms, 0.0), (to_ms, plot_height(frame, margins))];
    chart.draw_series([Bar { corners, colour: rgb(colours.paper).mix(0.0), tag }]).expect(INFALLIBLE);
    let plot_px = f64::from(frame.width) - margins.left - margins.right;
    let px_per_ms = plot_px / (to_ms - from_ms);
    let row_px = plot_height(frame, margins) / f64::from(there);
    let bar_px = (row_px * 0.76).min(font.px * HIGHEST_BAR);
    let patterned = bar_px > pattern_cell(frame);
    let end_ms = end_ms(shown.run);
    let bar = |lane: u32, start: f64, end: f64, share: f64| {
        let middle = row_px * (f64::from(lane) + 0.5);
        [(start.max(from_ms), middle - bar_px * share / 2.0), (end.min(to_ms), middle + bar_px * share / 2.0)]
    };

    // Where rows are closer than lines of text, only every second, third, ... lane is named.
    let every = (font.px * 1.15 / row_px).ceil().max(1.0) as usize;
    let by_lane = by_lane(trace);
    for (lane, did) in (0..there).zip(&by_lane) {
        if (lane as usize).is_multiple_of(every) {
            let y = units(margins.top + row_px * (f64::from(lane) + 0.5));
            let style = |colour| text_style(font, colour, HPos::Right, VPos::Center);
            let at = (units(margins.left - font.px * 0.5), y);
            sheet.draw(&label(at, &name(lane), style(colours.ink))).expect(INFALLIBLE);
            let at = (units(f64::from(frame.width) - font.px * 0.3), y);
            let share = percent((did.busy_ms / end_ms.max(1e-9)).min(1.0));
            sheet.draw(&label(at, &share, style(colours.muted))).expect(INFALLIBLE);
        }
        let waits = [("start-up", 0.0, did.first_ms.unwrap_or(end_ms)), ("idle", did.last_ms, end_ms)];
        for (class, start, end) in waits {
            let seen = (end.min(to_ms) - start.max(from_ms)) * px_per_ms;
            if seen < NARROWEST || (class == "idle" && did.first_ms.is_none()) {
                continue;
            }
            let what = if class == "idle" { "idle" } else { "not yet at work" };
            let tag = Tag {
                attributes: attributes(&[("class", class), ("data-lane", &lane.to_string())]),
                title: format!("{} {}: {what} for {}", mode.lane_noun(), lane + 1, time(end - start)),
                paint: (class == "start-up").then(pattern::waiting_paint),
            };
            let opacity = if class == "idle" { 0.16 } else { 1.0 };
            let colour = rgb(colours.muted).mix(opacity);
            chart.draw_series([Bar { corners: bar(lane, start, end, 0.7), colour, tag }]).expect(INFALLIBLE);
        }
    }

    let inside: Vec<&Span> = spans(trace).filter(|s| s.end_ms >= from_ms && s.start_ms <= to_ms).collect();
    let fine = together(&inside, px_per_ms, NARROWEST, PIECE);
    let drawn = if fine.len() > MOST_DRAWN {
        let piece = (f64::from(there) * plot_px / MOST_DRAWN as f64).max(PIECE);
        together(&inside, px_per_ms, piece, piece)
    } else {
        fine
    };
    let drawn = drawn.into_iter().map(|group| {
        let span = group.whole;
        let colour =
            rgb(lane_colour(mode, span.lane, frame.theme)).mix(opacity(span.stage) * (0.2 + 0.8 * group.share()));
        let class = if group.count == 1 { "span" } else { "spans" };
        let mut tag = span_tag(class, &span, mode);
        if group.count > 1 {
            tag.attributes += &attributes(&[("data-count", &group.count.to_string())]);
            tag.title =
                format!("{}, {}, {} of the time", tag.title, count(group.count, "chunk"), percent(group.share()));
        }
        tag.title = format!("{}: {:.1}–{:.1} ms", tag.title, span.start_ms, span.end_ms);
        if group.count == 1 && (span.end_ms - span.start_ms) * px_per_ms > NARROWEST_OUTLINED {
            tag.attributes += &attributes(&[("stroke", colours.paper), ("stroke-width", "0.8")]);
        }
        if !patterned || span.stage != Stage::Render {
            tag.paint = None;
        }
        Bar { corners: bar(span.lane, span.start_ms, span.end_ms, 1.0), colour, tag }
    });
    chart.draw_series(drawn).expect(INFALLIBLE);

    let mut free: Option<(u32, f64)> = None;
    let mut taken = taken_over(trace, mode);
    taken.retain(|span| (from_ms..=to_ms).contains(&span.start_ms));
    let crowded = f64::from(there) * plot_px / MOST_NOTCHES as f64;
    let room = if taken.len() > MOST_NOTCHES { crowded.max(2.0 * NOTCH) } else { 2.0 * NOTCH };
    let notches = taken.into_iter().filter_map(|span| {
        if free.is_some_and(|(lane, ms)| lane == span.lane && span.start_ms < ms) {
            return None;
        }
        free = Some((span.lane, span.start_ms + room / px_per_ms));
        let tag = Tag {
            attributes: attributes(&[("class", "taken-over"), ("data-lane", &span.lane.to_string())]),
            title: format!(
                "{} {} took over rows {}–{} from another’s share, at {}",
                mode.lane_noun(),
                span.lane + 1,
                span.first_row,
                span.end_row - 1,
                time(span.start_ms)
            ),
            paint: None,
        };
        let corners = bar(span.lane, span.start_ms, span.start_ms + NOTCH / px_per_ms, 1.25);
        Some(Bar { corners, colour: rgb(colours.ink).to_rgba(), tag })
    });
    chart.draw_series(notches.collect::<Vec<_>>()).expect(INFALLIBLE);
}

/// The chunks that a pool's threads took over from each other, by lane and start. Rayon halves the list of chunks again and again: a thread goes
/// through its part row by row, and when that is done it takes over half of what another has left. So a chunk that doesn't go on where the
/// thread's last one of the same stage ended is the first of such a part. Workers are handed any chunk that is next, which says nothing.
fn taken_over(trace: &Trace, mode: Mode) -> Vec<&Span> {
    if mode != Mode::Threads {
        return vec![];
    }
    let mut work: Vec<&Span> = spans(trace).filter(|s| s.stage.is_work()).collect();
    work.sort_by(|a, b| a.lane.cmp(&b.lane).then(a.start_ms.total_cmp(&b.start_ms)));
    let follows = |pair: &[&Span]| (pair[0].lane, pair[0].stage) == (pair[1].lane, pair[1].stage);
    let jumps = |pair: &[&Span]| follows(pair) && pair[0].end_row != pair[1].first_row;
    work.windows(2).filter(|pair| jumps(pair)).map(|pair| pair[1]).collect()
}

/// Spans that are drawn as one; the paler, the more waiting lies between them.
struct Group {
    whole: Span,
    count: usize,
    /// Milliseconds of them all, without what lies between.
    ms: f64,
}

impl Group {
    /// The share of its length that is spans, from 0 to 1.
    fn share(&self) -> f64 {
        let length = self.whole.end_ms - self.whole.start_ms;
        if self.count > 1 && length > 0.0 { (self.ms / length).min(1.0) } else { 1.0 }
    }
}

/// Spans of a lane and a stage that follow each other and are narrower than `narrowest`, put together in pieces that end when they are as wide as
/// `piece`, both in CSS pixels; the others alone. In the trace's order, a group where its first span is.
fn together(spans: &[&Span], px_per_ms: f64, narrowest: f64, piece: f64) -> Vec<Group> {
    let px = |ms: f64| ms * px_per_ms;
    let mut order: Vec<usize> = (0..spans.len()).collect();
    let stage = |span: &Span| span.stage as u8;
    order.sort_by(|&a, &b| {
        let key = |i: usize| (spans[i].lane, stage(spans[i]));
        key(a).cmp(&key(b)).then(spans[a].start_ms.total_cmp(&spans[b].start_ms))
    });
    let narrow = |span: &Span| px(span.end_ms - span.start_ms) < narrowest;
    let mut groups: Vec<(usize, Group)> = vec![];
    let mut before: Option<&Span> = None;
    for i in order {
        let span = spans[i];
        let joins = before.is_some_and(|b| {
            (b.lane, stage(b)) == (span.lane, stage(span))
                && narrow(b)
                && narrow(span)
                && px(span.start_ms - b.end_ms) < narrowest
        });
        match groups.last_mut() {
            Some((first, group)) if joins && px(group.whole.end_ms - group.whole.start_ms) < piece => {
                *first = (*first).min(i);
                group.count += 1;
                group.ms += span.end_ms - span.start_ms;
                group.whole.end_ms = group.whole.end_ms.max(span.end_ms);
                group.whole.first_row = group.whole.first_row.min(span.first_row);
                group.whole.end_row = group.whole.end_row.max(span.end_row);
            }
            _ => groups.push((i, Group { whole: *span, count: 1, ms: span.end_ms - span.start_ms })),
        }
        before = Some(span);
    }
    groups.sort_by_key(|(first, _)| *first);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Looking through the picture is drawn lighter, and without the lane's pattern, than making the result; moving rows lighter
/// still.
fn opacity(stage: Stage) -> f64 {
    match stage {
        Stage::CopyIn | Stage::CopyOut => 0.2,
        Stage::Survey | Stage::Decode => 0.45,
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
        ("data-start-ms", &thousandths(span.start_ms)),
        ("data-end-ms", &thousandths(span.end_ms)),
        ("data-first-row", &span.first_row.to_string()),
        ("data-end-row", &span.end_row.to_string()),
    ]);
    let (what, stage) = match span.stage {
        Stage::Survey => ("Survey of rows", r#" data-stage="survey""#),
        Stage::Render => ("Rows", ""),
        Stage::CopyIn => ("Copying in rows", r#" data-stage="copy-in""#),
        Stage::CopyOut => ("Copying out rows", r#" data-stage="copy-out""#),
        Stage::Decode => ("Decoding file", r#" data-stage="decode""#),
    };
    attributes += stage;
    Tag {
        attributes,
        title: format!("{what} {}–{} on {} {}", span.first_row, span.end_row - 1, mode.lane_noun(), span.lane + 1),
        paint: pattern::paint(span.lane),
    }
}

/// Milliseconds to the microsecond.
fn thousandths(ms: f64) -> String {
    ((ms * 1e3).round() / 1e3).to_string()
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
    let noun = mode.lane_noun();
    let work = || spans(trace).filter(|s| s.stage.is_work());
    let end_ms = spans(trace).map(|s| s.end_ms).fold(0.0, f64::max);
    let chunks = work().count();
    if chunks == 0 {
        return "No trace of this run.".into();
    }
    let lanes: Vec<(u32, usize, f64)> =
        (0..).zip(by_lane(trace)).map(|(lane, did)| (lane, did.chunks, did.busy_ms)).collect();
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
    let mut moving = vec![0.0; lanes.len()];
    for span in spans(trace).filter(|s| !s.stage.is_work()) {
        moving[span.lane as usize] += span.end_ms - span.start_ms;
    }
    let moved = moving.into_iter().fold(0.0, f64::max);
    let moved = if moved > 0.0 { format!(" Moving rows took up to {} a {noun}.", time(moved)) } else { String::new() };
    let lanes = count(lanes.len(), noun);
    format!("{} in {} on {lanes}.{surveyed}{moved} By {noun}: {told}.", count(chunks, "chunk"), time(end_ms))
}

/// What the run was, and what its marks mean.
pub(crate) fn note(report: &Report, shown: &Shown<'_>) -> String {
    let Shown { run, mode, .. } = shown;
    let which = match (run.warmup, run.set_aside) {
        (true, _) => format!("Warm-up {}", run.round + 1),
        (_, Some(_)) => format!("Round {}, which is set aside", run.round + 1),
        _ => format!("Round {}, the one nearest to the median", run.round + 1),
    };
    let work = spans(&run.trace).filter(|s| s.stage.is_work()).count();
    let chunk = report.settings.modes.get(shown.index).map_or(ChunkSize::Auto, |m| m.chunk);
    let cut = match chunk {
        ChunkSize::Rows(rows) if mode.is_parallel() => format!(", {} each", count(rows as usize, "row")),
        ChunkSize::OnePerLane if mode.is_parallel() => format!(", one a {}", mode.lane_noun()),
        _ => String::new(),
    };
    let has = |stages: [Stage; 2]| spans(&run.trace).any(|s| stages.contains(&s.stage));
    let mut note = format!("{which}: {}{cut}.", count(work, "chunk"));
    note +=
        &format!(" At the right: the share of the run that a {} was at work; pale ends are idle.", mode.lane_noun());
    if has([Stage::Survey; 2]) {
        note += " The light chunks survey the picture first.";
    }
    if has([Stage::CopyIn, Stage::CopyOut]) {
        note += " The palest are rows on their way in and out.";
    }
    if !taken_over(&run.trace, *mode).is_empty() {
        note += " A notch is where a thread was done with its share and took over part of another’s.";
    }
    if work > MOST_DRAWN {
        note += " Chunks too narrow to be told apart are drawn together; a closer look shows each.";
    }
    if shown.own_scale {
        note += " It took so much longer than the fastest that it has a scale of its own.";
    }
    note
}

fn words(exhibit: &Exhibit<'_>, shown: &Shown<'_>) -> Words {
    let names = Names::of(exhibit);
    let trace = &shown.run.trace;
    let end_ms = end_ms(shown.run);
    let lanes = by_lane(trace);
    let busy = lanes.iter().map(|lane| lane.busy_ms).sum::<f64>() / (end_ms * lanes.len() as f64);
    let subject = names.subject(shown.index);
    let title = match lanes.len() {
        _ if !busy.is_finite() || spans(trace).next().is_none() => format!("{subject}: no trace of a run"),
        1 => format!("{subject}: one lane at work for {}", time(end_ms)),
        _ => format!("{subject}: at work {} of {}", percent(busy.min(1.0)), time(end_ms)),
    };
    Words {
        title,
        note: note(exhibit.report(), shown),
        description: describe(trace, shown.mode),
        table: lanes_table(shown),
    }
}

/// The numbers a lane.
pub(crate) fn lanes_table(shown: &Shown<'_>) -> Table {
    let end_ms = end_ms(shown.run);
    let by_lane = by_lane(&shown.run.trace);
    let mut taken = vec![0usize; by_lane.len()];
    for span in taken_over(&shown.run.trace, shown.mode) {
        taken[span.lane as usize] += 1;
    }
    // Only a pool's threads take anything over.
    let pool = shown.mode == Mode::Threads;
    let row = |(index, (lane, taken)): (usize, (&Lane, &usize))| {
        let mut row = vec![
            (index + 1).to_string(),
            lane.chunks.to_string(),
            lane.rows.to_string(),
            time(lane.busy_ms),
            percent((lane.busy_ms / end_ms.max(1e-9)).min(1.0)),
            lane.first_ms.map_or(String::new(), time),
            lane.first_ms.map_or(String::new(), |_| time(lane.last_ms)),
        ];
        row.extend(pool.then(|| taken.to_string()));
        row
    };
    let noun = if shown.mode == Mode::Workers { "Worker" } else { "Thread" };
    let mut columns = vec![noun, "Chunks", "Rows", "At work", "Share of the run", "First chunk at", "Last chunk until"];
    columns.extend(pool.then_some("Shares taken over"));
    table(&columns, by_lane.iter().zip(&taken).enumerate().map(row).collect())
}
