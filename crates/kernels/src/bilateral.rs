//! Bilateral filter: a blur that keeps edges, since a neighbour counts the less the more its colour differs.
//!
//! *Stencil; rows are independent.* The weight of a neighbour at the distance d, whose colour differs by Δ, is
//! exp(−d² / 2 σ_space²) · exp(−Δ² / 2 σ_color²), over the disc d ≤ radius: the filter of Tomasi and Manduchi (1998).
//! All channels of a pixel share one weight. Edges of the picture clamp.
//!
//! **Colour.** Δ is the largest difference of a channel, in levels of the sRGB bytes: an edge in one channel is an edge.
//! For greys that is OpenCV's definition. For colours OpenCV adds the channels' differences up, which is once to three times
//! this Δ: it blurs greys of a colour picture as if σ_color were a third, and an edge in one channel as here.
//!
//! **Alpha.** It is a channel too, and Δ is taken of premultiplied colours (rounded to bytes), so that what hides in
//! transparent pixels plays no part. A neighbour's weight times its alpha is what its colour counts; the result's
//! alpha is the weighted average. Where all pixels are opaque they are spared both, and the result is the same.
//!
//! **Rounding.** A weight is a whole number, of 30 000 for one, rounded to the nearest, and 0 from Δ ≈ 4.7 σ_color on;
//! sums are exact (the bound stands at `rows::average`); the quotient is rounded to the nearest level. Work: 48
//! neighbours a pixel at radius 4, 252 at radius 9; half as many weights are looked up.
//!
//! Departures from the sum as it is written, and why:
//!
//! 1. A pair of pixels has one weight whichever of them is the neighbour, so it is looked up once: for an offset and its
//!    opposite there is one row of weights, which the sums read at two places.
//! 2. The rows of weights and of planes that a window needs lie in scratch for a strip of the picture at a time, so that
//!    they stay in the cache.
//! 3. Differences are told apart in steps of 1, 2 or 4 levels, as σ_color grows: SIMD has no gather, and looks up sixteen
//!    weights at a time. A step has the mean of its weights; none is off by more than 1.3 % of one.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{number, preset},
    image::CHANNELS,
    maths,
    ring::Ring,
    rows::{self, Falloff, Neighbours, ONE, Tap},
};

/// Pixels of a strip, with the neighbours on one side of it, whose weights are looked up twice at every seam. Strips of 256 pixels took
/// a twentieth longer, which is little more than the measurement's own noise.
const STRIP: usize = 512;

/// Values that primitives do at a time: rows of weights are as long as a multiple of it.
const STEP: usize = 16;

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct Bilateral {
    /// From 1 to 9.
    radius_px: u32,
    /// From 0.5 to 20.
    sigma_space_px: f64,
    /// From 1 to 150.
    sigma_color_levels: f64,
}

/// Where a neighbour is, below the pixel or right of it in its row, and how its weight falls.
#[derive(Clone, Copy, Debug)]
struct Offset {
    dx: i32,
    dy: u32,
    /// Index of the falloff.
    falloff: usize,
    /// Its first row of weights. It has `dy + 1`: those between the pixels of the last rows and their neighbours.
    first_row: usize,
}

/// What is fixed for a run.
#[derive(Debug)]
pub struct Plan {
    size: Size,
    /// Of the offsets that have a weight.
    radius: u32,
    falloffs: Vec<Falloff>,
    /// Half the disc, row by row: the other half is opposite.
    offsets: Vec<Offset>,
    /// For the pixel's row and each below it: the index of its first offset, and how far the disc reaches to the sides.
    reaches: Vec<(usize, i32)>,
    /// Rows of weights: one of ones, one of zeros, and those of the offsets.
    weight_rows: usize,
    /// Pixels of a strip.
    strip: usize,
    /// Values in a row of scratch: a strip, its neighbours on both sides, and room for a last vector.
    len: usize,
}

impl Plan {
    /// Rows in a window.
    fn window(&self) -> u32 {
        2 * self.radius + 1
    }

    /// The place in a row of scratch of the pixel `dx` beside the strip's first.
    fn beside(&self, dx: i32) -> usize {
        (self.radius as i32 + dx) as usize
    }

