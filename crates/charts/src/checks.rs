//! What holds for every chart: well-formed, complete, within its frame, described, and the same every time.

use std::collections::BTreeSet;
use std::path::Path;

use model::{
    ChartName, Drawing, Estimate, Figure, FigureId, Mode, Phase, PhaseTime, Report, Run, Scope, Size, Span, Stage,
    Summary, Theme, Trace, Way,
};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use crate::bars;
use crate::batch::examples::{report as batch_report, run as batch_run};
use crate::examples::{begun, break_even, chunks, elsewhere, every_mode, ladder, moved, race, report, scaling, trace};
use crate::overlay::drawn_over;
use crate::text::Font;
use crate::{Entry, Exhibit, batch_lanes, batch_ways};

const THEMES: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

fn drawing(width: u32, theme: Theme) -> Drawing {
    Drawing { width, theme, window_ms: None }
}

fn figures(report: &Report, summary: &Summary) -> Vec<FigureId> {
    crate::figures(&Exhibit::of(report, summary))
}

fn figure(id: FigureId, report: &Report, summary: &Summary, drawing: Drawing) -> Option<Figure> {
    crate::figure(id, &Exhibit::of(report, summary), drawing)
}

fn overlay(report: &Report, summary: &Summary, theme: Theme) -> Option<String> {
    crate::overlay(&Exhibit::of(report, summary), theme)
}

fn timing(report: &Report, summary: &Summary, drawing: Drawing) -> String {
    bars::bars(&Exhibit::of(report, summary), drawing).svg
}

fn frames(report: &Report, summary: &Summary, drawing: Drawing) -> Figure {
    crate::frames::frames(&Exhibit::of(report, summary), drawing)
}

/// A trace as a run of a mode alone.
fn lanes(trace: &Trace, mode: Mode, drawing: Drawing) -> String {
    let (mut report, summary) = report(&[(mode, trace.lanes, 30.0)], 1, "blur this picture");
    report.runs.retain(|run| !run.warmup);
    report.runs[0].trace = trace.clone();
    report.runs[0].total_ms = trace.spans.iter().map(|s| s.end_ms).fold(0.0, f64::max);
    let id = FigureId { chart: ChartName::Lanes, mode_index: Some(0) };
    figure(id, &report, &summary, drawing).unwrap().svg
}

/// Reports of every experiment, whole and only just begun, by name.
fn reports() -> Vec<(&'static str, (Report, Summary))> {
    vec![
        ("race", race()),
        ("crowd", report(&[(Mode::Simd, 1, 8.2), (Mode::Threads, 2, 9.1)], 100, "turn this picture grey")),
        ("one", report(&[(Mode::Simd, 1, 1_234.0)], 9, "draw the Mandelbrot set")),
        ("modes", every_mode()),
        ("scaling", scaling(false)),
        ("scalings", scaling(true)),
        ("break-even", break_even()),
        ("ladder", ladder()),
        ("chunks", chunks()),
        ("begun", begun(race())),
        ("scaling-begun", begun(scaling(true))),
        ("break-even-begun", begun(break_even())),
    ]
}

/// Reports to be laid over each other, by name.
fn several() -> Vec<(&'static str, Vec<(Report, Summary)>)> {
    let pair = |whole: fn() -> (Report, Summary)| vec![whole(), elsewhere(whole(), 1.6, 0.7)];
    vec![
        ("races", pair(race)),
        ("scaling-pair", pair(|| scaling(false))),
        ("scalings-pair", pair(|| scaling(true))),
        ("break-even-pair", pair(break_even)),
        ("ladder-pair", pair(ladder)),
        ("chunks-pair", pair(chunks)),
        ("modes-pair", pair(every_mode)),
        ("mixed", vec![race(), break_even(), begun(scaling(true)), chunks(), ladder(), every_mode()]),
    ]
}

const NAMES: [&str; 6] = [
    "Chrome 156 on Linux, 2 cores, 25 November 2026",
    "Firefox 147 on a laptop whose name is so long that it takes several lines of a narrow chart, 8 cores, 24 November 2026 at 23:59",
    "C",
    "",
    "</text><script>alert(1)</script>",
    "Anunbreakablewordthatiswiderthananynarrowchartcaneverbebecauseitgoesonandonandon",
];

fn laid_over<'r>(reports: &'r [(Report, Summary)]) -> Exhibit<'r> {
    let entry = |(name, data): (&'static str, &'r (Report, Summary))| Entry { name, report: &data.0, summary: &data.1 };
    let entries: Vec<Entry<'r>> = NAMES.into_iter().zip(reports).map(entry).collect();
    Exhibit::several(&entries).expect("there are some")
}

/// Every chart of every report, by name, and of several laid over each other.
fn drawn(drawing: Drawing) -> Vec<(String, Figure)> {
    let of = |name: &str, exhibit: &Exhibit<'_>| {
        let draw = |id: FigureId| {
            let of_mode = id.mode_index.map_or(String::new(), |index| format!("-{index}"));
            let figure = crate::figure(id, exhibit, drawing).expect("a chart that is offered is there");
            (format!("{}-{name}{of_mode}", id.chart.key()), figure)
        };
        crate::figures(exhibit).into_iter().map(draw).collect::<Vec<_>>()
    };
    let alone = reports().into_iter().flat_map(|(name, (report, summary))| of(name, &Exhibit::of(&report, &summary)));
    let together = several().into_iter().flat_map(|(name, reports)| of(name, &laid_over(&reports)));
    alone.chain(together).collect()
}

