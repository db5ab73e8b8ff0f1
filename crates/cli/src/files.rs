//! Files in and out, and why they can't be.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use codec::Limits;
use kernels::Image;

use crate::{Failure, clock, job::Job};

/// The name that stands for no file, or for standard output.
pub const NO_FILE: &str = "-";

/// A job's picture.
pub struct Picture {
    /// Its pixels; none for a kernel that reads no picture.
    pub image: Image,
    /// Milliseconds that decoding the file took; 0 where there was nothing to decode.
    pub decode_ms: f64,
}

/// The picture that the job reads, turned upright.
pub fn picture(job: &Job, path: &Path) -> Result<Picture, Failure> {
    if !job.info.needs_source {
        return Ok(Picture { image: Image::default(), decode_ms: 0.0 });
    }
    if path == Path::new(NO_FILE) {
        return Err(Failure::arguments(format!("{} reads a picture: name its file in place of -.", job.info.label)));
    }
    let bytes = read(path)?;
    let start_ms = clock::now_ms();
    let decoded = codec::decode(&bytes, Limits::default());
    let image = decoded.map_err(|error| Failure::world(format!("“{}”: {error}", path.display())))?.image;
    Ok(Picture { image, decode_ms: clock::now_ms() - start_ms })
}

/// A file's bytes.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| no_file(path, "read", &error))
}

/// Writes a file.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| no_file(path, "written", &error))
}

/// A file name's ending, in small letters; empty for none.
pub fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase()
}

/// Refuses a name whose ending is none of these.
pub fn unknown_ending(path: &Path, endings: &[&str]) -> Failure {
    let names = endings.iter().map(|name| format!(".{name}")).collect::<Vec<_>>().join(", ");
    Failure::arguments(format!(
        "“{}” doesn't say in which format to save: let it end in one of {names}.",
        path.display()
    ))
}

/// Why a file can't be read or written, in a sentence.
fn no_file(path: &Path, done: &str, error: &io::Error) -> Failure {
    let why = match error.kind() {
        ErrorKind::NotFound if done == "read" => "there is no such file; check its name".into(),
        ErrorKind::NotFound => "there is no such folder; make it first".into(),
        ErrorKind::IsADirectory => "it is a folder; name a file".into(),
        ErrorKind::NotADirectory => "a part of the path is a file, not a folder; check the path".into(),
        ErrorKind::PermissionDenied => "that is not allowed; check its permissions".into(),
        _ => error.to_string(),
    };
    Failure::world(format!("“{}” can't be {done}: {why}.", path.display()))
}
