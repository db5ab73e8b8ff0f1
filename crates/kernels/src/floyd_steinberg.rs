//! Floyd–Steinberg dithering: each pixel becomes the nearest level left, and its error is handed to pixels still to come.
//!
//! *Dependent: each row waits for the one above, each pixel for the one before it.* Two levels of the Rec. 601 luma of the
//! sRGB bytes, or of each colour; from left to right in every row, as Pillow does; what would be handed beyond the
//! picture's edge is lost; alpha is kept. The shares and their rounding stand at `rows::diffuse`. Work: a dozen operations
//! a pixel, one after the other.
//!
//! Rows are independent in no cut of the picture, so this kernel runs in order on one lane in every mode. Asked for rows in
//! the middle, it works its way down to them from the first.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{Band, Describe, Kernel, Slab, dither::Palette, rows};

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct FloydSteinberg {
    palette: Palette,
}

/// Where the dithering stands.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The row that comes next.
    next: u32,
    /// What the row before hands down to it.
    shares: Vec<i16>,
    /// A row of lumas or colours.
    values: Vec<u8>,
}

impl Kernel for FloydSteinberg {
    type Plan = Size;
    type Scratch = Scratch;

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn rows_depend(&self) -> bool {
        true
    }

    fn footprint(&self, _: &Size, out: Range<u32>) -> Range<u32> {
        0..out.end
    }

    fn scratch_bytes(&self, size: &Size) -> u64 {
        u64::from(size.width) * 3 * 3
    }

    fn render(&self, size: &Size, source: Slab<'_>, scratch: &mut Scratch, mut out: Band<'_>) {
        if scratch.next != out.rows().start || scratch.next == 0 {
            scratch.restart(size.width as usize * self.channels());
            for y in 0..out.rows().start {
                self.dither(source.row(y), scratch);
            }
        }
        for (y, row) in out.rows_mut() {
            self.dither(source.row(y), scratch);
            let levels = &scratch.values;
            let pixels = row.as_chunks_mut::<4>().0.iter_mut().zip(source.row(y).as_chunks::<4>().0);
            match self.palette {
                Palette::BlackAndWhite => {
                    for ((out, &[.., alpha]), &level) in pixels.zip(levels) {
                        *out = [level, level, level, alpha];
                    }
                }
                Palette::Eight => {
                    for ((out, &[.., alpha]), &[r, g, b]) in pixels.zip(levels.as_chunks::<3>().0) {
                        *out = [r, g, b, alpha];
                    }
                }
            }
        }
    }
}

impl FloydSteinberg {
    fn channels(&self) -> usize {
        match self.palette {
            Palette::BlackAndWhite => 1,
            Palette::Eight => 3,
        }
    }

    /// Dithers the next row, into the scratch's values.
    fn dither(&self, source: &[u8], Scratch { next, shares, values }: &mut Scratch) {
        match self.palette {
            Palette::BlackAndWhite => {
                rows::luma_row(source, values);
                rows::diffuse::<1>(values, shares);
            }
            Palette::Eight => {
                for (colours, &[r, g, b, _]) in values.as_chunks_mut::<3>().0.iter_mut().zip(source.as_chunks().0) {
                    *colours = [r, g, b];
                }
                rows::diffuse::<3>(values, shares);
            }
        }
        *next += 1;
    }
}

impl Scratch {
    /// Goes back to the first row, of so many samples.
    fn restart(&mut self, samples: usize) {
        self.next = 0;
        self.shares.clear();
        self.shares.resize(samples, 0);
        self.values.resize(samples, 0);
    }
}

impl Describe for FloydSteinberg {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "floyd_steinberg".into(),
            label: "Floyd–Steinberg dithering".into(),
            action: "dither this picture".into(),
            about: "Shades become dots, and each dot's error moves on to its neighbours. So every pixel waits for the one before it."
                .into(),
            shape: Shape::Dependent,
            needs_source: true,
            params: vec![Palette::param()],
            presets: vec![],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { palette: Palette::named(params.choice("palette")) }
    }
}
