//! Every file ends as a result or a fault, and every way to it gives the same bytes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use batch::{Fault, Made, Pool, RecipeError, Work};
use codec::{DecodeError, Limits, decode_reduced, encode_png, twice, xray_jpeg};
use kernels::{Image, Size, catalog};
use model::{KernelSettings, ParamValue, Recipe};

fn step(name: &str, params: &[(&str, ParamValue)]) -> KernelSettings {
    let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    KernelSettings { name: name.into(), params }
}

fn resize(side: f64, filter: &str) -> KernelSettings {
    let side = || ParamValue::Number(side);
    step("resize", &[("width", side()), ("height", side()), ("filter", ParamValue::Choice(filter.into()))])
}

fn recipe(steps: Vec<KernelSettings>, exact: bool) -> Recipe {
    Recipe { steps, exact }
}

fn make(recipe: &Recipe, bytes: &[u8]) -> Result<Made, Fault> {
    Work::new(recipe).unwrap().make(bytes, || 0.0)
}

/// The same by the kernels alone, on RGBA.
fn plainly(steps: &[KernelSettings], mut image: Image) -> Vec<u8> {
    for step in steps {
        image = catalog::render(&*catalog::kernel(step).unwrap(), &image);
    }
    image.pixels().as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect()
}

fn colourful() -> Vec<u8> {
    let size = Size::new(150, 90);
    let pixels = (0..150 * 90).flat_map(|i: u32| [(i % 251) as u8, (i / 150 * 2) as u8, (i * 7 % 256) as u8, 255]);
    encode_png(&Image::new(size, pixels.collect()).unwrap()).unwrap()
}

#[test]
fn results_are_what_the_kernels_make_of_the_decoded_picture() {
    let files = [xray_jpeg(1, 0).unwrap(), colourful()];
    let chains = [
        vec![],
        vec![resize(64.0, "lanczos3")],
        vec![resize(64.0, "box")],
        vec![step("resize", &[])],
        vec![resize(48.0, "lanczos3"), step("invert", &[])],
        vec![step("sobel", &[]), resize(32.0, "bilinear")],
    ];
    for (file, is_grey) in files.iter().zip([true, false]) {
        for steps in &chains {
            for exact in [false, true] {
                let made = make(&recipe(steps.clone(), exact), file).unwrap();
                let first = steps.first().filter(|step| step.name == "resize" && !exact).map(|step| {
                    let kernel = catalog::kernel(step).unwrap();
                    twice(kernel.output_size(Size::new(1, 1)))
                });
                let reduced = decode_reduced(file, Limits::default(), first).unwrap();
                assert_eq!(made.full, reduced.full);
                let expected = plainly(steps, reduced.pixels.into_image());
                let one_channel = is_grey
                    && steps.iter().all(|step| {
                        step.name == "resize" && step.params.get("filter") != Some(&ParamValue::Choice("box".into()))
                    });
                assert_eq!(made.channels, if one_channel { 1 } else { 3 }, "{steps:?}");
                let packed: Vec<u8> =
                    if one_channel { expected.iter().copied().step_by(3).collect() } else { expected };
                assert!(made.pixels == packed, "{steps:?}, exact {exact}");
                assert_eq!(made.pixels.len() as u64, made.size.pixels() * u64::from(made.channels));
            }
        }
    }
}

#[test]
fn pixels_of_another_decoder_go_the_same_way() {
    let steps = vec![resize(20.0, "lanczos3"), step("grayscale", &[])];
    let image = codec::decode(&colourful(), Limits::default()).unwrap().image;
    let made = Work::new(&recipe(steps.clone(), true)).unwrap().make_of(image.clone(), || 0.0).unwrap();
    assert_eq!(made.pixels, plainly(&steps, image));
}

#[test]
fn stamps_are_in_order() {
    let ticks = std::cell::Cell::new(0.0);
    let clock = || {
        ticks.set(ticks.get() + 1.0);
        ticks.get()
    };
    for file in [xray_jpeg(1, 0).unwrap(), colourful()] {
        for steps in [vec![], vec![step("resize", &[])], vec![step("invert", &[])]] {
            let made = Work::new(&recipe(steps, false)).unwrap().make(&file, clock).unwrap();
            let batch::Stamps { start_ms, decoded_ms, end_ms } = made.stamps;
            assert!(start_ms < decoded_ms && decoded_ms < end_ms);
        }
    }
}

#[test]
fn every_file_of_a_pool_ends_once_with_the_bytes_of_one_lane() {
    let recipe = recipe(vec![step("resize", &[])], false);
    let good: Vec<Vec<u8>> = (0..6).map(|number| xray_jpeg(3, number).unwrap()).collect();
    let mut files = good.clone();
    files.insert(2, vec![]);
    files.insert(4, b"no picture at all".to_vec());
    files.push(good[0][..good[0].len() / 2].to_vec());
    let mut pool = Pool::with_threads(&recipe, || 0.0, 3).unwrap();
    assert_eq!(pool.lanes(), 3);
    for (number, file) in (0..).zip(&files) {
        pool.submit(number, file.clone());
    }
    assert_eq!(pool.in_hand(), files.len());
    let mut tasks: Vec<_> = std::iter::from_fn(|| pool.take()).collect();
    assert!(pool.take().is_none());
    assert!(tasks.iter().all(|task| (task.lane as usize) < pool.lanes()));
    tasks.sort_by_key(|task| task.file);
    assert_eq!(tasks.len(), files.len());
    for (task, file) in tasks.iter().zip(&files) {
        assert_eq!(task.outcome, make(&recipe, file));
    }
    let faults: Vec<_> = tasks.iter().filter_map(|task| task.outcome.as_ref().err()).collect();
    assert_eq!(faults.len(), 3);
    assert_eq!(*faults[0], Fault::Decode(DecodeError::Empty));
}

#[test]
fn recipes_that_can_not_be_followed_are_refused_in_words() {
    let refused = |steps: Vec<KernelSettings>| Work::new(&recipe(steps, false)).err().unwrap();
    assert!(matches!(refused(vec![step("nonsense", &[])]), RecipeError::Settings(_)));
    assert!(matches!(refused(vec![resize(-3.0, "lanczos3")]), RecipeError::Settings(_)));
    let error = refused(vec![step("invert", &[]), step("mandelbrot", &[])]);
    assert_eq!(error.to_string(), "Mandelbrot set reads no picture, so it can't be a step of a batch.");
    assert!(matches!(refused(vec![step("invert", &[]); 17]), RecipeError::TooManySteps { steps: 17, limit: 16 }));
}
