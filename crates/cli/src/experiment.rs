//! An experiment, natively: rounds as `measure` asks for them, each run stamped, all in a report like the page's.
//!
//! What differs from the page: a mode's engine is this thread or a pool; modes on as many threads share their pool, and those on a
//! picture of one size share it and the memory of the result, which is touched before the first run. So memory grows with the sizes, not
//! with the modes, and caches are the same for all. Nothing is set aside: nobody hides a terminal's program, and the clock is fine.

use std::collections::{BTreeMap, btree_map::Entry};

use kernels::Image;
use model::{
    CeilingPoint, ChunkSize, EngineStart, Equality, Input, Job as JobCard, Mode, ModeSettings, ParamValue, Phase,
    PhaseTime, REPORT_VERSION, Report, Run, Sample, Settings, Size, SoFar, Step, Stop, Trace,
};

use crate::{
    Failure, ceiling, clock,
    clock::{Stamps, now_ms},
    job::{Job, Lanes, blank},
    machine,
};

/// What there is to tell before a round.
pub struct Progress {
    /// Runs done.
    pub runs: usize,
    /// Whether the round is a warm-up.
    pub warmup: bool,
    /// Its number, from 0.
    pub round: u32,
    /// Milliseconds it may go on, where that can be guessed.
    pub left_ms: Option<f64>,
}

/// Performs the experiment of these settings with the job on its picture; `tell` hears of every round before it begins.
///
/// # Errors
/// There is no memory or no thread for it.
pub fn perform(
    job: &Job,
    source: Image,
    input: Input,
    settings: Settings,
    tell: &mut dyn FnMut(&Progress),
) -> Result<Report, Failure> {
    let machine = machine::card();
    let ceiling = ceiling_of(&settings);
    let ceiling_at = (!ceiling.is_empty()).then(clock::date_and_time);
    let mut kitchen = Kitchen::new(job, source, &settings)?;
    let output_size = kitchen.counters[0].out.size();
    let mut so_far =
        SoFar { settings, clock_resolution_ms: machine.clock_resolution_ms, samples: vec![], elapsed_ms: 0.0 };
    let mut runs: Vec<Run> = Vec::new();
    let mut spans = 0;
    let begin_ms = now_ms();
    let stop = loop {
        so_far.elapsed_ms = if runs.is_empty() { 0.0 } else { now_ms() - begin_ms };
        let next = measure::next_round(&so_far);
        let Some(first) = next.steps.first() else { break next.stop.unwrap_or(Stop::Rounds) };
        tell(&Progress { runs: runs.len(), warmup: first.warmup, round: first.round, left_ms: next.left_ms });
        for step in next.steps {
            let mut run = kitchen.run(job, step, begin_ms)?;
            run.trace = run.trace.within(&mut spans);
            so_far.samples.push(sample(&run));
            runs.push(run);
        }
    };
    let settings = so_far.settings;
    Ok(Report {
        version: REPORT_VERSION,
        created: clock::date_and_time(),
        machine,
        job: JobCard {
            kernel: job.settings.clone(),
            action: job.info.action.clone(),
            shape: job.info.shape,
            input,
            output_size,
        },
        engines: kitchen.starts(),
        equality: kitchen.equality(),
        settings,
        runs,
        ceiling,
        ceiling_at,
        stop: Some(stop),
    })
}

/// The ceiling at every number of threads of the settings, where there is one beside 1.
fn ceiling_of(settings: &Settings) -> Vec<CeilingPoint> {
    let mut lanes: Vec<u32> = settings.modes.iter().map(|mode| mode.threads).chain([1]).collect();
    lanes.sort_unstable();
    lanes.dedup();
    if lanes.len() > 1 { ceiling::measure(&lanes) } else { vec![] }
}

fn sample(run: &Run) -> Sample {
    let &Run { mode_index, round, warmup, total_ms, batch, set_aside, .. } = run;
    Sample { mode_index, round, warmup, total_ms, batch, set_aside: set_aside.is_some() }
}

