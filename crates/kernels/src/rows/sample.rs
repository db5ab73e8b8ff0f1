//! Colours at places between pixels, along a straight line over a picture.
//!
//! Places are whole numbers with 32 fraction bits, and (0, 0) is the middle of the first pixel. Every place is computed
//! from the line's start and step by 64-bit additions, so it doesn't matter where a line is cut.
//!
//! Bilinear: the four pixels around a place are weighed by how near they are. Their weights have 13 fraction bits and
//! sum to exactly one. A colour is weighed with alpha, and divided by what alpha there is in the end: with w the weights,
//! a the alphas, c the colours, it is Σwac / Σwa, rounded to the nearest, without a rounding between. Bound: Σwac and half
//! of Σwa are at most 255 · 255 · 2¹³ + 255 · 2¹² < 2³⁰. A place right on a pixel's middle gives that pixel as it is.
//!
//! Departures: four opaque pixels need no division, as Σwac / Σwa is Σwc then. In the plain body one 64-bit
//! multiplication weighs three colours, in fields of 21 bits: 255 · 2¹³ and a half fit in. The SIMD body does four
//! places at a time, and a dot product weighs a pixel and the one below it.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// Fraction bits of a place.
pub const PLACE_BITS: u32 = 32;

/// Fraction bits of a weight.
const BITS: u32 = 13;

/// A weight of one.
const ONE: u32 = 1 << BITS;

/// Places at equal steps.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The first place, across and down.
    pub start: [i64; 2],
    /// From one place to the next.
    pub step: [i64; 2],
}

impl Line {
    /// The `i`th place.
    pub fn at(&self, i: usize) -> [i64; 2] {
        [self.start[0] + i as i64 * self.step[0], self.start[1] + i as i64 * self.step[1]]
    }

    fn places(mut self) -> impl Iterator<Item = [i64; 2]> {
        std::iter::repeat_with(move || {
            let place = self.start;
            self.start = self.at(1);
            place
        })
    }
}

/// Whole rows of RGBA pixels.
#[derive(Clone, Copy, Debug)]
pub struct Pixels<'a> {
    data: &'a [[u8; 4]],
    width: usize,
}

impl<'a> Pixels<'a> {
    /// Rows of `width` pixels.
    pub fn new(data: &'a [u8], width: usize) -> Self {
        Self { data: data.as_chunks().0, width }
    }

    /// The pixel at column `x` of row `y`; outside, transparent black.
    fn get(&self, x: i64, y: i64) -> [u8; 4] {
        let inside = x >= 0 && x < self.width as i64 && y >= 0;
        let index = if inside { y as usize * self.width + x as usize } else { usize::MAX };
        self.data.get(index).copied().unwrap_or_default()
    }

    /// Whether pixels from each of `len` places on, `reach` more across and down, are inside.
    fn hold(&self, line: &Line, len: usize, reach: i64) -> bool {
        // What lies between two places that are inside is inside too.
        let inside = |[x, y]: [i64; 2]| {
            let (x, y) = (x >> PLACE_BITS, y >> PLACE_BITS);
            let rows = self.data.len().checked_div(self.width).unwrap_or(0);
            x >= 0 && x + reach < self.width as i64 && y >= 0 && y + reach < rows as i64
        };
        len == 0 || (inside(line.at(0)) && inside(line.at(len - 1)))
    }

    /// The index of the pixel that a place inside falls on or after.
    fn index(&self, [x, y]: [i64; 2]) -> usize {
        (y >> PLACE_BITS) as usize * self.width + (x >> PLACE_BITS) as usize
    }
}

/// Writes to `out` the pixels that the line's places, all of them inside, fall on or after.
pub fn nearest(pixels: Pixels<'_>, line: Line, out: &mut [u8]) {
    for (out, place) in out.as_chunks_mut::<4>().0.iter_mut().zip(line.places()) {
        *out = pixels.data[pixels.index(place)];
    }
}

/// Writes to `out` the colours at the line's places, the four pixels around each of which must be inside.
pub fn bilinear(pixels: Pixels<'_>, line: Line, out: &mut [u8]) {
    assert!(pixels.hold(&line, out.len() / 4, 1));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::bilinear(pixels, line, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    bilinear_plain(pixels, Line { start: line.at(done), ..line }, &mut out[done * 4..]);
}

/// Plain body of [`bilinear`].
pub(super) fn bilinear_plain(pixels: Pixels<'_>, line: Line, out: &mut [u8]) {
    for (out, place) in out.as_chunks_mut::<4>().0.iter_mut().zip(line.places()) {
        let index = pixels.index(place);
        let (above, below) = (&pixels.data[index..index + 2], &pixels.data[index + pixels.width..][..2]);
        *out = mix([above[0], above[1], below[0], below[1]], shares(place));
    }
}

/// As [`bilinear`] for any places: pixels outside are transparent.
pub fn bilinear_edge(pixels: Pixels<'_>, line: Line, out: &mut [u8]) {
    for (out, place) in out.as_chunks_mut::<4>().0.iter_mut().zip(line.places()) {
        let [x, y] = place.map(|coordinate| coordinate >> PLACE_BITS);
        let around = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)].map(|(x, y)| pixels.get(x, y));
        *out = mix(around, shares(place));
    }
}

