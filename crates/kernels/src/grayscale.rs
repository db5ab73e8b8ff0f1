//! Grayscale: each pixel becomes its luma.
//!
//! *Point; rows are independent.* Rec. 601 luma of the sRGB bytes, as image editors and Pillow's `L` have it: `(19595
//! R + 38470 G + 7471 B + 32768) >> 16`. The weights sum to 65536, so white stays white and the sum is below 2²⁴.
//! Alpha is kept. Work: three multiplications a pixel; four bytes read, four written, so memory is the limit.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{Band, Describe, Kernel, Slab, rows};

/// The kernel; it has no parameters.
#[derive(Clone, Copy, Debug)]
pub struct Grayscale;

impl Kernel for Grayscale {
    type Plan = ();
    type Scratch = ();

    fn plan(&self, _: Size) {}

    fn output_size(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, (): &(), out: Range<u32>) -> Range<u32> {
        out
    }

    fn render(&self, (): &(), source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        for (y, row) in out.rows_mut() {
            rows::gray(source.row(y), row);
        }
    }
}

impl Describe for Grayscale {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "grayscale".into(),
            label: "Grayscale".into(),
            action: "turn this picture grey".into(),
            about: "Each pixel becomes its brightness. So little work that moving the bytes is most of it.".into(),
            shape: Shape::Point,
            needs_source: true,
            params: vec![],
            presets: vec![],
        }
    }

    fn with(_: &CheckedParams) -> Self {
        Self
    }
}
