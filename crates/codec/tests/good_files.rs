//! Files that must decode, and what they must decode to.

mod common;

use codec::Format;
use common::{distance, exif, file, open, picture, png_chunk, riff, u24, webp, with_exif, write};
use image::{DynamicImage, ImageFormat};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use kernels::Image;
use model::Size;

#[test]
fn formats_without_loss_give_back_every_byte() {
    for format in [Format::Png, Format::WebP, Format::Tiff] {
        let picture = picture(37, 23, true);
        let decoded = open(&file(format, &picture));
        assert_eq!((decoded.format, decoded.image), (format, picture));
    }
    let ours = picture(37, 23, true);
    for (format, file) in [(Format::Png, codec::encode_png(&ours)), (Format::WebP, codec::encode_webp(&ours))] {
        let decoded = open(&file.unwrap());
        assert_eq!((decoded.format, &decoded.image), (format, &ours));
    }
    let picture = picture(37, 23, false);
    assert_eq!(open(&file(Format::Bmp, &picture)).image, picture);
}

#[test]
fn a_gif_of_few_colours_gives_back_every_byte() {
    let mut few = picture(16, 9, false);
    few.pixels_mut().iter_mut().for_each(|sample| *sample = if *sample < 128 { 0 } else { 255 });
    let decoded = open(&file(Format::Gif, &few));
    assert_eq!((decoded.format, decoded.image), (Format::Gif, few));
}

#[test]
fn a_jpeg_is_close_to_what_was_encoded() {
    let picture = picture(120, 90, false);
    let decoded = open(&codec::encode_jpeg(&picture, 95).unwrap());
    assert_eq!(decoded.format, Format::Jpeg);
    assert!(distance(&decoded.image, &picture) < 12, "{}", distance(&decoded.image, &picture));
}

#[test]
fn one_pixel_is_a_picture_in_every_format() {
    for format in Format::ALL {
        assert_eq!(open(&file(format, &picture(1, 1, false))).image.size(), Size::new(1, 1), "{format}");
    }
}

#[test]
fn bytes_behind_the_picture_do_not_matter() {
    for format in Format::ALL {
        let whole = file(format, &picture(20, 10, false));
        let longer = [&whole[..], b"\0\0\0\x18ftypmp42", &whole[..whole.len() / 2]].concat();
        assert_eq!(open(&longer).image, open(&whole).image, "{format}");
    }
}

#[test]
fn other_kinds_of_pixels_become_rgba() {
    let rgba = DynamicImage::ImageRgba8(
        image::RgbaImage::from_raw(37, 23, picture(37, 23, true).into_pixels()).expect("four bytes a pixel"),
    );
    let kinds = [
        (DynamicImage::ImageLuma8(rgba.to_luma8()), ImageFormat::Png),
        (DynamicImage::ImageLumaA8(rgba.to_luma_alpha8()), ImageFormat::Png),
        (DynamicImage::ImageRgb8(rgba.to_rgb8()), ImageFormat::Png),
        (DynamicImage::ImageLuma16(rgba.to_luma16()), ImageFormat::Png),
        (DynamicImage::ImageLumaA16(rgba.to_luma_alpha16()), ImageFormat::Png),
        (DynamicImage::ImageRgb16(rgba.to_rgb16()), ImageFormat::Png),
        (DynamicImage::ImageRgba16(rgba.to_rgba16()), ImageFormat::Png),
        (DynamicImage::ImageRgb32F(rgba.to_rgb32f()), ImageFormat::Tiff),
        (DynamicImage::ImageRgba32F(rgba.to_rgba32f()), ImageFormat::Tiff),
        (DynamicImage::ImageLuma8(rgba.to_luma8()), ImageFormat::Jpeg),
    ];
    for (pixels, format) in kinds {
        let bytes = write(&pixels, format);
        // The crate's own conversion is the reference; our way does it in place.
        let expected = image::load_from_memory(&bytes).expect("it was just written").to_rgba8().into_raw();
        let expected = Image::new(Size::new(37, 23), expected).expect("four bytes a pixel");
        assert_eq!(open(&bytes).image, expected, "{:?} in {format:?}", pixels.color());
    }
}

