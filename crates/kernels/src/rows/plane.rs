//! Rows of one channel as resampling reads them: as [`twos`](super::twos()) writes rows of pixels, with four rows in the place of four
//! channels.
//!
//! Of sixteen rows the first four are the channels of the first row abreast, and so on: row 4i + c is channel c of row i. What resampling
//! makes of them is laid out alike, so [`add_plane`] finds four rows side by side.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::{
    abreast::ABREAST,
    twos::{Mean, TWO},
};

/// Rows at a time.
pub const PLANE_ROWS: usize = 4 * ABREAST;

/// Two pixels of sixteen rows.
type Twos = [[[i16; 2]; 4]; ABREAST];

fn as_twos(out: &mut [i16]) -> &mut [Twos] {
    out.as_chunks_mut::<2>().0.as_chunks_mut::<4>().0.as_chunks_mut::<ABREAST>().0
}

/// Writes the levels of `rows`, all of the same length, to `out` as samples in twos, after `lead` pixels (0 or 1) that are
/// left as they are.
pub fn plane_twos(rows: &[&[u8]; PLANE_ROWS], lead: usize, out: &mut [i16]) {
    let pixels = rows[0].len();
    assert!(lead < 2 && rows.iter().all(|row| row.len() == pixels));
    assert_eq!((pixels + lead).div_ceil(2) * TWO * ABREAST, out.len());
    let out = as_twos(out);
    if lead > 0 {
        for (i, row) in rows.iter().enumerate() {
            row.first().iter().for_each(|&&level| out[0][i / 4][i % 4][1] = sample(level));
        }
    }
    let rows = rows.map(|row| &row[lead.min(pixels)..]);
    let out = &mut out[lead..];
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::plane_twos(&rows, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    plane_twos_plain(&rows.map(|row| &row[done * 2..]), &mut out[done..]);
}

/// Plain body of [`plane_twos`], without a lead.
fn plane_twos_plain(rows: &[&[u8]; PLANE_ROWS], out: &mut [Twos]) {
    for (i, row) in rows.iter().enumerate() {
        for (out, two) in out.iter_mut().zip(row.chunks(2)) {
            out[i / 4][i % 4].iter_mut().zip(two).for_each(|(out, &level)| *out = sample(level));
        }
    }
}

fn sample(level: u8) -> i16 {
    i16::from(level) << 6
}

/// Averages blocks of `across` pixels (1, 2, 4 or 8) of all `rows` (1 to 8, of the same length) and writes them to `out` as
/// row `i` of sixteen, as [`shrink`](super::shrink) does.
pub fn plane_shrink(rows: &[&[u8]], across: usize, i: usize, out: &mut [i16]) {
    let len = rows[0].len();
    assert!(rows.iter().all(|row| row.len() == len) && i < PLANE_ROWS);
    let whole = Mean::of(across * rows.len());
    let out = as_twos(out);
    for (block, start) in (0..len).step_by(across).enumerate() {
        let end = len.min(start + across);
        let mean = if end - start == across { whole } else { Mean::of((end - start) * rows.len()) };
        let sum: u32 = rows.iter().map(|row| row[start..end].iter().map(|&level| u32::from(level)).sum::<u32>()).sum();
        out[block / 2][i / 4][i % 4][block % 2] = mean.sample(sum << 6);
    }
}

/// Adds sixteen rows of one channel, weighed, to `sums`. `rows` are as [`abreast`](super::abreast()) writes them.
pub fn add_plane(rows: &[i16], weights: &[i16; PLANE_ROWS], sums: &mut [i32]) {
    assert_eq!(rows.len(), sums.len() * PLANE_ROWS);
    if sums.is_empty() {
        return;
    }
    for (fours, weights) in rows.chunks_exact(sums.len() * 4).zip(weights.as_chunks::<4>().0) {
        for (sum, four) in sums.iter_mut().zip(fours.as_chunks::<4>().0) {
            let products = four.iter().zip(weights).map(|(&sample, &weight)| i32::from(sample) * i32::from(weight));
            *sum += products.sum::<i32>();
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{PLANE_ROWS, Twos};
    use crate::rows::lanes::{load, store};

    /// Pixels in a vector, and the twos of these.
    const STEP: usize = 16;
    const TWOS: usize = STEP / 2;

    /// Does what whole vectors can; the twos done.
    pub fn plane_twos(rows: &[&[u8]; PLANE_ROWS], out: &mut [Twos]) -> usize {
        let steps = rows[0].len() / STEP;
        for (step, out) in out.as_chunks_mut::<TWOS>().0[..steps].iter_mut().enumerate() {
            for (i, rows) in rows.as_chunks::<4>().0.iter().enumerate() {
                // SAFETY: rows are of the same length, and (step + 1) · 16 lie within them.
                let [a, b, c, d] = rows.map(|row| unsafe { load(row, step * STEP) });
                // Two pixels are one number: those of two rows, then of four, come side by side.
                let (upper, lower) = (by_twos(a, b), by_twos(c, d));
                for half in 0..2 {
                    let [low, high] = by_fours(upper[half], lower[half]);
                    for (quarter, two_twos) in [low, high].into_iter().enumerate() {
                        let at = half * 4 + quarter * 2;
                        let samples = [u16x8_extend_low_u8x16(two_twos), u16x8_extend_high_u8x16(two_twos)]
                            .map(|v| i16x8_shl(v, 6));
                        for (k, samples) in samples.into_iter().enumerate() {
                            // SAFETY: two pixels of four rows are sixteen bytes.
                            unsafe { store(out[at + k][i].as_flattened_mut(), 0, samples) };
                        }
                    }
                }
            }
        }
        steps * TWOS
    }

    #[inline(always)]
    fn by_twos(a: v128, b: v128) -> [v128; 2] {
        [i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(a, b), i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(a, b)]
    }

    #[inline(always)]
    fn by_fours(a: v128, b: v128) -> [v128; 2] {
        [i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b)]
    }
}

/// Holds the SIMD body to the plain one.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("plane_twos", |random, len| {
    let (levels, lead) = (random.pixels(len * 4), random.below(2));
    let rows: [&[u8]; PLANE_ROWS] = std::array::from_fn(|i| &levels[i * len..][..len]);
    let plain = |out: &mut [i16]| {
        let out = as_twos(out);
        if lead > 0 && len > 0 {
            rows.iter().enumerate().for_each(|(i, row)| out[0][i / 4][i % 4][1] = sample(row[0]));
        }
        plane_twos_plain(&rows.map(|row| &row[lead.min(len)..]), &mut out[lead..]);
    };
    check::same((len + lead).div_ceil(2) * TWO * ABREAST, 0, |out| plane_twos(&rows, lead, out), plain)
})];
