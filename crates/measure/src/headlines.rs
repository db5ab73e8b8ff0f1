//! What came out of the experiments that vary something, as one sentence. A race tells its comparison; these tell what the variation showed.

use model::{ChunkSize, Comparison, Crossing, Decision, Experiment, Mode, ModeSettings, Size, Wins};

use crate::{
    comparing::FEWEST_ROUNDS,
    facts::Facts,
    figures::times,
    words::{count, mid, who},
};

/// Chunk sizes whose best and worst differ by less hardly matter.
const HARDLY: f64 = 1.05;

/// The experiment's own headline; nothing where the comparison says it all, or there are too few rounds to say more.
pub(crate) fn of(facts: &Facts<'_>, told: &Comparison) -> Option<String> {
    let experiment = facts.report.settings.experiment;
    if experiment == Experiment::BreakEven {
        return break_even(facts);
    }
    if facts.rounds(told) < FEWEST_ROUNDS || told.decision != Decision::Faster {
        return None;
    }
    match experiment {
        Experiment::Race | Experiment::BreakEven => None,
        Experiment::Ladder => ladder(facts, told),
        Experiment::Scaling => Some(scaling(facts, told)),
        Experiment::Growing => Some(growing(facts, told)),
        Experiment::Chunks => chunks(facts, told),
    }
}

/// "4 threads blur this picture", "1 thread can blur this picture".
fn doing(facts: &Facts<'_>, mode: ModeSettings) -> String {
    let can = if mode.threads == 1 { " can" } else { "" };
    format!("{}{can} {}", who(mode), facts.report.job.action)
}

/// "4 threads blur this picture 3.4 × faster than one; 8 come to 3.3 ×."
fn scaling(facts: &Facts<'_>, told: &Comparison) -> String {
    let mode = facts.settings(told.mode_index);
    let first = format!("{} {} faster than one", doing(facts, mode), times(told.speed_up.value));
    match facts.widest() {
        Some(widest) if facts.settings(widest.mode_index).threads > mode.threads => {
            let lanes = facts.settings(widest.mode_index).threads;
            format!("{first}; {lanes} come to {}.", times(widest.speed_up.value))
        }
        _ => format!("{first}."),
    }
}

fn growing(facts: &Facts<'_>, told: &Comparison) -> String {
    let mode = facts.settings(told.mode_index);
    let speed_up = times(told.speed_up.value);
    format!("{} {speed_up} faster than one, pixel for pixel, when it grows with them.", doing(facts, mode))
}

/// The whole gain from the slowest rung that is there, and the step that brought most.
fn ladder(facts: &Facts<'_>, told: &Comparison) -> Option<String> {
    let ms = |mode: Mode| {
        let median = facts.modes.iter().find(|m| m.mode.mode == mode)?.median_ms.value;
        (median > 0.0).then_some(median)
    };
    let top = facts.settings(told.mode_index);
    let rungs: Vec<(Mode, f64)> =
        [Mode::Js, Mode::Scalar, Mode::Simd, top.mode].into_iter().filter_map(|mode| Some((mode, ms(mode)?))).collect();
    let &(lowest, slowest) = rungs.first()?;
    let steps = rungs.windows(2).map(|pair| (pair[1].0, pair[0].1 / pair[1].1));
    let (most, gain) = steps.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let (whom, &(_, fastest)) = (mid(&who(ModeSettings::new(lowest, 1))), rungs.last()?);
    if lowest == Mode::Simd || slowest <= fastest {
        return None;
    }
    let step = match most {
        Mode::Scalar => "WebAssembly",
        Mode::Simd if rungs.iter().all(|&(mode, _)| mode != Mode::Scalar) => "WebAssembly with SIMD",
        Mode::Simd => "SIMD",
        Mode::Workers => "workers",
        Mode::Js | Mode::Threads => "threads",
    };
    Some(format!(
        "{} {} faster than {whom}; {step} brought most, {}.",
        doing(facts, top),
        times(slowest / fastest),
        times(gain)
    ))
}

/// The best chunk size, and what the worst one costs.
fn chunks(facts: &Facts<'_>, told: &Comparison) -> Option<String> {
    let same = |c: &&Comparison| {
        let (mode, told) = (facts.settings(c.mode_index), facts.settings(told.mode_index));
        mode.mode == told.mode && mode.threads == told.threads
    };
    let worst = facts.comparisons.iter().filter(same).min_by(|a, b| a.speed_up.value.total_cmp(&b.speed_up.value))?;
    let (mode, worst_mode) = (facts.settings(told.mode_index), facts.settings(worst.mode_index));
    let (cost, lanes) = (told.speed_up.value / worst.speed_up.value, who(mode));
    Some(if cost < HARDLY {
        format!("Chunks of any size do: {} {} faster than one.", doing(facts, mode), times(told.speed_up.value))
    } else {
        format!(
            "{} suit {} best; with {} they take {} as long.",
            capital(&chunk(mode.chunk)),
            mid(&lanes),
            chunk(worst_mode.chunk),
            times(cost)
        )
    })
}

fn chunk(chunk: ChunkSize) -> String {
    match chunk {
        ChunkSize::Auto => "automatic chunks".into(),
        ChunkSize::OnePerLane => "chunks of a whole lane".into(),
        ChunkSize::Rows(rows) => format!("chunks of {}", count(rows as usize, "row")),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// From which size on the first parallel mode wins.
fn break_even(facts: &Facts<'_>) -> Option<String> {
    let Crossing { mode, wins, smallest, .. } = facts.break_even?.crossings.first()?;
    let rounds = facts.comparisons.iter().map(|c| facts.rounds(c)).min()?;
    if rounds < FEWEST_ROUNDS || facts.is_dependent() {
        return None;
    }
    let size = |size: Size| format!("{}\u{a0}×\u{a0}{}", size.width, size.height);
    let doing = doing(facts, *mode);
    Some(match (wins, smallest) {
        (Wins::Always, Some(smallest)) => {
            format!("{doing} faster than one at every size, from {} pixels on.", size(*smallest))
        }
        (Wins::From, Some(smallest)) => {
            format!("{doing} faster than one from {} pixels on; on smaller ones that isn't sure.", size(*smallest))
        }
        (Wins::Never, _) => format!("{doing} no faster than one on this machine, whatever the size."),
        _ => format!("Too close to call: the times don't say from which size on {doing} faster than one."),
    })
}
