//! Sobel edges: how fast the brightness changes at each pixel.
//!
//! *Stencil; rows are independent.* Of the Rec. 601 luma of the sRGB bytes, rounded to 8 bits; edges of the picture
//! clamp; alpha is kept. The definition and its rounding stand at `rows::edges`. Work: about twenty operations and a
//! root a pixel.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{Band, Describe, Kernel, Slab, ring::Ring, rows};

/// The kernel; it has no parameters.
#[derive(Clone, Copy, Debug)]
pub struct Sobel;

impl Kernel for Sobel {
    type Plan = Size;
    /// Rows of lumas, a pixel longer than the picture at either end.
    type Scratch = Ring<u8>;

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, size: &Size, out: Range<u32>) -> Range<u32> {
        out.start.saturating_sub(1)..(out.end + 1).min(size.height)
    }

    fn scratch_bytes(&self, size: &Size) -> u64 {
        Ring::<u8>::bytes(3, size.width as usize + 2)
    }

    fn render(&self, size: &Size, source: Slab<'_>, lumas: &mut Ring<u8>, mut out: Band<'_>) {
        let width = size.width as usize;
        lumas.shape(3, width + 2);
        for (y, row) in out.rows_mut() {
            let needed = self.footprint(size, y..y + 1);
            lumas.hold(needed.clone(), |y, padded| {
                rows::luma_row(source.row(y), &mut padded[1..=width]);
                padded[0] = padded[1];
                padded[width + 1] = padded[width];
            });
            rows::edges([needed.start, y, needed.end - 1].map(|y| lumas.row(y)), source.row(y), row);
        }
    }
}

impl Describe for Sobel {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "sobel".into(),
            label: "Sobel edges".into(),
            action: "find the edges in this picture".into(),
            about: "Each pixel shows how sharply its surroundings change. A little work for every pixel and its neighbours."
                .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![],
            presets: vec![],
        }
    }

    fn with(_: &CheckedParams) -> Self {
        Self
    }
}
