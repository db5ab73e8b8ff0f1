//! Columns to rows: what a quarter turn is made of.

#![allow(unsafe_code)]

use std::ops::Range;

#[cfg(feature = "check")]
use super::check;

/// Parts of source rows, one after the other: as many as there are strides in `pixels`.
#[derive(Clone, Copy, Debug)]
pub struct Tile<'a> {
    /// RGBA bytes.
    pub pixels: &'a [u8],
    /// Bytes from one row to the next.
    pub stride: usize,
    /// Pixels of each row that are turned, from its first one on.
    pub columns: usize,
}

/// Where columns of a tile go to.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Bytes in a row of the output.
    pub stride: usize,
    /// The output column that the first row becomes; the next one becomes the column after it.
    pub x: usize,
    /// The first column becomes the last output row, and so on upwards.
    pub upwards: bool,
}

impl Tile<'_> {
    fn rows(&self) -> usize {
        self.pixels.len() / self.stride
    }
}

impl Turn {
    /// Where in the output pixel (`column`, `row`) of the tile goes.
    fn place(&self, tile: &Tile<'_>, column: usize, row: usize) -> usize {
        let y = if self.upwards { tile.columns - 1 - column } else { column };
        y * self.stride + (self.x + row) * 4
    }
}

/// Writes the columns of `tile` as parts of the rows of `out`, of which there are as many.
pub fn transpose(tile: Tile<'_>, turn: Turn, out: &mut [u8]) {
    assert!(tile.columns * 4 <= tile.stride && tile.pixels.len().is_multiple_of(tile.stride));
    assert!((turn.x + tile.rows()) * 4 <= turn.stride && out.len() == tile.columns * turn.stride);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    vector::transpose(tile, turn, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    transpose_plain(tile, turn, 0..tile.columns, 0, out);
}

/// Plain body of [`transpose`], for these columns and the rows from the `first` on.
pub(super) fn transpose_plain(tile: Tile<'_>, turn: Turn, columns: Range<usize>, first: usize, out: &mut [u8]) {
    let rows = &tile.pixels[first * tile.stride..];
    for column in columns {
        let out = &mut out[turn.place(&tile, column, first)..][..(tile.rows() - first) * 4];
        for (out, row) in out.as_chunks_mut::<4>().0.iter_mut().zip(rows.chunks_exact(tile.stride)) {
            *out = row.as_chunks::<4>().0[column];
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{Tile, Turn, transpose_plain};
    use crate::rows::lanes::{load, store};

    /// Columns that are moved together, down the whole tile: that many rows of the output are written in turn.
    const BLOCK: usize = 8;

    /// Squares of 4 × 4 pixels; what is left over goes to the plain body.
    pub fn transpose(tile: Tile<'_>, turn: Turn, out: &mut [u8]) {
        let (columns, rows) = (tile.columns / 4 * 4, tile.rows() / 4 * 4);
        for first in (0..columns).step_by(BLOCK) {
            for row in (0..rows).step_by(4) {
                for column in (first..columns.min(first + BLOCK)).step_by(4) {
                    square(&tile, &turn, column, row, out);
                }
            }
        }
        transpose_plain(tile, turn, 0..columns, rows, out);
        transpose_plain(tile, turn, columns..tile.columns, 0, out);
    }

    /// Four columns of four rows, both from these on. The tile has them, and `out` room for the tile.
    #[inline(always)]
    fn square(tile: &Tile<'_>, turn: &Turn, column: usize, row: usize, out: &mut [u8]) {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| {
            // SAFETY: the tile has row + 4 rows, each with column + 4 pixels.
            unsafe { load(tile.pixels, (row + i) * tile.stride + column * 4) }
        });
        let (ab, ab2) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
        let (cd, cd2) = (i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        let columns = [
            i64x2_shuffle::<0, 2>(ab, cd),
            i64x2_shuffle::<1, 3>(ab, cd),
            i64x2_shuffle::<0, 2>(ab2, cd2),
            i64x2_shuffle::<1, 3>(ab2, cd2),
        ];
        for (column, pixels) in (column..).zip(columns) {
            // SAFETY: out has a row for each column, with room for row + 4 pixels from turn.x on.
            unsafe { store(out, turn.place(tile, column, row), pixels) };
        }
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("transpose", |random, len| {
    let (rows, x) = (1 + random.below(40), random.below(5));
    let pixels = random.pixels(len * rows);
    let tile = Tile { pixels: &pixels, stride: len * 4, columns: 1 + random.below(len) };
    let turn = Turn { stride: (x + rows + random.below(3)) * 4, x, upwards: random.below(2) == 0 };
    check::same(
        tile.columns * turn.stride,
        0,
        |out| transpose(tile, turn, out),
        |out| transpose_plain(tile, turn, 0..tile.columns, 0, out),
    )
})];
