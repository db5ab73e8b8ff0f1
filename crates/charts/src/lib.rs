//! Reports as SVG: an [`Exhibit`] is of one or several; [`figures`] says which charts it has something for, [`figure`] draws one;
//! [`overlay`] shows who drew what; [`morning`] draws a simulated breakfast with the same marks.
//!
//! plotters lays out axes, ticks and marks; a backend of our own (`backend.rs`) writes the SVG and measures text from a
//! table, so that the same bytes come out in a page, in a worker, in Node and natively. The charts need no page, no
//! style sheet and no script: every colour is a presentation attribute, which a strict content security policy allows.
//!
//! Colour means mode, and never stands alone: modes have a shape of their own,
//! lanes a lightness, a pattern and a number. Every chart carries a title and a description with its numbers in words.

mod backend;
mod bars;
mod batch;
mod break_even;
mod catalog;
#[cfg(test)]
mod checks;
mod chunks;
mod distribution;
mod efficiency;
#[cfg(test)]
mod examples;
mod exhibit;
mod frame;
mod frames;
mod ladder;
mod lanes;
mod legend;
mod marks;
mod morning;
mod names;
mod overlay;
mod palette;
mod pattern;
mod phases;
mod scaling;
mod speed_up;
mod svg;
mod text;
mod waterfall;
mod whereabouts;
mod xy;

pub use batch::{batch_lanes, batch_ways};
pub use catalog::{figure, figures};
pub use exhibit::{Entry, Exhibit, MOST_REPORTS};
pub use model::Theme;
pub use morning::morning;
pub use names::modes;
pub use overlay::overlay;
pub use palette::{Palette, mode_colour, palette};
pub use waterfall::waterfall;
