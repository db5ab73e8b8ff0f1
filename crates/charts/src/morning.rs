//! The lanes of a simulated morning: what the cook and every machine did, in virtual minutes.
//!
//! It is the picture of `lanes.rs` in other words. Machines have the colour of threads, and a pattern for each dish; the cook has that of
//! one thread. Machines that never worked would be empty rows, so they are counted instead.

use std::fmt::Write;

use model::figures::{count, percent};
use model::{Dish, Drawing, Figure, Mode, Morning, Span, Stage, Station, Table};
use plotters::element::PathElement;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Tag, units};
use crate::frame::Frame;
use crate::marks::{Bar, INFALLIBLE, axis_height, hairline, label, sentence, sheet, text_style};
use crate::palette::{lane_colour, mode_colour, palette, rgb};
use crate::pattern;
use crate::svg::{Words, attributes, table};
use crate::text::Font;

/// Milliseconds of virtual time in a minute.
const MINUTE: f64 = 60_000.0;

/// Spans narrower than this in CSS pixels have no line between them, and are drawn as one where they touch.
const NARROWEST: f64 = 3.0;

/// The rows together are about this high, in sizes of type, if they are many.
const ROWS_EM: f64 = 20.0;

/// A row that was drawn.
struct Row<'m> {
    station: &'m Station,
    spans: Vec<&'m Span>,
    busy_ms: f64,
}

/// A morning's lanes: the cook first, then every machine that worked.
///
/// Spans are rectangles of class `span`, standing by ones of class `standing`. A rectangle of class `veil` lies over the plot, without
/// width, with `data-from`, `data-to` (of the plot, in the drawing's units) and `data-end-ms`; one of class `cursor` is hidden. A player
/// that moves both shows the chart filling.
pub fn morning(morning: &Morning, drawing: Drawing) -> Figure {
    let theme = drawing.theme;
    // Type follows from the width, and the height from the type.
    let frame = Frame::of(drawing);
    let font = frame.small();
    let rows = rows(morning);
    let idle = idle(morning, &rows);
    let row_px = font.px * (ROWS_EM / rows.len() as f64).min(2.0);
    let (top, below) = (font.px * 0.6, if idle.is_empty() { 0.2 } else { 1.7 } * font.px);
    let plot_px = row_px * rows.len() as f64;
    let height = top + plot_px + axis_height(font) + below;
    let frame = frame.high(height.ceil());
    let names: Vec<String> = rows.iter().map(|row| name(row.station, frame)).collect();
    let left = names.iter().map(|name| font.width(name)).fold(0.0, f64::max) + font.px * 1.2;
    let right = f64::from(frame.width) - font.width("100 %") - font.px * 1.2;
    let end_ms = (morning.minutes * MINUTE).max(1.0);
    let x = |ms: f64| left + (right - left) * ms / end_ms;

    let mut body = String::new();
    let colours = palette(theme);
    let sheet = sheet(&mut body, frame);
    if morning.served.is_empty() {
        sentence(&sheet, frame, "Nothing is ordered.");
    }
    let style = |colour, h| text_style(font, colour, h, VPos::Center);
    for minutes in ticks(morning.minutes, (right - left) / (font.width("000 min") * 1.4)) {
        let at = units(x(minutes * MINUTE));
        let points = vec![(at, units(top)), (at, units(top + plot_px + font.px * 0.3))];
        sheet.draw(&PathElement::new(points, hairline(colours.hairline))).expect(INFALLIBLE);
        let words = if minutes == 0.0 { "0".into() } else { format!("{} min", short(minutes)) };
        let place = (at, units(top + plot_px + font.px));
        sheet.draw(&label(place, &words, style(colours.muted, HPos::Center))).expect(INFALLIBLE);
    }
    // Where rows are closer than lines of text, only every second, third, ... is named.
    let every = (font.px * 1.15 / row_px).ceil().max(1.0) as usize;
    let bar_px = row_px * 0.76;
    for (place, row) in rows.iter().enumerate() {
        let middle = top + row_px * (place as f64 + 0.5);
        if place % every == 0 {
            let at = (units(left - font.px * 0.5), units(middle));
            sheet.draw(&label(at, &names[place], style(colours.ink, HPos::Right))).expect(INFALLIBLE);
            let at = (units(f64::from(frame.width) - font.px * 0.3), units(middle));
            let share = percent(share(row, morning));
            sheet.draw(&label(at, &share, style(colours.muted, HPos::Right))).expect(INFALLIBLE);
        }
        let bar = |from_ms: f64, to_ms: f64, colour, tag| {
            let corners = [(x(from_ms), middle - bar_px / 2.0), (x(to_ms), middle + bar_px / 2.0)]
                .map(|(x, y)| (units(x), units(y)));
            sheet.draw(&Bar { corners, colour, tag }).expect(INFALLIBLE);
        };
        if row.station.dish.is_none() {
            for &[from, to] in &morning.standing_ms {
                let tag = Tag {
                    attributes: attributes(&[("class", "standing")]),
                    title: format!("Cook stands by: {}", from_to(from, to)),
                    paint: Some(pattern::waiting_paint()),
                };
                bar(from, to, rgb(colours.muted).to_rgba(), tag);
            }
        }
        for run in together(&row.spans, end_ms / (right - left)) {
            let (from, to) = (run[0].start_ms, run.iter().map(|s| s.end_ms).fold(0.0, f64::max));
            let (colour, paint) = paint(row.station, run[0].stage, theme);
            let mut tag = Tag {
                attributes: attributes(&[("class", "span"), ("data-lane", &run[0].lane.to_string())]),
                title: format!("{}: {}, {}", name(row.station, frame), what(morning, run), from_to(from, to)),
                paint: paint.filter(|_| bar_px > font.px * 0.6),
            };
            if x(to) - x(from) > NARROWEST {
                tag.attributes += &attributes(&[("stroke", colours.paper), ("stroke-width", "0.8")]);
            }
            bar(from, to, colour, tag);
        }
    }
    if let Some(words) = idle_words(&idle, font, f64::from(frame.width) - font.px) {
        let wide = font.width(&words);
        let from = left.min(f64::from(frame.width) - font.px * 0.5 - wide);
        let at = (units(from), units(f64::from(frame.height) - font.px * 0.9));
        sheet.draw(&label(at, &words, style(colours.muted, HPos::Left))).expect(INFALLIBLE);
    }
    drop(sheet);
    // Writing into a string can't fail.
    let _ = write!(
        body,
        "<rect class=\"veil\" x=\"{right:.1}\" y=\"{top:.1}\" width=\"0\" height=\"{plot_px:.1}\" fill=\"{paper}\" \
         fill-opacity=\"0.8\" data-from=\"{left:.1}\" data-to=\"{right:.1}\" data-end-ms=\"{end_ms}\"/>\
         <rect class=\"cursor\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"2\" height=\"{plot_px:.1}\" fill=\"{ink}\" visibility=\"hidden\"/>",
        paper = colours.paper,
        ink = colours.ink,
    );

    let words = Words {
        title: title(morning),
        note: note(morning),
        description: description(&rows, &idle, morning),
        table: numbers(&rows, morning),
    };
    let cell = (font.px * 0.6).round();
    words.figure(frame, &(pattern::definitions(Mode::Threads, 3, cell, theme) + &pattern::waiting(cell, theme)), &body)
}

