use kernels::Image;
use model::Size;

use super::{add, at, noise, picture, premultiplied, run};

/// The filter as it is written, premultiplied.
fn naive(source: &Image, radius: i64, space: f64, color: f64, x: i64, y: i64) -> [f64; 4] {
    let (mut sum, mut total) = ([0.0; 4], 0.0);
    let centre = premultiplied(at(source, x, y));
    let window = (-radius..=radius).flat_map(|dy| (-radius..=radius).map(move |dx| (dx, dy)));
    for (dx, dy) in window.filter(|(dx, dy)| dx * dx + dy * dy <= radius * radius) {
        let pixel = premultiplied(at(source, x + dx, y + dy));
        let difference = (0..4).map(|c| (pixel[c] - centre[c]).abs()).fold(0.0, f64::max);
        let distance = ((dx * dx + dy * dy) as f64).sqrt();
        let weight = (-(distance / space).powi(2) / 2.0 - (difference / color).powi(2) / 2.0).exp();
        add(&mut sum, weight, pixel);
        total += weight;
    }
    sum.map(|sum| sum / total)
}

/// Two levels of premultiplied colour: differences are told apart in steps, and partly transparent pixels are compared as
/// bytes; half a level is the rounding of the result.
#[test]
fn bilateral_is_the_average_of_what_is_near_and_alike() {
    let parts = picture(61, 40, |x, y| {
        let [r, g, b, _] = (x * 7919 + y * 104_729).wrapping_mul(2_654_435_761).to_be_bytes();
        let edge = if x * 2 > y + 40 { 150 } else { 20 };
        [edge + r % 50, edge / 2 + g % 40, 200 - edge + b % 30, if x < 9 { 255 - (y * 6) as u8 } else { 255 }]
    });
    // A dot on another colour: all neighbours' weights are the same, and what is wrong with them adds up.
    let dot = |level| picture(21, 21, move |x, y| [if (x, y) == (10, 10) { level } else { 50 }, 90, 90, 255]);
    for source in [noise(40, 26), parts, dot(120), dot(170), dot(255)] {
        for (radius, space, color) in [
            (1, 20.0, 1.0),
            (2, 0.5, 19.0),
            (4, 3.0, 30.0),
            (5, 2.0, 59.0),
            (9, 20.0, 26.0),
            (9, 6.0, 46.0),
            (9, 20.0, 150.0),
        ] {
            let params = format!(r#"{{"radius": {radius}, "sigma_space": {space}, "sigma_color": {color}}}"#);
            let out = run("bilateral", &params, &source);
            let Size { width, height } = out.size();
            for (x, y) in (0..height.into()).flat_map(|y| (0..width.into()).map(move |x| (x, y))) {
                let (given, expected) = (premultiplied(at(&out, x, y)), naive(&source, radius, space, color, x, y));
                let close = (0..4).all(|c| (given[c] - expected[c]).abs() <= 2.0);
                assert!(close, "{params} at ({x}, {y}): {given:?}, expected {expected:?}");
            }
        }
    }
}

#[test]
fn one_colour_stays_and_a_high_edge_too() {
    let params = r#"{"radius": 9, "sigma_space": 20, "sigma_color": 20}"#;
    // Levels 95 apart have no weight at σ = 20, be it a channel's or alpha's.
    for other in [[100, 200, 145, 255], [100, 200, 50, 160], [0, 0, 0, 0]] {
        let edge = picture(50, 30, |x, y| if x + y / 2 < 30 { [100, 200, 50, 255] } else { other });
        assert_eq!(run("bilateral", params, &edge), edge);
    }
    for colour in [[255, 255, 255, 255], [0, 0, 0, 255], [1, 128, 254, 255], [3, 200, 77, 130], [9, 8, 7, 1]] {
        let flat = picture(300, 5, |_, _| colour);
        assert_eq!(run("bilateral", r#"{"sigma_color": 150}"#, &flat), flat);
    }
}

#[test]
fn noise_is_averaged_away_on_both_sides_of_an_edge() {
    let noisy = picture(60, 40, |x, y| {
        let side = if x < 30 { 60 } else { 180 };
        let level = side + (x * 7 + y * 5) as u8 % 9;
        [level, level, level, 255]
    });
    let smooth = run("bilateral", r#"{"radius": 6, "sigma_space": 6}"#, &noisy);
    for (x, y) in (6..34).flat_map(|y| (6..54).map(move |x| (x, y))) {
        let mean = if x < 30 { 64 } else { 184 };
        assert!(at(&smooth, x, y)[0].abs_diff(mean) <= 2, "at ({x}, {y})");
    }
}

#[test]
fn what_hides_in_transparent_pixels_plays_no_part() {
    let params = r#"{"radius": 5, "sigma_space": 4, "sigma_color": 150}"#;
    let hiding = |hidden: [u8; 3]| {
        let [r, g, b] = hidden;
        picture(40, 12, move |x, y| if x < 20 { [200, y as u8, 0, 255] } else { [r, g, b, 0] })
    };
    let out = run("bilateral", params, &hiding([0, 255, 9]));
    assert_eq!(out, run("bilateral", params, &hiding([0; 3])));
    assert!(out.pixels().as_chunks::<4>().0.iter().all(|&[r, _, b, a]| b == 0 && (r == 200 || a == 0)));
    assert!(out.pixels().as_chunks::<4>().0.iter().any(|&[.., a]| a > 0 && a < 255));
}

#[test]
fn opaque_parts_are_the_same_beside_transparent_ones() {
    let opaque = noise(700, 9);
    let opaque = picture(700, 9, |x, y| {
        let [r, g, b, _] = at(&opaque, x.into(), y.into());
        [r, g, b, 255]
    });
    // The far end of each strip is out of the others' reach; its transparency only takes it off the fast path.
    let holed = picture(700, 9, |x, y| {
        let [r, g, b, a] = at(&opaque, x.into(), y.into());
        [r, g, b, if x % 100 == 50 { 0 } else { a }]
    });
    let (all, some) = (run("bilateral", "{}", &opaque), run("bilateral", "{}", &holed));
    for (x, y) in (0..9).flat_map(|y| (0..700).map(move |x| (x, y))).filter(|(x, _)| (x % 100 - 50_i64).abs() > 4) {
        assert_eq!(at(&all, x, y), at(&some, x, y), "at ({x}, {y})");
    }
}
