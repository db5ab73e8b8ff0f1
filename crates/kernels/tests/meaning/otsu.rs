use super::{assert_made, at, luma, picture, pictures, run, visible};

/// The first threshold that divides best: all are tried, and compared as exact fractions.
fn best(lumas: &[u8]) -> u8 {
    let mut best = (0, 1, 0);
    for threshold in 0..=255 {
        let of =
            |above: bool| lumas.iter().filter(move |&&luma| (luma > threshold) == above).map(|&luma| i128::from(luma));
        let [(below, sum_below), (above, sum_above)] =
            [of(false), of(true)].map(|part| (part.clone().count() as i128, part.sum::<i128>()));
        // w₀ w₁ (μ₀ − μ₁)², over one denominator.
        let apart = sum_below * above - sum_above * below;
        let (variance, over) = (apart * apart, below * above);
        if over > 0 && variance * best.1 > best.0 * over {
            best = (variance, over, threshold);
        }
    }
    best.2
}

#[test]
fn the_threshold_is_the_best_of_all() {
    for source in pictures() {
        let threshold = best(&visible(&source).into_iter().map(luma).collect::<Vec<_>>());
        assert_made(&source, &run("otsu", "{}", &source), |_, _, pixel| {
            let level = if luma(pixel) > threshold { 255 } else { 0 };
            [level, level, level, pixel[3]]
        });
    }
}

#[test]
fn dark_and_light_are_told_apart_and_what_cannot_be_seen_has_no_say() {
    // Dark figures on a light ground; below them transparent pixels that would draw the threshold up.
    let figure = |x: u32, y: u32| (x / 4 + y / 3).is_multiple_of(3);
    let source = picture(60, 44, |x, y| match (y, figure(x, y)) {
        (30.., _) => [250, 250, (x * 4) as u8, 0],
        (_, true) => [30 + (x % 9) as u8, 40, 50, 255],
        (_, false) => [140 + (y % 9) as u8, 130, 120, 60],
    });
    let out = run("otsu", "{}", &source);
    for (x, y) in (0..30).flat_map(|y| (0..60).map(move |x| (x, y))) {
        let expected = if figure(x, y) { [0, 0, 0, 255] } else { [255, 255, 255, 60] };
        assert_eq!(at(&out, x.into(), y.into()), expected, "at ({x}, {y})");
    }
}
