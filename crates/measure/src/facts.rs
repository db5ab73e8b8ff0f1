//! What the rules of the verdict ask of a report.

use model::{
    BreakEven, Comparison, Decision, Experiment, ModeSettings, ModeSummary, Phase, Report, Run, Rung, Scaling, Shape,
    Size,
};

use crate::{comparing::FEWEST_ROUNDS, samples::Times, stats, summary};

/// Two speed-ups are told as one where they differ by less: fewer lanes are then as good as more.
const AS_GOOD: f64 = 0.95;

/// An efficiency from which on nothing has to be explained.
const EFFICIENT: f64 = 0.8;

/// The share of a run that copying and waiting take where they are what limits it.
const OVERHEAD: f64 = 0.25;

/// How much longer than the average lane the busiest one works where the load is uneven.
const UNEVEN: f64 = 1.25;

/// The share of their time that lanes are busy where they aren't what is missing.
const BUSY: f64 = 0.75;

/// A report and its numbers.
pub(crate) struct Facts<'a> {
    pub(crate) report: &'a Report,
    pub(crate) modes: &'a [ModeSummary],
    pub(crate) comparisons: &'a [Comparison],
    pub(crate) rungs: &'a [Rung],
    pub(crate) scaling: &'a [Scaling],
    pub(crate) break_even: Option<&'a BreakEven>,
}

/// What keeps a parallel mode from being as fast as its lanes are many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Limit {
    /// Each pixel waits for others.
    Dependency,
    /// More lanes than cores.
    Cores,
    /// The machine doesn't bring more, whatever the work: the ceiling at these lanes.
    Ceiling(f64),
    /// Copying and waiting take this share of a run.
    Overhead(f64),
    /// The busiest lane works so many times as long as the average one.
    Uneven(f64),
    /// Lanes are busy for this share of their time, and yet slower than the machine's ceiling at as many.
    Memory {
        /// The share of their time.
        busy: f64,
        /// The ceiling.
        ceiling: f64,
    },
    /// This share isn't shared.
    Serial(f64),
}

