//! Points, lines and bands against two axes: the plot that all charts of a dependence share.
//!
//! An axis is linear or logarithmic; its ticks are plain numbers. Lines are named at their ends, not in a legend: names that would
//! cover each other are moved apart. Whatever lies outside the axes is cut off at the plot's edge.

use model::{Estimate, Mode};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, ShapeStyle};

use crate::backend::{Canvas, Tag, units};
use crate::frame::Frame;
use crate::marks::{INFALLIBLE, Mark, Stroke, hairline, label, line, text_style};
use crate::palette::{palette, rgb};
use crate::svg::attributes;
use crate::text::{fitting, grouped};

/// How values are spread along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spread {
    /// Equal differences are equal distances.
    Linear,
    /// Doublings are equal distances.
    Doublings,
    /// Powers of ten are equal distances.
    Decades,
}

/// An axis: its spread, its range, its words.
pub(crate) struct Axis {
    pub spread: Spread,
    pub range: (f64, f64),
    /// What it shows, with its unit.
    pub title: String,
    /// How a tick is written.
    pub tick: fn(f64) -> String,
    /// Whether only whole numbers mean something.
    pub whole: bool,
}

impl Axis {
    /// A linear axis from 0 to a little beyond the largest of these values.
    pub(crate) fn linear(values: impl Iterator<Item = f64>, title: &str) -> Self {
        let end = values.filter(|v| is_positive(*v)).fold(0.0, f64::max);
        let range = (0.0, if end > 0.0 { end * 1.06 } else { 1.0 });
        Self { spread: Spread::Linear, range, title: title.into(), tick: grouped, whole: false }
    }

    /// A logarithmic axis around these values, with a little air.
    pub(crate) fn logarithmic(spread: Spread, values: impl Iterator<Item = f64>, title: &str) -> Self {
        let positive = values.filter(|v| is_positive(*v));
        let (low, high) = positive.fold((f64::INFINITY, 0.0f64), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if high > 0.0 { (low, high) } else { (1.0, 10.0) };
        let air = (high / low).powf(0.05).max(1.15);
        Self { spread, range: (low / air, high * air), title: title.into(), tick: grouped, whole: false }
    }

    /// Where a value lies, 0 for the beginning and 1 for the end; nothing for what the axis can't show at all.
    fn place(&self, value: f64) -> Option<f64> {
        let (from, to) = self.range;
        let place = match self.spread {
            Spread::Linear => (value - from) / (to - from),
            _ => (value / from).ln() / (to / from).ln(),
        };
        // What lies far outside is cut off anyway, and must not overflow.
        place.is_finite().then(|| place.clamp(-100.0, 100.0))
    }

    /// Values to be marked, `most` at most.
    pub(crate) fn ticks(&self, most: usize) -> Vec<f64> {
        let (from, to) = self.range;
        let most = most.max(2);
        match self.spread {
            Spread::Linear => {
                let least = (to - from) / most as f64;
                let power = 10f64.powf(least.log10().floor());
                let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
                let fits = |step: &f64| *step >= least && (!self.whole || (step.fract() == 0.0));
                let step = steps.into_iter().find(fits).unwrap_or(power * 10.0).max(if self.whole { 1.0 } else { 0.0 });
                let first = (from / step).ceil() as i64;
                (first..).map(|n| n as f64 * step).take_while(|v| *v <= to * 1.000_001).take(most + 2).collect()
            }
            Spread::Doublings => self.powers(2.0, most),
            Spread::Decades => {
                let powers = from.log10().floor() as i32..=to.log10().ceil() as i32;
                let fine = powers.flat_map(|n| [1.0, 2.0, 5.0].map(|m| m * 10f64.powi(n)));
                let fine: Vec<f64> = fine.filter(|v| (from..=to).contains(v)).collect();
                if fine.len() <= most { fine } else { self.powers(10.0, most) }
            }
        }
    }

    /// The powers of a base within the range, every second, third, ... where all would be more than `most`.
    fn powers(&self, base: f64, most: usize) -> Vec<f64> {
        let (from, to) = self.range;
        let first = (from.ln() / base.ln() - 1e-9).ceil() as i32;
        let last = (to.ln() / base.ln() + 1e-9).floor() as i32;
        let every = ((last - first).max(1) as usize).div_ceil(most.max(2) - 1) as i32;
        (first..=last).filter(|n| n.rem_euclid(every) == 0).map(|n| base.powi(n)).collect()
    }
}

/// Whether a logarithmic axis can show it.
pub(crate) fn is_positive(value: f64) -> bool {
    (1e-12..=1e15).contains(&value)
}

/// Whether an estimate can be shown, with its interval in order.
pub(crate) fn is_shown(Estimate { value, low, high }: Estimate) -> bool {
    is_positive(value) && is_positive(low) && is_positive(high) && low <= value && value <= high
}

/// How a line looks besides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    Dashed,
    Dotted,
    /// Long dashes with dots between.
    Mixed,
}

