//! Who drew which rows, laid over the picture itself.
//!
//! Each span's rows are a translucent band in its lane's colour and pattern. Its lane's number stands at the left edge, once
//! for neighbouring bands of the same lane.

use model::{Mode, Size, Span, Stage, Trace};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Canvas, units};
use crate::catalog::typical;
use crate::exhibit::Exhibit;
use crate::lanes::{describe, span_tag, spans, used_lanes};
use crate::marks::{Bar, INFALLIBLE, label, text_style};
use crate::palette::{lane_colour, palette, rgb};
use crate::pattern;
use crate::svg::Document;
use crate::text::Font;
use crate::whereabouts;
use model::Theme;

/// How much of the band covers the picture.
const BAND_OPACITY: f64 = 0.45;

/// Bands narrower than this in units of the drawing are drawn with their neighbours of the same lane.
const NARROWEST: f64 = 0.5;

/// Numbers smaller than this share of the picture's longer side would be dust; pattern and lightness have to do.
const SMALLEST_NUMBER: f64 = 0.012;
/// Numbers larger than this would cover the picture.
const LARGEST_NUMBER: f64 = 0.045;

/// The rows of each span of a report's typical run, to be laid over its result: of the mode whose chart of where comes first, or of the first
/// parallel mode on the job's own picture, or of the first mode. Nothing where that has no run.
/// Of several reports it is the first one's.
pub fn overlay(exhibit: &Exhibit<'_>, theme: Theme) -> Option<String> {
    let first = exhibit.each().first()?;
    let (report, summary) = (first.report(), first.summary());
    let modes = &report.settings.modes;
    let shown = whereabouts::modes(first).first().map(|&index| index as usize);
    let parallel = || modes.iter().position(|mode| mode.mode.is_parallel() && mode.size.is_none());
    let index = shown.or_else(parallel).unwrap_or(0);
    let run = typical(report, summary, index as u32)?;
    Some(drawn_over(&run.trace, modes.get(index)?.mode, report.job.output_size, theme))
}

/// The rows of each span as an SVG that fills the picture it is laid over. `size` is the result's size in pixels.
///
/// Each span is one rectangle of class `band`, with `data-lane`, `data-first-row` and `data-end-row`.
pub(crate) fn drawn_over(trace: &Trace, mode: Mode, size: Size, theme: Theme) -> String {
    // plotters counts in tenths in whole numbers of 31 bits.
    let size = Size::new(size.width.clamp(1, 100_000_000), size.height.clamp(1, 100_000_000));
    let longer = f64::from(size.width.max(size.height));
    let mut body = String::new();
    {
        let sheet = Canvas::new(&mut body, (size.width, size.height)).into_drawing_area();
        let area = [0.0, 0.0, f64::from(size.width), f64::from(size.height)];
        let numbers = (longer * SMALLEST_NUMBER, longer * LARGEST_NUMBER);
        bands(&sheet, trace, &Bands { mode, rows: size.height, area, opacity: BAND_OPACITY, numbers, theme });
    }
    Document {
        size: (size.width, size.height),
        stretches: true,
        title: &format!("{}: which {} drew which rows", mode.label(), mode.lane_noun()),
        description: &describe(trace, mode),
        definitions: &pattern::definitions(mode, used_lanes(trace), (longer / 90.0).max(1.0), theme),
        body: &body,
    }
    .render()
}

/// Where and how bands are drawn.
pub(crate) struct Bands {
    pub mode: Mode,
    /// Rows of the picture.
    pub rows: u32,
    /// Where the picture lies: left, top, width and height in units of the drawing.
    pub area: [f64; 4],
    /// How much of the picture they cover, from 0 to 1.
    pub opacity: f64,
    /// Smallest and largest type of the lanes' numbers.
    pub numbers: (f64, f64),
    pub theme: Theme,
}

/// A trace's bands, with their lanes' numbers at the picture's right edge.
pub(crate) fn bands(sheet: &DrawingArea<Canvas<'_>, Shift>, trace: &Trace, how: &Bands) {
    let Bands { mode, rows, area: [left, top, width, height], opacity, numbers: (smallest, largest), theme } = *how;
    let rows = rows.max(1);
    let row_px = height / f64::from(rows);
    let y = |row: u32| top + f64::from(row.min(rows)) * row_px;
    let mut before: Option<Span> = None;
    let draw = |span: &Span| {
        let colour = rgb(lane_colour(mode, span.lane, theme)).mix(opacity);
        let corners = [(units(left), units(y(span.first_row))), (units(left + width), units(y(span.end_row)))];
        sheet.draw(&Bar { corners, colour, tag: span_tag("band", span, mode) }).expect(INFALLIBLE);
    };
    for span in rendered(trace) {
        let narrow = f64::from(span.end_row - span.first_row) * row_px < NARROWEST;
        match &mut before {
            // Rows too narrow to be seen, done by one lane one after the other.
            Some(b)
                if narrow
                    && b.lane == span.lane
                    && b.end_row == span.first_row
                    && y(b.end_row) - y(b.first_row) < 1.0 =>
            {
                b.end_row = span.end_row;
                (b.start_ms, b.end_ms) = (b.start_ms.min(span.start_ms), b.end_ms.max(span.end_ms));
            }
            _ => {
                if let Some(span) = before.replace(*span) {
                    draw(&span);
                }
            }
        }
    }
    if let Some(span) = before {
        draw(&span);
    }
    let colours = palette(theme);
    for (lane, first_row, end_row) in stretches(trace) {
        let band_px = y(end_row) - y(first_row);
        let font = Font::bold((band_px * 0.8).min(largest));
        if font.px < smallest {
            continue;
        }
        let text = (lane + 1).to_string();
        let middle = y(first_row) + band_px / 2.0;
        let (plate_px, rise) = (font.width(&text) + font.px * 0.5, font.px * 0.5);
        // At the right edge: that half shows the result when it is compared with the original.
        let right = left + width;
        let plate = [(units(right - plate_px), units(middle - rise)), (units(right), units(middle + rise))];
        sheet.draw(&Rectangle::new(plate, rgb(colours.paper).mix(0.85).filled())).expect(INFALLIBLE);
        let style = text_style(font, colours.ink, HPos::Right, VPos::Center);
        sheet.draw(&label((units(right - font.px * 0.25), units(middle)), &text, style)).expect(INFALLIBLE);
    }
}

/// The spans that made rows of the result; a survey's rows are the source's.
fn rendered(trace: &Trace) -> impl Iterator<Item = &Span> {
    spans(trace).filter(|span| span.stage == Stage::Render)
}

/// Neighbouring rows of the same lane as one: lane, first row, one past the last.
fn stretches(trace: &Trace) -> Vec<(u32, u32, u32)> {
    let mut bands: Vec<(u32, u32, u32)> = rendered(trace).map(|s| (s.lane, s.first_row, s.end_row)).collect();
    bands.sort_unstable_by_key(|&(_, first_row, _)| first_row);
    bands.dedup_by(|next, before| {
        let joins = next.0 == before.0 && next.1 == before.2;
        if joins {
            before.2 = next.2;
        }
        joins
    });
    bands
}
