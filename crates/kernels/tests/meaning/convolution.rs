use kernels::Image;

use super::{at, noise, picture, run};

/// The weighted sum around a pixel, times a gain, plus a share of the pixel, plus a base; colours as far as visible.
fn naive(source: &Image, weights: [[f64; 3]; 3], gain: f64, share: f64, base: f64, x: i64, y: i64) -> [f64; 4] {
    let pixel = at(source, x, y).map(f64::from);
    std::array::from_fn(|c| {
        let mut sum = 0.0;
        for (dx, dy) in (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy))) {
            let neighbour = at(source, x + dx, y + dy).map(f64::from);
            let visible = (pixel[c] + (neighbour[c] - pixel[c]) * neighbour[3] / 255.0).round();
            sum += weights[(dy + 1) as usize][(dx + 1) as usize] * visible;
        }
        if c == 3 || pixel[3] == 0.0 { pixel[c] } else { (sum * gain + share * pixel[c] + base).clamp(0.0, 255.0) }
    })
}

fn assert_is(given: &Image, source: &Image, expected: impl Fn(i64, i64) -> [f64; 4]) {
    let size = source.size();
    for (x, y) in (0..i64::from(size.height)).flat_map(|y| (0..i64::from(size.width)).map(move |x| (x, y))) {
        let (given, expected) = (at(given, x, y), expected(x, y));
        let close = (0..4).all(|c| (f64::from(given[c]) - expected[c]).abs() <= 0.51);
        assert!(close, "at ({x}, {y}): {given:?}, expected {expected:?}");
    }
}

#[test]
fn sharpen_moves_away_from_the_four_neighbours() {
    let (source, weights) = (noise(37, 26), [[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]);
    for amount in [0.25, 1.0, 5.0] {
        let sharp = run("sharpen", &format!(r#"{{"amount": {amount}}}"#), &source);
        assert_is(&sharp, &source, |x, y| naive(&source, weights, amount, 1.0, 0.0, x, y));
    }
}

#[test]
fn emboss_is_lit_from_every_side() {
    let source = noise(37, 26);
    for (light, weights) in [
        ("top-left", [[-2.0, -1.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 1.0, 2.0]]),
        ("top", [[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]]),
        ("right", [[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]),
        ("bottom-left", [[0.0, 1.0, 2.0], [-1.0, 0.0, 1.0], [-2.0, -1.0, 0.0]]),
    ] {
        let params = |relief: &str| format!(r#"{{"light": "{light}", "strength": 0.5, "relief": "{relief}"}}"#);
        let picture = run("emboss", &params("picture"), &source);
        assert_is(&picture, &source, |x, y| naive(&source, weights, 0.5, 1.0, 0.0, x, y));
        let gray = run("emboss", &params("gray"), &source);
        assert_is(&gray, &source, |x, y| naive(&source, weights, 0.5, 0.0, 128.0, x, y));
    }
}

#[test]
fn one_colour_stays_and_so_does_the_rim_of_a_shape_on_nothing() {
    let flat = picture(33, 20, |_, _| [1, 128, 254, 77]);
    let shape = picture(40, 12, |x, _| if x < 20 { [90, 160, 30, 255] } else { [255, 0, 255, 0] });
    for source in [flat, shape] {
        assert_eq!(run("sharpen", r#"{"amount": 3}"#, &source), source);
        assert_eq!(run("emboss", r#"{"strength": 3}"#, &source), source);
    }
}
