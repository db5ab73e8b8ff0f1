//! Words of the command line to commands.

use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use charts::MOST_REPORTS;
use lexopt::{Arg, Error, Parser, ValueExt};
use measure::FEWEST_ROUNDS;
use model::{
    ChartName, ChunkSize, Drawing, Experiment, KernelSettings, Mode, ParamValues, Recipe, Size, Theme,
    limits::MOST_ROUNDS,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Failure,
    batch::{Batch, Xrays},
    bench::{Bench, Entry},
    chart::Chart,
    files,
    job::Job,
    list, machine,
    render::Render,
    run::{MODES, Run},
};

/// What `--help` prints.
pub const HELP: &str = "\
The kernels of Four Toasters, natively.

toasters kernels [--json]
    Lists every kernel with its parameters; --json gives their full descriptions.

toasters render IN OUT --kernel NAME [--params JSON] [--threads K] [--chunk ROWS|auto|one-per-lane]
    Renders the picture IN into the file OUT.
    IN       JPEG, PNG, WebP, GIF, BMP or TIFF; it is turned upright. For kernels that read no picture: -
    OUT      its ending names the format: .png, .webp (both without loss), .jpg, .jpeg (quality 90; what is transparent
             is laid on white)
    --params what differs from the defaults, as in '{\"sigma\": 2}'
    --threads  run on a pool of K threads; without it, in order on one thread
    --chunk  rows that a task takes; auto unless said. Neither changes a byte of the result.

