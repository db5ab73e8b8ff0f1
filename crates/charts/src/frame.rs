//! The room a chart has, and the sizes of type that follow from it.

use crate::text::Font;
use model::Theme;

/// A chart's outer size in CSS pixels and its theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Width in CSS pixels; 320 to 1600 is what the charts are drawn for, less than 240 is taken as 240.
    pub width: u32,
    /// Height in CSS pixels; less than 120 is taken as 120.
    pub height: u32,
    /// Light or dark.
    pub theme: Theme,
}

impl Frame {
    /// The frame with a size that has room for at least an axis and a word, and that fits plotters' whole numbers.
    pub(crate) fn usable(self) -> Self {
        Self { width: self.width.clamp(240, 10_000), height: self.height.clamp(120, 10_000), theme: self.theme }
    }

    /// The smallest type in the chart. It grows with the width, so that a chart filling a projector's 1280 pixels has type
    /// of 24: about a fiftieth of the screen, which is what slides use. It shrinks a little where height is short.
    pub(crate) fn small(self) -> Font {
        let by_width = (f64::from(self.width) / 52.0).clamp(14.0, 32.0);
        Font::plain(by_width.min(f64::from(self.height) / 10.0).max(14.0))
    }

    /// The type of the numbers that matter.
    pub(crate) fn big(self) -> Font {
        Font::bold(self.small().px * 1.7)
    }
}
