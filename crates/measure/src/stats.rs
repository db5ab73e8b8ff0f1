//! Robust statistics of a handful of times.
//!
//! Times have a floor and a long tail: one interruption can double a mean. So everything here rests on ranks: the
//! median, the median absolute deviation, Tukey's fences. Values are finite numbers; an empty list gives 0, which callers
//! keep out of reports by asking only about modes that have samples.

use crate::random::SplitMix64;
use model::Estimate;

/// Resamples of a bootstrap. One less than a multiple of 40, so that the 2.5 % and 97.5 % points are single resamples
/// (Davison and Hinkley, *Bootstrap Methods and their Application*, 1997, section 5.2).
const RESAMPLES: usize = 2_399;

/// Where every bootstrap starts: the same report gives the same interval, always and everywhere.
const BOOTSTRAP_SEED: u64 = 0x4_70a5_7e25;

/// The values in ascending order.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// The `p` quantile of ascending values, `p` from 0 to 1, interpolated between neighbours: definition 7 of Hyndman and
/// Fan, "Sample Quantiles in Statistical Packages" (1996), the one that spreadsheets, R and NumPy use. 0 for no values.
pub fn quantile(ascending: &[f64], p: f64) -> f64 {
    let Some(last) = ascending.len().checked_sub(1) else { return 0.0 };
    let at = p.clamp(0.0, 1.0) * last as f64;
    let below = ascending[at as usize];
    let above = ascending[(at as usize + 1).min(last)];
    below + (above - below) * at.fract()
}

/// The median of values in any order; 0 for no values.
pub fn median(values: &[f64]) -> f64 {
    quantile(&sorted(values), 0.5)
}

/// The median absolute deviation from the median, unscaled (Hampel 1974); 0 for no values.
pub fn median_absolute_deviation(values: &[f64]) -> f64 {
    let middle = median(values);
    median(&values.iter().map(|v| (v - middle).abs()).collect::<Vec<_>>())
}

/// Values beyond Tukey's outer fences, three interquartile ranges outside the quartiles (*Exploratory Data Analysis*,
/// 1977).
pub fn outliers(values: &[f64]) -> usize {
    let ascending = sorted(values);
    let (lower, upper) = (quantile(&ascending, 0.25), quantile(&ascending, 0.75));
    let reach = 3.0 * (upper - lower);
    values.iter().filter(|&&v| v < lower - reach || v > upper + reach).count()
}

/// The median with its 95 % interval, or `None` for no values.
///
/// The interval runs between two of the values: the k-th smallest and the k-th largest, k as large as the binomial
/// distribution allows (Thompson 1936; the sign test turned round). It assumes nothing of the shape of the distribution,
/// holds the true median in *at least* 95 % of experiments for any number of values from 6 on, and needs no random
/// numbers, where a bootstrap would only come near. With fewer than 6 values no such interval exists; the range of
/// the values is given, which holds the median in 1 − 2^(1−n) of experiments: 94 % for 5 values, 75 % for 3.
pub fn median_with_interval(values: &[f64]) -> Option<Estimate> {
    let ascending = sorted(values);
    let last = ascending.len().checked_sub(1)?;
    let skip = values_to_skip(ascending.len());
    Some(Estimate { value: quantile(&ascending, 0.5), low: ascending[skip], high: ascending[last - skip] })
}

/// How many of `n` values may be left out at either end, so that what is left still holds the median with 95 %: the
/// largest k for which a fair coin shows k heads or fewer in n throws with a probability of at most 2.5 %, or none.
fn values_to_skip(n: usize) -> usize {
    // Logarithms, because 2⁻ⁿ is no longer a number from n = 1075 on.
    let mut ln_term = -(n as f64) * std::f64::consts::LN_2;
    let mut tail = ln_term.exp();
    let mut heads = 0;
    while heads < n {
        ln_term += ((n - heads) as f64 / (heads + 1) as f64).ln();
        tail += ln_term.exp();
        if tail > 0.025 {
            break;
        }
        heads += 1;
    }
    // A single value has its tail cut off by n, not by the 2.5 %.
    heads.min(n.saturating_sub(1) / 2)
}

