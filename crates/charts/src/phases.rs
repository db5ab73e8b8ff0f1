//! What a run's time went into: its phases, stacked to one bar.

use model::figures::time;
use model::{Mode, Phase, PhaseTime, Run};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::Rectangle;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBAColor};

use crate::backend::{Canvas, Tag, units};
use crate::frame::Frame;
use crate::marks::{Bar, INFALLIBLE, TimeChart, is_time, label, text_style};
use crate::palette::{mode_colour, palette, rgb};
use crate::svg::attributes;
use model::Theme;

/// The phases in the order in which they come in a run.
const ALL: [Phase; 6] = [Phase::Decode, Phase::CopyIn, Phase::Compute, Phase::CopyOut, Phase::Encode, Phase::Wait];

/// What a visitor calls a phase.
pub(crate) const fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Decode => "decode",
        Phase::CopyIn => "copy in",
        Phase::Compute => "compute",
        Phase::CopyOut => "copy out",
        Phase::Encode => "encode",
        Phase::Wait => "wait",
    }
}

/// The name of a phase in attributes, as in the report's JSON.
const fn key(phase: Phase) -> &'static str {
    match phase {
        Phase::CopyIn => "copy-in",
        Phase::CopyOut => "copy-out",
        _ => name(phase),
    }
}

/// The kernel has its mode's colour, moving rows a pale one of it; what is the same in every mode has a colour of its own.
fn colour(phase: Phase, mode: Mode, theme: Theme) -> RGBAColor {
    let own = rgb(mode_colour(mode, theme));
    match phase {
        Phase::Decode => rgb(palette(theme).toast).mix(0.75),
        Phase::CopyIn => own.mix(0.55),
        Phase::Compute => own.to_rgba(),
        Phase::CopyOut => own.mix(0.35),
        Phase::Encode => rgb(palette(theme).kopi).mix(0.9),
        Phase::Wait => rgb(palette(theme).muted).mix(0.3),
    }
}

/// Phases that took any time, in their order.
fn drawn(phases: &[PhaseTime]) -> impl Iterator<Item = PhaseTime> {
    ALL.into_iter().filter_map(|phase| phases.iter().find(|p| p.phase == phase && is_time(p.ms) && p.ms > 0.0).copied())
}

/// The phases that any of these runs has, in their order; nothing where all do nothing but compute.
pub(crate) fn present<'r>(runs: impl Iterator<Item = &'r Run> + Clone) -> Vec<Phase> {
    let has = |phase: Phase| runs.clone().any(|run| drawn(&run.phases).any(|p| p.phase == phase));
    let present: Vec<Phase> = ALL.into_iter().filter(|&phase| has(phase)).collect();
    if present == [Phase::Compute] { vec![] } else { present }
}

/// A run's phases as a bar from 0 on, between two heights of the chart.
pub(crate) fn bar(chart: &mut TimeChart<'_, '_>, frame: Frame, run: &Run, mode: Mode, (top, bottom): (f64, f64)) {
    let mut at = 0.0;
    let bars = drawn(&run.phases).map(|PhaseTime { phase, ms }| {
        let from = at;
        at += ms;
        let tag = Tag {
            attributes: attributes(&[
                ("class", "phase"),
                ("data-mode-index", &run.mode_index.to_string()),
                ("data-phase", key(phase)),
                ("stroke", palette(frame.theme).paper),
                ("stroke-width", "0.8"),
            ]),
            title: format!("{}: {} {}", mode.label(), name(phase), time(ms)),
            paint: None,
        };
        Bar { corners: [(from, top), (at, bottom)], colour: colour(phase, mode, frame.theme), tag }
    });
    chart.draw_series(bars).expect(INFALLIBLE);
}

/// What the colours of the bars mean, from `left` on, around the height `y`, in CSS pixels. What doesn't fit gives way.
pub(crate) fn legend(
    sheet: &DrawingArea<Canvas<'_>, Shift>,
    frame: Frame,
    phases: &[Phase],
    mode: Mode,
    (left, y): (f64, f64),
) {
    let font = frame.small();
    let swatch = font.px * 0.75;
    let mut x = left;
    for &phase in phases {
        let words = name(phase);
        let needs = swatch + font.px * 0.35 + font.width(words);
        if x + needs > f64::from(frame.width) {
            return;
        }
        let corners = [(units(x), units(y - swatch / 2.0)), (units(x + swatch), units(y + swatch / 2.0))];
        let style = colour(phase, mode, frame.theme).filled();
        sheet.draw(&Rectangle::new(corners, style)).expect(INFALLIBLE);
        let style = text_style(font, palette(frame.theme).muted, HPos::Left, VPos::Center);
        sheet.draw(&label((units(x + swatch + font.px * 0.35), units(y)), words, style)).expect(INFALLIBLE);
        x += needs + font.px * 0.9;
    }
}

/// The phases in words.
pub(crate) fn describe(run: &Run) -> String {
    let parts: Vec<String> = drawn(&run.phases).map(|p| format!("{} {}", name(p.phase), time(p.ms))).collect();
    parts.join(", ")
}
