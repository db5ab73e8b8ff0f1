//! Decodes X-rays and makes them small, in all ways and in one thread, for `tests/speed.mjs` to time and to compare.

// An exported name is an unsafe attribute: nothing else in the module may have it. There is no unsafe block here.
#![allow(unsafe_code)]

use std::{io::Cursor, sync::Mutex, time::Instant};

use codec::{Limits, Pixels, Size, decode_reduced, read_coefficients, thumbnail, xray_jpeg};
use image::ImageDecoder;

/// A name, and what is done with a file.
type Way = (&'static str, fn(&[u8]) -> Vec<u8>);

/// What is timed.
const WAYS: &[Way] = &[
    ("exact: decode, resize to 64 × 64", |file| small(file, true)),
    ("scaled: decode at scale, resize to 64 × 64", |file| small(file, false)),
    ("  of these: read coefficients", |file| vec![read_coefficients(file).into()]),
    ("  and: decode, exact", |file| levels(decode_reduced(file, Limits::default(), None))),
    ("  and: decode, scaled", |file| levels(decode_reduced(file, Limits::default(), Some(Size::new(128, 128))))),
    ("zune-jpeg, by way of image: decode", peer),
    ("check: coefficients beyond their range", |file| levels(decode_reduced(&coarse(file), Limits::default(), None))),
    ("check: decode at half", |file| levels(decode_reduced(file, Limits::default(), Some(Size::new(400, 400))))),
];

/// The file with steps of quantisation as large as can be: coefficients and levels saturate.
fn coarse(file: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    if let Some(at) = file.windows(2).position(|pair| pair == b"\xff\xdb") {
        file[at + 5..at + 69].fill(255);
    }
    file
}

fn small(file: &[u8], exact: bool) -> Vec<u8> {
    thumbnail(file, Limits::default(), Size::new(64, 64), exact, || ()).map_or(vec![], |small| bytes(small.pixels))
}

fn levels(decoded: Result<codec::Reduced, codec::DecodeError>) -> Vec<u8> {
    decoded.map_or(vec![], |decoded| bytes(decoded.pixels))
}

fn bytes(pixels: Pixels) -> Vec<u8> {
    match pixels {
        Pixels::Grey(grey) => grey.into_levels(),
        Pixels::Colour(image) => image.into_pixels(),
    }
}

fn peer(file: &[u8]) -> Vec<u8> {
    let decode = || {
        let decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(file))?;
        let mut levels = vec![0; decoder.total_bytes() as usize];
        decoder.read_image(&mut levels)?;
        Ok::<_, image::ImageError>(levels)
    };
    decode().unwrap_or_default()
}

static FILES: Mutex<Vec<Vec<u8>>> = Mutex::new(vec![]);

/// Natively: for each way a line of the median of some rounds, in milliseconds a file, and the fingerprint, with a tab between them.
fn main() {
    let mut arguments = std::env::args().skip(1).map(|number| number.parse().expect("files and rounds are numbers"));
    let (files, rounds) = (arguments.next().unwrap_or(12), arguments.next().unwrap_or(5));
    (0..files).for_each(|number| _ = generate(1, number as u32));
    let mut results = vec![(vec![], 0); WAYS.len()];
    for _ in 0..rounds {
        for (way, (times, fingerprint)) in results.iter_mut().enumerate() {
            let start = Instant::now();
            *fingerprint = (0..files).fold(0_u32, |sum, file| sum.wrapping_mul(31).wrapping_add(run(way, file)));
            times.push(start.elapsed().as_secs_f64() * 1e3 / files as f64);
        }
    }
    for (times, fingerprint) in &mut results {
        times.sort_by(f64::total_cmp);
        println!("{:.2}\t{fingerprint:08x}", times[rounds / 2]);
    }
}

/// How many ways there are.
#[unsafe(no_mangle)]
pub extern "C" fn ways() -> usize {
    WAYS.len()
}

/// Where the name of a way is, as text.
#[unsafe(no_mangle)]
pub extern "C" fn name(way: usize) -> *const u8 {
    WAYS[way].0.as_ptr()
}

/// How long it is, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn name_len(way: usize) -> usize {
    WAYS[way].0.len()
}

/// Adds an X-ray to the files; its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn generate(seed: u32, number: u32) -> usize {
    let file = xray_jpeg(seed, number).expect("it has pixels");
    let length = file.len();
    FILES.lock().expect("not poisoned").push(file);
    length
}

/// Does it, by a way, to a file; a fingerprint of the result.
#[unsafe(no_mangle)]
pub extern "C" fn run(way: usize, file: usize) -> u32 {
    let files = FILES.lock().expect("not poisoned");
    let made = (WAYS[way].1)(&files[file]);
    // FNV-1a of every 61st byte: it takes no time that matters.
    made.iter().step_by(61).fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
