//! The average of a pixel's neighbours, each with a weight of its own for every pixel.
//!
//! Weights are whole numbers up to [`ONE`], colours straight bytes. A neighbour's weight is multiplied with its alpha
//! before its colour counts, so that transparent pixels lend none; the alpha of the result is the average of alphas.
//! No sum overflows: 2 · [`MOST_TAPS`] · [`ONE`] · 255 < 2³¹.
//!
//! Floats are used for the quotients alone: two whole numbers, each rounded to 24 bits, the reciprocal of one, the
//! product, all by IEEE 754 and so everywhere the same. That errs by 4 · 2⁻²⁴ of a colour, less than 10⁻⁴ level:
//! an average that is a whole number of levels comes out as just that.

#![allow(unsafe_code)]

use super::WHOLE;
#[cfg(feature = "check")]
use super::check;

/// The largest weight.
pub const ONE: i16 = 30_000;

/// Taps at most: a disc of radius 9 has 253 pixels, in 136 taps.
pub const MOST_TAPS: usize = 136;

/// Two neighbours side by side.
#[derive(Clone, Copy, Debug)]
pub struct Tap {
    /// Where the weights of each of them start.
    pub weights: [usize; 2],
    /// Where their pairs of red start; green, blue and alpha follow at equal distances.
    pub colours: usize,
}

/// What is averaged: weights, pairs of bytes as [`super::pairs`] makes them (those of alpha as shares of [`WHOLE`]), and
/// the distance between the pairs of one channel and the next.
#[derive(Clone, Copy, Debug)]
pub struct Neighbours<'a> {
    /// The weights of all neighbours.
    pub weights: &'a [i16],
    /// The colours of all neighbours.
    pub pairs: &'a [i16],
    /// From one channel to the next.
    pub plane: usize,
    /// Which are summed.
    pub taps: &'a [Tap],
}

