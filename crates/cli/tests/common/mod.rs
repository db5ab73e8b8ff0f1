//! What the tests of the command share.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "every file of tests uses some of it")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use codec::Limits;
use kernels::Image;
use model::Size;

/// Runs the command with these words.
pub fn toasters(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_toasters")).args(words).env("RUST_BACKTRACE", "1").output().unwrap()
}

/// What it prints when all is well.
pub fn printed(words: &[&str]) -> String {
    let Output { status, stdout, stderr } = toasters(words);
    assert_eq!((status.code(), String::from_utf8(stderr).unwrap()), (Some(0), String::new()), "{words:?}");
    String::from_utf8(stdout).unwrap()
}

/// The sentence it refuses these words with; one line, and nothing on standard output.
pub fn refused(code: i32, words: &[&str]) -> String {
    let Output { status, stdout, stderr } = toasters(words);
    let line = String::from_utf8(stderr).unwrap();
    assert_eq!((status.code(), stdout.len()), (Some(code), 0), "{words:?}: {line}");
    assert!(line.ends_with(".\n") && line.lines().count() == 1, "{words:?}: {line}");
    line.strip_prefix("toasters: ").unwrap().trim_end().into()
}

/// A file of one test's own.
pub fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path.into_os_string().into_string().unwrap()
}

pub fn open(path: &str) -> Image {
    codec::decode(&fs::read(path).unwrap(), Limits::default()).unwrap().image
}

/// A small picture of many colours and alphas, as a PNG file of this name.
pub fn saved(name: &str) -> (Image, String) {
    let mut image = Image::blank(Size::new(61, 47));
    for (pixel, i) in image.pixels_mut().as_chunks_mut::<4>().0.iter_mut().zip(0u32..) {
        *pixel = i.wrapping_mul(0x9e37_79b1).to_be_bytes();
    }
    let path = file(name);
    fs::write(&path, codec::encode_png(&image).unwrap()).unwrap();
    (image, path)
}
