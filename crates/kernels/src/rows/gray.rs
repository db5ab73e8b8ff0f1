//! RGBA to luma.

/// Rec. 601 luma weights for 16 fraction bits; they sum to 65536.
const WEIGHTS: [u32; 3] = [19595, 38470, 7471];

/// Luma of one pixel, from 0 to 255.
pub fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((WEIGHTS[0] * u32::from(r) + WEIGHTS[1] * u32::from(g) + WEIGHTS[2] * u32::from(b) + (1 << 15)) >> 16) as u8
}

/// Writes the luma of every RGBA pixel of `source` to the three colours of `out`, and keeps its alpha.
pub fn gray(source: &[u8], out: &mut [u8]) {
    for (out, &[r, g, b, a]) in out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
        let y = luma(r, g, b);
        *out = [y, y, y, a];
    }
}
