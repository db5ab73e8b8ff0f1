//! Medians by counting: a histogram for every column of a strip of the picture, and from them the histogram of the
//! window around each pixel.
//!
//! As the window moves down a row, each column loses a pixel and gains one; as it moves right by a pixel, the window
//! gains a column's histogram and loses one (Perreault and Hébert, Median filtering in constant time, 2007). Neither
//! cost depends on the radius. A histogram is held in two tiers: sixteen counts by the upper four bits of the value,
//! and for each of those sixteen by the lower four. The median's upper bits are found in the first tier; the window's
//! sixteen counts of the second are brought up to date only then, as many columns as it has lagged behind.
//!
//! Departures, all so that sixteen counts are one vector, or two machine words where there are no vectors:
//!
//! 1. Counts are running totals: count `i` tells the pixels of its tier with bits up to `i`. The place of a rank is
//!    then the number of counts that don't exceed it; no sum is made where it is looked for.
//! 2. A column's counts are bytes, for it has at most 31 pixels. A window's are bytes up to a radius of 7, where they
//!    are at most 15² = 225, and 16 bits beyond, where they are at most 31² = 961.
//! 3. Sums of whole words are sums of all their counts: no count of a window or a column ever exceeds its bits or
//!    falls below zero once a step is complete, so no carry is left over from one to the next.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use plain as best;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vector as best;

/// Counts of one tier.
const BINS: usize = 16;

/// The largest radius whose windows have no more pixels than a byte counts.
const MOST_NARROW: usize = 7;

/// The largest radius: in a column as high as its windows, counts are at most 31, and the difference of two fits a
/// signed byte.
const MOST: usize = 15;

/// Sixteen running totals, a byte each.
type Counts = [u64; 2];

/// Counts of a single value, by four of its bits: 1 from its place on.
const ONE: [Counts; BINS] = {
    let mut ones = [[0; 2]; BINS];
    let mut i = 0;
    while i < BINS {
        let ones_from = (u128::MAX / 255) << (8 * i);
        ones[i] = [ones_from as u64, (ones_from >> 64) as u64];
        i += 1;
    }
    ones
};

/// The pixels of one colour in one column: by their upper four bits, and for each of those by their lower four.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Colour {
    upper: Counts,
    lower: [Counts; BINS],
}

/// The pixels of a column within the window's height, red, green and blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column([Colour; 3]);

impl Column {
    /// Of no pixels.
    pub const EMPTY: Self = Self([Colour { upper: [0; 2], lower: [[0; 2]; BINS] }; 3]);
}

/// Adds the pixels of `entering` to the columns.
pub fn enter(columns: &mut [Column], entering: &[u8]) {
    assert_eq!(columns.len() * 4, entering.len());
    for (column, entering) in columns.iter_mut().zip(entering.as_chunks::<4>().0) {
        for (colour, &entering) in column.0.iter_mut().zip(entering) {
            let (upper, lower) = places(entering);
            colour.upper = add(colour.upper, ONE[upper]);
            colour.lower[upper] = add(colour.lower[upper], ONE[lower]);
        }
    }
}

/// Adds the pixels of `entering` to the columns, and takes away those of `leaving`, which they have.
pub fn pass(columns: &mut [Column], entering: &[u8], leaving: &[u8]) {
    assert_eq!([columns.len() * 4; 2], [entering.len(), leaving.len()]);
    let pixels = entering.as_chunks::<4>().0.iter().zip(leaving.as_chunks::<4>().0);
    for (column, (entering, leaving)) in columns.iter_mut().zip(pixels) {
        for (colour, (&entering, &leaving)) in column.0.iter_mut().zip(entering.iter().zip(leaving)) {
            let (upper, lower) = places(entering);
            let (old_upper, old_lower) = places(leaving);
            colour.upper = subtract(add(colour.upper, ONE[upper]), ONE[old_upper]);
            colour.lower[upper] = add(colour.lower[upper], ONE[lower]);
            colour.lower[old_upper] = subtract(colour.lower[old_upper], ONE[old_lower]);
        }
    }
}

