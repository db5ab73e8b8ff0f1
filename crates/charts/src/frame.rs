//! The room a chart has, and the sizes of type that follow from it.

use model::{Drawing, Theme};

use crate::text::Font;

/// A chart's outer size in CSS pixels, its theme and its type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    /// Width in CSS pixels; 320 to 1600 is what the charts are drawn for.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// The colours.
    pub theme: Theme,
    /// Size of the smallest type in CSS pixels.
    small_px: f64,
}

/// Width from which on things can stand side by side.
const WIDE: u32 = 600;

impl Frame {
    /// The frame of a drawing, with no height yet. Its width has room for at least an axis and a word, and fits plotters' whole
    /// numbers.
    pub(crate) fn of(drawing: Drawing) -> Self {
        let width = drawing.width.clamp(240, 10_000);
        // Type grows with the width, but no further than it does beside the page's own words. Who fills a projector's screen draws a chart of
        // half the width at twice the size: type of 28 on 1280 pixels, about a fiftieth of the screen, which is what slides use.
        Self { width, height: 120, theme: drawing.theme, small_px: (f64::from(width) / 52.0).clamp(14.0, 20.0) }
    }

    /// The same as high as this, within what can be drawn.
    pub(crate) fn high(self, height_px: f64) -> Self {
        Self { height: height_px.clamp(120.0, 100_000.0) as u32, ..self }
    }

    /// A part of the frame, with the same type.
    pub(crate) const fn part(self, (width, height): (u32, u32)) -> Self {
        Self { width, height, ..self }
    }

    /// Whether things can stand side by side.
    pub(crate) const fn is_wide(self) -> bool {
        self.width >= WIDE
    }

    /// The smallest type in the chart.
    pub(crate) const fn small(self) -> Font {
        Font::plain(self.small_px)
    }

    /// The type of the numbers that matter.
    pub(crate) fn big(self) -> Font {
        Font::bold(self.small_px * 1.7)
    }
}
