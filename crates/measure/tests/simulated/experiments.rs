//! The summary judged by simulation: experiments of a fixed length, whose truth is known.

use measure::{design, stats, summarise};
use model::figures;
use model::{
    CeilingPoint, Decision, Design, Experiment, Mode, ModeSettings, Place, Report, SetAside, Shape, Size, Summary,
};
use proptest::prelude::*;

use crate::world::{Noise, SEQUENTIAL, TICK_MS, asked, experiment, planned, pool, settings};

/// The times of a race of one thread against four, with fixed small differences between rounds.
fn race(base_ms: f64, other_ms: f64, rounds: u32) -> Report {
    experiment(&[SEQUENTIAL, pool(4)], rounds, 1, |mode, round| {
        [base_ms, other_ms][mode] * (1.0 + 0.01 * f64::from((round * (3 + mode as u32)) % 5))
    })
}

/// Shares of `experiments` simulated experiments: the interval holds the true median, the interval holds the true
/// speed-up, and the decision is right about a mode that takes `ratio` of the baseline's time.
///
/// Both modes of a round share half of the noise: what slows a machine slows both.
fn simulate(experiments: u32, rounds: u32, ratio: f64, noise: f64, right: &[Decision]) -> [f64; 3] {
    let mut random = Noise(0x2545_f491_4f6c_dd1d ^ u64::from(rounds));
    let mut held = [0u32; 3];
    for seed in 0..experiments {
        let weather: Vec<f64> = (0..rounds).map(|_| random.normal()).collect();
        let report = experiment(&[SEQUENTIAL, pool(2)], rounds, seed, |mode, round| {
            // Log-normal: times have a floor and a tail. Its median is the factor in front.
            let shock = (weather[round as usize] + random.normal()) / std::f64::consts::SQRT_2;
            100.0 * [1.0, ratio][mode] * (noise * shock).exp()
        });
        let summary = summarise(&report);
        let (median, speed_up) = (summary.modes[0].median_ms, summary.comparisons[0].speed_up);
        held[0] += u32::from(median.low <= 100.0 && 100.0 <= median.high);
        held[1] += u32::from(speed_up.low <= 1.0 / ratio && 1.0 / ratio <= speed_up.high);
        held[2] += u32::from(right.contains(&summary.comparisons[0].decision));
    }
    let shares = held.map(|n| f64::from(n) / f64::from(experiments));
    println!(
        "{rounds} rounds, ratio {ratio}: median held {}, speed-up held {}, right {}",
        shares[0], shares[1], shares[2]
    );
    shares
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    // The exact shares of the median's interval follow from the binomial distribution. The bootstrap promises about 95 %; with
    // medians of few rounds it is cautious, as its steps are coarse. Three standard deviations of a share are allowed.
    for (rounds, exact) in [(8, 0.9922), (9, 0.9609), (15, 0.9648), (30, 0.9572)] {
        let [median, speed_up, _] = simulate(600, rounds, 0.6, 0.05, &[]);
        let slack = 3.0 * (exact * (1.0 - exact) / 600f64).sqrt();
        assert!((median - exact).abs() <= slack, "{rounds} rounds: median in {median}");
        assert!((0.923..=0.995).contains(&speed_up), "{rounds} rounds: speed-up in {speed_up}");
    }
}

#[test]
fn a_mode_is_not_faster_than_itself() {
    // At most 5 % of wrong decisions are promised; 600 experiments may show 2.7 points more (three standard deviations).
    for rounds in [8, 9, 15, 30] {
        let [_, _, right] = simulate(600, rounds, 1.0, 0.05, &[Decision::Same, Decision::Undecided]);
        assert!(right >= 0.923, "{rounds} rounds: right in {right}");
    }
}

#[test]
fn a_difference_of_30_per_cent_is_seen_through_5_per_cent_of_noise() {
    let [_, _, faster] = simulate(200, 9, 0.7, 0.05, &[Decision::Faster]);
    let [_, _, slower] = simulate(200, 9, 1.3, 0.05, &[Decision::Slower]);
    assert!(faster >= 0.99 && slower >= 0.99, "{faster} {slower}");
}

#[test]
fn many_calm_rounds_show_that_there_is_no_difference() {
    let [_, _, same] = simulate(100, 30, 1.0, 0.01, &[Decision::Same]);
    assert!(same >= 0.9, "{same}");
}

