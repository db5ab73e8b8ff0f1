//! Small filters of the eight neighbours, on bytes.
//!
//! A neighbour counts as far as it is visible: where it is transparent, in whole or in part, the pixel itself stands for what
//! is missing, so that no hidden colour bleeds and the rim of a shape is no edge. Alpha is kept, and a pixel that isn't
//! visible stays what it is.
//!
//! Bounds: the absolute values of the weights sum to at most 128, so a sum of bytes fits 16 bits; times a gain of 16 bits,
//! plus a colour and the base with 12 fraction bits, it stays below 2³¹.

#![allow(unsafe_code)]

use std::ops::Range;

#[cfg(feature = "check")]
use super::check;

/// Fraction bits of gain, share and base.
const GAIN_BITS: u32 = 12;

/// A filter: `gain · the weighted sum of the pixels around + share · the pixel + base`.
#[derive(Clone, Debug)]
pub struct Stencil {
    taps: Vec<Tap>,
    gain: i16,
    share: i16,
    base: i32,
}

/// A pixel around, and its weight.
#[derive(Clone, Copy, Debug)]
struct Tap {
    /// Above, at, below: 0, 1, 2; left to right alike.
    row: usize,
    column: usize,
    weight: i16,
}

impl Stencil {
    /// The filter of these weights, in rows from the top; gain from 0 to below 8, share 0 or 1, base in levels.
    ///
    /// # Panics
    /// If the weights are too large.
    pub fn new(weights: [[i16; 3]; 3], gain: f64, share: i16, base: u8) -> Self {
        assert!(weights.as_flattened().iter().map(|weight| i32::from(weight.abs())).sum::<i32>() <= 128);
        let taps = (0..9).map(|i| Tap { row: i / 3, column: i % 3, weight: weights[i / 3][i % 3] });
        Self {
            taps: taps.filter(|tap| tap.weight != 0).collect(),
            gain: (gain * f64::from(1 << GAIN_BITS)).round() as i16,
            share: share << GAIN_BITS,
            base: (i32::from(base) << GAIN_BITS) + (1 << (GAIN_BITS - 1)),
        }
    }
}

