//! Floyd–Steinberg dithering: each pixel becomes the nearest level left, and its error is handed to pixels still to come.
//!
//! *Dependent: each row waits for the one above, each pixel for the one before it.* Two levels of the Rec. 601 luma of the
//! sRGB bytes, or of each colour; from left to right in every row, as Pillow does; what would be handed beyond the
//! picture's edge is lost; alpha is kept. The shares and their rounding stand at `rows::diffuse`. Work: a dozen operations
//! a pixel, one after the other; eight rows can be on their way at once, each a little behind the one above it.
//!
//! Rows are independent in no cut of the picture, so this kernel runs in order on one lane in every mode. Asked for rows in
//! the middle, it works its way down to them from the first.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{Band, Describe, Kernel, Slab, dither::Palette, image::stride, rows};

/// Rows of a strip that leads to the first row asked for.
const STRIP: u32 = 8;

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
    /// Rows that nobody asked for.
    skipped: Vec<u8>,
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
        (self.shares(*size) * size_of::<i16>() + STRIP as usize * stride(*size)) as u64
    }

    fn render(&self, size: &Size, source: Slab<'_>, Scratch { next, shares, skipped }: &mut Scratch, out: Band<'_>) {
        let diffuse = match self.palette {
            Palette::BlackAndWhite => rows::diffuse,
            Palette::Eight => rows::diffuse_channels,
        };
        let rows = out.rows();
        if *next != rows.start || *next == 0 {
            shares.clear();
            shares.resize(self.shares(*size), 0);
            for y in (0..rows.start).step_by(STRIP as usize) {
                let source = source.cut(y..rows.start.min(y + STRIP)).data();
                skipped.resize(source.len(), 0);
                diffuse(source, shares, skipped);
            }
        }
        *next = rows.end;
        diffuse(source.cut(rows).data(), shares, out.into_data());
    }
}

impl FloydSteinberg {
    /// Numbers that a row of the picture hands down.
    fn shares(&self, size: Size) -> usize {
        let channels = match self.palette {
            Palette::BlackAndWhite => 1,
            Palette::Eight => 3,
        };
        size.width as usize * channels
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
