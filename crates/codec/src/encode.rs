//! A picture to bytes.

use image::{
    ExtendedColorType, ImageEncoder, ImageResult,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};
use kernels::Image;
use model::Size;
use thiserror::Error;

use crate::{Format, Grey, pixels::CHANNELS};

/// The longest side of a WebP that every program reads: libwebp's own limit. The format has room for one pixel more, which
/// the decoder of `image` takes for none.
const WEBP_LONGEST_SIDE: u32 = 16_383;

/// Quality of a JPEG where nobody asked for another, from 1 to 100.
pub const JPEG_QUALITY: u8 = 90;

/// Why a picture did not become a file. The text is fit to show a visitor.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("The picture could not be saved as {format}: {reason}.")]
pub struct EncodeError {
    /// The format asked for.
    pub format: Format,
    /// What the encoder said.
    pub reason: String,
}

/// The picture as PNG: every byte of it is kept.
///
/// # Errors
/// The picture has no pixels.
pub fn encode_png(image: &Image) -> Result<Vec<u8>, EncodeError> {
    encode(Format::Png, image.size(), |file| write_rgba(PngEncoder::new(file), image))
}

/// The picture as WebP without loss: every byte of it is kept.
///
/// # Errors
/// The picture has no pixels, or more than 16 383 in a row or column.
pub fn encode_webp(image: &Image) -> Result<Vec<u8>, EncodeError> {
    if image.size().width.max(image.size().height) > WEBP_LONGEST_SIDE {
        let reason = format!("a row or column has at most {WEBP_LONGEST_SIDE} pixels there; PNG takes more");
        return Err(EncodeError { format: Format::WebP, reason });
    }
    encode(Format::WebP, image.size(), |file| write_rgba(WebPEncoder::new_lossless(file), image))
}

/// The picture as baseline JPEG of a quality from 1 (small) to 100 (good); others are brought into this range.
///
/// JPEG has no alpha: what is transparent is laid on white.
///
/// # Errors
/// The picture has no pixels, or more than 65 535 in a row or column.
pub fn encode_jpeg(image: &Image, quality: u8) -> Result<Vec<u8>, EncodeError> {
    encode(Format::Jpeg, image.size(), |file| {
        let rgb: Vec<u8> = image.pixels().chunks_exact(CHANNELS).flat_map(on_white).collect();
        write_jpeg(file, quality, &rgb, image.size(), ExtendedColorType::Rgb8)
    })
}

/// The picture as baseline JPEG of one component, of a quality as for [`encode_jpeg`].
///
/// # Errors
/// As [`encode_jpeg`].
pub fn encode_grey_jpeg(image: &Grey, quality: u8) -> Result<Vec<u8>, EncodeError> {
    let write = |file: &mut Vec<u8>| write_jpeg(file, quality, image.levels(), image.size(), ExtendedColorType::L8);
    encode(Format::Jpeg, image.size(), write)
}

fn write_jpeg(
    file: &mut Vec<u8>,
    quality: u8,
    samples: &[u8],
    Size { width, height }: Size,
    color: ExtendedColorType,
) -> ImageResult<()> {
    JpegEncoder::new_with_quality(file, quality.clamp(1, 100)).write_image(samples, width, height, color)
}

fn write_rgba(encoder: impl ImageEncoder, image: &Image) -> ImageResult<()> {
    let Size { width, height } = image.size();
    encoder.write_image(image.pixels(), width, height, ExtendedColorType::Rgba8)
}

fn encode(
    format: Format,
    size: Size,
    write: impl FnOnce(&mut Vec<u8>) -> ImageResult<()>,
) -> Result<Vec<u8>, EncodeError> {
    if size.pixels() == 0 {
        return Err(EncodeError { format, reason: "it has no pixels".into() });
    }
    let mut file = Vec::new();
    match write(&mut file) {
        Ok(()) => Ok(file),
        Err(error) => Err(EncodeError { format, reason: error.to_string() }),
    }
}

/// Straight alpha over white, rounded to the nearest level.
fn on_white(rgba: &[u8]) -> [u8; 3] {
    let alpha = u32::from(rgba[3]);
    [rgba[0], rgba[1], rgba[2]].map(|c| ((u32::from(c) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}
