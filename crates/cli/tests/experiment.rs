//! Experiments and charts as a user of the command meets them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{collections::BTreeSet, fs, path::Path};

use common::{file, printed, refused, saved};
use model::{ChunkSize, Experiment, InputOrigin, Mode, Report, Size, Stop};
use serde_json::Value;

/// A report that the page wrote, before it knew other experiments than races.
const OF_THE_PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/page-report.json");

fn report(json: &str) -> Report {
    let report: Report = serde_json::from_str(json).unwrap();
    report.check().unwrap();
    report
}

/// A race that takes a moment, written to a file of this name.
fn raced(name: &str) -> String {
    let ((_, input), out) = (saved(&format!("{name}.png")), file(&format!("{name}.json")));
    printed(&["run", &input, "--kernel", "sobel", "--threads", "2", "--rounds", "3", "--quiet", "--report", &out]);
    out
}

#[test]
fn a_race_is_told_in_words_and_kept_in_a_report() {
    let ((_, input), out) = (saved("race.png"), file("race.json"));
    let params = r#"{"sigma": 2}"#;
    let words = ["run", &input, "--kernel", "gaussian", "--params", params, "--threads", "2", "--rounds", "9"];
    let told = printed(&[&words[..], &["--seed", "5", "--report", &out]].concat());
    let json = fs::read_to_string(&out).unwrap();
    let report = report(&json);
    let summary = measure::summarise(&report);
    assert!(told.starts_with(&summary.headline), "{told}");
    assert!(
        told.contains("\n\n") && told.contains("\nSequential ") && told.contains("\nParallel, 2 threads "),
        "{told}"
    );
    assert!(told.lines().all(|line| line.trim_end() == line), "{told}");

    assert_eq!(
        report.settings.modes.iter().map(|m| (m.mode, m.threads)).collect::<Vec<_>>(),
        [(Mode::Simd, 1), (Mode::Threads, 2)]
    );
    assert_eq!(
        (report.settings.experiment, report.settings.seed, report.stop),
        (Experiment::Race, 5, Some(Stop::Rounds))
    );
    assert_eq!(report.runs.iter().filter(|run| !run.warmup).count(), 18);
    assert_eq!(serde_json::to_value(&report.job.kernel.params).unwrap()["sigma"], 2.0);
    let job_input = &report.job.input;
    assert_eq!(
        (job_input.origin, &*job_input.name, job_input.size),
        (InputOrigin::File, "race.png", Size::new(61, 47))
    );
    assert!(job_input.decode_ms > 0.0, "and where the file lies is not told");
    assert!(report.equality.unwrap().identical);
    assert!(
        report.machine.agent.starts_with("toasters ") && report.machine.isolated && report.machine.claimed_cores > 0
    );
    assert!(report.machine.clock_resolution_ms > 0.0);
    assert_eq!(report.ceiling.iter().map(|point| point.lanes).collect::<Vec<_>>(), [1, 2]);
    assert!(report.engines.iter().map(|engine| engine.mode_index).eq([0, 1]));
    // What is written is what the model says, no more and no less.
    assert_eq!(serde_json::to_value(&report).unwrap(), serde_json::from_str::<Value>(&json).unwrap());
}

#[test]
fn every_experiment_runs() {
    let (_, input) = saved("experiments.png");
    for experiment in Experiment::ALL {
        let name = serde_json::to_value(experiment).unwrap();
        let name = name.as_str().unwrap();
        let words = ["run", &input, "--kernel", "gaussian", "--experiment", name, "--threads", "2", "--rounds", "2"];
        let report = report(&printed(&[&words[..], &["--budget", "20", "--report", "-"]].concat()));
        assert_eq!(report.settings.experiment, experiment);
        assert_eq!(report.settings.budget_ms, Some(20_000.0));
        let measured: BTreeSet<u32> = report.runs.iter().filter(|run| !run.warmup).map(|run| run.mode_index).collect();
        assert!(measured.into_iter().eq(0..report.settings.modes.len() as u32), "{name}: each mode was measured");
        assert!(report.equality.unwrap().identical, "{name}");
    }
}

#[test]
fn a_mode_against_itself_and_chunks_as_they_are_asked_for() {
    let (_, input) = saved("itself.png");
    let words = ["run", &input, "--kernel", "invert", "--modes", "threads, threads", "--threads", "2", "--chunk", "9"];
    let report = report(&printed(&[&words[..], &["--rounds", "2", "--report", "-"]].concat()));
    assert!(report.settings.modes.iter().all(|m| (m.mode, m.chunk) == (Mode::Threads, ChunkSize::Rows(9))));
    assert!(report.runs.iter().all(|run| run.trace.spans.len() == 47_usize.div_ceil(9)));
    assert_eq!(report.equality.unwrap().outputs, 2);
}

