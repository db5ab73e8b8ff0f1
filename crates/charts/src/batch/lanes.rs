//! A batch's files as spans on lanes: reading, decoding and kernels told apart by strength.

use std::collections::BTreeMap;

use model::{BatchRun, Drawing, Figure, Span, Stage, Table};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use super::{files_a_second, mode_of, rate, told};
use crate::backend::{Tag, units};
use crate::frame::Frame;
use crate::marks::{
    Bar, INFALLIBLE, Margins, axis_height, is_time, label, plot_height, sentence, sheet, text_style, time_chart,
};
use crate::palette::{lane_colour, palette, rgb};
use crate::svg::{Words, attributes};
use model::figures::{percent, time};

/// A lane's row, in sizes of type; less where there are many.
const ROW_EM: f64 = 2.0;
/// The rows together are at most about this high, in sizes of type.
const ROWS_EM: f64 = 26.0;

/// Spans narrower than this in CSS pixels are drawn together with their neighbours.
const NARROWEST: f64 = 1.5;

/// The lanes of a batch.
///
/// Every span is a rectangle of class `span` with `data-lane`, `data-file` (from 0) and `data-stage`; spans too narrow to be seen share one
/// with their neighbours, as strong as they are on the average: of several stages of a file without `data-stage`, of several files with `data-files` instead. Spans
/// that are no times are left out.
pub fn batch_lanes(run: &BatchRun, drawing: Drawing) -> Figure {
    let theme = drawing.theme;
    let font = Frame::of(drawing).small();
    let lanes = run.trace.lanes;
    let row_px = font.px * (ROWS_EM / f64::from(lanes.max(1))).clamp(0.4, ROW_EM);
    let margins = Margins { left: font.px * 2.4, right: font.px * 3.4, top: font.px * 0.6, bottom: 2.0 };
    let height = margins.top + margins.bottom + row_px * f64::from(lanes) + axis_height(font);
    let frame = Frame::of(drawing).high(height.ceil());
    let row_px = plot_height(frame, margins) / f64::from(lanes.max(1));
    let mut body = String::new();
    let sheet = sheet(&mut body, frame);
    if spans(run).next().is_none() {
        sentence(&sheet, frame, "No file was worked on.");
    } else {
        let colours = palette(theme);
        let end_ms = spans(run).map(|span| span.end_ms).fold(0.01, f64::max);
        let mut chart = time_chart(&sheet, frame, margins, (0.0, end_ms));
        let every = (font.px * 1.15 / row_px).ceil().max(1.0) as usize;
        for lane in (0..lanes).step_by(every) {
            let y = units(margins.top + row_px * (f64::from(lane) + 0.5));
            let style = |h_pos| text_style(font, colours.ink, h_pos, VPos::Center);
            let left = (units(margins.left - font.px * 0.5), y);
            sheet.draw(&label(left, &(lane + 1).to_string(), style(HPos::Right))).expect(INFALLIBLE);
            let right = (units(f64::from(frame.width) - margins.right + font.px * 0.4), y);
            sheet.draw(&label(right, &percent(busy(run, lane, end_ms)), style(HPos::Left))).expect(INFALLIBLE);
        }
        let px_a_ms = (f64::from(frame.width) - margins.left - margins.right) / end_ms;
        let bars = marks(run, px_a_ms).into_iter().map(|mark| {
            let middle = row_px * (f64::from(mark.lane) + 0.5);
            let corners = [(mark.from_ms, middle - row_px * 0.38), (mark.to_ms, middle + row_px * 0.38)];
            // Neighbouring files take turns in lightness, so that they are told apart.
            let colour = lane_colour(mode_of(run.way), mark.first % 2, theme);
            let tag = Tag { attributes: mark.attributes(), title: mark.tell(run), paint: None };
            Bar { corners, colour: rgb(colour).mix(mark.strength), tag }
        });
        chart.draw_series(bars).expect(INFALLIBLE);
    }
    drop(sheet);
    let title = format!("{}, {} files a second", told(run), rate(files_a_second(run)));
    let note = "A row is a lane, a bar a file: palest while the lane waits for its bytes, paler while it is decoded, strong in the kernels. The \
                share of the time at work stands to the right. Where files are read beside the lanes, reading isn’t drawn."
        .into();
    Words { title, note, description: describe(run), table: table(run) }.figure(frame, "", &body)
}

/// What a rectangle shows: a span, or several that follow each other.
struct Mark {
    lane: u32,
    /// The first file and one past the last.
    first: u32,
    end: u32,
    /// None where there are several.
    stage: Option<Stage>,
    from_ms: f64,
    to_ms: f64,
    /// From 0 to 1.
    strength: f64,
}

