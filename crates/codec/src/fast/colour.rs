//! Luma and chroma to RGBA.
//!
//! Chroma that pixels share is interpolated as the Independent JPEG Group's library does (its "fancy" upsampling): a pixel takes three
//! quarters of the nearest chroma and one of the next nearest, each way. Conversion is that of JFIF, in whole numbers of 16 fraction
//! bits, rounded to the nearest.

use kernels::CHANNELS;

use super::{Plane, Planes};

/// The planes as RGBA, row by row; `None` without memory.
pub(crate) fn to_rgba(picture: &Planes) -> Option<Vec<u8>> {
    let (width, height) = (picture.size.width as usize, picture.size.height as usize);
    let mut rgba: Vec<u8> = Vec::new();
    rgba.try_reserve_exact(width * height * CHANNELS).ok()?;
    rgba.resize(width * height * CHANNELS, 255);
    let (across, down) = picture.shared;
    let chroma_size = (width.div_ceil(across), height.div_ceil(down));
    let mut mixed = vec![0_u16; chroma_size.0];
    let mut chroma = [vec![0_u8; width + 1], vec![0_u8; width + 1]];
    for (y, out) in rgba.chunks_exact_mut(width * CHANNELS).enumerate() {
        let luma = &picture.planes[0].levels[y * picture.planes[0].stride..][..width];
        let [_, blue, red] = picture.planes.as_slice() else {
            for (pixel, &level) in out.as_chunks_mut::<CHANNELS>().0.iter_mut().zip(luma) {
                *pixel = [level, level, level, 255];
            }
            continue;
        };
        for (plane, out) in [blue, red].into_iter().zip(&mut chroma) {
            mix_rows(plane, y, down, chroma_size, &mut mixed);
            spread(&mixed, picture.shared, y, out);
        }
        for (((pixel, &luma), &blue), &red) in
            out.as_chunks_mut::<CHANNELS>().0.iter_mut().zip(luma).zip(&chroma[0]).zip(&chroma[1])
        {
            *pixel = colour(luma, blue, red);
        }
    }
    Some(rgba)
}

/// Four times the chroma at the height of row `y`.
fn mix_rows(plane: &Plane, y: usize, down: usize, (width, height): (usize, usize), out: &mut [u16]) {
    let row = |y: usize| &plane.levels[y.min(height - 1) * plane.stride..][..width];
    let near = row(y / down);
    // Rows beyond the edge are like the last one.
    let next = match (down, y % 2) {
        (1, _) => near,
        (_, 0) => row((y / 2).saturating_sub(1)),
        _ => row(y / 2 + 1),
    };
    for ((out, &near), &next) in out.iter_mut().zip(near).zip(next) {
        *out = 3 * u16::from(near) + u16::from(next);
    }
}

/// The chroma of each pixel, from four times that of each one or two.
fn spread(mixed: &[u16], (across, down): (usize, usize), y: usize, out: &mut [u8]) {
    // Halves are rounded up and down by turns.
    if across == 1 {
        let round = if y.is_multiple_of(2) { 1 } else { 2 };
        out.iter_mut().zip(mixed).for_each(|(out, &four)| *out = ((four + round) >> 2) as u8);
        return;
    }
    let [round, round_next] = if down == 1 { [4, 8] } else { [8, 7] };
    for (x, &near) in mixed.iter().enumerate() {
        let before = mixed[x.saturating_sub(1)];
        let after = mixed[(x + 1).min(mixed.len() - 1)];
        let pair = [(3 * near + before + round) >> 4, (3 * near + after + round_next) >> 4];
        out[2 * x..].iter_mut().zip(pair).for_each(|(out, sixteenth)| *out = sixteenth as u8);
    }
}

/// YCbCr to RGB (JFIF 1.02, page 3).
#[inline(always)]
fn colour(luma: u8, blue: u8, red: u8) -> [u8; CHANNELS] {
    let (luma, blue, red) = (i32::from(luma) << 16 | 1 << 15, i32::from(blue) - 128, i32::from(red) - 128);
    let level = |sum: i32| (sum >> 16).clamp(0, 255) as u8;
    [level(luma + 91_881 * red), level(luma - 22_554 * blue - 46_802 * red), level(luma + 116_130 * blue), 255]
}
