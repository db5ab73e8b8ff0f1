//! `toasters bench`: how fast the kernels are natively.
//!
//! Each kernel is an experiment of its own, as a race is on the page: rounds in shuffled order, one to warm up, and the
//! medians of the rest. In a round three things run once each: a plain copy of the picture, which is what no kernel can beat that
//! reads and writes all of it; the kernel in order on one thread; and the kernel on the pool. Speed-ups compare rounds in
//! pairs.

use std::hint::black_box;
use std::time::Instant;

use kernels::{Band, Image};
use measure::{rounds, stats};
use model::figures;
use model::{ChunkSize, Estimate, Size};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Failure,
    job::{Job, Lanes, blank},
    say,
};

/// Rounds before the measured ones: the first run touches the result's memory and starts the pool's threads.
const WARM_UPS: u32 = 1;

/// Seed of the rounds' order, the same always: a benchmark can be repeated.
const SEED: u32 = 1;

/// A step of the system's clock, in milliseconds: nothing takes less.
const TICK_MS: f64 = 1e-6;

/// What to time.
pub struct Bench {
    /// The kernels.
    pub entries: Vec<Entry>,
    /// Of the picture.
    pub size: Size,
    /// Threads of the pool.
    pub threads: u32,
    /// Measured rounds.
    pub rounds: u32,
    /// Whether to write JSON.
    pub json: bool,
}

/// A kernel to time.
pub struct Entry {
    /// The kernel with its parameters.
    pub job: Job,
    /// The parameters as they were given: a script finds its figures again by them.
    pub params: Value,
}

impl Entry {
    /// The kernel and what differs from its defaults.
    fn name(&self) -> String {
        format!("{} {}", self.job.info.name, self.params).trim_end_matches(" {}").into()
    }
}

/// What is run in a round.
enum Contender {
    /// A plain copy of the picture.
    Copy,
    /// The kernel.
    Kernel(u32, Lanes),
}

/// What was measured of a kernel on so many threads.
#[derive(Serialize)]
struct Figure<'a> {
    kernel: &'a str,
    params: &'a Value,
    width: u32,
    height: u32,
    threads: u32,
    rounds: u32,
    median_ms: f64,
    low_ms: f64,
    high_ms: f64,
    mp_per_s: f64,
    speed_up: f64,
    copy_ms: f64,
    of_copy: f64,
}

/// Times the kernels, one after the other; a line for each as soon as it is known.
pub fn bench(asked: &Bench) -> Result<(), Failure> {
    let source = picture(asked.size)?;
    let largest = asked
        .entries
        .iter()
        .map(|entry| entry.job.output_size(asked.size))
        .chain([asked.size])
        .max_by_key(|s| s.pixels());
    let mut target = blank(largest.unwrap_or_default())?.into_pixels();
    let mut contenders = vec![Contender::Copy, Contender::Kernel(1, Lanes::new(None)?)];
    if asked.threads > 1 {
        contenders.push(Contender::Kernel(asked.threads, Lanes::new(Some(asked.threads))?));
    }
    let names: Vec<String> = asked.entries.iter().map(Entry::name).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    if !asked.json {
        say::out(&head(asked, width))?;
    }
    let mut all = Vec::new();
    for (entry, name) in asked.entries.iter().zip(&names) {
        let figures = experiment(asked, entry, &contenders, &source, &mut target)?;
        if !asked.json {
            say::out(&row(name, width, &figures))?;
        }
        all.extend(figures);
    }
    if asked.json { say::json(&all) } else { Ok(()) }
}

/// A picture like a photo in what it costs to compute on: slopes, edges, grain. The page's benchmark draws the same.
fn picture(size: Size) -> Result<Image, Failure> {
    let mut image = blank(size)?;
    let mut seed = 1u32;
    for (i, pixel) in (0u32..).zip(image.pixels_mut().as_chunks_mut::<4>().0) {
        let (x, y) = (i % size.width, i / size.width);
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = f64::from(seed >> 27) - 16.0;
        let disc = if (x % 500).pow(2) + (y % 430).pow(2) < 40_000 { 60.0 } else { 0.0 };
        let (x, y) = (f64::from(x), f64::from(y));
        let red = 110.0 + 90.0 * (x / 700.0).sin() + grain + disc;
        let green = 120.0 + 80.0 * (y / 500.0).cos() + grain - disc / 2.0;
        let blue = 100.0 + 70.0 * ((x + y) / 900.0).sin() + grain;
        *pixel = [red.round() as u8, green.round() as u8, blue.round() as u8, 255];
    }
    Ok(image)
}

