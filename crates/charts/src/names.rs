//! What a mode is called in a chart, and what a chart of modes says.

use model::figures::{time, times};
use model::{Comparison, Decision, Mode, ModeName, ModeSettings, ModeSummary, mode_names};

use crate::exhibit::{Exhibit, lettered};
use crate::xy::is_shown;

/// The names of a report's modes, in the order of its settings; of several reports with their letters.
pub(crate) struct Names(Vec<Name>);

struct Name {
    own: ModeName,
    subject: String,
}

impl Names {
    /// The names in an exhibit.
    pub(crate) fn of(exhibit: &Exhibit<'_>) -> Self {
        let of = |part: &Exhibit<'_>| {
            let letter = part.letter().filter(|_| exhibit.is_several());
            Self::among(&part.report().settings.modes).0.into_iter().map(move |name| Name {
                own: ModeName {
                    full: lettered(letter, ": ", &name.own.full),
                    long: lettered(letter, ": ", &name.own.long),
                    short: lettered(letter, ": ", &name.own.short),
                },
                subject: lettered(letter, ", ", &name.subject),
            })
        };
        Self(exhibit.each().iter().flat_map(of).collect())
    }

    /// See [`mode_names`].
    fn among(modes: &[ModeSettings]) -> Self {
        let name = |(own, mode): (ModeName, &ModeSettings)| {
            let rest = own.long.strip_prefix(mode.mode.label()).filter(|_| mode.mode.is_parallel());
            let subject = match rest {
                Some(rest) if rest.contains(&mode.lanes()) => own.short.clone(),
                Some(rest) => mode.lanes() + rest,
                None => own.long.clone(),
            };
            Name { own, subject }
        };
        Self(mode_names(modes).into_iter().zip(modes).map(name).collect())
    }

    /// The full name: "Parallel, 4 threads". Empty for a mode that the report doesn't have.
    pub(crate) fn long(&self, index: usize) -> &str {
        self.0.get(index).map_or("", |name| &name.own.long)
    }

    /// The same in few words, for where there is little room: "4 threads".
    pub(crate) fn short(&self, index: usize) -> &str {
        self.0.get(index).map_or("", |name| &name.own.short)
    }

    /// With its lanes, whatever the others have: "Parallel, 4 threads".
    fn full(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|name| name.own.full.as_str())
    }

    /// What stands at the beginning of a finding: "4 threads".
    pub(crate) fn subject(&self, index: usize) -> &str {
        self.0.get(index).map_or("", |name| &name.subject)
    }
}

/// The full names of all reports' modes, as charts count them.
pub fn modes(exhibit: &Exhibit<'_>) -> Vec<String> {
    Names::of(exhibit).full().map(Into::into).collect()
}

/// More lanes than it takes for this share of the highest speed-up gain nothing that matters.
pub(crate) const NEARLY: f64 = 0.98;

/// Which mode is fastest and by how much, as a chart's title: "4 threads: 3.4 × faster than one".
pub(crate) fn finding(exhibit: &Exhibit<'_>) -> String {
    let (modes, summary) = (&exhibit.report().settings.modes, exhibit.summary());
    let names = Names::of(exhibit);
    let mode = |index: u32| modes.get(index as usize);
    let known =
        |c: &&Comparison| is_shown(c.speed_up) && mode(c.mode_index).is_some() && mode(c.baseline_index).is_some();
    let value = |c: &Comparison| c.speed_up.value;
    let highest = summary.comparisons.iter().filter(known).map(value).fold(0.0, f64::max);
    let near = summary.comparisons.iter().filter(known).filter(|c| value(c) >= highest * NEARLY);
    let best = near.min_by_key(|c| mode(c.mode_index).map(|m| m.threads));
    let Some(best) = best else {
        let only = summary.modes.iter().find(|m| is_shown(m.median_ms) && mode(m.mode_index).is_some());
        let told =
            |m: &ModeSummary| format!("{}: {} a run", names.long(m.mode_index as usize), time(m.median_ms.value));
        return only.map_or("No times yet".into(), told);
    };
    let who = names.subject(best.mode_index as usize);
    let base = names.subject(best.baseline_index as usize);
    let [is_threads, is_one] = [(best.mode_index, Mode::Threads), (best.baseline_index, Mode::Simd)]
        .map(|(index, kind)| mode(index).is_some_and(|m| m.mode == kind));
    let than = if is_threads && is_one { "one" } else { base };
    let ratio = times(value(best));
    match best.decision {
        Decision::Faster => format!("{who}: {ratio} faster than {than}"),
        Decision::Slower => format!("{base} is fastest: {} faster than {who}", times(1.0 / value(best))),
        Decision::Same => format!("{who}: no faster than {than}"),
        Decision::Undecided => format!("{who}: {ratio} as fast as {than}, but that isn’t sure yet"),
    }
}

/// Which of several reports of the same work has the fastest mode, and by how much; nothing where that can't be said.
pub(crate) fn fastest(exhibit: &Exhibit<'_>) -> Option<String> {
    if !exhibit.is_several() || !exhibit.is_same_work() {
        return None;
    }
    let names = Names::of(exhibit);
    let best = |part: &Exhibit<'_>| {
        let report = part.report();
        // Where the picture grows with the lanes, the quickest had the least to do.
        let whole = |mode: &ModeSettings| mode.size.is_none_or(|size| size == report.job.input.size);
        let known = |own: &&ModeSummary| {
            is_shown(own.median_ms) && report.settings.modes.get(own.mode_index as usize).is_some_and(whole)
        };
        let own = part.summary().modes.iter().filter(known);
        let own = own.min_by(|a, b| a.median_ms.value.total_cmp(&b.median_ms.value))?;
        Some((part.letter()?, part.first_mode() + own.mode_index as usize, own.median_ms))
    };
    let mut all: Vec<_> = exhibit.each().iter().filter_map(best).collect();
    all.sort_by(|a, b| a.2.value.total_cmp(&b.2.value));
    let [(first, index, ms), (second, _, other), ..] = *all.as_slice() else { return None };
    // Intervals that don't meet; that they do proves nothing.
    if ms.high < other.low {
        let ratio = times(other.value / ms.value);
        let next = if all.len() > 2 { ", the next" } else { "" };
        Some(format!("{}: {}, {ratio} faster than {second}’s best{next}", names.subject(index), time(ms.value)))
    } else {
        let both = format!("{} and {}", time(ms.value), time(other.value));
        Some(format!("Too close to call: {first}’s and {second}’s best, {both}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ChunkSize;

    #[test]
    fn a_finding_begins_with_the_lanes() {
        let on = ModeSettings::new;
        let subject = |modes: &[ModeSettings]| Names::among(modes).subject(0).to_string();
        assert_eq!(subject(&[on(Mode::Threads, 4), on(Mode::Simd, 1)]), "4 threads");
        assert_eq!(subject(&[on(Mode::Threads, 4), on(Mode::Threads, 2)]), "4 threads");
        let cut = ModeSettings { chunk: ChunkSize::Rows(64), ..on(Mode::Threads, 4) };
        assert_eq!(subject(&[cut, on(Mode::Threads, 4)]), "4 threads, 64 rows a chunk");
        assert_eq!(subject(&[on(Mode::Simd, 1)]), "Sequential");
    }
}
