//! The colours of breakfast, on a cream cloth by day and on a dark table by night.
//!
//! Text stands out from the paper by 4.5 : 1 at least and marks by 3 : 1, in both themes (WCAG 2.2; a test computes it).
//! The two modes are blue and green, one darker than the other, so that they differ for every kind of colour vision.

use model::Mode;
use plotters::style::RGBColor;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark marks on warm cream.
    Light,
    /// Light marks on near-black.
    Dark,
}

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
    /// Kaya green: the mode `threads`.
    pub kaya: &'static str,
    /// Porcelain blue: the mode `simd`.
    pub porcelain: &'static str,
    /// Kopi brown.
    pub kopi: &'static str,
    /// Toast.
    pub toast: &'static str,
    /// Butter; an area behind text, not a mark.
    pub butter: &'static str,
    /// Lightness steps of kaya green for lanes.
    kaya_steps: [&'static str; 4],
    /// Lightness steps of porcelain blue for lanes.
    porcelain_steps: [&'static str; 4],
}

static LIGHT: Palette = Palette {
    paper: "#fbf6ec",
    ink: "#2b211b",
    muted: "#6b5b4e",
    hairline: "#e4d9c7",
    kaya: "#3d7a3f",
    porcelain: "#1f5791",
    kopi: "#6f4a2f",
    toast: "#a3621f",
    butter: "#f3d98b",
    kaya_steps: ["#3d7a3f", "#234f2c", "#5f933f", "#2f655e"],
    porcelain_steps: ["#1f5791", "#12365f", "#4a84bf", "#3b5f9f"],
};

static DARK: Palette = Palette {
    paper: "#171311",
    ink: "#f5ede0",
    muted: "#b9ab9b",
    hairline: "#3a312a",
    kaya: "#9bd08f",
    porcelain: "#6ca6e0",
    kopi: "#c99b76",
    toast: "#e3a660",
    butter: "#6b5518",
    kaya_steps: ["#9bd08f", "#5f9f5c", "#c8e8b4", "#7cc0a6"],
    porcelain_steps: ["#6ca6e0", "#4679b8", "#a9d0f5", "#7384cf"],
};

/// The colours of a theme.
pub const fn palette(theme: Theme) -> &'static Palette {
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    }
}

/// The colour of a mode as `#rrggbb`; good for marks and for text.
pub const fn mode_colour(mode: Mode, theme: Theme) -> &'static str {
    match mode {
        Mode::Simd => palette(theme).porcelain,
        Mode::Threads => palette(theme).kaya,
    }
}

/// What a visitor calls a mode.
pub const fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Simd => "Sequential",
        Mode::Threads => "Parallel",
    }
}

/// The name of a mode in attributes, as in the report's JSON.
pub(crate) const fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Simd => "simd",
        Mode::Threads => "threads",
    }
}

/// The mode's colour in the lightness step of this lane.
pub(crate) const fn lane_colour(mode: Mode, lane: u32, theme: Theme) -> &'static str {
    let steps = match mode {
        Mode::Simd => &palette(theme).porcelain_steps,
        Mode::Threads => &palette(theme).kaya_steps,
    };
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
        for theme in [Theme::Light, Theme::Dark] {
            let p = palette(theme);
            for text in [p.ink, p.muted, p.kaya, p.porcelain, p.kopi, p.toast] {
                assert!(contrast(text, p.paper) >= 4.5, "{theme:?} text {text}: {}", contrast(text, p.paper));
            }
            assert!(contrast(p.ink, p.butter) >= 4.5, "{theme:?} text on butter: {}", contrast(p.ink, p.butter));
            for mark in p.kaya_steps.iter().chain(&p.porcelain_steps) {
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

    #[test]
    fn modes_differ_for_every_colour_vision() {
        for theme in [Theme::Light, Theme::Dark] {
            let (simd, threads) = (linear(mode_colour(Mode::Simd, theme)), linear(mode_colour(Mode::Threads, theme)));
            let seen = [(simd, threads)]
                .into_iter()
                .chain([true, false].map(|protan| (dichromat(simd, protan), dichromat(threads, protan))));
            for (a, b) in seen {
                // Largest difference of a channel in gamma-encoded eighths of the range.
                let far = (0..3)
                    .map(|i| (a[i].max(0.0).powf(1.0 / 2.2) - b[i].max(0.0).powf(1.0 / 2.2)).abs())
                    .fold(0.0, f64::max);
                assert!(far > 0.2, "{theme:?}: {far}");
            }
            // Without blue cones, and in print without colour, lightness alone tells them apart.
            let (a, b) = (luminance(simd) + 0.05, luminance(threads) + 0.05);
            assert!(a.max(b) / a.min(b) > 1.25, "{theme:?}: {}", a.max(b) / a.min(b));
        }
    }

    #[test]
    fn neighbouring_lanes_differ_in_lightness() {
        for theme in [Theme::Light, Theme::Dark] {
            for mode in [Mode::Simd, Mode::Threads] {
                for lane in 0..4 {
                    let ratio = contrast(lane_colour(mode, lane, theme), lane_colour(mode, lane + 1, theme));
                    assert!(ratio > 1.15, "{theme:?} {mode:?} lane {lane}: {ratio}");
                }
            }
        }
    }
}
