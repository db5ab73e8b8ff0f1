//! Everything that needs whole experiments: simulated ones, whose truth is known.

mod experiments;
mod sampling;
mod world;
