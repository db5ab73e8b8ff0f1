//! Says whether the row primitives' bodies agree, and what every kernel makes of random pictures, as lines of text.
//!
//! Natively `main` prints them. Built for WebAssembly, `check` writes them to memory and `text` says where;
//! `tests/rows-check.mjs` builds it all three ways (native, scalar, SIMD) and compares.

// An exported name is an unsafe attribute: nothing else in the module may have it. There is no unsafe block here.
#![allow(unsafe_code)]

use std::{fmt::Write, sync::Mutex};

use kernels::{Image, catalog, check, check::Random, fingerprint};
use model::{KernelSettings, ParamInfo, ParamKind, ParamValue, Size};

/// The text made last.
static TEXT: Mutex<String> = Mutex::new(String::new());

/// Pictures that each kernel is given.
const ROUNDS: usize = 12;

/// Largest width or height asked of a kernel that can be told.
const MOST: f64 = 150.0;

fn main() {
    print!("{}", lines(1));
}

/// Makes the text from `seed`; its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn check(seed: u32) -> usize {
    let mut text = TEXT.lock().expect("nothing panics while it holds the text");
    *text = lines(u64::from(seed));
    text.len()
}

/// Where the text is.
#[unsafe(no_mangle)]
pub extern "C" fn text() -> *const u8 {
    TEXT.lock().expect("nothing panics while it holds the text").as_ptr()
}

fn lines(seed: u64) -> String {
    let mut text = String::new();
    for info in catalog::infos() {
        let mut random = Random(seed);
        for _ in 0..ROUNDS {
            let size = Size::new(1 + random.below(140) as u32, 1 + random.below(90) as u32);
            let pixels = random.pixels(size.pixels() as usize);
            let image = Image::new(size, pixels).expect("as many pixels as the size has");
            let params = info.params.iter().map(|param| (param.name.clone(), value(param, &mut random))).collect();
            let kernel = catalog::kernel(&KernelSettings { name: info.name.clone(), params })
                .expect("the values are within their ranges");
            let out = catalog::render(&*kernel, &image);
            writeln!(text, "{} {:016x}", info.name, fingerprint(out.pixels())).expect("a string takes all");
        }
    }
    for (name, count) in check::mismatches(seed) {
        writeln!(text, "MISMATCH: {count} rows of {name} differ from its plain body").expect("a string takes all");
    }
    text
}

/// A random value; sizes are kept small.
fn value(param: &ParamInfo, random: &mut Random) -> ParamValue {
    let share = random.bits() as f64 / u64::MAX as f64;
    match (&param.kind, param.kind.at(share.powi(2))) {
        (ParamKind::Number { integer: true, unit, .. }, ParamValue::Number(n)) if unit == "px" => {
            ParamValue::Number(n.min(MOST))
        }
        (ParamKind::Choice { .. }, _) => param.kind.at(share),
        (_, value) => value,
    }
}
