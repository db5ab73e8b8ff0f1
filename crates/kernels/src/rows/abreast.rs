//! Resampling along several rows at once: every output pixel is a weighted sum of a window of source pixels.
//!
//! Bounds as in `weigh`. Pixels and weights are in twos, so that one dot product weighs two pixels
//! in all four channels without a shuffle. Windows are the same for all rows; the SIMD body takes [`ABREAST`] rows
//! at a time, for which a weight is looked up once.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::{Window, sample, twos::TWO};

/// Rows resampled at a time.
pub const ABREAST: usize = 4;

/// Pixel `i` of each row of `out` = the sum over its window of weight · pixel of the row in `rows`, rounded from `bits`
/// fraction bits and clamped to `0..=FULL`. `rows` are [`ABREAST`] rows as [`super::twos`] writes them; those of `out`
/// follow each other without gaps, a pixel's four samples side by side.
pub fn abreast(rows: &[i16], windows: &[Window], weights: &[[i16; 2]], bits: u32, out: &mut [i16]) {
    assert_eq!(windows.len() * 4 * ABREAST, out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    vector::abreast(rows, windows, weights, bits, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    abreast_plain(rows, windows, weights, bits, out);
}

/// Plain body of [`abreast`].
#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), allow(dead_code, reason = "called by the check"))]
pub(super) fn abreast_plain(rows: &[i16], windows: &[Window], weights: &[[i16; 2]], bits: u32, out: &mut [i16]) {
    let twos = rows.as_chunks::<TWO>().0.as_chunks::<ABREAST>().0;
    for (i, out) in out.chunks_mut(windows.len().max(1) * 4).enumerate() {
        for (out, window) in out.as_chunks_mut::<4>().0.iter_mut().zip(windows) {
            let mut sums = [1 << (bits - 1); 4];
            let twos = &twos[window.start as usize..window.end() as usize];
            for (two, &[first, second]) in twos.iter().zip(window.weights(weights)) {
                for (sum, &[a, b]) in sums.iter_mut().zip(two[i].as_chunks::<2>().0) {
                    *sum += i32::from(first) * i32::from(a) + i32::from(second) * i32::from(b);
                }
            }
            *out = sums.map(|sum| sample(sum, bits));
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{ABREAST, TWO, Window};
    use crate::rows::lanes::{load, load_pair, store_half};
    use crate::rows::weigh::to_samples;

    pub fn abreast(rows: &[i16], windows: &[Window], weights: &[[i16; 2]], bits: u32, out: &mut [i16]) {
        let twos = rows.as_chunks::<TWO>().0.as_chunks::<ABREAST>().0;
        let (above, below) = out.as_chunks_mut::<4>().0.split_at_mut(windows.len() * 2);
        let ((a, b), (c, d)) = (above.split_at_mut(windows.len()), below.split_at_mut(windows.len()));
        for ((window, (a, b)), (c, d)) in windows.iter().zip(a.iter_mut().zip(b)).zip(c.iter_mut().zip(d)) {
            let twos = &twos[window.start as usize..window.end() as usize];
            let mut sums = [i32x4_splat(1 << (bits - 1)); ABREAST];
            for (twos, weights) in twos.iter().zip(window.weights(weights)) {
                // SAFETY: two weights are a pair.
                let weights = unsafe { load_pair(weights, 0) };
                for (sum, two) in sums.iter_mut().zip(twos) {
                    // SAFETY: two pixels are sixteen bytes.
                    *sum = i32x4_add(*sum, i32x4_dot_i16x8(unsafe { load(two, 0) }, weights));
                }
            }
            for ([one, next], sums) in [[a, b], [c, d]].into_iter().zip(sums.as_chunks::<2>().0) {
                let samples = to_samples(*sums, bits);
                // SAFETY: an output pixel is four samples of two bytes.
                unsafe {
                    store_half(one, 0, samples);
                    store_half(next, 0, i64x2_shuffle::<1, 1>(samples, samples));
                }
            }
        }
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("abreast", |random, len| {
    let rows = random.samples(len * TWO * ABREAST);
    let (mut windows, mut weights) = (vec![], vec![]);
    for _ in 0..1 + random.below(50) {
        let start = random.below(len);
        let taps = 1 + random.below((len - start).min(30));
        windows.push(Window { start: start as u32, taps: taps as u32, first_weight: weights.len() as u32 });
        weights.extend_from_slice(random.weights(taps * 2, 14).as_chunks::<2>().0);
    }
    let plain = |out: &mut [i16]| abreast_plain(&rows, &windows, &weights, 14, out);
    check::same(windows.len() * 4 * ABREAST, 0, |out| abreast(&rows, &windows, &weights, 14, out), plain)
})];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_window_is_weighed_in_each_channel_of_each_row() {
        let rows: Vec<i16> = (0..ABREAST * TWO * 5).map(|i| (i * 7919 % 16321) as i16).collect();
        let windows = [
            Window { start: 0, taps: 1, first_weight: 0 },
            Window { start: 1, taps: 4, first_weight: 1 },
            Window { start: 4, taps: 1, first_weight: 5 },
        ];
        let weights = [[1 << 14, 0], [0, -1000], [3000, 5000], [2384, 5000], [3000, -1000], [0, 1 << 13]];
        let mut out = [0; 12 * ABREAST];
        abreast(&rows, &windows, &weights, 14, &mut out);
        for (i, out) in out.chunks(12).enumerate() {
            let at = |x: usize, c: usize| rows[(x / 2 * ABREAST + i) * TWO + c * 2 + x % 2];
            for c in 0..4 {
                assert_eq!(out[c], at(0, c));
                let weights = weights[1..5].as_flattened();
                let sum: f64 = (0..8).map(|k| f64::from(weights[k]) * f64::from(at(k + 2, c))).sum();
                assert_eq!(f64::from(out[4 + c]), (sum / 16384.0 + 0.5).floor().clamp(0.0, 16320.0));
                assert_eq!(out[8 + c], (at(9, c) + 1) / 2);
            }
        }
    }
}
