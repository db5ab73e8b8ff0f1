// Times every kernel on one thread in WebAssembly under Node, scalar and with SIMD: the least of a few runs, in milliseconds.
//
//     node crates/kernels/tests/speed.mjs [width height [runs]]
//
// For choosing between bodies; it asserts nothing.

import { bytesOf, buildWasm } from "./wasm.mjs";

const [width = 4000, height = 3000, runs = 5] = process.argv.slice(2).map(Number);
const flavours = ["scalar", "simd"];
const modules = [];
for (const flavour of flavours) {
    modules.push((await WebAssembly.instantiate(bytesOf(buildWasm("speed", flavour)))).instance.exports);
}
console.log(`${width} × ${height}, ms: ${flavours.join(", ")}`);
for (let job = 0; job < modules[0].jobs(); job++) {
    const times = modules.map((module) => {
        module.prepare(job, width, height);
        let least = Infinity;
        for (let i = 0; i < runs; i++) {
            const start = performance.now();
            module.run();
            least = Math.min(least, performance.now() - start);
        }
        return least.toFixed(1).padStart(8);
    });
    const { memory, name, name_len } = modules[0];
    console.log(times.join(" "), new TextDecoder().decode(new Uint8Array(memory.buffer, name(job), name_len(job))));
}