/// A ratio with its 95 % and 99 % intervals; both hold the same value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RatioIntervals {
    /// With the 95 % interval.
    pub(crate) in_95: Estimate,
    /// With the 99 % interval.
    pub(crate) in_99: Estimate,
}

impl RatioIntervals {
    /// Of a ratio that is so many times this one.
    pub(crate) fn times(self, factor: f64) -> Self {
        let times = |e: Estimate| Estimate { value: e.value * factor, low: e.low * factor, high: e.high * factor };
        Self { in_95: times(self.in_95), in_99: times(self.in_99) }
    }
}

/// The ratio of the medians of pairs, first over second, with its 95 % interval; `None` for no pairs.
///
/// Percentile bootstrap (Efron 1979) that draws whole pairs: what slowed both runs of a round stays together. Seconds
/// must be above 0. The interval holds the truth in 95 % of experiments from 8 pairs on, less often below; a single pair gives
/// an interval of no width.
pub fn ratio_of_medians(pairs: &[(f64, f64)]) -> Option<Estimate> {
    ratio_intervals(pairs).map(|ratio| ratio.in_95)
}

/// [`ratio_of_medians`] with both intervals.
pub(crate) fn ratio_intervals(pairs: &[(f64, f64)]) -> Option<RatioIntervals> {
    if pairs.is_empty() {
        return None;
    }
    let (mut firsts, mut seconds): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let value = median_in_place(&mut firsts) / median_in_place(&mut seconds);
    let mut random = SplitMix64::new(BOOTSTRAP_SEED);
    let ratios = (0..RESAMPLES)
        .map(|_| {
            for (first, second) in firsts.iter_mut().zip(&mut seconds) {
                (*first, *second) = pairs[random.below(pairs.len())];
            }
            median_in_place(&mut firsts) / median_in_place(&mut seconds)
        })
        .collect();
    let resamples = Resampled::new(ratios);
    Some(RatioIntervals { in_95: resamples.interval(value, 0.95), in_99: resamples.interval(value, 0.99) })
}

/// [`ratio_intervals`] without a bootstrap, as an estimate on the way: quick enough to be asked for after every round of an experiment with
/// thirty modes.
///
/// A median's standard error is s / 2√n, where s is the sparsity 1 / f at the median, read off the sample's quantiles at the distance of
/// Bofinger (1975). By the delta method the two medians' relative errors are combined with their signs paired by round, so that what
/// slowed both cancels. Normal quantiles make the intervals; the ratio's logarithm carries them.
pub(crate) fn quick_ratio_intervals(pairs: &[(f64, f64)]) -> Option<RatioIntervals> {
    if pairs.is_empty() {
        return None;
    }
    let n = pairs.len() as f64;
    let (firsts, seconds): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    // For a normal density at its median: (4.5 φ(0)⁴)^(1/5).
    let reach = (0.648 * n.powf(-0.2)).min(0.5);
    let middle_and_error = |values: &[f64]| {
        let ascending = sorted(values);
        let sparsity = (quantile(&ascending, 0.5 + reach) - quantile(&ascending, 0.5 - reach)) / (2.0 * reach);
        let middle = quantile(&ascending, 0.5);
        (middle, sparsity / (2.0 * middle))
    };
    let ((first, first_error), (second, second_error)) = (middle_and_error(&firsts), middle_and_error(&seconds));
    let side = |value: f64, middle: f64| if value == middle { 0.0 } else { (value - middle).signum() };
    let influence = |&(a, b): &(f64, f64)| first_error * side(a, first) - second_error * side(b, second);
    let variance = pairs.iter().map(|pair| influence(pair).powi(2)).sum::<f64>() / n;
    let (value, error) = (first / second, (variance / n).sqrt());
    let interval = |quantile: f64| {
        let reach = (quantile * error).min(700.0).exp();
        Estimate { value, low: value / reach, high: value * reach }
    };
    Some(RatioIntervals { in_95: interval(1.959_964), in_99: interval(2.575_829) })
}

