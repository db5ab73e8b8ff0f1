//! Resize: each output pixel is a weighted sum of the source pixels under it.
//!
//! *Geometry; rows are independent, or sums over the whole picture (departure 3).* The filter is laid over the source at the output pixel's place and, when the
//! picture gets smaller, widened by the ratio, so that no source pixel is skipped (antialiasing). Windows end at the
//! picture's edge and their weights are scaled to sum to one, as in Pillow. A filter is a product of a row and a
//! column: rows first, at the output's width, then columns, so every source row is read once. Colours are
//! premultiplied with alpha; nearest copies pixels as they are.
//!
//! Weights have 14 fraction bits and sum to exactly one; samples have 6 fraction bits between the passes and are
//! clamped to the range of a sample after each, since filters with negative lobes overshoot; each pass rounds to the
//! nearest. Work: the window's taps, 2 · support · max(1, ratio), a sample and pass; when blocks are averaged, one
//! addition and a block's share of the taps.
//!
//! Filters, with their support in output pixels (source pixels when enlarging): Lanczos with three lobes (3; Duchon,
//! 1979), Catmull-Rom (2; Keys' cubic with a = −½, 1981), bilinear (1), box (½). Nearest takes the one pixel whose
//! square holds the output pixel's middle.
//!
//! Departures:
//!
//! 1. Where fourteen blocks of source pixels or more fit under an output pixel, blocks are averaged (which is rounded to
//!    the nearest, too) and the averages weighed: a filter so wide is nearly the same for neighbours. A block's weight is
//!    the sum of its pixels' weights. Blocks are counted from the picture's corner, so that every chunk has the same ones.
//!    With blocks of f pixels at ratio s an edge is displaced by max |h′| / 8 · (f / s)² of its height in each direction:
//!    less than a quarter of a level for h′ of Catmull-Rom, the steepest (1.39), f = s / 14 and an edge from black to white.
//!    What shows most is a grating of black and white stripes whose period is nearly a block's side (3 or 4 pixels when
//!    4000 × 3000 pixels become 64 × 64, where all is a flat gray): it leaves a moiré of up to four levels, and stripes of one
//!    to three pixels add up to one and a half to the outermost pixels; noise as strong as noise can be, less than one. (The
//!    meaning tests hold it to these.) Programs that shrink by whole numbers first keep two or three blocks under a pixel, not fourteen. Box filters end abruptly: they
//!    have blocks only if these end where windows do, which changes nothing. 12 megapixels to 64 × 64: 7 ms instead of 30.
//! 2. Rows are resampled four abreast, counted from the top: a weight is looked up once for four rows. Halving 12
//!    megapixels: 31 ms instead of 55.
//!
//! 3. A strong reduction to a small picture is summed rather than rendered: lanes survey the source, each adds its rows to
//!    the sums of the output rows they lie under, the lanes' sums are added, and what is then rounded and clamped
//!    is the same sum of whole numbers, and so the same bytes. Row by row, neighbouring chunks would both resample the rows
//!    that windows on either side of their seam reach: 234 of 3000 when 4000 × 3000 pixels become 64 × 64 with Lanczos, so
//!    that two lanes had a chunk each, with a tenth more work and nothing to even out. Two lanes' fastest run takes 4.0 ms,
//!    one lane's 7.1; of these the plan is 0.2, which nobody shares.
//!
//! Tried and left: weighing several output rows strip by strip, so that the rows under them stay in the first-level
//! cache, took as long. Keeping the filter's heights for windows alike, when blocks keep their weights from being so, made the plan
//! a fifth shorter, as most of it are windows at the edges.

mod plane;

use std::{collections::BTreeMap, ops::Range};

use model::{CheckedParams, ChunkSize, KernelInfo, Shape, Size};

pub use plane::{PlaneRows, resize_plane};

use crate::{
    Band, Describe, Image, Kernel, NoProbe, Order, RunError, Schedule, Slab,
    describe::{choice, preset, side},
    ring::Ring,
    rows::{self, Window},
    run, weights,
};

/// Fraction bits of the weights: a weight of one fits 16 bits signed, and so do the lobes.
const BITS: u32 = 14;

/// Pixels may be averaged in blocks before they are weighed as long as this many blocks lie under an output pixel.
const BLOCKS_PER_PIXEL: u32 = 14;

