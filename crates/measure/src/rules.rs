//! What follows from the numbers: a table of rules, in order of importance. Each looks at the facts and says a sentence or nothing; the
//! first three that speak are the findings.

use model::{Decision, Experiment, Finding, Mode, ModeSummary, ScalingModel, SetAside, Shape, Stop};

use crate::{
    comparing::FEWEST_ROUNDS,
    facts::{Facts, Limit},
    figures::{percent, time, times},
    words::{count, join_words, mid, who},
};

/// How many findings a verdict has beside its headline.
const MOST_FINDINGS: usize = 3;

/// The cores that are asked about.
const CORES: [u32; 4] = [4, 16, 64, 256];

/// Drift beyond which the machine is said to have changed.
const DRIFT: f64 = 0.5;

/// SIMD is worth trying first from this gain on.
const SIMD_PAYS: f64 = 1.3;

/// A first run so many times as long as the settled one is worth a word.
const SLOW_START: f64 = 1.5;

/// A rule of the verdict.
struct Rule {
    name: &'static str,
    say: fn(&Facts<'_>) -> Option<String>,
}

const RULES: &[Rule] = &[
    Rule { name: "dependency", say: dependency },
    Rule { name: "undecided", say: undecided },
    Rule { name: "drift", say: drift },
    Rule { name: "set-aside", say: set_aside },
    Rule { name: "simd-first", say: simd_first },
    Rule { name: "too-many-threads", say: too_many_threads },
    Rule { name: "ceiling", say: ceiling },
    Rule { name: "overhead", say: overhead },
    Rule { name: "uneven", say: uneven },
    Rule { name: "memory", say: memory },
    Rule { name: "serial", say: serial },
    Rule { name: "more-cores", say: more_cores },
    Rule { name: "warm-up", say: warm_up },
];

/// The most important findings, at most three.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let say = |rule: &Rule| Some(Finding { rule: rule.name.into(), sentence: (rule.say)(facts)? });
    RULES.iter().filter_map(say).take(MOST_FINDINGS).collect()
}

fn dependency(facts: &Facts<'_>) -> Option<String> {
    matches!(facts.limit()?.0, Limit::Dependency)
        .then(|| "No number of cores changes that; running several pictures at once would use them.".into())
}

fn undecided(facts: &Facts<'_>) -> Option<String> {
    let open = facts.comparisons.iter().filter(|c| c.decision == Decision::Undecided);
    let open = open.filter(|c| facts.rounds(c) >= FEWEST_ROUNDS).count();
    let why = match facts.report.stop {
        Some(Stop::Time) => "when the time was spent",
        Some(Stop::Cancelled) => "when it was cancelled",
        _ => "after all rounds",
    };
    let are = if open == 1 { "is" } else { "are" };
    let all = facts.comparisons.len();
    (open > 0).then(|| {
        format!(
            "{open} of {} {are} undecided {why}: a calmer machine, a larger picture or more time would tell.",
            count(all, "comparison")
        )
    })
}

fn drift(facts: &Facts<'_>) -> Option<String> {
    let most = facts.modes.iter().max_by(|a, b| a.drift.abs().total_cmp(&b.drift.abs()))?;
    let way = if most.drift > 0.0 { "rose" } else { "fell" };
    let who = mid(&who(most.mode));
    (most.drift.abs() > DRIFT).then(|| {
        format!(
            "The machine changed meanwhile: the times of {who} {way} from round to round (rank correlation {:.1}), as with heat or other \
             programs.",
            most.drift
        )
    })
}

fn set_aside(facts: &Facts<'_>) -> Option<String> {
    let runs = facts.report.runs.iter().filter(|r| !r.warmup);
    let (mut hidden, mut others) = (0, 0);
    for why in runs.filter_map(|r| r.set_aside) {
        *(if why == SetAside::Hidden { &mut hidden } else { &mut others }) += 1;
    }
    let why = match (hidden, others) {
        (0, 0) => return None,
        (_, 0) => "the page wasn't seen meanwhile, and browsers slow down what isn't",
        (0, _) => "the browser held them up, or the clock was too coarse for them",
        _ => "the page wasn't seen, the browser held them up, or the clock was too coarse",
    };
    Some(format!("{} set aside and not counted: {why}.", were(hidden + others)))
}

fn were(runs: usize) -> String {
    format!("{} {}", count(runs, "run"), if runs == 1 { "was" } else { "were" })
}

fn simd_first(facts: &Facts<'_>) -> Option<String> {
    let median = |mode: Mode| {
        let mode = facts.modes.iter().find(|m| m.mode.mode == mode && m.mode.size.is_none())?;
        (mode.median_ms.value > 0.0).then_some(mode.median_ms.value)
    };
    let simd = median(Mode::Simd)?;
    let (slow, name) = match (median(Mode::Js), median(Mode::Scalar)) {
        (Some(js), _) if js >= SIMD_PAYS * simd => (js, "a loop in JavaScript"),
        (_, Some(scalar)) if scalar >= SIMD_PAYS * simd => (scalar, "WebAssembly without SIMD"),
        _ => return None,
    };
    Some(format!(
        "If your code is still {name}, try SIMD before threads: on one thread it is {} as fast.",
        times(slow / simd)
    ))
}

