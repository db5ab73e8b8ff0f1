//! Everything that needs whole experiments: simulated ones, whose truth is known.

mod break_even;
mod experiments;
mod rules;
mod sampling;
mod scaling;
mod world;
