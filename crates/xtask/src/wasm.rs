//! Builds the WebAssembly flavours: one source, compiled several ways.
//!
//! Compiler flags and target folders are set here and nowhere else, so that no flag leaks from one build into another. wasm-bindgen runs in this process at the version that Cargo.lock pins; wasm-opt comes from the npm
//! package `binaryen`. A flavour whose compiled module hasn't changed is not made again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Instant;

use wasm_bindgen_cli_support::Bindgen;

use crate::Error;

/// The largest memory of a threads build. Shared memory must name it, and Safari refuses large ones.
const MAX_MEMORY_BYTES: u64 = 1 << 30;

/// A pool thread's stack: as large as the linker makes that of the modules without threads, which run the same kernels.
///
/// wasm-bindgen's own choice of twice as much was most of what a thread takes. The largest frame of a kernel
/// has 51 kB, and kernels don't nest: a thread that waits for another does so in rayon, whose frames are small.
const THREAD_STACK_BYTES: u32 = 1 << 20;

/// One way of compiling a crate.
struct Flavour {
    /// Name of its folder under `www/src/generated/wasm`.
    name: &'static str,
    package: &'static str,
    features: &'static str,
    /// Target features beyond the defaults.
    target_features: &'static str,
    /// Shared memory, a standard library of our own that unwinds.
    threads: bool,
    /// Compiled to be small, with a standard library compiled so too.
    small: bool,
    /// What wasm-opt is asked for: speed for kernels, size for the rest.
    optimise: &'static str,
}

const FLAVOURS: &[Flavour] = &[
    Flavour {
        name: "threads",
        package: "web",
        features: "pool",
        target_features: "+simd128,+atomics,+bulk-memory",
        threads: true,
        small: false,
        optimise: "-O3",
    },
    Flavour {
        name: "batch-threads",
        package: "web",
        features: "batch-pool",
        target_features: "+simd128,+atomics,+bulk-memory",
        threads: true,
        small: false,
        optimise: "-O3",
    },
    Flavour {
        name: "simd",
        package: "web",
        features: "lane",
        target_features: "+simd128",
        threads: false,
        small: false,
        optimise: "-O3",
    },
    Flavour {
        name: "batch",
        package: "web",
        features: "batch",
        target_features: "+simd128",
        threads: false,
        small: false,
        optimise: "-O3",
    },
    Flavour {
        name: "scalar",
        package: "web",
        features: "lane",
        target_features: "",
        threads: false,
        small: false,
        optimise: "-O3",
    },
    Flavour {
        name: "decoder",
        package: "web",
        features: "decoder",
        target_features: "",
        threads: false,
        small: false,
        optimise: "-O2",
    },
    Flavour {
        name: "encoder",
        package: "web",
        features: "encoder",
        target_features: "",
        threads: false,
        small: false,
        optimise: "-O2",
    },
    Flavour {
        name: "charts",
        package: "web-charts",
        features: "",
        target_features: "",
        threads: false,
        small: true,
        optimise: "-Oz",
    },
];

/// Builds all flavours into `www/src/generated/wasm`.
pub fn build(root: &Path) -> Result<(), Error> {
    let wasm_opt = root.join("node_modules/binaryen/bin/wasm-opt");
    if !wasm_opt.exists() {
        return Err("wasm-opt is missing: run `npm ci` first, which brings the package binaryen.".into());
    }
    // Kinds have target folders of their own, and the last step of a build, which is most of it, has one thread: side by side they take
    // half as long.
    let mut kinds: Vec<&str> = FLAVOURS.iter().map(Flavour::kind).collect();
    kinds.dedup();
    thread::scope(|scope| {
        let builds: Vec<_> = kinds.iter().map(|&kind| scope.spawn(|| build_kind(kind, root, &wasm_opt))).collect();
        builds.into_iter().try_for_each(|build| build.join().unwrap_or_else(|_| Err("a build panicked".into())))
    })
    .map_err(Into::into)
}

/// Builds the flavours of one kind, one after the other.
fn build_kind(kind: &str, root: &Path, wasm_opt: &Path) -> Result<(), String> {
    for flavour in FLAVOURS.iter().filter(|flavour| flavour.kind() == kind) {
        let start = Instant::now();
        let made = flavour.build(root, wasm_opt).map_err(|error| error.to_string())?;
        let what = if made { "built" } else { "up to date" };
        println!("  {:13} {what} in {:.1} s", flavour.name, start.elapsed().as_secs_f64());
    }
    Ok(())
}

