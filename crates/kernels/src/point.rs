//! Kernels of single pixels: what they share.
//!
//! A pixel of the result depends on the pixel at its place and on nothing else, so the result is as large as the source
//! and a row needs itself alone. Alpha is kept: transparency is not what these kernels are about.

use std::ops::Range;

use model::Size;

use crate::{Band, Kernel, Slab};

/// A kernel that makes each pixel from the pixel at its place.
pub trait Point: Sync {
    /// Tables or weights, made once per run.
    type Plan: Sync;

    /// Prepares a run.
    fn plan(&self) -> Self::Plan;

    /// Makes a row of the result, RGBA, from a row of the source.
    fn row(plan: &Self::Plan, source: &[u8], out: &mut [u8]);
}

impl<K: Point> Kernel for K {
    type Plan = K::Plan;
    type Scratch = ();

    fn plan(&self, _: Size) -> K::Plan {
        Point::plan(self)
    }

    fn footprint(&self, _: &K::Plan, out: Range<u32>) -> Range<u32> {
        out
    }

    fn render(&self, plan: &K::Plan, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        for (y, row) in out.rows_mut() {
            K::row(plan, source.row(y), row);
        }
    }
}
