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
    fn samples(&mut self, len: usize) -> Vec<i16> {
        let sample = |random: &mut Self| match random.below(4) {
            0 => FULL,
            1 => 0,
            _ => random.below(FULL as usize + 1) as i16,
        };
        (0..len).map(|_| sample(self)).collect()
    }

    /// Weights that sum to one, some of them negative.
    fn weights(&mut self, len: usize, bits: u32) -> Vec<i16> {
        let heights: Vec<f64> = (0..len).map(|_| self.below(1000) as f64 - 150.0).collect();
        let safe = heights.iter().sum::<f64>() > 100.0 * len as f64;
        crate::weights::to_fixed(if safe { &heights } else { &[1.0; 400][..len] }, bits).collect()
    }
}

/// Names of the primitives whose bodies gave different results, and how often; empty when all is well.
pub fn mismatches(seed: u64) -> Vec<(&'static str, usize)> {
    type Check = fn(&mut Random, usize) -> bool;
    let checks: [(&str, Check); 9] = [
        ("gray", |random, len| {
            let source = random.pixels(len);
            same(len * 4, 0, |out| gray(&source, out), |out| gray::gray_plain(&source, out))
        }),
        ("luma_row", |random, len| {
            let source = random.pixels(len);
            same(len, 0, |out| luma_row(&source, out), |out| gray::luma_row_plain(&source, out))
        }),
        ("unpack", |random, len| {
            let source = random.pixels(len);
            same(len * 4, 0, |out| unpack(&source, out), |out| premultiply::unpack_plain(&source, out))
        }),
        ("pack", |random, len| {
            let mut source = random.samples(len * 4);
            if random.below(2) == 0 {
                source.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = FULL);
            }
            same(len * 4, 0, |out| pack(&source, out), |out| premultiply::pack_plain(&source, out))
        }),
        ("weigh", |random, len| {
            let (data, taps) = (random.samples(len + 500), 1 + random.below(40));
            let starts: Vec<usize> = (0..taps).map(|_| random.below(501)).collect();
            let weights = random.weights(taps, 14);
            let plain = |out: &mut [i16]| weigh::weigh_plain(&data, &starts, &weights, 14, out);
            same(len, 0, |out| weigh(&data, &starts, &weights, 14, out), plain)
        }),
        ("weigh_mirrored", |random, len| {
            let (data, terms) = (random.samples(len + 500), 1 + random.below(20));
            let starts: Vec<usize> = (0..2 * terms - 1).map(|_| random.below(501)).collect();
            let weights: Vec<i16> = random.weights(terms, 14);
            let plain = |out: &mut [i16]| weigh::weigh_mirrored_plain(&data, &starts, &weights, 15, out);
            same(len, 0, |out| weigh_mirrored(&data, &starts, &weights, 15, out), plain)
        }),
        ("across", |random, len| {
            let row = random.samples(len * 4);
            let (mut windows, mut weights) = (vec![], vec![]);
            for _ in 0..1 + random.below(50) {
                let start = random.below(len);
                let taps = 1 + random.below((len - start).min(30));
                windows.push(Window { start: start as u32, taps: taps as u32, first_weight: weights.len() as u32 });
                weights.extend(random.weights(taps, 14));
            }
            let plain = |out: &mut [i16]| across::across_plain(&row, &windows, &weights, 14, out);
            same(windows.len() * 4, 0, |out| across(&row, &windows, &weights, 14, out), plain)
        }),
        ("edges", |random, len| {
            let (source, top) = (random.pixels(len), 1 << random.below(9));
            let lumas: [Vec<u8>; 3] = std::array::from_fn(|_| (0..len + 2).map(|_| random.below(top) as u8).collect());
            let lumas = [&lumas[0][..], &lumas[1], &lumas[2]];
            same(len * 4, 0, |out| edges(lumas, &source, out), |out| edges::edges_plain(lumas, &source, out))
        }),
        ("escape", |random, len| {
            let number = |random: &mut Random| random.bits() as f64 / u64::MAX as f64;
            let (left, step) = (number(random) * 3.0 - 2.2, number(random) * 0.01);
            let (y, limit) = (number(random) * 2.4 - 1.2, 1 + random.below(300) as u32);
            let plain = |out: &mut [Escape]| escape::escape_plain(left, step, y, limit, 0, out);
            same(len, Escape::default(), |out| escape(left, step, y, limit, out), plain)
        }),
    ];
    let mut random = Random(seed);
    let mut count = |check: Check| (0..ROUNDS).filter(|round| !check(&mut random, 1 + round % 150)).count();
    let counts = checks.into_iter().map(|(name, check)| (name, count(check)));
    counts.filter(|&(_, count)| count > 0).collect()
}

/// Whether both fill `len` values alike.
fn same<T: Copy + PartialEq>(len: usize, blank: T, one: impl Fn(&mut [T]), other: impl Fn(&mut [T])) -> bool {
    let (mut a, mut b) = (vec![blank; len], vec![blank; len]);
    one(&mut a);
    other(&mut b);
    a == b
}