    /// Where the row of weights between row `v` and the neighbours at `offset` starts.
    fn weights_row(&self, offset: &Offset, v: u32) -> usize {
        (offset.first_row + (v % (offset.dy + 1)) as usize) * self.len
    }

    /// Where the weights of the neighbours at (`dx`, `dy`) start, for the strip's pixels in row `v`.
    fn weights_of(&self, dx: i32, dy: i32, v: u32) -> usize {
        let (first, reach) = self.reaches[dy.unsigned_abs() as usize];
        if (dx, dy) == (0, 0) {
            ONES * self.len
        } else if dx > reach {
            ZEROS * self.len
        } else if dy > 0 || (dy == 0 && dx > 0) {
            let index = if dy == 0 { dx - 1 } else { dx + reach };
            self.weights_row(&self.offsets[first + index as usize], v) + self.beside(0)
        } else {
            // What this pixel is to that neighbour.
            self.weights_of(-dx, -dy, v - dy.unsigned_abs()) + self.beside(dx) - self.beside(0)
        }
    }
}

/// Rows of weights that don't change.
const ONES: usize = 0;
const ZEROS: usize = 1;

/// Planes in a row of [`Scratch::planes`].
const PLANES: usize = 7;

/// What a strip works with. Rows are counted from the first of a picture that is lengthened by its edge rows.
#[derive(Debug, Default)]
pub struct Scratch {
    /// A part of a source row.
    padded: Vec<u8>,
    /// Red, green, blue, alpha; and premultiplied red, green and blue, if not all is opaque.
    planes: Ring<u8>,
    /// Pairs of red, green, blue and alpha.
    pairs: Ring<i16>,
    weights: Vec<i16>,
    taps: Vec<Tap>,
}

impl Kernel for Bilateral {
    type Plan = Plan;
    type Scratch = Scratch;

    fn plan(&self, size: Size) -> Plan {
        let (falloffs, offsets) = self.half_disc();
        let radius = offsets.last().map_or(0, |last| last.dy);
        let of_row = |dy| offsets.iter().enumerate().filter(move |(_, offset)| offset.dy == dy);
        let reach = |dy| of_row(dy).next_back().map_or(0, |(_, offset)| offset.dx);
        let reaches = (0..=radius).map(|dy| (of_row(dy).next().map_or(0, |(i, _)| i), reach(dy))).collect();
        let weight_rows = offsets.last().map_or(2, |last| last.first_row + last.dy as usize + 1);
        // With its neighbours on one side, a strip is whole vectors.
        let strip = STRIP - (radius as usize).next_multiple_of(8);
        let len = (strip.min(size.width as usize) + 2 * radius as usize).next_multiple_of(STEP) + STEP;
        Plan { size, radius, falloffs, offsets, reaches, weight_rows, strip, len }
    }

    fn footprint(&self, plan: &Plan, out: Range<u32>) -> Range<u32> {
        out.start.saturating_sub(plan.radius)..(out.end + plan.radius).min(plan.size.height)
    }

    fn scratch_bytes(&self, plan: &Plan) -> u64 {
        Ring::<u8>::bytes(plan.window(), plan.len * PLANES)
            + Ring::<i16>::bytes(plan.window(), plan.len * 2 * CHANNELS)
            + (plan.weight_rows * plan.len * size_of::<i16>()) as u64
    }

    fn render(&self, plan: &Plan, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        let width = plan.size.width as usize;
        let read = self.footprint(plan, out.rows());
        for start in (0..width).step_by(plan.strip) {
            let strip = start..(start + plan.strip).min(width);
            let seen = bytes(&seen(plan, &strip));
            scratch.begin(plan);
            let opaque = read.clone().all(|y| rows::opaque(&source.row(y)[seen.clone()]));
            let render = if opaque { Scratch::render::<true> } else { Scratch::render::<false> };
            let mut above = true;
            for (y, row) in out.rows_mut() {
                render(scratch, plan, source, &strip, y, above, &mut row[bytes(&strip)]);
                above = false;
            }
        }
    }
}

