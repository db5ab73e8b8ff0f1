use super::{at, noise, run};

#[test]
fn median_is_the_middle_of_the_window_in_order() {
    for radius in 1..=15 {
        for (width, height) in [(1, 1), (1, 20), (37, 1), (2, 3), (37, 26)] {
            let source = noise(width, height);
            let median = run("median", &format!(r#"{{"radius": {radius}}}"#), &source);
            for (x, y) in (0..height.into()).flat_map(|y| (0..width.into()).map(move |x| (x, y))) {
                let offsets = (-radius..=radius).flat_map(|dy| (-radius..=radius).map(move |dx| (dx, dy)));
                let mut expected = at(&source, x, y);
                for c in 0..3 {
                    let mut values: Vec<u8> = offsets.clone().map(|(dx, dy)| at(&source, x + dx, y + dy)[c]).collect();
                    values.sort_unstable();
                    expected[c] = values[values.len() / 2];
                }
                assert_eq!(at(&median, x, y), expected, "radius {radius}, {width} × {height}, at ({x}, {y})");
            }
        }
    }
}
