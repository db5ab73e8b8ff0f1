//! Colour matrix: each new colour is a mixture of the three old ones.
//!
//! *Point; rows are independent.* Three rows of four numbers, as SVG's `feColorMatrix` without its row and column for alpha:
//! new red = red's share of red, green and blue, and an offset in levels; green and blue likewise. On the sRGB bytes as they
//! are, not on linear light, as filters in style sheets have it; alpha is kept. Fixed point, rounded to the nearest and clamped:
//! bounds stand at `rows::mix`. Work: nine multiplications a pixel.

use model::{CheckedParams, KernelInfo, ParamInfo, Preset, Shape};

use crate::{
    Describe,
    describe::{number, preset},
    point::Point,
    rows::{self, Matrix},
};

/// The numbers' names and labels, in the order of the matrix.
const PARAMS: [[(&str, &str); 4]; 3] = [
    [
        ("red_from_red", "Red ← red"),
        ("red_from_green", "Red ← green"),
        ("red_from_blue", "Red ← blue"),
        ("red_offset", "Red +"),
    ],
    [
        ("green_from_red", "Green ← red"),
        ("green_from_green", "Green ← green"),
        ("green_from_blue", "Green ← blue"),
        ("green_offset", "Green +"),
    ],
    [
        ("blue_from_red", "Blue ← red"),
        ("blue_from_green", "Blue ← green"),
        ("blue_from_blue", "Blue ← blue"),
        ("blue_offset", "Blue +"),
    ],
];

/// Of the W3C's Filter Effects.
const SEPIA: [[f64; 4]; 3] = [[0.393, 0.769, 0.189, 0.0], [0.349, 0.686, 0.168, 0.0], [0.272, 0.534, 0.131, 0.0]];

/// Rec. 601 luma for every colour.
const BLACK_AND_WHITE: [[f64; 4]; 3] = [[0.299, 0.587, 0.114, 0.0]; 3];

/// Twice as far from the Rec. 709 luma, as saturation is defined in SVG.
const SATURATED: [[f64; 4]; 3] =
    [[1.787, -0.715, -0.072, 0.0], [-0.213, 1.285, -0.072, 0.0], [-0.213, -0.715, 1.928, 0.0]];

/// Half as far.
const PALE: [[f64; 4]; 3] = [[0.606, 0.358, 0.036, 0.0], [0.107, 0.857, 0.036, 0.0], [0.107, 0.357, 0.536, 0.0]];

const SWAPPED: [[f64; 4]; 3] = [[0.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]];

const WARM: [[f64; 4]; 3] = [[1.1, 0.0, 0.0, 8.0], [0.0, 1.0, 0.0, 2.0], [0.0, 0.0, 0.85, 0.0]];

const NEGATIVE: [[f64; 4]; 3] = [[-1.0, 0.0, 0.0, 255.0], [0.0, -1.0, 0.0, 255.0], [0.0, 0.0, -1.0, 255.0]];

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct ColorMatrix([[f64; 4]; 3]);

impl Point for ColorMatrix {
    type Plan = Matrix;

    fn plan(&self) -> Matrix {
        Matrix::new(self.0)
    }

    fn row(matrix: &Matrix, source: &[u8], out: &mut [u8]) {
        rows::mix(matrix, source, out);
    }
}

/// A number of the matrix in row `row` and column `column`; the default is sepia's.
fn param(row: usize, column: usize) -> ParamInfo {
    let ((name, label), default) = (PARAMS[row][column], SEPIA[row][column]);
    match column {
        3 => number(name, label, [-255.0, 255.0, default], 1.0, "levels"),
        _ => number(name, label, [-2.0, 2.0, default], 0.001, ""),
    }
}

/// A preset that sets the whole matrix.
fn set(label: &str, matrix: [[f64; 4]; 3]) -> Preset {
    let names = PARAMS.as_flattened().iter().map(|(name, _)| *name);
    preset(label, &names.zip(matrix.as_flattened().iter().copied()).collect::<Vec<_>>())
}

impl Describe for ColorMatrix {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "color_matrix".into(),
            label: "Colour matrix".into(),
            action: "mix this picture's colours anew".into(),
            about: "Each new colour is so much of the old red, green and blue. Nine multiplications for every pixel, and still memory is the limit."
                .into(),
            shape: Shape::Point,
            needs_source: true,
            params: (0..12).map(|i| param(i / 4, i % 4)).collect(),
            presets: vec![
                set("Sepia", SEPIA),
                set("Black and white", BLACK_AND_WHITE),
                set("More saturation", SATURATED),
                set("Less saturation", PALE),
                set("Warmer", WARM),
                set("Swap red and blue", SWAPPED),
                set("Negative", NEGATIVE),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self(PARAMS.map(|row| row.map(|(name, _)| params.number(name))))
    }
}