/// A sentence about the limit and the lanes that it holds for.
fn limited(facts: &Facts<'_>, say: impl Fn(Limit, &str) -> Option<String>) -> Option<String> {
    let (limit, comparison) = facts.limit()?;
    say(limit, &mid(&who(facts.settings(comparison.mode_index))))
}

fn too_many_threads(facts: &Facts<'_>) -> Option<String> {
    let cores = facts.report.machine.claimed_cores;
    limited(facts, |limit, lanes| {
        (limit == Limit::Cores)
            .then(|| format!("This machine claims {}; {lanes} take turns on them.", count(cores as usize, "core")))
    })
}

fn ceiling(facts: &Facts<'_>) -> Option<String> {
    limited(facts, |limit, lanes| match limit {
        Limit::Ceiling(most) => Some(format!(
            "The machine is the limit: even at work that needs nothing but registers, {lanes} come to {} here.",
            times(most)
        )),
        _ => None,
    })
}

fn overhead(facts: &Facts<'_>) -> Option<String> {
    let ms = facts.limit().and_then(|(_, c)| facts.mode(c.mode_index)).map_or(0.0, |m| m.median_ms.value);
    limited(facts, |limit, _| match limit {
        Limit::Overhead(share) => Some(format!(
            "Overhead is the limit: {} of a run of {} goes into copying and waiting; a larger picture has less of that.",
            percent(share),
            time(ms)
        )),
        _ => None,
    })
}

fn uneven(facts: &Facts<'_>) -> Option<String> {
    limited(facts, |limit, _| match limit {
        Limit::Uneven(ratio) => Some(format!(
            "Uneven load is the limit: the busiest lane worked {} as long as the average one; smaller chunks would even it out.",
            times(ratio)
        )),
        _ => None,
    })
}

fn memory(facts: &Facts<'_>) -> Option<String> {
    let surely =
        if facts.report.job.shape == Shape::Point { "Memory is the limit" } else { "Memory is most likely the limit" };
    limited(facts, |limit, _| match limit {
        Limit::Memory(busy) => Some(format!(
            "{surely}: the lanes were busy for {} of the time, and yet did less than the same number of single threads.",
            percent(busy)
        )),
        _ => None,
    })
}

fn serial(facts: &Facts<'_>) -> Option<String> {
    limited(facts, |limit, lanes| match limit {
        Limit::Serial(share) => Some(format!(
            "What {lanes} can't share is the limit: a serial part of {} would explain it.",
            percent(share)
        )),
        _ => None,
    })
}

/// "Is it a good idea to simply buy a 256-core processor?"
fn more_cores(facts: &Facts<'_>) -> Option<String> {
    let comparison = facts.widest()?;
    let mode = facts.settings(comparison.mode_index);
    if facts.is_dependent() || !mode.mode.is_parallel() || comparison.decision != Decision::Faster {
        return None;
    }
    let scaling = facts.scaling.iter().find(|s| s.mode == mode.mode);
    let fit = scaling.and_then(|s| s.fits.get(s.better? as usize));
    let (by, speed_ups, peak) = match fit {
        Some(fit) => {
            let at = |cores: u32| fit.curve.iter().find(|p| p.at == f64::from(cores)).map(|p| p.value.value);
            let by = match fit.model {
                ScalingModel::Amdahl => "By Amdahl's law as fitted",
                ScalingModel::Usl => "By the Universal Scalability Law as fitted",
                ScalingModel::Gustafson => "With pictures that grow with them, by Gustafson's law as fitted",
            };
            (by, CORES.map(|cores| at(cores).unwrap_or(1.0)), fit.peak)
        }
        // One number of lanes with a picture of its own size says nothing of others.
        None if facts.report.settings.experiment == Experiment::Growing => return None,
        None => {
            let serial = comparison.serial_fraction?.clamp(0.0, 1.0);
            let amdahl = |cores: u32| 1.0 / (serial + (1.0 - serial) / f64::from(cores));
            ("Guessed from this one number of lanes by Amdahl's law", CORES.map(amdahl), None)
        }
    };
    let [_, sixteen, _, most] = speed_ups;
    let told = join_words(&speed_ups.map(times));
    let so = match peak {
        Some(peak) if peak < 256.0 => format!("beyond {peak:.0} of them it gets slower"),
        _ if most < 1.5 * sixteen => "256 would be hardly better than 16".into(),
        _ if most < 8.0 * sixteen => "256 would be poorly used".into(),
        _ => "256 would be well used, if memory kept up".into(),
    };
    Some(format!("{by}, {} cores would bring {told}: {so}.", join_words(&CORES.map(|c| c.to_string()))))
}

fn warm_up(facts: &Facts<'_>) -> Option<String> {
    let ratio = |m: &&ModeSummary| m.warm_up.ratio;
    let slowest = facts.modes.iter().max_by(|a, b| ratio(a).total_cmp(&ratio(b)))?;
    (slowest.warm_up.ratio >= SLOW_START).then(|| {
        format!(
            "The first run of {} took {} the settled time: whoever runs second looks fast.",
            mid(&who(slowest.mode)),
            times(slowest.warm_up.ratio)
        )
    })
}
