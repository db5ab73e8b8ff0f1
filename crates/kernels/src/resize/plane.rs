//! Resizing one plane of levels, such as a grey picture.
//!
//! The kernel takes opaque pixels apart into four channels that never meet. Here the four places of a pixel are given to four rows instead:
//! the same primitives resample sixteen rows of one channel in the time of four rows of four, and to the same bytes.

use super::*;

/// Rows resampled together.
const ROWS: usize = rows::PLANE_ROWS;

/// A picture of one channel: `height` rows of `width` levels, `stride` bytes apart.
#[derive(Clone, Copy, Debug)]
pub struct PlaneRows<'a> {
    size: Size,
    stride: usize,
    levels: &'a [u8],
}

impl<'a> PlaneRows<'a> {
    /// `None` unless every row lies within `levels`, before the next one starts.
    pub fn new(size: Size, stride: usize, levels: &'a [u8]) -> Option<Self> {
        let (width, height) = (size.width as usize, size.height as usize);
        let last = height.saturating_sub(1).checked_mul(stride)?;
        let fits = size.pixels() == 0 || (width <= stride && last.checked_add(width)? <= levels.len());
        fits.then_some(Self { size, stride, levels })
    }

    fn row(&self, y: u32) -> &'a [u8] {
        &self.levels[y as usize * self.stride..][..self.size.width as usize]
    }
}

/// Resizes one plane with Lanczos' filter to exactly `size`, row by row without gaps: what the kernel `resize` makes of each channel of the opaque picture, to the
/// byte. No picture gives none.
pub fn resize_plane(source: PlaneRows<'_>, size: Size) -> Vec<u8> {
    let kernel = Resize { size, filter: Filter::Lanczos3 };
    let plan = kernel.plan(source.size);
    let (width, windows) = (plan.columns.windows.len(), &plan.rows.windows);
    let mut wide = vec![0; plan.group_len()];
    let mut group = vec![0; width * ROWS];
    let mut sums = vec![1 << (BITS - 1); width * windows.len()];
    for first in (0..plan.rows.from.div_ceil(plan.rows.shrink)).step_by(ROWS) {
        plan.spread(source, first, &mut wide);
        rows::abreast(&wide, &plan.columns.windows, &plan.columns.weights, BITS, &mut group);
        let blocks = first..first + ROWS as u32;
        for y in windows_over(windows, &blocks) {
            let shares = std::array::from_fn(|i| windows[y].share(&plan.rows.weights, first + i as u32));
            rows::add_plane(&group, &shares, &mut sums[y * width..][..width]);
        }
    }
    let mut samples = vec![0; sums.len()];
    rows::finish(&sums, BITS, &mut samples);
    samples.into_iter().map(rows::level).collect()
}

impl Plan {
    /// Makes `wide` the sixteen rows, or blocks of rows, from `first` on.
    fn spread(&self, source: PlaneRows<'_>, first: u32, wide: &mut [i16]) {
        let (columns, rows) = (&self.columns, &self.rows);
        let last = source.size.height - 1;
        if (columns.shrink, rows.shrink) == (1, 1) {
            // Below the last row are rows that nobody reads.
            let sources = std::array::from_fn(|i| source.row((first + i as u32).min(last)));
            return rows::plane_twos(&sources, self.lead as usize, wide);
        }
        for i in 0..ROWS {
            let start = (first + i as u32) * rows.shrink;
            if start > last {
                break;
            }
            let end = (start + rows.shrink).min(last + 1);
            let mut block = [source.row(start); rows::MOST_SHRINK as usize];
            (start..end).zip(&mut block).for_each(|(y, row)| *row = source.row(y));
            rows::plane_shrink(&block[..(end - start) as usize], columns.shrink as usize, i, wide);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::level;

    fn plane(size: Size, stride: usize) -> Vec<u8> {
        let place = |i: usize| level((i % stride) as i32, (i / stride) as i32, 3);
        (0..stride * size.height as usize).map(|i| (place(i) * 400.0 - 70.0) as u8).collect()
    }

    #[test]
    fn a_plane_becomes_what_its_opaque_picture_becomes() {
        let sizes = [
            ((1, 1), (64, 64)),
            ((64, 64), (64, 64)),
            ((175, 171), (64, 64)),
            ((174, 33), (64, 64)),
            ((1379, 400), (64, 64)),
            ((1800, 1799), (64, 64)),
            ((2111, 900), (64, 64)),
            ((3590, 2700), (64, 64)),
            ((7200, 30), (64, 1)),
            ((30, 7205), (1, 64)),
            ((40, 50), (123, 7)),
            ((300, 200), (300, 17)),
        ];
        for ((width, height), (to_width, to_height)) in sizes {
            let (from, to) = (Size::new(width, height), Size::new(to_width, to_height));
            let stride = width as usize + 5;
            let levels = plane(from, stride);
            let opaque = |row: &[u8]| row[..width as usize].iter().flat_map(|&l| [l, l, l, 255]).collect::<Vec<_>>();
            let image = Image::new(from, levels.chunks(stride).flat_map(opaque).collect()).unwrap();
            let made = resize_plane(PlaneRows::new(from, stride, &levels).unwrap(), to);
            let expected: Vec<u8> = resize(&image, to).unwrap().pixels().iter().step_by(4).copied().collect();
            assert!(made == expected, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn rows_that_do_not_fit_are_refused_and_no_picture_makes_none() {
        let size = Size::new(4, 3);
        assert!(PlaneRows::new(size, 5, &[0; 14]).is_some());
        assert!(PlaneRows::new(size, 5, &[0; 13]).is_none());
        assert!(PlaneRows::new(size, 3, &[0; 20]).is_none());
        let none = PlaneRows::new(Size::new(0, 3), 0, &[]).unwrap();
        assert!(resize_plane(none, Size::new(8, 8)).is_empty());
    }
}
