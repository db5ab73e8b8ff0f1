//! CLAHE, contrast-limited adaptive histogram equalisation: every part of the picture is equalised by what is around it.
//!
//! *Reduce, then map; rows are independent once the picture has been surveyed.* Of the Rec. 601 luma of the sRGB bytes (Zuiderveld,
//! in Graphics Gems IV, 1994). The picture is divided into tiles; the histogram of each is cut off at the clip limit, which is told
//! in multiples of an even share, and what was cut off is spread over all levels: so noise in flat areas is not blown up. Each
//! tile's histogram becomes a table of new levels, and a pixel's luma is looked up in the tables of the four tiles whose
//! middles are around it, mixed by distance. What that changes is added to red, green and blue alike, as for the Y of a
//! television picture. Alpha is kept; wholly transparent pixels are not counted. Work: two look-ups and a mix a pixel.
//!
//! Fixed point: a table holds levels with 8 fraction bits; mixing by row weighs with 8 bits, by column with 8 again, rounded
//! once at the end: at most 255 · 2²⁴, below 2³².
//!
//! Departures from the four look-ups a pixel: all pixels of a row are equally far from the tiles above and below, so these are
//! mixed once a row, for all levels; and the results for a tile and its right neighbour lie side by side, so that one load
//! brings both.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{number, pair, preset},
    rows::{self, TABLE},
    survey::Histogram,
};

/// Fraction bits of distances between the tiles' middles.
const BITS: u32 = 8;

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct Clahe {
    /// The most that a level may have, as a multiple of an even share.
    clip_limit: f64,
    /// Tiles across and down.
    tiles: [u32; 2],
}

/// The new levels of a tile, with [`BITS`] fraction bits.
type Tile = [u16; 256];

/// How the tiles lie, and what becomes of each level there.
#[derive(Debug)]
pub struct Plan {
    columns: Axis,
    rows: Axis,
    /// Row by row, once the survey has ended.
    tiles: Vec<Tile>,
}

/// How the tiles lie along one side.
#[derive(Debug)]
struct Axis {
    /// Pixels in a tile; the last one may have fewer.
    step: u32,
    tiles: u32,
    /// For each pixel from one tile's middle to the next: how far it has come, with [`BITS`] fraction bits.
    distances: Vec<u32>,
}

/// The levels of a tile, mixed from those above and below, and beside each the one of the tile to the right.
type Pairs = [[u16; 2]; 256];

/// Intermediate levels.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Of each tile across; one more than there are, since half a tile lies before the first middle.
    pairs: Vec<Pairs>,
    lumas: Vec<u8>,
}

impl Kernel for Clahe {
    type Plan = Plan;
    type Scratch = Scratch;

    fn plan(&self, source: Size) -> Plan {
        let [across, down] = self.tiles;
        Plan { columns: Axis::new(source.width, across), rows: Axis::new(source.height, down), tiles: vec![] }
    }

    fn footprint(&self, _: &Plan, out: Range<u32>) -> Range<u32> {
        out
    }

    fn scratch_bytes(&self, plan: &Plan) -> u64 {
        u64::from(plan.columns.tiles + 1) * size_of::<Pairs>() as u64
    }

    fn counts(&self, plan: &Plan) -> usize {
        (plan.columns.tiles * plan.rows.tiles) as usize * TABLE
    }

    fn survey(&self, plan: &Plan, source: Slab<'_>, counts: &mut [i32]) {
        for y in source.rows() {
            let first = (y / plan.rows.step * plan.columns.tiles) as usize;
            let tables = counts[first * TABLE..].chunks_mut(TABLE);
            for (pixels, table) in source.row(y).chunks(plan.columns.step as usize * 4).zip(tables) {
                rows::count_lumas::<1>(pixels, table);
            }
        }
    }

    fn conclude(&self, plan: &mut Plan, counts: &[i32]) {
        plan.tiles = counts.chunks(TABLE).map(|counts| self.tile(rows::levels::<1>(counts)[0])).collect();
    }

