//! Every rule of the verdict with a report that makes it speak and one that doesn't, and the headlines of every experiment.

use measure::summarise;
use model::{
    CeilingPoint, ChunkSize, Decision, Experiment, Mode, ModeSettings, Phase, PhaseTime, Report, SetAside, Shape, Size,
    Stop, Summary,
};

use crate::world::{SEQUENTIAL, experiment, planned, pool, settings};

/// A race of these modes in these times, with a ripple of 1 %; warm-ups took twice as long, but for the last mode's, which took as long.
fn race(modes: &[(ModeSettings, f64)]) -> Report {
    let settings: Vec<ModeSettings> = modes.iter().map(|m| m.0).collect();
    let mut report =
        experiment(&settings, 9, 1, |mode, round| modes[mode].1 * (1.0 + 0.002 * f64::from(round * 7 % 5)));
    report.runs.iter_mut().filter(|r| r.warmup).for_each(|r| r.total_ms = modes[r.mode_index as usize].1);
    report
}

/// One thread in 100 ms against four in `ms`.
fn four(ms: f64) -> Report {
    race(&[(SEQUENTIAL, 100.0), (pool(4), ms)])
}

/// What a rule says of a report, if it is among the findings.
fn said(report: &Report, rule: &str) -> Option<String> {
    let findings = summarise(report).findings;
    assert!(findings.len() <= 3);
    findings.into_iter().find(|f| f.rule == rule).map(|f| f.sentence)
}

/// One report has the rule say this, the other has it say nothing.
fn rule(name: &str, speaks: &Report, sentence: &str, silent: &Report) {
    assert_eq!(said(speaks, name).as_deref(), Some(sentence));
    assert_eq!(said(silent, name), None, "{name}");
}

/// Lanes that were busy for these milliseconds each.
fn busy(report: &mut Report, mode: u32, ms: &[f64]) {
    for run in report.runs.iter_mut().filter(|r| r.mode_index == mode) {
        for (span, ms) in run.trace.spans.iter_mut().zip(ms) {
            span.end_ms = *ms;
        }
    }
}

#[test]
fn dependency() {
    let mut dependent = four(100.0);
    dependent.job.shape = Shape::Dependent;
    rule(
        "dependency",
        &dependent,
        "No number of cores changes that; running several pictures at once would use them.",
        &four(30.0),
    );
    assert_eq!(summarise(&dependent).findings.len(), 1, "nothing else follows");
}

#[test]
fn undecided() {
    let noisy = |mode: usize, round: u32| 100.0 + [f64::from(round * 13 % 40), f64::from(round * 29 % 41)][mode];
    let mut open = experiment(&[SEQUENTIAL, pool(2)], 9, 1, noisy);
    open.stop = Some(Stop::Time);
    rule(
        "undecided",
        &open,
        "1 of 1 comparison is undecided when the time was spent: a calmer machine, a larger picture or more time would tell.",
        &four(30.0),
    );
}

#[test]
fn drift() {
    let hot =
        experiment(&[SEQUENTIAL, pool(2)], 12, 1, |mode, round| [100.0, 60.0][mode] * (1.0 + 0.02 * f64::from(round)));
    rule(
        "drift",
        &hot,
        "The machine changed meanwhile: the times of 2 threads rose from round to round (rank correlation 1.0), as with heat \
         or other programs.",
        &four(30.0),
    );
}

#[test]
fn set_aside() {
    let mut hidden = four(30.0);
    for run in hidden.runs.iter_mut().filter(|r| !r.warmup && r.round == 3) {
        run.set_aside = Some(SetAside::Hidden);
        run.total_ms = 5_000.0;
    }
    rule(
        "set-aside",
        &hidden,
        "2 runs were set aside and not counted: the page wasn't seen meanwhile, and browsers slow down what isn't.",
        &four(30.0),
    );
    let modes = summarise(&hidden).modes;
    assert!(modes.iter().all(|m| (m.samples, m.set_aside, m.outliers) == (8, 1, 0)));
}

#[test]
fn simd_first() {
    let one = |mode| ModeSettings::new(mode, 1);
    let slow = race(&[(SEQUENTIAL, 100.0), (one(Mode::Js), 500.0), (one(Mode::Scalar), 300.0), (pool(4), 30.0)]);
    rule(
        "simd-first",
        &slow,
        "If your code is still a loop in JavaScript, try SIMD before threads: on one thread it is 5.0\u{a0}× as fast.",
        &race(&[(SEQUENTIAL, 100.0), (one(Mode::Js), 110.0), (pool(4), 30.0)]),
    );
}

