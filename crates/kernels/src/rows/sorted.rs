//! Medians of small windows by sorting networks: nothing but minima and maxima of bytes that lie side by side, the same
//! for every picture.
//!
//! All columns of a window's height are sorted first, and each is then part of as many windows as the window has
//! columns; two rows of windows, one below the other, have all rows but two in common, which are sorted once for both.
//! Of the sorted columns, the lowest values are sorted among each other as far as they matter, then the second lowest,
//! and so on (Kolte, Smith and Su, A fast median filter using AltiVec, 1999, who have 5 × 5 this way). What remains
//! then is short:
//!
//! In a 3 × 3 window the median is that of three: the largest of the low values, the median of the middle ones, the
//! smallest of the high ones (Smith, 1996). In a 5 × 5 window, with rows of ranks sorted as well as columns, it is
//! that of three again: along the diagonal that runs from the largest of the lowest to the lowest of the largest, the
//! median; of the four values next below that diagonal, the largest; of the four next above, the smallest. Every other
//! value has 13 others known to lie on one side of it, and so have all but one each of these sets.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;

/// Bytes that are sorted and looked through at a time: 512 pixels and the margins of their windows. The planes of both
/// rows of windows then stay in the first-level cache, and no two lie a power of two apart.
pub const PLANE: usize = (512 + 4) * 4;

/// Columns of `N` bytes, sorted: the lowest of all columns, then the second lowest of all, and so on.
pub type Planes<const N: usize> = [[u8; PLANE]; N];

/// Bytes side by side, compared each with its like.
trait Lanes: Copy {
    /// The lesser of each two.
    fn low(self, other: Self) -> Self;
    /// The greater of each two.
    fn high(self, other: Self) -> Self;
}

impl Lanes for u8 {
    fn low(self, other: Self) -> Self {
        self.min(other)
    }

    fn high(self, other: Self) -> Self {
        self.max(other)
    }
}

/// Eight bytes in a machine word, where there are no vectors.
#[derive(Clone, Copy)]
struct Word(u64);

impl Word {
    /// The first eight of `bytes`.
    #[inline(always)]
    fn from_bytes(bytes: &[u8]) -> Self {
        Self(u64::from_le_bytes(*bytes.first_chunk().expect("as many bytes as a word has")))
    }

    /// All bits of the bytes that are at least those of `other`.
    #[inline(always)]
    fn at_least(self, other: Self) -> u64 {
        const TOP: u64 = u64::MAX / 255 << 7;
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
fn median3<T: Lanes>(a: T, b: T, c: T) -> T {
    let [a, b] = sort2(a, b);
    a.high(b.low(c))
}

#[inline(always)]
fn median5<T: Lanes>([a, b, c, d, e]: [T; 5]) -> T {
    let ([a, b], [c, d]) = (sort2(a, b), sort2(c, d));
    median3(a.high(c), b.low(d), e)
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
        _ => unreachable!("windows of 3 and 5"),
    }
}

/// The median of `N` columns whose value of each rank is given. Values that are worked out and not used cost nothing:
/// the compiler leaves them out.
#[inline(always)]
fn middle<T: Lanes, const N: usize>(value: impl Fn(usize, usize) -> T) -> T {
    match N {
        3 => {
            let [low, middle, high] = [0, 1, 2].map(|rank| [0, 1, 2].map(|column| value(rank, column)));
            median3(
                low[0].high(low[1]).high(low[2]),
                median3(middle[0], middle[1], middle[2]),
                high[0].low(high[1]).low(high[2]),
            )
        }
        5 => {
            let [a, b, c, d, e]: [[T; 5]; 5] = [0, 1, 2, 3, 4].map(|rank| {
                let four = sort4([1, 2, 3, 4].map(|column| value(rank, column)));
                insert(&four, value(rank, 0))
            });
            median3(
                a[3].high(b[2]).high(c[1].high(d[0])),
                median5([a[4], b[3], c[2], d[1], e[0]]),
                b[4].low(c[3]).low(d[2].low(e[1])),
            )
        }
        _ => unreachable!("windows of 3 and 5"),
    }
}

/// Sorts the columns of two rows of windows, one below the other: of the first `N` of `rows`, and of the last `N`.
///
/// Each row's bytes go to the planes' bytes from `at` on.
pub fn sort_columns<const N: usize>(rows: &[&[u8]], at: usize, planes: [&mut Planes<N>; 2]) {
    assert!(rows.len() == N + 1 && rows.iter().all(|row| row.len() == rows[0].len()) && at + rows[0].len() <= PLANE);
    let [upper, lower] = planes;
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::sort_columns(rows, at, [upper, lower]);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = sort_words(rows, at, [upper, lower]);
    sort_columns_plain(rows, at, done, [upper, lower]);
}

/// Plain body of [`sort_columns`], from byte `done` of the rows on.
pub(super) fn sort_columns_plain<const N: usize>(
    rows: &[&[u8]],
    at: usize,
    done: usize,
    [upper, lower]: [&mut Planes<N>; 2],
) {
    for i in done..rows[0].len() {
        let sorted = sort_both::<u8, N>(|row| rows[row][i]);
        for rank in 0..N {
            (upper[rank][at + i], lower[rank][at + i]) = (sorted[0][rank], sorted[1][rank]);
        }
    }
}

/// Writes to `out` the medians of windows of `N` of the sorted columns, with the alpha of `source`; the first pixel's
/// window starts with the first column.
pub fn middles<const N: usize>(planes: &Planes<N>, source: &[u8], out: &mut [u8]) {
    assert!(source.len() == out.len() && out.len() + (N - 1) * 4 <= PLANE);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::middles(planes, source, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = middle_words(planes, source, out);
    middles_plain(planes, done, source, out);
}

/// Plain body of [`middles`], from byte `done` on.
pub(super) fn middles_plain<const N: usize>(planes: &Planes<N>, done: usize, source: &[u8], out: &mut [u8]) {
    for (i, (out, source)) in out.iter_mut().zip(source).enumerate().skip(done) {
        *out = if i % 4 == 3 { *source } else { middle::<u8, N>(|rank, column| planes[rank][i + 4 * column]) };
    }
}

/// [`sort_columns`] without vectors, as far as whole words go; the bytes done.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn sort_words<const N: usize>(rows: &[&[u8]], at: usize, [upper, lower]: [&mut Planes<N>; 2]) -> usize {
    let done = rows[0].len() / 8 * 8;
    for i in (0..done).step_by(8) {
        let sorted = sort_both::<Word, N>(|row| Word::from_bytes(&rows[row][i..]));
        for rank in 0..N {
            upper[rank][at + i..][..8].copy_from_slice(&sorted[0][rank].0.to_le_bytes());
            lower[rank][at + i..][..8].copy_from_slice(&sorted[1][rank].0.to_le_bytes());
        }
    }
    done
}

/// [`middles`] without vectors, as far as whole words go; the bytes done.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn middle_words<const N: usize>(planes: &Planes<N>, source: &[u8], out: &mut [u8]) -> usize {
    const ALPHA: u64 = 0xff00_0000_ff00_0000;
    let done = out.len() / 8 * 8;
    for i in (0..done).step_by(8) {
        let colours = middle::<Word, N>(|rank, column| Word::from_bytes(&planes[rank][i + 4 * column..]));
        let pixels = (colours.0 & !ALPHA) | (Word::from_bytes(&source[i..]).0 & ALPHA);
        out[i..i + 8].copy_from_slice(&pixels.to_le_bytes());
    }
    done
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{Lanes, Planes, middle, sort_both};
    use crate::rows::lanes::{load, store};

