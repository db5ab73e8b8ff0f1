//! File bytes to pixels.

use codec::{DecodeError, Limits};
use js_sys::Uint8Array;
use kernels::Image;
use wasm_bindgen::prelude::*;

use crate::error::plain;

/// A decoded picture, in this instance's memory until it is freed.
#[wasm_bindgen]
pub struct Decoded {
    image: Image,
}

#[wasm_bindgen]
impl Decoded {
    /// Pixels in a row.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.image.size().width
    }

    /// Rows.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.image.size().height
    }

    /// Copies the RGBA bytes to `target`, which has exactly `width × height × 4` of them and may be shared.
    #[wasm_bindgen(js_name = copyTo)]
    pub fn copy_to(&self, target: &Uint8Array) {
        target.copy_from(self.image.pixels());
    }
}

/// Decodes the bytes of a file, upright. See `codec::decode`.
///
/// # Errors
/// A plain object `{ code, message }` with the sentence to show beside the file's name.
#[wasm_bindgen]
pub fn decode(bytes: &[u8]) -> Result<Decoded, JsValue> {
    let refused = |error: DecodeError| plain(error.code(), &error);
    Ok(Decoded { image: codec::decode(bytes, Limits::default()).map_err(refused)?.image })
}

/// Refuses a picture that another decoder read, if it has more pixels than this one would take.
///
/// # Errors
/// As [`decode`].
#[wasm_bindgen(js_name = checkSize)]
pub fn check_size(width: u32, height: u32) -> Result<(), JsValue> {
    let Limits { max_pixels } = Limits::default();
    if u64::from(width) * u64::from(height) <= max_pixels {
        return Ok(());
    }
    let error = DecodeError::TooLarge { width, height, max_pixels };
    Err(plain(error.code(), &error))
}
