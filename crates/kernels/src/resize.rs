//! Resize: each output pixel is a weighted sum of the source pixels under it.
//!
//! *Geometry; rows are independent.* The filter is laid over the source at the output pixel's place and, when the
//! picture gets smaller, widened by the ratio, so that no source pixel is skipped (antialiasing). Windows end at the
//! picture's edge and their weights are scaled to sum to one, as in Pillow. A filter is a product of a row and a
//! column: rows first, at the output's width, then columns, so every source row is read once. Colours are
//! premultiplied with alpha.
//!
//! Weights have 14 fraction bits and sum to exactly one; samples have 6 fraction bits between the passes and are
//! clamped to the range of a sample after each, since filters with negative lobes overshoot; each pass rounds to the
//! nearest. Work: the window's taps, 2 · support · max(1, ratio), a sample and pass.
//!
//! Filters, with their support in output pixels (source pixels when enlarging): Lanczos with three lobes (3; Duchon,
//! 1979), Catmull-Rom (2; Keys' cubic with a = −½, 1981), bilinear (1), box (½). Nearest takes the one pixel whose
//! square holds the output pixel's middle.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{choice, preset, side},
    image::stride,
    ring::Ring,
    rows::{self, Window},
    weights,
};

/// Fraction bits of the weights: a weight of one fits 16 bits signed, and so do the lobes.
const BITS: u32 = 14;

/// The filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    Lanczos3,
    CatmullRom,
    Bilinear,
    Box,
    Nearest,
}

/// The kernel: a size to make, and a filter to make it with.
#[derive(Clone, Copy, Debug)]
pub struct Resize {
    size: Size,
    filter: Filter,
}

/// The windows of all output columns or rows.
#[derive(Debug, Default)]
struct Axis {
    windows: Vec<Window>,
    weights: Vec<i16>,
}

/// Windows and weights of columns and rows.
#[derive(Debug)]
pub struct Plan {
    columns: Axis,
    rows: Axis,
    /// Source rows under the largest window.
    most_rows: u32,
}

/// Intermediate rows.
#[derive(Debug, Default)]
pub struct Scratch {
    /// A source row.
    unpacked: Vec<i16>,
    /// Rows at the output's width.
    ring: Ring<i16>,
    /// Where the rows of a window start in the ring.
    starts: Vec<usize>,
    /// An output row.
    row: Vec<i16>,
}

impl Kernel for Resize {
    type Plan = Plan;
    type Scratch = Scratch;

    fn plan(&self, source: Size) -> Plan {
        let made = Kernel::output_size(self, source);
        let columns = self.filter.axis(source.width, made.width);
        let rows = self.filter.axis(source.height, made.height);
        let most_rows = rows.windows.iter().map(|window| window.taps).max().unwrap_or(0);
        Plan { columns, rows, most_rows }
    }

    /// The size asked for; of no picture, no picture.
    fn output_size(&self, source: Size) -> Size {
        if source.pixels() == 0 { Size::default() } else { self.size }
    }

    fn footprint(&self, plan: &Plan, out: Range<u32>) -> Range<u32> {
        // Windows move down: neither their starts nor their ends ever go back.
        match &plan.rows.windows[out.start as usize..out.end as usize] {
            [] => 0..0,
            [first, .., last] | [first @ last] => first.start..last.end(),
        }
    }

    fn scratch_bytes(&self, plan: &Plan) -> u64 {
        let row = Size::new(plan.columns.windows.len() as u32, 1);
        Ring::<i16>::bytes(plan.most_rows, stride(row))
    }

    fn render(&self, plan: &Plan, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        let Scratch { unpacked, ring, starts, row } = scratch;
        unpacked.resize(stride(source.size()), 0);
        row.resize(stride(out.size()), 0);
        ring.shape(plan.most_rows, row.len());
        for (y, out) in out.rows_mut() {
            let window = plan.rows.windows[y as usize];
            ring.hold(window.start..window.end(), |y, resampled| {
                rows::unpack(source.row(y), unpacked);
                rows::across(unpacked, &plan.columns.windows, &plan.columns.weights, BITS, resampled);
            });
            starts.clear();
            starts.extend((window.start..window.end()).map(|y| ring.start(y)));
            rows::weigh(ring.data(), starts, window.weights(&plan.rows.weights), BITS, row);
            rows::pack(row, out);
        }
    }
}

impl Filter {
    /// Half the filter's width.
    fn support(self) -> f64 {
        match self {
            Filter::Lanczos3 => 3.0,
            Filter::CatmullRom => 2.0,
            Filter::Bilinear => 1.0,
            Filter::Box | Filter::Nearest => 0.5,
        }
    }

    /// The filter's height at `x`.
    fn at(self, x: f64) -> f64 {
        let d = x.abs();
        match self {
            Filter::Lanczos3 if d < 3.0 => weights::lanczos3(d),
            Filter::CatmullRom if d < 1.0 => (1.5 * d - 2.5) * d * d + 1.0,
            Filter::CatmullRom if d < 2.0 => ((-0.5 * d + 2.5) * d - 4.0) * d + 2.0,
            Filter::Bilinear if d < 1.0 => 1.0 - d,
            // Half open: a source pixel right between two output pixels belongs to one of them.
            Filter::Box | Filter::Nearest if x > -0.5 && x <= 0.5 => 1.0,
            _ => 0.0,
        }
    }

