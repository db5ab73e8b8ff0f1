//! Errors at the edge of the browser: plain objects, since not every browser clones native errors between threads.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// What JavaScript gets: a word for programs and a sentence for people.
#[derive(Serialize)]
struct Plain {
    code: &'static str,
    message: String,
}

/// A plain object `{ code, message }`.
pub fn plain(code: &'static str, error: &dyn std::fmt::Display) -> JsValue {
    let message = error.to_string();
    serde_wasm_bindgen::to_value(&Plain { code, message }).unwrap_or_else(|_| JsValue::from_str(code))
}