/// Writes the average of the neighbours of each pixel to `out`; if it is `OPAQUE`, all of them are, and their alpha
/// isn't read.
pub fn average<const OPAQUE: bool>(neighbours: Neighbours<'_>, out: &mut [u8]) {
    let Neighbours { weights, pairs, plane, taps } = neighbours;
    let pixels = out.len() / 4;
    assert!(taps.len() <= MOST_TAPS);
    let reach = plane * if OPAQUE { 2 } else { 3 } + pixels * 2;
    let (room, colour_room) = (weights.len().checked_sub(pixels), pairs.len().checked_sub(reach));
    let (room, colour_room) = room.zip(colour_room).expect("a slice is not longer than its buffer");
    assert!(taps.iter().all(|tap| tap.weights.iter().all(|&start| start <= room) && tap.colours <= colour_room));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::average::<OPAQUE>(neighbours, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    average_plain::<OPAQUE>(neighbours, done, &mut out[done * 4..]);
}

/// Plain body of [`average`], from pixel `first` on.
pub(super) fn average_plain<const OPAQUE: bool>(neighbours: Neighbours<'_>, first: usize, out: &mut [u8]) {
    let Neighbours { weights, pairs, plane, taps } = neighbours;
    for (x, out) in (first..).zip(out.as_chunks_mut::<4>().0) {
        let [mut total, mut seen, mut r, mut g, mut b] = [0; 5];
        for tap in taps {
            let at = tap.colours + 2 * x;
            for (i, start) in tap.weights.into_iter().enumerate() {
                let mut weight = i32::from(weights[start + x]);
                if !OPAQUE {
                    total += weight;
                    // At most 30000 · 32768 + 2¹⁴ < 2³¹; for a whole alpha exactly the weight.
                    let share = i32::from(pairs[at + i + 3 * plane] as u16);
                    weight = (weight * share + i32::from(WHOLE / 2)) >> WHOLE.ilog2();
                }
                seen += weight;
                r += weight * i32::from(pairs[at + i]);
                g += weight * i32::from(pairs[at + i + plane]);
                b += weight * i32::from(pairs[at + i + 2 * plane]);
            }
        }
        let over = 1.0 / seen.max(1) as f32;
        let quotient = |sum: i32| (sum as f32 * over + 0.5) as u8;
        let alpha = if OPAQUE { 255 } else { (seen as f32 * 255.0 * (1.0 / total.max(1) as f32) + 0.5) as u8 };
        *out = if alpha == 0 { [0; 4] } else { [quotient(r), quotient(g), quotient(b), alpha] };
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{Neighbours, WHOLE};
    use crate::rows::lanes::{load, store};

    /// Does what steps of eight pixels can; the pixels done.
    pub fn average<const OPAQUE: bool>(neighbours: Neighbours<'_>, out: &mut [u8]) -> usize {
        let Neighbours { weights, pairs, plane, taps } = neighbours;
        let done = out.len() / 4 / 8 * 8;
        for at in (0..done).step_by(8) {
            let mut total = [i32x4_splat(0); 2];
            // What is seen of the neighbours, then their reds, greens and blues.
            let mut sums = [[i32x4_splat(0); 2]; 4];
            for tap in taps {
                // SAFETY: at + 8 <= done, and the slices have a weight for each pixel.
                let [one, other] = tap.weights.map(|start| unsafe { load(weights, start + at) });
                let mut weights = [
                    i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(one, other),
                    i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(one, other),
                ];
                let start = tap.colours + at * 2;
                // SAFETY: as above, and a pair in each plane.
                let pair = |c: usize, half: usize| unsafe { load(pairs, start + c * plane + half * 8) };
                if !OPAQUE {
                    for (half, weights) in weights.iter_mut().enumerate() {
                        add(&mut total[half], *weights, i16x8_splat(1));
                        *weights = share(*weights, pair(3, half));
                    }
                }
                for (half, &weights) in weights.iter().enumerate() {
                    add(&mut sums[0][half], weights, i16x8_splat(1));
                    for c in 0..3 {
                        add(&mut sums[c + 1][half], weights, pair(c, half));
                    }
                }
            }
            for half in 0..2 {
                let [seen, r, g, b] = sums.map(|sum| sum[half]);
                let over = over(seen);
                let [r, g, b] = [r, g, b].map(|sum| level(f32x4_mul(f32x4_convert_i32x4(sum), over)));
                let mut pixels = v128_or(r, v128_or(i32x4_shl(g, 8), i32x4_shl(b, 16)));
                if OPAQUE {
                    pixels = v128_or(pixels, u32x4_splat(0xff00_0000));
                } else {
                    let seen = f32x4_mul(f32x4_convert_i32x4(seen), f32x4_splat(255.0));
                    let alpha = level(f32x4_mul(seen, self::over(total[half])));
                    let visible = i32x4_gt(alpha, i32x4_splat(0));
                    pixels = v128_and(v128_or(pixels, i32x4_shl(alpha, 24)), visible);
                }
                // SAFETY: at + 8 <= done pixels, and out has four bytes for each.
                unsafe { store(out, (at + half * 4) * 4, pixels) };
            }
        }
        done
    }

    #[inline(always)]
    fn add(sum: &mut v128, weights: v128, values: v128) {
        *sum = i32x4_add(*sum, i32x4_dot_i16x8(weights, values));
    }

    /// Weights times shares of [`WHOLE`], rounded to the nearest.
    #[inline(always)]
    fn share(weights: v128, shares: v128) -> v128 {
        let half = u32x4_splat(u32::from(WHOLE / 2));
        let [low, high] = [u32x4_extmul_low_u16x8(weights, shares), u32x4_extmul_high_u16x8(weights, shares)]
            .map(|product| u32x4_shr(i32x4_add(product, half), WHOLE.ilog2()));
        i16x8_narrow_i32x4(low, high)
    }

    /// One over each sum, or over 1.
    #[inline(always)]
    fn over(sums: v128) -> v128 {
        f32x4_div(f32x4_splat(1.0), f32x4_convert_i32x4(i32x4_max(sums, i32x4_splat(1))))
    }

    #[inline(always)]
    fn level(quotients: v128) -> v128 {
        i32x4_trunc_sat_f32x4(f32x4_add(quotients, f32x4_splat(0.5)))
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("average", |random, len| agree::<false>(random, len)),
    ("average of opaque pixels", |random, len| agree::<true>(random, len)),
];

#[cfg(feature = "check")]
fn agree<const OPAQUE: bool>(random: &mut check::Random, len: usize) -> bool {
    let top = 1 + random.below(ONE as usize + 1);
    let weights: Vec<i16> = (0..len + 300).map(|_| random.below(top) as i16).collect();
    let plane = len * 2 + 300;
    let mut pairs: Vec<i16> = (0..plane * 4).map(|_| random.below(256) as i16).collect();
    super::shares(&mut pairs[plane * 3..]);
    let tap = |random: &mut check::Random| Tap {
        weights: [random.below(301), random.below(301)],
        colours: random.below(301),
    };
    let taps: Vec<Tap> = (0..1 + random.below(MOST_TAPS)).map(|_| tap(random)).collect();
    let neighbours = Neighbours { weights: &weights, pairs: &pairs, plane, taps: &taps };
    let plain = |out: &mut [u8]| average_plain::<OPAQUE>(neighbours, 0, out);
    check::same(len * 4, 0, |out| average::<OPAQUE>(neighbours, out), plain)
}
