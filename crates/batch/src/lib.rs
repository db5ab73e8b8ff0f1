//! One file's bytes to its result, by a recipe: decoded, through kernels, packed.
//!
//! The problem: a thousand files, each to be decoded and made small, on one thread or many, in a page or natively. Each must
//! end as a result or as a fault with a sentence, and the same bytes must come out of every way of running them.
//!
//! The idea: a [`Work`] is a recipe that was checked once. [`Work::make`] takes one file from bytes to [`Made`], on the calling thread, and knows
//! nothing of others; whoever runs many calls it from as many threads as there are. Where threads share memory that is [`Pool`], which needs
//! the feature `pool`.
//!
//! A recipe that begins with a resize goes by the codec's short ways: a JPEG is decoded no larger than it is needed (unless the recipe says
//! `exact`), and grey stays one channel up to the result.
//!
//! Absent: a clock (the caller brings it), files, messages.

mod fault;
#[cfg(feature = "pool")]
mod pool;
mod work;

pub use fault::{Fault, RecipeError};
#[cfg(feature = "pool")]
pub use pool::{Pool, PoolError, Task};
pub use work::{Made, Stamps, Work};
