// A thread of what the kernels are compared with: plain copies, and arithmetic that touches no memory.

import { expose } from '/node_modules/comlink/dist/esm/comlink.mjs';

/** Some 20 ms of arithmetic. */
const STEPS = 20_000_000;

let pairs;
let gate;

expose({
  /** Takes the buffers to copy between, and the gate that all threads of a job go through together. */
  start: (shared, sharedGate) => {
    pairs = shared;
    gate = sharedGate;
  },

  /** Copies the bytes from `begin` to `end` of a pair; `twice` for what is in the caches by then. When it started and ended. */
  copy: (pair, begin, end, threads, twice) => {
    const { from, to } = pairs[pair];
    const [source, target] = [from.subarray(begin, end), to.subarray(begin, end)];
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

function spin(steps) {
  let x = 1;
  for (let i = 0; i < steps; i += 1) x = (Math.imul(x, 1664525) + 1013904223) | 0;
  return x;
}
