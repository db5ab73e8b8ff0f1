//! Pictures for a batch: grey stays grey, and is decoded no larger than it is needed.

use image::{DynamicImage, GrayImage, metadata::Orientation};
use kernels::{CHANNELS, Image, PlaneRows, resize_plane};
use model::Size;

use crate::{
    DecodeError, Format, Grey, Limits, Scale,
    decode::{decode_as, turns, upright},
    fast::{self, Planes},
};

/// Grey or colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pixels {
    /// Levels of grey, of a file that has nothing else.
    Grey(Grey),
    /// RGBA.
    Colour(Image),
}

impl Pixels {
    /// Width and height.
    pub fn size(&self) -> Size {
        match self {
            Self::Grey(grey) => grey.size(),
            Self::Colour(image) => image.size(),
        }
    }

    /// As RGBA, for any kernel.
    pub fn into_image(self) -> Image {
        match self {
            Self::Grey(grey) => grey.to_image(),
            Self::Colour(image) => image,
        }
    }
}

/// A picture, perhaps smaller than its file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduced {
    /// The pixels, upright.
    pub pixels: Pixels,
    /// What the file has, upright.
    pub full: Size,
    /// How much of it was decoded.
    pub scale: Scale,
    /// The format of the bytes.
    pub format: Format,
}

/// Decodes a picture of any [`Format`]: all of it, or, where its format allows, no more than a picture of at least this size needs.
///
/// - Scales smaller than [`Scale::Full`] are for JPEG alone, and for the kinds of it that most are: sequential, grey or YCbCr in one scan. The smallest scale is taken whose result is no smaller
///   than `at_least` in both directions. To resize well afterwards, ask for twice the size to be made.
/// - Everything else is as [`decode`](crate::decode) does it, which also reads what this has no fast way for. A JPEG decoded in full here differs from one decoded
///   there by one level in grey and up to four in colour, since the two decoders round differently; and by more in the outermost pixels to the right and below where pixels share a chroma.
///
/// # Errors
/// As for [`decode`](crate::decode).
pub fn decode_reduced(bytes: &[u8], limits: Limits, at_least: Option<Size>) -> Result<Reduced, DecodeError> {
    match fast::decode(bytes, limits, |full| scale(full, at_least)) {
        Some(picture) => finished(picture),
        None => decode_whole(bytes, limits),
    }
}

/// A picture made small: decoded, in full if `exact` and otherwise at the scale that twice the size needs, and then resized with Lanczos'
/// filter to exactly `size`.
///
/// The result is byte for byte what the kernel `resize` makes of the pixels of [`decode_reduced`], as RGBA; grey takes a shorter way to it.
/// `decoded` is called between the two steps, for whoever wants to know when that was.
///
/// # Errors
/// As for [`decode`](crate::decode).
pub fn thumbnail(
    bytes: &[u8],
    limits: Limits,
    size: Size,
    exact: bool,
    decoded: impl FnOnce(),
) -> Result<Reduced, DecodeError> {
    let at_least = (!exact).then(|| twice(size));
    let reduced = match fast::decode(bytes, limits, |full| scale(full, at_least)) {
        Some(picture) if picture.planes.len() == 1 && picture.orientation == Orientation::NoTransforms => {
            decoded();
            let Planes { size: from, full, scale, ref planes, .. } = picture;
            let pixels = small_grey(from, planes[0].stride, &planes[0].levels, size);
            return Ok(Reduced { pixels, full, scale, format: Format::Jpeg });
        }
        Some(picture) => finished(picture)?,
        None => decode_whole(bytes, limits)?,
    };
    decoded();
    let pixels = match reduced.pixels {
        Pixels::Grey(grey) => small_grey(grey.size(), grey.size().width as usize, grey.levels(), size),
        Pixels::Colour(image) => Pixels::Colour(kernels::resize(&image, size).map_err(|_| DecodeError::OutOfMemory)?),
    };
    Ok(Reduced { pixels, ..reduced })
}

/// The size that a picture should at least be decoded at to be made this size well.
pub fn twice(size: Size) -> Size {
    Size::new(size.width.saturating_mul(2), size.height.saturating_mul(2))
}

fn small_grey(full: Size, stride: usize, levels: &[u8], size: Size) -> Pixels {
    let rows = PlaneRows::new(full, stride, levels).expect("a plane has all its rows");
    Pixels::Grey(Grey::new(size, resize_plane(rows, size)).expect("a picture with pixels is made this size"))
}

fn scale(full: Size, at_least: Option<Size>) -> Scale {
    at_least.map_or(Scale::Full, |wanted| Scale::at_least(full, wanted))
}

/// Upright, and without what blocks have beyond the picture.
fn finished(picture: Planes) -> Result<Reduced, DecodeError> {
    let (scale, orientation) = (picture.scale, picture.orientation);
    let Size { width, height } = picture.full;
    let full = if turns(orientation) { Size::new(height, width) } else { picture.full };
    let pixels = if picture.planes.len() == 1 {
        Pixels::Grey(upright_grey(picture.into_grey(), orientation)?)
    } else {
        let rgba = fast::to_rgba(&picture).ok_or(DecodeError::OutOfMemory)?;
        Pixels::Colour(upright(picture.size, rgba, orientation)?)
    };
    Ok(Reduced { pixels, full, scale, format: Format::Jpeg })
}

/// By the decoders of `image`.
fn decode_whole(bytes: &[u8], limits: Limits) -> Result<Reduced, DecodeError> {
    let (decoded, is_grey) = decode_as(bytes, limits)?;
    let full = decoded.image.size();
    let pixels = if is_grey {
        let levels = decoded.image.pixels().iter().step_by(CHANNELS).copied().collect();
        Pixels::Grey(Grey::new(full, levels).expect("a level for every pixel"))
    } else {
        Pixels::Colour(decoded.image)
    };
    Ok(Reduced { pixels, full, scale: Scale::Full, format: decoded.format })
}

fn upright_grey(grey: Grey, orientation: Orientation) -> Result<Grey, DecodeError> {
    if orientation == Orientation::NoTransforms {
        return Ok(grey);
    }
    if turns(orientation) {
        Vec::<u8>::new().try_reserve_exact(grey.levels().len()).map_err(|_| DecodeError::OutOfMemory)?;
    }
    let Size { width, height } = grey.size();
    let picture = GrayImage::from_raw(width, height, grey.into_levels()).expect("a level for every pixel");
    let mut picture = DynamicImage::ImageLuma8(picture);
    picture.apply_orientation(orientation);
    let size = Size::new(picture.width(), picture.height());
    Ok(Grey::new(size, picture.into_bytes()).expect("a level for every pixel"))
}
