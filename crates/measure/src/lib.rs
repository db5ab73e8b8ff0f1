//! What to run, and what the times say.
//!
//! A single click proves nothing: the first run is slow, the machine warms up, another program takes a core for a
//! moment. So an experiment is a [`plan`] of rounds, each of which runs every mode once in a shuffled order, and
//! [`summarise`] compares the modes round by round and says how sure it is. When the times can't tell, it says that.
//!
//! [`figures`] writes numbers the way the sentences do: with a unit and no more digits than they are worth.
//!
//! There are no pixels here, no clock and no page: reports come in, numbers and sentences go out.

mod break_even;
mod comparing;
mod design;
mod facts;
pub mod figures;
mod headlines;
mod least_squares;
mod plan;
mod random;
mod rules;
mod sampler;
mod samples;
mod scaling;
pub mod stats;
mod summary;
mod verdict;
mod warm_up;
mod words;

pub use comparing::FEWEST_ROUNDS;
pub use design::design;
pub use plan::{plan, rounds};
pub use sampler::next_round;
pub use summary::summarise;
