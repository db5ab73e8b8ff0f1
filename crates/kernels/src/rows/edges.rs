//! The strength of edges in three rows of lumas, by the operator of Sobel and Feldman (1968).
//!
//! `gx` and `gy` are the differences right minus left and below minus above, over three rows or columns weighted 1,
//! 2, 1; the result is `min(255, √(gx² + gy²))` rounded to the nearest. Floats are used for the root alone, and can't
//! differ: |gx|, |gy| ≤ 4 · 255, so the sum of squares is a whole number below 2²⁴, exact in 32 bits; IEEE roots are
//! correctly rounded everywhere; and no root of a whole number n ≤ 255² lies within 1/2048 of a half, since (k + ½)²
//! = k² + k + ¼ (a 32-bit float errs by 1/65536 there).

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// Writes the strength of the edge at each pixel of `source` to the three colours of `out`, and keeps its alpha.
///
/// `lumas` are the rows above, at and below, each a pixel longer than the picture at either end.
pub fn edges(lumas: [&[u8]; 3], source: &[u8], out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    assert!(lumas.iter().all(|row| row.len() == out.len() / 4 + 2));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::edges(lumas, source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    edges_plain(lumas.map(|row| &row[done..]), &source[done * 4..], &mut out[done * 4..]);
}

/// Plain body of [`edges`].
pub(super) fn edges_plain(lumas: [&[u8]; 3], source: &[u8], out: &mut [u8]) {
    let pixels = out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0);
    for (x, (out, &[.., alpha])) in pixels.enumerate() {
        let [[a, b, c], [d, _, f], [g, h, i]] =
            lumas.map(|row| [i32::from(row[x]), i32::from(row[x + 1]), i32::from(row[x + 2])]);
        let gx = (c + 2 * f + i) - (a + 2 * d + g);
        let gy = (g + 2 * h + i) - (a + 2 * b + c);
        let strength = (((gx * gx + gy * gy) as f32).sqrt() + 0.5) as u8;
        *out = [strength, strength, strength, alpha];
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use crate::rows::lanes::{load, load_half, store};

    /// Does what steps of eight pixels can; the pixels done.
    pub fn edges(lumas: [&[u8]; 3], source: &[u8], out: &mut [u8]) -> usize {
        let done = out.len() / 4 / 8 * 8;
        for at in (0..done).step_by(8) {
            // SAFETY: each row of lumas has two pixels more than the picture, so it has eight from at + 2 on.
            let luma = |row: usize, x: usize| u16x8_extend_low_u8x16(unsafe { load_half(lumas[row], at + x) });
            let [a, b, c] = [luma(0, 0), luma(0, 1), luma(0, 2)];
            let [d, f] = [luma(1, 0), luma(1, 2)];
            let [g, h, i] = [luma(2, 0), luma(2, 1), luma(2, 2)];
            // The corners count once either way: (i − a) ± (c − g).
            let (falling, rising) = (i16x8_sub(i, a), i16x8_sub(c, g));
            let gx = i16x8_add(i16x8_add(falling, rising), i16x8_shl(i16x8_sub(f, d), 1));
            let gy = i16x8_add(i16x8_sub(falling, rising), i16x8_shl(i16x8_sub(h, b), 1));
            let low = root(i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(gx, gy));
            let high = root(i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(gx, gy));
            let strength = i16x8_narrow_i32x4(low, high);
            let strength = u8x16_narrow_i16x8(strength, strength);
            for (half, strengths) in [
                i8x16_shuffle::<0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3>(strength, strength),
                i8x16_shuffle::<4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7>(strength, strength),
            ]
            .into_iter()
            .enumerate()
            {
                let byte = (at + half * 4) * 4;
                // SAFETY: at + 8 <= done; source and out have four bytes for each of these pixels.
                unsafe {
                    let alpha = u32x4_splat(0xff00_0000);
                    store(out, byte, v128_bitselect(load(source, byte), strengths, alpha));
                }
            }
        }
        done
    }

    /// `√(gx² + gy²)` rounded to the nearest, of four pairs.
    #[inline(always)]
    fn root(pairs: v128) -> v128 {
        let squares = f32x4_convert_i32x4(i32x4_dot_i16x8(pairs, pairs));
        i32x4_trunc_sat_f32x4(f32x4_add(f32x4_sqrt(squares), f32x4_splat(0.5)))
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("edges", |random, len| {
    let (source, top) = (random.pixels(len), 1 << random.below(9));
    let lumas: [Vec<u8>; 3] = std::array::from_fn(|_| (0..len + 2).map(|_| random.below(top) as u8).collect());
    let lumas = [&lumas[0][..], &lumas[1], &lumas[2]];
    check::same(len * 4, 0, |out| edges(lumas, &source, out), |out| edges_plain(lumas, &source, out))
})];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_rounded_to_the_nearest_for_every_sum_of_squares() {
        for n in 0..=2 * 1020 * 1020_u32 {
            let strength = u32::from(((n as f32).sqrt() + 0.5) as u8);
            // The nearest k has (k − ½)² < n < (k + ½)²; times four, in whole numbers.
            let (low, high) = ((2 * strength).saturating_sub(1).pow(2), (2 * strength + 1).pow(2));
            assert!(low <= 4 * n && (4 * n < high || strength == 255), "√{n} became {strength}");
        }
    }

    #[test]
    fn a_step_is_four_times_its_height_strong_on_both_sides() {
        let row: Vec<u8> = [10; 20].into_iter().chain([40; 22]).collect();
        let source = [7; 160];
        let mut out = [0; 160];
        edges([&row; 3], &source, &mut out);
        for (x, pixel) in out.as_chunks::<4>().0.iter().enumerate() {
            let expected = if x == 18 || x == 19 { 120 } else { 0 };
            assert_eq!(*pixel, [expected, expected, expected, 7], "at {x}");
        }
    }
}
