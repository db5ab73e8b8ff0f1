//! Gaussian blur: each pixel becomes the average of its neighbourhood, weighted by a bell curve of width σ.
//!
//! *Stencil; rows are independent.* The bell curve is a product of a row and a column, so the picture is filtered
//! along rows first and along columns then, 2r + 1 weights each instead of (2r + 1)². Colours are premultiplied with
//! alpha; edges clamp. Between the passes samples have 6 fraction bits; weights have 15 and sum to exactly one; each
//! pass rounds to the nearest. Work: 2 · (r + 1) multiplications a sample, r ≈ 3.3 σ, as mirrored samples are added
//! before they are weighed.
//!
//! The curve is cut off at the smallest radius r that can't be seen: if t is the share of the whole curve that lies
//! beyond r, no picture changes by more than 255 · t in a pass, and 255 · 2t ≤ ½ level is what both may change. The
//! fixed cut-offs in use elsewhere (3 σ, 4 σ) are visible or wasteful.
//!
//! Departure: rows are made in batches of a few, and the vertical pass walks down each batch in narrow strips, so
//! that the strip of the ring it reads stays in the first-level cache from one row to the next.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{logarithmic, number, preset},
    image::stride,
    maths,
    ring::Ring,
    rows, weights,
};

/// Fraction bits of the weights. The largest, at σ = 0.5, is 0.79: it fits 16 bits signed.
const BITS: u32 = 15;

/// Rows that are made at a time.
const BATCH: usize = 8;

/// Samples in a strip of a row: 64 pixels.
const STRIP: usize = 256;

/// What cutting the curve off may change, in levels.
const CUT_OFF_LEVELS: f64 = 0.5;

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct Gaussian {
    /// The curve's standard deviation in pixels, from 0.5 to 50.
    sigma_px: f64,
}

/// Weights, and where the views of a padded row start.
#[derive(Debug)]
pub struct Plan {
    size: Size,
    /// From the middle outwards.
    weights: Vec<i16>,
    views: Vec<usize>,
}

impl Plan {
    fn radius(&self) -> u32 {
        self.weights.len() as u32 - 1
    }
}

/// Intermediate rows.
#[derive(Debug, Default)]
pub struct Scratch {
    /// A source row, lengthened by its first and last pixel on either side.
    padded: Vec<i16>,
    /// Rows that have been filtered along.
    ring: Ring<i16>,
    /// Where the rows that an output row is made of start in the ring; one list after the other for each row of a
    /// batch.
    starts: Vec<usize>,
}

impl Kernel for Gaussian {
    type Plan = Plan;
    type Scratch = Scratch;

    fn plan(&self, size: Size) -> Plan {
        let weights = bell(self.sigma_px);
        let views = (0..weights.len() * 2 - 1).map(|i| i * 4).collect();
        Plan { size, weights, views }
    }

    fn output_size(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, plan: &Plan, out: Range<u32>) -> Range<u32> {
        out.start.saturating_sub(plan.radius())..(out.end + plan.radius()).min(plan.size.height)
    }

    fn scratch_bytes(&self, plan: &Plan) -> u64 {
        Ring::<i16>::bytes(ring_rows(plan), stride(plan.size))
    }

    fn render(&self, plan: &Plan, source: Slab<'_>, scratch: &mut Scratch, out: Band<'_>) {
        let Scratch { padded, ring, starts } = scratch;
        let len = stride(plan.size);
        let radius = i64::from(plan.radius());
        ring.shape(ring_rows(plan), len);
        for (first, batch) in out.into_batches(BATCH) {
            let rows = first..first + (batch.len() / len) as u32;
            ring.hold(self.footprint(plan, rows.clone()), |y, filtered| {
                pad(source.row(y), plan.radius() as usize, padded);
                rows::weigh_mirrored(padded, &plan.views, &plan.weights, BITS, filtered);
            });
            starts.clear();
            let last = i64::from(plan.size.height) - 1;
            for y in rows.map(i64::from) {
                starts.extend((y - radius..=y + radius).map(|y| ring.start(y.clamp(0, last) as u32)));
            }
            let mut strip = [0; STRIP];
            for at in (0..len).step_by(STRIP) {
                let strip = &mut strip[..STRIP.min(len - at)];
                for (row, starts) in batch.chunks_mut(len).zip(starts.chunks(plan.views.len())) {
                    rows::weigh_mirrored(&ring.data()[at..], starts, &plan.weights, BITS, strip);
                    rows::pack(strip, &mut row[at..at + strip.len()]);
                }
            }
        }
    }
}

