//! A picture's difference from its blurred self, made larger.
//!
//! The blurred pixel's colour is what its neighbourhood *shows*: premultiplied colour over alpha, so that the rim of a
//! shape isn't compared with the nothing around it. Alpha is kept, and a pixel that isn't visible stays what it is.
//!
//! Bounds: a difference of samples is at most 16320 either way, and the amount at most 5 with 12 fraction bits, 20480; with
//! the colour itself, 255 · 2¹⁸, no sum reaches 2²⁹.

#![allow(unsafe_code)]

use super::FULL;
#[cfg(feature = "check")]
use super::check;

/// Fraction bits of the amount.
pub const AMOUNT_BITS: u32 = 12;

/// Fraction bits of a difference times the amount.
const BITS: u32 = AMOUNT_BITS + 6;

/// Writes every pixel of `source` to `out` with its difference from `blurred` added `amount` times, in each colour where
/// that is at least `threshold`, a sample; rounded to the nearest. `blurred` are premultiplied samples.
pub fn exaggerate(source: &[u8], blurred: &[i16], amount: i16, threshold: i16, out: &mut [u8]) {
    assert!(source.len() == blurred.len() && source.len() == out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::exaggerate(source, blurred, amount, threshold, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    exaggerate_plain(&source[done..], &blurred[done..], amount, threshold, &mut out[done..]);
}

/// Plain body of [`exaggerate`].
fn exaggerate_plain(source: &[u8], blurred: &[i16], amount: i16, threshold: i16, out: &mut [u8]) {
    let pixels = source.as_chunks::<4>().0.iter().zip(blurred.as_chunks::<4>().0);
    for (out, (&pixel, &[r, g, b, alpha])) in out.as_chunks_mut::<4>().0.iter_mut().zip(pixels) {
        *out = pixel;
        if pixel[3] == 0 || alpha == 0 {
            continue;
        }
        for (out, blurred) in out.iter_mut().zip([r, g, b]) {
            let difference = (i32::from(*out) << 6) - i32::from(straight(blurred, alpha));
            if difference.abs() >= i32::from(threshold) {
                let sum = (i32::from(*out) << BITS) + difference * i32::from(amount) + (1 << (BITS - 1));
                *out = (sum >> BITS).clamp(0, 255) as u8;
            }
        }
    }
}

/// Colour over alpha, as a sample.
fn straight(colour: i16, alpha: i16) -> i16 {
    if alpha == FULL {
        return colour;
    }
    let alpha = i32::from(alpha);
    ((i32::from(colour) * i32::from(FULL) + alpha / 2) / alpha).min(i32::from(FULL)) as i16
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{AMOUNT_BITS, BITS, exaggerate_plain};
    use crate::rows::{
        lanes::{load, store},
        premultiply::{all_full, all_opaque},
    };

    /// Bytes of four pixels.
    const STEP: usize = 16;

    /// Does what whole vectors can; the bytes done. Four pixels that aren't all opaque go to the plain body.
    pub fn exaggerate(source: &[u8], blurred: &[i16], amount: i16, threshold: i16, out: &mut [u8]) -> usize {
        let done = out.len() / STEP * STEP;
        assert!(source.len() >= done && blurred.len() >= done);
        let threshold_samples = i16x8_splat(threshold);
        let weights = i32x4_splat(i32::from(amount as u16) | 1 << (AMOUNT_BITS + 16));
        let half = i32x4_splat(1 << (BITS - 1));
        // A colour with 6 fraction bits times one with AMOUNT_BITS is the colour with BITS: one dot product adds both.
        let colours = |samples, blurred| {
            let difference = i16x8_sub(samples, blurred);
            let difference = v128_and(difference, i16x8_ge(i16x8_abs(difference), threshold_samples));
            let lows = i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(difference, samples);
            let highs = i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(difference, samples);
            let sum = |pairs| i32x4_shr(i32x4_add(i32x4_dot_i16x8(pairs, weights), half), BITS);
            i16x8_narrow_i32x4(sum(lows), sum(highs))
        };
        for at in (0..done).step_by(STEP) {
            // SAFETY: at + 16 <= done, which is within source and blurred.
            let (pixels, low, high) = unsafe { (load(source, at), load(blurred, at), load(blurred, at + 8)) };
            if all_opaque(pixels) && all_full(low, high) {
                let low = colours(i16x8_shl(u16x8_extend_low_u8x16(pixels), 6), low);
                let high = colours(i16x8_shl(u16x8_extend_high_u8x16(pixels), 6), high);
                // SAFETY: at + 16 <= done, which is within out.
                unsafe { store(out, at, u8x16_narrow_i16x8(low, high)) };
            } else {
                let four = at..at + STEP;
                exaggerate_plain(&source[four.clone()], &blurred[four.clone()], amount, threshold, &mut out[four]);
            }
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("exaggerate", |random, len| {
    let (source, mut blurred) = (random.pixels(len), random.samples(len * 4));
    if random.below(3) > 0 {
        blurred.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = FULL);
    }
    let (amount, threshold) = (random.below(20481) as i16, (random.below(4) * random.below(4000)) as i16);
    let plain = |out: &mut [u8]| exaggerate_plain(&source, &blurred, amount, threshold, out);
    check::same(len * 4, 0, |out| exaggerate(&source, &blurred, amount, threshold, out), plain)
})];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_below_the_threshold_are_left_and_others_added() {
        let source = [100, 100, 250, 255, 100, 100, 100, 51, 9, 9, 9, 0];
        // In levels 90, 95 and 0; of the second pixel 40 of alpha 102 is 100.
        let blurred = [90 << 6, 95 << 6, 0, FULL, 40 << 6, 20 << 6, 0, 102 << 6, 9, 9, 9, 9];
        let mut out = [0; 12];
        exaggerate(&source, &blurred, 3 << (AMOUNT_BITS - 1), 6 << 6, &mut out);
        assert_eq!(out, [115, 100, 255, 255, 100, 175, 250, 51, 9, 9, 9, 0]);
    }
}