#[test]
fn a_clear_race_in_words() {
    let summary = summarise(&race(123.0, 36.2, 9));
    assert_eq!(summary.headline, "4 threads blur this picture 3.4\u{a0}× faster than one.");
    assert_eq!(
        summary.detail,
        "The 95 % interval of the speed-up goes from 3.3 to 3.5\u{a0}× over 9 rounds. Median times: 125 ms on one thread, \
         36.9 ms on 4 threads. That is 85 % of the ideal 4\u{a0}×. This is the kernel alone, without decoding, copying or \
         starting threads."
    );
    assert_eq!(summary.comparisons[0].decision, Decision::Faster);
    assert_eq!(summary.modes.iter().map(|m| m.samples).collect::<Vec<_>>(), [9, 9], "warm-ups are not counted");
    assert!(summary.modes.iter().all(|m| (m.busy - 0.75).abs() < 1e-9));
}

/// The headline of a report with another action and other times.
fn headline(mut report: Report, action: &str) -> String {
    report.job.action = action.into();
    summarise(&report).headline
}

#[test]
fn every_outcome_is_a_sentence() {
    let noisy = |mode: usize, round: u32| 100.0 + [f64::from(round * 13 % 40), f64::from(round * 29 % 41)][mode];
    let even = |_: usize, round: u32| 100.0 + f64::from(round) / 10.0;
    let two = [SEQUENTIAL, pool(2)];
    let cases = [
        (
            race(90.0, 100.0, 9),
            "turn this picture grey",
            "4 threads turn this picture grey no faster: 0.9\u{a0}× the speed of one.",
        ),
        (
            race(103.0, 100.0, 9),
            "draw the Mandelbrot set",
            "4 threads draw the Mandelbrot set only 3 % faster than one.",
        ),
        (
            experiment(&two, 9, 1, even),
            "resize this picture",
            "2 threads resize this picture just as fast as one: no difference that matters.",
        ),
        (
            experiment(&two, 9, 1, noisy),
            "find the edges in this picture",
            "Too close to call after 9 rounds: 2 threads find the edges in this picture at 0.8 to 1.3\u{a0}× the speed of one.",
        ),
        (
            race(100.0, 30.0, 3),
            "blur this picture",
            "3 rounds are too few to be sure: so far 4 threads blur this picture at 3.3\u{a0}× the speed of one.",
        ),
        (
            race(100.0, 50.0, 1),
            "blur this picture",
            "1 round is too few to be sure: so far 4 threads blur this picture at 2.0\u{a0}× the speed of one.",
        ),
        (
            experiment(&[SEQUENTIAL], 9, 1, |_, _| 123.4),
            "blur this picture",
            "One thread can blur this picture in 123 ms.",
        ),
        (experiment(&[pool(4)], 9, 1, |_, _| 8.0), "blur this picture", "4 threads can blur this picture in 8.00 ms."),
        (
            experiment(&[SEQUENTIAL, pool(1)], 9, 1, |mode, _| [100.0, 125.0][mode]),
            "blur this picture",
            "1 thread can blur this picture no faster: 0.8\u{a0}× the speed of sequential code.",
        ),
        (
            experiment(&[pool(2), pool(4)], 9, 1, |mode, _| [100.0, 55.0][mode]),
            "blur this picture",
            "4 threads blur this picture 1.8\u{a0}× faster than 2.",
        ),
        (experiment(&two, 0, 1, |_, _| 1.0), "blur this picture", "Nothing has been measured yet."),
        (experiment(&[], 9, 1, |_, _| 1.0), "blur this picture", "Nothing has been measured yet."),
    ];
    for (report, action, expected) in cases {
        assert_eq!(headline(report, action), expected);
    }
}

#[test]
fn work_that_cannot_be_shared_is_said_to_be_so_and_why() {
    let mut report = race(100.0, 97.0, 9);
    report.job.shape = Shape::Dependent;
    report.job.action = "dither this picture".into();
    let summary = summarise(&report);
    assert_eq!(
        summary.headline,
        "More threads can't help to dither this picture: each pixel waits for the ones before it."
    );
    assert!(summary.detail.starts_with("Every mode therefore ran it in order on one thread. Median times: "));
    assert!(!summary.detail.contains("ideal"), "{}", summary.detail);
}

#[test]
fn times_below_the_clock_decide_nothing() {
    let mut report = experiment(&[SEQUENTIAL, pool(4)], 9, 1, |mode, _| [0.1, 0.0][mode]);
    report.machine.clock_resolution_ms = 0.1;
    let summary = summarise(&report);
    assert_eq!(summary.comparisons[0].decision, Decision::Undecided);
    assert!(summary.detail.contains("short for a clock with steps of 0.10 ms"), "{}", summary.detail);
    // A batch is long enough, however short its runs are.
    let mut batched = experiment(&[SEQUENTIAL, pool(4)], 9, 1, |mode, _| [0.1, 0.05][mode]);
    batched.machine.clock_resolution_ms = 0.1;
    assert!(summarise(&batched).detail.contains("short for a clock"));
    batched.runs.iter_mut().for_each(|run| run.batch = 100);
    assert!(!summarise(&batched).detail.contains("short for a clock"), "{}", summarise(&batched).detail);
}

