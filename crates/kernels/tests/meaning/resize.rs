use super::{add, assert_close, at, noise, picture, premultiplied, run};

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

/// The largest difference in red between what a row or a column of 448 grays becomes at a 56th of its length, and the
/// filter's sums without rounding. There blocks of four pixels are averaged before they are weighed.
fn largest_error(name: &str, level: impl Fn(u32) -> u8) -> f64 {
    let expected = |i| {
        let shares = shares(name, 448, 8, i);
        let sum: f64 = (0..).zip(shares).map(|(x, share)| share * f64::from(level(x))).sum();
        sum.clamp(0.0, 255.0)
    };
    let expected: Vec<f64> = (0..8).map(expected).collect();
    let gray = |x| [level(x), level(x), level(x), 255];
    let wide = format!(r#"{{"width": 8, "height": 1, "filter": "{name}"}}"#);
    let high = format!(r#"{{"width": 1, "height": 8, "filter": "{name}"}}"#);
    let row = run("resize", &wide, &picture(448, 1, |x, _| gray(x)));
    let column = run("resize", &high, &picture(1, 448, |_, y| gray(y)));
    let reds = |image: kernels::Image| image.pixels().iter().step_by(4).copied().map(f64::from).collect::<Vec<_>>();
    let differences = expected.iter().cycle().zip([reds(row), reds(column)].concat()).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f64::max)
}

#[test]
fn averaging_blocks_first_moves_edges_by_a_quarter_of_a_level() {
    // Half a level is what rounding to bytes takes, a quarter the blocks' share, and a little the other roundings'.
    for name in ["lanczos3", "catmull-rom", "bilinear", "box"] {
        for edge in 1..448 {
            let error = largest_error(name, |x| if x < edge { 0 } else { 255 });
            assert!(error < 0.8, "{name}, an edge at {edge}: {error}");
        }
        // Stripes end at the picture's edge, where weights do so, too: fine ones show there, in the outermost pixels.
        for (side, most) in [(1, 2.1), (2, 2.1), (3, 2.1), (5, 1.0), (7, 1.0), (28, 1.0), (56, 1.0)] {
            for phase in 0..side {
                let error = largest_error(name, |x| if (x + phase) / side % 2 == 0 { 0 } else { 255 });
                assert!(error < most, "{name}, stripes of {side} pixels: {error}");
            }
        }
        for seed in 1..50 {
            let error = largest_error(name, |x| (x.wrapping_mul(x + seed).wrapping_mul(0x9e37_79b9) >> 24) as u8);
            assert!(error < 1.3, "{name}, noise {seed}: {error}");
        }
        // The worst there is: stripes as wide as half a block that get out of step with blocks as slowly as an output
        // pixel can tell.
        for tick in -20..20 {
            let period = 4.0 + f64::from(tick) * 0.02;
            let error = largest_error(name, |x| if (f64::from(x) / period).fract() < 0.5 { 0 } else { 255 });
            assert!(error < 4.5, "{name}, stripes of a period of {period}: {error}");
        }
    }
}

#[test]
fn nearest_keeps_the_colour_of_transparent_pixels() {
    let clear = picture(5, 3, |x, y| [200, x as u8, y as u8, 0]);
    assert_eq!(run("resize", r#"{"width": 5, "height": 3, "filter": "nearest"}"#, &clear), clear);
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
