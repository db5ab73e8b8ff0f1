//! `toasters xrays` and `toasters batch`: X-rays that nobody has, and the same done with all files of a folder.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use batch::{Made, Pool, Task, Work};
use model::Recipe;

use crate::{Failure, clock, files, say};

/// Files on the pool for each thread: one at work and one waiting.
const IN_HAND: usize = 2;

/// X-rays to write.
pub struct Xrays {
    /// The folder, which is made if it isn't there.
    pub folder: PathBuf,
    /// How many.
    pub count: u32,
    /// Of which series.
    pub seed: u32,
}

/// A batch to run.
pub struct Batch {
    /// The folder whose files are taken, without those in folders within it.
    pub folder: PathBuf,
    /// What is done with each.
    pub recipe: Recipe,
    /// Threads of a pool; none is in order on one thread.
    pub threads: Option<u32>,
    /// Where the stacked results go, if anywhere.
    pub npy: Option<PathBuf>,
}

/// Writes the X-rays: the same files as the page generates.
pub fn xrays(asked: &Xrays) -> Result<(), Failure> {
    fs::create_dir_all(&asked.folder)
        .map_err(|error| Failure::world(format!("“{}” can't be made: {error}.", asked.folder.display())))?;
    for number in 0..asked.count {
        let name = format!("xray-{}-{:04}.jpg", asked.seed, number + 1);
        files::write(&asked.folder.join(name), codec::xray_jpeg(asked.seed, number).map_err(Failure::world)?)?;
    }
    Ok(())
}

/// Runs the batch and says how fast it was. A file without a result is told, and the others go on.
pub fn batch(asked: &Batch) -> Result<(), Failure> {
    let work = Work::new(&asked.recipe).map_err(Failure::arguments)?;
    let paths = list(&asked.folder)?;
    let start_ms = clock::now_ms();
    let outcomes = match asked.threads {
        None => paths.iter().map(|path| outcome(path, &work)).collect(),
        Some(threads) => pooled(&paths, &asked.recipe, threads)?,
    };
    let seconds = (clock::now_ms() - start_ms) / 1e3;
    let made: Vec<&Made> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
    let mut text = String::new();
    for (path, outcome) in paths.iter().zip(&outcomes) {
        if let Err(sentence) = outcome {
            // A string takes every line.
            let _ = writeln!(text, "{}: {sentence}", path.display());
        }
    }
    let failures = outcomes.len() - made.len();
    let rate = made.len() as f64 / seconds;
    let _ = writeln!(text, "{} results, {failures} failures, {seconds:.3} s, {rate:.1} files/s", made.len());
    if let Some(npy) = &asked.npy {
        files::write(npy, stacked(&made)?)?;
    }
    say::out(&text)
}

/// The folder's files, in the order of their names.
fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let refused = |error| Failure::world(format!("“{}” can't be listed: {error}.", folder.display()));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// What becomes of a file, or why nothing does.
type Outcome = Result<Made, String>;

fn outcome(path: &Path, work: &Work) -> Outcome {
    let bytes = files::read(path).map_err(|failure| failure.sentence().to_owned())?;
    work.make(&bytes, clock::now_ms).map_err(|fault| fault.to_string())
}

/// On a pool: files are read by this thread, while the pool is at others.
fn pooled(paths: &[PathBuf], recipe: &Recipe, threads: u32) -> Result<Vec<Outcome>, Failure> {
    let mut pool = Pool::with_threads(recipe, clock::now_ms, threads).map_err(Failure::world)?;
    let mut outcomes: Vec<Outcome> = paths.iter().map(|_| Err(String::new())).collect();
    let mut put = |Task { file, outcome, .. }| outcomes[file as usize] = outcome.map_err(|fault| fault.to_string());
    let mut unread = Vec::new();
    for (file, path) in (0..).zip(paths) {
        match files::read(path) {
            Ok(bytes) => pool.submit(file, bytes),
            Err(failure) => unread.push((file as usize, failure.sentence().to_owned())),
        }
        while pool.in_hand() >= threads as usize * IN_HAND {
            pool.take().into_iter().for_each(&mut put);
        }
    }
    while let Some(task) = pool.take() {
        put(task);
    }
    for (file, sentence) in unread {
        outcomes[file] = Err(sentence);
    }
    Ok(outcomes)
}

/// The results in one array of bytes, N × height × width or N × height × width × 3, in `NumPy`'s format of version 1.0 (numpy.lib.format).
fn stacked(made: &[&Made]) -> Result<Vec<u8>, Failure> {
    let Some(first) = made.first() else { return Err(Failure::world("There are no results to stack.")) };
    if made.iter().any(|other| other.size != first.size) {
        return Err(Failure::world(
            "The results have different sizes, so they can't be stacked: end the steps with a resize.",
        ));
    }
    let grey = made.iter().all(|made| made.channels == 1);
    let (height, width) = (first.size.height, first.size.width);
    let shape = format!("{}, {height}, {width}{}", made.len(), if grey { "" } else { ", 3" });
    let description = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': ({shape}), }}");
    // The data begin at a multiple of 64.
    let length = (10 + description.len() + 1).next_multiple_of(64) - 10;
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((length as u16).to_le_bytes());
    bytes.extend(format!("{description:<width$}\n", width = length - 1).as_bytes());
    for made in made {
        match made.channels == 1 && !grey {
            true => bytes.extend(made.pixels.iter().flat_map(|&level| [level; 3])),
            false => bytes.extend(&made.pixels),
        }
    }
    Ok(bytes)
}