#[test]
fn a_cancelled_round_is_left_out_of_the_comparison_only() {
    let mut report = race(100.0, 50.0, 9);
    let last = report.runs.iter().position(|r| !r.warmup && r.round == 8 && r.mode_index == 1).unwrap();
    report.runs.remove(last);
    let summary = summarise(&report);
    assert_eq!((summary.modes[0].samples, summary.modes[1].samples), (9, 8));
    assert!(summary.detail.contains("over 8 rounds"), "{}", summary.detail);
}

#[test]
fn an_outlier_is_named_and_kept() {
    let report = experiment(&[SEQUENTIAL], 9, 1, |_, round| if round == 4 { 900.0 } else { 100.0 + f64::from(round) });
    let summary = summarise(&report);
    assert_eq!((summary.modes[0].samples, summary.modes[0].outliers), (9, 1));
    assert!(summary.detail.contains("One time lies far from the rest; it was kept."));
}

/// Times as they come, down to 0, and numbers that are none.
fn any_time() -> impl Strategy<Value = f64> {
    prop_oneof![0.0..500.0f64, Just(0.0), 0.0..1e9f64, any::<f64>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Times in another unit are the same experiment. The factor is a power of two, so that not a bit is rounded away; the clock
    /// scales too, and stays above the finest step there is.
    #[test]
    fn scaling_all_times_scales_the_estimates(
        times in prop::collection::vec((1.0..500.0f64, 1.0..500.0f64), 1..20),
        power in -2..6i32,
    ) {
        let factor = 2f64.powi(power);
        let report = |factor: f64| {
            let time = |mode: usize, round: u32| {
                let (base, other) = times[round as usize];
                factor * [base, other][mode]
            };
            let mut report = experiment(&[SEQUENTIAL, pool(2)], times.len() as u32, 1, time);
            report.machine.clock_resolution_ms *= factor;
            report
        };
        let (one, scaled) = (summarise(&report(1.0)), summarise(&report(factor)));
        for (a, b) in one.modes.iter().zip(&scaled.modes) {
            prop_assert_eq!(a.median_ms.value * factor, b.median_ms.value);
            prop_assert_eq!(a.median_ms.low * factor, b.median_ms.low);
            prop_assert_eq!(a.median_ms.high * factor, b.median_ms.high);
            prop_assert_eq!(a.min_ms * factor, b.min_ms);
            prop_assert_eq!(a.mad_ms * factor, b.mad_ms);
            prop_assert_eq!((a.outliers, a.busy), (b.outliers, b.busy));
        }
        prop_assert_eq!(one.comparisons, scaled.comparisons);
    }

    /// Every number of a summary is one, whatever the report: serialised, a number that is none would be a null.
    #[test]
    fn whatever_the_report_every_number_is_one(
        kind in 0..6usize,
        threads in 1..20u32,
        odd_modes in prop::option::of(prop::collection::vec((0..5usize, 0..300u32, 0..4usize), 0..9)),
        times in prop::collection::vec(prop_oneof![9 => 1.0..500.0f64, 1 => any_time()], 1..60),
        rounds in 0..12u32,
        set_aside in 0..3usize,
        resolution in prop_oneof![Just(TICK_MS), any::<f64>()],
        cores in prop_oneof![Just(16u32), any::<u32>()],
        batch: u32,
        ceiling in prop::collection::vec((any::<u32>(), any::<f64>()), 0..4),
    ) {
        let sizes = [None, Some(Size::new(8, 8)), Some(Size::new(0, 0)), Some(Size::new(u32::MAX, u32::MAX))];
        let odd = |(mode, lanes, size): (usize, u32, usize)| {
            ModeSettings { size: sizes[size], ..ModeSettings::new(Mode::ALL[mode], lanes) }
        };
        // The modes of a design, or any at all.
        let modes: Vec<ModeSettings> = match odd_modes {
            Some(modes) => modes.into_iter().map(odd).collect(),
            None => design(&Design { threads, ..asked(Experiment::ALL[kind]) }).modes,
        };
        let mut next = times.iter().cycle();
        let mut report =
            planned(settings(Experiment::ALL[kind], &modes, rounds, 1), |_, _| *next.next().unwrap());
        report.machine.clock_resolution_ms = resolution;
        report.machine.claimed_cores = cores;
        report.ceiling = ceiling.into_iter().map(|(lanes, speed_up)| CeilingPoint { lanes, speed_up }).collect();
        for (at, run) in report.runs.iter_mut().enumerate() {
            run.batch = batch;
            run.set_aside = (at % 9 < set_aside).then_some(SetAside::Throttled);
        }
        let summary = summarise(&report);
        prop_assert!(summary.headline.ends_with('.') && summary.detail.ends_with('.'), "{:?}", summary.headline);
        prop_assert!(summary.findings.len() <= 3);
        // Reading it back fails at a null where a number must be.
        let text = serde_json::to_string(&summary).unwrap();
        let back: Summary = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(back.comparisons.iter().filter(|c| c.of_ceiling.is_some()).count(),
            summary.comparisons.iter().filter(|c| c.of_ceiling.is_some()).count());
        prop_assert!(!summary.findings.iter().any(|f| f.sentence.contains("inf") || f.sentence.contains("NaN")));
    }
}

#[test]
fn the_interval_of_a_ratio_pairs_rounds() {
    // The machine slows down tenfold half-way; each round by itself says 2. Unpaired resampling would see chaos.
    let pairs: Vec<(f64, f64)> = (0..20).map(|i| if i < 11 { (20.0, 10.0) } else { (200.0, 100.0) }).collect();
    let e = stats::ratio_of_medians(&pairs).unwrap();
    assert_eq!((e.low, e.value, e.high), (2.0, 2.0, 2.0));
    assert_eq!(figures::from_to(e.low, e.high), "2.0 to 2.0\u{a0}×");
}

#[test]
fn gains_of_a_ladder_have_intervals_that_hold_them() {
    let one = |mode| ModeSettings::new(mode, 1);
    let modes = [SEQUENTIAL, one(Mode::Js), one(Mode::Scalar), pool(4), ModeSettings::new(Mode::Workers, 4)];
    let ms = [100.0, 600.0, 400.0, 30.0, 50.0];
    // Index of a rung, of the one it goes on from, the gain, the gain in all.
    let truth = [
        (1, None, 1.0, 1.0),
        (2, Some(1), 1.5, 1.5),
        (0, Some(2), 4.0, 6.0),
        (3, Some(0), 10.0 / 3.0, 20.0),
        (4, Some(0), 2.0, 12.0),
    ];
    let mut held = 0;
    for seed in 0..40 {
        let mut random = Noise(0x9e37_79b9_7f4a_7c15 ^ ((seed + 1) * 0x51ed_270b));
        let report =
            planned(settings(Experiment::Ladder, &modes, 20, 1), |mode, _| ms[mode] * (0.05 * random.normal()).exp());
        let rungs = summarise(&report).rungs;
        assert_eq!(rungs.len(), truth.len());
        for (rung, (index, from, gain, in_all)) in rungs.iter().zip(truth) {
            assert_eq!((rung.mode_index, rung.from_index), (index, from));
            assert_eq!(rung.gain.is_some(), from.is_some());
            for (found, truth) in [(rung.gain, gain), (rung.in_all, in_all)] {
                let Some(found) = found else { continue };
                assert!((found.value / truth - 1.0).abs() < 0.1, "{found:?}");
                held += u32::from(found.low <= truth && truth <= found.high);
            }
        }
    }
    println!("held {held} of 320");
    // 95 % of 320 are 304.
    assert!(held >= 295, "{held}");
}

#[test]
fn only_ladders_and_races_of_three_kinds_have_rungs() {
    let of = |kind, modes: &[ModeSettings]| summarise(&planned(settings(kind, modes, 9, 1), |_, _| 10.0)).rungs.len();
    let (js, page) = (ModeSettings::new(Mode::Js, 1), ModeSettings { place: Place::Page, ..SEQUENTIAL });
    assert_eq!(of(Experiment::Race, &[SEQUENTIAL, pool(4)]), 0);
    assert_eq!(of(Experiment::Race, &[SEQUENTIAL, page, pool(4)]), 0, "blocking the page is no rung");
    assert_eq!(of(Experiment::Race, &[SEQUENTIAL, js, pool(4)]), 3);
    assert_eq!(of(Experiment::Ladder, &[SEQUENTIAL, pool(4)]), 2);
    assert_eq!(of(Experiment::Scaling, &[SEQUENTIAL, js, pool(4)]), 0);
}
