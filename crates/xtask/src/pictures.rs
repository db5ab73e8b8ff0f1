//! The pictures of the project, all drawn by its own code: the files that tests read, and the sample on the first screen.
//!
//! All are the same on every machine: their pixels come from whole numbers and from float operations that IEEE 754 rounds exactly
//! (no sine, no power). A test compares the committed test files with what this code makes, byte by byte. The sample takes half a
//! minute, so its test draws a small one and compares that.

mod drawing;
mod files;
mod sample;

pub use files::write_test_data;
pub use sample::write_sample;
