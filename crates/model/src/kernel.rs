//! What a kernel is called, what can be set on it, and what a visitor asked for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Width and height of a picture in pixels. `0 × 0` stands for "no picture".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Size {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// A size of `width` × `height` pixels.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Number of pixels; cannot overflow.
    pub const fn pixels(self) -> u64 {
        self.width as u64 * self.height as u64
    }
}

/// The kind of work a kernel does, which decides how well it parallelises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Shape {
    /// Each pixel alone; bound by memory.
    Point,
    /// A pixel and its neighbours.
    Stencil,
    /// Rows from elsewhere in the source.
    Geometry,
    /// The whole picture is surveyed before the first pixel can be made.
    ReduceThenMap,
    /// Some rows cost far more than others.
    Uneven,
    /// Each pixel waits for others: in order on one thread in every mode.
    Dependent,
}

/// The value of one parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum ParamValue {
    /// A number, in the parameter's unit.
    Number(f64),
    /// One of the parameter's choices, by name.
    Choice(String),
    /// Two whole numbers, across and down.
    Pair([f64; 2]),
}

/// Parameter values by name.
pub type ParamValues = BTreeMap<String, ParamValue>;

/// How a parameter is set: its range, its default and how a control should show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum ParamKind {
    /// A number from `min` to `max`. With `integer` only `min`, `min + step`, … are allowed, all of them whole.
    Number {
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
        /// What a control moves by.
        step: f64,
        /// The value when nothing is said.
        default: f64,
        /// Only whole numbers, `step` apart.
        integer: bool,
        /// Equal steps of a control are equal ratios (a logarithmic slider).
        logarithmic: bool,
        /// Unit shown behind the number; empty for none.
        unit: String,
    },
    /// One of a few named choices; the first is the default.
    Choice {
        /// The choices in the order they are shown.
        choices: Vec<Choice>,
    },
    /// Two whole numbers, across and down, each from `min` to `max`.
    Pair {
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
        /// The values when nothing is said.
        default: [f64; 2],
        /// Unit shown behind the numbers; empty for none.
        unit: String,
    },
}

/// One of a parameter's choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Choice {
    /// The name used in settings and addresses.
    pub name: String,
    /// What a visitor reads.
    pub label: String,
}

/// One parameter of a kernel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ParamInfo {
    /// The name used in settings and addresses.
    pub name: String,
    /// What a visitor reads.
    pub label: String,
    /// How it is set.
    pub kind: ParamKind,
}

/// A named set of parameter values worth offering.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Preset {
    /// What a visitor reads.
    pub label: String,
    /// The values it sets; parameters not named keep their default.
    pub params: ParamValues,
}

/// All that a page or a command line needs to offer a kernel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct KernelInfo {
    /// The name used in settings and addresses, such as `gaussian`.
    pub name: String,
    /// What a visitor reads, such as "Gaussian blur".
    pub label: String,
    /// What is done, as it stands in a sentence after "threads": "blur this picture".
    pub action: String,
    /// One plain sentence on what it does and why it is interesting here.
    pub about: String,
    /// The kind of work.
    pub shape: Shape,
    /// Whether it reads a picture; a kernel that draws its own does not.
    pub needs_source: bool,
    /// Its parameters in the order they are shown.
    pub params: Vec<ParamInfo>,
    /// Sets of values worth offering.
    pub presets: Vec<Preset>,
}

/// A kernel and the values of its parameters, as a visitor asked for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct KernelSettings {
    /// The kernel's name.
    pub name: String,
    /// Values by parameter name; what is left out has its default.
    #[serde(default)]
    pub params: ParamValues,
}

/// Why kernel settings were refused. The text is fit to show a visitor.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum SettingsError {
    /// There is no kernel of this name.
    #[error("There is no kernel called “{0}”.")]
    UnknownKernel(String),
    /// The kernel has no parameter of this name.
    #[error("{kernel} has no parameter called “{param}”.")]
    UnknownParam {
        /// The kernel's label.
        kernel: String,
        /// The name that was given.
        param: String,
    },
    /// A number is out of range, not finite, or not whole where it must be.
    #[error("{param} must be a {kind} from {min} to {max}; it was {given}.")]
    OutOfRange {
        /// The parameter's label.
        param: String,
        /// "number", "whole number" or "multiple of 90".
        kind: String,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
        /// The value given.
        given: f64,
    },
    /// A choice was not one of those offered, or the value had the wrong type.
    #[error("{param} can't be “{given}”; it takes {takes}.")]
    WrongValue {
        /// The parameter's label.
        param: String,
        /// The value given, as text.
        given: String,
        /// What it takes, in words.
        takes: String,
    },
}

/// Parameter values that have been checked: every parameter is there and within its range.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedParams(ParamValues);

