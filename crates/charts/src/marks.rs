//! The shapes that charts share, as plotters elements, and the drawing area they stand on.

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Drawable, PointCollection, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, RGBAColor, ShapeStyle, TRANSPARENT, TextStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use crate::backend::{Canvas, Tag, UNITS, units};
use crate::frame::Frame;
use crate::palette::{palette, rgb};
use crate::text::{Font, tick};
use model::Mode;

/// A chart whose x axis is milliseconds and whose y axis is CSS pixels from the top of the plot.
pub(crate) type TimeChart<'a, 's> = ChartContext<'a, Canvas<'s>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Drawing into a string can't fail, and frames are large enough for their margins.
pub(crate) const INFALLIBLE: &str = "a string takes every drawing";

/// The longest time that is drawn, in milliseconds: eleven days. A report from elsewhere may hold numbers that overflow
/// plotters' pixels.
const LONGEST_MS: f64 = 1e9;

/// Whether this can be drawn as a time.
pub(crate) fn is_time(ms: f64) -> bool {
    // Not a number is out of range as well.
    (0.0..=LONGEST_MS).contains(&ms)
}

/// The empty sheet of a frame, in its paper's colour.
pub(crate) fn sheet<'s>(text: &'s mut String, frame: Frame) -> DrawingArea<Canvas<'s>, Shift> {
    let sheet = Canvas::new(text, (frame.width, frame.height)).into_drawing_area();
    sheet.fill(&rgb(palette(frame.theme).paper)).expect(INFALLIBLE);
    sheet
}

/// A sentence in the middle of a sheet that has nothing to show.
pub(crate) fn sentence(sheet: &DrawingArea<Canvas<'_>, Shift>, frame: Frame, text: &str) {
    let middle = (units(f64::from(frame.width) / 2.0), units(f64::from(frame.height) / 2.0));
    let style = text_style(frame.small(), palette(frame.theme).muted, HPos::Center, VPos::Center);
    sheet.draw(&label(middle, text, style)).expect(INFALLIBLE);
}

/// Space around the plot in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Margins {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    /// What lies below the axis labels.
    pub bottom: f64,
}

/// Height of the axis labels' strip for this type.
pub(crate) fn axis_height(font: Font) -> f64 {
    font.px * 1.8
}

/// Height of the plot that is left between margins and axis.
pub(crate) fn plot_height(frame: Frame, margins: Margins) -> f64 {
    (f64::from(frame.height) - margins.top - margins.bottom - axis_height(frame.small())).max(20.0)
}

/// A plot with an axis of these milliseconds: hairlines, few ticks, no box.
pub(crate) fn time_chart<'a, 's>(
    sheet: &'a DrawingArea<Canvas<'s>, Shift>,
    frame: Frame,
    margins: Margins,
    (from_ms, end_ms): (f64, f64),
) -> TimeChart<'a, 's> {
    let colours = palette(frame.theme);
    let font = frame.small();
    let mut chart = ChartBuilder::on(sheet)
        .margin_left(units(margins.left))
        .margin_right(units(margins.right))
        .margin_top(units(margins.top))
        .margin_bottom(units(margins.bottom))
        .set_label_area_size(LabelAreaPosition::Bottom, units(axis_height(font)))
        .build_cartesian_2d(from_ms..end_ms, plot_height(frame, margins)..0.0)
        .expect(INFALLIBLE);
    // A label and as much again of air; plotters takes the number as a limit.
    let label_px = font.width("0000 ms") * 1.6;
    let ticks = ((f64::from(frame.width) - margins.left - margins.right) / label_px).clamp(2.0, 8.0) as usize;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .x_labels(ticks)
        .x_label_formatter(&|ms| tick(*ms, end_ms))
        .x_label_style(text_style(font, colours.muted, HPos::Center, VPos::Top))
        .bold_line_style(hairline(colours.hairline))
        .light_line_style(TRANSPARENT)
        .axis_style(TRANSPARENT)
        .set_all_tick_mark_size(units(font.px * 0.25))
        .draw()
        .expect(INFALLIBLE);
    chart
}

/// A line of one CSS pixel.
pub(crate) fn hairline(colour: &str) -> ShapeStyle {
    rgb(colour).stroke_width(UNITS as u32)
}

/// A line of `px` CSS pixels.
pub(crate) fn line(colour: &str, px: f64) -> ShapeStyle {
    rgb(colour).stroke_width(units(px) as u32)
}

/// Text of this font and colour, held at this corner.
pub(crate) fn text_style(font: Font, colour: &str, h_pos: HPos, v_pos: VPos) -> TextStyle<'static> {
    let style = if font.bold { plotters_backend::FontStyle::Bold } else { plotters_backend::FontStyle::Normal };
    FontDesc::new(FontFamily::SansSerif, font.px * UNITS, style).color(&rgb(colour)).pos(Pos::new(h_pos, v_pos))
}