/// The cook, and the machines that worked.
fn rows(morning: &Morning) -> Vec<Row<'_>> {
    let mut all: Vec<Row<'_>> =
        morning.stations.iter().map(|station| Row { station, spans: vec![], busy_ms: 0.0 }).collect();
    for span in &morning.trace.spans {
        if let Some(row) = all.get_mut(span.lane as usize) {
            row.busy_ms += span.end_ms - span.start_ms;
            row.spans.push(span);
        }
    }
    all.retain(|row| row.station.dish.is_none() || !row.spans.is_empty());
    all
}

/// How many machines of each dish never worked; kinds that all worked are left out.
fn idle(morning: &Morning, rows: &[Row<'_>]) -> Vec<(Dish, usize)> {
    let idle = |dish: Dish| {
        let there = morning.stations.iter().filter(|station| station.dish == Some(dish)).count();
        there - rows.iter().filter(|row| row.station.dish == Some(dish)).count()
    };
    Dish::ALL.into_iter().map(|dish| (dish, idle(dish))).filter(|&(_, idle)| idle > 0).collect()
}

/// "253 toasters and 1 pot".
fn machines(idle: &[(Dish, usize)]) -> String {
    idle.iter().map(|&(dish, n)| count(n, machine(dish))).collect::<Vec<_>>().join(" and ")
}

/// The line below the axis, as long as there is room for; nothing where all worked.
fn idle_words(idle: &[(Dish, usize)], font: Font, room: f64) -> Option<String> {
    let all: usize = idle.iter().map(|&(_, n)| n).sum();
    let words = [format!("… and {} that stood idle", machines(idle)), format!("… and {all} that stood idle")];
    let fits = words.iter().find(|words| font.width(words) <= room).unwrap_or(&words[1]);
    (all > 0).then(|| fits.clone())
}

/// Spans that touch and are too narrow to be told apart, together; `ms_a_px` is the milliseconds in a CSS pixel.
fn together<'s>(spans: &'s [&'s Span], ms_a_px: f64) -> impl Iterator<Item = &'s [&'s Span]> {
    let narrow = move |span: &Span| span.end_ms - span.start_ms < NARROWEST * ms_a_px;
    spans.chunk_by(move |one, next| {
        one.stage == next.stage && narrow(one) && narrow(next) && next.start_ms - one.end_ms < 0.5 * ms_a_px
    })
}

/// Colour and pattern of a span: a machine's by its dish, the cook's paler before a task than after it.
fn paint(station: &Station, stage: Stage, theme: model::Theme) -> (plotters::style::RGBAColor, Option<String>) {
    match station.dish {
        Some(dish) => {
            let step = pattern_of(dish);
            (rgb(lane_colour(Mode::Threads, step, theme)).to_rgba(), pattern::paint(step))
        }
        None => {
            let share = if stage == Stage::CopyIn { 0.5 } else { 1.0 };
            (rgb(mode_colour(Mode::Simd, theme)).mix(share), None)
        }
    }
}

/// Which of the lanes' patterns a dish has: the plain one is the toast's.
const fn pattern_of(dish: Dish) -> u32 {
    match dish {
        Dish::Toast => 0,
        Dish::Coffee => 1,
        Dish::Egg => 2,
    }
}

const fn machine(dish: Dish) -> &'static str {
    match dish {
        Dish::Coffee => "coffee maker",
        Dish::Toast => "toaster",
        Dish::Egg => "pot",
    }
}

/// "Cook", "Toaster 3"; a narrow frame has "Maker 2" for "Coffee maker 2".
fn name(station: &Station, frame: Frame) -> String {
    let number = station.number;
    match station.dish {
        None => "Cook".into(),
        Some(Dish::Coffee) if frame.width < 440 => format!("Maker {number}"),
        Some(Dish::Coffee) => format!("Coffee maker {number}"),
        Some(Dish::Toast) => format!("Toaster {number}"),
        Some(Dish::Egg) => format!("Pot {number}"),
    }
}

/// What was made in these spans: "slice 3", "slices 3 to 8", "before cup 2".
fn what(morning: &Morning, spans: &[&Span]) -> String {
    let task = |index: u32| morning.served.get(index as usize);
    let first = spans.iter().map(|s| s.first_row).min().and_then(task);
    let last = spans.iter().map(|s| s.end_row).max().and_then(|end| task(end - 1));
    let (Some(first), Some(last)) = (first, last) else { return String::new() };
    let noun = match first.dish {
        Dish::Coffee => "cup",
        Dish::Toast => "slice",
        Dish::Egg => "egg",
    };
    let when = match spans[0].stage {
        Stage::CopyIn => "before ",
        Stage::CopyOut => "after ",
        Stage::Survey | Stage::Decode | Stage::Render => "",
    };
    if first.dish != last.dish {
        format!("{when}{} tasks", spans.len())
    } else if first.number == last.number {
        format!("{when}{noun} {}", first.number)
    } else {
        format!("{when}{noun}s {} to {}", first.number, last.number)
    }
}

fn share(row: &Row<'_>, morning: &Morning) -> f64 {
    row.busy_ms / (morning.minutes * MINUTE).max(1.0)
}

fn title(morning: &Morning) -> String {
    let speed_up = morning.speed_up;
    let against = if (0.995..1.005).contains(&speed_up) {
        "as long as the plain loop".into()
    } else if speed_up > 1.0 {
        format!("{}\u{a0}× faster than the plain loop", short(speed_up))
    } else {
        format!("{}\u{a0}× slower than the plain loop", short(1.0 / speed_up))
    };
    format!("{}: {against}", minutes(morning.minutes))
}

fn note(morning: &Morning) -> String {
    let mut note = String::from("At the right: the share of the time at work.");
    let hands = |stage| morning.trace.spans.iter().any(|span| span.stage == stage);
    match (hands(Stage::CopyIn), hands(Stage::CopyOut)) {
        (true, true) => note += " The cook’s pale marks are work before a task, the dark ones after it.",
        (true, false) => note += " The cook’s marks are work before a task.",
        (false, true) => note += " The cook’s marks are work after a task.",
        (false, false) => {}
    }
    if !morning.standing_ms.is_empty() {
        note += " Hatched: the cook stands by.";
    }
    note
}

fn description(rows: &[Row<'_>], idle: &[(Dish, usize)], morning: &Morning) -> String {
    let tell = |row: &Row<'_>| {
        let number = row.station.number;
        let name = row.station.dish.map_or_else(|| "Cook".into(), |dish| format!("{} {number}", machine(dish)));
        format!("{name}: at work for {} ({})", minutes(row.busy_ms / MINUTE), percent(share(row, morning)))
    };
    // The first of many stand for the rest.
    let told: Vec<String> = rows.iter().take(9).map(tell).collect();
    let rest = rows.len() - told.len();
    let rest = if rest > 0 { format!("; and {rest} more") } else { String::new() };
    let idle = if idle.is_empty() { String::new() } else { format!(" {} stood idle.", machines(idle)) };
    format!("{} tasks in {}. {}{rest}.{idle}", morning.served.len(), minutes(morning.minutes), told.join("; "))
}

fn numbers(rows: &[Row<'_>], morning: &Morning) -> Table {
    let cells = |row: &Row<'_>| {
        let number = row.station.number;
        let name = row.station.dish.map_or_else(|| "Cook".into(), |dish| format!("{} {number}", machine(dish)));
        let tasks = row.spans.iter().filter(|span| span.stage == Stage::Render).count();
        let tasks = if row.station.dish.is_some() { tasks.to_string() } else { String::new() };
        vec![name, tasks, short(row.busy_ms / MINUTE), percent(share(row, morning))]
    };
    table(&["Who", "Tasks", "Minutes at work", "Share of the morning"], rows.iter().map(cells).collect())
}

/// Two decimals at most.
fn short(number: f64) -> String {
    ((number * 100.0).round() / 100.0).to_string()
}

fn minutes(minutes: f64) -> String {
    let short = short(minutes);
    if short == "1" { "1 minute".into() } else { format!("{short} minutes") }
}

fn from_to(from_ms: f64, to_ms: f64) -> String {
    format!("{}–{} min", short(from_ms / MINUTE), short(to_ms / MINUTE))
}

/// Round minutes from 0 to the end, about as many as there is room for.
fn ticks(end: f64, room: f64) -> Vec<f64> {
    let least = (end / room.max(2.0)).max(0.05);
    let decade = 10f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * decade).into_iter().find(|&step| step >= least * 0.999_9);
    let step = step.unwrap_or(decade * 10.0);
    (0..=(end / step + 1e-9) as u32).map(|i| f64::from(i) * step).collect()
}

