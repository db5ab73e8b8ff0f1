//! Error diffusion: each pixel becomes the nearest of two levels, by luma or in each colour, and what that changed is
//! handed on to pixels that are still to come, by the shares of Floyd and Steinberg (1976).
//!
//! ```text
//!            x     7/16        errors of a row are kept as sixteenths, not yet divided:
//!    3/16   5/16   1/16        value = source + (sum of shares) / 16
//! ```
//!
//! The rounding is Pillow's, so that its pictures come out byte for byte: shares are divided towards zero, a value is
//! clipped to 0..=255 before its level is chosen, and 128 itself becomes 0.
//!
//! Bounds: a clipped value has an error from −127 to 128. The shares that meet in a sample sum to at most 16 of these: within
//! ±2048, so 16 bits do for every sum.
//!
//! The next pixel of a row waits for this one. The SIMD body therefore takes eight rows at once, each two pixels behind the one
//! above it: by then all that is handed down to its pixel is known. What is left of the rows, fewer than eight, goes
//! through the plain body. By luma, 12 megapixels in WebAssembly take 18 ms instead of 52, and 31 instead of 72 in each colour, of which
//! writing as many pixels at all takes 5.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::gray::luma;

/// The highest value that becomes 0.
const THRESHOLD: i16 = 128;

