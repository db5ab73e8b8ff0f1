//! The Mandelbrot set: how soon each point of the plane escapes under z ← z² + c.
//!
//! *Uneven; rows are independent; reads no picture.* In the whole view a row through the middle costs sixty times
//! what the first row does, so equal shares of rows are not equal shares of work: that is what this kernel is here to
//! show. Escape times are computed in floats (see `rows::escape`); so is the colour, by basic operations, comparisons
//! and roots only, which IEEE 754 fixes, and a table. Work: up to `iterations` times ten operations a pixel.
//!
//! Colour: the count n is made smooth as n + 1 − log₂(log₂ |z|² / 8), with |z|² > 2⁸ on escape, so that bands vanish
//! (the normalised iteration count). Its square root walks round a cycle of breakfast colours: slower where counts
//! run away.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{logarithmic, number, preset, side},
    maths::log2,
    rows::{self, ESCAPE_NORM, Escape},
};

/// Entries of the palette between one stop and the next.
const BETWEEN_STOPS: usize = 256;

/// The palette's stops, a cycle: porcelain, blue rim, deep blue, kopi, toast, butter, cream, kaya, leaf, then
/// porcelain again.
const STOPS: [[u8; 3]; 9] = [
    [244, 240, 230],
    [126, 164, 198],
    [32, 66, 112],
    [58, 32, 22],
    [176, 104, 46],
    [247, 205, 108],
    [253, 244, 222],
    [160, 186, 106],
    [58, 98, 58],
];

/// Colour of points that don't escape: black coffee.
const INSIDE: [u8; 3] = [24, 13, 9];

/// Palette entries that the square root of a smooth count moves on by.
const PACE: f64 = 190.0;

/// The kernel: a picture's size and the part of the plane it shows.
#[derive(Clone, Copy, Debug)]
pub struct Mandelbrot {
    size: Size,
    centre: [f64; 2],
    /// Width of the view.
    span: f64,
    iterations: u32,
}

/// The palette, red, green, blue and alpha.
type Palette = Vec<[u8; 4]>;

impl Kernel for Mandelbrot {
    type Plan = Palette;
    type Scratch = Vec<Escape>;

    fn plan(&self, _: Size) -> Palette {
        let stops = STOPS.iter().zip(STOPS.iter().cycle().skip(1));
        stops.flat_map(|(from, to)| (0..BETWEEN_STOPS).map(|i| mix(*from, *to, i))).collect()
    }

    fn output_size(&self, _: Size) -> Size {
        self.size
    }

    fn footprint(&self, _: &Palette, _: Range<u32>) -> Range<u32> {
        0..0
    }

    /// 5000 iterations a pixel take 0.05 s a strip, without SIMD 0.11 s.
    fn strip_rows(&self, width: u32) -> u32 {
        ((1 << 13) / width).max(1)
    }

    fn render(&self, palette: &Palette, _: Slab<'_>, escapes: &mut Vec<Escape>, mut out: Band<'_>) {
        let Size { width, height } = self.size;
        let step = self.span / f64::from(width);
        let left = self.centre[0] + (0.5 - f64::from(width) / 2.0) * step;
        escapes.resize(width as usize, Escape::default());
        for (row, pixels) in out.rows_mut() {
            let y = self.centre[1] + (f64::from(height) / 2.0 - 0.5 - f64::from(row)) * step;
            rows::escape(left, step, y, self.iterations, escapes);
            for (pixel, escape) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(escapes.iter()) {
                *pixel = colour(palette, escape);
            }
        }
    }
}

/// The colour `i` steps of [`BETWEEN_STOPS`] from one stop towards the next.
fn mix(from: [u8; 3], to: [u8; 3], i: usize) -> [u8; 4] {
    let channel = |c: usize| {
        let (from, to) = (usize::from(from[c]), usize::from(to[c]));
        ((from * (BETWEEN_STOPS - i) + to * i + BETWEEN_STOPS / 2) / BETWEEN_STOPS) as u8
    };
    [channel(0), channel(1), channel(2), 255]
}

fn colour(palette: &Palette, escape: &Escape) -> [u8; 4] {
    if escape.norm <= ESCAPE_NORM {
        let [r, g, b] = INSIDE;
        return [r, g, b, 255];
    }
    let smooth = f64::from(escape.count) + 1.0 - log2(log2(escape.norm) / 8.0);
    palette[((smooth.max(1.0).sqrt() - 1.0) * PACE) as usize % palette.len()]
}

impl Describe for Mandelbrot {
    fn info() -> KernelInfo {
        let view = |label: &str, x, y, span, iterations| {
            preset(label, &[("x", x), ("y", y), ("span", span), ("iterations", iterations)])
        };
        KernelInfo {
            name: "mandelbrot".into(),
            label: "Mandelbrot set".into(),
            action: "draw the Mandelbrot set".into(),
            about: "Dark points cost the most work, and they lie together. Equal shares of rows are not equal shares of work."
                .into(),
            shape: Shape::Uneven,
            needs_source: false,
            params: vec![
                side("width", "Width", 1600.0),
                side("height", "Height", 1200.0),
                number("x", "Centre, across", [-2.5, 2.5, -0.75], 0.01, ""),
                number("y", "Centre, up", [-2.5, 2.5, 0.0], 0.01, ""),
                logarithmic(number("span", "Width of the view", [1e-10, 8.0, 3.4], 0.01, "")),
                logarithmic(number("iterations", "Iterations", [50.0, 5000.0, 500.0], 1.0, "")),
            ],
            presets: vec![
                view("Whole set", -0.75, 0.0, 3.4, 500.0),
                view("Seahorse valley", -0.7453, 0.1127, 0.0065, 1500.0),
                view("Elephant valley", 0.2925, 0.0149, 0.022, 1000.0),
                view("Spiral", -0.761574, -0.0847596, 0.0012, 2000.0),
                view("Small copy", -1.7575, 0.0, 0.05, 500.0),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self {
            size: Size::new(params.whole("width"), params.whole("height")),
            centre: [params.number("x"), params.number("y")],
            span: params.number("span"),
            iterations: params.whole("iterations"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_goes_round_without_a_jump() {
        let palette = Mandelbrot::with(&Mandelbrot::info().check(&Default::default()).unwrap()).plan(Size::default());
        assert_eq!(palette.len(), STOPS.len() * BETWEEN_STOPS);
        for (a, b) in palette.iter().zip(palette.iter().cycle().skip(1)) {
            assert!((0..3).all(|c| a[c].abs_diff(b[c]) <= 1), "{a:?} {b:?}");
        }
    }
}
