//! Colours to their opposites.
//!
//! One body only: the compiler makes vectors of it where there are any.

/// The colours' bits in a pixel, which is read with its first byte lowest.
const COLOURS: u32 = 0x00ff_ffff;

/// Writes 255 − c for each colour c of every RGBA pixel of `source` to `out`, and keeps its alpha.
pub fn invert(source: &[u8], out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    for (out, &pixel) in out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
        // Of a number with all bits set, a subtraction borrows nothing: it turns the other's bits over.
        *out = (u32::from_le_bytes(pixel) ^ COLOURS).to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_becomes_what_it_lacks_and_alpha_is_kept() {
        for c in 0..=255u8 {
            let mut out = [0; 4];
            invert(&[c, 255 - c, c / 2, c], &mut out);
            assert_eq!(out, [255 - c, c, 255 - c / 2, c]);
        }
    }
}
