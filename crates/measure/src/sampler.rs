//! What an experiment does next, from what it has done.
//!
//! **Warm-up** goes on until the times of every mode have settled (see `warm_up`), for two rounds at least, and for a fifth of the budget
//! at most.
//!
//! **Measured rounds** go on until every ratio is known to the precision asked for *and* lies clear of the borders at which the verdict
//! would change. Stopping on precision keeps the error rate honest: the width of an interval says nothing of which side of 1 it will fall
//! on, so it doesn't matter how often one looks. Stopping as soon as a difference looks significant would: of modes compared with themselves
//! many would look different at one of a hundred looks. The second condition only ever prolongs.
//!
//! **Rounds** count once every mode has a time in them that counts: where a run was set aside, another round is made instead, up to
//! twice as many and eight, so that an experiment on a page that nobody looks at ends.
//!
//! **Samples** too short for the clock are taken over batches, whose size is set by the warm-up and then kept. In warm-up batches are
//! larger, so that ten of them are time enough for a compiler.
//!
//! A **budget** is a limit: a round that would end further behind it than its end is before it isn't begun. An experiment that ends before
//! [`FEWEST_ROUNDS`] says "undecided". One measured round is always made.

use model::limits::SPARE_ROUNDS;
use model::{Estimate, FEWEST_TICKS, LARGEST_BATCH, Next, Sample, Settings, SoFar, Step, Stop};

use crate::{
    comparing::{self, FEWEST_ROUNDS},
    plan::one_round,
    samples::{Times, is_time, tick_ms},
    stats::{self, RatioIntervals},
    warm_up,
};

/// A batch of warm-up lasts at least so many milliseconds, unless that takes more than [`LARGEST_BATCH`] runs: the ten after which times may be called settled come to
/// about 100 ms of a mode's own time, in which the optimising compiler is done.
const WARM_UP_SAMPLE_MS: f64 = 10.0;

/// The share of the budget that warming up may take.
const WARM_UP_SHARE: f64 = 0.2;

/// Rounds of warm-up that are always made, where any are wanted.
const FEWEST_WARM_UPS: u32 = 2;

/// What comes next in an experiment that has come so far. The same state gives the same answer, and the same settings give the same order
/// within every round.
///
/// Numbers that are no times are passed over, so it is safe to ask with anything.
pub fn next_round(so_far: &SoFar) -> Next {
    let settings = &so_far.settings;
    let modes = settings.modes.len() as u32;
    if modes == 0 {
        return Next { steps: Vec::new(), stop: Some(Stop::Rounds), left_ms: None };
    }
    let done = |warmup: bool| {
        let rounds = so_far.samples.iter().filter(|s| s.warmup == warmup).map(|s| s.round.saturating_add(1));
        rounds.max().unwrap_or(0)
    };
    let (warm_ups, begun) = (done(true), done(false));
    let round_ms = round_ms(so_far, begun == 0);
    if begun == 0 && !warm(so_far, warm_ups, round_ms) {
        let left = round_ms.map(|round| left_ms(so_far, round, f64::from(settings.repeats) + 1.0));
        return next(so_far, warm_ups, true, left);
    }
    let times = Times::of(settings.modes.len(), so_far.samples.iter().copied());
    let complete = times.in_all(&(0..settings.modes.len()).collect::<Vec<_>>()).len() as u32;
    let known = settings.precision.map(|precision| (precision, Known::of(so_far, &times)));
    let stop = stop(so_far, Rounds { begun, complete }, round_ms.unwrap_or(0.0), known.as_ref());
    if stop.is_some() {
        return Next { steps: Vec::new(), stop, left_ms: Some(0.0) };
    }
    let most = f64::from(settings.repeats);
    let wanted = known.map_or(most, |(precision, known)| known.rounds_wanted(precision).min(most));
    let left = round_ms.map(|round| left_ms(so_far, round, (wanted - f64::from(complete)).max(1.0)));
    next(so_far, begun, false, left)
}

fn next(so_far: &SoFar, round: u32, warmup: bool, left_ms: Option<f64>) -> Next {
    let modes = so_far.settings.modes.len();
    let batches: Vec<u32> = (0..modes).map(|mode| batch(so_far, mode as u32, warmup)).collect();
    let with_batch = |step: Step| Step { batch: batches[step.mode_index as usize], ..step };
    let steps = one_round(modes as u32, round, warmup, so_far.settings.seed).into_iter().map(with_batch).collect();
    Next { steps, stop: None, left_ms }
}

