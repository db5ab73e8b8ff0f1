//! What holds for every chart: well-formed, complete, within its frame, described, and the same every time.

use std::path::Path;

use model::{
    Estimate, Experiment, Frames, Input, InputOrigin, Job, KernelSettings, Machine, Mode, ModeSettings, ModeSummary,
    Phase, PhaseTime, Place, REPORT_VERSION, Report, Run, Scope, Settings, Shape, Size, Span, Stage, Summary, Trace,
    WarmUp,
};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use crate::bars::bars as timing;
use crate::frames::frames;
use crate::lanes::lanes;
use crate::text::Font;
use crate::{Frame, Theme, overlay};

const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];

fn frame(width: u32, theme: Theme) -> Frame {
    Frame { width, height: (width * 2 / 5).max(240), theme }
}

/// `count` runs of each mode around `ms`, after two slow warm-ups.
fn report(modes: &[(Mode, u32, f64)], rounds: u32, action: &str) -> (Report, Summary) {
    let settings = |&(mode, threads, _): &(Mode, u32, f64)| ModeSettings::new(mode, threads);
    let run = |mode_index: u32, round: u32, warmup: bool, ms: f64| Run {
        mode_index,
        round,
        warmup,
        total_ms: ms,
        phases: vec![PhaseTime { phase: Phase::Compute, ms }],
        trace: Trace::default(),
        moved_bytes: 0,
        fingerprint: "0123456789abcdef".into(),
        frames: None,
        at_ms: 0.0,
        batch: 1,
        set_aside: None,
        pressure: None,
    };
    let mut runs = vec![];
    for (index, &(_, _, ms)) in (0u32..).zip(modes) {
        let warmups = if rounds == 0 { 0 } else { 2 };
        runs.extend((0..warmups).map(|round| run(index, round, true, ms * (2.4 - 1.1 * f64::from(round)))));
        // An uneven wave with one straggler.
        runs.extend((0..rounds).map(|round| {
            let wave = f64::from((round * 7 + index * 3) % 10) / 10.0;
            run(index, round, false, ms * (0.97 + 0.07 * wave + if round == 5 { 0.12 } else { 0.0 }))
        }));
    }
    let mode_summary = |(index, m): (usize, &(Mode, u32, f64))| ModeSummary {
        mode_index: index as u32,
        mode: settings(m),
        samples: rounds,
        median_ms: Estimate { value: m.2, low: m.2 * 0.975, high: m.2 * 1.03 },
        min_ms: m.2 * 0.97,
        mad_ms: m.2 * 0.02,
        outliers: 0,
        set_aside: 0,
        busy: 0.9,
        warm_up: WarmUp { runs: 2, first_ms: m.2 * 2.4, ratio: 2.4, settled: true },
        drift: 0.0,
    };
    let summary = Summary {
        modes: modes.iter().enumerate().map(mode_summary).filter(|_| rounds > 0).collect(),
        comparisons: vec![],
        scaling: vec![],
        break_even: None,
        headline: String::new(),
        findings: vec![],
        detail: String::new(),
    };
    let size = Size::new(4000, 3000);
    let report = Report {
        version: REPORT_VERSION,
        created: "2026-01-01T00:00:00Z".into(),
        machine: Machine {
            agent: "test".into(),
            claimed_cores: 4,
            isolated: true,
            clock_resolution_ms: 0.005,
            version: "0".into(),
        },
        job: Job {
            kernel: KernelSettings { name: "gaussian".into(), params: Default::default() },
            action: action.into(),
            shape: Shape::Stencil,
            input: Input { origin: InputOrigin::Sample, name: String::new(), size, decode_ms: 0.0 },
            output_size: size,
        },
        settings: Settings {
            experiment: Experiment::Race,
            modes: modes.iter().map(settings).collect(),
            repeats: rounds,
            warmups: 2,
            precision: None,
            budget_ms: None,
            seed: 1,
            scope: Scope::Kernel,
        },
        engines: vec![],
        runs,
        ceiling: vec![],
        stop: None,
        equality: None,
    };
    (report, summary)
}

