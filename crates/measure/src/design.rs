//! Which modes, on how many lanes, on pictures of which size, cut how: the settings of every experiment.
//!
//! An experiment that varies the picture's size needs a job whose picture can have other sizes. Where it can't, the nearest experiment
//! that is possible is designed instead, and the settings say which: a race for break-even, scaling for growing.

use model::{ChunkSize, Design, Experiment, Mode, ModeSettings, Place, Scope, Settings, Size};

/// Half the width of a ratio's 95 % interval over the ratio at which it is sure enough, where rounds go on for as long as it takes.
const PRECISION: f64 = 0.02;

/// The most measured rounds where their number isn't fixed. With 5 % of noise in every time, independent between modes, 2 % of precision
/// takes 80 rounds; a busy machine has twice that noise.
const MOST_ROUNDS: u32 = 300;

/// The most rounds of warm-up; see `warm_up`.
const MOST_WARM_UPS: u32 = 30;

/// The most numbers of lanes in one experiment: enough for every model, and each is a pool that has to be started.
const MOST_LANE_COUNTS: usize = 8;

/// The most numbers of rows a chunk, beside the automatic one and one chunk a lane.
const MOST_ROW_COUNTS: usize = 7;

/// Pixels of the smallest picture in a break-even: 8 × 8.
const SMALLEST_PIXELS: f64 = 64.0;

/// From one picture of a break-even to the next, pixels grow about so many times; from 8 × 8 to 12 million that makes eight pictures.
const PIXELS_STEP: f64 = 6.0;

/// The settings of the experiment that is asked for.
///
/// A number of `repeats` is kept exactly, without a limit of time unless one is given. Without one, rounds go on until every ratio is
/// known to ±2 %, within the budget: 8 seconds for a race, since a visitor waits for it; 20 for a ladder, whose JavaScript rung alone may
/// take half a second a round; 30 where a dozen modes share a round.
pub fn design(asked: &Design) -> Settings {
    let resizable = asked.resizable && asked.scope == Scope::Kernel;
    let experiment = match asked.experiment {
        Experiment::Growing if !resizable => Experiment::Scaling,
        Experiment::BreakEven if !resizable => Experiment::Race,
        possible => possible,
    };
    let modes = match experiment {
        Experiment::Race => race(asked),
        Experiment::Ladder => ladder(asked),
        Experiment::Scaling => lanes(asked, |_| None),
        Experiment::Growing => lanes(asked, |lanes| {
            let most = asked.threads.max(1);
            (lanes < most).then(|| resized(asked.size, f64::from(lanes) / f64::from(most)))
        }),
        Experiment::BreakEven => sizes(asked),
        Experiment::Chunks => chunks(asked),
    };
    let usual_budget_ms = match experiment {
        Experiment::Race => 8e3,
        Experiment::Ladder => 20e3,
        Experiment::Scaling | Experiment::Growing | Experiment::BreakEven | Experiment::Chunks => 30e3,
    };
    let adaptive = asked.repeats.is_none();
    Settings {
        experiment,
        modes,
        repeats: asked.repeats.unwrap_or(MOST_ROUNDS),
        warmups: MOST_WARM_UPS,
        precision: adaptive.then_some(PRECISION),
        budget_ms: asked.budget_ms.or_else(|| adaptive.then_some(usual_budget_ms)),
        seed: asked.seed,
        scope: asked.scope,
    }
}

/// A mode with what the visitor chose for it.
fn chosen(asked: &Design, mode: Mode) -> ModeSettings {
    if !mode.is_parallel() {
        return ModeSettings::new(mode, 1);
    }
    let mut settings = ModeSettings { chunk: asked.chunk, ..ModeSettings::new(mode, asked.threads.max(1)) };
    if mode == Mode::Workers {
        settings.passing = asked.passing;
    }
    settings
}

/// The chosen modes; one that also blocks the page comes right after its twin in a worker.
fn race(asked: &Design) -> Vec<ModeSettings> {
    let twins = |&mode: &Mode| {
        let settings = chosen(asked, mode);
        let page = (asked.blocking == Some(mode)).then_some(ModeSettings { place: Place::Page, ..settings });
        [Some(settings), page].into_iter().flatten()
    };
    asked.modes.iter().flat_map(twins).collect()
}

/// All rungs there are; sequential code with SIMD first, as it is what everything is compared with.
fn ladder(asked: &Design) -> Vec<ModeSettings> {
    [Mode::Simd, Mode::Js, Mode::Scalar, Mode::Threads, Mode::Workers]
        .into_iter()
        .filter(|mode| asked.available.contains(mode))
        .map(|mode| chosen(asked, mode))
        .collect()
}

/// The sequential mode that the others are compared with: the fastest there is.
fn baseline(asked: &Design) -> Option<ModeSettings> {
    [Mode::Simd, Mode::Scalar, Mode::Js]
        .into_iter()
        .find(|m| asked.available.contains(m))
        .map(|m| ModeSettings::new(m, 1))
}

