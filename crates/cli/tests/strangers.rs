//! Reports from strangers: whatever one holds, it is refused in a sentence, or its statistics are numbers and every chart of it is drawn.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Instant;

use charts::{Entry, Exhibit};
use model::{
    CeilingPoint, ChunkSize, Design, Drawing, Experiment, Figure, FigureId, Frames, Mode, ModeSettings, Passing, Phase,
    PhaseTime, Report, Run, Scope, Settings, Size, Span, Stage, Step, Summary, Theme, Trace, limits,
};
use proptest::prelude::*;
use roxmltree::Document;
use serde_json::{Value, json};

/// Reports that were really made, which the others are variations of.
const REAL: [&str; 3] = [
    include_str!("../../../docs/report-example.json"),
    include_str!("page-report.json"),
    include_str!("../../../www/public/recorded-race.json"),
];

/// Every chart of a report, drawn; and every chart of it beside itself, as if somebody compared two.
fn drawn(report: &Report, summary: &Summary, width: u32) -> Vec<(FigureId, Figure)> {
    let entry = |name| Entry { name, report, summary };
    let both = Exhibit::several(&[entry("here"), entry("there")]).unwrap();
    let all = |exhibit: &Exhibit<'_>| {
        let ids = charts::figures(exhibit).into_iter();
        ids.map(|id| (id, figure(id, exhibit, width))).collect::<Vec<_>>()
    };
    let alone = Exhibit::of(report, summary);
    let overlay = charts::overlay(&alone, Theme::Print).unwrap_or_default();
    assert!(overlay.is_empty() || Document::parse(&overlay).is_ok());
    [all(&alone), all(&both)].concat()
}

fn figure(id: FigureId, exhibit: &Exhibit<'_>, width: u32) -> Figure {
    let drawing = Drawing { width, theme: Theme::Light, window_ms: None };
    charts::figure(id, exhibit, drawing).expect("a chart that is offered is there")
}

/// The largest experiment of its kind that the page asks for.
fn largest(experiment: Experiment) -> Design {
    Design {
        experiment,
        modes: Mode::ALL.to_vec(),
        available: Mode::ALL.to_vec(),
        threads: 64,
        chunk: ChunkSize::Auto,
        passing: Passing::Copy,
        blocking: Some(Mode::Simd),
        scope: Scope::Kernel,
        // As many pixels as a picture can have that is opened, and as many rows as that can be.
        size: Size::new(1, 120_000_000),
        resizable: true,
        repeats: None,
        budget_ms: None,
        seed: 7,
    }
}

/// A run of a step, whose time follows from its mode and its round.
fn run_of(settings: &Settings, &Step { mode_index, round, warmup, batch }: &Step, spans: u32) -> Run {
    let mode = settings.modes[mode_index as usize];
    let lanes = mode.threads;
    let uneven = f64::from((round * 7 + mode_index * 3) % 10) / 100.0;
    let total_ms = (4.0 + 40.0 / f64::from(lanes)) * (1.0 + uneven) * if warmup { 2.0 } else { 1.0 };
    let span = |row: u32| {
        let start_ms = total_ms * f64::from(row / lanes * lanes) / f64::from(spans.max(1));
        Span {
            lane: row % lanes,
            start_ms,
            end_ms: (start_ms + total_ms * 0.9 * f64::from(lanes) / f64::from(spans)).min(total_ms),
            first_row: row,
            end_row: row + 1,
            stage: Stage::Render,
        }
    };
    Run {
        mode_index,
        round,
        warmup,
        total_ms,
        phases: [Phase::Decode, Phase::CopyIn, Phase::Compute, Phase::CopyOut]
            .map(|phase| PhaseTime { phase, ms: total_ms / 4.0 })
            .to_vec(),
        trace: Trace { lanes, spans: (0..spans).map(span).collect() },
        moved_bytes: 0,
        fingerprint: "0123456789abcdef".into(),
        frames: None,
        at_ms: 0.0,
        batch,
        set_aside: None,
        pressure: None,
    }
}

/// A report of settings, whose runs were made up, with as many spans each.
fn made_up(settings: Settings, rounds: u32, spans: u32) -> Report {
    let mut report: Report = serde_json::from_str(REAL[0]).unwrap();
    let steps = measure::rounds(settings.modes.len() as u32, 2, rounds, settings.seed);
    report.runs = steps.iter().map(|step| run_of(&settings, step, spans)).collect();
    report.ceiling = [1, 2, 4, 64].map(|lanes| CeilingPoint { lanes, speed_up: f64::from(lanes) * 0.9 }).to_vec();
    report.engines.truncate(1);
    report.settings = settings;
    report
}

/// A report of every experiment, small enough to be drawn often.
fn of_every_experiment() -> Vec<Report> {
    let design = |experiment| Design { threads: 4, size: Size::new(640, 480), ..largest(experiment) };
    let report = |experiment| {
        let mut report = made_up(measure::design(&design(experiment)), 9, 8);
        report.runs[0].frames = Some(Frames { drawn: 3, at_ms: vec![-3.0, 13.7, 30.4], longest_gap_ms: 16.7 });
        report
    };
    Experiment::ALL.map(report).to_vec()
}

