//! Row primitives: about ten small functions on slices, under all kernels.
//!
//! Each has a plain body, which is the specification, and a SIMD body where it pays; one check holds the second to
//! the first (`check`, run under Node by `tests/rows-check.mjs`). `unsafe` lives in the SIMD bodies' loads and stores
//! and nowhere else in this crate.
//!
//! Filters work on *samples*: whole numbers of 16 bits, 64 to a level, four to a pixel, colours premultiplied with
//! alpha. Every sample lies in `0..=FULL`, before and after each primitive; that alone keeps all sums within their
//! types.

mod abreast;
mod across;
mod average;
#[cfg(feature = "check")]
pub mod check;
mod convolve;
mod count;
mod diffuse;
mod edges;
mod escape;
mod exaggerate;
mod gray;
mod invert;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes;
mod likeness;
mod lookup;
mod mix;
mod plane;
mod planes;
mod premultiply;
mod reverse;
mod sample;
mod sorted;
mod tally;
mod threshold;
mod transpose;
mod twos;
mod weigh;

pub use average::{Neighbours, ONE, Tap, average};
pub use count::{TABLE, count_channels, count_lumas, levels};
pub use diffuse::{diffuse, diffuse_channels};
mod slide;
mod together;
pub use abreast::{ABREAST, abreast};
pub use across::{Window, across, spread};
pub use convolve::{Stencil, convolve};
pub use edges::edges;
pub use escape::{ESCAPE_NORM, Escape, escape};
pub use exaggerate::{AMOUNT_BITS, exaggerate};
pub use gray::{gray, luma_row};
pub use invert::invert;
pub use likeness::{Falloff, likeness};
pub use lookup::{Lookup, lookup};
pub use mix::{Matrix, mix};
pub use plane::{PLANE_ROWS, add_plane, plane_shrink, plane_twos};
pub use planes::{WHOLE, opaque, pairs, planes, premultiply, shares};
pub use premultiply::{level, pack, unpack};
pub use reverse::reverse;
pub use sample::{Line, PLACE_BITS, Pixels, bilinear, bilinear_edge, nearest};
pub use slide::{mean_row, slide};
pub use sorted::{BLOCK, MOST_SORTED, Sorted, middles, sort_columns};
pub use tally::{Column, enter, medians, pass};
pub use threshold::{Pattern, threshold, threshold_channels};
pub use together::{TOGETHER, add_each, finish, weigh_each};
pub use transpose::{Tile, Turn, transpose};
pub use twos::{MOST_SHRINK, TWO, shrink, twos};
pub use weigh::{weigh, weigh_mirrored};

/// The sample that stands for level 255: 255 with 6 fraction bits.
pub const FULL: i16 = 255 << 6;

/// A weighted sum with `bits` fraction bits, its half already added, as a sample.
fn sample(sum: i32, bits: u32) -> i16 {
    (sum >> bits).clamp(0, i32::from(FULL)) as i16
}
