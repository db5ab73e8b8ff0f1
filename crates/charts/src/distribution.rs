//! Every run of every mode in the order of the experiment: drift, tier-up and stragglers show.
//!
//! One strip a mode, all on the same two axes: from left to right the runs as they were made, upwards their time over the mode's median,
//! so that equal shares are equal heights in every strip. What came before measuring began is shaded.

use model::figures::{percent, time, times};
use model::{ChartName, Drawing, Figure, Run};
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Tag, units};
use crate::bars::{run_tag, set_aside_note, times_table};
use crate::catalog::Chart;
use crate::exhibit::Exhibit;
use crate::frame::Frame;
use crate::marks::{INFALLIBLE, Mark, Stroke, hairline, is_time, label, line, sheet, text_style};
use crate::names::Names;
use crate::palette::{mode_colour, palette, rgb};
use crate::svg::{Words, told};
use crate::text::{Font, fitting, shortened};
use crate::xy::is_shown;

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Distribution,
    of: |exhibit| if strips(exhibit).is_empty() { vec![] } else { vec![None] },
    draw: |exhibit, _, drawing| Some(draw(exhibit, drawing)),
};

/// Of fewer runs nobody says that nine in ten did something.
const TEN: usize = 10;

/// A run longer than this over its mode's median stands at the strip's upper edge, with its ratio.
const HIGHEST: f64 = 1.5;

/// More strips than this are lower.
const MOST_HIGH_STRIPS: usize = 6;

/// One mode's runs, over its median.
struct Strip<'r> {
    index: usize,
    median_ms: f64,
    /// Rank correlation of time and round, where the machine changed meanwhile.
    drift: Option<f64>,
    /// Place in the experiment, run, time over the median, whether it is one of the outliers.
    runs: Vec<(usize, &'r Run, f64, bool)>,
}

/// The modes that have a median already.
fn strips<'r>(exhibit: &'r Exhibit<'_>) -> Vec<Strip<'r>> {
    let report = exhibit.report();
    let of = |own: &model::ModeSummary| {
        let index = own.mode_index as usize;
        if index >= report.settings.modes.len() || !is_shown(own.median_ms) {
            return None;
        }
        let median_ms = own.median_ms.value;
        // Every report is an experiment of its own, with its own order.
        let before = runs_before(exhibit, index);
        let runs = report.runs.iter().enumerate().filter(|(_, run)| run.mode_index == own.mode_index);
        let runs = runs.filter(|(_, run)| is_time(run.total_ms)).map(|(place, run)| (place - before, run));
        let mut runs: Vec<_> = runs.map(|(place, run)| (place, run, run.total_ms / median_ms, false)).collect();
        // The summary says how many outliers there are: they are the ones farthest away.
        let mut counted: Vec<usize> =
            (0..runs.len()).filter(|&i| !runs[i].1.warmup && runs[i].1.set_aside.is_none()).collect();
        counted.sort_by(|&a, &b| (runs[b].2 - 1.0).abs().total_cmp(&(runs[a].2 - 1.0).abs()));
        for i in counted.into_iter().take(own.outliers as usize) {
            runs[i].3 = true;
        }
        (!runs.is_empty()).then_some(Strip { index, median_ms, drift: own.drifts.then_some(own.drift), runs })
    };
    exhibit.summary().modes.iter().filter_map(of).collect()
}

/// How many runs of other reports come before those of a mode's.
fn runs_before(exhibit: &Exhibit<'_>, index: usize) -> usize {
    let own = exhibit.with_mode(index).first_mode();
    exhibit.each().iter().take_while(|part| part.first_mode() < own).map(|part| part.report().runs.len()).sum()
}