/// The parallel modes to vary: those chosen, or else threads, or else workers.
fn parallel(asked: &Design) -> Vec<ModeSettings> {
    let available = |mode: &Mode| asked.available.contains(mode);
    let mut modes: Vec<Mode> = asked.modes.iter().copied().filter(|m| m.is_parallel() && available(m)).collect();
    if modes.is_empty() {
        modes.extend([Mode::Threads, Mode::Workers].into_iter().find(available));
    }
    modes.into_iter().map(|mode| chosen(asked, mode)).collect()
}

/// The baseline, and each parallel mode on ever more lanes, the picture's size depending on them.
fn lanes(asked: &Design, size: impl Fn(u32) -> Option<Size>) -> Vec<ModeSettings> {
    let counts = lane_counts(asked.threads.max(1));
    let base = baseline(asked).map(|mode| ModeSettings { size: size(1), ..mode });
    let parallel = parallel(asked);
    let on_lanes =
        parallel.iter().flat_map(|&mode| counts.iter().map(move |&threads| ModeSettings { threads, ..mode }));
    base.into_iter().chain(on_lanes.map(|mode| ModeSettings { size: size(mode.threads), ..mode })).collect()
}

/// 1, 2, 3, 4, 6, 8, 12, 16 … up to `most`, itself among them; 1, 2 and `most` always, and [`MOST_LANE_COUNTS`] at most.
fn lane_counts(most: u32) -> Vec<u32> {
    let powers = (0..32).map(|power| 1u64 << power);
    let mut counts: Vec<u64> = powers.flat_map(|power| [power, power + power / 2]).collect();
    counts.push(u64::from(most));
    counts.retain(|&count| count <= u64::from(most));
    counts.sort_unstable();
    counts.dedup();
    thin(&counts.into_iter().map(|count| count as u32).collect::<Vec<_>>(), MOST_LANE_COUNTS)
}

/// At most `most` of ascending numbers, in steps of ratios as equal as they come. The first two and the last one stay.
fn thin(ascending: &[u32], most: usize) -> Vec<u32> {
    let mut kept = ascending.to_vec();
    while kept.len() > most.max(3) {
        let gap = |&at: &usize| f64::from(kept[at + 1]) / f64::from(kept[at - 1]);
        let Some(least) = (2..kept.len() - 1).min_by(|a, b| gap(a).total_cmp(&gap(b))) else { break };
        kept.remove(least);
    }
    kept
}

/// A picture with `share` of another's pixels and its aspect ratio, as nearly as whole pixels allow.
fn resized(size: Size, share: f64) -> Size {
    let scale = share.sqrt();
    let scaled = |pixels: u32| (f64::from(pixels) * scale).round().max(1.0) as u32;
    Size::new(scaled(size.width), scaled(size.height))
}

/// The baseline and the parallel modes at every size, the baseline first of each.
fn sizes(asked: &Design) -> Vec<ModeSettings> {
    let pixels = asked.size.pixels().max(1) as f64;
    let steps = ((pixels / SMALLEST_PIXELS).ln() / PIXELS_STEP.ln()).round().max(0.0) as u32;
    let share = |step: u32| (SMALLEST_PIXELS / pixels).powf(f64::from(steps - step) / f64::from(steps.max(1)));
    let mut sizes: Vec<Size> = (0..steps).map(|step| resized(asked.size, share(step))).collect();
    sizes.dedup();
    sizes.retain(|size| size.pixels() < asked.size.pixels());
    let own = std::iter::once(None);
    let base: Vec<ModeSettings> = baseline(asked).into_iter().chain(parallel(asked)).collect();
    let at = |size| base.iter().map(move |&mode| ModeSettings { size, ..mode }).collect::<Vec<_>>();
    sizes.into_iter().map(Some).chain(own).flat_map(at).collect()
}

/// The baseline, and each parallel mode with chunks of every kind, from one row to all of a lane's.
fn chunks(asked: &Design) -> Vec<ModeSettings> {
    let a_lane = asked.size.height / asked.threads.max(1);
    let powers: Vec<u32> = (0..31).map(|power| 1 << power).take_while(|&rows| rows <= a_lane.max(1)).collect();
    let rows = thin(&powers, MOST_ROW_COUNTS).into_iter().map(ChunkSize::Rows);
    let kinds: Vec<ChunkSize> = [ChunkSize::Auto, ChunkSize::OnePerLane].into_iter().chain(rows).collect();
    let parallel = parallel(asked);
    let cut = parallel.iter().flat_map(|&mode| kinds.iter().map(move |&chunk| ModeSettings { chunk, ..mode }));
    baseline(asked).into_iter().chain(cut).collect()
}
