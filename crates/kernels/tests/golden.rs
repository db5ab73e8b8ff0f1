//! Kernels against pictures that independent programs made of the same input (`tests/golden/golden.json` tells
//! which).
//!
//! A case is added by putting its files into the folder and its entry into the list. `GOLDEN_DIR` names another
//! folder to test instead, in which cases of kernels that aren't offered are skipped; in this crate's own folder none may
//! be. On a mismatch the folder `golden-failures` in the target's folder for temporary files gets expected, actual and difference side by side.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use image::{GenericImageView, RgbaImage, imageops};
use kernels::{Image, catalog};
use model::{KernelSettings, ParamValues, Size};

#[derive(serde::Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    kernel: String,
    params: serde_json::Value,
    input: String,
    output: String,
    program: String,
    max_difference: u8,
    mean_difference: f64,
}

/// Kernels that an independent program's pictures are at hand for: each must have a case.
const WITH_PICTURES: &[&str] = &[
    "bilateral",
    "box_blur",
    "clahe",
    "equalize",
    "flip",
    "floyd_steinberg",
    "gaussian",
    "grayscale",
    "invert",
    "median",
    "otsu",
    "resize",
    "rotate",
    "sobel",
    "unsharp_mask",
];

fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn folder() -> PathBuf {
    std::env::var_os("GOLDEN_DIR").map_or_else(own_folder, PathBuf::from)
}

fn cases(folder: &Path) -> Vec<Case> {
    let golden: Golden = serde_json::from_slice(&fs::read(folder.join("golden.json")).unwrap()).unwrap();
    golden.cases
}

fn read(path: &Path) -> RgbaImage {
    image::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_rgba8()
}

/// Side of the blocks whose means are compared: single pixels, but for a dithering, whose dots may lie elsewhere as long as
/// an area is as bright as it should be.
fn block(kernel: &str) -> u32 {
    if kernel == "floyd_steinberg" { 8 } else { 1 }
}

/// The largest and the mean difference over the colour channels, of the means of blocks of this side.
fn difference(a: &RgbaImage, b: &RgbaImage, block: u32) -> (f64, f64) {
    assert_eq!(a.dimensions(), b.dimensions());
    let (a, b) = (means(a, block), means(b, block));
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).collect();
    (differences.iter().copied().fold(0.0, f64::max), differences.iter().sum::<f64>() / differences.len().max(1) as f64)
}

/// The colours' means over all blocks of this side; blocks at the right and lower edge may be smaller.
fn means(image: &RgbaImage, block: u32) -> Vec<f64> {
    let (width, height) = image.dimensions();
    let blocks =
        (0..height).step_by(block as usize).flat_map(|y| (0..width).step_by(block as usize).map(move |x| (x, y)));
    blocks
        .flat_map(|(x, y)| {
            let part = image.view(x, y, block.min(width - x), block.min(height - y));
            let count = f64::from(part.width() * part.height());
            [0, 1, 2].map(|c| part.pixels().map(|(_, _, p)| f64::from(p.0[c])).sum::<f64>() / count)
        })
        .collect()
}

/// Writes expected, actual and eight times the difference side by side; the file's path.
fn show(case: &Case, expected: &RgbaImage, actual: &RgbaImage) -> PathBuf {
    let (width, height) = expected.dimensions();
    let mut sheet = RgbaImage::new(width * 3, height);
    let difference = RgbaImage::from_fn(width, height, |x, y| {
        let (a, b) = (expected.get_pixel(x, y).0, actual.get_pixel(x, y).0);
        image::Rgba([0, 1, 2, 3].map(|c| if c == 3 { 255 } else { a[c].abs_diff(b[c]).saturating_mul(8) }))
    });
    for (i, part) in [expected, actual, &difference].into_iter().enumerate() {
        imageops::replace(&mut sheet, part, i64::from(width) * i as i64, 0);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden-failures");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{}.png", case.name));
    sheet.save(&path).unwrap();
    path
}

#[test]
fn kernels_agree_with_independent_programs() {
    let folder = folder();
    let offered: BTreeSet<String> = catalog::infos().into_iter().map(|info| info.name).collect();
    let (mut tested, mut skipped, mut failures) = (BTreeSet::new(), BTreeSet::new(), vec![]);
    for case in cases(&folder) {
        if !offered.contains(&case.kernel) {
            skipped.insert(case.kernel);
            continue;
        }
        let params: ParamValues = serde_json::from_value(case.params.clone()).unwrap();
        let input = read(&folder.join(&case.input));
        let source = Image::new(Size::new(input.width(), input.height()), input.into_raw()).unwrap();
        let kernel = catalog::kernel(&KernelSettings { name: case.kernel.clone(), params }).unwrap();
        let out = catalog::render(&*kernel, &source);
        let Size { width, height } = out.size();
        let actual = RgbaImage::from_raw(width, height, out.into_pixels()).unwrap();
        let expected = read(&folder.join(&case.output));
        let (most, mean) = difference(&expected, &actual, block(&case.kernel));
        println!("{}: at most {most}, {mean:.4} on average ({})", case.name, case.program);
        if most > f64::from(case.max_difference) || mean > case.mean_difference {
            let shown = show(&case, &expected, &actual);
            failures.push(format!("{}: at most {most}, {mean:.4} on average; see {}", case.name, shown.display()));
        }
        tested.insert(case.kernel);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(!tested.is_empty(), "no case in {} is for a kernel that is offered", folder.display());
    if folder == own_folder() {
        assert!(skipped.is_empty(), "cases of kernels that aren't offered: {skipped:?}");
        let without = WITH_PICTURES.iter().filter(|&&name| !tested.contains(name));
        assert_eq!(without.collect::<Vec<_>>(), Vec::<&&str>::new(), "kernels without a case");
    }
}

#[test]
fn every_golden_file_is_used() {
    let folder = folder();
    let named: BTreeSet<String> = cases(&folder).into_iter().flat_map(|case| [case.input, case.output]).collect();
    let unused = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let unused: Vec<String> = unused.filter(|file| file.ends_with(".png") && !named.contains(file)).collect();
    assert!(unused.is_empty(), "no case uses {unused:?}");
}
