//! Median: each pixel becomes the middle one of its neighbourhood, of all values in order of size.
//!
//! *Stencil; rows are independent.*
use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{number, preset},
    image::{CHANNELS, stride},
    rows::{self, BLOCK, Column, MOST_SORTED, Pairs, Planes},
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
    seven: Vec<Planes<7>>,
    pairs: Vec<Pairs>,
    columns: Vec<Column>,
    entering: Vec<u8>,
    leaving: Vec<u8>,
}

impl Median {
    fn row<'a>(source: Slab<'a>, y: i64) -> &'a [u8] {
        source.row(y.clamp(0, i64::from(source.size().height) - 1) as u32)
    }

    fn sort<const N: usize>(source: Slab<'_>, planes: &mut Vec<Planes<N>>, pairs: &mut Vec<Pairs>, out: Band<'_>) {
        let (len, radius) = (stride(source.size()), N / 2);
        planes.resize_with(2, || [[0; _]; N]);
        pairs.resize_with(1, || [[0; _]; _]);
        let [upper, lower] = &mut planes[..] else { unreachable!("there are two") };
        for (first, batch) in out.into_batches(2) {
            let rows: [&[u8]; 8] = std::array::from_fn(|i| Self::row(source, i64::from(first) + i.min(N) as i64 - radius as i64));
            let width = len / CHANNELS;
            for start in (0..width).step_by(BLOCK) {
                let end = width.min(start + BLOCK);
                let (left, right) = (start.saturating_sub(radius), width.min(end + radius));
                let parts: [&[u8]; 8] = rows.map(|row| &row[left * CHANNELS..right * CHANNELS]);
                let margins = [left + radius - start, end + radius - right];
                rows::sort_columns(&parts[..=N], margins, [upper, lower]);
                let bytes = start * CHANNELS..end * CHANNELS;
                for (i, (planes, row)) in [&*upper, &*lower].into_iter().zip(batch.chunks_mut(len)).enumerate() {
                    rows::middles(planes, &mut pairs[0], &rows[radius + i][bytes.clone()], &mut row[bytes.clone()]);
                }
            }
        }
    }

    fn count(&self, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        let Scratch { columns, entering, leaving, .. } = scratch;
        let len = stride(source.size());
        let radius = self.radius_px as usize;
        let reach = i64::from(self.radius_px);
        let knob = crate::KNOB.load(std::sync::atomic::Ordering::Relaxed);
        let strip = knob & 0xfff;
        let (skip_pass, skip_medians) = (knob & 0x1000 != 0, knob & 0x2000 != 0);
        for start in (0..len / 4).step_by(strip) {
            let end = (len / 4).min(start + strip);
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
                } else if !skip_pass {
                    pad(Self::row(source, y + reach), first, count, entering);
                    pad(Self::row(source, y - reach - 1), first, count, leaving);
                    rows::pass(columns, entering, leaving);
                }
                next = Some(y + 1);
                let bytes = start * 4..end * 4;
                if !skip_medians { rows::medians(columns, radius, &Self::row(source, y)[bytes.clone()], &mut row[bytes]); }
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
            ..=MOST_SORTED => match self.radius_px {
                1 => Self::sort(source, &mut scratch.three, &mut scratch.pairs, out),
                2 => Self::sort(source, &mut scratch.five, &mut scratch.pairs, out),
                _ => Self::sort(source, &mut scratch.seven, &mut scratch.pairs, out),
            },
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
