//! Filter weights as whole numbers.
//!
//! Weights are computed in 64-bit floats and rounded to fixed point so that they sum to exactly one: a flat area
//! stays what it was. It is the running total that is rounded, and each weight is the step between two totals: the
//! error of a weight is passed on to its neighbour and never adds up.
//!
//! The mathematical functions of a platform's library differ in their last bits, and a last bit can tip a rounding.
//! So the exponential and the sine are summed here from their series with basic operations, which IEEE 754 fixes: the
//! weights are the same everywhere.

/// `weights` over their total, as whole numbers that sum to `1 << bits`.
pub fn to_fixed(weights: &[f64], bits: u32) -> impl Iterator<Item = i16> {
    let one = f64::from(1 << bits);
    let total: f64 = weights.iter().sum();
    let (mut running, mut before) = (0.0, 0);
    weights.iter().enumerate().map(move |(i, weight)| {
        running += weight;
        let now = if i + 1 == weights.len() { 1 << bits } else { (running / total * one).round() as i32 };
        let fixed = now - before;
        before = now;
        fixed as i16
    })
}

/// e to the power of `x`, for |x| ≤ 2.
pub fn exp(x: f64) -> f64 {
    // 2³⁰ / 30! < 10⁻²³.
    (1..30).rev().fold(1.0, |sum, n| 1.0 + sum * x / f64::from(n))
}

/// The series' factors 1 / (2n (2n + 1)): divisions in the loop made a plan of 100 000 weights take 2 ms.
const SINE_FACTORS: [f64; 10] = {
    let mut factors = [0.0; 10];
    let mut n = 0;
    while n < factors.len() {
        factors[n] = 1.0 / ((2 * n + 2) * (2 * n + 3)) as f64;
        n += 1;
    }
    factors
};

/// sin(πx) / (πx), for |x| ≤ 4.
pub fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    // sin(πx) = ± sin(π · (x − nearest whole number)), where the series needs few terms: (π/2)²³ / 23! < 10⁻¹⁷.
    let nearest = x.round();
    let sign = if nearest % 2.0 == 0.0 { 1.0 } else { -1.0 };
    let angle = (x - nearest) * std::f64::consts::PI;
    let square = angle * angle;
    let sine = SINE_FACTORS.iter().rev().fold(1.0, |sum, factor| 1.0 - sum * square * factor) * angle;
    sign * sine / (x * std::f64::consts::PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_weights_sum_to_one_and_their_totals_stay_within_half_a_step() {
        let weights: Vec<f64> = (0..331).map(|i| (f64::from(i) * 0.37).sin() + 0.9).collect();
        let total: f64 = weights.iter().sum();
        let fixed: Vec<i16> = to_fixed(&weights, 14).collect();
        let (mut exact, mut rounded) = (0.0, 0);
        for (weight, fixed) in weights.iter().zip(&fixed) {
            exact += weight / total * 16384.0;
            rounded += i32::from(*fixed);
            assert!((exact - f64::from(rounded)).abs() <= 0.5 + 1e-9);
        }
        assert_eq!(rounded, 16384);
    }

    #[test]
    fn the_series_agree_with_the_library() {
        for i in -400..=400 {
            let x = f64::from(i) / 100.0;
            let library = if i == 0 { 1.0 } else { (x * std::f64::consts::PI).sin() / (x * std::f64::consts::PI) };
            assert!((sinc(x) - library).abs() < 1e-15, "sinc({x})");
            assert!((exp(x / 2.0) / (x / 2.0).exp() - 1.0).abs() < 1e-14, "exp({})", x / 2.0);
        }
    }
}
