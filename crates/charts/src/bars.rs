//! Every sample of every mode on one axis of time: the proof of a headline.
//!
//! One row a mode. In its strip lie all measured times as points (spread upwards and downwards only so that they don't
//! cover each other), the 95 % interval of the median as a pale bar, and the median as a line; its value stands above in
//! large type. Warm-ups have a shaded strip of their own below it, to the same scale, because leaving them out quietly would look
//! like hiding something; below that lies what the time went into. The axis begins at 0, so that lengths are proportions. Many modes
//! have lower rows, with names beside them where there is room.

use model::figures::{count, time, times};
use model::{ChartName, Drawing, Estimate, Experiment, Figure, ModeSettings, Report, Run, SetAside, Summary, Table};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Tag, UNITS};
use crate::catalog::{Chart, typical};
use crate::exhibit::Exhibit;
use crate::frame::Frame;
use crate::marks::{
    INFALLIBLE, Margins, Mark, TimeChart, axis_height, is_time, label, line, sheet, text_style, time_chart,
};
use crate::names::{Names, fastest, finding};
use crate::palette::{mode_colour, mode_key, palette, rgb};
use crate::svg::{Words, attributes, table, told};
use crate::text::{Font, fitting};
use crate::{legend, phases};

/// The chart. Times of pictures from tiny to large have no axis in common; the chart of sizes shows them.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Bars,
    of: |exhibit| if exhibit.report().settings.experiment == Experiment::BreakEven { vec![] } else { vec![None] },
    draw: |exhibit, _, drawing| Some(bars(exhibit, drawing)),
};

/// More modes than this have low rows.
const MOST_HIGH_ROWS: usize = 6;

/// An axis goes this far beyond the longest measured time, so that its mark isn't cut.
const AIR: f64 = 1.06;

/// A warm-up longer than this many times the longest measured run stands at the axis' end instead of stretching it: first calls
/// of 6 times the settled time were seen, and would press all that matters into a corner.
const LONGEST_WARMUP: f64 = 1.5;

/// The fraction of the golden ratio: its multiples fill the unit interval most evenly.
const GOLDEN_STEP: f64 = 0.618_033_988_749_895;

/// A report's times.
///
/// Each measured run is one element of class `sample`, each warm-up one of class `warmup` and each run that was set aside one of class
/// `set-aside`, with `data-mode` (as in the report), `data-mode-index` and `data-round`. Where runs have more phases than one, those of
/// each mode's typical run are elements of class `phase`, with `data-mode-index` and `data-phase`. Modes that the summary lacks are drawn
/// without median.
pub(crate) fn bars(exhibit: &Exhibit<'_>, drawing: Drawing) -> Figure {
    let frame = Frame::of(drawing);
    let layout = Layout::of(exhibit.report(), frame);
    let frame = frame.high(layout.height(frame, exhibit.report().settings.modes.len()));
    let mut body = String::new();
    draw(&mut body, exhibit, &layout, frame);
    exhibit.figure_headed(fastest(exhibit), frame, "", &body, words)
}

/// Where things lie in a row, in CSS pixels from its top.
struct Layout {
    /// Whether names and medians stand beside the rows, not above.
    beside: bool,
    /// Whether rows are high.
    high: bool,
    row_px: f64,
    head_px: f64,
    strip: (f64, f64),
    warmups: Option<(f64, f64)>,
    stack: Option<(f64, f64)>,
    phases: Vec<model::Phase>,
}

impl Layout {
    fn of(report: &Report, frame: Frame) -> Self {
        let em = frame.small().px;
        let high = report.settings.modes.len() <= MOST_HIGH_ROWS;
        let beside = !high && frame.is_wide();
        let [head, strip, warmups, stack, air] = match (high, beside) {
            (true, _) => [2.3, 2.7, 1.3, 0.9, 0.4],
            (_, false) => [1.5, 1.4, 0.95, 0.45, 0.2],
            _ => [0.2, 1.4, 0.95, 0.4, 0.15],
        }
        .map(|ems| ems * em);
        let phases = phases::present(report.runs.iter());
        let mut at = head;
        let mut next = |there: bool, height: f64| {
            let from = at;
            if there {
                at += height + air;
            }
            there.then_some((from, from + height))
        };
        let strip = next(true, strip).unwrap_or_default();
        let warmups = next(samples(report).any(|s| s.run.warmup), warmups);
        let stack = next(!phases.is_empty(), stack);
        Self { beside, high, row_px: at + air * 1.5, head_px: head, strip, warmups, stack, phases }
    }

