//! What came out of the experiments that vary something, as one sentence. A race tells its comparison; these tell what the variation showed.

use model::figures::{count, times};
use model::{ChunkSize, Comparison, Crossing, Decision, Experiment, Mode, ModeSettings, Rung, Wins};

use crate::{
    comparing::FEWEST_ROUNDS,
    facts::Facts,
    words::{mid, other, pixels, who},
};

/// Chunk sizes whose best and worst differ by less hardly matter.
const HARDLY: f64 = 1.05;

/// The experiment's own headline; nothing where the comparison says it all, or there are too few rounds to say more.
pub(crate) fn of(facts: &Facts<'_>, told: &Comparison) -> Option<String> {
    let experiment = facts.report.settings.experiment;
    if experiment == Experiment::BreakEven {
        return break_even(facts, told);
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

/// The baseline of a comparison at the end of a sentence about its mode.
fn baseline(facts: &Facts<'_>, told: &Comparison) -> String {
    other(facts.settings(told.baseline_index), facts.settings(told.mode_index))
}

/// "4 threads blur this picture 3.4 × faster than one; 8 come to 3.3 ×."
fn scaling(facts: &Facts<'_>, told: &Comparison) -> String {
    let mode = facts.settings(told.mode_index);
    let (speed_up, whom) = (times(told.speed_up.value), baseline(facts, told));
    let first = format!("{} {speed_up} faster than {whom}", doing(facts, mode));
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
    let (speed_up, whom) = (times(told.speed_up.value), baseline(facts, told));
    format!(
        "{} {speed_up} faster than {whom}, pixel for pixel: a scaled speed-up, as the picture grows with the lanes.",
        doing(facts, mode)
    )
}

/// The whole gain from the slowest rung that is there, and the step that brought most.
fn ladder(facts: &Facts<'_>, told: &Comparison) -> Option<String> {
    let mode = |rung: &Rung| facts.settings(rung.mode_index);
    let top = facts.rungs.iter().find(|rung| rung.mode_index == told.mode_index)?;
    let lowest = mode(facts.rungs.first()?);
    let in_all = top.in_all.filter(|in_all| lowest.mode != Mode::Simd && in_all.value > 1.0)?;
    let steps = facts.rungs.iter().filter(|rung| !mode(rung).mode.is_parallel() || *rung == top);
    let gains = steps.filter_map(|rung| Some((rung, rung.gain?.value)));
    let (most, gain) = gains.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let step = match mode(most).mode {
        Mode::Scalar => "WebAssembly",
        Mode::Simd if most.from_index.is_some_and(|from| facts.settings(from).mode == Mode::Js) => {
            "WebAssembly with SIMD"
        }
        Mode::Simd => "SIMD",
        Mode::Workers => "workers",
        Mode::Js | Mode::Threads => "threads",
    };
    Some(format!(
        "{} {} faster than {}; {step} brought most, {}.",
        doing(facts, mode(top)),
        times(in_all.value),
        mid(&who(ModeSettings::new(lowest.mode, 1))),
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
        let (speed_up, whom) = (times(told.speed_up.value), baseline(facts, told));
        format!("Chunks of any size do: {} {speed_up} faster than {whom}.", doing(facts, mode))
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

/// From which size on the first parallel mode wins; `told` is its comparison on the largest picture.
fn break_even(facts: &Facts<'_>, told: &Comparison) -> Option<String> {
    let crossing = facts.break_even?.crossings.first()?;
    let rounds = facts.comparisons.iter().map(|c| facts.rounds(c)).min()?;
    if rounds < FEWEST_ROUNDS || facts.is_dependent() {
        return None;
    }
    let (doing, whom) = (doing(facts, crossing.mode), baseline(facts, told));
    Some(match (crossing.wins, crossing.smallest) {
        (Wins::Always, Some(smallest)) => {
            format!("{doing} faster than {whom} at every size measured, from {} on.", pixels(smallest))
        }
        (Wins::From, Some(smallest)) => {
            let below = below(facts, crossing, smallest.pixels());
            format!("{doing} faster than {whom} from {} on{below}.", pixels(smallest))
        }
        (Wins::Never, _) => {
            let largest = facts.size(told.mode_index);
            let beyond = crossing.pixels.map(|at| at.value).filter(|&at| at > largest.pixels() as f64);
            let fits = beyond.map_or_else(String::new, |at| format!("; the fits would cross at about {}", roughly(at)));
            format!("{doing} no faster than {whom} at any size measured (up to {}){fits}.", pixels(largest))
        }
        _ => format!("Too close to call: the times don't say from which size on {doing} faster than {whom}."),
    })
}

/// What is known of the sizes below the smallest from which on a mode wins.
fn below(facts: &Facts<'_>, crossing: &Crossing, smallest: u64) -> String {
    let of_mode = |c: &&Comparison| ModeSettings { size: None, ..facts.settings(c.mode_index) } == crossing.mode;
    let area = |c: &Comparison| facts.size(c.mode_index).pixels();
    let mut smaller: Vec<&Comparison> =
        facts.comparisons.iter().filter(of_mode).filter(|c| area(c) < smallest).collect();
    smaller.sort_by_key(|c| area(c));
    let slower = smaller.iter().take_while(|c| c.decision == Decision::Slower).count();
    match slower.checked_sub(1).map(|last| facts.size(smaller[last].mode_index)) {
        None => "; on smaller ones that isn't sure".into(),
        Some(_) if slower == smaller.len() => ", and slower on smaller ones".into(),
        Some(last) => format!(", and slower up to {}; between the two that isn't sure", pixels(last)),
    }
}

/// A number of pixels that a fit foretells: "24 million pixels".
fn roughly(number: f64) -> String {
    match number {
        n if n < 9999.5 => format!("{n:.0} pixels"),
        n if n < 9.995e5 => format!("{:.0} thousand pixels", n / 1e3),
        n if n < 9.95e6 => format!("{:.1} million pixels", n / 1e6),
        n => format!("{:.0} million pixels", n / 1e6),
    }
}
