/** Signs of life out of an engine's memory, for whoever watches: who starts the worker that mirrors them, and how long it lives. */
import type { Signs } from '../engines/engine.js';
import { keep, up } from './keep.js';
import type { Pulse } from './pulse.worker.js';

/** A copy of the signs, one number after the other. */
export type Mirror = Int32Array<SharedArrayBuffer>;

/** A copy that is kept up to date by a worker, which ends with the thread that asked for it, or before. */
export async function mirrored(signs: Signs): Promise<{ readonly mirror: Mirror; readonly worker: Worker }> {
  const worker = keep(new Worker(new URL('./pulse.worker.ts', import.meta.url), { type: 'module', name: 'pulse' }));
  await up(worker);
  const mirror = new Int32Array(new SharedArrayBuffer(signs.memory.byteLength / signs.stride));
  worker.postMessage({ signs, mirror } satisfies Pulse);
  return { mirror, worker };
}
