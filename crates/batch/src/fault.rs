//! What can go wrong with a recipe, and with a file.

use codec::DecodeError;
use kernels::RunError;
use model::{FileFault, SettingsError};
use thiserror::Error;

/// Why a recipe was refused. The text is fit to show a visitor.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum RecipeError {
    /// A step's kernel or parameter is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A step reads no picture, so that files would be decoded in vain.
    #[error("{kernel} reads no picture, so it can't be a step of a batch.")]
    NeedsNoSource {
        /// The kernel's label.
        kernel: String,
    },
    /// More steps than anyone needs.
    #[error("A batch takes up to {limit} steps, and {steps} were asked for.")]
    TooManySteps {
        /// How many were asked for.
        steps: usize,
        /// How many are allowed.
        limit: usize,
    },
}

/// Why a file has no result. The text is a sentence to show beside its name.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Fault {
    /// Its bytes are no picture that can be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A kernel could not run on it.
    #[error(transparent)]
    Run(#[from] RunError),
    /// There is no memory for what a kernel makes of it.
    #[error(
        "There is not enough memory for what becomes of this picture. Fewer lanes, or smaller pictures, will work."
    )]
    OutOfMemory,
    /// A defect of this program.
    #[error(
        "Something broke inside Four Toasters while it worked on this file: {0}. The other files are not concerned."
    )]
    Panicked(String),
}

impl Fault {
    /// A short name that stays the same when the text changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Decode(error) => error.code(),
            Self::Run(RunError::OutOfMemory { .. }) | Self::OutOfMemory => "out-of-memory",
            Self::Run(_) | Self::Panicked(_) => "internal",
        }
    }
}

impl From<Fault> for FileFault {
    fn from(fault: Fault) -> Self {
        Self { code: fault.code().into(), message: fault.to_string() }
    }
}
