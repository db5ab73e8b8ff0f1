// The coordinator of an engine: one WebAssembly instance, and the pool of threads it starts.

import { expose, transfer } from 'comlink';

import type { Flavour } from '../engines/flavours.js';
import type { Output } from '../engines/engine.js';
import type { ChunkSize, Execution, KernelSettings, Size } from '../generated/model.js';
import { failure } from './failure.js';
import { room, transferables } from './memory.js';

/** What every flavour's glue has. */
interface Glue {
  default(init: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;
  Engine: new () => {
    load(width: number, height: number, bytes: Uint8Array): void;
    run(kernel: KernelSettings, chunk: ChunkSize, pool: boolean): Execution;
    readonly outputLength: number;
    copyOutput(target: Uint8Array): void;
  };
  heartbeatAddress(): number;
  initThreadPool?(threads: number): Promise<unknown>;
}

const glues: Record<Flavour, () => Promise<unknown>> = {
  threads: () => import('../generated/wasm/threads/module.js'),
  simd: () => import('../generated/wasm/simd/module.js'),
  scalar: () => import('../generated/wasm/scalar/module.js'),
};

let engine: InstanceType<Glue['Engine']> | undefined;
let received: Uint8Array | undefined;

/** Runs `work`; whatever it throws is thrown on as a plain object that every browser can clone. */
function plainly<T>(work: (ready: NonNullable<typeof engine>) => T): T {
  try {
    if (!engine) throw { code: 'internal', message: 'The engine was used before it was started.' };
    return work(engine);
  } catch (thrown) {
    throw failure(thrown);
  }
}

const api = {
  /** Starts the instance and its pool. The heartbeat counts signs of life; only shared memory can be seen from outside. */
  async start(
    flavour: Flavour,
    module: WebAssembly.Module,
    threads: number,
  ): Promise<{ heartbeat: Int32Array<SharedArrayBuffer> | undefined }> {
    try {
      const glue = (await glues[flavour]()) as Glue;
      const { memory } = await glue.default({ module_or_path: module });
      if (threads > 0) {
        if (!glue.initThreadPool) throw new Error(`the ${flavour} build has no pool`);
        await glue.initThreadPool(threads);
      }
      engine = new glue.Engine();
      const { buffer } = memory as { buffer: ArrayBufferLike };
      const shared = typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
      return { heartbeat: shared ? new Int32Array(buffer, glue.heartbeatAddress(), 1) : undefined };
    } catch (thrown) {
      throw failure(thrown);
    }
  },

  /** Takes a piece of a picture that isn't shared; `load` without bytes takes what the pieces make. */
  receive(length: number, at: number, piece: Uint8Array): void {
    if (received?.length !== length) received = new Uint8Array(length);
    received.set(piece, at);
  },

  load(size: Size, shared: Uint8Array | undefined): void {
    const bytes = shared ?? received ?? new Uint8Array();
    received = undefined;
    plainly((engine) => engine.load(size.width, size.height, bytes));
  },

  run(kernel: KernelSettings, chunk: ChunkSize, pool: boolean): Execution {
    return plainly((engine) => engine.run(kernel, chunk, pool));
  },

  output(): Output {
    const start = performance.now();
    const bytes = plainly((engine) => {
      const target = room(engine.outputLength);
      engine.copyOutput(target);
      return target;
    });
    return transfer({ bytes, ms: performance.now() - start }, transferables(bytes));
  },
};

export type EngineWorker = typeof api;

expose(api);
