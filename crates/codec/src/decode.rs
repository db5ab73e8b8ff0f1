//! Bytes to a picture.

use std::io::Cursor;

use image::{ColorType, DynamicImage, ImageDecoder, ImageReader, RgbaImage, metadata::Orientation};
use kernels::Image;
use model::Size;

use crate::{
    DecodeError, Format, jpeg,
    pixels::{self, CHANNELS},
};

/// Bytes a decoder may take for itself, per pixel of the limit: as many as the widest common pixel, RGBA of 16 bits.
const WORK_BYTES_PER_PIXEL: u64 = 8;

/// As much of an AVIF or HEIC file as is searched for its size.
const HEAD_BYTES: usize = 64 << 10;

/// What a picture may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most pixels that a picture may have.
    pub max_pixels: u64,
}

impl Default for Limits {
    /// 120 megapixels: 480 MB as RGBA, which leaves half of a WebAssembly memory of 1 GiB to the decoder. Photos have 12 to 50, and
    /// the largest sensors of cameras and phones 100 to 200. To keep a result beside the source, set less.
    fn default() -> Self {
        Self { max_pixels: 120_000_000 }
    }
}

/// A picture and what it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The pixels, upright.
    pub image: Image,
    /// The format of the bytes.
    pub format: Format,
}

/// Decodes a picture of any [`Format`].
///
/// - The format is told from the bytes. Of an animation, or of several pages, the first is taken.
/// - Every kind of pixel becomes RGBA of eight bits with straight alpha: palettes are looked up, grey is repeated, 16 bits are
///   rounded to 8, floats are clamped to 0..1, CMYK is mixed without a profile. Colour profiles are ignored: samples are
///   taken as sRGB.
/// - The orientation that EXIF (in JPEG, PNG and WebP) or the TIFF tag gives is applied; one that can't be read is no reason
///   to refuse the picture.
/// - The declared size is checked before there is memory for pixels.
/// - A sequential JPEG that keeps each colour in a scan of its own, some in fewer rows, is refused as unsupported: the
///   decoder would misread it. These are rare, and browsers read them.
/// - A JPEG without its end-of-image marker is cut off. Bytes after the marker are ignored. In the other formats
///   rows that are missing are an error of the decoder; a missing end mark behind a whole picture is forgiven.
///
/// # Errors
/// See [`DecodeError`]: the file's fault, a limit's, or the memory's.
pub fn decode(bytes: &[u8], limits: Limits) -> Result<Decoded, DecodeError> {
    decode_as(bytes, limits).map(|(decoded, _)| decoded)
}

/// As [`decode`]; also whether the file has nothing but opaque grey.
pub(crate) fn decode_as(bytes: &[u8], limits: Limits) -> Result<(Decoded, bool), DecodeError> {
    if let Some(declared) = declared_size(bytes) {
        check_size(declared, limits)?;
    }
    let format = Format::guess(bytes)?;
    let failed = |error| match is_cut_off(format, bytes) {
        true => DecodeError::Truncated,
        false => DecodeError::from_decoder(format, &error),
    };

    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.codec());
    let mut walls = image::Limits::no_limits();
    walls.max_alloc = Some(limits.max_pixels.saturating_mul(WORK_BYTES_PER_PIXEL));
    reader.limits(walls);
    let mut decoder = reader.into_decoder().map_err(failed)?;

    let (width, height) = decoder.dimensions();
    let size = Size::new(width, height);
    if size.pixels() == 0 {
        return Err(DecodeError::Corrupt { format, reason: "it has no pixels".into() });
    }
    check_size(size, limits)?;
    if format == Format::Jpeg && is_cut_off(format, bytes) {
        return Err(DecodeError::Truncated);
    }
    if format == Format::Jpeg && jpeg::is_misread(bytes) {
        return Err(DecodeError::Unsupported { what: "a JPEG picture that keeps each colour apart".into() });
    }

    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let color = decoder.color_type();
    let to_rgba = pixels::to_rgba(color)
        .ok_or_else(|| DecodeError::Unsupported { what: format!("a kind of {format} picture") })?;
    let count = usize::try_from(size.pixels()).map_err(|_| DecodeError::OutOfMemory)?;
    let pixel_bytes = usize::from(color.bytes_per_pixel());
    let mut buffer = zeroes(count, pixel_bytes.max(CHANNELS))?;
    decoder.read_image(&mut buffer[..count * pixel_bytes]).map_err(failed)?;
    pixels::convert_in_place(&mut buffer, count, pixel_bytes, to_rgba);
    buffer.truncate(count * CHANNELS);
    buffer.shrink_to_fit();

    let image = upright(size, buffer, orientation)?;
    Ok((Decoded { image, format }, matches!(color, ColorType::L8 | ColorType::L16)))
}

