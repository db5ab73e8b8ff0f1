use kernels::Image;

use super::{assert_made, at, noise, picture, pictures, run, visible};

/// What becomes of a level when these values, in order, are stretched and those at either end left out.
fn stretched(values: &[u8], clip_percent: f64, level: u8) -> u8 {
    let left_out = (values.len() as f64 * clip_percent / 100.0).floor() as usize;
    let (Some(&low), Some(&high)) = (values.get(left_out), values.iter().nth_back(left_out)) else { return level };
    if low == high {
        return level;
    }
    let [level, low, high] = [level, low, high].map(f64::from);
    (255.0 * (level - low) / (high - low)).clamp(0.0, 255.0).round() as u8
}

#[test]
fn levels_are_stretched_between_the_ends_of_all_values_or_of_each_colours() {
    for source in pictures() {
        let seen = visible(&source);
        for clip in [0.0, 1.0, 10.0] {
            for channels in ["together", "each"] {
                let out = run("auto_levels", &format!(r#"{{"clip": {clip}, "channels": "{channels}"}}"#), &source);
                let of = |channel: usize| seen.iter().map(move |pixel| pixel[channel]);
                // The same for all pixels of a level, so it is told but once.
                let tables = [0, 1, 2].map(|channel| {
                    let mut values: Vec<u8> =
                        if channels == "each" { of(channel).collect() } else { (0..3).flat_map(of).collect() };
                    values.sort_unstable();
                    (0..=255).map(|level| stretched(&values, clip, level)).collect::<Vec<_>>()
                });
                let new = |channel: usize, level: u8| tables[channel][usize::from(level)];
                assert_made(&source, &out, |_, _, [r, g, b, a]| [new(0, r), new(1, g), new(2, b), a]);
            }
        }
    }
}

#[test]
fn a_speck_hinders_no_stretch_that_clips_and_a_cast_goes_when_colours_are_stretched_alone() {
    // Values from 100 to 199, of which a hundredth is a speck of black and of white.
    let specked = |speck: bool| {
        picture(100, 10, move |x, y| match (x, y) {
            (0, 0) if speck => [0, 0, 0, 255],
            (99, 9) if speck => [255; 4],
            _ => [(100 + x) as u8, (100 + x) as u8, (100 + x) as u8, 255],
        })
    };
    let of = |clip: &str, source: &Image| run("auto_levels", clip, source);
    assert_eq!(of(r#"{"clip": 0}"#, &specked(true)), specked(true));
    let (a, b) = (of(r#"{"clip": 1}"#, &specked(true)), of(r#"{"clip": 0}"#, &specked(false)));
    assert!(a.pixels().iter().zip(b.pixels()).skip(4).take(990 * 4).all(|(a, b)| a.abs_diff(*b) <= 3));
    // A yellow cast: half the blue, on a lighter ground.
    let cast = picture(100, 10, |x, _| [(x * 2) as u8, (x * 2) as u8, (x + 50) as u8, 255]);
    let alone = of(r#"{"clip": 0, "channels": "each"}"#, &cast);
    assert!(alone.pixels().as_chunks::<4>().0.iter().all(|&[r, g, b, _]| r == g && g == b));
    let together = of(r#"{"clip": 0, "channels": "together"}"#, &cast);
    assert!(together.pixels().as_chunks::<4>().0.iter().any(|&[r, _, b, _]| r != b));
}

#[test]
fn what_cannot_be_seen_is_not_counted() {
    let source = picture(30, 40, |x, y| match (y, at(&noise(30, 40), x.into(), y.into())) {
        (20.., [r, g, b, _]) => [r, g, b, 0],
        _ => [(100 + x) as u8, (100 + y) as u8, 110, 1],
    });
    let out = run("auto_levels", r#"{"clip": 0}"#, &source);
    for (x, y) in [(0, 0), (29, 19), (7, 11)] {
        let new = |level: i64| (255.0 * (level - 100) as f64 / 29.0).round() as u8;
        assert_eq!(at(&out, x, y), [new(100 + x), new(100 + y), new(110), 1]);
    }
}
