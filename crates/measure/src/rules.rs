//! What follows from the numbers: a table of rules, in order of importance. Each looks at the facts and says a sentence or nothing; the
//! first three that speak are the findings.

use model::figures::{count, from_to, percent, time, times};
use model::{Decision, Experiment, Finding, Mode, ModeSummary, Peak, Report, ScalingModel, SetAside, Stop};

use crate::{
    comparing::FEWEST_ROUNDS,
    facts::{Facts, Limit},
    words::{join_words, mid, pixels, who},
};

/// How many findings a verdict has beside its headline.
const MOST_FINDINGS: usize = 3;

/// The cores that are asked about.
const CORES: [u32; 4] = [4, 16, 64, 256];

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
    let all = facts.comparisons.len();
    // Of a single comparison the headline says it; and more time can't share what can't be shared.
    if open == 0 || all == 1 || facts.is_dependent() {
        return None;
    }
    let calmer = "a calmer machine, a larger picture or more time would tell";
    let (when, what) = match facts.report.stop {
        None => ("so far", "more rounds may tell"),
        Some(Stop::Precise) => ("at the precision that was asked for", "a narrower one would tell"),
        Some(Stop::Rounds) => ("after all rounds", calmer),
        Some(Stop::Time) => ("when the time was spent", calmer),
        Some(Stop::Cancelled) => ("when it was cancelled", "more rounds may tell"),
        Some(Stop::Failed) => ("when it failed", "another try may tell"),
    };
    let are = if open == 1 { "is" } else { "are" };
    Some(format!("{open} of {} {are} undecided {when}: {what}.", count(all, "comparison")))
}

fn drift(facts: &Facts<'_>) -> Option<String> {
    let most = facts.modes.iter().filter(|m| m.drifts).max_by(|a, b| a.drift.abs().total_cmp(&b.drift.abs()))?;
    let way = if most.drift > 0.0 { "rose" } else { "fell" };
    let on = most.mode.size.map_or_else(String::new, |size| format!(" for {}", pixels(size)));
    Some(format!(
        "The times of {}{on} {way} from round to round (rank correlation {:.1}), as with heat or other programs.",
        mid(&who(most.mode)),
        most.drift
    ))
}

fn set_aside(facts: &Facts<'_>) -> Option<String> {
    // Where nothing counts, the detail says it.
    let why = why_set_aside(facts.report).filter(|_| !facts.modes.is_empty())?;
    let runs = facts.report.runs.iter().filter(|r| !r.warmup && r.set_aside.is_some()).count();
    Some(format!("{} set aside and not counted: {why}.", were(runs)))
}

/// Why measured runs were set aside, if some were.
pub(crate) fn why_set_aside(report: &Report) -> Option<&'static str> {
    let whys = || report.runs.iter().filter(|r| !r.warmup).filter_map(|r| r.set_aside);
    let hidden = whys().any(|why| why == SetAside::Hidden);
    let other = whys().any(|why| why != SetAside::Hidden);
    match (hidden, other) {
        (false, false) => None,
        (true, false) => Some("the page wasn't seen meanwhile, and browsers slow down what isn't"),
        (false, true) => Some("the browser held them up, or the clock was too coarse for them"),
        (true, true) => Some("the page wasn't seen, the browser held them up, or the clock was too coarse"),
    }
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
    limited(facts, |limit, lanes| match limit {
        Limit::Overhead(share) => Some(format!(
            "Overhead is the limit of {lanes}: {} of a run of {} goes into copying and waiting; a larger picture has less of that.",
            percent(share),
            time(ms)
        )),
        _ => None,
    })
}

fn uneven(facts: &Facts<'_>) -> Option<String> {
    limited(facts, |limit, lanes| match limit {
        Limit::Uneven(ratio) => Some(format!(
            "Uneven load is the limit of {lanes}: the busiest lane worked {} as long as the average one; smaller chunks would even it out.",
            times(ratio)
        )),
        _ => None,
    })
}

fn memory(facts: &Facts<'_>) -> Option<String> {
    limited(facts, |limit, lanes| match limit {
        Limit::Memory { busy, ceiling } => Some(format!(
            "Memory is most likely the limit: {lanes} were busy for {} of the time, and at work that needs nothing but registers they \
             come to {} here.",
            percent(busy),
            times(ceiling)
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
    let (by, speed_ups, band, peak) = match fit {
        Some(fit) => {
            let at = |cores: u32| fit.curve.iter().find(|p| p.at == f64::from(cores)).map(|p| p.value);
            let law = match fit.model {
                ScalingModel::Amdahl => "By Amdahl's law",
                ScalingModel::Usl => "By the Universal Scalability Law",
                ScalingModel::Gustafson => "With pictures that grow with them, by Gustafson's law",
            };
            let to = if mode.mode == Mode::Workers { "workers" } else { "threads" };
            let band = at(CORES[3]).map_or_else(String::new, |most| {
                format!(" (the 95 % band of the last goes from {})", from_to(most.low, most.high))
            });
            let speed_ups = CORES.map(|cores| at(cores).map_or(1.0, |e| e.value));
            (format!("{law} as fitted to {to}"), speed_ups, band, fit.peak)
        }
        // One number of lanes with a picture of its own size says nothing of others.
        None if facts.report.settings.experiment == Experiment::Growing => return None,
        // What the machine hasn't says nothing of the code.
        None if matches!(facts.limit(), Some((Limit::Cores | Limit::Ceiling(_), _))) => return None,
        None => {
            // A speed-up that is linear or more leaves nothing to guess from.
            let serial = comparison.serial_fraction.filter(|&serial| serial > 0.0)?.min(1.0);
            let amdahl = |cores: u32| 1.0 / (serial + (1.0 - serial) / f64::from(cores));
            let by = format!("Guessed from {} alone by Amdahl's law", mid(&who(mode)));
            (by, CORES.map(amdahl), String::new(), None)
        }
    };
    let [_, sixteen, _, most] = speed_ups;
    let told = join_words(&speed_ups.map(times));
    let so = match peak {
        Some(Peak { value, low, high: Some(high) }) if value < 256.0 => {
            format!("beyond {value:.0} of them ({low:.0} to {high:.0}) it gets slower")
        }
        // Some resamples have no peak at all.
        Some(Peak { value, low, high: None }) if value < 256.0 => {
            format!("beyond {value:.0} of them it may get slower ({low:.0} or more, if at all)")
        }
        _ if most < 1.5 * sixteen => "256 would be hardly better than 16".into(),
        _ if most < 8.0 * sixteen => "256 would be poorly used".into(),
        _ => "256 would be well used, if memory kept up".into(),
    };
    Some(format!("{by}, {} cores would bring {told}{band}: {so}.", join_words(&CORES.map(|c| c.to_string()))))
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
