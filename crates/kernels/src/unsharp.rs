//! Unsharp mask: what a blur would take from the picture is added to it instead.
//!
//! *Stencil; rows are independent.* `c + amount · (c − blurred c)` in each colour where the difference is at least the
//! threshold; sRGB bytes as they are. The blur is the Gaussian's, with its bounds (`blur`); the rounding and what
//! transparent neighbours do stand at `rows::exaggerate`: a pixel is compared with the colour that its neighbourhood
//! shows, and keeps its alpha. Edges clamp. Work: the blur's, and a multiplication a sample.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    blur::{self, Blur},
    describe::{logarithmic, number, preset},
    image::stride,
    rows::{self, AMOUNT_BITS},
};

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct UnsharpMask {
    /// The blur's standard deviation in pixels, from 0.5 to 50.
    sigma_px: f64,
    /// With [`AMOUNT_BITS`] fraction bits, from 0 to 5.
    amount: i16,
    /// The smallest difference that counts, as a sample.
    threshold: i16,
}

impl Kernel for UnsharpMask {
    type Plan = Blur;
    type Scratch = blur::Scratch;

    fn plan(&self, size: Size) -> Blur {
        Blur::new(self.sigma_px, size)
    }

    fn footprint(&self, blur: &Blur, out: Range<u32>) -> Range<u32> {
        blur.footprint(out)
    }

    fn scratch_bytes(&self, blur: &Blur) -> u64 {
        blur.scratch_bytes()
    }

    fn render(&self, blur: &Blur, source: Slab<'_>, scratch: &mut blur::Scratch, out: Band<'_>) {
        let (rows, len) = (out.rows(), stride(out.size()));
        let data = out.into_data();
        blur.rows(source, scratch, rows.clone(), |y, at, blurred| {
            let strip = at..at + blurred.len();
            let out = &mut data[(y - rows.start) as usize * len..][strip.clone()];
            rows::exaggerate(&source.row(y)[strip], blurred, self.amount, self.threshold, out);
        });
    }
}

impl Describe for UnsharpMask {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "unsharp_mask".into(),
            label: "Unsharp mask".into(),
            action: "sharpen this picture by a blur".into(),
            about: "Each pixel moves away from the average of its neighbourhood, which sharpens edges. A blur, and a little more."
                .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![
                logarithmic(number("sigma", "Radius", [0.5, 50.0, 2.0], 0.1, "px")),
                number("amount", "Amount", [0.0, 5.0, 1.0], 0.05, "×"),
                number("threshold", "Threshold", [0.0, 255.0, 0.0], 1.0, "levels"),
            ],
            presets: vec![
                preset("Crisp, 1 px", &[("sigma", 1.0), ("amount", 1.0), ("threshold", 0.0)]),
                preset("Smooth skin, 2 px", &[("sigma", 2.0), ("amount", 1.5), ("threshold", 6.0)]),
                preset("Local contrast, 30 px", &[("sigma", 30.0), ("amount", 0.3), ("threshold", 0.0)]),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self {
            sigma_px: params.number("sigma"),
            amount: (params.number("amount") * f64::from(1 << AMOUNT_BITS)).round() as i16,
            threshold: (params.number("threshold") * 64.0) as i16,
        }
    }
}