impl Scratch {
    /// Makes it ready for another strip.
    fn begin(&mut self, plan: &Plan) {
        self.padded.resize(plan.len * CHANNELS, 0);
        self.planes.shape(plan.window(), plan.len * PLANES);
        self.pairs.shape(plan.window(), plan.len * 2 * CHANNELS);
        self.planes.forget();
        self.pairs.forget();
        if self.weights.is_empty() {
            self.weights.resize(plan.weight_rows * plan.len, 0);
            self.weights[ONES * plan.len..][..plan.len].fill(ONE);
        }
    }

    /// Renders the strip's part of row `y` to `out`. The weights of the rows above are there already, unless `above`
    /// asks for them.
    fn render<const OPAQUE: bool>(
        &mut self,
        plan: &Plan,
        source: Slab<'_>,
        strip: &Range<usize>,
        y: u32,
        above: bool,
        out: &mut [u8],
    ) {
        let Self { padded, planes, pairs, weights, taps } = self;
        let (v, len) = (y + plan.radius, plan.len);
        let window = y..y + plan.window();
        planes.hold(window.clone(), |u, planes| {
            let y = u.saturating_sub(plan.radius).min(plan.size.height - 1);
            pad(plan, source.row(y), strip, padded);
            let (straight, premultiplied) = planes.split_at_mut(CHANNELS * len);
            let mut straight = straight.chunks_exact_mut(len);
            let [r, g, b, a] = std::array::from_fn(|_| straight.next().expect("four planes"));
            rows::planes(padded, [&mut *r, &mut *g, &mut *b, &mut *a]);
            if !OPAQUE {
                for (plane, premultiplied) in [r, g, b].into_iter().zip(premultiplied.chunks_exact_mut(len)) {
                    rows::premultiply(plane, a, premultiplied);
                }
            }
        });
        pairs.hold(window, |u, pairs| {
            let channels = if OPAQUE { CHANNELS - 1 } else { CHANNELS };
            let planes = planes.row(u).chunks_exact(len).take(channels);
            for (plane, pairs) in planes.zip(pairs.chunks_exact_mut(2 * len)) {
                rows::pairs(plane, pairs);
            }
            if !OPAQUE {
                rows::shares(&mut pairs[(CHANNELS - 1) * 2 * len..]);
            }
        });

        for offset in &plan.offsets {
            // The pixels whose neighbours these are, or which are neighbours of the strip's by the opposite offset.
            let [from, to] = [-offset.dx.max(0), offset.dx.min(0)].map(|dx| plan.beside(dx));
            let count = (strip.len() + offset.dx.unsigned_abs() as usize).next_multiple_of(STEP);
            for u in if above { v - offset.dy..v + 1 } else { v..v + 1 } {
                let (row, other) = (planes.row(u), planes.row(u + offset.dy));
                let one = |c: usize| &row[c * len + from..][..count];
                let other = |c: usize| &other[c * len + to..][..count];
                let falloff = &plan.falloffs[offset.falloff];
                let out = &mut weights[plan.weights_row(offset, u) + from..][..count];
                if OPAQUE {
                    rows::likeness([0, 1, 2].map(one), [0, 1, 2].map(other), falloff, out);
                } else {
                    rows::likeness([3, 4, 5, 6].map(one), [3, 4, 5, 6].map(other), falloff, out);
                }
            }
        }

        taps.clear();
        let radius = plan.radius as i32;
        for dy in -radius..=radius {
            let reach = plan.reaches[dy.unsigned_abs() as usize].1;
            let row = pairs.start((v as i32 + dy) as u32);
            taps.extend((-reach..=reach).step_by(2).map(|dx| Tap {
                weights: [dx, dx + 1].map(|dx| plan.weights_of(dx, dy, v)),
                colours: row + 2 * plan.beside(dx),
            }));
        }
        rows::average::<OPAQUE>(Neighbours { weights, pairs: pairs.data(), plane: 2 * len, taps }, out);
    }
}

