//! How much two pixels count for each other, by how unlike they are.
//!
//! The difference of two pixels is the largest of their channels' differences. A [`Falloff`] gives the weight for each
//! difference: a table, so that any curve will do. Swapping the two pixels changes nothing.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// Weights that fall with the difference of two pixels; differences are told apart in steps of `1 << step_bits` levels.
#[derive(Debug)]
pub struct Falloff {
    /// One for each difference.
    weights: [i16; 256],
    /// What SIMD bodies look up: for every sixteen steps the lower bytes of their weights, and the upper ones. As far as
    /// there are weights but 0.
    #[cfg_attr(not(all(target_arch = "wasm32", target_feature = "simd128")), expect(dead_code, reason = "SIMD alone"))]
    segments: Vec<[[u8; 16]; 2]>,
    #[cfg_attr(not(all(target_arch = "wasm32", target_feature = "simd128")), expect(dead_code, reason = "SIMD alone"))]
    step_bits: u32,
}

impl Falloff {
    /// Steps that SIMD bodies look up at a time.
    const SEGMENT: usize = 16;
    /// Segments at most; 128 steps in all.
    const MOST_SEGMENTS: usize = 8;

    /// From the weights of the steps: none is negative, and those beyond the last are 0.
    ///
    /// # Panics
    /// If more than 128 steps have a weight but 0.
    pub fn new(step_bits: u32, steps: &[i16]) -> Self {
        let count = steps.iter().rposition(|&weight| weight != 0).map_or(0, |last| last + 1);
        let steps = &steps[..count];
        let mut weights = [0; 256];
        for (weights, &step) in weights.chunks_mut(1 << step_bits).zip(steps) {
            weights.fill(step);
        }
        let bytes = |steps: &[i16], i| {
            std::array::from_fn(|at| steps.get(at).map_or(0, |weight: &i16| weight.to_le_bytes()[i]))
        };
        let segments: Vec<_> = steps.chunks(Self::SEGMENT).map(|s| [bytes(s, 0), bytes(s, 1)]).collect();
        assert!(segments.len() <= Self::MOST_SEGMENTS, "too many steps to look up");
        Self { weights, segments, step_bits }
    }

    /// Whether no pair of pixels has a weight.
    pub fn is_nothing(&self) -> bool {
        self.weights[0] == 0
    }
}

