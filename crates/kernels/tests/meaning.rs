//! Each kernel against a slow and obvious version of itself, and against answers that are known beforehand.
//!
//! The slow versions work in 64-bit floats, pixel by pixel, on colours premultiplied with alpha where the kernel
//! does. Tolerance: 1 level of premultiplied colour (the kernels' fixed point and rounding between passes), exact
//! where stated.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kernels::{Image, catalog};
use model::{KernelSettings, ParamValues, Size};

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
fn grayscale_is_luma() {
    let source = noise(40, 30);
    let grey = run("grayscale", "{}", &source);
    for (&[r, g, b, a], &[y, y2, y3, a2]) in source.pixels().as_chunks::<4>().0.iter().zip(grey.pixels().as_chunks().0)
    {
        let luma = 0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b);
        assert!((f64::from(y) - luma).abs() < 0.51 && y == y2 && y == y3 && a == a2);
    }
}

#[test]
fn gaussian_is_the_bell_weighted_average() {
    for sigma in [0.5, 1.3, 4.0] {
        let source = noise(31, 23);
        let reach = (sigma * 6.0_f64).ceil() as i64;
        let bell = |d: i64| (-((d * d) as f64) / (2.0 * sigma * sigma)).exp();
        let total: f64 = (-reach..=reach).map(bell).sum();
        assert_close(&run("gaussian", &format!(r#"{{"sigma": {sigma}}}"#), &source), |x, y| {
            let mut sum = [0.0; 4];
            for (dx, dy) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy))) {
                add(&mut sum, bell(dx) * bell(dy) / (total * total), premultiplied(at(&source, x + dx, y + dy)));
            }
            sum
        });
    }
}

