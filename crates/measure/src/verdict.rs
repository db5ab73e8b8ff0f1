//! The result as two sentences a visitor can repeat: what came out, and how sure that is.
//!
//! A kernel's action ("blur this picture") is a verb in its plain form. It stands after "threads" or after "can", so that no
//! verb has to be bent.

use model::figures::{count, from_to, percent, time, times};
use model::{Comparison, Decision, Experiment, InputOrigin, Mode, ModeSettings, ModeSummary, Place, Report, Scope};

use crate::{
    comparing::FEWEST_ROUNDS,
    facts::Facts,
    headlines, rules,
    samples::tick_ms,
    summary::step_ms,
    words::{join, other, pixels, threads, who},
};

/// Below so many steps of the clock a time is called short for it: the rounding alone is then some 10 %.
const SHORT_IN_TICKS: f64 = 10.0;

/// Ratios within this of 1 are told in per cent: "1.0 × faster" says nothing.
const TOLD_IN_PERCENT: f64 = 0.05;

/// Headline and detail.
pub(crate) fn sentences(facts: &Facts<'_>) -> (String, String) {
    match (facts.told(), facts.modes.first()) {
        (Some(comparison), _) => compared(facts, comparison),
        (None, Some(mode)) => alone(facts.report, mode),
        (None, None) => nothing(facts.report),
    }
}

/// No mode has samples: none was taken, or none counts.
fn nothing(report: &Report) -> (String, String) {
    let measured = || report.runs.iter().filter(|r| !r.warmup);
    match rules::why_set_aside(report) {
        Some(why) if measured().all(|r| r.set_aside.is_some()) => {
            ("No run counts yet.".into(), format!("Every measured run was set aside, because {why}."))
        }
        _ => (
            "Nothing has been measured yet.".into(),
            "Every run so far was a warm-up or was stopped; start the race again to see times.".into(),
        ),
    }
}

/// One mode has samples, and there is nothing to compare it with.
fn alone(report: &Report, mode: &ModeSummary) -> (String, String) {
    let settings = report.settings.modes[mode.mode_index as usize];
    let who = if settings == ModeSettings::new(Mode::Simd, 1) { "One thread".into() } else { who(settings) };
    let action = &report.job.action;
    let median = mode.median_ms;
    let headline = format!("{who} can {action} in {}.", time(median.value));
    let rounds = count(mode.samples as usize, "round");
    let sure = if (mode.samples as usize) < FEWEST_ROUNDS {
        format!("The median of {rounds}; {FEWEST_ROUNDS} or more would say how sure it is.")
    } else {
        format!("The median of {rounds}; the 95 % interval goes from {} to {}.", time(median.low), time(median.high))
    };
    (headline, join([sure, far_out(mode.outliers), clock(report, &[(mode.mode_index, median.value)]), scope(report)]))
}

/// A mode against its baseline.
fn compared(facts: &Facts<'_>, comparison: &Comparison) -> (String, String) {
    let report = facts.report;
    let rounds = facts.rounds(comparison);
    let experiment = report.settings.experiment;
    let grows = experiment == Experiment::Growing;
    let (base, mode) = (facts.settings(comparison.baseline_index), facts.settings(comparison.mode_index));
    let (Some(base_summary), Some(mode_summary)) =
        (facts.mode(comparison.baseline_index), facts.mode(comparison.mode_index))
    else {
        return Default::default();
    };
    let sure = if rounds < FEWEST_ROUNDS {
        format!("{} can't carry a 95 % interval; {FEWEST_ROUNDS} or more can.", count(rounds, "round"))
    } else if comparison.decision == Decision::Undecided {
        // The headline has said it.
        String::new()
    } else {
        let speed_up = comparison.speed_up;
        format!(
            "The 95 % interval of the {}speed-up goes from {} over {}.",
            if grows { "scaled " } else { "" },
            from_to(speed_up.low, speed_up.high),
            count(rounds, "round")
        )
    };
    let (base_ms, mode_ms) = (base_summary.median_ms.value, mode_summary.median_ms.value);
    let both = [(comparison.baseline_index, base_ms), (comparison.mode_index, mode_ms)];
    let on = |index: u32| if grows { format!(" for {}", pixels(facts.size(index))) } else { String::new() };
    let (on_base, on_mode) = (on(comparison.baseline_index), on(comparison.mode_index));
    let (at_base, at_mode) = (place(base, mode), place(mode, base));
    let medians = format!("Median times: {} {at_base}{on_base}, {} {at_mode}{on_mode}.", time(base_ms), time(mode_ms));
    let about = if experiment == Experiment::BreakEven {
        format!("These are the figures of the largest picture, {}.", pixels(facts.size(comparison.mode_index)))
    } else {
        String::new()
    };
    let action = &report.job.action;
    // A comparison of one thread with itself is worth no interval and no efficiency.
    if facts.is_dependent() && mode.mode.is_parallel() {
        let headline = format!("More threads can't help to {action}: each pixel waits for the ones before it.");
        let alone = "Every mode therefore ran it in order on one thread.".into();
        let medians = format!(
            "Median times: {} in the first mode{on_base}, {} {at_mode}{on_mode}.",
            time(base_ms),
            time(mode_ms)
        );
        let others = others(facts, comparison);
        return (headline, join([alone, about, medians, others, clock(report, &both), scope(report)]));
    }
    let detail = join([
        about,
        sure,
        medians,
        efficiency(comparison, mode),
        others(facts, comparison),
        far_out(base_summary.outliers + mode_summary.outliers),
        clock(report, &both),
        scope(report),
    ]);
    let plain = || {
        let said = headline(action, comparison, base, mode, rounds);
        if grows {
            format!("{} (pixel for pixel, as the picture grows with the lanes).", said.trim_end_matches('.'))
        } else {
            said
        }
    };
    (headlines::of(facts, comparison).unwrap_or_else(plain), detail)
}

