//! The command as a user meets it: arguments and files in; files, text and exit codes out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use common::{file, open, printed, refused, saved};
use kernels::{Image, catalog};
use model::{KernelInfo, KernelSettings, ParamKind, Size};
use serde_json::Value;

/// What the catalogue makes of the picture.
fn expected(source: &Image, kernel: &str, params: &str) -> Image {
    let settings = KernelSettings { name: kernel.into(), params: serde_json::from_str(params).unwrap() };
    catalog::render(&*catalog::kernel(&settings).unwrap(), source)
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../kernels/tests/golden")
}

#[test]
fn the_list_names_every_kernel_and_parameter() {
    let list = printed(&["kernels"]);
    let lines: Vec<Vec<&str>> = list.lines().map(|line| line.split_whitespace().collect()).collect();
    for KernelInfo { name, params, label, .. } in catalog::infos() {
        let at = lines.iter().position(|line| line.first() == Some(&&*name)).unwrap();
        assert!(lines[at].join(" ").contains(&label));
        for (param, line) in params.iter().zip(&lines[at + 1..]) {
            assert_eq!(line[0], param.name);
            if let ParamKind::Choice { choices } = &param.kind {
                assert!(choices.iter().all(|choice| line.join(" ").contains(&choice.name)));
            }
        }
    }
    assert!(!list.contains("fault"), "it is for tests");
    assert!(list.lines().all(|line| line.trim_end() == line));
}

#[test]
fn the_list_is_to_be_had_as_json() {
    let infos: Vec<KernelInfo> = serde_json::from_str(&printed(&["kernels", "--json"])).unwrap();
    assert_eq!(infos, catalog::infos());
}

#[test]
fn a_file_is_rendered_to_the_catalogues_bytes_on_any_threads_in_any_chunks() {
    let (source, input) = saved("any-way.png");
    let params = r#"{"sigma": 2}"#;
    let expected = expected(&source, "gaussian", params);
    let ways: [&[&str]; 6] = [
        &[],
        &["--threads", "1"],
        &["--threads=3"],
        &["--threads", "2", "--chunk", "1"],
        &["--threads", "2", "--chunk", "one-per-lane"],
        &["--chunk", "7"],
    ];
    for (i, way) in ways.into_iter().enumerate() {
        for ending in ["png", "webp", "PNG"] {
            let out = file(&format!("any-way-{i}.{ending}"));
            let words = [&["render", &input, &out, "--kernel", "gaussian", "--params", params], way].concat();
            assert_eq!(printed(&words), "");
            assert!(open(&out) == expected, "{words:?}");
        }
    }
}

#[test]
fn every_kernel_renders_at_its_defaults() {
    let (source, input) = saved("defaults.png");
    for KernelInfo { name, .. } in catalog::infos() {
        let out = file(&format!("defaults-{name}.png"));
        printed(&["render", &input, &out, "--kernel", &name, "--threads", "2"]);
        assert!(open(&out) == expected(&source, &name, "{}"), "{name}");
    }
}

#[test]
fn a_kernel_that_reads_no_picture_needs_none() {
    let out = file("no-picture.png");
    let params = r#"{"width": 40, "height": 30, "iterations": 50}"#;
    printed(&["render", "-", &out, "--kernel", "mandelbrot", "--params", params]);
    assert_eq!(open(&out), expected(&Image::default(), "mandelbrot", params));
}

#[test]
fn a_jpeg_has_what_is_transparent_on_white() {
    let input = file("glass.png");
    fs::write(&input, codec::encode_png(&Image::blank(Size::new(16, 16))).unwrap()).unwrap();
    for ending in ["jpg", "jpeg"] {
        let out = file(&format!("glass.{ending}"));
        printed(&["render", &input, &out, "--kernel", "gaussian"]);
        assert!(open(&out).pixels().iter().all(|&sample| sample > 250));
    }
}

