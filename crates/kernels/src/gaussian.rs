//! Gaussian blur: each pixel becomes the average of its neighbourhood, weighted by a bell curve of width σ.
//!
//! *Stencil; rows are independent.* Premultiplied colours, clamped edges, fixed point. How, and how exactly, stands at
//! `blur`, which other kernels share. Work: with r ≈ 3.3 σ, 2 · (r + 1) multiplications a sample for a narrow blur;
//! from σ = 2.5 on about twenty, whatever σ is.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    blur::{self, Blur},
    describe::{logarithmic, number, preset},
    image::stride,
    rows,
};

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct Gaussian {
    /// The curve's standard deviation in pixels, from 0.5 to 50.
    sigma_px: f64,
}

impl Kernel for Gaussian {
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
        blur.rows(source, scratch, rows.clone(), |y, at, samples| {
            let at = (y - rows.start) as usize * len + at;
            rows::pack(samples, &mut data[at..at + samples.len()]);
        });
    }
}

impl Describe for Gaussian {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "gaussian".into(),
            label: "Gaussian blur".into(),
            action: "blur this picture".into(),
            about: "Each pixel becomes the average of its neighbourhood: much work for every byte, and bands of rows can be done apart."
                .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![logarithmic(number("sigma", "Blur", [0.5, 50.0, 5.0], 0.1, "px"))],
            presets: vec![
                preset("Soft, 1.5 px", &[("sigma", 1.5)]),
                preset("Medium, 5 px", &[("sigma", 5.0)]),
                preset("Strong, 20 px", &[("sigma", 20.0)]),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { sigma_px: params.number("sigma") }
    }
}
