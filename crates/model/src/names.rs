//! What a mode is called: by what tells it from the others of its report.

use std::collections::BTreeSet;

use crate::{ChunkSize, Mode, ModeSettings, Passing, Place, Size, figures::count};

/// A mode's name, in three lengths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModeName {
    /// With its lanes, whatever the others have: "Parallel, 4 threads, 16 rows a chunk".
    pub full: String,
    /// What it takes to tell it from the others: "Parallel, 16 rows a chunk".
    pub long: String,
    /// The same in few words, for where there is little room: "16 rows".
    pub short: String,
}

/// Names that tell modes apart by what varies among them: kind, lanes, chunks, picture size. No two are the same, in any length.
pub fn mode_names(modes: &[ModeSettings]) -> Vec<ModeName> {
    let kinds: Vec<Kind> = modes.iter().map(|mode| Kind::of(mode, modes)).collect();
    let clear = |short: &str| kinds.iter().filter(|other| other.short == short).count() == 1;
    let (mut full_taken, mut long_taken) = (BTreeSet::new(), BTreeSet::new());
    let name = |kind: &Kind| {
        let (full, long) = (untaken(&kind.full, &mut full_taken), untaken(&kind.long, &mut long_taken));
        let short = if clear(&kind.short) { kind.short.clone() } else { long.clone() };
        ModeName { full, long, short }
    };
    kinds.iter().map(name).collect()
}

/// The name with a number, if it is taken: the same settings twice are a mode against itself.
fn untaken(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{name} ({n})"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// A mode's names, whoever else has them.
struct Kind {
    full: String,
    long: String,
    short: String,
}

impl Kind {
    fn of(mode: &ModeSettings, modes: &[ModeSettings]) -> Self {
        let alike = || modes.iter().filter(|other| other.label() == mode.label());
        let (mut long, mut short) = (vec![], vec![]);
        if alike().any(|other| other.threads != mode.threads) {
            long.push(mode.lanes());
            short.push(mode.lanes());
        }
        if alike().any(|other| other.chunk != mode.chunk) {
            let (of_long, of_short) = match mode.chunk {
                ChunkSize::Auto => ("automatic chunks".into(), "automatic".into()),
                ChunkSize::OnePerLane => (format!("one chunk a {}", mode.mode.lane_noun()), "one a lane".into()),
                ChunkSize::Rows(rows) => {
                    let rows = count(rows as usize, "row");
                    (format!("{rows} a chunk"), rows)
                }
            };
            long.push(of_long);
            short.push(of_short);
        }
        if alike().any(|other| other.size != mode.size) {
            let (of_long, join) = match mode.size {
                Some(Size { width, height }) => (format!("{width} × {height}"), " "),
                None => ("whole picture".into(), ", "),
            };
            // A size alone says nothing of the kind.
            let kind = if short.is_empty() { format!("{}{join}", mode.short_label()) } else { String::new() };
            short.push(kind + &of_long);
            long.push(of_long);
        }
        let lanes = (mode.mode.is_parallel() && !long.contains(&mode.lanes())).then(|| mode.lanes());
        let joined = |parts: Vec<String>| parts.join(", ");
        Self {
            full: joined(std::iter::once(mode.label()).chain(lanes).chain(long.iter().cloned()).collect()),
            short: if short.is_empty() { mode.short_label().into() } else { joined(short) },
            long: joined(std::iter::once(mode.label()).chain(long).collect()),
        }
    }
}

impl Mode {
    /// What a visitor calls one of its lanes.
    pub const fn lane_noun(self) -> &'static str {
        match self {
            Self::Workers => "worker",
            _ => "thread",
        }
    }
}

impl ModeSettings {
    /// What a visitor calls a mode of this kind: "Sequential, on the page".
    pub fn label(&self) -> String {
        let name = self.mode.label();
        match (self.place, self.passing) {
            (Place::Page, _) => format!("{name}, on the page"),
            (_, Passing::Copy) => format!("{name}, copying"),
            _ => name.into(),
        }
    }

    const fn short_label(&self) -> &'static str {
        match (self.place, self.passing) {
            (Place::Page, _) => "On the page",
            (_, Passing::Copy) => "Copying",
            _ => self.mode.label(),
        }
    }

    /// Its lanes in words: "2 workers".
    pub fn lanes(&self) -> String {
        count(self.threads as usize, self.mode.lane_noun())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(modes: &[ModeSettings]) -> Vec<String> {
        mode_names(modes).into_iter().map(|ModeName { full, long, short }| format!("{full}/{long}/{short}")).collect()
    }

    #[test]
    fn modes_are_named_by_what_varies() {
        let on = ModeSettings::new;
        assert_eq!(
            named(&[on(Mode::Simd, 1), on(Mode::Threads, 4)]),
            ["Sequential/Sequential/Sequential", "Parallel, 4 threads/Parallel/Parallel"]
        );
        assert_eq!(
            named(&[on(Mode::Threads, 1), on(Mode::Threads, 4)]),
            ["Parallel, 1 thread/Parallel, 1 thread/1 thread", "Parallel, 4 threads/Parallel, 4 threads/4 threads"]
        );
        let cut = |chunk| ModeSettings { chunk, ..on(Mode::Threads, 4) };
        assert_eq!(
            named(&[cut(ChunkSize::OnePerLane), cut(ChunkSize::Rows(64))]),
            [
                "Parallel, 4 threads, one chunk a thread/Parallel, one chunk a thread/one a lane",
                "Parallel, 4 threads, 64 rows a chunk/Parallel, 64 rows a chunk/64 rows"
            ]
        );
        let of = |mode, side| ModeSettings { size: Some(Size::new(side, side)), ..on(mode, 1) };
        assert_eq!(
            named(&[of(Mode::Simd, 8), of(Mode::Simd, 64), on(Mode::Simd, 1)])[1..],
            [
                "Sequential, 64 × 64/Sequential, 64 × 64/Sequential 64 × 64",
                "Sequential, whole picture/Sequential, whole picture/Sequential, whole picture"
            ]
        );
    }

    #[test]
    fn a_size_beside_lanes_needs_no_kind() {
        let of =
            |lanes, side| ModeSettings { size: Some(Size::new(side, side)), ..ModeSettings::new(Mode::Threads, lanes) };
        assert_eq!(mode_names(&[of(1, 8), of(2, 64)])[0].short, "1 thread, 8 × 8");
    }

    #[test]
    fn no_two_modes_share_a_name() {
        let on = ModeSettings::new;
        let copying = ModeSettings { passing: Passing::Copy, ..on(Mode::Workers, 4) };
        let cut = |mode, chunk| ModeSettings { chunk, ..on(mode, 4) };
        let rows = |mode| [1, 2].map(|n| cut(mode, ChunkSize::Rows(n)));
        let modes = [vec![on(Mode::Simd, 1); 3], vec![copying], rows(Mode::Threads).into(), rows(Mode::Workers).into()];
        let modes = modes.concat();
        let names = mode_names(&modes);
        let lengths: [fn(&ModeName) -> &str; 3] = [|name| &name.full, |name| &name.long, |name| &name.short];
        for length in lengths {
            let all: BTreeSet<&str> = names.iter().map(length).collect();
            assert_eq!(all.len(), modes.len(), "{all:?}");
        }
    }
}