/// A plot in the making.
pub(crate) struct Plot<'a, 's> {
    sheet: &'a DrawingArea<Canvas<'s>, Shift>,
    frame: Frame,
    x: Axis,
    y: Axis,
    /// Left, top, right and bottom of the plot, in CSS pixels of the sheet.
    edges: [f64; 4],
    ends: Vec<End>,
}

/// The name at a line's end.
struct End {
    y: f64,
    text: String,
    colour: &'static str,
}

/// Height of a plot for this width, in CSS pixels: wide ones are flatter.
pub(crate) fn plot_height(frame: Frame) -> f64 {
    let width = f64::from(frame.width);
    (width * 0.56).clamp(260.0, 640.0) + frame.small().px * 4.0
}

impl<'a, 's> Plot<'a, 's> {
    /// An empty plot with its axes, on all of a sheet; `ends` are the names that lines will have at their right ends.
    pub(crate) fn new(
        sheet: &'a DrawingArea<Canvas<'s>, Shift>,
        frame: Frame,
        x: Axis,
        y: Axis,
        ends: &[&str],
    ) -> Self {
        let font = frame.small();
        let (width, height) = (f64::from(frame.width), f64::from(frame.height));
        let y_ticks = y.ticks(((height / font.px / 4.0) as usize).clamp(3, 8));
        let labels_px = y_ticks.iter().map(|v| font.width(&(y.tick)(*v))).fold(0.0, f64::max);
        let ends_px = ends.iter().map(|text| font.width(text) + font.px * 0.5).fold(font.px, f64::max);
        let edges = [
            labels_px + font.px * 0.9,
            font.px * 1.9,
            (width - ends_px - font.px * 0.3).max(labels_px + font.px * 2.0),
            height - font.px * 3.3,
        ];
        let plot = Self { sheet, frame, x, y, edges, ends: vec![] };
        plot.axes(&y_ticks);
        plot
    }

    fn axes(&self, y_ticks: &[f64]) {
        let [left, top, right, bottom] = self.edges;
        let (colours, font) = (palette(self.frame.theme), self.frame.small());
        let text = |at: (f64, f64), words: &str, h, v| {
            let style = text_style(font, colours.muted, h, v);
            self.sheet.draw(&label((units(at.0), units(at.1)), words, style)).expect(INFALLIBLE);
        };
        for &value in y_ticks {
            let Some(y) = self.y.place(value).map(|p| bottom - p * (bottom - top)) else { continue };
            self.raw(vec![(left, y), (right, y)], hairline(colours.hairline), Tag::default());
            text((left - font.px * 0.5, y), &(self.y.tick)(value), HPos::Right, VPos::Center);
        }
        let widest = self.x.ticks(6).iter().map(|v| font.width(&(self.x.tick)(*v))).fold(font.px, f64::max);
        let most = ((right - left) / (widest + font.px * 0.8)) as usize;
        let mut free = f64::NEG_INFINITY;
        for value in self.x.ticks(most.clamp(3, 12)) {
            let Some(x) = self.x.place(value).map(|p| left + p * (right - left)) else { continue };
            self.raw(vec![(x, bottom), (x, bottom + font.px * 0.3)], hairline(colours.muted), Tag::default());
            let words = (self.x.tick)(value);
            let half = font.width(&words) / 2.0;
            if x - half > free && x + half <= f64::from(self.frame.width) {
                text((x, bottom + font.px * 0.5), &words, HPos::Center, VPos::Top);
                free = x + half + font.px * 0.4;
            }
        }
        self.raw(vec![(left, bottom), (right, bottom)], hairline(colours.muted), Tag::default());
        text((font.px * 0.3, font.px * 0.3), &self.y.title, HPos::Left, VPos::Top);
        text((right, bottom + font.px * 1.75), &self.x.title, HPos::Right, VPos::Top);
    }

