//! The sample picture as a file: what the kernel `breakfast` draws.
//!
//! The first visit loads it, so it is small: colour at half the resolution, Huffman tables made for the picture, and
//! quantisation tables tuned for what is seen. The encoder of the `image` crate has none of these: at its
//! quality 50 the picture takes 319 KB.

use std::{fs, io, path::Path};

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, QuantizationTableType, SamplingFactor};
use kernels::{Image, catalog};
use model::{KernelSettings, ParamValue, Size};

/// Six megapixels, a small photo of today.
const SIZE: Size = Size::new(3000, 2000);
/// Out of 100; the highest that keeps the file within 190 KB: 39.4 dB from what was drawn, 43.2 dB at half the size.
const QUALITY: u8 = 51;
/// The fewest that a progressive file has here; more cost bytes. In a sequential file this encoder would keep each colour apart, which
/// our decoder misreads (see `codec`).
const SCANS: u8 = 2;

/// Draws the sample and writes it to `path`. Takes half a minute.
///
/// # Errors
/// The file can't be written.
pub fn write_sample(path: &Path) -> io::Result<()> {
    let picture = drawn(SIZE);
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

/// The kernel's picture of this size, with as many rays as it has for smooth edges.
fn drawn(size: Size) -> Image {
    let number = |name: &str, value: u32| (name.into(), ParamValue::Number(f64::from(value)));
    let params = [number("width", size.width), number("height", size.height), number("antialiasing", 4)];
    let settings = KernelSettings { name: "breakfast".into(), params: params.into_iter().collect() };
    catalog::render(&*catalog::kernel(&settings).expect("within their ranges"), &Image::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_sample_shows_this_breakfast() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/public/sample.jpg");
        let file = fs::read(path).unwrap();
        assert!(file.len() <= 190_000, "{} bytes", file.len());
        let large = codec::decode(&file, codec::Limits::default()).unwrap().image;
        assert_eq!(large.size(), SIZE);

        let small = drawn(Size::new(75, 50));
        let mut error = 0;
        for (i, pixel) in small.pixels().chunks_exact(4).enumerate() {
            // The mean of 40 × 40 pixels stands for one.
            let (x, y) = (i % 75 * 40, i / 75 * 40);
            let row = |y: usize| large.pixels()[(y * 3000 + x) * 4..].chunks_exact(4).take(40);
            for (channel, expected) in pixel.iter().enumerate().take(3) {
                let sum: u32 = (y..y + 40).flat_map(row).map(|pixel| u32::from(pixel[channel])).sum();
                error += (sum / 1600).abs_diff(u32::from(*expected));
            }
        }
        let mean = f64::from(error) / (75.0 * 50.0 * 3.0);
        assert!(mean < 5.0, "the sample is off by {mean} levels: run `cargo xtask pictures`");
    }
}
