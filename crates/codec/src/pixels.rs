//! Pixels of every kind to RGBA of eight bits, in place.
//!
//! Grey becomes three equal channels; without alpha a pixel is opaque; 16 bits become 8 by rounding `v × 255 / 65535`; floats are
//! clamped to 0..1 and rounded. Samples are taken as sRGB, whatever colour profile the file carries.

use image::ColorType;

/// Bytes in a pixel of the result.
pub(crate) const CHANNELS: usize = 4;

/// A kind of pixel that decoders make, and its way to RGBA8.
///
/// `samples` has the bytes of one pixel, in the machine's order.
type ToRgba = fn(samples: &[u8]) -> [u8; CHANNELS];

/// How pixels of this kind become RGBA8; `None` for a kind not known here.
pub(crate) fn to_rgba(color: ColorType) -> Option<ToRgba> {
    Some(match color {
        ColorType::L8 => |s| [s[0], s[0], s[0], 255],
        ColorType::La8 => |s| [s[0], s[0], s[0], s[1]],
        ColorType::Rgb8 => |s| [s[0], s[1], s[2], 255],
        ColorType::Rgba8 => |s| [s[0], s[1], s[2], s[3]],
        ColorType::L16 => |s| [from_u16(s, 0), from_u16(s, 0), from_u16(s, 0), 255],
        ColorType::La16 => |s| [from_u16(s, 0), from_u16(s, 0), from_u16(s, 0), from_u16(s, 1)],
        ColorType::Rgb16 => |s| [from_u16(s, 0), from_u16(s, 1), from_u16(s, 2), 255],
        ColorType::Rgba16 => |s| [from_u16(s, 0), from_u16(s, 1), from_u16(s, 2), from_u16(s, 3)],
        ColorType::Rgb32F => |s| [from_f32(s, 0), from_f32(s, 1), from_f32(s, 2), 255],
        ColorType::Rgba32F => |s| [from_f32(s, 0), from_f32(s, 1), from_f32(s, 2), from_f32(s, 3)],
        _ => return None,
    })
}

/// Turns the first `pixels` pixels of `width` bytes each into RGBA8, in place.
///
/// # Panics
/// If the buffer is shorter than the pixels are before or after.
pub(crate) fn convert_in_place(buffer: &mut [u8], pixels: usize, width: usize, to_rgba: ToRgba) {
    let mut convert = |i: usize| {
        let rgba = to_rgba(&buffer[i * width..(i + 1) * width]);
        buffer[i * CHANNELS..(i + 1) * CHANNELS].copy_from_slice(&rgba);
    };
    // A pixel that grows would overwrite the next one, so those are done from the end.
    if width < CHANNELS { (0..pixels).rev().for_each(&mut convert) } else { (0..pixels).for_each(&mut convert) }
}

fn from_u16(samples: &[u8], i: usize) -> u8 {
    let value = u16::from_ne_bytes([samples[2 * i], samples[2 * i + 1]]);
    // 65535 = 255 × 257, so this is the nearest of 256 levels.
    ((u32::from(value) + 128) / 257) as u8
}

fn from_f32(samples: &[u8], i: usize) -> u8 {
    let bytes = [samples[4 * i], samples[4 * i + 1], samples[4 * i + 2], samples[4 * i + 3]];
    // The cast takes what is not a number to 0.
    (f32::from_ne_bytes(bytes).clamp(0.0, 1.0) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(color: ColorType, mut bytes: Vec<u8>) -> Vec<u8> {
        let width = usize::from(color.bytes_per_pixel());
        let pixels = bytes.len() / width;
        bytes.resize(pixels * width.max(CHANNELS), 0);
        convert_in_place(&mut bytes, pixels, width, to_rgba(color).unwrap());
        bytes.truncate(pixels * CHANNELS);
        bytes
    }

    #[test]
    fn narrow_pixels_grow_without_overwriting_each_other() {
        assert_eq!(convert(ColorType::L8, vec![1, 2, 3]), [1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 255]);
        assert_eq!(convert(ColorType::La8, vec![1, 2, 3, 4]), [1, 1, 1, 2, 3, 3, 3, 4]);
        assert_eq!(convert(ColorType::Rgb8, vec![1, 2, 3, 4, 5, 6]), [1, 2, 3, 255, 4, 5, 6, 255]);
    }

    #[test]
    fn wide_samples_are_rounded_to_the_nearest_level() {
        for value in 0..=u16::MAX {
            let nearest = (f64::from(value) * 255.0 / 65535.0).round() as u8;
            assert_eq!(convert(ColorType::L16, value.to_ne_bytes().to_vec()), [nearest, nearest, nearest, 255]);
        }
    }

    #[test]
    fn floats_are_clamped() {
        let bytes = [0.5, -1.0, 2.0, f32::NAN, 0.0, 1.0].into_iter().flat_map(f32::to_ne_bytes).collect();
        assert_eq!(convert(ColorType::Rgb32F, bytes), [128, 0, 255, 255, 0, 0, 255, 255]);
    }
}
