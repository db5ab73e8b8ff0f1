//! Words of the command line to commands.

use std::ffi::OsString;
use std::fmt::Display;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::thread;

use lexopt::{Arg, Error, Parser, ValueExt};
use measure::FEWEST_ROUNDS;
use model::{ChunkSize, ParamValues, Size};
use serde::de::DeserializeOwned;

use crate::{
    Failure,
    bench::{Bench, Entry},
    job::Job,
    render::Render,
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
";

/// Most threads of a pool: more than any machine this runs on has cores, and few enough for any system to start.
const MOST_THREADS: u32 = 256;

/// Largest side of a benchmark's picture, as of a kernel's result.
const LONGEST_SIDE: u32 = 16_384;

/// Most rounds of a benchmark.
const MOST_ROUNDS: u32 = 1_000;

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
            _ => Err(Failure::arguments(format!(
                "There is no command “{}”: there is kernels, render, bench and help.",
                name.display()
            ))),
        },
        Some(other) => Err(unclear(other.unexpected())),
        None => Err(Failure::arguments("Say what to do: kernels, render or bench; `toasters help` tells more.")),
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
    let kernel = kernel.ok_or_else(|| missing("--kernel NAME"))?;
    let mut files = files.into_iter().map(PathBuf::from);
    let (Some(source), Some(out)) = (files.next(), files.next()) else { return Err(missing("both files, IN and OUT")) };
    Ok(Command::Render(Render { source, out, kernel, params, threads, chunk }))
}

fn bench(mut words: Parser) -> Result<Command, Failure> {
    let mut named: Vec<(String, Option<String>)> = Vec::new();
    let mut threads = thread::available_parallelism().map_or(1, NonZeroUsize::get) as u32;
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

fn takes(option: &str, what: impl Display, given: &str) -> Failure {
    Failure::arguments(format!("{option} takes {what}; it was “{given}”."))
}

fn missing(what: &str) -> Failure {
    Failure::arguments(format!("toasters render needs {what}; `toasters help` tells more."))
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
