// A WebAssembly instance of the kernels on this thread, and the runner that is nothing more than that.

import type { ChunkSize, KernelSettings, Rendering } from '../generated/model.js';
import { averaged, computed, type Runner } from './engine.js';
import type { Flavour } from './flavours.js';
import { shares } from './phases.js';

/** What every flavour's glue has, as far as it is used here. */
export interface Glue {
  default(init: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;
  Engine: new () => {
    load(width: number, height: number, bytes: Uint8Array): void;
    run(kernel: KernelSettings, chunk: ChunkSize, pool: boolean, traced: boolean, batch: number): Rendering;
    readonly outputLength: number;
    copyOutput(target: Uint8Array): void;
    fingerprint(): string;
    free(): void;
  };
  Lane: new () => {
    begin(kernel: KernelSettings, width: number, height: number): void;
    tasks(chunk: ChunkSize, lanes: number): Tasks;
    receive(firstRow: number, rows: Uint8Array): void;
    survey(): void;
    counts(): Int32Array;
    conclude(counts: Int32Array): void;
    render(firstRow: number, endRow: number): void;
    readonly outputLength: number;
    copyOutput(target: Uint8Array): void;
  };
  addUp(sums: Int32Array, part: Int32Array): void;
  fingerprintOf(bytes: Uint8Array): string;
  signsAddress(): number;
  signsLength(): number;
  signsStride(): number;
  initThreadPool?(threads: number): Promise<unknown>;
}

/** The tasks of a run in pieces. */
export interface Tasks {
  readonly outputSize: { readonly width: number; readonly height: number };
  /** Lanes that have work. */
  readonly lanes: number;
  readonly tasks: readonly Task[];
}

/** One task: rows of the source to survey, or of the result to render, and the rows of the source it must be given. */
export interface Task {
  readonly stage: 'survey' | 'render';
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstNeeded: number;
  readonly endNeeded: number;
}

const glues: Record<Flavour, () => Promise<unknown>> = {
  threads: () => import('../generated/wasm/threads/module.js'),
  simd: () => import('../generated/wasm/simd/module.js'),
  scalar: () => import('../generated/wasm/scalar/module.js'),
};

/** An instance of this flavour's module, and its memory. */
export async function instantiate(
  flavour: Flavour,
  module: WebAssembly.Module,
): Promise<{ readonly glue: Glue; readonly buffer: ArrayBufferLike }> {
  const glue = (await glues[flavour]()) as Glue;
  const { memory } = await glue.default({ module_or_path: module });
  return { glue, buffer: memory.buffer };
}

/** One instance that runs a kernel on its own thread, or on its pool of `threads` threads if that isn't 0. */
export async function instanceRunner(flavour: Flavour, module: WebAssembly.Module, threads: number): Promise<Runner> {
  const { glue, buffer } = await instantiate(flavour, module);
  if (threads > 0) {
    if (!glue.initThreadPool) throw new Error(`the ${flavour} build has no pool`);
    await glue.initThreadPool(threads);
  }
  // One for each size of picture, so that its result's memory is kept.
  const engines = new Map<string, InstanceType<Glue['Engine']>>();
  let engine = new glue.Engine();
  const shared = typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
  return {
    load: ({ size, bytes }) => {
      const name = `${size.width} × ${size.height}`;
      engine = engines.get(name) ?? (engines.size === 0 ? engine : new glue.Engine());
      engines.set(name, engine);
      engine.load(size.width, size.height, bytes);
    },
    run(kernel, chunk, batch) {
      const { ms, lastMs, trace, outputSize } = engine.run(kernel, chunk, threads > 0, true, batch);
      const last = computed(lastMs, trace, outputSize);
      return averaged(trace.lanes === 1 ? last : { ...last, phases: shares(lastMs, trace, []) }, ms);
    },
    get outputLength() {
      return engine.outputLength;
    },
    copyOutput: (target) => engine.copyOutput(target),
    fingerprint: () => engine.fingerprint(),
    free: () => {
      for (const one of new Set([engine, ...engines.values()])) one.free();
    },
    signs: shared
      ? { memory: new Int32Array(buffer, glue.signsAddress(), glue.signsLength()), stride: glue.signsStride() }
      : undefined,
  };
}
