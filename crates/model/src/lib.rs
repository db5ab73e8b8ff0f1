//! The words of Four Toasters as plain serde types.
//!
//! One idea carries the project: *everything is lanes of tasks over time*. A [`Trace`] is a list of [`Span`]s on
//! lanes; a [`Run`] is one timed execution with its trace; a [`Report`] is an experiment's runs, with the machine and
//! the settings they were made with. Every other crate and the page read and write these types and no others.
//!
//! There is no logic here but validation, and how numbers ([`figures`]) and modes ([`mode_names`]) are written, since whoever speaks of them
//! does it alike. Times are milliseconds, sizes are pixels, rows are counted from the top.
//! JSON field names are camelCase; enumerations are written as lower-case words.

mod batch;
mod breakfast;
mod figure;
pub mod figures;
mod kernel;
mod names;
mod report;
mod requests;
mod summary;
mod trace;

pub use batch::*;
pub use breakfast::*;
pub use figure::*;
pub use kernel::*;
pub use names::*;
pub use report::*;
pub use requests::*;
pub use summary::*;
pub use trace::*;