/// Whether warming up is over.
fn warm(so_far: &SoFar, rounds: u32, round_ms: Option<f64>) -> bool {
    let settings = &so_far.settings;
    if rounds < FEWEST_WARM_UPS.min(settings.warmups) {
        return false;
    }
    let allowed_ms = settings.budget_ms.filter(|ms| ms.is_finite()).map_or(f64::INFINITY, |ms| ms * WARM_UP_SHARE);
    rounds >= settings.warmups
        || so_far.elapsed_ms + round_ms.unwrap_or(0.0) > allowed_ms
        || (0..settings.modes.len()).all(|mode| {
            let runs: Vec<(f64, u32)> = warm_ups(so_far, mode as u32).map(|s| (s.total_ms, s.batch)).collect();
            warm_up::settled(&runs)
        })
}

/// A mode's warm-ups whose time is one. Those that are set aside warm up, too, but their times say nothing.
fn warm_ups(so_far: &SoFar, mode: u32) -> impl Iterator<Item = &Sample> {
    so_far.samples.iter().filter(move |s| s.warmup && s.mode_index == mode && !s.set_aside && is_time(s.total_ms))
}

/// How often to run a mode under one pair of stamps: from its fastest warm-up, so that it stays the same once warm-up is over. Where all
/// warm-ups were set aside, those are better than nothing, and without any its first measured run is.
fn batch(so_far: &SoFar, mode: u32, warmup: bool) -> u32 {
    let tick = tick_ms(so_far.clock_resolution_ms);
    // A batch that took less than a step took half of one.
    let time = |s: &Sample| s.total_ms.max(tick / 2.0 / f64::from(s.batch.max(1)));
    let own = || so_far.samples.iter().filter(|s| s.mode_index == mode && is_time(s.total_ms));
    let fastest = warm_ups(so_far, mode)
        .map(time)
        .min_by(f64::total_cmp)
        .or_else(|| own().filter(|s| s.warmup).map(time).min_by(f64::total_cmp))
        .or_else(|| own().map(time).next())
        .unwrap_or(f64::INFINITY);
    let least_ms = (f64::from(FEWEST_TICKS) * tick).max(if warmup { WARM_UP_SAMPLE_MS } else { 0.0 });
    ((least_ms / fastest).ceil() as u32).clamp(1, LARGEST_BATCH)
}

/// Milliseconds that the next round will take: the modes' latest times in their batches, and what lies between runs in proportion. Absent
/// before the first.
fn round_ms(so_far: &SoFar, warmup: bool) -> Option<f64> {
    let run_ms = |s: &Sample| if is_time(s.total_ms) { s.total_ms * f64::from(s.batch.max(1)) } else { 0.0 };
    let all: f64 = so_far.samples.iter().map(run_ms).sum();
    let latest = |mode: usize| {
        let last = so_far.samples.iter().rev().find(|s| s.mode_index as usize == mode)?;
        let planned = f64::from(batch(so_far, mode as u32, warmup)) / f64::from(last.batch.max(1));
        Some(run_ms(last) * planned)
    };
    let round: f64 = (0..so_far.settings.modes.len()).filter_map(latest).sum();
    let beside = if so_far.elapsed_ms.is_finite() { (so_far.elapsed_ms - all).max(0.0) } else { 0.0 };
    let runs = so_far.samples.len() as f64;
    (runs > 0.0).then(|| round + beside / runs * so_far.settings.modes.len() as f64)
}

/// A comparison so far.
struct Ratio {
    /// Its rounds.
    pairs: Vec<(f64, f64)>,
    /// What the two times are known to.
    steps: [f64; 2],
    /// The quick interval; absent where no round has both.
    quick: Option<RatioIntervals>,
}

impl Ratio {
    /// Half the width of the quick interval over the ratio.
    fn width(&self) -> f64 {
        self.quick.as_ref().map_or(f64::INFINITY, |ratio| half_width(&ratio.in_95))
    }
}

fn half_width(e: &Estimate) -> f64 {
    (e.high - e.low) / 2.0 / e.value
}

/// What is known so far.
struct Known {
    /// Every comparison.
    ratios: Vec<Ratio>,
    /// Of every mode that is compared with nothing: its times, and half the width of its median's 95 % interval over the median.
    alone: Vec<(usize, f64)>,
}