/// Where a pixel of the upright picture lies in the stored one, for EXIF orientations 1 to 8 (CIPA DC-008, 4.6.4.1.6).
fn stored_at(orientation: u8, x: u32, y: u32, upright: Size) -> (u32, u32) {
    let (right, down) = (upright.width - 1 - x, upright.height - 1 - y);
    match orientation {
        1 => (x, y),
        2 => (right, y),
        3 => (right, down),
        4 => (x, down),
        5 => (y, x),
        6 => (y, right),
        7 => (down, right),
        8 => (down, x),
        _ => panic!("EXIF knows 1 to 8"),
    }
}

/// `upright` as a camera held in this orientation would have stored it.
fn stored(upright: &Image, orientation: u8) -> Image {
    let size = upright.size();
    let turned = if orientation > 4 { Size::new(size.height, size.width) } else { size };
    let mut stored = Image::blank(turned);
    for y in 0..size.height {
        for x in 0..size.width {
            let (to_x, to_y) = stored_at(orientation, x, y, size);
            let (from, to) = ((y * size.width + x) as usize * 4, (to_y * turned.width + to_x) as usize * 4);
            stored.pixels_mut()[to..to + 4].copy_from_slice(&upright.pixels()[from..from + 4]);
        }
    }
    stored
}

#[test]
fn a_jpeg_stands_upright_whatever_its_orientation() {
    let upright = picture(64, 40, false);
    for orientation in 1..=8 {
        let jpeg = codec::encode_jpeg(&stored(&upright, orientation), 95).unwrap();
        let decoded = open(&with_exif(&jpeg, orientation)).image;
        assert!(distance(&decoded, &upright) < 12, "orientation {orientation}: {}", distance(&decoded, &upright));
    }
}

#[test]
fn an_orientation_that_does_not_exist_is_ignored() {
    let jpeg = file(Format::Jpeg, &picture(64, 40, false));
    for orientation in [0, 9, 255] {
        assert_eq!(open(&with_exif(&jpeg, orientation)).image, open(&jpeg).image);
    }
}

#[test]
fn png_webp_and_tiff_stand_upright_too() {
    let upright = picture(12, 7, true);
    let turned = stored(&upright, 6);

    let png = file(Format::Png, &turned);
    // Signature and header take 33 bytes; EXIF may follow.
    let png = [&png[..33], &png_chunk(b"eXIf", &exif(6)), &png[33..]].concat();
    assert_eq!(open(&png).image, upright);

    let plain = file(Format::WebP, &turned);
    let (alpha_and_exif, size) = (0x18, [u24(turned.size().width - 1), u24(turned.size().height - 1)].concat());
    let header = [&[alpha_and_exif, 0, 0, 0], &size[..]].concat();
    let webp = webp(&[riff(b"VP8X", &header), plain[12..].to_vec(), riff(b"EXIF", &exif(6))]);
    assert_eq!(open(&webp).image, upright);

    assert_eq!(open(&tiff(&turned, 6)).image, upright);
}

/// An uncompressed TIFF of one strip: the `image` crate writes no orientation.
fn tiff(picture: &Image, orientation: u16) -> Vec<u8> {
    let (width, height) = (picture.size().width, picture.size().height);
    let bytes = width * height * 3;
    let long = |tag: u16, value: u32| (tag, 4_u16, value);
    let short = |tag: u16, value: u16| (tag, 3_u16, u32::from(value));
    let entries = [
        long(256, width),
        long(257, height),
        short(258, 8),
        short(259, 1),
        short(262, 2),
        long(273, 8),
        short(274, orientation),
        short(277, 4),
        long(278, height),
        long(279, bytes / 3 * 4),
        short(338, 2),
    ];
    let directory = 8 + picture.pixels().len() as u32;
    let mut file = [b"II*\0", &directory.to_le_bytes()[..], picture.pixels()].concat();
    file.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        file.extend([&tag.to_le_bytes()[..], &kind.to_le_bytes(), &1_u32.to_le_bytes(), &value.to_le_bytes()].concat());
    }
    file.extend([0; 4]);
    file
}

