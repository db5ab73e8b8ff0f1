//! What tells lanes apart besides their lightness: a hatch or dots, as SVG patterns.

use std::fmt::Write;

use model::Mode;

use crate::palette::{lane_colour, palette};
use crate::svg::OWN_NAME;
use model::Theme;

/// The kinds of pattern: none, two hatches, dots and bars. Five, against four steps of lightness: twenty lanes differ before a
/// pair of both comes again; the number tells the others.
const KINDS: u32 = 5;

/// The paint of a lane as a shape refers to it, or none where its plain colour will do.
///
/// A plain tile is no pattern: browsers show faint seams between tiles.
pub(crate) fn paint(lane: u32) -> Option<String> {
    (!lane.is_multiple_of(KINDS)).then(|| format!("url(#lane{lane}-{OWN_NAME})"))
}

/// The patterns of lanes 0 to `lanes` − 1, with `cell` units from one line to the next.
pub(crate) fn definitions(mode: Mode, lanes: u32, cell: f64, theme: Theme) -> String {
    let paper = palette(theme).paper;
    let cell = (cell * 10.0).round() / 10.0;
    let (half, line, dot) = (cell / 2.0, cell / 5.0, cell / 4.5);
    let mut text = String::new();
    for lane in (0..lanes).filter(|lane| !lane.is_multiple_of(KINDS)) {
        let colour = lane_colour(mode, lane, theme);
        let turn = match lane % KINDS {
            1 => " patternTransform=\"rotate(45)\"",
            3 => " patternTransform=\"rotate(-45)\"",
            _ => "",
        };
        let figure = match lane % KINDS {
            2 => format!(
                "<circle cx=\"{half:.1}\" cy=\"{half:.1}\" r=\"{dot:.1}\" fill=\"{paper}\" fill-opacity=\"0.6\"/>"
            ),
            _ => format!("<rect width=\"{line:.1}\" height=\"{cell}\" fill=\"{paper}\" fill-opacity=\"0.5\"/>"),
        };
        // Writing into a string can't fail.
        let _ = write!(
            text,
            "<pattern id=\"lane{lane}-{OWN_NAME}\" width=\"{cell}\" height=\"{cell}\" patternUnits=\"userSpaceOnUse\"{turn}>\
             <rect width=\"{cell}\" height=\"{cell}\" fill=\"{colour}\"/>{figure}</pattern>"
        );
    }
    text
}

/// The paint of waiting: a thin hatch on nothing.
pub(crate) fn waiting_paint() -> String {
    format!("url(#waiting-{OWN_NAME})")
}

/// Its pattern, with `cell` units from one line to the next.
pub(crate) fn waiting(cell: f64, theme: Theme) -> String {
    let (colour, cell, line) = (palette(theme).muted, (cell * 10.0).round() / 10.0, cell / 8.0);
    format!(
        "<pattern id=\"waiting-{OWN_NAME}\" width=\"{cell}\" height=\"{cell}\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"{line:.1}\" height=\"{cell}\" fill=\"{colour}\" \
         fill-opacity=\"0.55\"/></pattern>"
    )
}