/// All that runs need, made before the first one.
struct Kitchen {
    /// One for every mode.
    places: Vec<Place>,
    /// The job's own size first.
    counters: Vec<Counter>,
    /// By the number of threads; none for this thread.
    pools: BTreeMap<Option<u32>, Pool>,
}

/// Where a mode runs.
struct Place {
    chunk: ChunkSize,
    counter: usize,
    pool: Option<u32>,
    /// Whether its first result was compared.
    seen: bool,
}

/// Lanes, and what starting them took.
struct Pool {
    lanes: Lanes,
    start_ms: f64,
}

/// A picture of one size, and room for what the kernel makes of it.
struct Counter {
    source: Image,
    out: Image,
    equal: Equal,
}

/// How the results of one size compare.
#[derive(Default)]
struct Equal {
    /// The first result.
    first: Vec<u8>,
    /// Modes whose first result was compared with it, its own mode among them.
    outputs: u32,
    /// Offset of the first byte that differs from it.
    difference: Option<usize>,
    /// The largest difference, in levels.
    levels: u8,
    /// The fingerprint of the first run, and whether all others have it.
    fingerprint: Option<(u64, bool)>,
}

impl Kitchen {
    fn new(job: &Job, source: Image, settings: &Settings) -> Result<Self, Failure> {
        let mut kitchen = Self { places: vec![], counters: vec![Counter::new(job, source)?], pools: BTreeMap::new() };
        for mode in &settings.modes {
            let pool = (mode.mode == Mode::Threads).then_some(mode.threads);
            kitchen.start(pool)?;
            let counter = kitchen.counter(job, *mode)?;
            kitchen.places.push(Place { chunk: mode.chunk, counter, pool, seen: false });
        }
        Ok(kitchen)
    }

    /// Starts the lanes, unless they are there.
    fn start(&mut self, threads: Option<u32>) -> Result<(), Failure> {
        if let Entry::Vacant(place) = self.pools.entry(threads) {
            let start_ms = now_ms();
            let lanes = Lanes::new(threads)?;
            lanes.wake();
            place.insert(Pool { lanes, start_ms: tidy(now_ms() - start_ms) });
        }
        Ok(())
    }

    /// Where the picture of the mode's size lies; it is made if it isn't there.
    fn counter(&mut self, job: &Job, mode: ModeSettings) -> Result<usize, Failure> {
        let original = &self.counters[0].source;
        let size = mode.size.unwrap_or(original.size());
        if let Some(found) = self.counters.iter().position(|counter| counter.source.size() == size) {
            return Ok(found);
        }
        let resized = resized(original, size)?;
        self.counters.push(Counter::new(job, resized)?);
        Ok(self.counters.len() - 1)
    }

