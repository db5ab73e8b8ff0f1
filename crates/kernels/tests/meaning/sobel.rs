use super::{at, noise, run};

#[test]
fn sobel_is_exact() {
    let source = noise(37, 26);
    let edges = run("sobel", "{}", &source);
    let luma = |x, y| {
        let [r, g, b, _] = at(&source, x, y).map(i64::from);
        (19595 * r + 38470 * g + 7471 * b + 32768) >> 16
    };
    for (x, y) in (0..26).flat_map(|y| (0..37).map(move |x| (x, y))) {
        let (mut gx, mut gy) = (0, 0);
        for (d, weight) in [(-1, 1), (0, 2), (1, 1)] {
            gx += weight * (luma(x + 1, y + d) - luma(x - 1, y + d));
            gy += weight * (luma(x + d, y + 1) - luma(x + d, y - 1));
        }
        let strength = ((gx * gx + gy * gy) as f64).sqrt().round().min(255.0) as u8;
        assert_eq!(at(&edges, x, y), [strength, strength, strength, at(&source, x, y)[3]], "at ({x}, {y})");
    }
}