impl KernelInfo {
    /// Checks `given` against the parameters and fills in the defaults.
    ///
    /// # Errors
    /// An unknown parameter, a number out of range or a choice that is not offered.
    pub fn check(&self, given: &ParamValues) -> Result<CheckedParams, SettingsError> {
        if let Some(param) = given.keys().find(|&name| self.params.iter().all(|p| p.name != *name)) {
            return Err(SettingsError::UnknownParam { kernel: self.label.clone(), param: param.clone() });
        }
        let values = self.params.iter().map(|p| Ok((p.name.clone(), p.check(given.get(&p.name))?)));
        Ok(CheckedParams(values.collect::<Result<_, _>>()?))
    }
}

impl ParamInfo {
    fn check(&self, given: Option<&ParamValue>) -> Result<ParamValue, SettingsError> {
        match (&self.kind, given) {
            (ParamKind::Number { default, .. }, None) => Ok(ParamValue::Number(*default)),
            (ParamKind::Number { min, max, step, integer, .. }, Some(&ParamValue::Number(given))) => {
                self.check_number([*min, *max, if *integer { *step } else { 0.0 }], given)?;
                Ok(ParamValue::Number(given))
            }
            (ParamKind::Pair { default, .. }, None) => Ok(ParamValue::Pair(*default)),
            (ParamKind::Pair { min, max, .. }, Some(&ParamValue::Pair(given))) => {
                given.into_iter().try_for_each(|given| self.check_number([*min, *max, 1.0], given))?;
                Ok(ParamValue::Pair(given))
            }
            (ParamKind::Choice { choices }, None) => {
                Ok(ParamValue::Choice(choices.first().map(|c| c.name.clone()).unwrap_or_default()))
            }
            (ParamKind::Choice { choices }, Some(ParamValue::Choice(given)))
                if choices.iter().any(|c| c.name == *given) =>
            {
                Ok(ParamValue::Choice(given.clone()))
            }
            (kind, Some(given)) => Err(SettingsError::WrongValue {
                param: self.label.clone(),
                given: match given {
                    ParamValue::Number(n) => n.to_string(),
                    ParamValue::Choice(c) => c.clone(),
                    ParamValue::Pair([across, down]) => format!("{across}, {down}"),
                },
                takes: match kind {
                    ParamKind::Number { .. } => "a number".into(),
                    ParamKind::Pair { .. } => "two numbers".into(),
                    ParamKind::Choice { choices } => {
                        choices.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
                    }
                },
            }),
        }
    }

    /// Refuses a number outside its range; a `step` of 0 is for numbers that need not be whole.
    fn check_number(&self, [min, max, step]: [f64; 3], given: f64) -> Result<(), SettingsError> {
        // Written so that NaN is out of range too.
        if given >= min && given <= max && (step == 0.0 || (given - min) % step == 0.0) {
            return Ok(());
        }
        let param = self.label.clone();
        let kind = match step {
            0.0 => "number".into(),
            1.0 => "whole number".into(),
            _ => format!("multiple of {step}"),
        };
        Err(SettingsError::OutOfRange { param, kind, min, max, given })
    }
}

impl ParamKind {
    /// The allowed value at a share of the range: the smallest at 0, the largest at 1; the first choice and the last.
    pub fn at(&self, share: f64) -> ParamValue {
        match self {
            ParamKind::Number { min, max, step, integer, .. } => {
                let number = (max - min) * share;
                ParamValue::Number(min + if *integer { (number / step).round() * step } else { number })
            }
            ParamKind::Pair { min, max, .. } => {
                // Unlike, so that one can't stand for the other.
                ParamValue::Pair([share, share * share].map(|share| min + ((max - min) * share).round()))
            }
            ParamKind::Choice { choices } => {
                let last = choices.len().saturating_sub(1) as f64;
                ParamValue::Choice(
                    choices.get((last * share).round() as usize).map(|c| c.name.clone()).unwrap_or_default(),
                )
            }
        }
    }
}

impl CheckedParams {
    /// The value of a number parameter.
    ///
    /// # Panics
    /// If the kernel's own description has no such number: a mistake in the kernel, not in what was asked for.
    pub fn number(&self, name: &str) -> f64 {
        match self.0.get(name) {
            Some(ParamValue::Number(n)) => *n,
            other => panic!("parameter {name} is not a number in the kernel's description: {other:?}"),
        }
    }

    /// The value of a whole-number parameter whose range lies within `u32`.
    ///
    /// # Panics
    /// As [`CheckedParams::number`].
    pub fn whole(&self, name: &str) -> u32 {
        self.number(name) as u32
    }