fn reports() -> Vec<Report> {
    let real = REAL.map(|text| serde_json::from_str(text).unwrap());
    real.into_iter().chain(of_every_experiment()).collect()
}

/// Whether the report is refused, in a sentence; else its statistics are finite and its charts are drawings.
fn is_refused(report: &Report, width: u32) -> bool {
    if let Err(error) = report.check() {
        let sentence = error.to_string();
        assert!(sentence.ends_with('.') && sentence.lines().count() == 1 && sentence.len() < 200, "{sentence}");
        return true;
    }
    let summary = measure::summarise(report);
    // JSON has no number that isn't finite, so what comes back is the same only if all were.
    let back: Summary = serde_json::from_value(serde_json::to_value(&summary).unwrap()).unwrap();
    assert_eq!(back, summary);
    let sentences = summary.findings.iter().map(|finding| &finding.sentence);
    for words in sentences.chain([&summary.headline, &summary.detail]) {
        assert!(!words.contains("NaN") && !words.contains("inf"), "{words}");
    }
    for (id, Figure { title, note, svg, table }) in drawn(report, &summary, width) {
        let document = Document::parse(&svg).unwrap_or_else(|error| panic!("{id:?}: {error}"));
        let words = document.descendants().filter_map(|node| node.text());
        let numbers = document.descendants().flat_map(|node| node.attributes()).map(|attribute| attribute.value());
        let cells = table.rows.iter().flatten().map(String::as_str);
        for text in words.chain(numbers).chain(cells).chain([&*title, &*note]) {
            assert!(!text.contains("NaN") && !text.contains("inf"), "{id:?}: {text}");
        }
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{id:?}");
    }
    false
}

#[test]
fn reports_that_were_made_pass_and_are_drawn() {
    for report in reports() {
        assert!(!is_refused(&report, 640), "{:?}", report.check());
        let mut begun = report;
        begun.runs.truncate(1);
        assert!(!is_refused(&begun, 320), "{:?}", begun.check());
    }
}

#[test]
fn whatever_can_be_asked_for_is_within_the_limits() {
    for experiment in Experiment::ALL {
        for (threads, resizable) in [(1, true), (64, true), (64, false), (limits::MOST_LANES, true)] {
            for size in [Size::new(1, 120_000_000), Size::new(16_384, 16_384), Size::new(1, 1)] {
                let design = Design { threads, resizable, size, ..largest(experiment) };
                // 200 rounds are the most that the page makes; as many as it takes are 300 at most.
                for repeats in [Some(200), None] {
                    let settings = measure::design(&Design { repeats, ..design.clone() });
                    let rounds = settings.warmups + 2 * settings.repeats + limits::SPARE_ROUNDS;
                    let runs = settings.modes.len() * rounds as usize;
                    assert!(runs <= limits::MOST_RUNS, "{experiment:?}: {runs} runs");
                    let report = Report { runs: vec![], engines: vec![], ..made_up(settings, 0, 0) };
                    assert_eq!(report.check(), Ok(()), "{experiment:?}");
                }
            }
        }
    }
}

/// A report as large as the limits allow, with so many runs and spans each.
fn monster(modes: u32, rounds: u32, spans: u32) -> Report {
    let mode = |lanes: u32| match lanes {
        1 => ModeSettings::new(Mode::Simd, 1),
        lanes => ModeSettings::new(Mode::Threads, lanes),
    };
    let settings =
        Settings { modes: (1..=modes).map(mode).collect(), ..measure::design(&largest(Experiment::Scaling)) };
    made_up(settings, rounds, spans)
}

#[test]
#[ignore = "measures, and prints what it measured"]
fn how_long_the_largest_reports_take() {
    let now = Instant::now;
    let many_runs = monster(64, 310, 0);
    let many_spans = monster(64, 62, (limits::MOST_SPANS / 4_096) as u32);
    let long_traces = monster(2, 8, limits::MOST_SPANS_OF_RUN as u32);
    let many_rounds = monster(9, 2_000, 0);
    for report in [many_runs, many_spans, long_traces, many_rounds] {
        let spans: usize = report.runs.iter().map(|run| run.trace.spans.len()).sum();
        println!("{} modes, {} runs, {spans} spans", report.settings.modes.len(), report.runs.len());
        let start = now();
        assert_eq!(report.check(), Ok(()));
        println!("  check {:.0?}", start.elapsed());
        let start = now();
        let summary = measure::summarise(&report);
        println!("  summarise {:.0?}", start.elapsed());
        let start = now();
        let exhibit = Exhibit::of(&report, &summary);
        let ids = charts::figures(&exhibit);
        println!("  {} figures {:.0?}", ids.len(), start.elapsed());
        for id in ids.iter().filter(|id| id.mode_index.is_none_or(|index| index == 1)) {
            let start = now();
            let figure = figure(*id, &exhibit, 640);
            println!("  {:?} {:.0?}, {} kB", id.chart, start.elapsed(), figure.svg.len() / 1000);
        }
    }
}

