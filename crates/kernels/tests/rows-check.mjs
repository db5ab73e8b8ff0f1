// Row primitives and kernels give the same bytes natively, in scalar WebAssembly and in WebAssembly with SIMD.
//
//     node crates/kernels/tests/rows-check.mjs
//
// Builds examples/rows_check.rs three ways, runs it three ways and compares the lines it gives: fingerprints of what
// every kernel makes of random pictures, and a line starting with MISMATCH for each primitive whose SIMD body and
// plain body differ. Ends with 1 if anything is wrong.

import { cargo, flavours, load, textAt } from "./wasm.mjs";

const feature = ["--features", "check"];
const native = cargo("run", ["--quiet", "--example", "rows_check", ...feature]).split("\n");
let failed = native.length < 2;
for (const flavour of flavours) {
    const exports = await load("rows_check", flavour, feature);
    const length = exports.check(1);
    const lines = textAt(exports, exports.text(), length).split("\n");
    const wrong = lines.filter((line, i) => line.startsWith("MISMATCH") || line !== native[i]);
    failed ||= wrong.length > 0 || lines.length !== native.length;
    console.log(`${flavour}: ${wrong.length} of ${lines.length - 1} lines differ from native`);
    for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
}
process.exit(failed ? 1 : 0);
