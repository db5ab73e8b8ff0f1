//! A batch: its files as lanes over time, and its ways side by side.

mod lanes;
mod ways;

pub use lanes::batch_lanes;
pub use ways::batch_ways;

use model::{BatchRun, Mode, Way};

use crate::text::{count, time};

/// Colour means mode, and a way runs as one of them does.
const fn mode_of(way: Way) -> Mode {
    match way {
        Way::Loop | Way::Map => Mode::Simd,
        Way::ThreadsMap => Mode::Threads,
        Way::WorkersMap | Way::WorkersSubmit => Mode::Workers,
        Way::Browser => Mode::Js,
    }
}

/// Files that ended with a result, and with a fault.
fn ended(run: &BatchRun) -> (usize, usize) {
    let faults = run.records.iter().filter(|record| record.done_ms.is_some() && record.fault.is_some()).count();
    let ended = run.records.iter().filter(|record| record.done_ms.is_some()).count();
    (ended - faults, faults)
}

/// Results a second; 0 of a run that took no time.
fn files_a_second(run: &BatchRun) -> f64 {
    let rate = ended(run).0 as f64 / run.total_ms * 1e3;
    if rate.is_finite() { rate } else { 0.0 }
}

/// Decoded megapixels a second, where the sizes of the files are known.
fn megapixels_a_second(run: &BatchRun) -> Option<f64> {
    let pixels: f64 = run.records.iter().map(|record| f64::from(record.width) * f64::from(record.height)).sum();
    let rate = pixels / 1e3 / run.total_ms;
    (pixels > 0.0 && rate.is_finite()).then_some(rate)
}

/// A rate with three significant digits at most.
fn rate(value: f64) -> String {
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$}")
}

/// "threads.map: 198 of 200 files in 1.23 s, 2 failures".
fn told(run: &BatchRun) -> String {
    let (made, faults) = ended(run);
    let files = match made == run.records.len() {
        true => count(made, "file"),
        false => format!("{made} of {}", count(run.records.len(), "file")),
    };
    let faults = if faults > 0 { format!(", {}", count(faults, "failure")) } else { String::new() };
    let cancelled = if run.cancelled { ", then cancelled" } else { "" };
    format!("{}: {files} in {}{faults}{cancelled}", run.way.label(), time(run.total_ms))
}

#[cfg(test)]
pub(crate) mod examples {
    use model::{
        BATCH_REPORT_VERSION, BatchReport, BatchRun, FileFault, FileRecord, Machine, Recipe, Span, Stage, Trace, Way,
    };

    /// So many files on so many lanes, each read for 1, decoded for 4 and rendered for 1 ms; every fifth can't be read.
    pub(crate) fn run(way: Way, lanes: u32, files: u32) -> BatchRun {
        let mut spans = Vec::new();
        let mut records = Vec::new();
        for file in 0..files {
            let lane = file % lanes;
            let start = f64::from(file / lanes) * 6.0;
            let broken = file % 5 == 4;
            let mut span = |stage, from: f64, to: f64| {
                let (start_ms, end_ms) = (start + from, start + to);
                spans.push(Span { lane, start_ms, end_ms, first_row: file, end_row: file + 1, stage });
            };
            span(Stage::CopyIn, 0.0, 1.0);
            if !broken {
                span(Stage::Decode, 1.0, 5.0);
                span(Stage::Render, 5.0, 6.0);
            }
            let message = "The file is empty. Copy or download it again.".into();
            records.push(FileRecord {
                name: format!("xray-{file}.jpg"),
                bytes: 540_000,
                width: if broken { 0 } else { 1600 },
                height: if broken { 0 } else { 1250 },
                done_ms: Some(start + 6.0),
                fault: broken.then(|| FileFault { code: "empty".into(), message }),
            });
        }
        BatchRun {
            way,
            lanes,
            chunksize: 1,
            total_ms: f64::from(files.div_ceil(lanes)) * 6.0,
            cancelled: false,
            longest_gap_ms: Some(17.0),
            trace: Trace { lanes, spans },
            records,
        }
    }

    pub(crate) fn report() -> BatchReport {
        let runs = vec![
            run(Way::Loop, 1, 20),
            run(Way::ThreadsMap, 4, 20),
            run(Way::WorkersMap, 2, 20),
            run(Way::WorkersSubmit, 3, 20),
            run(Way::Browser, 2, 20),
        ];
        BatchReport {
            version: BATCH_REPORT_VERSION,
            created: "2026-11-25T08:00:00.000Z".into(),
            machine: Machine {
                agent: "An example".into(),
                claimed_cores: 4,
                isolated: true,
                clock_resolution_ms: 0.005,
                version: "0.1.0".into(),
            },
            source: "20 generated X-rays, seed 1".into(),
            recipe: Recipe::default(),
            runs,
        }
    }
}
