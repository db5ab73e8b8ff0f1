//! Short ways to write a kernel's description.

use model::{Choice, ParamInfo, ParamKind, ParamValue, Preset};

/// The largest width or height that a kernel makes.
pub const MAX_SIDE: f64 = 16384.0;

/// A width or height in pixels.
pub fn side(name: &str, label: &str, default: f64) -> ParamInfo {
    number(name, label, [1.0, MAX_SIDE, default], 1.0, "px")
}

/// A number: its smallest, largest and default value. A whole step makes it whole: one of `min`, `min + step`, …
pub fn number(name: &str, label: &str, [min, max, default]: [f64; 3], step: f64, unit: &str) -> ParamInfo {
    let (integer, unit) = (step.fract() == 0.0, unit.into());
    let kind = ParamKind::Number { min, max, step, default, integer, logarithmic: false, unit };
    ParamInfo { name: name.into(), label: label.into(), kind }
}

/// The same number, on a control whose equal steps are equal ratios.
pub fn logarithmic(mut param: ParamInfo) -> ParamInfo {
    if let ParamKind::Number { logarithmic, .. } = &mut param.kind {
        *logarithmic = true;
    }
    param
}

/// A choice of names, each with what a visitor reads; the first is the default.
pub fn choice(name: &str, label: &str, choices: &[(&str, &str)]) -> ParamInfo {
    let choices = choices.iter().map(|&(name, label)| Choice { name: name.into(), label: label.into() }).collect();
    ParamInfo { name: name.into(), label: label.into(), kind: ParamKind::Choice { choices } }
}

/// Two whole numbers of the same kind, across and down: their smallest and largest value, and both defaults.
pub fn pair(name: &str, label: &str, [min, max]: [f64; 2], default: [f64; 2], unit: &str) -> ParamInfo {
    ParamInfo { name: name.into(), label: label.into(), kind: ParamKind::Pair { min, max, default, unit: unit.into() } }
}

/// A preset that sets numbers.
pub fn preset(label: &str, params: &[(&str, f64)]) -> Preset {
    let params = params.iter().map(|&(name, value)| (name.into(), ParamValue::Number(value))).collect();
    Preset { label: label.into(), params }
}
