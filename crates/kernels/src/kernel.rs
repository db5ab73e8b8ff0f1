//! What a kernel is.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Size};

use crate::{Band, Slab};

/// A pure function from source rows to destination rows, written once for every way of running it.
///
/// The same output row must come out byte for byte however the output is cut and whoever renders it.
pub trait Kernel: Sync {
    /// Weights and tables, made once per run from the parameters and the source's size.
    type Plan: Sync;
    /// Intermediate rows, lent by the run to each lane so that small chunks don't pay for allocation.
    ///
    /// It serves one plan and one source. What a lane computed for one chunk is still in it when the next comes, so a
    /// kernel may use again what it finds there, if that can't change a byte.
    type Scratch: Default + Send;

    /// Prepares a run on a source of this size.
    fn plan(&self, source: Size) -> Self::Plan;

    /// Size of the result for a source of this size: the same, unless a kernel says otherwise.
    fn output_size(&self, source: Size) -> Size {
        source
    }

    /// Source rows needed for the output rows `out`: the rows themselves, plus the halo, or all of them. Lies within
    /// the source; empty for a kernel that reads none.
    fn footprint(&self, plan: &Self::Plan, out: Range<u32>) -> Range<u32>;

    /// Whether source rows that two chunks both need cost work in each: intermediate rows are computed from them, say. A
    /// kernel that only reads them says no, and is cut as if it shared none.
    fn shares_at_a_cost(&self) -> bool {
        true
    }

    /// Bytes of scratch that a lane will take. A run that can't have them for every lane is refused, which beats a trap.
    fn scratch_bytes(&self, _plan: &Self::Plan) -> u64 {
        0
    }

    /// Whether a row can be rendered only after the one above it. Such a kernel runs in order on one lane, whatever the
    /// schedule says; its footprint reaches up to the first row.
    fn rows_depend(&self) -> bool {
        false
    }

    /// How many numbers a survey of the whole picture counts, or sums, before the first row is rendered; 0 for a kernel that
    /// needs no survey.
    fn counts(&self, _plan: &Self::Plan) -> usize {
        0
    }

    /// Source rows that are surveyed together, in blocks counted from the first row: no chunk of a survey begins within a
    /// block, so that what is made of one can't depend on the cuts. At least 1.
    fn surveyed_together(&self, _plan: &Self::Plan) -> u32 {
        1
    }

    /// Surveys the rows of `source`: adds what is found there to `counts`. Parts of the picture are counted by different
    /// lanes and their counts added up, so neither order nor cuts can matter.
    fn survey(&self, _plan: &Self::Plan, _source: Slab<'_>, _counts: &mut [i32]) {}

    /// Makes what the survey of the whole picture counted a part of the plan.
    fn conclude(&self, _plan: &mut Self::Plan, _counts: &[i32]) {}

    /// Rows of a result this wide (at least 1 pixel) that it is given at a time; at least 1. After each strip of so many rows there
    /// is a sign of life, which a watch from outside waits two seconds for, on slow machines too: a kernel whose pixels may be
    /// dear takes fewer than this, one that takes little time for a pixel may ask for more. By eights, since many work on so many
    /// rows at once.
    fn strip_rows(&self, width: u32) -> u32 {
        ((1 << 16) / width / 8).max(1) * 8
    }

    /// Renders the rows of `out` from a slab that has at least their footprint.
    fn render(&self, plan: &Self::Plan, source: Slab<'_>, scratch: &mut Self::Scratch, out: Band<'_>);
}

/// A kernel that can be offered by name.
pub trait Describe: Kernel + Clone + Send + 'static {
    /// Its name, its words and its parameters.
    fn info() -> KernelInfo;

    /// The kernel with these parameters, which [`KernelInfo::check`] has checked.
    fn with(params: &CheckedParams) -> Self;
}
