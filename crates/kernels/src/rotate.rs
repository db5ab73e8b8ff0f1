//! Rotate by right angles: every pixel moves, none changes.
//!
//! *Geometry; rows are independent.* Straight RGBA bytes are moved as they are, so colour space and alpha don't
//! matter; there is no border and no rounding. A half turn reads one source row for an output row, from its end. After a
//! quarter turn an output row is a source column: any output row needs all source rows, a few pixels of each. Work: one
//! move a pixel; bound by memory.
//!
//! Departure: a quarter turn gathers a tile of the source, a few hundred rows of up to a kilobyte each, and turns it from
//! there. Memory is fast where it is read, or written, in sequence: so each part of a row that is gathered is long enough
//! for the processor to fetch ahead, and so is each part of an output row that a tile fills. On 4000 × 3000 pixels, on one
//! thread with SIMD, 13 ms; straight from 128 source rows in blocks of 16 columns, 25.
//!
//! Tried, on the way there: gathering tiles of 128 rows took 26 ms, of 512 rows of 80 columns 22, of 1024 rows of 250 columns,
//! which is a megabyte, 23; more rows or wider blocks without gathering, as long as before.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{number, preset},
    image::stride,
    rows::{self, Tile, Turn},
};

/// Columns of a tile at most.
const TILE_COLUMNS: usize = 256;

/// Bytes of a tile; with fewer columns it has more rows. With half or twice as many bytes a quarter turn of 12 megapixels took
/// 19 ms instead of 13, with a second-level cache of 2 MB.
const TILE_BYTES: usize = 1 << 19;

/// Bytes that caches move at a time.
const CACHE_LINE: usize = 64;

/// The angle, clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotate {
    /// 90°.
    Quarter,
    /// 180°.
    Half,
    /// 270°.
    ThreeQuarters,
}

impl Kernel for Rotate {
    type Plan = Size;
    /// A tile.
    type Scratch = Vec<u8>;

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn output_size(&self, source: Size) -> Size {
        match self {
            Rotate::Half => source,
            Rotate::Quarter | Rotate::ThreeQuarters => Size::new(source.height, source.width),
        }
    }

    fn footprint(&self, size: &Size, out: Range<u32>) -> Range<u32> {
        match self {
            Rotate::Half => size.height - out.end..size.height - out.start,
            Rotate::Quarter | Rotate::ThreeQuarters => 0..size.height,
        }
    }

    fn scratch_bytes(&self, _: &Size) -> u64 {
        if *self == Rotate::Half { 0 } else { TILE_BYTES as u64 }
    }

    /// A tile has as many columns as a strip has rows: with 80, which is the usual strip of 12 megapixels, 17 ms instead of 13.
    fn strip_rows(&self, width: u32) -> u32 {
        ((1 << 20) / width / 8).max(1) * 8
    }

    fn render(&self, size: &Size, source: Slab<'_>, tile: &mut Vec<u8>, mut out: Band<'_>) {
        if *self == Rotate::Half {
            for (y, row) in out.rows_mut() {
                rows::reverse(source.row(size.height - 1 - y), row);
            }
            return;
        }
        let upwards = *self == Rotate::ThreeQuarters;
        let Range { start, end } = out.rows();
        let columns = if upwards { size.width - end..size.width - start } else { start..end };
        let columns = columns.start as usize..columns.end as usize;
        let stride = stride(out.size());
        let out = out.into_data();
        for first in (0..columns.len()).step_by(TILE_COLUMNS) {
            let count = TILE_COLUMNS.min(columns.len() - first);
            let part = if upwards { columns.len() - first - count } else { first } * stride;
            let out = &mut out[part..part + count * stride];
            let bytes = (columns.start + first) * 4..(columns.start + first + count) * 4;
            let tile_stride = tile_stride(count);
            for x in (0..size.height).step_by(TILE_BYTES / tile_stride) {
                let rows = (size.height - x).min((TILE_BYTES / tile_stride) as u32);
                tile.resize(rows as usize * tile_stride, 0);
                for (row, x) in tile.chunks_exact_mut(tile_stride).zip(x..) {
                    let source = source.row(if upwards { x } else { size.height - 1 - x });
                    row[..count * 4].copy_from_slice(&source[bytes.clone()]);
                }
                let tile = Tile { pixels: tile, stride: tile_stride, columns: count };
                rows::transpose(tile, Turn { stride, x: x as usize, upwards }, out);
            }
        }
    }
}

/// Bytes between the rows of a tile: an odd number of cache lines, so that a column lies in all sets of the cache.
fn tile_stride(columns: usize) -> usize {
    ((columns * 4).div_ceil(CACHE_LINE) | 1) * CACHE_LINE
}

impl Describe for Rotate {
    fn info() -> KernelInfo {
        let turn = |label: &str, degrees| preset(label, &[("degrees_clockwise", degrees)]);
        KernelInfo {
            name: "rotate".into(),
            label: "Rotate by right angles".into(),
            action: "turn this picture".into(),
            about:
                "Every pixel moves to another place and none changes. After a quarter turn, rows are made of columns."
                    .into(),
            shape: Shape::Geometry,
            needs_source: true,
            params: vec![number("degrees_clockwise", "Clockwise", [90.0, 270.0, 90.0], 90.0, "°")],
            presets: vec![turn("Right, 90°", 90.0), turn("Upside down, 180°", 180.0), turn("Left, 270°", 270.0)],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        match params.whole("degrees_clockwise") {
            180 => Rotate::Half,
            270 => Rotate::ThreeQuarters,
            _ => Rotate::Quarter,
        }
    }
}
