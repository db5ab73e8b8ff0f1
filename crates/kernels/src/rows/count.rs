//! Counting levels: the survey of every kernel that needs a histogram.
//!
//! Departure from `counts[level] += 1`: neighbours are often alike, and an addition to a number in memory waits for the one
//! before it to the same place. So pixels take turns among `TABLES` tables, which the caller adds up.
//!
//! Wholly transparent pixels have no colour to speak of: they are counted, without a branch, in a second half of each
//! table that nobody reads. Blocks of opaque pixels, as most are, are spared that: what limits counting is instructions, not
//! memory. Auto levels of 12 megapixels in WebAssembly with SIMD took 36 ms without this, and take 23 to 25; equalisation 26 and 22.

use super::gray::luma_row;

/// Numbers in a table: one for each level, and as many again for transparent pixels.
pub const TABLE: usize = 512;

/// Pixels that are looked at for their alpha, and whose lumas are computed, at a time.
const BLOCK: usize = 256;

/// Adds the lumas of the pixels that aren't wholly transparent to `counts`, which are `TABLES` tables.
pub fn count_lumas<const TABLES: usize>(source: &[u8], counts: &mut [i32]) {
    let tables = tables::<TABLES>(counts);
    let mut lumas = [0; BLOCK];
    for source in source.chunks(BLOCK * 4) {
        let lumas = &mut lumas[..source.len() / 4];
        luma_row(source, lumas);
        let pixels = source.as_chunks().0;
        if opaque(pixels) {
            lumas_by(pixels, lumas, tables, opaque_bin);
        } else {
            lumas_by(pixels, lumas, tables, bin);
        }
    }
}

/// Adds the lumas of pixels to the tables, each to the number that `bin` makes of luma and alpha.
#[inline(always)]
fn lumas_by<const TABLES: usize>(
    pixels: &[[u8; 4]],
    lumas: &[u8],
    tables: &mut [[i32; TABLE]; TABLES],
    bin: impl Fn(u8, u8) -> usize,
) {
    let (turns, rest) = pixels.as_chunks::<TABLES>();
    let (luma_turns, luma_rest) = lumas.as_chunks::<TABLES>();
    for (pixels, lumas) in turns.iter().zip(luma_turns) {
        for (table, (&[.., alpha], &luma)) in tables.iter_mut().zip(pixels.iter().zip(lumas)) {
            table[bin(luma, alpha)] += 1;
        }
    }
    for (&[.., alpha], &luma) in rest.iter().zip(luma_rest) {
        tables[0][bin(luma, alpha)] += 1;
    }
}

/// Adds the levels of red, green and blue of the pixels that aren't wholly transparent to `counts`, which are two times three
/// tables: pixels take turns here too.
pub fn count_channels(source: &[u8], counts: &mut [i32]) {
    let tables = tables(counts);
    for pixels in source.as_chunks::<4>().0.chunks(BLOCK) {
        if opaque(pixels) {
            channels_by(pixels, tables, opaque_bin);
        } else {
            channels_by(pixels, tables, bin);
        }
    }
}

/// Adds the colours of pixels to the tables, each to the number that `bin` makes of level and alpha.
#[inline(always)]
fn channels_by(pixels: &[[u8; 4]], tables: &mut [[i32; TABLE]; 6], bin: impl Fn(u8, u8) -> usize) {
    let [reds, greens, blues, reds_too, greens_too, blues_too] = tables;
    let count = |[r, g, b, a]: [u8; 4], [reds, greens, blues]: [&mut [i32; TABLE]; 3]| {
        reds[bin(r, a)] += 1;
        greens[bin(g, a)] += 1;
        blues[bin(b, a)] += 1;
    };
    let (pairs, last) = pixels.as_chunks::<2>();
    for &[one, next] in pairs {
        count(one, [reds, greens, blues]);
        count(next, [reds_too, greens_too, blues_too]);
    }
    if let [last] = last {
        count(*last, [reds, greens, blues]);
    }
}

/// Whether all pixels have full alpha.
fn opaque(pixels: &[[u8; 4]]) -> bool {
    pixels.iter().fold(u32::MAX, |all, &pixel| all & u32::from_le_bytes(pixel)) >> 24 == 255
}

/// What a table counted: how many opaque or partly transparent pixels have each level.
pub fn levels<const TABLES: usize>(counts: &[i32]) -> [[u64; 256]; TABLES] {
    let tables = counts.as_chunks::<TABLE>().0;
    std::array::from_fn(|table| std::array::from_fn(|level| tables[table][level] as u64))
}

/// A table's number for a level.
fn bin(level: u8, alpha: u8) -> usize {
    usize::from(level) | usize::from(alpha == 0) << 8
}

/// As [`bin`], of an opaque pixel.
fn opaque_bin(level: u8, _: u8) -> usize {
    usize::from(level)
}

fn tables<const TABLES: usize>(counts: &mut [i32]) -> &mut [[i32; TABLE]; TABLES] {
    counts.as_chunks_mut::<TABLE>().0.try_into().expect("as many counts as the tables have")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pixel_that_can_be_seen_is_counted_once() {
        let source: Vec<u8> = (0..1003u32).flat_map(|i| [i % 7, i % 251, i % 13, i % 3].map(|c| c as u8)).collect();
        let mut counts = [0; 4 * TABLE];
        count_lumas::<4>(&source, &mut counts);
        let [a, b, c, d] = levels::<4>(&counts);
        for level in 0..=255u8 {
            let expected = source
                .as_chunks::<4>()
                .0
                .iter()
                .filter(|&&[r, g, b, a]| a > 0 && super::super::gray::luma(r, g, b) == level);
            let i = usize::from(level);
            assert_eq!(a[i] + b[i] + c[i] + d[i], expected.count() as u64, "level {level}");
        }
        let mut counts = [0; 6 * TABLE];
        count_channels(&source, &mut counts);
        let [reds, _, blues, reds_too, _, blues_too] = levels::<6>(&counts);
        let [red, blue] = [[reds, reds_too], [blues, blues_too]];
        assert_eq!(red.iter().flatten().sum::<u64>(), 668);
        assert_eq!((red[0][7] + red[1][7], blue[0][12] + blue[1][12]), (0, 51));
    }

    #[test]
    fn one_pixel_that_is_not_opaque_changes_nothing_for_the_others() {
        let opaque = [[10, 20, 30, 255]; BLOCK * 2 + 5].concat();
        for (at, alpha) in
            [0, 1, BLOCK - 1, BLOCK, BLOCK * 2, BLOCK * 2 + 4].into_iter().flat_map(|at| [(at, 0), (at, 254)])
        {
            let mut source = opaque.clone();
            source[at * 4 + 3] = alpha;
            let seen = (BLOCK * 2 + 5 - usize::from(alpha == 0)) as u64;
            let (mut lumas, mut channels) = ([0; 4 * TABLE], [0; 6 * TABLE]);
            count_lumas::<4>(&source, &mut lumas);
            count_channels(&source, &mut channels);
            let luma = usize::from(super::super::gray::luma(10, 20, 30));
            assert_eq!(levels::<4>(&lumas).map(|table| table[luma]).iter().sum::<u64>(), seen);
            let tables = levels::<6>(&channels);
            for (c, level) in [10, 20, 30].into_iter().enumerate() {
                assert_eq!(tables[c][level] + tables[c + 3][level], seen, "alpha {alpha} at {at}");
            }
        }
    }
}