/// A value's upper and lower four bits.
fn places(value: u8) -> (usize, usize) {
    (usize::from(value >> 4), usize::from(value & 15))
}

fn add(a: Counts, b: Counts) -> Counts {
    [a[0].wrapping_add(b[0]), a[1].wrapping_add(b[1])]
}

fn subtract(a: Counts, b: Counts) -> Counts {
    [a[0].wrapping_sub(b[0]), a[1].wrapping_sub(b[1])]
}

/// Writes to `out` the median of each window of 2 · `radius` + 1 columns, in every colour, with the alpha of `source`.
///
/// The first pixel's window starts with the second column: the one before it is there for the window to move from.
pub fn medians(columns: &[Column], radius: usize, source: &[u8], out: &mut [u8]) {
    assert_eq!(source.len(), out.len());
    assert!(radius <= MOST && columns.len() == out.len() / 4 + 2 * radius + 1);
    if radius <= MOST_NARROW {
        medians_of::<best::Narrow>(columns, radius, source, out);
    } else {
        medians_of::<best::Wide>(columns, radius, source, out);
    }
}

/// Plain body of [`medians`].
#[cfg(feature = "check")]
pub(super) fn medians_plain(columns: &[Column], radius: usize, source: &[u8], out: &mut [u8]) {
    if radius <= MOST_NARROW {
        medians_of::<plain::Narrow>(columns, radius, source, out);
    } else {
        medians_of::<plain::Wide>(columns, radius, source, out);
    }
}

/// Sixteen running totals of a window.
trait Tally: Copy {
    /// Of no columns.
    const EMPTY: Self;
    /// With `entering` and without `leaving`, which it has.
    fn moved(self, entering: &Counts, leaving: &Counts) -> Self;
    /// How many of the totals are at most `rank`; fewer than all, since the last exceeds it.
    fn place(self, rank: u32) -> usize;
    /// The total before that of `place`.
    fn before(self, place: usize) -> u32;
}

/// Both bodies: they differ in what a tally is.
#[inline(always)]
fn medians_of<T: Tally>(columns: &[Column], radius: usize, source: &[u8], out: &mut [u8]) {
    const NONE: Counts = [0; 2];
    let side = 2 * radius + 1;
    let middle = (side * side / 2) as u32;
    let mut uppers = [T::EMPTY; 3];
    for column in &columns[..side] {
        for (tally, colour) in uppers.iter_mut().zip(&column.0) {
            *tally = tally.moved(&colour.upper, &NONE);
        }
    }
    // How far each tally of lower bits has come: the end of the window that it tells of.
    let mut lowers = [([T::EMPTY; BINS], [0; BINS]); 3];
    let pixels = out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0);
    for (x, (out, source)) in pixels.enumerate() {
        let end = x + side + 1;
        let (entering, leaving) = (&columns[end - 1], &columns[x]);
        *out = *source;
        for c in 0..3 {
            uppers[c] = uppers[c].moved(&entering.0[c].upper, &leaving.0[c].upper);
            let upper = uppers[c].place(middle);
            let (tallies, ends) = &mut lowers[c];
            let (tally, known) = (&mut tallies[upper], &mut ends[upper]);
            if 2 * (end - *known) > side {
                // Far behind: anew.
                *tally = T::EMPTY;
                for column in &columns[x + 1..end] {
                    *tally = tally.moved(&column.0[c].lower[upper], &NONE);
                }
            } else {
                for i in *known..end {
                    *tally = tally.moved(&columns[i].0[c].lower[upper], &columns[i - side].0[c].lower[upper]);
                }
            }
            *known = end;
            let lower = tally.place(middle - uppers[c].before(upper));
            out[c] = (upper << 4 | lower) as u8;
        }
    }
}

#[cfg(any(not(all(target_arch = "wasm32", target_feature = "simd128")), feature = "check"))]
mod plain {
    use super::{BINS, Counts, Tally, add, subtract};

