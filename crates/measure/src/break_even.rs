//! How times depend on the picture's size, and from which size on a mode wins.
//!
//! A run costs something whatever it does, and something for every pixel: T(x) = overhead + pixel × x. The line is fitted to the medians of
//! every size with residuals relative to the time (so that 8 × 8 pixels count as much as twelve million), robustly, and with neither part
//! below 0. Two lines cross at most once. What *surely* wins is decided by the comparison at each measured size, not by the lines.

use model::{
    BreakEven, Comparison, Crossing, CurvePoint, Decision, Estimate, Experiment, ModeSettings, Report, SizeLine, Wins,
};

use crate::{
    comparing::FEWEST_ROUNDS,
    least_squares,
    samples::{Times, shortest_ms},
    stats::{self, Resampled},
};

/// Two sizes make a line, but only a third can contradict it.
const FEWEST_SIZES: usize = 3;

/// The largest crossing that is told: no picture has more pixels.
const MOST_PIXELS: f64 = 1e12;

/// Nanoseconds in a millisecond.
const NS: f64 = 1e6;

/// What the times at several sizes say, where the size was varied.
pub(crate) fn break_even(report: &Report, times: &Times, comparisons: &[Comparison]) -> Option<BreakEven> {
    if report.settings.experiment != Experiment::BreakEven {
        return None;
    }
    let series = series(report, times);
    let base = series.first()?;
    let crossings = series[1..].iter().map(|other| crossing(report, times, comparisons, base, other)).collect();
    Some(BreakEven { lines: series.iter().filter_map(|one| line(report, times, one)).collect(), crossings })
}

/// A mode at several sizes: pixels and the mode's index, ascending.
struct Series {
    mode: ModeSettings,
    points: Vec<(f64, usize)>,
}

/// Every mode at its sizes, in the order of the settings.
fn series(report: &Report, times: &Times) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for (at, &settings) in report.settings.modes.iter().enumerate() {
        if times.of_mode(at).is_empty() {
            continue;
        }
        let pixels = settings.size.unwrap_or(report.job.input.size).pixels().max(1) as f64;
        let mode = ModeSettings { size: None, ..settings };
        match all.iter_mut().find(|one| one.mode == mode) {
            Some(one) => one.points.push((pixels, at)),
            None => all.push(Series { mode, points: vec![(pixels, at)] }),
        }
    }
    for one in &mut all {
        one.points.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    all.retain(|one| one.points.len() >= FEWEST_SIZES);
    all
}

/// The times of some series in the rounds that have them all, one column a point; none is 0. Nothing where such rounds are fewer than
/// [`FEWEST_ROUNDS`]: intervals from their resamples would promise too much.
fn rounds(report: &Report, times: &Times, series: &[&Series]) -> Option<Vec<Vec<f64>>> {
    let modes: Vec<usize> = series.iter().flat_map(|one| one.points.iter().map(|&(_, at)| at)).collect();
    let least = shortest_ms(report.machine.clock_resolution_ms);
    let above = |row: Vec<f64>| row.into_iter().map(|ms| ms.max(least)).collect();
    let rounds: Vec<Vec<f64>> = times.in_all(&modes).into_iter().map(above).collect();
    (rounds.len() >= FEWEST_ROUNDS).then_some(rounds)
}

/// Overhead in milliseconds and milliseconds a pixel.
fn fit(points: &[(f64, usize)], medians: &[f64]) -> Option<[f64; 2]> {
    let terms: Vec<[f64; 2]> = points.iter().map(|&(pixels, _)| [1.0, pixels]).collect();
    Some(least_squares::relative(&terms, medians)?.0)
}