/// The same as SVG, with traces that no report of these has, and pictures overlaid.
fn charts(drawing: Drawing) -> Vec<(String, String)> {
    let size = Size::new(1600, 1280);
    let (empty, nothing) = report(&[(Mode::Simd, 1, 1.0), (Mode::Threads, 4, 1.0)], 0, "blur this picture");
    let others = [
        ("bars-empty", timing(&empty, &nothing, drawing)),
        ("frames-none", frames(&empty, &nothing, drawing).svg),
        ("lanes-workers", lanes(&moved(&trace(3, 12)), Mode::Workers, drawing)),
        ("lanes-1", lanes(&trace(1, 16), Mode::Simd, drawing)),
        ("lanes-64", lanes(&trace(64, 2_000), Mode::Threads, drawing)),
        ("lanes-many", lanes(&trace(4, 20_000), Mode::Threads, drawing)),
        ("batch-lanes", batch_lanes(&batch_run(Way::ThreadsMap, 4, 60), drawing).svg),
        ("batch-lanes-many", batch_lanes(&batch_run(Way::WorkersMap, 2, 10_000), drawing).svg),
        ("batch-ways", batch_ways(&batch_report(), drawing).svg),
        ("overlay-4", drawn_over(&trace(4, 64), Mode::Threads, size, drawing.theme)),
        ("overlay-1", drawn_over(&trace(1, 16), Mode::Simd, size, drawing.theme)),
    ];
    let all = drawn(drawing).into_iter().map(|(name, figure)| (name, figure.svg));
    all.chain(others.map(|(name, svg)| (name.to_string(), svg))).collect()
}

#[test]
fn phases_are_stacked_to_the_run_they_are_of() {
    let (report, summary) = every_mode();
    let svg = timing(&report, &summary, drawing(1280, Theme::Light));
    let document = Document::parse(&svg).unwrap();
    let of = |index: &str| -> Vec<(String, f64, f64)> {
        of_class(&document, "phase")
            .iter()
            .filter(|n| n.attribute("data-mode-index") == Some(index))
            .map(|n| (n.attribute("data-phase").unwrap().to_string(), number(*n, "x"), number(*n, "width")))
            .collect()
    };
    let workers = of("3");
    assert_eq!(workers.iter().map(|p| p.0.as_str()).collect::<Vec<_>>(), ["copy-in", "compute", "copy-out", "wait"]);
    for pair in workers.windows(2) {
        assert!((pair[0].1 + pair[0].2 - pair[1].1).abs() < 0.3, "each begins where the last one ends: {workers:?}");
    }
    let length = |phases: &[(String, f64, f64)]| phases.iter().map(|p| p.2).sum::<f64>();
    let ratio = length(&of("0")) / length(&workers);
    assert!((ratio - 60.0 / 31.0).abs() < 0.1, "one scale for all: {ratio}");
    let (plain, plain_summary) = race();
    let svg = timing(&plain, &plain_summary, drawing(1280, Theme::Light));
    assert!(of_class(&Document::parse(&svg).unwrap(), "phase").is_empty(), "nothing but computing needs no bar");
}

#[test]
fn a_blocked_page_shows_as_a_run_without_frames() {
    let (report, summary) = every_mode();
    let svg = frames(&report, &summary, drawing(640, Theme::Dark)).svg;
    let document = Document::parse(&svg).unwrap();
    assert_eq!(of_class(&document, "run").len(), 6);
    let told = document.descendants().find(|n| n.has_tag_name("desc") || n.tag_name().name() == "desc").unwrap();
    let told = told.text().unwrap();
    assert!(told.contains("Sequential, on the page: 2 frames around a run of 6"), "{told}");
    assert!(told.contains("JavaScript: 16 frames around a run of 24"), "{told}");
}

fn of_class<'d>(document: &'d Document<'d>, class: &str) -> Vec<Node<'d, 'd>> {
    document.descendants().filter(|n| n.attribute("class") == Some(class)).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// Writes every chart in every size and theme into the folder named by `CHARTS_GALLERY`, to be looked at.
#[test]
#[ignore = "writes pictures to look at"]
fn gallery() {
    let folder = std::env::var("CHARTS_GALLERY").expect("CHARTS_GALLERY names a folder");
    for theme in THEMES {
        for width in [320, 640, 1280] {
            for (name, svg) in charts(drawing(width, theme)) {
                std::fs::write(Path::new(&folder).join(format!("{name}-{width}-{theme:?}.svg")), svg).unwrap();
            }
        }
    }
}

