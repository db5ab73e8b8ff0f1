//! Every rule of the verdict with a report that makes it speak and one that doesn't, and the headlines of every experiment.

use measure::summarise;
use model::{
    CeilingPoint, ChunkSize, Decision, Experiment, Mode, ModeSettings, Phase, PhaseTime, Report, SetAside, Shape, Size,
    Stop, Summary,
};

use crate::world::{Noise, SEQUENTIAL, experiment, planned, pool, settings};

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
    let one = experiment(&[SEQUENTIAL, pool(2)], 9, 1, noisy);
    assert_eq!(summarise(&one).comparisons[0].decision, Decision::Undecided);
    // The headline has said it.
    assert_eq!(said(&one, "undecided"), None);

    let mut open = experiment(&[SEQUENTIAL, pool(2), pool(4)], 9, 1, |mode, round| match mode {
        2 => 20.0,
        _ => noisy(mode, round),
    });
    open.stop = Some(Stop::Time);
    rule(
        "undecided",
        &open,
        "1 of 2 comparisons is undecided when the time was spent: a calmer machine, a larger picture or more time would tell.",
        &four(30.0),
    );
    for (stop, when) in [
        (None, "so far: "),
        (Some(Stop::Precise), "at the precision that was asked for: "),
        (Some(Stop::Rounds), "after all rounds: "),
        (Some(Stop::Cancelled), "when it was cancelled: "),
        (Some(Stop::Failed), "when it failed: "),
    ] {
        open.stop = stop;
        let sentence = said(&open, "undecided").unwrap();
        assert!(sentence.starts_with(&format!("1 of 2 comparisons is undecided {when}")), "{sentence}");
    }
    // No machine is calm enough to share what can't be shared.
    open.job.shape = Shape::Dependent;
    assert_eq!(said(&open, "undecided"), None);
}

#[test]
fn drift() {
    let hot =
        experiment(&[SEQUENTIAL, pool(2)], 12, 1, |mode, round| [100.0, 60.0][mode] * (1.0 + 0.02 * f64::from(round)));
    rule(
        "drift",
        &hot,
        "The times of 2 threads rose from round to round (rank correlation 1.0), as with heat or other programs.",
        &four(30.0),
    );
}

#[test]
fn drift_is_told_of_few_steady_machines() {
    let mut random = Noise(7);
    let (mut told, mut large) = (0, 0);
    for seed in 0..200 {
        let steady =
            experiment(&[SEQUENTIAL, pool(2), pool(4)], 8, seed, |_, _| 100.0 * (0.05 * random.normal()).exp());
        let drifts = summarise(&steady).modes.iter().any(|m| m.drifts);
        assert_eq!(drifts, summarise(&steady).findings.iter().any(|f| f.rule == "drift"), "told and drawn alike");
        told += u32::from(drifts);
        large += u32::from(summarise(&steady).modes.iter().any(|m| m.drift.abs() > 0.5));
    }
    // One in a hundred is promised; 200 may show 2.1 points more (three standard deviations).
    assert!(told <= 6 && large >= 50, "{told} told, {large} beyond 0.5");
    // Where more modes could have drifted by chance, one has to drift more surely.
    let order = [1, 2, 0, 4, 3, 6, 5, 7, 8];
    let slight = |modes: &[ModeSettings]| {
        let times = |mode: usize, round: u32| [100.0, 100.0 + f64::from(order[round as usize])][usize::from(mode == 1)];
        said(&experiment(modes, 9, 1, times), "drift")
    };
    assert!(slight(&[SEQUENTIAL, pool(2)]).is_some());
    let modes: Vec<ModeSettings> = std::iter::once(SEQUENTIAL).chain((2..200).map(pool)).collect();
    assert_eq!(slight(&modes), None);
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
    // What is surely exceeded is no ceiling: something disturbed it.
    low.ceiling[1].speed_up = 1.2;
    assert_eq!((said(&low, "ceiling"), summarise(&low).comparisons[0].of_ceiling), (None, None));
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
        "Overhead is the limit of 4 threads: 50 % of a run of 60.2 ms goes into copying and waiting; a larger picture has less of that.",
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
        "Uneven load is the limit of 4 threads: the busiest lane worked 2.0\u{a0}× as long as the average one; smaller chunks would \
         even it out.",
        &four(60.0),
    );
}

