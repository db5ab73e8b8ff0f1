// Mirrors an engine's signs of life out of its memory. The page must not look into that memory itself: whoever has once seen a
// WebAssembly memory keeps its address space until the next collection of garbage, and after some hundred engines there is none left.

/** The signs, and where they are mirrored to. */
export interface Pulse {
  readonly signs: Int32Array<SharedArrayBuffer>;
  readonly mirror: Int32Array<SharedArrayBuffer>;
}

const EVERY_MS = 100;

addEventListener('message', ({ data: { signs, mirror } }: MessageEvent<Pulse>) => {
  setInterval(() => {
    for (let lane = 0; lane < mirror.length; lane += 1) Atomics.store(mirror, lane, Atomics.load(signs, lane));
  }, EVERY_MS);
});

postMessage('ready');