fn line(report: &Report, times: &Times, series: &Series) -> Option<SizeLine> {
    let rounds = rounds(report, times, &[series])?;
    let of = |drawn: &[usize]| fit(&series.points, &stats::medians(&rounds, drawn));
    let best = of(&(0..rounds.len()).collect::<Vec<_>>())?;
    let resamples = stats::resampled_rounds(rounds.len(), of);
    let interval =
        |of: &dyn Fn(&[f64; 2]) -> f64| Resampled::new(resamples.iter().map(of).collect()).interval(of(&best), 0.95);
    let at = |&(pixels, _): &(f64, usize)| CurvePoint { at: pixels, value: interval(&|[a, b]| a + b * pixels) };
    Some(SizeLine {
        mode: series.mode,
        mode_indices: series.points.iter().map(|&(_, at)| at as u32).collect(),
        overhead_ms: interval(&|[overhead, _]| *overhead),
        pixel_ns: interval(&|[_, pixel]| pixel * NS),
        curve: series.points.iter().map(at).collect(),
    })
}

fn crossing(report: &Report, times: &Times, comparisons: &[Comparison], base: &Series, other: &Series) -> Crossing {
    // A size that couldn't be compared is one that nothing is known of.
    let decision = |&(_, at): &(f64, usize)| {
        comparisons.iter().find(|c| c.mode_index as usize == at).map_or(Decision::Undecided, |c| c.decision)
    };
    let (wins, from) = wins(&other.points.iter().map(decision).collect::<Vec<_>>());
    let own = report.job.input.size;
    let smallest = other.points.get(from).map(|&(_, at)| report.settings.modes[at].size.unwrap_or(own));
    Crossing { mode: other.mode, wins, pixels: pixels(report, times, base, other), smallest }
}

/// What the decisions at ascending sizes come to, and how many of them come before the size from which on all are faster: all of them
/// where the largest isn't. That a mode never wins takes every size to be decided; one where it might be faster leaves the question open.
fn wins(decisions: &[Decision]) -> (Wins, usize) {
    let from = decisions.len() - decisions.iter().rev().take_while(|&&d| d == Decision::Faster).count();
    let no_faster = |d: &Decision| matches!(d, Decision::Same | Decision::Slower);
    let wins = match from {
        _ if decisions.is_empty() => Wins::Undecided,
        0 => Wins::Always,
        from if from < decisions.len() => Wins::From,
        _ if decisions.iter().all(no_faster) => Wins::Never,
        _ => Wins::Undecided,
    };
    (wins, from)
}

/// Where the lines cross so that the other mode is faster beyond, with the interval. A resample whose lines don't cross puts the crossing at
/// an end: at 0 where the other mode costs less from the first pixel on, beyond every picture where it never does.
fn pixels(report: &Report, times: &Times, base: &Series, other: &Series) -> Option<Estimate> {
    let rounds = rounds(report, times, &[base, other])?;
    let of = |drawn: &[usize]| {
        let medians = stats::medians(&rounds, drawn);
        let (bases, others) = medians.split_at_checked(base.points.len())?;
        let ([base_ms, base_pixel], [other_ms, other_pixel]) = (fit(&base.points, bases)?, fit(&other.points, others)?);
        Some(match (other_ms - base_ms, base_pixel - other_pixel) {
            (more, less) if more > 0.0 && less > 0.0 => (more / less).min(MOST_PIXELS),
            (_, less) if less > 0.0 => 0.0,
            _ => MOST_PIXELS,
        })
    };
    let best = of(&(0..rounds.len()).collect::<Vec<_>>())?;
    let resamples = stats::resampled_rounds(rounds.len(), of);
    (best > 0.0 && best < MOST_PIXELS).then(|| Resampled::new(resamples).interval(best, 0.95))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Decision::{Faster, Same, Slower, Undecided};

    #[test]
    fn one_size_that_is_not_known_leaves_never_open() {
        assert_eq!(wins(&[Slower, Slower, Same]).0, Wins::Never);
        assert_eq!(wins(&[Slower, Undecided, Same]).0, Wins::Undecided);
        assert_eq!(wins(&[Slower, Faster, Same]).0, Wins::Undecided);
        assert_eq!(wins(&[Slower, Same, Undecided]).0, Wins::Undecided);
        assert_eq!(wins(&[Faster, Faster, Faster]), (Wins::Always, 0));
        assert_eq!(wins(&[Undecided, Faster, Faster]), (Wins::From, 1));
        assert_eq!(wins(&[Faster, Slower, Faster]), (Wins::From, 2));
        assert_eq!(wins(&[]).0, Wins::Undecided);
    }
}
