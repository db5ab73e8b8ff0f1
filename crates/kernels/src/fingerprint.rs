//! A 64-bit fingerprint of a picture's bytes, to tell whether many runs made the same picture.
//!
//! Four independent multiply-and-rotate chains over 64-bit words, folded at the end, in the manner of xxHash (Yann
//! Collet), with constants of our own. It is for telling accidents apart, not for security. The words are read in
//! little-endian order, so every machine gives the same number.

const MULTIPLIERS: [u64; 4] =
    [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0xd6e8_feb8_6659_fd93, 0xa076_1d64_78bd_642f];

/// The fingerprint of `bytes`: equal bytes, equal fingerprints; different ones collide once in 2⁶⁴.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let mut chains = MULTIPLIERS;
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        for ((chain, word), multiplier) in chains.iter_mut().zip(block.as_chunks::<8>().0).zip(MULTIPLIERS) {
            *chain = step(*chain, u64::from_le_bytes(*word), multiplier);
        }
    }
    let mut end = bytes.len() as u64;
    for (chain, multiplier) in chains.into_iter().zip(MULTIPLIERS) {
        end = step(end, chain, multiplier);
    }
    for &byte in rest {
        end = step(end, u64::from(byte), MULTIPLIERS[0]);
    }
    end ^= end >> 32;
    end = end.wrapping_mul(MULTIPLIERS[1]);
    end ^ (end >> 29)
}

fn step(chain: u64, word: u64, multiplier: u64) -> u64 {
    (chain ^ word).wrapping_mul(multiplier).rotate_left(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts_and_so_does_its_place() {
        let bytes: Vec<u8> = (0..200).collect();
        for len in [0, 1, 31, 32, 33, 200] {
            let whole = fingerprint(&bytes[..len]);
            assert_eq!(whole, fingerprint(&bytes.clone()[..len]));
            for i in 0..len {
                let mut changed = bytes[..len].to_vec();
                changed[i] ^= 1;
                assert_ne!(whole, fingerprint(&changed), "byte {i} of {len}");
            }
        }
        let mut swapped = bytes.clone();
        swapped.swap(0, 32);
        assert_ne!(fingerprint(&bytes), fingerprint(&swapped));
        assert_ne!(fingerprint(&[0; 32]), fingerprint(&[0; 64]));
    }
}