    /// Room below the axis: a line for what the marks mean, and one for the phases where there are any.
    fn bottom(&self, frame: Frame) -> f64 {
        frame.small().px * if self.phases.is_empty() { 1.9 } else { 3.4 }
    }

    fn height(&self, frame: Frame, rows: usize) -> f64 {
        let em = frame.small().px;
        self.row_px * rows.max(1) as f64 + self.bottom(frame) + axis_height(frame.small()) + em * 0.4
    }
}

/// A run that can be drawn, with its mode and its time.
#[derive(Clone, Copy)]
struct Sample<'r> {
    run: &'r Run,
    mode: ModeSettings,
    ms: f64,
}

/// The median of a mode, if the summary has one that can be drawn.
fn median_ms(summary: &Summary, index: usize) -> Option<Estimate> {
    let median = summary.modes.iter().find(|m| m.mode_index as usize == index)?.median_ms;
    let Estimate { value, low, high } = median;
    ([value, low, high].into_iter().all(is_time) && low <= value && value <= high).then_some(median)
}

fn samples(report: &Report) -> impl Iterator<Item = Sample<'_>> + Clone {
    report.runs.iter().filter_map(|run| {
        let mode = *report.settings.modes.get(run.mode_index as usize)?;
        let ms = run.total_ms;
        is_time(ms).then_some(Sample { run, mode, ms })
    })
}

/// The axis' end in milliseconds.
fn end_ms(report: &Report, summary: &Summary) -> f64 {
    let longest = |warmup: bool| {
        samples(report)
            .filter(|s| (s.run.warmup || s.run.set_aside.is_some()) == warmup)
            .map(|s| s.ms)
            .fold(0.0, f64::max)
    };
    // A summary of another report must not leave the axis.
    let medians = (0..report.settings.modes.len()).filter_map(|i| median_ms(summary, i)).map(|m| m.high);
    let (measured, warmup) = (medians.fold(longest(false), f64::max), longest(true));
    let end = if measured > 0.0 { measured.max(warmup.min(measured * LONGEST_WARMUP)) } else { warmup };
    // Times of 0 ms still need an axis.
    (end * AIR).max(0.01)
}

fn draw(body: &mut String, exhibit: &Exhibit<'_>, layout: &Layout, frame: Frame) {
    let (report, summary) = (exhibit.report(), exhibit.summary());
    let sheet = sheet(body, frame);
    let colours = palette(frame.theme);
    let small = frame.small();
    if samples(report).next().is_none() {
        let texts = ["No times yet: they appear here run by run.", "No times yet."];
        return crate::marks::sentence(&sheet, frame, fitting(small, f64::from(frame.width) * 0.95, &texts));
    }
    let modes = &report.settings.modes;
    let names = Names::of(exhibit);
    let values: Vec<String> =
        (0..modes.len()).map(|i| median_ms(summary, i).map_or(String::new(), |m| time(m.value))).collect();
    let (mut left, mut right) = (small.px, small.px * 2.0);
    let bold = Font::bold(small.px);
    if layout.beside {
        let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|t| bold.width(t)).fold(0.0, f64::max);
        left +=
            (widest(&mut (0..modes.len()).map(|i| names.short(i))) + small.px * 1.4).min(f64::from(frame.width) * 0.4);
        right = right.max(widest(&mut values.iter().map(String::as_str)) + small.px);
    }
    let margins = Margins { left, right, top: small.px * 0.4, bottom: layout.bottom(frame) };
    let end_ms = end_ms(report, summary);
    let mut chart = time_chart(&sheet, frame, margins, (0.0, end_ms));
    for (index, mode) in modes.iter().enumerate() {
        let median = median_ms(summary, index);
        let top = layout.row_px * index as f64;
        let within = |(from, to): (f64, f64)| (top + from, top + to);
        let colour = mode_colour(mode.mode, frame.theme);
        if layout.beside {
            let middle = margins.top + top + (layout.strip.0 + layout.strip.1) / 2.0;
            let spot = |x: f64| (crate::backend::units(x), crate::backend::units(middle));
            let radius = small.px * 0.35;
            let mark = Mark::full(spot(small.px * 0.8), mode.mode, radius, rgb(colour).to_rgba());
            sheet.draw(&mark).expect(INFALLIBLE);
            let name = text_style(small, colours.ink, HPos::Left, VPos::Center);
            sheet.draw(&label(spot(small.px * 1.5), names.short(index), name)).expect(INFALLIBLE);
            let value = text_style(bold, colour, HPos::Right, VPos::Center);
            let at = spot(f64::from(frame.width) - small.px * 0.4);
            sheet.draw(&label(at, &values[index], value)).expect(INFALLIBLE);
        } else {
            // The heading stands on paper, so that no hairline crosses its letters.
            fill(&mut chart, (0.0, top), (end_ms, top + layout.head_px), colours.paper, 1.0);
            let texts = [names.long(index), names.short(index)];
            heading(
                &mut chart,
                frame,
                *mode,
                (texts, &values[index]),
                layout.high,
                (end_ms, top + layout.head_px * 0.5),
            );
        }
        if let (Some(stack), Some(run)) = (layout.stack, typical(report, summary, index as u32)) {
            phases::bar(&mut chart, frame, run, mode.mode, within(stack));
        }
        let strip = within(layout.strip);
        if let Some(median) = median {
            let inset = (strip.1 - strip.0) * 0.12;
            fill(&mut chart, (median.low, strip.0 + inset), (median.high, strip.1 - inset), colour, 0.25);
        }
        let row = Row { report, index, name: names.long(index), frame, end_ms };
        row.points(&mut chart, false, strip);
        if let Some(median) = median {
            let ends = vec![(median.value, strip.0), (median.value, strip.1)];
            chart.draw_series([PathElement::new(ends, line(colour, small.px * 0.22))]).expect(INFALLIBLE);
        }
        if let Some(strip) = layout.warmups.map(within) {
            fill(&mut chart, (0.0, strip.0), (end_ms, strip.1), colours.hairline, 0.5);
            row.first(&mut chart, summary, strip);
            row.points(&mut chart, true, strip);
        }
    }
    let lines = if layout.phases.is_empty() { 0.95 } else { 2.45 };
    let middle = f64::from(frame.height) - small.px * lines;
    let shown = legend::Shown {
        intervals: summary.has_intervals(),
        warmups: samples(report).any(|s| s.run.warmup),
        set_aside: samples(report).any(|s| s.run.set_aside.is_some()),
    };
    legend::draw(&sheet, frame, modes, shown, (small.px, middle));
    let parallel = modes.iter().find(|m| m.mode.is_parallel()).or(modes.first());
    if let Some(mode) = parallel {
        phases::legend(&sheet, frame, &layout.phases, mode.mode, (small.px, middle + small.px * 1.5));
    }
}

