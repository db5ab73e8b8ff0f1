//! Ordered dithering: each pixel is compared with a threshold that depends on its place alone.
//!
//! *Point; rows are independent.* The same job as Floyd–Steinberg dithering, rethought so that no pixel waits for
//! another: the thresholds of a matrix of 8 × 8 (Bayer, 1973) repeat over the picture, each of its 64 values once, neighbours
//! as unlike as can be. Of the Rec. 601 luma of the sRGB bytes, or of each colour; alpha is kept. Work: one comparison a
//! pixel, so memory is the limit.
//!
//! A value v out of 255 turns white where 64 v > 255 b + 127, with b from 0 to 63: that is v > (255 b + 127) / 64 rounded
//! down, a whole number from 1 to 252.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    dither::Palette,
    rows::{self, Pattern},
};

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct OrderedDither {
    palette: Palette,
}

impl Kernel for OrderedDither {
    /// The thresholds of eight rows.
    type Plan = [Pattern; 8];
    type Scratch = ();

    fn plan(&self, _: Size) -> Self::Plan {
        std::array::from_fn(|y| std::array::from_fn(|x| ((255 * bayer(x, y) + 127) / 64) as u8))
    }

    fn footprint(&self, _: &Self::Plan, out: Range<u32>) -> Range<u32> {
        out
    }

    fn render(&self, patterns: &Self::Plan, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        let threshold = match self.palette {
            Palette::BlackAndWhite => rows::threshold,
            Palette::Eight => rows::threshold_channels,
        };
        for (y, row) in out.rows_mut() {
            threshold(source.row(y), &patterns[y as usize % 8], row);
        }
    }
}

/// Bayer's matrix of 8 × 8: the bits of x ⊕ y and of y, taken in turn and in reverse.
fn bayer(x: usize, y: usize) -> u32 {
    (0..3).fold(0, |value, bit| value << 2 | (((x ^ y) >> bit & 1) << 1 | (y >> bit & 1)) as u32)
}

impl Describe for OrderedDither {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "ordered_dither".into(),
            label: "Ordered dithering".into(),
            action: "dither this picture by a pattern".into(),
            about: "Shades become patterns of dots. The job of Floyd–Steinberg, rethought so that no pixel waits for another."
                .into(),
            shape: Shape::Point,
            needs_source: true,
            params: vec![Palette::param()],
            presets: vec![],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { palette: Palette::named(params.choice("palette")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_has_every_value_once_and_begins_as_published() {
        let mut values: Vec<u32> = (0..64).map(|i| bayer(i % 8, i / 8)).collect();
        assert_eq!(values[..8], [0, 32, 8, 40, 2, 34, 10, 42]);
        assert_eq!(values[8..12], [48, 16, 56, 24]);
        values.sort_unstable();
        assert!(values.into_iter().eq(0..64));
    }
}
