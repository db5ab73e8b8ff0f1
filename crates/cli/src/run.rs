//! `toasters run`: an experiment from the command line, in words and as a report.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use model::{
    ChunkSize, Comparison, Design, Experiment, Input, InputOrigin, Mode, ParamValues, Passing, Report, Scope, Settings,
    Summary, figures, limits,
};

use crate::{
    Failure,
    experiment::{Progress, perform},
    files,
    job::Job,
    lines, say,
    table::aligned,
};

/// The modes that there are natively, the baseline first.
pub const MODES: [Mode; 2] = [Mode::Simd, Mode::Threads];

/// What to run.
pub struct Run {
    /// The picture, or `-`.
    pub source: PathBuf,
    /// The kernel's name.
    pub kernel: String,
    /// Its parameters.
    pub params: ParamValues,
    /// What to vary.
    pub experiment: Experiment,
    /// The modes to compare, the baseline first.
    pub modes: Vec<Mode>,
    /// Threads of a pool, or the most of them.
    pub threads: u32,
    /// How the result is cut.
    pub chunk: ChunkSize,
    /// Just so many measured rounds.
    pub rounds: Option<u32>,
    /// Milliseconds after which no round is begun.
    pub budget_ms: Option<f64>,
    /// Of the order within rounds.
    pub seed: u32,
    /// Where the report goes: a file, or `-`.
    pub report: Option<PathBuf>,
    /// Whether to say nothing.
    pub quiet: bool,
}

/// Runs the experiment. All arguments are checked before the picture is opened.
pub fn run(asked: Run) -> Result<(), Failure> {
    let job = Job::new(&asked.kernel, asked.params)?;
    let resizable = job.info.needs_source;
    if !resizable && matches!(asked.experiment, Experiment::Growing | Experiment::BreakEven) {
        return Err(Failure::arguments(format!(
            "{} reads no picture that could be made smaller or larger: take another experiment, or another kernel.",
            job.info.label
        )));
    }
    let files::Picture { image, decode_ms } = files::picture(&job, &asked.source)?;
    let size = image.size();
    let input = Input {
        origin: if resizable { InputOrigin::File } else { InputOrigin::None },
        name: if resizable { file_name(&asked.source) } else { String::new() },
        size,
        decode_ms,
    };
    let design = Design {
        experiment: asked.experiment,
        modes: asked.modes,
        available: MODES.to_vec(),
        threads: asked.threads,
        chunk: asked.chunk,
        passing: Passing::default(),
        blocking: None,
        scope: Scope::Kernel,
        size: if resizable { size } else { job.output_size(size) },
        resizable,
        repeats: asked.rounds,
        budget_ms: asked.budget_ms,
        seed: asked.seed,
    };
    let settings = within_limits(measure::design(&design))?;
    let mut screen = Screen::new(asked.quiet);
    let report = perform(&job, image, input, settings, &mut |progress| screen.show(progress));
    screen.clear();
    let report = report?;
    let to_output = asked.report.as_deref() == Some(Path::new(files::NO_FILE));
    if let Some(path) = &asked.report {
        let json = lines::to_json(&report).map_err(|error| Failure::world(format!("{error}.")))?;
        if to_output { say::out(&json)? } else { files::write(path, json)? }
    }
    if asked.quiet || to_output { Ok(()) } else { say::out(&words(&report)) }
}

/// The settings, unless there would be more in their report than one can hold.
fn within_limits(settings: Settings) -> Result<Settings, Failure> {
    let (modes, rounds) = (settings.modes.len(), (settings.warmups + settings.repeats) as usize);
    if modes > limits::MOST_MODES {
        return Err(Failure::arguments(format!(
            "An experiment compares {} modes at most, and this one has {modes}: name fewer with --modes.",
            limits::MOST_MODES
        )));
    }
    if modes * rounds > limits::MOST_RUNS {
        return Err(Failure::arguments(format!(
            "{modes} modes in {rounds} rounds, warm-ups included, are more than the {} runs of the largest report: take fewer --rounds.",
            figures::grouped(limits::MOST_RUNS as u64)
        )));
    }
    Ok(settings)
}

/// The name of a picture's file without its folders: where it lies is nobody's business.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into()
}

/// The verdict, and a line a mode.
fn words(report: &Report) -> String {
    let summary = measure::summarise(report);
    let mut sentences = vec![summary.headline.as_str()];
    sentences.extend(summary.findings.iter().map(|finding| finding.sentence.as_str()));
    sentences.push(&summary.detail);
    sentences.retain(|sentence| !sentence.is_empty());
    format!("{}\n\n{}", sentences.join("\n"), aligned(&table(&summary)))
}

fn table(summary: &Summary) -> model::Table {
    let columns = ["", "runs", "median", "95 % of medians", "speed-up", "95 % of speed-ups"];
    let row = |mode: &model::ModeSummary| {
        let median = mode.median_ms;
        let comparison = summary.comparisons.iter().find(|comparison| comparison.mode_index == mode.mode_index);
        let [speed_up, interval] = comparison.map_or_else(Default::default, |Comparison { speed_up, .. }| {
            [figures::times(speed_up.value), figures::from_to(speed_up.low, speed_up.high)]
        });
        vec![
            mode.name.clone(),
            mode.samples.to_string(),
            figures::time(median.value),
            format!("{} to {}", figures::time(median.low), figures::time(median.high)),
            speed_up,
            interval,
        ]
    };
    model::Table { columns: columns.map(Into::into).to_vec(), rows: summary.modes.iter().map(row).collect() }
}

/// The progress on standard error, in a line that is written over, where somebody sees it.
struct Screen {
    seen: bool,
    /// Characters in the line.
    width: usize,
}

impl Screen {
    fn new(quiet: bool) -> Self {
        Self { seen: !quiet && io::stderr().is_terminal(), width: 0 }
    }

    fn show(&mut self, Progress { runs, warmup, round, left_ms }: &Progress) {
        let what = if *warmup { "warming up" } else { "measuring" };
        let left = left_ms.map(|ms| format!(", about {} left", figures::time(ms))).unwrap_or_default();
        self.write(&format!("{what}: round {}, {runs} runs done{left}", round + 1));
    }

    fn clear(&mut self) {
        self.write("");
        self.write("");
    }

    /// Written before a round, never beside a run. Nothing depends on whether it arrives.
    fn write(&mut self, text: &str) {
        if self.seen {
            let _ = write!(io::stderr(), "\r{text:width$}", width = self.width);
            self.width = text.chars().count();
        }
    }
}