#[test]
fn golden_cases_come_out_as_independent_programs_say() {
    let list: Value = serde_json::from_slice(&fs::read(golden().join("golden.json")).unwrap()).unwrap();
    for name in ["gaussian-small-s0.8", "resize-small-lanczos3-96x49"] {
        let case = list["cases"].as_array().unwrap().iter().find(|case| case["name"] == name).unwrap();
        let path = |part: &str| golden().join(case[part].as_str().unwrap()).into_os_string().into_string().unwrap();
        let out = file(&format!("{name}.png"));
        let kernel = case["kernel"].as_str().unwrap();
        printed(&["render", &path("input"), &out, "--kernel", kernel, "--params", &case["params"].to_string()]);
        let (actual, expected) = (open(&out), open(&path("output")));
        assert_eq!(actual.size(), expected.size());
        let pairs = actual.pixels().iter().zip(expected.pixels());
        let most = pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(u64::from(most) <= case["max_difference"].as_u64().unwrap(), "{name}: {most}");
    }
}

#[test]
fn arguments_that_cannot_be_followed_are_refused_with_2_and_one_line() {
    let (_, input) = saved("arguments.png");
    let out = file("arguments-out.png");
    let with = |words: &[&str]| refused(2, &[&["render", &input, &out], words].concat());
    assert_eq!(
        refused(2, &[]),
        "Say what to do: kernels, render, bench, run, chart, xrays or batch; `toasters help` tells more."
    );
    assert_eq!(
        refused(2, &["rendr"]),
        "There is no command “rendr”: there is kernels, render, bench, run, chart, xrays, batch and help."
    );
    assert_eq!(refused(2, &["kernels", "--yaml"]), "There is no option --yaml here; `toasters help` tells more.");
    assert_eq!(with(&[]), "toasters render needs --kernel NAME; `toasters help` tells more.");
    assert_eq!(with(&["--kernel"]), "--kernel needs a value; `toasters help` tells more.");
    assert_eq!(with(&["third"]), "“third” is one word too many; `toasters help` tells more.");
    let unknown = with(&["--kernel", "gausian"]);
    assert!(unknown.starts_with("There is no kernel called “gausian”: there is "), "{unknown}");
    assert!(catalog::infos().iter().all(|info| unknown.contains(&info.name)), "{unknown}");
    assert!(with(&["--kernel", "fault"]).starts_with("There is no kernel called “fault”"));

    let gaussian = |words: &[&str]| with(&[&["--kernel", "gaussian"], words].concat());
    let params = |json| gaussian(&["--params", json]);
    assert_eq!(params(r#"{"sgima": 1}"#), "Gaussian blur has no parameter called “sgima”: there is sigma.");
    assert_eq!(params(r#"{"sigma": 1e9}"#), "Blur must be a number from 0.5 to 50; it was 1000000000.");
    for json in ["", "{", "[]", "sigma=2", r#"{"sigma": null}"#, "{\n}}"] {
        let refused = params(json);
        assert!(refused.starts_with("--params takes a JSON object of values by parameter name"), "{refused}");
    }
    for threads in ["0", "-1", "257", "many", "1.5", "99999999999999999999"] {
        let expected = format!("--threads takes a whole number from 1 to 256; it was “{threads}”.");
        assert_eq!(gaussian(&["--threads", threads]), expected);
    }
    for chunk in ["0", "all"] {
        let expected =
            format!("--chunk takes a number of rows from 1, or “auto”, or “one-per-lane”; it was “{chunk}”.");
        assert_eq!(gaussian(&["--chunk", chunk]), expected);
    }
    assert!(!Path::new(&out).exists());

    assert_eq!(
        refused(2, &["render", &input, "out.gif", "--kernel", "sobel"]),
        "“out.gif” doesn't say in which format to save: let it end in one of .png, .webp, .jpg, .jpeg."
    );
    assert_eq!(
        refused(2, &["render", "-", &out, "--kernel", "gaussian"]),
        "Gaussian blur reads a picture: name its file in place of -."
    );
    assert_eq!(
        refused(2, &["render", &input, "--kernel", "sobel"]),
        "toasters render needs both files, IN and OUT; `toasters help` tells more."
    );
    assert_eq!(refused(2, &["bench", "--params", "{}"]), "--params belongs behind the --kernel that it is for, once.");
    for size in ["4000", "0x4", "4x0", "4x4x4", "16385x1", "axb"] {
        let expected = format!("--size takes a width and a height from 1 to 16384, as in 4000x3000; it was “{size}”.");
        assert_eq!(refused(2, &["bench", "--size", size]), expected);
    }
    assert!(refused(2, &["bench", "--rounds", "0"]).starts_with("--rounds takes a whole number from 1 to 1000"));
    assert!(refused(2, &["bench", "--kernel", "gausian"]).starts_with("There is no kernel called “gausian”"));
}

#[test]
fn files_that_cannot_be_used_are_refused_with_1_and_one_line() {
    let (_, good) = saved("files.png");
    let render = |input: &str, out: &str| refused(1, &["render", input, out, "--kernel", "sobel"]);
    let out = file("files-out.png");
    let folder = env!("CARGO_TARGET_TMPDIR");

    let none = file("no-such.png");
    assert_eq!(render(&none, &out), format!("“{none}” can't be read: there is no such file; check its name."));
    assert_eq!(render(folder, &out), format!("“{folder}” can't be read: it is a folder; name a file."));

    let broken = |name: &str, bytes: &[u8]| {
        let path = file(name);
        fs::write(&path, bytes).unwrap();
        let told = render(&path, &out);
        told.strip_prefix(&format!("“{path}”: ").replace('\n', " ")).unwrap().to_owned()
    };
    assert_eq!(
        broken("text.png", b"not a picture"),
        "This is not a picture that can be read here. JPEG, PNG, WebP, GIF, BMP and TIFF work."
    );
    assert_eq!(broken("empty\n.png", b""), "The file is empty. Copy or download it again.");
    let whole = fs::read(&good).unwrap();
    assert_eq!(
        broken("half.png", &whole[..whole.len() / 2]),
        "The picture ends too soon: the file is cut off. Copy or download it again."
    );
    assert!(!Path::new(&out).exists());

    let nowhere = format!("{folder}/no-such-folder/out.png");
    assert_eq!(
        render(&good, &nowhere),
        format!("“{nowhere}” can't be written: there is no such folder; make it first.")
    );
    let below = format!("{good}/out.png");
    assert_eq!(
        render(&good, &below),
        format!("“{below}” can't be written: a part of the path is a file, not a folder; check the path.")
    );
}

#[test]
fn a_result_too_large_for_its_format_is_refused_with_1() {
    let (out, (_, input)) = (file("wide.webp"), saved("wide.png"));
    let wide = |width: u32| format!(r#"{{"width": {width}, "height": 1, "filter": "nearest"}}"#);
    assert_eq!(
        refused(1, &["render", &input, &out, "--kernel", "resize", "--params", &wide(16_384)]),
        "The picture could not be saved as WebP: a row or column has at most 16383 pixels there; PNG takes more."
    );
    printed(&["render", &input, &out, "--kernel", "resize", "--params", &wide(16_383)]);
    assert_eq!(open(&out).size(), Size::new(16_383, 1));
}

#[test]
fn a_benchmark_is_a_table_for_eyes_and_json_for_scripts() {
    let few = ["bench", "--size", "40x30", "--rounds", "2", "--threads", "2"];
    let mandelbrot = r#"{"height":8,"width":16}"#;
    let two = ["--kernel", "gaussian", "--kernel", "mandelbrot", "--params", mandelbrot];

    let table = printed(&[&few[..], &two].concat());
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 5, "{table}");
    assert!(lines[0].starts_with("40 × 30 pixels; medians of 2 rounds;"));
    assert!(lines[3].starts_with("gaussian ") && lines[4].starts_with(&format!("mandelbrot {mandelbrot} ")));
    assert!(lines[2..].iter().all(|line| line.chars().count() == lines[2].chars().count()), "{table}");

    let figures: Value = serde_json::from_str(&printed(&[&few[..], &two, &["--json"]].concat())).unwrap();
    let figures = figures.as_array().unwrap();
    let told: Vec<(&str, u64)> =
        figures.iter().map(|f| (f["kernel"].as_str().unwrap(), f["threads"].as_u64().unwrap())).collect();
    assert_eq!(told, [("gaussian", 1), ("gaussian", 2), ("mandelbrot", 1), ("mandelbrot", 2)]);
    for figure in figures {
        let number = |name: &str| figure[name].as_f64().unwrap();
        assert!(["median_ms", "mp_per_s", "speed_up", "copy_ms", "of_copy"].iter().all(|name| number(name) > 0.0));
        assert!(number("low_ms") <= number("median_ms") && number("median_ms") <= number("high_ms"));
        assert_eq!((number("width"), number("height"), number("rounds")), (40.0, 30.0, 2.0));
        assert!(number("threads") > 1.0 || number("speed_up") == 1.0);
    }
    assert_eq!(figures[2]["params"].to_string(), mandelbrot);

    let all: Value = serde_json::from_str(&printed(&[&few[..5], &["--threads", "1", "--json"]].concat())).unwrap();
    let names: Vec<&str> = all.as_array().unwrap().iter().map(|figure| figure["kernel"].as_str().unwrap()).collect();
    assert_eq!(names, catalog::infos().iter().map(|info| info.name.as_str()).collect::<Vec<_>>());
}

#[test]
fn help_is_printed_where_it_is_asked_for() {
    let help = printed(&["--help"]);
    for words in [
        &["help"][..],
        &["kernels", "--help"],
        &["render", "-h"],
        &["bench", "--help"],
        &["run", "-h"],
        &["chart", "--help"],
    ] {
        assert_eq!(printed(words), help);
    }
}

#[test]
fn a_reader_that_leaves_is_no_mistake() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_toasters"))
        .args(["kernels", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    assert_eq!((status.code(), stderr.len()), (Some(0), 0));
}

#[test]
fn a_batch_makes_the_same_array_on_any_threads_and_tells_what_is_broken() {
    let folder = file("batch");
    let (name, folder) = (&*folder, Path::new(&folder));
    let _ = fs::remove_dir_all(folder);
    printed(&["xrays", name, "--count", "3", "--seed", "9"]);
    fs::write(folder.join("broken.jpg"), b"no picture").unwrap();
    let names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().any(|name| name == "xray-9-0003.jpg") && names.len() == 4);
    let arrays: Vec<Vec<u8>> = [&[][..], &["--threads", "1"], &["--threads", "3"]]
        .into_iter()
        .map(|threads| {
            let npy = file("batch.npy");
            let out = printed(&[&["batch", name, "--npy", &npy], threads].concat());
            assert!(out.contains("broken.jpg: This is not a picture that can be read here."), "{out}");
            assert!(out.lines().last().unwrap().starts_with("3 results, 1 failures, "), "{out}");
            fs::read(npy).unwrap()
        })
        .collect();
    assert!(arrays.iter().all(|array| *array == arrays[0]));
    let header = String::from_utf8_lossy(&arrays[0][10..128]);
    assert!(header.contains("'shape': (3, 64, 64)"), "{header}");
    assert_eq!(arrays[0].len(), 128 + 3 * 64 * 64);
    assert_ne!(printed_array(name, &["--exact"]), arrays[0]);
    let colour = printed_array(name, &["--steps", r#"[{"name": "resize"}, {"name": "invert"}]"#]);
    assert_eq!(colour.len(), 128 + 3 * 64 * 64 * 3);
    refused(2, &["batch", name, "--steps", r#"[{"name": "mandelbrot"}]"#]);
    refused(2, &["batch", name, "--steps", "resize"]);
    refused(2, &["xrays", name, "--count", "0"]);
    refused(1, &["batch", "no-such-folder"]);
}

/// The array of a batch with these further arguments.
fn printed_array(folder: &str, more: &[&str]) -> Vec<u8> {
    let npy = file("batch-more.npy");
    printed(&[&["batch", folder, "--npy", &npy], more].concat());
    fs::read(npy).unwrap()
}