fn fill(chart: &mut TimeChart<'_, '_>, from: (f64, f64), to: (f64, f64), colour: &str, opacity: f64) {
    let style = rgb(colour).mix(opacity).filled();
    chart.draw_series([Rectangle::new([from, to], style)]).expect(INFALLIBLE);
}

/// The mode's mark and name at the left, the median at the right; `at` is the right end of the row's heading, half-way down.
fn heading(
    chart: &mut TimeChart<'_, '_>,
    frame: Frame,
    mode: ModeSettings,
    (names, value): ([&str; 2], &str),
    high: bool,
    (right, y): (f64, f64),
) {
    let small = frame.small();
    let (name, big) =
        if high { (Font::bold(small.px * 1.15), frame.big()) } else { (small, Font::bold(small.px * 1.1)) };
    let colours = palette(frame.theme);
    let plot_px = plot_px(chart);
    let x = |px: f64| px / plot_px * right;
    let radius = small.px * 0.35;
    let colour = mode_colour(mode.mode, frame.theme);
    chart.draw_series([Mark::full((x(radius), y), mode.mode, radius, rgb(colour).to_rgba())]).expect(INFALLIBLE);
    let name_px = radius * 2.0 + small.px * 0.5;
    let title = fitting(name, plot_px - name_px - big.width(value) - small.px * 0.5, &names).to_string();
    let count_px = name_px + name.width(&title) + small.px * 0.5;
    let room = plot_px - count_px - big.width(value) - small.px;
    let lanes = mode.lanes();
    let by = if title.contains(&lanes) { "" } else { fitting(small, room, &[&lanes, ""]) };
    let words = [
        label((x(name_px), y), &title, text_style(name, colours.ink, HPos::Left, VPos::Center)),
        label((right, y), value, text_style(big, colour, HPos::Right, VPos::Center)),
        label((x(count_px), y), by, text_style(small, colours.muted, HPos::Left, VPos::Center)),
    ];
    chart.draw_series(words).expect(INFALLIBLE);
}

/// A mode's runs.
struct Row<'r> {
    report: &'r Report,
    index: usize,
    name: &'r str,
    frame: Frame,
    end_ms: f64,
}

