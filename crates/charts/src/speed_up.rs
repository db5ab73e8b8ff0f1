//! Speed-up against lanes: measured, ideal, fitted, and what the machine has.
//!
//! Points with their intervals on a linear axis up to the lanes that were measured; beside them, once a model could be fitted, the
//! same on an axis of doublings up to 256, which answers what more cores would bring. There the measured part is shaded.

use model::figures::{from_to, times};
use model::{CeilingPoint, ChartName, Decision, Drawing, Fit, LEAST_CEILING, Report};

use crate::backend::Canvas;
use crate::catalog::Chart;
use crate::exhibit::{Exhibit, dash_of, lettered};
use crate::frame::Frame;
use crate::marks::sheet;
use crate::palette::{mode_colour, palette};
use crate::scaling::{Series, best_and_last, called, model_line, noun, numbers, series, tag};
use crate::svg::{Words, told};
use crate::xy::{Axis, Dash, Plot, Spread, is_positive, is_shown, plot_height};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::SpeedUp,
    of: |exhibit| if series(exhibit).is_empty() { vec![] } else { vec![None] },
    draw: |exhibit, _, drawing| Some(draw(exhibit, drawing)),
};

/// Fitted curves are shown up to so many lanes.
const FAR: f64 = 256.0;

fn draw(exhibit: &Exhibit<'_>, drawing: Drawing) -> model::Figure {
    let series = series(exhibit);
    let frame = Frame::of(drawing);
    let far = series.iter().any(|one| fits(one).next().is_some());
    let beside = far && frame.is_wide();
    let part = if beside { frame.part((frame.width / 2, 0)) } else { frame };
    // Half as wide, they need not be half as high.
    let part_height = plot_height(part) * if beside { 1.2 } else { 1.0 };
    let frame = frame.high(if far && !beside { part_height * 2.0 } else { part_height });
    let part = part.high(part_height);
    let mut body = String::new();
    {
        let sheet = sheet(&mut body, frame);
        let (near_area, far_area) = if beside {
            sheet.split_horizontally(crate::backend::units(f64::from(part.width)))
        } else {
            sheet.split_vertically(crate::backend::units(part_height))
        };
        near(&near_area, part, exhibit, &series);
        if far {
            beyond(&far_area, part, exhibit, &series);
        }
    }
    exhibit.figure(frame, "", &body, words)
}

/// The fits that can be drawn, of several modes only the better ones: more lines than that can't be told apart.
fn fits<'r>(one: &Series<'r>) -> impl Iterator<Item = &'r Fit> + use<'r> {
    let drawn = |fit: &&Fit| fit.curve.iter().filter(|p| is_positive(p.at) && is_shown(p.value)).count() > 1;
    one.scaling.into_iter().flat_map(|scaling| &scaling.fits).filter(drawn)
}

