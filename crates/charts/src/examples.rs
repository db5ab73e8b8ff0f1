//! Reports made by hand, for the tests: one of every experiment.

use model::{
    BreakEven, CeilingPoint, ChunkSize, Comparison, Crossing, CurvePoint, Decision, Estimate, Experiment, Fit, Frames,
    Input, InputOrigin, Job, KernelSettings, Machine, Mode, ModeSettings, ModeSummary, Phase, PhaseTime, Place,
    REPORT_VERSION, Report, Run, Rung, Scaling, ScalingModel, Scope, SetAside, Settings, Shape, Size, SizeLine, Span,
    Stage, Summary, Trace, WarmUp, Wins, mode_names,
};

/// An estimate with an interval of this relative half-width.
fn about(value: f64, width: f64) -> Estimate {
    Estimate { value, low: value * (1.0 - width), high: value * (1.0 + width) }
}

/// `rounds` runs of each mode around its milliseconds, after two slow warm-ups, and their summary; the first mode is the baseline.
pub(crate) fn report_of(
    experiment: Experiment,
    modes: &[(ModeSettings, f64)],
    rounds: u32,
    action: &str,
) -> (Report, Summary) {
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
    let warmups = if rounds == 0 { 0 } else { 2 };
    for round in 0..warmups {
        let slow = 2.4 - 1.1 * f64::from(round);
        runs.extend((0u32..).zip(modes).map(|(index, (_, ms))| run(index, round, true, ms * slow)));
    }
    for round in 0..rounds {
        for (index, (_, ms)) in (0u32..).zip(modes) {
            // An uneven wave with one straggler.
            let wave = f64::from((round * 7 + index * 3) % 10) / 10.0;
            let ms = ms * (0.97 + 0.07 * wave + if round == 5 { 0.12 } else { 0.0 });
            runs.push(run(index, round, false, ms));
        }
    }
    let names = mode_names(&modes.iter().map(|(mode, _)| *mode).collect::<Vec<_>>());
    let mode_summary = |(index, &(mode, ms)): (usize, &(ModeSettings, f64))| ModeSummary {
        mode_index: index as u32,
        mode,
        name: names[index].full.clone(),
        samples: rounds,
        median_ms: Estimate { value: ms, low: ms * 0.975, high: ms * 1.03 },
        min_ms: ms * 0.97,
        mad_ms: ms * 0.02,
        outliers: u32::from(rounds > 5),
        set_aside: 0,
        busy: 0.9,
        warm_up: WarmUp { runs: 2, first_ms: ms * 2.4, ratio: 2.4, settled: true },
        drift: 0.0,
        drifts: false,
    };
    let base = |mode: &ModeSettings| modes.iter().position(|(other, _)| other.size == mode.size).unwrap_or(0);
    let comparison = |(index, (mode, ms)): (usize, &(ModeSettings, f64))| {
        let baseline = base(mode);
        let speed_up = modes[baseline].1 / ms;
        (index != baseline).then(|| Comparison {
            mode_index: index as u32,
            baseline_index: baseline as u32,
            speed_up: about(speed_up, 0.03),
            efficiency: speed_up / f64::from(mode.threads),
            of_ceiling: None,
            serial_fraction: None,
            decision: match speed_up {
                s if s > 1.03 => Decision::Faster,
                s if s < 0.97 => Decision::Slower,
                _ => Decision::Same,
            },
        })
    };
    let there = rounds > 0;
    let summary = Summary {
        modes: modes.iter().enumerate().map(mode_summary).filter(|_| there).collect(),
        comparisons: modes.iter().enumerate().filter_map(comparison).filter(|_| there).collect(),
        rungs: if there { climbed(experiment, modes) } else { vec![] },
        scaling: vec![],
        break_even: None,
        headline: String::new(),
        findings: vec![],
        detail: String::new(),
    };
    let size = Size::new(1600, 1280);
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
            experiment,
            modes: modes.iter().map(|(mode, _)| *mode).collect(),
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
        ceiling_at: None,
        stop: None,
        equality: None,
    };
    (report, summary)
}