    impl Lanes for v128 {
        #[inline(always)]
        fn low(self, other: Self) -> Self {
            u8x16_min(self, other)
        }

        #[inline(always)]
        fn high(self, other: Self) -> Self {
            u8x16_max(self, other)
        }
    }

    /// Does what whole vectors can; the bytes done. All rows are as long as the first, and fit the planes from `at` on.
    pub fn sort_columns<const N: usize>(rows: &[&[u8]], at: usize, [upper, lower]: [&mut Planes<N>; 2]) -> usize {
        let rows = rows.first_chunk::<6>().copied().unwrap_or_else(|| std::array::from_fn(|i| rows[i.min(N)]));
        let done = rows[0].len() / 16 * 16;
        for i in (0..done).step_by(16) {
            // SAFETY: i + 16 <= done, which is within every row.
            let sorted = sort_both::<v128, N>(|row| unsafe { load(rows[row], i) });
            for rank in 0..N {
                // SAFETY: the planes have room for the rows from `at` on.
                unsafe {
                    store(&mut upper[rank], at + i, sorted[0][rank]);
                    store(&mut lower[rank], at + i, sorted[1][rank]);
                }
            }
        }
        done
    }

    /// Does what whole vectors can; the bytes done. The planes have `N` - 1 pixels more than the output.
    pub fn middles<const N: usize>(planes: &Planes<N>, source: &[u8], out: &mut [u8]) -> usize {
        let done = out.len().min(source.len()) / 16 * 16;
        for i in (0..done).step_by(16) {
            // SAFETY: i + 16 <= done, which is within source and out, and N - 1 pixels further on within the planes.
            unsafe {
                let colours = middle::<v128, N>(|rank, column| load(&planes[rank], i + 4 * column));
                let alpha = u32x4_splat(0xff00_0000);
                store(out, i, v128_bitselect(load(source, i), colours, alpha));
            }
        }
        done
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] =
    &[("sort_columns, middles of 3", |random, len| agree::<3>(random, len)), ("of 5", |random, len| agree::<5>(random, len))];

#[cfg(feature = "check")]
fn agree<const N: usize>(random: &mut check::Random, len: usize) -> bool {
    let rows: Vec<Vec<u8>> = (0..=N).map(|_| random.pixels(len + N - 1)).collect();
    let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
    let mut planes = [[[0; PLANE]; N]; 4];
    let [upper, lower, plain_upper, plain_lower] = &mut planes;
    sort_columns(&rows, 4, [upper, lower]);
    sort_columns_plain(&rows, 4, 0, [plain_upper, plain_lower]);
    let source = random.pixels(len);
    let agreed = (upper == plain_upper) && (lower == plain_lower);
    agreed && check::same(len * 4, 0, |out| middles(lower, &source, out), |out| middles_plain(lower, 0, &source, out))
}
