//! Why work was refused, in sentences fit to show a visitor.

use kernels::RunError;
use model::{SettingsError, Size};
use thiserror::Error;
use wasm_bindgen::JsValue;

use crate::error::plain;

/// Why an engine or a lane refused. The text is fit to show a visitor.
#[derive(Debug, Error)]
pub enum Refusal {
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
    #[cfg(feature = "lane")]
    #[error("A lane was asked to work before its work was begun.")]
    NotBegun,
}

impl Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Settings(_) => "settings",
            Self::Run(RunError::OutOfMemory { .. }) => "out-of-memory",
            Self::Run(_) | Self::WrongLength { .. } | Self::Request(_) => "internal",
            #[cfg(feature = "lane")]
            Self::NotBegun => "internal",
            Self::OutOfMemory { .. } => "out-of-memory",
            Self::NoSource => "no-source",
        }
    }
}

impl From<Refusal> for JsValue {
    fn from(error: Refusal) -> Self {
        plain(error.code(), &error)
    }
}

impl From<serde_wasm_bindgen::Error> for Refusal {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        Self::Request(error.to_string())
    }
}

/// Gives memory that serves again and again `bytes` bytes for a picture of `size`, or a plain error instead of a trap where there
/// is none. Only what is new is set to 0.
pub fn fit(memory: &mut Vec<u8>, bytes: u64, size: Size) -> Result<(), Refusal> {
    let error = || Refusal::OutOfMemory { size };
    let bytes = usize::try_from(bytes).map_err(|_| error())?;
    memory.try_reserve_exact(bytes.saturating_sub(memory.len())).map_err(|_| error())?;
    memory.resize(bytes, 0);
    Ok(())
}