/// Weights of the four pixels around a place.
#[inline(always)]
fn shares(place: [i64; 2]) -> [u32; 4] {
    let [x, y] = place.map(|coordinate| coordinate as u32 >> (32 - BITS));
    // Rounded down, it is at most x and at most y, and 1 − x − y + xy = (1 − x)(1 − y) stays at least 0.
    let both = (x * y) >> BITS;
    [ONE - y - (x - both), x - both, y - both, both]
}

/// The weighted mean of four pixels.
#[inline(always)]
fn mix(pixels: [[u8; 4]; 4], shares: [u32; 4]) -> [u8; 4] {
    let packed = pixels.map(u32::from_le_bytes);
    if packed.iter().fold(u32::MAX, |and, pixel| and & pixel) < 0xff00_0000 {
        return mix_with_alpha(pixels, shares);
    }
    const HALVES: u64 = (ONE as u64 / 2) * (1 | 1 << 21 | 1 << 42);
    let sums = packed.into_iter().zip(shares).fold(HALVES, |sums, (pixel, share)| {
        let pixel = u64::from(pixel);
        sums + (pixel & 0xff | (pixel & 0xff00) << 13 | (pixel & 0x00ff_0000) << 26) * u64::from(share)
    });
    [(sums >> 13) as u8, (sums >> 34) as u8, (sums >> 55) as u8, 255]
}