impl Mark {
    fn is_one(&self) -> bool {
        self.end == self.first + 1
    }

    fn attributes(&self) -> String {
        let [lane, file] = [self.lane, self.first].map(|number| number.to_string());
        let mut text = attributes(&[("class", "span"), ("data-lane", &lane)]);
        match self.is_one() {
            true => text += &attributes(&[("data-file", &file)]),
            false => text += &attributes(&[("data-files", &format!("{file}-{}", self.end - 1))]),
        }
        if let (true, Some(stage)) = (self.is_one(), self.stage) {
            text += &attributes(&[("data-stage", words(stage).0)]);
        }
        text
    }

    fn tell(&self, run: &BatchRun) -> String {
        let ms = time(self.to_ms - self.from_ms);
        if !self.is_one() {
            return format!("Lane {}: files {} to {}, {ms}", self.lane + 1, self.first + 1, self.end);
        }
        let name = run.records.get(self.first as usize).map_or("a file", |record| &record.name);
        let stage = self.stage.map_or("in all", |stage| words(stage).1);
        format!("{name}: {stage} {ms}, lane {}", self.lane + 1)
    }
}

/// How strongly a stage is drawn.
const fn strength(stage: Stage) -> f64 {
    match stage {
        Stage::CopyIn | Stage::CopyOut => 0.2,
        Stage::Survey | Stage::Decode => 0.55,
        Stage::Render => 1.0,
    }
}

/// A stage's name for programs and for people.
const fn words(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::CopyIn => ("copy-in", "waiting for its bytes"),
        Stage::Decode => ("decode", "decoding"),
        Stage::Survey | Stage::Render => ("render", "kernels"),
        Stage::CopyOut => ("copy-out", "bringing the result"),
    }
}

/// The spans that can be drawn.
fn spans(run: &BatchRun) -> impl Iterator<Item = &Span> {
    run.trace.spans.iter().filter(|span| {
        is_time(span.start_ms) && is_time(span.end_ms) && span.start_ms < span.end_ms && span.lane < run.trace.lanes
    })
}

/// The rectangles: a span each, or, where spans are narrower than can be seen, as many as make one that can.
fn marks(run: &BatchRun, px_a_ms: f64) -> Vec<Mark> {
    let mut by_lane: BTreeMap<u32, Vec<&Span>> = BTreeMap::new();
    spans(run).for_each(|span| by_lane.entry(span.lane).or_default().push(span));
    let mut marks: Vec<Mark> = Vec::new();
    for (lane, mut spans) in by_lane {
        spans.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        let mut open: Option<Mark> = None;
        for span in spans {
            let (from_ms, to_ms) = (span.start_ms, span.end_ms);
            let weight = (to_ms - from_ms) * strength(span.stage);
            let narrow = |from_ms: f64, to_ms: f64| (to_ms - from_ms) * px_a_ms < NARROWEST;
            // One that can be seen by itself is, however close it follows.
            let joined = open.as_mut().filter(|mark| {
                narrow(from_ms, to_ms) && narrow(mark.from_ms, mark.to_ms) && narrow(mark.from_ms, from_ms)
            });
            match joined {
                // Until it is closed, its strength is a sum over its time.
                Some(mark) => {
                    mark.to_ms = mark.to_ms.max(to_ms);
                    mark.first = mark.first.min(span.first_row);
                    mark.end = mark.end.max(span.end_row);
                    mark.stage = mark.stage.filter(|&stage| stage == span.stage);
                    mark.strength += weight;
                }
                None => {
                    marks.extend(open.take());
                    let (first, end, stage) = (span.first_row, span.end_row, Some(span.stage));
                    open = Some(Mark { lane, first, end, stage, from_ms, to_ms, strength: weight });
                }
            }
        }
        marks.extend(open);
    }
    for mark in &mut marks {
        mark.strength = (mark.strength / (mark.to_ms - mark.from_ms)).clamp(0.1, 1.0);
    }
    marks
}

/// The share of the time that a lane decoded or rendered.
fn busy(run: &BatchRun, lane: u32, end_ms: f64) -> f64 {
    let work = spans(run).filter(|span| span.lane == lane && span.stage != Stage::CopyIn);
    work.map(|span| span.end_ms - span.start_ms).sum::<f64>() / end_ms
}

fn describe(run: &BatchRun) -> String {
    let sum = |stage: Stage| {
        let ms: f64 = spans(run).filter(|span| span.stage == stage).map(|span| span.end_ms - span.start_ms).sum();
        format!("{} {}", words(stage).1, time(ms))
    };
    let [read, decode, render] = [Stage::CopyIn, Stage::Decode, Stage::Render].map(sum);
    format!("{}. All lanes together: {read}, {decode}, {render}.", told(run))
}

