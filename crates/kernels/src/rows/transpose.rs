//! Columns to rows: what a quarter turn is made of.

#![allow(unsafe_code)]

use std::ops::Range;

#[cfg(feature = "check")]
use super::check;

/// Where columns of source rows go to.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Columns that become rows: as many as the output has.
    pub columns: Range<usize>,
    /// Bytes in a row of the output.
    pub stride: usize,
    /// The output column that the first source row becomes; the next one becomes the column after it.
    pub x: usize,
    /// The first column becomes the last output row, and so on upwards.
    pub upwards: bool,
}

/// Columns that are moved together: pixels in a cache line of a source row, which is used up at once.
const BLOCK: usize = 16;

/// Writes columns of `rows` as rows of `out`.
pub fn transpose(rows: &[&[u8]], turn: &Turn, out: &mut [u8]) {
    let Turn { columns, stride, x, upwards } = turn.clone();
    assert!(rows.iter().all(|row| row.len() >= columns.end * 4) && (x + rows.len()) * 4 <= stride);
    assert_eq!(out.len(), columns.len() * stride);
    for start in columns.clone().step_by(BLOCK) {
        let block = start..columns.end.min(start + BLOCK);
        let first = if upwards { columns.end - block.end } else { start - columns.start };
        let out = &mut out[first * stride..][..block.len() * stride];
        let turn = Turn { columns: block, ..*turn };
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        vector::transpose(rows, &turn, out);
        #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
        transpose_plain(rows, &turn, out);
    }
}

/// Plain body of [`transpose`]: four rows at a time, as a row of `out` takes four pixels for little more than one.
pub(super) fn transpose_plain(rows: &[&[u8]], turn: &Turn, out: &mut [u8]) {
    let (fours, rest) = rows.as_chunks::<4>();
    for (x, rows) in (turn.x..).step_by(4).zip(fours) {
        columns(rows, turn, x, out);
    }
    for (x, row) in (turn.x + fours.len() * 4..).zip(rest) {
        columns(&[*row], turn, x, out);
    }
}

/// Writes the columns of a few rows to the output's columns from `x` on.
fn columns<const N: usize>(rows: &[&[u8]; N], turn: &Turn, x: usize, out: &mut [u8]) {
    let rows = rows.map(|row| &row.as_chunks::<4>().0[turn.columns.clone()]);
    let write = |(i, out): (usize, &mut [u8])| {
        out.as_chunks_mut::<4>().0[x..x + N].copy_from_slice(&rows.map(|row| row[i]));
    };
    let out = out.chunks_exact_mut(turn.stride);
    if turn.upwards { out.rev().enumerate().for_each(write) } else { out.enumerate().for_each(write) }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{Turn, transpose_plain};
    use crate::rows::lanes::{load, store};

    /// Squares of 4 × 4 pixels; what is left over goes to the plain body.
    pub fn transpose(rows: &[&[u8]], turn: &Turn, out: &mut [u8]) {
        let (fours, rest) = rows.as_chunks::<4>();
        let whole = turn.columns.len() / 4 * 4;
        for (x, rows) in (turn.x..).step_by(4).zip(fours) {
            for i in (0..whole).step_by(4) {
                square(rows, turn, i, x, out);
            }
        }
        transpose_plain(rest, &Turn { x: turn.x + fours.len() * 4, ..turn.clone() }, out);
        let columns = turn.columns.start + whole..turn.columns.end;
        let rest = columns.len() * turn.stride;
        let out = if turn.upwards { &mut out[..rest] } else { &mut out[whole * turn.stride..] };
        transpose_plain(fours.as_flattened(), &Turn { columns, ..*turn }, out);
    }

    /// Four columns from the `i`th on of four rows, to the output's columns from `x` on.
    #[inline(always)]
    fn square(rows: &[&[u8]; 4], turn: &Turn, i: usize, x: usize, out: &mut [u8]) {
        // SAFETY: rows reach to the end of turn.columns, and i + 4 <= turn.columns.len().
        let [a, b, c, d] = rows.map(|row| unsafe { load(row, (turn.columns.start + i) * 4) });
        let (ab, ab2) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
        let (cd, cd2) = (i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        let columns = [
            i64x2_shuffle::<0, 2>(ab, cd),
            i64x2_shuffle::<1, 3>(ab, cd),
            i64x2_shuffle::<0, 2>(ab2, cd2),
            i64x2_shuffle::<1, 3>(ab2, cd2),
        ];
        for (i, pixels) in (i..).zip(columns) {
            let y = if turn.upwards { turn.columns.len() - 1 - i } else { i };
            // SAFETY: out has a row y for each column, and x + 4 pixels lie within it.
            unsafe { store(out, y * turn.stride + x * 4, pixels) };
        }
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("transpose", |random, len| {
    let count = 1 + random.below(40);
    let pixels = random.pixels(len * count);
    let rows: Vec<&[u8]> = pixels.chunks(len * 4).collect();
    let columns = random.below(len)..len;
    let x = random.below(5);
    let turn = Turn { stride: (x + count + random.below(3)) * 4, columns, x, upwards: random.below(2) == 0 };
    check::same(
        turn.columns.len() * turn.stride,
        0,
        |out| transpose(&rows, &turn, out),
        |out| transpose_plain(&rows, &turn, out),
    )
})];
