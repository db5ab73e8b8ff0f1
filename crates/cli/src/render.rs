//! `toasters render`: a file through a kernel into another file.

use std::path::{Path, PathBuf};

use codec::EncodeError;
use kernels::Image;
use model::{ChunkSize, ParamValues};

use crate::{
    Failure, files,
    job::{Job, Lanes, blank},
};

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
    let source = files::picture(&job, &asked.source)?.image;
    let lanes = Lanes::new(asked.threads)?;
    let mut out = blank(job.output_size(source.size()))?;
    lanes.run(&job, &source, out.band(), asked.chunk, None)?;
    files::write(&asked.out, encode(&out).map_err(Failure::world)?)
}

fn encoder(out: &Path) -> Result<Encode, Failure> {
    let ending = files::ending(out);
    let known = ENDINGS.iter().find(|(name, _)| *name == ending).map(|(_, encode)| *encode);
    known.ok_or_else(|| files::unknown_ending(out, &ENDINGS.map(|(name, _)| name)))
}

fn encode_jpeg(image: &Image) -> Result<Vec<u8>, EncodeError> {
    codec::encode_jpeg(image, codec::JPEG_QUALITY)
}
