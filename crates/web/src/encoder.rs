//! Pixels to a file's bytes.

use codec::EncodeError;
use kernels::Image;
use model::{Scope, Size};
use wasm_bindgen::prelude::*;

use crate::error::plain;

/// Encodes `width` × `height` RGBA pixels in the format that a pipeline's `Scope` names (`png`, `jpeg`, `webp`).
///
/// # Errors
/// A plain object `{ code, message }`: the bytes don't match the size, the format is none, or can't hold such a picture.
#[wasm_bindgen]
pub fn encode(width: u32, height: u32, pixels: Vec<u8>, format: JsValue) -> Result<Vec<u8>, JsValue> {
    let refused = |message: &str| plain("internal", &message);
    let image = Image::new(Size::new(width, height), pixels);
    let image = image.ok_or_else(|| refused("The picture's bytes don't match its size."))?;
    let encoded = match serde_wasm_bindgen::from_value::<Scope>(format)? {
        Scope::Png => codec::encode_png(&image),
        Scope::Jpeg => codec::encode_jpeg(&image, codec::JPEG_QUALITY),
        Scope::Webp => codec::encode_webp(&image),
        Scope::Kernel => return Err(refused("A run of the kernel alone encodes nothing.")),
    };
    encoded.map_err(|error: EncodeError| plain("encode", &error))
}
