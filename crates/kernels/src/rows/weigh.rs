//! Weighted sums of slices: one primitive for both passes of a separable filter.
//!
//! The vertical pass sums rows of a ring. The horizontal pass sums views of *one* padded row, each a pixel further
//! on: to this primitive they are slices like any others. All slices lie in one buffer and are given by where they
//! start.
//!
//! Bounds: samples are at most `FULL` = 16320 and the absolute values of the weights sum to less than four times one,
//! which is 2¹⁵ here and 2¹⁴ in a resize: no sum reaches 16320 · 2¹⁵ · 4 < 2³¹.
//!
//! Departures in the SIMD bodies: samples of two slices are interleaved, so that one dot product does two
//! multiplications and an addition in four lanes; 32 samples are summed at a time, so that where a slice starts and
//! what it weighs is looked up once for all of them; and slices are walked by iterators in step with their weights,
//! since indices, checked one by one, cost a third of the time (165 ms instead of 107 for a blur of σ = 5 on 12
//! megapixels).

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::sample;

/// Samples that the plain bodies sum at a time: a block of sums stays in the first-level cache.
const PLAIN_BLOCK: usize = 256;

/// `out[i]` = the sum over `k` of `weights[k] · data[starts[k] + i]`, rounded from `bits` fraction bits and clamped
/// to `0..=FULL`.
pub fn weigh(data: &[i16], starts: &[usize], weights: &[i16], bits: u32, out: &mut [i16]) {
    check_slices(data, starts, out.len());
    assert_eq!(starts.len(), weights.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::Taps { data, starts, weights, bits }.sum::<false>(out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    weigh_plain(&data[done..], starts, weights, bits, &mut out[done..]);
}

/// Plain body of [`weigh`].
pub(super) fn weigh_plain(data: &[i16], starts: &[usize], weights: &[i16], bits: u32, out: &mut [i16]) {
    for (at, out) in (0..).step_by(PLAIN_BLOCK).zip(out.chunks_mut(PLAIN_BLOCK)) {
        let mut sums = [1 << (bits - 1); PLAIN_BLOCK];
        for (&start, &weight) in starts.iter().zip(weights) {
            for (sum, &s) in sums.iter_mut().zip(&data[start + at..][..out.len()]) {
                *sum += i32::from(weight) * i32::from(s);
            }
        }
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = sample(sum, bits);
        }
    }
}

/// As [`weigh`] with weights that are alike on both sides: `weights[0]` belongs to the slice in the middle of
/// `starts`, `weights[k]` to the slices `k` places before and after it.
pub fn weigh_mirrored(data: &[i16], starts: &[usize], weights: &[i16], bits: u32, out: &mut [i16]) {
    check_slices(data, starts, out.len());
    assert_eq!(starts.len() + 1, weights.len() * 2);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::Taps { data, starts, weights, bits }.sum::<true>(out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    weigh_mirrored_plain(&data[done..], starts, weights, bits, &mut out[done..]);
}

/// Plain body of [`weigh_mirrored`].
pub(super) fn weigh_mirrored_plain(data: &[i16], starts: &[usize], weights: &[i16], bits: u32, out: &mut [i16]) {
    let middle = weights.len() - 1;
    for (at, out) in (0..).step_by(PLAIN_BLOCK).zip(out.chunks_mut(PLAIN_BLOCK)) {
        let slice = |k: usize| &data[starts[k] + at..][..out.len()];
        let mut sums = [1 << (bits - 1); PLAIN_BLOCK];
        for (sum, &s) in sums.iter_mut().zip(slice(middle)) {
            *sum += i32::from(weights[0]) * i32::from(s);
        }
        for (k, &weight) in weights.iter().enumerate().skip(1) {
            for ((sum, &before), &after) in sums.iter_mut().zip(slice(middle - k)).zip(slice(middle + k)) {
                *sum += i32::from(weight) * (i32::from(before) + i32::from(after));
            }
        }
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = sample(sum, bits);
        }
    }
}

/// Every slice of `len` samples lies within `data`.
pub(super) fn check_slices<T>(data: &[T], starts: &[usize], len: usize) {
    let room = data.len().checked_sub(len).expect("a slice is not longer than its buffer");
    assert!(starts.iter().all(|&start| start <= room));
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use vector::to_samples;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use crate::rows::{
        FULL,
        lanes::{load, store, vectors, vectors_mut},
    };

    /// Samples in a vector.
    const LANES: usize = 8;

    /// What is summed. Every slice of as many samples as the output has lies within `data`.
    pub struct Taps<'a> {
        pub data: &'a [i16],
        pub starts: &'a [usize],
        pub weights: &'a [i16],
        pub bits: u32,
    }

    impl Taps<'_> {
        /// Does what whole vectors can; the samples done.
        pub fn sum<const MIRRORED: bool>(&self, out: &mut [i16]) -> usize {
            let mut at = 0;
            while at + 4 * LANES <= out.len() {
                self.block::<4, MIRRORED>(out, at);
                at += 4 * LANES;
            }
            while at + LANES <= out.len() {
                self.block::<1, MIRRORED>(out, at);
                at += LANES;
            }
            at
        }

        /// Sums `V` vectors from sample `at` on; `out` has them.
        #[inline(always)]
        fn block<const V: usize, const MIRRORED: bool>(&self, out: &mut [i16], at: usize) {
            let mut sums = [[i32x4_splat(1 << (self.bits - 1)); 2]; V];
            if MIRRORED {
                self.add_mirrored(&mut sums, at);
            } else {
                self.add_all(&mut sums, at);
            }
            // SAFETY: `out` has V vectors from `at` on.
            let out = unsafe { vectors_mut::<V>(out, at) };
            for (sums, out) in sums.into_iter().zip(out) {
                // SAFETY: a vector has sixteen bytes.
                unsafe { store(out, 0, to_samples(sums, self.bits)) };
            }
        }

        #[inline(always)]
        fn add_all<const V: usize>(&self, sums: &mut [[v128; 2]; V], at: usize) {
            let (pairs, last) = self.starts.as_chunks::<2>();
            let (weights, last_weight) = self.weights.as_chunks::<2>();
            for ([a, b], &weights) in pairs.iter().zip(weights) {
                let (a, b) = (self.slice::<V>(a, at), self.slice::<V>(b, at));
                for (v, sums) in sums.iter_mut().enumerate() {
                    add_products(sums, vector(&a[v]), vector(&b[v]), weights);
                }
            }
            for (a, &weight) in last.iter().zip(last_weight) {
                let a = self.slice::<V>(a, at);
                for (v, sums) in sums.iter_mut().enumerate() {
                    add_products(sums, vector(&a[v]), i16x8_splat(0), [weight, 0]);
                }
            }
        }

        /// Two samples are added before they are weighed: at most 32640, which 16 bits hold.
        #[inline(always)]
        fn add_mirrored<const V: usize>(&self, sums: &mut [[v128; 2]; V], at: usize) {
            let centre = self.weights.len() - 1;
            let (before, after) = (&self.starts[..centre], &self.starts[centre + 1..]);
            // From the middle outwards: before it, that is from right to left.
            let ((first, before), (after, last)) = (before.as_rchunks::<2>(), after.as_chunks::<2>());
            let weights = self.weights[1..].as_chunks::<2>().0;
            for (([b2, b1], [a1, a2]), &weights) in before.iter().rev().zip(after).zip(weights) {
                let [b1, b2, a1, a2] = [b1, b2, a1, a2].map(|start| self.slice::<V>(start, at));
                for (v, sums) in sums.iter_mut().enumerate() {
                    let inner = i16x8_add(vector(&b1[v]), vector(&a1[v]));
                    let outer = i16x8_add(vector(&b2[v]), vector(&a2[v]));
                    add_products(sums, inner, outer, weights);
                }
            }
            // The middle has no mirror; the outermost may have no partner: they are a pair.
            let middle = self.slice::<V>(&self.starts[centre], at);
            if let ([first], [last]) = (first, last) {
                let (first, last) = (self.slice::<V>(first, at), self.slice::<V>(last, at));
                for (v, sums) in sums.iter_mut().enumerate() {
                    let outermost = i16x8_add(vector(&first[v]), vector(&last[v]));
                    add_products(sums, vector(&middle[v]), outermost, [self.weights[0], self.weights[centre]]);
                }
            } else {
                for (v, sums) in sums.iter_mut().enumerate() {
                    add_products(sums, vector(&middle[v]), i16x8_splat(0), [self.weights[0], 0]);
                }
            }
        }

        #[inline(always)]
        fn slice<const V: usize>(&self, start: &usize, at: usize) -> &[[i16; LANES]; V] {
            // SAFETY: every slice has as many samples as the output, which has V vectors from `at` on.
            unsafe { vectors(self.data, start + at) }
        }
    }

    #[inline(always)]
    fn vector(samples: &[i16; LANES]) -> v128 {
        // SAFETY: eight samples have sixteen bytes.
        unsafe { load(samples, 0) }
    }

    /// Eight sums with `bits` fraction bits, their half already added, as samples.
    #[inline(always)]
    pub fn to_samples([low, high]: [v128; 2], bits: u32) -> v128 {
        let samples = i16x8_narrow_i32x4(i32x4_shr(low, bits), i32x4_shr(high, bits));
        i16x8_max(i16x8_min(samples, i16x8_splat(FULL)), i16x8_splat(0))
    }

    /// Adds `weights[0] · a + weights[1] · b`.
    #[inline(always)]
    fn add_products([low, high]: &mut [v128; 2], a: v128, b: v128, [first, second]: [i16; 2]) {
        let weights = i32x4_splat(i32::from(first as u16) | i32::from(second) << 16);
        let lows = i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(a, b);
        let highs = i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(a, b);
        *low = i32x4_add(*low, i32x4_dot_i16x8(lows, weights));
        *high = i32x4_add(*high, i32x4_dot_i16x8(highs, weights));
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("weigh", |random, len| {
        let (data, taps) = (random.samples(len + 500), 1 + random.below(40));
        let starts: Vec<usize> = (0..taps).map(|_| random.below(501)).collect();
        let weights = random.weights(taps, 14);
        let plain = |out: &mut [i16]| weigh_plain(&data, &starts, &weights, 14, out);
        check::same(len, 0, |out| weigh(&data, &starts, &weights, 14, out), plain)
    }),
    ("weigh_mirrored", |random, len| {
        let (data, terms) = (random.samples(len + 500), 1 + random.below(20));
        let starts: Vec<usize> = (0..2 * terms - 1).map(|_| random.below(501)).collect();
        let weights: Vec<i16> = random.weights(terms, 14);
        let plain = |out: &mut [i16]| weigh_mirrored_plain(&data, &starts, &weights, 15, out);
        check::same(len, 0, |out| weigh_mirrored(&data, &starts, &weights, 15, out), plain)
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition in one line a sample.
    fn naive(data: &[i16], starts: &[usize], weights: &[i16], i: usize) -> i16 {
        let sum: f64 = starts.iter().zip(weights).map(|(&s, &w)| f64::from(data[s + i]) * f64::from(w)).sum();
        (sum / 16384.0 + 0.5).floor().clamp(0.0, 16320.0) as i16
    }

    #[test]
    fn sums_are_weighted_rounded_and_clamped() {
        // Runs at either end, of several lengths, so that lobes overshoot.
        let data: Vec<i16> = (0..900).map(|i| [0, 16320, 16320, (i * 7919 % 16321) as i16][i / 7 % 4]).collect();
        let starts = [500, 3, 77, 300, 0];
        let weights = [9000, -3000, 12000, -4000, 2384];
        let mut out = [0; 400];
        weigh(&data, &starts, &weights, 14, &mut out);
        for (i, &sample) in out.iter().enumerate() {
            assert_eq!(sample, naive(&data, &starts, &weights, i));
        }
        assert!(out.contains(&0) && out.contains(&16320), "the data should reach both ends");
    }

    #[test]
    fn a_mirrored_sum_is_the_sum_with_weights_written_out() {
        let data: Vec<i16> = (0..700).map(|i| (i * 3571 % 16321) as i16).collect();
        let starts = [9, 220, 100, 4, 300];
        let (mut mirrored, mut written_out) = ([0; 399], [0; 399]);
        weigh_mirrored(&data, &starts, &[6000, 4000, 1192], 14, &mut mirrored);
        weigh(&data, &starts, &[1192, 4000, 6000, 4000, 1192], 14, &mut written_out);
        assert_eq!(mirrored, written_out);
    }

    #[test]
    #[should_panic(expected = "start <= room")]
    fn a_slice_beyond_its_buffer_is_refused() {
        weigh(&[0; 10], &[3], &[1], 14, &mut [0; 8]);
    }
}
