//! Otsu's threshold: black and white, divided where the two differ most (Otsu, 1979).
//!
//! *Reduce, then map; rows are independent once the picture has been surveyed.* Of the Rec. 601 luma of the sRGB bytes: the
//! threshold t maximises the variance between pixels up to t and pixels above it, w₀ w₁ (μ₀ − μ₁)²; of several such t the
//! first. Above it is white. Alpha is kept; wholly transparent pixels are not counted. Work: one look at each pixel to count
//! it, one to compare it, so memory is the limit.
//!
//! The variance is a fraction of whole numbers, computed in 64-bit floats from exact sums in one fixed order: which level wins
//! does not depend on the machine.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab, rows,
    survey::{self, Histogram},
};

/// The kernel; it has no parameters.
#[derive(Clone, Copy, Debug)]
pub struct Otsu;

impl Kernel for Otsu {
    /// The threshold, once the survey has ended.
    type Plan = u8;
    type Scratch = ();

    fn plan(&self, _: Size) -> u8 {
        0
    }

    fn footprint(&self, _: &u8, out: Range<u32>) -> Range<u32> {
        out
    }

    fn counts(&self, _: &u8) -> usize {
        survey::LUMA_COUNTS
    }

    fn survey(&self, _: &u8, source: Slab<'_>, counts: &mut [i32]) {
        survey::count_lumas(source, counts);
    }

    fn conclude(&self, threshold: &mut u8, counts: &[i32]) {
        *threshold = divide(&survey::lumas(counts));
    }

    fn render(&self, &threshold: &u8, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        for (y, row) in out.rows_mut() {
            rows::threshold(source.row(y), &[threshold; 8], row);
        }
    }
}

/// The level after which the pixels on both sides differ most.
fn divide(histogram: &Histogram) -> u8 {
    let sum = |histogram: &[u64]| histogram.iter().sum::<u64>() as f64;
    let moment = |(level, &count): (usize, &u64)| level as u64 * count;
    let (all, all_levels) = (sum(histogram), histogram.iter().enumerate().map(moment).sum::<u64>() as f64);
    let (mut below, mut levels_below) = (0, 0);
    let (mut best, mut threshold) = (0.0, 0);
    for (level, count) in histogram.iter().enumerate() {
        below += count;
        levels_below += moment((level, count));
        let (share, rest) = (below as f64, all - below as f64);
        if share > 0.0 && rest > 0.0 {
            let distance = levels_below as f64 / share - (all_levels - levels_below as f64) / rest;
            let variance = share * rest * distance * distance;
            if variance > best {
                (best, threshold) = (variance, level as u8);
            }
        }
    }
    threshold
}

impl Describe for Otsu {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "otsu".into(),
            label: "Otsu's threshold".into(),
            action: "divide this picture into black and white".into(),
            about: "Finds the level that divides dark from bright best. All levels must be counted before the first pixel is drawn."
                .into(),
            shape: Shape::ReduceThenMap,
            needs_source: true,
            params: vec![],
            presets: vec![],
        }
    }

    fn with(_: &CheckedParams) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_heaps_are_divided_after_the_first() {
        let mut histogram = [0; 256];
        assert_eq!(divide(&histogram), 0);
        (histogram[40], histogram[41], histogram[42]) = (10, 50, 10);
        (histogram[180], histogram[190]) = (30, 30);
        assert_eq!(divide(&histogram), 42);
        histogram = [0; 256];
        histogram[99] = 5;
        assert_eq!(divide(&histogram), 0, "one colour is not divided: all of it lies above");
    }
}
