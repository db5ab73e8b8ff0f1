//! Resampling along a row: every output pixel is a weighted sum of a window of source pixels, given one by one
//! ([`across`]), or all of one length and as many output pixels to each ([`spread`]).
//!
//! Bounds as in `weigh`. The SIMD body takes two pixels at a time: their samples are interleaved by channel, so that
//! one dot product weighs both pixels in all four channels.

#![allow(unsafe_code)]

use std::ops::Range;

#[cfg(feature = "check")]
use super::check;
use super::sample;

/// The source pixels, or twos of them, that an output pixel is made from, and where their weights are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First of them.
    pub start: u32,
    /// How many there are, at least 1.
    pub taps: u32,
    /// Where their weights start in the list of all weights.
    pub first_weight: u32,
}

impl Window {
    /// One past the last of them.
    pub fn end(&self) -> u32 {
        self.start + self.taps
    }

    /// From the first to the last.
    pub fn range(&self) -> Range<u32> {
        self.start..self.end()
    }

    /// Their weights, out of all.
    pub fn weights<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        &all[self.first_weight as usize..][..self.taps as usize]
    }

    /// The weight of pixel `i`, out of all: 0 outside the window.
    pub fn share(&self, all: &[i16], i: u32) -> i16 {
        i.checked_sub(self.start).and_then(|i| self.weights(all).get(i as usize)).copied().unwrap_or(0)
    }
}

