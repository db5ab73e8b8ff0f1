//! An engine: a picture in memory, a kernel run on it, the result in memory.

use js_sys::Uint8Array;
use kernels::{Image, Order, Schedule, catalog};
use model::{ChunkSize, KernelSettings, Rendering, Size, Trace};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::{
    clock::now_ms,
    life,
    recorder::Recorder,
    refusal::{Refusal, fit},
};

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
            return Err(Refusal::WrongLength { size }.into());
        }
        if size != self.source.size() {
            // Given back first, so that old and new needn't fit side by side.
            self.source = Image::default();
            self.output = Image::default();
            self.source = allocate(size)?;
        }
        pixels.copy_to(self.source.pixels_mut());
        Ok(())
    }

    /// Runs a kernel on the picture and keeps the result; `settings` is a `KernelSettings`, `chunk` a `ChunkSize`, and
    /// the value returned a `Rendering` of the model. `pool` asks for the pool of threads, which only the threads build has;
    /// `traced` for the spans, without which nobody sees a sign of life either. `batch`, at least 1, is how many times it is run under
    /// one pair of stamps, each time from the settings on.
    ///
    /// # Errors
    /// The settings are wrong, there is no picture where one is needed, or no memory for the result.
    pub fn run(
        &mut self,
        settings: &JsValue,
        chunk: &JsValue,
        pool: bool,
        traced: bool,
        batch: u32,
    ) -> Result<JsValue, JsValue> {
        let start_ms = now_ms();
        for _ in 1..batch {
            self.render(settings.clone(), chunk.clone(), pool, traced)?;
        }
        // The first of one has no stamp of its own between it and the start.
        let last_start_ms = if batch > 1 { now_ms() } else { start_ms };
        let (output_size, lanes, recorder) = self.render(settings.clone(), chunk.clone(), pool, traced)?;
        let end_ms = now_ms();
        let last_ms = end_ms - last_start_ms;
        let trace =
            recorder.map_or_else(|| Trace { lanes, spans: vec![] }, |recorder| recorder.trace(last_start_ms, last_ms));
        let ms = (end_ms - start_ms) / f64::from(batch.max(1));
        let rendering = Rendering { ms, last_ms, output_size, trace };
        Ok(rendering.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
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

    /// The last result's fingerprint, as a `Run` of the model has it.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.output.pixels())
    }

    /// One execution: the result's size, the lanes at work, and what was recorded if it was `traced`. Reading the settings is part of it,
    /// as in the other modes.
    fn render(
        &mut self,
        settings: JsValue,
        chunk: JsValue,
        pool: bool,
        traced: bool,
    ) -> Result<(Size, u32, Option<Recorder>), Refusal> {
        let settings: KernelSettings = serde_wasm_bindgen::from_value(settings)?;
        let chunk: ChunkSize = serde_wasm_bindgen::from_value(chunk)?;
        let kernel = catalog::kernel(&settings)?;
        if self.source.size().pixels() == 0 && catalog::info(&settings.name)?.needs_source {
            return Err(Refusal::NoSource);
        }
        let output_size = kernel.output_size(self.source.size());
        // The result's memory is kept from run to run, in every mode alike: only a first run, a warm-up, pays for it.
        if self.output.size() != output_size {
            self.output = Image::default();
            self.output = allocate(output_size)?;
        }
        let schedule = Schedule { order: order(pool)?, chunk };
        let lanes = kernel.lanes(schedule.order);
        let recorder = traced.then(|| Recorder::new(lanes));
        let probe = recorder.as_ref().map(|recorder| recorder as &dyn catalog::AnyProbe);
        kernel.run(self.source.slab(), self.output.band(), schedule, probe)?;
        Ok((output_size, lanes as u32, recorder))
    }
}

/// The fingerprint of any bytes, as a `Run` of the model has it: for results that were made elsewhere.
#[wasm_bindgen(js_name = fingerprintOf)]
pub fn fingerprint_of(bytes: &[u8]) -> String {
    fingerprint(bytes)
}

fn fingerprint(bytes: &[u8]) -> String {
    format!("{:016x}", kernels::fingerprint(bytes))
}

/// Where in this instance's memory the signs of life lie: see `life.rs`.
#[wasm_bindgen(js_name = signsAddress)]
pub fn signs_address() -> *const u32 {
    life::address()
}

/// How many numbers of 32 bits there are.
#[wasm_bindgen(js_name = signsLength)]
pub fn signs_length() -> usize {
    life::LANES * life::STRIDE
}

/// From one lane's sign to the next, in numbers of 32 bits.
#[wasm_bindgen(js_name = signsStride)]
pub fn signs_stride() -> usize {
    life::STRIDE
}

fn order(pool: bool) -> Result<Order, Refusal> {
    match pool {
        false => Ok(Order::Sequential),
        #[cfg(feature = "pool")]
        true => Ok(Order::Pool),
        #[cfg(not(feature = "pool"))]
        true => Err(Refusal::Request("this build has no threads".into())),
    }
}

/// A blank picture, or a plain error instead of a trap where there is no memory for it.
fn allocate(size: Size) -> Result<Image, Refusal> {
    let mut pixels = Vec::new();
    fit(&mut pixels, size.pixels() * 4, size)?;
    Image::new(size, pixels).ok_or(Refusal::OutOfMemory { size })
}
