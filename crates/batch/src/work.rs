//! A checked recipe, and what it makes of one file.

use codec::{Limits, Pixels, Reduced, decode_reduced, thumbnail, twice};
use kernels::{CHANNELS, Image, Order, Schedule, catalog, catalog::AnyKernel};
use model::{ChunkSize, ParamValue, Recipe, Size};

use crate::{Fault, RecipeError};

/// Steps that a recipe may have.
const MOST_STEPS: usize = 16;

/// A recipe, checked, with its kernels made.
pub struct Work {
    /// The size of a first step that is a resize, and whether it is the one that the codec's short way makes.
    first: Option<Resize>,
    exact: bool,
    kernels: Vec<Box<dyn AnyKernel>>,
}

#[derive(Clone, Copy)]
struct Resize {
    size: Size,
    lanczos: bool,
}

/// When one file's steps were, on the caller's clock, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stamps {
    /// Work began.
    pub start_ms: f64,
    /// The bytes were pixels.
    pub decoded_ms: f64,
    /// The result was there.
    pub end_ms: f64,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// Size of the result.
    pub size: Size,
    /// 1 for levels of grey, 3 for red, green and blue. Grey comes of a grey file that was only decoded, or only resized. Opacity
    /// is dropped, as the colours are without it.
    pub channels: u32,
    /// The result, row by row, `channels` bytes a pixel.
    pub pixels: Vec<u8>,
    /// The picture as its file has it.
    pub full: Size,
    /// When.
    pub stamps: Stamps,
}

impl Work {
    /// The work that a recipe asks for.
    ///
    /// # Errors
    /// A kernel or a parameter is wrong, a kernel reads no picture, or there are too many steps.
    pub fn new(recipe: &Recipe) -> Result<Self, RecipeError> {
        let Recipe { steps, exact } = recipe;
        if steps.len() > MOST_STEPS {
            return Err(RecipeError::TooManySteps { steps: steps.len(), limit: MOST_STEPS });
        }
        let mut kernels = Vec::new();
        for step in steps {
            let info = catalog::info(&step.name)?;
            kernels.push(catalog::kernel(step)?);
            if !info.needs_source {
                return Err(RecipeError::NeedsNoSource { kernel: info.label });
            }
        }
        let first = steps.first().filter(|step| step.name == "resize").map(|step| {
            let lanczos = match step.params.get("filter") {
                Some(ParamValue::Choice(filter)) => filter == "lanczos3",
                // Its first choice is its default.
                _ => true,
            };
            // A resize makes the same size of every picture that has pixels.
            Resize { size: kernels[0].output_size(Size::new(1, 1)), lanczos }
        });
        Ok(Self { first, exact: *exact, kernels })
    }

    /// Makes of a file's bytes what the recipe says; `clock` tells the time in milliseconds.
    ///
    /// # Errors
    /// The file can't be read, or memory was refused.
    pub fn make(&self, bytes: &[u8], clock: impl Fn() -> f64) -> Result<Made, Fault> {
        let start_ms = clock();
        let mut decoded_ms = None;
        let limits = Limits::default();
        let (reduced, rest) = match self.first {
            Some(Resize { size, lanczos: true }) => {
                let small = thumbnail(bytes, limits, size, self.exact, || decoded_ms = Some(clock()))?;
                (small, &self.kernels[1..])
            }
            Some(Resize { size, .. }) if !self.exact => {
                (decode_reduced(bytes, limits, Some(twice(size)))?, &self.kernels[..])
            }
            _ => (decode_reduced(bytes, limits, None)?, &self.kernels[..]),
        };
        let decoded_ms = decoded_ms.unwrap_or_else(&clock);
        let Reduced { pixels, full, .. } = reduced;
        Self::finish(pixels, full, rest, || Stamps { start_ms, decoded_ms, end_ms: clock() })
    }

    /// Makes of RGBA pixels, which another decoder read, what the recipe says.
    ///
    /// # Errors
    /// Memory was refused.
    pub fn make_of(&self, image: Image, clock: impl Fn() -> f64) -> Result<Made, Fault> {
        let (full, start_ms) = (image.size(), clock());
        let stamps = || Stamps { start_ms, decoded_ms: start_ms, end_ms: clock() };
        Self::finish(Pixels::Colour(image), full, &self.kernels, stamps)
    }

    fn finish(
        pixels: Pixels,
        full: Size,
        kernels: &[Box<dyn AnyKernel>],
        stamps: impl FnOnce() -> Stamps,
    ) -> Result<Made, Fault> {
        let (size, channels, pixels) = match pixels {
            Pixels::Grey(grey) if kernels.is_empty() => (grey.size(), 1, grey.into_levels()),
            pixels => {
                let mut image = pixels.into_image();
                for kernel in kernels {
                    let mut out = blank(kernel.output_size(image.size()))?;
                    let schedule = Schedule { order: Order::Sequential, chunk: ChunkSize::OnePerLane };
                    kernel.run(image.slab(), out.band(), schedule, None)?;
                    image = out;
                }
                (image.size(), 3, opaque(image))
            }
        };
        Ok(Made { size, channels, pixels, full, stamps: stamps() })
    }
}

/// A blank picture, or a plain fault where there is no memory for it.
fn blank(size: Size) -> Result<Image, Fault> {
    let bytes = usize::try_from(size.pixels() * CHANNELS as u64).map_err(|_| Fault::OutOfMemory)?;
    let mut pixels = Vec::new();
    pixels.try_reserve_exact(bytes).map_err(|_| Fault::OutOfMemory)?;
    pixels.resize(bytes, 0);
    Image::new(size, pixels).ok_or(Fault::OutOfMemory)
}

/// The pixels without their opacity, in the same memory.
fn opaque(image: Image) -> Vec<u8> {
    let mut bytes = image.into_pixels();
    let pixels = bytes.len() / CHANNELS;
    for pixel in 0..pixels {
        let from = pixel * CHANNELS;
        bytes.copy_within(from..from + 3, pixel * 3);
    }
    bytes.truncate(pixels * 3);
    bytes.shrink_to_fit();
    bytes
}