toasters bench [--kernel NAME [--params JSON]]... [--size WxH] [--threads K] [--rounds N] [--json]
    Times kernels on a synthetic opaque picture, in order on one thread and on a pool of K, in shuffled rounds.
    --kernel   may be given several times, each with its --params; without it, every kernel at its defaults
    --size     of the picture, 4000x3000 unless said
    --threads  as many as there are cores unless said
    --rounds   9 unless said, after one to warm up
    --json     one object for each kernel and number of threads: kernel, params, width, height, threads, rounds,
               median_ms, low_ms and high_ms (the median's 95 % interval), mp_per_s, speed_up (against one thread),
               copy_ms (a plain copy of the picture), of_copy (mp_per_s as a fraction of the copy's)

toasters run IN --kernel NAME [--params JSON] [--experiment NAME] [--modes LIST] [--threads K] [--chunk …]
             [--rounds N] [--budget SECONDS] [--seed N] [--report FILE] [--quiet]
    Performs one of the page's experiments on the picture IN, and says what came of it.
    --experiment  race (unless said), ladder, scaling, growing, break-even or chunks
    --modes    simd,threads unless said, the baseline first: what a race compares. simd is in order on one thread, threads is
               on a pool; the other modes need a browser.
    --threads  of the pool, and the most of them where their number varies; as many as there are cores unless said
    --rounds   just as many, after those to warm up; as many as it takes unless said
    --budget   no round begins after so many seconds; what suits the experiment unless said
    --seed     of the order of the modes within a round; 1 unless said
    --report   the file for the report (docs/report.md), which the page reads too; - for standard output, and no words
    --quiet    no words, no progress

toasters chart REPORT.. [--chart NAME [--mode INDEX] [--theme light|dark|print] [--width PX] [--table] [OUT]]
    Draws a chart of a report, which may be the page's; without --chart, or with --chart list, says which there are.
    OUT      its ending names the format: .svg, or .csv for the numbers behind the chart; - for SVG on standard output
    --mode   for charts of one mode: its index, as the list has it
    --theme  light unless said
    --width  in pixels, 720 unless said; the height follows
    --table  prints the numbers as a table

toasters xrays DIR [--count N] [--seed S]
    Writes X-rays that nobody has into the folder DIR, as JPEG: the same as the page generates. 200 of seed 1 unless said.

toasters batch DIR [--steps JSON] [--exact] [--threads K] [--npy OUT]
    Decodes every file of the folder DIR and takes it through the steps; tells files a second, and files without a result.
    --steps    kernels in order, as in '[{\"name\": \"resize\", \"params\": {\"width\": 64, \"height\": 64}}]', which it is unless said
    --exact    decodes every JPEG in full, also where the first step makes it far smaller
    --threads  on a pool of K threads; without it, in order on one thread. It changes no byte of the results.
    --npy      the file for the results stacked in one array, as NumPy reads it
";

/// Most threads of a pool: more than any machine this runs on has cores, and few enough for any system to start.
const MOST_THREADS: u32 = 256;

/// Largest side of a benchmark's picture, as of a kernel's result.
const LONGEST_SIDE: u32 = 16_384;

/// Most X-rays at once: five gigabytes.
const MOST_XRAYS: u32 = 10_000;

/// Longest budget of an experiment, in seconds: an hour.
const LONGEST_BUDGET: u32 = 3_600;

/// Widths of a chart, in pixels: from the smallest screen to a wall.
const WIDTHS: RangeInclusive<u32> = 240..=4_000;

/// A chart's width unless something else is said.
const USUAL_WIDTH: u32 = 720;

/// In place of a chart's name: all of them.
const LIST: &str = "list";

/// What to do.
pub enum Command {
    /// Print the help.
    Help,
    /// List the kernels.
    Kernels {
        /// As JSON.
        json: bool,
    },
    /// Render a file.
    Render(Render),
    /// Time kernels.
    Bench(Bench),
    /// Perform an experiment.
    Run(Run),
    /// Draw a chart.
    Chart(Chart),
    /// Write X-rays.
    Xrays(Xrays),
    /// Run a batch.
    Batch(Batch),
}

/// Reads all words.
pub fn parse(mut words: Parser) -> Result<Command, Failure> {
    match words.next().map_err(unclear)? {
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help),
        Some(Arg::Value(name)) => match name.to_str() {
            Some("help") => Ok(Command::Help),
            Some("kernels") => kernels(words),
            Some("render") => render(words),
            Some("bench") => bench(words),
            Some("run") => run(words),
            Some("chart") => chart(words),
            Some("xrays") => xrays(words),
            Some("batch") => batch(words),
            _ => Err(Failure::arguments(format!(
                "There is no command “{}”: there is kernels, render, bench, run, chart, xrays, batch and help.",
                name.display()
            ))),
        },
        Some(other) => Err(unclear(other.unexpected())),
        None => Err(Failure::arguments(
            "Say what to do: kernels, render, bench, run, chart, xrays or batch; `toasters help` tells more.",
        )),
    }
}

fn kernels(mut words: Parser) -> Result<Command, Failure> {
    let mut json = false;
    while let Some(word) = words.next().map_err(unclear)? {
        match word {
            Arg::Long("json") => json = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(unclear(other.unexpected())),
        }
    }
    Ok(Command::Kernels { json })
}

fn render(mut words: Parser) -> Result<Command, Failure> {
    let (mut kernel, mut params, mut threads, mut chunk) = (None, ParamValues::new(), None, ChunkSize::Auto);
    let mut files: Vec<OsString> = Vec::new();
    while let Some(word) = words.next().map_err(unclear)? {
        match word {
            Arg::Long("kernel") => kernel = Some(text(&mut words)?),
            Arg::Long("params") => params = param_values(&text(&mut words)?)?,
            Arg::Long("threads") => threads = Some(whole("--threads", &text(&mut words)?, 1..=MOST_THREADS)?),
            Arg::Long("chunk") => chunk = chunk_size(&text(&mut words)?)?,
            Arg::Value(file) if files.len() < 2 => files.push(file),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(unclear(other.unexpected())),
        }
    }
    let kernel = kernel.ok_or_else(|| missing("render", "--kernel NAME"))?;
    let mut files = files.into_iter().map(PathBuf::from);
    let (Some(source), Some(out)) = (files.next(), files.next()) else {
        return Err(missing("render", "both files, IN and OUT"));
    };
    Ok(Command::Render(Render { source, out, kernel, params, threads, chunk }))
}

fn bench(mut words: Parser) -> Result<Command, Failure> {
    let mut named: Vec<(String, Option<String>)> = Vec::new();
    let mut threads = machine::claimed_cores();
    let (mut size, mut rounds, mut json) = (Size::new(4000, 3000), FEWEST_ROUNDS as u32 + 1, false);
    while let Some(word) = words.next().map_err(unclear)? {
        match word {
            Arg::Long("kernel") => named.push((text(&mut words)?, None)),
            Arg::Long("params") => match named.last_mut() {
                Some((_, params @ None)) => *params = Some(text(&mut words)?),
                _ => return Err(Failure::arguments("--params belongs behind the --kernel that it is for, once.")),
            },
            Arg::Long("size") => size = picture_size(&text(&mut words)?)?,
            Arg::Long("threads") => threads = whole("--threads", &text(&mut words)?, 1..=MOST_THREADS)?,
            Arg::Long("rounds") => rounds = whole("--rounds", &text(&mut words)?, 1..=MOST_ROUNDS)?,
            Arg::Long("json") => json = true,
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(unclear(other.unexpected())),
        }
    }
    if named.is_empty() {
        named = kernels::catalog::infos().into_iter().map(|info| (info.name, None)).collect();
    }
    let entry = |(name, params): (String, Option<String>)| {
        let params = params.as_deref().unwrap_or("{}");
        Ok(Entry { job: Job::new(&name, param_values(params)?)?, params: param_values(params)? })
    };
    let entries = named.into_iter().map(entry).collect::<Result<_, _>>()?;
    Ok(Command::Bench(Bench { entries, size, threads, rounds, json }))
}

fn run(mut words: Parser) -> Result<Command, Failure> {
    let (mut source, mut kernel) = (None, None);
    let mut run = Run {
        source: PathBuf::new(),
        kernel: String::new(),
        params: ParamValues::new(),
        experiment: Experiment::Race,
        modes: MODES.to_vec(),
        threads: machine::claimed_cores(),
        chunk: ChunkSize::Auto,
        rounds: None,
        budget_ms: None,
        seed: 1,
        report: None,
        quiet: false,
    };
    while let Some(word) = words.next().map_err(unclear)? {
        match word {
            Arg::Long("kernel") => kernel = Some(text(&mut words)?),
            Arg::Long("params") => run.params = param_values(&text(&mut words)?)?,
            Arg::Long("experiment") => {
                run.experiment = one_of("--experiment", &text(&mut words)?, &Experiment::ALL.map(|e| list::word(&e)))?;
            }
            Arg::Long("modes") => run.modes = modes(&text(&mut words)?)?,
            Arg::Long("threads") => run.threads = whole("--threads", &text(&mut words)?, 1..=MOST_THREADS)?,
            Arg::Long("chunk") => run.chunk = chunk_size(&text(&mut words)?)?,
            Arg::Long("rounds") => run.rounds = Some(whole("--rounds", &text(&mut words)?, 1..=MOST_ROUNDS)?),
            Arg::Long("budget") => run.budget_ms = Some(budget_ms(&text(&mut words)?)?),
            Arg::Long("seed") => run.seed = whole("--seed", &text(&mut words)?, 0..=u32::MAX)?,
            Arg::Long("report") => run.report = Some(words.value().map_err(unclear)?.into()),
            Arg::Long("quiet") => run.quiet = true,
            Arg::Value(file) if source.is_none() => source = Some(file.into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(unclear(other.unexpected())),
        }
    }
    run.kernel = kernel.ok_or_else(|| missing("run", "--kernel NAME"))?;
    run.source = source.ok_or_else(|| missing("run", "a picture, or - for a kernel that reads none"))?;
    Ok(Command::Run(run))
}

fn chart(mut words: Parser) -> Result<Command, Failure> {
    let drawing = Drawing { width: USUAL_WIDTH, theme: Theme::Light, window_ms: None };
    let mut chart = Chart { reports: vec![], chart: None, mode: None, drawing, table: false, out: None };
    while let Some(word) = words.next().map_err(unclear)? {
        match word {
            Arg::Long("chart") => chart.chart = chart_name(&text(&mut words)?)?,
            Arg::Long("mode") => chart.mode = Some(whole("--mode", &text(&mut words)?, 0..=u32::MAX)?),
            Arg::Long("theme") => {
                let themes = [Theme::Light, Theme::Dark, Theme::Print].map(|theme| list::word(&theme));
                chart.drawing.theme = one_of("--theme", &text(&mut words)?, &themes)?;
            }
            Arg::Long("width") => chart.drawing.width = whole("--width", &text(&mut words)?, WIDTHS)?,
            Arg::Long("table") => chart.table = true,
            // The first file is a report whatever it is called; after it what is called one is.
            Arg::Value(file) if chart.reports.is_empty() || files::ending(Path::new(&file)) == "json" => {
                chart.reports.push(file.into());
            }
            Arg::Value(file) if chart.out.is_none() => chart.out = Some(file.into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(unclear(other.unexpected())),
        }
    }
    if chart.reports.is_empty() {
        return Err(missing("chart", "a report's file"));
    }
    if chart.reports.len() > MOST_REPORTS {
        return Err(Failure::arguments(format!("Charts show {MOST_REPORTS} reports at most.")));
    }
    match (chart.chart.is_some(), chart.table || chart.out.is_some()) {
        (true, false) => Err(missing("chart", "a file to draw into, - for standard output, or --table")),
        (false, true) => Err(missing("chart", "--chart NAME")),
        _ => Ok(Command::Chart(chart)),
    }
}

fn xrays(mut words: Parser) -> Result<Command, Failure> {
    let (mut folder, mut count, mut seed) = (None, 200, 1);
    while let Some(word) = words.next().map_err(unclear)? {
        match word {
            Arg::Long("count") => count = whole("--count", &text(&mut words)?, 1..=MOST_XRAYS)?,
            Arg::Long("seed") => seed = whole("--seed", &text(&mut words)?, 0..=u32::MAX)?,
            Arg::Value(name) if folder.is_none() => folder = Some(name.into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(unclear(other.unexpected())),
        }
    }
    let folder = folder.ok_or_else(|| missing("xrays", "a folder to write into"))?;
    Ok(Command::Xrays(Xrays { folder, count, seed }))
}

fn batch(mut words: Parser) -> Result<Command, Failure> {
    let resize = KernelSettings { name: "resize".into(), params: ParamValues::new() };
    let mut batch = Batch {
        folder: PathBuf::new(),
        recipe: Recipe { steps: vec![resize], exact: false },
        threads: None,
        npy: None,
    };
    let mut folder = None;
    while let Some(word) = words.next().map_err(unclear)? {
        match word {
            Arg::Long("steps") => {
                let given = text(&mut words)?;
                let meant = r#"a JSON list of kernels, as in '[{"name": "resize"}]'"#;
                batch.recipe.steps = serde_json::from_str(&given).map_err(|_| takes("--steps", meant, &given))?;
            }
            Arg::Long("exact") => batch.recipe.exact = true,
            Arg::Long("threads") => batch.threads = Some(whole("--threads", &text(&mut words)?, 1..=MOST_THREADS)?),
            Arg::Long("npy") => batch.npy = Some(words.value().map_err(unclear)?.into()),
            Arg::Value(name) if folder.is_none() => folder = Some(name.into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(unclear(other.unexpected())),
        }
    }
    batch.folder = folder.ok_or_else(|| missing("batch", "a folder"))?;
    Ok(Command::Batch(batch))
}

/// The value of the option just read.
fn text(words: &mut Parser) -> Result<String, Failure> {
    words.value().and_then(ValueExt::string).map_err(unclear)
}

fn whole(option: &str, text: &str, range: RangeInclusive<u32>) -> Result<u32, Failure> {
    let (least, most) = (range.start(), range.end());
    number(text, &range).ok_or_else(|| takes(option, format_args!("a whole number from {least} to {most}"), text))
}

fn number(text: &str, range: &RangeInclusive<u32>) -> Option<u32> {
    u32::from_str(text).ok().filter(|number| range.contains(number))
}

fn picture_size(text: &str) -> Result<Size, Failure> {
    let side = |text| number(text, &(1..=LONGEST_SIDE));
    let sides = text.split_once(['x', '×']).and_then(|(width, height)| Some(Size::new(side(width)?, side(height)?)));
    let meant = format_args!("a width and a height from 1 to {LONGEST_SIDE}, as in 4000x3000").to_string();
    sides.ok_or_else(|| takes("--size", meant, text))
}

fn chunk_size(text: &str) -> Result<ChunkSize, Failure> {
    match text {
        "auto" => Ok(ChunkSize::Auto),
        "one-per-lane" => Ok(ChunkSize::OnePerLane),
        rows => number(rows, &(1..=u32::MAX))
            .map(ChunkSize::Rows)
            .ok_or_else(|| takes("--chunk", "a number of rows from 1, or “auto”, or “one-per-lane”", text)),
    }
}

/// The parameters, as the kernel takes them or as the JSON that was given.
fn param_values<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let meant = r#"a JSON object of values by parameter name, as in '{"sigma": 2}'"#;
    serde_json::from_str(text).map_err(|_| takes("--params", meant, text))
}

/// One of these words, as the value that JSON writes so.
fn one_of<T: DeserializeOwned>(option: &str, text: &str, words: &[String]) -> Result<T, Failure> {
    let found = words.iter().any(|word| word == text).then(|| from_word(text)).flatten();
    found.ok_or_else(|| takes(option, format_args!("one of {}", words.join(", ")), text))
}

/// The value that JSON writes as this word.
fn from_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::from(word)).ok()
}

/// No chart for a list of them.
fn chart_name(text: &str) -> Result<Option<ChartName>, Failure> {
    if text == LIST {
        return Ok(None);
    }
    let keys: Vec<String> = ChartName::ALL.map(ChartName::key).into_iter().chain([LIST]).map(Into::into).collect();
    one_of("--chart", text, &keys).map(Some)
}

/// Modes that there are natively.
fn modes(text: &str) -> Result<Vec<Mode>, Failure> {
    let mode = |word: &str| {
        let mode =
            from_word(word).ok_or_else(|| takes("--modes", "simd and threads, with a comma between them", text))?;
        match why_not(mode) {
            Some(reason) => Err(Failure::arguments(format!("The mode {word} {reason}."))),
            None => Ok(mode),
        }
    };
    text.split(',').map(|word| mode(word.trim())).collect()
}

/// Why there is no such mode natively, if there is none.
const fn why_not(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Simd | Mode::Threads => None,
        Mode::Js => Some("is JavaScript and needs a browser: natively there are simd and threads"),
        Mode::Scalar => {
            Some("is a build of its own for browsers: natively there is one build, with the modes simd and threads")
        }
        Mode::Workers => Some("needs a browser's workers: natively there are simd, and threads that share memory"),
    }
}

/// A budget in milliseconds, given in seconds.
fn budget_ms(text: &str) -> Result<f64, Failure> {
    let seconds = f64::from_str(text).ok().filter(|&seconds| seconds > 0.0 && seconds <= f64::from(LONGEST_BUDGET));
    let meant = format_args!("seconds, more than 0 and at most {LONGEST_BUDGET}").to_string();
    seconds.map(|seconds| seconds * 1e3).ok_or_else(|| takes("--budget", meant, text))
}

fn takes(option: &str, what: impl Display, given: &str) -> Failure {
    Failure::arguments(format!("{option} takes {what}; it was “{given}”."))
}

fn missing(command: &str, what: &str) -> Failure {
    Failure::arguments(format!("toasters {command} needs {what}; `toasters help` tells more."))
}

/// A word in the wrong place.
fn unclear(error: Error) -> Failure {
    let what = match error {
        Error::MissingValue { option: Some(option) } => format!("{option} needs a value"),
        Error::UnexpectedOption(option) => format!("There is no option {option} here"),
        Error::UnexpectedArgument(word) => format!("“{}” is one word too many", word.display()),
        Error::UnexpectedValue { option, .. } => format!("{option} takes no value"),
        Error::NonUnicodeValue(word) => format!("“{}” is not readable text", word.display()),
        error => error.to_string(),
    };
    Failure::arguments(format!("{what}; `toasters help` tells more."))
}
