//! The rules of ARCHITECTURE.md that a machine can check: who may depend on whom, and what must be absent.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::Error;

/// Which of our crates a crate may use. A crate that isn't listed is against the rules.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("kernels", &["model"]),
    ("codec", &["model", "kernels"]),
    ("batch", &["model", "kernels", "codec"]),
    ("measure", &["model"]),
    ("breakfast", &["model"]),
    ("charts", &["model"]),
    ("web", &["model", "kernels", "codec", "batch"]),
    ("cli", &["model", "kernels", "codec", "batch", "measure", "charts"]),
    ("web-charts", &["model", "measure", "charts", "breakfast"]),
    ("xtask", &["model", "kernels", "codec", "measure", "charts"]),
];

/// Packages that only these crates may use: the browser in the two web crates, threads in the pool's crate, file formats in the codec.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("wasm-bindgen", &["web", "web-charts"]),
    ("js-sys", &["web", "web-charts"]),
    ("web-sys", &["web", "web-charts"]),
    ("wasm-bindgen-rayon", &["web"]),
    ("rayon", &["kernels", "batch"]),
    ("image", &["codec", "xtask"]),
    ("plotters", &["charts"]),
];

/// Words that must not stand in a folder's code: what, where, and why.
const ABSENT: &[(&str, &str, &str)] = &[
    ("std::time", "crates/kernels/src", "a kernel has no clock; the probe brings it"),
    ("std::thread", "crates/kernels/src", "only run.rs knows threads, through rayon"),
    ("std::fs", "crates/kernels/src", "a kernel reads no files"),
    ("std::time", "crates/measure/src", "statistics have no clock"),
    ("std::time", "crates/breakfast/src", "a simulation has no clock"),
    ("#![allow(unsafe_code)]", "crates/codec/src", "unsafe stays in kernels/src/rows and web"),
    ("#![allow(unsafe_code)]", "crates/batch", "unsafe stays in kernels/src/rows and web"),
    ("#![allow(unsafe_code)]", "crates/breakfast", "unsafe stays in kernels/src/rows and web"),
    ("#![allow(unsafe_code)]", "crates/charts", "unsafe stays in kernels/src/rows and web"),
    ("#![allow(unsafe_code)]", "crates/measure", "unsafe stays in kernels/src/rows and web"),
    ("#![allow(unsafe_code)]", "crates/model", "unsafe stays in kernels/src/rows and web"),
    ("#![allow(unsafe_code)]", "crates/web-charts", "unsafe stays in kernels/src/rows and web"),
    ("#![allow(unsafe_code)]", "crates/cli", "unsafe stays in kernels/src/rows and web"),
    ("std::time", "crates/batch/src", "a batch has no clock; whoever runs it brings one"),
    ("rayon::", "crates/kernels/src/rows", "only run.rs knows threads"),
    ("/engines/", "www/src/elements", "elements know no engines"),
    ("/state/", "www/src/elements", "elements know no store"),
    ("/workers/", "www/src/elements", "elements know no workers"),
    ("/elements/", "www/src/state", "the state knows no views"),
    ("/app/", "www/src/state", "the state knows no views"),
    ("/state/", "www/src/engines", "engines know no store"),
    ("/elements/", "www/src/engines", "engines know no views"),
    ("from 'comlink'", "www/src/elements", "Comlink stays behind engines and workers"),
    ("from 'comlink'", "www/src/state", "Comlink stays behind engines and workers"),
    ("from 'comlink'", "www/src/app", "Comlink stays behind engines and workers"),
];

/// Checks every rule; fails with all that is broken.
pub fn check(root: &Path) -> Result<(), Error> {
    let mut broken = dependencies(root)?;
    for &(word, folder, why) in ABSENT {
        let files = sources(&root.join(folder))?;
        if files.is_empty() {
            broken.push(format!("{folder} has no source files: the rule on `{word}` checks nothing"));
        }
        for file in files {
            if fs::read_to_string(&file)?.contains(word) {
                broken.push(format!("{}: `{word}` must not stand here: {why}", file.strip_prefix(root)?.display()));
            }
        }
    }
    if broken.is_empty() {
        println!("the rules of ARCHITECTURE.md hold");
        return Ok(());
    }
    Err(broken.join("\n").into())
}

fn dependencies(root: &Path) -> Result<Vec<String>, Error> {
    let metadata = MetadataCommand::new().manifest_path(root.join("Cargo.toml")).no_deps().exec()?;
    let may_use: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut broken = Vec::new();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let Some(allowed) = may_use.get(name) else {
            broken.push(format!("{name} is a new crate: say in crates/xtask/src/rules.rs what it may use"));
            continue;
        };
        // What tests use doesn't reach the page.
        for used in package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development) {
            let used = used.name.as_str();
            if ours.contains(used) && !allowed.contains(&used) {
                broken.push(format!("{name} must not use {used}"));
            }
            if let Some((_, only)) = ONLY_IN.iter().find(|(package, _)| *package == used)
                && !only.contains(&name)
            {
                broken.push(format!("{name} must not use {used}: that is for {}", only.join(", ")));
            }
        }
    }
    Ok(broken)
}

/// All source files below a folder.
fn sources(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else if path.extension().is_some_and(|e| ["rs", "ts", "js"].iter().any(|known| e == *known)) {
            files.push(path);
        }
    }
    Ok(files)
}