#[cfg(test)]
mod tests {
    use model::{Served, Theme, Trace};

    use super::*;

    fn span(lane: u32, start: f64, end: f64, task: u32, stage: Stage) -> Span {
        Span { lane, start_ms: start * MINUTE, end_ms: end * MINUTE, first_row: task, end_row: task + 1, stage }
    }

    /// Two slices on the first of three toasters, a minute each, buttered by the cook for half a minute.
    fn small() -> Morning {
        let station = |dish, number| Station { dish, number };
        let served = |number, done: f64, served: f64| Served {
            dish: Dish::Toast,
            number,
            done_ms: done * MINUTE,
            served_ms: served * MINUTE,
        };
        Morning {
            trace: Trace {
                lanes: 4,
                spans: vec![
                    span(1, 0.0, 1.0, 0, Stage::Render),
                    span(0, 1.0, 1.5, 0, Stage::CopyOut),
                    span(1, 1.5, 2.5, 1, Stage::Render),
                    span(0, 2.5, 3.0, 1, Stage::CopyOut),
                ],
            },
            stations: vec![
                station(None, 1),
                station(Some(Dish::Toast), 1),
                station(Some(Dish::Toast), 2),
                station(Some(Dish::Toast), 3),
            ],
            served: vec![served(1, 1.0, 1.5), served(2, 2.5, 3.0)],
            standing_ms: vec![[0.0, MINUTE], [1.5 * MINUTE, 2.5 * MINUTE]],
            minutes: 3.0,
            loop_minutes: 3.0,
            speed_up: 1.0,
        }
    }

