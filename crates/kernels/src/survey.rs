//! Histograms: what the kernels that must know the whole picture first have in common.

use crate::{
    Slab,
    rows::{self, TABLE},
};

/// How many pixels have each level.
pub type Histogram = [u64; 256];

/// Tables that the lumas of a whole picture are counted in. Otsu's threshold of 12 megapixels
/// in WebAssembly with SIMD, of noise and of one colour, milliseconds of processor time with 1, 2, 4 and 8 tables: 19, 24, 22, 23 and 38, 25, 21, 23.
const LUMA_TABLES: usize = 4;

/// Numbers that [`count_lumas`] counts.
pub const LUMA_COUNTS: usize = LUMA_TABLES * TABLE;

/// Numbers that [`count_channels`] counts.
pub const CHANNEL_COUNTS: usize = 2 * 3 * TABLE;

/// Counts the lumas of all pixels that aren't wholly transparent.
pub fn count_lumas(source: Slab<'_>, counts: &mut [i32]) {
    for y in source.rows() {
        rows::count_lumas::<LUMA_TABLES>(source.row(y), counts);
    }
}

/// Counts the levels of red, green and blue of all pixels that aren't wholly transparent.
pub fn count_channels(source: Slab<'_>, counts: &mut [i32]) {
    for y in source.rows() {
        rows::count_channels(source.row(y), counts);
    }
}

/// The histogram of what [`count_lumas`] counted.
pub fn lumas(counts: &[i32]) -> Histogram {
    sum(rows::levels::<LUMA_TABLES>(counts))
}

/// The histograms of red, green and blue of what [`count_channels`] counted.
pub fn channels(counts: &[i32]) -> [Histogram; 3] {
    let [r, g, b, r_too, g_too, b_too] = rows::levels(counts);
    [[r, r_too], [g, g_too], [b, b_too]].map(sum)
}

/// Histograms added up.
pub fn sum<const N: usize>(histograms: [Histogram; N]) -> Histogram {
    std::array::from_fn(|level| histograms.iter().map(|histogram| histogram[level]).sum())
}

/// A table of new levels, from a number out of `whole` for each old one: 0 to 0, `whole` to 255, rounded to the nearest.
/// Where there is nothing to be a part of, levels stay as they are.
pub fn table(parts: impl Fn(u8) -> u64, whole: u64) -> [u8; 256] {
    std::array::from_fn(|level| match whole {
        0 => level as u8,
        _ => ((parts(level as u8).min(whole) * 255 + whole / 2) / whole) as u8,
    })
}
