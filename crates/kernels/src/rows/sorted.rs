//! Medians of small windows by sorting networks: nothing but minima and maxima of bytes that lie side by side, the same for
//! every picture.
//!
//! A network for one window, laid over many bytes at once, would be all there is to it, were it not for what windows
//! have in common (the plan is that of Adams, Fast median filters using separable sorting networks, 2021):
//!
//! 1. All columns of a window's height are sorted, and each is then part of as many windows as a window has columns. Two
//!    rows of windows have all their rows but two in common, which are sorted once for both.
//! 2. Two windows side by side have all columns but two in common. Of the values of those most can't be the median of
//!    either whatever the column that is missing holds: with N more to come, N + 1 in the middle remain. Of these and the
//!    column, both in order, the median is a minimum of maxima.
//! 3. The common columns are merged two by two first, by Batcher's odd-even merge (1968); a pair so merged is part of as
//!    many pairs of windows as a window has pairs of columns.
//!
//! For a window to lie beside its neighbour in another vector, even and odd columns are kept apart. Columns of three are
//! so short that each rank is looked at by itself instead: the median is that of the largest of the low values, the median
//! of the middle ones and the smallest of the high ones (Smith, 1996).
//!
//! Measured on 12 megapixels with SIMD, without and with the second and the third point: a radius of 1, 17 and 14 ms; a
//! radius of 2, 45 and 32 ms, where columns had been merged by rank (Kolte, Smith and Su, 1999).
//!
//! Both bodies are the same: they differ in what lies side by side, sixteen bytes of a vector or eight of a machine word.
//! The specification is the plain body, which sorts each window.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32::v128 as Whole;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use word::Word as Whole;

/// The largest radius at which sorting is faster than counting, of 1 to 3.
pub const MOST_SORTED: u32 = if cfg!(all(target_arch = "wasm32", target_feature = "simd128")) { 3 } else { 2 };

/// Pixels that are looked for at a time: what is kept of their columns stays in the first-level cache.
pub const BLOCK: usize = 256;

/// Bytes of the even or the odd columns of a block: with the margins, and with what the last vector has beyond.
const HALF: usize = (BLOCK / 2 + 12) * 4;

/// Values in a pair of the longest columns.
const MOST_RANKS: usize = 2 * 7;

/// Values of one rank in all columns, first of those in even places and then of those in odd ones.
type Plane = [u8; 2 * HALF];

/// Sorted columns of a block.
#[derive(Debug, Default)]
pub struct Sorted {
    /// Of the upper and the lower row of windows, a plane a rank.
    rows: [Vec<Plane>; 2],
    /// Every odd column merged with the even one after it, a plane a rank.
    pairs: Vec<[u8; HALF]>,
}

impl Sorted {
    /// Bytes that it takes at most.
    pub const BYTES: usize = (2 * 7 * 2 + MOST_RANKS) * HALF;
}

/// Where byte `i` of a row of columns lies in a plane.
fn place(i: usize) -> usize {
    let (column, channel) = (i / 4, i % 4);
    column % 2 * HALF + column / 2 * 4 + channel
}

/// Bytes side by side, compared each with its like.
trait Lanes: Copy {
    /// The lesser of each two.
    fn low(self, other: Self) -> Self;
    /// The greater of each two.
    fn high(self, other: Self) -> Self;
    /// Which none exceeds.
    fn highest() -> Self;
}

/// Lanes that hold whole pixels.
trait Pixels: Lanes {
    /// Bytes.
    const BYTES: usize;
    /// The bytes of `data` from `at` on.
    ///
    /// # Safety
    /// They lie within `data`.
    unsafe fn load(data: &[u8], at: usize) -> Self;
    /// Writes the bytes to `data` from `at` on.
    ///
    /// # Safety
    /// They lie within `data`.
    unsafe fn store(self, data: &mut [u8], at: usize);
    /// The pixels in even places and those in odd ones, of both in turn.
    fn unzip(self, next: Self) -> [Self; 2];
    /// The other way round.
    fn zip(self, odd: Self) -> [Self; 2];
    /// With the alphas of `source`.
    fn with_alpha(self, source: Self) -> Self;
}

