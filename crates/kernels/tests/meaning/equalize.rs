use model::Size;

use super::{assert_made, luma, picture, pictures, run, visible};

#[test]
fn each_level_becomes_the_share_of_pixels_up_to_it() {
    for source in pictures() {
        let lumas: Vec<u8> = visible(&source).into_iter().map(luma).collect();
        let up_to = |level: u8| lumas.iter().filter(|&&other| other <= level).count() as f64;
        let darkest = lumas.iter().min().map_or(0.0, |&level| up_to(level));
        let whole = lumas.len() as f64 - darkest;
        let new = |level: u8| {
            // One colour, or none: nothing to spread.
            if whole == 0.0 { level } else { (255.0 * (up_to(level) - darkest).max(0.0) / whole).round() as u8 }
        };
        assert_made(&source, &run("equalize", "{}", &source), |_, _, [r, g, b, a]| [new(r), new(g), new(b), a]);
    }
}

#[test]
fn an_even_ramp_stays_and_a_narrow_one_spreads_over_all_levels() {
    let ramp = |from: u32, step: u32, alpha| {
        picture(256 / step, 5, move |x, _| {
            let level = (from + x) as u8;
            [level, level, level, alpha]
        })
    };
    assert_eq!(run("equalize", "{}", &ramp(0, 1, 200)), ramp(0, 1, 200));
    let spread = run("equalize", "{}", &ramp(100, 16, 255));
    assert_made(&spread, &spread, |x, _, _| [17 * x as u8, 17 * x as u8, 17 * x as u8, 255]);
}

#[test]
fn what_cannot_be_seen_is_not_counted() {
    // Two greys that are seen, and many others that aren't: the two become black and white.
    let source = picture(40, 20, |x, y| match (x, y) {
        (0..20, 0) => [120, 120, 120, 9],
        (20.., 0) => [130, 130, 130, 255],
        _ => [(x * 6) as u8, (y * 11) as u8, 250, 0],
    });
    let out = run("equalize", "{}", &source);
    assert_eq!(out.size(), Size::new(40, 20));
    let pixels = out.pixels().as_chunks::<4>().0;
    assert!(pixels[..20].iter().all(|&pixel| pixel == [0, 0, 0, 9]));
    assert!(pixels[20..40].iter().all(|&pixel| pixel == [255; 4]));
}