/// A survey makes the result's numbers if they are no more than this: it takes four bytes for each on every lane.
const MOST_SUMS: u64 = 1 << 16;

/// Rows of the source for one of the result, at least, where a survey makes it: a row is added to about six sums then,
/// however few these are, and to more if there are fewer rows.
const ROWS_PER_ROW: u32 = 4;

/// Rows resampled together: a group.
const GROUP: u32 = rows::ABREAST as u32;

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
#[derive(Debug)]
struct Axis<W> {
    /// Pixels of the source.
    from: u32,
    /// How many of them are averaged into one before they are weighed. Windows count what that leaves.
    shrink: u32,
    windows: Vec<Window>,
    weights: Vec<W>,
}

/// Windows and weights of columns and rows.
#[derive(Debug)]
pub struct Plan {
    /// The one pixel of each column that is copied, if none are weighed.
    copied: Option<Vec<u32>>,
    /// In twos of pixels, after the lead.
    columns: Axis<[i16; 2]>,
    /// Pixels before the first of a row: they move the windows to where they cut fewest twos.
    lead: u32,
    rows: Axis<i16>,
    /// Groups of rows under the largest window.
    most_groups: u32,
    /// Sums that a survey makes of the whole picture; 0 where each row is made of the rows under it.
    sums: usize,
    /// The whole result as RGBA bytes, once these sums are known.
    made: Vec<u8>,
}

/// Intermediate rows.
#[derive(Debug, Default)]
pub struct Scratch {
    /// A group of source rows.
    source: Vec<i16>,
    /// Groups of rows at the output's width.
    ring: Ring<i16>,
    /// Where the rows of a window start in the ring.
    starts: Vec<usize>,
    /// An output row.
    row: Vec<i16>,
}

/// The picture resized with Lanczos' filter to exactly `size`, on this thread: what the kernel of this name makes of it.
///
/// # Errors
/// There is no memory for the scratch.
pub fn resize(source: &Image, size: Size) -> Result<Image, RunError> {
    let kernel = Resize { size, filter: Filter::Lanczos3 };
    let mut out = Image::blank(Kernel::output_size(&kernel, source.size()));
    let schedule = Schedule { order: Order::Sequential, chunk: ChunkSize::OnePerLane };
    run(&kernel, source.slab(), out.band(), schedule, &NoProbe)?;
    Ok(out)
}

impl Plan {
    /// Samples of a row of the result.
    fn row_len(&self) -> usize {
        self.columns.windows.len() * 4
    }

    /// Samples of a group of source rows.
    fn group_len(&self) -> usize {
        let pixels = self.columns.from.div_ceil(self.columns.shrink) + self.lead;
        pixels.div_ceil(2) as usize * rows::TWO * rows::ABREAST
    }

    /// Source rows in a group.
    fn rows_a_group(&self) -> u32 {
        GROUP * self.rows.shrink
    }

    /// Makes `out` the rows of a group at the output's width, by way of `wide`. Below the picture's last row a group has
    /// rows that nobody reads.
    fn resample(&self, source: Slab<'_>, group: u32, wide: &mut [i16], out: &mut [i16]) {
        let Plan { columns, rows, lead, .. } = self;
        let height = source.size().height;
        let firsts = [0, 1, 2, 3].map(|i| (group * GROUP + i) * rows.shrink);
        if (columns.shrink, rows.shrink) == (1, 1) {
            rows::twos(firsts.map(|y| source.row(y.min(height - 1))), *lead as usize, wide);
        } else {
            for (i, first) in firsts.into_iter().take_while(|&first| first < height).enumerate() {
                let end = height.min(first + rows.shrink);
                let mut block = [source.row(first); rows::MOST_SHRINK as usize];
                (first..end).zip(&mut block).for_each(|(y, row)| *row = source.row(y));
                rows::shrink(&block[..(end - first) as usize], columns.shrink as usize, i, wide);
            }
        }
        rows::abreast(wide, &columns.windows, &columns.weights, BITS, out);
    }
}

/// The windows that lie over some of these rows. Windows move down: they follow each other.
fn windows_over(windows: &[Window], rows: &Range<u32>) -> Range<usize> {
    windows.partition_point(|window| window.end() <= rows.start)
        ..windows.partition_point(|window| window.start < rows.end)
}