    fn render(&self, plan: &Plan, source: Slab<'_>, Scratch { pairs, lumas }: &mut Scratch, mut out: Band<'_>) {
        lumas.resize(source.size().width as usize, 0);
        pairs.resize(plan.columns.tiles as usize + 1, [[0; 2]; 256]);
        for (y, row) in out.rows_mut() {
            plan.mix_rows(y, pairs);
            rows::luma_row(source.row(y), lumas);
            let (mut row, mut source, mut lumas) = (row, source.row(y), &lumas[..]);
            for (gap, pairs) in (0..).zip(pairs.iter()) {
                let pixels = plan.columns.gap(gap).min(lumas.len());
                let (out, rest) = row.split_at_mut(pixels * 4);
                mix(&source[..pixels * 4], &lumas[..pixels], pairs, &plan.columns.distances, out);
                (row, source, lumas) = (rest, &source[pixels * 4..], &lumas[pixels..]);
            }
        }
    }
}

/// Gives pixels between two tiles' middles the change of their lumas.
fn mix(source: &[u8], lumas: &[u8], pairs: &Pairs, distances: &[u32], out: &mut [u8]) {
    let pixels = out.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0);
    for ((out, &[r, g, b, a]), (&luma, &distance)) in pixels.zip(lumas.iter().zip(distances)) {
        let [left, right] = pairs[usize::from(luma)].map(u32::from);
        let mixed = left * ((1 << BITS) - distance) + right * distance;
        let change = ((mixed + (1 << (2 * BITS - 1))) >> (2 * BITS)) as i32 - i32::from(luma);
        let changed = |colour: u8| (i32::from(colour) + change).clamp(0, 255) as u8;
        *out = [changed(r), changed(g), changed(b), a];
    }
}

impl Plan {
    /// Mixes the tiles above and below row `y`, and lays neighbours side by side.
    fn mix_rows(&self, y: u32, pairs: &mut [Pairs]) {
        let (gap, distance) = self.rows.place(y);
        let across = self.columns.tiles as usize;
        let tiles = |row: u32| &self.tiles[row as usize * across..][..across];
        let (above, below) = (tiles(gap.saturating_sub(1)), tiles(gap.min(self.rows.tiles - 1)));
        for (i, (above, below)) in above.iter().zip(below).enumerate() {
            for level in 0..256 {
                let (above, below) = (u32::from(above[level]), u32::from(below[level]));
                let mixed = (above * ((1 << BITS) - distance) + below * distance + (1 << (BITS - 1))) >> BITS;
                pairs[i][level][1] = mixed as u16;
                pairs[i + 1][level][0] = mixed as u16;
            }
        }
        // Beyond the outermost middles there is but one tile.
        pairs[0].iter_mut().for_each(|[left, right]| *left = *right);
        pairs[across].iter_mut().for_each(|[left, right]| *right = *left);
    }
}

impl Axis {
    /// `length` pixels cut into `tiles` tiles, or fewer where they would be empty.
    fn new(length: u32, tiles: u32) -> Self {
        let step = length.div_ceil(tiles).max(1);
        // Pixel o of a gap lies o + half + ½ from its tile's edge, whose middle is at step / 2.
        let distances = (0..step).map(|o| ((2 * (o + step / 2) + 1 - step) << BITS) / (2 * step)).collect();
        Self { step, tiles: length.div_ceil(step), distances }
    }

    /// Pixels in a gap between two middles; the first one is from the edge to the first middle.
    fn gap(&self, gap: u32) -> usize {
        (if gap == 0 { self.step / 2 } else { self.step }) as usize
    }

    /// The gap in which a pixel lies, and how far it has come there.
    fn place(&self, at: u32) -> (u32, u32) {
        let half = self.step / 2;
        match at.checked_sub(half) {
            Some(beyond) => (beyond / self.step + 1, self.distances[(beyond % self.step) as usize]),
            None => (0, 0),
        }
    }
}

