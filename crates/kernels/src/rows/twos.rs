//! Rows as resampling reads them, straight from pixels or from blocks of pixels averaged into one.
//!
//! Pixels are in twos, the samples of each two side by side by channel (r r g g b b a a), as one dot product weighs them;
//! and [`ABREAST`] rows are abreast: first their first twos, then their second ones, so that a window of all of them
//! is one slice. With rows one after the other, halving 12 megapixels took 36 ms instead of 31.
//!
//! The average of n pixels is rounded once more, to the nearest of 64 steps a level, by a factor that is exact enough for
//! blocks of one colour to keep it: see [`Mean`].

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::{abreast::ABREAST, premultiply::premultiplied};

/// Samples in two pixels.
pub const TWO: usize = 8;

/// Pixels along a side of a block at most.
pub const MOST_SHRINK: u32 = 8;

/// The twos of rows abreast.
type Abreast = [[i16; TWO]; ABREAST];

/// Writes the RGBA pixels of `rows`, all of the same length, to `out` as premultiplied samples in twos, after `lead` pixels
/// (0 or 1) that are left as they are.
pub fn twos(rows: [&[u8]; ABREAST], lead: usize, out: &mut [i16]) {
    let pixels = rows[0].len() / 4;
    let out = out.as_chunks_mut::<TWO>().0.as_chunks_mut::<ABREAST>().0;
    assert!(lead < 2 && (pixels + lead).div_ceil(2) == out.len() && rows.iter().all(|row| row.len() == pixels * 4));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::twos(rows, lead, &mut out[lead..]);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    for (i, row) in rows.into_iter().enumerate() {
        let row = row.as_chunks().0;
        let (first, rest) = row.split_at(row.len().min(lead));
        first.iter().for_each(|&pixel| put(pixel, &mut out[0][i], 1));
        twos_plain(&rest[done * 2..], i, &mut out[lead + done..]);
    }
}

/// Plain body of [`twos`]: row `i`, after its lead.
pub(super) fn twos_plain(row: &[[u8; 4]], i: usize, out: &mut [Abreast]) {
    let (pairs, last) = row.as_chunks::<2>();
    for (&[a, b], out) in pairs.iter().zip(&mut *out) {
        let (a, b) = (premultiplied(a), premultiplied(b));
        out[i] = [a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]];
    }
    last.iter().for_each(|&pixel| put(pixel, &mut out[pairs.len()][i], 0));
}

/// Writes one of two pixels.
fn put(pixel: [u8; 4], two: &mut [i16; TWO], side: usize) {
    two.iter_mut().skip(side).step_by(2).zip(premultiplied(pixel)).for_each(|(out, sample)| *out = sample);
}

/// How a sum becomes the average of `pixels` samples: times 64, over their number, in units of 2⁻¹⁵.
///
/// Shifted, a sum of levels is at most 32640, and the factor is at least 2¹⁴: its rounding changes no product by as much
/// as half a step, so that the average of pixels of one level is that level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mean {
    shift: u32,
    factor: i16,
}

impl Mean {
    pub(super) fn of(pixels: usize) -> Self {
        debug_assert!((1..=128).contains(&pixels));
        let shift = (128 / pixels).ilog2();
        let scaled = (pixels << shift) as u32;
        Self { shift, factor: ((64 * 32768 + scaled / 2) / scaled) as i16 }
    }

    /// Of a sum of samples, which have 6 fraction bits; less than 2³⁸ in between.
    pub(super) fn sample(self, sum: u32) -> i16 {
        (((u64::from(sum) << self.shift) * self.factor as u64 + (1 << 20)) >> 21) as i16
    }
}