/// The values of a bootstrap's resamples, from which intervals are read.
pub(crate) struct Resampled(Vec<f64>);

impl Resampled {
    /// Of values in any order.
    pub(crate) fn new(mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        Self(values)
    }

    /// The percentile interval around an estimate that holds this `share`; the estimate alone where there are no values.
    ///
    /// It is stretched where it would leave out the estimate itself.
    pub(crate) fn interval(&self, value: f64, share: f64) -> Estimate {
        let Self(values) = self;
        let tail = ((values.len() + 1) as f64 * (1.0 - share) / 2.0).round() as usize;
        let at = tail.saturating_sub(1).min(values.len().saturating_sub(1) / 2);
        let low = values.get(at).copied().unwrap_or(value);
        let high = values.len().checked_sub(at + 1).map_or(value, |at| values[at]);
        Estimate { value, low: low.min(value), high: high.max(value) }
    }
}

/// What `of` says of resampled rounds: indices below `rounds`, as many, drawn with replacement from a fixed seed.
///
/// 399 resamples: one less than a multiple of 40, as [`RESAMPLES`], and few enough for fits to be made of each while charts are drawn.
pub(crate) fn resampled_rounds<T>(rounds: usize, of: impl Fn(&[usize]) -> Option<T>) -> Vec<T> {
    let mut random = SplitMix64::new(BOOTSTRAP_SEED);
    let mut drawn = vec![0; rounds];
    (0..399)
        .filter_map(|_| {
            drawn.fill_with(|| random.below(rounds));
            of(&drawn)
        })
        .collect()
}

/// The median of each column over some rows.
pub(crate) fn medians(rows: &[Vec<f64>], drawn: &[usize]) -> Vec<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    let column = |at: usize| median_in_place(&mut drawn.iter().map(|&row| rows[row][at]).collect::<Vec<_>>());
    if drawn.is_empty() { Vec::new() } else { (0..columns).map(column).collect() }
}

/// Spearman's rank correlation of values with their order, from −1 to 1; equal values share their mean rank (so it is Pearson's
/// correlation of the ranks). 0 where all are equal, or fewer than two.
pub fn rank_correlation_with_order(values: &[f64]) -> f64 {
    let n = values.len();
    let mut by_value: Vec<usize> = (0..n).collect();
    by_value.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let (mut ranks, mut below) = (vec![0.0; n], 0);
    for equals in by_value.chunk_by(|&a, &b| values[a] == values[b]) {
        for &at in equals {
            ranks[at] = below as f64 + (equals.len() as f64 + 1.0) / 2.0;
        }
        below += equals.len();
    }
    let middle = (n as f64 + 1.0) / 2.0;
    let (mut both, mut of_order, mut of_ranks) = (0.0, 0.0, 0.0);
    for (at, rank) in ranks.iter().enumerate() {
        let (x, y) = (at as f64 + 1.0 - middle, rank - middle);
        both += x * y;
        of_order += x * x;
        of_ranks += y * y;
    }
    if of_ranks > 0.0 { (both / (of_order * of_ranks).sqrt()).clamp(-1.0, 1.0) } else { 0.0 }
}