/// The rungs of modes that are each the only one of their kind.
fn climbed(experiment: Experiment, modes: &[(ModeSettings, f64)]) -> Vec<Rung> {
    let find = |kind: Mode| modes.iter().position(|(mode, _)| mode.mode == kind);
    let climbed: Vec<usize> =
        [Mode::Js, Mode::Scalar, Mode::Simd, Mode::Threads, Mode::Workers].into_iter().filter_map(find).collect();
    if experiment != Experiment::Ladder && (experiment != Experiment::Race || climbed.len() < 3) {
        return vec![];
    }
    let over = |from: usize, to: usize| about(modes[from].1 / modes[to].1, 0.03);
    let rung = |(at, &own): (usize, &usize)| {
        let from = climbed[..at].iter().rev().find(|&&before| !modes[before].0.mode.is_parallel()).copied();
        Rung {
            mode_index: own as u32,
            from_index: from.map(|from| from as u32),
            gain: from.map(|from| over(from, own)),
            in_all: from.map(|_| over(climbed[0], own)),
        }
    };
    climbed.iter().enumerate().map(rung).collect()
}

/// A race of modes on so many lanes.
pub(crate) fn report(modes: &[(Mode, u32, f64)], rounds: u32, action: &str) -> (Report, Summary) {
    let modes: Vec<_> = modes.iter().map(|&(mode, threads, ms)| (ModeSettings::new(mode, threads), ms)).collect();
    report_of(Experiment::Race, &modes, rounds, action)
}

/// One against one, with traces.
pub(crate) fn race() -> (Report, Summary) {
    let (mut report, summary) = report(&[(Mode::Simd, 1, 123.4), (Mode::Threads, 4, 36.2)], 12, "blur this picture");
    for run in &mut report.runs {
        let lanes = if run.mode_index == 0 { 1 } else { 4 };
        run.trace = fitted(trace(lanes, 16), run.total_ms);
    }
    (report, summary)
}

/// `chunks` chunks of uneven length on `lanes` lanes, contiguous rows mostly on the same lane.
pub(crate) fn trace(lanes: u32, chunks: u32) -> Trace {
    let per_lane = chunks.div_ceil(lanes);
    let mut clocks = vec![0.3; lanes as usize];
    let rows = (1280 / chunks).max(1);
    let spans = (0..chunks).map(|i| {
        let lane = if i % 11 == 10 { (i / per_lane + 1) % lanes } else { i / per_lane };
        let start_ms = clocks[lane as usize];
        let end_ms = start_ms + 20.0 / f64::from(per_lane) * (1.0 + f64::from(i * 5 % 7) / 9.0);
        clocks[lane as usize] = end_ms + 0.05;
        Span { lane, start_ms, end_ms, first_row: i * rows, end_row: i * rows + rows, stage: Stage::Render }
    });
    Trace { lanes, spans: spans.collect() }
}

/// The same trace, made as long as a run.
pub(crate) fn fitted(mut trace: Trace, total_ms: f64) -> Trace {
    let end = trace.spans.iter().map(|s| s.end_ms).fold(0.0, f64::max);
    for span in &mut trace.spans {
        span.start_ms *= total_ms / end;
        span.end_ms *= total_ms / end;
    }
    trace
}

