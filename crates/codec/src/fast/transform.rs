//! Inverse transforms of blocks: all 64 levels, or 16, 4 or 1 from the lowest frequencies alone.
//!
//! All 64: the accurate integer transform of the Independent JPEG Group's library (`jidctint`, "islow", after Loeffler, Ligtenberg
//! and Moschytz, 1989), with its constants and roundings, and so with its results to the bit wherever a picture isn't damaged. The
//! butterflies of its odd half are multiplied out: a dot product of two pairs is one instruction with SIMD.
//!
//! 16 and 4: the transform of 4 × 4 and 2 × 2 points of the coefficients that exist there. This leaves out what a small picture can't show,
//! rather than averaging it: like a low pass with a steeper edge. 1: the block's mean.
//!
//! Coefficients of damaged pictures wrap and saturate, alike with SIMD and without.

/// Coefficients by row, already multiplied by their steps; one more place takes what is written behind the end.
pub type Block = [i16; 72];

/// Fraction bits of the constants, and of the numbers between both passes.
const BITS: u32 = 13;
const PASS_BITS: u32 = 2;

/// The even half: what coefficients 2 and 6 add to levels 0 and 1.
const EVEN: [[i16; 2]; 2] = [[10703, 4433], [4433, -10704]];
/// The odd half: what coefficients 1, 3, 5 and 7 add to levels 0 to 3, and take from levels 7 to 4.
const ODD: [[i16; 4]; 4] =
    [[11363, 9633, 6437, 2260], [9633, -2259, -11362, -6436], [6437, -11362, 2261, 9633], [2260, -6436, 9633, -11363]];

/// Writes the 8 × 8 levels of a block to the first bytes of rows that are `stride` bytes apart.
#[inline(always)]
pub fn eight(block: &Block, out: &mut [u8], stride: usize) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    vector::eight(block, out, stride);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    eight_plain(block, out, stride);
}

/// Plain body of [`eight`].
#[cfg_attr(
    all(target_arch = "wasm32", target_feature = "simd128"),
    allow(dead_code, reason = "the specification; other builds run it")
)]
fn eight_plain(block: &Block, out: &mut [u8], stride: usize) {
    let rows: &[[i16; 8]; 8] = block[..64].as_chunks().0.try_into().expect("64 are 8 × 8");
    // Lanes are columns, then rows.
    let between = pass(rows, 1 << (BITS - PASS_BITS - 1), BITS - PASS_BITS);
    let last = BITS + PASS_BITS + 3;
    let levels = pass(&transposed(&between), (128 << last) + (1 << (last - 1)), last);
    for (row, out) in transposed(&levels).iter().zip(out.chunks_mut(stride)) {
        out[..8].copy_from_slice(&row.map(|level| level.clamp(0, 255) as u8));
    }
}

/// One dimension of eight lanes, each by itself.
fn pass(input: &[[i16; 8]; 8], round: i32, shift: u32) -> [[i16; 8]; 8] {
    let mut out = [[0; 8]; 8];
    for lane in 0..8 {
        let at = |i: usize| i32::from(input[i][lane]);
        let dot = |a: i32, b: i32, by: [i16; 2]| (a * i32::from(by[0])).wrapping_add(b * i32::from(by[1]));
        let sum = dot(at(0), at(4), [1 << BITS, 1 << BITS]).wrapping_add(round);
        let difference = dot(at(0), at(4), [1 << BITS, -(1 << BITS)]).wrapping_add(round);
        let [far, near] = EVEN.map(|by| dot(at(2), at(6), by));
        let even = [
            sum.wrapping_add(far),
            difference.wrapping_add(near),
            difference.wrapping_sub(near),
            sum.wrapping_sub(far),
        ];
        for (i, (even, by)) in even.into_iter().zip(ODD).enumerate() {
            let odd = dot(at(1), at(3), [by[0], by[1]]).wrapping_add(dot(at(5), at(7), [by[2], by[3]]));
            let narrow = |sum: i32| (sum >> shift).clamp(i16::MIN.into(), i16::MAX.into()) as i16;
            out[i][lane] = narrow(even.wrapping_add(odd));
            out[7 - i][lane] = narrow(even.wrapping_sub(odd));
        }
    }
    out
}

fn transposed(rows: &[[i16; 8]; 8]) -> [[i16; 8]; 8] {
    std::array::from_fn(|i| std::array::from_fn(|j| rows[j][i]))
}

/// As [`eight`], 4 × 4 levels of the lowest 4 × 4 coefficients.
#[inline(always)]
pub fn four(block: &Block, out: &mut [u8], stride: usize) {
    let [a, b, c, d] = std::array::from_fn(|i| std::array::from_fn(|j| i32::from(block[i * 8 + j])));
    let lanes = four_points([a, b, c, d], 1 << (BITS - PASS_BITS - 1), BITS - PASS_BITS);
    let turned = |lanes: [[i32; 4]; 4]| std::array::from_fn(|i| std::array::from_fn(|j| lanes[j][i]));
    let last = BITS + PASS_BITS + 3;
    let levels: [[i32; 4]; 4] = turned(four_points(turned(lanes), (128 << last) + (1 << (last - 1)), last));
    for (row, out) in levels.iter().zip(out.chunks_mut(stride)) {
        out[..4].copy_from_slice(&row.map(|level| level.clamp(0, 255) as u8));
    }
}

