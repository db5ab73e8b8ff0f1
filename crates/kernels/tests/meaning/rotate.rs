use kernels::Image;

use super::{at, noise, picture, run};

/// The source pixel at each pixel of the result, whose place in the source `from` tells.
fn assert_moved(source: &Image, out: &Image, from: impl Fn(i64, i64) -> (i64, i64)) {
    let (width, height) = (i64::from(out.size().width), i64::from(out.size().height));
    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        let (from_x, from_y) = from(x, y);
        assert_eq!(at(out, x, y), at(source, from_x, from_y), "at ({x}, {y})");
    }
}

fn turned(source: &Image, degrees: u32) -> Image {
    run("rotate", &format!(r#"{{"degrees_clockwise": {degrees}}}"#), source)
}

#[test]
fn a_turn_moves_every_pixel() {
    // The last ones take several tiles, down and across.
    for (width, height) in [(37, 26), (1, 50), (50, 1), (1, 1), (16, 64), (67, 131), (259, 965), (1030, 7), (3, 9000)] {
        let source = noise(width, height);
        let (width, height) = (i64::from(width), i64::from(height));
        assert_moved(&source, &turned(&source, 90), |x, y| (y, height - 1 - x));
        assert_moved(&source, &turned(&source, 180), |x, y| (width - 1 - x, height - 1 - y));
        assert_moved(&source, &turned(&source, 270), |x, y| (width - 1 - y, x));
    }
}

#[test]
fn four_quarters_are_a_whole_turn() {
    let source = noise(90, 77);
    let half = turned(&turned(&source, 90), 90);
    assert_eq!(half, turned(&source, 180));
    assert_eq!(turned(&half, 90), turned(&source, 270));
    assert_eq!(turned(&half, 180), source);
}

#[test]
fn clockwise_takes_the_top_left_corner_to_the_top_right() {
    let source = picture(3, 2, |x, y| [(10 * y + x) as u8, 0, 0, 255]);
    let reds: Vec<u8> = turned(&source, 90).pixels().iter().step_by(4).copied().collect();
    assert_eq!(reds, [10, 0, 11, 1, 12, 2]);
}
