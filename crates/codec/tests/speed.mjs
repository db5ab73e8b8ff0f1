// JPEGs decode to the same bytes natively, in scalar WebAssembly and in WebAssembly with SIMD; and how fast, on one thread.
//
//     node crates/codec/tests/speed.mjs [files [rounds]]
//
// Files are X-rays of the project's own. In each round every way has every file once; of the rounds the median is given, as time that
// the processor spent, which other programs disturb least. Ends with 1 if a fingerprint differs; no time makes it fail.

import { cargo, flavours, load, textAt } from "../../kernels/tests/wasm.mjs";

const [files = 12, rounds = 5] = process.argv.slice(2).map(Number);
const cpuMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
};
const printed = cargo("run", ["--quiet", "--release", "--example", "speed", "--", String(files), String(rounds)], {}, "codec");
const native = printed.trim().split("\n").map((line) => line.split("\t"));
let differ = 0;
for (const flavour of flavours) {
    const module = await load("speed", flavour, [], "codec");
    for (let number = 0; number < files; number++) module.generate(1, number);
    const ways = native.map((_, way) => ({ way, times: [], fingerprint: 0 }));
    if (module.ways() !== ways.length) throw new Error("the native program has other ways");
    for (let round = 0; round < rounds; round++) {
        for (const each of ways) {
            const start = cpuMs();
            let fingerprint = 0;
            for (let file = 0; file < files; file++) fingerprint = (Math.imul(fingerprint, 31) + module.run(each.way, file)) | 0;
            each.times.push((cpuMs() - start) / files);
            each.fingerprint = (fingerprint >>> 0).toString(16).padStart(8, "0");
        }
    }
    console.log(`\n${flavour}, ms of processor time a file; files/s; natively, ms by the clock`);
    for (const { way, times, fingerprint } of ways) {
        const [nativeMs, nativeFingerprint] = native[way];
        const same = fingerprint === nativeFingerprint;
        if (!same) differ += 1;
        const ms = times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
        const name = textAt(module, module.name(way), module.name_len(way));
        console.log(
            name.padEnd(52), ms.toFixed(2).padStart(7), (1e3 / ms).toFixed(0).padStart(6), nativeMs.padStart(8),
            same ? "" : `  DIFFERS: ${fingerprint}, natively ${nativeFingerprint}`,
        );
    }
}
process.exit(differ > 0 ? 1 : 0);
