// Starts an engine: its mode's inside on a worker, or on the page's own thread, behind the one interface.

import { transfer, wrap, type Remote } from 'comlink';

import type { ModeSettings } from '../generated/model.js';
import { claimedCores } from '../cores.js';
import type { Host } from '../workers/host.js';
import { end, keep, up } from '../workers/keep.js';
import { isShared, transferables } from '../workers/memory.js';
import { mirrored } from '../workers/mirror.js';
import { EngineError, type Engine, type EngineKind } from './engine.js';
import { compiled } from './flavours.js';
import { Ending } from '../until.js';
import { SILENCE_MS, watchMessages, watchSigns } from './watch.js';

/**
 * How long an engine may take to start, its threads included, the first time and when it is tried again. In Firefox about one in six that
 * start two workers of their own at once never hears of them.
 */
const START_MS = [6_000, 6_000, 30_000];

/** Errors after which an engine is as good as before: nothing was begun. */
const REFUSALS = new Set(['settings', 'no-source']);

/** As much as is copied in one go: about a millisecond's work. */
const PIECE_BYTES = 4 << 20;

/** Starts an engine of this kind, which `signal` ends, started or not. */
export async function startEngine(kind: EngineKind, settings: ModeSettings, signal: AbortSignal): Promise<Engine> {
  const asked = performance.now();
  for (const patienceMs of START_MS) {
    try {
      return await attempt(kind, settings, signal, asked, patienceMs);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (error.code !== 'not-started') throw error;
    }
  }
  throw notStarted(settings);
}

async function attempt(
  kind: EngineKind,
  settings: ModeSettings,
  signal: AbortSignal,
  asked: number,
  patienceMs: number,
): Promise<Engine> {
  const module = await compiled(kind.flavour).catch((error: unknown) => {
    throw new EngineError(
      'load',
      `The engine could not be loaded (${String(error)}). Check the connection and run again.`,
    );
  });
  if (settings.place === 'page') return startOnPage(settings, module, asked, signal);
  const worker = keep(
    new Worker(new URL('../workers/engine.worker.ts', import.meta.url), {
      type: 'module',
      name: kind.mode,
    }),
  );
  const remote: Remote<Host> = wrap<Host>(worker);

  const ending = new Ending();
  let pulse: Worker | undefined;
  const dispose = (error: EngineError): void => {
    end(worker);
    if (pulse) end(pulse);
    ending.end(error);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    dispose(new EngineError('crash', `The engine stopped: ${event.message || 'its worker could not be started'}.`));
  });

  /** A call that ends with the engine, and ends the engine when it fails by more than wrong settings. */
  const call = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await ending.or(answer);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (!REFUSALS.has(error.code)) dispose(error);
      throw error;
    }
  };

  signal.addEventListener('abort', () => dispose(stopped()), { once: true });
  if (signal.aborted) dispose(stopped());
  const patience = setTimeout(() => dispose(notStarted(settings)), patienceMs);
  const started = await call(up(worker).then(() => remote.start(settings, module))).finally(() =>
    clearTimeout(patience),
  );
  let { signs } = started;
  // Where a worker can't start workers, this thread does it. It has then seen the engine's memory, which costs it address space for a while.
  if (started.bare) {
    const helper = mirrored(started.bare).then((made) => {
      pulse = made.worker;
      if (signal.aborted) end(pulse);
      return made.mirror;
    });
    signs = await call(helper);
  }
  const startMs = performance.now() - asked;

  /** Watches a call during which the engine must give signs of life. */
  const watched = async <T>(answer: () => Promise<T>): Promise<T> => {
    const watch = watchMessages(1, claimedCores, () => dispose(silent('The engine')));
    const hear = ({ data }: MessageEvent<unknown>): void => {
      if (data === 'alive') watch.alive();
      if (data === 'serial') watch.serial();
    };
    worker.addEventListener('message', hear);
    watch.work();
    const stop =
      signs &&
      watchSigns(signs, settings.threads, claimedCores, watch, (lane) =>
        dispose(silent(settings.threads > 1 ? `Thread ${lane + 1}` : 'The engine')),
      );
    try {
      return await call(answer());
    } finally {
      stop?.();
      watch.stop();
      worker.removeEventListener('message', hear);
    }
  };

  return {
    startMs,
    load: async ({ pixels, file }) => {
      const start = performance.now();
      const { size, bytes } = pixels ?? { size: { width: 0, height: 0 }, bytes: new Uint8Array() };
      if (isShared(bytes)) {
        await call(remote.load(size, bytes, file));
      } else {
        // The page keeps its own, so this is a copy; in pieces, since a whole picture would hold the page up.
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
          const piece = bytes.slice(at, at + PIECE_BYTES);
          await call(remote.receive(bytes.length, at, transfer(piece, transferables(piece))));
        }
        await call(remote.load(size, undefined, file));
      }
      return performance.now() - start;
    },
    run: (kernel, chunk, scope, batch) => watched(() => remote.run(kernel, chunk, scope, batch)),
    fingerprint: () => call(remote.fingerprint()),
    output: () => call(remote.output()),
    dispose: () => dispose(stopped()),
  };
}

/** The same on this thread. Nothing can end it while it works, and nobody can watch it: that is what blocking means. */
async function startOnPage(
  settings: ModeSettings,
  module: WebAssembly.Module,
  asked: number,
  signal: AbortSignal,
): Promise<Engine> {
  const { createHost } = await import('../workers/host.js');
  const host = createHost(() => {});
  let ended: EngineError | undefined;
  const stop = (): void => {
    ended ??= stopped();
    // This thread goes on, so its memory must be given back by hand.
    host.end();
  };
  signal.addEventListener('abort', stop, { once: true });
  const call = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (ended ?? signal.aborted) throw ended ?? stopped();
    try {
      return await work();
    } catch (thrown) {
      throw (ended = EngineError.from(thrown));
    }
  };
  await call(() => host.start(settings, module));
  return {
    startMs: performance.now() - asked,
    load: async ({ pixels, file }) => {
      const start = performance.now();
      const { size, bytes } = pixels ?? { size: { width: 0, height: 0 }, bytes: new Uint8Array() };
      await call(() => host.load(size, bytes, file));
      return performance.now() - start;
    },
    run: (kernel, chunk, scope, batch) => call(() => host.run(kernel, chunk, scope, batch)),
    fingerprint: () => call(() => host.fingerprint()),
    output: () => call(() => host.output()),
    dispose: stop,
  };
}

function stopped(): EngineError {
  return new EngineError('disposed', 'The engine was stopped.');
}

function silent(who: string): EngineError {
  return new EngineError(
    'hang',
    `${who} gave no sign of life for ${SILENCE_MS / 1000} seconds, so the run was stopped.`,
  );
}

function notStarted({ mode, threads }: ModeSettings): EngineError {
  const what = threads > 1 ? `The engine with ${threads} ${mode === 'workers' ? 'workers' : 'threads'}` : 'The engine';
  return new EngineError(
    'not-started',
    `${what} did not start within ${START_MS.reduce((sum, ms) => sum + ms, 0) / 1000} seconds. Fewer threads, or a reload, may help.`,
  );
}
