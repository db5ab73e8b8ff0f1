use kernels::Image;
use model::Size;

use super::{at, run};

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
