// Row primitives and kernels give the same bytes natively, in scalar WebAssembly and in WebAssembly with SIMD.
//
//     node crates/kernels/tests/rows-check.mjs [seed]
//
// Builds examples/rows_check.rs three ways, runs it three ways and compares the lines it gives. Ends with 1 if anything differs.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { buildWasm, cargo } from "./wasm.mjs";

const example = ["--example", "rows_check", "--features", "check"];
const native = execFileSync("cargo", ["run", "--quiet", ...cargo, ...example], { encoding: "utf8" });

const textOf = async (file) => {
    const { instance } = await WebAssembly.instantiate(readFileSync(file));
    const { check, text, memory } = instance.exports;
    const length = check(1);
    return new TextDecoder().decode(new Uint8Array(memory.buffer, text(), length));
};

let failed = false;
const lines = native.split("\n");
for (const flavour of ["scalar", "simd"]) {
    const other = (await textOf(buildWasm("rows_check", flavour, ["--features", "check"]))).split("\n");
    const wrong = other.filter((line, i) => line.startsWith("MISMATCH") || line !== lines[i]);
    failed ||= wrong.length > 0 || other.length !== lines.length || other.length < 2;
    console.log(`${flavour}: ${wrong.length} of ${other.length - 1} lines differ from native`);
    for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
}
process.exit(failed ? 1 : 0);
