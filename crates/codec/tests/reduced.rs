//! Pictures for a batch: decoded in full, at a scale, and made small; held to the decoder of `image` and to the kernel.

mod common;

use codec::{
    DecodeError, Grey, Limits, Pixels, Reduced, Scale, decode, decode_reduced, encode_grey_jpeg, thumbnail, xray,
    xray_jpeg,
};
use common::{distance, file, open, picture, with_exif};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use kernels::Image;
use model::Size;
use proptest::prelude::*;

/// How a JPEG is written.
#[derive(Clone, Copy, Debug)]
struct Style {
    quality: u8,
    /// None for grey.
    sampling: Option<SamplingFactor>,
    optimised: bool,
    restart: u16,
}

const SAMPLINGS: [SamplingFactor; 4] =
    [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_1_2, SamplingFactor::F_2_2];

/// A picture with edges, gradients and noise, no two rows alike.
fn busy(width: u32, height: u32) -> Image {
    let mut picture = picture(width, height, false);
    let mut seed = 7_u32;
    for (i, sample) in picture.pixels_mut().iter_mut().enumerate().filter(|(i, _)| i % 4 < 3) {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let stripe = if (i / 4 / 13) % 3 == 0 { 90 } else { 0 };
        *sample = sample.wrapping_add(stripe).saturating_sub((seed >> 27) as u8);
    }
    picture
}

fn jpeg(picture: &Image, style: Style) -> Vec<u8> {
    let mut bytes = vec![];
    let mut encoder = Encoder::new(&mut bytes, style.quality);
    // With tables of its own the encoder forgets what restarts add, and keeps each colour in a scan of its own.
    encoder.set_optimized_huffman_tables(style.optimised && style.restart == 0 && style.sampling.is_none());
    if style.restart > 0 {
        encoder.set_restart_interval(style.restart);
    }
    let [width, height] = [picture.size().width, picture.size().height].map(|side| side as u16);
    match style.sampling {
        None => {
            let levels: Vec<u8> = picture.pixels().iter().skip(1).step_by(4).copied().collect();
            encoder.encode(&levels, width, height, ColorType::Luma).expect("it has pixels");
        }
        Some(sampling) => {
            encoder.set_sampling_factor(sampling);
            encoder.encode(picture.pixels(), width, height, ColorType::Rgba).expect("it has pixels");
        }
    }
    bytes
}

fn reduced(bytes: &[u8], at_least: Option<Size>) -> Reduced {
    decode_reduced(bytes, Limits::default(), at_least).expect("the file is fine")
}

/// The largest difference of samples, but for those so near to the right or lower edge.
fn far(a: &Image, b: &Image, margin: usize) -> u8 {
    assert_eq!(a.size(), b.size());
    let (width, height) = (a.size().width as usize, a.size().height as usize);
    let places =
        (0..height.saturating_sub(margin)).flat_map(|y| (0..width.saturating_sub(margin)).map(move |x| y * width + x));
    places.flat_map(|i| i * 4..i * 4 + 4).map(|i| a.pixels()[i].abs_diff(b.pixels()[i])).max().unwrap_or(0)
}

