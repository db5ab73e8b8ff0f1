//! Sharpen: each pixel moves away from its four neighbours, `c + a · (4 c − above − below − left − right)`.
//!
//! All else stands at `convolution`.

use model::{CheckedParams, KernelInfo, Shape};

use crate::{
    convolution::Recipe,
    describe::{number, preset},
    rows::Stencil,
};

/// The recipe.
#[derive(Clone, Copy, Debug)]
pub struct Sharpen;

impl Recipe for Sharpen {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "sharpen".into(),
            label: "Sharpen".into(),
            action: "sharpen this picture".into(),
            about: "Each pixel moves away from its four neighbours. A little work for every pixel and its neighbours."
                .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![number("amount", "Amount", [0.0, 5.0, 1.0], 0.05, "×")],
            presets: vec![
                preset("Gentle", &[("amount", 0.25)]),
                preset("Plain", &[("amount", 1.0)]),
                preset("Harsh", &[("amount", 3.0)]),
            ],
        }
    }

    fn stencil(params: &CheckedParams) -> Stencil {
        Stencil::new([[0, -1, 0], [-1, 4, -1], [0, -1, 0]], params.number("amount"), 1, 0)
    }
}
