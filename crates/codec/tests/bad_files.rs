//! Files that must be refused, with the right fault; and any bytes at all, which must never panic.

mod common;

use codec::{DecodeError, Format, Limits, decode};
use common::{exif, file, open, picture, png_chunk, riff, u24, webp};
use proptest::prelude::*;

fn fault(bytes: &[u8]) -> DecodeError {
    decode(bytes, Limits::default()).expect_err("the file is not fine")
}

/// A change to a small valid file: of its header only, so it has almost no data.
fn patched(format: Format, at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = file(format, &picture(8, 8, false));
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

/// A small file of each format that declares this size.
fn declaring(format: Format, side: u16) -> Vec<u8> {
    let (be, le) = (side.to_be_bytes(), side.to_le_bytes());
    match format {
        Format::Jpeg => {
            let file = file(format, &picture(8, 8, false));
            let frame = file.windows(2).position(|pair| pair == b"\xff\xc0").expect("a baseline frame header");
            patched(format, frame + 5, &[be, be].concat())
        }
        Format::Png => {
            let side = u32::from(side).to_be_bytes();
            let header = [&side[..], &side, &[8, 6, 0, 0, 0]].concat();
            [
                b"\x89PNG\r\n\x1a\n".to_vec(),
                png_chunk(b"IHDR", &header),
                png_chunk(b"IDAT", &[0x78, 0x9c]),
                png_chunk(b"IEND", &[]),
            ]
            .concat()
        }
        Format::WebP => {
            let size = u24(u32::from(side).saturating_sub(1));
            webp(&[
                riff(b"VP8X", &[&[0; 4], &size[..], &size].concat()),
                file(format, &picture(8, 8, false))[12..].to_vec(),
            ])
        }
        Format::Gif => patched(format, 6, &[le, le].concat()),
        Format::Bmp => patched(format, 18, &[u32::from(side).to_le_bytes(), u32::from(side).to_le_bytes()].concat()),
        Format::Tiff => {
            let mut file = file(format, &picture(8, 8, false));
            let directory = u32::from_le_bytes([file[4], file[5], file[6], file[7]]) as usize;
            for entry in file[directory + 2..].chunks_exact_mut(12) {
                // Width, height and rows per strip.
                if let [0, 1, ..] | [1, 1, ..] | [0x16, 1, ..] = entry {
                    entry[2..].copy_from_slice(&[&[4, 0, 1, 0, 0, 0], &u32::from(side).to_le_bytes()[..]].concat());
                }
            }
            file
        }
    }
}

#[test]
fn a_picture_that_declares_too_much_is_refused_by_its_header() {
    for format in Format::ALL {
        let bytes = declaring(format, 60_000);
        assert!(bytes.len() < 2_000);
        let expected = DecodeError::TooLarge { width: 60_000, height: 60_000, max_pixels: 120_000_000 };
        assert_eq!(fault(&bytes), expected, "{format}");
    }
}

#[test]
fn the_limit_is_the_largest_size_allowed() {
    for format in Format::ALL {
        let bytes = file(format, &picture(10, 10, false));
        assert!(decode(&bytes, Limits { max_pixels: 100 }).is_ok(), "{format}");
        let refused = decode(&bytes, Limits { max_pixels: 99 }).expect_err("one pixel too many");
        assert_eq!(refused, DecodeError::TooLarge { width: 10, height: 10, max_pixels: 99 }, "{format}");
    }
}

#[test]
fn a_picture_that_declares_no_pixels_is_refused() {
    for format in Format::ALL.into_iter().filter(|format| *format != Format::WebP) {
        // Some decoders call it damage, others a kind they don't know.
        let code = fault(&declaring(format, 0)).code();
        assert!(["corrupt", "unsupported"].contains(&code), "{format}: {code}");
    }
}

#[test]
fn texts_are_fit_to_show() {
    let too_large = DecodeError::TooLarge { width: 60_000, height: 1_234_567, max_pixels: 120_000_000 };
    assert_eq!(
        too_large.to_string(),
        "The picture declares 60\u{a0}000 × 1\u{a0}234\u{a0}567 pixels; the limit is 120 megapixels."
    );
    let small = DecodeError::TooLarge { width: 999, height: 1_000, max_pixels: 500_000 };
    assert_eq!(small.to_string(), "The picture declares 999 × 1\u{a0}000 pixels; the limit is 0.5 megapixels.");
    let corrupt = fault(&patched(Format::Png, 40, &[0xff; 8]));
    assert!(corrupt.to_string().starts_with("The PNG picture is damaged and can't be read."), "{corrupt}");
    assert!(corrupt.to_string().ends_with('.') && !corrupt.to_string().ends_with(".."), "{corrupt}");
}

#[test]
fn what_is_no_picture_is_told_apart() {
    assert_eq!(fault(b""), DecodeError::Empty);
    for bytes in
        [&b"a"[..], b"Dear reader, this is a letter.", b"%PDF-1.7", b"\0\0\0\x18ftypmp42\0\0\0\0", &exif(1)[..3]]
    {
        assert_eq!(fault(bytes), DecodeError::NotAnImage, "{bytes:?}");
    }
}

#[test]
fn pictures_of_other_kinds_are_left_to_the_browser() {
    let kinds: [(&[u8], &str); 6] = [
        (b"\0\0\0\x1cftypavif\0\0\0\0", "This is an AVIF picture,"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "This is a HEIC picture,"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "This is an AVIF or HEIC picture,"),
        (b"\xff\x0a\0\0", "This is a JPEG XL picture,"),
        (b"qoif\0\0\0\x01", "This is a picture of the kind “qoi”,"),
        (b"\0\0\x01\0\x01\0", "This is a picture of the kind “ico”,"),
    ];
    for (bytes, text) in kinds {
        let error = fault(bytes);
        assert_eq!(error.code(), "unsupported");
        assert!(error.to_string().starts_with(text), "{error}");
    }
}

#[test]
fn half_a_file_is_cut_off() {
    for format in Format::ALL {
        let whole = file(format, &picture(64, 64, true));
        // A TIFF of the `image` crate has its directory at the end, behind the pixels, so any cut is fatal.
        for part in [1, 2, 3] {
            assert_eq!(fault(&whole[..whole.len() * part / 4]), DecodeError::Truncated, "{format}, {part} of 4 parts");
        }
    }
}

#[test]
fn a_jpeg_that_lost_its_last_byte_is_cut_off() {
    let whole = file(Format::Jpeg, &picture(64, 64, false));
    for lost in [1, 2, 3, 20] {
        assert_eq!(fault(&whole[..whole.len() - lost]), DecodeError::Truncated, "{lost} bytes lost");
    }
}

#[test]
fn every_shorter_file_is_refused_or_whole() {
    for format in Format::ALL {
        let whole = file(format, &picture(16, 12, false));
        for end in 1..whole.len() {
            // Only marks behind the pixels may be missing: never a pixel.
            if let Ok(decoded) = decode(&whole[..end], Limits::default()) {
                assert_eq!(decoded.image, open(&whole).image, "{format}, {end} of {} bytes", whole.len());
            }
        }
    }
}

fn any_format() -> impl Strategy<Value = Format> {
    proptest::sample::select(&Format::ALL[..])
}

/// Small enough that a lucky header can't make the tests slow.
const SMALL: Limits = Limits { max_pixels: 1 << 20 };

/// Decodes, and checks what is promised of any result.
fn never_panics(bytes: &[u8]) {
    match decode(bytes, SMALL) {
        Ok(decoded) => assert!((1..=SMALL.max_pixels).contains(&decoded.image.size().pixels())),
        Err(error) => assert!(error.to_string().ends_with('.') && error.to_string().len() < 400, "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_at_all(format in any_format(), start in 0..20_usize, noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        never_panics(&noise);
        never_panics(&[&file(format, &picture(4, 4, true))[..start], &noise].concat());
    }

    #[test]
    fn damaged_files(
        format in any_format(),
        width in 1..40_u32,
        height in 1..40_u32,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = file(format, &picture(width, height, true));
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        never_panics(&bytes);
    }

    #[test]
    fn damaged_headers(format in any_format(), damage in proptest::collection::vec((0..120_usize, any::<u8>()), 1..6)) {
        let mut bytes = file(format, &picture(9, 5, true));
        for (at, value) in damage {
            let at = at.min(bytes.len() - 1);
            bytes[at] = value;
        }
        never_panics(&bytes);
    }
}

#[test]
fn a_picture_that_is_left_to_the_browser_is_still_refused_by_its_declared_size() {
    let avif = |side: u32| {
        let mut bytes = b"\0\0\0\x14ftypavif\0\0\0\0avif".to_vec();
        for side in [16, side] {
            bytes.extend_from_slice(b"\0\0\0\x14ispe\0\0\0\0");
            bytes.extend(side.to_be_bytes().repeat(2));
        }
        bytes
    };
    assert!(matches!(fault(&avif(60_000)), DecodeError::TooLarge { width: 60_000, height: 60_000, .. }));
    assert!(matches!(fault(&avif(600)), DecodeError::Unsupported { .. }));
}
