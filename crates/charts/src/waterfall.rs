//! Requests as lanes over time: a row for each request that may be under way at once, a bar for each attempt.
//!
//! A bar has up to three parts: pale in the browser's queue, half strong while the page waits for the first of the answer, strong while
//! the body comes. An attempt that failed is drawn in grey, with an outline. Lanes that computed with the answers stand below, on the same
//! time axis.

use model::figures::{count, time};
use model::{Answer, Attempt, Drawing, Figure, Mode, NetworkRun, Span, Stage, Table};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Tag, units};
use crate::frame::Frame;
use crate::marks::{
    Bar, INFALLIBLE, Margins, axis_height, is_time, label, plot_height, sentence, sheet, text_style, time_chart,
};
use crate::palette::{lane_colour, mode_colour, palette, rgb};
use crate::svg::{Words, attributes};

/// The colour of requests is that of threads: both are several at once.
const COLOUR: Mode = Mode::Threads;

/// Lanes that compute are workers.
const COMPUTING: Mode = Mode::Workers;

/// The rows together are about this high, in sizes of type, if they are many.
const ROWS_EM: f64 = 24.0;

/// Bars narrower than this in CSS pixels have no outline; it would hide them.
const NARROWEST_OUTLINED: f64 = 3.0;

/// How strongly the parts of an attempt are drawn: queueing, waiting, transfer.
const STRENGTHS: [f64; 3] = [0.2, 0.5, 1.0];

/// The waterfall of a run.
///
/// Every part of an attempt is a rectangle of class `span`, with `data-lane`, `data-request` and `data-part` (`queueing`, `waiting`,
/// `transfer`), and `data-failed` where the attempt failed; what lanes computed is of class `span` too, with `data-lane`, `data-request` and
/// `data-stage`. Spans that are no times are left out.
pub fn waterfall(run: &NetworkRun, drawing: Drawing) -> Figure {
    let theme = drawing.theme;
    let font = Frame::of(drawing).small();
    let lanes = used_lanes(run);
    let computing = run.computing.as_ref().map_or(0, |trace| trace.lanes);
    let row_px = font.px * (ROWS_EM / f64::from(lanes.max(1))).clamp(0.3, 1.8);
    // They are few, and their spans short: rows high enough to be read, with air above.
    let (lane_px, air_px) = (font.px * 1.4, if computing > 0 { font.px * 0.6 } else { 0.0 });
    let margins = Margins { left: font.px * 2.4, right: font.px * 1.8, top: font.px * 0.6, bottom: 2.0 };
    let below_px = air_px + lane_px * f64::from(computing);
    let height = margins.top + margins.bottom + row_px * f64::from(lanes) + below_px + axis_height(font);
    let frame = Frame::of(drawing).high(height.ceil());
    // A frame has a least height: rows fill it.
    let row_px = (plot_height(frame, margins) - below_px) / f64::from(lanes.max(1));
    let lane_middle = |lane: u32| row_px * f64::from(lanes) + air_px + lane_px * (f64::from(lane) + 0.5);
    let mut body = String::new();
    let sheet = sheet(&mut body, frame);
    if lanes == 0 {
        sentence(&sheet, frame, "No request was made.");
    } else {
        let colours = palette(theme);
        let ends = parts(run).map(|part| part.to_ms).chain(computed(run).map(|span| span.end_ms));
        let end_ms = ends.fold(0.01, f64::max);
        let mut chart = time_chart(&sheet, frame, margins, (0.0, end_ms));
        let every = (font.px * 1.15 / row_px).ceil().max(1.0) as usize;
        let name = |middle: f64, text: &str, colour: &str| {
            let at = (units(margins.left - font.px * 0.5), units(margins.top + middle));
            sheet.draw(&label(at, text, text_style(font, colour, HPos::Right, VPos::Center))).expect(INFALLIBLE);
        };
        let rows = (0..lanes).step_by(every);
        rows.for_each(|lane| name(row_px * (f64::from(lane) + 0.5), &(lane + 1).to_string(), colours.ink));
        let colour = mode_colour(COMPUTING, theme);
        (0..computing).for_each(|lane| name(lane_middle(lane), &format!("L{}", lane + 1), colour));
        let px_a_ms = (f64::from(frame.width) - margins.left - margins.right) / end_ms;
        let bars = parts(run).map(|part| {
            let middle = row_px * (f64::from(part.span.lane) + 0.5);
            let corners = [(part.from_ms, middle - row_px * 0.38), (part.to_ms, middle + row_px * 0.38)];
            let failed = part.attempt.answer != Answer::Success;
            let colour = if failed { colours.muted } else { lane_colour(COLOUR, 0, theme) };
            let mut tag = Tag { attributes: part.attributes(), title: part.tell(), paint: None };
            if (part.to_ms - part.from_ms) * px_a_ms > NARROWEST_OUTLINED {
                let line = if failed { colours.ink } else { colours.paper };
                tag.attributes += &attributes(&[("stroke", line), ("stroke-width", "0.8")]);
            }
            Bar { corners, colour: rgb(colour).mix(STRENGTHS[part.kind]), tag }
        });
        chart.draw_series(bars).expect(INFALLIBLE);
        let bars = computed(run).map(|span| {
            let (middle, half) = (lane_middle(span.lane), lane_px * 0.42);
            let corners = [(span.start_ms, middle - half), (span.end_ms, middle + half)];
            let (stage, strength) = stage(span.stage);
            let numbers = [span.lane, span.first_row].map(|number| number.to_string());
            let attributes = attributes(&[
                ("class", "span"),
                ("data-lane", &numbers[0]),
                ("data-request", &numbers[1]),
                ("data-stage", stage),
            ]);
            let ms = time(span.end_ms - span.start_ms);
            let title = format!("Lane {}: {stage} of answer {}, {ms}", span.lane + 1, span.first_row + 1);
            Bar { corners, colour: rgb(colour).mix(strength), tag: Tag { attributes, title, paint: None } }
        });
        chart.draw_series(bars).expect(INFALLIBLE);
    }
    drop(sheet);
    let title = title(run);
    let mut note = String::from(
        "A row is a request that may be under way, a bar an attempt: palest in the browser’s queue, paler while waiting for the \
         answer, strong while the answer comes. Grey with an outline failed. Gaps are the pauses before retries.",
    );
    if run.computing.is_some() {
        note += " The rows L below are the lanes that computed: paler while they decoded, strong in the kernels.";
    }
    Words { title, note, description: describe(run), table: table(run) }.figure(frame, "", &body)
}