impl Lanes for u8 {
    fn low(self, other: Self) -> Self {
        self.min(other)
    }

    fn high(self, other: Self) -> Self {
        self.max(other)
    }

    fn highest() -> Self {
        Self::MAX
    }
}

#[inline(always)]
fn sort2<T: Lanes>(a: T, b: T) -> [T; 2] {
    [a.low(b), a.high(b)]
}

#[inline(always)]
fn sort4<T: Lanes>([a, b, c, d]: [T; 4]) -> [T; 4] {
    let ([a, b], [c, d]) = (sort2(a, b), sort2(c, d));
    let ([a, c], [b, d]) = (sort2(a, c), sort2(b, d));
    let [b, c] = sort2(b, c);
    [a, b, c, d]
}

/// `sorted`, whose first `N` - 1 values count, with one value more.
#[inline(always)]
fn insert<T: Lanes, const N: usize>(sorted: &[T], value: T) -> [T; N] {
    std::array::from_fn(|i| match i {
        0 => sorted[0].low(value),
        i if i == N - 1 => sorted[i - 1].high(value),
        i => sorted[i - 1].high(sorted[i].low(value)),
    })
}

#[inline(always)]
fn sort6<T: Lanes>([a, b, c, d, e, f]: [T; 6]) -> [T; 6] {
    let [a, b, c, d] = sort4([a, b, c, d]);
    let [e, f] = sort2(e, f);
    let merged = merge4([a, b, c, d], pad(&[e, f]));
    std::array::from_fn(|i| merged[i])
}

#[inline(always)]
fn median3<T: Lanes>(a: T, b: T, c: T) -> T {
    let [a, b] = sort2(a, b);
    a.high(b.low(c))
}

/// `sorted` with as many highest values after it as there is room.
#[inline(always)]
fn pad<T: Lanes, const N: usize>(sorted: &[T]) -> [T; N] {
    std::array::from_fn(|i| if i < sorted.len() { sorted[i] } else { T::highest() })
}

#[inline(always)]
fn merge1<T: Lanes>([a]: [T; 1], [b]: [T; 1]) -> [T; 2] {
    sort2(a, b)
}

/// Batcher's odd-even merge of two sorted arrays, by the merge of arrays half as long: written out, so that all places are
/// known and the compiler leaves out what is not used or is compared with a highest value.
macro_rules! merge {
    ($name:ident: $n:literal by $half:ident, [$($i:literal)*] [$($j:literal)*]) => {
        #[inline(always)]
        fn $name<T: Lanes>(a: [T; $n], b: [T; $n]) -> [T; 2 * $n] {
            let evens = $half([$(a[2 * $i]),*], [$(b[2 * $i]),*]);
            let odds = $half([$(a[2 * $i + 1]),*], [$(b[2 * $i + 1]),*]);
            let mut merged = [evens[0]; 2 * $n];
            $([merged[2 * $j - 1], merged[2 * $j]] = sort2(odds[$j - 1], evens[$j]);)*
            merged[2 * $n - 1] = odds[$n - 1];
            merged
        }
    };
}

merge!(merge2: 2 by merge1, [0] [1]);
merge!(merge4: 4 by merge2, [0 1] [1 2 3]);
merge!(merge8: 8 by merge4, [0 1 2 3] [1 2 3 4 5 6 7]);
merge!(merge16: 16 by merge8, [0 1 2 3 4 5 6 7] [1 2 3 4 5 6 7 8 9 10 11 12 13 14 15]);
merge!(merge32: 32 by merge16, [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15]
    [1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31]);

/// The middle one of two sorted arrays, the first one longer by one.
#[inline(always)]
fn middle<T: Lanes, const N: usize>(longer: &[T], shorter: [T; N]) -> T {
    // If it is the i-th of the longer one, it is not exceeded by those before it nor by N - i of the shorter.
    let mut middle = longer[N];
    for i in 0..N {
        middle = middle.low(longer[i].high(shorter[N - 1 - i]));
    }
    middle
}

