use super::{assert_made, luma, picture, pictures, run};

/// Bayer's matrix of 8 × 8.
const MATRIX: [[u32; 8]; 8] = [
    [0, 32, 8, 40, 2, 34, 10, 42],
    [48, 16, 56, 24, 50, 18, 58, 26],
    [12, 44, 4, 36, 14, 46, 6, 38],
    [60, 28, 52, 20, 62, 30, 54, 22],
    [3, 35, 11, 43, 1, 33, 9, 41],
    [51, 19, 59, 27, 49, 17, 57, 25],
    [15, 47, 7, 39, 13, 45, 5, 37],
    [63, 31, 55, 23, 61, 29, 53, 21],
];

#[test]
fn each_value_is_compared_with_its_places_threshold() {
    for source in pictures() {
        let level = |x: i64, y: i64, value: u8| {
            let threshold = MATRIX[(y % 8) as usize][(x % 8) as usize];
            if 64 * u32::from(value) > 255 * threshold + 127 { 255 } else { 0 }
        };
        assert_made(&source, &run("ordered_dither", r#"{"palette": "black-white"}"#, &source), |x, y, pixel| {
            let level = level(x, y, luma(pixel));
            [level, level, level, pixel[3]]
        });
        assert_made(&source, &run("ordered_dither", r#"{"palette": "eight"}"#, &source), |x, y, [r, g, b, a]| {
            [level(x, y, r), level(x, y, g), level(x, y, b), a]
        });
    }
}

#[test]
fn a_grey_has_as_many_white_dots_as_it_is_bright() {
    for grey in 0..=255 {
        let dots = run("ordered_dither", "{}", &picture(8, 8, |_, _| [grey, grey, grey, 255]));
        let white = dots.pixels().as_chunks::<4>().0.iter().filter(|pixel| pixel[0] == 255).count();
        assert!((white as f64 - f64::from(grey) * 64.0 / 255.0).abs() <= 0.51, "{grey}: {white} of 64");
    }
}