/// Rows that a batch of output rows needs.
fn ring_rows(plan: &Plan) -> u32 {
    2 * plan.radius() + BATCH as u32
}

/// The bell curve's weights from the middle outwards, as far as they matter.
fn bell(sigma: f64) -> Vec<i16> {
    // e^(−k²/2σ²) by products: each weight is the one before times e^(−(2k−1)/2σ²).
    let ratio = maths::exp(-1.0 / (2.0 * sigma * sigma));
    let (mut curve, mut step) = (vec![1.0], ratio);
    while curve[curve.len() - 1] > 1e-12 {
        curve.push(curve[curve.len() - 1] * step);
        step *= ratio * ratio;
    }
    let total = 2.0 * curve.iter().sum::<f64>() - 1.0;
    let mut beyond = 0.0;
    while let Some(weight) = curve.pop_if(|weight| 255.0 * 2.0 * (beyond + 2.0 * *weight) / total <= CUT_OFF_LEVELS) {
        beyond += 2.0 * weight;
    }
    // One side with half the middle sums to a half; from the outside in, the rounding ends in the middle.
    curve[0] /= 2.0;
    curve.reverse();
    let mut fixed: Vec<i16> = weights::to_fixed(&curve, BITS - 1).collect();
    fixed.reverse();
    fixed[0] *= 2;
    fixed
}

/// Unpacks `row` into `padded`, with `radius` copies of its first and last pixel before and after.
fn pad(row: &[u8], radius: usize, padded: &mut Vec<i16>) {
    let margin = radius * 4;
    padded.resize(row.len() + 2 * margin, 0);
    rows::unpack(row, &mut padded[margin..margin + row.len()]);
    let (before, rest) = padded.as_chunks_mut::<4>().0.split_at_mut(radius);
    let (middle, after) = rest.split_at_mut(row.len() / 4);
    before.fill(middle[0]);
    after.fill(middle[middle.len() - 1]);
}

impl Describe for Gaussian {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "gaussian".into(),
            label: "Gaussian blur".into(),
            action: "blur this picture".into(),
            about: "Each pixel becomes the average of its neighbourhood. The wider the blur, the more work for every pixel."
                .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![logarithmic(number("sigma", "Blur", [0.5, 50.0, 5.0], 0.1, "px"))],
            presets: vec![
                preset("Soft, 1.5 px", &[("sigma", 1.5)]),
                preset("Medium, 5 px", &[("sigma", 5.0)]),
                preset("Strong, 20 px", &[("sigma", 20.0)]),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { sigma_px: params.number("sigma") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_one_fall_outwards_and_stop_where_they_are_invisible() {
        for (sigma, radius) in [(0.5, 1), (1.0, 3), (5.0, 16), (50.0, 165)] {
            let weights = bell(sigma);
            let outer: i32 = weights[1..].iter().map(|&w| i32::from(w)).sum();
            assert_eq!(i32::from(weights[0]) + 2 * outer, 1 << BITS);
            // Rounding the running total may move a weight by one either way.
            assert!(weights.windows(2).all(|w| w[0] + 2 >= w[1] && w[1] >= 0), "{weights:?}");
            assert_eq!(weights.len() - 1, radius, "radius for σ = {sigma}");
        }
    }
}