/// The same spans with the rows' ways in and out around them.
pub(crate) fn moved(trace: &Trace) -> Trace {
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

/// A race of every mode, one of them on the page too, with all phases and with frames, a run that was set aside and one that was held up.
pub(crate) fn every_mode() -> (Report, Summary) {
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
        run.trace = match run.mode_index {
            2 => fitted(trace(4, 24), run.total_ms),
            3 => fitted(moved(&trace(4, 4)), run.total_ms),
            _ => Trace::default(),
        };
        let every = if run.mode_index == 1 { run.total_ms + 16.0 } else { 16.7 };
        let at_ms: Vec<f64> =
            (0..).map(|i| f64::from(i) * every - 3.0).take_while(|&ms| ms < run.total_ms + 20.0).collect();
        run.frames = Some(Frames { drawn: at_ms.len() as u32, at_ms, longest_gap_ms: every });
    }
    for run in report.runs.iter_mut().filter(|run| !run.warmup && run.mode_index == 2 && run.round == 3) {
        run.set_aside = Some(SetAside::Hidden);
        run.total_ms *= 2.0;
    }
    summary.modes[2].set_aside = 1;
    (summary.modes[4].drift, summary.modes[4].drifts) = (0.7, true);
    (report, summary)
}

/// Points of a curve from 1 lane to 256.
fn lanes_curve(speed_up: impl Fn(f64) -> f64, width: f64) -> Vec<CurvePoint> {
    let mut at: Vec<f64> = (0..=16).map(|i| 2f64.powf(f64::from(i) / 2.0)).chain([3.0, 6.0]).collect();
    at.sort_by(f64::total_cmp);
    at.into_iter().map(|at| CurvePoint { at, value: about(speed_up(at), width * at.ln() / 5.0) }).collect()
}

fn fit(model: ScalingModel, parallel: f64, coherency: f64, limit: Option<f64>) -> Fit {
    let sigma = 1.0 - parallel;
    Fit {
        model,
        parallel: about(parallel, 0.02),
        coherency: about(coherency, 0.1),
        peak: None,
        limit: limit.map(|limit| about(limit, 0.12)),
        aicc: Some(-12.0),
        curve: lanes_curve(|n| n / (1.0 + sigma * (n - 1.0) + coherency * n * (n - 1.0)), 0.2),
    }
}

/// 1 to 8 threads and 2 to 8 workers on a machine that claims 4 cores and has them; fits for the threads alone unless `many`.
pub(crate) fn scaling(many: bool) -> (Report, Summary) {
    let amdahl = |n: f64| 1.0 / (0.06 + 0.94 / n);
    let threads = [1, 2, 3, 4, 6, 8].map(|n| {
        let most = f64::from(n).min(4.0);
        (ModeSettings::new(Mode::Threads, n), 120.0 / amdahl(most))
    });
    let workers = [2, 4, 8].map(|n| (ModeSettings::new(Mode::Workers, n), 150.0 / amdahl(f64::from(n).min(3.0))));
    let mut modes = vec![(ModeSettings::new(Mode::Simd, 1), 118.0)];
    modes.extend(threads);
    modes.extend(if many { workers.to_vec() } else { vec![] });
    let (mut report, mut summary) = report_of(Experiment::Scaling, &modes, 6, "blur this picture");
    report.ceiling =
        [(1, 1.0), (2, 1.97), (4, 3.8), (8, 3.9)].map(|(lanes, speed_up)| CeilingPoint { lanes, speed_up }).to_vec();
    for comparison in &mut summary.comparisons {
        let lanes = f64::from(report.settings.modes[comparison.mode_index as usize].threads);
        comparison.of_ceiling = Some(comparison.speed_up.value / lanes.min(3.9));
        comparison.serial_fraction =
            (lanes > 1.0).then(|| (1.0 / comparison.speed_up.value - 1.0 / lanes) / (1.0 - 1.0 / lanes));
    }
    let scaling_of = |mode: Mode, better| Scaling {
        mode,
        growing: false,
        mode_indices: (0u32..).zip(&modes).filter(|(_, (m, _))| m.mode == mode).map(|(index, _)| index).collect(),
        fits: vec![
            fit(
                ScalingModel::Amdahl,
                if mode == Mode::Threads { 0.94 } else { 0.8 },
                0.0,
                Some(if mode == Mode::Threads { 16.0 } else { 5.0 }),
            ),
            fit(ScalingModel::Usl, 0.96, 0.012, None),
        ],
        better: Some(better),
        note: String::new(),
        measured_parallel: Some(0.95),
    };
    summary.scaling.push(scaling_of(Mode::Threads, 1));
    if many {
        summary.scaling.push(scaling_of(Mode::Workers, 0));
    }
    (report, summary)
}