/// Sorts `N` + 1 values: the first `N`, and the last `N`.
#[inline(always)]
fn sort_both<T: Lanes, const N: usize>(value: impl Fn(usize) -> T) -> [[T; N]; 2] {
    match N {
        3 => {
            let shared = sort2(value(1), value(2));
            [insert(&shared, value(0)), insert(&shared, value(3))]
        }
        5 => {
            let shared = sort4([value(1), value(2), value(3), value(4)]);
            [insert(&shared, value(0)), insert(&shared, value(5))]
        }
        7 => {
            let shared = sort6([value(1), value(2), value(3), value(4), value(5), value(6)]);
            [insert(&shared, value(0)), insert(&shared, value(7))]
        }
        _ => unreachable!("windows of 3, 5 and 7"),
    }
}

/// Two sorted columns as one; the first `2 * N` count.
#[inline(always)]
fn merge_columns<T: Lanes, const N: usize>(a: [T; N], b: [T; N]) -> [T; 16] {
    match N {
        5 | 7 => merge8(pad(&a), pad(&b)),
        _ => unreachable!("windows of 5 and 7"),
    }
}

/// The medians of two windows, one a column right of the other: `pair` gives the values of the pairs of columns that
/// both have, `first` is the column that the left one has before them and `last` the one that the right one has after
/// them.
#[inline(always)]
fn middles_of_two<T: Lanes, const N: usize>(pair: impl Fn(usize) -> [T; 16], [first, last]: [[T; N]; 2]) -> [T; 2] {
    // Of what both have, those that N values more can make the median.
    match N {
        5 => {
            let shared = merge16(pad(&pair(0)[..10]), pad(&pair(1)[..10]));
            [first, last].map(|column| middle(&shared[7..13], column))
        }
        7 => {
            let four = merge16(pad(&pair(0)[..14]), pad(&pair(1)[..14]));
            // 14 and 7 values are still to come: the lowest and the highest can't be the median any more.
            let shared = merge32(pad(&four[3..25]), pad(&pair(2)[..14]));
            [first, last].map(|column| middle(&shared[14..22], column))
        }
        _ => unreachable!("windows of 5 and 7"),
    }
}

/// As [`middles_of_two`] for windows of 3, whose sorted columns are so short that each rank is looked at by itself.
#[inline(always)]
fn middles_of_two_small<T: Lanes>([a, b]: [[T; 3]; 2], ends: [[T; 3]; 2]) -> [T; 2] {
    let (low, [middle_low, middle_high], high) = (a[0].high(b[0]), sort2(a[1], b[1]), a[2].low(b[2]));
    ends.map(|c| median3(low.high(c[0]), middle_low.high(middle_high.low(c[1])), high.low(c[2])))
}

/// Sorts the columns of two rows of windows, one below the other: of the first `N` of `rows`, and of the last `N`. The
/// first column stands for `before` more on its left, the last one for `after` more on its right.
pub fn sort_columns<const N: usize>(rows: &[&[u8]], [before, after]: [usize; 2], sorted: &mut Sorted) {
    let columns = rows[0].len() / 4;
    assert!(rows.len() == N + 1 && rows.iter().all(|row| row.len() == columns * 4));
    assert!(columns > 0 && before + columns + after < BLOCK + N);
    for planes in &mut sorted.rows {
        planes.resize(N, [0; 2 * HALF]);
    }
    let done = sort_whole::<Whole, N>(rows, before * 4, &mut sorted.rows);
    sort_columns_plain::<N>(rows, before * 4, done, &mut sorted.rows);
    let last = before + columns - 1;
    for plane in sorted.rows.iter_mut().flatten() {
        for (from, to) in [(before, 0..before), (last, last + 1..last + 1 + after)] {
            for column in to {
                plane.copy_within(place(from * 4)..place(from * 4) + 4, place(column * 4));
            }
        }
    }
}

/// Plain body of [`sort_columns`], from byte `done` of the rows on, whose bytes go to the planes' from `at` on.
pub(super) fn sort_columns_plain<const N: usize>(
    rows: &[&[u8]],
    at: usize,
    done: usize,
    [upper, lower]: &mut [Vec<Plane>; 2],
) {
    for i in done..rows[0].len() {
        let sorted = sort_both::<u8, N>(|row| rows[row][i]);
        for rank in 0..N {
            (upper[rank][place(at + i)], lower[rank][place(at + i)]) = (sorted[0][rank], sorted[1][rank]);
        }
    }
}

