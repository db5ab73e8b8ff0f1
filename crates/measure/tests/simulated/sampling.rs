//! Designs and the adaptive sampler, driven as the page drives them.

use measure::{design, next_round, summarise};
use model::{ChunkSize, Decision, Design, Experiment, Mode, Sample, Size, SoFar, Step, Stop};
use proptest::prelude::*;

use crate::world::{Noise, SEQUENTIAL, TICK_MS, asked, plan, sampled};

/// The time of a mode that takes `ms` when all is well: log-normal noise, half of whose variance is the round's weather, which all modes
/// share; one run in fifty is interrupted and takes up to twice as long; the first call takes six times as long.
struct Weather {
    noise: Noise,
    share: f64,
    round: Option<(bool, u32)>,
    now: f64,
}

impl Weather {
    fn new(seed: u64, share: f64) -> Self {
        Self {
            noise: Noise(0x9d5c_1a2b_3e4f_5061 ^ (seed + 1).wrapping_mul(0x2545_f491_4f6c_dd1d)),
            share,
            round: None,
            now: 0.0,
        }
    }

    fn time(&mut self, step: Step, ms: f64) -> f64 {
        let round = (step.warmup, step.round);
        if self.round != Some(round) {
            self.round = Some(round);
            self.now = self.noise.normal();
        }
        let shock = (self.now + self.noise.normal()) / std::f64::consts::SQRT_2;
        let late = if self.noise.uniform() < 0.02 { 1.0 + self.noise.uniform() } else { 1.0 };
        let first = if step.warmup && step.round == 0 { 6.0 } else { 1.0 };
        ms * (self.share * shock).exp() * late * first
    }
}

/// What came of 100 races against a mode that takes `ratio` times as long: decisions, and the number of rounds on average.
fn decisions(world: u64, ratio: f64, share: f64, ms: f64) -> (Vec<Decision>, f64) {
    let mut rounds = 0.0;
    let decisions = (0..100).map(|seed| {
        let mut weather = Weather::new(world * 1_000 + seed, share);
        let mut asked = asked(Experiment::Race);
        asked.seed = seed as u32;
        let (report, _) =
            sampled(design(&asked), |step| weather.time(step, [ms, ms * ratio][step.mode_index as usize]));
        let summary = summarise(&report);
        rounds += f64::from(summary.modes[0].samples) / 100.0;
        summary.comparisons[0].decision
    });
    (decisions.collect(), rounds)
}

#[test]
fn a_mode_is_told_from_one_that_takes_5_per_cent_longer_and_not_from_itself() {
    // Of each 100 experiments 95, as promised; several worlds each, so that no seed is lucky. Over five worlds each, in a longer simulation,
    // the fewest were 97 of 100 that are the same, and 98 of 100 that are slower. The last one's times are four steps of the clock.
    for (share, ms, worlds) in [(0.03, 20.0, 2), (0.05, 20.0, 1), (0.04, 0.02, 1)] {
        for world in 0..worlds {
            let (same, rounds) = decisions(world, 1.0, share, ms);
            let right = same.iter().filter(|&&d| d == Decision::Same).count();
            let (slower, more_rounds) = decisions(world + 5, 1.05, share, ms);
            let told = slower.iter().filter(|&&d| d == Decision::Slower).count();
            println!(
                "noise {share}, {ms} ms: same {right} in {rounds:.0} rounds, slower {told} in {more_rounds:.0} rounds"
            );
            assert!(right >= 95, "noise {share}, {ms} ms, world {world}: {right} of 100 are the same");
            assert!(told >= 95, "noise {share}, {ms} ms, world {world}: {told} of 100 are slower");
        }
    }
}

/// A mode by name, lanes and chunk.
fn modes(asked: &Design) -> Vec<(Mode, u32, ChunkSize)> {
    design(asked).modes.into_iter().map(|m| (m.mode, m.threads, m.chunk)).collect()
}

