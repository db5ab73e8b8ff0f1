//! A batch: file bytes to small results, on this thread or on the pool.

use std::panic::AssertUnwindSafe;

use batch::{Fault, Made, Stamps, Work};
use js_sys::Uint8Array;
use kernels::{Image, Size};
use model::Recipe;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::{clock::now_ms, error::plain};

/// What became of a file, as JavaScript sees it; its pixels come beside it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MadeFile {
    width: u32,
    height: u32,
    channels: u32,
    full_width: u32,
    full_height: u32,
    start_ms: f64,
    decoded_ms: f64,
    end_ms: f64,
}

/// A lane of its own: makes one file after another, on this thread.
#[wasm_bindgen]
pub struct BatchLane {
    /// Nobody sees what a panic leaves: the lane is thrown away with its thread.
    work: AssertUnwindSafe<Work>,
}

#[wasm_bindgen]
impl BatchLane {
    /// A lane for a `Recipe`.
    ///
    /// # Errors
    /// A plain object `{ code, message }`: the recipe is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(recipe: JsValue) -> Result<BatchLane, JsValue> {
        Ok(Self { work: AssertUnwindSafe(work(recipe)?) })
    }

    /// Makes of a file's bytes what the recipe says: `{ width, height, channels, fullWidth, fullHeight, startMs, decodedMs, endMs, pixels }`, times on
    /// the clock that all threads share.
    ///
    /// # Errors
    /// A plain object `{ code, message }` with the sentence to show beside the file's name.
    pub fn make(&self, bytes: &[u8]) -> Result<JsValue, JsValue> {
        self.work.make(bytes, now_ms).map_err(refused).and_then(made)
    }

    /// The same of `width` × `height` RGBA pixels, which another decoder read.
    ///
    /// # Errors
    /// As `make`; and the bytes don't match the size.
    #[wasm_bindgen(js_name = makePixels)]
    pub fn make_pixels(&self, width: u32, height: u32, rgba: Vec<u8>) -> Result<JsValue, JsValue> {
        let image = Image::new(Size::new(width, height), rgba)
            .ok_or_else(|| plain("internal", &"The picture's bytes don't match its size."))?;
        self.work.make_of(image, now_ms).map_err(refused).and_then(made)
    }
}

/// Says whether a `Recipe` can be followed.
///
/// # Errors
/// A plain object `{ code, message }`: it can't.
#[wasm_bindgen(js_name = checkRecipe)]
pub fn check_recipe(recipe: JsValue) -> Result<(), JsValue> {
    work(recipe).map(drop)
}

/// The X-ray of this number in the series of this seed: a JPEG file's bytes.
///
/// # Errors
/// A plain object `{ code, message }`; none is known.
#[wasm_bindgen]
pub fn xray(seed: u32, number: u32) -> Result<Vec<u8>, JsValue> {
    codec::xray_jpeg(seed, number).map_err(|error| plain("internal", &error))
}

/// Files in hand on this instance's pool of threads; see `batch::Pool`.
#[cfg(feature = "batch-pool")]
#[wasm_bindgen]
pub struct BatchPool {
    /// A panic in a task stays there as its file's fault; one here ends the worker that leads, and the pool with it.
    pool: AssertUnwindSafe<batch::Pool>,
}

#[cfg(feature = "batch-pool")]
#[wasm_bindgen]
impl BatchPool {
    /// A pool for a `Recipe`, on the threads that were started.
    ///
    /// # Errors
    /// As [`BatchLane::new`].
    #[wasm_bindgen(constructor)]
    pub fn new(recipe: JsValue) -> Result<BatchPool, JsValue> {
        let pool = batch::Pool::new(&read(recipe)?, now_ms).map_err(|error| plain("settings", &error))?;
        Ok(Self { pool: AssertUnwindSafe(pool) })
    }

    /// Gives it a file's bytes.
    pub fn submit(&mut self, file: u32, bytes: Vec<u8>) {
        self.pool.submit(file, bytes);
    }

    /// Files submitted and not yet taken.
    #[wasm_bindgen(getter, js_name = inHand)]
    pub fn in_hand(&self) -> usize {
        self.pool.in_hand()
    }

    /// Waits for a file to be done, whichever comes first: `{ file, lane, made }`, as `BatchLane.make` has it, or `{ file, lane, fault }`; undefined if none is
    /// in hand.
    ///
    /// # Errors
    /// None that could be met.
    pub fn take(&mut self) -> Result<JsValue, JsValue> {
        let Some(batch::Task { file, lane, outcome }) = self.pool.take() else { return Ok(JsValue::UNDEFINED) };
        let taken = js_sys::Object::new();
        let set = |name: &str, value: &JsValue| js_sys::Reflect::set(&taken, &name.into(), value).map(drop);
        set("file", &file.into())?;
        set("lane", &lane.into())?;
        match outcome {
            Ok(result) => set("made", &made(result)?)?,
            Err(fault) => set("fault", &write(&model::FileFault::from(fault))?)?,
        }
        Ok(taken.into())
    }
}

fn work(recipe: JsValue) -> Result<Work, JsValue> {
    Work::new(&read(recipe)?).map_err(|error| plain("settings", &error))
}

fn read(recipe: JsValue) -> Result<Recipe, JsValue> {
    serde_wasm_bindgen::from_value(recipe).map_err(|error| plain("internal", &error))
}

fn refused(fault: Fault) -> JsValue {
    plain(fault.code(), &fault)
}

fn made(Made { size, channels, pixels, full, stamps }: Made) -> Result<JsValue, JsValue> {
    let Stamps { start_ms, decoded_ms, end_ms } = stamps;
    let Size { width, height } = size;
    let (full_width, full_height) = (full.width, full.height);
    let file = MadeFile { width, height, channels, full_width, full_height, start_ms, decoded_ms, end_ms };
    let file = write(&file)?;
    // Copied out of the instance's memory, which may be shared and may grow.
    js_sys::Reflect::set(&file, &"pixels".into(), &Uint8Array::from(pixels.as_slice()))?;
    Ok(file)
}

fn write(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
