//! Kernels by name.
//!
//! A kernel is offered by one line in [`ENTRIES`]; pages and command lines build their controls from its description.

use std::ops::Range;

use model::{KernelInfo, KernelSettings, SettingsError, Size};

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

/// A probe whose kind is known only at run time: one indirect call a chunk.
pub trait AnyProbe: Sync {
    /// The run is about to start, and will have this many chunks.
    fn begin(&self, chunks: usize);
    /// The current time in milliseconds.
    fn now(&self) -> f64;
    /// A lane has rendered some more rows.
    fn alive(&self) {}
    /// A chunk was rendered from `start` to `end`, as `now` told them.
    fn span(&self, chunk: &crate::Chunk, start_ms: f64, end_ms: f64);
}

impl Probe for &dyn AnyProbe {
    type Mark = f64;
    fn begin(&self, chunks: usize) {
        AnyProbe::begin(*self, chunks);
    }
    fn start(&self, _: &crate::Chunk) -> f64 {
        self.now()
    }
    fn alive(&self) {
        AnyProbe::alive(*self);
    }
    fn end(&self, chunk: &crate::Chunk, start_ms: f64) {
        self.span(chunk, start_ms, self.now());
    }
}

impl AnyProbe for NoProbe {
    fn begin(&self, _: usize) {}
    fn now(&self) -> f64 {
        0.0
    }
    fn span(&self, _: &crate::Chunk, _: f64, _: f64) {}
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
}

impl<K: Kernel + Send> AnyKernel for K {
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
}

/// Renders the whole result in order on this thread: the plainest way to use a kernel.
pub fn render(kernel: &dyn AnyKernel, source: &crate::Image) -> crate::Image {
    let mut out = crate::Image::blank(kernel.output_size(source.size()));
    let schedule = Schedule { order: Order::Sequential, chunk: model::ChunkSize::Auto };
    kernel.run(source.slab(), out.band(), schedule, None).expect("a whole picture has every footprint");
    out
}
