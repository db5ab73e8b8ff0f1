//! Kernels against pictures that independent programs made of the same input (`tests/golden/golden.json` tells
//! which).
//!
//! A case is added by putting its files into the folder and its entry into the list. `GOLDEN_DIR` names another
//! folder to test instead, in which cases of kernels that aren't offered are skipped. On a mismatch the folder
//! `golden-failures` in the target's folder for temporary files gets expected, actual and difference side by side.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use image::{RgbaImage, imageops};
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

fn folder() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    std::env::var_os("GOLDEN_DIR").map_or_else(own, PathBuf::from)
}

fn cases(folder: &Path) -> Vec<Case> {
    let golden: Golden = serde_json::from_slice(&fs::read(folder.join("golden.json")).unwrap()).unwrap();
    golden.cases
}

fn read(path: &Path) -> RgbaImage {
    image::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_rgba8()
}

/// The largest and the mean difference over the colour channels.
fn difference(a: &RgbaImage, b: &RgbaImage) -> (u8, f64) {
    assert_eq!(a.dimensions(), b.dimensions());
    let colours = |image: &RgbaImage| image.pixels().flat_map(|p| [p.0[0], p.0[1], p.0[2]]).collect::<Vec<_>>();
    let differences: Vec<u8> = colours(a).into_iter().zip(colours(b)).map(|(a, b)| a.abs_diff(b)).collect();
    let sum: u64 = differences.iter().map(|&d| u64::from(d)).sum();
    (differences.iter().copied().max().unwrap_or(0), sum as f64 / differences.len().max(1) as f64)
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
    let (mut tested, mut failures) = (0, vec![]);
    for case in cases(&folder) {
        if !offered.contains(&case.kernel) {
            continue;
        }
        tested += 1;
        let params: ParamValues = serde_json::from_value(case.params.clone()).unwrap();
        let input = read(&folder.join(&case.input));
        let source = Image::new(Size::new(input.width(), input.height()), input.into_raw()).unwrap();
        let kernel = catalog::kernel(&KernelSettings { name: case.kernel.clone(), params }).unwrap();
        let out = catalog::render(&*kernel, &source);
        let Size { width, height } = out.size();
        let actual = RgbaImage::from_raw(width, height, out.into_pixels()).unwrap();
        let expected = read(&folder.join(&case.output));
        let (most, mean) = difference(&expected, &actual);
        println!("{}: at most {most}, {mean:.4} on average ({})", case.name, case.program);
        if most > case.max_difference || mean > case.mean_difference {
            let shown = show(&case, &expected, &actual);
            failures.push(format!("{}: at most {most}, {mean:.4} on average; see {}", case.name, shown.display()));
        }
    }
    assert!(tested > 0, "no case in {} is for a kernel that is offered", folder.display());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_golden_file_is_used() {
    let folder = folder();
    let named: BTreeSet<String> = cases(&folder).into_iter().flat_map(|case| [case.input, case.output]).collect();
    let unused = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let unused: Vec<String> = unused.filter(|file| file.ends_with(".png") && !named.contains(file)).collect();
    assert!(unused.is_empty(), "no case uses {unused:?}");
}
