//! The files that tests read: one of every format, and one for everything that can be wrong with a file.

use std::{fs, io, io::Cursor, path::Path};

use image::{DynamicImage, ExtendedColorType, ImageFormat, RgbaImage, codecs::gif::GifEncoder};
use kernels::Image;
use model::Size;

use super::drawing::{discs, photo};

/// One file of the test data.
pub struct TestFile {
    /// Its name.
    pub name: &'static str,
    /// What it is for: a sentence without its full stop.
    pub purpose: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Writes the test data and a README that says what each file is for into `dir`, which is made if need be.
///
/// # Errors
/// A file can't be written.
pub fn write_test_data(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let files = test_data();
    for file in &files {
        fs::write(dir.join(file.name), &file.bytes)?;
    }
    fs::write(dir.join("README.md"), readme(&files))
}

/// All files of the test data, in the order the README lists them.
pub fn test_data() -> Vec<TestFile> {
    let large = Size::new(1200, 900);
    let small = photo(Size::new(64, 48), 5);
    let rgba = dynamic(&small);
    let png = png(&small);
    let jpeg = jpeg(&photo(Size::new(320, 240), 3), 80);
    let file = |name, purpose, bytes| TestFile { name, purpose, bytes };
    vec![
        file("photo.jpg", "1200 × 900: like a photo, for runs and screens", self::jpeg(&photo(large, 1), 62)),
        file(
            "oriented.jpg",
            "shown 300 × 200, stored 200 × 300 with EXIF orientation 6: must stand upright",
            oriented(),
        ),
        file("alpha.png", "640 × 480: every transparency", self::png(&discs(Size::new(640, 480), 2))),
        file("small.webp", "64 × 48, without loss: the same pixels as small.tiff", written(&rgba, ImageFormat::WebP)),
        file("small.gif", "64 × 48, two frames: the first is the one to show", gif(&small)),
        file("small.bmp", "64 × 48, 24 bits", written(&rgba.to_rgb8().into(), ImageFormat::Bmp)),
        file("small.tiff", "64 × 48, not compressed", written(&rgba, ImageFormat::Tiff)),
        file("tiny.png", "1 × 1: the smallest picture", self::png(&photo(Size::new(1, 1), 1))),
        file("empty.jpg", "no bytes: refused as empty", Vec::new()),
        file(
            "not-an-image.jpg",
            "text with a picture's name: refused as not a picture",
            b"Kaya toast, two eggs, kopi.\n".into(),
        ),
        file("truncated.jpg", "the first half of a JPEG: refused as cut off", jpeg[..jpeg.len() / 2].into()),
        file("corrupt.png", "one bit of the compressed pixels is wrong: refused as damaged", corrupt(png)),
        file("bomb.png", "57 bytes that declare 60 000 × 60 000 pixels: refused before memory is taken", BOMB.concat()),
    ]
}

/// A PNG of a header, an empty stream of pixels and an end, with their checksums.
const BOMB: [&[u8]; 4] = [
    b"\x89PNG\r\n\x1a\n",
    b"\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0\x80\xd2\x75\x42",
    b"\0\0\0\0IDAT\x35\xaf\x06\x1e",
    b"\0\0\0\0IEND\xae\x42\x60\x82",
];

fn readme(files: &[TestFile]) -> String {
    let mut text = String::from(
        "# Test data\n\nMade by the project itself: `cargo xtask pictures` writes these files and this page, the same bytes \
         every time. Change\n`crates/xtask/src/pictures/files.rs`, not the files.\n\n| file | bytes | what it is for |\n| --- | ---: | --- |\n",
    );
    for TestFile { name, purpose, bytes } in files {
        text.push_str(&format!("| `{name}` | {} | {purpose} |\n", bytes.len()));
    }
    text
}

/// A JPEG as a phone held upright stores it: turned, with a note how to turn it back.
fn oriented() -> Vec<u8> {
    let turned = dynamic(&photo(Size::new(300, 200), 4)).rotate270();
    let size = Size::new(turned.width(), turned.height());
    let jpeg = jpeg(&Image::new(size, turned.into_bytes()).expect("four bytes a pixel"), 80);
    // An application segment: its length, then EXIF, which is a TIFF header (big end first, directory at 8) and a directory of
    // one entry: orientation (0x0112), a short (3), one of them, 6; no directory follows.
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [&jpeg[..2], exif, &jpeg[2..]].concat()
}

/// The picture, then the picture upside down.
fn gif(picture: &Image) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    let Size { width, height } = picture.size();
    for frame in [dynamic(picture), dynamic(picture).rotate180()] {
        encoder.encode(frame.as_bytes(), width, height, ExtendedColorType::Rgba8).expect("a small frame");
    }
    drop(encoder);
    bytes
}

