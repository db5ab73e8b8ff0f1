//! What is compared with what, and what follows from an interval.
//!
//! Two intervals share the work. A mode is called faster or slower only where the **99 %** interval leaves out 1: of a hundred modes
//! compared with themselves one is wronged, not five. It is called the same where the **95 %** interval lies within ±5 %. A mode that is
//! 4 % slower, surely, is therefore slower and not the same.

use model::{Decision, Estimate, Experiment, ModeSettings, Settings, Size};

use crate::stats::{self, RatioIntervals};

/// The fewest rounds that can decide anything. In 5 000 simulated races of a mode against itself the 95 % interval of the speed-up
/// held the truth in 93.7 % with 6 rounds and 93.8 % with 7, which is less than it says, in 95.7 % with 8 and 97.2 % with 9.
/// (`tests/experiments.rs` has the simulation.)
pub const FEWEST_ROUNDS: usize = 8;

/// Half-width of "no difference that matters" around a speed-up of 1.
const SAME_WITHIN: f64 = 0.05;

/// The mode that another is compared with: the first of the same picture size, else the first of all. Where the picture grows with the
/// lanes, it is the first of all, on its own smaller picture.
pub(crate) fn baseline(settings: &Settings, mode: usize) -> usize {
    if settings.experiment == Experiment::Growing {
        return 0;
    }
    let size = settings.modes[mode].size;
    settings.modes.iter().position(|other| other.size == size).filter(|&first| first < mode).unwrap_or(0)
}

/// Every mode that is compared, with its baseline. The first mode of a picture size has nothing to be compared with.
pub(crate) fn compared(settings: &Settings) -> Vec<(usize, usize)> {
    let first_of_size =
        |mode: usize| !settings.modes[..mode].iter().any(|other| other.size == settings.modes[mode].size);
    let alone = |mode: usize| settings.experiment != Experiment::Growing && first_of_size(mode);
    (1..settings.modes.len()).filter(|&mode| !alone(mode)).map(|mode| (baseline(settings, mode), mode)).collect()
}

/// The pixels of `mode`'s picture over those of `base`'s; `own` is the job's own size. 1 where nothing varies.
pub(crate) fn more_work(base: ModeSettings, mode: ModeSettings, own: Size) -> f64 {
    let pixels = |mode: ModeSettings| mode.size.unwrap_or(own).pixels().max(1) as f64;
    if base.size == mode.size { 1.0 } else { pixels(mode) / pixels(base) }
}

/// The speed-up of pairs of times (baseline, other) with its 95 % and 99 % intervals, as `intervals` makes them, widened by what the clock
/// can't tell; `None` for no pairs. `steps` are what the two times are known to.
///
/// A clock moves in steps, so a time is known to one step at best, and twenty equal readings don't make it better. Readings that spread
/// over more than a step do: their rounding differs from run to run like any other noise, and is in the interval already (which is why noise
/// is added to pictures with few colours, too). What their median absolute deviation leaves of a step widens the interval on either side.
/// Where a batch was timed, a step is shared by its runs.
pub(crate) fn speed_up(
    pairs: &[(f64, f64)],
    [base_step, other_step]: [f64; 2],
    intervals: impl Fn(&[(f64, f64)]) -> Option<RatioIntervals>,
) -> Option<RatioIntervals> {
    let pairs: Vec<(f64, f64)> =
        pairs.iter().map(|&(base, other)| (base.max(base_step), other.max(other_step))).collect();
    let ratio = intervals(&pairs)?;
    let (bases, others): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    // A time is taken to be half a step at least, so that the upper end stays a number.
    let shares = |times: &[f64], step: f64| {
        let ms = stats::median(times);
        let unknown = (step - stats::median_absolute_deviation(times)).max(0.0);
        ((ms - unknown).max(step / 2.0) / ms, (ms + unknown) / ms)
    };
    let ((base_shorter, base_longer), (other_shorter, other_longer)) =
        (shares(&bases, base_step), shares(&others, other_step));
    let widened = |e: Estimate| Estimate {
        value: e.value,
        low: e.low * base_shorter / other_longer,
        high: e.high * base_longer / other_shorter,
    };
    Some(RatioIntervals { in_95: widened(ratio.in_95), in_99: widened(ratio.in_99) })
}

/// What follows from a speed-up over so many rounds.
pub(crate) fn decide(speed_up: &RatioIntervals, rounds: usize) -> Decision {
    match speed_up {
        _ if rounds < FEWEST_ROUNDS => Decision::Undecided,
        RatioIntervals { in_99, .. } if in_99.low > 1.0 => Decision::Faster,
        RatioIntervals { in_99, .. } if in_99.high < 1.0 => Decision::Slower,
        RatioIntervals { in_95, .. } if within(in_95) => Decision::Same,
        _ => Decision::Undecided,
    }
}

/// Whether more rounds could still change what a visitor is told: the interval holds 1 or one of the borders of "no difference that
/// matters", and doesn't lie between them.
pub(crate) fn is_clear(speed_up: &RatioIntervals) -> bool {
    let Estimate { low, high, .. } = speed_up.in_95;
    let on_one_side = |border: f64| low > border || high < border;
    within(&speed_up.in_95)
        || (on_one_side(1.0 - SAME_WITHIN)
            && on_one_side(1.0 + SAME_WITHIN)
            && (speed_up.in_99.low > 1.0 || speed_up.in_99.high < 1.0))
}

fn within(e: &Estimate) -> bool {
    e.low >= 1.0 - SAME_WITHIN && e.high <= 1.0 + SAME_WITHIN
}
