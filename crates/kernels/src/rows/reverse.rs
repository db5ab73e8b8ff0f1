//! A row's pixels, the last one first.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// Writes the RGBA pixels of `source` to `out` in the opposite order.
pub fn reverse(source: &[u8], out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::reverse(source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    reverse_plain(&source[..source.len() - done], &mut out[done..]);
}

/// Plain body of [`reverse`].
pub(super) fn reverse_plain(source: &[u8], out: &mut [u8]) {
    for (out, pixel) in out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0.iter().rev()) {
        *out = *pixel;
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::i32x4_shuffle;

    use crate::rows::lanes::{load, store};

    /// Bytes of four pixels.
    const STEP: usize = 16;

    /// Does what whole vectors can, from the end of `source`; the bytes done.
    pub fn reverse(source: &[u8], out: &mut [u8]) -> usize {
        let done = source.len().min(out.len()) / STEP * STEP;
        for at in (0..done).step_by(STEP) {
            // SAFETY: at + 16 <= done, which is within source, counted from its end.
            let pixels = unsafe { load(source, source.len() - at - STEP) };
            // SAFETY: at + 16 <= done, which is within out.
            unsafe { store(out, at, i32x4_shuffle::<3, 2, 1, 0>(pixels, pixels)) };
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("reverse", |random, len| {
    let source = random.pixels(len);
    check::same(len * 4, 0, |out| reverse(&source, out), |out| reverse_plain(&source, out))
})];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_reversed_is_the_row_again() {
        for len in 0..20 {
            let source: Vec<u8> = (0..len * 4).collect();
            let (mut once, mut twice) = (vec![0; source.len()], vec![0; source.len()]);
            reverse(&source, &mut once);
            reverse(&once, &mut twice);
            assert_eq!(twice, source);
            assert!(len == 0 || once[..4] == source[source.len() - 4..]);
        }
    }
}
