//! Row primitives: about ten small functions on slices, under all kernels.
//!
//! Each has a plain body, which is the specification, and a SIMD body where it pays; one test holds the second to the first.
//! `unsafe` lives in the SIMD bodies' loads and stores and nowhere else in this crate.

mod gray;

pub use gray::gray;