fn race() -> (Report, Summary) {
    report(&[(Mode::Simd, 1, 123.4), (Mode::Threads, 4, 36.2)], 12, "blur this picture")
}

/// `chunks` chunks of uneven length on `lanes` lanes, contiguous rows mostly on the same lane.
fn trace(lanes: u32, chunks: u32) -> Trace {
    let per_lane = chunks.div_ceil(lanes);
    let mut clocks = vec![0.3; lanes as usize];
    let spans = (0..chunks).map(|i| {
        let lane = if i % 11 == 10 { (i / per_lane + 1) % lanes } else { i / per_lane };
        let start_ms = clocks[lane as usize];
        let end_ms = start_ms + 20.0 / f64::from(per_lane) * (1.0 + f64::from(i * 5 % 7) / 9.0);
        clocks[lane as usize] = end_ms + 0.05;
        Span { lane, start_ms, end_ms, first_row: i * 20, end_row: i * 20 + 20, stage: Stage::Render }
    });
    Trace { lanes, spans: spans.collect() }
}

/// A race of every mode, one of them on the page too, with all phases and with frames.
fn every_mode() -> (Report, Summary) {
    let modes = [
        (Mode::Simd, 1, 60.0),
        (Mode::Simd, 1, 61.0),
        (Mode::Threads, 4, 17.0),
        (Mode::Workers, 4, 31.0),
        (Mode::Scalar, 1, 190.0),
        (Mode::Js, 1, 240.0),
    ];
    let (mut report, mut summary) = report(&modes, 9, "blur this picture");
    report.settings.modes[1].place = Place::Page;
    summary.modes[1].mode.place = Place::Page;
    for run in &mut report.runs {
        let part = |phase, share: f64| PhaseTime { phase, ms: run.total_ms * share };
        run.phases = match run.mode_index {
            3 => vec![
                part(Phase::CopyIn, 0.2),
                part(Phase::Compute, 0.5),
                part(Phase::CopyOut, 0.2),
                part(Phase::Wait, 0.1),
            ],
            _ => vec![part(Phase::Compute, 1.0)],
        };
        let every = if run.mode_index == 1 { run.total_ms + 16.0 } else { 16.7 };
        let at_ms: Vec<f64> =
            (0..).map(|i| f64::from(i) * every - 3.0).take_while(|&ms| ms < run.total_ms + 20.0).collect();
        run.frames = Some(Frames { drawn: at_ms.len() as u32, at_ms, longest_gap_ms: every });
    }
    (report, summary)
}

/// The same spans with the rows' ways in and out around them.
fn moved(trace: &Trace) -> Trace {
    let around = trace.spans.iter().flat_map(|span| {
        let third = (span.end_ms - span.start_ms) / 3.0;
        let part = |stage, i: f64| Span {
            stage,
            start_ms: span.start_ms + third * i,
            end_ms: span.start_ms + third * (i + 1.0),
            ..*span
        };
        [part(Stage::CopyIn, 0.0), part(Stage::Render, 1.0), part(Stage::CopyOut, 2.0)]
    });
    Trace { lanes: trace.lanes, spans: around.collect() }
}

#[test]
fn phases_are_stacked_to_the_run_they_are_of() {
    let (report, summary) = every_mode();
    let svg = timing(&report, &summary, frame(1280, Theme::Light));
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
    let svg = timing(&plain, &plain_summary, frame(1280, Theme::Light));
    assert!(of_class(&Document::parse(&svg).unwrap(), "phase").is_empty(), "nothing but computing needs no bar");
}

#[test]
fn a_blocked_page_shows_as_a_run_without_frames() {
    let (report, _) = every_mode();
    let svg = frames(&report, frame(640, Theme::Dark));
    let document = Document::parse(&svg).unwrap();
    assert_eq!(of_class(&document, "run").len(), 6);
    let told = document.descendants().find(|n| n.has_tag_name("desc") || n.tag_name().name() == "desc").unwrap();
    let told = told.text().unwrap();
    assert!(told.contains("Sequential, on the page: 2 frames around a run of 6"), "{told}");
    assert!(told.contains("JavaScript: 16 frames around a run of 24"), "{told}");
}

