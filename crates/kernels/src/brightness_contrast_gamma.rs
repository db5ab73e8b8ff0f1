//! Brightness, contrast and gamma: one curve for all three colours.
//!
//! *Point; rows are independent.* The curve is computed for each of the 256 levels once, in the plan, and looked up for every
//! colour of every pixel; alpha is kept. Colours are sRGB bytes as shares of 255. In this order, as image editors have it:
//!
//! 1. brightness adds its share of white: v + b / 100;
//! 2. contrast turns the curve about its middle, so that ±100 % is upright and flat: (v − ½) · tan(45° · (1 + k / 100)) + ½
//!    (as GIMP and ImageMagick do; a slope of 10⁶ stands for upright);
//! 3. what is below black or above white is clamped;
//! 4. gamma bends it, more than 1 lightens the middle: v to the power of 1 / γ.
//!
//! The result is rounded to the nearest level. Floats, since the curve needs a sine and a power: both are the project's own (see
//! `maths`), so every machine gets the same table. Work: two look-ups a pixel (see `rows::lookup`).

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use model::{CheckedParams, KernelInfo, Shape};

use crate::{
    Describe,
    describe::{logarithmic, number, preset},
    maths::{power, sine},
    point::Point,
    rows::{self, Lookup},
};

/// The slope that stands for an upright curve: steep enough to part any two levels.
const STEEPEST: f64 = 1e6;

/// Shares this close to black are black. A large gamma would make a visible level of a rounding error.
const BLACK: f64 = 1e-12;

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct BrightnessContrastGamma {
    /// Share of white that is added, from −1 to 1.
    brightness: f64,
    /// From −1 (all grey) to 1 (black or white).
    contrast: f64,
    gamma: f64,
}

impl BrightnessContrastGamma {
    /// The new level of each.
    fn table(&self) -> [u8; 256] {
        let angle = FRAC_PI_4 * (1.0 + self.contrast);
        let slope = (sine(angle) / sine(FRAC_PI_2 - angle)).min(STEEPEST);
        std::array::from_fn(|level| {
            let share = (level as f64 / 255.0 + self.brightness - 0.5) * slope + 0.5;
            let share = if share < BLACK { 0.0 } else { power(share.min(1.0), 1.0 / self.gamma) };
            (share * 255.0).round() as u8
        })
    }
}

impl Point for BrightnessContrastGamma {
    type Plan = Lookup;

    fn plan(&self) -> Lookup {
        Lookup::same(&self.table())
    }

    fn row(tables: &Lookup, source: &[u8], out: &mut [u8]) {
        rows::lookup(tables, source, out);
    }
}

impl Describe for BrightnessContrastGamma {
    fn info() -> KernelInfo {
        let set = |label: &str, brightness, contrast, gamma| {
            preset(label, &[("brightness", brightness), ("contrast", contrast), ("gamma", gamma)])
        };
        KernelInfo {
            name: "brightness_contrast_gamma".into(),
            label: "Brightness, contrast, gamma".into(),
            action: "brighten this picture".into(),
            about: "Each colour is looked up in a table of 256. Next to no work, but a look-up is one step that vectors can't take."
                .into(),
            shape: Shape::Point,
            needs_source: true,
            params: vec![
                number("brightness", "Brightness", [-100.0, 100.0, 10.0], 1.0, "%"),
                number("contrast", "Contrast", [-100.0, 100.0, 20.0], 1.0, "%"),
                logarithmic(number("gamma", "Gamma", [0.1, 10.0, 1.2], 0.1, "")),
            ],
            presets: vec![
                set("Fresh", 10.0, 20.0, 1.2),
                set("Light shadows", 0.0, 0.0, 1.8),
                set("Dusk", -15.0, 10.0, 0.7),
                set("Faded", 10.0, -40.0, 1.0),
                set("Hard", 0.0, 60.0, 1.0),
                set("Two levels", 0.0, 100.0, 1.0),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self {
            brightness: params.number("brightness") / 100.0,
            contrast: params.number("contrast") / 100.0,
            gamma: params.number("gamma"),
        }
    }
}
