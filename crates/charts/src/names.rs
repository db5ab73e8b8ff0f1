//! What a mode is called in a chart: by what tells it from the others of its report.

use std::collections::BTreeSet;

use model::{ChunkSize, Comparison, Decision, Mode, ModeSettings, ModeSummary, Passing, Place, Report, Size, Summary};

use crate::palette::lane_noun;
use crate::text::{count, time, times};
use crate::xy::is_shown;

/// The names of a report's modes, in the order of its settings.
pub(crate) struct Names(Vec<Name>);

struct Name {
    long: String,
    short: String,
    subject: String,
}

impl Names {
    /// Names that tell these modes apart by what varies among them: kind, lanes, chunks, picture size.
    pub(crate) fn of(modes: &[ModeSettings]) -> Self {
        let named: Vec<(String, String)> = modes.iter().map(|mode| pair(mode, modes)).collect();
        let clear = |short: &str| named.iter().filter(|(_, other)| other == short).count() == 1;
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let names = named.iter().map(|(long, short)| {
            let mut long = long.clone();
            // The same settings twice: a mode against itself.
            if !taken.insert(long.clone()) {
                let again = (2..).map(|n| format!("{long} ({n})")).find(|name| !taken.contains(name));
                long = again.unwrap_or(long);
                taken.insert(long.clone());
            }
            let short = if clear(short) { short.clone() } else { long.clone() };
            (long, short)
        });
        let subject = |(long, short): (String, String), mode: &ModeSettings| {
            let rest = long.strip_prefix(mode.mode.label()).filter(|_| mode.mode.is_parallel());
            let subject = match rest {
                Some(rest) if rest.contains(&lanes(*mode)) => short.clone(),
                Some(rest) => lanes(*mode) + rest,
                None => long.clone(),
            };
            Name { long, short, subject }
        };
        Self(names.zip(modes).map(|(pair, mode)| subject(pair, mode)).collect())
    }

    /// The full name: "Parallel, 4 threads". Empty for a mode that the report doesn't have.
    pub(crate) fn long(&self, index: usize) -> &str {
        self.0.get(index).map_or("", |name| &name.long)
    }

    /// The same in few words, for where there is little room: "4 threads".
    pub(crate) fn short(&self, index: usize) -> &str {
        self.0.get(index).map_or("", |name| &name.short)
    }

    /// What stands at the beginning of a finding: "4 threads".
    pub(crate) fn subject(&self, index: usize) -> &str {
        self.0.get(index).map_or("", |name| &name.subject)
    }
}

/// Long and short name of a mode among others.
fn pair(mode: &ModeSettings, modes: &[ModeSettings]) -> (String, String) {
    let alike = || modes.iter().filter(|other| kind(**other) == kind(*mode));
    let mut traits = vec![];
    if alike().any(|other| other.threads != mode.threads) {
        traits.push((lanes(*mode), lanes(*mode)));
    }
    if alike().any(|other| other.chunk != mode.chunk) {
        traits.push(match mode.chunk {
            ChunkSize::Auto => ("automatic chunks".into(), "automatic".into()),
            ChunkSize::OnePerLane => (format!("one chunk a {}", lane_noun(mode.mode)), "one a lane".into()),
            ChunkSize::Rows(rows) => {
                let rows = count(rows as usize, "row");
                (format!("{rows} a chunk"), rows)
            }
        });
    }
    if alike().any(|other| other.size != mode.size) {
        let kind = short_kind(*mode);
        traits.push(match mode.size {
            Some(Size { width, height }) => (format!("{width} × {height}"), format!("{kind} {width} × {height}")),
            None => ("whole picture".into(), format!("{kind}, whole picture")),
        });
    }
    if traits.is_empty() {
        return (kind(*mode), short_kind(*mode).into());
    }
    let (long, short): (Vec<String>, Vec<String>) = traits.into_iter().unzip();
    (format!("{}, {}", kind(*mode), long.join(", ")), short.join(", "))
}

/// More lanes than it takes for this share of the highest speed-up gain nothing that matters.
pub(crate) const NEARLY: f64 = 0.98;

