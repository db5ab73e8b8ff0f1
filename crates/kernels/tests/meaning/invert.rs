use super::{noise, run};

#[test]
fn invert_is_exact_and_undoes_itself() {
    let source = noise(40, 30);
    let negative = run("invert", "{}", &source);
    let pixels = source.pixels().as_chunks::<4>().0.iter().zip(negative.pixels().as_chunks::<4>().0);
    for (&[r, g, b, a], pixel) in pixels {
        assert_eq!(*pixel, [255 - r, 255 - g, 255 - b, a]);
    }
    assert_eq!(run("invert", "{}", &negative), source);
}
