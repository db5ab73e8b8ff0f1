//! Histogram equalisation: levels are spread so that each is about as common as any other.
//!
//! *Reduce, then map; rows are independent once the picture has been surveyed.* Of the Rec. 601 luma of the sRGB bytes. The new
//! level of a luma is the share of pixels at or below it, counted from the darkest luma there is, as in OpenCV's
//! `equalizeHist`: the darkest becomes 0, the brightest 255. Red, green and blue go through this one table, so greys stay grey.
//! Alpha is kept; wholly transparent pixels are not counted. Shares are divided in whole numbers and rounded to the nearest.
//! Work: one look at each pixel to count it, one to change it, so memory is the limit.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    rows::{self, Lookup},
    survey::{self, Histogram},
};

/// The kernel; it has no parameters.
#[derive(Clone, Copy, Debug)]
pub struct Equalize;

impl Kernel for Equalize {
    /// The new levels, once the survey has ended.
    type Plan = Option<Lookup>;
    type Scratch = ();

    fn plan(&self, _: Size) -> Self::Plan {
        None
    }

    fn footprint(&self, _: &Self::Plan, out: Range<u32>) -> Range<u32> {
        out
    }

    fn counts(&self, _: &Self::Plan) -> usize {
        survey::LUMA_COUNTS
    }

    fn survey(&self, _: &Self::Plan, source: Slab<'_>, counts: &mut [i32]) {
        survey::count_lumas(source, counts);
    }

    fn conclude(&self, plan: &mut Self::Plan, counts: &[i32]) {
        *plan = Some(Lookup::same(&equal(&survey::lumas(counts))));
    }

    fn render(&self, plan: &Self::Plan, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        let tables = plan.as_ref().expect("the survey comes first");
        for (y, row) in out.rows_mut() {
            rows::lookup(tables, source.row(y), row);
        }
    }
}

/// The new level of each level.
fn equal(histogram: &Histogram) -> [u8; 256] {
    let darkest = histogram.iter().find(|&&count| count > 0).copied().unwrap_or(0);
    let whole: u64 = histogram.iter().sum::<u64>() - darkest;
    let up_to = |level: u8| histogram[..=usize::from(level)].iter().sum::<u64>().saturating_sub(darkest);
    survey::table(up_to, whole)
}

impl Describe for Equalize {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "equalize".into(),
            label: "Equalise histogram".into(),
            action: "equalise this picture".into(),
            about:
                "Dark and bright are spread evenly. Every pixel must be counted before the first one can be changed."
                    .into(),
            shape: Shape::ReduceThenMap,
            needs_source: true,
            params: vec![],
            presets: vec![],
        }
    }

    fn with(_: &CheckedParams) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_darkest_becomes_black_the_brightest_white_and_one_colour_stays() {
        let mut histogram = [0; 256];
        assert!(equal(&histogram).into_iter().eq(0..=255));
        histogram[77] = 500;
        assert_eq!(equal(&histogram)[77], 77);
        (histogram[90], histogram[200]) = (100, 100);
        let table = equal(&histogram);
        assert_eq!([77, 89, 90, 199, 200].map(|level| table[level]), [0, 0, 128, 128, 255]);
    }
}
