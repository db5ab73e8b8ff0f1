//! `toasters kernels`: what there is, and what can be set on it.

use kernels::catalog;
use model::{KernelInfo, ParamInfo, ParamKind};
use serde::Serialize;

use crate::{Failure, say};

/// Lists the catalogue as text, or as the JSON that the page's controls are built from.
pub fn list(json: bool) -> Result<(), Failure> {
    let infos = catalog::infos();
    if json { say::json(&infos) } else { say::out(&text(&infos)) }
}

/// A line of three columns; the last has no width.
type Line = [String; 3];

/// Each kernel in a line, and below it a line for each parameter.
fn text(infos: &[KernelInfo]) -> String {
    let mut lines: Vec<Line> = vec![
        ["KERNEL".into(), "SHAPE".into(), "WHAT IT IS".into()],
        ["    PARAMETER".into(), "DEFAULT".into(), "TAKES".into()],
    ];
    for info in infos {
        let source = if info.needs_source { "" } else { " (reads no picture)" };
        lines.push(Default::default());
        lines.push([info.name.clone(), word(&info.shape), format!("{}{source}", info.label)]);
        lines.extend(info.params.iter().map(param));
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let line = |[a, b, c]: &Line| format!("{}\n", format!("{a:first$}   {b:second$}   {c}").trim_end());
    lines.iter().map(line).collect()
}

fn param(ParamInfo { name, kind, .. }: &ParamInfo) -> Line {
    let (default, takes) = match kind {
        ParamKind::Number { min, max, step, default, integer, unit, .. } => {
            let whole = match integer {
                true if *step > 1.0 => format!(", in steps of {step}"),
                true => ", whole".into(),
                false => String::new(),
            };
            (with_unit(*default, unit), format!("{min} to {}{whole}", with_unit(*max, unit)))
        }
        ParamKind::Pair { min, max, default: [across, down], unit } => (
            with_unit(format!("{across}, {down}"), unit),
            format!("two whole numbers, {min} to {}", with_unit(*max, unit)),
        ),
        ParamKind::Choice { choices } => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            (names.first().copied().unwrap_or_default().into(), names.join(", "))
        }
    };
    [format!("    {name}"), default, takes]
}

fn with_unit(number: impl std::fmt::Display, unit: &str) -> String {
    format!("{number} {unit}").trim_end().into()
}

/// An enumeration's value as JSON writes it.
pub fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(Into::into)).unwrap_or_default()
}
