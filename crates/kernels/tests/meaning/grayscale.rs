use super::{noise, run};

#[test]
fn grayscale_is_luma() {
    let source = noise(40, 30);
    let grey = run("grayscale", "{}", &source);
    for (&[r, g, b, a], &[y, y2, y3, a2]) in source.pixels().as_chunks::<4>().0.iter().zip(grey.pixels().as_chunks().0)
    {
        let luma = 0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b);
        assert!((f64::from(y) - luma).abs() < 0.51 && y == y2 && y == y3 && a == a2);
    }
}
