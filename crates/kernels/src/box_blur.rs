//! Box blur: each pixel becomes the plain average of the square around it.
//!
//! *Stencil; rows are independent.* Colours are premultiplied with alpha; edges clamp. The square of (2r + 1)² pixels is
//! never added up: the sums of its columns slide down, a row in and a row out, and their sum slides along, so the work
//! is about ten operations a sample whatever the radius is (McDonnell, 1981). Sums are exact; their bounds, the division
//! and the one rounding stand at `rows::slide`.
//!
//! The sums of columns stay in a lane's scratch. The next row down costs one row, in this chunk or the next; a jump adds
//! up all 2r + 1 rows again. Which way they came about changes no byte, as whole numbers add up to the same.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{logarithmic, number, preset},
    image::stride,
    rows,
};

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct BoxBlur {
    /// Pixels from the middle of the square to its sides, from 1 to 100.
    radius_px: u32,
}

/// Sums of columns.
#[derive(Debug, Default)]
pub struct Scratch {
    /// For each column of the picture, lengthened by a radius before and a radius and one after.
    sums: Vec<i32>,
    /// The row whose sums they are.
    row: Option<u32>,
}

impl BoxBlur {
    /// Values in a row of sums.
    fn sums(self, width: u32) -> usize {
        (width + 2 * self.radius_px + 1) as usize * 4
    }
}

impl Kernel for BoxBlur {
    type Plan = Size;
    type Scratch = Scratch;

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, size: &Size, out: Range<u32>) -> Range<u32> {
        out.start.saturating_sub(self.radius_px)..(out.end + self.radius_px).min(size.height)
    }

    fn scratch_bytes(&self, size: &Size) -> u64 {
        (self.sums(size.width) * size_of::<i32>()) as u64
    }

    fn render(&self, size: &Size, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        let (radius, last) = (i64::from(self.radius_px), i64::from(size.height) - 1);
        let source_row = |y: i64| source.row(y.clamp(0, last) as u32);
        let Scratch { sums, row } = scratch;
        sums.resize(self.sums(size.width), 0);
        let margin = radius as usize * 4;
        let middle = margin..margin + stride(*size);
        for (y, out) in out.rows_mut() {
            let at = i64::from(y);
            if y.checked_sub(1).is_some_and(|before| *row == Some(before)) {
                rows::slide(&mut sums[middle.clone()], source_row(at + radius), Some(source_row(at - radius - 1)));
            } else {
                sums[middle.clone()].fill(0);
                for y in at - radius..=at + radius {
                    rows::slide(&mut sums[middle.clone()], source_row(y), None);
                }
            }
            *row = Some(y);
            extend(sums, radius as usize);
            rows::mean_row(sums, radius as usize, out);
        }
    }
}

/// Copies of the first and the last pixel before and after the others.
fn extend(sums: &mut [i32], radius: usize) {
    let pixels = sums.as_chunks_mut::<4>().0;
    let end = pixels.len() - radius - 1;
    let (first, last) = (pixels[radius], pixels[end - 1]);
    pixels[..radius].fill(first);
    pixels[end..].fill(last);
}

impl Describe for BoxBlur {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "box_blur".into(),
            label: "Box blur".into(),
            action: "blur this picture with squares".into(),
            about: "Each pixel becomes the plain average of the square around it. Sums that slide make any radius cost the same."
                .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![logarithmic(number("radius", "Radius", [1.0, 100.0, 10.0], 1.0, "px"))],
            presets: vec![
                preset("Soft, 2 px", &[("radius", 2.0)]),
                preset("Medium, 10 px", &[("radius", 10.0)]),
                preset("Strong, 50 px", &[("radius", 50.0)]),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { radius_px: params.number("radius") as u32 }
    }
}