/// The names of an attempt's parts.
const KINDS: [&str; 3] = ["queueing", "waiting", "transfer"];

/// A part of an attempt that took time.
struct Part<'r> {
    span: &'r Span,
    attempt: &'r Attempt,
    /// Index into [`KINDS`].
    kind: usize,
    from_ms: f64,
    to_ms: f64,
}

impl Part<'_> {
    fn attributes(&self) -> String {
        let numbers = [self.span.lane, self.attempt.request].map(|number| number.to_string());
        let mut text = attributes(&[
            ("class", "span"),
            ("data-lane", &numbers[0]),
            ("data-request", &numbers[1]),
            ("data-part", KINDS[self.kind]),
        ]);
        if self.attempt.answer != Answer::Success {
            text += &attributes(&[("data-failed", words(self.attempt.answer))]);
        }
        text
    }

    fn tell(&self) -> String {
        let retry = if self.attempt.retry == 0 { String::new() } else { format!(", retry {}", self.attempt.retry) };
        let (kind, answer) = (KINDS[self.kind], words(self.attempt.answer));
        let (request, ms) = (self.attempt.request + 1, time(self.to_ms - self.from_ms));
        format!("Request {request}{retry}: {kind} {ms}; {answer}")
    }
}

/// The attempts that can be drawn, with their spans.
fn attempts(run: &NetworkRun) -> impl Iterator<Item = (&Span, &Attempt)> {
    run.trace.spans.iter().zip(&run.attempts).filter(|(span, _)| {
        is_time(span.start_ms) && is_time(span.end_ms) && span.start_ms <= span.end_ms && span.lane < run.trace.lanes
    })
}

/// The ends of an attempt's parts, in order: start, sent, answered, end. What is no time, or out of order, is brought between the others.
fn marks((span, attempt): (&Span, &Attempt)) -> [f64; 4] {
    let within = |ms: f64, least: f64| if is_time(ms) { ms.clamp(least, span.end_ms) } else { least };
    let sent = within(attempt.sent_ms, span.start_ms);
    [span.start_ms, sent, within(attempt.answered_ms, sent), span.end_ms]
}

