use kernels::Image;
use model::Size;

use super::{assert_made, at, luma, picture, pictures, run};

/// The textbook's loop over one channel: a plane of errors, as sixteenths, and a plane of levels. Shares are divided towards
/// zero once they are summed, values are clipped, and 128 becomes 0: as Pillow does it.
fn dithered(source: &Image, value: impl Fn([u8; 4]) -> u8) -> Vec<u8> {
    let Size { width, height } = source.size();
    let (width, height) = (i64::from(width), i64::from(height));
    let mut errors = vec![0i32; (width * height) as usize];
    let mut levels = vec![];
    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        let value = (i32::from(value(at(source, x, y))) + errors[(x + y * width) as usize] / 16).clamp(0, 255);
        let level = if value > 128 { 255 } else { 0 };
        levels.push(level as u8);
        for (dx, dy, share) in [(1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)] {
            if (0..width).contains(&(x + dx)) && y + dy < height {
                errors[(x + dx + (y + dy) * width) as usize] += share * (value - level);
            }
        }
    }
    levels
}

#[test]
fn errors_move_on_as_in_the_textbook() {
    for source in pictures() {
        let place = |x: i64, y: i64| (x + y * i64::from(source.size().width)) as usize;
        let levels = dithered(&source, luma);
        assert_made(&source, &run("floyd_steinberg", r#"{"palette": "black-white"}"#, &source), |x, y, pixel| {
            let level = levels[place(x, y)];
            [level, level, level, pixel[3]]
        });
        let [reds, greens, blues] = [0, 1, 2].map(|c| dithered(&source, |pixel| pixel[c]));
        assert_made(&source, &run("floyd_steinberg", r#"{"palette": "eight"}"#, &source), |x, y, [.., a]| {
            [reds[place(x, y)], greens[place(x, y)], blues[place(x, y)], a]
        });
    }
}

#[test]
fn black_and_white_stay_and_an_areas_brightness_does() {
    let figure = picture(33, 21, |x, y| if (x / 4 + y / 5) % 2 == 0 { [0, 0, 0, 255] } else { [255, 255, 255, 7] });
    assert_eq!(run("floyd_steinberg", "{}", &figure), figure);
    for grey in [3, 64, 127, 200, 251] {
        let dots = run("floyd_steinberg", "{}", &picture(120, 120, |_, _| [grey, grey, grey, 255]));
        let sum: f64 = dots.pixels().as_chunks::<4>().0.iter().map(|pixel| f64::from(pixel[0])).sum();
        assert!((sum / 14_400.0 - f64::from(grey)).abs() < 3.0, "{grey} became {}", sum / 14_400.0);
    }
}
