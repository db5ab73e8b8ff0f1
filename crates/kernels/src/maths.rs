//! Mathematical functions that are the same everywhere.
//!
//! The functions of a platform's library differ in their last bits, and a last bit can tip a rounding. So these are made of
//! basic operations, which IEEE 754 fixes, from their series.

/// e to the power of `x`, for |x| ≤ 2.
pub fn exp(x: f64) -> f64 {
    // 2³⁰ / 30! < 10⁻²³.
    (1..30).rev().fold(1.0, |sum, n| 1.0 + sum * x / f64::from(n))
}

/// e to the power of −`x`, for `x` ≥ 0; 0 where it is less than 10⁻²⁷.
pub fn exp_minus(x: f64) -> f64 {
    let whole = x.floor();
    if whole < 64.0 { (0..whole as u32).fold(exp(whole - x), |power, _| power / std::f64::consts::E) } else { 0.0 }
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

/// Sine of `x`, for |x| ≤ π / 2.
pub fn sine(x: f64) -> f64 {
    // (π/2)²³ / 23! < 10⁻¹⁷.
    let square = x * x;
    SINE_FACTORS.iter().rev().fold(1.0, |sum, factor| 1.0 - sum * square * factor) * x
}

/// Sine and cosine of an angle in degrees; exact at right angles.
pub fn sine_cosine(degrees: f64) -> (f64, f64) {
    let turns = (degrees / 90.0).round();
    // At most 45° remain, and a cosine of more than 0.7: the root's argument loses no digits worth having.
    let sine = sine((degrees - turns * 90.0) * (std::f64::consts::PI / 180.0));
    let cosine = (1.0 - sine * sine).sqrt();
    match turns.rem_euclid(4.0) as u8 {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
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
            let d = x.abs() * 30.0;
            assert!((exp_minus(d) / (-d).exp() - 1.0).abs() < 1e-13, "exp(-{d})");
            let x = x / 2.0 * std::f64::consts::FRAC_PI_2;
            assert!((sine(x) - x.sin()).abs() < 1e-15, "sine({x})");
            let degrees = f64::from(i - 2000) / 5.0;
            let ((sine, cosine), (s, c)) = (sine_cosine(degrees), degrees.to_radians().sin_cos());
            assert!((sine - s).abs() < 2e-15 && (cosine - c).abs() < 2e-15, "{degrees}°");
        }
    }

    #[test]
    fn right_angles_are_exact() {
        let right = [-180.0, -90.0, 0.0, 90.0, 180.0, 270.0].map(sine_cosine);
        assert_eq!(right, [(0.0, -1.0), (-1.0, 0.0), (0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0)]);
    }
}
