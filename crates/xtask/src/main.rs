//! The project's own tool: `cargo xtask COMMAND`.

mod colours;
mod generated;
mod pictures;
mod rules;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask wasm       build the WebAssembly flavours into www/src/generated/wasm
cargo xtask generate   write the files generated from the model and the catalogue
cargo xtask check      check the rules of ARCHITECTURE.md against the workspace
cargo xtask pictures   draw the files in tests/data and the sample picture (half a minute)";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    let result = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["wasm"] => wasm::build(&root),
        ["generate"] => generated::write(&root),
        ["check"] => rules::check(&root),
        ["pictures"] => pictures(&root),
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn pictures(root: &Path) -> Result<(), Error> {
    pictures::write_test_data(&root.join("tests/data"))?;
    pictures::write_sample(&root.join("www/public/sample.jpg"))?;
    Ok(())
}

/// What a command fails with: a sentence for the terminal.
type Error = Box<dyn std::error::Error>;

/// The workspace's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("crates/xtask lies in the workspace").into()
}
