//! Simulated machines and the reports they make.

use measure::{next_round, rounds};
use model::{
    ChunkSize, Design, Experiment, Input, InputOrigin, Job, KernelSettings, Machine, Mode, ModeSettings, Next, Passing,
    Phase, PhaseTime, REPORT_VERSION, Report, Run, Sample, Scope, Settings, Shape, Size, SoFar, Span, Stage, Step,
    Trace,
};

pub const SEQUENTIAL: ModeSettings = ModeSettings::new(Mode::Simd, 1);

/// The job's picture in every report.
pub const PICTURE: Size = Size::new(4000, 3000);

/// The clock's step, in milliseconds.
pub const TICK_MS: f64 = 0.005;

pub fn pool(threads: u32) -> ModeSettings {
    ModeSettings::new(Mode::Threads, threads)
}

/// A source of noise: xorshift64 (Marsaglia 2003), another family than the crate's own generator.
pub struct Noise(pub u64);

impl Noise {
    /// A number from 0 up to 1.
    pub fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A standard normal number, by Box and Muller (1958).
    pub fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.uniform()).ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// An experiment with one thread and up to four on a large picture.
pub fn asked(experiment: Experiment) -> Design {
    Design {
        experiment,
        modes: vec![Mode::Simd, Mode::Threads],
        available: Mode::ALL.to_vec(),
        threads: 4,
        chunk: ChunkSize::Auto,
        passing: Passing::Transfer,
        blocking: None,
        scope: Scope::Kernel,
        size: PICTURE,
        resizable: true,
        repeats: None,
        budget_ms: None,
        seed: 1,
    }
}

/// The settings of so many measured rounds after one warm-up.
pub fn settings(experiment: Experiment, modes: &[ModeSettings], rounds: u32, seed: u32) -> Settings {
    Settings {
        experiment,
        modes: modes.to_vec(),
        repeats: rounds,
        warmups: 1,
        precision: None,
        budget_ms: None,
        seed,
        scope: Scope::Kernel,
    }
}

/// A run of a step in so many milliseconds, three quarters of which every lane was busy.
pub fn run(step: Step, lanes: u32, ms: f64) -> Run {
    let span = |lane| Span {
        lane,
        start_ms: 0.0,
        end_ms: ms * 0.75,
        first_row: lane,
        end_row: lane + 1,
        stage: Stage::Render,
    };
    Run {
        mode_index: step.mode_index,
        round: step.round,
        warmup: step.warmup,
        total_ms: ms,
        phases: vec![PhaseTime { phase: Phase::Compute, ms }],
        trace: Trace { lanes, spans: (0..lanes).map(span).collect() },
        moved_bytes: 0,
        fingerprint: String::new(),
        frames: None,
        at_ms: 0.0,
        batch: step.batch,
        set_aside: None,
        pressure: None,
    }
}

/// A report of an experiment on a machine that claims 4 cores.
pub fn report(settings: Settings, runs: Vec<Run>) -> Report {
    Report {
        version: REPORT_VERSION,
        created: "2026-01-01T00:00:00Z".into(),
        machine: Machine {
            agent: "simulation".into(),
            claimed_cores: 4,
            isolated: true,
            clock_resolution_ms: TICK_MS,
            version: "0".into(),
        },
        job: Job {
            kernel: KernelSettings { name: "gaussian".into(), params: Default::default() },
            action: "blur this picture".into(),
            shape: Shape::Stencil,
            input: Input { origin: InputOrigin::Sample, name: String::new(), size: PICTURE, decode_ms: 0.0 },
            output_size: PICTURE,
        },
        settings,
        engines: vec![],
        runs,
        ceiling: vec![],
        ceiling_at: None,
        stop: None,
        equality: None,
    }
}

/// The rounds of an experiment of a fixed length.
pub fn plan(settings: &Settings) -> Vec<Step> {
    rounds(settings.modes.len() as u32, settings.warmups, settings.repeats, settings.seed)
}

/// A report whose runs follow the settings' plan; `time` gives the milliseconds of a mode in a round.
pub fn planned(settings: Settings, mut time: impl FnMut(usize, u32) -> f64) -> Report {
    let runs = plan(&settings)
        .into_iter()
        .map(|step| {
            // A warm-up that would spoil everything if it were counted.
            let ms = if step.warmup { 1e4 } else { time(step.mode_index as usize, step.round) };
            run(step, settings.modes[step.mode_index as usize].threads, ms)
        })
        .collect();
    report(settings, runs)
}

/// A race of these modes.
pub fn experiment(modes: &[ModeSettings], rounds: u32, seed: u32, time: impl FnMut(usize, u32) -> f64) -> Report {
    planned(settings(Experiment::Race, modes, rounds, seed), time)
}

/// Runs an experiment as the page does, round by round as the planner says, on a machine where a step takes `time` milliseconds a run and
/// the clock moves in steps. Gives the report and what the planner said last.
pub fn sampled(settings: Settings, mut time: impl FnMut(Step) -> f64) -> (Report, Next) {
    let mut so_far = SoFar { settings, clock_resolution_ms: TICK_MS, samples: vec![], elapsed_ms: 0.0 };
    let mut runs = vec![];
    loop {
        let next = next_round(&so_far);
        if next.steps.is_empty() {
            let mut report = report(so_far.settings, runs);
            report.stop = next.stop;
            return (report, next);
        }
        for step in next.steps {
            let batch = f64::from(step.batch);
            let all_ms = time(step) * batch;
            let total_ms = (all_ms / TICK_MS).floor() * TICK_MS / batch;
            let Step { mode_index, round, warmup, batch } = step;
            so_far.samples.push(Sample { mode_index, round, warmup, total_ms, batch, set_aside: false });
            let mut run = run(step, so_far.settings.modes[mode_index as usize].threads, total_ms);
            run.at_ms = so_far.elapsed_ms;
            runs.push(run);
            so_far.elapsed_ms += all_ms;
        }
    }
}