#[test]
fn memory() {
    let mut starved = four(60.0);
    starved.job.shape = Shape::Point;
    busy(&mut starved, 1, &[57.0; 4]);
    let unknown = starved.clone();
    starved.ceiling = vec![CeilingPoint { lanes: 1, speed_up: 1.0 }, CeilingPoint { lanes: 4, speed_up: 3.9 }];
    let mut idle = starved.clone();
    busy(&mut idle, 1, &[27.0; 4]);
    rule(
        "memory",
        &starved,
        "Memory is most likely the limit: 4 threads were busy for 95 % of the time, and at work that needs nothing but registers \
         they come to 3.9\u{a0}× here.",
        &idle,
    );
    // Four busy lanes may have taken turns on two cores. Nor is a serial part what keeps busy lanes.
    assert_eq!((said(&unknown, "memory"), said(&unknown, "serial")), (None, None));
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
        "Guessed from 4 threads alone by Amdahl's law, 4, 16, 64 and 256 cores would bring 2.5\u{a0}×, 4.0\u{a0}×, \
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
        "By Amdahl's law as fitted to threads, 4, 16, 64 and 256 cores would bring 3.9\u{a0}×, 14\u{a0}×, 39\u{a0}× and 72\u{a0}× (the 95 % \
         band of the last goes from 72 to 72\u{a0}×): 256 would be poorly used."
    );
    assert!(scaled(0.01).ends_with(": beyond 10 of them (10 to 10) it gets slower."), "{}", scaled(0.01));
    // More than linear leaves nothing to guess from; nor does a machine that has no more to give.
    assert_eq!(said(&four(20.0), "more-cores"), None);
    let mut low = four(60.0);
    assert!(said(&low, "more-cores").is_some());
    low.ceiling = vec![CeilingPoint { lanes: 1, speed_up: 1.0 }, CeilingPoint { lanes: 4, speed_up: 2.0 }];
    assert_eq!(said(&low, "more-cores"), None);
    assert_eq!(said(&race(&[(SEQUENTIAL, 100.0), (pool(8), 30.0)]), "more-cores"), None);
}

#[test]
fn a_peak_that_is_not_sure_is_told_as_such() {
    let modes: Vec<ModeSettings> = std::iter::once(SEQUENTIAL).chain((1..=8).map(pool)).collect();
    let mut report = planned(settings(Experiment::Scaling, &modes, 12, 1), |mode, round| {
        let n = f64::from(modes[mode].threads);
        100.0 * (0.9 / n + 0.1 + if round < 4 { 0.0 } else { 0.01 } * (n - 1.0))
    });
    report.machine.claimed_cores = 8;
    let said = said(&report, "more-cores").unwrap();
    assert!(said.contains(": beyond 9 of them it may get slower ("), "{said}");
    assert!(said.ends_with(" or more, if at all)."), "{said}");
}