#[test]
fn every_experiment_has_its_modes() {
    let auto = ChunkSize::Auto;
    let race = Design { blocking: Some(Mode::Simd), ..asked(Experiment::Race) };
    assert_eq!(modes(&race), [(Mode::Simd, 1, auto), (Mode::Simd, 1, auto), (Mode::Threads, 4, auto)]);
    assert_eq!(design(&race).modes[1].place, model::Place::Page);
    let ladder: Vec<Mode> = modes(&asked(Experiment::Ladder)).into_iter().map(|m| m.0).collect();
    assert_eq!(ladder, [Mode::Simd, Mode::Js, Mode::Scalar, Mode::Threads, Mode::Workers]);
    let lanes = |threads: u32| {
        let asked = Design { threads, ..asked(Experiment::Scaling) };
        let mut lanes = modes(&asked).into_iter();
        assert_eq!(lanes.next(), Some((Mode::Simd, 1, auto)));
        lanes.map(|(mode, lanes, _)| (assert_eq!(mode, Mode::Threads), lanes).1).collect::<Vec<_>>()
    };
    assert_eq!(lanes(1), [1]);
    assert_eq!(lanes(5), [1, 2, 3, 4, 5]);
    assert_eq!(lanes(16), [1, 2, 3, 4, 6, 8, 12, 16]);
    assert_eq!(lanes(64), [1, 2, 4, 8, 16, 32, 48, 64]);
    let alone = Design { available: vec![Mode::Scalar, Mode::Workers], modes: vec![], ..asked(Experiment::Scaling) };
    assert_eq!(modes(&alone)[..2], [(Mode::Scalar, 1, auto), (Mode::Workers, 1, auto)]);
}

#[test]
fn pictures_grow_with_the_lanes_and_shrink_to_eight_by_eight() {
    let growing = design(&Design { threads: 4, ..asked(Experiment::Growing) });
    let sizes: Vec<Option<Size>> = growing.modes.iter().map(|m| m.size).collect();
    let (one, two, three) = (Size::new(2000, 1500), Size::new(2828, 2121), Size::new(3464, 2598));
    assert_eq!(sizes, [Some(one), Some(one), Some(two), Some(three), None]);
    let even = design(&asked(Experiment::BreakEven));
    let pixels: Vec<u64> = even.modes.iter().map(|m| m.size.unwrap_or(Size::new(4000, 3000)).pixels()).collect();
    assert_eq!(even.modes.len(), 16, "eight sizes, two modes");
    assert!((60..=72).contains(&pixels[0]), "{pixels:?}");
    for (sizes, modes) in pixels.chunks(2).zip(even.modes.chunks(2)) {
        assert_eq!(sizes[0], sizes[1]);
        assert_eq!([modes[0].mode, modes[1].mode], [Mode::Simd, Mode::Threads], "the baseline comes first");
    }
    assert!(
        pixels
            .chunks(2)
            .map(|p| p[0])
            .collect::<Vec<_>>()
            .windows(2)
            .all(|w| (3.0..9.0).contains(&(w[1] as f64 / w[0] as f64)))
    );
    // What can't be resized isn't.
    let fixed = |experiment| design(&Design { resizable: false, ..asked(experiment) });
    assert_eq!(fixed(Experiment::Growing).experiment, Experiment::Scaling);
    assert_eq!(fixed(Experiment::BreakEven).experiment, Experiment::Race);
    assert!(fixed(Experiment::Growing).modes.iter().all(|m| m.size.is_none()));
}

#[test]
fn chunks_go_from_one_row_to_all_of_a_lane() {
    let kinds: Vec<ChunkSize> = modes(&asked(Experiment::Chunks)).into_iter().skip(1).map(|m| m.2).collect();
    let rows = [1, 2, 8, 32, 128, 256, 512].map(ChunkSize::Rows);
    assert_eq!(kinds[..2], [ChunkSize::Auto, ChunkSize::OnePerLane]);
    assert_eq!(kinds.len(), 9);
    assert_eq!((kinds[2], kinds[3], kinds[8]), (rows[0], rows[1], rows[6]));
}

#[test]
fn a_fixed_number_of_rounds_is_kept() {
    let settings = design(&Design { repeats: Some(5), ..asked(Experiment::Race) });
    assert_eq!((settings.repeats, settings.precision, settings.budget_ms), (5, None, None));
    let (report, last) = sampled(settings, |_| 50.0);
    assert_eq!((report.runs.iter().filter(|r| !r.warmup).count(), last.stop), (10, Some(Stop::Rounds)));
    assert_eq!(report.runs.iter().filter(|r| r.warmup).count(), 12, "300 ms are enough to be warm");
}