    fn raw(&self, points: Vec<(f64, f64)>, style: ShapeStyle, tag: Tag) {
        let points = points.into_iter().map(|(x, y)| (units(x), units(y))).collect();
        self.sheet.draw(&Stroke { points, style, tag }).expect(INFALLIBLE);
    }

    /// Where a point lies on the sheet, inside the plot or not.
    fn spot(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let [left, top, right, bottom] = self.edges;
        let (x, y) = (self.x.place(x)?, self.y.place(y)?);
        Some((left + x * (right - left), bottom - y * (bottom - top)))
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let [left, top, right, bottom] = self.edges;
        x >= left - 0.5 && x <= right + 0.5 && y >= top - 0.5 && y <= bottom + 0.5
    }

    /// A pale area between two values of x, all the plot's height.
    pub(crate) fn shade(&self, from: f64, to: f64) {
        let [_, top, _, bottom] = self.edges;
        let (Some(from), Some(to)) = (self.x.place(from), self.x.place(to)) else { return };
        let [left, _, right, _] = self.edges;
        let x = |place: f64| left + place.clamp(0.0, 1.0) * (right - left);
        let colour = rgb(palette(self.frame.theme).hairline).mix(0.45).filled();
        let corners = vec![(x(from), top), (x(to), top), (x(to), bottom), (x(from), bottom)];
        self.raw(corners, colour, Tag::default());
    }

    /// The band of a curve: x, lower and upper end.
    pub(crate) fn band(&self, curve: impl Iterator<Item = (f64, f64, f64)>, colour: &str, class: &str) {
        let [left, top, right, bottom] = self.edges;
        let (mut upper, mut lower) = (vec![], vec![]);
        for (x, low, high) in curve {
            let (Some(low), Some(high)) = (self.spot(x, low), self.spot(x, high)) else { continue };
            if low.0 < left - 0.5 || low.0 > right + 0.5 {
                continue;
            }
            upper.push((high.0, high.1.clamp(top, bottom)));
            lower.push((low.0, low.1.clamp(top, bottom)));
        }
        if upper.len() < 2 {
            return;
        }
        upper.extend(lower.into_iter().rev());
        let tag = Tag { attributes: attributes(&[("class", class)]), ..Tag::default() };
        self.raw(upper, rgb(colour).mix(0.16).filled(), tag);
    }

    /// A line through points, cut off at the plot's edges, with its name at its end.
    pub(crate) fn line(
        &mut self,
        points: impl Iterator<Item = (f64, f64)>,
        colour: &'static str,
        dash: Dash,
        class: &str,
        name: &str,
    ) {
        let spots: Vec<(f64, f64)> = points.filter_map(|(x, y)| self.spot(x, y)).collect();
        let px = self.frame.small().px;
        let dashes = match dash {
            Dash::Solid => vec![],
            Dash::Dashed => vec![0.55, 0.35],
            Dash::Dotted => vec![0.08, 0.32],
            Dash::Mixed => vec![0.9, 0.3, 0.1, 0.3],
        };
        let dashes: Vec<String> = dashes.iter().map(|d| format!("{:.1}", d * px)).collect();
        let mut pairs = vec![("class", class), ("stroke-linejoin", "round")];
        let dashes = dashes.join(" ");
        if !dashes.is_empty() {
            pairs.push(("stroke-dasharray", &dashes));
        }
        if dash == Dash::Dotted {
            pairs.push(("stroke-linecap", "round"));
        }
        let tag = Tag { attributes: attributes(&pairs), title: name.into(), ..Tag::default() };
        let mut end = None;
        for piece in self.pieces(&spots) {
            end = piece.last().copied().or(end);
            self.raw(piece, line(colour, px * 0.14), tag.clone());
        }
        let [_, top, right, _] = self.edges;
        match end {
            Some(_) if name.is_empty() => {}
            // Where it leaves at the top, its name stands there.
            Some((x, y)) if x < right - px && y < top + 1.0 => {
                let spot = (units(x + px * 0.5), units(top + px * 0.5));
                let style = text_style(self.frame.small(), colour, HPos::Left, VPos::Center);
                self.sheet.draw(&label(spot, name, style)).expect(INFALLIBLE);
            }
            Some((_, y)) => self.ends.push(End { y, text: name.into(), colour }),
            None => {}
        }
    }