fn check_size(Size { width, height }: Size, Limits { max_pixels }: Limits) -> Result<(), DecodeError> {
    match Size::new(width, height).pixels() <= max_pixels {
        true => Ok(()),
        false => Err(DecodeError::TooLarge { width, height, max_pixels }),
    }
}

/// The size that a header declares, where no decoder of ours can be asked for it.
///
/// PNG: where an address has 32 bits the decoder refuses a picture beyond its memory without telling the size. AVIF and HEIC: they are
/// left to the browser, which would allocate first; their sizes stand in `ispe` boxes (ISO/IEC 23008-12), one for each item,
/// near the start.
fn declared_size(bytes: &[u8]) -> Option<Size> {
    let number = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    let size = |at: usize| Some(Size::new(number(at)?, number(at + 4)?));
    if bytes.starts_with(b"\x89PNG") && bytes.get(12..16)? == b"IHDR" {
        return size(16);
    }
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let items = head.windows(4).enumerate().filter(|(_, name)| name == b"ispe");
    // Behind the name: four bytes of version and flags.
    items.filter_map(|(at, _)| size(at + 8)).max_by_key(|size| size.pixels())
}

/// Whether the format itself says that bytes are missing at the end. The other formats' decoders tell it by reading on.
fn is_cut_off(format: Format, bytes: &[u8]) -> bool {
    match format {
        Format::Jpeg => jpeg::is_cut_off(bytes),
        // RIFF: the length of what follows stands in bytes 4 to 7.
        Format::WebP => bytes.get(4..8).is_none_or(|length| {
            let length = length.iter().rev().fold(0, |length, byte| length << 8 | u64::from(*byte));
            (bytes.len() as u64) < length + 8
        }),
        _ => false,
    }
}

/// Memory for `count` items of `bytes` bytes, or an error where a plain allocation would end the program.
fn zeroes(count: usize, bytes: usize) -> Result<Vec<u8>, DecodeError> {
    let length = count.checked_mul(bytes).ok_or(DecodeError::OutOfMemory)?;
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(length).map_err(|_| DecodeError::OutOfMemory)?;
    buffer.resize(length, 0);
    Ok(buffer)
}

pub(crate) fn upright(size: Size, rgba: Vec<u8>, orientation: Orientation) -> Result<Image, DecodeError> {
    if turns(orientation) {
        // Turning takes a second picture, and `image` would end the program if there is no room for it: ask first.
        Vec::<u8>::new().try_reserve_exact(rgba.len()).map_err(|_| DecodeError::OutOfMemory)?;
    }
    let picture = RgbaImage::from_raw(size.width, size.height, rgba).expect("the buffer has one picture's bytes");
    let mut picture = DynamicImage::ImageRgba8(picture);
    picture.apply_orientation(orientation);
    let size = Size::new(picture.width(), picture.height());
    Ok(Image::new(size, picture.into_bytes()).expect("RGBA8 has four bytes a pixel"))
}

/// Whether width and height are exchanged.
pub(crate) fn turns(orientation: Orientation) -> bool {
    use Orientation::*;
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}
