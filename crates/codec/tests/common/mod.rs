//! Small valid files of every format, and the parts that the `image` crate can't write, made by hand.

// Each test file is a program of its own and uses some of it.
#![allow(dead_code)]

use std::io::Cursor;

use codec::{Decoded, Format, Limits, decode};
use image::{DynamicImage, ImageFormat, RgbaImage};
use kernels::Image;
use model::Size;

/// A picture without any symmetry; `alpha` makes it see-through towards the right.
pub fn picture(width: u32, height: u32, alpha: bool) -> Image {
    let pixels = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let share = |part: u32, whole: u32| (part * 255 / whole.max(1)) as u8;
            [
                share(x, width),
                share(y, height),
                share(x * y, width * height),
                if alpha { 255 - share(x, width) } else { 255 },
            ]
        })
        .collect();
    Image::new(Size::new(width, height), pixels).expect("four bytes a pixel")
}

/// The picture as a file of this format.
pub fn file(format: Format, picture: &Image) -> Vec<u8> {
    let rgba = RgbaImage::from_raw(picture.size().width, picture.size().height, picture.pixels().to_vec());
    let rgba = DynamicImage::ImageRgba8(rgba.expect("four bytes a pixel"));
    match format {
        Format::Jpeg => codec::encode_jpeg(picture, 90).expect("it has pixels"),
        Format::Png => codec::encode_png(picture).expect("it has pixels"),
        Format::WebP => write(&rgba, ImageFormat::WebP),
        Format::Gif => write(&rgba, ImageFormat::Gif),
        Format::Bmp => write(&DynamicImage::ImageRgb8(rgba.to_rgb8()), ImageFormat::Bmp),
        Format::Tiff => write(&rgba, ImageFormat::Tiff),
    }
}

/// Any picture of the `image` crate as a file.
pub fn write(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("the format takes these pixels");
    file.into_inner()
}

/// Decodes with the default limit.
pub fn open(bytes: &[u8]) -> Decoded {
    decode(bytes, Limits::default()).expect("the file is fine")
}

/// Largest difference of two samples, in levels.
pub fn distance(a: &Image, b: &Image) -> u8 {
    assert_eq!(a.size(), b.size());
    a.pixels().iter().zip(b.pixels()).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// An EXIF block (a TIFF header and one directory) that has only the orientation, 1 to 8.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x01".to_vec();
    block.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    block
}

/// A JPEG with an EXIF segment put behind its start marker.
pub fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let block = [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    let length = u16::try_from(block.len() + 2).expect("a small block").to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, &block, &jpeg[2..]].concat()
}

/// One RIFF chunk of a WebP file, padded to an even length.
pub fn riff(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a small chunk").to_le_bytes();
    [name, &length[..], data, &[0][..data.len() % 2]].concat()
}

/// A WebP file of these chunks.
pub fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    riff(b"RIFF", &[b"WEBP".to_vec(), chunks.concat()].concat())
}

/// 24 bits, least significant byte first.
pub fn u24(value: u32) -> [u8; 3] {
    let [a, b, c, _] = value.to_le_bytes();
    [a, b, c]
}

/// A PNG chunk with its checksum.
pub fn png_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [name, data].concat();
    let length = u32::try_from(data.len()).expect("a small chunk").to_be_bytes();
    [&length[..], &body, &crc32(&body).to_be_bytes()].concat()
}

/// The checksum of PNG chunks (PNG specification, annex D), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}