/// The range of ratios that all strips show.
fn range(strips: &[Strip<'_>]) -> (f64, f64) {
    let all = || strips.iter().flat_map(|strip| &strip.runs);
    let counted = all().filter(|(_, run, ..)| !run.warmup && run.set_aside.is_none()).map(|run| run.2);
    let (low, high) = counted.fold((0.95f64, 1.05f64), |(low, high), ratio| (low.min(ratio), high.max(ratio)));
    let others = all().map(|run| run.2.min(HIGHEST)).fold(high, f64::max);
    let high = others.min(4.0);
    let air = (high - low) * 0.08;
    ((low - air).max(0.0), high + air)
}

fn draw(exhibit: &Exhibit<'_>, drawing: Drawing) -> Figure {
    let strips = strips(exhibit);
    let frame = Frame::of(drawing);
    let em = frame.small().px;
    let strip_px = em * if strips.len() > MOST_HIGH_STRIPS { 3.4 } else { 5.6 };
    let frame = frame.high((strip_px + em * 2.0) * strips.len() as f64 + em * 2.2);
    let mut body = String::new();
    scatter(&mut body, exhibit, &strips, frame, strip_px);
    exhibit.figure(frame, "", &body, words)
}

fn scatter(body: &mut String, exhibit: &Exhibit<'_>, strips: &[Strip<'_>], frame: Frame, strip_px: f64) {
    let report = exhibit.report();
    let sheet = sheet(body, frame);
    let (colours, small) = (palette(frame.theme), frame.small());
    let em = small.px;
    let names = Names::of(exhibit);
    let width = f64::from(frame.width);
    let (left, right) = (small.width("+100 %") + em * 0.6, width - em * 1.2);
    let runs = exhibit.each().iter().map(|part| part.report().runs.len()).max().unwrap_or(0);
    let last = runs.saturating_sub(1).max(1) as f64;
    let x = |place: f64| left + em * 0.6 + place / last * (right - left - em * 1.2);
    let (low, high) = range(strips);
    let at = |x: f64, y: f64| (units(x), units(y));
    let text = |spot: (f64, f64), words: &str, font: Font, colour: &str, h| {
        let style = text_style(font, colour, h, VPos::Center);
        sheet.draw(&label(at(spot.0, spot.1), words, style)).expect(INFALLIBLE);
    };
    let stroke = |points: [(f64, f64); 2], style| {
        let points = points.map(|(x, y)| at(x, y)).to_vec();
        sheet.draw(&Stroke { points, style, tag: Tag::default() }).expect(INFALLIBLE);
    };
    // Warm-ups come first; what lies between the last of them and the first measured run ends the shaded part.
    let warm_end = |strip: &Strip<'_>| {
        let own = exhibit.with_mode(strip.index).report();
        own.runs.iter().rposition(|run| run.warmup).map(|place| x(place as f64 + 0.5).min(right))
    };
    for (order, strip) in strips.iter().enumerate() {
        let top = (strip_px + em * 2.0) * order as f64 + em * 2.0;
        let bottom = top + strip_px;
        let y = |ratio: f64| bottom - (ratio.clamp(low, high) - low) / (high - low) * strip_px;
        let mode = report.settings.modes[strip.index].mode;
        let colour = mode_colour(mode, frame.theme);
        if let Some(end) = warm_end(strip) {
            let shade = rgb(colours.hairline).mix(0.5).filled();
            sheet.draw(&Rectangle::new([at(left, top), at(end, bottom)], shade)).expect(INFALLIBLE);
        }
        let marks: Vec<f64> = [0.25, 0.5, 1.0, 2.0, 3.0].into_iter().filter(|share| 1.0 + share <= high).collect();
        let step = marks.last().copied().unwrap_or(0.1).min(0.5);
        for share in [Some(step), Some(-step)].into_iter().flatten().filter(|s| (low..=high).contains(&(1.0 + s))) {
            stroke([(left, y(1.0 + share)), (right, y(1.0 + share))], hairline(colours.hairline));
            let sign = if share > 0.0 { "+" } else { "−" };
            if (y(1.0 + share) - y(1.0)).abs() > em {
                let words = format!("{sign}{}", percent(share.abs()));
                text((left - em * 0.4, y(1.0 + share)), &words, small, colours.muted, HPos::Right);
            }
        }
        stroke([(left, y(1.0)), (right, y(1.0))], line(colour, em * 0.12));
        let ms = time(strip.median_ms);
        text((left - em * 0.4, y(1.0)), "0", small, colours.muted, HPos::Right);
        let (bold, head) = (Font::bold(em * 1.05), top - em * 0.8);
        sheet.draw(&Mark::full(at(em * 0.8, head), mode, em * 0.36, rgb(colour).to_rgba())).expect(INFALLIBLE);
        let room = width - em * 4.0 - bold.width(&ms);
        let title = fitting(bold, room, &[names.long(strip.index), names.short(strip.index)]);
        text((em * 1.6, head), &shortened(bold, room, title), bold, colours.ink, HPos::Left);
        text((right, head), &ms, bold, colour, HPos::Right);

        let radius = (em * if runs > 120 { 0.2 } else { 0.32 }).min(strip_px * 0.1);
        let mut named: Vec<(f64, f64, String)> = vec![];
        for (place, run, ratio, outlier) in &strip.runs {
            let mark = match run {
                Run { set_aside: Some(_), .. } => Mark::crossed,
                Run { warmup: true, .. } => Mark::hollow,
                _ => Mark::full,
            };
            let spot = (x(*place as f64), y(*ratio).clamp(top + radius, bottom - radius));
            let tag = run_tag(run, report.settings.modes[strip.index], names.long(strip.index), frame);
            let why = if *outlier { ", an outlier" } else { "" };
            let tag = Tag { title: format!("{}, {} of the median{why}", tag.title, percent(*ratio)), ..tag };
            sheet.draw(&mark(at(spot.0, spot.1), mode, radius, rgb(colour).to_rgba()).tagged(tag)).expect(INFALLIBLE);
            if *ratio > high {
                named.push((spot.0, spot.1, format!("↑ {}", times(*ratio))));
            } else if *outlier {
                named.push((spot.0, spot.1, format!("round {}", run.round + 1)));
            }
        }
        // Few names: a crowd of them would hide the marks.
        named.truncate(4);
        // Nor may they hide each other.
        let mut taken: Vec<(f64, f64, f64)> = vec![];
        for (from, y, words) in &named {
            // Above the mark, where the others don't lie; beside it at the upper edge.
            let above = y - radius - em * 0.7;
            let half = small.width(words) / 2.0;
            let (middle, line) = if above - em * 0.5 > top {
                (from.clamp(left + half, right - half), above)
            } else if from + half * 2.0 + em < right {
                (from + radius + em * 0.25 + half, y.max(top + em * 0.5))
            } else {
                (from - radius - em * 0.25 - half, y.max(top + em * 0.5))
            };
            let hides = |&(other, at, reach): &(f64, f64, f64)| {
                (other - middle).abs() < reach + half + em * 0.3 && (at - line).abs() < em
            };
            if !taken.iter().any(hides) {
                taken.push((middle, line, half));
                text((middle, line), words, small, colours.muted, HPos::Center);
            }
        }
    }
    let foot = f64::from(frame.height) - em * 0.9;
    text((right, foot), "runs, in order →", small, colours.muted, HPos::Right);
    if let Some(end) = strips.iter().find_map(warm_end).filter(|_| width > 400.0) {
        let words = "shaded: warm-ups";
        let middle = end.max(left + small.width(words)) - small.width(words);
        text((middle.min(left), foot), words, small, colours.muted, HPos::Left);
    }
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    let (report, strips) = (exhibit.report(), strips(exhibit));
    let names = Names::of(exhibit);
    let drifting: Vec<(&Strip<'_>, f64)> = strips.iter().filter_map(|strip| Some((strip, strip.drift?))).collect();
    let worst = strips.iter().flat_map(|strip| strip.runs.iter().map(move |run| (strip, run)));
    let first = worst.filter(|(_, (_, run, ..))| run.warmup && run.round == 0).max_by(|a, b| a.1.2.total_cmp(&b.1.2));
    let counted =
        strips.iter().flat_map(|strip| &strip.runs).filter(|(_, run, ..)| !run.warmup && run.set_aside.is_none());
    let mut spread: Vec<f64> = counted.map(|(_, _, ratio, _)| (ratio - 1.0).abs()).collect();
    spread.sort_by(f64::total_cmp);
    let within = spread.get(spread.len() * 9 / 10).copied().unwrap_or(0.0);
    let title = match (drifting.first(), first) {
        (Some((strip, drift)), _) => {
            let way = if *drift > 0.0 { "slower" } else { "faster" };
            format!("{} got {way} from round to round", names.long(strip.index))
        }
        (None, Some((strip, (_, _, ratio, _)))) if *ratio > 1.2 && spread.len() < TEN => {
            format!("The first run took {} as long as those that count ({})", times(*ratio), names.long(strip.index))
        }
        (None, Some((strip, (_, _, ratio, _)))) if *ratio > 1.2 => {
            format!(
                "The first run took {} as long ({}); then nine in ten within {}",
                times(*ratio),
                names.long(strip.index),
                percent(within)
            )
        }
        _ if spread.len() < TEN => "Too few runs to tell whether they are steady".into(),
        _ => format!("Steady: nine runs in ten within {} of their median", percent(within)),
    };
    let mut note = "Every mark is a run, in the order of the experiment; upwards its time against the mode’s own median, the line.".to_string();
    if report.runs.iter().any(|run| run.warmup) {
        note += " Hollow ones in the shaded part are warm-ups; an arrow means higher than shown.";
    }
    for (strip, drift) in &drifting {
        note = format!(
            "{note} {} drifts (rank correlation of time and round {drift:.2}): the machine changed meanwhile.",
            names.long(strip.index)
        );
    }
    let outliers = |strip: &Strip<'_>| {
        let rounds: Vec<String> =
            strip.runs.iter().filter(|run| run.3).map(|(_, run, ..)| (run.round + 1).to_string()).collect();
        (!rounds.is_empty()).then(|| format!("{} in round {}", names.long(strip.index), rounds.join(", ")))
    };
    let outliers: Vec<String> = strips.iter().filter_map(outliers).collect();
    if !outliers.is_empty() && outliers.len() <= MOST_HIGH_STRIPS {
        note = format!("{note} Outliers, which count all the same: {}.", outliers.join("; "));
    }
    note += &set_aside_note(report);
    let table = times_table(exhibit);
    Words { title, note, description: told(&table), table }
}
