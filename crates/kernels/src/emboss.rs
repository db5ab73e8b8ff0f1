//! Emboss: the picture as a relief, lit from one side.
//!
//! What lies away from the light minus what lies towards it, by the operator of Sobel and Feldman, which is turned by eighths
//! of a circle: from the light on around the pixel its weights are −2, −1, 0, 1, 2, 1, 0, −1. The difference in each
//! colour, times the strength, is added to the picture, or to middle grey, 128. All else stands at `convolution`.

use model::{CheckedParams, KernelInfo, Shape};

use crate::{
    convolution::Recipe,
    describe::{choice, number, preset},
    rows::Stencil,
};

/// The recipe.
#[derive(Clone, Copy, Debug)]
pub struct Emboss;

/// Where the light comes from, clockwise, and the row and the column of the neighbour there.
const LIGHTS: [(&str, &str, [usize; 2]); 8] = [
    ("top-left", "Top left", [0, 0]),
    ("top", "Top", [0, 1]),
    ("top-right", "Top right", [0, 2]),
    ("right", "Right", [1, 2]),
    ("bottom-right", "Bottom right", [2, 2]),
    ("bottom", "Bottom", [2, 1]),
    ("bottom-left", "Bottom left", [2, 0]),
    ("left", "Left", [1, 0]),
];

/// Weights around the pixel, from the light on.
const WEIGHTS: [i16; 8] = [-2, -1, 0, 1, 2, 1, 0, -1];

impl Recipe for Emboss {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "emboss".into(),
            label: "Emboss".into(),
            action: "make this picture a relief".into(),
            about:
                "Each pixel shows what changes away from the light. A little work for every pixel and its neighbours."
                    .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![
                choice("light", "Light from", &LIGHTS.map(|(name, label, _)| (name, label))),
                number("strength", "Strength", [0.0, 4.0, 1.0], 0.05, "×"),
                choice("relief", "Relief", &[("picture", "On the picture"), ("gray", "On grey")]),
            ],
            presets: vec![
                preset("Faint", &[("strength", 0.25)]),
                preset("Plain", &[("strength", 1.0)]),
                preset("Deep", &[("strength", 2.0)]),
            ],
        }
    }

    fn stencil(params: &CheckedParams) -> Stencil {
        let light = LIGHTS.iter().position(|&(name, ..)| name == params.choice("light")).expect("checked");
        let mut weights = [[0; 3]; 3];
        for (i, weight) in WEIGHTS.into_iter().enumerate() {
            let [row, column] = LIGHTS[(light + i) % 8].2;
            weights[row][column] = weight;
        }
        let (share, base) = if params.choice("relief") == "gray" { (0, 128) } else { (1, 0) };
        Stencil::new(weights, params.number("strength"), share, base)
    }
}
