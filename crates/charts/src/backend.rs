//! Where plotters draws: into a string of SVG.
//!
//! plotters' own SVG backend asks the page how wide a text is, which panics in a worker and needs an inline style; it also knows
//! no classes, titles or patterns. This one is smaller than a wrapper would be.
//!
//! 1. plotters computes in whole numbers, so its pixel is a tenth of ours ([`UNITS`]): positions have one decimal.
//! 2. An element may hand over a [`Tag`] first: attributes and a tooltip for the very next shape (`marks.rs` does).
//! 3. Text is measured by the table in `text.rs`, never by a font.

use std::convert::Infallible;
use std::fmt::Write;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use crate::svg::escape;
use crate::text::{CAP_HEIGHT, DESCENT, Font};

/// plotters' pixels in one CSS pixel.
pub(crate) const UNITS: f64 = 10.0;

/// CSS pixels in plotters' pixels.
pub(crate) fn units(px: f64) -> i32 {
    (px * UNITS).round() as i32
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// What the next shape carries besides its geometry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tag {
    /// Attributes, escaped, each with a space before it.
    pub attributes: String,
    /// A tooltip; empty for none.
    pub title: String,
    /// A paint that stands in for the shape's colour: the reference of a pattern.
    pub paint: Option<String>,
}

/// A drawing in the making.
pub(crate) struct Canvas<'s> {
    text: &'s mut String,
    size: (u32, u32),
    tag: Tag,
}

impl<'s> Canvas<'s> {
    /// A canvas of `size` CSS pixels that appends to `text`.
    pub(crate) fn new(text: &'s mut String, (width, height): (u32, u32)) -> Self {
        let size = (width.saturating_mul(UNITS as u32), height.saturating_mul(UNITS as u32));
        Self { text, size, tag: Tag::default() }
    }

    /// Gives the next shape this tag.
    pub(crate) fn tag_next(&mut self, tag: &Tag) {
        self.tag.clone_from(tag);
    }

    /// Writes one shape with the waiting tag.
    fn shape(&mut self, name: &str, geometry: &str, paint: &str) -> Drawn {
        let tag = std::mem::take(&mut self.tag);
        let attributes = tag.attributes;
        // Writing into a string can't fail.
        let _ = if tag.title.is_empty() {
            write!(self.text, "<{name}{attributes}{geometry}{paint}/>")
        } else {
            let title = escape(&tag.title);
            write!(self.text, "<{name}{attributes}{geometry}{paint}><title>{title}</title></{name}>")
        };
        Ok(())
    }

    fn paint(&self, style: &impl BackendStyle, fill: bool) -> String {
        let color = style.color();
        match (&self.tag.paint, fill) {
            (Some(paint), true) => format!(" fill=\"{paint}\"{}", opacity("fill", color)),
            (None, true) => format!(" fill=\"{}\"{}", hex(color), opacity("fill", color)),
            (_, false) => {
                let width = Tenths(style.stroke_width() as i32);
                let (hex, opacity) = (hex(color), opacity("stroke", color));
                format!(" fill=\"none\" stroke=\"{hex}\"{opacity} stroke-width=\"{width}\"")
            }
        }
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let (x, y) = (Tenths(from.0.min(to.0)), Tenths(from.1.min(to.1)));
        let (width, height) = (Tenths((to.0 - from.0).abs()), Tenths((to.1 - from.1).abs()));
        let geometry = format!(" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        self.shape("rect", &geometry, &self.paint(style, fill))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let geometry = format!(" points=\"{}\"", points(path));
        self.shape("polyline", &geometry, &self.paint(style, false))
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let (x, y, radius) = (Tenths(centre.0), Tenths(centre.1), Tenths(radius as i32));
        let geometry = format!(" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"");
        self.shape("circle", &geometry, &self.paint(style, fill))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vertices: I, style: &S) -> Drawn {
        let geometry = format!(" points=\"{}\"", points(vertices));
        self.shape("polygon", &geometry, &self.paint(style, true))
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Drawn {
        let font = font(style);
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let drop = match style.anchor().v_pos {
            VPos::Top => CAP_HEIGHT,
            VPos::Center => CAP_HEIGHT / 2.0,
            VPos::Bottom => -DESCENT,
        };
        let (x, y, size) = (Tenths(x), Tenths(y + units(font.px * drop)), Tenths(units(font.px)));
        let weight = if font.bold { " font-weight=\"bold\"" } else { "" };
        let paint = self.paint(&style.color(), true);
        let attributes = std::mem::take(&mut self.tag).attributes;
        // Writing into a string can't fail.
        let _ = write!(
            self.text,
            "<text{attributes} x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{weight}{paint}>{}</text>",
            escape(text)
        );
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let font = font(style);
        Ok((units(font.width(text)) as u32, units(font.px * (CAP_HEIGHT + DESCENT)) as u32))
    }
}

/// plotters' style, whose size is in its pixels, as a font.
fn font(style: &impl BackendTextStyle) -> Font {
    Font { px: style.size() / UNITS, bold: matches!(style.style(), FontStyle::Bold) }
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{},{}", Tenths(x), Tenths(y))).collect::<Vec<_>>().join(" ")
}

fn hex(BackendColor { rgb: (r, g, b), .. }: BackendColor) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn opacity(what: &str, color: BackendColor) -> String {
    if color.alpha >= 1.0 {
        String::new()
    } else {
        format!(" {what}-opacity=\"{}\"", (color.alpha * 100.0).round() / 100.0)
    }
}

/// A number of tenths, written as a decimal: 123 is "12.3", 120 is "12".
struct Tenths(i32);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", f64::from(self.0) / UNITS)
    }
}
