use super::{at, noise, picture, run};

#[test]
fn median_is_the_middle_of_the_window_in_order() {
    for radius in 1..=15 {
        for (width, height) in [(1, 1), (1, 20), (37, 1), (2, 3), (37, 26)] {
            let source = noise(width, height);
            let median = run("median", &format!(r#"{{"radius": {radius}}}"#), &source);
            for (x, y) in (0..height.into()).flat_map(|y| (0..width.into()).map(move |x| (x, y))) {
                let offsets = (-radius..=radius).flat_map(|dy| (-radius..=radius).map(move |dx| (dx, dy)));
                let mut expected = at(&source, x, y);
                for (c, expected) in expected[..3].iter_mut().enumerate() {
                    let mut values: Vec<u8> = offsets.clone().map(|(dx, dy)| at(&source, x + dx, y + dy)[c]).collect();
                    values.sort_unstable();
                    *expected = values[values.len() / 2];
                }
                assert_eq!(at(&median, x, y), expected, "radius {radius}, {width} × {height}, at ({x}, {y})");
            }
        }
    }
}

#[test]
fn specks_vanish_and_edges_and_alpha_stay() {
    // Half dark, half light, half transparent; a white speck in the dark and a black one in the light.
    let clean = picture(40, 30, |x, y| [if x < 20 { 20 } else { 200 }, 9, 90, if y < 15 { 255 } else { 77 }]);
    let specked = picture(40, 30, |x, y| match (x, y) {
        (8, 9) => [255, 255, 255, 255],
        (30, 20) => [0, 0, 0, 77],
        _ => at(&clean, x.into(), y.into()),
    });
    for radius in [1, 2, 3, 4, 7, 8, 15] {
        assert_eq!(run("median", &format!(r#"{{"radius": {radius}}}"#), &specked), clean, "radius {radius}");
    }
}
