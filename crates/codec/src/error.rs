//! What can go wrong with a file, sorted by whose fault it is.

use std::error::Error;
use std::io;

use image::{
    ImageError,
    error::{DecodingError, ParameterErrorKind},
};
use model::figures::grouped;
use thiserror::Error;

use crate::Format;

/// Why bytes did not become a picture. The text is a sentence to show beside the file's name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The file has no bytes.
    #[error("The file is empty. Copy or download it again.")]
    Empty,
    /// The file starts like no picture.
    #[error("This is not a picture that can be read here. JPEG, PNG, WebP, GIF, BMP and TIFF work.")]
    NotAnImage,
    /// Rows or headers are missing at the end.
    #[error("The picture ends too soon: the file is cut off. Copy or download it again.")]
    Truncated,
    /// What is there contradicts the format.
    #[error("The {format} picture is damaged and can't be read. Another copy of the file may work.")]
    Corrupt {
        /// What the file starts like.
        format: Format,
        /// What the decoder said, without a full stop.
        reason: String,
    },
    /// The header declares more pixels than the limit. Nothing was allocated for them.
    #[error("The picture declares {} × {} pixels; the limit is {} megapixels.", grouped((*.width).into()), grouped((*.height).into()), megapixels(*.max_pixels))]
    TooLarge {
        /// Pixels in a row, as declared.
        width: u32,
        /// Rows, as declared.
        height: u32,
        /// The limit that was set.
        max_pixels: u64,
    },
    /// A picture of a kind that is known, but has no decoder here. A browser's own decoder may read it.
    #[error("This is {what}, which can't be read here. Save it as JPEG or PNG and try that.")]
    Unsupported {
        /// What it is, with its article.
        what: String,
    },
    /// The memory for the pixels was refused.
    #[error("There is not enough memory for this picture. Close other pages or programs, or try a smaller picture.")]
    OutOfMemory,
}

impl DecodeError {
    /// A short name that stays the same when the text changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAnImage => "not-an-image",
            Self::Truncated => "truncated",
            Self::Corrupt { .. } => "corrupt",
            Self::TooLarge { .. } => "too-large",
            Self::Unsupported { .. } => "unsupported",
            Self::OutOfMemory => "out-of-memory",
        }
    }

    /// What the decoder of `format` said, in our words.
    pub(crate) fn from_decoder(format: Format, error: &ImageError) -> Self {
        if ended_early(error) {
            return Self::Truncated;
        }
        match error {
            ImageError::Limits(_) => Self::OutOfMemory,
            ImageError::Unsupported(_) => Self::Unsupported { what: format!("a kind of {format} picture") },
            // An animation that ends before its first frame.
            ImageError::Parameter(parameter) if parameter.kind() == ParameterErrorKind::NoMoreData => Self::Truncated,
            ImageError::Decoding(error) => Self::Corrupt { format, reason: reason(error) },
            error => Self::Corrupt { format, reason: sentence_part(&error.to_string()) },
        }
    }
}

/// The GIF decoder's only name for the end of the file.
const GIF_ENDED: &str = "Unexpected End of File";

/// Whether a decoder asked for bytes beyond the end of the file.
fn ended_early(error: &ImageError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let io = match error.downcast_ref::<ImageError>() {
            Some(ImageError::IoError(io)) => Some(io),
            _ => error.downcast_ref::<io::Error>(),
        };
        if io.is_some_and(|io| io.kind() == io::ErrorKind::UnexpectedEof) || error.to_string() == GIF_ENDED {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The decoder's own words where it has any; the wrapper around them only repeats the format.
fn reason(error: &DecodingError) -> String {
    sentence_part(&error.source().map_or_else(|| error.to_string(), ToString::to_string))
}

/// One line without a full stop, short enough to stand beside a file's name.
fn sentence_part(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.trim_end_matches('.').to_owned(),
    }
}

/// Millions of pixels; fractions only where there are any.
fn megapixels(pixels: u64) -> String {
    (pixels as f64 / 1e6).to_string()
}
