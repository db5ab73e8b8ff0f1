use super::{at, noise, run};

#[test]
fn a_flip_mirrors_places_and_twice_is_none() {
    for (width, height) in [(37, 26), (1, 9), (9, 1), (64, 3)] {
        let source = noise(width, height);
        let (width, height) = (i64::from(width), i64::from(height));
        let across = run("flip", r#"{"axis": "horizontal"}"#, &source);
        let down = run("flip", r#"{"axis": "vertical"}"#, &source);
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
            assert_eq!(at(&across, x, y), at(&source, width - 1 - x, y));
            assert_eq!(at(&down, x, y), at(&source, x, height - 1 - y));
        }
        assert_eq!(run("flip", r#"{"axis": "horizontal"}"#, &across), source);
        assert_eq!(
            run("flip", r#"{"axis": "vertical"}"#, &across),
            run("rotate", r#"{"degrees_clockwise": 180}"#, &source)
        );
    }
}