/// The median of at least one value, without sorting them all: a bootstrap asks thousands of times.
fn median_in_place(values: &mut [f64]) -> f64 {
    let half = values.len() / 2;
    let odd = values.len() % 2 == 1;
    let (below, &mut middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    if odd {
        return middle;
    }
    let below = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    below + (middle - below) * 0.5
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn medians_and_deviations_of_known_examples() {
        assert_eq!(median(&[]), 0.0);
        assert_eq!(median(&[5.0]), 5.0);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), 2.5);
        // The example of the encyclopaedias: deviations 1 1 0 0 2 4 7.
        assert_eq!(median_absolute_deviation(&[1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0]), 1.0);
    }

    #[test]
    fn quantiles_of_a_published_example() {
        // R's manual page for `quantile`, type 7, on 1..=10, and the well-known 15 20 35 40 50.
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(quantile(&ten, 0.25), 3.25);
        assert_eq!(quantile(&ten, 0.5), 5.5);
        assert_eq!(quantile(&ten, 0.75), 7.75);
        let five = [15.0, 20.0, 35.0, 40.0, 50.0];
        assert!((quantile(&five, 0.4) - 29.0).abs() < 1e-12);
        assert_eq!((quantile(&five, 0.0), quantile(&five, 1.0)), (15.0, 50.0));
    }

    #[test]
    fn outer_fences() {
        // Quartiles 3.25 and 7.75 without the last value's pull; 3 × IQR beyond them is far out.
        let mut values: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(outliers(&values), 0);
        values.push(30.0);
        assert_eq!(outliers(&values), 1, "quartiles 3.5 and 8.5, fence 23.5");
        values.push(-20.0);
        assert_eq!(outliers(&values), 2);
        assert_eq!(outliers(&[2.0; 5]), 0);
    }

    #[test]
    fn ranks_of_the_interval_match_the_published_table() {
        // Conover, Practical Nonparametric Statistics: the number of values left out below, by sample size.
        let table =
            [(1, 0), (5, 0), (6, 0), (8, 0), (9, 1), (11, 1), (12, 2), (15, 3), (20, 5), (25, 7), (50, 17), (100, 39)];
        for (n, skip) in table {
            assert_eq!(values_to_skip(n), skip, "n = {n}");
        }
        // The normal approximation, n/2 − 1.96 √n / 2, far beyond where 2⁻ⁿ is a number.
        assert!((values_to_skip(4_000) as f64 - (2_000.0 - 1.96 * 4_000f64.sqrt() / 2.0)).abs() < 2.0);
    }

    #[test]
    fn pairs_that_all_have_one_ratio_leave_no_doubt() {
        let pairs: Vec<(f64, f64)> = (1..=9).map(|i| (3.0 * f64::from(i), f64::from(i))).collect();
        assert_eq!(ratio_of_medians(&pairs), Some(Estimate { value: 3.0, low: 3.0, high: 3.0 }));
        assert_eq!(ratio_of_medians(&[]), None);
    }

    #[test]
    fn rank_correlations_of_known_examples() {
        assert_eq!(rank_correlation_with_order(&[]), 0.0);
        assert_eq!(rank_correlation_with_order(&[3.0; 9]), 0.0);
        assert_eq!(rank_correlation_with_order(&[1.0, 5.0, 70.0]), 1.0);
        assert_eq!(rank_correlation_with_order(&[9.0, 5.0, 1.0]), -1.0);
        // 1 − 6 Σd² / n (n² − 1) without ties: ranks 2 1 4 3 5, Σd² = 4.
        assert!((rank_correlation_with_order(&[20.0, 10.0, 40.0, 30.0, 50.0]) - 0.8).abs() < 1e-12);
        // Ranks 1.5 1.5 3: Pearson of 1 2 3 with them is √3 / 2.
        assert!((rank_correlation_with_order(&[7.0, 7.0, 8.0]) - 0.75f64.sqrt()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_quick_median_is_the_median(mut values in prop::collection::vec(-1e6..1e6f64, 1..40)) {
            let expected = median(&values);
            prop_assert_eq!(median_in_place(&mut values), expected);
        }

        #[test]
        fn an_interval_holds_its_median(values in prop::collection::vec(0.0..1e6f64, 1..40)) {
            let e = median_with_interval(&values).unwrap();
            prop_assert!(e.low <= e.value && e.value <= e.high);
        }
    }
}
