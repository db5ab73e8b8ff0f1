//! What the charts of speed-up and of efficiency have in common: the numbers against lanes.

use std::collections::BTreeSet;

use model::figures::{from_to, percent, times};
use model::{Comparison, Estimate, Mode, Scaling, ScalingModel, Table};

use crate::backend::Tag;
use crate::exhibit::{Exhibit, lettered, line_name};
use crate::names::{NEARLY, Names};
use crate::palette::mode_key;
use crate::svg::{attributes, table};
use crate::xy::{Dash, is_shown};

/// The largest number of lanes that a chart takes seriously, in a report from elsewhere.
const MOST_LANES: u32 = 100_000;

/// A mode measured on several numbers of lanes, in one report.
pub(crate) struct Series<'r> {
    /// The report's letter among several.
    pub letter: Option<char>,
    pub mode: Mode,
    /// The fits, if there are any yet.
    pub scaling: Option<&'r Scaling>,
    /// What was measured, by ascending lanes.
    pub points: Vec<Point<'r>>,
}

/// One number of lanes.
pub(crate) struct Point<'r> {
    /// The mode among those of all reports.
    pub index: usize,
    /// Those lanes in words: "4 threads".
    pub named: String,
    pub lanes: u32,
    /// More than the browser says there are cores.
    pub beyond_cores: bool,
    pub comparison: &'r Comparison,
}

/// Every parallel mode that any report has on several numbers of lanes, with the points that are there already.
pub(crate) fn series<'r>(exhibit: &'r Exhibit<'_>) -> Vec<Series<'r>> {
    exhibit.each().iter().flat_map(|part| of_part(part).into_iter()).collect()
}

fn of_part<'r>(part: &'r Exhibit<'_>) -> Vec<Series<'r>> {
    let (report, summary) = (part.report(), part.summary());
    let modes = &report.settings.modes;
    let of = |mode: Mode| {
        let own = modes.iter().filter(|m| m.mode == mode && m.mode.is_parallel());
        let numbers: BTreeSet<u32> = own.map(|m| m.threads).collect();
        if numbers.len() < 2 {
            return None;
        }
        let point = |comparison: &'r Comparison| {
            let settings = modes.get(comparison.mode_index as usize).filter(|m| m.mode == mode)?;
            let lanes = settings.threads;
            let shown = is_shown(comparison.speed_up) && (1..=MOST_LANES).contains(&lanes);
            let index = part.first_mode() + comparison.mode_index as usize;
            let (named, beyond_cores) = (settings.lanes(), lanes > report.machine.claimed_cores);
            shown.then_some(Point { index, named, lanes, beyond_cores, comparison })
        };
        let mut points: Vec<Point<'_>> = summary.comparisons.iter().filter_map(point).collect();
        points.sort_by_key(|point| point.lanes);
        let scaling = summary.scaling.iter().find(|scaling| scaling.mode == mode);
        (!points.is_empty()).then_some(Series { letter: part.letter(), mode, scaling, points })
    };
    Mode::ALL.into_iter().filter_map(of).collect()
}

/// What lanes are called where these are drawn.
pub(crate) fn noun(series: &[Series<'_>]) -> &'static str {
    let all = |mode: Mode| !series.is_empty() && series.iter().all(|one| one.mode == mode);
    if all(Mode::Workers) {
        "workers"
    } else if all(Mode::Threads) {
        "threads"
    } else {
        "lanes"
    }
}

/// What a series is called at the end of its line, where there are several of them.
pub(crate) fn called(one: &Series<'_>, all: &[Series<'_>]) -> String {
    let is_only = all.iter().filter(|other| other.letter == one.letter).count() == 1;
    line_name(one.letter, is_only, one.mode.label())
}

/// What a measured point carries.
pub(crate) fn tag(series: &Series<'_>, point: &Point<'_>, value: &str) -> Tag {
    let beyond = if point.beyond_cores { ", more than the cores claimed" } else { "" };
    Tag {
        attributes: attributes(&[
            ("class", "point"),
            ("data-mode", mode_key(series.mode)),
            ("data-mode-index", &point.index.to_string()),
            ("data-lanes", &point.lanes.to_string()),
        ]),
        title: format!("{}: {value}{beyond}", lettered(series.letter, ", ", &point.named)),
        paint: None,
    }
}

/// A model's name, and its line: never told apart by colour alone.
pub(crate) const fn model_line(model: ScalingModel) -> (&'static str, Dash) {
    match model {
        ScalingModel::Amdahl => ("Amdahl", Dash::Dashed),
        ScalingModel::Usl => ("USL", Dash::Solid),
        ScalingModel::Gustafson => ("Gustafson", Dash::Dashed),
    }
}

/// The fewest lanes with the highest speed-up, or nearly so, and the most lanes of the same mode.
pub(crate) fn best_and_last<'p, 'r>(series: &'p [Series<'r>]) -> Option<(&'p Point<'r>, &'p Point<'r>)> {
    let value = |point: &Point<'_>| point.comparison.speed_up.value;
    let highest = |one: &Series<'_>| one.points.iter().map(value).fold(0.0, f64::max);
    let fastest = series.iter().max_by(|a, b| highest(a).total_cmp(&highest(b)))?;
    let best = fastest.points.iter().find(|point| value(point) >= highest(fastest) * NEARLY)?;
    Some((best, fastest.points.last()?))
}

/// The numbers of both charts.
pub(crate) fn numbers(exhibit: &Exhibit<'_>, series: &[Series<'_>]) -> Table {
    let names = Names::of(exhibit);
    let noun = match series {
        [one] => one.mode.lane_noun(),
        _ => "lane",
    };
    let share = |share: Option<f64>| share.filter(|s| s.is_finite()).map_or(String::new(), percent);
    let rows = series.iter().flat_map(|one| &one.points).map(|point| {
        let Comparison { speed_up: Estimate { value, low, high }, .. } = *point.comparison;
        vec![
            names.long(point.comparison.mode_index as usize).to_string(),
            point.lanes.to_string(),
            times(value),
            from_to(low, high),
            share(Some(point.comparison.efficiency)),
            share(point.comparison.of_ceiling),
            share(point.comparison.serial_fraction),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let lanes = format!("{}{}s", noun[..1].to_uppercase(), &noun[1..]);
    let columns = [
        "Mode",
        &lanes,
        "Speed-up",
        "95 % interval",
        "Speed-up over lanes",
        "Of the machine’s ceiling",
        "Serial fraction",
    ];
    table(&columns, rows)
}
