// Builds an example of this crate for WebAssembly, scalar or with SIMD, each in a target directory of its own.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const flags = { scalar: "-C target-feature=-simd128", simd: "-C target-feature=+simd128" };

/** Arguments that every cargo call of the tests has. */
export const cargo = ["--manifest-path", fileURLToPath(new URL("../Cargo.toml", import.meta.url)), "--locked"];

const metadata = () =>
    JSON.parse(
        execFileSync("cargo", ["metadata", "--format-version", "1", "--no-deps", ...cargo], {
            encoding: "utf8",
            maxBuffer: 1 << 28,
        }),
    );

/** The path of the module built. */
export const buildWasm = (example, flavour, args = []) => {
    const dir = join(metadata().target_directory, `kernels-${flavour}`);
    const target = "wasm32-unknown-unknown";
    execFileSync(
        "cargo",
        ["build", "--quiet", "--release", ...cargo, "--target", target, "--target-dir", dir, "--example", example, ...args],
        { stdio: "inherit", env: { ...process.env, CARGO_ENCODED_RUSTFLAGS: undefined, RUSTFLAGS: flags[flavour] } },
    );
    return join(dir, target, "release", "examples", `${example}.wasm`);
};

/** A module built, its bytes. */
export const bytesOf = (file) => readFileSync(file);
