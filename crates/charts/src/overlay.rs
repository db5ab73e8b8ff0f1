//! Who drew which rows, laid over the picture itself.
//!
//! Each span's rows are a translucent band in its lane's colour and pattern. Its lane's number stands at the left edge, once
//! for neighbouring bands of the same lane.

use model::{Mode, Size, Span, Stage, Trace};
use plotters::drawing::IntoDrawingArea;
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Canvas, units};
use crate::lanes::{describe, span_tag, spans, used_lanes};
use crate::marks::{Bar, INFALLIBLE, label, text_style};
use crate::palette::{lane_colour, lane_noun, palette, rgb};
use crate::pattern;
use crate::svg::Document;
use crate::text::Font;
use model::Theme;

/// How much of the band covers the picture.
const BAND_OPACITY: f64 = 0.45;

/// Numbers smaller than this share of the picture's longer side would be dust; pattern and lightness have to do.
const SMALLEST_NUMBER: f64 = 0.012;
/// Numbers larger than this would cover the picture.
const LARGEST_NUMBER: f64 = 0.045;

/// The rows of each span as an SVG that fills the picture it is laid over. `size` is the result's size in pixels.
///
/// Each span is one rectangle of class `band`, with `data-lane`, `data-first-row` and `data-end-row`.
pub fn overlay(trace: &Trace, mode: Mode, size: Size, theme: Theme) -> String {
    // plotters counts in tenths in whole numbers of 31 bits.
    let size = Size::new(size.width.clamp(1, 100_000_000), size.height.clamp(1, 100_000_000));
    let longer = f64::from(size.width.max(size.height));
    let mut body = String::new();
    draw(&mut body, trace, mode, size, theme, longer);
    Document {
        size: (size.width, size.height),
        stretches: true,
        title: &format!("{}: which {} drew which rows", mode.label(), lane_noun(mode)),
        description: &describe(trace, mode),
        definitions: &pattern::definitions(mode, used_lanes(trace), (longer / 90.0).max(1.0), theme),
        body: &body,
    }
    .render()
}

fn draw(body: &mut String, trace: &Trace, mode: Mode, size: Size, theme: Theme, longer: f64) {
    let sheet = Canvas::new(body, (size.width, size.height)).into_drawing_area();
    let px = |x: u32, y: u32| (units(f64::from(x.min(size.width))), units(f64::from(y.min(size.height))));
    for span in rendered(trace) {
        let colour = rgb(lane_colour(mode, span.lane, theme)).mix(BAND_OPACITY);
        let corners = [px(0, span.first_row), px(size.width, span.end_row)];
        sheet.draw(&Bar { corners, colour, tag: span_tag("band", span, mode) }).expect(INFALLIBLE);
    }
    let colours = palette(theme);
    for (lane, first_row, end_row) in stretches(trace) {
        let height = f64::from(end_row.min(size.height).saturating_sub(first_row));
        let font = Font::bold((height * 0.8).min(longer * LARGEST_NUMBER));
        if font.px < longer * SMALLEST_NUMBER {
            continue;
        }
        let text = (lane + 1).to_string();
        let middle = f64::from(first_row) + height / 2.0;
        let (width, rise) = (font.width(&text) + font.px * 0.5, font.px * 0.5);
        // At the right edge: that half shows the result when it is compared with the original.
        let right = f64::from(size.width);
        let plate = [(units(right - width), units(middle - rise)), (units(right), units(middle + rise))];
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
