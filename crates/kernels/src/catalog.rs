//! Kernels by name.
//!
//! A kernel is offered by one line in [`ENTRIES`]; pages and command lines build their controls from its description.

use std::ops::Range;

use model::{KernelInfo, KernelSettings, SettingsError, Size};

#[cfg(feature = "pieces")]
use crate::pieces::{AnyPieces, Pieces};
use crate::{Band, Describe, Kernel, NoProbe, Order, Probe, RunError, Schedule, Slab, run};

type Make = fn(&KernelInfo, &KernelSettings) -> Result<Box<dyn AnyKernel>, SettingsError>;

struct Entry {
    info: fn() -> KernelInfo,
    make: Make,
}

const fn entry<K: Describe>() -> Entry {
    Entry { info: K::info, make: |info, settings| Ok(Box::new(K::with(&info.check(&settings.params)?))) }
}

/// What is offered, in the order it is shown: by the kind of work.
const ENTRIES: &[Entry] = &[
    entry::<crate::gaussian::Gaussian>(),
    entry::<crate::box_blur::BoxBlur>(),
    entry::<crate::unsharp::UnsharpMask>(),
    entry::<crate::convolution::Convolution<crate::sharpen::Sharpen>>(),
    entry::<crate::convolution::Convolution<crate::emboss::Emboss>>(),
    entry::<crate::sobel::Sobel>(),
    entry::<crate::median::Median>(),
    entry::<crate::bilateral::Bilateral>(),
    entry::<crate::grayscale::Grayscale>(),
    entry::<crate::invert::Invert>(),
    entry::<crate::brightness_contrast_gamma::BrightnessContrastGamma>(),
    entry::<crate::color_matrix::ColorMatrix>(),
    entry::<crate::ordered_dither::OrderedDither>(),
    entry::<crate::resize::Resize>(),
    entry::<crate::rotate::Rotate>(),
    entry::<crate::rotate_any::RotateAny>(),
    entry::<crate::flip::Flip>(),
    entry::<crate::equalize::Equalize>(),
    entry::<crate::auto_levels::AutoLevels>(),
    entry::<crate::otsu::Otsu>(),
    entry::<crate::clahe::Clahe>(),
    entry::<crate::mandelbrot::Mandelbrot>(),
    entry::<crate::breakfast::Breakfast>(),
    entry::<crate::floyd_steinberg::FloydSteinberg>(),
];

/// Kernels that can be named but are not offered: for tests of the engines.
const HIDDEN: &[Entry] = &[entry::<crate::fault::Fault>()];

/// The descriptions of all kernels offered, in the order they are shown.
pub fn infos() -> Vec<KernelInfo> {
    ENTRIES.iter().map(|e| (e.info)()).collect()
}

/// The description of the kernel of this name, offered or hidden.
///
/// # Errors
/// There is no such kernel.
pub fn info(name: &str) -> Result<KernelInfo, SettingsError> {
    Ok(find(name)?.1)
}

/// The kernel of these settings.
///
/// # Errors
/// There is no such kernel, or a parameter is unknown or out of range.
pub fn kernel(settings: &KernelSettings) -> Result<Box<dyn AnyKernel>, SettingsError> {
    let (entry, info) = find(&settings.name)?;
    (entry.make)(&info, settings)
}

fn find(name: &str) -> Result<(&'static Entry, KernelInfo), SettingsError> {
    ENTRIES
        .iter()
        .chain(HIDDEN)
        .map(|entry| (entry, (entry.info)()))
        .find(|(_, info)| info.name == name)
        .ok_or_else(|| SettingsError::UnknownKernel(name.into()))
}

/// A probe whose kind is known only at run time: two indirect calls a chunk, and one a strip of rows.
pub trait AnyProbe: Sync {
    /// The run is about to start, and will have this many chunks.
    fn begin(&self, _chunks: usize) {}
    /// The lane is about to start on the chunk; the time, in milliseconds.
    fn start(&self, chunk: &crate::Chunk) -> f64;
    /// The lane has got on with the chunk.
    fn alive(&self, _chunk: &crate::Chunk) {}
    /// The lane is done with the chunk; `start_ms` is what `start` said.
    fn end(&self, chunk: &crate::Chunk, start_ms: f64);
}

impl Probe for &dyn AnyProbe {
    type Mark = f64;
    fn begin(&self, chunks: usize) {
        AnyProbe::begin(*self, chunks);
    }
    fn start(&self, chunk: &crate::Chunk) -> f64 {
        AnyProbe::start(*self, chunk)
    }
    fn alive(&self, chunk: &crate::Chunk) {
        AnyProbe::alive(*self, chunk);
    }
    fn end(&self, chunk: &crate::Chunk, start_ms: f64) {
        AnyProbe::end(*self, chunk, start_ms);
    }
}

impl AnyProbe for NoProbe {
    fn start(&self, _: &crate::Chunk) -> f64 {
        0.0
    }
    fn end(&self, _: &crate::Chunk, _: f64) {}
}

/// A kernel whose kind is known only at run time.
pub trait AnyKernel: Send + Sync {
    /// See [`Kernel::output_size`].
    fn output_size(&self, source: Size) -> Size;
    /// Lanes that a run in this order has: see [`crate::lanes`].
    fn lanes(&self, order: Order) -> usize;
    /// Source rows that a run needs to make the output rows `out`: see [`Kernel::footprint`]. All of them, if the kernel must
    /// survey the picture first.
    fn footprint(&self, source: Size, out: Range<u32>) -> Range<u32>;
    /// Runs it, watched by `probe` if there is one: see [`run`].
    ///
    /// # Errors
    /// As [`run`].
    fn run(
        &self,
        source: Slab<'_>,
        out: Band<'_>,
        schedule: Schedule,
        probe: Option<&dyn AnyProbe>,
    ) -> Result<(), RunError>;
    /// Prepares to run it in pieces on a source of this size: see [`pieces`](crate::pieces).
    #[cfg(feature = "pieces")]
    fn pieces(&self, source: Size) -> Box<dyn AnyPieces>;
}

impl<K: Kernel + Clone + Send + 'static> AnyKernel for K {
    fn output_size(&self, source: Size) -> Size {
        Kernel::output_size(self, source)
    }

    fn footprint(&self, source: Size, out: Range<u32>) -> Range<u32> {
        crate::run::rows_needed(self, &self.plan(source), source, out)
    }

    fn lanes(&self, order: Order) -> usize {
        crate::run::lanes(self, order)
    }

    fn run(
        &self,
        source: Slab<'_>,
        out: Band<'_>,
        schedule: Schedule,
        probe: Option<&dyn AnyProbe>,
    ) -> Result<(), RunError> {
        // One body for both: an indirect call a chunk costs nothing, a second copy of every kernel half the module.
        run(self, source, out, schedule, &probe.unwrap_or(&NoProbe))
    }

    #[cfg(feature = "pieces")]
    fn pieces(&self, source: Size) -> Box<dyn AnyPieces> {
        Box::new(Pieces::new(self.clone(), source))
    }
}

/// Renders the whole result in order on this thread: the plainest way to use a kernel.
pub fn render(kernel: &dyn AnyKernel, source: &crate::Image) -> crate::Image {
    let mut out = crate::Image::blank(kernel.output_size(source.size()));
    let schedule = Schedule { order: Order::Sequential, chunk: model::ChunkSize::Auto };
    kernel.run(source.slab(), out.band(), schedule, None).expect("a whole picture has every footprint");
    out
}
