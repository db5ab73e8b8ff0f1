//! Bytes to pictures and back, with limits and plain errors.
//!
//! The problem: visitors drop any file on the page. Most are photos; some are cut off, some are text with a picture's name,
//! and a few bytes can declare a picture that fills the memory. The kernels want one thing: RGBA, eight bits, upright.
//!
//! The idea: look at the first bytes, never at the name; ask the header for the size and refuse before any pixel has
//! memory; let the decoder write into a buffer that is already as large as the result, and widen or narrow the pixels in place. So a
//! picture is in memory once (twice while it is turned upright, or while the decoder of a progressive JPEG, a WebP or a TIFF works).
//!
//! The decoders are those of the `image` crate. What it leaves to its user is here: limits, whose fault an error is, a
//! JPEG whose rows are missing ([`decode`] says how that is told), and memory that may be refused.
//!
//! For a batch there is a second way: [`decode_reduced`] keeps grey grey and decodes no more of a JPEG than is asked for, by a
//! decoder of our own for the kinds that most are; [`thumbnail`] goes on to a small picture. And [`xray`] draws pictures to try it with.
//!
//! Absent: clocks, threads (`image` is built without rayon), file names, browser types.

mod decode;
mod encode;
mod error;
mod fast;
mod format;
mod grey;
mod jpeg;
mod pixels;
mod reduced;
mod xray;

pub use decode::{Decoded, Limits, decode};
pub use encode::{EncodeError, JPEG_QUALITY, encode_grey_jpeg, encode_jpeg, encode_png, encode_webp};
pub use error::DecodeError;
pub use fast::Scale;
#[doc(hidden)]
pub use fast::read_coefficients;
pub use format::Format;
pub use grey::Grey;
pub use model::Size;
pub use reduced::{Pixels, Reduced, decode_reduced, thumbnail, twice};
pub use xray::{xray, xray_jpeg};
