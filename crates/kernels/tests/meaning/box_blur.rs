use super::{add, assert_close, at, noise, picture, premultiplied, run};

#[test]
fn box_blur_is_the_average_of_a_square() {
    for (radius, width, height) in [(1, 31, 23), (4, 20, 30), (12, 9, 14)] {
        let source = noise(width, height);
        assert_close(&run("box_blur", &format!(r#"{{"radius": {radius}}}"#), &source), |x, y| {
            let mut sum = [0.0; 4];
            for (dx, dy) in (-radius..=radius).flat_map(|dy| (-radius..=radius).map(move |dx| (dx, dy))) {
                let share = 1.0 / f64::from((2 * radius as i32 + 1).pow(2));
                add(&mut sum, share, premultiplied(at(&source, x + dx, y + dy)));
            }
            sum
        });
    }
}

#[test]
fn averaging_one_colour_changes_nothing_and_one_dot_becomes_a_square() {
    for radius in [1, 10, 100] {
        for colour in [[255, 255, 255, 255], [0, 0, 0, 255], [1, 128, 254, 255], [200, 100, 50, 255], [0, 0, 0, 0]] {
            let flat = picture(33, 20, |_, _| colour);
            assert_eq!(run("box_blur", &format!(r#"{{"radius": {radius}}}"#), &flat), flat);
        }
    }
    let dot = picture(21, 21, |x, y| if (x, y) == (10, 8) { [225, 90, 0, 255] } else { [0, 0, 0, 255] });
    let square =
        picture(21, 21, |x, y| if x.abs_diff(10) <= 2 && y.abs_diff(8) <= 2 { [9, 4, 0, 255] } else { [0, 0, 0, 255] });
    assert_eq!(run("box_blur", r#"{"radius": 2}"#, &dot), square);
}
