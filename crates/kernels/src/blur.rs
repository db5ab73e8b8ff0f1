//! A picture blurred by a bell curve of width σ, as samples: for the kernels that show it or compare with it.
//!
//! The bell curve is a product of a row and a column, so the picture is filtered one way first and the other way then.
//! Colours are premultiplied with alpha; edges clamp. Between the passes samples have 6 fraction bits; weights have 15
//! and sum to exactly one; each pass rounds to the nearest.
//!
//! *A narrow blur*, σ < 2.5, is filtered along rows and then down columns. Each pass takes the 2r + 1 nearest, r ≈ 3.3 σ,
//! mirrored ones added before they are weighed.
//!
//! *A wide blur* doesn't need every row. A bell curve is two narrower ones, each of σ / √2, one after the other; what the
//! first leaves is so smooth that every d-th row of it says all. So the picture is
//!
//! 1. made lower: of every d rows one is made, by the first curve;
//! 2. made narrower, of these few rows, and wide again;
//! 3. made high again, by the second curve, which is laid over the rows made.
//!
//! Either step down or up takes about seven multiplications a sample, whatever σ is, and those along rows are done for
//! every d-th row only. Reduced rows lie on every d-th row of the whole picture and have but one content, so chunks, which
//! begin anywhere, change no byte.
//!
//! How exact is that? Taking every d-th value and laying a curve over them gives the curve wanted, times one plus a
//! ripple of period d (Poisson's summation formula), which is 2 · e^(−2π² (σ / 2d)²) high. That changes a picture of 0 and
//! 255, at its worst, by 0.07 level if σ ≥ 1.25 d. A flat picture isn't changed at all, as the weights of every
//! output row sum to one. Curves are cut off at the smallest radius that can't be seen: if t is the share of the
//! whole curve that lies beyond, no picture changes by more than 255 · t. Both ways together stay below half a level,
//! to which rounding the weights adds 0.15 at most; a test sums it up from the weights themselves. The fixed cut-offs in
//! use elsewhere (3 σ, 4 σ) are visible or wasteful.
//!
//! Departures: rows are made in batches of a few, and all work down columns is done in narrow strips, so that what is
//! read again from one row to the next stays in the first-level cache. The lower rows are summed as source rows come, a
//! block of d at a time to all the sums it belongs to, so that each source row is read and premultiplied once, however
//! wide the curve. On 12 megapixels reduction brought 109 ms down to 61 at σ = 5 and 517 to 56 at σ = 20.

use std::ops::Range;

use model::Size;

use crate::{
    Slab,
    image::stride,
    maths,
    ring::Ring,
    rows::{self, TOGETHER, Window},
    weights,
};

/// Fraction bits of the weights. The largest, at σ = 0.5, is 0.79: it fits 16 bits signed.
const BITS: u32 = 15;

/// Samples in a strip of a row: 64 pixels.
const STRIP: usize = 256;

/// Rows of an unreduced picture that are made at a time.
const BATCH: u32 = 8;

/// Reduced rows that are made at a time.
const REDUCED_BATCH: u32 = 4;

/// Of a blur this many times as wide as d, every d-th row is enough.
const SIGMA_PER_STEP: f64 = 1.25;

/// What cutting the curve off may change one way, in levels.
const CUT_OFF_LEVELS: f64 = 0.25;

/// The same for each of the two curves of a wide blur, which needs room for the ripple.
const REDUCED_CUT_OFF_LEVELS: f64 = 0.0625;

/// A blur of pictures of one size.
#[derive(Debug)]
pub struct Blur {
    size: Size,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Narrow(Narrow),
    Wide(Wide),
}

/// Weights of all neighbours.
#[derive(Debug)]
struct Narrow {
    /// From the middle outwards.
    weights: Vec<i16>,
    /// Where the views of a padded row start.
    views: Vec<usize>,
}

/// How rows and columns are made fewer, and many again.
///
/// Reduced row `j` lies on source row `(j − lead) · step`, and so does a reduced column.
#[derive(Debug)]
struct Wide {
    step: u32,
    /// The first curve's radius, and its weights.
    reach: u32,
    curve: Vec<i16>,
    /// These weights for `blocks` blocks of `step` source rows, each made even with a 0.
    narrowing: Vec<i16>,
    blocks: u32,
    /// The second curve's weights: for each of `step` output rows, of the `taps` reduced rows around it.
    widening: Vec<i16>,
    taps: u32,
    lead: u32,
    /// The pixels of a padded row that each reduced column is made from.
    columns: Vec<Window>,
}