impl Row<'_> {
    fn samples(&self, warmup: bool) -> impl Iterator<Item = Sample<'_>> + Clone {
        samples(self.report).filter(move |s| s.run.mode_index as usize == self.index && s.run.warmup == warmup)
    }

    /// The measured samples in their strip, or the warm-ups in theirs.
    fn points(&self, chart: &mut TimeChart<'_, '_>, warmup: bool, (top, bottom): (f64, f64)) {
        let small = self.frame.small();
        let crowd = self.samples(warmup).count();
        // Two hundred points share the room of twenty.
        let radius = (small.px * if crowd > 40 { 0.24 } else { 0.34 }).min((bottom - top) * 0.35);
        let plot_px = plot_px(chart);
        let before_end = |px: f64| self.end_ms * (1.0 - px / plot_px);
        for (order, sample) in self.samples(warmup).enumerate() {
            // Steps of the golden ratio: neighbours in time end up far apart, and no two at the same height.
            let spread = (order as f64 * GOLDEN_STEP + 0.5).fract();
            let air = (radius / (bottom - top)).min(0.5);
            let y = top + (bottom - top) * (air + (1.0 - 2.0 * air) * spread);
            let beyond = sample.ms > self.end_ms;
            // A mark that stands for more than the axis shows leaves room for the arrow that says so.
            let x = if beyond { before_end(radius * 2.6) } else { sample.ms };
            let colour = rgb(mode_colour(sample.mode.mode, self.frame.theme)).to_rgba();
            let mark = match sample.run {
                Run { set_aside: Some(_), .. } => Mark::crossed,
                Run { warmup: true, .. } => Mark::hollow,
                _ => Mark::full,
            };
            let tag = run_tag(sample.run, sample.mode, self.name, self.frame);
            let tag = Tag { title: tag.title + if beyond { ", beyond the axis" } else { "" }, ..tag };
            chart.draw_series([mark((x, y), sample.mode.mode, radius, colour).tagged(tag)]).expect(INFALLIBLE);
            if beyond {
                let style = text_style(small, palette(self.frame.theme).muted, HPos::Left, VPos::Center);
                chart.draw_series([label((before_end(radius), y), "→", style)]).expect(INFALLIBLE);
            }
        }
    }

    /// How much slower the first call was, in the room before the quickest warm-up.
    fn first(&self, chart: &mut TimeChart<'_, '_>, summary: &Summary, (top, bottom): (f64, f64)) {
        let Some(warm_up) = summary.modes.iter().find(|m| m.mode_index as usize == self.index).map(|m| m.warm_up)
        else {
            return;
        };
        let small = self.frame.small();
        if !(warm_up.runs > 0 && warm_up.ratio.is_finite() && bottom - top >= small.px * 0.9) {
            return;
        }
        // Before the quickest of them, or behind the slowest, where there is more room.
        let warmups = || self.samples(true).map(|s| s.ms.min(self.end_ms) / self.end_ms * plot_px(chart));
        let (before, behind) = warmups().fold((plot_px(chart), 0.0f64), |(low, high), px| (low.min(px), high.max(px)));
        let rooms = [before - small.px, plot_px(chart) - behind - small.px * 1.2];
        let ratio = times(warm_up.ratio);
        let texts = [format!("warm-up: the first run {ratio}"), format!("first run {ratio}"), ratio];
        let fits = |text: &&String| rooms.iter().any(|room| small.width(text) <= *room);
        let Some(text) = texts.iter().find(fits) else { return };
        let left = if small.width(text) <= rooms[0] { 0.3 * small.px } else { behind + small.px * 0.7 };
        let style = text_style(small, palette(self.frame.theme).muted, HPos::Left, VPos::Center);
        let at = (self.end_ms * left / plot_px(chart), (top + bottom) / 2.0);
        chart.draw_series([label(at, text, style)]).expect(INFALLIBLE);
    }
}

/// Width of the plot in CSS pixels.
fn plot_px(chart: &TimeChart<'_, '_>) -> f64 {
    f64::from(chart.plotting_area().dim_in_pixel().0) / UNITS
}

