//! The order of runs.
//!
//! Whoever runs second finds warm caches, compiled code and a hotter processor. If each mode had a block of runs of its
//! own, that would be counted as a difference between the modes. So every round holds each mode once, in an order
//! shuffled anew: what drifts hits all modes alike, and rounds can be compared in pairs.

use model::Step;

use crate::random::SplitMix64;

/// The steps of an experiment of a fixed length on `modes` things of any kind, which are told apart by their index: `warmups` rounds of
/// warm-up, then `repeats` measured rounds. [`crate::next_round`] makes the same rounds in the same order, but may end the warm-up and the
/// experiment earlier, or go on to replace what was set aside.
pub fn rounds(modes: u32, warmups: u32, repeats: u32, seed: u32) -> Vec<Step> {
    let warmups = (0..warmups).map(|round| (round, true));
    let measured = (0..repeats).map(|round| (round, false));
    warmups.chain(measured).flat_map(|(round, warmup)| one_round(modes, round, warmup, seed)).collect()
}

/// One round: each of `modes` modes once, in an order that follows from the seed, the round and its kind alone, whatever came before.
///
/// Shuffled by the algorithm of Fisher and Yates as Durstenfeld put it (CACM 7, 1964), with SplitMix64 as
/// the source of randomness.
pub(crate) fn one_round(modes: u32, round: u32, warmup: bool, seed: u32) -> Vec<Step> {
    // The seed and the round side by side; SplitMix64 makes unlike streams of neighbouring numbers once its output has been the state.
    let mut start = SplitMix64::new((u64::from(seed) << 32 | u64::from(round)) ^ (u64::from(warmup) << 31));
    let mut random = SplitMix64::new(start.next());
    let mut order: Vec<u32> = (0..modes).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    order.into_iter().map(|mode_index| Step { mode_index, round, warmup, batch: 1 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_round_has_each_mode_once(modes in 0..5usize, repeats in 0..9u32, warmups in 0..4u32, seed: u32) {
            let steps = rounds(modes as u32, warmups, repeats, seed);
            prop_assert_eq!(steps.len(), modes * (repeats + warmups) as usize);
            prop_assert_eq!(&steps, &rounds(modes as u32, warmups, repeats, seed));
            let kinds = (0..warmups).map(|r| (r, true)).chain((0..repeats).map(|r| (r, false)));
            for (steps, (round, warmup)) in steps.chunks(modes.max(1)).zip(kinds) {
                prop_assert!(steps.iter().all(|s| (s.round, s.warmup) == (round, warmup)));
                let mut seen: Vec<u32> = steps.iter().map(|s| s.mode_index).collect();
                seen.sort_unstable();
                prop_assert_eq!(seen, (0..modes as u32).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_order_varies_between_rounds_and_seeds() {
        let firsts = |seed| rounds(2, 0, 40, seed).chunks(2).map(|s| s[0].mode_index).collect::<Vec<_>>();
        let one = firsts(1);
        let zeros = one.iter().filter(|&&m| m == 0).count();
        // 40 fair coins: fewer than 8 or more than 32 heads come up about once in ten thousand seeds.
        assert!((8..=32).contains(&zeros), "{one:?}");
        assert_ne!(one, firsts(2));
    }
}
