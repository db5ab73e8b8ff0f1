// The two builds of the batch, compiled once a thread, and what their glue has.

import type { Availability } from '../engines/engine.js';
import { hasSimd } from '../engines/flavours.js';
import type { FileFault, Recipe } from '../generated/model.js';
import type { Made } from './files.js';
import laneUrl from '../generated/wasm/batch/module_bg.wasm?url';
import poolUrl from '../generated/wasm/batch-threads/module_bg.wasm?url';

/** What is used of either build. */
export interface BatchGlue {
  default(init: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  BatchLane: new (recipe: Recipe) => {
    make(bytes: Uint8Array): Made;
    makePixels(width: number, height: number, rgba: Uint8Array): Made;
  };
  xray(seed: number, number: number): Uint8Array<ArrayBuffer>;
}

/** What the build with threads has besides. */
export interface PoolGlue extends BatchGlue {
  initThreadPool(threads: number): Promise<unknown>;
  BatchPool: new (recipe: Recipe) => {
    submit(file: number, bytes: Uint8Array): void;
    readonly inHand: number;
    take(): { file: number; lane: number; made?: Made; fault?: FileFault } | undefined;
  };
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

function compiled(url: string): Promise<WebAssembly.Module> {
  const known = modules.get(url);
  if (known) return known;
  const fresh = WebAssembly.compileStreaming(fetch(url));
  modules.set(url, fresh);
  // A failed download is tried again by whoever asks next.
  fresh.catch(() => modules.delete(url));
  return fresh;
}

/** The module for lanes that share nothing. */
export const laneModule = (): Promise<WebAssembly.Module> => compiled(laneUrl);

/** The module for a pool of threads. */
export const poolModule = (): Promise<WebAssembly.Module> => compiled(poolUrl);

/** An instance of the one on this thread. */
export async function laneInstance(module: WebAssembly.Module): Promise<BatchGlue> {
  const glue = (await import('../generated/wasm/batch/module.js')) as unknown as BatchGlue;
  await glue.default({ module_or_path: module });
  return glue;
}

/** An instance of the other on this thread, and as many threads. */
export async function poolInstance(module: WebAssembly.Module, threads: number): Promise<PoolGlue> {
  const glue = (await import('../generated/wasm/batch-threads/module.js')) as unknown as PoolGlue;
  await glue.default({ module_or_path: module });
  await glue.initThreadPool(threads);
  return glue;
}

/** Both builds need SIMD, which every browser has had since 2023. */
export const withSimd = (): Availability =>
  hasSimd
    ? { available: true }
    : {
        available: false,
        reason: 'This browser has no WebAssembly SIMD.',
        help: ['Use a current Chrome, Edge, Firefox or Safari.'],
      };
