//! Colours mixed from each other: a matrix of three rows and four columns.
//!
//! Each new colour is `wr · R + wg · G + wb · B + offset`, rounded to the nearest, halves upwards, and clamped to 0..255. Weights
//! have 13 fraction bits, offsets are in 64ths of a level. Weights up to 2 are up to 2¹⁴ and offsets up to 255 levels up to 16320:
//! both fit 16 bits signed, and a sum is below 3 · 255 · 2¹⁴ + 16352 · 2⁷ < 2²⁴. Three weights, each half a step off, move a
//! colour by less than 3 · 255 / 2¹⁴ < 0.05 levels.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// Fraction bits of the weights.
const BITS: u32 = 13;

/// An offset of a 64th of a level, as a weighted sum has it.
const OFFSET_UNIT: i16 = 1 << (BITS - 6);

/// A matrix in fixed point.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    /// How much of red, green and blue is in each new colour.
    weights: [[i16; 3]; 3],
    /// What is added to each new colour, in 64ths of a level; half a level for rounding is in it.
    offsets: [i16; 3],
}

impl Matrix {
    /// For each new colour, how much of red, green and blue is in it, from −2 to 2, and what is added, in levels from −255
    /// to 255.
    pub fn new(rows: [[f64; 4]; 3]) -> Self {
        let fixed = |value: f64, most: f64, one: f64| (value.clamp(-most, most) * one).round() as i16;
        Self {
            weights: rows.map(|[r, g, b, _]| [r, g, b].map(|weight| fixed(weight, 2.0, f64::from(1 << BITS)))),
            offsets: rows.map(|[.., offset]| fixed(offset, 255.0, 64.0) + 32),
        }
    }
}

/// Writes every RGBA pixel of `source` to `out`, its colours mixed by `matrix`, its alpha kept.
pub fn mix(matrix: &Matrix, source: &[u8], out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::mix(matrix, source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    mix_plain(matrix, &source[done..], &mut out[done..]);
}

/// Plain body of [`mix`].
pub(super) fn mix_plain(matrix: &Matrix, source: &[u8], out: &mut [u8]) {
    let Matrix { weights, offsets } = matrix;
    let weights = weights.map(|row| row.map(i32::from));
    let offsets = offsets.map(|offset| i32::from(offset) * i32::from(OFFSET_UNIT));
    for (out, &[r, g, b, a]) in out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
        let colours = [r, g, b].map(i32::from);
        let mixed = |c: usize| {
            let sum = (0..3).fold(offsets[c], |sum, i| sum + weights[c][i] * colours[i]);
            (sum >> BITS).clamp(0, 255) as u8
        };
        *out = [mixed(0), mixed(1), mixed(2), a];
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{BITS, Matrix, OFFSET_UNIT};
    use crate::rows::lanes::{load, store};

    /// Does what whole vectors can; the bytes done.
    ///
    /// Red and blue are a pair of 16 bits when the rest is masked off. Green is paired with the unit of offsets, so that its
    /// multiplication adds the offset too. The results are put together as such pairs again, red with blue and green with alpha,
    /// so that two colours are clamped at once and one shift brings both pairs together: 8.5 ms for 12 times a megapixel.
    /// Clamped colour by colour it was 9.8; narrowed to bytes and shuffled, which the compiler clamps and shuffles yet
    /// more often for, 14.5.
    pub fn mix(matrix: &Matrix, source: &[u8], out: &mut [u8]) -> usize {
        let pair = |low: i16, high: i16| i32x4_splat(i32::from(low as u16) | i32::from(high) << 16);
        let red_blue: [v128; 3] = matrix.weights.map(|[r, _, b]| pair(r, b));
        let green_offset: [v128; 3] = std::array::from_fn(|c| pair(matrix.weights[c][1], matrix.offsets[c]));
        let done = source.len().min(out.len()) / 16 * 16;
        for at in (0..done).step_by(16) {
            // SAFETY: at + 16 <= done, which is within both.
            let pixels = unsafe { load(source, at) };
            let shifted = u32x4_shr(pixels, 8);
            let first = v128_and(pixels, i32x4_splat(0x00ff_00ff));
            let second = v128_or(v128_and(shifted, i32x4_splat(0xff)), pair(0, OFFSET_UNIT));
            let sum =
                |c: usize| i32x4_add(i32x4_dot_i16x8(first, red_blue[c]), i32x4_dot_i16x8(second, green_offset[c]));
            // A sum is below 2²⁴: its whole part fits 16 bits, in the lower half or, moved up, in the upper.
            let red_blue = lower_and_upper(i32x4_shr(sum(0), BITS), i32x4_shl(sum(2), 16 - BITS));
            let green_alpha = lower_and_upper(i32x4_shr(sum(1), BITS), shifted);
            let mixed = v128_or(clamp(red_blue), i16x8_shl(clamp(green_alpha), 8));
            // SAFETY: as above.
            unsafe { store(out, at, mixed) };
        }
        done
    }

    /// The lower 16 bits of every 32 from one, the upper from the other.
    #[inline(always)]
    fn lower_and_upper(lower: v128, upper: v128) -> v128 {
        i16x8_shuffle::<0, 9, 2, 11, 4, 13, 6, 15>(lower, upper)
    }

    /// Levels.
    #[inline(always)]
    fn clamp(numbers: v128) -> v128 {
        i16x8_min(i16x8_max(numbers, i16x8_splat(0)), i16x8_splat(255))
    }
}

/// Holds the SIMD body to the plain one.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("mix", |random, len| {
    let source = random.pixels(len);
    // Ends of the ranges come up too: what lies beyond them is clamped.
    let mut number = |most: f64| (random.bits() as f64 / u64::MAX as f64 - 0.5) * 2.5 * most;
    let matrix = Matrix::new(std::array::from_fn(|_| [number(2.0), number(2.0), number(2.0), number(255.0)]));
    check::same(len * 4, 0, |out| mix(&matrix, &source, out), |out| mix_plain(&matrix, &source, out))
})];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_are_clamped_and_halves_go_up() {
        let mixed = |row: [f64; 4], colours: [u8; 3]| {
            let [r, g, b] = colours;
            let mut out = [0; 4];
            mix(&Matrix::new([row, [0.0; 4], row]), &[r, g, b, 9], &mut out);
            assert_eq!(out, [out[0], 0, out[0], 9]);
            out[0]
        };
        assert_eq!(mixed([2.0, 2.0, 2.0, 255.0], [255; 3]), 255);
        assert_eq!(mixed([-2.0, -2.0, -2.0, -255.0], [255; 3]), 0);
        assert_eq!(mixed([0.0, 0.0, 0.0, 255.0], [255; 3]), 255);
        assert_eq!(mixed([-1.0, 0.0, 0.0, 255.0], [255, 7, 7]), 0);
        assert_eq!([1, 2, 3].map(|r| mixed([0.5, 0.0, 0.0, 0.0], [r, 0, 0])), [1, 1, 2]);
        for c in 0..=255 {
            assert_eq!(mixed([0.0, 1.0, 0.0, 0.0], [77, c, 33]), c);
        }
    }
}