/// Writes to `out` the medians of windows of `N` of the sorted columns, of the upper row of windows (0) or the lower (1),
/// with the alpha of `source`; the first pixel's window starts with the first column.
pub fn middles<const N: usize>(sorted: &mut Sorted, row: usize, source: &[u8], out: &mut [u8]) {
    assert!(source.len() == out.len() && out.len() <= BLOCK * 4);
    sorted.pairs.resize(MOST_RANKS, [0; HALF]);
    let pairs = sorted.pairs.first_chunk_mut().expect("a plane a rank");
    let planes = sorted.rows[row].first_chunk::<N>().expect("columns of N were sorted");
    middles_whole::<Whole, N>(planes, pairs, source, out);
}

/// Plain body of [`middles`].
#[cfg(any(test, feature = "check"))]
pub(super) fn middles_plain<const N: usize>(sorted: &Sorted, row: usize, source: &[u8], out: &mut [u8]) {
    for (i, (out, source)) in out.iter_mut().zip(source).enumerate() {
        let column = |c: usize| sorted.rows[row].iter().map(move |plane| plane[place(i + 4 * c)]);
        let mut window: Vec<u8> = (0..N).flat_map(column).collect();
        window.sort_unstable();
        *out = if i % 4 == 3 { *source } else { window[N * N / 2] };
    }
}

/// Does what steps of two `T` can; the bytes done.
#[inline(always)]
fn sort_whole<T: Pixels, const N: usize>(rows: &[&[u8]], at: usize, [upper, lower]: &mut [Vec<Plane>; 2]) -> usize {
    let upper = upper.first_chunk_mut::<N>().expect("a plane a rank");
    let lower = lower.first_chunk_mut::<N>().expect("a plane a rank");
    let rows: [&[u8]; 8] = std::array::from_fn(|i| rows[i.min(N)]);
    let done = rows[0].len() / (2 * T::BYTES) * (2 * T::BYTES);
    let (even, odd) = (place(at), place(at + 4));
    for i in (0..done).step_by(2 * T::BYTES) {
        // SAFETY: i + 2 * BYTES <= done, which is within every row.
        let values: [[T; 2]; 8] =
            std::array::from_fn(|row| unsafe { T::load(rows[row], i).unzip(T::load(rows[row], i + T::BYTES)) });
        for (half, start) in [(0, even), (1, odd)] {
            let sorted = sort_both::<T, N>(|row| values[row][half]);
            for rank in 0..N {
                // SAFETY: the planes have room for the rows from `at` on, half of them in either half.
                unsafe {
                    sorted[0][rank].store(&mut upper[rank], start + i / 2);
                    sorted[1][rank].store(&mut lower[rank], start + i / 2);
                }
            }
        }
    }
    done
}

