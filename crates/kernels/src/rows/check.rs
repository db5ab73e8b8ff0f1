//! Every row primitive against its plain body, on random rows: for WebAssembly builds with SIMD, where the two
//! differ.
//!
//! Built with the feature `check` only; `tests/rows-check.mjs` runs it under Node.

use super::*;

/// Rounds of random rows; their lengths walk past every remainder of a vector's and a block's length.
const ROUNDS: usize = 200;

/// Splitmix64 (Steele, Lea and Flood, 2014): any seed gives a good sequence.
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }

    /// Bytes of RGBA pixels: opaque ones, transparent ones or any, in runs.
    pub fn pixels(&mut self, pixels: usize) -> Vec<u8> {
        let mut alpha = 0;
        let mut bytes = Vec::with_capacity(pixels * 4);
        for _ in 0..pixels {
            if self.below(12) == 0 {
                alpha = self.below(3);
            }
            let [r, g, b, a, ..] = self.bits().to_le_bytes();
            bytes.extend([r, g, b, [255, 0, a][alpha]]);
        }
        bytes
    }

    /// Samples: any, or at either end.
    pub fn samples(&mut self, len: usize) -> Vec<i16> {
        let sample = |random: &mut Self| match random.below(4) {
            0 => FULL,
            1 => 0,
            _ => random.below(FULL as usize + 1) as i16,
        };
        (0..len).map(|_| sample(self)).collect()
    }

    /// Weights that sum to one, some of them negative.
    pub fn weights(&mut self, len: usize, bits: u32) -> Vec<i16> {
        let heights: Vec<f64> = (0..len).map(|_| self.below(1000) as f64 - 150.0).collect();
        let safe = heights.iter().sum::<f64>() > 100.0 * len as f64;
        crate::weights::to_fixed(if safe { &heights } else { &[1.0; 400][..len] }, bits).collect()
    }
}

/// A primitive's name, and whether its bodies agree on one random row of this length. Stands in the primitive's own file.
pub(super) type Check = (&'static str, fn(&mut Random, usize) -> bool);

/// Those of every file that has SIMD bodies.
const CHECKS: &[&[Check]] = &[
    abreast::CHECKS,
    across::CHECKS,
    average::CHECKS,
    convolve::CHECKS,
    diffuse::CHECKS,
    edges::CHECKS,
    escape::CHECKS,
    exaggerate::CHECKS,
    gray::CHECKS,
    likeness::CHECKS,
    mix::CHECKS,
    plane::CHECKS,
    planes::CHECKS,
    premultiply::CHECKS,
    reverse::CHECKS,
    sample::CHECKS,
    slide::CHECKS,
    sorted::CHECKS,
    tally::CHECKS,
    threshold::CHECKS,
    together::CHECKS,
    transpose::CHECKS,
    twos::CHECKS,
    weigh::CHECKS,
];

/// Names of the primitives whose bodies gave different results, and how often; empty when all is well.
pub fn mismatches(seed: u64) -> Vec<(&'static str, usize)> {
    let mut random = Random(seed);
    let mut count = |check: fn(&mut Random, usize) -> bool| {
        (0..ROUNDS).filter(|round| !check(&mut random, 1 + round % 150)).count()
    };
    let checks = CHECKS.iter().copied().flatten();
    let counts = checks.map(|&(name, check)| (name, count(check)));
    counts.filter(|&(_, count)| count > 0).collect()
}

/// Whether both fill `len` values alike.
pub(super) fn same<T: Copy + PartialEq>(
    len: usize,
    blank: T,
    one: impl Fn(&mut [T]),
    other: impl Fn(&mut [T]),
) -> bool {
    let (mut a, mut b) = (vec![blank; len], vec![blank; len]);
    one(&mut a);
    other(&mut b);
    a == b
}