/// Pixel `i` of `out` = the sum over its window of weight · pixel of `row`, rounded from `bits` fraction bits and
/// clamped to `0..=FULL`; four samples a pixel.
pub fn across(row: &[i16], windows: &[Window], weights: &[i16], bits: u32, out: &mut [i16]) {
    assert_eq!(windows.len() * 4, out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    vector::across(row, windows, weights, bits, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    across_plain(row, windows, weights, bits, out);
}

/// Plain body of [`across`].
#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), allow(dead_code, reason = "called by the check"))]
pub(super) fn across_plain(row: &[i16], windows: &[Window], weights: &[i16], bits: u32, out: &mut [i16]) {
    let pixels = row.as_chunks::<4>().0;
    for (out, window) in out.as_chunks_mut::<4>().0.iter_mut().zip(windows) {
        let pixels = &pixels[window.start as usize..window.end() as usize];
        *out = weighed(pixels, window.weights(weights), bits);
    }
}

/// Makes `step` pixels of each window of `row`: pixel `i` of `out` = the sum over `taps` pixels of `row`, from `i / step`
/// on, of weight · pixel, rounded from `bits` fraction bits and clamped to `0..=FULL`. Its weights are list `i % step` of
/// `step`. `taps` is even.
pub fn spread(row: &[i16], weights: &[i16], taps: usize, bits: u32, out: &mut [i16]) {
    let step = weights.len() / taps;
    assert!(taps.is_multiple_of(2) && weights.len() == step * taps);
    assert!(out.len().is_multiple_of(4) && row.len() / 4 + 1 >= (out.len() / 4).div_ceil(step) + taps);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = match taps / 2 {
        4 => vector::spread::<4>(row, weights, bits, out),
        5 => vector::spread::<5>(row, weights, bits, out),
        6 => vector::spread::<6>(row, weights, bits, out),
        _ => 0,
    };
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    spread_plain(&row[done * 4..], weights, taps, bits, &mut out[done * step * 4..]);
}

/// Plain body of [`spread`].
fn spread_plain(row: &[i16], weights: &[i16], taps: usize, bits: u32, out: &mut [i16]) {
    let windows = row.as_chunks::<4>().0.windows(taps);
    for (window, out) in windows.zip(out.as_chunks_mut::<4>().0.chunks_mut(weights.len() / taps)) {
        for (out, weights) in out.iter_mut().zip(weights.chunks(taps)) {
            *out = weighed(window, weights, bits);
        }
    }
}

/// The weighted sum of some pixels.
fn weighed(pixels: &[[i16; 4]], weights: &[i16], bits: u32) -> [i16; 4] {
    let mut sums = [1 << (bits - 1); 4];
    for (pixel, &weight) in pixels.iter().zip(weights) {
        for (sum, &s) in sums.iter_mut().zip(pixel) {
            *sum += i32::from(weight) * i32::from(s);
        }
    }
    sums.map(|sum| sample(sum, bits))
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::Window;
    use crate::rows::{
        FULL,
        lanes::{load, load_half, load_pair, store_half},
    };

    pub fn across(row: &[i16], windows: &[Window], weights: &[i16], bits: u32, out: &mut [i16]) {
        for (window, out) in windows.iter().zip(out.as_chunks_mut::<4>().0) {
            let pixels = &row[window.start as usize * 4..window.end() as usize * 4];
            let sum = sum(pixels, window.weights(weights), i32x4_splat(1 << (bits - 1)));
            // SAFETY: an output pixel is four samples of two bytes.
            unsafe { store_half(out, 0, to_samples(sum, bits)) };
        }
    }

    /// Does the windows that have all their output pixels; their number. Windows are of `N` pairs of pixels, which are
    /// loaded and shuffled once for all output pixels.
    pub fn spread<const N: usize>(row: &[i16], weights: &[i16], bits: u32, out: &mut [i16]) -> usize {
        let step = weights.len() / (2 * N);
        let done = out.len() / 4 / step;
        assert!(step > 0 && row.len() / 4 + 1 >= done + 2 * N);
        for (i, out) in out.chunks_exact_mut(4 * step).enumerate() {
            let pairs: [v128; N] = std::array::from_fn(|k| {
                // SAFETY: window i < done ends within the row; it has 2 N pixels.
                let pair = unsafe { load(row, (i + 2 * k) * 4) };
                i16x8_shuffle::<0, 4, 1, 5, 2, 6, 3, 7>(pair, pair)
            });
            for (p, out) in out.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                let mut sum = i32x4_splat(1 << (bits - 1));
                for (k, &pair) in pairs.iter().enumerate() {
                    // SAFETY: there are `step` lists of 2 N weights.
                    let weights = unsafe { load_pair(weights, (p * N + k) * 2) };
                    sum = i32x4_add(sum, i32x4_dot_i16x8(pair, weights));
                }
                // SAFETY: an output pixel is four samples of two bytes.
                unsafe { store_half(out, 0, to_samples(sum, bits)) };
            }
        }
        done
    }

    /// Four sums as samples, twice.
    #[inline(always)]
    fn to_samples(sum: v128, bits: u32) -> v128 {
        let samples = i32x4_shr(sum, bits);
        let samples = i16x8_narrow_i32x4(samples, samples);
        i16x8_max(i16x8_min(samples, i16x8_splat(FULL)), i16x8_splat(0))
    }

    /// Adds weight · pixel of all `pixels` to `sum`. Two sums are under way at a time, so that neither waits for
    /// itself.
    #[inline(always)]
    fn sum(pixels: &[i16], weights: &[i16], sum: v128) -> v128 {
        assert_eq!(pixels.len(), weights.len() * 4);
        let mut sums = [sum, i32x4_splat(0)];
        let (eights, weight_eights) = (pixels.as_chunks::<32>(), weights.as_chunks::<8>());
        for (pixels, weights) in eights.0.iter().zip(weight_eights.0) {
            for (i, (pair, weights)) in pixels.as_chunks().0.iter().zip(weights.as_chunks().0).enumerate() {
                add_pair(&mut sums[i % 2], pair, *weights);
            }
        }
        let (pairs, weight_pairs) = (eights.1.as_chunks::<8>(), weight_eights.1.as_chunks::<2>());
        for (pair, weights) in pairs.0.iter().zip(weight_pairs.0) {
            add_pair(&mut sums[0], pair, *weights);
        }
        if let (&[r, g, b, a], &[weight]) = (pairs.1, weight_pairs.1) {
            add_pair(&mut sums[1], &[r, g, b, a, 0, 0, 0, 0], [weight, 0]);
        }
        i32x4_add(sums[0], sums[1])
    }

    /// Adds weight · pixel of two pixels, which a shuffle makes pairs of red, green, blue and alpha.
    ///
    /// The pixels are loaded one by one because interleaving two vectors is an instruction everywhere, and shuffling
    /// one is not: a tenth of the time of halving 12 megapixels.
    #[inline(always)]
    fn add_pair(sum: &mut v128, pixels: &[i16; 8], [first, second]: [i16; 2]) {
        // SAFETY: eight samples are two times eight bytes.
        let (one, next) = unsafe { (load_half(pixels, 0), load_half(pixels, 4)) };
        let by_channel = i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(one, next);
        let weights = i32x4_splat(i32::from(first as u16) | i32::from(second) << 16);
        *sum = i32x4_add(*sum, i32x4_dot_i16x8(by_channel, weights));
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("across", |random, len| {
        let row = random.samples(len * 4);
        let (mut windows, mut weights) = (vec![], vec![]);
        for _ in 0..1 + random.below(50) {
            let start = random.below(len);
            let taps = 1 + random.below((len - start).min(30));
            windows.push(Window { start: start as u32, taps: taps as u32, first_weight: weights.len() as u32 });
            weights.extend(random.weights(taps, 14));
        }
        let plain = |out: &mut [i16]| across_plain(&row, &windows, &weights, 14, out);
        check::same(windows.len() * 4, 0, |out| across(&row, &windows, &weights, 14, out), plain)
    }),
    ("spread", |random, len| {
        let (step, taps) = (1 + random.below(12), 2 * (1 + random.below(7)));
        let row = random.samples((len.div_ceil(step) + taps - 1) * 4);
        let weights: Vec<i16> = (0..step).flat_map(|_| random.weights(taps, 14)).collect();
        let plain = |out: &mut [i16]| spread_plain(&row, &weights, taps, 14, out);
        check::same(len * 4, 0, |out| spread(&row, &weights, taps, 14, out), plain)
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_window_is_weighed_in_each_channel() {
        let row: Vec<i16> = (0..4 * 9).map(|i| (i * 450) as i16).collect();
        let windows = [
            Window { start: 0, taps: 1, first_weight: 0 },
            Window { start: 2, taps: 7, first_weight: 1 },
            Window { start: 8, taps: 1, first_weight: 8 },
        ];
        let weights = [1 << 14, -1000, 3000, 5000, 2384, 5000, 3000, -1000, 1 << 13];
        let mut out = [0; 12];
        across(&row, &windows, &weights, 14, &mut out);
        assert_eq!(out[..4], row[..4]);
        for c in 0..4 {
            let sum: f64 = (0..7).map(|k| f64::from(weights[k + 1]) * f64::from(row[(k + 2) * 4 + c])).sum();
            assert_eq!(f64::from(out[4 + c]), (sum / 16384.0 + 0.5).floor());
            assert_eq!(out[8 + c], (row[32 + c] + 1) / 2);
        }
    }
    #[test]
    fn pixels_that_are_spread_have_windows_in_turn() {
        let row: Vec<i16> = (0..4 * 9).map(|i| (i * 450) as i16).collect();
        let weights = [[3000, 5000, 2384, 6000], [0, 16384, 0, 0], [4096; 4]];
        let windows: Vec<Window> = (0..17).map(|i| Window { start: i / 3, taps: 4, first_weight: i % 3 * 4 }).collect();
        let (mut out, mut expected) = ([0; 68], [0; 68]);
        spread(&row, weights.as_flattened(), 4, 14, &mut out);
        across(&row, &windows, weights.as_flattened(), 14, &mut expected);
        assert_eq!(out, expected);
    }
}
