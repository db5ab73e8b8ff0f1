//! Which format bytes are in.

use std::fmt;

use image::ImageFormat;

use crate::DecodeError;

/// A format that can be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
    /// WebP, lossy or lossless; of an animation the first frame.
    WebP,
    /// GIF; of an animation the first frame.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF; of several pages the first.
    Tiff,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 6] = [Self::Jpeg, Self::Png, Self::WebP, Self::Gif, Self::Bmp, Self::Tiff];

    /// What a visitor reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
        }
    }

    /// The media type, as in `image/jpeg`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
        }
    }

    /// The format of a file with these first bytes.
    ///
    /// # Errors
    /// The file is empty, is no picture, or is one of a kind that is known but can't be decoded here.
    pub fn guess(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.is_empty() {
            return Err(DecodeError::Empty);
        }
        if let Some(what) = foreign(bytes) {
            return Err(DecodeError::Unsupported { what: what.into() });
        }
        let known = image::guess_format(bytes).map_err(|_| DecodeError::NotAnImage)?;
        Self::ALL.into_iter().find(|format| format.codec() == known).ok_or_else(|| {
            let name = known.extensions_str().first().copied().unwrap_or_default();
            DecodeError::Unsupported { what: format!("a picture of the kind “{name}”") }
        })
    }

    pub(crate) const fn codec(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
            Self::Bmp => ImageFormat::Bmp,
            Self::Tiff => ImageFormat::Tiff,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// Pictures that phones and new tools write and browsers may know, but no decoder here.
///
/// AVIF and HEIC share a container, ISO/IEC 14496-12, with films: its first box, `ftyp`, names the brand.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xff\x0a") || bytes.starts_with(b"\0\0\0\x0cJXL \r\n\x87\n") {
        return Some("a JPEG XL picture");
    }
    match (bytes.get(4..8)?, bytes.get(8..12)?) {
        (b"ftyp", b"avif" | b"avis") => Some("an AVIF picture"),
        (b"ftyp", b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx") => Some("a HEIC picture"),
        (b"ftyp", b"mif1" | b"msf1" | b"miaf") => Some("an AVIF or HEIC picture"),
        _ => None,
    }
}
