//! Each kernel against a slow and obvious version of itself, and against answers that are known beforehand.
//!
//! The slow versions work in 64-bit floats, pixel by pixel, on colours premultiplied with alpha where the kernel
//! does. Tolerance: 1 level of premultiplied colour (the kernels' fixed point and rounding between passes), exact
//! where stated. A kernel's tests stand in a file of its name.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kernels::{Image, catalog};
use model::{KernelSettings, ParamValues, Size};

mod bilateral;
mod box_blur;
mod brightness_contrast_gamma;
mod color_matrix;
mod convolution;
mod flip;
mod gaussian;
mod grayscale;
mod invert;
mod mandelbrot;
mod median;
mod resize;
mod rotate;
mod rotate_any;
mod sobel;
mod unsharp;

/// The kernel's result; parameters as JSON.
fn run(name: &str, params: &str, source: &Image) -> Image {
    let params: ParamValues = serde_json::from_str(params).unwrap();
    catalog::render(&*catalog::kernel(&KernelSettings { name: name.into(), params }).unwrap(), source)
}

fn picture(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Image {
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
    Image::new(Size::new(width, height), pixels).unwrap()
}

/// Noise with hard edges; every fourth pixel or so is partly transparent.
fn noise(width: u32, height: u32) -> Image {
    picture(width, height, |x, y| {
        let hash = (x * 7919 + y * 104_729 + 12345).wrapping_mul(2_654_435_761);
        let [r, g, b, a] = hash.to_be_bytes();
        if (x / 5 + y / 4) % 3 == 0 { [255, 0, b, 255] } else { [r, g, b, if r < 64 { a } else { 255 }] }
    })
}

/// The pixel at (x, y), the picture's edge going on for ever.
fn at(image: &Image, x: i64, y: i64) -> [u8; 4] {
    let Size { width, height } = image.size();
    let (x, y) = (x.clamp(0, i64::from(width) - 1), y.clamp(0, i64::from(height) - 1));
    image.pixels().as_chunks::<4>().0[(y * i64::from(width) + x) as usize]
}

fn premultiplied([r, g, b, a]: [u8; 4]) -> [f64; 4] {
    let share = f64::from(a) / 255.0;
    [f64::from(r) * share, f64::from(g) * share, f64::from(b) * share, f64::from(a)]
}

/// Compares with what `expected` says of each pixel, premultiplied, within a level and a half: one, and half for the
/// bytes' own rounding.
fn assert_close(actual: &Image, expected: impl Fn(i64, i64) -> [f64; 4]) {
    let Size { width, height } = actual.size();
    for (x, y) in (0..i64::from(height)).flat_map(|y| (0..i64::from(width)).map(move |x| (x, y))) {
        let (given, expected) = (premultiplied(at(actual, x, y)), expected(x, y));
        let close = (0..4).all(|c| (given[c] - expected[c].clamp(0.0, expected[3].clamp(0.0, 255.0))).abs() <= 1.5);
        assert!(close, "at ({x}, {y}): {given:?}, expected {expected:?}");
    }
}

fn add(sum: &mut [f64; 4], weight: f64, pixel: [f64; 4]) {
    for (sum, value) in sum.iter_mut().zip(pixel) {
        *sum += weight * value;
    }
}

#[test]
fn transparent_pixels_lend_no_colour() {
    // Left half opaque red; right half transparent, with a green that must not show.
    let source = picture(40, 8, |x, _| if x < 20 { [200, 0, 0, 255] } else { [0, 255, 0, 0] });
    for (name, params) in [
        ("gaussian", r#"{"sigma": 3}"#),
        ("box_blur", r#"{"radius": 4}"#),
        ("resize", r#"{"width": 17, "height": 5, "filter": "bilinear"}"#),
    ] {
        let out = run(name, params, &source);
        let pixels = out.pixels().as_chunks::<4>().0;
        assert!(pixels.iter().all(|&[_, g, b, _]| g == 0 && b == 0), "{name}");
        assert!(pixels.iter().any(|&[_, _, _, a]| a > 0 && a < 255), "{name}");
        assert!(pixels.iter().all(|&[r, _, _, a]| a < 8 || r.abs_diff(200) <= 8), "{name}");
    }
}