fn table(run: &BatchRun) -> Table {
    let columns = ["Lane", "Files", "Decoding, ms", "Kernels, ms", "Waiting for bytes, ms"].map(String::from);
    let row = |lane: u32| {
        let own = || spans(run).filter(move |span| span.lane == lane);
        let ms = |stage| {
            let ms: f64 = own().filter(|span| span.stage == stage).map(|span| span.end_ms - span.start_ms).sum();
            format!("{ms:.1}")
        };
        let mut files: Vec<u32> = own().map(|span| span.first_row).collect();
        files.sort_unstable();
        files.dedup();
        let stages = [Stage::Decode, Stage::Render, Stage::CopyIn].map(ms);
        [(lane + 1).to_string(), files.len().to_string()].into_iter().chain(stages).collect()
    };
    let rows = (0..run.trace.lanes).map(row).collect();
    Table { columns: columns.into(), rows }
}

#[cfg(test)]
mod tests {
    use model::{Theme, Way};

    use super::super::examples::run;
    use super::*;

    const DRAWING: Drawing = Drawing { width: 640, theme: Theme::Light, window_ms: None };

    #[test]
    fn every_span_is_drawn_once_where_there_is_room() {
        let run = run(Way::ThreadsMap, 2, 10);
        let figure = batch_lanes(&run, DRAWING);
        let document = roxmltree::Document::parse(&figure.svg).unwrap();
        let drawn: Vec<_> = document.descendants().filter(|node| node.attribute("class") == Some("span")).collect();
        assert_eq!(drawn.len(), run.trace.spans.len());
        assert!(drawn.iter().all(|node| node.attribute("data-file").is_some()));
        assert_eq!(figure.title, "threads.map: 8 of 10 files in 30.0 ms, 2 failures, 267 files a second");
        assert_eq!(figure.table.rows[0], ["1", "5", "16.0", "4.0", "5.0"]);
    }

    #[test]
    fn what_can_not_be_seen_takes_nothing_from_what_can() {
        let mut run = run(Way::WorkersMap, 1, 2);
        // The second file's bytes were there at once.
        let span = run.trace.spans.iter_mut().find(|span| span.first_row == 1 && span.stage == Stage::CopyIn).unwrap();
        span.start_ms = span.end_ms - 0.001;
        let stages: Vec<_> = marks(&run, 50.0).iter().map(|mark| (mark.first, mark.stage, mark.strength)).collect();
        let of = |file, stage: Stage| (file, Some(stage), strength(stage));
        let expected = [0, 1].map(|file| [Stage::CopyIn, Stage::Decode, Stage::Render].map(|stage| of(file, stage)));
        assert_eq!(stages.len(), 6);
        for ((file, stage, strength), expected) in stages.into_iter().zip(expected.concat()) {
            assert_eq!((file, stage), (expected.0, expected.1));
            assert!((strength - expected.2).abs() < 1e-9);
        }
        // From farther away a file is one mark of several stages.
        let far = marks(&run, 0.25);
        assert_eq!(far.iter().map(|mark| (mark.first, mark.stage)).collect::<Vec<_>>(), [(0, None), (1, None)]);
        assert_eq!(far[0].tell(&run), "xray-0.jpg: in all 6.00 ms, lane 1");
    }

    #[test]
    fn thousands_of_files_are_drawn_together() {
        let run = run(Way::WorkersSubmit, 4, 10_000);
        let figure = batch_lanes(&run, DRAWING);
        let drawn = figure.svg.matches(r#"class="span""#).count();
        // No more than there are pixels for, and every lane over its whole length.
        assert!((100..4 * 640).contains(&drawn), "{drawn}");
        let marks = marks(&run, 500.0 / 15_000.0);
        for lane in 0..4 {
            let own = || marks.iter().filter(move |mark| mark.lane == lane);
            assert!(own().zip(own().skip(1)).all(|(a, b)| a.to_ms <= b.from_ms + 1e-9));
            let covered: f64 = own().map(|mark| mark.to_ms - mark.from_ms).sum();
            assert!(covered > 0.95 * 15_000.0, "{covered}");
        }
    }

    #[test]
    fn nothing_and_nonsense_are_drawn_as_nothing() {
        let mut odd = run(Way::Map, 1, 2);
        odd.trace.spans.iter_mut().for_each(|span| span.end_ms = f64::NAN);
        odd.total_ms = 0.0;
        let figure = batch_lanes(&odd, DRAWING);
        assert!(figure.svg.contains("No file was worked on."));
        assert!(figure.title.ends_with("0.00 files a second"), "{}", figure.title);
    }
}