    /// One step: as many executions as its batch has, under one pair of stamps.
    fn run(&mut self, job: &Job, step: Step, begin_ms: f64) -> Result<Run, Failure> {
        let place = &mut self.places[step.mode_index as usize];
        let Counter { source, out, equal } = &mut self.counters[place.counter];
        let lanes = &self.pools[&place.pool].lanes;
        let batch = step.batch.max(1);
        let count = lanes.count(job);
        // Every execution is traced, so that all cost the same.
        let probes: Vec<Stamps> = (0..batch).map(|_| Stamps::new(count)).collect();
        let mut stamps = Vec::with_capacity(probes.len() + 1);
        stamps.push(now_ms());
        for probe in &probes {
            lanes.run(job, source, out.band(), place.chunk, Some(probe))?;
            stamps.push(now_ms());
        }
        let probes_len = probes.len();
        let (start_ms, end_ms) = (stamps[0], stamps[probes_len]);
        let total_ms = tidy((end_ms - start_ms) / f64::from(batch));
        let (mut work_ms, mut trace) = (0.0, Trace::default());
        for (probe, at) in probes.into_iter().zip(stamps.windows(2)) {
            trace = probe.trace(at[0], at[1]);
            work_ms += trace.spans.iter().map(|span| span.end_ms - span.start_ms).sum::<f64>();
        }
        // A batch's trace is its last execution's, in proportion to the mean.
        let last_ms = end_ms - stamps[probes_len - 1];
        let scale = if batch > 1 && last_ms > 0.0 { total_ms / last_ms } else { 1.0 };
        for span in &mut trace.spans {
            (span.start_ms, span.end_ms) = (tidy(span.start_ms * scale), tidy(span.end_ms * scale).min(total_ms));
        }
        let fingerprint = kernels::fingerprint(out.pixels());
        equal.add(out.pixels(), fingerprint, !place.seen);
        place.seen = true;
        let phases = match place.pool {
            None => vec![PhaseTime { phase: Phase::Compute, ms: total_ms }],
            Some(_) => {
                let compute_ms = tidy(work_ms / f64::from(batch) / count as f64).min(total_ms);
                vec![
                    PhaseTime { phase: Phase::Compute, ms: compute_ms },
                    PhaseTime { phase: Phase::Wait, ms: tidy(total_ms - compute_ms) },
                ]
            }
        };
        Ok(Run {
            mode_index: step.mode_index,
            round: step.round,
            warmup: step.warmup,
            total_ms,
            phases,
            trace,
            moved_bytes: 0,
            fingerprint: format!("{fingerprint:016x}"),
            frames: None,
            at_ms: tidy(start_ms - begin_ms),
            batch,
            set_aside: None,
            pressure: None,
        })
    }

    fn starts(&self) -> Vec<EngineStart> {
        let start = |(mode_index, place): (u32, &Place)| EngineStart {
            mode_index,
            start_ms: self.pools[&place.pool].start_ms,
            copy_in_ms: 0.0,
            copy_out_ms: 0.0,
        };
        (0..).zip(&self.places).map(start).collect()
    }

    /// Whether all results of a size were the same; nothing where no two were to be.
    fn equality(&self) -> Option<Equality> {
        let compared = || self.counters.iter().map(|counter| &counter.equal).filter(|equal| equal.outputs > 1);
        let first_difference = compared().filter_map(|equal| equal.difference).min();
        let steady = self.counters.iter().filter_map(|counter| counter.equal.fingerprint).all(|(_, same)| same);
        let identical = first_difference.is_none() && steady;
        Some(Equality {
            identical,
            outputs: compared().map(|equal| equal.outputs).sum(),
            size_bytes: compared().map(|equal| equal.first.len() as u64).max()?,
            first_difference: first_difference.map(|at| at as u64),
            as_promised: identical,
            levels: compared().map(|equal| u32::from(equal.levels)).max()?,
        })
    }
}

impl Counter {
    fn new(job: &Job, source: Image) -> Result<Self, Failure> {
        let out = blank(job.output_size(source.size()))?;
        Ok(Self { source, out, equal: Equal::default() })
    }
}

impl Equal {
    /// Takes a result in; `whole` compares its bytes, not just its fingerprint.
    fn add(&mut self, pixels: &[u8], fingerprint: u64, whole: bool) {
        let (first, same) = self.fingerprint.unwrap_or((fingerprint, true));
        self.fingerprint = Some((first, same && first == fingerprint));
        if !whole {
            return;
        }
        self.outputs += 1;
        if self.outputs == 1 {
            self.first = pixels.to_vec();
        } else if let Some(at) = self.first.iter().zip(pixels).position(|(one, other)| one != other) {
            self.difference = Some(self.difference.map_or(at, |before| before.min(at)));
            let levels = self.first.iter().zip(pixels).map(|(one, other)| one.abs_diff(*other)).max();
            self.levels = self.levels.max(levels.unwrap_or(0));
        }
    }
}

/// A time in steps of a tenth of a nanosecond: the digits after that are the float's, not the clock's.
fn tidy(ms: f64) -> f64 {
    (ms * 1e7).round() / 1e7
}

