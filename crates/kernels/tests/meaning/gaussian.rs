use super::{add, assert_close, at, noise, picture, premultiplied, run};

#[test]
fn gaussian_is_the_bell_weighted_average() {
    for sigma in [0.5, 1.3, 4.0] {
        let source = noise(31, 23);
        let reach = (sigma * 6.0_f64).ceil() as i64;
        let bell = |d: i64| (-((d * d) as f64) / (2.0 * sigma * sigma)).exp();
        let total: f64 = (-reach..=reach).map(bell).sum();
        assert_close(&run("gaussian", &format!(r#"{{"sigma": {sigma}}}"#), &source), |x, y| {
            let mut sum = [0.0; 4];
            for (dx, dy) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy))) {
                add(&mut sum, bell(dx) * bell(dy) / (total * total), premultiplied(at(&source, x + dx, y + dy)));
            }
            sum
        });
    }
}

#[test]
fn blurring_one_colour_changes_nothing_and_one_dot_becomes_a_bell() {
    for sigma in [0.5, 3.0, 50.0] {
        let params = format!(r#"{{"sigma": {sigma}}}"#);
        for colour in [[255, 255, 255, 255], [0, 0, 0, 255], [1, 128, 254, 255], [0, 0, 0, 0]] {
            let flat = picture(33, 20, |_, _| colour);
            assert_eq!(run("gaussian", &params, &flat), flat);
        }
    }
    let dot = picture(41, 41, |x, y| if (x, y) == (20, 20) { [255, 255, 255, 255] } else { [0, 0, 0, 255] });
    let bell = run("gaussian", r#"{"sigma": 1}"#, &dot);
    // 255 / 2π = 40.6, and e^(−1/2) of it one pixel away. (The sampled curve sums to one within 10⁻⁸ at σ = 1.)
    assert_eq!([at(&bell, 20, 20)[0], at(&bell, 21, 20)[0], at(&bell, 20, 19)[0]], [41, 25, 25]);
    for (x, y) in (0..41).flat_map(|y| (0..41).map(move |x| (x, y))) {
        let mirrored = [(40 - x, y), (x, 40 - y), (y, x)];
        assert!(mirrored.iter().all(|&(mx, my)| at(&bell, mx, my) == at(&bell, x, y)), "({x}, {y})");
    }
}

#[test]
fn blurring_a_ramp_leaves_its_middle() {
    let ramp = picture(120, 5, |x, _| [(2 * x) as u8, 0, 255 - (2 * x) as u8, 255]);
    let blurred = run("gaussian", r#"{"sigma": 4}"#, &ramp);
    assert!((20..100).all(|x| at(&blurred, x, 2) == at(&ramp, x, 2)));
    assert!(at(&blurred, 0, 2)[0] > at(&ramp, 0, 2)[0], "the edge takes from within");
}
