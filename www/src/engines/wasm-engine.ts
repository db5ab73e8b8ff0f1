// An engine that is one coordinator worker with a WebAssembly instance, and a pool of threads if it has one.

import { transfer, wrap, type Remote } from 'comlink';

import type { EngineWorker } from '../workers/engine.worker.js';
import { isShared, transferables } from '../workers/memory.js';
import { EngineError, type Engine } from './engine.js';
import { compiled, type Flavour } from './flavours.js';

/** A run without a sign of life for this long is taken for hung. The dearest strip of rows that can be asked for takes two seconds here. */
const HANG_MS = 20_000;
const LOOK_EVERY_MS = 500;

/** How long an engine may take to start, its threads included. */
const START_MS = 30_000;

/** As much as is copied in one go: about a millisecond's work. */
const PIECE_BYTES = 4 << 20;

/** Starts a worker of this flavour; `threads` of 0 means no pool. */
export async function startWasmEngine(flavour: Flavour, threads: number, signal: AbortSignal): Promise<Engine> {
  const asked = performance.now();
  const module = await compiled(flavour).catch((error: unknown) => {
    throw new EngineError(
      'load',
      `The engine could not be loaded (${String(error)}). Check the connection and run again.`,
    );
  });
  const worker = new Worker(new URL('../workers/engine.worker.ts', import.meta.url), { type: 'module', name: flavour });
  const remote: Remote<EngineWorker> = wrap<EngineWorker>(worker);

  let end: (error: EngineError) => void = () => {};
  const ended = new Promise<never>((_, reject) => (end = reject));
  ended.catch(() => {});
  const dispose = (error: EngineError): void => {
    worker.terminate();
    end(error);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    dispose(new EngineError('crash', `The engine stopped: ${event.message || 'its worker could not be started'}.`));
  });

  /** A call that ends with the engine, and ends the engine when it fails by more than bad settings. */
  const call = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([answer, ended]);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (error.code === 'crash') dispose(error);
      throw error;
    }
  };

  signal.addEventListener('abort', () => dispose(stopped()), { once: true });
  if (signal.aborted) dispose(stopped());
  const patience = setTimeout(() => dispose(notStarted(threads)), START_MS);
  const { heartbeat } = await call(remote.start(flavour, module, threads)).catch((error: EngineError) => {
    dispose(error);
    throw error;
  });
  clearTimeout(patience);
  const startMs = performance.now() - asked;

  return {
    startMs,
    load: async (pixels) => {
      const start = performance.now();
      const { size, bytes } = pixels ?? { size: { width: 0, height: 0 }, bytes: new Uint8Array() };
      if (isShared(bytes)) {
        await call(remote.load(size, bytes));
      } else {
        // The page keeps its own, so this is a copy; in pieces, since a whole picture would hold the page up.
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
          const piece = bytes.slice(at, at + PIECE_BYTES);
          await call(remote.receive(bytes.length, at, transfer(piece, transferables(piece))));
        }
        await call(remote.load(size, undefined));
      }
      return performance.now() - start;
    },
    run: async (kernel, chunk) => {
      const stop = heartbeat && watch(heartbeat, () => dispose(hung()));
      try {
        return await call(remote.run(kernel, chunk, threads > 0));
      } finally {
        stop?.();
      }
    },
    output: () => call(remote.output()),
    dispose: () => dispose(stopped()),
  };
}

function stopped(): EngineError {
  return new EngineError('disposed', 'The engine was stopped.');
}

function notStarted(threads: number): EngineError {
  const what = threads > 0 ? `The engine with ${threads} threads` : 'The engine';
  return new EngineError(
    'hang',
    `${what} did not start within ${START_MS / 1000} seconds. Fewer threads, or a reload, may help.`,
  );
}

function hung(): EngineError {
  return new EngineError('hang', `The engine gave no sign of life for ${HANG_MS / 1000} seconds, so it was stopped.`);
}

/** Looks at a count of signs of life from outside, since a coordinator that waits for its pool can't answer messages. */
function watch(heartbeat: Int32Array<SharedArrayBuffer>, onSilence: () => void): () => void {
  let count = Atomics.load(heartbeat, 0);
  let since = performance.now();
  const timer = setInterval(() => {
    const now = Atomics.load(heartbeat, 0);
    if (now !== count) [count, since] = [now, performance.now()];
    else if (performance.now() - since > HANG_MS) onSilence();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