#[test]
fn too_many_threads() {
    let many = race(&[(SEQUENTIAL, 100.0), (pool(8), 30.0)]);
    rule("too-many-threads", &many, "This machine claims 4 cores; 8 threads take turns on them.", &four(60.0));
}

#[test]
fn ceiling() {
    let mut low = four(60.0);
    low.ceiling = vec![CeilingPoint { lanes: 1, speed_up: 1.0 }, CeilingPoint { lanes: 4, speed_up: 2.0 }];
    let mut high = low.clone();
    high.ceiling[1].speed_up = 3.9;
    rule(
        "ceiling",
        &low,
        "The machine is the limit: even at work that needs nothing but registers, 4 threads come to 2.0\u{a0}× here.",
        &high,
    );
    assert!((summarise(&low).comparisons[0].of_ceiling.unwrap() - 100.0 / 60.0 / 2.0).abs() < 0.01);
}

#[test]
fn overhead() {
    let mut waiting = four(60.0);
    for run in waiting.runs.iter_mut().filter(|r| r.mode_index == 1) {
        run.phases = vec![PhaseTime { phase: Phase::Wait, ms: run.total_ms / 2.0 }];
    }
    rule(
        "overhead",
        &waiting,
        "Overhead is the limit: 50 % of a run of 60.2 ms goes into copying and waiting; a larger picture has less of that.",
        &four(60.0),
    );
}

#[test]
fn uneven() {
    let mut lopsided = four(60.0);
    busy(&mut lopsided, 1, &[58.0, 20.0, 20.0, 20.0]);
    rule(
        "uneven",
        &lopsided,
        "Uneven load is the limit: the busiest lane worked 2.0\u{a0}× as long as the average one; smaller chunks would even it \
         out.",
        &four(60.0),
    );
}

#[test]
fn memory() {
    let mut starved = four(60.0);
    starved.job.shape = Shape::Point;
    busy(&mut starved, 1, &[57.0; 4]);
    let mut idle = starved.clone();
    busy(&mut idle, 1, &[27.0; 4]);
    rule(
        "memory",
        &starved,
        "Memory is the limit: the lanes were busy for 95 % of the time, and yet did less than the same number of single threads.",
        &idle,
    );
    starved.job.shape = Shape::Stencil;
    assert!(said(&starved, "memory").unwrap().starts_with("Memory is most likely the limit: "));
}

#[test]
fn serial() {
    let mut idle = four(60.0);
    busy(&mut idle, 1, &[27.0; 4]);
    // (1/S − 1/4) / (1 − 1/4) with S = 100/60.
    rule(
        "serial",
        &idle,
        "What 4 threads can't share is the limit: a serial part of 47 % would explain it.",
        &four(30.0),
    );
}

#[test]
fn more_cores() {
    // Karp and Flatt: 4 threads in 40 % of the time leave a fifth serial.
    rule(
        "more-cores",
        &four(40.0),
        "Guessed from this one number of lanes by Amdahl's law, 4, 16, 64 and 256 cores would bring 2.5\u{a0}×, 4.0\u{a0}×, \
         4.7\u{a0}× and 4.9\u{a0}×: 256 would be hardly better than 16.",
        &four(130.0),
    );
    let modes: Vec<ModeSettings> = std::iter::once(SEQUENTIAL).chain((1..=6).map(pool)).collect();
    let scaled = |kappa: f64| {
        let mut report = planned(settings(Experiment::Scaling, &modes, 9, 1), |mode, _| {
            let n = f64::from(modes[mode].threads);
            100.0 * (0.99 / n + 0.01 + kappa * (n - 1.0))
        });
        report.machine.claimed_cores = 8;
        said(&report, "more-cores").unwrap()
    };
    assert_eq!(
        scaled(0.0),
        "By Amdahl's law as fitted, 4, 16, 64 and 256 cores would bring 3.9\u{a0}×, 14\u{a0}×, 39\u{a0}× and 72\u{a0}×: 256 would be poorly \
         used."
    );
    assert!(scaled(0.01).ends_with(": beyond 10 of them it gets slower."), "{}", scaled(0.01));
}

