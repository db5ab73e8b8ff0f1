//! What to run, and what the times say.
//!
//! A single click proves nothing: the first run is slow, the machine warms up, another program takes a core for a
//! moment. So an experiment is a number of rounds, each of which runs every mode once in a shuffled order, and the modes are compared
//! round by round. When the times can't tell, the verdict says that.
//!
//! - [`design`] makes the settings of an experiment: which modes, on how many lanes, on pictures of which size, cut how.
//! - [`next_round`] says what comes next: warm-up until times have settled, then rounds until every ratio is sure or the budget is spent.
//!   [`rounds`] are its rounds where their number is fixed.
//! - [`summarise`] turns a report into estimates with intervals, decisions, fitted laws, and sentences.
//!
//! [`stats`] has the robust statistics for others to use.
//!
//! There are no pixels here, no clock and no page: reports come in, numbers and sentences go out.

mod break_even;
mod comparing;
mod design;
mod drift;
mod facts;
mod headlines;
mod ladder;
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
pub use plan::rounds;
pub use sampler::next_round;
pub use summary::summarise;
