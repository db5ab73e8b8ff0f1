use super::{at, noise, picture, run};

fn adjusted(brightness: f64, contrast: f64, gamma: f64) -> impl Fn(u8) -> f64 {
    move |level| {
        let slope = (std::f64::consts::FRAC_PI_4 * (1.0 + contrast / 100.0)).tan();
        let share = (f64::from(level) / 255.0 + brightness / 100.0 - 0.5) * slope + 0.5;
        // What ought to be 0 may be 10⁻¹⁷, whose tenth root can be seen.
        let share = if share < 1e-9 { 0.0 } else { share };
        255.0 * share.clamp(0.0, 1.0).powf(1.0 / gamma)
    }
}

fn params(brightness: f64, contrast: f64, gamma: f64) -> String {
    format!(r#"{{"brightness": {brightness}, "contrast": {contrast}, "gamma": {gamma}}}"#)
}

#[test]
fn every_level_goes_where_the_formula_says_and_alpha_is_kept() {
    let levels = picture(256, 1, |x, _| [x as u8, 255 - x as u8, (x * 7) as u8, (x * 5) as u8]);
    for brightness in [-100.0, -35.0, 0.0, 10.0, 100.0] {
        for contrast in [-100.0, -50.0, 0.0, 20.0, 99.0] {
            for gamma in [0.1, 0.45, 1.0, 2.2, 10.0] {
                let out = run("brightness_contrast_gamma", &params(brightness, contrast, gamma), &levels);
                let expected = adjusted(brightness, contrast, gamma);
                for x in 0..256 {
                    let ([r, g, b, a], [r2, g2, b2, a2]) = (at(&levels, x, 0), at(&out, x, 0));
                    for (old, new) in [(r, r2), (g, g2), (b, b2)] {
                        let difference = (expected(old) - f64::from(new)).abs();
                        assert!(difference <= 0.501, "{brightness}, {contrast}, {gamma}: {old} became {new}");
                    }
                    assert_eq!(a, a2);
                }
            }
        }
    }
}

#[test]
fn known_settings_do_what_they_are_known_for() {
    let source = noise(50, 40);
    let set =
        |brightness, contrast, gamma| run("brightness_contrast_gamma", &params(brightness, contrast, gamma), &source);
    assert_eq!(set(0.0, 0.0, 1.0), source);
    let colours = |brightness, contrast, gamma| {
        let out = set(brightness, contrast, gamma);
        out.pixels().iter().enumerate().filter(|(i, _)| i % 4 != 3).map(|(_, &c)| c).collect::<Vec<_>>()
    };
    assert!(colours(100.0, 0.0, 1.0).iter().all(|&c| c == 255));
    assert!(colours(-100.0, 0.0, 1.0).iter().all(|&c| c == 0));
    assert!(colours(0.0, -100.0, 1.0).iter().all(|&c| c == 128));
    let old = colours(0.0, 0.0, 1.0);
    assert!(colours(0.0, 100.0, 1.0).iter().zip(&old).all(|(&new, &old)| new == if old < 128 { 0 } else { 255 }));
    // A curve through black, white and above the middle.
    assert!(colours(0.0, 0.0, 2.0).iter().zip(&old).all(|(new, old)| new >= old));
}