    fn draw(of: &Morning, width: u32) -> Figure {
        morning(of, Drawing { width, theme: Theme::Dark, window_ms: None })
    }

    #[test]
    fn everything_that_was_done_is_drawn_and_idle_machines_are_counted() {
        let figure = draw(&small(), 640);
        let document = roxmltree::Document::parse(&figure.svg).expect("SVG is XML");
        let class = |name: &str| document.descendants().filter(|n| n.attribute("class") == Some(name)).count();
        assert_eq!((class("span"), class("standing"), class("veil"), class("cursor")), (4, 2, 1, 1));
        assert!(figure.svg.contains("… and 2 toasters that stood idle"));
        assert!(figure.svg.contains("Toaster 1: slice 2, 1.5–2.5 min"));
        assert_eq!(figure.title, "3 minutes: as long as the plain loop");
        assert_eq!(figure.table.rows, [vec!["Cook", "", "1", "33 %"], vec!["toaster 1", "2", "2", "67 %"]]);
    }

    #[test]
    fn spans_lie_in_proportion_of_time() {
        let figure = draw(&small(), 800);
        let document = roxmltree::Document::parse(&figure.svg).expect("SVG is XML");
        let number = |node: &roxmltree::Node<'_, '_>, name: &str| -> f64 {
            node.attribute(name).and_then(|text| text.parse().ok()).expect("a number")
        };
        let of = |name: &str| document.descendants().filter(|n| n.attribute("class") == Some(name)).collect::<Vec<_>>();
        let veil = of("veil")[0];
        let (from, to) = (number(&veil, "data-from"), number(&veil, "data-to"));
        let toasts: Vec<_> = of("span").into_iter().filter(|n| n.attribute("data-lane") == Some("1")).collect();
        for (toast, [start, end]) in toasts.iter().zip([[0.0, 1.0], [1.5, 2.5]]) {
            assert!((number(toast, "x") - (from + (to - from) * start / 3.0)).abs() < 0.2);
            assert!((number(toast, "width") - (to - from) * (end - start) / 3.0).abs() < 0.2);
        }
    }

