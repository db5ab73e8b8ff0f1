//! Weighted, robust, non-negative least squares for models of up to three terms.

/// Refits with Huber's weights; they settle within a few.
const REWEIGHTINGS: usize = 8;

/// Huber's constant, in robust standard deviations: 95 % efficiency for normal residuals.
const HUBER: f64 = 1.345;

/// Coefficients, none below 0, for which Σ coefficient × term comes near the targets, and the sum of squared relative residuals.
///
/// Residuals are relative to the targets, which are above 0: a time's noise is in proportion to it. Huber's weights (1964), by iterated
/// reweighting, keep one odd point from bending the curve, where there are at least two points more than terms; with fewer there's nothing
/// to say which one is odd. With so few terms the best set of those that aren't 0 is found by trying them all, which is exact
/// (Lawson and Hanson, *Solving Least Squares Problems*, 1974, chapter 23, walk through the same sets).
pub(crate) fn relative<const K: usize>(terms: &[[f64; K]], targets: &[f64]) -> Option<([f64; K], f64)> {
    let mut rows: Vec<[f64; K]> = Vec::with_capacity(targets.len());
    for (terms, target) in terms.iter().zip(targets) {
        rows.push(terms.map(|term| term / target));
    }
    let mut weights = vec![1.0; rows.len()];
    let mut found = non_negative(&rows, &weights)?;
    let residual = |coefficients: &[f64; K], row: &[f64; K]| 1.0 - dot(coefficients, row);
    if rows.len() >= K + 2 {
        for _ in 0..REWEIGHTINGS {
            let residuals: Vec<f64> = rows.iter().map(|row| residual(&found, row).abs()).collect();
            // The median of |residuals| of a normal distribution is 0.6745 standard deviations; K of the residuals are as good as fitted.
            let scale =
                crate::stats::median(&residuals) / 0.6745 * (rows.len() as f64 / (rows.len() - K) as f64).sqrt();
            if scale < 1e-9 {
                break;
            }
            for (weight, residual) in weights.iter_mut().zip(&residuals) {
                *weight = (HUBER * scale / residual).min(1.0);
            }
            found = non_negative(&rows, &weights)?;
        }
    }
    let squares = rows.iter().map(|row| residual(&found, row).powi(2)).sum();
    found.iter().all(|c| c.is_finite()).then_some((found, squares))
}

fn dot<const K: usize>(a: &[f64; K], b: &[f64; K]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The best of all sets of terms whose coefficients come out above 0; the targets are 1.
fn non_negative<const K: usize>(rows: &[[f64; K]], weights: &[f64]) -> Option<[f64; K]> {
    let loss = |coefficients: &[f64; K]| -> f64 {
        rows.iter().zip(weights).map(|(row, weight)| weight * (1.0 - dot(coefficients, row)).powi(2)).sum()
    };
    (1..1u32 << K)
        .filter_map(|set| solve(rows, weights, set))
        .filter(|coefficients| coefficients.iter().all(|&c| c.is_finite() && c >= 0.0))
        .min_by(|a, b| loss(a).total_cmp(&loss(b)))
}

/// Ordinary weighted least squares on a set of terms (bits), by the normal equations with scaled columns and Gaussian elimination with
/// pivots. `None` where the terms can't be told apart.
fn solve<const K: usize>(rows: &[[f64; K]], weights: &[f64], set: u32) -> Option<[f64; K]> {
    let used: Vec<usize> = (0..K).filter(|term| set >> term & 1 == 1).collect();
    let scale: Vec<f64> = used.iter().map(|&t| rows.iter().map(|row| row[t].powi(2)).sum::<f64>().sqrt()).collect();
    if rows.len() < used.len() || scale.iter().any(|&s| !(s.is_finite() && s > 0.0)) {
        return None;
    }
    let weighted = |f: &dyn Fn(&[f64; K]) -> f64| rows.iter().zip(weights).map(|(r, w)| w * f(r)).sum::<f64>();
    // Each row of the system holds its right-hand side last.
    let mut system: Vec<Vec<f64>> = (0..used.len())
        .map(|i| {
            let column = |row: &[f64; K], at: usize| row[used[at]] / scale[at];
            let products = (0..used.len()).map(|j| weighted(&|row| column(row, i) * column(row, j)));
            products.chain([weighted(&|row| column(row, i))]).collect()
        })
        .collect();
    let n = used.len();
    for at in 0..n {
        let pivot = (at..n).max_by(|&a, &b| system[a][at].abs().total_cmp(&system[b][at].abs()))?;
        system.swap(at, pivot);
        if system[at][at].abs() < 1e-12 {
            return None;
        }
        let pivot_row = system[at].clone();
        for (row, values) in system.iter_mut().enumerate() {
            if row != at {
                let factor = values[at] / pivot_row[at];
                for (value, pivot) in values.iter_mut().zip(&pivot_row) {
                    *value -= factor * pivot;
                }
            }
        }
    }
    let mut coefficients = [0.0; K];
    for (at, &term) in used.iter().enumerate() {
        coefficients[term] = system[at][n] / system[at][at] / scale[at];
    }
    Some(coefficients)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(xs: &[f64], y: impl Fn(f64) -> f64) -> (Vec<[f64; 2]>, Vec<f64>) {
        (xs.iter().map(|&x| [1.0, x]).collect(), xs.iter().map(|&x| y(x)).collect())
    }

    #[test]
    fn an_exact_line_is_found() {
        let (terms, ys) = line(&[1.0, 10.0, 100.0], |x| 3.0 + 0.5 * x);
        let ([a, b], squares) = relative(&terms, &ys).unwrap();
        assert!((a - 3.0).abs() < 1e-9 && (b - 0.5).abs() < 1e-9 && squares < 1e-18);
    }

    #[test]
    fn what_would_be_negative_is_0_and_the_rest_is_fitted_without_it() {
        let (terms, ys) = line(&[1.0, 2.0, 4.0], |x| -0.5 + x);
        let ([a, b], _) = relative(&terms, &ys).unwrap();
        assert_eq!(a, 0.0);
        // The best slope through 0 for relative residuals: Σ x/y over Σ x²/y².
        let (xs, slopes) = ([1.0, 2.0, 4.0], [1.0 / 0.5, 2.0 / 1.5, 4.0 / 3.5f64]);
        let best = slopes.iter().sum::<f64>() / slopes.iter().map(|s| s * s).sum::<f64>();
        assert!((b - best).abs() < 1e-9, "{b} {best} {xs:?}");
    }

    #[test]
    fn one_odd_point_hardly_bends_the_line() {
        let xs: Vec<f64> = (1..=10).map(f64::from).collect();
        // A ripple of 1 %, and one point at twice its value.
        let ripple = |x: f64| (2.0 + x) * (1.0 + 0.01 * (x * 2.4).sin());
        let (terms, ys) = line(&xs, |x| if x == 5.0 { 2.0 * ripple(x) } else { ripple(x) });
        let ([a, b], _) = relative(&terms, &ys).unwrap();
        assert!((a - 2.0).abs() < 0.15 && (b - 1.0).abs() < 0.05, "{a} {b}");
    }

    #[test]
    fn terms_that_cannot_be_told_apart_are_used_one_at_a_time() {
        let ([a, b], _) = relative(&[[1.0, 2.0], [1.0, 2.0]], &[4.0, 4.0]).unwrap();
        assert!((a + 2.0 * b - 4.0).abs() < 1e-9);
        assert_eq!(relative::<2>(&[], &[]), None);
    }
}
