//! Mathematical functions that are the same everywhere.
//!
//! The functions of a platform's library differ in their last bits, and a last bit can tip a rounding. So these are made of
//! basic operations, which IEEE 754 fixes, from their series.

/// e to the power of `x`, for |x| ≤ 2.
pub fn exp(x: f64) -> f64 {
    // 2³⁰ / 30! < 10⁻²³.
    (1..30).rev().fold(1.0, |sum, n| 1.0 + sum * x / f64::from(n))
}

/// Binary logarithm of a positive number, to about 10⁻⁷.
///
/// Exponent and mantissa are read from the bits; ln of the mantissa is 2 artanh((m − 1) / (m + 1)), whose argument is
/// below ⅓.
pub fn log2(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = (bits >> 52) as i32 - 1023;
    let mantissa = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let t2 = t * t;
    let series = (0..7).rev().fold(0.0, |sum, n| sum * t2 + 1.0 / f64::from(2 * n + 1));
    f64::from(exponent) + 2.0 * t * series * std::f64::consts::LOG2_E
}

/// `x` to the power of `y`, to about 10⁻⁶ of it, for positive x and |y log₂ x| < 1000.
pub fn power(x: f64, y: f64) -> f64 {
    let log = y * log2(x);
    let whole = log.floor();
    f64::from_bits(((whole as i64 + 1023) as u64) << 52) * exp((log - whole) * std::f64::consts::LN_2)
}

/// Cube root of a number from 10⁻³⁰ to 10³⁰, to about 10⁻⁴ of it.
///
/// A third of the bits is a third of the logarithm, within a few per cent; a step of Halley's, which triples the good digits, does the
/// rest.
pub fn cube_root(x: f32) -> f32 {
    let root = f32::from_bits(x.to_bits() / 3 + 0x2a51_19f2);
    let cube = root * root * root;
    root * ((cube + 2.0 * x) / (2.0 * cube + x))
}

/// The larger or smaller of two numbers by one comparison, which gives the same bits everywhere, whatever becomes of −0 and of what
/// is no number; and it is one instruction or two, where `f32::max` calls a function on some targets.
pub trait Limits {
    /// The number, or `low` if it isn't above that.
    fn at_least(self, low: Self) -> Self;
    /// The number, or `high` if it isn't below that.
    fn at_most(self, high: Self) -> Self;
}

impl Limits for f32 {
    #[inline]
    fn at_least(self, low: f32) -> f32 {
        if self > low { self } else { low }
    }

    #[inline]
    fn at_most(self, high: f32) -> f32 {
        if self < high { self } else { high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_agree_with_the_library() {
        for i in 1..4000 {
            let x = f64::from(i).powi(3) / 700.0;
            assert!((log2(x) - x.log2()).abs() < 2e-7, "log2({x})");
            assert!((power(x, 0.4) / x.powf(0.4) - 1.0).abs() < 1e-6, "power({x})");
            assert!((f64::from(cube_root(x as f32)) / x.cbrt() - 1.0).abs() < 1e-4, "cube_root({x})");
            let x = f64::from(i - 2000) / 1000.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-14, "exp({x})");
        }
    }
}