    /// Windows and weights that make `to` pixels of `from`.
    fn axis(self, from: u32, to: u32) -> Axis {
        let mut axis = Axis::default();
        let mut heights = Vec::new();
        let ratio = f64::from(from) / f64::from(to);
        let mut nearest = 0.5 * ratio;
        // 4000 to 64 pixels is 125 to 2: every second window is the one before the last, 125 pixels on. Its weights serve
        // again, as long as no edge cuts it: a plan of thousands of weights becomes one of hundreds, which the cache keeps.
        let common = greatest_common_divisor(from, to).max(1);
        let (step, period) = (from / common, to / common);
        for i in 0..to {
            if let Some(before) = i.checked_sub(period).map(|before| axis.windows[before as usize])
                && self != Filter::Nearest
                && before.start > 0
                && before.end() + step <= from
            {
                axis.windows.push(Window { start: before.start + step, ..before });
                continue;
            }
            heights.clear();
            let first_weight = axis.weights.len() as u32;
            let start = match self {
                Filter::Nearest => {
                    heights.push(1.0);
                    // A middle that falls right between two pixels goes to the one that the sum's last bits say: as
                    // in Pillow.
                    let start = (nearest as u32).min(from - 1);
                    nearest += ratio;
                    start
                }
                _ => self.heights(i, ratio, from, &mut heights),
            };
            axis.weights.extend(weights::to_fixed(&heights, BITS));
            axis.windows.push(Window { start, taps: heights.len() as u32, first_weight });
        }
        axis
    }

    /// Appends the filter's heights over the source pixels around output pixel `i`; the first of these pixels.
    fn heights(self, i: u32, ratio: f64, from: u32, heights: &mut Vec<f64>) -> u32 {
        let widened = ratio.max(1.0);
        let middle = (f64::from(i) + 0.5) * ratio;
        let reach = self.support() * widened;
        // Casts clamp below at 0. At least one pixel, whatever rounding does at the last one.
        let start = ((middle - reach + 0.5) as u32).min(from - 1);
        let end = ((middle + reach + 0.5) as u32).clamp(start + 1, from);
        heights.extend((start..end).map(|x| self.at((f64::from(x) - middle + 0.5) / widened)));
        start
    }
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Describe for Resize {
    fn info() -> KernelInfo {
        let filters = [
            ("lanczos3", "Lanczos, sharpest"),
            ("catmull-rom", "Catmull-Rom"),
            ("bilinear", "Bilinear"),
            ("box", "Box average"),
            ("nearest", "Nearest, blocky"),
        ];
        let size = |label: &str, width, height| preset(label, &[("width", width), ("height", height)]);
        KernelInfo {
            name: "resize".into(),
            label: "Resize".into(),
            action: "resize this picture".into(),
            about: "Each pixel of the result is mixed from the pixels it covers. Small results still read the whole picture."
                .into(),
            shape: Shape::Geometry,
            needs_source: true,
            params: vec![
                side("width", "Width", 64.0),
                side("height", "Height", 64.0),
                choice("filter", "Filter", &filters),
            ],
            presets: vec![
                size("64 × 64", 64.0, 64.0),
                size("320 × 240", 320.0, 240.0),
                size("1280 × 720", 1280.0, 720.0),
                size("1920 × 1080", 1920.0, 1080.0),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        let filter = match params.choice("filter") {
            "catmull-rom" => Filter::CatmullRom,
            "bilinear" => Filter::Bilinear,
            "box" => Filter::Box,
            "nearest" => Filter::Nearest,
            _ => Filter::Lanczos3,
        };
        Self { size: Size::new(params.whole("width"), params.whole("height")), filter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILTERS: [Filter; 5] = [Filter::Lanczos3, Filter::CatmullRom, Filter::Bilinear, Filter::Box, Filter::Nearest];

    #[test]
    fn windows_lie_within_the_source_move_on_and_sum_to_one() {
        for filter in FILTERS {
            for (from, to) in
                [(1, 1), (1, 7), (7, 1), (5, 4), (4, 5), (1000, 3), (16384, 1), (1, 16384), (16383, 16384)]
            {
                let axis = filter.axis(from, to);
                assert_eq!(axis.windows.len(), to as usize);
                for window in &axis.windows {
                    assert!(window.taps >= 1 && window.end() <= from, "{filter:?} {from} → {to}: {window:?}");
                    let weights = window.weights(&axis.weights).iter().map(|&w| i32::from(w));
                    assert_eq!(weights.clone().sum::<i32>(), 1 << BITS);
                    // What the bounds of the row primitives rest on.
                    assert!(weights.map(i32::abs).sum::<i32>() < 2 << BITS);
                }
                let moves_on = |w: &[Window]| w[0].start <= w[1].start && w[0].end() <= w[1].end();
                assert!(axis.windows.windows(2).all(moves_on), "{filter:?} {from} → {to}");
            }
        }
    }

    #[test]
    fn the_same_size_changes_nothing() {
        for filter in FILTERS {
            let axis = filter.axis(9, 9);
            for (i, window) in axis.windows.iter().enumerate() {
                for (x, &weight) in (window.start..).zip(window.weights(&axis.weights)) {
                    assert_eq!(weight, if x == i as u32 { 1 << BITS } else { 0 }, "{filter:?}");
                }
            }
        }
    }
}
