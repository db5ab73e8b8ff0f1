//! Weighted sums of the same slices, several at once, each with weights of its own.
//!
//! A filter that makes a picture lower sums a block of rows into each of the few rows it lies under; one that makes it
//! higher makes several rows of the same few. Either way every sample is loaded and interleaved once for up to four
//! sums, which spares a third of the operations that [`weigh`](super::weigh) would take for each of them.
//!
//! Bounds as in `weigh`. Slices are even in number, since dot products take them in pairs: one too few is made good by
//! any other of weight 0.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::sample;
use super::weigh::{check_slices, weigh_plain};

/// Sums that are made at once.
pub const TOGETHER: usize = 4;

/// Slice `p` of `out`, of as many as there are lists of weights, up to [`TOGETHER`], becomes what `weigh` makes of the
/// slices at `starts` with list `p`. The lists follow each other, and so do the slices.
pub fn weigh_each(data: &[i16], starts: &[usize], weights: &[i16], bits: u32, out: &mut [i16]) {
    let lists = weights.len() / starts.len();
    assert!(starts.len().is_multiple_of(2) && weights.len() == starts.len() * lists);
    assert!(lists <= TOGETHER && out.len().is_multiple_of(lists));
    let len = out.len() / lists;
    check_slices(data, starts, len);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::weigh_each(data, starts, weights, bits, out, len);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    weigh_each_plain(&data[done..], starts, weights, bits, out, done);
}

/// Plain body of [`weigh_each`], for all but the first `done` samples of each slice.
fn weigh_each_plain(data: &[i16], starts: &[usize], weights: &[i16], bits: u32, out: &mut [i16], done: usize) {
    let len = out.len() * starts.len() / weights.len();
    for (weights, out) in weights.chunks(starts.len()).zip(out.chunks_mut(len)) {
        weigh_plain(data, starts, weights, bits, &mut out[done..]);
    }
}