/// Times one kernel: a figure for each kernel among the contenders.
fn experiment<'a>(
    asked: &Bench,
    Entry { job, params }: &'a Entry,
    contenders: &[Contender],
    picture: &Image,
    target: &mut [u8],
) -> Result<Vec<Figure<'a>>, Failure> {
    let none = Image::default();
    let source = if job.info.needs_source { picture } else { &none };
    let size = job.output_size(source.size());
    let mut times = vec![Vec::new(); contenders.len()];
    for step in rounds(contenders.len() as u32, WARM_UPS, asked.rounds, SEED) {
        let index = step.mode_index as usize;
        let start = Instant::now();
        match &contenders[index] {
            Contender::Copy => black_box(&mut target[..picture.pixels().len()]).copy_from_slice(picture.pixels()),
            Contender::Kernel(_, lanes) => {
                let bytes = size.pixels() as usize * 4;
                let out = Band::new(size, 0, &mut target[..bytes]).expect("the result's bytes");
                lanes.run(job, source, out, ChunkSize::Auto, None)?;
            }
        }
        let ms = start.elapsed().as_secs_f64() * 1e3;
        if !step.warmup {
            times[index].push(ms.max(TICK_MS));
        }
    }
    let (copy, baseline) = (&times[0], &times[1]);
    let copy_ms = stats::median(copy);
    // A kernel that shrinks reads more pixels than it writes; one that draws writes more.
    let pixels = source.size().pixels().max(size.pixels());
    let figure = |(contender, times): (&Contender, &Vec<f64>)| {
        let Contender::Kernel(threads, _) = contender else { return None };
        let Estimate { value: median_ms, low: low_ms, high: high_ms } = stats::median_with_interval(times)?;
        let pairs: Vec<(f64, f64)> = baseline.iter().copied().zip(times.iter().copied()).collect();
        let mp_per_s = mp_per_s(pixels, median_ms);
        Some(Figure {
            kernel: &job.info.name,
            params,
            width: asked.size.width,
            height: asked.size.height,
            threads: *threads,
            rounds: asked.rounds,
            median_ms,
            low_ms,
            high_ms,
            mp_per_s,
            speed_up: stats::ratio_of_medians(&pairs)?.value,
            copy_ms,
            of_copy: mp_per_s / self::mp_per_s(picture.size().pixels(), copy_ms),
        })
    };
    Ok(contenders.iter().zip(&times).filter_map(figure).collect())
}

/// Millions of pixels a second.
fn mp_per_s(pixels: u64, ms: f64) -> f64 {
    pixels as f64 / 1e3 / ms
}

fn head(asked: &Bench, width: usize) -> String {
    let Bench { size: Size { width: w, height: h }, threads, rounds, .. } = asked;
    let many = if *threads > 1 {
        format!("{:>12}{:>9}{:>10}", format!("{threads} threads"), "MP/s", "speed-up")
    } else {
        String::new()
    };
    format!(
        "{w} × {h} pixels; medians of {rounds} rounds; “of copy”: the rate on one thread as a share of a plain copy's\n\n\
         {:width$}{:>12}{:>9}{:>10}{many}\n",
        "kernel", "1 thread", "MP/s", "of copy"
    )
}

fn row(name: &str, width: usize, figures: &[Figure<'_>]) -> String {
    let mut row = format!("{name:width$}");
    for Figure { threads, median_ms, mp_per_s, speed_up, of_copy, .. } in figures {
        let last = if *threads == 1 { figures::percent(*of_copy) } else { figures::times(*speed_up) };
        row += &format!("{:>12}{mp_per_s:>9.0}{last:>10}", figures::time(*median_ms));
    }
    row + "\n"
}
