//! A report's samples turned into estimates and decisions.
//!
//! A run's whole time counts: of a kernel alone, or of all from a file's bytes to a file's bytes, as the report's scope says.
//! Starting engines is another cost, and the page shows it beside. Warm-ups are left out; nothing else is, however odd
//! it looks.
//!
//! A clock moves in steps, so a time is known to one step at best, and twenty equal readings don't make it better. The
//! interval of a speed-up is widened by one step on either time. For times of a hundred steps and more that is nothing; for
//! times of a few steps it is what keeps the page from deciding on rounding.

use model::{Comparison, Decision, Estimate, ModeSummary, Report, Run, Summary, WarmUp};

use crate::{stats, verdict};

/// The fewest rounds that can decide anything. In 5 000 simulated races of a mode against itself the interval of the speed-up
/// held the truth in 93.7 % with 6 rounds and 93.8 % with 7, which is less than it says, in 95.7 % with 8 and 97.2 % with 9.
/// (`tests/experiments.rs` has the simulation.)
pub const FEWEST_ROUNDS: usize = 8;

/// Half-width of "no difference that matters" around a speed-up of 1.
const SAME_WITHIN: f64 = 0.05;

/// The step taken for the clock's when the report gives none, so that a reading of 0 ms can stand below a fraction line: one
/// microsecond, finer than any browser's clock.
const FINEST_TICK_MS: f64 = 0.001;

/// The longest time, in milliseconds, that is taken for one (eleven days), and the coarsest clock (a second). A report from
/// elsewhere may hold numbers whose ratio is no number any more.
const LONGEST_MS: f64 = 1e9;
const COARSEST_TICK_MS: f64 = 1e3;

/// What a report says, in numbers and in two sentences.
///
/// Every number is finite, also for an empty report, a single sample or times of 0 ms: a time shorter than the clock's step
/// counts as one step in a speed-up. With fewer than [`FEWEST_ROUNDS`] measured rounds the intervals promise less than
/// 95 %, and every comparison is undecided. Runs that name no mode of the settings, or whose time is not a time, are
/// passed over.
pub fn summarise(report: &Report) -> Summary {
    let modes: Vec<ModeSummary> = (0..report.settings.modes.len()).filter_map(|i| mode_summary(report, i)).collect();
    let comparisons: Vec<Comparison> = (1..report.settings.modes.len()).filter_map(|i| comparison(report, i)).collect();
    let (headline, detail) = verdict::sentences(report, &modes, &comparisons);
    Summary { modes, comparisons, scaling: vec![], break_even: None, headline, findings: vec![], detail }
}

/// The measured runs of a mode.
fn measured(report: &Report, mode_index: usize) -> impl Iterator<Item = &Run> {
    let is_time = |ms: f64| (0.0..=LONGEST_MS).contains(&ms);
    report.runs.iter().filter(move |r| !r.warmup && r.mode_index as usize == mode_index && is_time(r.total_ms))
}

fn mode_summary(report: &Report, index: usize) -> Option<ModeSummary> {
    let times: Vec<f64> = measured(report, index).map(|run| run.total_ms).collect();
    let shares: Vec<f64> = measured(report, index).filter_map(busy).collect();
    Some(ModeSummary {
        mode_index: index as u32,
        mode: report.settings.modes[index],
        samples: times.len() as u32,
        median_ms: stats::median_with_interval(&times)?,
        min_ms: times.iter().copied().fold(f64::INFINITY, f64::min),
        mad_ms: stats::median_absolute_deviation(&times),
        outliers: stats::outliers(&times) as u32,
        set_aside: 0,
        busy: stats::median(&shares),
        warm_up: WarmUp { runs: 0, first_ms: 0.0, ratio: 1.0, settled: true },
        drift: 0.0,
    })
}

/// The share of the lanes' time that a run spent in chunks, from 0 to 1; nothing where there was no trace or no time.
fn busy(run: &Run) -> Option<f64> {
    let room_ms = f64::from(run.trace.lanes) * run.total_ms;
    let work = run.trace.spans.iter().filter(|s| s.stage.is_work());
    let work_ms: f64 = work.map(|s| s.end_ms - s.start_ms).sum();
    (room_ms > 0.0 && work_ms.is_finite() && !run.trace.spans.is_empty()).then(|| (work_ms / room_ms).clamp(0.0, 1.0))
}

fn comparison(report: &Report, index: usize) -> Option<Comparison> {
    let tick_ms = tick_ms(report);
    let pairs: Vec<(f64, f64)> =
        paired_rounds(report, index).into_iter().map(|(base, other)| (base.max(tick_ms), other.max(tick_ms))).collect();
    let sure = widened(stats::ratio_of_medians(&pairs)?, &pairs, tick_ms);
    let threads = report.settings.modes[index].threads.max(1);
    Some(Comparison {
        mode_index: index as u32,
        baseline_index: 0,
        speed_up: sure,
        efficiency: sure.value / f64::from(threads),
        of_ceiling: None,
        serial_fraction: None,
        decision: if pairs.len() < FEWEST_ROUNDS { Decision::Undecided } else { decide(sure) },
    })
}

/// Times of the baseline and of another mode, in milliseconds, for every round in which both were measured.
pub(crate) fn paired_rounds(report: &Report, index: usize) -> Vec<(f64, f64)> {
    measured(report, 0)
        .filter_map(|base| {
            let other = measured(report, index).find(|r| r.round == base.round)?;
            Some((base.total_ms, other.total_ms))
        })
        .collect()
}

/// The clock's step in milliseconds, from a microsecond to a second.
pub(crate) fn tick_ms(report: &Report) -> f64 {
    let given = report.machine.clock_resolution_ms;
    if given.is_finite() { given.clamp(FINEST_TICK_MS, COARSEST_TICK_MS) } else { FINEST_TICK_MS }
}

/// The speed-up's interval with one step of the clock added to either time. A time is taken to be half a step at
/// least, so that the upper end stays a number.
fn widened(speed_up: Estimate, pairs: &[(f64, f64)], tick_ms: f64) -> Estimate {
    let (bases, others): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (base, other) = (stats::median(&bases), stats::median(&others));
    let shorter = |ms: f64| (ms - tick_ms).max(tick_ms / 2.0) / ms;
    let longer = |ms: f64| (ms + tick_ms) / ms;
    Estimate {
        value: speed_up.value,
        low: speed_up.low * shorter(base) / longer(other),
        high: speed_up.high * longer(base) / shorter(other),
    }
}

fn decide(speed_up: Estimate) -> Decision {
    match speed_up {
        Estimate { low, .. } if low > 1.0 => Decision::Faster,
        Estimate { high, .. } if high < 1.0 => Decision::Slower,
        Estimate { low, high, .. } if low >= 1.0 - SAME_WITHIN && high <= 1.0 + SAME_WITHIN => Decision::Same,
        _ => Decision::Undecided,
    }
}