#[test]
fn blurring_one_colour_changes_nothing_and_one_dot_becomes_a_bell() {
    for sigma in [0.5, 3.0, 50.0] {
        let params = format!(r#"{{"sigma": {sigma}}}"#);
        for colour in [[255, 255, 255, 255], [0, 0, 0, 255], [1, 128, 254, 255], [0, 0, 0, 0]] {
            let flat = picture(33, 20, |_, _| colour);
            assert_eq!(run("gaussian", &params, &flat), flat);
        }
    }
    let dot = picture(41, 41, |x, y| if (x, y) == (20, 20) { [255, 255, 255, 255] } else { [0, 0, 0, 255] });
    let bell = run("gaussian", r#"{"sigma": 1}"#, &dot);
    // 255 / 2π = 40.6, and e^(−1/2) of it one pixel away. (The sampled curve sums to one within 10⁻⁸ at σ = 1.)
    assert_eq!([at(&bell, 20, 20)[0], at(&bell, 21, 20)[0], at(&bell, 20, 19)[0]], [41, 25, 25]);
    for (x, y) in (0..41).flat_map(|y| (0..41).map(move |x| (x, y))) {
        let mirrored = [(40 - x, y), (x, 40 - y), (y, x)];
        assert!(mirrored.iter().all(|&(mx, my)| at(&bell, mx, my) == at(&bell, x, y)), "({x}, {y})");
    }
}

#[test]
fn blurring_a_ramp_leaves_its_middle() {
    let ramp = picture(120, 5, |x, _| [(2 * x) as u8, 0, 255 - (2 * x) as u8, 255]);
    let blurred = run("gaussian", r#"{"sigma": 4}"#, &ramp);
    assert!((20..100).all(|x| at(&blurred, x, 2) == at(&ramp, x, 2)));
    assert!(at(&blurred, 0, 2)[0] > at(&ramp, 0, 2)[0], "the edge takes from within");
}

#[test]
fn transparent_pixels_lend_no_colour() {
    // Left half opaque red; right half transparent, with a green that must not show.
    let source = picture(40, 8, |x, _| if x < 20 { [200, 0, 0, 255] } else { [0, 255, 0, 0] });
    for (name, params) in
        [("gaussian", r#"{"sigma": 3}"#), ("resize", r#"{"width": 17, "height": 5, "filter": "bilinear"}"#)]
    {
        let out = run(name, params, &source);
        let pixels = out.pixels().as_chunks::<4>().0;
        assert!(pixels.iter().all(|&[_, g, b, _]| g == 0 && b == 0), "{name}");
        assert!(pixels.iter().any(|&[_, _, _, a]| a > 0 && a < 255), "{name}");
        assert!(pixels.iter().all(|&[r, _, _, a]| a < 8 || r.abs_diff(200) <= 8), "{name}");
    }
}

#[test]
fn sobel_is_exact() {
    let source = noise(37, 26);
    let edges = run("sobel", "{}", &source);
    let luma = |x, y| {
        let [r, g, b, _] = at(&source, x, y).map(i64::from);
        (19595 * r + 38470 * g + 7471 * b + 32768) >> 16
    };
    for (x, y) in (0..26).flat_map(|y| (0..37).map(move |x| (x, y))) {
        let (mut gx, mut gy) = (0, 0);
        for (d, weight) in [(-1, 1), (0, 2), (1, 1)] {
            gx += weight * (luma(x + 1, y + d) - luma(x - 1, y + d));
            gy += weight * (luma(x + d, y + 1) - luma(x + d, y - 1));
        }
        let strength = ((gx * gx + gy * gy) as f64).sqrt().round().min(255.0) as u8;
        assert_eq!(at(&edges, x, y), [strength, strength, strength, at(&source, x, y)[3]], "at ({x}, {y})");
    }
}

/// A filter's support and its height, as textbooks have it.
fn filter(name: &str) -> (f64, fn(f64) -> f64) {
    fn sinc(x: f64) -> f64 {
        let angle = x * std::f64::consts::PI;
        if x == 0.0 { 1.0 } else { angle.sin() / angle }
    }
    match name {
        "lanczos3" => (3.0, |x| if x.abs() < 3.0 { sinc(x) * sinc(x / 3.0) } else { 0.0 }),
        "catmull-rom" => (2.0, |x| match x.abs() {
            d if d < 1.0 => 1.5 * d.powi(3) - 2.5 * d.powi(2) + 1.0,
            d if d < 2.0 => -0.5 * d.powi(3) + 2.5 * d.powi(2) - 4.0 * d + 2.0,
            _ => 0.0,
        }),
        "bilinear" => (1.0, |x| (1.0 - x.abs()).max(0.0)),
        _ => (0.5, |x| f64::from(x > -0.5 && x <= 0.5)),
    }
}

/// The weight of each of `from` pixels in pixel `i` of `to`.
fn shares(name: &str, from: u32, to: u32, i: i64) -> Vec<f64> {
    let (_, height) = filter(name);
    let ratio = f64::from(from) / f64::from(to);
    let middle = (i as f64 + 0.5) * ratio;
    let heights: Vec<f64> = (0..from).map(|x| height((f64::from(x) + 0.5 - middle) / ratio.max(1.0))).collect();
    let total: f64 = heights.iter().sum();
    heights.into_iter().map(|height| height / total).collect()
}

#[test]
fn resize_is_the_filter_weighted_average() {
    let source = noise(29, 22);
    for name in ["lanczos3", "catmull-rom", "bilinear", "box"] {
        for (width, height) in [(13, 9), (29, 5), (60, 41), (1, 1), (64, 64)] {
            let params = format!(r#"{{"width": {width}, "height": {height}, "filter": "{name}"}}"#);
            let actual = run("resize", &params, &source);
            // Rows first, clamped to what a sample can be, then columns.
            assert_close(&actual, |x, y| {
                let columns = shares(name, 29, width, x);
                let mut sum = [0.0; 4];
                for (row, weight) in (0..).zip(shares(name, 22, height, y)) {
                    let mut across = [0.0; 4];
                    for (column, &weight) in (0..).zip(&columns) {
                        add(&mut across, weight, premultiplied(at(&source, column, row)));
                    }
                    add(&mut sum, weight, across.map(|value| value.clamp(0.0, 255.0)));
                }
                sum
            });
        }
    }
}

#[test]
fn resizing_one_colour_gives_that_colour_and_the_same_size_the_same_picture() {
    let flat = picture(37, 11, |_, _| [200, 1, 255, 255]);
    let opaque = picture(25, 14, |x, y| [(x * 10) as u8, (y * 18) as u8, (x * y) as u8, 255]);
    for name in ["lanczos3", "catmull-rom", "bilinear", "box", "nearest"] {
        for (width, height) in [(1, 1), (5, 90), (100, 3), (512, 1)] {
            let params = format!(r#"{{"width": {width}, "height": {height}, "filter": "{name}"}}"#);
            assert_eq!(run("resize", &params, &flat), picture(width, height, |_, _| [200, 1, 255, 255]), "{params}");
        }
        let same = format!(r#"{{"width": 25, "height": 14, "filter": "{name}"}}"#);
        assert_eq!(run("resize", &same, &opaque), opaque, "{name}");
    }
}

#[test]
fn very_large_ratios_hold_their_colour() {
    let stripe = picture(16384, 1, |x, _| if x % 2 == 0 { [255, 0, 100, 255] } else { [0, 255, 100, 255] });
    for name in ["lanczos3", "catmull-rom", "bilinear", "box"] {
        let params = format!(r#"{{"width": 1, "height": 16384, "filter": "{name}"}}"#);
        let out = run("resize", &params, &stripe);
        for &[r, g, b, a] in out.pixels().as_chunks::<4>().0 {
            assert!(r.abs_diff(128) <= 1 && g.abs_diff(128) <= 1 && (b, a) == (100, 255), "{name}: {r} {g} {b} {a}");
        }
    }
}

#[test]
fn nearest_repeats_and_skips_pixels() {
    let source = picture(3, 1, |x, _| [x as u8, 0, 0, 255]);
    let reds = |width: u32| {
        let out = run("resize", &format!(r#"{{"width": {width}, "height": 1, "filter": "nearest"}}"#), &source);
        out.pixels().as_chunks::<4>().0.iter().map(|p| p[0]).collect::<Vec<_>>()
    };
    assert_eq!(reds(6), [0, 0, 1, 1, 2, 2]);
    assert_eq!(reds(1), [1]);
}

#[test]
fn mandelbrot_is_dark_where_points_stay() {
    let params = r#"{"width": 90, "height": 60, "x": -0.6, "y": 0, "span": 3, "iterations": 120}"#;
    let out = run("mandelbrot", params, &Image::default());
    assert_eq!(out.size(), Size::new(90, 60));
    let dark = at(&out, 50, 30);
    let mut stay = 0;
    for (column, row) in (0..60).flat_map(|y| (0..90).map(move |x| (x, y))) {
        let step = 3.0 / 90.0;
        let (x, y) = (-0.6 + (column as f64 - 44.5) * step, -(row as f64 - 29.5) * step);
        let (mut re, mut im) = (0.0_f64, 0.0_f64);
        let mut stays = true;
        for _ in 0..120 {
            stays &= re * re + im * im <= 256.0;
            (re, im) = (re * re - im * im + x, 2.0 * re * im + y);
        }
        stay += i32::from(stays);
        assert_eq!(at(&out, column, row) == dark, stays, "({column}, {row}) = {x} + {y} i");
        assert_eq!(at(&out, column, row), at(&out, column, 59 - row), "above and below are mirrored");
        assert_eq!(at(&out, column, row)[3], 255);
    }
    assert!(stay > 500, "the set fills a good part of the view");
}