/// [`middles`] in steps of two `T`.
#[inline(always)]
fn middles_whole<T: Pixels, const N: usize>(
    planes: &[Plane; N],
    pairs: &mut [[u8; HALF]; MOST_RANKS],
    source: &[u8],
    out: &mut [u8],
) {
    let radius = N / 2;
    // SAFETY: a vector starts at most BLOCK / 2 + 2 pixels into a half and has at most four, of its BLOCK / 2 + 12; where
    // it starts within them, it is one or a radius further on at most.
    let column = |half: usize, at: usize| -> [T; N] {
        std::array::from_fn(|rank| unsafe { T::load(&planes[rank], half * HALF + at) })
    };
    let len = out.len().div_ceil(2 * T::BYTES) * T::BYTES;
    if N > 3 {
        for at in (0..len + (radius - 1) * 4).step_by(T::BYTES) {
            let merged = merge_columns(column(1, at), column(0, at + 4));
            for (plane, values) in pairs.iter_mut().zip(&merged[..2 * N]) {
                // SAFETY: as for columns.
                unsafe { values.store(plane, at) };
            }
        }
    }
    for at in (0..len).step_by(T::BYTES) {
        let ends = [column(0, at), column(1, at + radius * 4)];
        let [even, odd] = if N > 3 {
            // SAFETY: as for columns.
            let pair =
                |i: usize| std::array::from_fn(|rank| unsafe { T::load(&pairs[rank.min(2 * N - 1)], at + i * 4) });
            middles_of_two::<T, N>(pair, ends)
        } else {
            let three = |column: [T; N]| [column[0], column[1], column[2]];
            middles_of_two_small([three(column(1, at)), three(column(0, at + 4))], ends.map(three))
        };
        let colours = even.zip(odd);
        if 2 * at + 2 * T::BYTES <= out.len() {
            for (i, colours) in colours.into_iter().enumerate() {
                let at = 2 * at + i * T::BYTES;
                // SAFETY: within out, and so within the source.
                unsafe { colours.with_alpha(T::load(source, at)).store(out, at) };
            }
        } else {
            let mut rest = [0; 32];
            for (i, colours) in colours.into_iter().enumerate() {
                // SAFETY: two vectors have 32 bytes.
                unsafe { colours.store(&mut rest, i * T::BYTES) };
            }
            let (out, source) = (out[2 * at..].as_chunks_mut::<4>().0, source[2 * at..].as_chunks::<4>().0);
            for ((out, source), colours) in out.iter_mut().zip(source).zip(rest.as_chunks::<4>().0) {
                *out = [colours[0], colours[1], colours[2], source[3]];
            }
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod word {
    use super::{Lanes, Pixels};

    /// Eight bytes in a machine word, where there are no vectors.
    #[derive(Clone, Copy)]
    pub struct Word(u64);

    impl Word {
        /// The bits of the first pixel.
        const FIRST: u64 = 0xffff_ffff;

        /// All bits of the bytes that are at least those of `other`.
        #[inline(always)]
        fn at_least(self, other: Self) -> u64 {
            const TOP: u64 = (u64::MAX / 255) << 7;
            let (a, b) = (self.0, other.0);
            // With the top bits out of the way no byte borrows; they are compared by themselves.
            let rest = (a | TOP) - (b & !TOP);
            let tops = ((a & !b) | (!(a ^ b) & rest)) & TOP;
            (tops << 1).wrapping_sub(tops >> 7)
        }
    }

    impl Lanes for Word {
        #[inline(always)]
        fn low(self, other: Self) -> Self {
            Self(self.0 ^ ((self.0 ^ other.0) & self.at_least(other)))
        }

        #[inline(always)]
        fn high(self, other: Self) -> Self {
            Self(other.0 ^ ((self.0 ^ other.0) & self.at_least(other)))
        }

        #[inline(always)]
        fn highest() -> Self {
            Self(u64::MAX)
        }
    }

    impl Pixels for Word {
        const BYTES: usize = 8;

        #[inline(always)]
        unsafe fn load(data: &[u8], at: usize) -> Self {
            Self(u64::from_le_bytes(*data[at..].first_chunk().expect("the caller's promise")))
        }

        #[inline(always)]
        unsafe fn store(self, data: &mut [u8], at: usize) {
            data[at..at + 8].copy_from_slice(&self.0.to_le_bytes());
        }

        #[inline(always)]
        fn unzip(self, next: Self) -> [Self; 2] {
            [Self(self.0 & Self::FIRST | next.0 << 32), Self(self.0 >> 32 | next.0 & !Self::FIRST)]
        }

        #[inline(always)]
        fn zip(self, odd: Self) -> [Self; 2] {
            self.unzip(odd)
        }

        #[inline(always)]
        fn with_alpha(self, source: Self) -> Self {
            const ALPHA: u64 = 0xff00_0000_ff00_0000;
            Self(self.0 & !ALPHA | source.0 & ALPHA)
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{Lanes, Pixels};
    use crate::rows::lanes;

    impl Lanes for v128 {
        #[inline(always)]
        fn low(self, other: Self) -> Self {
            u8x16_min(self, other)
        }

        #[inline(always)]
        fn high(self, other: Self) -> Self {
            u8x16_max(self, other)
        }

        #[inline(always)]
        fn highest() -> Self {
            u8x16_splat(u8::MAX)
        }
    }

    impl Pixels for v128 {
        const BYTES: usize = 16;

        #[inline(always)]
        unsafe fn load(data: &[u8], at: usize) -> Self {
            // SAFETY: the caller's promise.
            unsafe { lanes::load(data, at) }
        }

        #[inline(always)]
        unsafe fn store(self, data: &mut [u8], at: usize) {
            // SAFETY: the caller's promise.
            unsafe { lanes::store(data, at, self) }
        }

        #[inline(always)]
        fn unzip(self, next: Self) -> [Self; 2] {
            [i32x4_shuffle::<0, 2, 4, 6>(self, next), i32x4_shuffle::<1, 3, 5, 7>(self, next)]
        }

        #[inline(always)]
        fn zip(self, odd: Self) -> [Self; 2] {
            [i32x4_shuffle::<0, 4, 1, 5>(self, odd), i32x4_shuffle::<2, 6, 3, 7>(self, odd)]
        }

        #[inline(always)]
        fn with_alpha(self, source: Self) -> Self {
            v128_bitselect(source, self, u32x4_splat(0xff00_0000))
        }
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("sort_columns, middles of 3", agree::<3>),
    ("sort_columns, middles of 5", agree::<5>),
    ("sort_columns, middles of 7", agree::<7>),
];

#[cfg(feature = "check")]
fn agree<const N: usize>(random: &mut check::Random, len: usize) -> bool {
    let rows: Vec<Vec<u8>> = (0..=N).map(|_| random.pixels(len + N - 2)).collect();
    let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
    let (mut sorted, mut plain) = (Sorted::default(), [vec![[0; 2 * HALF]; N], vec![[0; 2 * HALF]; N]]);
    sort_columns::<N>(&rows, [1, 0], &mut sorted);
    sort_columns_plain::<N>(&rows, 0, 0, &mut plain);
    sort_columns_plain::<N>(&rows, 4, 0, &mut plain);
    let source = random.pixels(len);
    (0..2).all(|row| {
        let (mut whole, mut one_by_one) = (vec![0; len * 4], vec![0; len * 4]);
        middles::<N>(&mut sorted, row, &source, &mut whole);
        middles_plain::<N>(&sorted, row, &source, &mut one_by_one);
        whole == one_by_one && sorted.rows[row] == plain[row]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Windows over a few values, so that many are alike, and over all.
    fn medians_are_exact<const N: usize>() {
        for top in [2, 5, 256] {
            let row = |y: usize| -> Vec<u8> {
                let value = |i: usize| (i * 7919 + y * 104_729).wrapping_mul(2_654_435_761) / 65536 % top;
                (0..90 * 4).map(|i| value(i) as u8).collect()
            };
            let rows: Vec<Vec<u8>> = (0..=N).map(row).collect();
            let parts: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
            let mut sorted = Sorted::default();
            sort_columns::<N>(&parts, [N / 2; 2], &mut sorted);
            for below in 0..2 {
                let (mut whole, mut plain) = ([0; 90 * 4], [0; 90 * 4]);
                middles::<N>(&mut sorted, below, &rows[0], &mut whole);
                middles_plain::<N>(&sorted, below, &rows[0], &mut plain);
                assert_eq!(whole, plain);
                for (i, median) in whole.into_iter().enumerate().filter(|(i, _)| i % 4 < 3) {
                    let column = |c: usize| ((i / 4 + c).saturating_sub(N / 2).min(89)) * 4 + i % 4;
                    let window = (0..N).flat_map(|c| (below..below + N).map(move |y| (y, c)));
                    let mut window: Vec<u8> = window.map(|(y, c)| rows[y][column(c)]).collect();
                    window.sort_unstable();
                    assert_eq!(median, window[N * N / 2], "{N} × {N}, of {top} values, at byte {i}");
                }
            }
        }
    }

    #[test]
    fn medians_of_every_size_are_exact() {
        medians_are_exact::<3>();
        medians_are_exact::<5>();
        medians_are_exact::<7>();
    }

    #[test]
    #[should_panic(expected = "columns > 0")]
    fn no_columns_are_refused() {
        sort_columns::<3>(&[&[][..]; 4], [1, 1], &mut Sorted::default());
    }
}
