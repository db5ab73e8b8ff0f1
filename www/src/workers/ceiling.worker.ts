// Work that needs nothing but registers.

import { now } from './clock.js';

/** A burst of so many steps, to begin at a time on the clock that all threads share. */
export interface Burst {
  readonly steps: number;
  readonly atMs: number;
}

/** When it began and when it ended, on that clock. */
export interface Burnt {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Six chains of multiply-and-add that don't wait for each other: enough to keep a core's multiplier busy, so that two threads on one core,
 * as hyper-threads are, get half of it each. One chain would leave it idle between two links and let them look like two cores.
 */
function burn(steps: number): number {
  let [a, b, c, d, e, f] = [1, 2, 3, 4, 5, 6];
  for (let i = 0; i < steps; i += 1) {
    a = (Math.imul(a, 1664525) + i) | 0;
    b = (Math.imul(b, 1664525) + i) | 0;
    c = (Math.imul(c, 1664525) + i) | 0;
    d = (Math.imul(d, 1664525) + i) | 0;
    e = (Math.imul(e, 1664525) + i) | 0;
    f = (Math.imul(f, 1664525) + i) | 0;
  }
  return a ^ b ^ c ^ d ^ e ^ f;
}

let sink = 0;
onmessage = ({ data: { steps, atMs } }: MessageEvent<Burst>) => {
  // All lanes are released by the clock: a message reaches one later than another.
  while (now() < atMs);
  const startMs = now();
  sink ^= burn(steps);
  postMessage({ startMs, endMs: now() } satisfies Burnt);
};

// The result is used, so that no compiler leaves the work out.
postMessage(`up ${sink}`);
