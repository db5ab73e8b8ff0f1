//! When a mode has warmed up.
//!
//! The first calls run code from a quick compiler, in memory that is touched for the first time; the optimising compiler works in the
//! background meanwhile, and at some call its code takes over: times fall, sometimes sixfold. Warming up ends when they no longer fall.

use crate::stats;

/// Runs after which times may be called settled …
const ENOUGH_RUNS: usize = 10;

/// … or milliseconds: long runs needn't be repeated ten times, since the compilers have had their time.
const ENOUGH_MS: f64 = 300.0;

/// A time this much below the best one before is a fall …
const FALL: f64 = 0.03;

/// … unless times jump about as much from run to run anyway: so many times the usual jump is one, too.
const JUMPS: f64 = 1.5;

/// Whether a mode's times have settled: there are at least two, ten of them or 300 ms in all, and the best of the last ones (a third of
/// them, at most three) is no fall below the best before. Bests, since noise mostly adds to a time; and the usual jump between neighbours
/// tells noise from a fall, as a steady fall makes small jumps.
///
/// `runs` are times of one execution in milliseconds and how many were made of each, in order.
pub(crate) fn settled(runs: &[(f64, u32)]) -> bool {
    if runs.len() < 2 {
        return false;
    }
    let all_ms: f64 = runs.iter().map(|&(ms, batch)| ms * f64::from(batch.max(1))).sum();
    let (earlier, last) = runs.split_at(runs.len() - runs.len().div_ceil(3).min(3));
    let best = |runs: &[(f64, u32)]| runs.iter().map(|&(ms, _)| ms).fold(f64::INFINITY, f64::min);
    let jump = |pair: &[(f64, u32)]| (pair[1].0 - pair[0].0).abs() / pair[0].0.max(f64::MIN_POSITIVE);
    let jumps: Vec<f64> = earlier.windows(2).map(jump).collect();
    let fall = (JUMPS * stats::median(&jumps)).clamp(FALL, 1.0);
    (runs.len() >= ENOUGH_RUNS || all_ms >= ENOUGH_MS) && best(last) >= (1.0 - fall) * best(earlier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(times: &[f64]) -> Vec<(f64, u32)> {
        times.iter().map(|&ms| (ms, 1)).collect()
    }

    #[test]
    fn falling_times_have_not_settled() {
        assert!(!settled(&[]));
        assert!(!settled(&all(&[400.0])), "one time says nothing");
        assert!(!settled(&all(&[600.0, 100.0])), "it fell a moment ago");
        assert!(settled(&all(&[600.0, 100.0, 101.0])));
        assert!(settled(&all(&[400.0, 400.0])), "long runs needn't be repeated ten times");
        assert!(!settled(&all(&[1.0; 9])), "short ones must");
        assert!(settled(&all(&[1.0; 10])));
        let late = [6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 1.0];
        let slowly: Vec<f64> = (0..12).map(|run| 100.0 * 0.9f64.powi(run)).collect();
        assert!(!settled(&all(&slowly)));
        let noisy = [100.0, 108.0, 101.0, 112.0, 104.0, 99.0, 110.0, 103.0, 106.0, 95.0];
        assert!(settled(&all(&noisy)), "4 % is no fall where neighbours differ by 8 %");
        assert!(!settled(&all(&late)), "the optimising compiler's code arrived with the tenth");
    }
}
