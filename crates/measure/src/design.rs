//! Which modes, on how many lanes, on pictures of which size, cut how: the settings of every experiment.

use model::{Design, ModeSettings, Place, Settings};

/// The settings of the experiment that is asked for.
pub fn design(asked: &Design) -> Settings {
    let modes = asked.modes.iter().flat_map(|&mode| {
        let lanes = if mode.is_parallel() { asked.threads } else { 1 };
        let mut settings = ModeSettings::new(mode, lanes);
        if mode.is_parallel() {
            settings.chunk = asked.chunk;
        }
        if mode == model::Mode::Workers {
            settings.passing = asked.passing;
        }
        let page = (asked.blocking == Some(mode)).then_some(ModeSettings { place: Place::Page, ..settings });
        [Some(settings), page].into_iter().flatten()
    });
    Settings {
        experiment: asked.experiment,
        modes: modes.collect(),
        repeats: asked.repeats.unwrap_or(9),
        warmups: 2,
        precision: None,
        budget_ms: asked.budget_ms,
        seed: asked.seed,
        scope: asked.scope,
    }
}
