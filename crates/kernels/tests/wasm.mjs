// Builds an example of this crate, or of the codec, for WebAssembly, scalar or with SIMD, each in a target directory of its own, and
// loads it.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const flags = { scalar: "-C target-feature=-simd128", simd: "-C target-feature=+simd128" };
const manifest = (crate) => ["--manifest-path", fileURLToPath(new URL(`../../${crate}/Cargo.toml`, import.meta.url))];

/** The two flavours. */
export const flavours = Object.keys(flags);

/** Runs cargo for a crate with the lock file as it is; what it prints. */
export const cargo = (command, args, env = {}, crate = "kernels") =>
    execFileSync("cargo", [command, ...manifest(crate), "--locked", ...args], {
        encoding: "utf8",
        maxBuffer: 1 << 28,
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, ...env },
    });

/** The example's exports, in a fresh instance. */
export const load = async (example, flavour, args = [], crate = "kernels") => {
    const { target_directory } = JSON.parse(cargo("metadata", ["--format-version", "1", "--no-deps"]));
    const dir = join(target_directory, `${crate}-${flavour}`);
    const target = "wasm32-unknown-unknown";
    const build = ["--quiet", "--release", "--target", target, "--target-dir", dir, "--example", example, ...args];
    // An inherited CARGO_ENCODED_RUSTFLAGS would win over ours.
    cargo("build", build, { CARGO_ENCODED_RUSTFLAGS: undefined, RUSTFLAGS: flags[flavour] }, crate);
    const bytes = readFileSync(join(dir, target, "release", "examples", `${example}.wasm`));
    return (await WebAssembly.instantiate(bytes)).instance.exports;
};

/** The text of `length` bytes at `pointer`. */
export const textAt = ({ memory }, pointer, length) =>
    new TextDecoder().decode(new Uint8Array(memory.buffer, pointer, length));
