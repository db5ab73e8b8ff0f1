//! A small seeded generator: the same seed gives the same plan and the same intervals everywhere.
//!
//! SplitMix64, from Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with the
//! finaliser constants of Stafford's "Mix13". Its state is one counter, which is all that is needed here.

/// The generator; its state is a counter that takes odd steps through all 64-bit numbers.
#[derive(Clone, Debug)]
pub(crate) struct SplitMix64(u64);

impl SplitMix64 {
    /// A generator that starts at `seed`; any value will do.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from 0 to `end` − 1; `end` is at least 1.
    ///
    /// Takes the upper half of a product instead of a remainder. The bias is below `end` / 2⁶⁴: far too small to be seen
    /// with a few thousand draws from a few dozen rounds.
    pub(crate) const fn below(&mut self, end: usize) -> usize {
        ((self.next() as u128 * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers() {
        // The first outputs for seed 1234567 that are widely published for testing this generator.
        let mut random = SplitMix64::new(1_234_567);
        let first = [random.next(), random.next(), random.next()];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn below_reaches_every_number_about_equally_often() {
        let mut random = SplitMix64::new(7);
        let mut seen = [0u32; 6];
        for _ in 0..60_000 {
            seen[random.below(6)] += 1;
        }
        // Expected 10 000 each with a standard deviation of 91; five of them to either side.
        assert!(seen.iter().all(|&n| (9_545..=10_455).contains(&n)), "{seen:?}");
    }
}
