//! What both ditherings have in common: to which colours they reduce a picture.

use model::ParamInfo;

use crate::describe::choice;

/// The colours that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Black and white, by luma.
    BlackAndWhite,
    /// Eight: red, green and blue each on or off.
    Eight,
}

impl Palette {
    /// The parameter that chooses one.
    pub fn param() -> ParamInfo {
        choice("palette", "Colours", &[("black-white", "Black and white"), ("eight", "Eight colours")])
    }

    /// The one chosen.
    pub fn named(name: &str) -> Self {
        if name == "eight" { Self::Eight } else { Self::BlackAndWhite }
    }
}