/// The groups that have these rows.
fn groups(rows: &Range<u32>) -> Range<u32> {
    rows.start / GROUP..rows.end.div_ceil(GROUP)
}

impl Kernel for Resize {
    type Plan = Plan;
    type Scratch = Scratch;

    fn plan(&self, source: Size) -> Plan {
        let made = Kernel::output_size(self, source);
        let axis = |from, to, sizes| self.filter.axis(from, to, self.filter.shrink(from, to, sizes));
        let columns = axis(source.width, made.width, &[1, 2, 4, rows::MOST_SHRINK]);
        let rows = axis(source.height, made.height, &[1, 2, 3, 4, 5, 6, 7, rows::MOST_SHRINK]);
        let windows = rows.windows.iter().map(|window| groups(&window.range()).len());
        let most_groups = windows.max().unwrap_or(0) as u32;
        let odd = columns.windows.iter().filter(|window| window.start % 2 > 0).count();
        let lead = u32::from(columns.shrink == 1 && rows.shrink == 1 && odd * 2 > columns.windows.len());
        let copied = (self.filter == Filter::Nearest).then(|| columns.windows.iter().map(|w| w.start).collect());
        let numbers = made.pixels() * 4;
        let surveyed = copied.is_none() && numbers <= MOST_SUMS && source.height >= made.height * ROWS_PER_ROW;
        let sums = if surveyed { numbers as usize } else { 0 };
        Plan { copied, columns: columns.in_twos(lead), lead, rows, most_groups, sums, made: vec![] }
    }

    /// The size asked for; of no picture, no picture.
    fn output_size(&self, source: Size) -> Size {
        if source.pixels() == 0 { Size::default() } else { self.size }
    }

    fn footprint(&self, plan: &Plan, out: Range<u32>) -> Range<u32> {
        if plan.sums > 0 {
            return 0..0;
        }
        // Windows move down: neither their starts nor their ends ever go back.
        let rows = match &plan.rows.windows[out.start as usize..out.end as usize] {
            [] => return 0..0,
            [first, .., last] | [first @ last] => first.start..last.end(),
        };
        if plan.copied.is_some() {
            return rows;
        }
        let groups = groups(&rows);
        groups.start * plan.rows_a_group()..(groups.end * plan.rows_a_group()).min(plan.rows.from)
    }

    fn scratch_bytes(&self, plan: &Plan) -> u64 {
        if plan.copied.is_some() {
            return 0;
        }
        let bytes = |samples: usize| (samples * size_of::<i16>()) as u64;
        let len = plan.row_len();
        let group = bytes(plan.group_len());
        if plan.sums > 0 {
            return group + bytes(len * rows::ABREAST);
        }
        group + bytes(len) + Ring::<i16>::bytes(plan.most_groups, len * rows::ABREAST)
    }

    fn counts(&self, plan: &Plan) -> usize {
        plan.sums
    }

    fn surveyed_together(&self, plan: &Plan) -> u32 {
        plan.rows_a_group()
    }

    fn survey(&self, plan: &Plan, source: Slab<'_>, sums: &mut [i32]) {
        let Axis { windows, weights, .. } = &plan.rows;
        let len = plan.row_len();
        // Made for each chunk: some ten kilobytes, where the rows of a group are a hundred and more.
        let (mut wide, mut group) = (vec![0; plan.group_len()], vec![0; len * rows::ABREAST]);
        let starts: [usize; rows::ABREAST] = std::array::from_fn(|i| i * len);
        let (mut shares, mut sum_starts) = (vec![], vec![]);
        for first in source.rows().step_by(plan.rows_a_group() as usize) {
            let number = first / plan.rows_a_group();
            plan.resample(source, number, &mut wide, &mut group);
            let blocks = number * GROUP..(number + 1) * GROUP;
            shares.clear();
            sum_starts.clear();
            for y in windows_over(windows, &blocks) {
                shares.extend(blocks.clone().map(|block| windows[y].share(weights, block)));
                sum_starts.push(y * len);
            }
            rows::add_each(&group, &starts, &shares, sums, &sum_starts, len);
        }
    }

    fn conclude(&self, plan: &mut Plan, sums: &[i32]) {
        let sums: Vec<i32> = sums.iter().map(|sum| sum + (1 << (BITS - 1))).collect();
        let mut samples = vec![0; sums.len()];
        rows::finish(&sums, BITS, &mut samples);
        plan.made = vec![0; sums.len()];
        rows::pack(&samples, &mut plan.made);
    }

