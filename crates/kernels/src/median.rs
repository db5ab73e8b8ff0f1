//! Median: each pixel becomes the middle one of its neighbourhood. Specks vanish and edges stay sharp, for a value that few
//! neighbours have is never in the middle.
//!
//! *Stencil; rows are independent.* The neighbourhood is a square of (2r + 1)² pixels; the middle one of its values in order
//! of size is taken in red, green and blue each by itself, of the sRGB bytes, straight. Alpha is kept: it takes no part,
//! so transparent pixels lend their colour, as an order by size knows no weights. Edges clamp. The result is one of the
//! values, exactly: there is nothing to round and nothing that could overflow.
//!
//! Small windows are sorted (`rows::sort_columns`, `rows::middles`): 15, 60 and 180 minima and maxima a sample for a radius
//! of 1, 2 and 3, many samples at once. For larger ones the values are counted (`rows::medians`), which takes a time that
//! hardly depends on the radius: a handful of sums of sixteen counts each. Where the methods come from stands there.
//!
//! Departures:
//!
//! 1. Windows are sorted up to a radius of 3 with SIMD (110 ms on 12 megapixels, counted 310 to 390) and of 2 without (320
//!    ms, counted 430 to 570). A network for a radius of 4, made in the same way, took 420 ms with SIMD and counting 300:
//!    with so many values under way most go to memory and back.
//! 2. Columns are counted in strips of the picture, so that their counts, 816 bytes a column, stay in the second-level
//!    cache. Between bands they are not kept: for a picture 12,000 pixels wide that would be 10 MB. Each band counts its
//!    first window anew, which costs a tenth of the time at a radius of 15 and bands of 64 rows.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{number, preset},
    image::{CHANNELS, stride},
    rows::{self, BLOCK, Column, MOST_SORTED, Sorted},
};

/// Pixels in a strip whose columns are counted. Measured from 64 to 512, at radii from 3 to 15: within 8 % of each other,
/// with no best one.
const STRIP: usize = 256;

/// Rows that two rows of sorted windows reach, at most.
const MOST_ROWS: usize = 2 * 3 + 2;

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct Median {
    /// From the middle of the window to its sides, in pixels, from 1 to 15.
    radius_px: u32,
}

/// What is known of some columns.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Columns of small windows.
    sorted: Sorted,
    /// Columns of large ones.
    counted: Vec<Column>,
    /// The pixels that come to the counted columns and those that go.
    entering: Vec<u8>,
    leaving: Vec<u8>,
}

impl Kernel for Median {
    type Plan = Size;
    type Scratch = Scratch;

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn output_size(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, size: &Size, out: Range<u32>) -> Range<u32> {
        out.start.saturating_sub(self.radius_px)..(out.end + self.radius_px).min(size.height)
    }

    fn scratch_bytes(&self, _: &Size) -> u64 {
        let columns = STRIP + 2 * self.radius_px as usize + 1;
        (Sorted::BYTES + columns * (size_of::<Column>() + 2 * CHANNELS)) as u64
    }

    fn render(&self, _: &Size, source: Slab<'_>, scratch: &mut Scratch, out: Band<'_>) {
        match self.radius_px {
            radius if radius > MOST_SORTED => self.count(source, scratch, out),
            1 => sort::<3>(source, &mut scratch.sorted, out),
            2 => sort::<5>(source, &mut scratch.sorted, out),
            _ => sort::<7>(source, &mut scratch.sorted, out),
        }
    }
}