#[test]
fn findings_are_about_the_mode_in_the_headline() {
    let both = race(&[(SEQUENTIAL, 100.0), (pool(4), 40.0), (ModeSettings::new(Mode::Workers, 4), 90.0)]);
    assert_eq!(summarise(&both).headline, "4 threads blur this picture 2.5\u{a0}× faster than one.");
    assert!(said(&both, "more-cores").unwrap().starts_with("Guessed from 4 threads alone by Amdahl's law, 4,"));

    let workers = |n| ModeSettings::new(Mode::Workers, n);
    let modes = [SEQUENTIAL, pool(1), pool(2), pool(4), workers(1), workers(2), workers(4)];
    let scaling = varied(Experiment::Scaling, &modes, |m| match m.mode {
        Mode::Workers => 90.0,
        _ => 100.0 / f64::from(m.threads.min(2)),
    });
    assert_eq!(scaling.headline, "2 threads blur this picture 2.0\u{a0}× faster than one; 4 come to 2.0\u{a0}×.");

    // The automatic chunks suit best, and the last ones wait.
    let kinds = [ChunkSize::Auto, ChunkSize::Rows(64)];
    let modes: Vec<ModeSettings> =
        std::iter::once(SEQUENTIAL).chain(kinds.map(|chunk| ModeSettings { chunk, ..pool(4) })).collect();
    let mut chunks = planned(settings(Experiment::Chunks, &modes, 9, 1), |mode, _| [100.0, 26.0, 60.0][mode]);
    for run in chunks.runs.iter_mut().filter(|r| r.mode_index == 2) {
        run.phases = vec![PhaseTime { phase: Phase::Wait, ms: 30.0 }];
    }
    assert_eq!(said(&chunks, "overhead"), None);
}

#[test]
fn one_core_is_told_of_its_thread() {
    let one = |mode| ModeSettings::new(mode, 1);
    let modes = [SEQUENTIAL, one(Mode::Js), one(Mode::Scalar), pool(1), one(Mode::Workers)];
    let mut ladder =
        planned(settings(Experiment::Ladder, &modes, 9, 1), |mode, _| [100.0, 400.0, 300.0, 110.0, 120.0][mode]);
    assert_eq!(
        summarise(&ladder).headline,
        "1 thread can blur this picture no faster: 0.9\u{a0}× the speed of sequential code."
    );
    ladder.job.shape = Shape::Dependent;
    assert!(said(&ladder, "dependency").is_some());
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
        "8 threads blur this picture 8.0\u{a0}× faster than one, pixel for pixel: a scaled speed-up, as the picture grows with the lanes."
    );
    let detail = growing.detail;
    assert!(detail.starts_with("The 95 % interval of the scaled speed-up goes from "), "{detail}");
    assert!(
        detail.contains(
            "Median times: 100 ms on one thread for 1000\u{a0}×\u{a0}1500 pixels, 100 ms on 8 threads for 4000\u{a0}×\u{a0}3000 pixels."
        ),
        "{detail}"
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
        "4 threads blur this picture faster than one from 200\u{a0}×\u{a0}200 pixels on, and slower on smaller ones."
    );
    assert!(
        crossing.detail.starts_with("These are the figures of the largest picture, 1000\u{a0}×\u{a0}1000 pixels. "),
        "{}",
        crossing.detail
    );
    assert!(
        crossing.detail.contains("Median times: 100 ms on one thread, 41.0 ms on 4 threads."),
        "{}",
        crossing.detail
    );
    let workers = ModeSettings::new(Mode::Workers, 4);
    let both: Vec<ModeSettings> =
        even.chunks(2).flat_map(|m| [m[0], m[1], ModeSettings { size: m[0].size, ..workers }]).collect();
    let both = varied(Experiment::BreakEven, &both, |m| 1.0 + pixels(m) * 1e-4 / f64::from(m.threads));
    assert!(both.headline.starts_with("4 threads ") && both.detail.contains(" on 4 threads."), "{both:?}");
    // As fast as one thread up to 40 × 40.
    let from = varied(Experiment::BreakEven, &even, |m| match m.threads {
        4 if pixels(m) > 2e3 => 1.0 + pixels(m) * 3e-5,
        _ => 1.0 + pixels(m) * 1e-4,
    });
    assert_eq!(
        from.headline,
        "4 threads blur this picture faster than one from 200\u{a0}×\u{a0}200 pixels on; on smaller ones that isn't sure."
    );
    let between = varied(Experiment::BreakEven, &even, |m| match (m.threads, pixels(m) as u32) {
        (4, 64) => 2.0,
        (4, 40_000..) => 1.0 + pixels(m) * 3e-5,
        _ => 1.0 + pixels(m) * 1e-4,
    });
    assert_eq!(
        between.headline,
        "4 threads blur this picture faster than one from 200\u{a0}×\u{a0}200 pixels on, and slower up to 8\u{a0}×\u{a0}8 pixels; between \
         the two that isn't sure."
    );
    let never = varied(Experiment::BreakEven, &even, |m| pixels(m) * 1e-3 * f64::from(m.threads));
    assert_eq!(
        never.headline,
        "4 threads blur this picture no faster than one at any size measured (up to 1000\u{a0}×\u{a0}1000 pixels)."
    );
    let beyond = varied(Experiment::BreakEven, &even, |m| match m.threads {
        1 => 1.0 + pixels(m) * 1e-4,
        _ => 201.0 + pixels(m) * 5e-5,
    });
    assert_eq!(
        beyond.headline,
        "4 threads blur this picture no faster than one at any size measured (up to 1000\u{a0}×\u{a0}1000 pixels); the fits would \
         cross at about 4.0 million pixels."
    );
}

