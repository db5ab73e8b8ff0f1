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

/// The ratio of the medians of pairs, first over second, with its 95 % interval; `None` for no pairs.
///
/// Percentile bootstrap (Efron 1979) that draws whole pairs: what slowed both runs of a round stays together. Seconds
/// must be above 0. The interval holds the truth in 95 % of experiments from 8 pairs on, less often below; a single pair gives
/// an interval of no width.
pub fn ratio_of_medians(pairs: &[(f64, f64)]) -> Option<Estimate> {
    if pairs.is_empty() {
        return None;
    }
    let (mut firsts, mut seconds): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let value = median_in_place(&mut firsts) / median_in_place(&mut seconds);
    let mut random = SplitMix64::new(BOOTSTRAP_SEED);
    let mut ratios: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            for (first, second) in firsts.iter_mut().zip(&mut seconds) {
                (*first, *second) = pairs[random.below(pairs.len())];
            }
            median_in_place(&mut firsts) / median_in_place(&mut seconds)
        })
        .collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let tail = (RESAMPLES + 1) / 40;
    Some(Estimate { value, low: ratios[tail - 1], high: ratios[RESAMPLES - tail] })
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