fn parts(run: &NetworkRun) -> impl Iterator<Item = Part<'_>> {
    attempts(run).flat_map(|(span, attempt)| {
        let marks = marks((span, attempt));
        (0..KINDS.len())
            .map(move |kind| Part { span, attempt, kind, from_ms: marks[kind], to_ms: marks[kind + 1] })
            .filter(|part| part.to_ms > part.from_ms)
    })
}

/// What was computed and can be drawn.
fn computed(run: &NetworkRun) -> impl Iterator<Item = &Span> {
    run.computing.iter().flat_map(|trace| {
        trace.spans.iter().filter(|span| {
            is_time(span.start_ms) && is_time(span.end_ms) && span.start_ms < span.end_ms && span.lane < trace.lanes
        })
    })
}

/// What a lane did, and how strongly it is drawn.
const fn stage(stage: Stage) -> (&'static str, f64) {
    match stage {
        Stage::CopyIn | Stage::CopyOut => ("copying", 0.2),
        Stage::Decode => ("decoding", 0.55),
        Stage::Survey | Stage::Render => ("kernels", 1.0),
    }
}

/// One past the highest lane that had a request.
fn used_lanes(run: &NetworkRun) -> u32 {
    parts(run).map(|part| part.span.lane + 1).max().unwrap_or(0)
}

const fn words(answer: Answer) -> &'static str {
    match answer {
        Answer::Success => "answered",
        Answer::RateLimited => "too many requests",
        Answer::Refused => "refused",
        Answer::TimedOut => "timed out",
        Answer::Unreachable => "no answer",
        Answer::Cancelled => "cancelled",
    }
}

fn title(run: &NetworkRun) -> String {
    let retries = run.attempts.iter().filter(|attempt| attempt.retry > 0).count();
    let retries = match retries {
        0 => String::new(),
        1 => ", with 1 retry".into(),
        n => format!(", with {n} retries"),
    };
    let answered = run.attempts.iter().filter(|attempt| attempt.answer == Answer::Success).count();
    let answered = match answered == run.requests as usize {
        true => count(answered, "request"),
        false => format!("{answered} of {}", count(run.requests as usize, "request")),
    };
    format!("{}: {answered} answered in {}{retries}", run.way, time(run.total_ms))
}

/// The numbers in plain words.
fn describe(run: &NetworkRun) -> String {
    let sum = |kind: usize| {
        let ms: f64 = parts(run).filter(|part| part.kind == kind).map(|part| part.to_ms - part.from_ms).sum();
        format!("{} {}", KINDS[kind], time(ms))
    };
    let lanes = used_lanes(run);
    let attempts = count(run.attempts.len(), "attempt");
    let mut text = format!("{attempts}, at most {lanes} at once. All together: {}, {}, {}.", sum(0), sum(1), sum(2));
    if let Some(trace) = &run.computing {
        let ms: f64 = computed(run).map(|span| span.end_ms - span.start_ms).sum();
        text += &format!(" {} computed for {}.", count(trace.lanes as usize, "lane"), time(ms));
    }
    text
}

fn table(run: &NetworkRun) -> Table {
    let columns = ["Request", "Try", "Row", "Start, ms", "Queueing, ms", "Waiting, ms", "Transfer, ms", "Answer"]
        .map(String::from);
    let row = |(span, attempt): (&Span, &Attempt)| {
        let marks = marks((span, attempt));
        let mut cells = [attempt.request, attempt.retry, span.lane].map(|from_0| (from_0 + 1).to_string()).to_vec();
        cells.push(format!("{:.1}", marks[0]));
        cells.extend(marks.windows(2).map(|pair| format!("{:.1}", pair[1] - pair[0])));
        cells.push(words(attempt.answer).into());
        cells
    };
    Table { columns: columns.into(), rows: attempts(run).map(row).collect() }
}

#[cfg(test)]
mod tests {
    use model::{Stage, Theme, Trace};

    use super::*;