/// Writes the weight of each pair of pixels to `out`; `one` and `other` are their `N` channels, as planes.
pub fn likeness<const N: usize>(one: [&[u8]; N], other: [&[u8]; N], falloff: &Falloff, out: &mut [i16]) {
    assert!(one.iter().chain(&other).all(|plane| plane.len() == out.len()));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::likeness(one, other, falloff, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    likeness_plain(one.map(|plane| &plane[done..]), other.map(|plane| &plane[done..]), falloff, &mut out[done..]);
}

/// Plain body of [`likeness`].
pub(super) fn likeness_plain<const N: usize>(one: [&[u8]; N], other: [&[u8]; N], falloff: &Falloff, out: &mut [i16]) {
    let (one, other) = (one.map(|plane| &plane[..out.len()]), other.map(|plane| &plane[..out.len()]));
    for (x, out) in out.iter_mut().enumerate() {
        let mut most = 0;
        for c in 0..N {
            most = one[c][x].abs_diff(other[c][x]).max(most);
        }
        *out = falloff.weights[usize::from(most)];
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::Falloff;
    use crate::rows::lanes::{load, store};

    /// Does what whole vectors can; the pairs done.
    pub fn likeness<const N: usize>(one: [&[u8]; N], other: [&[u8]; N], falloff: &Falloff, out: &mut [i16]) -> usize {
        let run = match falloff.segments.len() {
            0 | 1 => run::<N, 1>,
            2 => run::<N, 2>,
            3 => run::<N, 3>,
            4 => run::<N, 4>,
            5 => run::<N, 5>,
            6 => run::<N, 6>,
            7 => run::<N, 7>,
            _ => run::<N, { Falloff::MOST_SEGMENTS }>,
        };
        run(one, other, falloff, out)
    }

    /// For a falloff of no more than `S` segments.
    fn run<const N: usize, const S: usize>(
        one: [&[u8]; N],
        other: [&[u8]; N],
        falloff: &Falloff,
        out: &mut [i16],
    ) -> usize {
        let mut segments = [[i8x16_splat(0); 2]; S];
        for (segment, bytes) in segments.iter_mut().zip(&falloff.segments) {
            // SAFETY: each has sixteen bytes.
            *segment = bytes.each_ref().map(|bytes| unsafe { load(bytes, 0) });
        }
        let done = out.len() / 16 * 16;
        for at in (0..done).step_by(16) {
            let mut most = i8x16_splat(0);
            for c in 0..N {
                // SAFETY: at + 16 <= done, and each plane is as long as out.
                let (a, b) = unsafe { (load(one[c], at), load(other[c], at)) };
                most = u8x16_max(most, u8x16_sub(u8x16_max(a, b), u8x16_min(a, b)));
            }
            // Sixteen or more looks up a 0: one segment at most has an answer.
            let mut index = u8x16_shr(most, falloff.step_bits);
            let [mut low, mut high] = [i8x16_splat(0); 2];
            for (i, [lows, highs]) in segments.into_iter().enumerate() {
                if i > 0 {
                    index = u8x16_sub(index, u8x16_splat(Falloff::SEGMENT as u8));
                }
                low = v128_or(low, i8x16_swizzle(lows, index));
                high = v128_or(high, i8x16_swizzle(highs, index));
            }
            // SAFETY: at + 16 <= done, which is within out.
            unsafe {
                store(out, at, u8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(low, high));
                let upper = u8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(low, high);
                store(out, at + 8, upper);
            }
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("likeness", |random, len| {
    let steps: Vec<i16> = (0..random.below(129)).map(|_| random.below(32768) as i16).collect();
    let falloff = Falloff::new(random.below(4) as u32, &steps);
    let planes: [Vec<u8>; 8] = std::array::from_fn(|_| random.pixels(len).into_iter().step_by(4).collect());
    let [a, b, c, d, e, f, g, h] = planes.each_ref().map(|plane| &plane[..]);
    let (ours, plain) = (likeness::<4>, likeness_plain::<4>);
    let four = check::same(
        len,
        0,
        |out| ours([a, b, c, d], [e, f, g, h], &falloff, out),
        |out| plain([a, b, c, d], [e, f, g, h], &falloff, out),
    );
    let (ours, plain) = (likeness::<3>, likeness_plain::<3>);
    let three = check::same(
        len,
        0,
        |out| ours([a, b, c], [e, f, g], &falloff, out),
        |out| plain([a, b, c], [e, f, g], &falloff, out),
    );
    four && three
})];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_difference_picks_the_step() {
        let falloff = Falloff::new(1, &[30000, 20000, 10000, 5, 0, 0]);
        let weight = |one: [u8; 3], other: [u8; 3]| {
            let mut out = [-1];
            likeness(
                one.each_ref().map(std::slice::from_ref),
                other.each_ref().map(std::slice::from_ref),
                &falloff,
                &mut out,
            );
            out[0]
        };
        assert_eq!(weight([9, 9, 9], [9, 9, 9]), 30000);
        assert_eq!(weight([9, 8, 9], [9, 9, 9]), 30000);
        assert_eq!(weight([9, 12, 9], [10, 9, 7]), 20000);
        assert_eq!(weight([10, 9, 7], [9, 12, 9]), 20000);
        assert_eq!([weight([0, 0, 7], [0; 3]), weight([0, 0, 8], [0; 3]), weight([255; 3], [0; 3])], [5, 0, 0]);
    }
}