/// The picture made smaller or larger by our own kernel.
fn resized(original: &Image, size: Size) -> Result<Image, Failure> {
    let side = |side: u32| ParamValue::Number(f64::from(side));
    let params = [("width".into(), side(size.width)), ("height".into(), side(size.height))].into();
    let resize = Job::new("resize", params)?;
    let mut out = blank(size)?;
    Lanes::One.run(&resize, original, out.band(), ChunkSize::Auto, None)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use kernels::catalog;
    use model::{Experiment, InputOrigin, Passing, Place as Where, Scope};

    fn source() -> Image {
        let mut image = Image::blank(Size::new(37, 29));
        for (pixel, i) in image.pixels_mut().as_chunks_mut::<4>().0.iter_mut().zip(0u32..) {
            *pixel = i.wrapping_mul(0x9e37_79b1).to_be_bytes();
        }
        image
    }

    fn mode(mode: Mode, threads: u32, chunk: ChunkSize, size: Option<Size>) -> ModeSettings {
        ModeSettings { mode, threads, chunk, place: Where::Worker, passing: Passing::Transfer, size }
    }

    fn settings(modes: Vec<ModeSettings>) -> Settings {
        Settings {
            experiment: Experiment::Race,
            modes,
            repeats: 4,
            warmups: 2,
            precision: None,
            budget_ms: None,
            seed: 7,
            scope: Scope::Kernel,
        }
    }

    /// The report of a kernel at its defaults, and what was told meanwhile.
    fn performed(kernel: &str, settings: Settings) -> (Report, Vec<(bool, u32, usize)>) {
        let job = Job::new(kernel, [].into()).unwrap();
        let source = if job.info.needs_source { source() } else { Image::default() };
        let input = Input { origin: InputOrigin::None, name: String::new(), size: source.size(), decode_ms: 0.0 };
        let mut told = vec![];
        let report = perform(&job, source, input, settings, &mut |p| told.push((p.warmup, p.round, p.runs))).unwrap();
        report.check().unwrap();
        (report, told)
    }

    /// What the catalogue makes of the picture at this size, as a report has it.
    fn expected(kernel: &str, size: Option<Size>) -> String {
        let job = Job::new(kernel, [].into()).unwrap();
        let source = size.map_or_else(source, |size| resized(&source(), size).unwrap());
        let made = catalog::render(&*catalog::kernel(&job.settings).unwrap(), &source);
        format!("{:016x}", kernels::fingerprint(made.pixels()))
    }

    #[test]
    fn every_round_runs_each_mode_once_and_warm_ups_come_first() {
        let modes = vec![
            mode(Mode::Simd, 1, ChunkSize::Auto, None),
            mode(Mode::Threads, 1, ChunkSize::Auto, None),
            mode(Mode::Threads, 3, ChunkSize::Rows(2), None),
        ];
        let (report, told) = performed("gaussian", settings(modes));
        let rounds: Vec<Vec<&Run>> = report
            .runs
            .chunk_by(|a, b| (a.warmup, a.round) == (b.warmup, b.round))
            .map(|r| r.iter().collect())
            .collect();
        for round in &rounds {
            let mut modes: Vec<u32> = round.iter().map(|run| run.mode_index).collect();
            modes.sort_unstable();
            assert_eq!(modes, [0, 1, 2]);
        }
        let (warm, measured): (Vec<_>, Vec<_>) = rounds.iter().map(|r| (r[0].warmup, r[0].round)).partition(|r| r.0);
        let numbers = |rounds: &[(bool, u32)]| rounds.iter().map(|r| r.1).collect::<Vec<_>>();
        assert!(!warm.is_empty() && rounds.iter().take(warm.len()).all(|round| round[0].warmup));
        assert_eq!(numbers(&warm), (0..warm.len() as u32).collect::<Vec<_>>());
        assert_eq!(numbers(&measured), (0..4).collect::<Vec<_>>());
        assert_eq!(report.stop, Some(Stop::Rounds));
        let heard: Vec<_> = rounds.iter().enumerate().map(|(i, r)| (r[0].warmup, r[0].round, 3 * i)).collect();
        assert_eq!(told, heard, "every round is told of before it begins");
        assert!(report.runs.is_sorted_by(|a, b| a.at_ms + a.total_ms <= b.at_ms), "one run after the other");
        assert_eq!(report.ceiling.iter().map(|point| point.lanes).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn every_mode_makes_the_catalogues_bytes() {
        for kernel in ["gaussian", "equalize", "resize", "rotate", "floyd_steinberg"] {
            let modes = vec![
                mode(Mode::Simd, 1, ChunkSize::Auto, None),
                mode(Mode::Threads, 2, ChunkSize::OnePerLane, None),
                mode(Mode::Threads, 2, ChunkSize::Rows(1), None),
            ];
            let (report, _) = performed(kernel, settings(modes));
            let made = expected(kernel, None);
            assert!(report.runs.iter().all(|run| run.fingerprint == made), "{kernel}");
            let equality = report.equality.unwrap();
            assert!(equality.identical && equality.as_promised && equality.outputs == 3, "{kernel}: {equality:?}");
            assert_eq!(equality.size_bytes, report.job.output_size.pixels() * 4, "{kernel}");
            for run in &report.runs {
                let rendered = run.trace.spans.iter().filter(|span| span.stage == model::Stage::Render);
                let rows: u32 = rendered.map(|span| span.end_row - span.first_row).sum();
                assert_eq!(rows, report.job.output_size.height, "{kernel}: every row once");
                let in_phases: f64 = run.phases.iter().map(|phase| phase.ms).sum();
                assert!((in_phases - run.total_ms).abs() < 1e-6, "{kernel}: {run:?}");
                let parallel = run.mode_index > 0 && kernel != "floyd_steinberg";
                assert_eq!(run.trace.lanes, if parallel { 2 } else { 1 }, "{kernel}");
            }
        }
    }

    #[test]
    fn sizes_are_honoured_and_compared_among_themselves() {
        let sizes = [Some(Size::new(8, 8)), Some(Size::new(50, 31)), None];
        let modes = sizes.into_iter().flat_map(|size| {
            [mode(Mode::Simd, 1, ChunkSize::Auto, size), mode(Mode::Threads, 2, ChunkSize::Auto, size)]
        });
        let settings = settings(modes.collect());
        let (report, _) = performed("sobel", settings.clone());
        for run in &report.runs {
            let size = settings.modes[run.mode_index as usize].size;
            assert_eq!(run.fingerprint, expected("sobel", size), "{size:?}");
        }
        let equality = report.equality.unwrap();
        assert!(equality.identical, "results of unlike sizes aren't compared: {equality:?}");
        assert_eq!((equality.outputs, equality.size_bytes), (6, 50 * 31 * 4));
        assert_eq!(report.job.output_size, Size::new(37, 29), "the job's own");
    }

    #[test]
    fn a_batch_is_told_as_one_execution() {
        let job = Job::new("gaussian", [].into()).unwrap();
        let modes = vec![mode(Mode::Threads, 2, ChunkSize::Rows(5), None)];
        let mut kitchen = Kitchen::new(&job, source(), &settings(modes)).unwrap();
        let step = Step { mode_index: 0, round: 3, warmup: false, batch: 20 };
        let (begin_ms, run) = (now_ms(), kitchen.run(&job, step, 0.0).unwrap());
        let all_ms = now_ms() - begin_ms;
        assert_eq!((run.batch, run.round, run.trace.spans.len()), (20, 3, 6));
        assert!(run.total_ms > 0.0 && run.total_ms * 20.0 <= all_ms, "{} of {all_ms}", run.total_ms);
        assert!(run.trace.spans.iter().all(|span| span.start_ms <= span.end_ms && span.end_ms <= run.total_ms));
    }

    #[test]
    fn a_result_that_differs_is_found() {
        let mut equal = Equal::default();
        equal.add(&[1, 2, 3, 4], 1, true);
        equal.add(&[1, 2, 9, 0], 2, true);
        equal.add(&[1, 2, 3, 9], 3, true);
        assert_eq!((equal.outputs, equal.difference, equal.levels), (3, Some(2), 6));
        assert_eq!(equal.fingerprint, Some((1, false)));
    }
}
