//! Time against pixels, both axes in powers of ten: from which picture on it pays to share the work.
//!
//! One line a mode: its fit of overhead plus work through medians with their intervals. Where a mode's line crosses the baseline's, the
//! size is marked.

use model::figures::time;
use model::{ChartName, Crossing, Drawing, Estimate, Figure, ModeSettings, SizeLine, Wins};

use crate::backend::Tag;
use crate::catalog::Chart;
use crate::exhibit::{Exhibit, dash_of, lettered};
use crate::frame::Frame;
use crate::marks::sheet;
use crate::palette::{mode_colour, mode_key};
use crate::svg::{Words, attributes, table, told};
use crate::text::{grouped, roughly};
use crate::xy::{Axis, Dash, Plot, Spread, is_positive, is_shown, plot_height};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::BreakEven,
    of: |exhibit| if lines(exhibit).is_empty() { vec![] } else { vec![None] },
    draw: |exhibit, _, drawing| Some(draw(exhibit, drawing)),
};

/// A mode's times at several sizes.
struct Line<'r> {
    /// The report's letter among several.
    letter: Option<char>,
    /// Without a size.
    mode: ModeSettings,
    /// Pixels and milliseconds, by ascending pixels, with the mode's index among those of all reports.
    points: Vec<(u32, f64, Estimate)>,
    /// The fit, once there is one.
    fit: Option<&'r SizeLine>,
    crossing: Option<&'r Crossing>,
}

/// Every mode that a report has in several sizes with the same lanes, as far as it was measured.
fn lines<'r>(exhibit: &'r Exhibit<'_>) -> Vec<Line<'r>> {
    exhibit.each().iter().flat_map(|part| of_part(part).into_iter()).collect()
}

fn of_part<'r>(part: &'r Exhibit<'_>) -> Vec<Line<'r>> {
    let (report, summary) = (part.report(), part.summary());
    let modes = &report.settings.modes;
    let sizeless = |mode: &ModeSettings| ModeSettings { size: None, ..*mode };
    let mut found: Vec<Line<'_>> = vec![];
    for own in &summary.modes {
        let Some(settings) = modes.get(own.mode_index as usize) else { continue };
        let mode = sizeless(settings);
        let pixels = settings.size.unwrap_or(report.job.input.size).pixels() as f64;
        let alone = modes.iter().all(|other| sizeless(other) != mode || other.size == settings.size);
        if alone || !is_positive(pixels) || !is_shown(own.median_ms) {
            continue;
        }
        let point = (own.mode_index + part.first_mode() as u32, pixels, own.median_ms);
        match found.iter_mut().find(|line| line.mode == mode) {
            Some(line) => line.points.push(point),
            None => {
                let all = summary.break_even.as_ref();
                let fit = all.and_then(|all| all.lines.iter().find(|line| sizeless(&line.mode) == mode));
                let crossing = all.and_then(|all| all.crossings.iter().find(|c| sizeless(&c.mode) == mode));
                found.push(Line { letter: part.letter(), mode, points: vec![point], fit, crossing });
            }
        }
    }
    for line in &mut found {
        line.points.sort_by(|a, b| a.1.total_cmp(&b.1));
    }
    found
}

/// What a line is called at its end.
fn name(line: &Line<'_>, lines: &[Line<'_>]) -> String {
    let own = lines.iter().filter(|other| other.letter == line.letter);
    let alike = own.filter(|other| other.mode.mode == line.mode.mode).count() > 1;
    lettered(line.letter, " ", &if alike { line.mode.lanes() } else { line.mode.label() })
}

/// Where a mode crosses the baseline, if that can be drawn: pixels.
fn crossing(line: &Line<'_>) -> Option<Estimate> {
    line.crossing.filter(|c| c.wins == Wins::From)?.pixels.filter(|pixels| is_shown(*pixels))
}

