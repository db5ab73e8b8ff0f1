//! The wasm-bindgen surface of `kernels` and `codec`: what runs inside an engine's worker.
//!
//! Built three times with the feature `engine` (scalar, SIMD, SIMD + threads with `pool`), once each with `decoder` and `encoder`, and twice with
//! `batch` (SIMD, SIMD + threads with `batch-pool`). It translates: JavaScript values to model types and back, errors to plain objects, the worker's clock to a probe. No
//! pixel is computed here.

#[cfg(feature = "batch")]
mod batches;
#[cfg(any(feature = "engine", feature = "batch"))]
mod clock;
#[cfg(feature = "decoder")]
mod decoder;
#[cfg(feature = "encoder")]
mod encoder;
#[cfg(feature = "engine")]
mod engine;
mod error;
#[cfg(feature = "lane")]
mod lane;
#[cfg(feature = "engine")]
mod life;
#[cfg(feature = "engine")]
mod recorder;
#[cfg(feature = "engine")]
mod refusal;

use wasm_bindgen::prelude::*;

#[cfg(all(any(feature = "pool", feature = "batch-pool"), target_arch = "wasm32", target_feature = "atomics"))]
pub use wasm_bindgen_rayon::init_thread_pool;

/// Where a panic's message is left for the worker's script: a trap itself says only "unreachable".
const LAST_WORDS: &str = "fourToastersLastWords";

/// Runs when a thread's instance starts: keeps the last words of a panic.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        let words = JsValue::from_str(&info.to_string());
        web_sys::console::error_1(&words);
        // Nothing can be done if the global object refuses; the console has the message.
        let _ = js_sys::Reflect::set(&js_sys::global(), &LAST_WORDS.into(), &words);
    }));
}