/// Intermediate rows.
#[derive(Debug, Default)]
pub struct Scratch {
    /// A row to be filtered along, lengthened by its first and last pixel on either side.
    padded: Vec<i16>,
    /// Rows that have been filtered along: the source's, or reduced ones.
    ring: Ring<i16>,
    /// Where the rows that an output row is made of start in the ring; one list after the other.
    starts: Vec<usize>,
    /// A reduced row's reduced columns.
    columns: Vec<i16>,
    sums: Sums,
}

/// Reduced rows in the making.
#[derive(Debug, Default)]
struct Sums {
    /// A block of source rows, a strip wide.
    block: Vec<i16>,
    /// For every strip of a row, as many strips of sums as there are blocks in a sum.
    sums: Vec<i32>,
    /// The reduced row that the first block was for, and the block that comes next.
    begun: u32,
    next: u32,
}

impl Blur {
    /// The blur of this standard deviation, from 0.5 to 50, of pictures of this size.
    pub fn new(sigma_px: f64, size: Size) -> Self {
        let step = (sigma_px / SIGMA_PER_STEP) as u32;
        let way =
            if step > 1 { Way::Wide(Wide::new(sigma_px, step, size)) } else { Way::Narrow(Narrow::new(sigma_px)) };
        Self { size, way }
    }

    /// Source rows that the output rows `out` are made of.
    pub fn footprint(&self, out: Range<u32>) -> Range<u32> {
        let rows = match &self.way {
            _ if out.is_empty() => return 0..0,
            Way::Narrow(narrow) => i64::from(out.start) - narrow.radius()..i64::from(out.end) + narrow.radius(),
            Way::Wide(wide) => {
                let reduced = wide.rows(&out);
                wide.source_rows(reduced.start).start..wide.source_rows(reduced.end - 1).end
            }
        };
        let within = |y: i64| y.clamp(0, i64::from(self.size.height)) as u32;
        within(rows.start)..within(rows.end)
    }

    /// Bytes of scratch that a lane will take.
    pub fn scratch_bytes(&self) -> u64 {
        let len = stride(self.size);
        let (sums, margins) = match &self.way {
            Way::Narrow(narrow) => (0, narrow.radius() as usize * 8),
            // The columns are at most half a row.
            Way::Wide(wide) => (
                len.next_multiple_of(STRIP) * wide.blocks as usize,
                wide.margin(self.size.width as usize).iter().sum::<usize>() * 4 + len / 2,
            ),
        };
        Ring::<i16>::bytes(self.way.ring_rows(), len)
            + (sums * size_of::<i32>() + (len + margins) * size_of::<i16>()) as u64
    }

    /// Blurs the rows `out`: `each` is given strips of them, with the row's number and where in the row the strip starts.
    pub fn rows(
        &self,
        source: Slab<'_>,
        scratch: &mut Scratch,
        out: Range<u32>,
        mut each: impl FnMut(u32, usize, &[i16]),
    ) {
        scratch.ring.shape(self.way.ring_rows(), stride(self.size));
        let batch = match &self.way {
            Way::Narrow(_) => BATCH,
            Way::Wide(wide) => wide.step * REDUCED_BATCH,
        };
        for first in out.clone().step_by(batch as usize) {
            let out = first..out.end.min(first + batch);
            match &self.way {
                Way::Narrow(narrow) => narrow.batch(source, scratch, self.footprint(out.clone()), out, &mut each),
                Way::Wide(wide) => wide.batch(source, scratch, out, &mut each),
            }
        }
    }
}

impl Way {
    /// Rows that a batch of output rows needs.
    fn ring_rows(&self) -> u32 {
        match self {
            Way::Narrow(narrow) => narrow.radius() as u32 * 2 + BATCH,
            // A batch may begin between two reduced rows.
            Way::Wide(wide) => wide.taps + REDUCED_BATCH,
        }
    }
}

impl Narrow {
    fn new(sigma_px: f64) -> Self {
        let weights = mirrored(&bell(sigma_px, CUT_OFF_LEVELS));
        let views = (0..weights.len() * 2 - 1).map(|i| i * 4).collect();
        Self { weights, views }
    }

    fn radius(&self) -> i64 {
        self.weights.len() as i64 - 1
    }