impl Bilateral {
    /// How weights fall at each distance, and the offsets of half the disc. Those that weigh nothing even between equals
    /// are left out.
    fn half_disc(&self) -> (Vec<Falloff>, Vec<Offset>) {
        // Two levels' weights differ by 0.61 / σ at most, and a step's ends are up to σ / 50 levels from its middle. All
        // weights fit 128 steps.
        let step_bits = ((1.0 + self.sigma_color_levels / 25.0) as u32).ilog2();
        let levels = 1 << step_bits;
        let bell = |square: u32, sigma: f64| maths::exp_minus(f64::from(square) / (2.0 * sigma * sigma));
        let mean_of_step = |step: u32| {
            let weights = (0..levels).map(|level| bell((step * levels + level).pow(2), self.sigma_color_levels));
            weights.sum::<f64>() / f64::from(levels)
        };
        let steps: Vec<f64> = (0..256 / levels).map(mean_of_step).collect();

        let radius = self.radius_px as i32;
        let mut falloffs = vec![];
        // Falloffs by the square of the distance.
        let mut known = vec![None; self.radius_px.pow(2) as usize + 1];
        let mut offsets: Vec<Offset> = vec![];
        let mut first_row = ZEROS + 1;
        for (dy, dx) in (0..=radius).flat_map(|dy| (-radius..=radius).map(move |dx| (dy, dx))) {
            let square = (dx * dx + dy * dy) as u32;
            if (dy == 0 && dx <= 0) || square > self.radius_px.pow(2) {
                continue;
            }
            let falloff = *known[square as usize].get_or_insert_with(|| {
                let nearness = bell(square, self.sigma_space_px);
                let steps: Vec<i16> =
                    steps.iter().map(|weight| (weight * nearness * f64::from(ONE)).round() as i16).collect();
                falloffs.push(Falloff::new(step_bits, &steps));
                falloffs.len() - 1
            });
            if !falloffs[falloff].is_nothing() {
                let dy = dy as u32;
                offsets.push(Offset { dx, dy, falloff, first_row });
                first_row += dy as usize + 1;
            }
        }
        (falloffs, offsets)
    }
}

/// The pixels of a row that a strip reads.
fn seen(plan: &Plan, strip: &Range<usize>) -> Range<usize> {
    let radius = plan.radius as usize;
    strip.start.saturating_sub(radius)..(strip.end + radius).min(plan.size.width as usize)
}

/// The bytes of pixels.
fn bytes(pixels: &Range<usize>) -> Range<usize> {
    pixels.start * CHANNELS..pixels.end * CHANNELS
}

/// Copies what a strip reads of `row` to `padded`, and lengthens it by the pixels at its ends.
fn pad(plan: &Plan, row: &[u8], strip: &Range<usize>, padded: &mut [u8]) {
    let seen = seen(plan, strip);
    let before = seen.start + plan.radius as usize - strip.start;
    let (left, rest) = padded.as_chunks_mut::<CHANNELS>().0.split_at_mut(before);
    let (middle, right) = rest.split_at_mut(seen.len());
    middle.copy_from_slice(&row.as_chunks().0[seen]);
    left.fill(middle[0]);
    right.fill(middle[middle.len() - 1]);
}

impl Describe for Bilateral {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "bilateral".into(),
            label: "Bilateral filter".into(),
            action: "smooth this picture and keep its edges".into(),
            about: "Each pixel becomes the average of those neighbours that look like it. Every neighbour has to be compared, so it is a lot of work."
                .into(),
            shape: Shape::Stencil,
            needs_source: true,
            params: vec![
                number("radius", "Radius", [1.0, 9.0, 4.0], 1.0, "px"),
                number("sigma_space", "Blur", [0.5, 20.0, 3.0], 0.1, "px"),
                number("sigma_color", "Edge threshold", [1.0, 150.0, 30.0], 1.0, "levels"),
            ],
            presets: vec![
                preset("Light noise", &[("radius", 2.0), ("sigma_space", 1.5), ("sigma_color", 15.0)]),
                preset("Soft skin", &[("radius", 5.0), ("sigma_space", 3.0), ("sigma_color", 30.0)]),
                preset("Like a painting", &[("radius", 9.0), ("sigma_space", 6.0), ("sigma_color", 60.0)]),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self {
            radius_px: params.number("radius") as u32,
            sigma_space_px: params.number("sigma_space"),
            sigma_color_levels: params.number("sigma_color"),
        }
    }
}