#[test]
fn every_chart_is_well_formed_described_and_self_contained() {
    for theme in THEMES {
        for (name, svg) in charts(drawing(640, theme)) {
            let document = Document::parse(&svg).unwrap_or_else(|e| panic!("{name}: {e}"));
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"), "{name}");
            for (reference, element) in [("aria-labelledby", "title"), ("aria-describedby", "desc")] {
                let id = root.attribute(reference).unwrap();
                let named = root.children().find(|n| n.attribute("id") == Some(id)).unwrap();
                assert!(named.has_tag_name((root.tag_name().namespace().unwrap(), element)), "{name}");
                assert!(!named.text().unwrap().trim().is_empty(), "{name}");
            }
            for node in document.descendants() {
                assert!(!["script", "style", "image", "a", "use", "foreignObject"].contains(&node.tag_name().name()));
                for attribute in node.attributes() {
                    assert_ne!(attribute.name(), "style", "{name}");
                    assert!(!attribute.name().starts_with("on") && attribute.name() != "href", "{name}");
                    if let Some(id) = attribute.value().strip_prefix("url(#") {
                        let id = id.trim_end_matches(')');
                        assert!(document.descendants().any(|n| n.attribute("id") == Some(id)), "{name}: {id}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes_and_different_data_different_ids() {
    let drawing = drawing(640, Theme::Light);
    assert_eq!(charts(drawing), charts(drawing));
    let different: BTreeSet<String> = charts(drawing).into_iter().map(|(_, svg)| svg).collect();
    let id =
        |svg: &String| Document::parse(svg).unwrap().root_element().attribute("aria-labelledby").unwrap().to_string();
    let ids: BTreeSet<String> = different.iter().map(id).collect();
    assert_eq!(ids.len(), different.len());
}

#[test]
fn marks_are_as_many_as_runs() {
    for (rounds, modes) in [(0, 2), (1, 1), (12, 2), (100, 2)] {
        let modes = &[(Mode::Simd, 1, 80.0), (Mode::Threads, 4, 25.0)][..modes];
        let (report, summary) = report(modes, rounds, "blur this picture");
        for width in [320, 640, 1600] {
            let svg = timing(&report, &summary, drawing(width, Theme::Dark));
            let document = Document::parse(&svg).unwrap();
            for (class, warmup) in [("sample", false), ("warmup", true)] {
                let mut drawn: Vec<(u32, u32)> = of_class(&document, class)
                    .iter()
                    .map(|n| (number(*n, "data-mode-index") as u32, number(*n, "data-round") as u32))
                    .collect();
                let mut made: Vec<(u32, u32)> =
                    report.runs.iter().filter(|r| r.warmup == warmup).map(|r| (r.mode_index, r.round)).collect();
                drawn.sort_unstable();
                made.sort_unstable();
                assert_eq!(drawn, made, "{class}, {rounds} rounds");
            }
        }
    }
}

#[test]
fn modes_have_shapes_of_their_own() {
    let (report, summary) = race();
    let svg = timing(&report, &summary, drawing(640, Theme::Light));
    let document = Document::parse(&svg).unwrap();
    for mark in of_class(&document, "sample") {
        let shape = if mark.attribute("data-mode") == Some("simd") { "circle" } else { "polygon" };
        assert_eq!(mark.tag_name().name(), shape);
    }
    for mark in of_class(&document, "warmup") {
        assert_eq!(mark.attribute("fill"), Some("none"), "warm-ups are hollow");
    }
}

#[test]
fn a_sample_stands_where_its_time_is() {
    let (report, summary) = race();
    let svg = timing(&report, &summary, drawing(1280, Theme::Light));
    let document = Document::parse(&svg).unwrap();
    let circles: Vec<(f64, f64)> = of_class(&document, "sample")
        .iter()
        .filter(|n| n.attribute("data-mode") == Some("simd"))
        .map(|n| {
            let round = number(*n, "data-round") as u32;
            let run = report.runs.iter().find(|r| !r.warmup && r.mode_index == 0 && r.round == round).unwrap();
            (run.total_ms, number(*n, "cx"))
        })
        .collect();
    // The axis begins at 0 ms, so positions measured from there are in proportion to the times.
    let zero = document.descendants().find(|n| n.has_tag_name("text") && n.text() == Some("0")).unwrap();
    let (ms, x) = circles[0];
    let px_per_ms = (x - number(zero, "x")) / ms;
    for (ms, x) in circles {
        assert!((x - number(zero, "x") - ms * px_per_ms).abs() < 0.3, "{ms} ms at {x}");
    }
}

#[test]
fn spans_are_as_wide_as_they_are_long_and_lie_on_their_lane() {
    for (lanes_, chunks) in [(1, 16), (4, 64), (64, 2_000)] {
        let trace = trace(lanes_, chunks);
        let svg = lanes(&trace, Mode::Threads, drawing(1280, Theme::Light));
        let document = Document::parse(&svg).unwrap();
        let drawn = of_class(&document, "span");
        assert_eq!(drawn.len(), trace.spans.len());
        let zero = document.descendants().find(|n| n.has_tag_name("text") && n.text() == Some("0")).unwrap();
        let (x0, last) = (number(zero, "x"), trace.spans.iter().map(|s| s.end_ms).fold(0.0, f64::max));
        let end_x = drawn.iter().map(|n| number(*n, "x") + number(*n, "width")).fold(0.0, f64::max);
        let px_per_ms = (end_x - x0) / last;
        let mut heights = std::collections::BTreeMap::new();
        for (node, span) in drawn.iter().zip(&trace.spans) {
            assert!((number(*node, "x") - x0 - span.start_ms * px_per_ms).abs() < 0.35);
            assert!((number(*node, "width") - (span.end_ms - span.start_ms) * px_per_ms).abs() < 0.35);
            assert_eq!(number(*node, "data-lane"), f64::from(span.lane));
            assert_eq!(number(*node, "data-first-row"), f64::from(span.first_row));
            assert_eq!(number(*node, "data-end-row"), f64::from(span.end_row));
            let y = node.attribute("y").unwrap();
            assert_eq!(heights.entry(span.lane).or_insert(y), &y, "one lane, one height");
        }
        let ys: Vec<f64> = heights.values().map(|y| y.parse().unwrap()).collect();
        assert!(ys.windows(2).all(|w| w[0] < w[1]), "lanes from top to bottom");
        assert!(svg.len() < 330 * trace.spans.len() + 40_000, "{} bytes", svg.len());
    }
}

#[test]
fn a_span_says_its_rows_and_times() {
    let span = Span { lane: 0, start_ms: 0.04, end_ms: 12.3, first_row: 0, end_row: 189, stage: Stage::Render };
    let svg = lanes(&Trace { lanes: 2, spans: vec![span] }, Mode::Threads, drawing(640, Theme::Light));
    assert!(svg.contains("<title>Rows 0–188 on thread 1: 0.0–12.3 ms</title>"));
    assert!(svg.contains(">Thread 2</text>"), "an idle lane is shown too");
}

#[test]
fn a_survey_is_drawn_lighter_told_apart_and_left_out_of_the_picture() {
    let span = |stage, start_ms| Span { lane: 0, start_ms, end_ms: start_ms + 4.0, first_row: 0, end_row: 90, stage };
    let trace = Trace { lanes: 1, spans: vec![span(Stage::Survey, 0.0), span(Stage::Render, 5.0)] };
    let svg = lanes(&trace, Mode::Threads, drawing(640, Theme::Light));
    let document = Document::parse(&svg).unwrap();
    let drawn = of_class(&document, "span");
    let stages: Vec<_> = drawn.iter().map(|node| node.attribute("data-stage")).collect();
    assert_eq!(stages, [Some("survey"), None]);
    assert!(svg.contains("<title>Survey of rows 0–89 on thread 1: 0.0–4.0 ms</title>"));
    assert!(svg.contains("A survey of the picture came first: 1 chunk, until 4.00 ms."));
    let [light, full] = [0, 1].map(|i: usize| drawn[i].attribute("fill-opacity").map_or(1.0, |o| o.parse().unwrap()));
    assert!(light < full, "{light} {full}");
    let over = drawn_over(&trace, Mode::Threads, Size::new(90, 90), Theme::Light);
    assert_eq!(of_class(&Document::parse(&over).unwrap(), "band").len(), 1);
}

#[test]
fn runs_are_drawn_to_one_scale_unless_one_is_far_longer() {
    let length = |ratio: f64| {
        let (mut report, summary) = report(&[(Mode::Simd, 1, 10.0 * ratio), (Mode::Threads, 4, 10.0)], 1, "blur");
        report.runs.retain(|run| !run.warmup);
        for run in &mut report.runs {
            run.total_ms = if run.mode_index == 0 { 10.0 * ratio } else { 10.0 };
            let (start_ms, end_ms) = (0.0, run.total_ms);
            let span = Span { lane: 0, start_ms, end_ms, first_row: 0, end_row: 9, stage: Stage::Render };
            run.trace = Trace { lanes: 1, spans: vec![span] };
        }
        [0, 1].map(|index| {
            let id = FigureId { chart: ChartName::Lanes, mode_index: Some(index) };
            let figure = figure(id, &report, &summary, drawing(640, Theme::Light)).unwrap();
            assert_eq!(figure.note.contains("a scale of its own"), ratio > 6.0 && index == 0, "{}", figure.note);
            number(of_class(&Document::parse(&figure.svg).unwrap(), "span")[0], "width")
        })
    };
    let [long, short] = length(4.0);
    assert!((long / short - 4.0).abs() < 0.05, "{long} {short}");
    let [long, short] = length(20.0);
    assert!((long - short).abs() < 0.2, "{long} {short}");
}

#[test]
fn a_window_shows_its_part_of_the_time() {
    let (report, summary) = race();
    let id = FigureId { chart: ChartName::Lanes, mode_index: Some(1) };
    let of =
        |window_ms| figure(id, &report, &summary, Drawing { window_ms, ..drawing(640, Theme::Light) }).unwrap().svg;
    let (whole, part) = (of(None), of(Some([10.0, 20.0])));
    let [all, some] = [&whole, &part].map(|svg| of_class(&Document::parse(svg).unwrap(), "span").len());
    assert!(some < all && some > 0, "{some} of {all}");
    let document = Document::parse(&part).unwrap();
    for span in of_class(&document, "span") {
        assert!(number(span, "data-start-ms") <= 20.0 && number(span, "data-end-ms") >= 10.0);
        assert!(number(span, "x") + number(span, "width") <= 640.0);
    }
    for strange in [[20.0, 10.0], [f64::NAN, 4.0], [-5.0, 1e300], [5.0, 5.0]] {
        assert_eq!(of(Some(strange)), whole, "{strange:?}");
    }
}

#[test]
fn spans_too_narrow_to_be_seen_are_drawn_together() {
    // Few lanes have spans that can't be seen, many have more than a browser can draw.
    for many in [4, 20, 64] {
        let trace = trace(many, 20_000);
        let svg = lanes(&trace, Mode::Threads, drawing(1280, Theme::Light));
        let document = Document::parse(&svg).unwrap();
        let (alone, together) = (of_class(&document, "span"), of_class(&document, "spans"));
        let counted = together.iter().map(|n| number(*n, "data-count")).sum::<f64>();
        assert_eq!(counted as usize + alone.len(), trace.spans.len(), "none is lost");
        let drawn = alone.len() + together.len();
        assert!((1_000..=3_000).contains(&drawn), "{drawn} on {many} lanes");
        assert!(svg.len() < 900_000, "{} bytes", svg.len());
        // A piece isn't mistaken for one chunk: those alone have a line around them.
        assert!(together.iter().all(|piece| !piece.has_attribute("stroke")));
    }
}

#[test]
fn a_closer_look_shows_every_span() {
    let trace = trace(64, 20_000);
    let end = trace.spans.iter().map(|s| s.end_ms).fold(0.0, f64::max);
    let window_ms = Some([end * 0.5, end * 0.52]);
    let svg = lanes(&trace, Mode::Threads, Drawing { window_ms, ..drawing(1280, Theme::Light) });
    let document = Document::parse(&svg).unwrap();
    assert!(of_class(&document, "spans").is_empty());
    let inside = trace.spans.iter().filter(|s| s.end_ms >= end * 0.5 && s.start_ms <= end * 0.52).count();
    assert_eq!(of_class(&document, "span").len(), inside);
}

#[test]
fn every_figure_states_a_finding_and_has_its_numbers() {
    for (name, Figure { title, note, svg, table }) in drawn(drawing(640, Theme::Light)) {
        assert!(!title.is_empty() && !title.ends_with('.') && title.chars().count() < 100, "{name}: {title}");
        assert!(note.ends_with('.'), "{name}: {note}");
        assert!(!table.columns.is_empty(), "{name}");
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len(), "{name}: {row:?}");
        }
        let document = Document::parse(&svg).unwrap();
        let heading = document.root_element().first_element_child().and_then(|n| n.text());
        assert_eq!(heading, Some(title.as_str()), "{name}");
        let valued = ["sample", "warmup", "set-aside", "point", "span", "spans", "band", "gain", "median", "crossing"];
        for mark in valued.iter().flat_map(|class| of_class(&document, class)) {
            // A band of a fit is no mark of a value.
            if mark.attribute("class") == Some("band") && !mark.has_attribute("data-lane") {
                continue;
            }
            let told = mark.children().find(|n| n.tag_name().name() == "title").and_then(|n| n.text());
            assert!(told.is_some_and(|text| text.chars().any(|c| c.is_ascii_digit())), "{name}: {told:?}");
        }
    }
}

/// A chart of a report, alone.
fn one(chart: ChartName, (report, summary): &(Report, Summary)) -> Figure {
    figure(FigureId { chart, mode_index: None }, report, summary, drawing(640, Theme::Light)).unwrap()
}

#[test]
fn findings_are_the_numbers() {
    let titles = [
        (ChartName::Bars, race(), "4 threads: 3.4\u{a0}× faster than one"),
        (ChartName::SpeedUp, scaling(false), "4 threads: 3.3\u{a0}× faster than one; more don’t help"),
        (ChartName::Efficiency, scaling(false), "8 threads: each does 42 % of what one alone does"),
        (ChartName::BreakEven, break_even(), "4 threads pay from 42\u{202f}000 pixels on"),
        (ChartName::Chunks, chunks(), "Chunks of 64 rows are best: 1.3\u{a0}× faster than one a lane"),
        (ChartName::Ladder, ladder(), "4 threads: 14\u{a0}× faster than JavaScript"),
        (ChartName::Distribution, every_mode(), "Without SIMD got slower from round to round"),
    ];
    for (chart, data, title) in titles {
        assert_eq!(one(chart, &data).title, title);
    }
}

#[test]
fn a_chart_is_offered_where_it_has_something_to_show() {
    let offered = |(report, summary): &(Report, Summary)| -> BTreeSet<&str> {
        figures(report, summary).iter().map(|id| id.chart.key()).collect()
    };
    assert_eq!(offered(&race()), ["bars", "distribution", "lanes", "where"].into());
    assert_eq!(offered(&scaling(true)), ["bars", "distribution", "efficiency", "lanes", "speed-up"].into());
    assert_eq!(offered(&break_even()), ["break-even", "distribution", "lanes"].into());
    assert_eq!(offered(&ladder()), ["bars", "distribution", "ladder", "lanes"].into());
    assert_eq!(offered(&chunks()), ["bars", "chunks", "distribution", "lanes", "where"].into());
    assert_eq!(offered(&begun(scaling(true))), ["bars", "lanes"].into());
    let (empty, nothing) = report(&[(Mode::Simd, 1, 1.0)], 0, "blur this picture");
    assert!(figures(&empty, &nothing).is_empty());
}

#[test]
fn a_plot_has_its_points_where_their_values_are() {
    let data = scaling(false);
    let svg = one(ChartName::SpeedUp, &data).svg;
    let document = Document::parse(&svg).unwrap();
    let points = of_class(&document, "point");
    // Each is drawn on both pairs of axes.
    assert_eq!(points.len(), 2 * data.1.comparisons.len());
    let middle = |node: &Node<'_, '_>| {
        let corners: Vec<(f64, f64)> = node
            .attribute("points")
            .unwrap()
            .split(' ')
            .map(|pair| pair.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).unwrap())
            .collect();
        let (low, high) = corners.iter().fold((corners[0], corners[0]), |(low, high): ((f64, f64), (f64, f64)), c| {
            ((low.0.min(c.0), low.1.min(c.1)), (high.0.max(c.0), high.1.max(c.1)))
        });
        ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0)
    };
    let spots: Vec<(f64, f64)> = points[..6].iter().map(middle).collect();
    let lanes: Vec<f64> = points[..6].iter().map(|n| number(*n, "data-lanes")).collect();
    let speed_ups: Vec<f64> = data.1.comparisons.iter().map(|c| c.speed_up.value).collect();
    let px_per_lane = (spots[5].0 - spots[0].0) / (lanes[5] - lanes[0]);
    let px_per_speed_up = (spots[0].1 - spots[3].1) / (speed_ups[3] - speed_ups[0]);
    for ((spot, lanes_), speed_up) in spots.iter().zip(&lanes).zip(&speed_ups) {
        assert!((spot.0 - spots[0].0 - (lanes_ - 1.0) * px_per_lane).abs() < 0.3, "{spots:?}");
        assert!((spots[0].1 - spot.1 - (speed_up - speed_ups[0]) * px_per_speed_up).abs() < 0.3, "{spots:?}");
    }
    let hollow: Vec<bool> = points[..6].iter().map(|n| n.attribute("fill") == Some("none")).collect();
    assert_eq!(hollow, [false, false, false, false, true, true], "more lanes than cores");
    // Models are told apart by their dashes, not only by colour.
    let dashes: BTreeSet<_> = of_class(&document, "fit").iter().map(|n| n.attribute("stroke-dasharray")).collect();
    assert_eq!(dashes.len(), 2);
}

#[test]
fn equal_factors_are_equal_lengths_on_the_ladder() {
    let svg = one(ChartName::Ladder, &ladder()).svg;
    let document = Document::parse(&svg).unwrap();
    let gains: Vec<f64> = of_class(&document, "gain").iter().map(|n| number(*n, "width")).collect();
    let factors = [242.0 / 188.0, 188.0 / 61.0, 61.0 / 17.4, 61.0 / 31.0f64].map(f64::ln);
    assert_eq!(gains.len(), factors.len());
    for (gain, factor) in gains.iter().zip(factors) {
        assert!((gain / gains[1] - factor / factors[1]).abs() < 0.01, "{gains:?}");
    }
}

#[test]
fn all_runs_are_in_the_distribution_in_their_order() {
    let (report, summary) = every_mode();
    let svg = one(ChartName::Distribution, &(report.clone(), summary)).svg;
    let document = Document::parse(&svg).unwrap();
    let of = |class| of_class(&document, class).len();
    assert_eq!((of("sample"), of("warmup"), of("set-aside")), (6 * 9 - 1, 12, 1));
    let circles = of_class(&document, "sample").into_iter().filter(|n| n.attribute("data-mode-index") == Some("0"));
    let xs: Vec<f64> = circles.map(|n| number(n, "cx")).collect();
    assert!(xs.windows(2).all(|pair| pair[0] < pair[1]), "{xs:?}");
    let told = svg.matches(", an outlier").count();
    assert_eq!(told, 6, "as many as the summary says");
    assert!(svg.contains("set aside: the page was hidden"));
}

#[test]
fn where_and_when_carry_the_same_data() {
    let (report, summary) = race();
    let id = FigureId { chart: ChartName::Where, mode_index: Some(1) };
    let svg = figure(id, &report, &summary, drawing(640, Theme::Light)).unwrap().svg;
    let document = Document::parse(&svg).unwrap();
    let data = |class| -> BTreeSet<Vec<String>> {
        let names = ["data-lane", "data-start-ms", "data-end-ms", "data-first-row", "data-end-row"];
        let of = |n: Node<'_, '_>| names.map(|name| n.attribute(name).unwrap().to_string()).to_vec();
        of_class(&document, class).into_iter().map(of).collect()
    };
    assert_eq!(data("band"), data("span"));
    assert_eq!(data("band").len(), 16);
    let picture = of_class(&document, "picture")[0];
    let ratio = number(picture, "height") / number(picture, "width");
    assert!((ratio - 1280.0 / 1600.0).abs() < 0.01, "{ratio}");
    for band in of_class(&document, "band") {
        let top = number(picture, "y") + number(band, "data-first-row") / 1280.0 * number(picture, "height");
        assert!((number(band, "y") - top).abs() < 0.2);
    }
}

/// Prints how long it takes; a time is no test. `cargo test --release -p charts -- --ignored --nocapture speed`
#[test]
#[ignore = "prints a time"]
fn speed_of_twenty_thousand_spans() {
    for lanes_ in [4, 64] {
        let trace = trace(lanes_, 20_000);
        for width in [640, 1280] {
            let start = std::time::Instant::now();
            let svg = lanes(&trace, Mode::Threads, drawing(width, Theme::Light));
            println!("{lanes_} lanes, {width} px: {:?}, {} bytes", start.elapsed(), svg.len());
        }
    }
}

#[test]
fn bands_cover_the_rows_of_the_picture() {
    let trace = trace(4, 64);
    let svg = drawn_over(&trace, Mode::Threads, Size::new(1600, 1280), Theme::Light);
    let document = Document::parse(&svg).unwrap();
    assert_eq!(document.root_element().attribute("viewBox"), Some("0 0 1600 1280"));
    let bands = of_class(&document, "band");
    assert_eq!(bands.len(), trace.spans.len());
    for (node, span) in bands.iter().zip(&trace.spans) {
        assert_eq!((number(*node, "x"), number(*node, "width")), (0.0, 1600.0));
        assert_eq!(number(*node, "y"), f64::from(span.first_row));
        assert_eq!(number(*node, "height"), f64::from(span.end_row - span.first_row));
    }
    for lane in 1..=4 {
        assert!(svg.contains(&format!(">{lane}</text>")), "lane {lane} is named");
    }
}

#[test]
fn text_stays_inside_the_frame_and_is_large_enough() {
    for theme in THEMES {
        for width in [240, 320, 360, 640, 1_280, 1_600] {
            for (name, svg) in charts(drawing(width, theme)) {
                let document = Document::parse(&svg).unwrap();
                let view: Vec<f64> = document
                    .root_element()
                    .attribute("viewBox")
                    .unwrap()
                    .split(' ')
                    .map(|n| n.parse().unwrap())
                    .collect();
                for text in document.descendants().filter(|n| n.has_tag_name("text")) {
                    let px = number(text, "font-size");
                    let font = Font { px, bold: text.attribute("font-weight").is_some() };
                    let words = text.text().unwrap_or("");
                    let (x, y, wide) = (number(text, "x"), number(text, "y"), font.width(words));
                    let left = match text.attribute("text-anchor") {
                        Some("start") => x,
                        Some("middle") => x - wide / 2.0,
                        _ => x - wide,
                    };
                    let inside = left >= -0.5 && left + wide <= view[2] + 0.5 && y - px * 0.75 >= -0.5 && y <= view[3];
                    assert!(inside, "{name} {width}: “{words}” from {left:.1} to {:.1} at {y}", left + wide);
                    assert!(px >= 14.0, "{name} {width}: “{words}” has {px} px");
                }
            }
        }
    }
}

#[test]
fn texts_of_strangers_are_only_text() {
    let (report, summary) = report(&[(Mode::Simd, 1, 10.0)], 3, "</title><script>alert(1)</script>\u{0} & \"run\"");
    let svg = timing(&report, &summary, drawing(640, Theme::Light));
    let document = Document::parse(&svg).unwrap();
    assert!(document.descendants().all(|n| !n.has_tag_name("script")));
    assert!(document.descendants().any(|n| n.text().is_some_and(|t| t.contains("</title><script>"))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A report from elsewhere may hold anything; a chart of it must come out all the same.
    #[test]
    fn nothing_in_a_report_stops_a_chart(
        times in prop::collection::vec((any::<f64>(), 0..4u32, any::<bool>()), 0..12),
        spans in prop::collection::vec((0..9u32, any::<f64>(), any::<f64>(), any::<u32>(), any::<u32>()), 0..12),
        (width, height) in (0..5_000u32, 0..5_000u32),
    ) {
        let (mut report, summary) = race();
        for (run, (ms, mode_index, warmup)) in report.runs.iter_mut().zip(times) {
            *run = Run { mode_index, warmup, phases: vec![PhaseTime { phase: Phase::Compute, ms }], ..run.clone() };
        }
        let spans = spans.into_iter().map(|(lane, start_ms, end_ms, first_row, end_row)| {
            Span { lane, start_ms, end_ms, first_row, end_row, stage: Stage::Render }
        });
        let trace = Trace { lanes: 6, spans: spans.collect() };
        report.runs[0].trace = trace.clone();
        for svg in [
            timing(&report, &summary, drawing(width, Theme::Light)),
            lanes(&trace, Mode::Threads, drawing(width, Theme::Print)),
            drawn_over(&trace, Mode::Threads, Size::new(width, height), Theme::Dark),
        ].into_iter().chain(all(&report, &summary, width)) {
            prop_assert!(Document::parse(&svg).is_ok());
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        }
    }

    /// The same for what a summary holds.
    #[test]
    fn nothing_in_a_summary_stops_a_chart(
        numbers in prop::collection::vec(any::<f64>(), 1..40),
        lanes in any::<u32>(),
        index in any::<u32>(),
        width in 0..5_000u32,
    ) {
        for (_, (mut report, mut summary)) in reports() {
            let mut next = numbers.iter().copied().cycle();
            let mut number = || next.next().unwrap_or(0.0);
            let mut estimate = |e: &mut Estimate| *e = Estimate { value: number(), low: number(), high: number() };
            summary.modes.iter_mut().for_each(|m| estimate(&mut m.median_ms));
            summary.comparisons.iter_mut().for_each(|c| estimate(&mut c.speed_up));
            let points = summary.scaling.iter_mut().flat_map(|s| &mut s.fits).flat_map(|f| &mut f.curve);
            points.for_each(|p| estimate(&mut p.value));
            let lines = summary.break_even.iter_mut().flat_map(|b| &mut b.lines).flat_map(|l| &mut l.curve);
            lines.for_each(|p| estimate(&mut p.value));
            let crossings = summary.break_even.iter_mut().flat_map(|b| &mut b.crossings);
            crossings.filter_map(|c| c.pixels.as_mut()).for_each(&mut estimate);
            for point in summary.scaling.iter_mut().flat_map(|s| &mut s.fits).flat_map(|f| &mut f.curve) {
                point.at = number();
            }
            report.ceiling.iter_mut().for_each(|point| point.speed_up = number());
            for comparison in &mut summary.comparisons {
                (comparison.efficiency, comparison.of_ceiling) = (number(), Some(number()));
            }
            if let Some(mode) = report.settings.modes.last_mut() {
                mode.threads = lanes;
            }
            if let Some(comparison) = summary.comparisons.last_mut() {
                comparison.mode_index = index;
            }
            let pair = [(report.clone(), summary.clone()), race()];
            let both = laid_over(&pair);
            let both = crate::figures(&both).into_iter().filter_map(|id| crate::figure(id, &both, drawing(width, Theme::Light)));
            for svg in all(&report, &summary, width).into_iter().chain(both.map(|figure| figure.svg)) {
                prop_assert!(Document::parse(&svg).is_ok());
                prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
            }
        }
    }
}

/// The texts of a drawing.
fn texts(figure: &Figure) -> Vec<String> {
    let document = Document::parse(&figure.svg).unwrap();
    let texts = document.descendants().filter(|n| n.has_tag_name("text"));
    texts.filter_map(|n| n.text()).map(Into::into).collect()
}

#[test]
fn reports_laid_over_each_other_are_all_there() {
    let whole = [race(), elsewhere(race(), 1.6, 0.7)];
    let both = laid_over(&whole);
    let draw = |exhibit: &Exhibit<'_>, chart, mode_index| {
        crate::figure(FigureId { chart, mode_index }, exhibit, drawing(640, Theme::Light)).unwrap()
    };
    let bars = draw(&both, ChartName::Bars, None);
    let document = Document::parse(&bars.svg).unwrap();
    let marks = ["sample", "warmup", "set-aside"];
    assert_eq!(marks.iter().flat_map(|class| of_class(&document, class)).count(), whole[0].0.runs.len() * 2);
    for index in 0..4 {
        let own = of_class(&document, "sample");
        let own = own.iter().filter(|n| n.attribute("data-mode-index") == Some(&*index.to_string())).count();
        assert_eq!(own, whole[0].1.modes[0].samples as usize, "mode {index}");
    }
    // The same time is at the same place, whoever's it is; 1.6 times as long is 1.6 times as far.
    let x = |index: &str| {
        let own = of_class(&document, "sample");
        number(*own.iter().find(|n| n.attribute("data-mode-index") == Some(index)).unwrap(), "cx")
    };
    let zero = 14.0;
    assert!(((x("2") - zero) / (x("0") - zero) - 1.6).abs() < 0.02, "{} {}", x("0"), x("2"));
    for words in ["A: Sequential", "B: Sequential", "A", "B", NAMES[0]] {
        assert!(texts(&bars).iter().any(|text| text == words), "{words}: {:?}", texts(&bars));
    }
    assert_eq!(bars.title, format!("A, 4 threads: {}, 2.3\u{a0}× faster than B’s best", model::figures::time(36.2)));
    assert_eq!(bars.table.columns[0], "Report");
    assert_eq!(bars.table.rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["A", "A", "B", "B"]);

    // Lanes of any report are drawn to one scale.
    let scale = |index| {
        let figure = draw(&both, ChartName::Lanes, Some(index));
        let document = Document::parse(&figure.svg).unwrap();
        let plot = of_class(&document, "plot")[0];
        (number(plot, "data-to-ms"), figure.title)
    };
    let ends: Vec<(f64, String)> = (0..4).map(scale).collect();
    assert!(ends.iter().all(|end| end.0 == ends[0].0), "{ends:?}");
    assert!(ends[3].1.starts_with("B, 4 threads: at work"), "{ends:?}");

    // Each has its own line and its own letter; one that has nothing to show leaves the others alone.
    let data = [scaling(false), race(), elsewhere(scaling(false), 2.0, 0.5)];
    let speed_up = draw(&laid_over(&data), ChartName::SpeedUp, None);
    let document = Document::parse(&speed_up.svg).unwrap();
    assert_eq!(of_class(&document, "measured").len(), 2);
    let letters: Vec<String> =
        texts(&speed_up).into_iter().filter(|text| text.len() == 1 && *text >= "A".into()).collect();
    assert!(
        letters.contains(&"A".into()) && letters.contains(&"C".into()) && !letters.contains(&"B".into()),
        "{letters:?}"
    );
    // What a title can't hold stands below it.
    assert!(speed_up.title.starts_with("A: 4 threads"), "{}", speed_up.title);
    assert!(speed_up.note.contains("A: 4 threads") && speed_up.note.contains("C: 4 threads"), "{}", speed_up.note);
}

#[test]
fn different_work_is_not_compared_in_silence() {
    let mut whole = [race(), race()];
    whole[1].0.job.output_size.width += 1;
    let bars = crate::figure(
        FigureId { chart: ChartName::Bars, mode_index: None },
        &laid_over(&whole),
        drawing(640, Theme::Light),
    );
    let bars = bars.unwrap();
    assert!(bars.note.starts_with("They did different work"), "{}", bars.note);
    assert!(bars.title.starts_with("A: "), "{}", bars.title);
}

#[test]
fn only_what_had_as_much_to_do_is_called_faster() {
    let bars = |whole: &[(Report, Summary)]| {
        let id = FigureId { chart: ChartName::Bars, mode_index: None };
        crate::figure(id, &laid_over(whole), drawing(640, Theme::Light)).unwrap()
    };
    let mut whole = [race(), elsewhere(race(), 0.5, 1.0)];
    assert!(bars(&whole).title.contains("faster than A’s best"), "{}", bars(&whole).title);
    // The other one's quickest was so on a smaller picture.
    let mode = &mut whole[1].0.settings.modes[1];
    mode.size = Some(Size::new(1, 1));
    assert!(!bars(&whole).title.contains("B, 4 threads"), "{}", bars(&whole).title);

    let mut whole = [race(), elsewhere(race(), 0.5, 1.0)];
    whole[1].0.job.input.name = "another.png".into();
    let figure = bars(&whole);
    assert!(figure.title.contains("faster than A’s best"), "{}", figure.title);
    assert!(figure.note.contains("not the same: A: ") && figure.note.contains("B: another.png"), "{}", figure.note);
    // Reading a file is part of the work, and files differ.
    whole.iter_mut().for_each(|(report, _)| report.settings.scope = Scope::Png);
    let figure = bars(&whole);
    assert!(figure.note.starts_with("They did different work"), "{}", figure.note);
    assert!(!figure.title.contains("A’s best"), "{}", figure.title);
}

#[test]
fn at_most_so_many_reports_and_one_alone_is_just_itself() {
    let whole: Vec<(Report, Summary)> = (0..9).map(|_| race()).collect();
    let entries: Vec<Entry<'_>> = whole.iter().map(|(report, summary)| Entry { name: "x", report, summary }).collect();
    assert_eq!(Exhibit::several(&entries).unwrap().each().len(), crate::MOST_REPORTS);
    assert!(Exhibit::several(&[]).is_none());
    let alone = Exhibit::several(&entries[..1]).unwrap();
    let id = FigureId { chart: ChartName::Bars, mode_index: None };
    let drawing = drawing(640, Theme::Light);
    assert_eq!(
        crate::figure(id, &alone, drawing).unwrap().svg,
        figure(id, &whole[0].0, &whole[0].1, drawing).unwrap().svg
    );
}

/// Every chart of a report, as it is drawn for a page of any width.
fn all(report: &Report, summary: &Summary, width: u32) -> Vec<String> {
    let ids = figures(report, summary).into_iter();
    ids.filter_map(|id| figure(id, report, summary, drawing(width, Theme::Light))).map(|figure| figure.svg).collect()
}

/// Every chart in every theme as a file, so that a change of its looks is seen in review. `RENEW_GOLDEN=1` writes them anew.
#[test]
fn charts_look_as_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let renew = std::env::var_os("RENEW_GOLDEN").is_some();
    let wanted = [
        "bars-race",
        "bars-modes",
        "bars-empty",
        "ladder-ladder",
        "speed-up-scaling",
        "efficiency-scalings",
        "break-even-break-even",
        "chunks-chunks",
        "lanes-race-1",
        "where-race-1",
        "distribution-modes",
        "frames-modes",
        "bars-races",
        "ladder-ladder-pair",
        "speed-up-scaling-pair",
        "efficiency-scalings-pair",
        "break-even-break-even-pair",
        "chunks-chunks-pair",
        "lanes-races-3",
        "where-races-3",
        "distribution-races",
        "frames-modes-pair",
        "batch-lanes",
        "batch-ways",
        "overlay-4",
    ];
    for theme in THEMES {
        let all = charts(drawing(640, theme));
        for name in wanted {
            let Some((_, svg)) = all.iter().find(|(n, _)| n == name) else { panic!("no chart is called {name}") };
            // One element a line, so that a difference can be read.
            let lines = svg.replace("><", ">\n<") + "\n";
            let file = folder.join(format!("{name}-{theme:?}.svg").to_lowercase());
            if renew {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&file, &lines).unwrap();
            }
            let golden = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(golden == lines, "{} differs; look at it, then renew it with RENEW_GOLDEN=1", file.display());
        }
    }
}

#[test]
fn the_overlay_is_of_the_run_that_the_chart_of_where_shows() {
    let (mut report, summary) = race();
    let median = summary.modes[1].median_ms.value;
    let distance = |run: &Run| (run.total_ms - median).abs();
    let measured = report.runs.iter().filter(|run| run.mode_index == 1 && !run.warmup);
    let typical = measured.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap();
    let expected = drawn_over(&typical.trace, Mode::Threads, report.job.output_size, Theme::Light);
    assert_eq!(overlay(&report, &summary, Theme::Light), Some(expected));
    // Before the parallel mode has run there is nothing to lay over.
    report.runs.retain(|run| run.mode_index == 0);
    assert_eq!(overlay(&report, &summary, Theme::Light), None);
}

#[test]
fn chunks_that_a_pool_s_threads_take_over_are_told() {
    let span = |lane, place: u32, row: u32| Span {
        lane,
        start_ms: f64::from(place) * 10.0,
        end_ms: f64::from(place) * 10.0 + 9.0,
        first_row: row,
        end_row: row + 10,
        stage: Stage::Render,
    };
    // The first thread goes through its share; the second is done early and goes on with part of the first one's.
    let spans = vec![span(0, 0, 0), span(0, 1, 10), span(0, 2, 20), span(1, 0, 40), span(1, 1, 50), span(1, 2, 30)];
    let (mut report, summary) = race();
    for run in report.runs.iter_mut().filter(|run| run.mode_index == 1) {
        run.trace = Trace { lanes: 2, spans: spans.clone() };
    }
    let of = |report: &Report| {
        let id = FigureId { chart: ChartName::Lanes, mode_index: Some(1) };
        figure(id, report, &summary, drawing(640, Theme::Light)).unwrap()
    };
    let told = of(&report);
    let document = Document::parse(&told.svg).unwrap();
    let notches = of_class(&document, "taken-over");
    let says = notches[0].children().find(|n| n.tag_name().name() == "title").and_then(|n| n.text());
    assert_eq!((notches.len(), says), (1, Some("thread 2 took over rows 30–39 from another’s share, at 20.0 ms")));
    assert!(told.note.contains("A notch is where a thread"), "{}", told.note);
    let taken: Vec<&str> = told.table.rows.iter().map(|row| row.last().unwrap().as_str()).collect();
    assert_eq!((told.table.columns.last().unwrap().as_str(), taken), ("Shares taken over", vec!["0", "1"]));
    // Workers are handed whatever is next.
    report.settings.modes[1].mode = Mode::Workers;
    let handed = of(&report);
    assert!(!handed.svg.contains("taken-over") && !handed.note.contains("notch"), "{}", handed.note);
}

#[test]
fn few_rounds_promise_neither_intervals_of_gains_nor_nine_in_ten() {
    let of = |rounds| {
        let modes = [(Mode::Js, 1, 240.0), (Mode::Scalar, 1, 180.0), (Mode::Simd, 1, 60.0)];
        let (report, summary) = report(&modes, rounds, "blur this picture");
        let draw = |chart| {
            figure(FigureId { chart, mode_index: None }, &report, &summary, drawing(640, Theme::Light)).unwrap()
        };
        let ladder = draw(ChartName::Ladder);
        let column = ladder.table.columns.iter().position(|name| name == "95 % interval of the gain").unwrap();
        (ladder.table.rows[1][column].clone(), draw(ChartName::Distribution).title)
    };
    let (few, many) = (of(3), of(9));
    assert!(few.0.is_empty() && !few.1.contains("nine"), "{few:?}");
    assert!(many.0.contains(" to ") && many.1.contains("nine"), "{many:?}");
}