    fn render(&self, plan: &Plan, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        if let Some(columns) = &plan.copied {
            return copy(columns, &plan.rows.windows, source, out);
        }
        if plan.sums > 0 {
            for (y, out) in out.rows_mut() {
                out.copy_from_slice(&plan.made[y as usize * out.len()..][..out.len()]);
            }
            return;
        }
        let Scratch { source: wide, ring, starts, row } = scratch;
        let rows = &plan.rows;
        wide.resize(plan.group_len(), 0);
        row.resize(plan.row_len(), 0);
        ring.shape(plan.most_groups, row.len() * rows::ABREAST);
        for (y, out) in out.rows_mut() {
            let window = rows.windows[y as usize];
            ring.hold(groups(&window.range()), |group, resampled| plan.resample(source, group, wide, resampled));
            starts.clear();
            let place = |y: u32| ring.start(y / GROUP) + (y % GROUP) as usize * row.len();
            starts.extend(window.range().map(place));
            rows::weigh(ring.data(), starts, window.weights(&rows.weights), BITS, row);
            rows::pack(row, out);
        }
    }
}

/// Writes the pixels of these columns, and of the first row under each window, to `out`.
fn copy(columns: &[u32], rows: &[Window], source: Slab<'_>, mut out: Band<'_>) {
    for (y, out) in out.rows_mut() {
        let row = source.row(rows[y as usize].start).as_chunks::<4>().0;
        for (pixel, &x) in out.as_chunks_mut::<4>().0.iter_mut().zip(columns) {
            *pixel = row[x as usize];
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

    /// The most pixels of the `sizes` given (the smallest first) that can be averaged before they are weighed.
    fn shrink(self, from: u32, to: u32, sizes: &[u32]) -> u32 {
        let fits = |size: u32| match self {
            Filter::Nearest => false,
            // It ends abruptly: blocks must end where windows do. Then they make no difference.
            Filter::Box => to > 0 && from.is_multiple_of(to) && (from / to).is_multiple_of(size),
            _ => u64::from(to) * u64::from(size * BLOCKS_PER_PIXEL) <= u64::from(from),
        };
        sizes.iter().copied().rfind(|&size| fits(size)).unwrap_or(1)
    }

    /// Windows and weights that make `to` pixels of `from`, averaged by `shrink`.
    fn axis(self, from: u32, to: u32, shrink: u32) -> Axis<i16> {
        let mut axis = Axis { from, shrink, windows: vec![], weights: vec![] };
        let (mut heights, mut shares) = (vec![], vec![]);
        let ratio = f64::from(from) / f64::from(to);
        let mut nearest = 0.5 * ratio;
        // 4000 to 64 pixels is 125 to 2: every second window is the one before the last, 125 pixels on. Its weights serve
        // again, as long as no edge cuts it: a plan of thousands of weights becomes one of hundreds, which the cache keeps.
        // Blocks must be a whole number of blocks on.
        let common = greatest_common_divisor(from, to).max(1);
        let blocks = shrink / greatest_common_divisor(from / common, shrink);
        let (step, period) = (from / common * blocks / shrink, to / common * blocks);
        for i in 0..to {
            if let Some(before) = i.checked_sub(period).map(|before| axis.windows[before as usize])
                && self != Filter::Nearest
                && before.start > 0
                && (before.end() + step) * shrink <= from
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
            shares.clear();
            for (x, height) in (start..).zip(&heights) {
                let block = (x / shrink - start / shrink) as usize;
                shares.resize(block + 1, 0.0);
                shares[block] += height;
            }
            axis.weights.extend(weights::to_fixed(&shares, BITS));
            axis.windows.push(Window { start: start / shrink, taps: shares.len() as u32, first_weight });
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

impl Axis<i16> {
    /// The same windows over pixels in twos, after `lead` pixels: those that begin or end within a two have a weight of 0
    /// for its other pixel.
    fn in_twos(&self, lead: u32) -> Axis<[i16; 2]> {
        let mut twos = Axis { from: self.from, shrink: self.shrink, windows: vec![], weights: vec![] };
        // Windows that share weights go on doing so, if they cut twos alike.
        let mut first_weights = BTreeMap::new();
        for window in &self.windows {
            let (start, end) = (window.start + lead, window.end() + lead);
            let first_weight = *first_weights.entry((window.first_weight, start % 2)).or_insert_with(|| {
                let blank = |count: u32| std::iter::repeat_n(0, count as usize);
                let own = window.weights(&self.weights).iter().copied();
                let padded: Vec<i16> = blank(start % 2).chain(own).chain(blank(end % 2)).collect();
                let first = twos.weights.len() as u32;
                twos.weights.extend_from_slice(padded.as_chunks::<2>().0);
                first
            });
            twos.windows.push(Window { start: start / 2, taps: end.div_ceil(2) - start / 2, first_weight });
        }
        twos
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
    use crate::Image;

    const FILTERS: [Filter; 5] = [Filter::Lanczos3, Filter::CatmullRom, Filter::Bilinear, Filter::Box, Filter::Nearest];

    #[test]
    fn windows_lie_within_the_source_move_on_and_sum_to_one() {
        for filter in FILTERS {
            for (from, to) in
                [(1, 1), (1, 7), (7, 1), (5, 4), (4, 5), (1000, 3), (16384, 1), (1, 16384), (16383, 16384)]
            {
                let axis = filter.axis(from, to, 1);
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

    /// The whole result, from a survey in chunks of `chunk` rows or, without one, row by row.
    fn resized(kernel: &Resize, source: &Image, chunk: Option<u32>) -> Image {
        let size = source.size();
        let mut plan = kernel.plan(size);
        match chunk {
            None => plan.sums = 0,
            Some(rows) => {
                assert!(plan.sums > 0, "{kernel:?} of {size:?} should be surveyed");
                let mut sums = vec![0; kernel.counts(&plan)];
                let step = rows.next_multiple_of(kernel.surveyed_together(&plan));
                for first in (0..size.height).step_by(step as usize) {
                    kernel.survey(&plan, source.slab().cut(first..size.height.min(first + step)), &mut sums);
                }
                kernel.conclude(&mut plan, &sums);
            }
        }
        let mut out = Image::blank(Kernel::output_size(kernel, size));
        kernel.render(&plan, source.slab(), &mut Scratch::default(), out.band());
        out
    }

    #[test]
    fn a_survey_makes_the_rows_that_are_made_one_by_one() {
        // Blocks of 1, 3, 8 and, cut off at the lower edge, 2 rows; clear pixels among them.
        for ([width, height], to) in
            [([9, 7], [1, 1]), ([61, 59], [64, 7]), ([64, 461], [5, 10]), ([331, 905], [3, 8]), ([5, 205], [40, 7])]
        {
            let mut source = Image::blank(Size::new(width, height));
            for (i, byte) in (0u32..).zip(source.pixels_mut()) {
                *byte = if i % 4 == 3 && i % 5 > 0 { 255 } else { (i.wrapping_mul(0x9e37_79b9) >> 24) as u8 };
            }
            for filter in FILTERS.into_iter().filter(|&filter| filter != Filter::Nearest) {
                let kernel = Resize { size: Size::new(to[0], to[1]), filter };
                let expected = resized(&kernel, &source, None);
                for chunk in [1, 13, height] {
                    assert!(resized(&kernel, &source, Some(chunk)) == expected, "{kernel:?} in chunks of {chunk}");
                }
            }
        }
    }

    #[test]
    fn only_few_numbers_of_many_rows_are_surveyed() {
        let sums = |from, to, filter| Resize { size: to, filter }.plan(from).sums;
        let (large, small) = (Size::new(4000, 3000), Size::new(64, 64));
        assert_eq!(sums(large, small, Filter::Lanczos3), 64 * 64 * 4);
        assert_eq!(sums(large, small, Filter::Nearest), 0);
        assert_eq!(sums(large, Size::new(320, 240), Filter::Lanczos3), 0);
        assert_eq!(sums(Size::new(64, 255), small, Filter::Box), 0);
    }

    #[test]
    fn the_same_size_changes_nothing() {
        for filter in FILTERS {
            let axis = filter.axis(9, 9, 1);
            for (i, window) in axis.windows.iter().enumerate() {
                for (x, &weight) in (window.start..).zip(window.weights(&axis.weights)) {
                    assert_eq!(weight, if x == i as u32 { 1 << BITS } else { 0 }, "{filter:?}");
                }
            }
        }
    }
}
