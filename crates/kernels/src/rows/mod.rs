//! Row primitives: about ten small functions on slices, under all kernels.
//!
//! Each has a plain body, which is the specification, and a SIMD body where it pays; one check holds the second to
//! the first (`check`, run under Node by `tests/rows-check.mjs`). `unsafe` lives in the SIMD bodies' loads and stores
//! and nowhere else in this crate.
//!
//! Filters work on *samples*: whole numbers of 16 bits, 64 to a level, four to a pixel, colours premultiplied with
//! alpha. Every sample lies in `0..=FULL`, before and after each primitive; that alone keeps all sums within their
//! types.

mod across;
#[cfg(feature = "check")]
pub mod check;
mod convolve;
mod edges;
mod escape;
mod exaggerate;
mod gray;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes;
mod premultiply;
mod slide;
mod together;
mod weigh;

pub use across::{Window, across, spread};
pub use convolve::{Stencil, convolve};
pub use edges::edges;
pub use escape::{ESCAPE_NORM, Escape, escape};
pub use exaggerate::{AMOUNT_BITS, exaggerate};
pub use gray::{gray, luma_row};
pub use premultiply::{pack, unpack};
pub use slide::{mean_row, slide};
pub use together::{TOGETHER, add_each, finish, weigh_each};
pub use weigh::{weigh, weigh_mirrored};

/// The sample that stands for level 255: 255 with 6 fraction bits.
pub const FULL: i16 = 255 << 6;

/// A weighted sum with `bits` fraction bits, its half already added, as a sample.
fn sample(sum: i32, bits: u32) -> i16 {
    (sum >> bits).clamp(0, i32::from(FULL)) as i16
}