    /// The parts of a line inside the plot.
    fn pieces(&self, spots: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let mut pieces: Vec<Vec<(f64, f64)>> = vec![];
        for pair in spots.windows(2) {
            let Some((from, to)) = clipped(pair[0], pair[1], self.edges) else { continue };
            match pieces.last_mut() {
                Some(piece) if piece.last() == Some(&from) => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
        }
        pieces
    }

    /// A measured value with its interval, as its mode's mark.
    pub(crate) fn point(&self, x: f64, y: Estimate, mode: Mode, colour: &str, hollow: bool, tag: Tag) {
        let [_, top, _, bottom] = self.edges;
        let Some(at) = self.spot(x, y.value).filter(|at| self.holds(*at)) else { return };
        let px = self.frame.small().px;
        if let (Some(low), Some(high)) = (self.spot(x, y.low), self.spot(x, y.high)) {
            let (low, high) = (low.1.clamp(top, bottom), high.1.clamp(top, bottom));
            let ends = [(at.0, low), (at.0, high)].to_vec();
            let interval = Tag { attributes: attributes(&[("class", "interval")]), ..Tag::default() };
            self.raw(ends, line(colour, px * 0.16), interval);
        }
        let spot = (units(at.0), units(at.1));
        // Paper behind a hollow mark, so that no line crosses it.
        if hollow {
            let paper = rgb(palette(self.frame.theme).paper).to_rgba();
            self.sheet.draw(&Mark::full(spot, mode, px * 0.42, paper)).expect(INFALLIBLE);
        }
        let mark = if hollow { Mark::hollow } else { Mark::full };
        self.sheet.draw(&mark(spot, mode, px * 0.42, rgb(colour).to_rgba()).tagged(tag)).expect(INFALLIBLE);
    }

    /// A vertical mark at a value of x, named at its top, so many lines down, by the first of these names that has room.
    pub(crate) fn upright(&self, x: f64, colour: &'static str, tag: Tag, lines_down: usize, names: &[&str]) {
        let [left, top, right, bottom] = self.edges;
        let Some(at) = self.x.place(x).filter(|p| (0.0..=1.0).contains(p)).map(|p| left + p * (right - left)) else {
            return;
        };
        let px = self.frame.small().px;
        let dashes = attributes(&[("stroke-dasharray", &format!("{:.1} {:.1}", px * 0.2, px * 0.3))]);
        let tag = Tag { attributes: tag.attributes + &dashes, ..tag };
        self.raw(vec![(at, top), (at, bottom)], line(colour, px * 0.12), tag);
        let font = self.frame.small();
        // At the top and to the left: there, small things that take long, charts have nothing else to show.
        let name = fitting(font, at - left - px * 0.5, names);
        let fits = font.width(name) <= at - left - px * 0.4;
        let (h, dx) = if fits { (HPos::Right, -0.4) } else { (HPos::Left, 0.4) };
        let spot = (units(at + px * dx), units(top + px * (0.8 + 1.2 * lines_down as f64)));
        self.sheet.draw(&label(spot, name, text_style(font, colour, h, VPos::Center))).expect(INFALLIBLE);
    }

    /// A few words below a measured value, or above it.
    pub(crate) fn caption(&self, x: f64, y: Estimate, above: bool, colour: &str, words: &str) {
        let font = self.frame.small();
        let end = if above { y.high } else { y.low };
        let Some(at) = self.spot(x, end).filter(|at| self.holds(*at)) else { return };
        let half = font.width(words) / 2.0;
        let middle = at.0.clamp(self.edges[0] + half, (f64::from(self.frame.width) - half).max(self.edges[0] + half));
        let style = text_style(font, colour, HPos::Center, VPos::Center);
        let away = if above { -1.1 } else { 1.1 };
        let y = (at.1 + font.px * away).clamp(self.edges[1], self.edges[3] - font.px);
        let spot = (units(middle), units(y));
        self.sheet.draw(&label(spot, words, style)).expect(INFALLIBLE);
    }

    /// The names at the lines' ends, moved apart.
    pub(crate) fn finish(mut self) {
        let [_, top, right, bottom] = self.edges;
        let font = self.frame.small();
        self.ends.sort_by(|a, b| a.y.total_cmp(&b.y));
        let step = font.px * 1.15;
        let wanted: Vec<f64> = self.ends.iter().map(|end| end.y).collect();
        for (end, y) in self.ends.iter().zip(apart(&wanted, step, (top, bottom))) {
            let style = text_style(font, end.colour, HPos::Left, VPos::Center);
            let at = (units(right + font.px * 0.4), units(y));
            self.sheet.draw(&label(at, &end.text, style)).expect(INFALLIBLE);
        }
    }
}

/// Heights in ascending order, moved as little as it takes to lie `step` apart and within these ends, as far as there is room.
fn apart(wanted: &[f64], step: f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut heights = wanted.to_vec();
    let mut least = top;
    for height in &mut heights {
        *height = height.max(least);
        least = *height + step;
    }
    let mut most = bottom;
    for height in heights.iter_mut().rev() {
        *height = height.min(most);
        most = *height - step;
    }
    heights
}

/// The part of a segment within left, top, right and bottom (Liang and Barsky 1984).
fn clipped(from: (f64, f64), to: (f64, f64), edges: [f64; 4]) -> Option<((f64, f64), (f64, f64))> {
    let [left, top, right, bottom] = edges;
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (p, q) in [(-dx, from.0 - left), (dx, right - from.0), (-dy, from.1 - top), (dy, bottom - from.1)] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    let at = |t: f64| {
        if t <= 0.0 {
            from
        } else if t >= 1.0 {
            to
        } else {
            (from.0 + dx * t, from.1 + dy * t)
        }
    };
    (enter <= leave).then(|| (at(enter), at(leave)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(spread: Spread, from: f64, to: f64) -> Axis {
        Axis { spread, range: (from, to), title: String::new(), tick: grouped, whole: false }
    }

    #[test]
    fn ticks_are_plain_numbers() {
        assert_eq!(axis(Spread::Linear, 0.0, 8.4).ticks(5), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(axis(Spread::Doublings, 0.9, 9.0).ticks(8), [1.0, 2.0, 4.0, 8.0]);
        assert_eq!(axis(Spread::Doublings, 0.9, 300.0).ticks(5), [1.0, 4.0, 16.0, 64.0, 256.0]);
        assert_eq!(axis(Spread::Decades, 0.9, 30.0).ticks(8), [1.0, 2.0, 5.0, 10.0, 20.0]);
        assert_eq!(axis(Spread::Decades, 50.0, 2e6).ticks(6), [100.0, 1e3, 1e4, 1e5, 1e6]);
        let whole = Axis { whole: true, ..axis(Spread::Linear, 0.0, 2.1) };
        assert_eq!(whole.ticks(8), [0.0, 1.0, 2.0]);
    }

    #[test]
    fn axes_bear_any_number() {
        let strange = || [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e300].into_iter();
        assert_eq!(Axis::linear(strange(), "").range, (0.0, 1.0));
        let axis = Axis::logarithmic(Spread::Decades, strange(), "");
        assert!(axis.ticks(6).len() < 9);
        assert_eq!(axis.place(f64::NAN), None);
        assert_eq!(axis.place(0.0), None);
    }

    #[test]
    fn names_are_moved_apart() {
        assert_eq!(apart(&[10.0, 12.0, 50.0], 10.0, (0.0, 100.0)), [10.0, 20.0, 50.0]);
        assert_eq!(apart(&[95.0, 99.0], 10.0, (0.0, 100.0)), [90.0, 100.0]);
        assert!(apart(&[], 10.0, (0.0, 100.0)).is_empty());
    }

    #[test]
    fn lines_end_at_the_edge() {
        let edges = [0.0, 0.0, 10.0, 10.0];
        assert_eq!(clipped((5.0, 5.0), (15.0, 5.0), edges), Some(((5.0, 5.0), (10.0, 5.0))));
        assert_eq!(clipped((-5.0, 20.0), (15.0, 20.0), edges), None);
        assert_eq!(clipped((1.0, 1.0), (2.0, 3.0), edges), Some(((1.0, 1.0), (2.0, 3.0))));
    }
}
