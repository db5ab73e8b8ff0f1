//! Flip: the picture in a mirror.
//!
//! *Geometry; rows are independent.* Straight RGBA bytes are moved as they are, so colour space and alpha don't
//! matter; there is no border and no rounding. Left to right, a row needs itself, from its end; top to bottom, a row
//! is its counterpart as it stands. Work: one move a pixel; bound by memory.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{Band, Describe, Kernel, Slab, describe::choice, rows};

/// The direction in which pixels move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flip {
    /// Left and right change places.
    Horizontal,
    /// Top and bottom change places.
    Vertical,
}

impl Kernel for Flip {
    type Plan = Size;
    type Scratch = ();

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, size: &Size, out: Range<u32>) -> Range<u32> {
        match self {
            Flip::Horizontal => out,
            Flip::Vertical => size.height - out.end..size.height - out.start,
        }
    }

    fn render(&self, size: &Size, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        for (y, row) in out.rows_mut() {
            match self {
                Flip::Horizontal => rows::reverse(source.row(y), row),
                Flip::Vertical => row.copy_from_slice(source.row(size.height - 1 - y)),
            }
        }
    }
}

impl Describe for Flip {
    fn info() -> KernelInfo {
        let axes = [("horizontal", "Left to right"), ("vertical", "Top to bottom")];
        KernelInfo {
            name: "flip".into(),
            label: "Flip".into(),
            action: "mirror this picture".into(),
            about: "Left and right, or top and bottom, change places. Next to no work: memory sets the pace.".into(),
            shape: Shape::Geometry,
            needs_source: true,
            params: vec![choice("axis", "Direction", &axes)],
            presets: vec![],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        if params.choice("axis") == "vertical" { Flip::Vertical } else { Flip::Horizontal }
    }
}
