//! The ways of a batch side by side: files a second, a bar each.

use model::{BatchReport, BatchRun, Drawing, Figure, Table, Way};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use super::{ended, files_a_second, megapixels_a_second, mode_of, rate, told};
use crate::backend::{Tag, units};
use crate::frame::Frame;
use crate::marks::{Bar, INFALLIBLE, Mark, label, sentence, sheet, text_style};
use crate::palette::{mode_colour, palette, rgb};
use crate::svg::{Words, attributes};
use model::figures::times;

/// A way's row, in sizes of type.
const ROW_EM: f64 = 2.4;

/// Files a second, by way.
///
/// Every way is a bar of class `way` with `data-way` and `data-rate`, and the mark of the mode it runs as. Those that were cancelled are hollow.
pub fn batch_ways(report: &BatchReport, drawing: Drawing) -> Figure {
    let font = Frame::of(drawing).small();
    let colours = palette(drawing.theme);
    let runs = &report.runs;
    let frame = Frame::of(drawing).high(font.px * (ROW_EM * runs.len() as f64 + 1.0));
    let mut body = String::new();
    let sheet = sheet(&mut body, frame);
    if runs.is_empty() {
        sentence(&sheet, frame, "No batch was run.");
    }
    let names = runs.iter().map(|run| font.width(run.way.label())).fold(0.0, f64::max);
    let left = font.px * 2.2 + names;
    let most = runs.iter().map(files_a_second).fold(1e-9, f64::max);
    let room = f64::from(frame.width) - left - font.width("0000 files/s") - font.px;
    for (i, run) in runs.iter().enumerate() {
        let (value, mode) = (files_a_second(run), mode_of(run.way));
        let colour = rgb(mode_colour(mode, drawing.theme));
        let y = font.px * (ROW_EM * (i as f64 + 0.5) + 0.5);
        let text = |at: f64, words: &str, h_pos| {
            label((units(at), units(y)), words, text_style(font, colours.ink, h_pos, VPos::Center))
        };
        sheet
            .draw(&Mark::full((units(font.px * 0.8), units(y)), mode, font.px * 0.42, colour.to_rgba()))
            .expect(INFALLIBLE);
        sheet.draw(&text(font.px * 1.7, run.way.label(), HPos::Left)).expect(INFALLIBLE);
        let end = left + room * value / most;
        let half = font.px * 0.75;
        let corners = [(units(left), units(y - half)), (units(end.max(left + 1.0)), units(y + half))];
        let attributes =
            attributes(&[("class", "way"), ("data-way", run.way.label()), ("data-rate", &format!("{value:.2}"))]);
        let strength = if run.cancelled { 0.35 } else { 1.0 };
        let tag = Tag { attributes, title: told(run), paint: None };
        sheet.draw(&Bar { corners, colour: colour.mix(strength), tag }).expect(INFALLIBLE);
        sheet.draw(&text(end + font.px * 0.4, &format!("{} files/s", rate(value)), HPos::Left)).expect(INFALLIBLE);
    }
    drop(sheet);
    let title = title(report);
    let note = "One run of each way on the same files, one after another; starting the lanes isn’t counted. The browser’s own decoder makes pictures small \
                by a filter of its own, so it does not quite the same work. Paler ways were cancelled."
        .into();
    Words {
        title,
        note,
        description: runs.iter().map(|run| format!("{}.", told(run))).collect::<Vec<_>>().join(" "),
        table: table(report),
    }
    .figure(frame, "", &body)
}

/// What the fastest way gains.
fn title(report: &BatchReport) -> String {
    let whole = || report.runs.iter().filter(|run| !run.cancelled && files_a_second(run) > 0.0);
    let Some(best) = whole().max_by(|a, b| files_a_second(a).total_cmp(&files_a_second(b))) else {
        return "No way has run to its end yet".into();
    };
    let one = |way| whole().find(move |run| run.way == way);
    match one(Way::Loop).or_else(|| one(Way::Map)) {
        Some(base) if base.way != best.way => {
            let ratio = files_a_second(best) / files_a_second(base);
            format!("{}: {} as many files a second as {}", best.way.label(), times(ratio), base.way.label())
        }
        Some(base) if whole().count() > 1 => format!("Nothing here is faster than {}", base.way.label()),
        _ => format!("{}: {} files a second", best.way.label(), rate(files_a_second(best))),
    }
}

fn table(report: &BatchReport) -> Table {
    let columns = [
        "Way",
        "Lanes",
        "Chunk size",
        "Results",
        "Failures",
        "Seconds",
        "Files a second",
        "Megapixels a second",
        "Longest gap between frames, ms",
    ]
    .map(String::from);
    let row = |run: &BatchRun| {
        let (made, faults) = ended(run);
        let known = |value: Option<f64>| value.map_or_else(|| "–".into(), rate);
        vec![
            run.way.label().into(),
            run.lanes.to_string(),
            run.chunksize.to_string(),
            made.to_string(),
            faults.to_string(),
            format!("{:.2}", run.total_ms / 1e3),
            rate(files_a_second(run)),
            known(megapixels_a_second(run)),
            known(run.longest_gap_ms),
        ]
    };
    Table { columns: columns.into(), rows: report.runs.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use model::Theme;

    use super::super::examples::report;
    use super::*;

    const DRAWING: Drawing = Drawing { width: 640, theme: Theme::Light, window_ms: None };

    #[test]
    fn the_title_says_what_the_fastest_gains_over_the_loop() {
        let mut report = report();
        let figure = batch_ways(&report, DRAWING);
        assert_eq!(figure.title, "threads.map: 4.0\u{a0}× as many files a second as loop");
        assert_eq!(figure.svg.matches(r#"class="way""#).count(), report.runs.len());
        assert_eq!(figure.table.rows[0], ["loop", "1", "1", "16", "4", "0.12", "133", "267", "17.0"].map(String::from));
        report.runs[1].cancelled = true;
        assert!(batch_ways(&report, DRAWING).title.starts_with("workers.submit: 2.9"));
        report.runs.truncate(1);
        assert_eq!(batch_ways(&report, DRAWING).title, "loop: 133 files a second");
        report.runs.clear();
        assert!(batch_ways(&report, DRAWING).svg.contains("No batch was run."));
    }

    #[test]
    fn longer_bars_are_faster_ways() {
        let figure = batch_ways(&report(), DRAWING);
        let document = roxmltree::Document::parse(&figure.svg).unwrap();
        let number = |node: &roxmltree::Node<'_, '_>, name| node.attribute(name).unwrap().parse::<f64>().unwrap();
        let bars: Vec<_> = document.descendants().filter(|node| node.attribute("class") == Some("way")).collect();
        let scale: Vec<f64> = bars.iter().map(|bar| number(bar, "width") / number(bar, "data-rate")).collect();
        assert!(scale.iter().all(|each| (each / scale[0] - 1.0).abs() < 0.02), "{scale:?}");
    }
}
