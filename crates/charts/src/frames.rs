//! Whether the page could still move: when it drew frames while each mode ran.
//!
//! One row a mode, in its run nearest to the median: a pale bar as long as the run, a tick for every frame, and the longest gap
//! between two frames in words. A blocked page shows as a bar without ticks.

use model::figures::time;
use model::{ChartName, Drawing, Figure, Frames, ModeSettings, Run};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::Tag;
use crate::catalog::Chart;
use crate::exhibit::Exhibit;
use crate::frame::Frame;
use crate::marks::{
    Bar, INFALLIBLE, Margins, axis_height, is_time, label, line, plot_height, sentence, sheet, text_style, time_chart,
};
use crate::names::Names;
use crate::palette::{mode_colour, mode_key, palette, rgb};
use crate::svg::{Words, attributes, table};
use crate::text::{Font, fitting};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Frames,
    of: |exhibit| if exhibit.report().runs.iter().any(|run| run.frames.is_some()) { vec![None] } else { vec![] },
    draw: |exhibit, _, drawing| Some(frames(exhibit, drawing)),
};

/// A freeze shorter than this, in milliseconds, isn't noticed: three frames of sixty a second.
const NOTICED_MS: f64 = 50.0;

/// A mode whose run was watched.
struct Row<'r> {
    mode: ModeSettings,
    name: [String; 2],
    run: &'r Run,
    frames: &'r Frames,
}

/// The frames of a report's watched modes. Each mode's run is one element of class `run`, with `data-mode` and `data-mode-index`. Where
/// none was watched the chart says so.
pub(crate) fn frames(exhibit: &Exhibit<'_>, drawing: Drawing) -> Figure {
    let rows = rows(exhibit);
    let frame = Frame::of(drawing);
    let em = frame.small().px;
    let frame = frame.high(axis_height(frame.small()) + em + em * 3.8 * rows.len().max(1) as f64);
    let mut body = String::new();
    draw(&mut body, &rows, frame);
    exhibit.figure(frame, "", &body, words)
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    let rows = rows(exhibit);
    let longest = rows.iter().max_by(|a, b| a.frames.longest_gap_ms.total_cmp(&b.frames.longest_gap_ms));
    let title = longest.map_or("No frames were watched".into(), |row| match row.frames.longest_gap_ms {
        gap if gap < NOTICED_MS => format!("The page kept moving: no freeze longer than {}", time(gap)),
        gap => format!("{}: the page froze for {}", row.name[0], time(gap)),
    });
    let note = "Every tick is a frame that the page drew during the run. Where there are none, the page was frozen: no button, no scrolling.";
    let cells = |row: &Row<'_>| {
        let frames = row.frames;
        vec![row.name[0].clone(), time(row.run.total_ms), frames.drawn.to_string(), time(frames.longest_gap_ms)]
    };
    let table = table(&["Mode", "Run", "Frames", "Longest freeze"], rows.iter().map(cells).collect());
    let told: Vec<String> = rows.iter().map(describe).collect();
    let description = if told.is_empty() { "No frames were watched.".into() } else { told.join(" ") };
    Words { title, note: note.into(), description, table }
}

fn rows<'r>(exhibit: &'r Exhibit<'_>) -> Vec<Row<'r>> {
    let report = exhibit.report();
    let names = Names::of(exhibit);
    let of_mode = |(index, mode): (usize, &ModeSettings)| {
        let runs = report.runs.iter().filter(|r| r.mode_index as usize == index && is_time(r.total_ms));
        let mut watched: Vec<(&Run, &Frames)> = runs.filter_map(|r| Some((r, r.frames.as_ref()?))).collect();
        // Measured runs come first, the middle one of them by its time.
        watched.retain(|(_, frames)| is_time(frames.longest_gap_ms));
        if watched.iter().any(|(run, _)| !run.warmup) {
            watched.retain(|(run, _)| !run.warmup);
        }
        watched.sort_by(|a, b| a.0.total_ms.total_cmp(&b.0.total_ms));
        let (run, frames) = *watched.get(watched.len() / 2)?;
        let name = [names.long(index), names.short(index)].map(String::from);
        Some(Row { mode: *mode, name, run, frames })
    };
    report.settings.modes.iter().enumerate().filter_map(of_mode).collect()
}

fn draw(body: &mut String, rows: &[Row<'_>], frame: Frame) {
    let sheet = sheet(body, frame);
    let (colours, small) = (palette(frame.theme), frame.small());
    if rows.is_empty() {
        return sentence(&sheet, frame, "No frames were watched.");
    }
    let margins = Margins { left: small.px, right: small.px * 1.8, top: small.px * 0.4, bottom: 2.0 };
    let end_ms = rows.iter().map(|r| r.run.total_ms).fold(0.01, f64::max) * 1.04;
    let mut chart = time_chart(&sheet, frame, margins, (0.0, end_ms));
    let row_px = plot_height(frame, margins) / rows.len() as f64;
    for (index, row) in rows.iter().enumerate() {
        let top = row_px * index as f64;
        let head = (small.px * 1.7).min(row_px * 0.5);
        let paper = rgb(colours.paper).filled();
        chart.draw_series([Rectangle::new([(0.0, top), (end_ms, top + head)], paper)]).expect(INFALLIBLE);
        let colour = mode_colour(row.mode.mode, frame.theme);
        let gap = format!("longest freeze {}", time(row.frames.longest_gap_ms));
        let name = text_style(Font::bold(small.px), colour, HPos::Left, VPos::Center);
        let value = text_style(small, colours.ink, HPos::Right, VPos::Center);
        let middle = top + head / 2.0;
        let bold = Font::bold(small.px);
        let short_gap = time(row.frames.longest_gap_ms);
        let plot_px = f64::from(frame.width) - margins.left - margins.right;
        let room = |beside: f64| plot_px - beside - small.px;
        let gap = fitting(small, room(bold.width(&row.name[1])), &[&gap, &short_gap]);
        let title = fitting(bold, room(small.width(gap)), &[&row.name[0], &row.name[1]]);
        let words = [label((0.0, middle), title, name), label((end_ms, middle), gap, value)];
        chart.draw_series(words).expect(INFALLIBLE);
        let strip = (top + head, top + row_px - small.px * 0.35);
        let tag = Tag {
            attributes: attributes(&[
                ("class", "run"),
                ("data-mode", mode_key(row.mode.mode)),
                ("data-mode-index", &row.run.mode_index.to_string()),
            ]),
            title: describe(row),
            paint: None,
        };
        let corners = [(0.0, strip.0), (row.run.total_ms, strip.1)];
        chart.draw_series([Bar { corners, colour: rgb(colour).mix(0.25), tag }]).expect(INFALLIBLE);
        let within = row.frames.at_ms.iter().filter(|&&ms| (0.0..=end_ms).contains(&ms));
        let tick = |&ms: &f64| PathElement::new(vec![(ms, strip.0), (ms, strip.1)], line(colour, small.px * 0.12));
        chart.draw_series(within.map(tick)).expect(INFALLIBLE);
    }
}

fn describe(row: &Row<'_>) -> String {
    format!(
        "{}: {} frames around a run of {}, longest freeze {}.",
        row.name[0],
        row.frames.drawn,
        time(row.run.total_ms),
        time(row.frames.longest_gap_ms)
    )
}
