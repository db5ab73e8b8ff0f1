//! Straight RGBA bytes to premultiplied samples, and back.
//!
//! Averages of straight colours would let the colour of transparent pixels bleed into their neighbours, so filters
//! work on colours multiplied with alpha. The multiplication rounds to the nearest of 64 steps a level; an opaque
//! pixel comes back exactly. A pixel whose alpha rounds to 0 comes back as transparent black.

#![allow(unsafe_code)]

use super::FULL;
#[cfg(feature = "check")]
use super::check;

/// Writes every RGBA pixel of `source` to `out` as four samples, its colours premultiplied.
pub fn unpack(source: &[u8], out: &mut [i16]) {
    assert_eq!(source.len(), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::unpack(source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    unpack_plain(&source[done..], &mut out[done..]);
}

/// Plain body of [`unpack`].
pub(super) fn unpack_plain(source: &[u8], out: &mut [i16]) {
    for (out, &pixel) in out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
        *out = premultiplied(pixel);
    }
}

/// A pixel's samples.
pub(super) fn premultiplied([r, g, b, a]: [u8; 4]) -> [i16; 4] {
    // At most 255 · 255 · 64 + 127 < 2²³; for a = 255 exactly c · 64.
    let times_alpha = |c: u8| ((u32::from(c) * u32::from(a) * 64 + 127) / 255) as i16;
    [times_alpha(r), times_alpha(g), times_alpha(b), i16::from(a) << 6]
}

/// Writes every four samples of `source`, each in `0..=FULL`, to `out` as a straight RGBA pixel, rounded to the
/// nearest.
pub fn pack(source: &[i16], out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::pack(source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    pack_plain(&source[done..], &mut out[done..]);
}

/// Plain body of [`pack`].
pub(super) fn pack_plain(source: &[i16], out: &mut [u8]) {
    for (out, &[r, g, b, a]) in out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
        let alpha = level(a);
        // The general rule gives the same for opaque pixels; they are spared its division.
        *out = match (a, alpha) {
            (FULL, _) => [level(r), level(g), level(b), alpha],
            (_, 0) => [0; 4],
            _ => [straight(r, a), straight(g, a), straight(b, a), alpha],
        };
    }
}

/// The level nearest to a sample.
pub fn level(sample: i16) -> u8 {
    ((i32::from(sample) + 32) >> 6).clamp(0, 255) as u8
}

/// Colour over alpha, at most 255: a filter with negative lobes may leave more colour than alpha.
fn straight(colour: i16, alpha: i16) -> u8 {
    let alpha = i32::from(alpha);
    ((i32::from(colour) * 255 + alpha / 2) / alpha).clamp(0, 255) as u8
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use vector::{all_full, all_opaque};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{FULL, pack_plain, unpack_plain};
    use crate::rows::lanes::{load, store};

    /// Bytes of four pixels.
    const STEP: usize = 16;

    /// Whether four pixels are opaque.
    #[inline(always)]
    pub fn all_opaque(pixels: v128) -> bool {
        i32x4_all_true(u32x4_gt(pixels, u32x4_splat(0xfeff_ffff)))
    }

    /// Whether the alphas of four pixels of samples are full.
    #[inline(always)]
    pub fn all_full(low: v128, high: v128) -> bool {
        let (not_alpha, full) = (i64x2_splat(0x0000_ffff_ffff_ffff), i16x8_splat(FULL));
        // Colours count as full here, so that only alpha decides.
        let alphas = v128_or(v128_and(v128_and(low, high), full), not_alpha);
        i16x8_all_true(i16x8_eq(alphas, v128_or(full, not_alpha)))
    }

    /// Does what whole vectors can; the bytes done. Four pixels that aren't all opaque go to the plain body.
    pub fn unpack(source: &[u8], out: &mut [i16]) -> usize {
        let done = source.len().min(out.len()) / STEP * STEP;
        for at in (0..done).step_by(STEP) {
            // SAFETY: at + 16 <= done, which is within source.
            let pixels = unsafe { load(source, at) };
            if all_opaque(pixels) {
                // SAFETY: at + 16 <= done, which is within out.
                unsafe {
                    store(out, at, i16x8_shl(u16x8_extend_low_u8x16(pixels), 6));
                    store(out, at + 8, i16x8_shl(u16x8_extend_high_u8x16(pixels), 6));
                }
            } else {
                unpack_plain(&source[at..at + STEP], &mut out[at..at + STEP]);
            }
        }
        done
    }

    /// Does what whole vectors can; the samples done. Four pixels that aren't all opaque go to the plain body.
    pub fn pack(source: &[i16], out: &mut [u8]) -> usize {
        let done = source.len().min(out.len()) / STEP * STEP;
        for at in (0..done).step_by(STEP) {
            // SAFETY: at + 16 <= done, which is within source.
            let (low, high) = unsafe { (load(source, at), load(source, at + 8)) };
            if all_full(low, high) {
                let level = |samples| i16x8_shr(i16x8_add(samples, i16x8_splat(32)), 6);
                // SAFETY: at + 16 <= done, which is within out.
                unsafe { store(out, at, u8x16_narrow_i16x8(level(low), level(high))) };
            } else {
                pack_plain(&source[at..at + STEP], &mut out[at..at + STEP]);
            }
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("unpack", |random, len| {
        let source = random.pixels(len);
        check::same(len * 4, 0, |out| unpack(&source, out), |out| unpack_plain(&source, out))
    }),
    ("pack", |random, len| {
        let mut source = random.samples(len * 4);
        if random.below(2) == 0 {
            source.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = FULL);
        }
        check::same(len * 4, 0, |out| pack(&source, out), |out| pack_plain(&source, out))
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_at_every_alpha_comes_back_as_near_as_alpha_allows() {
        for a in 0..=255u8 {
            for c in 0..=255u8 {
                let (mut samples, mut back) = ([0; 4], [0; 4]);
                unpack(&[c, 0, 255, a], &mut samples);
                assert!(samples.iter().all(|s| (0..=FULL).contains(s)));
                pack(&samples, &mut back);
                if a == 0 {
                    assert_eq!(back, [0; 4]);
                } else {
                    // Half a step of 1/64 level, scaled back by 255 / alpha, and the last rounding.
                    let tolerance = 0.5 / 64.0 * 255.0 / f64::from(a) + 0.5;
                    assert!((f64::from(back[0]) - f64::from(c)).abs() <= tolerance, "colour {c}, alpha {a}: {back:?}");
                    assert_eq!(back[1..], [0, 255, a]);
                }
            }
        }
    }

    #[test]
    fn more_colour_than_alpha_is_clamped() {
        let mut out = [0; 4];
        pack(&[FULL, 0, 64, 64], &mut out);
        assert_eq!(out, [255, 0, 255, 1]);
    }

    #[test]
    fn the_general_rule_gives_opaque_pixels_the_same_bytes() {
        assert!((0..=FULL).all(|s| straight(s, FULL) == level(s)));
    }
}