#[test]
fn of_an_animation_the_first_frame_is_taken() {
    let frames = [picture(16, 8, false), stored(&picture(8, 16, false), 6)];
    let few = |frame: &Image| frame.pixels().iter().map(|sample| if *sample < 128 { 0 } else { 255 }).collect();
    let frames = frames.map(|frame| Image::new(frame.size(), few(&frame)).expect("four bytes a pixel"));
    assert_ne!(frames[0], frames[1]);

    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    for frame in &frames {
        encoder.encode(frame.pixels(), 16, 8, image::ExtendedColorType::Rgba8).expect("a small frame");
    }
    drop(encoder);
    assert_eq!(open(&gif).image, frames[0]);

    let header = [&[0x02, 0, 0, 0], &u24(15)[..], &u24(7)].concat();
    let mut chunks = vec![riff(b"VP8X", &header), riff(b"ANIM", &[0; 6])];
    for frame in &frames {
        let place = [u24(0), u24(0), u24(15), u24(7), u24(100)].concat();
        let replace = 2;
        chunks.push(riff(b"ANMF", &[&place[..], &[replace], &file(Format::WebP, frame)[12..]].concat()));
    }
    assert_eq!(open(&webp(&chunks)).image, frames[0]);
}

#[test]
fn transparent_pixels_are_laid_on_white_in_a_jpeg() {
    let clear = Image::blank(Size::new(16, 16));
    let decoded = open(&codec::encode_jpeg(&clear, 95).unwrap()).image;
    assert!(decoded.pixels().iter().all(|sample| *sample >= 254));
}

#[test]
fn a_picture_without_pixels_is_not_encoded() {
    for size in [Size::new(0, 0), Size::new(5, 0), Size::new(0, 5)] {
        assert_eq!(codec::encode_png(&Image::blank(size)).unwrap_err().format, Format::Png);
        assert_eq!(codec::encode_jpeg(&Image::blank(size), 80).unwrap_err().format, Format::Jpeg);
    }
    assert!(codec::encode_jpeg(&Image::blank(Size::new(70_000, 1)), 80).is_err());
}

/// A JPEG that the encoder of the `image` crate can't write.
fn jpeg(picture: &Image, sampling: SamplingFactor, progressive: bool, optimised: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 95);
    encoder.set_sampling_factor(sampling);
    encoder.set_progressive(progressive);
    encoder.set_optimized_huffman_tables(optimised);
    let size = picture.size();
    encoder.encode(picture.pixels(), size.width as u16, size.height as u16, ColorType::Rgba).expect("it has pixels");
    file
}

#[test]
fn every_layout_of_a_jpeg_is_read_right_or_refused() {
    // This encoder makes its tables fit the picture by keeping each colour in a scan of its own.
    let picture = picture(83, 61, false);
    for sampling in [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_1_2, SamplingFactor::F_2_2] {
        for (progressive, optimised) in [(false, false), (false, true), (true, false), (true, true)] {
            let result = codec::decode(&jpeg(&picture, sampling, progressive, optimised), codec::Limits::default());
            let layout = format!("{sampling:?}, progressive: {progressive}, colours apart: {optimised}");
            let fewer_rows = matches!(sampling, SamplingFactor::F_1_2 | SamplingFactor::F_2_2);
            if !progressive && optimised && fewer_rows {
                assert_eq!(result.expect_err("misread by the decoder").code(), "unsupported", "{layout}");
            } else {
                let error = distance(&result.expect("a good file").image, &picture);
                assert!(error < 24, "{layout}: {error}");
            }
        }
    }
}

#[test]
fn cmyk_is_mixed_to_rgb() {
    // Ink of each kind from none to full, and what is left of white light.
    let inks = [
        ([0, 0, 0, 0], [255, 255, 255]),
        ([255, 0, 0, 0], [0, 255, 255]),
        ([0, 255, 0, 0], [255, 0, 255]),
        ([0, 0, 255, 0], [255, 255, 0]),
        ([0, 0, 0, 255], [0, 0, 0]),
        ([0, 0, 0, 128], [127, 127, 127]),
    ];
    for colors in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        for (ink, rgb) in inks {
            let mut file = Vec::new();
            Encoder::new(&mut file, 95).encode(&ink.repeat(256), 16, 16, colors).expect("it has pixels");
            let decoded = open(&file).image;
            let error = [0, 1, 2].map(|channel| decoded.pixels()[channel].abs_diff(rgb[channel])).into_iter().max();
            assert!(error <= Some(4), "{colors:?} {ink:?}: {:?}", &decoded.pixels()[..4]);
        }
    }
}