    /// Along every row of `needed` first, down to the rows `out` then.
    fn batch(
        &self,
        source: Slab<'_>,
        scratch: &mut Scratch,
        needed: Range<u32>,
        out: Range<u32>,
        each: &mut impl FnMut(u32, usize, &[i16]),
    ) {
        let Scratch { padded, ring, starts, .. } = scratch;
        let (len, margin) = (stride(source.size()), self.weights.len() - 1);
        ring.hold(needed, |y, filtered| {
            pad(padded, [margin; 2], len, |middle| rows::unpack(source.row(y), middle));
            rows::weigh_mirrored(padded, &self.views, &self.weights, BITS, filtered);
        });
        let last = i64::from(source.size().height) - 1;
        starts.clear();
        for y in out.clone().map(i64::from) {
            let window = y - self.radius()..=y + self.radius();
            starts.extend(window.map(|y| ring.start(y.clamp(0, last) as u32)));
        }
        let mut samples = [0; STRIP];
        for at in (0..len).step_by(STRIP) {
            let samples = &mut samples[..STRIP.min(len - at)];
            for (y, starts) in out.clone().zip(starts.chunks(self.views.len())) {
                rows::weigh_mirrored(&ring.data()[at..], starts, &self.weights, BITS, samples);
                each(y, at, samples);
            }
        }
    }
}

impl Wide {
    fn new(sigma_px: f64, step: u32, size: Size) -> Self {
        let heights = bell(sigma_px * std::f64::consts::FRAC_1_SQRT_2, REDUCED_CUT_OFF_LEVELS);
        let weights = mirrored(&heights);
        let curve: Vec<i16> = weights[1..].iter().rev().chain(&weights).copied().collect();
        let reach = heights.len() as u32 - 1;
        let blocks = (2 * reach + 1).div_ceil(step);
        let narrowing = (0..blocks)
            .flat_map(|block| (0..even(step)).map(move |row| (row < step).then_some(block * step + row)))
            .map(|row| row.and_then(|row| curve.get(row as usize)).copied().unwrap_or(0))
            .collect();
        // Output row p, of `step`, has reduced rows from p − reach to p + reach around it.
        let lead = reach / step;
        let taps = even(lead + 1 + reach.div_ceil(step));
        let height =
            |p: u32, j: u32| heights.get((p + lead * step).abs_diff(j * step) as usize).copied().unwrap_or(0.0);
        let row = |p| (0..taps).map(|j| height(p, j)).collect::<Vec<f64>>();
        let widening = (0..step).flat_map(|p| weights::to_fixed(&row(p), BITS).collect::<Vec<i16>>()).collect();
        let window = |j| Window { start: j * step, taps: 2 * reach + 1, first_weight: 0 };
        let columns = (0..size.width.div_ceil(step) + taps - 1).map(window).collect();
        Self { step, reach, curve, narrowing, blocks, widening, taps, lead, columns }
    }

    /// Pixels before and after a row that is to be made narrower: the first window starts with the first of them, the last
    /// one ends with the last.
    fn margin(&self, width: usize) -> [usize; 2] {
        let before = self.lead * self.step + self.reach;
        let end = self.columns.last().map_or(0, Window::end) as usize;
        [before as usize, end.saturating_sub(before as usize + width)]
    }

    /// Makes `out` the row `padded`, made narrower and wide again.
    fn along(&self, padded: &[i16], columns: &mut Vec<i16>, out: &mut [i16]) {
        columns.resize(self.columns.len() * 4, 0);
        rows::across(padded, &self.columns, &self.curve, BITS, columns);
        rows::spread(columns, &self.widening, self.taps as usize, BITS, out);
    }

    /// Down to fewer rows, along these, and down to the rows `out`.
    fn batch(
        &self,
        source: Slab<'_>,
        scratch: &mut Scratch,
        out: Range<u32>,
        each: &mut impl FnMut(u32, usize, &[i16]),
    ) {
        let Scratch { padded, ring, starts, columns, sums } = scratch;
        let (len, taps) = (stride(source.size()), self.taps as usize);
        let reduced = self.rows(&out);
        let missing = ring.claim(reduced.clone());
        self.narrow(source, sums, missing.clone(), |j, at, samples| {
            ring.row_mut(j)[at..at + samples.len()].copy_from_slice(samples);
        });
        for row in missing {
            let row = ring.row_mut(row);
            pad(padded, self.margin(len / 4), len, |middle| middle.copy_from_slice(row));
            self.along(padded, columns, row);
        }
        starts.clear();
        starts.extend(reduced.clone().map(|j| ring.start(j)));
        let mut samples = [0; STRIP * TOGETHER];
        for at in (0..len).step_by(STRIP) {
            let width = STRIP.min(len - at);
            // All output rows that lie between the same reduced rows.
            for (j, starts) in reduced.clone().zip(starts.windows(taps)) {
                let rows = out.start.max(j * self.step)..out.end.min((j + 1) * self.step);
                for y in rows.clone().step_by(TOGETHER) {
                    let count = TOGETHER.min((rows.end - y) as usize);
                    let samples = &mut samples[..count * width];
                    let weights = &self.widening[(y - j * self.step) as usize * taps..][..count * taps];
                    rows::weigh_each(&ring.data()[at..], starts, weights, BITS, samples);
                    for (y, samples) in (y..).zip(samples.chunks(width)) {
                        each(y, at, samples);
                    }
                }
            }
        }
    }

