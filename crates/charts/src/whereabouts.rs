//! Where in the picture each lane worked, beside when: each chunk's rows in its lane's colour, and the lanes themselves.
//!
//! Bands and spans carry the same data, so that a page can replay the run in slow motion on both at once. The rectangle of class
//! `picture` is where the result itself belongs, below the bands.

use model::figures::{percent, time};
use model::{ChartName, Drawing, Figure, Stage};
use plotters::style::Color;

use crate::backend::{Tag, units};
use crate::catalog::Chart;
use crate::exhibit::Exhibit;
use crate::frame::Frame;
use crate::lanes::{self, Shown, spans};
use crate::marks::{Bar, INFALLIBLE, sheet};
use crate::names::Names;
use crate::overlay::{Bands, bands};
use crate::palette::{palette, rgb};
use crate::svg::{Words, attributes};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Where,
    of: |exhibit| modes(exhibit).into_iter().map(Some).collect(),
    draw: |exhibit, index, drawing| {
        let shown = Shown::of(exhibit, index?, drawing)?.alone(drawing);
        shown.mode.is_parallel().then(|| draw(exhibit, &shown, drawing))
    },
};

/// The modes whose lanes have rows to show.
pub(crate) fn modes(exhibit: &Exhibit<'_>) -> Vec<u32> {
    let any = Drawing { width: 640, theme: model::Theme::Light, window_ms: None };
    let shown = |&index: &u32| {
        let shown = Shown::of(exhibit, index, any);
        shown.is_some_and(|s| s.mode.is_parallel() && spans(&s.run.trace).any(|span| span.stage == Stage::Render))
    };
    (0..exhibit.report().settings.modes.len() as u32).filter(shown).collect()
}

/// How much of the picture below a band covers.
const BAND_OPACITY: f64 = 0.6;

fn draw(exhibit: &Exhibit<'_>, shown: &Shown<'_>, drawing: Drawing) -> Figure {
    let frame = Frame::of(drawing);
    let em = frame.small().px;
    let size = exhibit.with_mode(shown.index).report().job.output_size;
    let ratio = (f64::from(size.height.max(1)) / f64::from(size.width.max(1))).clamp(0.05, 3.0);
    let width = f64::from(frame.width);
    // The picture as large as its column allows, and no higher than a screen.
    let column = if frame.is_wide() { width * 0.42 } else { width } - em * 2.0;
    let picture_px = (column.min(width * 0.7 / ratio), (column * ratio).min(width * 0.7));
    let lanes_px = shown.height(frame);
    let height =
        if frame.is_wide() { (picture_px.1 + em * 2.0).max(lanes_px) } else { picture_px.1 + em * 2.0 + lanes_px };
    let frame = frame.high(height);
    let mut body = String::new();
    {
        let sheet = sheet(&mut body, frame);
        let column_px = column + em * 2.0;
        let (picture_area, lanes_area) = if frame.is_wide() {
            sheet.split_horizontally(units(column_px))
        } else {
            sheet.split_vertically(units(picture_px.1 + em * 2.0))
        };
        let left = em + (column - picture_px.0) / 2.0;
        let corners = [(units(left), units(em)), (units(left + picture_px.0), units(em + picture_px.1))];
        let tag = Tag {
            attributes: attributes(&[
                ("class", "picture"),
                ("data-width", &size.width.to_string()),
                ("data-height", &size.height.to_string()),
            ]),
            ..Tag::default()
        };
        let colour = rgb(palette(frame.theme).hairline).to_rgba();
        picture_area.draw(&Bar { corners, colour, tag }).expect(INFALLIBLE);
        let area = [left, em, picture_px.0, picture_px.1];
        let how = Bands {
            mode: shown.mode,
            rows: size.height,
            area,
            opacity: BAND_OPACITY,
            numbers: (em, em * 1.3),
            theme: frame.theme,
        };
        bands(&picture_area, &shown.run.trace, &how);
        let part = if frame.is_wide() {
            frame.part((frame.width - column_px as u32, frame.height))
        } else {
            frame.part((frame.width, lanes_px as u32))
        };
        lanes::draw(&lanes_area, shown, part);
    }
    let definitions = lanes::definitions(&shown.run.trace, shown.mode, frame);
    exhibit.figure_of_mode(shown.index, frame, &definitions, &body, words(exhibit, shown))
}

fn words(exhibit: &Exhibit<'_>, shown: &Shown<'_>) -> Words {
    let noun = shown.mode.lane_noun();
    let subject = Names::of(exhibit).subject(shown.index).to_string();
    // When each lane had nothing left to do.
    let trace = &shown.run.trace;
    let mut ends: Vec<f64> = vec![0.0; spans(trace).map(|s| s.lane as usize + 1).max().unwrap_or(0)];
    for span in spans(trace) {
        let end = &mut ends[span.lane as usize];
        *end = end.max(span.end_ms);
    }
    let worked = ends.iter().copied().filter(|end| *end > 0.0);
    let (first, last) = worked.fold((f64::INFINITY, 0.0f64), |(first, last), end| (first.min(end), last.max(end)));
    let tail = last - first;
    let title = if ends.len() < 2 || !tail.is_finite() {
        format!("{subject}: one {noun} did it all")
    } else if tail > last * 0.05 {
        format!("{subject}: the first to finish waits {} for the last, {} of the run", time(tail), percent(tail / last))
    } else {
        format!("{subject}: all finish within {}", time(tail))
    };
    let note = format!(
        "At the left the result, each chunk’s rows in the colour, pattern and number of its {noun}; beside it when it was done. {}",
        lanes::note(exhibit.report(), shown)
    );
    Words { title, note, description: lanes::describe(trace, shown.mode), table: lanes::lanes_table(shown) }
}
