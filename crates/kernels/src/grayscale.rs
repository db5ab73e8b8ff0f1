//! Grayscale: each pixel becomes its luma.
//!
//! *Point; rows are independent.* Rec. 601 luma of the sRGB bytes, as image editors and Pillow's `L` have it: `(19595
//! R + 38470 G + 7471 B + 32768) >> 16`. The weights sum to 65536, so white stays white and the sum is below 2²⁴.
//! Alpha is kept. Work: three multiplications a pixel; four bytes read, four written, so memory is the limit.

use model::{CheckedParams, KernelInfo, Shape};

use crate::{Describe, point::Point, rows};

/// The kernel; it has no parameters.
#[derive(Clone, Copy, Debug)]
pub struct Grayscale;

impl Point for Grayscale {
    type Plan = ();

    fn plan(&self) {}

    fn row((): &(), source: &[u8], out: &mut [u8]) {
        rows::gray(source, out);
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