/// One dimension of four lanes.
#[inline(always)]
fn four_points([a, b, c, d]: [[i32; 4]; 4], round: i32, shift: u32) -> [[i32; 4]; 4] {
    // √2 cos(π / 8) and √2 cos(3π / 8).
    const NEAR: i32 = 10703;
    const FAR: i32 = 4433;
    let mut out = [[0; 4]; 4];
    for lane in 0..4 {
        let sum = (a[lane] + c[lane]).wrapping_mul(1 << BITS).wrapping_add(round);
        let difference = (a[lane] - c[lane]).wrapping_mul(1 << BITS).wrapping_add(round);
        let dot = |by: [i32; 2]| b[lane].wrapping_mul(by[0]).wrapping_add(d[lane].wrapping_mul(by[1]));
        let (outer, inner) = (dot([NEAR, FAR]), dot([FAR, -NEAR]));
        let sums = [
            sum.wrapping_add(outer),
            difference.wrapping_add(inner),
            difference.wrapping_sub(inner),
            sum.wrapping_sub(outer),
        ];
        for (out, sum) in out.iter_mut().zip(sums) {
            out[lane] = sum >> shift;
        }
    }
    out
}

/// As [`eight`], 2 × 2 levels of the lowest 2 × 2 coefficients.
#[inline(always)]
pub fn two(block: &Block, out: &mut [u8], stride: usize) {
    let [a, b, c, d] = [block[0], block[1], block[8], block[9]].map(i32::from);
    out[..2].copy_from_slice(&[level(a + b + c + d), level(a - b + c - d)]);
    out[stride..stride + 2].copy_from_slice(&[level(a + b - c - d), level(a - b - c + d)]);
}

/// The mean level of a block of this first coefficient.
#[inline(always)]
pub fn one(first: i16) -> u8 {
    level(i32::from(first))
}

