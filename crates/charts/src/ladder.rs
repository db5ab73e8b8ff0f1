//! What each rung gains, from a loop in JavaScript to all threads: a waterfall on an axis of time in powers of ten.
//!
//! On such an axis equal factors are equal lengths, so that a step of 4 × looks the same wherever it is. Each row has a pale bar from
//! the rung it is compared with to its own median, and the factor between. Workers stand beside threads: both go on from one thread with
//! SIMD.

use model::figures::{from_to, time, times};
use model::{ChartName, Drawing, Estimate, FEWEST_FOR_INTERVAL, Figure, Mode, ModeSummary};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Tag, units};
use crate::catalog::Chart;
use crate::exhibit::Exhibit;
use crate::frame::Frame;
use crate::marks::{Bar, INFALLIBLE, Mark, Stroke, hairline, label, line, sheet, text_style};
use crate::names::Names;
use crate::palette::{mode_colour, mode_key, palette, rgb};
use crate::svg::{Words, attributes, table, told};
use crate::text::{Font, fitting, grouped};
use crate::xy::{Axis, Spread, is_shown};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Ladder,
    of: |exhibit| if rungs(exhibit).is_empty() { vec![] } else { vec![None] },
    draw: |exhibit, _, drawing| Some(draw(exhibit, drawing)),
};

/// One rung.
struct Rung<'r> {
    own: &'r ModeSummary,
    /// The lowest rung of its report, an index into the rungs.
    lowest: usize,
    /// The rung it goes on from, an index into the rungs, and how much faster it is.
    gain: Option<(usize, Estimate)>,
    in_all: Option<Estimate>,
}

/// Those that can be shown, in order.
fn rungs<'r>(exhibit: &'r Exhibit<'_>) -> Vec<Rung<'r>> {
    let (report, summary) = (exhibit.report(), exhibit.summary());
    let mut rungs: Vec<Rung<'_>> = vec![];
    for rung in &summary.rungs {
        let own = summary.modes.iter().find(|own| own.mode_index == rung.mode_index);
        let known =
            |own: &&ModeSummary| is_shown(own.median_ms) && rung.mode_index < report.settings.modes.len() as u32;
        let Some(own) = own.filter(known) else { continue };
        let from = rungs.iter().position(|from| Some(from.own.mode_index) == rung.from_index);
        let gain = from.zip(rung.gain.filter(|gain| is_shown(*gain)));
        let part = |rung: u32| exhibit.with_mode(rung as usize).first_mode();
        let lowest = rungs.iter().position(|other| part(other.own.mode_index) == part(own.mode_index));
        let lowest = lowest.unwrap_or(rungs.len());
        rungs.push(Rung { own, lowest, gain, in_all: rung.in_all.filter(|all| is_shown(*all)) });
    }
    rungs
}

