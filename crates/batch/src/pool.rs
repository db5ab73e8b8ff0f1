//! Many files at once on the rayon pool.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
};

use model::Recipe;
use thiserror::Error;

use crate::{Fault, Made, RecipeError, Work};

/// A file done: its number, the lane it was done on, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// As it was submitted.
    pub file: u32,
    /// The thread of the pool, from 0.
    pub lane: u32,
    /// Its result or its fault.
    pub outcome: Result<Made, Fault>,
}

/// Files in hand, on the rayon pool of the process (or of the WebAssembly instance).
///
/// Whoever leads submits files and takes results; how many are in hand at once is theirs to decide. Leading is no lane: the thread that
/// waits in [`take`](Pool::take) does nothing else.
pub struct Pool {
    work: Arc<Work>,
    clock: fn() -> f64,
    done: Receiver<Task>,
    tell: Sender<Task>,
    in_hand: usize,
    /// Threads of its own; without them, those of the process.
    threads: Option<rayon::ThreadPool>,
}

/// Why a pool could not be had. The text is fit to show a user.
#[derive(Debug, Error)]
pub enum PoolError {
    /// The recipe is wrong.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// The system refuses threads.
    #[error("The system refuses so many threads: {0}. Ask for fewer.")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl Pool {
    /// A pool for a recipe on the threads of the process. `clock` tells the time in milliseconds, on any thread.
    ///
    /// # Errors
    /// As [`Work::new`].
    pub fn new(recipe: &Recipe, clock: fn() -> f64) -> Result<Self, RecipeError> {
        let (tell, done) = channel();
        Ok(Self { work: Arc::new(Work::new(recipe)?), clock, done, tell, in_hand: 0, threads: None })
    }

    /// The same with so many threads of its own.
    ///
    /// # Errors
    /// As [`Work::new`], and the system refuses the threads.
    pub fn with_threads(recipe: &Recipe, clock: fn() -> f64, threads: u32) -> Result<Self, PoolError> {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1) as usize).build()?;
        Ok(Self { threads: Some(threads), ..Self::new(recipe, clock)? })
    }

    /// Lanes that work side by side.
    pub fn lanes(&self) -> usize {
        self.threads.as_ref().map_or_else(rayon::current_num_threads, rayon::ThreadPool::current_num_threads)
    }

    /// Files that were submitted and not yet taken.
    pub const fn in_hand(&self) -> usize {
        self.in_hand
    }

    /// Gives the pool a file's bytes.
    pub fn submit(&mut self, file: u32, bytes: Vec<u8>) {
        self.in_hand += 1;
        let (work, clock) = (Arc::clone(&self.work), self.clock);
        let tell = self.tell.clone();
        let task = move || {
            let lane = rayon::current_thread_index().unwrap_or(0) as u32;
            let outcome = catch_unwind(AssertUnwindSafe(|| work.make(&bytes, clock)))
                .unwrap_or_else(|thrown| Err(Fault::Panicked(words(thrown.as_ref()))));
            // The bytes are given back before the result is told, so that what is in hand bounds memory.
            drop(bytes);
            // It fails when nobody takes results any more: the pool was dropped.
            let _ = tell.send(Task { file, lane, outcome });
        };
        match &self.threads {
            Some(threads) => threads.spawn_fifo(task),
            None => rayon::spawn_fifo(task),
        }
    }

    /// Waits for a file to be done, whichever comes first; `None` if there is none in hand.
    pub fn take(&mut self) -> Option<Task> {
        if self.in_hand == 0 {
            return None;
        }
        self.in_hand -= 1;
        self.done.recv().ok()
    }
}

/// What a panic said.
fn words(thrown: &(dyn std::any::Any + Send)) -> String {
    let text = thrown.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| thrown.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it gave no reason".into())
}