    /// Reduced rows around the output rows `out`.
    fn rows(&self, out: &Range<u32>) -> Range<u32> {
        out.start / self.step..(out.end - 1) / self.step + self.taps
    }

    /// Source rows of reduced row `j`, some of which may lie beyond the picture: whole blocks.
    fn source_rows(&self, j: u32) -> Range<i64> {
        let middle = (i64::from(j) - i64::from(self.lead)) * i64::from(self.step);
        let first = middle - i64::from(self.reach);
        first..first + i64::from(self.blocks * self.step)
    }

    /// Makes the reduced rows `made`: `each` is given strips of them.
    ///
    /// The first `step` source rows of reduced row `b` are block `b`; so the row is made of the blocks from `b` on, and
    /// block `b` is the last one of row `b + 1 − blocks`.
    fn narrow(&self, source: Slab<'_>, sums: &mut Sums, made: Range<u32>, mut each: impl FnMut(u32, usize, &[i16])) {
        if made.is_empty() {
            return;
        }
        let (len, blocks, rows) = (stride(source.size()), self.blocks as usize, even(self.step) as usize);
        let last = i64::from(source.size().height) - 1;
        let Sums { block, sums, begun, next } = sums;
        sums.resize(len.next_multiple_of(STRIP) * blocks, 0);
        block.resize(rows * STRIP, 0);
        // The blocks of a row that follows the last one made have been added, but for one.
        if *next != made.start + self.blocks - 1 || *begun > made.start {
            (*begun, *next) = (made.start, made.start);
        }
        let starts: Vec<usize> = (0..rows).map(|row| row * STRIP).collect();
        let mut samples = [0; STRIP];
        let mut sum_starts = Vec::with_capacity(blocks);
        for (at, sums) in (0..len).step_by(STRIP).zip(sums.chunks_mut(STRIP * blocks)) {
            let width = STRIP.min(len - at);
            let place = |j: u32| (j % self.blocks) as usize * STRIP;
            for b in *next..made.end + self.blocks - 1 {
                let first = self.source_rows(b).start;
                for (y, row) in (first..first + i64::from(self.step)).zip(block.chunks_mut(STRIP)) {
                    rows::unpack(&source.row(y.clamp(0, last) as u32)[at..at + width], &mut row[..width]);
                }
                sums[place(b)..][..width].fill(1 << (BITS - 1));
                let oldest = (*begun).max((b + 1).saturating_sub(self.blocks));
                sum_starts.clear();
                sum_starts.extend((oldest..=b).rev().map(place));
                let weights = &self.narrowing[..sum_starts.len() * rows];
                rows::add_each(block, &starts, weights, sums, &sum_starts, width);
                if let Some(j) = (b + 1).checked_sub(self.blocks).filter(|&j| j >= made.start) {
                    rows::finish(&sums[place(j)..][..width], BITS, &mut samples[..width]);
                    each(j, at, &samples[..width]);
                }
            }
        }
        *next = made.end + self.blocks - 1;
    }
}

/// Makes `padded` a row of `len` samples, which `fill` writes, with copies of its first pixel before and of its last pixel
/// after it.
fn pad(padded: &mut Vec<i16>, [before, after]: [usize; 2], len: usize, fill: impl FnOnce(&mut [i16])) {
    padded.resize(len + 4 * (before + after), 0);
    let (front, rest) = padded.as_chunks_mut::<4>().0.split_at_mut(before);
    let (middle, back) = rest.split_at_mut(len / 4);
    fill(middle.as_flattened_mut());
    front.fill(middle[0]);
    back.fill(middle[middle.len() - 1]);
}

fn even(n: u32) -> u32 {
    n.next_multiple_of(2)
}

