//! RGBA to luma.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// Rec. 601 luma weights for 16 fraction bits; they sum to 65536.
const WEIGHTS: [u32; 3] = [19595, 38470, 7471];

/// Luma of one pixel, from 0 to 255.
pub fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((WEIGHTS[0] * u32::from(r) + WEIGHTS[1] * u32::from(g) + WEIGHTS[2] * u32::from(b) + (1 << 15)) >> 16) as u8
}

/// Writes the luma of every RGBA pixel of `source` to the three colours of `out`, and keeps its alpha.
pub fn gray(source: &[u8], out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::gray(source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    gray_plain(&source[done..], &mut out[done..]);
}

/// Plain body of [`gray`].
pub(super) fn gray_plain(source: &[u8], out: &mut [u8]) {
    for (out, &[r, g, b, a]) in out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
        let y = luma(r, g, b);
        *out = [y, y, y, a];
    }
}

/// Writes the luma of every RGBA pixel of `source` to `out`, one byte a pixel.
pub fn luma_row(source: &[u8], out: &mut [u8]) {
    assert_eq!(source.len(), out.len() * 4);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::luma_row(source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    luma_row_plain(&source[done * 4..], &mut out[done..]);
}

/// Plain body of [`luma_row`].
pub(super) fn luma_row_plain(source: &[u8], out: &mut [u8]) {
    for (out, &[r, g, b, _]) in out.iter_mut().zip(source.as_chunks::<4>().0) {
        *out = luma(r, g, b);
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) mod vector {
    use core::arch::wasm32::*;

    use super::WEIGHTS;
    use crate::rows::lanes::{load, store};

    /// The lumas of four pixels, 32 bits each.
    ///
    /// Red and blue are a pair of 16 bits when the rest is masked off. Green's weight doesn't fit 16 bits signed, so
    /// twice green meets half its weight, which is a whole number.
    #[inline(always)]
    pub fn luma(pixels: v128) -> v128 {
        const { assert!(WEIGHTS[1].is_multiple_of(2)) };
        let red_blue = v128_and(pixels, i32x4_splat(0x00ff_00ff));
        let twice_green = v128_and(u32x4_shr(pixels, 7), i32x4_splat(0x1fe));
        let red_blue = i32x4_dot_i16x8(red_blue, i32x4_splat((WEIGHTS[0] | WEIGHTS[2] << 16) as i32));
        let green = i32x4_dot_i16x8(twice_green, i32x4_splat((WEIGHTS[1] / 2) as i32));
        u32x4_shr(i32x4_add(i32x4_add(red_blue, green), i32x4_splat(1 << 15)), 16)
    }

    /// The lumas of sixteen pixels, a byte each.
    #[inline(always)]
    pub fn luma_of_16(pixels: [v128; 4]) -> v128 {
        let [a, b, c, d] = pixels.map(luma);
        u8x16_narrow_i16x8(i16x8_narrow_i32x4(a, b), i16x8_narrow_i32x4(c, d))
    }

    /// Does what whole vectors can; the bytes done.
    pub fn gray(source: &[u8], out: &mut [u8]) -> usize {
        let done = source.len().min(out.len()) / 16 * 16;
        for at in (0..done).step_by(16) {
            // SAFETY: at + 16 <= done, which is within both.
            let pixels = unsafe { load(source, at) };
            let y = luma(pixels);
            let y = v128_or(y, v128_or(i32x4_shl(y, 8), i32x4_shl(y, 16)));
            let grey = v128_or(y, v128_and(pixels, i32x4_splat(0xff00_0000_u32 as i32)));
            // SAFETY: as above.
            unsafe { store(out, at, grey) };
        }
        done
    }

    /// Does what whole vectors can; the pixels done.
    pub fn luma_row(source: &[u8], out: &mut [u8]) -> usize {
        let done = out.len().min(source.len() / 4) / 16 * 16;
        for at in (0..done).step_by(16) {
            // SAFETY: at + 16 <= done pixels, and source has four bytes for each.
            let pixels = std::array::from_fn(|i| unsafe { load(source, at * 4 + i * 16) });
            // SAFETY: at + 16 <= done, which is within out.
            unsafe { store(out, at, luma_of_16(pixels)) };
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("gray", |random, len| {
        let source = random.pixels(len);
        check::same(len * 4, 0, |out| gray(&source, out), |out| gray_plain(&source, out))
    }),
    ("luma_row", |random, len| {
        let source = random.pixels(len);
        check::same(len, 0, |out| luma_row(&source, out), |out| luma_row_plain(&source, out))
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_black_and_the_primaries_have_their_known_lumas() {
        assert_eq!([luma(255, 255, 255), luma(0, 0, 0)], [255, 0]);
        assert_eq!([luma(255, 0, 0), luma(0, 255, 0), luma(0, 0, 255)], [76, 150, 29]);
    }

    #[test]
    fn a_row_of_lumas_and_a_grey_row_agree_and_alpha_is_kept() {
        let source: Vec<u8> = (0..4 * 37).map(|i| (i * 89 % 256) as u8).collect();
        let (mut grey, mut lumas) = (vec![0; source.len()], vec![0; 37]);
        gray(&source, &mut grey);
        luma_row(&source, &mut lumas);
        for (i, y) in lumas.into_iter().enumerate() {
            assert_eq!(grey[i * 4..i * 4 + 4], [y, y, y, source[i * 4 + 3]]);
        }
    }
}
