//! Efficiency against lanes: what each lane still does of what one alone does, and of what the machine lets it do.

use model::figures::percent;
use model::{ChartName, Drawing, Estimate, Figure};

use crate::catalog::Chart;
use crate::exhibit::{Exhibit, dash_of};
use crate::frame::Frame;
use crate::marks::sheet;
use crate::palette::{mode_colour, palette};
use crate::scaling::{Series, best_and_last, called, noun, numbers, series, tag};
use crate::svg::{Words, told};
use crate::xy::{Axis, Dash, Plot, is_positive, is_shown, plot_height};

/// The chart.
pub(crate) const CHART: Chart = Chart {
    name: ChartName::Efficiency,
    of: |exhibit| if series(exhibit).is_empty() { vec![] } else { vec![None] },
    draw: |exhibit, _, drawing| Some(draw(exhibit, drawing)),
};

fn draw(exhibit: &Exhibit<'_>, drawing: Drawing) -> Figure {
    let frame = Frame::of(drawing);
    let frame = frame.high(plot_height(frame));
    let mut body = String::new();
    curves(&mut body, frame, &series(exhibit));
    exhibit.figure(frame, "", &body, words)
}

/// An estimate of speed-up as one of efficiency.
fn over(speed_up: Estimate, lanes: f64) -> Estimate {
    Estimate { value: speed_up.value / lanes, low: speed_up.low / lanes, high: speed_up.high / lanes }
}

fn curves(body: &mut String, frame: Frame, series: &[Series<'_>]) {
    let sheet = sheet(body, frame);
    let colours = palette(frame.theme);
    let points = || series.iter().flat_map(|one| &one.points);
    let lanes = points().map(|point| f64::from(point.lanes)).fold(2.0, f64::max);
    let x = Axis { range: (0.0, lanes * 1.04), whole: true, ..Axis::linear([lanes].into_iter(), noun(series)) };
    let heights = points().flat_map(|point| {
        [over(point.comparison.speed_up, f64::from(point.lanes)).high, point.comparison.of_ceiling.unwrap_or(0.0)]
    });
    let y = Axis { tick: percent, ..Axis::linear(heights.chain([1.0]), "speed-up over lanes") };
    // Of several modes that would be too many lines.
    let ceiling = series.len() == 1 && points().any(|point| point.comparison.of_ceiling.is_some_and(is_positive));
    let many = series.len() > 1;
    let name = |one: &Series<'_>| if many { called(one, series) } else { noun(series).into() };
    let names: Vec<String> = series.iter().map(name).collect();
    let ends: Vec<&str> =
        names.iter().map(String::as_str).chain(["ideal"]).chain(ceiling.then_some("of ceiling")).collect();
    let mut plot = Plot::new(&sheet, frame, x, y, &ends);
    plot.line([(0.0, 1.0), (lanes, 1.0)].into_iter(), colours.muted, Dash::Dotted, "ideal", "ideal");
    for (one, name) in series.iter().zip(names) {
        let colour = mode_colour(one.mode, frame.theme);
        let against =
            one.points.iter().filter_map(|point| Some((f64::from(point.lanes), point.comparison.of_ceiling?)));
        if ceiling {
            plot.line(against, colours.kopi, Dash::Mixed, "of-ceiling", "of ceiling");
        }
        let better = one.scaling.and_then(|s| s.fits.get(s.better.unwrap_or(0) as usize));
        let curve = better.into_iter().flat_map(|fit| &fit.curve).filter(|p| p.at <= lanes && is_shown(p.value));
        plot.band(curve.map(|p| (p.at, p.value.low / p.at, p.value.high / p.at)), colour, "band");
        let measured = one.points.iter().map(|point| {
            let lanes = f64::from(point.lanes);
            (lanes, point.comparison.speed_up.value / lanes)
        });
        plot.line(measured, colour, dash_of(one.letter), "measured", &name);
        for point in &one.points {
            let efficiency = over(point.comparison.speed_up, f64::from(point.lanes));
            let value = format!(
                "{} of ideal, {} to {}",
                percent(efficiency.value),
                percent(efficiency.low),
                percent(efficiency.high)
            );
            let tag = tag(one, point, &value);
            plot.point(f64::from(point.lanes), efficiency, one.mode, colour, point.beyond_cores, tag);
        }
    }
    plot.finish();
}

fn words(exhibit: &Exhibit<'_>) -> Words {
    let (report, series) = (exhibit.report(), &*series(exhibit));
    let title = best_and_last(series).map_or(String::new(), |(_, last)| {
        let share = last.comparison.speed_up.value / f64::from(last.lanes);
        if last.lanes == 1 {
            format!("{}: {} of what the sequential code does", last.named, percent(share))
        } else {
            format!("{}: each does {} of what one alone does", last.named, percent(share))
        }
    });
    let mut note =
        "Speed-up over the number of lanes, with 95 % intervals: 100 % means that none of them waits.".to_string();
    if series.iter().any(|one| one.scaling.is_some_and(|scaling| !scaling.fits.is_empty())) {
        note += " The pale band is the fitted model.";
    }
    if series.len() == 1 && report.ceiling.len() > 1 {
        note += " “of ceiling” sets the speed-up against what the machine’s cores can do together.";
    }
    let table = numbers(exhibit, series);
    Words { title, note, description: told(&table), table }
}