    fn run() -> NetworkRun {
        let attempt =
            |request, retry, sent_ms, answered_ms, answer| Attempt { request, retry, sent_ms, answered_ms, answer };
        let span = |lane, start_ms, end_ms, request| Span {
            lane,
            start_ms,
            end_ms,
            first_row: request,
            end_row: request + 1,
            stage: Stage::Render,
        };
        NetworkRun {
            way: "Limit of 2".into(),
            requests: 2,
            total_ms: 60.0,
            trace: Trace {
                lanes: 2,
                spans: vec![span(0, 0.0, 40.0, 0), span(1, 0.0, 20.0, 1), span(1, 30.0, 60.0, 1)],
            },
            attempts: vec![
                attempt(0, 0, 10.0, 30.0, Answer::Success),
                attempt(1, 0, 0.0, 20.0, Answer::Refused),
                attempt(1, 1, 30.0, f64::NAN, Answer::Success),
            ],
            computing: None,
        }
    }

    const DRAWING: Drawing = Drawing { width: 640, theme: Theme::Light, window_ms: None };

    #[test]
    fn every_part_that_took_time_is_drawn_once() {
        let figure = waterfall(&run(), DRAWING);
        let document = roxmltree::Document::parse(&figure.svg).unwrap();
        let spans = document.descendants().filter(|node| node.attribute("class") == Some("span"));
        let seen: Vec<_> = spans
            .map(|node| ["data-request", "data-lane", "data-part"].map(|name| node.attribute(name).unwrap()))
            .collect();
        assert_eq!(
            seen,
            [
                ["0", "0", "queueing"],
                ["0", "0", "waiting"],
                ["0", "0", "transfer"],
                ["1", "1", "waiting"],
                ["1", "1", "transfer"]
            ]
        );
        assert_eq!(figure.svg.matches("data-failed").count(), 1);
        assert_eq!(figure.title, "Limit of 2: 2 requests answered in 60.0 ms, with 1 retry");
        assert_eq!(figure.table.rows[0], ["1", "1", "1", "0.0", "10.0", "20.0", "10.0", "answered"]);
        assert!(figure.table.rows.iter().all(|row| row.len() == figure.table.columns.len()));
    }

    #[test]
    fn what_was_computed_stands_below_on_the_same_axis() {
        let mut run = run();
        let span = |lane, start_ms, end_ms, stage| Span { lane, start_ms, end_ms, first_row: 1, end_row: 2, stage };
        let spans = vec![
            span(0, 40.0, 44.0, Stage::Decode),
            span(1, 60.0, 70.0, Stage::Render),
            span(5, 0.0, 1.0, Stage::Decode),
            span(0, 5.0, f64::NAN, Stage::Decode),
        ];
        run.computing = Some(Trace { lanes: 2, spans });
        let figure = waterfall(&run, DRAWING);
        let document = roxmltree::Document::parse(&figure.svg).unwrap();
        let number = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).unwrap().parse::<f64>().unwrap();
        let of = |name: &'static str| {
            document
                .descendants()
                .filter(move |node| node.attribute(name).is_some() && node.attribute("class") == Some("span"))
        };
        assert_eq!(
            of("data-stage").map(|node| node.attribute("data-stage").unwrap()).collect::<Vec<_>>(),
            ["decoding", "kernels"]
        );
        let lowest = of("data-part").map(|node| number(node, "y")).fold(0.0, f64::max);
        assert!(of("data-stage").all(|node| number(node, "y") > lowest));
        // 60 to 70 ms is the last seventh of the axis.
        let last = of("data-stage").next_back().unwrap();
        let decoding = of("data-stage").next().unwrap();
        let px_a_ms = number(last, "width") / 10.0;
        assert!((number(last, "x") - number(decoding, "x") - 20.0 * px_a_ms).abs() < 1.0);
        assert!(figure.note.contains("lanes that computed"));
    }

    #[test]
    fn nothing_and_nonsense_are_drawn_as_nothing() {
        let mut odd = run();
        odd.trace.spans[0].end_ms = f64::INFINITY;
        odd.trace.spans[1].lane = 9;
        odd.trace.spans.pop();
        let figure = waterfall(&odd, DRAWING);
        assert!(figure.svg.contains("No request was made."));
        assert!(figure.table.rows.is_empty());
    }
}
