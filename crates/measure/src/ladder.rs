//! From the slowest way of doing a job to the fastest: what each kind of work on the code gains.

use model::{Experiment, Mode, ModeSummary, Place, Report, Rung};

use crate::{samples::Times, summary};

/// Modes in the order of the rungs.
const ORDER: [Mode; 5] = [Mode::Js, Mode::Scalar, Mode::Simd, Mode::Threads, Mode::Workers];

/// Kinds of modes from which on a race is a ladder, too.
const RUNGS_OF_A_RACE: usize = 3;

/// The fastest mode of each kind, in order; none where the experiment is no ladder. A mode on the page's own thread is no rung.
pub(crate) fn rungs(report: &Report, times: &Times, modes: &[ModeSummary]) -> Vec<Rung> {
    let fastest = |kind: Mode| {
        let own = modes.iter().filter(|own| own.mode.mode == kind && own.mode.place == Place::Worker);
        own.min_by(|a, b| a.median_ms.value.total_cmp(&b.median_ms.value))
    };
    let climbed: Vec<&ModeSummary> = ORDER.into_iter().filter_map(fastest).collect();
    let is_ladder = match report.settings.experiment {
        Experiment::Ladder => true,
        Experiment::Race => climbed.len() >= RUNGS_OF_A_RACE,
        Experiment::Scaling | Experiment::Growing | Experiment::BreakEven | Experiment::Chunks => false,
    };
    if !is_ladder {
        return Vec::new();
    }
    let over = |from: u32, to: u32| {
        let (from, to) = (from as usize, to as usize);
        Some(summary::ratio(report, &times.pairs(from, to), from, to)?.in_95)
    };
    let rung = |(at, own): (usize, &&ModeSummary)| {
        // Threads and workers stand beside each other.
        let before = climbed[..at].iter().rev().find(|before| !before.mode.mode.is_parallel());
        let from_index = before.map(|before| before.mode_index);
        let lowest = climbed.first().filter(|_| at > 0).map(|lowest| lowest.mode_index);
        Rung {
            mode_index: own.mode_index,
            from_index,
            gain: from_index.and_then(|from| over(from, own.mode_index)),
            in_all: lowest.and_then(|lowest| over(lowest, own.mode_index)),
        }
    };
    climbed.iter().enumerate().map(rung).collect()
}