/// What the mark of a run carries, wherever it is drawn.
pub(crate) fn run_tag(run: &Run, mode: ModeSettings, name: &str, frame: Frame) -> Tag {
    let (class, kind) = match run {
        Run { set_aside: Some(_), .. } => ("set-aside", "Round"),
        Run { warmup: true, .. } => ("warmup", "Warm-up"),
        _ => ("sample", "Round"),
    };
    let why = match run.set_aside {
        Some(reason) => format!(", set aside: {}", set_aside(reason)),
        None => String::new(),
    };
    // A rim of paper keeps neighbours apart where they touch.
    let rim = [("stroke", palette(frame.theme).paper), ("stroke-width", "0.8")];
    Tag {
        attributes: attributes(&[
            ("class", class),
            ("data-mode", mode_key(mode.mode)),
            ("data-mode-index", &run.mode_index.to_string()),
            ("data-round", &run.round.to_string()),
        ]) + &attributes(if class == "sample" { &rim } else { &[] }),
        title: format!("{name}: {kind} {}, {}{why}", run.round + 1, time(run.total_ms)),
        paint: None,
    }
}

/// Why a run doesn't count, in words.
const fn set_aside(reason: SetAside) -> &'static str {
    match reason {
        SetAside::Hidden => "the page was hidden",
        SetAside::Throttled => "the browser held it up",
        SetAside::Clock => "too short for the clock",
    }
}

/// What the set-aside runs of a report are called in a note; nothing where there are none.
pub(crate) fn set_aside_note(report: &Report) -> String {
    let of = |reason| report.runs.iter().filter(|run| run.set_aside == Some(reason)).count();
    let told = [SetAside::Hidden, SetAside::Throttled, SetAside::Clock].into_iter().filter(|&reason| of(reason) > 0);
    let told: Vec<String> =
        told.map(|reason| format!("{} ({})", count(of(reason), "run"), set_aside(reason))).collect();
    if told.is_empty() {
        String::new()
    } else {
        format!(" Crossed marks are set aside and don’t count: {}.", told.join(", "))
    }
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    let (report, summary) = (exhibit.report(), exhibit.summary());
    let table = times_table(exhibit);
    let typical = |index: usize| typical(report, summary, index as u32);
    let phases = (0..report.settings.modes.len()).filter(|_| !phases::present(report.runs.iter()).is_empty());
    let names = Names::of(exhibit);
    let parts = phases
        .filter_map(|index| Some(format!(" {} went into {}.", names.long(index), phases::describe(typical(index)?))));
    let numbers = told(&table) + &parts.collect::<String>();
    let description = format!("Time of every run to {}. {numbers}", report.job.action);
    let mut note = "Every mark is one run; the line is their median, the pale bar its 95 % interval.".to_string();
    if !summary.has_intervals() {
        note = "Every mark is one run; the line is their median, the pale bar their range: there are too few for an interval.".into();
    }
    if report.runs.iter().any(|run| run.warmup) {
        note += " Hollow marks in the shaded strips are warm-ups: they don’t count.";
    }
    note += &set_aside_note(report);
    Words { title: finding(exhibit), note, description, table }
}

/// The numbers a mode.
pub(crate) fn times_table(exhibit: &Exhibit<'_>) -> Table {
    let (report, summary) = (exhibit.report(), exhibit.summary());
    let names = Names::of(exhibit);
    let row = |index: usize| {
        let of_mode = || samples(report).filter(move |s| s.run.mode_index as usize == index);
        let counted = of_mode().filter(|s| !s.run.warmup && s.run.set_aside.is_none()).map(|s| s.ms);
        let (runs, least, most) =
            counted.fold((0, f64::INFINITY, 0.0f64), |(n, low, high), ms| (n + 1, low.min(ms), high.max(ms)));
        let own = summary.modes.iter().find(|m| m.mode_index as usize == index);
        let shown = |ms: Option<f64>| ms.filter(|ms| is_time(*ms)).map_or(String::new(), time);
        let some = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        vec![
            names.long(index).to_string(),
            shown(median_ms(summary, index).map(|m| m.value)),
            median_ms(summary, index).map_or(String::new(), |m| format!("{} to {}", time(m.low), time(m.high))),
            shown((runs > 0).then_some(least)),
            shown((runs > 0).then_some(most)),
            shown(own.map(|m| m.mad_ms)),
            runs.to_string(),
            some(of_mode().filter(|s| s.run.warmup).count()),
            own.filter(|m| m.warm_up.runs > 0 && m.warm_up.ratio.is_finite())
                .map_or(String::new(), |m| times(m.warm_up.ratio)),
            some(of_mode().filter(|s| s.run.set_aside.is_some()).count()),
        ]
    };
    let interval = if summary.has_intervals() { "95 % interval" } else { "Range" };
    let columns = [
        "Mode",
        "Median",
        interval,
        "Fastest",
        "Slowest",
        "Median deviation",
        "Runs",
        "Warm-ups",
        "First run",
        "Set aside",
    ];
    table(&columns, (0..report.settings.modes.len()).map(row).collect())
}
