//! `toasters render`: a file through a kernel into another file.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use codec::{EncodeError, Limits};
use kernels::Image;
use model::{ChunkSize, ParamValues};

use crate::{
    Failure,
    job::{Job, Lanes, blank},
};

/// The name that stands for no file.
const NO_FILE: &str = "-";

/// The formats of results by the file name's ending. JPEG has no alpha: what is transparent is laid on white.
const ENDINGS: [(&str, Encode); 4] =
    [("png", codec::encode_png), ("webp", codec::encode_webp), ("jpg", encode_jpeg), ("jpeg", encode_jpeg)];

type Encode = fn(&Image) -> Result<Vec<u8>, EncodeError>;

/// What to render.
pub struct Render {
    /// The picture, or `-`.
    pub source: PathBuf,
    /// The result; its ending names its format.
    pub out: PathBuf,
    /// The kernel's name.
    pub kernel: String,
    /// Its parameters.
    pub params: ParamValues,
    /// Threads of a pool; none is in order on one thread.
    pub threads: Option<u32>,
    /// How the result is cut.
    pub chunk: ChunkSize,
}

/// Renders. All arguments are checked before the first file is opened.
pub fn render(asked: &Render) -> Result<(), Failure> {
    let job = Job::new(&asked.kernel, asked.params.clone())?;
    let encode = encoder(&asked.out)?;
    let source = match job.info.needs_source {
        false => Image::default(),
        true if asked.source == Path::new(NO_FILE) => {
            return Err(Failure::arguments(format!(
                "{} reads a picture: name its file in place of -.",
                job.info.label
            )));
        }
        true => read(&asked.source)?,
    };
    let lanes = Lanes::new(asked.threads)?;
    let mut out = blank(job.output_size(source.size()))?;
    lanes.run(&job, &source, out.band(), asked.chunk)?;
    let file = encode(&out).map_err(Failure::world)?;
    fs::write(&asked.out, file).map_err(|error| no_file(&asked.out, "written", &error))
}

fn encoder(out: &Path) -> Result<Encode, Failure> {
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let known = ENDINGS.iter().find(|(name, _)| *name == ending).map(|(_, encode)| *encode);
    known.ok_or_else(|| {
        let names = ENDINGS.map(|(name, _)| format!(".{name}")).join(", ");
        Failure::arguments(format!(
            "“{}” doesn't say in which format to save: let it end in one of {names}.",
            out.display()
        ))
    })
}

fn encode_jpeg(image: &Image) -> Result<Vec<u8>, EncodeError> {
    codec::encode_jpeg(image, codec::JPEG_QUALITY)
}

fn read(path: &Path) -> Result<Image, Failure> {
    let bytes = fs::read(path).map_err(|error| no_file(path, "read", &error))?;
    let decoded = codec::decode(&bytes, Limits::default());
    Ok(decoded.map_err(|error| Failure::world(format!("“{}”: {error}", path.display())))?.image)
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
