//! What the marks of the timing chart mean, in one line below its axis.

use model::{Mode, ModeSettings};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Canvas, units};
use crate::frame::Frame;
use crate::marks::{INFALLIBLE, Mark, label, line, text_style};
use crate::palette::{palette, rgb};
use crate::text::Font;

/// One thing to explain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Run,
    Median,
    Interval,
    Range,
    Warmup,
    SetAside,
}

/// What else there is to explain.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    /// Whether the pale bars are intervals; else they are ranges.
    pub intervals: bool,
    pub warmups: bool,
    pub set_aside: bool,
}

impl Key {
    /// Words for wide frames, or for narrow ones.
    const fn words(self, wide: bool) -> &'static str {
        match (self, wide) {
            (Self::Run, true) => "one run",
            (Self::Run, false) => "run",
            (Self::Median, _) => "median",
            (Self::Interval, true) => "95 % interval",
            (Self::Interval, false) => "95 %",
            (Self::Range, _) => "range",
            (Self::Warmup, true) => "warm-up, not counted",
            (Self::Warmup, false) => "warm-up",
            (Self::SetAside, _) => "set aside",
        }
    }
}

/// Draws the legend between `left` and the right edge, around the height `y`, all in CSS pixels.
pub(crate) fn draw(
    sheet: &DrawingArea<Canvas<'_>, Shift>,
    frame: Frame,
    modes: &[ModeSettings],
    shown: Shown,
    (left, y): (f64, f64),
) {
    let font = frame.small();
    let mut shapes: Vec<Mode> = modes.iter().map(|m| m.mode).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let mut keys = vec![Key::Run, Key::Median, if shown.intervals { Key::Interval } else { Key::Range }];
    keys.extend(shown.warmups.then_some(Key::Warmup));
    keys.extend(shown.set_aside.then_some(Key::SetAside));
    let room = f64::from(frame.width) - left - font.px * 0.5;
    let needs = |keys: &[Key], wide| keys.iter().map(|&key| key_px(key, &shapes, font, wide)).sum::<f64>() - gap(font);
    let wide = needs(&keys, true) <= room;
    // A point explains itself best, so it gives way first.
    while keys.len() > 1 && needs(&keys, wide) > room {
        keys.remove(0);
    }
    let style = text_style(font, palette(frame.theme).muted, HPos::Left, VPos::Center);
    let mut x = left;
    for key in keys {
        symbol(sheet, frame, key, &shapes, (x, y));
        let at = (units(x + symbol_px(key, &shapes, font)), units(y));
        sheet.draw(&label(at, key.words(wide), style.clone())).expect(INFALLIBLE);
        x += key_px(key, &shapes, font, wide);
    }
}

/// Air between two explanations.
fn gap(font: Font) -> f64 {
    font.px * 1.1
}

/// Room for the symbol and the air after it: a run has one symbol for each mode's shape.
fn symbol_px(key: Key, shapes: &[Mode], font: Font) -> f64 {
    let symbols = if matches!(key, Key::Run | Key::Warmup) { shapes.len() as f64 } else { 1.0 };
    font.px * (symbols + 0.3)
}

fn key_px(key: Key, shapes: &[Mode], font: Font, wide: bool) -> f64 {
    symbol_px(key, shapes, font) + font.width(key.words(wide)) + gap(font)
}

fn symbol(sheet: &DrawingArea<Canvas<'_>, Shift>, frame: Frame, key: Key, shapes: &[Mode], (x, y): (f64, f64)) {
    let font = frame.small();
    let colour = palette(frame.theme).muted;
    let px = |dx: f64, dy: f64| (units(x + font.px * dx), units(y + font.px * dy));
    match key {
        Key::Median => {
            let stroke = line(colour, font.px * 0.2);
            sheet.draw(&PathElement::new(vec![px(0.5, -0.5), px(0.5, 0.5)], stroke)).expect(INFALLIBLE);
        }
        Key::Interval | Key::Range => {
            let style = rgb(colour).mix(0.35).filled();
            sheet.draw(&Rectangle::new([px(0.0, -0.5), px(0.9, 0.5)], style)).expect(INFALLIBLE);
        }
        Key::SetAside => {
            let mark = Mark::crossed(px(0.4, 0.0), Mode::Simd, font.px * 0.3, rgb(colour).to_rgba());
            sheet.draw(&mark).expect(INFALLIBLE);
        }
        Key::Run | Key::Warmup => {
            let mark = if key == Key::Run { Mark::full } else { Mark::hollow };
            for (place, &mode) in shapes.iter().enumerate() {
                let at = px(0.4 + place as f64, 0.0);
                sheet.draw(&mark(at, mode, font.px * 0.34, rgb(colour).to_rgba())).expect(INFALLIBLE);
            }
        }
    }
}
