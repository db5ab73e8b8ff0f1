//! Image kernels, each written once, and the one function that runs them.
//!
//! A kernel is a pure function from source rows to destination rows ([`Kernel`]). It knows nothing of how it is run:
//! [`run`] cuts the output into chunks and renders them in order on this thread or on the rayon pool, and stamps them
//! with a [`Probe`]. The [`catalog`] makes a kernel from a name and parameters.
//!
//! What is absent here, on purpose: a clock (the probe brings it), file formats, the page, and `unsafe` outside
//! [`rows`].

mod blur;
pub mod catalog;
mod describe;
mod fingerprint;
mod image;
mod kernel;
mod maths;
#[doc(hidden)]
pub mod noise;
#[cfg(feature = "pieces")]
pub mod pieces;
mod point;
mod recorder;
mod ring;
mod rows;
mod run;
mod survey;
mod weights;

mod auto_levels;
mod bilateral;
mod box_blur;
mod breakfast;
mod brightness_contrast_gamma;
mod clahe;
mod color_matrix;
mod convolution;
mod dither;
mod emboss;
mod equalize;
mod fault;
mod flip;
mod floyd_steinberg;
mod gaussian;
mod grayscale;
mod invert;
mod mandelbrot;
mod median;
mod ordered_dither;
mod otsu;
mod resize;
mod rotate;
mod rotate_any;
mod sharpen;
mod sobel;
mod unsharp;

pub use fingerprint::fingerprint;
#[cfg(feature = "check")]
#[doc(hidden)]
pub use rows::check;

pub use image::{Band, CHANNELS, Image, Size, Slab};
pub use kernel::{Describe, Kernel};
pub use recorder::Recorder;
pub use resize::{PlaneRows, resize, resize_plane};
pub use run::{Chunk, NoProbe, Order, Probe, RunError, Schedule, lanes, run};
#[cfg(feature = "pool")]
pub use run::{Pool, PoolError};
