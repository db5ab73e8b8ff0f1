//! Two levels: black up to a threshold, white beyond it.
//!
//! The threshold may differ from pixel to pixel in a pattern of eight, so one primitive serves a plain threshold and
//! ordered dithering.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::gray::luma;

/// A threshold for each pixel of a row, repeating.
pub type Pattern = [u8; 8];

/// Writes 255 to the three colours of every pixel whose luma is above its threshold, 0 to the others', and keeps its
/// alpha. The pattern starts with the first pixel.
pub fn threshold(source: &[u8], pattern: &Pattern, out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::threshold(source, pattern, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    threshold_plain(&source[done..], pattern, &mut out[done..]);
}

/// Plain body of [`threshold`].
pub(super) fn threshold_plain(source: &[u8], pattern: &Pattern, out: &mut [u8]) {
    let pixels = out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0);
    for ((out, &[r, g, b, a]), &threshold) in pixels.zip(pattern.iter().cycle()) {
        let level = if luma(r, g, b) > threshold { 255 } else { 0 };
        *out = [level, level, level, a];
    }
}

/// As [`threshold`], of each colour on its own.
pub fn threshold_channels(source: &[u8], pattern: &Pattern, out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::threshold_channels(source, pattern, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    threshold_channels_plain(&source[done..], pattern, &mut out[done..]);
}

/// Plain body of [`threshold_channels`].
pub(super) fn threshold_channels_plain(source: &[u8], pattern: &Pattern, out: &mut [u8]) {
    let pixels = out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0);
    for ((out, &[r, g, b, a]), &threshold) in pixels.zip(pattern.iter().cycle()) {
        let level = |colour: u8| if colour > threshold { 255 } else { 0 };
        *out = [level(r), level(g), level(b), a];
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::Pattern;
    use crate::rows::{
        gray::vector::luma,
        lanes::{load, store},
    };

    /// Bytes of eight pixels: once through the pattern.
    const STEP: usize = 32;

    /// Does what steps of eight pixels can; the bytes done.
    pub fn threshold(source: &[u8], pattern: &Pattern, out: &mut [u8]) -> usize {
        let wide = |at: usize| {
            u32x4(pattern[at].into(), pattern[at + 1].into(), pattern[at + 2].into(), pattern[at + 3].into())
        };
        compare(source, [wide(0), wide(4)], out, |pixels, thresholds| i32x4_gt(luma(pixels), thresholds))
    }

    /// Does what steps of eight pixels can; the bytes done.
    pub fn threshold_channels(source: &[u8], pattern: &Pattern, out: &mut [u8]) -> usize {
        let all = |at: usize| u32::from(pattern[at]) * 0x01_01_01;
        let wide = |at: usize| u32x4(all(at), all(at + 1), all(at + 2), all(at + 3));
        compare(source, [wide(0), wide(4)], out, |pixels, thresholds| u8x16_gt(pixels, thresholds))
    }

    /// Keeps the alphas, and takes the colours from `levels` of four pixels and their thresholds.
    #[inline(always)]
    fn compare(source: &[u8], thresholds: [v128; 2], out: &mut [u8], levels: impl Fn(v128, v128) -> v128) -> usize {
        let done = source.len().min(out.len()) / STEP * STEP;
        for at in (0..done).step_by(STEP) {
            for (half, thresholds) in thresholds.into_iter().enumerate() {
                let at = at + half * STEP / 2;
                // SAFETY: both halves of a step lie within `done`, which is within both.
                unsafe {
                    let pixels = load(source, at);
                    store(out, at, v128_bitselect(pixels, levels(pixels, thresholds), u32x4_splat(0xff00_0000)));
                }
            }
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("threshold", |random, len| {
        let (source, pattern) = (random.pixels(len), random.bits().to_le_bytes());
        check::same(len * 4, 0, |out| threshold(&source, &pattern, out), |out| threshold_plain(&source, &pattern, out))
    }),
    ("threshold_channels", |random, len| {
        let (source, pattern) = (random.pixels(len), random.bits().to_le_bytes());
        check::same(
            len * 4,
            0,
            |out| threshold_channels(&source, &pattern, out),
            |out| threshold_channels_plain(&source, &pattern, out),
        )
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_begins_above_the_threshold_and_the_pattern_repeats() {
        let source: Vec<u8> = (0..20).flat_map(|_| [100, 100, 101, 7]).collect();
        let mut out = vec![1; source.len()];
        threshold(&source, &[99, 100, 99, 99, 99, 99, 99, 255], &mut out);
        for (x, &[r, g, b, a]) in out.as_chunks::<4>().0.iter().enumerate() {
            let level = if [1, 7].contains(&(x % 8)) { 0 } else { 255 };
            assert_eq!([r, g, b, a], [level, level, level, 7], "at {x}");
        }
        threshold_channels(&source, &[100; 8], &mut out);
        assert!(out.as_chunks::<4>().0.iter().all(|pixel| *pixel == [0, 0, 255, 7]));
    }
}