#[test]
fn a_kernel_that_reads_no_picture_is_run_at_its_own_size() {
    let params = r#"{"width": 40, "height": 30, "iterations": 50}"#;
    let words = ["run", "-", "--kernel", "mandelbrot", "--params", params, "--rounds", "2", "--threads", "2"];
    let made = report(&printed(&[&words[..], &["--report", "-"]].concat()));
    assert_eq!((made.job.input.origin, made.job.output_size), (InputOrigin::None, Size::new(40, 30)));
    assert_eq!((&*made.job.input.name, made.job.input.decode_ms), ("", 0.0));
    for experiment in ["growing", "break-even"] {
        assert_eq!(
            refused(2, &["run", "-", "--kernel", "mandelbrot", "--experiment", experiment]),
            "Mandelbrot set reads no picture that could be made smaller or larger: take another experiment, or another kernel."
        );
    }
}

#[test]
fn quiet_says_nothing() {
    let (_, input) = saved("quiet.png");
    assert_eq!(printed(&["run", &input, "--kernel", "invert", "--rounds", "1", "--quiet"]), "");
}

#[test]
fn every_chart_of_a_report_is_drawn_in_every_theme() {
    for path in [raced("charts"), OF_THE_PAGE.into()] {
        let list = printed(&["chart", &path]);
        assert_eq!(printed(&["chart", &path, "--chart", "list"]), list);
        let there = report(&fs::read_to_string(&path).unwrap());
        let figures = charts::figures(&charts::Exhibit::of(&there, &measure::summarise(&there)));
        assert!(!figures.is_empty());
        assert_eq!(list.lines().count(), figures.len() + 1, "{list}");
        for (id, line) in figures.into_iter().zip(list.lines().skip(1)) {
            let mode = id.mode_index.map(|index| index.to_string());
            let first: Vec<&str> = line.split_whitespace().take(1 + usize::from(mode.is_some())).collect();
            assert_eq!(first, [Some(id.chart.key()), mode.as_deref()].into_iter().flatten().collect::<Vec<_>>());
            let with = |words: &[&str]| {
                let mode = mode.as_deref().map(|mode| ["--mode", mode]);
                let chart = ["chart", &path, "--chart", id.chart.key()];
                printed(&[&chart[..], mode.as_ref().map_or(&[], |words| words), words].concat())
            };
            let drawn = ["light", "dark", "print"].map(|theme| with(&["--theme", theme, "-"]));
            assert!(drawn[0] != drawn[1] && drawn[1] != drawn[2], "{line}: themes differ");
            assert!(drawn.iter().all(|svg| svg.starts_with("<svg") && svg.ends_with("</svg>\n")), "{line}");
            let (svg, csv) = (file("chart.svg"), file("chart.csv"));
            assert_eq!(with(&["--width", "320", &svg]), "");
            assert!(fs::read_to_string(&svg).unwrap().contains("320"), "{line}");
            let table = with(&["--table", &csv]);
            assert_eq!(fs::read_to_string(&csv).unwrap().lines().count(), table.lines().count(), "{line}");
            assert_eq!(with(&["--table"]), table, "{line}");
        }
    }
}

#[test]
fn words_of_an_experiment_that_cannot_be_followed_are_refused_with_2() {
    let run = |words: &[&str]| refused(2, &[&["run", "in.png", "--kernel", "sobel"], words].concat());
    assert_eq!(refused(2, &["run", "in.png"]), "toasters run needs --kernel NAME; `toasters help` tells more.");
    assert_eq!(
        refused(2, &["run", "--kernel", "sobel"]),
        "toasters run needs a picture, or - for a kernel that reads none; `toasters help` tells more."
    );
    assert_eq!(
        refused(2, &["run", "-", "--kernel", "sobel"]),
        "Sobel edges reads a picture: name its file in place of -."
    );
    assert_eq!(
        run(&["--modes", "simd,js"]),
        "The mode js is JavaScript and needs a browser: natively there are simd and threads."
    );
    for (mode, why) in [("workers", "needs a browser's workers"), ("scalar", "is a build of its own for browsers")] {
        let told = run(&["--modes", mode]);
        assert!(told.starts_with(&format!("The mode {mode} {why}: natively there")), "{told}");
    }
    for modes in ["", "simd,", "gpu"] {
        let expected = format!("--modes takes simd and threads, with a comma between them; it was “{modes}”.");
        assert_eq!(run(&["--modes", modes]), expected);
    }
    assert_eq!(
        run(&["--experiment", "contest"]),
        "--experiment takes one of race, ladder, scaling, growing, break-even, chunks; it was “contest”."
    );
    for budget in ["0", "-1", "3601", "NaN", "inf", "soon"] {
        let expected = format!("--budget takes seconds, more than 0 and at most 3600; it was “{budget}”.");
        assert_eq!(run(&["--budget", budget]), expected);
    }
    let (_, input) = saved("limits.png");
    let large = |words: &[&str]| refused(2, &[&["run", &input, "--kernel", "invert"], words].concat());
    assert_eq!(
        large(&["--modes", &["threads"; 65].join(",")]),
        "An experiment compares 64 modes at most, and this one has 65: name fewer with --modes."
    );
    assert_eq!(
        large(&["--modes", &["threads"; 20].join(","), "--rounds", "1000"]),
        "20 modes in 1030 rounds, warm-ups included, are more than the 20\u{a0}000 runs of the largest report: take fewer --rounds."
    );
    assert!(run(&["--rounds", "0"]).starts_with("--rounds takes a whole number from 1 to 1000"));
    assert!(run(&["--seed", "-1"]).starts_with("--seed takes a whole number from 0 to 4294967295"));
    assert_eq!(run(&["two"]), "“two” is one word too many; `toasters help` tells more.");
    assert!(
        refused(1, &["run", &file("none.png"), "--kernel", "sobel"])
            .ends_with("there is no such file; check its name.")
    );
}