/// Pictures from 8 × 8 to 4096 × 4096 in one lane, 4 threads and 4 workers; threads win from some 40 000 pixels on, workers never.
pub(crate) fn break_even() -> (Report, Summary) {
    let sides = [8, 32, 128, 512, 2048, 4096];
    let kinds = [(Mode::Simd, 1, 0.0, 10.0), (Mode::Threads, 4, 0.3, 2.8), (Mode::Workers, 4, 1.6, 10.5)];
    let ms = |overhead: f64, ns: f64, side: u32| overhead + f64::from(side) * f64::from(side) * ns / 1e6 + 0.001;
    let modes: Vec<(ModeSettings, f64)> = sides
        .iter()
        .flat_map(|&side| {
            kinds.map(|(mode, threads, overhead, ns)| {
                let size = Some(Size::new(side, side));
                (ModeSettings { size, ..ModeSettings::new(mode, threads) }, ms(overhead, ns, side))
            })
        })
        .collect();
    let (report, mut summary) = report_of(Experiment::BreakEven, &modes, 3, "blur this picture");
    let line = |(kind, &(mode, threads, overhead, ns)): (usize, &(Mode, u32, f64, f64))| SizeLine {
        mode: ModeSettings::new(mode, threads),
        mode_indices: (0..sides.len()).map(|i| (i * kinds.len() + kind) as u32).collect(),
        overhead_ms: about(overhead, 0.1),
        pixel_ns: about(ns, 0.03),
        curve: (0..=9)
            .map(|i| {
                let pixels = 64.0 * 4f64.powi(i);
                CurvePoint { at: pixels, value: about(overhead + pixels * ns / 1e6 + 0.001, 0.06) }
            })
            .collect(),
    };
    let crossing = |mode, wins, pixels, smallest| Crossing { mode: ModeSettings::new(mode, 4), wins, pixels, smallest };
    summary.break_even = Some(BreakEven {
        lines: kinds.iter().enumerate().map(line).collect(),
        crossings: vec![
            crossing(Mode::Threads, Wins::From, Some(about(41_667.0, 0.2)), Some(Size::new(512, 512))),
            crossing(Mode::Workers, Wins::Never, None, None),
        ],
    });
    (report, summary)
}

/// From JavaScript to threads, workers beside.
pub(crate) fn ladder() -> (Report, Summary) {
    let modes = [
        (ModeSettings::new(Mode::Js, 1), 242.0),
        (ModeSettings::new(Mode::Scalar, 1), 188.0),
        (ModeSettings::new(Mode::Simd, 1), 61.0),
        (ModeSettings::new(Mode::Threads, 4), 17.4),
        (ModeSettings::new(Mode::Workers, 4), 31.0),
    ];
    report_of(Experiment::Ladder, &modes, 7, "blur this picture")
}

/// 1 to 320 rows a chunk on 4 threads.
pub(crate) fn chunks() -> (Report, Summary) {
    let cut = |chunk, ms| (ModeSettings { chunk, ..ModeSettings::new(Mode::Threads, 4) }, ms);
    let rows = [(1, 29.0), (4, 22.5), (16, 20.2), (64, 19.6), (160, 21.8)].map(|(n, ms)| cut(ChunkSize::Rows(n), ms));
    let mut modes = vec![(ModeSettings::new(Mode::Simd, 1), 61.0)];
    modes.extend(rows);
    modes.extend([cut(ChunkSize::OnePerLane, 25.4), cut(ChunkSize::Auto, 19.9)]);
    let (mut report, summary) = report_of(Experiment::Chunks, &modes, 4, "blur this picture");
    for run in report.runs.iter_mut().filter(|run| run.mode_index == 7) {
        run.trace = fitted(trace(4, 32), run.total_ms);
    }
    (report, summary)
}

