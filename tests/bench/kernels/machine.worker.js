// A thread of what the kernels are compared with: plain copies, and arithmetic that touches no memory.

import { expose } from '/node_modules/comlink/dist/esm/comlink.mjs';

/** Some 25 ms of arithmetic. */
const STEPS = 15_000_000;

let pairs;
let gate;

expose({
  /** Makes `count` pairs of buffers to copy between, and takes the gate that all threads of a job go through together. */
  start: (bytes, count, shared) => {
    // Not shared: the browser copies such buffers faster.
    pairs = Array.from({ length: count }, () => [7, 1].map((value) => new Uint8Array(bytes).fill(value)));
    gate = shared;
  },

  /** Copies that many bytes of a pair; `twice` for what is in the caches by then. When it started and ended. */
  copy: (pair, bytes, threads, twice) => {
    const [source, target] = pairs[pair].map((buffer) => buffer.subarray(0, bytes));
    if (twice) target.set(source);
    return time(threads, () => target.set(source));
  },

  /** Computes. When it started and ended. */
  compute: (threads) => time(threads, () => spin(STEPS)),
});

function time(threads, work) {
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < threads);
  const start = performance.now();
  work();
  const end = performance.now();
  // Workers' clocks start with them.
  return [performance.timeOrigin + start, performance.timeOrigin + end];
}

/** Four chains that don't wait for each other, so that a core's multiplier is always busy: two threads of one core would have to share it. */
function spin(steps) {
  let [a, b, c, d] = [1, 2, 3, 4];
  for (let i = 0; i < steps; i += 1) {
    a = (Math.imul(a, 1664525) + 1013904223) | 0;
    b = (Math.imul(b, 1664525) + 1013904223) | 0;
    c = (Math.imul(c, 1664525) + 1013904223) | 0;
    d = (Math.imul(d, 1664525) + 1013904223) | 0;
  }
  return a ^ b ^ c ^ d;
}
