//! Whether times rose or fell from round to round, as with heat or other programs.

use crate::{comparing::FEWEST_ROUNDS, stats};

/// The least drift that is told.
const DRIFT: f64 = 0.5;

/// How probable a drift may be where nothing changes: in one experiment of a hundred, over all its modes (Bonferroni).
const LEVEL: f64 = 0.01;

/// Spearman's rank correlation of times with their order; 0 for fewer than [`FEWEST_ROUNDS`].
pub(crate) fn correlation(times: &[f64]) -> f64 {
    if times.len() < FEWEST_ROUNDS { 0.0 } else { stats::rank_correlation_with_order(times) }
}

/// Whether such a correlation over `n` times of one of `modes` modes is worth a word, and more than chance.
pub(crate) fn is_real(correlation: f64, n: usize, modes: usize) -> bool {
    correlation.abs() > DRIFT && chance(correlation, n as u32) * modes as f64 <= LEVEL
}

/// The probability of a rank correlation of this size or more, either way, over `n` samples without any trend; 1 for fewer than five.
///
/// Student's t with n − 2 degrees of freedom, as is usual for Spearman's coefficient (Zar, JASA 67, 1972), written as the density of the
/// coefficient itself, which is as (1 − x²)^((n − 4) / 2). Its tail is summed by the midpoint rule.
fn chance(correlation: f64, n: u32) -> f64 {
    const STEPS: u32 = 1000;
    if n < 5 {
        return 1.0;
    }
    let power = f64::from(n - 4) / 2.0;
    let density = |x: f64| (1.0 - x * x).powf(power);
    let integral = |from: f64| {
        let step = (1.0 - from) / f64::from(STEPS);
        step * (0..STEPS).map(|at| density(from + (f64::from(at) + 0.5) * step)).sum::<f64>()
    };
    integral(correlation.abs().min(1.0)) / integral(0.0)
}