/// The numbers of lanes and speed-ups that were measured.
fn most(series: &[Series<'_>]) -> (f64, f64) {
    let points = || series.iter().flat_map(|one| &one.points);
    let lanes = points().map(|point| f64::from(point.lanes)).fold(2.0, f64::max);
    (lanes, points().map(|point| point.comparison.speed_up.high).fold(1.0, f64::max))
}

fn near(area: &DrawingArea<Canvas<'_>, Shift>, frame: Frame, exhibit: &Exhibit<'_>, series: &[Series<'_>]) {
    let (lanes, highest) = most(series);
    let x = Axis { range: (0.0, lanes * 1.04), whole: true, ..Axis::linear([lanes].into_iter(), noun(series)) };
    let y = Axis::linear([lanes, highest].into_iter(), "times as fast");
    curves(area, frame, exhibit, series, (x, y), lanes, None);
}

fn beyond(area: &DrawingArea<Canvas<'_>, Shift>, frame: Frame, exhibit: &Exhibit<'_>, series: &[Series<'_>]) {
    let (lanes, highest) = most(series);
    let lowest = series.iter().flat_map(|one| &one.points).map(|point| point.comparison.speed_up.low);
    let x = Axis::logarithmic(Spread::Doublings, [1.0, FAR].into_iter(), noun(series));
    let y = Axis::logarithmic(Spread::Doublings, lowest.chain([1.0, highest, FAR / 4.0]), "and on, if there were more");
    curves(area, frame, exhibit, series, (x, y), FAR, Some(lanes));
}

/// Everything against one pair of axes, up to `end` lanes; `measured` is the end of a part to be shaded.
fn curves(
    area: &DrawingArea<Canvas<'_>, Shift>,
    frame: Frame,
    exhibit: &Exhibit<'_>,
    series: &[Series<'_>],
    (x, y): (Axis, Axis),
    end: f64,
    measured: Option<f64>,
) {
    let colours = palette(frame.theme);
    let many = series.len() > 1;
    let name =
        |one: &Series<'_>, fit: &Fit| if many { called(one, series) } else { model_line(fit.model).0.to_string() };
    // Of several reports the points are joined, so that each has a line whose name is its letter, and models are shown where they say more.
    let joined = exhibit.is_several() && measured.is_none();
    let kept = |one: &Series<'_>, fit: &Fit| {
        let better = one.scaling.and_then(|s| s.fits.get(s.better.unwrap_or(0) as usize));
        !many || better.is_some_and(|better| better.model == fit.model)
    };
    let ceilings = || exhibit.each().iter().filter(|part| ceiling(part.report()).count() > 1);
    let machine = |part: &Exhibit<'_>| lettered(part.letter(), "’s ", "machine");
    let mut ends = vec!["ideal".to_string()];
    ends.extend(ceilings().map(machine));
    if joined {
        ends.extend(series.iter().map(|one| called(one, series)));
    } else {
        ends.extend(series.iter().flat_map(|one| fits(one).filter(|fit| kept(one, fit)).map(|fit| name(one, fit))));
    }
    let limit = |fit: &Fit| fit.limit.filter(|limit| is_shown(*limit) && measured.is_some());
    if measured.is_some() {
        ends.push("limit 00 ×".into());
    }
    let ends: Vec<&str> = ends.iter().map(String::as_str).collect();
    let mut plot = Plot::new(area, frame, x, y, &ends);
    if let Some(measured) = measured {
        plot.shade(0.9, measured);
    }
    for one in series {
        let colour = mode_colour(one.mode, frame.theme);
        for fit in fits(one).filter(|fit| kept(one, fit)) {
            let inside =
                || fit.curve.iter().filter(|p| is_positive(p.at) && p.at <= end * 1.000_1 && is_shown(p.value));
            plot.band(inside().map(|p| (p.at, p.value.low, p.value.high)), colour, "band");
        }
    }
    let straight = [(1.0, 1.0), (end, end)].into_iter();
    plot.line(straight, colours.muted, Dash::Dotted, "ideal", "ideal");
    for part in ceilings() {
        plot.line(ceiling(part.report()), colours.kopi, Dash::Mixed, "ceiling", &machine(part));
    }
    for one in series {
        let colour = mode_colour(one.mode, frame.theme);
        if joined {
            let points = one.points.iter().map(|point| (f64::from(point.lanes), point.comparison.speed_up.value));
            plot.line(points, colour, dash_of(one.letter), "measured", &called(one, series));
        }
        for fit in fits(one).filter(|fit| kept(one, fit) && !joined) {
            let inside = fit.curve.iter().filter(|p| is_positive(p.at) && p.at <= end * 1.000_1 && is_shown(p.value));
            let dash = if one.letter.is_some() { dash_of(one.letter) } else { model_line(fit.model).1 };
            plot.line(inside.map(|p| (p.at, p.value.value)), colour, dash, "fit", &name(one, fit));
            if let Some(limit) = limit(fit) {
                let level = [(1.0, limit.value), (end, limit.value)].into_iter();
                plot.line(level, colour, Dash::Mixed, "limit", &format!("limit {}", times(limit.value)));
            }
        }
        for point in &one.points {
            let speed_up = point.comparison.speed_up;
            let value = format!("{}, {}", times(speed_up.value), from_to(speed_up.low, speed_up.high));
            let tag = tag(one, point, &value);
            plot.point(f64::from(point.lanes), speed_up, one.mode, colour, point.beyond_cores, tag);
        }
    }
    plot.finish();
}

/// The machine's ceiling as points.
fn ceiling(report: &Report) -> impl Iterator<Item = (f64, f64)> {
    let is_one =
        |point: &&CeilingPoint| point.lanes > 0 && is_positive(point.speed_up) && point.speed_up >= LEAST_CEILING;
    report.ceiling.iter().filter(is_one).map(|point| (f64::from(point.lanes), point.speed_up))
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    let (report, series) = (exhibit.report(), &*series(exhibit));
    let far = series.iter().any(|one| fits(one).next().is_some());
    let title = best_and_last(series).map_or(String::new(), |(best, last)| {
        let speed_up = best.comparison.speed_up.value;
        let who = &best.named;
        match best.comparison.decision {
            Decision::Faster if best.lanes < last.lanes => {
                format!("{who}: {} faster than one; more don’t help", times(speed_up))
            }
            Decision::Faster => format!("{who}: {} faster than one", times(speed_up)),
            Decision::Slower => format!("{} are at best {} as fast as one", capital(noun(series)), times(speed_up)),
            Decision::Same => format!("{} are no faster than one", capital(noun(series))),
            Decision::Undecided => format!("{who}: {} as fast as one, but that isn’t sure yet", times(speed_up)),
        }
    });
    let mut note = "Points are medians against one thread, with their 95 % intervals; dotted is the ideal.".to_string();
    if series.iter().flat_map(|one| &one.points).any(|point| point.beyond_cores) {
        note += " Hollow points have more lanes than the browser says there are cores.";
    }
    if ceiling(report).count() > 1 {
        note += " “machine” is what its cores do at work that needs no memory.";
    }
    if far {
        note += " Lines with pale bands are fitted models; beyond the shaded part they are a guess.";
    }
    for one in series {
        if let Some(scaling) = one.scaling.filter(|scaling| !scaling.note.is_empty()) {
            note = format!("{note} {}", scaling.note);
        }
    }
    let table = numbers(exhibit, series);
    let fitted = series.iter().flat_map(|one| fits(one).map(move |fit| (one, fit))).map(|(one, fit)| {
        let at = |lanes: f64| fit.curve.iter().find(|p| (p.at - lanes).abs() < 0.5).map(|p| p.value.value);
        let far = at(FAR).filter(|v| is_positive(*v)).map(|v| format!(" {} with 256.", times(v))).unwrap_or_default();
        let limit = fit.limit.filter(|limit| is_shown(*limit)).map_or(String::new(), |limit| {
            format!(" It can’t exceed {} ({}).", times(limit.value), from_to(limit.low, limit.high))
        });
        format!(" {} fitted to {}:{far}{limit}", model_line(fit.model).0, one.mode.label().to_lowercase())
    });
    let description = told(&table) + &fitted.collect::<String>();
    Words { title, note, description, table }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