/// What came out of a comparison, as one sentence.
pub(crate) fn headline(
    action: &str,
    comparison: &Comparison,
    base: ModeSettings,
    mode: ModeSettings,
    rounds: usize,
) -> String {
    let speed_up = comparison.speed_up;
    let (who, whom) = (doer(mode, action), other(base, mode));
    let near = (speed_up.value - 1.0).abs() < TOLD_IN_PERCENT;
    match comparison.decision {
        Decision::Faster if near => format!("{who} only {} faster than {whom}.", percent(speed_up.value - 1.0)),
        Decision::Faster => format!("{who} {} faster than {whom}.", times(speed_up.value)),
        Decision::Slower => format!("{who} no faster: {} the speed of {whom}.", times(speed_up.value)),
        Decision::Same => format!("{who} just as fast as {whom}: no difference that matters."),
        Decision::Undecided if rounds < FEWEST_ROUNDS => format!(
            "{} {} too few to be sure: so far {who} at {} the speed of {whom}.",
            count(rounds, "round"),
            if rounds == 1 { "is" } else { "are" },
            times(speed_up.value)
        ),
        Decision::Undecided => format!(
            "Too close to call after {}: {who} at {} the speed of {whom}{}.",
            count(rounds, "round"),
            from_to(speed_up.low, speed_up.high),
            // The interval told is the 95 % one, and decisions ask for 99 %.
            if speed_up.low > 1.0 || speed_up.high < 1.0 { ", not yet sure at 99 %" } else { "" }
        ),
    }
}

/// Who does what: "4 threads blur this picture", "1 thread can blur this picture", "JavaScript can blur this picture".
fn doer(mode: ModeSettings, action: &str) -> String {
    let can = if mode.threads == 1 { " can" } else { "" };
    format!("{}{can} {action}", who(mode))
}

/// Where a median was taken: "on one thread"; with the way of running it where the count alone says nothing.
fn place(mode: ModeSettings, beside: ModeSettings) -> String {
    match (mode.mode, mode.threads) {
        _ if mode.place != beside.place => match mode.place {
            Place::Page => "on the page's own thread".into(),
            Place::Worker => "in a worker".into(),
        },
        (Mode::Js, _) => "in JavaScript".into(),
        (Mode::Scalar, _) => "without SIMD".into(),
        (Mode::Simd, _) if matches!(beside.mode, Mode::Js | Mode::Scalar) => "with it".into(),
        (Mode::Simd, n) if n == beside.threads => "in order".into(),
        (Mode::Threads, n) if n == beside.threads => format!("in a pool of {n}"),
        (Mode::Workers, n) => format!("with {}", count(n as usize, "worker")),
        (_, 1) => "on one thread".into(),
        (_, n) => format!("on {}", threads(n)),
    }
}

/// The comparisons that the headline doesn't tell, in few words. Where picture or chunks vary there are too many, and charts show them.
fn others(facts: &Facts<'_>, told: &Comparison) -> String {
    if matches!(facts.report.settings.experiment, Experiment::BreakEven | Experiment::Chunks) {
        return String::new();
    }
    let tell = |c: &Comparison| {
        let sure = if c.decision == Decision::Undecided { " (undecided)" } else { "" };
        format!("{} {}{sure}", who(facts.settings(c.mode_index)), times(c.speed_up.value))
    };
    let rest: Vec<String> = facts.comparisons.iter().filter(|c| c.mode_index != told.mode_index).map(tell).collect();
    if rest.is_empty() {
        String::new()
    } else {
        format!("The others' speeds beside the first mode: {}.", rest.join("; "))
    }
}

fn efficiency(comparison: &Comparison, mode: ModeSettings) -> String {
    if mode.threads < 2 || comparison.decision == Decision::Undecided {
        return String::new();
    }
    format!("That is {} of the ideal {}\u{a0}×.", percent(comparison.efficiency), mode.threads)
}

fn far_out(outliers: u32) -> String {
    match outliers {
        0 => String::new(),
        1 => "One time lies far from the rest; it was kept.".into(),
        n => format!("{n} times lie far from the rest; they were kept."),
    }
}

/// Whether times are short for the clock, by mode. A batch is as long as all its runs.
fn clock(report: &Report, medians_ms: &[(u32, f64)]) -> String {
    let short = |&(mode, ms): &(u32, f64)| ms < SHORT_IN_TICKS * step_ms(report, mode as usize);
    if !medians_ms.iter().any(short) {
        return String::new();
    }
    let tick = tick_ms(report.machine.clock_resolution_ms);
    format!("That is short for a clock with steps of {}: a larger picture will tell more.", time(tick))
}

fn scope(report: &Report) -> String {
    let messages = report.settings.modes.iter().any(|m| m.mode == Mode::Workers);
    match report.settings.scope {
        Scope::Kernel if messages => "This is the kernel, with the messages that workers can't do without, but without decoding or starting \
                                      anything."
            .into(),
        Scope::Kernel => "This is the kernel alone, without decoding, copying or starting threads.".into(),
        _ if report.job.input.origin == InputOrigin::None => {
            "This is the whole way to the bytes of a file; encoding is serial in every mode.".into()
        }
        Scope::Png | Scope::Jpeg | Scope::Webp => {
            "This is the whole way, from the file's bytes to those of a new file; decoding and encoding are serial in every \
             mode."
                .into()
        }
    }
}