/// Every chart worth looking at, by name.
fn charts(frame: Frame) -> Vec<(String, String)> {
    let (race_report, race_summary) = race();
    let (crowd_report, crowd_summary) =
        report(&[(Mode::Simd, 1, 8.2), (Mode::Threads, 2, 9.1)], 100, "turn this picture grey");
    let (one_report, one_summary) = report(&[(Mode::Simd, 1, 1_234.0)], 9, "draw the Mandelbrot set");
    let (empty_report, empty_summary) =
        report(&[(Mode::Simd, 1, 1.0), (Mode::Threads, 4, 1.0)], 0, "blur this picture");
    let (modes_report, modes_summary) = every_mode();
    let size = Size::new(1600, 1280);
    let named = [
        ("timing", timing(&race_report, &race_summary, frame)),
        ("timing-crowd", timing(&crowd_report, &crowd_summary, frame)),
        ("timing-one", timing(&one_report, &one_summary, frame)),
        ("timing-empty", timing(&empty_report, &empty_summary, frame)),
        ("timing-modes", timing(&modes_report, &modes_summary, frame)),
        ("frames", frames(&modes_report, frame)),
        ("frames-none", frames(&race_report, frame)),
        ("lanes-workers", lanes(&moved(&trace(3, 12)), Mode::Workers, 0.0, frame)),
        ("lanes-1", lanes(&trace(1, 16), Mode::Simd, 0.0, frame)),
        ("lanes-4", lanes(&trace(4, 64), Mode::Threads, 0.0, frame)),
        ("lanes-64", lanes(&trace(64, 2_000), Mode::Threads, 0.0, frame)),
        ("lanes-empty", lanes(&Trace::default(), Mode::Threads, 0.0, frame)),
        ("overlay-4", overlay(&trace(4, 64), Mode::Threads, size, frame.theme)),
        ("overlay-1", overlay(&trace(1, 16), Mode::Simd, size, frame.theme)),
    ];
    named.into_iter().map(|(name, svg)| (name.to_string(), svg)).collect()
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
        for width in [360, 640, 1280] {
            for (name, svg) in charts(frame(width, theme)) {
                std::fs::write(Path::new(&folder).join(format!("{name}-{width}-{theme:?}.svg")), svg).unwrap();
            }
        }
    }
}

