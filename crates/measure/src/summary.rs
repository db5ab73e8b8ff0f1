//! A report's samples turned into estimates and decisions.
//!
//! A run's whole time counts: of a kernel alone, or of all from a file's bytes to a file's bytes, as the report's scope says.
//! Starting engines is another cost, and the page shows it beside. Warm-ups and runs that were set aside are left out, and counted;
//! nothing else is, however odd it looks.

use model::{
    CeilingPoint, Comparison, Estimate, Experiment, LEAST_CEILING, ModeName, ModeSummary, Report, Run, Summary, WarmUp,
    mode_names,
};

use crate::{
    break_even, comparing, drift,
    facts::Facts,
    ladder, rules,
    samples::{Times, is_time, shortest_ms, tick_ms},
    scaling,
    stats::{self, RatioIntervals},
    verdict, warm_up,
};

/// What a report says, in numbers and in sentences.
///
/// Every number is finite, also for an empty report, a single sample or times of 0 ms: a time shorter than the clock's step
/// counts as one step in a speed-up. With fewer than [`FEWEST_ROUNDS`](comparing::FEWEST_ROUNDS) measured rounds the intervals promise less than
/// 95 %, and every comparison is undecided. Runs that name no mode of the settings, or whose time is not a time, are
/// passed over.
pub fn summarise(report: &Report) -> Summary {
    let times = Times::of_report(report);
    let of_mode = |(i, name): (usize, ModeName)| mode_summary(report, &times, i, name.full);
    let modes: Vec<ModeSummary> =
        mode_names(&report.settings.modes).into_iter().enumerate().filter_map(of_mode).collect();
    let comparisons: Vec<Comparison> = comparing::compared(&report.settings)
        .into_iter()
        .filter_map(|(base, mode)| comparison(report, &times, base, mode))
        .collect();
    let rungs = ladder::rungs(report, &times, &modes);
    let scaling = scaling::scaling(report, &times);
    let break_even = break_even::break_even(report, &times, &comparisons);
    let facts = Facts {
        report,
        modes: &modes,
        comparisons: &comparisons,
        rungs: &rungs,
        scaling: &scaling,
        break_even: break_even.as_ref(),
    };
    let ((headline, detail), findings) = (verdict::sentences(&facts), rules::findings(&facts));
    Summary { modes, comparisons, rungs, scaling, break_even, headline, findings, detail }
}

/// The runs of a mode whose time is one, that count or don't.
fn runs(report: &Report, mode: usize) -> impl Iterator<Item = &Run> {
    report.runs.iter().filter(move |r| r.mode_index as usize == mode && is_time(r.total_ms))
}

fn mode_summary(report: &Report, times: &Times, index: usize, name: String) -> Option<ModeSummary> {
    let samples = times.of_mode(index);
    let median_ms = stats::median_with_interval(&samples)?;
    let drift = drift::correlation(&samples);
    Some(ModeSummary {
        mode_index: index as u32,
        mode: report.settings.modes[index],
        name,
        samples: samples.len() as u32,
        median_ms,
        min_ms: samples.iter().copied().fold(f64::INFINITY, f64::min),
        mad_ms: stats::median_absolute_deviation(&samples),
        outliers: stats::outliers(&samples) as u32,
        set_aside: runs(report, index).filter(|r| !r.warmup && r.set_aside.is_some()).count() as u32,
        busy: median_busy(report, index).unwrap_or(0.0),
        warm_up: warm_up(report, index, median_ms.value),
        drift,
        drifts: drift::is_real(drift, samples.len(), report.settings.modes.len()),
    })
}

fn warm_up(report: &Report, index: usize, settled_ms: f64) -> WarmUp {
    let warm_ups: Vec<&Run> = runs(report, index).filter(|r| r.warmup).collect();
    let times: Vec<(f64, u32)> =
        warm_ups.iter().filter(|r| r.set_aside.is_none()).map(|r| (r.total_ms, r.batch)).collect();
    // Without a warm-up the first measured run was the first of all.
    let first_ms = warm_ups.first().map_or(settled_ms, |first| first.total_ms);
    WarmUp {
        runs: warm_ups.len() as u32,
        first_ms,
        ratio: if warm_ups.is_empty() {
            1.0
        } else {
            first_ms / settled_ms.max(shortest_ms(report.machine.clock_resolution_ms))
        },
        settled: warm_up::settled(&times),
    }
}

/// The median of the share of the lanes' time that a mode's runs spent in chunks, from 0 to 1; nothing where none was traced.
pub(crate) fn median_busy(report: &Report, index: usize) -> Option<f64> {
    let counted = |r: &&Run| !r.warmup && r.set_aside.is_none();
    let shares: Vec<f64> = runs(report, index).filter(counted).filter_map(busy).collect();
    (!shares.is_empty()).then(|| stats::median(&shares))
}

