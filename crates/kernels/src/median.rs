//! Median: each pixel becomes the middle one of its neighbourhood, of all values in order of size.
//!
//! *Stencil; rows are independent.*
use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{number, preset},
    image::{CHANNELS, stride},
    rows::{self, Column, PLANE, Planes},
};

/// Pixels in a strip whose columns are counted.
const STRIP: usize = 256;

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct Median {
    /// From the middle of the window to its sides, in pixels, from 1 to 15.
    radius_px: u32,
}

/// Columns of a part of the picture.
#[derive(Debug, Default)]
pub struct Scratch {
    three: Vec<Planes<3>>,
    five: Vec<Planes<5>>,
    columns: Vec<Column>,
    entering: Vec<u8>,
    leaving: Vec<u8>,
}

impl Median {
    fn row<'a>(source: Slab<'a>, y: i64) -> &'a [u8] {
        source.row(y.clamp(0, i64::from(source.size().height) - 1) as u32)
    }

    fn sort<const N: usize>(source: Slab<'_>, planes: &mut Vec<Planes<N>>, out: Band<'_>) {
        let (len, margin) = (stride(source.size()), N / 2 * CHANNELS);
        planes.resize(2, [[0; PLANE]; N]);
        let [upper, lower] = &mut planes[..] else { unreachable!("there are two") };
        for (first, batch) in out.into_batches(2) {
            let top = i64::from(first) - N as i64 / 2;
            let rows: [&[u8]; 6] = std::array::from_fn(|i| Self::row(source, top + i.min(N) as i64));
            for start in (0..len).step_by(PLANE - 2 * margin) {
                let end = len.min(start + PLANE - 2 * margin);
                let columns = start.saturating_sub(margin)..len.min(end + margin);
                let at = columns.start + margin - start;
                let mut parts = rows;
                for part in &mut parts {
                    *part = &part[columns.clone()];
                }
                rows::sort_columns(&parts[..=N], at, [upper, lower]);
                for (i, (planes, row)) in [&mut *upper, &mut *lower].into_iter().zip(batch.chunks_mut(len)).enumerate() {
                    extend(planes, at, columns.len(), margin);
                    rows::middles(planes, &rows[N / 2 + i][start..end], &mut row[start..end]);
                }
            }
        }
    }

    fn count(&self, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        let Scratch { columns, entering, leaving, .. } = scratch;
        let len = stride(source.size());
        let radius = self.radius_px as usize;
        let reach = i64::from(self.radius_px);
        for start in (0..len / 4).step_by(STRIP) {
            let end = (len / 4).min(start + STRIP);
            let first = start as i64 - radius as i64 - 1;
            let count = end - start + 2 * radius + 1;
            columns.clear();
            columns.resize(count, Column::EMPTY);
            let mut next = None;
            for (y, row) in out.rows_mut() {
                let y = i64::from(y);
                if next.is_none() {
                    for y in y - reach..=y + reach {
                        pad(Self::row(source, y), first, count, entering);
                        rows::enter(columns, entering);
                    }
                } else {
                    pad(Self::row(source, y + reach), first, count, entering);
                    pad(Self::row(source, y - reach - 1), first, count, leaving);
                    rows::pass(columns, entering, leaving);
                }
                next = Some(y + 1);
                let bytes = start * 4..end * 4;
                rows::medians(columns, radius, &Self::row(source, y)[bytes.clone()], &mut row[bytes]);
            }
        }
    }
}

fn pad(row: &[u8], first: i64, count: usize, padded: &mut Vec<u8>) {
    let pixels = row.as_chunks::<4>().0;
    padded.clear();
    let last = pixels.len() as i64 - 1;
    let before = (-first).clamp(0, count as i64) as usize;
    for _ in 0..before {
        padded.extend(pixels[0]);
    }
    let from = (first + before as i64) as usize;
    let to = pixels.len().min(from + count - before);
    padded.extend_from_slice(&row[from * 4..to * 4]);
    while padded.len() < count * 4 {
        padded.extend(pixels[last as usize]);
    }
}

/// Repeats the first and the last column.
fn extend<const N: usize>(planes: &mut Planes<N>, at: usize, len: usize, margin: usize) {
    for plane in planes {
        let pixels = plane.as_chunks_mut::<4>().0;
        let (first, last) = (at / 4, (at + len) / 4 - 1);
        let (left, right) = (pixels[first], pixels[last]);
        pixels[..first].fill(left);
        let end = (last + 1 + margin / 4).min(pixels.len());
        pixels[last + 1..end].fill(right);
    }
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

    fn render(&self, _: &Size, source: Slab<'_>, scratch: &mut Scratch, out: Band<'_>) {
        match self.radius_px {
            1 => Self::sort(source, &mut scratch.three, out),
            2 => Self::sort(source, &mut scratch.five, out),
            _ => self.count(source, scratch, out),
        }
    }
}

impl Describe for Median {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "median".into(),
            label: "Median".into(),
            action: "clear this picture of specks".into(),
            about: "Each pixel becomes the middle one of its neighbours, in order of size.".into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![number("radius", "Radius", [1.0, 15.0, 2.0], 1.0, "px")],
            presets: vec![
                preset("Specks, 1 px", &[("radius", 1.0)]),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { radius_px: params.number("radius") as u32 }
    }
}
