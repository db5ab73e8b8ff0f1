//! The pictures of the project, all drawn by its own code: the files that tests read, and the sample on the first screen.
//!
//! The test files are the same bytes on every machine: their pixels come from whole numbers and from float operations that
//! IEEE 754 rounds exactly (no sine, no power). A test compares the committed files with what this code makes. The sample uses
//! the platform's mathematics and takes a minute, so it is drawn when asked for.

mod breakfast;
mod drawing;
mod files;
mod noise;
mod sample;

pub use files::write_test_data;
pub use sample::write_sample;
