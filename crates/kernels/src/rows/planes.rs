//! RGBA pixels taken apart, a row for each channel, and put into the forms that sums of neighbours read.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// What stands for one: alpha 255.
pub const WHOLE: u16 = 1 << 15;

/// Whether every pixel of `source` is opaque.
pub fn opaque(source: &[u8]) -> bool {
    source.as_chunks::<4>().0.iter().fold(255, |all, &[.., alpha]| all & alpha) == 255
}

/// Writes each channel of the RGBA pixels of `source` to a plane of its own.
pub fn planes(source: &[u8], out: [&mut [u8]; 4]) {
    assert!(out.iter().all(|plane| plane.len() * 4 == source.len()));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let (done, out) = vector::planes(source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    planes_plain(&source[done * 4..], out.map(|plane| &mut plane[done..]));
}

/// Plain body of [`planes`].
pub(super) fn planes_plain(source: &[u8], out: [&mut [u8]; 4]) {
    let [r, g, b, a] = out;
    for ((((pixel, r), g), b), a) in source.as_chunks::<4>().0.iter().zip(r).zip(g).zip(b).zip(a) {
        [*r, *g, *b, *a] = *pixel;
    }
}

/// Writes each value of `plane` with the one after it to `out`; the last is paired with itself.
pub fn pairs(plane: &[u8], out: &mut [i16]) {
    assert_eq!(plane.len() * 2, out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::pairs(plane, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    pairs_plain(&plane[done..], &mut out[done * 2..]);
}

/// Plain body of [`pairs`].
pub(super) fn pairs_plain(plane: &[u8], out: &mut [i16]) {
    let next = plane.iter().skip(1).chain(plane.last());
    for ((out, &value), &next) in out.as_chunks_mut::<2>().0.iter_mut().zip(plane).zip(next) {
        *out = [value, next].map(i16::from);
    }
}

/// Multiplies each value of `plane` with the alpha beside it, rounded to the nearest level.
pub fn premultiply(plane: &[u8], alpha: &[u8], out: &mut [u8]) {
    for ((out, &value), &alpha) in out.iter_mut().zip(plane).zip(alpha) {
        // Exactly the nearest level for all 65536 products.
        let product = u32::from(value) * u32::from(alpha) + 128;
        *out = ((product + (product >> 8)) >> 8) as u8;
    }
}

/// Turns levels of alpha into shares of [`WHOLE`], rounded to the nearest; 255 becomes just that.
pub fn shares(levels: &mut [i16]) {
    for level in levels {
        // At most 255 · 32768 + 127 < 2²³. The bits of an unsigned number: 32768 has no place among the signed.
        *level = ((*level as u32 * u32::from(WHOLE) + 127) / 255) as u16 as i16;
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use crate::rows::lanes::{load, store};

    /// Does what whole vectors can; the pixels done.
    pub fn planes<'a>(source: &[u8], mut out: [&'a mut [u8]; 4]) -> (usize, [&'a mut [u8]; 4]) {
        let done = out[0].len() / 16 * 16;
        for at in (0..done).step_by(16) {
            // SAFETY: at + 16 <= done pixels, and source has four bytes for each.
            let four = |i: usize| unsafe { load(source, at * 4 + i * 16) };
            let (one, other) = (halves(four(0), four(1)), halves(four(2), four(3)));
            let channels = [
                i64x2_shuffle::<0, 2>(one[0], other[0]),
                i64x2_shuffle::<1, 3>(one[0], other[0]),
                i64x2_shuffle::<0, 2>(one[1], other[1]),
                i64x2_shuffle::<1, 3>(one[1], other[1]),
            ];
            for (plane, channel) in out.iter_mut().zip(channels) {
                // SAFETY: at + 16 <= done, and all planes are equally long.
                unsafe { store(plane, at, channel) };
            }
        }
        (done, out)
    }

    /// Eight pixels' reds and greens, and their blues and alphas.
    #[inline(always)]
    fn halves(a: v128, b: v128) -> [v128; 2] {
        [
            u8x16_shuffle::<0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29>(a, b),
            u8x16_shuffle::<2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31>(a, b),
        ]
    }

    /// Does what whole vectors can, but for the last value; the values done.
    pub fn pairs(plane: &[u8], out: &mut [i16]) -> usize {
        let done = plane.len().saturating_sub(1) / 16 * 16;
        for at in (0..done).step_by(16) {
            // SAFETY: at + 17 <= plane.len().
            let (value, next) = unsafe { (load(plane, at), load(plane, at + 1)) };
            let low = u8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(value, next);
            let high = u8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(value, next);
            let four = [
                u16x8_extend_low_u8x16(low),
                u16x8_extend_high_u8x16(low),
                u16x8_extend_low_u8x16(high),
                u16x8_extend_high_u8x16(high),
            ];
            for (i, pairs) in four.into_iter().enumerate() {
                // SAFETY: at + 16 <= done, and out has two values for each.
                unsafe { store(out, at * 2 + i * 8, pairs) };
            }
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("planes", |random, len| {
        let source = random.pixels(len);
        let apart = |out: &mut [u8], body: fn(&[u8], [&mut [u8]; 4])| {
            let mut planes = out.chunks_mut(len);
            body(&source, std::array::from_fn(|_| planes.next().expect("four planes")));
        };
        check::same(len * 4, 0, |out| apart(out, planes), |out| apart(out, planes_plain))
    }),
    ("pairs", |random, len| {
        let plane: Vec<u8> = random.pixels(len).into_iter().step_by(4).collect();
        check::same(len * 2, 0, |out| pairs(&plane, out), |out| pairs_plain(&plane, out))
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_taken_apart_and_paired() {
        let source: Vec<u8> = (0..4 * 21).collect();
        let mut out = [[0; 21]; 4];
        planes(&source, out.each_mut().map(|plane| &mut plane[..]));
        for (c, plane) in out.iter().enumerate() {
            assert!(plane.iter().enumerate().all(|(x, &value)| usize::from(value) == 4 * x + c));
        }
        let mut paired = [0; 42];
        pairs(&out[1], &mut paired);
        assert_eq!((&paired[..4], &paired[38..]), (&[1, 5, 5, 9][..], &[77, 81, 81, 81][..]));
        assert!(!opaque(&source) && opaque(&[0, 1, 2, 255, 4, 5, 6, 255]) && opaque(&[]));
    }

    #[test]
    fn products_with_alpha_are_rounded_to_the_nearest() {
        for (value, alpha) in (0..=255).flat_map(|value| (0..=255).map(move |alpha| (value, alpha))) {
            let mut out = [0];
            premultiply(&[value], &[alpha], &mut out);
            assert_eq!(out[0], (f64::from(value) * f64::from(alpha) / 255.0).round() as u8);
        }
        let mut levels = [0, 1, 254, 255];
        shares(&mut levels);
        assert_eq!(levels.map(|level| level as u16), [0, 129, 32639, WHOLE]);
    }
}