    #[test]
    fn many_narrow_spans_are_drawn_as_one() {
        let mut many = small();
        let task = many.served[0];
        many.served = (0..2000).map(|i| Served { number: i + 1, ..task }).collect();
        many.trace.spans = (0..2000).map(|i| span(1, f64::from(i), f64::from(i + 1), i, Stage::Render)).collect();
        many.minutes = 2000.0;
        let figure = draw(&many, 320);
        assert!(figure.svg.matches("class=\"span\"").count() < 5);
        assert!(figure.svg.contains("slices 1 to 2000"));
    }

    #[test]
    fn every_text_stays_in_the_frame() {
        let mut many = small();
        many.stations.extend((0..700).map(|number| Station { dish: Some(Dish::ALL[number as usize % 3]), number }));
        for width in [240, 360, 640, 1_600] {
            let svg = draw(&many, width).svg;
            let document = roxmltree::Document::parse(&svg).expect("SVG is XML");
            let texts: Vec<_> = document.descendants().filter(|n| n.has_tag_name("text")).collect();
            assert!(texts.iter().any(|text| text.text().is_some_and(|words| words.contains("that stood idle"))));
            for text in texts {
                let of =
                    |name: &str| text.attribute(name).and_then(|value| value.parse::<f64>().ok()).expect("a number");
                let wide = Font::plain(of("font-size")).width(text.text().unwrap_or_default());
                let before = match text.attribute("text-anchor") {
                    Some("start") => 0.0,
                    Some("middle") => wide / 2.0,
                    _ => wide,
                };
                let from = of("x") - before;
                assert!(from >= 0.0 && from + wide <= f64::from(width), "{width}: {:?} from {from}", text.text());
            }
        }
    }

    #[test]
    fn nothing_ordered_is_said() {
        let nothing = Morning {
            trace: Trace { lanes: 1, spans: vec![] },
            stations: vec![Station { dish: None, number: 1 }],
            served: vec![],
            standing_ms: vec![],
            minutes: 0.0,
            loop_minutes: 0.0,
            speed_up: 1.0,
        };
        assert!(draw(&nothing, 320).svg.contains("Nothing is ordered."));
    }

    #[test]
    fn ticks_are_round_and_fit() {
        assert_eq!(ticks(200.0, 8.0), [0.0, 50.0, 100.0, 150.0, 200.0]);
        assert_eq!(ticks(9.0, 5.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(ticks(0.0, 5.0), [0.0]);
        assert_eq!(ticks(38.0, 1.5), [0.0, 20.0], "however narrow it is, there is a scale");
        assert_eq!(ticks(5.0, 8.0).len(), 6);
    }
}
