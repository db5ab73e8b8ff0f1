//! A kernel by name, and who runs it.

use kernels::{
    Band, Image, Order, Pool, Schedule,
    catalog::{self, AnyKernel, AnyProbe},
};
use model::{ChunkSize, KernelInfo, KernelSettings, ParamValues, SettingsError, Size, limits::MOST_PIXELS};

use crate::Failure;

/// A kernel of the catalogue with its parameters.
pub struct Job {
    /// The kernel's description.
    pub info: KernelInfo,
    /// Its name, and its parameters as they were given.
    pub settings: KernelSettings,
    kernel: Box<dyn AnyKernel>,
}

impl Job {
    /// The offered kernel of this name. The catalogue's hidden kernels, which fail on purpose, are none.
    pub fn new(name: &str, params: ParamValues) -> Result<Self, Failure> {
        let settings = KernelSettings { name: name.into(), params };
        let infos = catalog::infos();
        let Some(info) = infos.iter().find(|info| info.name == name).cloned() else {
            return Err(with_choices(&SettingsError::UnknownKernel(name.into()), infos.iter().map(|i| &*i.name)));
        };
        match catalog::kernel(&settings) {
            Ok(kernel) => Ok(Self { info, settings, kernel }),
            Err(error @ SettingsError::UnknownParam { .. }) => {
                Err(with_choices(&error, info.params.iter().map(|p| &*p.name)))
            }
            Err(error) => Err(Failure::arguments(error)),
        }
    }

    /// The size of what it makes of a picture of this size.
    pub fn output_size(&self, source: Size) -> Size {
        self.kernel.output_size(source)
    }
}

/// The error's sentence, going on with what could have been said instead.
fn with_choices<'a>(error: &SettingsError, names: impl Iterator<Item = &'a str>) -> Failure {
    let sentence = error.to_string();
    let names: Vec<&str> = names.collect();
    let choices =
        if names.is_empty() { "there is nothing to set".into() } else { format!("there is {}", names.join(", ")) };
    Failure::arguments(format!("{}: {choices}.", sentence.trim_end_matches('.')))
}

/// Who runs jobs.
pub enum Lanes {
    /// The calling thread, in order.
    One,
    /// A pool.
    Pool(Pool),
}

impl Lanes {
    /// A pool of this many threads; without a number the calling thread, as the page's _Sequential_ does.
    pub fn new(threads: Option<u32>) -> Result<Self, Failure> {
        let pool = |threads| Pool::new(threads).map(Self::Pool).map_err(Failure::world);
        threads.map_or(Ok(Self::One), pool)
    }

    /// Runs the job on a whole picture, watched by `probe` if there is one.
    pub fn run(
        &self,
        job: &Job,
        source: &Image,
        out: Band<'_>,
        chunk: ChunkSize,
        probe: Option<&dyn AnyProbe>,
    ) -> Result<(), Failure> {
        let run = |order| job.kernel.run(source.slab(), out, Schedule { order, chunk }, probe);
        self.call(run).map_err(Failure::world)
    }

    /// Waits until they can take a job.
    pub fn wake(&self) {
        self.call(|_| ());
    }

    /// How many of them a run of this job has.
    pub fn count(&self, job: &Job) -> usize {
        self.call(|order| job.kernel.lanes(order))
    }

    /// Calls `what` where its runs have these lanes, with the order that gives them.
    fn call<R: Send>(&self, what: impl FnOnce(Order) -> R + Send) -> R {
        match self {
            Self::One => what(Order::Sequential),
            Self::Pool(pool) => pool.call(|| what(Order::Pool)),
        }
    }
}

/// A picture of transparent black; an error where a plain allocation would end the program.
pub fn blank(size: Size) -> Result<Image, Failure> {
    let none = || {
        let Size { width, height } = size;
        Failure::world(format!("There is no memory for a picture of {width} × {height} pixels; choose a smaller one."))
    };
    let pixels = Some(size.pixels()).filter(|&pixels| pixels <= MOST_PIXELS).ok_or_else(none)?;
    let bytes = usize::try_from(pixels * 4).map_err(|_| none())?;
    let mut pixels = Vec::new();
    pixels.try_reserve_exact(bytes).map_err(|_| none())?;
    pixels.resize(bytes, 0);
    Image::new(size, pixels).ok_or_else(none)
}