impl Facts<'_> {
    /// A mode's settings.
    pub(crate) fn settings(&self, index: u32) -> ModeSettings {
        self.report.settings.modes[index as usize]
    }

    /// A mode's numbers, if it has samples.
    pub(crate) fn mode(&self, index: u32) -> Option<&ModeSummary> {
        self.modes.iter().find(|m| m.mode_index == index)
    }

    /// Rounds that a comparison rests on.
    pub(crate) fn rounds(&self, comparison: &Comparison) -> usize {
        let (base, mode) = (comparison.baseline_index as usize, comparison.mode_index as usize);
        Times::of_report(self.report).pairs(base, mode).len()
    }

    /// The picture that a mode was measured on.
    pub(crate) fn size(&self, index: u32) -> Size {
        self.settings(index).size.unwrap_or(self.report.job.input.size)
    }

    /// The comparison that the verdict is about. Where lanes or chunks vary it is the best, or one as good with fewer lanes or the automatic
    /// chunks; where the picture does, the one on the largest. Elsewhere it is the widest, not the best: choosing the best of several modes
    /// would flatter. Of equals a parallel mode goes first, and then the order of the settings.
    pub(crate) fn told(&self) -> Option<&Comparison> {
        let mode = |c: &Comparison| self.settings(c.mode_index);
        match self.report.settings.experiment {
            Experiment::Scaling | Experiment::Chunks => {
                let value = |c: &Comparison| c.speed_up.value;
                let best = self.comparisons.iter().map(value).fold(0.0, f64::max);
                // Automatic chunks and few lanes come first in a design.
                self.comparisons.iter().find(|c| value(c) >= AS_GOOD * best)
            }
            Experiment::BreakEven => {
                let crossing = self.break_even.and_then(|even| even.crossings.first());
                let about = |c: &&Comparison| {
                    crossing.is_none_or(|crossing| crossing.mode == ModeSettings { size: None, ..mode(c) })
                };
                self.comparisons.iter().filter(about).rev().max_by_key(|c| self.size(c.mode_index).pixels())
            }
            Experiment::Race | Experiment::Ladder | Experiment::Growing => {
                self.comparisons.iter().rev().max_by_key(|c| (mode(c).threads, mode(c).mode.is_parallel()))
            }
        }
    }

    /// The comparison on the most lanes of the mode that the verdict is about, so that headline and findings have one subject. Where the
    /// lanes don't vary, or the widest is told anyway, it is the one that is told.
    pub(crate) fn widest(&self) -> Option<&Comparison> {
        let told = self.told()?;
        if self.report.settings.experiment != Experiment::Scaling {
            return Some(told);
        }
        let mode = |c: &Comparison| self.settings(c.mode_index);
        let same = |c: &&Comparison| mode(c).mode == mode(told).mode;
        self.comparisons.iter().filter(same).rev().max_by_key(|c| mode(c).threads)
    }

    /// Whether the verdict is about work that can't be shared.
    pub(crate) fn is_dependent(&self) -> bool {
        self.report.job.shape == Shape::Dependent
    }

    /// What limits the widest comparison, if it is parallel and not sure to be efficient. The first cause that fits is named, from what is
    /// certain to what is inferred.
    pub(crate) fn limit(&self) -> Option<(Limit, &Comparison)> {
        let comparison = self.widest()?;
        let mode = self.settings(comparison.mode_index);
        let rounds = self.mode(comparison.mode_index)?.samples as usize;
        if !mode.mode.is_parallel() {
            return None;
        }
        if self.is_dependent() {
            return Some((Limit::Dependency, comparison));
        }
        if mode.threads < 2 {
            return None;
        }
        let known = comparison.decision != Decision::Undecided && rounds >= FEWEST_ROUNDS;
        if !known || comparison.efficiency >= EFFICIENT {
            return None;
        }
        Some((self.cause(comparison, mode)?, comparison))
    }

    /// Nothing where lanes were busy and the ceiling doesn't show that there was more to have: a serial part doesn't explain that, and
    /// lanes that share a core are busy as well.
    fn cause(&self, comparison: &Comparison, mode: ModeSettings) -> Option<Limit> {
        let lanes = f64::from(mode.threads);
        let ceiling = summary::ceiling(&self.report.ceiling, mode.threads, comparison.speed_up);
        let overhead = self.median_of(comparison.mode_index, overhead);
        let uneven = self.median_of(comparison.mode_index, unevenness);
        let busy = summary::median_busy(self.report, comparison.mode_index as usize).unwrap_or(0.0);
        let serial = || comparison.serial_fraction.unwrap_or(1.0).clamp(0.0, 1.0);
        let cause = match ceiling {
            _ if self.report.machine.claimed_cores > 0 && mode.threads > self.report.machine.claimed_cores => {
                Limit::Cores
            }
            Some(most) if most < EFFICIENT * lanes && comparison.speed_up.value >= EFFICIENT * most => {
                Limit::Ceiling(most)
            }
            _ if overhead >= OVERHEAD => Limit::Overhead(overhead),
            _ if uneven >= UNEVEN => Limit::Uneven(uneven),
            Some(most) if busy >= BUSY && comparison.speed_up.value < EFFICIENT * most => {
                Limit::Memory { busy, ceiling: most }
            }
            _ if busy >= BUSY => return None,
            _ => Limit::Serial(serial()),
        };
        Some(cause)
    }

    /// The median over a mode's counted runs of what can be said of one; 0 where nothing can.
    fn median_of(&self, mode: u32, of: impl Fn(&Run) -> Option<f64>) -> f64 {
        let counted = |r: &&Run| r.mode_index == mode && !r.warmup && r.set_aside.is_none();
        stats::median(
            &self.report.runs.iter().filter(counted).filter_map(of).filter(|v| v.is_finite()).collect::<Vec<_>>(),
        )
    }
}

/// The share of a run that went into copying and waiting.
fn overhead(run: &Run) -> Option<f64> {
    let beside = |phase: Phase| matches!(phase, Phase::CopyIn | Phase::CopyOut | Phase::Wait);
    let beside_ms: f64 = run.phases.iter().filter(|p| beside(p.phase)).map(|p| p.ms).sum();
    (run.total_ms > 0.0).then(|| (beside_ms / run.total_ms).min(1.0))
}

/// The busiest lane's time in chunks over the average lane's.
fn unevenness(run: &Run) -> Option<f64> {
    // A trace from elsewhere may claim any number of lanes; only lanes with spans can be the busiest.
    let mut busiest: f64 = 0.0;
    let mut all = 0.0;
    let work = || run.trace.spans.iter().filter(|s| s.stage.is_work());
    let mut lanes: Vec<u32> = work().map(|s| s.lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    for lane in lanes {
        let ms: f64 = work().filter(|s| s.lane == lane).map(|s| s.end_ms - s.start_ms).sum();
        busiest = busiest.max(ms);
        all += ms;
    }
    (all > 0.0).then(|| busiest * f64::from(run.trace.lanes) / all)
}