impl Clahe {
    /// The new levels of a tile with this histogram.
    fn tile(&self, mut histogram: Histogram) -> Tile {
        let whole: u64 = histogram.iter().sum();
        if whole == 0 {
            return std::array::from_fn(|level| (level as u16) << BITS);
        }
        let most = ((self.clip_limit * whole as f64 / 256.0) as u64).max(1);
        let mut over = 0;
        for count in &mut histogram {
            over += count.saturating_sub(most);
            *count = (*count).min(most);
        }
        // An even share for every level, and one more for as many as there are left, as far apart as can be.
        let (share, left) = (over / 256, (over % 256) as usize);
        let apart = 256usize.checked_div(left).unwrap_or(256).max(1);
        let mut up_to = 0;
        std::array::from_fn(|level| {
            let extra = level.is_multiple_of(apart) && level / apart < left;
            up_to += histogram[level] + share + u64::from(extra);
            ((((up_to * 255) << BITS) + whole / 2) / whole) as u16
        })
    }
}

impl Describe for Clahe {
    fn info() -> KernelInfo {
        let limit = |label: &str, limit| preset(label, &[("clip_limit", limit)]);
        KernelInfo {
            name: "clahe".into(),
            label: "Adaptive equalisation (CLAHE)".into(),
            action: "bring out the details of this picture".into(),
            about: "Each part is equalised by what is around it, within a limit. Radiographs are read this way.".into(),
            shape: Shape::ReduceThenMap,
            needs_source: true,
            params: vec![
                number("clip_limit", "Clip limit", [1.0, 40.0, 2.0], 0.1, "×"),
                pair("tiles", "Tiles", [1.0, 16.0], [8.0, 8.0], ""),
            ],
            presets: vec![limit("Gentle, 1.5 ×", 1.5), limit("Usual, 2 ×", 2.0), limit("Strong, 4 ×", 4.0)],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { clip_limit: params.number("clip_limit"), tiles: params.pair("tiles") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lie_between_middles_and_reach_to_the_end() {
        for (length, tiles) in [(1, 1), (1, 16), (9, 8), (10, 2), (211, 8), (4000, 16), (16384, 3)] {
            let axis = Axis::new(length, tiles);
            assert!(axis.tiles >= 1 && axis.tiles <= tiles && (axis.tiles - 1) * axis.step < length);
            let middle = |tile: f64| (tile + 0.5) * f64::from(axis.step);
            for at in 0..length {
                let (gap, distance) = axis.place(at);
                assert!(gap <= axis.tiles);
                let exact = (f64::from(at) + 0.5 - middle(f64::from(gap) - 1.0)) / f64::from(axis.step);
                assert!(gap == 0 || (exact * 256.0 - f64::from(distance)).abs() < 1.0, "{length} / {tiles} at {at}");
                assert!((0.0..1.0).contains(&exact), "{length} / {tiles} at {at}: {exact}");
            }
            assert!((0..=axis.tiles).map(|gap| axis.gap(gap)).sum::<usize>() >= length as usize);
        }
    }

    #[test]
    fn a_tile_without_a_peak_stays_and_a_limit_of_one_changes_little() {
        let clahe = |clip_limit| Clahe { clip_limit, tiles: [1, 1] };
        let even = clahe(40.0).tile([7; 256]);
        assert!(even.iter().enumerate().all(|(level, &new)| (i32::from(new >> 8) - level as i32).abs() <= 1));
        let mut peak = [0; 256];
        peak[30] = 256_000;
        let table = clahe(1.0).tile(peak);
        assert!(table.iter().enumerate().all(|(level, &new)| (i32::from(new >> 8) - level as i32).abs() <= 1));
        assert_eq!(table[255], 255 << 8);
        // The limit of four leaves four shares at the peak, and spreads the rest.
        let table = clahe(4.0).tile(peak);
        assert_eq!((table[30] - table[29]) >> 8, 4 - 1 + 1);
    }
}