#[test]
fn words_of_a_chart_that_cannot_be_followed_are_refused_with_2() {
    let path = raced("chart-words");
    let chart = |words: &[&str]| refused(2, &[&["chart", &path], words].concat());
    assert_eq!(refused(2, &["chart"]), "toasters chart needs a report's file; `toasters help` tells more.");
    assert_eq!(
        chart(&["--chart", "bars"]),
        "toasters chart needs a file to draw into, - for standard output, or --table; `toasters help` tells more."
    );
    assert_eq!(chart(&["out.svg"]), "toasters chart needs --chart NAME; `toasters help` tells more.");
    let unknown = chart(&["--chart", "pie", "-"]);
    assert!(
        unknown.starts_with("--chart takes one of bars, ladder, speed-up, ")
            && unknown.ends_with("list; it was “pie”.")
    );
    assert_eq!(
        chart(&["--chart", "bars", "--theme", "blue", "-"]),
        "--theme takes one of light, dark, print; it was “blue”."
    );
    assert!(
        chart(&["--chart", "bars", "--width", "20", "-"]).starts_with("--width takes a whole number from 240 to 4000")
    );
    assert_eq!(
        chart(&["--chart", "bars", "out.png"]),
        "“out.png” doesn't say in which format to save: let it end in one of .svg, .csv."
    );
    assert_eq!(chart(&["--chart", "bars", "--mode", "1", "-"]), "The chart “bars” shows all modes: leave --mode out.");
    let expected = "The chart “lanes” shows one mode: say --mode 0 (Sequential) or 1 (Parallel, 2 threads).";
    assert_eq!(chart(&["--chart", "lanes", "-"]), expected);
    assert_eq!(chart(&["--chart", "lanes", "--mode", "2", "-"]), expected);
}

#[test]
fn several_reports_are_laid_over_each_other() {
    let own = raced("chart-several");
    let drawn = printed(&["chart", &own, OF_THE_PAGE, "--chart", "bars", "-"]);
    assert!(drawn.contains(">A: Sequential<") && drawn.contains(">B: Sequential<"), "{drawn}");
    assert!(drawn.contains("page-report.json: "), "{drawn}");
    let listed = printed(&["chart", &own, OF_THE_PAGE]);
    assert!(listed.contains("B: ") && listed.contains("lanes"), "{listed}");
    let seven = vec![OF_THE_PAGE; 7];
    assert_eq!(refused(2, &[&["chart"], &*seven].concat()), "Charts show 6 reports at most.");
}

#[test]
fn files_that_are_no_reports_are_refused_with_1() {
    let good = fs::read_to_string(OF_THE_PAGE).unwrap();
    let refuse = |text: &str| {
        let path = file("no-report.json");
        fs::write(&path, text).unwrap();
        let told = refused(1, &["chart", &path]);
        told.strip_prefix(&format!("“{path}” can't be read as a report: ")).unwrap().to_owned()
    };
    assert!(refuse("").ends_with("."));
    assert!(refuse("{}").starts_with("missing field `version`"));
    let changed = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        refuse(&good.replacen(from, to, 1))
    };
    assert_eq!(
        changed("\"version\":1", "\"version\":2"),
        "This report has format version 2; this page reads version 1."
    );
    assert_eq!(
        refuse("{\"version\": 9, \"new\": true}"),
        "This report has format version 9; this page reads version 1."
    );
    assert!(changed("\"mode\":\"simd\"", "\"mode\":\"gpu\"").starts_with("unknown variant `gpu`"));
    assert!(changed("\"modeIndex\":1", "\"modeIndex\":7").starts_with("The report names mode number 7"));
    let path = raced("frames");
    let told = refused(1, &["chart", &path, "--chart", "frames", "-"]);
    assert!(told.starts_with("This report has nothing to show in the chart “frames”: there is bars, "), "{told}");
    assert!(!Path::new("out.svg").exists());
}