/// Writes what `stencil` makes of the middle one of three rows of pixels to `out`, rounded to the nearest; the rows' ends
/// go on for ever.
pub fn convolve(rows: [&[u8]; 3], stencil: &Stencil, out: &mut [u8]) {
    assert!(rows.iter().all(|row| row.len() == out.len()));
    let width = out.len() / 4;
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::convolve(rows, stencil, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0..0;
    convolve_plain(rows, stencil, 0..done.start, out);
    convolve_plain(rows, stencil, done.end..width, out);
}

/// Plain body of [`convolve`], for the pixels of `range`.
fn convolve_plain(rows: [&[u8]; 3], stencil: &Stencil, range: Range<usize>, out: &mut [u8]) {
    let rows = rows.map(|row| row.as_chunks::<4>().0);
    let out = out.as_chunks_mut::<4>().0;
    for x in range {
        let pixel = rows[1][x];
        out[x] = pixel;
        if pixel[3] == 0 {
            continue;
        }
        let mut sums = [0; 3];
        for tap in &stencil.taps {
            let neighbour = rows[tap.row][(x + tap.column).saturating_sub(1).min(rows[1].len() - 1)];
            for (c, sum) in sums.iter_mut().enumerate() {
                *sum += i32::from(tap.weight) * visible(neighbour[c], neighbour[3], pixel[c]);
            }
        }
        for (c, sum) in sums.into_iter().enumerate() {
            let sum = sum * i32::from(stencil.gain) + i32::from(pixel[c]) * i32::from(stencil.share) + stencil.base;
            out[x][c] = (sum >> GAIN_BITS).clamp(0, 255) as u8;
        }
    }
}

/// A neighbour's colour as far as it is visible, and for the rest the pixel's own.
fn visible(neighbour: u8, alpha: u8, own: u8) -> i32 {
    if alpha == 255 {
        return i32::from(neighbour);
    }
    (i32::from(neighbour) * i32::from(alpha) + i32::from(own) * i32::from(255 - alpha) + 127) / 255
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;
    use std::ops::Range;

    use super::{GAIN_BITS, Stencil, convolve_plain};
    use crate::rows::{
        lanes::{load, load_half, store},
        premultiply::all_opaque,
    };

    /// Pixels that are made at a time: where a tap lies and what it weighs is looked up once for all of them.
    const STEP: usize = 8;

    /// Does what steps of eight pixels between two others can; the pixels done. Eight pixels that aren't opaque, or have
    /// neighbours that aren't, go to the plain body.
    pub fn convolve(rows: [&[u8]; 3], stencil: &Stencil, out: &mut [u8]) -> Range<usize> {
        let width = out.len() / 4;
        let steps = width.saturating_sub(2) / STEP;
        assert!(rows.iter().all(|row| row.len() == out.len()));
        for x in (0..steps).map(|step| 1 + step * STEP) {
            // SAFETY: x >= 1 and x + 9 <= width: the ten pixels from x − 1 on lie within each row.
            if unsafe { opaque(rows, x) } {
                // SAFETY: as above.
                unsafe { eight(rows, stencil, x, out) };
            } else {
                convolve_plain(rows, stencil, x..x + STEP, out);
            }
        }
        1.min(width)..(1 + steps * STEP).min(width)
    }

    /// Whether the pixels from `x − 1` to `x + 8` of each row are opaque.
    ///
    /// # Safety
    /// They lie within it.
    #[inline(always)]
    unsafe fn opaque(rows: [&[u8]; 3], x: usize) -> bool {
        // SAFETY: the caller's promise; four pixels from x − 1, x + 3 and x + 5 on.
        let row =
            |row| unsafe { v128_and(v128_and(load(row, x * 4 - 4), load(row, x * 4 + 12)), load(row, x * 4 + 20)) };
        all_opaque(v128_and(v128_and(row(rows[0]), row(rows[1])), row(rows[2])))
    }

    /// Makes eight opaque pixels from `x` on.
    ///
    /// # Safety
    /// The pixels from `x − 1` to `x + 8` lie within each row, and `out` is as long.
    #[inline(always)]
    unsafe fn eight(rows: [&[u8]; 3], stencil: &Stencil, x: usize, out: &mut [u8]) {
        let mut sums = [i16x8_splat(0); 4];
        for tap in &stencil.taps {
            let (at, weight) = ((x + tap.column - 1) * 4, i16x8_splat(tap.weight));
            for (i, sum) in sums.iter_mut().enumerate() {
                // SAFETY: the caller's promise; two pixels of the eight.
                let bytes = u16x8_extend_low_u8x16(unsafe { load_half(rows[tap.row], at + 8 * i) });
                *sum = i16x8_add(*sum, i16x8_mul(bytes, weight));
            }
        }
        let factors = i32x4_splat(i32::from(stencil.gain as u16) | i32::from(stencil.share) << 16);
        let base = i32x4_splat(stencil.base);
        let level = |sums: v128, own: v128| {
            let made = |pairs| i32x4_shr(i32x4_add(i32x4_dot_i16x8(pairs, factors), base), GAIN_BITS);
            i16x8_narrow_i32x4(
                made(i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(sums, own)),
                made(i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(sums, own)),
            )
        };
        for (i, [low, high]) in [[sums[0], sums[1]], [sums[2], sums[3]]].into_iter().enumerate() {
            let at = x * 4 + 16 * i;
            // SAFETY: the caller's promise; four pixels of the eight.
            let own = unsafe { load(rows[1], at) };
            let levels =
                u8x16_narrow_i16x8(level(low, u16x8_extend_low_u8x16(own)), level(high, u16x8_extend_high_u8x16(own)));
            // SAFETY: as above.
            unsafe { store(out, at, v128_or(levels, u32x4_splat(0xff00_0000))) };
        }
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("convolve", |random, len| {
    let mut rows = [random.pixels(len), random.pixels(len), random.pixels(len)];
    if random.below(2) == 0 {
        rows.iter_mut().for_each(|row| row.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = 255));
    }
    let rows = [&rows[0][..], &rows[1], &rows[2]];
    let weights = std::array::from_fn(|_| std::array::from_fn(|_| random.below(29) as i16 - 14));
    let gain = random.below(500) as f64 / 100.0;
    let stencil = Stencil::new(weights, gain, random.below(2) as i16, random.below(256) as u8);
    check::same(len * 4, 0, |out| convolve(rows, &stencil, out), |out| convolve_plain(rows, &stencil, 0..len, out))
})];