/// The share of the lanes' time that a run spent in chunks, from 0 to 1; nothing where there was no trace or no time.
fn busy(run: &Run) -> Option<f64> {
    let room_ms = f64::from(run.trace.lanes) * run.total_ms;
    let work = run.trace.spans.iter().filter(|s| s.stage.is_work());
    let work_ms: f64 = work.map(|s| s.end_ms - s.start_ms).sum();
    (room_ms > 0.0 && work_ms.is_finite() && !run.trace.spans.is_empty()).then(|| (work_ms / room_ms).clamp(0.0, 1.0))
}

/// The time of one mode over another's, with its intervals: the ratio of medians over the rounds that have both. Nothing where none has.
pub(crate) fn ratio(report: &Report, pairs: &[(f64, f64)], base: usize, index: usize) -> Option<RatioIntervals> {
    comparing::speed_up(pairs, [step_ms(report, base), step_ms(report, index)], stats::ratio_intervals)
}

fn comparison(report: &Report, times: &Times, base: usize, index: usize) -> Option<Comparison> {
    let pairs = times.pairs(base, index);
    let sure = ratio(report, &pairs, base, index)?;
    let (base_mode, mode) = (report.settings.modes[base], report.settings.modes[index]);
    let sure = sure.times(comparing::more_work(base_mode, mode, report.job.input.size));
    let (speed_up, lanes) = (sure.in_95, mode.threads.max(1));
    let serial = if report.settings.experiment == Experiment::Growing { scaled_serial } else { karp_flatt };
    Some(Comparison {
        mode_index: index as u32,
        baseline_index: base as u32,
        speed_up,
        efficiency: speed_up.value / f64::from(lanes),
        of_ceiling: ceiling(&report.ceiling, lanes, speed_up).map(|ceiling| speed_up.value / ceiling),
        serial_fraction: (mode.mode.is_parallel()).then(|| serial(speed_up.value, lanes)).flatten(),
        decision: comparing::decide(&sure, pairs.len()),
    })
}

/// What one run's time is known to, in milliseconds: the clock's step, shared by the runs of a batch.
pub(crate) fn step_ms(report: &Report, mode: usize) -> f64 {
    let batches = report.runs.iter().filter(|r| r.mode_index as usize == mode && !r.warmup && r.set_aside.is_none());
    tick_ms(report.machine.clock_resolution_ms)
        / f64::from(batches.map(|r| r.batch).min().unwrap_or(1).clamp(1, 1_000_000))
}

/// A speed-up this much above a ceiling is above it.
const ABOVE: f64 = 1.1;

/// The machine's ceiling at so many lanes: as measured, or between two that were measured. Nothing beyond the last; nor where this speed-up is
/// surely above it, since then something held the machine up while the ceiling was measured.
pub(crate) fn ceiling(points: &[CeilingPoint], lanes: u32, speed_up: Estimate) -> Option<f64> {
    let sane = |p: &&CeilingPoint| p.speed_up.is_finite() && p.speed_up >= LEAST_CEILING;
    let below = points.iter().filter(sane).filter(|p| p.lanes <= lanes).max_by_key(|p| p.lanes)?;
    let above = points.iter().filter(sane).filter(|p| p.lanes >= lanes).min_by_key(|p| p.lanes)?;
    let share = f64::from(lanes - below.lanes) / f64::from((above.lanes - below.lanes).max(1));
    let ceiling = below.speed_up + (above.speed_up - below.speed_up) * share;
    (speed_up.low <= ABOVE * ceiling).then_some(ceiling)
}

/// The serial fraction that explains a speed-up on so many lanes by itself: (1/S − 1/n) / (1 − 1/n) (Karp and Flatt, CACM 33, 1990). Below
/// 0 where the speed-up is more than linear; absent for one lane.
pub(crate) fn karp_flatt(speed_up: f64, lanes: u32) -> Option<f64> {
    let one = 1.0 / f64::from(lanes);
    (lanes > 1 && speed_up > 0.0).then(|| (1.0 / speed_up - one) / (1.0 - one))
}

/// The serial fraction that explains a scaled speed-up, of work that grew with the lanes, by itself: (n − S) / (n − 1), which is Gustafson's
/// S = s + n (1 − s) (CACM 31, 1988) turned round. Below 0 where the speed-up is more than linear; absent for one lane.
fn scaled_serial(speed_up: f64, lanes: u32) -> Option<f64> {
    let n = f64::from(lanes);
    (lanes > 1).then(|| (n - speed_up) / (n - 1.0))
}