#[test]
fn every_chart_is_well_formed_described_and_self_contained() {
    for theme in THEMES {
        for (name, svg) in charts(frame(640, theme)) {
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
    let frame = frame(640, Theme::Light);
    assert_eq!(charts(frame), charts(frame));
    let ids: std::collections::BTreeSet<String> = charts(frame)
        .iter()
        .map(|(_, svg)| Document::parse(svg).unwrap().root_element().attribute("aria-labelledby").unwrap().to_string())
        .collect();
    assert_eq!(ids.len(), charts(frame).len());
}

#[test]
fn marks_are_as_many_as_runs() {
    for (rounds, modes) in [(0, 2), (1, 1), (12, 2), (100, 2)] {
        let modes = &[(Mode::Simd, 1, 80.0), (Mode::Threads, 4, 25.0)][..modes];
        let (report, summary) = report(modes, rounds, "blur this picture");
        for width in [320, 640, 1600] {
            let svg = timing(&report, &summary, frame(width, Theme::Dark));
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
    let svg = timing(&report, &summary, frame(640, Theme::Light));
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
    let svg = timing(&report, &summary, frame(1280, Theme::Light));
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
        let svg = lanes(&trace, Mode::Threads, 0.0, frame(1280, Theme::Light));
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
        assert!(svg.len() < 260 * trace.spans.len() + 40_000, "{} bytes", svg.len());
    }
}

#[test]
fn a_span_says_its_rows_and_times() {
    let span = Span { lane: 0, start_ms: 0.04, end_ms: 12.3, first_row: 0, end_row: 189, stage: Stage::Render };
    let svg = lanes(&Trace { lanes: 2, spans: vec![span] }, Mode::Threads, 0.0, frame(640, Theme::Light));
    assert!(svg.contains("<title>Rows 0–188 on thread 1: 0.0–12.3 ms</title>"));
    assert!(svg.contains(">Thread 2</text>"), "an idle lane is shown too");
}

#[test]
fn a_survey_is_drawn_lighter_told_apart_and_left_out_of_the_picture() {
    let span = |stage, start_ms| Span { lane: 0, start_ms, end_ms: start_ms + 4.0, first_row: 0, end_row: 90, stage };
    let trace = Trace { lanes: 1, spans: vec![span(Stage::Survey, 0.0), span(Stage::Render, 5.0)] };
    let svg = lanes(&trace, Mode::Threads, 0.0, frame(640, Theme::Light));
    let document = Document::parse(&svg).unwrap();
    let drawn = of_class(&document, "span");
    let stages: Vec<_> = drawn.iter().map(|node| node.attribute("data-stage")).collect();
    assert_eq!(stages, [Some("survey"), None]);
    assert!(svg.contains("<title>Survey of rows 0–89 on thread 1: 0.0–4.0 ms</title>"));
    assert!(svg.contains("A survey of the picture came first: 1 chunk, until 4.00 ms."));
    let [light, full] = [0, 1].map(|i: usize| drawn[i].attribute("fill-opacity").map_or(1.0, |o| o.parse().unwrap()));
    assert!(light < full, "{light} {full}");
    let over = overlay(&trace, Mode::Threads, Size::new(90, 90), Theme::Light);
    assert_eq!(of_class(&Document::parse(&over).unwrap(), "band").len(), 1);
}

#[test]
fn runs_can_be_drawn_to_one_scale() {
    let trace = trace(2, 8);
    let end = |axis_ms: f64| {
        let svg = lanes(&trace, Mode::Threads, axis_ms, frame(640, Theme::Light));
        let document = Document::parse(&svg).unwrap();
        let bars = of_class(&document, "span");
        let left = bars.iter().map(|bar| number(*bar, "x")).fold(f64::INFINITY, f64::min);
        bars.iter().map(|bar| number(*bar, "x") + number(*bar, "width")).fold(0.0, f64::max) - left
    };
    let longest = trace.spans.iter().map(|span| span.end_ms).fold(0.0, f64::max);
    let fitted = end(0.0);
    assert!((end(longest / 2.0) - fitted).abs() < 0.2, "an axis is never shorter than its run");
    assert!((end(longest * 2.0) - fitted / 2.0).abs() < fitted * 0.02, "twice the axis, half the length");
}

#[test]
fn bands_cover_the_rows_of_the_picture() {
    let trace = trace(4, 64);
    let svg = overlay(&trace, Mode::Threads, Size::new(1600, 1280), Theme::Light);
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
            for (name, svg) in charts(frame(width, theme)) {
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
    let svg = timing(&report, &summary, frame(640, Theme::Light));
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
        let frame = Frame { width, height, theme: Theme::Light };
        for svg in [
            timing(&report, &summary, frame),
            lanes(&trace, Mode::Threads, 0.0, frame),
            overlay(&trace, Mode::Threads, Size::new(width, height), Theme::Dark),
        ] {
            prop_assert!(Document::parse(&svg).is_ok());
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        }
    }
}

/// A few charts as files, so that a change of their looks is seen in review. `RENEW_GOLDEN=1` writes them anew.
#[test]
fn charts_look_as_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let renew = std::env::var_os("RENEW_GOLDEN").is_some();
    let wanted = [
        ("timing", 640, Theme::Light),
        ("timing", 360, Theme::Dark),
        ("lanes-4", 640, Theme::Light),
        ("overlay-4", 640, Theme::Dark),
        ("timing-empty", 640, Theme::Light),
    ];
    for (name, width, theme) in wanted {
        let (_, svg) = charts(frame(width, theme)).into_iter().find(|(n, _)| n == name).unwrap();
        // One element a line, so that a difference can be read.
        let lines = svg.replace("><", ">\n<") + "\n";
        let file = folder.join(format!("{name}-{width}-{theme:?}.svg").to_lowercase());
        if renew {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &lines).unwrap();
        }
        let golden = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(golden == lines, "{} differs; look at it, then renew it with RENEW_GOLDEN=1", file.display());
    }
}