/// The level of eight times itself, around zero.
#[inline(always)]
fn level(eightfold: i32) -> u8 {
    ((eightfold + 4 + 8 * 128) >> 3).clamp(0, 255) as u8
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{BITS, Block, EVEN, ODD, PASS_BITS};

    #[inline(always)]
    pub fn eight(block: &Block, out: &mut [u8], stride: usize) {
        let rows: [v128; 8] = std::array::from_fn(|i| {
            let [a, b, c, d, e, f, g, h] = *block[i * 8..].first_chunk::<8>().expect("eight rows of eight");
            i16x8(a, b, c, d, e, f, g, h)
        });
        let between = transposed(pass::<{ BITS - PASS_BITS }>(rows, 1 << (BITS - PASS_BITS - 1)));
        const LAST: u32 = BITS + PASS_BITS + 3;
        let columns = pass::<LAST>(between, (128 << LAST) + (1 << (LAST - 1)));
        // Bytes of two columns side by side, then of four, then of eight: three turns make rows of them.
        let [a, b, c, d] = [(0, 4), (1, 5), (2, 6), (3, 7)].map(|(i, j)| u8x16_narrow_i16x8(columns[i], columns[j]));
        let (ac, bd) = (low_bytes(a, c), low_bytes(b, d));
        let (ac_high, bd_high) = (high_bytes(a, c), high_bytes(b, d));
        // Columns 0 to 3 of rows 0 to 3, of rows 4 to 7; then the same of columns 4 to 7.
        let left = [low_bytes(ac, bd), high_bytes(ac, bd)];
        let right = [low_bytes(ac_high, bd_high), high_bytes(ac_high, bd_high)];
        let mut rows = out.chunks_mut(stride);
        for (left, right) in left.into_iter().zip(right) {
            let top = i32x4_shuffle::<0, 4, 1, 5>(left, right);
            let bottom = i32x4_shuffle::<2, 6, 3, 7>(left, right);
            for (upper, lower) in [
                (u64x2_extract_lane::<0>(top), u64x2_extract_lane::<1>(top)),
                (u64x2_extract_lane::<0>(bottom), u64x2_extract_lane::<1>(bottom)),
            ] {
                for eight in [upper, lower] {
                    let row = rows.next().expect("eight rows");
                    row[..8].copy_from_slice(&eight.to_le_bytes());
                }
            }
        }
    }

    #[inline(always)]
    fn low_bytes(a: v128, b: v128) -> v128 {
        u8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(a, b)
    }

    #[inline(always)]
    fn high_bytes(a: v128, b: v128) -> v128 {
        u8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(a, b)
    }

    /// Two numbers side by side, four times over.
    #[inline(always)]
    fn pair([a, b]: [i16; 2]) -> v128 {
        i16x8(a, b, a, b, a, b, a, b)
    }

    /// The lower and upper four lanes of two vectors, lane by lane.
    #[inline(always)]
    fn lanes(a: v128, b: v128) -> [v128; 2] {
        [i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(a, b), i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(a, b)]
    }

    #[inline(always)]
    fn pass<const SHIFT: u32>(input: [v128; 8], round: i32) -> [v128; 8] {
        let round = i32x4_splat(round);
        let (outer, middle) = (lanes(input[0], input[4]), lanes(input[2], input[6]));
        let (low, high) = (lanes(input[1], input[3]), lanes(input[5], input[7]));
        let one = 1 << BITS;
        let mut halves = [[[i32x4_splat(0); 2]; 4]; 2];
        for half in 0..2 {
            let sum = i32x4_add(i32x4_dot_i16x8(outer[half], pair([one, one])), round);
            let difference = i32x4_add(i32x4_dot_i16x8(outer[half], pair([one, -one])), round);
            let [far, near] = EVEN.map(|by| i32x4_dot_i16x8(middle[half], pair(by)));
            let even =
                [i32x4_add(sum, far), i32x4_add(difference, near), i32x4_sub(difference, near), i32x4_sub(sum, far)];
            for i in 0..4 {
                let [a, b, c, d] = ODD[i];
                let odd =
                    i32x4_add(i32x4_dot_i16x8(low[half], pair([a, b])), i32x4_dot_i16x8(high[half], pair([c, d])));
                halves[half][i] =
                    [i32x4_shr(i32x4_add(even[i], odd), SHIFT), i32x4_shr(i32x4_sub(even[i], odd), SHIFT)];
            }
        }
        let [low, high] = halves;
        std::array::from_fn(|i| {
            let (i, side) = if i < 4 { (i, 0) } else { (7 - i, 1) };
            i16x8_narrow_i32x4(low[i][side], high[i][side])
        })
    }

    #[inline(always)]
    fn transposed(rows: [v128; 8]) -> [v128; 8] {
        let [a, b, c, d, e, f, g, h] = rows;
        // Pairs of rows four apart, twice, then neighbours: three perfect shuffles.
        let turn = |[a, b, c, d, e, f, g, h]: [v128; 8]| {
            let [[ae, ae_high], [bf, bf_high], [cg, cg_high], [dh, dh_high]] =
                [lanes(a, e), lanes(b, f), lanes(c, g), lanes(d, h)];
            [ae, ae_high, bf, bf_high, cg, cg_high, dh, dh_high]
        };
        turn(turn(turn([a, b, c, d, e, f, g, h])))
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::{FRAC_1_SQRT_2, PI};

    use super::*;

    /// The transform's definition (T.81, A.3.3) for so many points a side, in floats.
    fn exact(block: &Block, side: usize) -> Vec<f64> {
        let basis = |u: usize, x: usize| {
            let height = if u == 0 { FRAC_1_SQRT_2 } else { 1.0 };
            height * ((2 * x + 1) as f64 * u as f64 * PI / (2 * side) as f64).cos()
        };
        let level = |y: usize, x: usize| {
            let term = |v: usize, u: usize| basis(v, y) * basis(u, x) * f64::from(block[v * 8 + u]);
            let sum: f64 = (0..side).flat_map(|v| (0..side).map(move |u| (v, u))).map(|(v, u)| term(v, u)).sum();
            (sum / 4.0 + 128.0).clamp(0.0, 255.0)
        };
        (0..side).flat_map(|y| (0..side).map(move |x| (y, x))).map(|(y, x)| level(y, x)).collect()
    }

    #[test]
    fn levels_are_those_of_the_definition_within_rounding() {
        let mut seed = 1_u32;
        let mut random = |below: i32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as i32 % below
        };
        for round in 0..2000 {
            let mut block = [0; 72];
            block[0] = (random(2040) - 1020) as i16;
            for _ in 0..round % 64 {
                block[random(63) as usize + 1] = (random(400) - 200) as i16;
            }
            for (side, transform) in [(8, eight as fn(&Block, &mut [u8], usize)), (4, four), (2, two)] {
                let stride = side + 3;
                let mut out = vec![7; stride * side];
                transform(&block, &mut out, stride);
                for (row, exact) in out.chunks(stride).zip(exact(&block, side).chunks(side)) {
                    for (&level, exact) in row.iter().zip(exact) {
                        assert!((f64::from(level) - exact).abs() < 0.75, "{side}: {level} for {exact}");
                    }
                    assert_eq!(row[side..], [7; 3], "nothing is written beside the block");
                }
            }
            assert!((f64::from(one(block[0])) - exact(&block, 1)[0]).abs() <= 0.5 + 1e-9);
        }
    }

    #[test]
    fn coefficients_beyond_their_range_saturate() {
        for value in [i16::MAX, i16::MIN] {
            let mut out = [0; 64];
            eight(&[value; 72], &mut out, 8);
            four(&[value; 72], &mut out, 8);
            let mut block = [0; 72];
            block[0] = value;
            eight(&block, &mut out, 8);
            assert_eq!(out, [if value > 0 { 255 } else { 0 }; 64]);
        }
    }
}