/// The bell curve's heights from the middle outwards, as far as they matter: no picture is changed by more than
/// `cut_off_levels` by what is missing.
fn bell(sigma: f64, cut_off_levels: f64) -> Vec<f64> {
    // e^(−k²/2σ²) by products: each height is the one before times e^(−(2k−1)/2σ²).
    let ratio = maths::exp(-1.0 / (2.0 * sigma * sigma));
    let (mut curve, mut step) = (vec![1.0], ratio);
    while curve[curve.len() - 1] > 1e-12 {
        curve.push(curve[curve.len() - 1] * step);
        step *= ratio * ratio;
    }
    let total = 2.0 * curve.iter().sum::<f64>() - 1.0;
    let mut beyond = 0.0;
    while let Some(height) = curve.pop_if(|height| 255.0 * (beyond + 2.0 * *height) / total <= cut_off_levels) {
        beyond += 2.0 * height;
    }
    curve
}

/// Weights of a curve that is given from the middle outwards; with their mirrored ones they sum to one.
fn mirrored(curve: &[f64]) -> Vec<i16> {
    // One side with half the middle sums to a half; from the outside in, the rounding ends in the middle.
    let mut curve = curve.to_vec();
    curve[0] /= 2.0;
    curve.reverse();
    let mut fixed: Vec<i16> = weights::to_fixed(&curve, BITS - 1).collect();
    fixed.reverse();
    fixed[0] *= 2;
    fixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_one_fall_outwards_and_stop_where_they_are_invisible() {
        for (sigma, radius) in [(0.5, 1), (1.0, 3), (5.0, 16), (50.0, 165)] {
            let weights = mirrored(&bell(sigma, CUT_OFF_LEVELS));
            let outer: i32 = weights[1..].iter().map(|&w| i32::from(w)).sum();
            assert_eq!(i32::from(weights[0]) + 2 * outer, 1 << BITS);
            // Rounding the running total may move a weight by one either way.
            assert!(weights.windows(2).all(|w| w[0] + 2 >= w[1] && w[1] >= 0), "{weights:?}");
            assert_eq!(weights.len() - 1, radius, "radius for σ = {sigma}");
        }
    }

    /// What the worst picture of 0 and 255 is changed by, in levels, if `given` stand where `exact` should.
    fn worst(given: &[f64], exact: &[f64]) -> f64 {
        assert_eq!(given.len(), exact.len());
        127.5 * given.iter().zip(exact).map(|(given, exact)| (given - exact).abs()).sum::<f64>()
    }

    #[test]
    fn no_picture_is_changed_by_half_a_level() {
        let one = f64::from(1 << BITS);
        for sigma in (5..=500).map(|tenths| f64::from(tenths) / 10.0) {
            let reach = (sigma * 8.0) as i64 + 3;
            let curve = |d: i64| (-((d * d) as f64) / (2.0 * sigma * sigma)).exp();
            let total: f64 = (-reach..=reach).map(curve).sum();
            let exact: Vec<f64> = (-reach..=reach).map(|d| curve(d) / total).collect();
            let change = match &Blur::new(sigma, Size::new(1, 1)).way {
                Way::Narrow(narrow) => {
                    let weight =
                        |d: i64| narrow.weights.get(d.unsigned_abs() as usize).map_or(0.0, |&w| f64::from(w) / one);
                    worst(&(-reach..=reach).map(weight).collect::<Vec<_>>(), &exact)
                }
                Way::Wide(wide) => (0..wide.step as usize)
                    .map(|p| {
                        let mut given = vec![0.0; exact.len()];
                        let widening = &wide.widening[p * wide.taps as usize..][..wide.taps as usize];
                        assert_eq!(widening.iter().map(|&w| i32::from(w)).sum::<i32>(), 1 << BITS);
                        for (j, &outer) in widening.iter().enumerate().filter(|&(_, &outer)| outer != 0) {
                            let first = wide.source_rows(j as u32).start - p as i64 + reach;
                            for (given, &inner) in given[first as usize..].iter_mut().zip(&wide.curve) {
                                *given += f64::from(outer) * f64::from(inner) / (one * one);
                            }
                        }
                        worst(&given, &exact)
                    })
                    .fold(0.0, f64::max),
            };
            // Along rows and down columns. Rounding hundreds of weights counts from σ = 30 on.
            assert!(2.0 * change <= if sigma < 30.0 { 0.5 } else { 0.65 }, "σ = {sigma}: {change} either way");
        }
    }
    #[test]
    fn a_lane_works_in_four_megabytes() {
        for sigma in (5..=500).map(|tenths| f64::from(tenths) / 10.0) {
            let bytes = Blur::new(sigma, Size::new(12_000, 9000)).scratch_bytes();
            assert!(bytes <= 4_000_000, "σ = {sigma}: {bytes}");
        }
    }
}