impl Flavour {
    /// Compiles, binds and optimises; false when the result was there already.
    fn build(&self, root: &Path, wasm_opt: &Path) -> Result<bool, Error> {
        let module = self.compile(root)?;
        let out = root.join("www/src/generated/wasm").join(self.name);
        let stamp = out.join(".stamp");
        let key = self.key(&module)?;
        if fs::read_to_string(&stamp).ok().as_deref() == Some(&key) {
            return Ok(false);
        }
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        fs::create_dir_all(&out)?;
        Bindgen::new().input_path(&module).out_name("module").web(true)?.typescript(true).generate(&out)?;
        if self.threads {
            set_stacks(&out)?;
        }
        let bound = out.join("module_bg.wasm");
        run(Command::new("node").arg(wasm_opt).arg(self.optimise).arg(&bound).arg("-o").arg(&bound))?;
        // wasm-bindgen-rayon's workers import the module as the folder three levels above their script.
        fs::write(
            out.join("package.json"),
            "{ \"type\": \"module\", \"main\": \"module.js\", \"types\": \"module.d.ts\" }\n",
        )?;
        fs::write(stamp, key)?;
        Ok(true)
    }

    /// Runs cargo; the path of the compiled module.
    fn compile(&self, root: &Path) -> Result<std::path::PathBuf, Error> {
        let target = root.join("target/wasm").join(self.kind());
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(root).args([
            "build",
            "--quiet",
            "--release",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        cargo.args(["--package", self.package, "--features", self.features]).arg("--target-dir").arg(&target);
        // Encoded flags take the place of RUSTFLAGS and of every configured flag: what is built depends on this file alone.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", self.rustflags().join("\u{1f}")).env_remove("RUSTFLAGS");
        if self.threads {
            // The standard library that rustup brings has no atomics and can't unwind; -Z needs the bootstrap switch on stable.
            cargo.env("RUSTC_BOOTSTRAP", "1").args(["-Z", "build-std=std,panic_unwind"]);
        }
        if self.small {
            cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z").env("RUSTC_BOOTSTRAP", "1");
            // Its sorts above all: the usual ones unroll into a few kB for each type and order.
            cargo.args(["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"]);
        }
        run(&mut cargo)?;
        let file = self.package.replace('-', "_") + ".wasm";
        Ok(target.join("wasm32-unknown-unknown/release").join(file))
    }

    /// Flavours of one kind have the same flags, so that what they depend on is compiled once.
    fn kind(&self) -> &'static str {
        match (self.threads, self.small, self.target_features) {
            (true, ..) => "threads",
            (_, true, _) => "small",
            (.., "") => "plain",
            _ => "simd",
        }
    }

    fn rustflags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if !self.target_features.is_empty() {
            flags.push(format!("-Ctarget-feature={}", self.target_features));
        }
        if self.threads {
            // All of them are needed: with the atomics feature alone the memory is silently not shared, and without the
            // exports wasm-bindgen can't give a thread its stack and its thread-locals.
            flags.push("-Cpanic=unwind".into());
            flags.extend(
                ["--shared-memory", "--import-memory", "--export=__wasm_init_tls"].map(|f| format!("-Clink-arg={f}")),
            );
            flags.extend(["__tls_size", "__tls_align", "__tls_base"].map(|s| format!("-Clink-arg=--export={s}")));
            flags.push(format!("-Clink-arg=--max-memory={MAX_MEMORY_BYTES}"));
        }
        flags
    }

    /// Tells whether a made flavour is that of this module and these settings.
    fn key(&self, module: &Path) -> Result<String, Error> {
        let mut hasher = DefaultHasher::new();
        fs::read(module)?.hash(&mut hasher);
        self.optimise.hash(&mut hasher);
        THREAD_STACK_BYTES.hash(&mut hasher);
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        Ok(format!("{:016x}\n", hasher.finish()))
    }
}

/// Has wasm-bindgen-rayon start its threads with stacks of [`THREAD_STACK_BYTES`]. The module takes their size where it is
/// started, but the crate's script names none.
fn set_stacks(out: &Path) -> Result<(), Error> {
    const INIT: &str = "init: { module_or_path: module, memory }";
    let sized = INIT.replace("memory", &format!("memory, thread_stack_size: {THREAD_STACK_BYTES}"));
    for snippet in fs::read_dir(out.join("snippets"))? {
        let script = snippet?.path().join("src/workerHelpers.js");
        let text = fs::read_to_string(&script).unwrap_or_default();
        if text.contains(INIT) {
            return Ok(fs::write(script, text.replace(INIT, &sized))?);
        }
    }
    Err("wasm-bindgen-rayon no longer starts its threads as set_stacks expects: look at its workerHelpers.js.".into())
}

fn run(command: &mut Command) -> Result<(), Error> {
    let status = command.status().map_err(|e| format!("{} did not start: {e}", command.get_program().display()))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed", command.get_program().display()).into()) }
}