/// One line of text as an element.
pub(crate) fn label<C>(at: C, text: &str, style: TextStyle<'static>) -> Text<'static, C, String> {
    Text::new(text.to_string(), at, style)
}

/// A mode's mark: a circle for "Sequential", a diamond for "Parallel", a square for "JavaScript", a triangle for "Without
/// SIMD", a cross for "Workers".
pub(crate) struct Mark<C> {
    at: C,
    mode: Mode,
    /// Half its width in CSS pixels.
    radius: f64,
    style: ShapeStyle,
    crossed: bool,
    tag: Tag,
}

impl<C> Mark<C> {
    /// A filled mark.
    pub(crate) fn full(at: C, mode: Mode, radius: f64, colour: RGBAColor) -> Self {
        Self { at, mode, radius, style: colour.filled(), crossed: false, tag: Tag::default() }
    }

    /// The outline of a mark: something seen, but not counted.
    pub(crate) fn hollow(at: C, mode: Mode, radius: f64, colour: RGBAColor) -> Self {
        let style = colour.stroke_width(units(radius * 0.3) as u32);
        Self { at, mode, radius, style, crossed: false, tag: Tag::default() }
    }

    /// Two strokes across: something set aside.
    pub(crate) fn crossed(at: C, mode: Mode, radius: f64, colour: RGBAColor) -> Self {
        Self { crossed: true, ..Self::hollow(at, mode, radius, colour) }
    }

    /// The mark with attributes and a tooltip.
    pub(crate) fn tagged(self, tag: Tag) -> Self {
        Self { tag, ..self }
    }
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Mark<C> {
    type Point = &'a C;
    type IntoIter = std::iter::Once<&'a C>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<'s, C> Drawable<Canvas<'s>> for Mark<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut position: I,
        canvas: &mut Canvas<'s>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<<Canvas<'s> as DrawingBackend>::ErrorType>> {
        let Some((x, y)) = position.next() else { return Ok(()) };
        canvas.tag_next(&self.tag);
        let radius = units(self.radius);
        if self.crossed {
            let strokes = [(-1, -1), (1, 1), (0, 0), (1, -1), (-1, 1)];
            return canvas.draw_path(strokes.map(|(dx, dy)| (x + dx * radius, y + dy * radius)), &self.style);
        }
        let Some(corners) = corners(self.mode, self.radius) else {
            return canvas.draw_circle((x, y), radius as u32, &self.style, self.style.filled);
        };
        let corners: Vec<_> = corners.iter().map(|(dx, dy)| (x + units(*dx), y + units(*dy))).collect();
        if self.style.filled {
            return canvas.fill_polygon(corners, &self.style);
        }
        // Closed, and begun half-way along the last side, so that every corner is mitred.
        let (first, last) = (corners[0], corners[corners.len() - 1]);
        let start = ((first.0 + last.0) / 2, (first.1 + last.1) / 2);
        canvas.draw_path([start].into_iter().chain(corners).chain([start]), &self.style)
    }
}

/// The corners of a mode's mark around its middle, in CSS pixels; none for a circle. All look as large as a circle of this
/// radius: a polygon within it would have two thirds of its area.
fn corners(mode: Mode, radius: f64) -> Option<Vec<(f64, f64)>> {
    let scaled = |corners: &[(f64, f64)]| Some(corners.iter().map(|(x, y)| (x * radius, y * radius)).collect());
    match mode {
        Mode::Simd => None,
        Mode::Threads => scaled(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        Mode::Js => scaled(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        Mode::Scalar => scaled(&[(0.0, -1.2), (1.2, 0.9), (-1.2, 0.9)]),
        Mode::Workers => {
            let (long, short) = (1.15, 0.42);
            scaled(&[
                (-short, -long),
                (short, -long),
                (short, -short),
                (long, -short),
                (long, short),
                (short, short),
                (short, long),
                (-short, long),
                (-short, short),
                (-long, short),
                (-long, -short),
                (-short, -short),
            ])
        }
    }
}

/// A line through points, with attributes and a tooltip.
pub(crate) struct Stroke<C> {
    pub points: Vec<C>,
    pub style: ShapeStyle,
    pub tag: Tag,
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Stroke<C> {
    type Point = &'a C;
    type IntoIter = std::slice::Iter<'a, C>;

    fn point_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl<'s, C> Drawable<Canvas<'s>> for Stroke<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        canvas: &mut Canvas<'s>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<<Canvas<'s> as DrawingBackend>::ErrorType>> {
        canvas.tag_next(&self.tag);
        if self.style.filled {
            return canvas.fill_polygon(points, &self.style);
        }
        canvas.draw_path(points, &self.style)
    }
}

/// A rectangle between two corners, with attributes, a tooltip and perhaps a pattern.
pub(crate) struct Bar<C> {
    pub corners: [C; 2],
    pub colour: RGBAColor,
    pub tag: Tag,
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Bar<C> {
    type Point = &'a C;
    type IntoIter = std::slice::Iter<'a, C>;

    fn point_iter(self) -> Self::IntoIter {
        self.corners.iter()
    }
}

impl<'s, C> Drawable<Canvas<'s>> for Bar<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut corners: I,
        canvas: &mut Canvas<'s>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<<Canvas<'s> as DrawingBackend>::ErrorType>> {
        let (Some(from), Some(to)) = (corners.next(), corners.next()) else { return Ok(()) };
        canvas.tag_next(&self.tag);
        canvas.draw_rect(from, to, &self.colour.filled(), true)
    }
}
