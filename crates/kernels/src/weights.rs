//! Filter weights as whole numbers.
//!
//! Weights are computed in 64-bit floats and rounded to fixed point so that they sum to exactly one: a flat area
//! stays what it was. It is the running total that is rounded, and each weight is the step between two totals: the
//! error of a weight is passed on to its neighbour and never adds up.
//!
//! Exponential and sine are summed from their series (see `maths`), so the weights are the same everywhere.

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

/// The series' factors 1 / (2n (2n + 1)): divisions in the loop are most of a plan's time.
const SINE_FACTORS: [f64; 10] = {
    let mut factors = [0.0; 10];
    let mut n = 0;
    while n < factors.len() {
        factors[n] = 1.0 / ((2 * n + 2) * (2 * n + 3)) as f64;
        n += 1;
    }
    factors
};

/// Lanczos' window of three lobes, sinc(d) · sinc(d / 3), for 0 ≤ d < 3.
///
/// sin 3α = sin α (3 − 4 sin² α), so one sine does for both: with s = sin(πd / 3) it is 3 s² (3 − 4 s²) / (πd)².
pub fn lanczos3(d: f64) -> f64 {
    if d == 0.0 {
        return 1.0;
    }
    // The sine's square has a period of one; around the nearest whole number few terms do: (π/2)²³ / 23! < 10⁻¹⁷.
    let third = d / 3.0;
    let angle = (third - third.round()) * std::f64::consts::PI;
    let square = angle * angle;
    let sine = SINE_FACTORS.iter().rev().fold(1.0, |sum, factor| 1.0 - sum * square * factor) * angle;
    let (s2, pi_d) = (sine * sine, d * std::f64::consts::PI);
    3.0 * s2 * (3.0 - 4.0 * s2) / (pi_d * pi_d)
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
    fn the_window_agrees_with_the_library() {
        for i in 0..300 {
            let d = f64::from(i) / 100.0;
            let sinc =
                |x: f64| if i == 0 { 1.0 } else { (x * std::f64::consts::PI).sin() / (x * std::f64::consts::PI) };
            assert!((lanczos3(d) - sinc(d) * sinc(d / 3.0)).abs() < 2e-15, "lanczos3({d})");
        }
    }
}
