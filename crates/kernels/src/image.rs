//! Pictures, runs of source rows and runs of destination rows.
//!
//! Pixels are four bytes, red, green, blue and straight (not premultiplied) alpha, in sRGB as files have them; rows
//! follow each other without gaps, from the top.

use std::ops::Range;

pub use model::Size;

/// Bytes in a pixel.
pub const CHANNELS: usize = 4;

/// A whole picture.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Image {
    size: Size,
    pixels: Vec<u8>,
}

impl Image {
    /// A picture of `size` from its bytes; `None` unless there are exactly `width × height × 4` of them.
    pub fn new(size: Size, pixels: Vec<u8>) -> Option<Self> {
        (pixels.len() as u64 == size.pixels() * CHANNELS as u64).then_some(Self { size, pixels })
    }

    /// A picture of transparent black.
    pub fn blank(size: Size) -> Self {
        Self { size, pixels: vec![0; size.pixels() as usize * CHANNELS] }
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The bytes.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The bytes, to write.
    pub fn pixels_mut(&mut self) -> &mut [u8] {
        &mut self.pixels
    }

    /// The bytes, taken out.
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }

    /// All rows as a slab.
    pub fn slab(&self) -> Slab<'_> {
        Slab { size: self.size, first: 0, data: &self.pixels }
    }

    /// All rows as a band.
    pub fn band(&mut self) -> Band<'_> {
        Band { size: self.size, first: 0, data: &mut self.pixels }
    }
}

/// A run of source rows that knows where it lies in the whole picture.
#[derive(Clone, Copy, Debug)]
pub struct Slab<'a> {
    size: Size,
    first: u32,
    data: &'a [u8],
}

impl<'a> Slab<'a> {
    /// The rows from `first` on of a picture of `size`; `None` unless `data` is whole rows that lie within it.
    pub fn new(size: Size, first: u32, data: &'a [u8]) -> Option<Self> {
        whole_rows(size, first, data.len()).then_some(Self { size, first, data })
    }

    /// Size of the whole picture.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The rows it has.
    pub fn rows(&self) -> Range<u32> {
        row_range(self.size, self.first, self.data.len())
    }

    /// The bytes of row `y`, counted in the whole picture.
    ///
    /// # Panics
    /// If the slab doesn't have the row: the kernel's footprint was too small.
    pub fn row(&self, y: u32) -> &'a [u8] {
        let stride = stride(self.size);
        let start = (y.checked_sub(self.first).expect("row above the slab") as usize) * stride;
        &self.data[start..start + stride]
    }

    /// The bytes of all rows it has.
    pub(crate) fn data(&self) -> &'a [u8] {
        self.data
    }

    /// The rows of `range` only.
    ///
    /// # Panics
    /// If the slab doesn't have them.
    pub fn cut(&self, range: Range<u32>) -> Slab<'a> {
        let stride = stride(self.size);
        let offset = |y: u32| (y - self.first) as usize * stride;
        Slab { size: self.size, first: range.start, data: &self.data[offset(range.start)..offset(range.end)] }
    }
}

/// A disjoint run of destination rows that knows where it lies in the whole result.
#[derive(Debug)]
pub struct Band<'a> {
    size: Size,
    first: u32,
    data: &'a mut [u8],
}

impl<'a> Band<'a> {
    /// The rows from `first` on of a result of `size`; `None` unless `data` is whole rows that lie within it.
    pub fn new(size: Size, first: u32, data: &'a mut [u8]) -> Option<Self> {
        whole_rows(size, first, data.len()).then_some(Self { size, first, data })
    }

    /// Size of the whole result.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The rows it has.
    pub fn rows(&self) -> Range<u32> {
        row_range(self.size, self.first, self.data.len())
    }

    /// Its rows, each with its number in the whole result.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = (u32, &mut [u8])> {
        // chunks_exact_mut refuses 0; a picture without width has no rows to give.
        (self.first..).zip(self.data.chunks_exact_mut(stride(self.size).max(1)))
    }

    /// Its bytes in runs of `rows` rows, the last one shorter where they don't divide, each with the number of its
    /// first row.
    pub(crate) fn into_batches(self, rows: usize) -> impl Iterator<Item = (u32, &'a mut [u8])> {
        let stride = stride(self.size).max(1);
        (self.first..).step_by(rows).zip(self.data.chunks_mut(stride * rows))
    }

    /// Its bytes.
    pub(crate) fn into_data(self) -> &'a mut [u8] {
        self.data
    }
}

/// Bytes in a row.
pub(crate) fn stride(size: Size) -> usize {
    size.width as usize * CHANNELS
}

fn whole_rows(size: Size, first: u32, len: usize) -> bool {
    match stride(size) {
        0 => len == 0,
        stride => len.is_multiple_of(stride) && first as u64 + (len / stride) as u64 <= size.height as u64,
    }
}

fn row_range(size: Size, first: u32, len: usize) -> Range<u32> {
    first..first + len.checked_div(stride(size)).unwrap_or(0) as u32
}
