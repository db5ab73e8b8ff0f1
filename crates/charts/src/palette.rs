//! The colours of breakfast, on a cream cloth by day and on a dark table by night; and greys on white for paper.
//!
//! Text stands out from the paper by 4.5 : 1 at least and marks by 3 : 1, in every theme (WCAG 2.2; a test computes it).
//! Any two modes differ in colour for every kind of colour vision, or in lightness (a test computes that, too), and every mode
//! has a mark of its own shape besides.

use model::{Mode, Theme};
use plotters::style::RGBColor;

/// A theme's colours as `#rrggbb`. The page's style sheet uses the same ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What everything stands on.
    pub paper: &'static str,
    /// Text.
    pub ink: &'static str,
    /// Text of second rank.
    pub muted: &'static str,
    /// Hairlines.
    pub hairline: &'static str,
    /// Kopi brown.
    pub kopi: &'static str,
    /// Toast.
    pub toast: &'static str,
    /// Butter; an area behind text, not a mark.
    pub butter: &'static str,
    /// Steps of every mode's colour for its lanes, the first of which stands for the mode; modes in the order of [`Mode::ALL`].
    modes: [[&'static str; 4]; Mode::ALL.len()],
}

static LIGHT: Palette = Palette {
    paper: "#fbf6ec",
    ink: "#2b211b",
    muted: "#6b5b4e",
    hairline: "#e4d9c7",
    kopi: "#6f4a2f",
    toast: "#a3621f",
    butter: "#f3d98b",
    modes: [
        ["#664f10", "#3f3008", "#8a6d1f", "#57430d"],
        ["#a8409f", "#6b2265", "#bd62b5", "#82357c"],
        ["#1f5791", "#12365f", "#4a84bf", "#3b5f9f"],
        ["#3d7a3f", "#234f2c", "#5f933f", "#2f655e"],
        ["#6e1127", "#a83c52", "#4a0a3a", "#9a3f78"],
    ],
};

static DARK: Palette = Palette {
    paper: "#171311",
    ink: "#f5ede0",
    muted: "#b9ab9b",
    hairline: "#3a312a",
    kopi: "#c99b76",
    toast: "#e3a660",
    butter: "#6b5518",
    modes: [
        ["#e6be2c", "#a98a1c", "#f5da78", "#c7a020"],
        ["#e0cdf5", "#a98fc7", "#f3e9fd", "#c2a9e0"],
        ["#6ca6e0", "#4679b8", "#a9d0f5", "#7384cf"],
        ["#9bd08f", "#5f9f5c", "#c8e8b4", "#7cc0a6"],
        ["#e44592", "#f59cc6", "#b83a7c", "#ef7fa6"],
    ],
};

static PRINT: Palette = Palette {
    paper: "#ffffff",
    ink: "#000000",
    muted: "#4d4d4d",
    hairline: "#d4d4d4",
    kopi: "#333333",
    toast: "#6b6b6b",
    butter: "#e6e6e6",
    modes: [
        ["#757575", "#484848", "#949494", "#5e5e5e"],
        ["#5e5e5e", "#303030", "#757575", "#484848"],
        ["#484848", "#101010", "#757575", "#303030"],
        ["#101010", "#757575", "#303030", "#949494"],
        ["#303030", "#757575", "#101010", "#949494"],
    ],
};

/// The colours of a theme.
pub const fn palette(theme: Theme) -> &'static Palette {
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
        Theme::Print => &PRINT,
    }
}

/// The colour of a mode as `#rrggbb`; good for marks and for text.
pub const fn mode_colour(mode: Mode, theme: Theme) -> &'static str {
    palette(theme).modes[mode as usize][0]
}

/// The name of a mode in attributes, as in the report's JSON.
pub(crate) const fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Js => "js",
        Mode::Scalar => "scalar",
        Mode::Simd => "simd",
        Mode::Threads => "threads",
        Mode::Workers => "workers",
    }
}

/// The mode's colour in the lightness step of this lane.
pub(crate) const fn lane_colour(mode: Mode, lane: u32, theme: Theme) -> &'static str {
    let steps = &palette(theme).modes[mode as usize];
    steps[lane as usize % steps.len()]
}

/// `#rrggbb` as plotters wants it.
pub(crate) fn rgb(hex: &str) -> RGBColor {
    let value = u32::from_str_radix(hex.trim_start_matches('#'), 16).unwrap_or(0);
    RGBColor((value >> 16) as u8, (value >> 8) as u8, value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of WCAG 2.2.
    fn luminance([r, g, b]: [f64; 3]) -> f64 {
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn linear(hex: &str) -> [f64; 3] {
        let RGBColor(r, g, b) = rgb(hex);
        [r, g, b].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (a, b) = (luminance(linear(one)), luminance(linear(other)));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn contrast_of_known_pairs() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    }

    #[test]
    fn text_and_marks_stand_out() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let p = palette(theme);
            for text in [p.ink, p.muted, p.kopi, p.toast].into_iter().chain(p.modes.iter().map(|steps| steps[0])) {
                assert!(contrast(text, p.paper) >= 4.5, "{theme:?} text {text}: {}", contrast(text, p.paper));
            }
            assert!(contrast(p.ink, p.butter) >= 4.5, "{theme:?} text on butter: {}", contrast(p.ink, p.butter));
            for mark in p.modes.as_flattened() {
                assert!(contrast(mark, p.paper) >= 3.0, "{theme:?} mark {mark}: {}", contrast(mark, p.paper));
            }
        }
    }

    /// Red, green and blue of linear light as someone without red (protan) or green (deutan) cones sees them: Viénot,
    /// Brettel and Mollon, "Digital video colourmaps for checking the legibility of displays by dichromats" (1999).
    fn dichromat([r, g, b]: [f64; 3], protan: bool) -> [f64; 3] {
        let (red, green, blue) = if protan { (0.112_38, 0.887_62, 0.004_01) } else { (0.292_75, 0.707_25, -0.022_34) };
        let same = red * r + green * g;
        [same, same, blue * r - blue * g + b]
    }

    /// Largest difference of a channel, gamma-encoded, from 0 to 1.
    fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
        let encoded = |c: f64| c.max(0.0).powf(1.0 / 2.2);
        (0..3).map(|i| (encoded(one[i]) - encoded(other[i])).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn modes_differ_for_every_colour_vision() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            for (i, one) in Mode::ALL.into_iter().enumerate() {
                for other in Mode::ALL.into_iter().skip(i + 1) {
                    let colours = [mode_colour(one, theme), mode_colour(other, theme)];
                    let [a, b] = colours.map(linear);
                    let seen = [(a, b)].into_iter().chain([true, false].map(|p| (dichromat(a, p), dichromat(b, p))));
                    let least = seen.map(|(a, b)| difference(a, b)).fold(f64::INFINITY, f64::min);
                    let lightness = contrast(colours[0], colours[1]);
                    assert!(least > 0.2 || lightness > 1.25, "{theme:?} {one:?} {other:?}: {least} {lightness}");
                }
            }
            // The two that are compared most differ in both: without blue cones, and in print without colour, lightness alone
            // tells them apart.
            assert!(contrast(mode_colour(Mode::Simd, theme), mode_colour(Mode::Threads, theme)) > 1.25);
        }
    }

    #[test]
    fn neighbouring_lanes_differ_in_lightness() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            for mode in Mode::ALL {
                for lane in 0..4 {
                    let ratio = contrast(lane_colour(mode, lane, theme), lane_colour(mode, lane + 1, theme));
                    assert!(ratio > 1.15, "{theme:?} {mode:?} lane {lane}: {ratio}");
                }
            }
        }
    }
}
