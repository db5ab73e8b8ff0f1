// Which build of the WebAssembly can run here, and its compiled module, downloaded and compiled once for all engines.

import type { Availability } from './engine.js';
import scalarUrl from '../generated/wasm/scalar/module_bg.wasm?url';
import simdUrl from '../generated/wasm/simd/module_bg.wasm?url';
import threadsUrl from '../generated/wasm/threads/module_bg.wasm?url';

/** A build of the engine: with SIMD and shared memory, with SIMD, with neither. */
export type Flavour = 'threads' | 'simd' | 'scalar';

const urls: Record<Flavour, string> = { threads: threadsUrl, simd: simdUrl, scalar: scalarUrl };
const modules = new Map<Flavour, Promise<WebAssembly.Module>>();

/** The compiled module of a flavour. */
export function compiled(flavour: Flavour): Promise<WebAssembly.Module> {
  const known = modules.get(flavour);
  if (known) return known;
  const fresh = WebAssembly.compileStreaming(fetch(urls[flavour]));
  modules.set(flavour, fresh);
  // A failed download is tried again by the next run.
  fresh.catch(() => modules.delete(flavour));
  return fresh;
}

// A function that makes a vector of sixteen equal bytes and drops it: valid only where SIMD is known.
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);

/** Whether WebAssembly SIMD works here. */
export const hasSimd = typeof WebAssembly !== 'undefined' && WebAssembly.validate(simdProbe);

/** Whether memory can be shared with workers: the page is isolated and a shared memory can really be made. */
export const hasSharedMemory = ((): boolean => {
  if (!globalThis.crossOriginIsolated) return false;
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
})();

/** The build for work on one thread: the pool's own wherever the pool can run, so that both modes run the same code. */
export const oneThreadFlavour: Flavour = hasSimd ? (hasSharedMemory ? 'threads' : 'simd') : 'scalar';

/** The build for lanes that share no memory. */
export const unsharedFlavour: Flavour = hasSimd ? 'simd' : 'scalar';

/** Of a mode that runs the SIMD build where it can, and the scalar one elsewhere. */
export const withOrWithoutSimd = (): Availability => ({
  available: true,
  ...(hasSimd ? {} : { note: 'This browser has no WebAssembly SIMD, so the slower scalar build runs.' }),
});
