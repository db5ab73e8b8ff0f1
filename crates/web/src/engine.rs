//! An engine: a picture in memory, a kernel run on it, the result in memory.

use js_sys::Uint8Array;
use kernels::{Image, Order, RunError, Schedule, catalog};
use model::{ChunkSize, Execution, KernelSettings, SettingsError, Size};
use serde::Serialize;
use thiserror::Error;
use wasm_bindgen::prelude::*;

use crate::{
    error::plain,
    recorder::{HEARTBEAT, Recorder},
};

/// Why an engine refused. The text is fit to show a visitor.
#[derive(Debug, Error)]
enum EngineError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("The engine was asked for something it doesn't understand: {0}.")]
    Request(String),
    #[error("{0} × {1} pixels don't fit into the memory that the browser gives us. A smaller picture will work.", .size.width, .size.height)]
    OutOfMemory { size: Size },
    #[error("The picture's bytes don't match its size of {0} × {1} pixels.", .size.width, .size.height)]
    WrongLength { size: Size },
    #[error("This kernel needs a picture, and none is loaded.")]
    NoSource,
}

impl EngineError {
    fn code(&self) -> &'static str {
        match self {
            Self::Settings(_) => "settings",
            Self::Run(RunError::OutOfMemory { .. }) => "out-of-memory",
            Self::Run(_) | Self::WrongLength { .. } | Self::Request(_) => "internal",
            Self::OutOfMemory { .. } => "out-of-memory",
            Self::NoSource => "no-source",
        }
    }
}

impl From<EngineError> for JsValue {
    fn from(error: EngineError) -> Self {
        plain(error.code(), &error)
    }
}

impl From<serde_wasm_bindgen::Error> for EngineError {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        Self::Request(error.to_string())
    }
}

/// A picture, and the result of the last run.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    source: Image,
    output: Image,
}

#[wasm_bindgen]
impl Engine {
    /// An engine without a picture.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Copies a picture of `width` × `height` RGBA pixels in; `0 × 0` with no bytes for none.
    ///
    /// # Errors
    /// The bytes don't match the size, or there is no memory for them.
    pub fn load(&mut self, width: u32, height: u32, pixels: &Uint8Array) -> Result<(), JsValue> {
        let size = Size::new(width, height);
        if u64::from(pixels.length()) != size.pixels() * 4 {
            return Err(EngineError::WrongLength { size }.into());
        }
        // Given back first, so that old and new needn't fit side by side.
        self.source = Image::default();
        self.output = Image::default();
        let mut source = allocate(size)?;
        pixels.copy_to(source.pixels_mut());
        self.source = source;
        Ok(())
    }

    /// Runs a kernel on the picture and keeps the result; `settings` is a `KernelSettings`, `chunk` a `ChunkSize`, and
    /// the value returned an `Execution` of the model. `pool` asks for the pool of threads, which only the threads build has.
    ///
    /// # Errors
    /// The settings are wrong, there is no picture where one is needed, or no memory for the result.
    pub fn run(&mut self, settings: JsValue, chunk: JsValue, pool: bool) -> Result<JsValue, JsValue> {
        let execution = self.execute(settings, chunk, pool)?;
        Ok(execution.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
    }

    /// Bytes in the last result.
    #[wasm_bindgen(getter, js_name = outputLength)]
    pub fn output_length(&self) -> usize {
        self.output.pixels().len()
    }

    /// Copies the last result to `target`, which has exactly `outputLength` bytes and may be shared.
    #[wasm_bindgen(js_name = copyOutput)]
    pub fn copy_output(&self, target: &Uint8Array) {
        target.copy_from(self.output.pixels());
    }

    fn execute(&mut self, settings: JsValue, chunk: JsValue, pool: bool) -> Result<Execution, EngineError> {
        let settings: KernelSettings = serde_wasm_bindgen::from_value(settings)?;
        let chunk: ChunkSize = serde_wasm_bindgen::from_value(chunk)?;
        let kernel = catalog::kernel(&settings)?;
        if self.source.size().pixels() == 0 && catalog::info(&settings.name)?.needs_source {
            return Err(EngineError::NoSource);
        }
        let output_size = kernel.output_size(self.source.size());
        // The result's memory is kept from run to run and made outside the measured time, in every mode alike.
        if self.output.size() != output_size {
            self.output = Image::default();
            self.output = allocate(output_size)?;
        }
        let schedule = Schedule { order: order(pool)?, chunk };
        let recorder = Recorder::new(kernel.lanes(schedule.order));
        kernel.run(self.source.slab(), self.output.band(), schedule, Some(&recorder))?;
        let compute_ms = recorder.elapsed_ms();
        let fingerprint = format!("{:016x}", kernels::fingerprint(self.output.pixels()));
        Ok(Execution { compute_ms, output_size, trace: recorder.trace(compute_ms), fingerprint })
    }
}

/// Where in this instance's memory the count of signs of life lies, as a 32-bit number.
#[wasm_bindgen(js_name = heartbeatAddress)]
pub fn heartbeat_address() -> *const u32 {
    HEARTBEAT.as_ptr()
}

fn order(pool: bool) -> Result<Order, EngineError> {
    match pool {
        false => Ok(Order::Sequential),
        #[cfg(feature = "pool")]
        true => Ok(Order::Pool),
        #[cfg(not(feature = "pool"))]
        true => Err(EngineError::Request("this build has no threads".into())),
    }
}

/// A blank picture, or a plain error instead of a trap where there is no memory for it.
fn allocate(size: Size) -> Result<Image, EngineError> {
    let error = || EngineError::OutOfMemory { size };
    let bytes = usize::try_from(size.pixels() * 4).map_err(|_| error())?;
    let mut pixels = Vec::new();
    pixels.try_reserve_exact(bytes).map_err(|_| error())?;
    pixels.resize(bytes, 0);
    Image::new(size, pixels).ok_or_else(error)
}
