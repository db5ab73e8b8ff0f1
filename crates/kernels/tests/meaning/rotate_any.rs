use kernels::Image;

use super::{add, assert_close, at, noise, picture, premultiplied, run};

fn rotated(source: &Image, degrees: f64, filter: &str, canvas: &str) -> Image {
    let params = format!(r#"{{"degrees_clockwise": {degrees}, "filter": "{filter}", "canvas": "{canvas}"}}"#);
    run("rotate_any", &params, source)
}

/// Where the middle of an output pixel falls on the source, whose first pixel's middle is (0, 0).
fn place(source: &Image, out: &Image, degrees: f64, x: i64, y: i64) -> (f64, f64) {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let dx = x as f64 + 0.5 - f64::from(out.size().width) / 2.0;
    let dy = y as f64 + 0.5 - f64::from(out.size().height) / 2.0;
    let middle_x = f64::from(source.size().width) / 2.0 - 0.5;
    let middle_y = f64::from(source.size().height) / 2.0 - 0.5;
    (middle_x + dx * cosine + dy * sine, middle_y - dx * sine + dy * cosine)
}

/// The source pixel; nothing outside.
fn inside(source: &Image, x: i64, y: i64) -> [u8; 4] {
    let size = source.size();
    let inside = (0..i64::from(size.width)).contains(&x) && (0..i64::from(size.height)).contains(&y);
    if inside { at(source, x, y) } else { [0; 4] }
}

#[test]
fn rotating_mixes_the_four_pixels_around_the_place_a_pixel_comes_from() {
    for (width, height) in [(37, 26), (1, 1), (1, 40), (90, 2), (130, 75)] {
        let source = noise(width, height);
        for (degrees, canvas) in
            [(15.0, "expand"), (-2.0, "keep"), (45.0, "expand"), (100.3, "keep"), (-170.0, "expand")]
        {
            let out = rotated(&source, degrees, "bilinear", canvas);
            assert_close(&out, |x, y| {
                let (x, y) = place(&source, &out, degrees, x, y);
                let mut sum = [0.0; 4];
                for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    let (column, row) = (x.floor() as i64 + dx, y.floor() as i64 + dy);
                    let weight = (1.0 - (x - column as f64).abs()) * (1.0 - (y - row as f64).abs());
                    add(&mut sum, weight, premultiplied(inside(&source, column, row)));
                }
                sum
            });
        }
    }
}

#[test]
fn nearest_takes_the_pixel_under_the_place() {
    let source = noise(41, 30);
    let out = rotated(&source, 33.3, "nearest", "expand");
    let (width, height) = (i64::from(out.size().width), i64::from(out.size().height));
    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        let (from_x, from_y) = place(&source, &out, 33.3, x, y);
        let expected = inside(&source, (from_x + 0.5).floor() as i64, (from_y + 0.5).floor() as i64);
        assert_eq!(at(&out, x, y), expected, "at ({x}, {y})");
    }
}

#[test]
fn right_angles_are_rotates_own() {
    for (width, height) in [(37, 26), (1, 1), (64, 1), (3, 70), (131, 65)] {
        let source = noise(width, height);
        for filter in ["bilinear", "nearest"] {
            assert_eq!(rotated(&source, 0.0, filter, "expand"), source);
            assert_eq!(rotated(&source, 0.0, filter, "keep"), source);
            for (degrees, right) in [(90.0, 90), (180.0, 180), (-90.0, 270), (-180.0, 180)] {
                let expected = run("rotate", &format!(r#"{{"degrees_clockwise": {right}}}"#), &source);
                assert_eq!(rotated(&source, degrees, filter, "expand"), expected, "{degrees}°, {filter}");
            }
        }
    }
}

#[test]
fn the_canvas_grows_to_hold_the_whole_picture_or_keeps_its_size() {
    let source = picture(300, 200, |_, _| [9, 99, 199, 255]);
    let size = |degrees, canvas| rotated(&source, degrees, "bilinear", canvas).size();
    // 300 · cos 30° + 200 · sin 30° = 359.8; 300 · sin 30° + 200 · cos 30° = 323.2.
    assert_eq!(size(30.0, "expand"), model::Size::new(360, 324));
    assert_eq!(size(-120.0, "expand"), model::Size::new(324, 360));
    assert_eq!(size(30.0, "keep"), source.size());
    // No coverage is lost: the picture's area, in opaque pixels.
    let out = rotated(&source, 30.0, "bilinear", "expand");
    let covered: f64 = out.pixels().iter().skip(3).step_by(4).map(|&a| f64::from(a) / 255.0).sum();
    assert!((covered / 60_000.0 - 1.0).abs() < 0.001, "{covered}");
    // Its border fades, and its colour does not.
    let pixels = out.pixels().as_chunks::<4>().0;
    assert!(pixels.iter().all(|&[r, g, b, a]| a == 0 || [r, g, b] == [9, 99, 199]));
    assert!(pixels.iter().any(|&[.., a]| a > 60 && a < 200));
}
