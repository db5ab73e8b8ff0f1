//! Samples by mode and round: what both the planner and the summary count.

use model::{LARGEST_BATCH, Report, Run, Sample, limits::LONGEST_MS};

/// The step taken for the clock's when none is given, so that a reading of 0 ms can stand below a fraction line: one microsecond, finer
/// than any browser's clock.
const FINEST_TICK_MS: f64 = 0.001;

/// The coarsest clock there is: a second.
const COARSEST_TICK_MS: f64 = 1e3;

/// The clock's step in milliseconds, from a microsecond to a second.
pub(crate) fn tick_ms(given: f64) -> f64 {
    if given.is_finite() { given.clamp(FINEST_TICK_MS, COARSEST_TICK_MS) } else { FINEST_TICK_MS }
}

/// The shortest time that one execution is taken for, so that no time is 0: a step of the clock, shared by the largest batch.
pub(crate) fn shortest_ms(clock_resolution_ms: f64) -> f64 {
    tick_ms(clock_resolution_ms) / f64::from(LARGEST_BATCH)
}

/// Whether a number can be a run's time in milliseconds. A report that nobody has checked may hold numbers whose ratio is no number any more.
pub(crate) fn is_time(ms: f64) -> bool {
    (0.0..=LONGEST_MS).contains(&ms)
}

/// The times that count, by mode; rounds ascend.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    modes: Vec<Vec<(u32, f64)>>,
}

impl Times {
    /// The measured times of `modes` modes: without warm-ups, without what was set aside, and without what is no time or names no mode.
    pub(crate) fn of(modes: usize, samples: impl IntoIterator<Item = Sample>) -> Self {
        let mut by_mode = vec![Vec::new(); modes];
        for sample in samples {
            if sample.warmup || sample.set_aside || !is_time(sample.total_ms) {
                continue;
            }
            if let Some(times) = by_mode.get_mut(sample.mode_index as usize) {
                times.push((sample.round, sample.total_ms));
            }
        }
        for times in &mut by_mode {
            times.sort_by_key(|&(round, _)| round);
            // A round has a mode once; a report that says otherwise keeps the first.
            times.dedup_by_key(|&mut (round, _)| round);
        }
        Self { modes: by_mode }
    }

    /// The same of a report.
    pub(crate) fn of_report(report: &Report) -> Self {
        Self::of(report.settings.modes.len(), report.runs.iter().map(sample))
    }

    /// A mode's times in the order of rounds, in milliseconds.
    pub(crate) fn of_mode(&self, mode: usize) -> Vec<f64> {
        self.modes[mode].iter().map(|&(_, ms)| ms).collect()
    }

    /// Times of two modes, in milliseconds, for every round that has both.
    pub(crate) fn pairs(&self, first: usize, second: usize) -> Vec<(f64, f64)> {
        self.in_all(&[first, second]).into_iter().map(|times| (times[0], times[1])).collect()
    }

    /// The times of some modes, in milliseconds, for every round that has them all.
    pub(crate) fn in_all(&self, modes: &[usize]) -> Vec<Vec<f64>> {
        let Some((&first, rest)) = modes.split_first() else { return Vec::new() };
        let find = |mode: usize, round: u32| {
            let times = &self.modes[mode];
            times.binary_search_by_key(&round, |&(round, _)| round).ok().map(|at| times[at].1)
        };
        let row = |&(round, ms): &(u32, f64)| {
            let others = rest.iter().map(|&mode| find(mode, round));
            std::iter::once(Some(ms)).chain(others).collect::<Option<Vec<f64>>>()
        };
        self.modes[first].iter().filter_map(row).collect()
    }
}

/// A run as the planner sees it.
pub(crate) fn sample(run: &Run) -> Sample {
    Sample {
        mode_index: run.mode_index,
        round: run.round,
        warmup: run.warmup,
        total_ms: run.total_ms,
        batch: run.batch,
        set_aside: run.set_aside.is_some(),
    }
}