#[test]
fn headlines_name_the_baseline_that_there_is() {
    let scalar = ModeSettings::new(Mode::Scalar, 1);
    let scaling = varied(Experiment::Scaling, &[scalar, pool(2), pool(4)], |m| 100.0 / f64::from(m.threads));
    assert_eq!(scaling.headline, "4 threads blur this picture 4.0\u{a0}× faster than code without SIMD.");
    let js = ModeSettings::new(Mode::Js, 1);
    let growing = varied(Experiment::Growing, &[js, pool(2), pool(4)], |m| 100.0 / f64::from(m.threads));
    assert!(growing.headline.contains(" faster than JavaScript, pixel for pixel: "), "{}", growing.headline);
}

#[test]
fn growing_without_a_gain_is_told_pixel_for_pixel() {
    let half = ModeSettings { size: Some(Size::new(2000, 3000)), ..SEQUENTIAL };
    let slower = varied(Experiment::Growing, &[half, pool(2)], |m| f64::from(m.threads * m.threads) * 100.0);
    assert_eq!(
        slower.headline,
        "2 threads blur this picture no faster: 0.5\u{a0}× the speed of one (pixel for pixel, as the picture grows with the lanes)."
    );
    assert!(
        slower.detail.contains("100 ms on one thread for 2000\u{a0}×\u{a0}3000 pixels, 400 ms on 2 threads for 4000\u{a0}×\u{a0}3000 pixels."),
        "{}",
        slower.detail
    );
}

#[test]
fn runs_that_were_all_set_aside_are_said_to_be() {
    let mut hidden = four(30.0);
    hidden.runs.iter_mut().filter(|r| !r.warmup).for_each(|r| r.set_aside = Some(SetAside::Hidden));
    let summary = summarise(&hidden);
    assert_eq!(summary.headline, "No run counts yet.");
    assert_eq!(
        summary.detail,
        "Every measured run was set aside, because the page wasn't seen meanwhile, and browsers slow down what isn't."
    );
    assert!(summary.findings.is_empty());
}

#[test]
fn an_interval_without_1_that_decides_nothing_says_why() {
    let mut random = Noise(3);
    // Some 3 % faster in 3 % of noise: now and then 95 % leave out 1 and 99 % don't.
    let open = |summary: &Summary| {
        let c = &summary.comparisons[0];
        c.decision == Decision::Undecided && c.speed_up.low > 1.0
    };
    let summary = (0..200)
        .map(|seed| {
            let times = |mode: usize, _| [100.0, 96.0][mode] * (0.03 * random.normal()).exp();
            summarise(&experiment(&[SEQUENTIAL, pool(2)], 9, seed, times))
        })
        .find(open)
        .expect("one of 200 is between the two");
    assert!(summary.headline.starts_with("Too close to call after 9 rounds: "), "{}", summary.headline);
    assert!(summary.headline.ends_with(" the speed of one, not yet sure at 99 %."), "{}", summary.headline);
}

#[test]
fn five_per_cent_is_slower_and_not_the_same() {
    let summary = summarise(&four(104.0));
    assert_eq!(summary.comparisons[0].decision, Decision::Slower);
}