    /// The values of a pair whose range lies within `u32`: across and down.
    ///
    /// # Panics
    /// If the kernel's own description has no such pair.
    pub fn pair(&self, name: &str) -> [u32; 2] {
        match self.0.get(name) {
            Some(ParamValue::Pair(pair)) => pair.map(|n| n as u32),
            other => panic!("parameter {name} is not a pair in the kernel's description: {other:?}"),
        }
    }

    /// The value of a choice parameter.
    ///
    /// # Panics
    /// If the kernel's own description has no such choice.
    pub fn choice(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(ParamValue::Choice(c)) => c,
            other => panic!("parameter {name} is not a choice in the kernel's description: {other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info() -> KernelInfo {
        KernelInfo {
            name: "k".into(),
            label: "K".into(),
            action: "k this picture".into(),
            about: String::new(),
            shape: Shape::Point,
            needs_source: true,
            params: vec![
                ParamInfo {
                    name: "radius".into(),
                    label: "Radius".into(),
                    kind: ParamKind::Number {
                        min: 1.0,
                        max: 9.0,
                        step: 1.0,
                        default: 3.0,
                        integer: true,
                        logarithmic: false,
                        unit: "px".into(),
                    },
                },
                ParamInfo {
                    name: "filter".into(),
                    label: "Filter".into(),
                    kind: ParamKind::Choice {
                        choices: vec![
                            Choice { name: "box".into(), label: "Box".into() },
                            Choice { name: "tent".into(), label: "Tent".into() },
                        ],
                    },
                },
                ParamInfo {
                    name: "turn".into(),
                    label: "Turn".into(),
                    kind: ParamKind::Number {
                        min: 90.0,
                        max: 270.0,
                        step: 90.0,
                        default: 90.0,
                        integer: true,
                        logarithmic: false,
                        unit: "°".into(),
                    },
                },
                ParamInfo {
                    name: "tiles".into(),
                    label: "Tiles".into(),
                    kind: ParamKind::Pair { min: 1.0, max: 16.0, default: [8.0, 8.0], unit: String::new() },
                },
            ],
            presets: vec![],
        }
    }

    fn given(json: &str) -> ParamValues {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn defaults_are_filled_in() {
        let checked = info().check(&given("{}")).unwrap();
        assert_eq!(checked.whole("radius"), 3);
        assert_eq!(checked.choice("filter"), "box");
        assert_eq!((checked.whole("turn"), checked.pair("tiles")), (90, [8, 8]));
    }

    #[test]
    fn values_in_range_are_kept() {
        let checked =
            info().check(&given(r#"{"radius": 9, "filter": "tent", "turn": 270, "tiles": [4, 16]}"#)).unwrap();
        assert_eq!((checked.whole("turn"), checked.pair("tiles")), (270, [4, 16]));
        assert_eq!(checked.number("radius"), 9.0);
        assert_eq!(checked.choice("filter"), "tent");
    }

    #[test]
    fn what_does_not_fit_is_refused_in_a_sentence() {
        let text = |json| info().check(&given(json)).unwrap_err().to_string();
        assert_eq!(text(r#"{"radius": 10}"#), "Radius must be a whole number from 1 to 9; it was 10.");
        assert_eq!(text(r#"{"radius": 1.5}"#), "Radius must be a whole number from 1 to 9; it was 1.5.");
        assert_eq!(text(r#"{"radius": "big"}"#), "Radius can't be “big”; it takes a number.");
        assert_eq!(text(r#"{"turn": 45}"#), "Turn must be a multiple of 90 from 90 to 270; it was 45.");
        assert_eq!(text(r#"{"tiles": [8, 17]}"#), "Tiles must be a whole number from 1 to 16; it was 17.");
        assert_eq!(text(r#"{"tiles": 8}"#), "Tiles can't be “8”; it takes two numbers.");
        assert_eq!(text(r#"{"radius": [1, 2]}"#), "Radius can't be “1, 2”; it takes a number.");
        assert_eq!(text(r#"{"filter": "sinc"}"#), "Filter can't be “sinc”; it takes box, tent.");
        assert_eq!(text(r#"{"raduis": 1}"#), "K has no parameter called “raduis”.");
        let nan = ParamValues::from([("radius".into(), ParamValue::Number(f64::NAN))]);
        assert!(info().check(&nan).is_err());
    }

    #[test]
    fn shares_of_a_range_are_allowed_values() {
        for share in [0.0, 0.1, 0.37, 0.5, 0.99, 1.0] {
            let values = info().params.iter().map(|p| (p.name.clone(), p.kind.at(share))).collect();
            assert!(info().check(&values).is_ok(), "{values:?}");
        }
        let turn = &info().params[2].kind;
        assert_eq!([0.0, 0.5, 1.0].map(|share| turn.at(share)), [90.0, 180.0, 270.0].map(ParamValue::Number));
    }
}