/// Renders windows of `N` × `N` by sorting, two rows at a time and a block of columns after the other.
fn sort<const N: usize>(source: Slab<'_>, sorted: &mut Sorted, out: Band<'_>) {
    let (width, radius) = (source.size().width as usize, N / 2);
    for (first, batch) in out.into_batches(2) {
        // A row of windows that has none below it must not read on: the slab may end there.
        let reach = N - 1 + batch.len() / (2 * width * CHANNELS);
        let top = i64::from(first) - radius as i64;
        let rows: [&[u8]; MOST_ROWS] = std::array::from_fn(|i| clamped(source, top + i.min(reach) as i64));
        for start in (0..width).step_by(BLOCK) {
            let end = width.min(start + BLOCK);
            let (left, right) = (start.saturating_sub(radius), width.min(end + radius));
            let part = left * CHANNELS..right * CHANNELS;
            let margins = [left + radius - start, end + radius - right];
            rows::sort_columns::<N>(&rows.map(|row| &row[part.clone()])[..=N], margins, sorted);
            let block = start * CHANNELS..end * CHANNELS;
            for (i, row) in batch.chunks_mut(width * CHANNELS).enumerate() {
                rows::middles::<N>(sorted, i, &rows[radius + i][block.clone()], &mut row[block.clone()]);
            }
        }
    }
}

impl Median {
    /// Renders windows of any size by counting, a strip of columns after the other.
    fn count(&self, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        let Scratch { counted, entering, leaving, .. } = scratch;
        let (width, radius) = (stride(source.size()) / CHANNELS, self.radius_px as usize);
        let reach = i64::from(self.radius_px);
        for start in (0..width).step_by(STRIP) {
            let end = width.min(start + STRIP);
            let columns = end - start + 2 * radius + 1;
            let first = start as i64 - reach - 1;
            entering.resize(columns * CHANNELS, 0);
            leaving.resize(columns * CHANNELS, 0);
            counted.clear();
            counted.resize(columns, Column::EMPTY);
            for (i, (y, row)) in out.rows_mut().enumerate() {
                let y = i64::from(y);
                if i == 0 {
                    for y in y - reach..=y + reach {
                        lengthen(clamped(source, y), first, entering);
                        rows::enter(counted, entering);
                    }
                } else {
                    lengthen(clamped(source, y + reach), first, entering);
                    lengthen(clamped(source, y - reach - 1), first, leaving);
                    rows::pass(counted, entering, leaving);
                }
                let strip = start * CHANNELS..end * CHANNELS;
                rows::medians(counted, radius, &clamped(source, y)[strip.clone()], &mut row[strip]);
            }
        }
    }
}

/// Row `y`, the picture's edges going on for ever.
fn clamped(source: Slab<'_>, y: i64) -> &[u8] {
    source.row(y.clamp(0, i64::from(source.size().height) - 1) as u32)
}

/// Copies pixels of `row` to `part`, from pixel `first` on, the row's edges going on for ever.
fn lengthen(row: &[u8], first: i64, part: &mut [u8]) {
    let (row, part) = (row.as_chunks::<CHANNELS>().0, part.as_chunks_mut::<CHANNELS>().0);
    let (before, rest) = part.split_at_mut(usize::try_from(-first).unwrap_or(0).min(part.len()));
    let row_rest = &row[usize::try_from(first).unwrap_or(0)..];
    let (within, after) = rest.split_at_mut(rest.len().min(row_rest.len()));
    before.fill(row[0]);
    within.copy_from_slice(&row_rest[..within.len()]);
    after.fill(row[row.len() - 1]);
}

impl Describe for Median {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "median".into(),
            label: "Median".into(),
            action: "clear this picture of specks".into(),
            about:
                "Each pixel becomes the middle one of its neighbours in order of size: specks vanish, edges stay sharp."
                    .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![number("radius", "Radius", [1.0, 15.0, 2.0], 1.0, "px")],
            presets: vec![
                preset("Specks, 1 px", &[("radius", 1.0)]),
                preset("Noise, 2 px", &[("radius", 2.0)]),
                preset("Painting, 10 px", &[("radius", 10.0)]),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { radius_px: params.number("radius") as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_row_goes_on_beyond_its_edges() {
        let row: Vec<u8> = (0..5).flat_map(|x| [x; CHANNELS]).collect();
        for first in -9..5 {
            let mut part = [9; 8 * CHANNELS];
            lengthen(&row, first, &mut part);
            for (x, pixel) in (first..).zip(part.as_chunks::<CHANNELS>().0) {
                assert_eq!(*pixel, [x.clamp(0, 4) as u8; CHANNELS], "from {first} on");
            }
        }
    }
}
