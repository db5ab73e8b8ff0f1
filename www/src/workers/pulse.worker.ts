// Mirrors an engine's signs of life out of its memory. The page must not look into that memory itself: whoever has once seen a
// WebAssembly memory keeps its address space until the next collection of garbage, and after some hundred engines there is none left.

import type { Signs } from '../engines/engine.js';

/** The signs, and where they are mirrored to: one number after the other. */
export interface Pulse {
  readonly signs: Signs;
  readonly mirror: Int32Array<SharedArrayBuffer>;
}

const EVERY_MS = 100;

addEventListener('message', ({ data: { signs, mirror } }: MessageEvent<Pulse>) => {
  setInterval(() => {
    const { memory, stride } = signs;
    for (let lane = 0; lane < mirror.length; lane += 1)
      Atomics.store(mirror, lane, Atomics.load(memory, lane * stride));
  }, EVERY_MS);
});

postMessage('up');
