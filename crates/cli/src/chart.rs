//! `toasters chart`: a chart of any report, the page's own included.

use std::path::{Path, PathBuf};

use charts::{Entry, Exhibit};
use model::figures::count;
use model::{ChartName, Drawing, Figure, FigureId, REPORT_VERSION, Report, ReportError, Table};
use serde::Deserialize;

use crate::{
    Failure, files, say,
    table::{aligned, csv},
};

/// What to draw.
pub struct Chart {
    /// The report, or several to be laid over each other; at most [`charts::MOST_REPORTS`].
    pub reports: Vec<PathBuf>,
    /// The chart; none for a list of those there are.
    pub chart: Option<ChartName>,
    /// Index of the mode, for charts of one mode.
    pub mode: Option<u32>,
    /// Colours and width.
    pub drawing: Drawing,
    /// Whether to print the numbers.
    pub table: bool,
    /// Where the drawing goes: a file whose ending names its format, or `-`.
    pub out: Option<PathBuf>,
}

/// What a file's ending says.
const ENDINGS: [(&str, Write); 2] = [("svg", |figure| figure.svg.clone()), ("csv", |figure| csv(&figure.table))];

type Write = fn(&Figure) -> String;

/// Draws, or lists what can be drawn.
pub fn chart(asked: &Chart) -> Result<(), Failure> {
    let write = asked.out.as_deref().map(writer).transpose()?;
    let read = |path: &PathBuf| {
        let report = read(path)?;
        let summary = measure::summarise(&report);
        Ok((called(path, &report), report, summary))
    };
    let reports = asked.reports.iter().map(read).collect::<Result<Vec<_>, Failure>>()?;
    let entries: Vec<Entry<'_>> =
        reports.iter().map(|(name, report, summary)| Entry { name, report, summary }).collect();
    let exhibit = Exhibit::several(&entries).ok_or_else(|| Failure::arguments("There is no report.".to_string()))?;
    let there = charts::figures(&exhibit);
    let modes = charts::modes(&exhibit);
    let Some(name) = asked.chart else { return say::out(&aligned(&list(&modes, &there))) };
    let id = pick(name, asked.mode, &there, &modes)?;
    let none = || Failure::world(format!("There is nothing to show in the chart “{}”.", id.chart.key()));
    let figure = charts::figure(id, &exhibit, asked.drawing).ok_or_else(none)?;
    if let (Some(write), Some(out)) = (write, &asked.out) {
        match out == Path::new(files::NO_FILE) {
            true => say::out(&format!("{}\n", figure.svg))?,
            false => files::write(out, write(&figure))?,
        }
    }
    if asked.table { say::out(&aligned(&figure.table)) } else { Ok(()) }
}

fn writer(out: &Path) -> Result<Write, Failure> {
    let ending = if out == Path::new(files::NO_FILE) { "svg".into() } else { files::ending(out) };
    let known = ENDINGS.iter().find(|(name, _)| *name == ending).map(|(_, write)| *write);
    known.ok_or_else(|| files::unknown_ending(out, &ENDINGS.map(|(name, _)| name)))
}

/// A report from a file. Its version is read before the rest, which another version may have changed.
fn read(path: &Path) -> Result<Report, Failure> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let bytes = files::read(path)?;
    let refuse = |why: String| Failure::world(format!("“{}” can't be read as a report: {why}", path.display()));
    let not_one = |error: serde_json::Error| refuse(format!("{error}."));
    let Versioned { version } = serde_json::from_slice(&bytes).map_err(not_one)?;
    if version != REPORT_VERSION {
        return Err(refuse(ReportError::Version(version).to_string()));
    }
    let report: Report = serde_json::from_slice(&bytes).map_err(not_one)?;
    report.check().map_err(|error| refuse(error.to_string()))?;
    Ok(report)
}

/// What tells a report from others: its file, and who measured it when.
fn called(path: &Path, Report { machine, created, .. }: &Report) -> String {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    format!("{file}: {}, {}, {created}", machine.agent, count(machine.claimed_cores as usize, "core"))
}

/// The charts, and the modes of those that show one.
fn list(modes: &[String], there: &[FigureId]) -> Table {
    let name = |index: u32| modes[index as usize].clone();
    let row = |id: &FigureId| {
        let mode = id.mode_index.map_or_else(Default::default, |index| [index.to_string(), name(index)]);
        [vec![id.chart.key().into()], mode.to_vec()].concat()
    };
    Table { columns: ["CHART", "MODE", ""].map(Into::into).to_vec(), rows: there.iter().map(row).collect() }
}

/// The chart asked for among those there are.
fn pick(name: ChartName, mode: Option<u32>, there: &[FigureId], all: &[String]) -> Result<FigureId, Failure> {
    let key = name.key();
    let of_name: Vec<FigureId> = there.iter().copied().filter(|id| id.chart == name).collect();
    let modes = || {
        let modes = of_name.iter().filter_map(|id| id.mode_index);
        modes.map(|i| format!("{i} ({})", all[i as usize])).collect::<Vec<_>>().join(" or ")
    };
    match (of_name.as_slice(), mode) {
        ([], _) => {
            let mut others: Vec<&str> = there.iter().map(|id| id.chart.key()).collect();
            others.dedup();
            let others =
                if others.is_empty() { "there is none".into() } else { format!("there is {}", others.join(", ")) };
            Err(Failure::world(format!("This report has nothing to show in the chart “{key}”: {others}.")))
        }
        ([FigureId { mode_index: None, .. }, ..], Some(_)) => {
            Err(Failure::arguments(format!("The chart “{key}” shows all modes: leave --mode out.")))
        }
        (&[only], None) => Ok(only),
        (_, Some(mode)) if of_name.iter().any(|id| id.mode_index == Some(mode)) => {
            Ok(FigureId { chart: name, mode_index: Some(mode) })
        }
        _ => Err(Failure::arguments(format!("The chart “{key}” shows one mode: say --mode {}.", modes()))),
    }
}
