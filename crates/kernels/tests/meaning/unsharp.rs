use super::{add, assert_close, at, noise, picture, premultiplied, run};

#[test]
fn unsharp_adds_the_difference_from_the_average() {
    let (sigma, source) = (1.2, noise(31, 23));
    let bell = |d: i64| (-((d * d) as f64) / (2.0 * sigma * sigma)).exp();
    let total: f64 = (-8..=8).map(bell).sum();
    assert_close(&run("unsharp_mask", r#"{"sigma": 1.2, "amount": 0.8}"#, &source), |x, y| {
        let mut sum = [0.0; 4];
        for (dx, dy) in (-8..=8).flat_map(|dy| (-8..=8).map(move |dx| (dx, dy))) {
            add(&mut sum, bell(dx) * bell(dy) / (total * total), premultiplied(at(&source, x + dx, y + dy)));
        }
        let [r, g, b, a] = at(&source, x, y).map(f64::from);
        let sharper = |c: f64, blurred: f64| (c + 0.8 * (c - blurred * 255.0 / sum[3])).clamp(0.0, 255.0) * a / 255.0;
        [sharper(r, sum[0]), sharper(g, sum[1]), sharper(b, sum[2]), a]
    });
}

#[test]
fn nothing_is_sharpened_by_nothing_below_the_threshold_or_where_all_is_alike() {
    let source = noise(40, 17);
    assert_eq!(run("unsharp_mask", r#"{"amount": 0}"#, &source), source);
    let faint = picture(40, 17, |x, y| [100 + (x * y % 5) as u8, 100, 100, 255]);
    assert_eq!(run("unsharp_mask", r#"{"amount": 5, "threshold": 4}"#, &faint), faint);
    for sigma in ["0.5", "2", "50"] {
        let flat = picture(33, 20, |_, _| [1, 128, 254, 77]);
        assert_eq!(run("unsharp_mask", &format!(r#"{{"sigma": {sigma}, "amount": 1}}"#), &flat), flat);
    }
}

#[test]
fn the_rim_of_a_shape_on_nothing_keeps_its_colour() {
    let shape = picture(40, 12, |x, _| if x < 20 { [90, 160, 30, 255] } else { [255, 0, 255, 0] });
    assert_eq!(run("unsharp_mask", r#"{"sigma": 3, "amount": 2}"#, &shape), shape);
}
