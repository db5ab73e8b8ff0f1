//! Writing to standard output.

use std::io::{self, ErrorKind, Write};
use std::process;

use serde::Serialize;

use crate::Failure;

/// Writes a text that ends its own lines. Where nobody reads any more (`toasters kernels | head -1`) the command ends
/// without a complaint.
pub fn out(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => Err(Failure::world(format!("The result can't be written to standard output: {error}."))),
    }
}

/// Writes a value as JSON.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::world(format!("{error}.")))?;
    out(&format!("{text}\n"))
}