/// Which mode is fastest and by how much, as a chart's title: "4 threads: 3.4 × faster than one".
pub(crate) fn finding(report: &Report, summary: &Summary) -> String {
    let modes = &report.settings.modes;
    let names = Names::of(modes);
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

/// A mode's lanes in words: "2 workers".
pub(crate) fn lanes(mode: ModeSettings) -> String {
    count(mode.threads as usize, lane_noun(mode.mode))
}

/// What a visitor calls a mode of this kind: "Sequential, on the page".
pub(crate) fn kind(settings: ModeSettings) -> String {
    let name = settings.mode.label();
    match (settings.place, settings.passing) {
        (Place::Page, _) => format!("{name}, on the page"),
        (_, Passing::Copy) => format!("{name}, copying"),
        _ => name.into(),
    }
}

const fn short_kind(settings: ModeSettings) -> &'static str {
    match (settings.place, settings.passing) {
        (Place::Page, _) => "On the page",
        (_, Passing::Copy) => "Copying",
        _ => settings.mode.label(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(modes: &[ModeSettings]) -> Vec<String> {
        let names = Names::of(modes);
        (0..modes.len()).map(|i| format!("{}/{}", names.long(i), names.short(i))).collect()
    }

    #[test]
    fn modes_are_named_by_what_varies() {
        let on = ModeSettings::new;
        assert_eq!(named(&[on(Mode::Simd, 1), on(Mode::Threads, 4)]), ["Sequential/Sequential", "Parallel/Parallel"]);
        assert_eq!(
            named(&[on(Mode::Simd, 1), on(Mode::Threads, 1), on(Mode::Threads, 4)]),
            ["Sequential/Sequential", "Parallel, 1 thread/1 thread", "Parallel, 4 threads/4 threads"]
        );
        let cut = |chunk| ModeSettings { chunk, ..on(Mode::Threads, 4) };
        assert_eq!(
            named(&[cut(ChunkSize::OnePerLane), cut(ChunkSize::Rows(64))]),
            ["Parallel, one chunk a thread/one a lane", "Parallel, 64 rows a chunk/64 rows"]
        );
        let of = |mode, side| ModeSettings { size: Some(Size::new(side, side)), ..on(mode, 1) };
        assert_eq!(
            named(&[of(Mode::Simd, 8), of(Mode::Simd, 64), on(Mode::Simd, 1)])[1..],
            ["Sequential, 64 × 64/Sequential 64 × 64", "Sequential, whole picture/Sequential, whole picture"]
        );
    }

    #[test]
    fn a_finding_begins_with_the_lanes() {
        let on = ModeSettings::new;
        let subject = |modes: &[ModeSettings]| Names::of(modes).subject(0).to_string();
        assert_eq!(subject(&[on(Mode::Threads, 4), on(Mode::Simd, 1)]), "4 threads");
        assert_eq!(subject(&[on(Mode::Threads, 4), on(Mode::Threads, 2)]), "4 threads");
        let cut = ModeSettings { chunk: ChunkSize::Rows(64), ..on(Mode::Threads, 4) };
        assert_eq!(subject(&[cut, on(Mode::Threads, 4)]), "4 threads, 64 rows a chunk");
        assert_eq!(subject(&[on(Mode::Simd, 1)]), "Sequential");
    }

    #[test]
    fn no_two_modes_share_a_name() {
        let on = ModeSettings::new;
        let copying = ModeSettings { passing: Passing::Copy, ..on(Mode::Workers, 4) };
        let cut = |mode, chunk| ModeSettings { chunk, ..on(mode, 4) };
        let rows = |mode| [1, 2].map(|n| cut(mode, ChunkSize::Rows(n)));
        let modes = [vec![on(Mode::Simd, 1); 3], vec![copying], rows(Mode::Threads).into(), rows(Mode::Workers).into()];
        let modes = modes.concat();
        let names = Names::of(&modes);
        for name in [Names::long, Names::short] {
            let all: BTreeSet<&str> = (0..modes.len()).map(|i| name(&names, i)).collect();
            assert_eq!(all.len(), modes.len(), "{all:?}");
        }
    }
}
