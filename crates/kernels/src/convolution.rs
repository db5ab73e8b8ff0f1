//! What kernels that weigh a pixel's eight neighbours have in common.
//!
//! *Stencil; rows are independent.* sRGB bytes as they are, whole numbers, one rounding to the nearest; edges clamp; alpha is
//! kept. What transparent neighbours count, and the bounds, stand at `rows::convolve`. Work: a multiplication for each
//! neighbour that has a weight, and two more a sample.

use std::{marker::PhantomData, ops::Range};

use model::{CheckedParams, KernelInfo, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    rows::{self, Stencil},
};

/// Names a filter, and says what its weights are.
pub trait Recipe: Clone + Send + Sync + 'static {
    /// Its name, its words and its parameters.
    fn info() -> KernelInfo;

    /// The filter with these parameters.
    fn stencil(params: &CheckedParams) -> Stencil;
}

/// The kernel of a recipe.
#[derive(Clone, Debug)]
pub struct Convolution<R> {
    stencil: Stencil,
    recipe: PhantomData<R>,
}

impl<R: Recipe> Kernel for Convolution<R> {
    type Plan = Size;
    type Scratch = ();

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, size: &Size, out: Range<u32>) -> Range<u32> {
        out.start.saturating_sub(1)..(out.end + 1).min(size.height)
    }

    fn render(&self, size: &Size, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        for (y, row) in out.rows_mut() {
            let needed = self.footprint(size, y..y + 1);
            rows::convolve([needed.start, y, needed.end - 1].map(|y| source.row(y)), &self.stencil, row);
        }
    }
}

impl<R: Recipe> Describe for Convolution<R> {
    fn info() -> KernelInfo {
        R::info()
    }

    fn with(params: &CheckedParams) -> Self {
        Self { stencil: R::stencil(params), recipe: PhantomData }
    }
}