/// Adds the slices at `starts`, of `len` samples, to the slices of `sums` at `sum_starts`, weighed with a list of weights
/// for each of these.
pub fn add_each(data: &[i16], starts: &[usize], weights: &[i16], sums: &mut [i32], sum_starts: &[usize], len: usize) {
    check_slices(data, starts, len);
    check_slices(sums, sum_starts, len);
    assert!(starts.len().is_multiple_of(2) && weights.len() == starts.len() * sum_starts.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::add_each(data, starts, weights, sums, sum_starts, len);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    add_each_plain(&data[done..], starts, weights, &mut sums[done..], sum_starts, len - done);
}

/// Plain body of [`add_each`].
fn add_each_plain(data: &[i16], starts: &[usize], weights: &[i16], sums: &mut [i32], sum_starts: &[usize], len: usize) {
    for (&start, weights) in sum_starts.iter().zip(weights.chunks(starts.len())) {
        let sums = &mut sums[start..start + len];
        for (pair, weights) in starts.as_chunks::<2>().0.iter().zip(weights.as_chunks::<2>().0) {
            let [a, b] = pair.map(|start| &data[start..start + len]);
            let [wa, wb] = weights.map(i32::from);
            for ((sum, &a), &b) in sums.iter_mut().zip(a).zip(b) {
                *sum += wa * i32::from(a) + wb * i32::from(b);
            }
        }
    }
}

/// Finished sums, with `bits` fraction bits and their half already added, as samples.
pub fn finish(sums: &[i32], bits: u32, out: &mut [i16]) {
    for (out, &sum) in out.iter_mut().zip(sums) {
        *out = sample(sum, bits);
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::TOGETHER;
    use crate::rows::lanes::{load, load_pair, store};
    use crate::rows::weigh::to_samples;

    /// Samples in a vector.
    const LANES: usize = 8;

    /// Does what whole vectors can; the samples done of each slice. Every slice has `len` samples in `data`, and
    /// `weights.len() / starts.len()` slices of as many are in `out`.
    pub fn weigh_each(
        data: &[i16],
        starts: &[usize],
        weights: &[i16],
        bits: u32,
        out: &mut [i16],
        len: usize,
    ) -> usize {
        match weights.len() / starts.len() {
            1 => weigh_some::<1>(data, starts, weights, bits, out, len),
            2 => weigh_some::<2>(data, starts, weights, bits, out, len),
            3 => weigh_some::<3>(data, starts, weights, bits, out, len),
            _ => weigh_some::<4>(data, starts, weights, bits, out, len),
        }
    }

    #[inline(always)]
    fn weigh_some<const P: usize>(
        data: &[i16],
        starts: &[usize],
        weights: &[i16],
        bits: u32,
        out: &mut [i16],
        len: usize,
    ) -> usize {
        assert!(weights.len() == P * starts.len() && out.len() == P * len);
        let done = len / LANES * LANES;
        for at in (0..done).step_by(LANES) {
            let mut sums = [[i32x4_splat(1 << (bits - 1)); 2]; P];
            // SAFETY: every slice has a vector at `at`, as at + 8 <= len, and there are P lists of weights.
            unsafe { add_products(data, starts, weights, at, &mut sums) };
            for (p, sums) in sums.into_iter().enumerate() {
                // SAFETY: slice p of P has a vector at `at`.
                unsafe { store(out, p * len + at, to_samples(sums, bits)) };
            }
        }
        done
    }

    /// Does what whole vectors can; the samples done of each slice. Every slice has `len` samples in `data`, every slice
    /// of sums as many in `sums`.
    pub fn add_each(
        data: &[i16],
        starts: &[usize],
        weights: &[i16],
        sums: &mut [i32],
        sum_starts: &[usize],
        len: usize,
    ) -> usize {
        let (fours, rest) = sum_starts.as_chunks::<TOGETHER>();
        let mut lists = weights.chunks(starts.len() * TOGETHER);
        for (four, lists) in fours.iter().zip(&mut lists) {
            add_some::<4>(data, starts, lists, sums, four, len);
        }
        let lists = lists.next().unwrap_or_default();
        match *rest {
            [a] => add_some::<1>(data, starts, lists, sums, &[a], len),
            [a, b] => add_some::<2>(data, starts, lists, sums, &[a, b], len),
            [a, b, c] => add_some::<3>(data, starts, lists, sums, &[a, b, c], len),
            _ => {}
        }
        len / LANES * LANES
    }

    #[inline(always)]
    fn add_some<const P: usize>(
        data: &[i16],
        starts: &[usize],
        weights: &[i16],
        sums: &mut [i32],
        sum_starts: &[usize; P],
        len: usize,
    ) {
        assert!(weights.len() == P * starts.len());
        for at in (0..len / LANES * LANES).step_by(LANES) {
            // SAFETY: every slice of sums has eight at `at`, as at + 8 <= len.
            let mut kept = sum_starts.map(|start| unsafe { [load(sums, start + at), load(sums, start + at + 4)] });
            // SAFETY: every slice has a vector at `at`, and there are P lists of weights.
            unsafe { add_products(data, starts, weights, at, &mut kept) };
            for (start, [low, high]) in sum_starts.iter().zip(kept) {
                // SAFETY: every slice of sums has eight at `at`.
                unsafe {
                    store(sums, start + at, low);
                    store(sums, start + at + 4, high);
                }
            }
        }
    }

    /// Adds to each of the sums the products of a vector of every slice with a list of weights.
    ///
    /// # Safety
    /// Every slice has a vector at `at`, and `weights` are a list for each of the sums.
    #[inline(always)]
    unsafe fn add_products<const P: usize>(
        data: &[i16],
        starts: &[usize],
        weights: &[i16],
        at: usize,
        sums: &mut [[v128; 2]; P],
    ) {
        for (i, &[a, b]) in starts.as_chunks::<2>().0.iter().enumerate() {
            // SAFETY: the caller's promise.
            let (a, b) = unsafe { (load(data, a + at), load(data, b + at)) };
            let lows = i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(a, b);
            let highs = i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(a, b);
            for (p, [low, high]) in sums.iter_mut().enumerate() {
                // SAFETY: list p has a weight for each slice, so it has pair i.
                let weights = unsafe { load_pair(weights, p * starts.len() + 2 * i) };
                *low = i32x4_add(*low, i32x4_dot_i16x8(lows, weights));
                *high = i32x4_add(*high, i32x4_dot_i16x8(highs, weights));
            }
        }
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("weigh_each", |random, len| {
        let (data, taps, lists) = (random.samples(len + 500), 2 + 2 * random.below(10), 1 + random.below(TOGETHER));
        let starts: Vec<usize> = (0..taps).map(|_| random.below(501)).collect();
        let weights: Vec<i16> = (0..lists).flat_map(|_| random.weights(taps, 14)).collect();
        let plain = |out: &mut [i16]| weigh_each_plain(&data, &starts, &weights, 14, out, 0);
        check::same(len * lists, 0, |out| weigh_each(&data, &starts, &weights, 14, out), plain)
    }),
    ("add_each", |random, len| {
        let (data, taps, lists) = (random.samples(len + 500), 2 + 2 * random.below(10), 1 + random.below(9));
        let starts: Vec<usize> = (0..taps).map(|_| random.below(501)).collect();
        let sum_starts: Vec<usize> = (0..lists).map(|i| i * (len + 3)).collect();
        let weights: Vec<i16> = (0..lists).flat_map(|_| random.weights(taps, 14)).collect();
        let plain = |sums: &mut [i32]| add_each_plain(&data, &starts, &weights, sums, &sum_starts, len);
        check::same(lists * (len + 3), 9, |sums| add_each(&data, &starts, &weights, sums, &sum_starts, len), plain)
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_made_together_are_the_sums_made_one_by_one() {
        let data: Vec<i16> = (0..700).map(|i| (i * 3571 % 16321) as i16).collect();
        let starts = [9, 220, 100, 4];
        let lists = [[6000, 4000, 1192, 5192], [16384, 0, 0, 0], [-2000, 9192, 9192, 0]];
        let mut out = [0; 3 * 203];
        weigh_each(&data, &starts, lists.as_flattened(), 14, &mut out);
        let mut sums = [1 << 13; 3 * 203];
        add_each(&data, &starts, lists.as_flattened(), &mut sums, &[406, 0, 203], 203);
        for (p, (weights, at)) in lists.iter().zip([406, 0, 203]).enumerate() {
            let (mut one, mut finished) = ([0; 203], [0; 203]);
            crate::rows::weigh(&data, &starts, weights, 14, &mut one);
            finish(&sums[at..at + 203], 14, &mut finished);
            assert_eq!(out[p * 203..][..203], one);
            assert_eq!(finished, one);
        }
    }
}