#[test]
fn warm_up() {
    let mut slow = four(30.0);
    slow.runs.iter_mut().filter(|r| r.warmup && r.mode_index == 1).for_each(|r| r.total_ms = 180.0);
    rule(
        "warm-up",
        &slow,
        "The first run of 4 threads took 6.0\u{a0}× the settled time: whoever runs second looks fast.",
        &four(30.0),
    );
}

/// The summary of an experiment whose times the baseline and others have, without noise.
fn varied(kind: Experiment, modes: &[ModeSettings], time: impl Fn(ModeSettings) -> f64) -> Summary {
    let mut report = planned(settings(kind, modes, 9, 1), |mode, _| time(modes[mode]));
    report.machine.claimed_cores = 8;
    summarise(&report)
}

#[test]
fn headlines_tell_what_the_variation_showed() {
    let lanes: Vec<ModeSettings> = std::iter::once(SEQUENTIAL).chain([1, 2, 4, 8].map(pool)).collect();
    let scaling = varied(Experiment::Scaling, &lanes, |m| 100.0 / f64::from(m.threads.min(4)));
    assert_eq!(scaling.headline, "4 threads blur this picture 4.0\u{a0}× faster than one; 8 come to 4.0\u{a0}×.");

    let size = |n: u32| (n < 8).then(|| Size::new(1000, n * 1500));
    let growing: Vec<ModeSettings> = lanes.iter().map(|m| ModeSettings { size: size(m.threads), ..*m }).collect();
    let growing = varied(Experiment::Growing, &growing, |_| 100.0);
    assert_eq!(
        growing.headline,
        "8 threads blur this picture 8.0\u{a0}× faster than one, pixel for pixel, when it grows with them."
    );

    let one = |mode| ModeSettings::new(mode, 1);
    let ladder = [SEQUENTIAL, one(Mode::Js), one(Mode::Scalar), pool(4)];
    let ladder = varied(Experiment::Ladder, &ladder, |m| match m.mode {
        Mode::Js => 600.0,
        Mode::Scalar => 400.0,
        Mode::Simd => 100.0,
        _ => 30.0,
    });
    assert_eq!(
        ladder.headline,
        "4 threads blur this picture 20\u{a0}× faster than JavaScript; SIMD brought most, 4.0\u{a0}×."
    );

    let kinds = [ChunkSize::Auto, ChunkSize::OnePerLane, ChunkSize::Rows(1), ChunkSize::Rows(64)];
    let chunks: Vec<ModeSettings> =
        std::iter::once(SEQUENTIAL).chain(kinds.map(|chunk| ModeSettings { chunk, ..pool(4) })).collect();
    let time = |m: ModeSettings| match (m.mode, m.chunk) {
        (Mode::Simd, _) => 100.0,
        (_, ChunkSize::Rows(1)) => 50.0,
        (_, ChunkSize::Rows(_)) => 25.0,
        _ => 40.0,
    };
    assert_eq!(
        varied(Experiment::Chunks, &chunks, time).headline,
        "Chunks of 64 rows suit 4 threads best; with chunks of 1 row they take 2.0\u{a0}× as long."
    );
    assert_eq!(
        varied(Experiment::Chunks, &chunks, |m| 100.0 / f64::from(m.threads)).headline,
        "Chunks of any size do: 4 threads blur this picture 4.0\u{a0}× faster than one."
    );

    let sizes = [8, 40, 200, 1000].map(|side| Some(Size::new(side, side))).into_iter();
    let even: Vec<ModeSettings> =
        sizes.flat_map(|size| [SEQUENTIAL, pool(4)].map(|m| ModeSettings { size, ..m })).collect();
    let pixels = |m: ModeSettings| m.size.unwrap().pixels() as f64;
    let crossing = varied(Experiment::BreakEven, &even, |m| match m.threads {
        1 => pixels(m) * 1e-4,
        _ => 1.0 + pixels(m) * 4e-5,
    });
    assert_eq!(
        crossing.headline,
        "4 threads blur this picture faster than one from 200\u{a0}×\u{a0}200 pixels on; on smaller ones that isn't sure."
    );
    let never = varied(Experiment::BreakEven, &even, |m| pixels(m) * 1e-3 * f64::from(m.threads));
    assert_eq!(never.headline, "4 threads blur this picture no faster than one on this machine, whatever the size.");
}

#[test]
fn five_per_cent_is_slower_and_not_the_same() {
    let summary = summarise(&four(104.0));
    assert_eq!(summary.comparisons[0].decision, Decision::Slower);
}