/// An experiment that has only just begun: one warm-up.
pub(crate) fn begun(whole: (Report, Summary)) -> (Report, Summary) {
    let (mut report, mut summary) = whole;
    report.runs.truncate(1);
    summary.modes.clear();
    summary.comparisons.clear();
    summary.rungs.clear();
    summary.scaling.clear();
    summary.break_even = None;
    (report, summary)
}

/// The same experiment on a machine that takes so many times as long, and whose lanes do this share of the speed-up.
pub(crate) fn elsewhere(whole: (Report, Summary), longer: f64, share: f64) -> (Report, Summary) {
    let (mut report, mut summary) = whole;
    let baseline = report.settings.modes[0].mode;
    let factor = |mode: Mode| if mode == baseline { longer } else { longer / share };
    report.machine.agent = "another machine".into();
    for run in &mut report.runs {
        let factor = factor(report.settings.modes[run.mode_index as usize].mode);
        run.total_ms *= factor;
        run.phases.iter_mut().for_each(|phase| phase.ms *= factor);
        for span in &mut run.trace.spans {
            (span.start_ms, span.end_ms) = (span.start_ms * factor, span.end_ms * factor);
        }
    }
    let scaled = |e: &mut Estimate, by: f64| *e = Estimate { value: e.value * by, low: e.low * by, high: e.high * by };
    for mode in &mut summary.modes {
        let by = factor(mode.mode.mode);
        scaled(&mut mode.median_ms, by);
        (mode.min_ms, mode.mad_ms) = (mode.min_ms * by, mode.mad_ms * by);
    }
    summary.comparisons.iter_mut().for_each(|comparison| scaled(&mut comparison.speed_up, share));
    for rung in &mut summary.rungs {
        rung.gain.iter_mut().chain(&mut rung.in_all).for_each(|gain| scaled(gain, share));
    }
    let fits = summary.scaling.iter_mut().flat_map(|scaling| &mut scaling.fits);
    fits.flat_map(|fit| &mut fit.curve).for_each(|point| scaled(&mut point.value, share));
    if let Some(all) = &mut summary.break_even {
        for line in &mut all.lines {
            let by = factor(line.mode.mode);
            line.curve.iter_mut().for_each(|point| scaled(&mut point.value, by));
        }
        all.crossings.iter_mut().filter_map(|crossing| crossing.pixels.as_mut()).for_each(|at| scaled(at, 2.0));
    }
    (report, summary)
}

#[test]
fn the_examples_are_reports_that_would_be_read() {
    let examples =
        [race(), every_mode(), scaling(false), scaling(true), break_even(), ladder(), chunks(), begun(scaling(true))];
    for (report, _) in examples {
        assert_eq!(report.check(), Ok(()), "{:?}", report.settings.experiment);
    }
}

#[test]
fn the_run_on_show_is_one_with_spans_where_a_report_has_no_room_for_all() {
    let (mut report, summary) = race();
    let shown = |report: &Report| crate::catalog::typical(report, &summary, 1).map(|run| (run.warmup, run.round));
    report.runs.iter_mut().for_each(|run| run.trace = trace(4, 8));
    let nearest = shown(&report);
    assert!(nearest.is_some_and(|(warmup, _)| !warmup));
    let not_nearest = |run: &Run| Some((run.warmup, run.round)) != nearest;
    let kept = report.runs.iter().position(|run| run.mode_index == 1 && !run.warmup && not_nearest(run)).unwrap_or(0);
    for (at, run) in report.runs.iter_mut().enumerate().filter(|(at, _)| *at != kept) {
        (run.trace.spans, run.at_ms) = (vec![], at as f64);
    }
    assert_eq!(shown(&report), Some((false, report.runs[kept].round)));
    report.runs[kept].trace.spans.clear();
    assert_eq!(shown(&report), nearest);
}
