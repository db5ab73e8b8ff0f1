//! Auto levels: levels are stretched so that the darkest pixels become black and the brightest white.
//!
//! *Reduce, then map; rows are independent once the picture has been surveyed.* Of the sRGB bytes. A small share of the pixels may
//! be clipped at either end, or a single black pixel would undo it all. All colours by one stretch keep their balance; each by
//! its own removes a cast of colour, and may bring one. Alpha is kept; wholly transparent pixels are not counted. A level v
//! between the ends l and h becomes 255 (v − l) / (h − l), rounded to the nearest. Work: one look at each pixel to count it,
//! one to change it, so memory is the limit.

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{choice, number},
    rows::{self, Lookup},
    survey::{self, Histogram},
};

/// The kernel.
#[derive(Clone, Copy, Debug)]
pub struct AutoLevels {
    /// Share of the values that is clipped at either end, in millionths.
    clip_ppm: u64,
    /// Whether each colour has a stretch of its own.
    each: bool,
}

impl Kernel for AutoLevels {
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
        survey::CHANNEL_COUNTS
    }

    fn survey(&self, _: &Self::Plan, source: Slab<'_>, counts: &mut [i32]) {
        survey::count_channels(source, counts);
    }

    fn conclude(&self, plan: &mut Self::Plan, counts: &[i32]) {
        let histograms = survey::channels(counts);
        *plan = Some(if self.each {
            let tables = histograms.map(|histogram| self.stretch(&histogram));
            Lookup::each(tables.each_ref())
        } else {
            Lookup::same(&self.stretch(&survey::sum(histograms)))
        });
    }

    fn render(&self, plan: &Self::Plan, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        let tables = plan.as_ref().expect("the survey comes first");
        for (y, row) in out.rows_mut() {
            rows::lookup(tables, source.row(y), row);
        }
    }
}

impl AutoLevels {
    /// The new level of each level.
    fn stretch(&self, histogram: &Histogram) -> [u8; 256] {
        let clipped = histogram.iter().sum::<u64>() * self.clip_ppm / 1_000_000;
        let beyond_clipped = |mut levels: std::ops::RangeInclusive<u8>, backwards: bool| {
            let mut passed = 0;
            let next = |levels: &mut std::ops::RangeInclusive<u8>| {
                if backwards { levels.next_back() } else { levels.next() }
            };
            std::iter::from_fn(move || next(&mut levels)).find(|&level| {
                passed += histogram[usize::from(level)];
                passed > clipped
            })
        };
        match (beyond_clipped(0..=255, false), beyond_clipped(0..=255, true)) {
            (Some(low), Some(high)) if low < high => {
                survey::table(|level| u64::from(level.saturating_sub(low)), u64::from(high - low))
            }
            _ => survey::table(|_| 0, 0),
        }
    }
}

impl Describe for AutoLevels {
    fn info() -> KernelInfo {
        let channels = [("together", "All together"), ("each", "Each on its own")];
        KernelInfo {
            name: "auto_levels".into(),
            label: "Auto levels".into(),
            action: "stretch the levels of this picture".into(),
            about: "The darkest pixels become black, the brightest white. They must all be looked at before one can be changed."
                .into(),
            shape: Shape::ReduceThenMap,
            needs_source: true,
            params: vec![
                number("clip", "Clipped at either end", [0.0, 10.0, 0.5], 0.1, "%"),
                choice("channels", "Colours", &channels),
            ],
            presets: vec![],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        let clip_ppm = (params.number("clip") * 10_000.0) as u64;
        Self { clip_ppm, each: params.choice("channels") == "each" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_stretched_beyond_what_is_clipped() {
        let mut histogram = [0; 256];
        let stretch = |histogram: &Histogram, clip_ppm| AutoLevels { clip_ppm, each: false }.stretch(histogram);
        assert!(stretch(&histogram, 0).into_iter().eq(0..=255), "no pixel, nothing to do");
        (histogram[10], histogram[50], histogram[100], histogram[200]) = (1, 500, 498, 1);
        let table = stretch(&histogram, 0);
        assert_eq!([0, 10, 105, 200, 255].map(|level| table[level]), [0, 0, 128, 255, 255]);
        let table = stretch(&histogram, 1000);
        assert_eq!([10, 50, 75, 100, 200].map(|level| table[level]), [0, 0, 128, 255, 255]);
        histogram = [0; 256];
        histogram[30] = 9;
        assert_eq!(stretch(&histogram, 0)[30], 30, "one colour stays");
    }
}