fn draw(exhibit: &Exhibit<'_>, drawing: Drawing) -> Figure {
    let lines = lines(exhibit);
    let frame = Frame::of(drawing);
    let frame = frame.high(plot_height(frame) * 1.1);
    let mut body = String::new();
    {
        let sheet = sheet(&mut body, frame);
        let points = || lines.iter().flat_map(|line| &line.points);
        let x = Axis::logarithmic(Spread::Decades, points().map(|point| point.1), "pixels");
        let heights = points().flat_map(|point| [point.2.low, point.2.high]);
        let y = Axis { tick: plain_time, ..Axis::logarithmic(Spread::Decades, heights, "time a run") };
        let names: Vec<String> = lines.iter().map(|line| name(line, &lines)).collect();
        let ends: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut plot = Plot::new(&sheet, frame, x, y, &ends);
        for line in &lines {
            let curve = line.fit.into_iter().flat_map(|fit| &fit.curve).filter(|p| is_shown(p.value));
            plot.band(
                curve.map(|p| (p.at, p.value.low, p.value.high)),
                mode_colour(line.mode.mode, frame.theme),
                "band",
            );
        }
        for line in &lines {
            let Some(pixels) = crossing(line) else { continue };
            let number = lettered(line.letter, ": ", &grouped(roughly(pixels.value)));
            let about = format!("{number} pixels");
            let tag = Tag {
                attributes: attributes(&[("class", "crossing"), ("data-mode", mode_key(line.mode.mode))]),
                title: format!("{} pays from {about} on", name(line, &lines)),
                paint: None,
            };
            // Several reports' crossings lie close together.
            let lines_down = exhibit.each().iter().position(|part| part.letter() == line.letter).unwrap_or(0);
            let colour = mode_colour(line.mode.mode, frame.theme);
            plot.upright(pixels.value, colour, tag, lines_down, &[&about, &number]);
        }
        for (order, (line, name)) in lines.iter().zip(&names).enumerate() {
            let colour = mode_colour(line.mode.mode, frame.theme);
            let dash = [Dash::Solid, Dash::Dashed, Dash::Mixed, Dash::Dotted][order % 4];
            let dash = if line.letter.is_some() { dash_of(line.letter) } else { dash };
            let curve = line.fit.map(|fit| fit.curve.as_slice()).unwrap_or_default();
            let fitted = curve.iter().filter(|p| is_shown(p.value)).map(|p| (p.at, p.value.value));
            if fitted.clone().count() > 1 {
                plot.line(fitted, colour, dash, "fit", name);
            } else {
                plot.line(line.points.iter().map(|p| (p.1, p.2.value)), colour, dash, "measured", name);
            }
            for (index, pixels, ms) in &line.points {
                let tag = Tag {
                    attributes: attributes(&[
                        ("class", "point"),
                        ("data-mode", mode_key(line.mode.mode)),
                        ("data-mode-index", &index.to_string()),
                        ("data-pixels", &pixels.to_string()),
                    ]),
                    title: format!("{name}, {} pixels: {}", grouped(*pixels), time(ms.value)),
                    paint: None,
                };
                plot.point(*pixels, *ms, line.mode.mode, colour, false, tag);
            }
        }
        plot.finish();
    }
    exhibit.figure(frame, "", &body, words)
}

/// A tick on the axis of time: no more digits than it needs.
fn plain_time(ms: f64) -> String {
    if ms < 1_000.0 { format!("{} ms", grouped(ms)) } else { format!("{} s", grouped(ms / 1e3)) }
}

/// From where on a mode pays.
fn verdict(line: &Line<'_>, who: &str) -> Option<String> {
    let wins = line.crossing?.wins;
    let pays = if line.mode.mode.is_parallel() && line.mode.threads > 1 { "pay" } else { "pays" };
    Some(match (wins, crossing(line)) {
        (Wins::Always, _) => format!("{who} {pays} at every size measured"),
        (Wins::From, Some(pixels)) => format!("{who} {pays} from {} pixels on", grouped(roughly(pixels.value))),
        (Wins::From, None) => match line.crossing?.smallest {
            Some(size) => format!("{who} {pays} from {} × {} pixels on", size.width, size.height),
            None => format!("{who} {pays} for large pictures"),
        },
        (Wins::Never, _) => format!("{who} never {pays} on this machine, at the sizes measured"),
        (Wins::Undecided, _) => format!("{who}: the times don’t say from which size on"),
    })
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    // The letter stands before all of it, not before each name.
    let mut lines = lines(exhibit);
    lines.iter_mut().for_each(|line| line.letter = None);
    let lines = &*lines;
    let who = |line: &Line<'_>| if line.mode.mode.is_parallel() { line.mode.lanes() } else { name(line, lines) };
    let verdicts = || lines.iter().filter_map(|line| Some((line, verdict(line, &who(line))?)));
    let rank = |wins| match wins {
        Wins::From => 0,
        Wins::Always => 1,
        Wins::Never => 2,
        Wins::Undecided => 3,
    };
    let best = verdicts().min_by_key(|(line, _)| line.crossing.map(|c| rank(c.wins)));
    let title = best.map_or("Time against the picture’s size".into(), |(_, verdict)| verdict);
    let mut note = "Points are medians with their 95 % intervals; lines are fits of a fixed overhead plus the same work for every \
                    pixel. Both axes count in tens: parallel lines differ by a factor."
        .to_string();
    let others: Vec<String> = verdicts().map(|(_, verdict)| verdict).filter(|verdict| *verdict != title).collect();
    if !others.is_empty() {
        note = format!("{note} {}.", others.join(". "));
    }
    let row = |line: &Line<'_>, (_, pixels, ms): &(u32, f64, Estimate)| {
        let fit = line.fit.filter(|fit| fit.overhead_ms.value.is_finite() && fit.pixel_ns.value.is_finite());
        vec![
            name(line, lines),
            grouped(*pixels),
            time(ms.value),
            format!("{} to {}", time(ms.low), time(ms.high)),
            fit.map_or(String::new(), |fit| time(fit.overhead_ms.value.clamp(0.0, 1e9))),
            fit.map_or(String::new(), |fit| format!("{:.2} ns", fit.pixel_ns.value)),
        ]
    };
    let rows = lines.iter().flat_map(|line| line.points.iter().map(move |point| row(line, point))).collect();
    let table = table(&["Mode", "Pixels", "Median", "95 % interval", "Overhead a run", "Work a pixel"], rows);
    let told_verdicts: String = verdicts().map(|(_, verdict)| format!("{verdict}. ")).collect();
    Words { title, note, description: told_verdicts + &told(&table), table }
}
