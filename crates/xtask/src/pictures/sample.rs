//! The sample picture as a file.
//!
//! The first visit loads it, so it is small: colour at half the resolution, Huffman tables made for the picture, and
//! quantisation tables tuned for what is seen. The encoder of the `image` crate has none of these: at its
//! quality 50 the picture takes 319 KB.

use std::{fs, io, path::Path};

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, QuantizationTableType, SamplingFactor};
use model::Size;

use super::breakfast;

/// Six megapixels, a small photo of today.
const SIZE: Size = Size::new(3000, 2000);
/// Out of 100; the highest that keeps the file within 190 KB: 39.4 dB from what was drawn, 43.2 dB at half the size.
const QUALITY: u8 = 51;
/// The fewest that a progressive file has here; more cost bytes. In a sequential file this encoder would keep each colour apart, which
/// our decoder misreads (see `codec`).
const SCANS: u8 = 2;

/// Draws the sample and writes it to `path`. Takes a minute or two.
///
/// # Errors
/// The file can't be written.
pub fn write_sample(path: &Path) -> io::Result<()> {
    let picture = breakfast::sample(SIZE);
    let tables = QuantizationTableType::CustomMsSsim;
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, QUALITY);
    encoder.set_quantization_tables(tables.clone(), tables);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_progressive_scans(SCANS);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (SIZE.width as u16, SIZE.height as u16);
    encoder.encode(picture.pixels(), width, height, ColorType::Rgba).map_err(io::Error::other)?;
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    fs::write(path, file)
}