fn corrupt(mut png: Vec<u8>) -> Vec<u8> {
    let middle = png.len() / 2;
    png[middle] ^= 1;
    png
}

fn dynamic(picture: &Image) -> DynamicImage {
    let Size { width, height } = picture.size();
    RgbaImage::from_raw(width, height, picture.pixels().to_vec()).expect("four bytes a pixel").into()
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("the format takes these pixels");
    bytes.into_inner()
}

fn jpeg(picture: &Image, quality: u8) -> Vec<u8> {
    codec::encode_jpeg(picture, quality).expect("it has pixels")
}

fn png(picture: &Image) -> Vec<u8> {
    codec::encode_png(picture).expect("it has pixels")
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use codec::{Limits, decode};

    /// Drawn once: it takes seconds in a build that is not optimised.
    static FILES: LazyLock<Vec<TestFile>> = LazyLock::new(test_data);

    fn bytes(name: &str) -> &'static [u8] {
        &FILES.iter().find(|file| file.name == name).expect("one of the files").bytes
    }

    #[test]
    fn the_committed_files_are_what_the_code_makes() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data");
        for file in &*FILES {
            let committed = fs::read(dir.join(file.name)).unwrap_or_default();
            assert!(
                committed == file.bytes,
                "{} differs: run `cargo xtask pictures` and look at what changed",
                file.name
            );
        }
        assert_eq!(fs::read_to_string(dir.join("README.md")).unwrap(), readme(&FILES));
        assert!(FILES.iter().map(|file| file.bytes.len()).sum::<usize>() < 700_000);
    }

    #[test]
    fn bad_files_are_refused_for_what_is_wrong_with_them() {
        let faults = ["empty.jpg", "not-an-image.jpg", "truncated.jpg", "corrupt.png", "bomb.png"]
            .map(|name| decode(bytes(name), Limits::default()).expect_err("a bad file").code());
        assert_eq!(faults, ["empty", "not-an-image", "truncated", "corrupt", "too-large"]);
    }

    #[test]
    fn good_files_show_what_was_drawn() {
        let open = |name| decode(bytes(name), Limits::default()).expect("a good file").image;
        let small = photo(Size::new(64, 48), 5);
        for name in ["small.webp", "small.bmp", "small.tiff"] {
            assert_eq!(open(name), small, "{name}");
        }
        assert_eq!(open("alpha.png"), discs(Size::new(640, 480), 2));
        assert_eq!(open("tiny.png").size(), Size::new(1, 1));
        for (name, drawn) in [
            ("small.gif", small),
            ("photo.jpg", photo(Size::new(1200, 900), 1)),
            ("oriented.jpg", photo(Size::new(300, 200), 4)),
        ] {
            let error = mean_error(&open(name), &drawn);
            assert!(error < 8.0, "{name}: {error}");
            // A mirrored or turned picture would be far off.
            let turned =
                Image::new(drawn.size(), dynamic(&drawn).rotate180().into_bytes()).expect("four bytes a pixel");
            assert!(mean_error(&open(name), &turned) > 20.0, "{name}");
        }
    }

    #[test]
    fn the_gif_has_two_frames() {
        use image::AnimationDecoder;
        let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes("small.gif"))).unwrap();
        assert_eq!(decoder.into_frames().collect_frames().unwrap().len(), 2);
    }

    fn mean_error(a: &Image, b: &Image) -> f64 {
        assert_eq!(a.size(), b.size());
        let sum: u64 = a.pixels().iter().zip(b.pixels()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        sum as f64 / a.pixels().len() as f64
    }
}
