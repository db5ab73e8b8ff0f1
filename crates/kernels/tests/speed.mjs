// Times every kernel on one thread in WebAssembly under Node, scalar and with SIMD: the least of a few runs, in
// milliseconds.
//
//     node crates/kernels/tests/speed.mjs [width height [runs [filter]]]
//
// With a filter, only the jobs whose settings contain it. For choosing between bodies; it asserts nothing.

import { flavours, load, textAt } from "./wasm.mjs";

const [width = 4000, height = 3000, runs = 5] = process.argv.slice(2, 5).map(Number);
const filter = process.argv[5] ?? "";
const modules = [];
for (const flavour of flavours) modules.push(await load("speed", flavour));
console.log(`${width} × ${height}, ms: ${flavours.join(", ")}`);
for (let job = 0; job < modules[0].jobs(); job++) {
    const name = textAt(modules[0], modules[0].name(job), modules[0].name_len(job));
    if (!name.includes(filter)) continue;
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
    console.log(...times, name);
}