/// The rule of which [`mix`] is a case.
fn mix_with_alpha(pixels: [[u8; 4]; 4], shares: [u32; 4]) -> [u8; 4] {
    if shares[0] == ONE {
        return pixels[0];
    }
    let mut sums = [0; 4];
    for ([r, g, b, a], share) in pixels.into_iter().zip(shares) {
        let share = share * u32::from(a);
        for (sum, value) in sums.iter_mut().zip([u32::from(r), u32::from(g), u32::from(b), 1]) {
            *sum += share * value;
        }
    }
    let [.., alpha] = sums;
    let level = ((alpha + ONE / 2) >> BITS) as u8;
    if level == 0 {
        return [0; 4];
    }
    let [r, g, b, _] = sums.map(|sum| ((sum + alpha / 2) / alpha) as u8);
    [r, g, b, level]
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{BITS, Line, ONE, Pixels, bilinear_plain};
    use crate::rows::lanes::{load_wide, store};

    /// Places done at a time.
    const STEP: usize = 4;

    /// Does what whole vectors can; the places done. Four places among pixels that aren't all opaque go to the plain body.
    ///
    /// The four pixels around every place are inside.
    pub fn bilinear(pixels: Pixels<'_>, line: Line, out: &mut [u8]) -> usize {
        let done = out.len() / 4 / STEP * STEP;
        let (stride, upper) = (pixels.width * 4, pixels.data.as_flattened());
        let lower = upper.get(stride..).unwrap_or_default();
        // Two places in a vector.
        let pair = |axis: usize, i: usize| i64x2(line.at(i)[axis], line.at(i + 1)[axis]);
        let (mut x, mut y) = ([pair(0, 0), pair(0, 2)], [pair(1, 0), pair(1, 2)]);
        let [step_x, step_y] = line.step.map(|step| i64x2_splat(step * STEP as i64));
        let (width, one) = (i32x4_splat(pixels.width as i32), i32x4_splat(ONE as i32));
        for at in (0..done).step_by(STEP) {
            let whole = |[a, b]: [v128; 2]| i32x4_shuffle::<1, 3, 5, 7>(a, b);
            let fraction = |[a, b]: [v128; 2]| u32x4_shr(i32x4_shuffle::<0, 2, 4, 6>(a, b), 32 - BITS);
            let bytes = i32x4_shl(i32x4_add(i32x4_mul(whole(y), width), whole(x)), 2);
            let (fx, fy) = (fraction(x), fraction(y));
            let both = u32x4_shr(i32x4_mul(fx, fy), BITS);
            let above_right = i32x4_sub(fx, both);
            let above_left = i32x4_sub(i32x4_sub(one, fy), above_right);
            // Weights of a pixel and the one below it, as the halves of 32 bits.
            let left = v128_or(above_left, i32x4_shl(i32x4_sub(fy, both), 16));
            let right = v128_or(above_right, i32x4_shl(both, 16));
            let sum = |at: i32, left: v128, right: v128| {
                let at = at as u32 as usize;
                // SAFETY: the four pixels around every place are inside: the one at this byte, its neighbour to the
                // right, and the two below them.
                let (upper, lower) = unsafe { (load_wide(upper, at), load_wide(lower, at)) };
                // Each byte next to the one below it.
                let first = i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(upper, lower);
                let second = i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(upper, lower);
                i32x4_add(i32x4_dot_i16x8(first, left), i32x4_dot_i16x8(second, right))
            };
            let sums = [
                sum(i32x4_extract_lane::<0>(bytes), all::<0>(left), all::<0>(right)),
                sum(i32x4_extract_lane::<1>(bytes), all::<1>(left), all::<1>(right)),
                sum(i32x4_extract_lane::<2>(bytes), all::<2>(left), all::<2>(right)),
                sum(i32x4_extract_lane::<3>(bytes), all::<3>(left), all::<3>(right)),
            ];
            // No sum exceeds that of opaque pixels, so all its bits are in all sums only if all are that.
            let opaque = 255 * ONE as i32;
            let common = v128_and(v128_and(sums[0], sums[1]), v128_and(sums[2], sums[3]));
            if i32x4_extract_lane::<3>(common) == opaque {
                // Four channels of four pixels, 8 bits each. Narrowing can't know that they fit, and clamps them.
                let [a, b, c, d] = sums.map(|sum| u32x4_shr(i32x4_add(sum, i32x4_splat(ONE as i32 / 2)), BITS));
                let (ab, cd) = (v128_or(a, i32x4_shl(b, 16)), v128_or(c, i32x4_shl(d, 16)));
                let mixed = v128_or(ab, i32x4_shl(cd, 8));
                let mixed = i8x16_shuffle::<0, 4, 8, 12, 2, 6, 10, 14, 1, 5, 9, 13, 3, 7, 11, 15>(mixed, mixed);
                // SAFETY: at + 4 <= done, and out has four bytes for each place.
                unsafe { store(out, at * 4, mixed) };
            } else {
                let line = Line { start: line.at(at), ..line };
                bilinear_plain(pixels, line, &mut out[at * 4..(at + STEP) * 4]);
            }
            x = x.map(|x| i64x2_add(x, step_x));
            y = y.map(|y| i64x2_add(y, step_y));
        }
        done
    }

    /// Lane `I`, four times.
    #[inline(always)]
    fn all<const I: usize>(v: v128) -> v128 {
        i32x4_shuffle::<I, I, I, I>(v, v)
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("bilinear", |random, len| {
    let (width, height) = (2 + random.below(30), 2 + random.below(30));
    let mut source = random.pixels(width * height);
    if random.below(2) == 0 {
        source.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = 255);
    }
    let pixels = Pixels::new(&source, width);
    // From any place inside to any other.
    let mut place = || [width, height].map(|side| ((side - 1) as i64 * (random.bits() >> 32) as i64).max(0));
    let (start, end) = (place(), place());
    let line = Line { start, step: [0, 1].map(|axis| (end[axis] - start[axis]) / len as i64) };
    check::same(len * 4, 0, |out| bilinear(pixels, line, out), |out| bilinear_plain(pixels, line, out))
})];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_one_and_none_is_negative() {
        for (x, y) in (0..=ONE).flat_map(|x| [0, 1, 2, 77, 4096, ONE - 1].map(|y| (x.min(ONE - 1), y))) {
            let shares = shares([x, y].map(|share| i64::from(share) << (32 - BITS)));
            assert_eq!(shares.iter().sum::<u32>(), ONE);
            assert!(shares.iter().all(|&share| share <= ONE), "{x} {y}: {shares:?}");
        }
    }

    #[test]
    fn the_rule_for_any_alpha_gives_opaque_pixels_the_same_bytes() {
        for i in 0..20_000_u32 {
            let pixel = |k: u32| {
                let [r, g, b, _] = (i * 4 + k).wrapping_mul(2_654_435_761).to_be_bytes();
                [r, g, b, 255]
            };
            let shares = shares([i64::from(i) * 104_729_111, i64::from(i) * 7_919_777]);
            let pixels = [0, 1, 2, 3].map(pixel);
            assert_eq!(mix(pixels, shares), mix_with_alpha(pixels, shares));
        }
    }

    #[test]
    fn half_way_between_a_colour_and_nothing_is_half_the_colour() {
        let pixels = Pixels::new(&[200, 100, 0, 255], 1);
        let mut out = [0; 12];
        bilinear_edge(pixels, Line { start: [-1 << 31, 0], step: [1 << 31, 0] }, &mut out);
        assert_eq!(out, [200, 100, 0, 128, 200, 100, 0, 255, 200, 100, 0, 128]);
    }
}
