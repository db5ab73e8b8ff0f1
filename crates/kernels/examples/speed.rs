//! Runs each kernel on a large picture, in order on one thread, for `tests/speed.mjs` to time in WebAssembly.

// An exported name is an unsafe attribute: nothing else in the module may have it. There is no unsafe block here.
#![allow(unsafe_code)]

use std::sync::Mutex;

use kernels::{
    Image, Order, Schedule,
    catalog::{self, AnyKernel},
};
use model::{ChunkSize, Size};

/// What is timed, as kernel settings.
const JOBS: &[&str] = &[
    r#"{"name": "auto_levels"}"#,
    r#"{"name": "bilateral", "params": {"radius": 1}}"#,
    r#"{"name": "bilateral"}"#,
    r#"{"name": "bilateral", "params": {"sigma_color": 59}}"#,
    r#"{"name": "bilateral", "params": {"radius": 9, "sigma_space": 6}}"#,
    r#"{"name": "box_blur", "params": {"radius": 1}}"#,
    r#"{"name": "box_blur", "params": {"radius": 10}}"#,
    r#"{"name": "box_blur", "params": {"radius": 100}}"#,
    r#"{"name": "breakfast", "params": {"width": 4000, "height": 3000}}"#,
    r#"{"name": "brightness_contrast_gamma"}"#,
    r#"{"name": "clahe"}"#,
    r#"{"name": "color_matrix"}"#,
    r#"{"name": "emboss"}"#,
    r#"{"name": "equalize"}"#,
    r#"{"name": "flip", "params": {"axis": "horizontal"}}"#,
    r#"{"name": "flip", "params": {"axis": "vertical"}}"#,
    r#"{"name": "floyd_steinberg"}"#,
    r#"{"name": "floyd_steinberg", "params": {"palette": "eight"}}"#,
    r#"{"name": "gaussian", "params": {"sigma": 2}}"#,
    r#"{"name": "gaussian", "params": {"sigma": 5}}"#,
    r#"{"name": "gaussian", "params": {"sigma": 20}}"#,
    r#"{"name": "gaussian", "params": {"sigma": 50}}"#,
    r#"{"name": "grayscale"}"#,
    r#"{"name": "invert"}"#,
    r#"{"name": "mandelbrot"}"#,
    r#"{"name": "median", "params": {"radius": 1}}"#,
    r#"{"name": "median", "params": {"radius": 2}}"#,
    r#"{"name": "median", "params": {"radius": 3}}"#,
    r#"{"name": "median", "params": {"radius": 5}}"#,
    r#"{"name": "median", "params": {"radius": 10}}"#,
    r#"{"name": "median", "params": {"radius": 15}}"#,
    r#"{"name": "ordered_dither"}"#,
    r#"{"name": "otsu"}"#,
    r#"{"name": "resize", "params": {"width": 64, "height": 64}}"#,
    r#"{"name": "resize", "params": {"width": 320, "height": 240}}"#,
    r#"{"name": "resize", "params": {"width": 2000, "height": 1500}}"#,
    r#"{"name": "resize", "params": {"width": 2000, "height": 1500, "filter": "catmull-rom"}}"#,
    r#"{"name": "resize", "params": {"width": 2000, "height": 1500, "filter": "bilinear"}}"#,
    r#"{"name": "resize", "params": {"width": 2000, "height": 1500, "filter": "box"}}"#,
    r#"{"name": "resize", "params": {"width": 2000, "height": 1500, "filter": "nearest"}}"#,
    r#"{"name": "resize", "params": {"width": 6000, "height": 4500}}"#,
    r#"{"name": "resize", "params": {"width": 64, "height": 64, "filter": "nearest"}}"#,
    r#"{"name": "rotate", "params": {"degrees_clockwise": 90}}"#,
    r#"{"name": "rotate", "params": {"degrees_clockwise": 180}}"#,
    r#"{"name": "rotate", "params": {"degrees_clockwise": 270}}"#,
    r#"{"name": "rotate_any"}"#,
    r#"{"name": "rotate_any", "params": {"degrees_clockwise": 80}}"#,
    r#"{"name": "rotate_any", "params": {"filter": "nearest"}}"#,
    r#"{"name": "sharpen"}"#,
    r#"{"name": "sobel"}"#,
    r#"{"name": "unsharp_mask", "params": {"sigma": 2}}"#,
];

struct Job {
    kernel: Box<dyn AnyKernel>,
    source: Image,
    out: Image,
}

static JOB: Mutex<Option<Job>> = Mutex::new(None);

fn main() {
    for (i, name) in JOBS.iter().enumerate() {
        prepare(i, 800, 600);
        let start = std::time::Instant::now();
        run();
        println!("{name} {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    }
}

/// Number of jobs.
#[unsafe(no_mangle)]
pub extern "C" fn jobs() -> usize {
    JOBS.len()
}

/// Where the settings of job `i` are, as text.
#[unsafe(no_mangle)]
pub extern "C" fn name(i: usize) -> *const u8 {
    JOBS[i].as_ptr()
}

/// How long they are, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn name_len(i: usize) -> usize {
    JOBS[i].len()
}

/// Makes job `i` ready on an opaque picture of this size.
#[unsafe(no_mangle)]
pub extern "C" fn prepare(i: usize, width: u32, height: u32) {
    let kernel = catalog::kernel(&serde_json::from_str(JOBS[i]).expect("settings")).expect("within their ranges");
    let mut source = Image::blank(Size::new(width, height));
    for (at, pixel) in source.pixels_mut().as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let [r, g, b, _] = (at as u32).wrapping_mul(0x9e37_79b9).to_be_bytes();
        *pixel = [r, g, b, 255];
    }
    let out = Image::blank(kernel.output_size(source.size()));
    *JOB.lock().expect("not poisoned") = Some(Job { kernel, source, out });
}

/// Runs it.
#[unsafe(no_mangle)]
pub extern "C" fn run() {
    let mut job = JOB.lock().expect("not poisoned");
    let Job { kernel, source, out } = job.as_mut().expect("prepared");
    let schedule = Schedule { order: Order::Sequential, chunk: ChunkSize::Auto };
    kernel.run(source.slab(), out.band(), schedule, None).expect("whole pictures");
}