#[test]
fn a_budget_ends_an_experiment_that_is_then_undecided() {
    let settings = design(&Design { budget_ms: Some(1_000.0), ..asked(Experiment::Race) });
    let (report, last) = sampled(settings, |_| 100.0);
    assert_eq!(last.stop, Some(Stop::Time));
    assert_eq!(summarise(&report).comparisons[0].decision, Decision::Undecided);
    // One round is made even where the warm-up alone has spent the budget.
    let (report, _) = sampled(design(&Design { budget_ms: Some(1.0), ..asked(Experiment::Race) }), |_| 100.0);
    assert_eq!(report.runs.iter().filter(|r| !r.warmup).count(), 2);
}

#[test]
fn an_endless_warm_up_takes_a_fifth_of_the_budget() {
    let settings = design(&Design { budget_ms: Some(10_000.0), ..asked(Experiment::Race) });
    let (report, _) =
        sampled(settings, |step| if step.warmup { 100.0 * 0.9f64.powi(step.round as i32) } else { 100.0 });
    let warm: f64 = report.runs.iter().filter(|r| r.warmup).map(|r| r.total_ms).sum();
    assert!((1_800.0..=2_000.0).contains(&warm), "{warm}");
    assert!(summarise(&report).modes.iter().all(|m| !m.warm_up.settled));
}

#[test]
fn short_times_are_taken_over_batches_of_one_size() {
    let settings = design(&Design { repeats: Some(4), ..asked(Experiment::Race) });
    let (report, _) = sampled(settings, |step| [0.000_4, 20.0][step.mode_index as usize]);
    let batches = |mode: u32| {
        report.runs.iter().filter(|r| !r.warmup && r.mode_index == mode).map(|r| r.batch).collect::<Vec<_>>()
    };
    assert!(
        batches(0).iter().all(|&batch| batch == batches(0)[0] && (600..=1_000).contains(&batch)),
        "{:?}",
        batches(0)
    );
    assert_eq!(batches(1), [1; 4]);
}

#[test]
fn samples_set_aside_do_not_count() {
    let mut settings = design(&asked(Experiment::Race));
    settings.warmups = 0;
    let modes = settings.modes.len() as u32;
    let sample = |round: u32, mode_index: u32| Sample {
        mode_index,
        round,
        warmup: false,
        total_ms: 100.0,
        batch: 1,
        set_aside: true,
    };
    let samples: Vec<Sample> = (0..20).flat_map(|round| (0..modes).map(move |mode| sample(round, mode))).collect();
    let mut so_far = SoFar { settings, clock_resolution_ms: TICK_MS, samples, elapsed_ms: 4_000.0 };
    assert_eq!(next_round(&so_far).stop, None);
    for sample in &mut so_far.samples {
        sample.set_aside = false;
    }
    assert_eq!(next_round(&so_far).stop, Some(Stop::Precise));
}

/// What the planner says once an experiment that it leads has ended, and its samples; `set_aside` says which are.
fn led(mut so_far: SoFar, ms: impl Fn(&Step) -> f64, set_aside: impl Fn(&Step) -> bool) -> (Option<Stop>, Vec<Sample>) {
    loop {
        let next = next_round(&so_far);
        if next.steps.is_empty() {
            return (next.stop, so_far.samples);
        }
        for step in next.steps {
            let (total_ms, set_aside) = (ms(&step), set_aside(&step));
            let Step { mode_index, round, warmup, batch } = step;
            so_far.samples.push(Sample { mode_index, round, warmup, total_ms, batch, set_aside });
            so_far.elapsed_ms += total_ms * f64::from(batch);
        }
    }
}

fn begin(asked: &Design) -> SoFar {
    SoFar { settings: design(asked), clock_resolution_ms: TICK_MS, samples: vec![], elapsed_ms: 0.0 }
}

#[test]
fn rounds_that_were_set_aside_are_replaced_and_not_for_ever() {
    let five = Design { repeats: Some(5), ..asked(Experiment::Race) };
    let rounds = |samples: &[Sample]| samples.iter().filter(|s| !s.warmup).map(|s| s.round + 1).max();
    let one_mode = |step: &Step| !step.warmup && step.round < 3 && step.mode_index == 1;
    let (stop, samples) = led(begin(&five), |_| 100.0, one_mode);
    assert_eq!((stop, rounds(&samples)), (Some(Stop::Rounds), Some(8)));
    let (stop, samples) = led(begin(&five), |_| 100.0, |step| !step.warmup);
    assert_eq!((stop, rounds(&samples)), (Some(Stop::Rounds), Some(18)));
}

