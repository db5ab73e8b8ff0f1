//! What to run, and what the times say.
//!
//! A single click proves nothing: the first run is slow, the machine warms up, another program takes a core for a
//! moment. So an experiment is a [`plan`] of rounds, each of which runs every mode once in a shuffled order, and
//! [`summarise`] compares the modes round by round and says how sure it is. When the times can't tell, it says that.
//!
//! [`figures`] writes numbers the way the sentences do: with a unit and no more digits than they are worth.
//!
//! There are no pixels here, no clock and no page: reports come in, numbers and sentences go out.

mod design;
pub mod figures;
mod plan;
mod random;
pub mod stats;
mod summary;
mod verdict;

pub use design::design;
pub use plan::{next_round, plan, rounds};
pub use summary::{FEWEST_ROUNDS, summarise};