/// Averages blocks of `across` pixels (1, 2, 4 or 8) of all `rows` (1 to 8, of the same length) and writes them to `out` as
/// row `i` of premultiplied samples in twos. The last block has the pixels that are left.
pub fn shrink(rows: &[&[u8]], across: usize, i: usize, out: &mut [i16]) {
    let out = out.as_chunks_mut::<TWO>().0.as_chunks_mut::<ABREAST>().0;
    let len = rows[0].len();
    assert!(rows.len() <= MOST_SHRINK as usize && rows.iter().all(|row| row.len() == len));
    assert_eq!((len / 4).div_ceil(across).div_ceil(2), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = match across {
        1 => vector::shrink::<1, 1>(rows, i, out),
        2 => vector::shrink::<2, 1>(rows, i, out),
        4 => vector::shrink::<4, 2>(rows, i, out),
        8 => vector::shrink::<8, 4>(rows, i, out),
        _ => panic!("blocks are of 1, 2, 4 or 8 pixels"),
    };
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    shrink_plain(rows, across, done, i, &mut out[done..]);
}

/// Plain body of [`shrink`], from the `first` two blocks on.
pub(super) fn shrink_plain(rows: &[&[u8]], across: usize, first: usize, i: usize, out: &mut [Abreast]) {
    let whole = Mean::of(across * rows.len());
    for (block, out) in (first * 2..).step_by(2).zip(out) {
        for side in 0..2 {
            let start = rows[0].len().min((block + side) * across * 4);
            let end = rows[0].len().min(start + across * 4);
            if start == end {
                break;
            }
            let sums = sums(rows, start..end);
            let pixels = (end - start) / 4;
            let mean = if pixels == across { whole } else { Mean::of(pixels * rows.len()) };
            for (c, sum) in sums.into_iter().enumerate() {
                out[i][c * 2 + side] = mean.sample(sum);
            }
        }
    }
}

/// The sums of the samples of a block.
fn sums(rows: &[&[u8]], bytes: std::ops::Range<usize>) -> [u32; 4] {
    // Most blocks are opaque: bytes are summed before they become samples.
    let (mut levels, mut alphas) = ([0; 4], 255);
    for row in rows {
        for pixel in row[bytes.clone()].as_chunks::<4>().0 {
            for (sum, &level) in levels.iter_mut().zip(pixel) {
                *sum += u32::from(level);
            }
            alphas &= pixel[3];
        }
    }
    if alphas == 255 {
        return levels.map(|sum| sum << 6);
    }
    let mut sums = [0; 4];
    for row in rows {
        for &pixel in row[bytes.clone()].as_chunks::<4>().0 {
            for (sum, sample) in sums.iter_mut().zip(premultiplied(pixel)) {
                *sum += sample as u32;
            }
        }
    }
    sums
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{ABREAST, Abreast, Mean, shrink_plain, twos_plain};
    use crate::rows::lanes::{load, load_half, store};

    /// Bytes of four pixels.
    const STEP: usize = 16;

    /// Does what whole vectors can, after the lead; the twos done. Four pixels that aren't all opaque go to the plain body.
    pub fn twos(rows: [&[u8]; ABREAST], lead: usize, out: &mut [Abreast]) -> usize {
        let rows = rows.map(|row| row.as_chunks().0).map(|row| row[row.len().min(lead)..].as_chunks::<4>().0);
        let (fours, out) = (rows[0].len(), out.as_chunks_mut::<2>().0);
        let rows = rows.map(|row| &row[..fours]);
        for (at, out) in out[..fours].iter_mut().enumerate() {
            for (i, row) in rows.into_iter().enumerate() {
                let four: &[[u8; 4]; 4] = &row[at];
                // SAFETY: four pixels are sixteen bytes.
                let pixels = unsafe { load(four, 0) };
                if opaque(pixels) {
                    let pixels = by_channel(pixels);
                    // SAFETY: two pixels' samples are sixteen bytes.
                    unsafe {
                        store(&mut out[0][i], 0, i16x8_shl(u16x8_extend_low_u8x16(pixels), 6));
                        store(&mut out[1][i], 0, i16x8_shl(u16x8_extend_high_u8x16(pixels), 6));
                    }
                } else {
                    twos_plain(four, i, out);
                }
            }
        }
        fours * 2
    }

    /// Does what whole vectors can: `V` for `F` pixels of two blocks each; the twos done. Two blocks that aren't opaque go
    /// to the plain body.
    pub fn shrink<const F: usize, const V: usize>(rows: &[&[u8]], row: usize, out: &mut [Abreast]) -> usize {
        let mean = Mean::of(F * rows.len());
        let factor = i16x8_splat(mean.factor);
        let bytes = 2 * F * 4;
        let done = rows[0].len() / bytes;
        for (i, out) in out[..done].iter_mut().enumerate() {
            let mut sums = [i16x8_splat(0); V];
            let mut alphas = u32x4_splat(u32::MAX);
            for source in rows {
                for (v, sum) in sums.iter_mut().enumerate() {
                    if F == 1 {
                        // SAFETY: rows are of the same length, and (i + 1) · bytes lie within them.
                        let pixels = unsafe { load_half(source, i * bytes) };
                        alphas = v128_and(alphas, i64x2_shuffle::<0, 2>(pixels, u32x4_splat(u32::MAX)));
                        *sum = i16x8_add(*sum, u16x8_extend_low_u8x16(pixels));
                    } else {
                        // SAFETY: rows are of the same length, and (i + 1) · bytes lie within them.
                        let pixels = unsafe { load(source, i * bytes + v * STEP) };
                        alphas = v128_and(alphas, pixels);
                        // Neighbouring pixels are added.
                        *sum = i16x8_add(*sum, u16x8_extadd_pairwise_u8x16(by_channel(pixels)));
                    }
                }
            }
            if opaque(alphas) {
                let both = match sums.as_slice() {
                    [both] => *both,
                    [one, next] => halves(*one, *next),
                    [a, b, c, d] => halves(i16x8_add(*a, *b), i16x8_add(*c, *d)),
                    _ => unreachable!("blocks are of 1, 2, 4 or 8 pixels"),
                };
                let means = i16x8_q15mulr_sat(i16x8_shl(both, mean.shift), factor);
                // SAFETY: two pixels are sixteen bytes.
                unsafe { store(&mut out[row], 0, i16x8_shuffle::<0, 4, 1, 5, 2, 6, 3, 7>(means, means)) };
            } else {
                shrink_plain(rows, F, i, row, std::slice::from_mut(out));
            }
        }
        done
    }

    /// The sums of the two halves of `one`, and those of `next`.
    #[inline(always)]
    fn halves(one: v128, next: v128) -> v128 {
        i16x8_add(i64x2_shuffle::<0, 2>(one, next), i64x2_shuffle::<1, 3>(one, next))
    }

    #[inline(always)]
    fn opaque(pixels: v128) -> bool {
        i32x4_all_true(u32x4_gt(pixels, u32x4_splat(0xfeff_ffff)))
    }

    /// Two times two pixels, each two side by side by channel.
    #[inline(always)]
    fn by_channel(pixels: v128) -> v128 {
        u8x16_shuffle::<0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15>(pixels, pixels)
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("twos", |random, len| {
        let (pixels, lead) = (random.pixels(len * ABREAST), random.below(2));
        let rows: [&[u8]; ABREAST] = std::array::from_fn(|i| &pixels[i * len * 4..][..len * 4]);
        let plain = |out: &mut [i16]| {
            let out = out.as_chunks_mut::<TWO>().0.as_chunks_mut::<ABREAST>().0;
            for (i, row) in rows.into_iter().enumerate() {
                let (first, rest) = row.as_chunks().0.split_at(lead);
                first.iter().for_each(|&pixel| put(pixel, &mut out[0][i], 1));
                twos_plain(rest, i, &mut out[lead..]);
            }
        };
        check::same((len + lead).div_ceil(2) * TWO * ABREAST, 0, |out| twos(rows, lead, out), plain)
    }),
    ("shrink", |random, len| {
        let (across, count, i) = (1 << random.below(4), 1 + random.below(8), random.below(ABREAST));
        let pixels = random.pixels(len * count);
        let rows: Vec<&[u8]> = pixels.chunks(len * 4).collect();
        let plain = |out: &mut [i16]| {
            shrink_plain(&rows, across, 0, i, out.as_chunks_mut::<TWO>().0.as_chunks_mut::<ABREAST>().0);
        };
        let samples = len.div_ceil(across).div_ceil(2) * TWO * ABREAST;
        check::same(samples, 0, |out| shrink(&rows, across, i, out), plain)
    }),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::FULL;

    #[test]
    fn pixels_stand_in_twos_by_channel_and_rows_abreast() {
        let source = [1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255];
        let rows = [source, [7; 12], [8; 12], [0; 12]];
        let mut out = [-1; 2 * TWO * ABREAST];
        let second = ABREAST * TWO;
        twos(rows.each_ref().map(<[u8; 12]>::as_slice), 0, &mut out);
        assert_eq!(out[..TWO], [1, 4, 2, 5, 3, 6, 255, 255].map(|level| level << 6));
        assert_eq!(out[second..][..TWO], [7 << 6, -1, 8 << 6, -1, 9 << 6, -1, FULL, -1]);
        assert_eq!(out[2 * TWO + 6..][..2], [8 << 6; 2]);
        twos(rows.each_ref().map(<[u8; 12]>::as_slice), 1, &mut out);
        assert_eq!(out[second..][..TWO], [4, 7, 5, 8, 6, 9, 255, 255].map(|level| level << 6));
        assert_eq!(out[1], 1 << 6);
    }

    #[test]
    fn blocks_of_one_level_keep_it() {
        for level in 0..=255 {
            for (across, down) in [1, 2, 4, 8].into_iter().flat_map(|across| (1..=8).map(move |down| (across, down))) {
                let row = [level, 255 - level, 255, 255].repeat(across + 1);
                let mut out = [0; TWO * ABREAST];
                shrink(&vec![row.as_slice(); down], across, 3, &mut out);
                let [two, inverse] = [level, 255 - level].map(|level| i16::from(level) << 6);
                assert_eq!(out[3 * TWO..], [two, two, inverse, inverse, FULL, FULL, FULL, FULL]);
            }
        }
    }

    #[test]
    fn blocks_are_averaged_by_their_alpha() {
        let rows = [[0, 10, 255, 255, 255, 0, 100, 0], [255, 20, 255, 255, 77, 0, 0, 51]];
        let mut out = [0; TWO * ABREAST];
        shrink(&rows.each_ref().map(<[u8; 8]>::as_slice), 2, 0, &mut out);
        let mean = |sum: f64| (sum * 64.0 / 4.0).round() as i16;
        let samples = [mean(255.0 + 77.0 * 0.2), mean(30.0), mean(510.0), mean(510.0 + 51.0)];
        for (c, sample) in samples.into_iter().enumerate() {
            assert!(out[c * 2].abs_diff(sample) <= 1, "{c}: {out:?} {samples:?}");
        }
    }
}