#[test]
fn batches_do_not_need_warm_ups_that_count() {
    let four = Design { repeats: Some(4), ..asked(Experiment::Race) };
    let batches = |set_aside: bool, warmups: u32| {
        let mut so_far = begin(&four);
        so_far.settings.warmups = warmups;
        let (_, samples) = led(so_far, |_| 0.01, |step| step.warmup && set_aside);
        samples.iter().filter(|s| !s.warmup && s.round > 0).map(|s| s.batch).collect::<Vec<_>>()
    };
    assert_eq!(batches(false, 10), [25; 6]);
    assert_eq!(batches(true, 10), [25; 6]);
    assert_eq!(batches(false, 0), [25; 6]);
}

#[test]
fn short_runs_warm_up_for_about_a_tenth_of_a_second() {
    let (_, samples) = led(begin(&asked(Experiment::Race)), |_| 0.25, |_| false);
    for mode in 0..2 {
        let warm: f64 =
            samples.iter().filter(|s| s.warmup && s.mode_index == mode).map(|s| s.total_ms * f64::from(s.batch)).sum();
        assert!((90.0..=110.0).contains(&warm), "{warm}");
    }
}

#[test]
fn a_mode_alone_is_measured_until_its_own_median_is_sure() {
    let end = |spread: f64| {
        let mut so_far = begin(&asked(Experiment::Race));
        so_far.settings.modes = vec![SEQUENTIAL];
        so_far.settings.budget_ms = None;
        let ms = |step: &Step| 100.0 * (1.0 + spread * f64::from(step.round * 7 % 11));
        let (stop, samples) = led(so_far, ms, |_| false);
        (stop, samples.iter().filter(|s| !s.warmup).count())
    };
    assert_eq!(end(0.0), (Some(Stop::Precise), 8));
    let (stop, rounds) = end(0.02);
    assert!(stop == Some(Stop::Precise) && rounds > 8, "{stop:?} after {rounds}");
    assert_eq!(end(0.2), (Some(Stop::Rounds), 300), "a spread that 300 rounds don't narrow enough");
}

proptest! {
    /// Rounds come in the plan's order, wherever the warm-up ended.
    #[test]
    fn rounds_come_in_the_order_of_the_plan(seed: u32, repeats in 1..6u32) {
        let settings = design(&Design { seed, repeats: Some(repeats), ..asked(Experiment::Ladder) });
        let (report, _) = sampled(settings.clone(), |_| 400.0);
        let order = |warmup: bool| report.runs.iter().filter(|r| r.warmup == warmup).map(|r| r.mode_index).collect::<Vec<_>>();
        let planned = |warmup: bool| plan(&settings).into_iter().filter(|s| s.warmup == warmup).map(|s| s.mode_index).collect::<Vec<_>>();
        prop_assert_eq!(order(false), planned(false));
        prop_assert_eq!(&order(true)[..], &planned(true)[..order(true).len()]);
    }

    #[test]
    fn whatever_came_there_is_an_answer(
        times in prop::collection::vec((any::<f64>(), any::<u32>(), any::<bool>(), 0..40u32, 0..4u32), 0..60),
        resolution: f64,
        elapsed_ms: f64,
    ) {
        let sample = |(total_ms, batch, warmup, round, mode_index)| Sample { mode_index, round, warmup, total_ms, batch, set_aside: batch % 5 == 0 };
        let so_far = SoFar {
            settings: design(&asked(Experiment::Race)),
            clock_resolution_ms: resolution,
            samples: times.into_iter().map(sample).collect(),
            elapsed_ms,
        };
        let next = next_round(&so_far);
        prop_assert!(next.left_ms.is_none_or(f64::is_finite), "{:?}", next.left_ms);
        prop_assert_eq!(next.steps.is_empty(), next.stop.is_some());
        prop_assert!(next.steps.iter().all(|s| (1..=10_000).contains(&s.batch)));
    }
}