/// Whether a rung and those below it have times enough for an interval that holds what it promises.
fn enough(rungs: &[Rung<'_>], rung: &Rung<'_>) -> bool {
    let below = [Some(rung), rungs.get(rung.lowest), rung.gain.map(|(from, _)| &rungs[from])];
    below.into_iter().flatten().all(|rung| rung.own.samples >= FEWEST_FOR_INTERVAL)
}

/// A gain's interval in words.
fn interval(rungs: &[Rung<'_>], rung: &Rung<'_>) -> Option<String> {
    let (_, gain) = rung.gain.filter(|_| enough(rungs, rung))?;
    Some(from_to(gain.low, gain.high))
}

fn draw(exhibit: &Exhibit<'_>, drawing: Drawing) -> Figure {
    let rungs = rungs(exhibit);
    let frame = Frame::of(drawing);
    let em = frame.small().px;
    let row_px = em * if frame.is_wide() { 3.4 } else { 4.6 };
    let frame = frame.high(row_px * rungs.len() as f64 + em * 2.6);
    let mut body = String::new();
    waterfall(&mut body, exhibit, &rungs, frame, row_px);
    exhibit.figure(frame, "", &body, words)
}

fn waterfall(body: &mut String, exhibit: &Exhibit<'_>, rungs: &[Rung<'_>], frame: Frame, row_px: f64) {
    let sheet = sheet(body, frame);
    let (colours, small) = (palette(frame.theme), frame.small());
    let em = small.px;
    let names = Names::of(exhibit);
    let (name, big) = (Font::bold(em * 1.1), Font::bold(em * 1.35));
    let called = |rung: &Rung<'_>| names.long(rung.own.mode_index as usize).to_string();
    let gains: Vec<String> =
        rungs.iter().map(|rung| rung.gain.map_or(String::new(), |(_, gain)| times(gain.value))).collect();
    let width = f64::from(frame.width);
    let widest = |font: Font, texts: &[String]| texts.iter().map(|t| font.width(t)).fold(0.0, f64::max);
    let all: Vec<String> = rungs.iter().map(called).collect();
    let names_px = if frame.is_wide() { (widest(name, &all) + em * 1.8).min(width * 0.4) } else { em * 0.6 };
    // A gain's interval stands below it, where a gain is.
    let intervals: Vec<String> = rungs.iter().map(|rung| interval(rungs, rung).unwrap_or_default()).collect();
    let gains_px = widest(big, &gains).max(widest(small, &intervals)) + em * 0.8;
    let (left, right) = (names_px + em * 0.6, width - gains_px - em);
    let times_px = rungs.iter().map(|rung| small.width(&time(rung.own.median_ms.value))).fold(0.0, f64::max);
    let values = rungs.iter().flat_map(|rung| [rung.own.median_ms.low, rung.own.median_ms.high]);
    let axis = Axis::logarithmic(Spread::Decades, values, "");
    // The shortest bar's time stands left of it, within the plot.
    let shift = times_px + em;
    let x = |ms: f64| {
        let (from, to) = axis.range;
        left + shift + ((ms / from).ln() / (to / from).ln()).clamp(0.0, 1.0) * (right - left - shift).max(10.0)
    };
    let bottom = row_px * rungs.len() as f64;
    let at = |x: f64, y: f64| (units(x), units(y));
    let text = |spot: (f64, f64), words: &str, font: Font, colour: &str, h| {
        let style = text_style(font, colour, h, VPos::Center);
        sheet.draw(&label(at(spot.0, spot.1), words, style)).expect(INFALLIBLE);
    };
    let stroke = |points: [(f64, f64); 2], style, tag: Tag| {
        let points = points.map(|(x, y)| at(x, y)).to_vec();
        sheet.draw(&Stroke { points, style, tag }).expect(INFALLIBLE);
    };
    let most = (((right - left - shift) / (small.width("000 ms") * 1.3)) as usize).clamp(4, 8);
    let mut free = 0.0;
    for tick in axis.ticks(most) {
        stroke([(x(tick), 0.0), (x(tick), bottom)], hairline(colours.hairline), Tag::default());
        let words = if tick < 1e3 { format!("{} ms", grouped(tick)) } else { format!("{} s", grouped(tick / 1e3)) };
        let half = small.width(&words) / 2.0;
        if x(tick) - half > free && x(tick) + half < width {
            text((x(tick), bottom + em * 1.1), &words, small, colours.muted, HPos::Center);
            free = x(tick) + half;
        }
    }
    for (place, ((rung, gained), interval)) in rungs.iter().zip(&gains).zip(&intervals).enumerate() {
        let Estimate { value, low, high } = rung.own.median_ms;
        let mode = rung.own.mode.mode;
        let colour = mode_colour(mode, frame.theme);
        let top = row_px * place as f64;
        let (head, middle) =
            if frame.is_wide() { (top + row_px * 0.5, top + row_px * 0.5) } else { (top + em * 1.1, top + em * 3.0) };
        let bar_px = em * 1.7;
        let ms = time(value);
        let long = called(rung);
        let room = if frame.is_wide() { names_px - em } else { right - left };
        let title = fitting(name, room, &[&long, names.short(rung.own.mode_index as usize)]).to_string();
        let plate = [at(left - em * 0.2, head - em * 0.8), at(left + em + name.width(&title), head + em * 0.8)];
        if !frame.is_wide() {
            sheet.draw(&plotters::element::Rectangle::new(plate, rgb(colours.paper).filled())).expect(INFALLIBLE);
        }
        let names_at = em * 0.7;
        sheet.draw(&Mark::full(at(names_at, head), mode, em * 0.36, rgb(colour).to_rgba())).expect(INFALLIBLE);
        text((names_at + em * 0.8, head), &title, name, colours.ink, HPos::Left);
        let mut begin = x(value);
        if let Some((from, factor)) = rung.gain {
            let before = rungs[from].own;
            let told = if interval.is_empty() { String::new() } else { format!(" ({interval})") };
            begin = x(before.median_ms.value);
            let tag = Tag {
                attributes: attributes(&[
                    ("class", "gain"),
                    ("data-mode", mode_key(mode)),
                    ("data-mode-index", &rung.own.mode_index.to_string()),
                ]),
                title: format!("{long}: {ms}, {} faster than {}{told}", times(factor.value), called(&rungs[from])),
                paint: None,
            };
            let ends = [x(value).min(begin), x(value).max(begin)];
            let corners = [at(ends[0], middle - bar_px / 2.0), at(ends[1], middle + bar_px / 2.0)];
            sheet.draw(&Bar { corners, colour: rgb(colour).mix(0.3), tag }).expect(INFALLIBLE);
            // From the rung before down to this one.
            let before_y = row_px * from as f64 + (middle - top);
            let dots = attributes(&[("stroke-dasharray", &format!("{:.1} {:.1}", em * 0.15, em * 0.25))]);
            let tag = Tag { attributes: dots, ..Tag::default() };
            stroke(
                [(begin, before_y + bar_px / 2.0), (begin, middle + bar_px / 2.0)],
                line(colours.muted, em * 0.08),
                tag,
            );
            text((width - em * 0.5, middle - em * 0.6), gained, big, colour, HPos::Right);
            text((width - em * 0.5, middle + em * 0.65), interval, small, colours.muted, HPos::Right);
        }
        let tag = Tag { attributes: attributes(&[("class", "interval")]), ..Tag::default() };
        stroke([(x(low), middle), (x(high), middle)], line(colour, em * 0.5), tag);
        let tag = Tag {
            attributes: attributes(&[
                ("class", "median"),
                ("data-mode", mode_key(mode)),
                ("data-mode-index", &rung.own.mode_index.to_string()),
            ]),
            title: format!("{long}: {ms}"),
            paint: None,
        };
        stroke([(x(value), middle - bar_px * 0.62), (x(value), middle + bar_px * 0.62)], line(colour, em * 0.26), tag);
        text((x(low).min(x(value)).min(begin) - em * 0.45, middle), &ms, small, colours.ink, HPos::Right);
    }
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    let rungs = &rungs(exhibit);
    let names = Names::of(exhibit);
    let subject = |rung: &Rung<'_>| names.subject(rung.own.mode_index as usize).to_string();
    let fastest = rungs.iter().min_by(|a, b| a.own.median_ms.value.total_cmp(&b.own.median_ms.value));
    let title = match (rungs.first(), fastest) {
        (Some(first), Some(fastest)) if first.own.mode_index != fastest.own.mode_index => {
            let all = fastest.in_all.map_or(1.0, |all| all.value);
            let step =
                rungs.iter().filter_map(|rung| Some((rung, rung.gain?.1.value))).max_by(|a, b| a.1.total_cmp(&b.1));
            let inner = |rung: &Rung<'_>| rung.own.mode_index != fastest.own.mode_index;
            let most = step.filter(|(rung, _)| inner(rung)).map_or(String::new(), |(rung, factor)| {
                let by = match rung.own.mode.mode {
                    Mode::Scalar => "WebAssembly".into(),
                    Mode::Simd => "SIMD".into(),
                    _ => subject(rung),
                };
                format!(", most of it by {by} ({})", times(factor))
            });
            format!("{}: {} faster than {}{most}", subject(fastest), times(all), subject(first))
        }
        (Some(first), _) if rungs.len() > 1 => format!("{} is fastest: nothing gained", subject(first)),
        (Some(first), _) => format!("{}: {}", subject(first), time(first.own.median_ms.value)),
        _ => String::new(),
    };
    let note = "Each pale bar is a step’s gain, beside it the ratio of medians with its 95 % interval. The axis counts in tens, so that equal factors \
                are equal lengths; threads and workers both go on from one thread with SIMD.";
    let row = |rung: &Rung<'_>| {
        let Estimate { value, low, high } = rung.own.median_ms;
        vec![
            names.long(rung.own.mode_index as usize).to_string(),
            time(value),
            format!("{} to {}", time(low), time(high)),
            rung.gain.map_or(String::new(), |(_, gain)| times(gain.value)),
            interval(rungs, rung).unwrap_or_default(),
            rung.gain.map_or(String::new(), |(from, _)| names.long(rungs[from].own.mode_index as usize).to_string()),
            rung.in_all.map_or(String::new(), |all| times(all.value)),
            rung.in_all.filter(|_| enough(rungs, rung)).map_or(String::new(), |all| from_to(all.low, all.high)),
        ]
    };
    let columns = [
        "Mode",
        "Median",
        "95 % interval",
        "Gain",
        "95 % interval of the gain",
        "Against",
        "Gain in all",
        "95 % interval of all",
    ];
    let table = table(&columns, rungs.iter().map(row).collect());
    Words { title, note: note.into(), description: told(&table), table }
}
