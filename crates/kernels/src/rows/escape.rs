//! Escape times of a row of points: z ← z² + c, starting with 0.
//!
//! Floats are the exception here, since the plane's coordinates are: 64 bits, the operations in one fixed order, none
//! fused, so that every body gives the same bits. A point has escaped once |z|² > 256; any bound from 4 up tells
//! escape, and a larger one lets the final |z|² shade smoothly between one count and the next. The known shortcut for
//! the two largest dark areas (the main cardioid and the circle left of it never escape) is left out on purpose: the
//! lab says that dark points cost the most, and that must be true of every one.
//!
//! The SIMD body keeps four points under way: two vectors of two, since one alone would wait for its own
//! multiplications. Points that have escaped run on unheeded (to infinity and to no number, which both compare as
//! "not within") until all four have.

#[cfg(feature = "check")]
use super::check;

/// |z|² beyond which a point has escaped.
pub const ESCAPE_NORM: f64 = 256.0;

/// What became of a point.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Escape {
    /// Iterations until it escaped; the limit if it didn't.
    pub count: u32,
    /// |z|² then; 0 if it didn't.
    pub norm: f64,
}

/// Writes to `out[i]` what becomes of the point `left + i · step` + `y` i within `limit` iterations.
pub fn escape(left: f64, step: f64, y: f64, limit: u32, out: &mut [Escape]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::escape(left, step, y, limit, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    escape_plain(left, step, y, limit, done, out);
}

/// Plain body of [`escape`], from `first` on.
pub(super) fn escape_plain(left: f64, step: f64, y: f64, limit: u32, first: usize, out: &mut [Escape]) {
    for (i, out) in out.iter_mut().enumerate().skip(first) {
        *out = point(left + i as f64 * step, y, limit);
    }
}

fn point(x: f64, y: f64, limit: u32) -> Escape {
    let (mut re, mut im) = (0.0, 0.0);
    for count in 0..limit {
        let (re2, im2) = (re * re, im * im);
        let norm = re2 + im2;
        if norm > ESCAPE_NORM {
            return Escape { count, norm };
        }
        let product = re * im;
        re = (re2 - im2) + x;
        im = (product + product) + y;
    }
    Escape { count: limit, norm: 0.0 }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{ESCAPE_NORM, Escape};

    /// Does what steps of four points can; the points done.
    pub fn escape(left: f64, step: f64, y: f64, limit: u32, out: &mut [Escape]) -> usize {
        for (block, out) in out.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let xs = std::array::from_fn(|i| left + (block * 4 + i) as f64 * step);
            *out = four(xs, y, limit);
        }
        out.len() / 4 * 4
    }

    /// Two points under way.
    struct Pair {
        x: v128,
        re: v128,
        im: v128,
        /// Which haven't escaped.
        within: v128,
        counts: v128,
        norms: v128,
    }

    impl Pair {
        #[inline(always)]
        fn new(x: [f64; 2]) -> Self {
            let zero = f64x2_splat(0.0);
            Self { x: f64x2(x[0], x[1]), re: zero, im: zero, within: i64x2_splat(-1), counts: zero, norms: zero }
        }

        #[inline(always)]
        fn step(&mut self, y: v128) {
            let (re2, im2) = (f64x2_mul(self.re, self.re), f64x2_mul(self.im, self.im));
            let norm = f64x2_add(re2, im2);
            // What a point had when it was last seen within is overwritten once more: by what it escaped with.
            self.norms = v128_bitselect(norm, self.norms, self.within);
            self.within = v128_and(self.within, f64x2_le(norm, f64x2_splat(ESCAPE_NORM)));
            self.counts = i64x2_sub(self.counts, self.within);
            let product = f64x2_mul(self.re, self.im);
            self.re = f64x2_add(f64x2_sub(re2, im2), self.x);
            self.im = f64x2_add(f64x2_add(product, product), y);
        }

        #[inline(always)]
        fn escapes(&self, limit: u32) -> [Escape; 2] {
            let counts = [i64x2_extract_lane::<0>(self.counts), i64x2_extract_lane::<1>(self.counts)];
            let norms = [f64x2_extract_lane::<0>(self.norms), f64x2_extract_lane::<1>(self.norms)];
            std::array::from_fn(|i| match counts[i] as u32 {
                count if count == limit => Escape { count, norm: 0.0 },
                count => Escape { count, norm: norms[i] },
            })
        }
    }

    #[inline(always)]
    fn four([a, b, c, d]: [f64; 4], y: f64, limit: u32) -> [Escape; 4] {
        let (mut first, mut second) = (Pair::new([a, b]), Pair::new([c, d]));
        let ys = f64x2_splat(y);
        for _ in 0..limit {
            if !v128_any_true(v128_or(first.within, second.within)) {
                break;
            }
            first.step(ys);
            second.step(ys);
        }
        let ([a, b], [c, d]) = (first.escapes(limit), second.escapes(limit));
        [a, b, c, d]
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("escape", |random, len| {
    let number = |random: &mut check::Random| random.bits() as f64 / u64::MAX as f64;
    let (left, step) = (number(random) * 3.0 - 2.2, number(random) * 0.01);
    let (y, limit) = (number(random) * 2.4 - 1.2, 1 + random.below(300) as u32);
    let plain = |out: &mut [Escape]| escape_plain(left, step, y, limit, 0, out);
    check::same(len, Escape::default(), |out| escape(left, step, y, limit, out), plain)
})];

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64, limit: u32) -> Escape {
        let mut out = [Escape::default()];
        escape(x, 0.0, y, limit, &mut out);
        out[0]
    }

    #[test]
    fn known_points_stay_or_escape_when_they_should() {
        for (x, y) in [(0.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (-2.0, 0.0), (0.25, 0.0), (-0.1, 0.7)] {
            assert_eq!(at(x, y, 200), Escape { count: 200, norm: 0.0 }, "{x} + {y} i");
        }
        // 0, 1, 2, 5, 26: the norm 676 is the first above 256, seen in the round after four.
        assert_eq!(at(1.0, 0.0, 200), Escape { count: 4, norm: 676.0 });
        assert_eq!(at(1.0, 0.0, 3), Escape { count: 3, norm: 0.0 });
    }
}