    /// A byte for each total.
    #[derive(Clone, Copy)]
    pub struct Narrow(Counts);

    impl Tally for Narrow {
        const EMPTY: Self = Self([0; 2]);

        #[inline(always)]
        fn moved(self, entering: &Counts, leaving: &Counts) -> Self {
            Self(subtract(add(self.0, *entering), *leaving))
        }

        /// A byte's highest bit is reached with 127 − `rank` added by a total that exceeds `rank`. None carries: no total
        /// exceeds a median's rank by more than the 113 that lie at it and beyond.
        #[inline(always)]
        fn place(self, rank: u32) -> usize {
            const EACH: u64 = u64::MAX / 0xff;
            let above = self.0.map(|totals| (totals + u64::from(127 - rank) * EACH) & (EACH << 7));
            BINS - (above[0].count_ones() + above[1].count_ones()) as usize
        }

        #[inline(always)]
        fn before(self, place: usize) -> u32 {
            let before = place.wrapping_sub(1);
            if before < BINS { (self.0[before / 8] >> (before % 8 * 8)) as u32 & 0xff } else { 0 }
        }
    }

    /// Sixteen bits for each total: in every word those of even places, then those of odd places.
    #[derive(Clone, Copy)]
    pub struct Wide([[u64; 2]; 2]);

    impl Wide {
        /// The lowest bit of each total.
        const EACH: u64 = u64::MAX / 0xffff;

        #[inline(always)]
        fn widen(counts: u64) -> [u64; 2] {
            [counts & (Self::EACH * 0xff), (counts >> 8) & (Self::EACH * 0xff)]
        }
    }

    impl Tally for Wide {
        const EMPTY: Self = Self([[0; 2]; 2]);

        #[inline(always)]
        fn moved(mut self, entering: &Counts, leaving: &Counts) -> Self {
            for (totals, (&entering, &leaving)) in self.0.iter_mut().zip(entering.iter().zip(leaving)) {
                *totals = subtract(add(*totals, Self::widen(entering)), Self::widen(leaving));
            }
            self
        }

        #[inline(always)]
        fn place(self, rank: u32) -> usize {
            let above =
                |totals: u64| ((totals + u64::from(0x7fff - rank) * Self::EACH) & (Self::EACH << 15)).count_ones();
            let [low, high] = self.0.map(|[even, odd]| above(even) + above(odd));
            BINS - (low + high) as usize
        }