fn any_style() -> impl Strategy<Value = Style> {
    let sampling = proptest::option::of(proptest::sample::select(SAMPLINGS.to_vec()));
    let restart = prop_oneof![Just(0_u16), 1..9_u16];
    (1..=100_u8, sampling, any::<bool>(), restart).prop_map(|(quality, sampling, optimised, restart)| Style {
        quality,
        sampling,
        optimised,
        restart,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn in_full_it_is_what_the_other_decoder_makes(width in 1..90_u32, height in 1..90_u32, style in any_style()) {
        let bytes = jpeg(&busy(width, height), style);
        let made = reduced(&bytes, None);
        prop_assert_eq!((made.scale, made.full), (Scale::Full, Size::new(width, height)));
        prop_assert_eq!(matches!(made.pixels, Pixels::Grey(_)), style.sampling.is_none());
        let far = |margin| far(&made.pixels.clone().into_image(), &open(&bytes).image, margin);
        match style.sampling {
            None => prop_assert!(far(0) <= 1, "{} levels", far(0)),
            Some(SamplingFactor::F_1_1) => prop_assert!(far(0) <= 3, "{} levels", far(0)),
            // At these edges the other decoder mixes chroma from beyond the picture; this one does as most do.
            Some(_) => prop_assert!(far(16) <= 4, "{} levels", far(16)),
        }
    }

    #[test]
    fn small_is_what_the_kernel_makes_of_the_decoded(
        width in 1..300_u32,
        height in 1..300_u32,
        style in any_style(),
        orientation in 1..=8_u8,
        exact in any::<bool>(),
    ) {
        let bytes = with_exif(&jpeg(&busy(width, height), style), orientation);
        let size = Size::new(20, 13);
        let small = thumbnail(&bytes, Limits::default(), size, exact, || ()).unwrap().pixels;
        let decoded = reduced(&bytes, (!exact).then_some(Size::new(40, 26)));
        prop_assert_eq!(matches!(small, Pixels::Grey(_)), style.sampling.is_none());
        prop_assert_eq!(small.into_image(), kernels::resize(&decoded.pixels.into_image(), size).unwrap());
    }

    #[test]
    fn damaged_files_never_panic_and_faults_are_those_of_decode(
        style in any_style(),
        width in 1..60_u32,
        height in 1..60_u32,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        in_header in any::<bool>(),
        end in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = jpeg(&busy(width, height), style);
        for (at, value) in damage {
            let at = at.index(if in_header { bytes.len().min(640) } else { bytes.len() });
            bytes[at] = value;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        // Enough for every picture here, and little enough for the damage to ask for too much.
        let limits = Limits { max_pixels: 1 << 20 };
        for at_least in [None, Some(Size::new(9, 9))] {
            match decode_reduced(&bytes, limits, at_least) {
                Ok(made) => prop_assert!(made.full.pixels() <= limits.max_pixels && made.pixels.size().pixels() > 0),
                Err(error) => prop_assert_eq!(decode(&bytes, limits), Err(error)),
            }
            let _ = thumbnail(&bytes, limits, Size::new(8, 8), at_least.is_none(), || ());
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_cut_off() {
    for sampling in [None, Some(SamplingFactor::F_2_2)] {
        let bytes = jpeg(&busy(40, 30), Style { quality: 80, sampling, optimised: false, restart: 0 });
        for end in 3..bytes.len() {
            let fault = decode_reduced(&bytes[..end], Limits::default(), None).expect_err("bytes are missing");
            assert_eq!(fault, DecodeError::Truncated, "{end} of {} bytes", bytes.len());
        }
    }
}

#[test]
fn a_small_file_that_declares_a_large_picture_is_not_believed() {
    let style = Style { quality: 80, sampling: None, optimised: false, restart: 0 };
    let mut bytes = jpeg(&busy(16, 16), style);
    let frame = bytes.windows(2).position(|pair| pair == b"\xff\xc0").expect("a frame");
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    let refused = decode_reduced(&bytes, Limits::default(), None).expect_err("4295 megapixels");
    assert_eq!(refused, DecodeError::TooLarge { width: 65_535, height: 65_535, max_pixels: 120_000_000 });
    bytes[frame + 5..frame + 9].copy_from_slice(&[0, 200, 0, 200]);
    // What is missing is for the other decoder to judge.
    let as_decode = decode(&bytes, Limits::default()).map(|decoded| decoded.image);
    assert_eq!(decode_reduced(&bytes, Limits::default(), None).map(|made| made.pixels.into_image()), as_decode);
}

/// Means of blocks of `side` × `side` pixels, those at the edges of what is there.
fn means(image: &Image, side: usize) -> Vec<f64> {
    let (width, height) = (image.size().width as usize, image.size().height as usize);
    let mut means = vec![];
    for (top, left) in (0..height).step_by(side).flat_map(|top| (0..width).step_by(side).map(move |left| (top, left))) {
        let block = || (top..height.min(top + side)).flat_map(|y| (left..width.min(left + side)).map(move |x| (y, x)));
        for channel in 0..3 {
            let sum: f64 = block().map(|(y, x)| f64::from(image.pixels()[(y * width + x) * 4 + channel])).sum();
            means.push(sum / block().count() as f64);
        }
    }
    means
}

/// The largest and the mean difference of a picture decoded at each scale from the means of the whole one's pixels.
fn scaled_differences(bytes: &[u8]) -> Vec<(Scale, f64, f64)> {
    let whole = reduced(bytes, None);
    let (full, whole) = (whole.full, whole.pixels.into_image());
    let of = |scale: Scale| {
        let made = reduced(bytes, Some(scale.of(full)));
        assert_eq!((made.scale, made.pixels.size(), made.full), (scale, scale.of(full), full));
        let made = made.pixels.into_image();
        let expected = means(&whole, 8 / scale.eighths() as usize);
        let levels = made.pixels().as_chunks::<4>().0.iter().flat_map(|pixel| &pixel[..3]);
        let differences: Vec<f64> =
            levels.zip(&expected).map(|(&level, mean)| (f64::from(level) - mean).abs()).collect();
        assert_eq!(differences.len(), expected.len());
        let worst = differences.iter().copied().fold(0.0, f64::max);
        (scale, worst, differences.iter().sum::<f64>() / differences.len() as f64)
    };
    Scale::ALL.map(of).to_vec()
}

#[test]
fn a_smooth_picture_at_a_scale_is_the_mean_of_its_pixels() {
    for sampling in [None].into_iter().chain(SAMPLINGS.map(Some)) {
        let bytes = jpeg(&picture(256, 192, false), Style { quality: 95, sampling, optimised: true, restart: 5 });
        for (scale, worst, mean) in scaled_differences(&bytes) {
            assert!(worst <= 6.0 && mean <= 0.8, "{sampling:?} {scale:?}: {worst} at most, {mean} in the mean");
        }
    }
}

#[test]
fn an_xray_at_a_scale_is_near_the_mean_of_its_pixels() {
    for (scale, worst, mean) in scaled_differences(&xray_jpeg(3, 5).unwrap()) {
        // Where means are of more pixels, less of the grain is left to differ.
        let [most, most_mean] = match scale {
            Scale::Eighth => [6.0, 0.4],
            Scale::Quarter => [9.0, 0.9],
            Scale::Half => [30.0, 2.0],
            Scale::Full => [0.0, 0.0],
        };
        assert!(worst <= most && mean <= most_mean, "{scale:?}: {worst} at most, {mean} in the mean");
    }
}

#[test]
fn the_scale_is_the_smallest_that_is_large_enough() {
    let full = Size::new(1379, 1400);
    let scale = |width, height| Scale::at_least(full, Size::new(width, height));
    assert_eq!(scale(1, 1), Scale::Eighth);
    assert_eq!(scale(173, 175), Scale::Eighth);
    assert_eq!(scale(174, 100), Scale::Quarter);
    assert_eq!(scale(100, 176), Scale::Quarter);
    assert_eq!(scale(128, 500), Scale::Half);
    assert_eq!(scale(691, 20), Scale::Full);
    assert_eq!(scale(5000, 5000), Scale::Full);
}

#[test]
fn turned_pictures_come_upright_and_choose_their_scale_so() {
    let upright = jpeg(&busy(160, 96), Style { quality: 90, sampling: None, optimised: false, restart: 0 });
    for orientation in 1..=8 {
        let bytes = with_exif(&upright, orientation);
        let turned = if orientation > 4 { Size::new(96, 160) } else { Size::new(160, 96) };
        let made = reduced(&bytes, None);
        assert_eq!((made.full, made.pixels.size()), (turned, turned));
        assert!(distance(&made.pixels.into_image(), &open(&bytes).image) <= 2, "{orientation}");
        let small = reduced(&bytes, Some(Size::new(turned.width / 4, turned.height / 8)));
        assert_eq!((small.scale, small.pixels.size()), (Scale::Quarter, Scale::Quarter.of(turned)));
    }
}

#[test]
fn other_kinds_are_decoded_in_full_by_the_other_decoder() {
    let source = busy(50, 40);
    let mut progressive = vec![];
    let mut encoder = Encoder::new(&mut progressive, 90);
    encoder.set_progressive(true);
    encoder.encode(source.pixels(), 50, 40, ColorType::Rgba).unwrap();
    let cmyk = {
        let mut bytes = vec![];
        Encoder::new(&mut bytes, 90).encode(source.pixels(), 50, 40, ColorType::Cmyk).unwrap();
        bytes
    };
    for bytes in [progressive, cmyk, file(codec::Format::Png, &source), file(codec::Format::Gif, &source)] {
        let made = reduced(&bytes, Some(Size::new(5, 5)));
        assert_eq!((made.scale, made.pixels), (Scale::Full, Pixels::Colour(open(&bytes).image)));
    }
    let luma = image::DynamicImage::ImageLuma8(image::GrayImage::from_raw(9, 2, (0..18).collect()).unwrap());
    let made = reduced(&common::write(&luma, image::ImageFormat::Png), None);
    assert_eq!(made.pixels, Pixels::Grey(Grey::new(Size::new(9, 2), (0..18).collect()).unwrap()));
}

#[test]
fn photos_are_read_as_by_the_other_decoder() {
    for name in ["photo.jpg", "oriented.jpg"] {
        let path = format!("{}/../../tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("the file is there");
        let made = reduced(&bytes, None);
        let far = distance(&made.pixels.into_image(), &open(&bytes).image);
        assert!(far <= 4, "{name}: {far} levels");
        assert!(reduced(&bytes, Some(Size::new(16, 16))).scale < Scale::Full, "{name}");
    }
}

#[test]
fn xrays_are_the_same_for_the_same_seed_and_number_alone() {
    let first = xray(1, 0);
    assert_eq!(xray(1, 0), first);
    // What every build makes, natively and in a browser.
    assert_eq!(kernels::fingerprint(first.levels()), 9_486_949_369_345_076_989);
    for (seed, number) in [(1, 1), (2, 0)] {
        assert_ne!(xray(seed, number).size(), first.size());
    }
}

#[test]
fn xrays_have_the_sizes_of_radiographs_and_their_files() {
    let files: Vec<(Size, usize)> = (0..24)
        .map(|number| {
            let picture = xray(9, number);
            let file = encode_grey_jpeg(&picture, codec::JPEG_QUALITY).unwrap();
            let levels = picture.levels();
            let [dark, bright] = [40, 170].map(|limit| levels.iter().filter(|&&level| level > limit).count());
            let share = |count: usize| count as f64 / levels.len() as f64;
            assert!(share(dark) > 0.6 && share(bright) > 0.15 && share(bright) < 0.7, "{number}: {dark} {bright}");
            (picture.size(), file.len())
        })
        .collect();
    let mean = |of: fn(&(Size, usize)) -> f64| files.iter().map(of).sum::<f64>() / files.len() as f64;
    let [megapixels, kilobytes] = [mean(|f| f.0.pixels() as f64 / 1e6), mean(|f| f.1 as f64 / 1e3)];
    assert!((1.8..2.2).contains(&megapixels) && (480.0..600.0).contains(&kilobytes), "{megapixels} {kilobytes}");
    assert!(files.iter().all(|(size, _)| (1.3..2.7).contains(&(size.pixels() as f64 / 1e6))));
    let shapes = files.iter().map(|(size, _)| size.width < size.height);
    assert!(shapes.clone().any(|upright| upright) && shapes.clone().any(|upright| !upright));
}