/// Writes the pixels of `source`, which are whole rows from one above to one below, to `out` as black or white by their lumas,
/// and keeps their alpha.
///
/// `shares` has a number for each pixel of a row: what the row above hands down, and afterwards what the last one hands
/// to the row below. Zeros before the first row.
pub fn diffuse(source: &[u8], shares: &mut [i16], out: &mut [u8]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::diffuse(source, shares, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    diffuse_plain(&source[done..], shares, &mut out[done..]);
}

/// Plain body of [`diffuse`].
pub(super) fn diffuse_plain(source: &[u8], shares: &mut [i16], out: &mut [u8]) {
    rows(source, shares, out, |[r, g, b, _]| [luma(r, g, b)], |[level], a| [level, level, level, a]);
}

/// As [`diffuse`], of each colour on its own. `shares` has the numbers of red, then those of green, then those of blue.
pub fn diffuse_channels(source: &[u8], shares: &mut [i16], out: &mut [u8]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::diffuse_channels(source, shares, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    diffuse_channels_plain(&source[done..], shares, &mut out[done..]);
}

/// Plain body of [`diffuse_channels`].
pub(super) fn diffuse_channels_plain(source: &[u8], shares: &mut [i16], out: &mut [u8]) {
    rows(source, shares, out, |[r, g, b, _]| [r, g, b], |[r, g, b], a| [r, g, b, a]);
}

/// Plain body of both: `values` are what is dithered of a pixel, `paint` is the pixel of their levels and its alpha.
#[inline(always)]
fn rows<const CHANNELS: usize>(
    source: &[u8],
    shares: &mut [i16],
    out: &mut [u8],
    values: impl Fn([u8; 4]) -> [u8; CHANNELS],
    paint: impl Fn([u8; CHANNELS], u8) -> [u8; 4],
) {
    assert_eq!(source.len(), out.len());
    let width = shares.len() / CHANNELS;
    let rows = source.as_chunks::<4>().0.chunks_exact(width).zip(out.as_chunks_mut::<4>().0.chunks_exact_mut(width));
    for (source, out) in rows {
        // Errors of the samples before this one and before that, by channel.
        let (mut last, mut before_last) = ([0; CHANNELS], [0; CHANNELS]);
        for (x, (out, &source)) in out.iter_mut().zip(source).enumerate() {
            let mut levels = values(source);
            let mut errors = [0; CHANNELS];
            for (c, (level, error)) in levels.iter_mut().zip(&mut errors).enumerate() {
                let shares = &mut shares[c * width..];
                let sum = i32::from(shares[x]) + 7 * last[c];
                let value = (i32::from(*level) + sum / 16).clamp(0, 255);
                *level = if value > i32::from(THRESHOLD) { 255 } else { 0 };
                *error = value - i32::from(*level);
                if x > 0 {
                    shares[x - 1] = (before_last[c] + 5 * last[c] + 3 * *error) as i16;
                }
            }
            *out = paint(levels, source[3]);
            (before_last, last) = (last, errors);
        }
        for c in 0..CHANNELS {
            shares[c * width + width - 1] = (before_last[c] + 5 * last[c]) as i16;
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;
    use std::ops::Range;

    use super::THRESHOLD;
    use crate::rows::{
        gray::vector::luma_of_16,
        lanes::{load, store},
    };

    /// Rows that are worked on at once, one in each lane: the first in the last lane, the last in lane 0, so that what it hands
    /// down can be stored with the whole vector and the first one's shares come in with one shuffle.
    const ROWS: usize = 8;

    /// Pixels by which each row is behind the one above it: the least by which all shares are known. One more would leave a step
    /// for the way from lane to lane, which made no difference.
    const SKEW: usize = 2;

    /// Pixels by which the last row is behind the first.
    const DEPTH: usize = SKEW * (ROWS - 1);

    /// Pixels of each row in a block: they are turned into lanes together.
    const BLOCK: usize = 16;

    /// A block's pixels of one row.
    type Line = [v128; 4];

    /// A block's shares of one channel, and room for the rest of a vector that begins with the last.
    type Shares = [i16; BLOCK + ROWS];

    pub fn diffuse(source: &[u8], shares: &mut [i16], out: &mut [u8]) -> usize {
        let paint = |line, [levels]: [v128; 1]| {
            let levels = [
                i8x16_shuffle::<0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3>(levels, levels),
                i8x16_shuffle::<4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7>(levels, levels),
                i8x16_shuffle::<8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11>(levels, levels),
                i8x16_shuffle::<12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15>(levels, levels),
            ];
            with_alpha(line, levels)
        };
        batches(source, shares, out, |line| [luma_of_16(line)], paint)
    }

    pub fn diffuse_channels(source: &[u8], shares: &mut [i16], out: &mut [u8]) -> usize {
        batches(source, shares, out, |line| line, with_alpha)
    }

    /// The colours of `levels` with the alphas of `line`.
    #[inline(always)]
    fn with_alpha(line: Line, levels: Line) -> Line {
        std::array::from_fn(|i| v128_bitselect(line[i], levels[i], u32x4_splat(0xff00_0000)))
    }

    /// Does what whole batches of rows can; the bytes done. A pixel has `BYTES` `values`: its luma, or its colours and its alpha, which
    /// takes no part.
    #[inline(always)]
    fn batches<const BYTES: usize>(
        source: &[u8],
        shares: &mut [i16],
        out: &mut [u8],
        values: impl Fn(Line) -> [v128; BYTES],
        paint: impl Fn(Line, [v128; BYTES]) -> Line,
    ) -> usize {
        let width = shares.len() / channels(BYTES);
        let bytes = width * 4 * ROWS;
        let batches = source.chunks_exact(bytes).zip(out.chunks_exact_mut(bytes));
        let done = batches.len() * bytes;
        for (source, out) in batches {
            let mut batch = Batch { source, width, values: &values, paint: &paint, chains: [Chain::START; BYTES] };
            // A step more than the last row's pixels take: only then it is known what is handed down to its last one.
            for at in (0..=width + DEPTH).step_by(BLOCK) {
                if at > DEPTH && at + BLOCK <= width {
                    batch.block::<false>(at, shares, out);
                } else {
                    batch.block::<true>(at, shares, out);
                }
            }
        }
        done
    }

    /// How many of the `bytes` values of a pixel are dithered.
    const fn channels(bytes: usize) -> usize {
        if bytes == 4 { 3 } else { bytes }
    }

    /// Where a channel of the eight rows stands.
    #[derive(Clone, Copy)]
    struct Chain {
        /// The errors of the pixels before.
        last: v128,
        /// What those and the ones before them hand down to one and the same pixel.
        handed: v128,
        /// All that is handed down to the pixel that the row below comes to next.
        below: v128,
    }

    impl Chain {
        const START: Self = {
            let zero = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
            Self { last: zero, handed: zero, below: zero }
        };

        /// The levels of the next pixels, of which only those in lanes of `inside` are within their rows; `first` is what is handed
        /// down to the first row.
        #[inline(always)]
        fn step(&mut self, source: v128, first: v128, inside: v128) -> v128 {
            let above = i16x8_shuffle::<1, 2, 3, 4, 5, 6, 7, 8>(self.below, first);
            let sum = i16x8_add(above, i16x8_sub(i16x8_shl(self.last, 3), self.last));
            // Towards zero: 15 is added to a negative sum, whose four highest bits are ones.
            let share = i16x8_shr(i16x8_add(sum, u16x8_shr(sum, 12)), 4);
            let value = i16x8_add(source, share);
            let level = v128_and(i16x8_gt(value, i16x8_splat(THRESHOLD)), i16x8_splat(255));
            let clipped = i16x8_min(i16x8_max(value, i16x8_splat(0)), i16x8_splat(255));
            let error = v128_and(i16x8_sub(clipped, level), inside);
            let twice = i16x8_add(error, error);
            let thrice = i16x8_add(twice, error);
            *self = Self {
                last: error,
                handed: i16x8_add(self.last, i16x8_add(thrice, twice)),
                below: i16x8_add(self.handed, thrice),
            };
            level
        }
    }

    /// Eight rows under way.
    struct Batch<'a, V, P, const BYTES: usize> {
        source: &'a [u8],
        width: usize,
        values: V,
        paint: P,
        chains: [Chain; BYTES],
    }

    impl<const BYTES: usize, V: Fn(Line) -> [v128; BYTES], P: Fn(Line, [v128; BYTES]) -> Line> Batch<'_, V, P, BYTES> {
        /// The next block, from pixel `at` of the first row on. `EDGE`: some of its pixels are beyond the ends of their rows.
        #[inline(always)]
        fn block<const EDGE: bool>(&mut self, at: usize, shares: &mut [i16], out: &mut [u8]) {
            let rows = std::array::from_fn(|lane| (self.values)(self.line::<EDGE>(at, ROWS - 1 - lane)));
            let mut samples = turned(rows);
            let (from, to) = (self.part::<EDGE>(at, 0), self.part::<EDGE>(at, DEPTH + 1));
            let mut first: [Shares; BYTES] = [[0; BLOCK + ROWS]; BYTES];
            for (first, shares) in first.iter_mut().zip(shares.chunks_exact(self.width)) {
                copy(&shares[from.0.clone()], &mut first[from.1..]);
            }
            let mut last: [Shares; BYTES] = [[0; BLOCK + ROWS]; BYTES];
            for (pair, samples) in samples.iter_mut().enumerate() {
                let mut levels = [[i16x8_splat(0); BYTES]; 2];
                for (i, levels) in levels.iter_mut().enumerate() {
                    let x = pair * 2 + i;
                    let inside = if EDGE { self.inside(at + x) } else { i16x8_splat(-1) };
                    for c in 0..channels(BYTES) {
                        let [two, half] = [(i * BYTES + c) / 2, (i * BYTES + c) % 2];
                        let source = [u16x8_extend_low_u8x16, u16x8_extend_high_u8x16][half](samples[two]);
                        // SAFETY: x < BLOCK, and ROWS numbers more follow a block's.
                        levels[c] = self.chains[c].step(source, unsafe { load(&first[c], x) }, inside);
                        // SAFETY: as above. The last row's share is the first number; the others are overwritten.
                        unsafe { store(&mut last[c], x, self.chains[c].below) };
                    }
                }
                for (samples, levels) in samples.iter_mut().zip(levels.as_flattened().as_chunks::<2>().0) {
                    *samples = u8x16_narrow_i16x8(levels[0], levels[1]);
                }
            }
            for (last, shares) in last.iter().zip(shares.chunks_exact_mut(self.width)) {
                copy(&last[to.1..], &mut shares[to.0.clone()]);
            }
            for (lane, levels) in turned_back(samples).into_iter().enumerate() {
                let row = ROWS - 1 - lane;
                let mut line = [0; BLOCK * 4];
                for (i, pixels) in (self.paint)(self.line::<EDGE>(at, row), levels).into_iter().enumerate() {
                    // SAFETY: a line is four vectors.
                    unsafe { store(&mut line, i * 16, pixels) };
                }
                let (part, start) = self.part::<EDGE>(at, SKEW * row);
                copy(&line[start * 4..], &mut out[self.bytes(row, part)]);
            }
        }

        /// A row's pixels of the block, transparent black beyond its ends.
        #[inline(always)]
        fn line<const EDGE: bool>(&self, at: usize, row: usize) -> Line {
            let (part, start) = self.part::<EDGE>(at, SKEW * row);
            let mut line = [0; BLOCK * 4];
            copy(&self.source[self.bytes(row, part)], &mut line[start * 4..]);
            // SAFETY: a line is four vectors.
            std::array::from_fn(|i| unsafe { load(&line, i * 16) })
        }

        /// The pixels of a block from `at` on that a row has which is `behind` by so many; where in the block the first of them is.
        #[inline(always)]
        fn part<const EDGE: bool>(&self, at: usize, behind: usize) -> (Range<usize>, usize) {
            if !EDGE {
                return (at - behind..at - behind + BLOCK, 0);
            }
            let within = |x: usize| x.saturating_sub(behind).min(self.width);
            let part = within(at)..within(at + BLOCK);
            let start = if part.is_empty() { 0 } else { part.start + behind - at };
            (part, start)
        }

        /// Where a row's pixels are.
        #[inline(always)]
        fn bytes(&self, row: usize, part: Range<usize>) -> Range<usize> {
            (row * self.width + part.start) * 4..(row * self.width + part.end) * 4
        }

        /// Which lanes are within their row when the first row is at `x`.
        fn inside(&self, x: usize) -> v128 {
            let behind: [i16; ROWS] = std::array::from_fn(|lane| (SKEW * (ROWS - 1 - lane)) as i16);
            // SAFETY: eight numbers are a vector.
            let behind = unsafe { load(&behind, 0) };
            let begun = i16x8_ge(i16x8_splat(x.min(DEPTH) as i16), behind);
            // x − behind < width is behind ≥ x + 1 − width.
            let beyond = (x + 1).saturating_sub(self.width).min(DEPTH + 1) as i16;
            v128_and(begun, i16x8_ge(behind, i16x8_splat(beyond)))
        }
    }

    /// As many as both have.
    #[inline(always)]
    fn copy<T: Copy>(from: &[T], to: &mut [T]) {
        let len = from.len().min(to.len());
        to[..len].copy_from_slice(&from[..len]);
    }

    /// Eight rows, the first value of all of them, the second, and so on: two values to a vector, two pixels to an item.
    #[inline(always)]
    fn turned<const BYTES: usize>(rows: [[v128; BYTES]; ROWS]) -> [[v128; BYTES]; BLOCK / 2] {
        let mut columns = [[i16x8_splat(0); BYTES]; BLOCK / 2];
        for (i, columns) in columns.as_flattened_mut().as_chunks_mut().0.iter_mut().enumerate() {
            *columns = shuffled(shuffled(shuffled(rows.map(|row| row[i]))));
        }
        columns
    }

    /// The reverse of [`turned`].
    #[inline(always)]
    fn turned_back<const BYTES: usize>(columns: [[v128; BYTES]; BLOCK / 2]) -> [[v128; BYTES]; ROWS] {
        let mut rows = [[i16x8_splat(0); BYTES]; ROWS];
        for (i, columns) in columns.as_flattened().as_chunks().0.iter().enumerate() {
            for (row, values) in rows.iter_mut().zip(shuffled(shuffled(shuffled(shuffled(*columns))))) {
                row[i] = values;
            }
        }
        rows
    }

    /// The bytes of the upper and the lower four vectors in turns. The seven bits of a byte's place are rotated by one: three
    /// times make columns of 8 bytes from 8 rows of 16, and four times more make the rows again.
    #[inline(always)]
    fn shuffled(v: [v128; 8]) -> [v128; 8] {
        std::array::from_fn(|i| {
            let (a, b) = (v[i / 2], v[i / 2 + 4]);
            if i % 2 == 0 {
                i8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(a, b)
            } else {
                i8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(a, b)
            }
        })
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("diffuse", |random, len| bodies_agree::<1>(random, len, diffuse, diffuse_plain)),
    ("diffuse_channels", |random, len| bodies_agree::<3>(random, len, diffuse_channels, diffuse_channels_plain)),
];

/// Whether both make the same of some rows of so many pixels, and hand down the same.
#[cfg(feature = "check")]
fn bodies_agree<const CHANNELS: usize>(
    random: &mut check::Random,
    len: usize,
    one: fn(&[u8], &mut [i16], &mut [u8]),
    other: fn(&[u8], &mut [i16], &mut [u8]),
) -> bool {
    let rows = 1 + random.below(20);
    let source = random.pixels(len * rows);
    let above: Vec<i16> = (0..len * CHANNELS).map(|_| random.below(9 * 256) as i16 - 9 * 127).collect();
    let run = |body: fn(&[u8], &mut [i16], &mut [u8])| {
        let (mut shares, mut out) = (above.clone(), vec![0; source.len()]);
        body(&source, &mut shares, &mut out);
        (shares, out)
    };
    run(one) == run(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(lumas: &[u8]) -> Vec<u8> {
        lumas.iter().flat_map(|&luma| [luma, luma, luma, 7]).collect()
    }

    #[test]
    fn errors_go_to_the_four_neighbours_by_their_shares() {
        // 100 becomes 0 and hands on all of its 100: 7/16 to the right, the rest to the row below.
        let (mut shares, mut out) = ([0; 4], [1; 16]);
        diffuse(&grey(&[0, 100, 0, 0]), &mut shares, &mut out);
        assert_eq!(out, *grey(&[0; 4]));
        // 700 / 16 is 43, which hands on 301 / 16, 18.
        let expected = [3 * 100, 5 * 100 + 3 * 43, 100 + 5 * 43 + 3 * 18, 43 + 5 * 18];
        assert_eq!(shares, expected);
        let mut shares = [0; 12];
        diffuse_channels(&[[0; 4], [0, 100, 255, 9], [0; 4], [0; 4]].concat(), &mut shares, &mut out);
        assert_eq!(out.as_chunks::<4>().0, [[0; 4], [0, 0, 255, 9], [0; 4], [0; 4]]);
        assert_eq!(shares.as_chunks::<4>().0, [[0; 4], expected, [0; 4]]);
    }

    #[test]
    fn a_flat_area_keeps_its_mean() {
        for level in [0, 50, 128, 200, 255] {
            let source = grey(&[level; 90_000]);
            let (mut shares, mut out) = (vec![0; 3 * 300], vec![0; source.len()]);
            let rows = source.chunks(300 * 4).zip(out.chunks_mut(300 * 4));
            for (source, out) in rows {
                diffuse_channels(source, &mut shares, out);
                assert!(shares.iter().all(|share| share.abs() <= 2048));
            }
            let sum: u64 = out.as_chunks::<4>().0.iter().map(|pixel| u64::from(pixel[1])).sum();
            let mean = sum as f64 / 90_000.0;
            assert!((mean - f64::from(level)).abs() < 2.0, "{level} became {mean}");
        }
    }
}
