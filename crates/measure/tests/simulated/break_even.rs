//! Break-even: crossings that are known are found.

use measure::summarise;
use model::{BreakEven, Experiment, ModeSettings, Report, Size, Wins};

use crate::world::{Noise, PICTURE, SEQUENTIAL, planned, pool, settings};

const SIDES: [u32; 7] = [8, 20, 50, 125, 312, 780, 1950];

/// A report at squares of seven sizes and the job's own picture. Sequential code takes 0.01 ms and 10 ns a pixel; four threads take
/// `overhead_ms` and `pixel_ns`.
fn report(overhead_ms: f64, pixel_ns: f64, noise: f64) -> Report {
    let sizes = SIDES.map(|side| Some(Size::new(side, side))).into_iter().chain([None]);
    let modes: Vec<ModeSettings> =
        sizes.flat_map(|size| [ModeSettings { size, ..SEQUENTIAL }, ModeSettings { size, ..pool(4) }]).collect();
    let mut random = Noise(42);
    let mut report = planned(settings(Experiment::BreakEven, &modes, 12, 1), |at, _| {
        let pixels = modes[at].size.unwrap_or(PICTURE).pixels() as f64;
        let [overhead, ns] = if modes[at].threads == 1 { [0.01, 10.0] } else { [overhead_ms, pixel_ns] };
        (overhead + pixels * ns / 1e6) * (noise * random.normal()).exp()
    });
    // As if the short ones had been taken over batches.
    report.machine.clock_resolution_ms = 1e-4;
    report
}

fn even(report: &Report) -> BreakEven {
    summarise(report).break_even.expect("an experiment of sizes")
}

#[test]
fn overhead_pixels_and_crossing_are_recovered() {
    let exact = even(&report(0.25, 3.0, 0.0));
    assert_eq!(exact.lines.iter().map(|line| line.mode.threads).collect::<Vec<_>>(), [1, 4]);
    let line = &exact.lines[1];
    assert!((line.overhead_ms.value - 0.25).abs() < 1e-9 && (line.pixel_ns.value - 3.0).abs() < 1e-9, "{line:?}");
    assert_eq!(line.mode_indices, [1, 3, 5, 7, 9, 11, 13, 15]);
    let crossing = &exact.crossings[0];
    // 0.24 ms more for 7 ns a pixel less.
    assert!((crossing.pixels.unwrap().value - 0.24e6 / 7.0).abs() < 0.01, "{crossing:?}");
    assert_eq!((crossing.wins, crossing.smallest), (Wins::From, Some(Size::new(312, 312))));

    let noisy = even(&report(0.25, 3.0, 0.05));
    let pixels = noisy.crossings[0].pixels.unwrap();
    assert!((pixels.value / 34_286.0 - 1.0).abs() < 0.1, "{pixels:?}");
    assert!(pixels.low < pixels.high && pixels.low > 25_000.0 && pixels.high < 45_000.0, "{pixels:?}");
}

#[test]
fn always_and_never_are_answers() {
    let always = even(&report(0.005, 3.0, 0.01));
    assert_eq!((always.crossings[0].wins, always.crossings[0].smallest), (Wins::Always, Some(Size::new(8, 8))));
    let never = even(&report(0.25, 12.0, 0.01));
    assert_eq!((never.crossings[0].wins, never.crossings[0].smallest), (Wins::Never, None));
    assert_eq!(never.crossings[0].pixels, None);
    let unclear = even(&report(0.25, 10.0, 0.4));
    assert_eq!(unclear.crossings[0].wins, Wins::Undecided);
}

#[test]
fn a_few_rounds_give_neither_lines_nor_a_crossing() {
    let mut few = report(0.25, 3.0, 0.01);
    few.runs.retain(|run| run.round < 7);
    let few = even(&few);
    assert!(few.lines.is_empty());
    assert_eq!((few.crossings.len(), few.crossings[0].wins), (1, Wins::Undecided));
    assert_eq!((few.crossings[0].pixels, few.crossings[0].smallest), (None, None));
}

#[test]
fn every_size_is_compared_with_its_own_baseline() {
    let summary = summarise(&report(0.25, 3.0, 0.0));
    let pairs: Vec<(u32, u32)> = summary.comparisons.iter().map(|c| (c.baseline_index, c.mode_index)).collect();
    assert_eq!(pairs, [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13), (14, 15)]);
    assert!(summary.scaling.is_empty());
}