impl Known {
    fn of(so_far: &SoFar, times: &Times) -> Self {
        let tick = tick_ms(so_far.clock_resolution_ms);
        let step = |mode: usize| tick / f64::from(batch(so_far, mode as u32, false));
        let compared = comparing::compared(&so_far.settings);
        let ratio = |&(base, mode): &(usize, usize)| {
            let (pairs, steps) = (times.pairs(base, mode), [step(base), step(mode)]);
            let quick = comparing::speed_up(&pairs, steps, stats::quick_ratio_intervals);
            Ratio { pairs, steps, quick }
        };
        let median = |mode: usize| {
            let times: Vec<f64> = times.of_mode(mode).into_iter().map(|ms| ms.max(step(mode))).collect();
            (times.len(), stats::median_with_interval(&times).map_or(f64::INFINITY, |median| half_width(&median)))
        };
        let is_alone = |mode: &usize| !compared.iter().any(|&(base, other)| base == *mode || other == *mode);
        let alone = (0..so_far.settings.modes.len()).filter(is_alone).map(median).collect();
        Self { ratios: compared.iter().map(ratio).collect(), alone }
    }

    /// Whether everything is as sure as was asked for: ratios by the quick intervals, and if they say so, by those that the summary will
    /// show. The quick ones alone would now and then end an experiment on a few times that happen to lie close together.
    fn is_precise(&self, precision: f64) -> bool {
        let sure = |ratio: &RatioIntervals| half_width(&ratio.in_95) <= precision && comparing::is_clear(ratio);
        let shown = |ratio: &Ratio| comparing::speed_up(&ratio.pairs, ratio.steps, stats::ratio_intervals);
        self.alone.iter().all(|&(times, width)| times >= FEWEST_ROUNDS && width <= precision)
            && self.ratios.iter().all(|r| r.pairs.len() >= FEWEST_ROUNDS && r.quick.as_ref().is_some_and(sure))
            && self.ratios.iter().all(|r| shown(r).as_ref().is_some_and(sure))
    }

    /// The measured rounds after which the widest interval will be narrow enough: widths shrink with the root of their number.
    fn rounds_wanted(&self, precision: f64) -> f64 {
        let wanted = |times: usize, width: f64| times as f64 * (width / precision).powi(2);
        let of_ratio = |ratio: &Ratio| match &ratio.quick {
            // Narrow, and on a border: nobody knows how long that takes.
            Some(quick) if ratio.width() <= precision && !comparing::is_clear(quick) => f64::INFINITY,
            _ => wanted(ratio.pairs.len(), ratio.width()),
        };
        let alone = self.alone.iter().map(|&(times, width)| wanted(times, width));
        self.ratios.iter().map(of_ratio).chain(alone).fold(FEWEST_ROUNDS as f64, f64::max)
    }
}

/// Measured rounds.
#[derive(Clone, Copy)]
struct Rounds {
    /// All that were begun.
    begun: u32,
    /// Those in which every mode has a time that counts.
    complete: u32,
}

/// Why an experiment ends here, if it does.
fn stop(so_far: &SoFar, rounds: Rounds, round_ms: f64, known: Option<&(f64, Known)>) -> Option<Stop> {
    let Settings { repeats, budget_ms, .. } = so_far.settings;
    let Rounds { begun, complete } = rounds;
    if let Some((precision, known)) = known
        && complete as usize >= FEWEST_ROUNDS
        // The more rounds there are, the less one more can change: it isn't worth a bootstrap after each.
        && complete.is_multiple_of(complete / 16 + 1)
        && known.is_precise(*precision)
    {
        return Some(Stop::Precise);
    }
    if complete >= repeats || begun >= repeats.saturating_mul(2).saturating_add(SPARE_ROUNDS) {
        return Some(Stop::Rounds);
    }
    let late = |budget_ms: f64| so_far.elapsed_ms + round_ms / 2.0 > budget_ms;
    (begun > 0 && budget_ms.is_some_and(late)).then_some(Stop::Time)
}

/// Milliseconds for so many more rounds, within what is left of the budget, but for one round at least.
fn left_ms(so_far: &SoFar, round_ms: f64, rounds: f64) -> f64 {
    let left = so_far.settings.budget_ms.map_or(f64::INFINITY, |budget| (budget - so_far.elapsed_ms).max(0.0));
    (round_ms * rounds).min(left.max(round_ms)).min(f64::MAX)
}