/// What a number, a word or a list of a report is replaced with.
#[derive(Clone, Debug)]
enum Change {
    Replace(Value),
    Drop,
    Cut(usize),
    Repeat(usize),
    Reverse,
}

/// Numbers at the ends of what types and limits allow, and what stands there for none.
fn hostile() -> impl Strategy<Value = Value> {
    let words = [
        "js",
        "scalar",
        "simd",
        "threads",
        "workers",
        "race",
        "ladder",
        "scaling",
        "growing",
        "break-even",
        "chunks",
        "auto",
        "one-per-lane",
        "page",
        "worker",
        "copy",
        "transfer",
        "kernel",
        "png",
        "survey",
        "render",
        "copy-in",
        "copy-out",
        "decode",
        "wait",
        "hidden",
        "clock",
        "sample",
        "none",
        "dependent",
        "uneven",
        "cancelled",
        "failed",
        "",
        "<script>alert(1)</script>",
        "]]>&\"'\u{0}\u{1}\u{7f}\u{202e}\u{fffe}",
        "2026-01-31T09:30:00Z",
    ];
    let numbers = [
        json!(0),
        json!(-0.0),
        json!(1),
        json!(2),
        json!(3),
        json!(64),
        json!(65),
        json!(4_096),
        json!(4_097),
        json!(-1),
        json!(u32::MAX),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e9),
        json!(1e308),
        json!(-1e308),
        json!(5e-324),
        json!(1e-9),
        json!(0.5),
        json!(86_400_000),
        json!(31_536_000_000_u64),
        json!(1_000_000_000_000_u64),
        json!(10_000),
    ];
    prop_oneof![
        6 => prop::sample::select(numbers.to_vec()),
        2 => any::<f64>().prop_map(|number| json!(number)),
        2 => (0.0..1e4f64).prop_map(|number| json!(number)),
        2 => (0..3_000u32).prop_map(|number| json!(number)),
        3 => prop::sample::select(words.to_vec()).prop_map(|word| json!(word)),
        1 => "\\PC{0,1100}".prop_map(|word| json!(word)),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(|is| json!(is)),
        1 => (0..5_000u32, 0..5_000u32).prop_map(|(width, height)| json!({ "width": width, "height": height })),
        1 => (0..300u32).prop_map(|rows| json!({ "rows": rows })),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        8 => hostile().prop_map(Change::Replace),
        1 => Just(Change::Drop),
        1 => (0..12usize).prop_map(Change::Cut),
        1 => (1..80usize).prop_map(Change::Repeat),
        1 => Just(Change::Reverse),
    ]
}

/// Walks from a report's root to one of its parts and changes that: at every step into the part that the next of `way` chooses, with as
/// much of a chance for a list's every field as for the list of runs.
fn mutate(value: &mut Value, way: &[u32], change: &Change) {
    let Some((&step, rest)) = way.split_first() else { return apply(value, change) };
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let at = step as usize % fields.len();
            if matches!(change, Change::Drop) && rest.is_empty() {
                let name = fields.keys().nth(at).unwrap().clone();
                fields.remove(&name);
            } else {
                mutate(fields.values_mut().nth(at).unwrap(), rest, change);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            // Now and then the list itself.
            if step.is_multiple_of(5) {
                return apply(value, change);
            }
            let at = step as usize % items.len();
            mutate(&mut items[at], rest, change);
        }
        leaf => apply(leaf, change),
    }
}

fn apply(value: &mut Value, change: &Change) {
    match (value, change) {
        (Value::Array(items), Change::Cut(n)) => items.truncate(*n),
        (Value::Array(items), Change::Reverse) => items.reverse(),
        (Value::Array(items), Change::Repeat(n)) => {
            let few = items.clone();
            *items =
                few.iter().cycle().take(few.len().min(300) * n.min(&(2_000 / few.len().max(1)))).cloned().collect();
        }
        (value, Change::Replace(by)) => *value = by.clone(),
        (value, _) => *value = Value::Null,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    /// The types refuse some of it, `check` some, and what is left is drawn.
    #[test]
    fn a_report_is_refused_in_a_sentence_or_drawn(
        which in 0..9usize,
        changes in prop::collection::vec((prop::collection::vec(any::<u32>(), 1..8), change()), 1..6),
        width in prop_oneof![Just(640u32), any::<u32>()],
    ) {
        let mut value = serde_json::to_value(&reports()[which]).unwrap();
        for (way, change) in &changes {
            // A change that no report can have is left out, so that the others are seen.
            let before = value.clone();
            mutate(&mut value, way, change);
            if serde_json::from_value::<Report>(value.clone()).is_err() {
                value = before;
            }
        }
        is_refused(&serde_json::from_value(value).unwrap(), width);
    }

    /// Times that no JSON can hold, but a page's own numbers can.
    #[test]
    fn times_that_are_no_numbers_are_refused(at in any::<prop::sample::Index>(), time in prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY])) {
        for mut report in reports() {
            at.get_mut(&mut report.runs).total_ms = time;
            prop_assert!(is_refused(&report, 640));
        }
    }
}