        #[inline(always)]
        fn before(self, place: usize) -> u32 {
            let before = place.wrapping_sub(1);
            if before < BINS { (self.0[before / 8][before % 2] >> (before % 8 / 2 * 16)) as u32 & 0xffff } else { 0 }
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{BINS, Counts, Tally};
    use crate::rows::lanes::{load, store};

    #[inline(always)]
    fn vector(counts: &Counts) -> v128 {
        // SAFETY: two words have sixteen bytes.
        unsafe { load(counts, 0) }
    }

    /// A byte for each total.
    #[derive(Clone, Copy)]
    pub struct Narrow(v128);

    impl Tally for Narrow {
        const EMPTY: Self = Self(u8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

        #[inline(always)]
        fn moved(self, entering: &Counts, leaving: &Counts) -> Self {
            Self(i8x16_sub(i8x16_add(self.0, vector(entering)), vector(leaving)))
        }

        #[inline(always)]
        fn place(self, rank: u32) -> usize {
            u8x16_bitmask(u8x16_ge(self.0, u8x16_splat(rank as u8 + 1))).trailing_zeros() as usize & (BINS - 1)
        }

        #[inline(always)]
        fn before(self, place: usize) -> u32 {
            let mut totals = [0_u8; BINS + 16];
            // SAFETY: sixteen bytes follow the first sixteen.
            unsafe { store(&mut totals, 16, self.0) };
            u32::from(totals[15 + (place & (BINS - 1))])
        }
    }

    /// Sixteen bits for each total.
    #[derive(Clone, Copy)]
    pub struct Wide([v128; 2]);

    impl Tally for Wide {
        const EMPTY: Self = Self([u16x8(0, 0, 0, 0, 0, 0, 0, 0); 2]);

        #[inline(always)]
        fn moved(self, entering: &Counts, leaving: &Counts) -> Self {
            // At most 31 of either: the difference fits a signed byte.
            let change = i8x16_sub(vector(entering), vector(leaving));
            let [low, high] = self.0;
            Self([i16x8_add(low, i16x8_extend_low_i8x16(change)), i16x8_add(high, i16x8_extend_high_i8x16(change))])
        }

        #[inline(always)]
        fn place(self, rank: u32) -> usize {
            let rank = i16x8_splat(rank as i16);
            let [low, high] = self.0.map(|totals| i16x8_gt(totals, rank));
            i8x16_bitmask(i8x16_narrow_i16x8(low, high)).trailing_zeros() as usize & (BINS - 1)
        }

        #[inline(always)]
        fn before(self, place: usize) -> u32 {
            let mut totals = [0_u16; BINS + 8];
            // SAFETY: sixteen totals follow the first eight.
            unsafe {
                store(&mut totals, 8, self.0[0]);
                store(&mut totals, 16, self.0[1]);
            }
            u32::from(totals[7 + (place & (BINS - 1))])
        }
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[("medians", |random, len| {
    let (radius, top) = (1 + random.below(MOST), 1 << random.below(9));
    let mut columns = vec![Column::EMPTY; len + 2 * radius + 1];
    for _ in 0..=2 * radius {
        let row: Vec<u8> = (0..columns.len() * 4).map(|_| random.below(top) as u8).collect();
        enter(&mut columns, &row);
    }
    let source = random.pixels(len);
    let plain = |out: &mut [u8]| medians_plain(&columns, radius, &source, out);
    check::same(len * 4, 0, |out| medians(&columns, radius, &source, out), plain)
})];

#[cfg(test)]
mod tests {
    use super::*;

    /// Row `y` of `columns` pixels of values below `top`.
    fn row(y: usize, columns: usize, top: usize) -> Vec<u8> {
        let value = |i: usize| (i * 7919 + y * 104_729).wrapping_mul(2_654_435_761) / 65536 % top;
        (0..columns * 4).map(|i| value(i) as u8).collect()
    }

    #[test]
    fn medians_are_the_middle_ones_of_what_was_counted() {
        for (radius, top) in [(1, 256), (4, 3), (7, 256), (7, 1), (8, 256), (15, 1), (15, 40), (15, 256)] {
            let (side, len) = (2 * radius + 1, 50);
            let rows: Vec<Vec<u8>> = (0..=side).map(|y| row(y, len + side, top)).collect();
            let mut columns = vec![Column::EMPTY; len + side];
            for row in &rows[..side] {
                enter(&mut columns, row);
            }
            pass(&mut columns, &rows[side], &rows[0]);
            let mut out = vec![0; len * 4];
            medians(&columns, radius, &vec![77; len * 4], &mut out);
            for (i, &median) in out.iter().enumerate() {
                let mut window: Vec<u8> =
                    rows[1..].iter().flat_map(|row| row[i + 4..].iter().step_by(4).take(side)).copied().collect();
                window.sort_unstable();
                assert_eq!(median, if i % 4 == 3 { 77 } else { window[side * side / 2] }, "radius {radius}, byte {i}");
            }
        }
    }

    #[test]
    fn what_entered_and_left_again_leaves_nothing() {
        let mut columns = vec![Column::EMPTY; 20];
        let rows: Vec<Vec<u8>> = (0..3).map(|y| row(y, 20, 256)).collect();
        enter(&mut columns, &rows[0]);
        let once = columns.clone();
        pass(&mut columns, &rows[1], &rows[0]);
        pass(&mut columns, &rows[0], &rows[1]);
        assert_eq!(columns, once);
    }
}
