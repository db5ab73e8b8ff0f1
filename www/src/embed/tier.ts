/** How well this document can run, found by trying: each step says why there is no better one. */
import type { Tier } from './protocol.js';

export interface Found {
  readonly tier: Tier;
  /** A sentence: why not better, or that nothing better is needed. */
  readonly reason: string;
}

/** How long a worker may take to answer, in milliseconds. */
const PATIENCE_MS = 8000;

/** Tries the tiers from the best down. */
export async function findTier(): Promise<Found> {
  if (typeof WebAssembly === 'undefined')
    return { tier: 'replay', reason: 'This browser has no WebAssembly, so a recorded run is played.' };
  const answer = await probe();
  if (typeof answer === 'string') return { tier: 'replay', reason: `${answer} So a recorded run is played.` };
  // First: threads are workers that a worker starts, too.
  if (!answer.nested)
    return { tier: 'one-worker', reason: 'Workers can’t start workers in this browser, so one thread runs alone.' };
  if (answer.shared) return { tier: 'threads', reason: 'This frame is isolated, so threads can share memory.' };
  const reason = globalThis.crossOriginIsolated
    ? 'This browser doesn’t let workers share memory'
    : 'Neither the page around, nor this frame’s own headers in this browser, isolate it';
  return { tier: 'workers', reason: `${reason}: workers that share nothing run instead of threads.` };
}

/** What a worker can do here; a sentence where there can't be one. */
async function probe(): Promise<{ readonly nested: boolean; readonly shared: boolean } | string> {
  let worker: Worker;
  try {
    worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module', name: 'probe' });
  } catch {
    return 'This frame may not start workers: it is sandboxed, or was opened from a file.';
  }
  const answered = new Promise<{ nested: boolean; shared: boolean } | string>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<{ nested: boolean; shared: boolean }>): void => resolve(data);
    worker.onerror = (): void =>
      resolve('This frame’s workers can’t be loaded: it is sandboxed, or its host forbids it.');
    setTimeout(() => resolve('This frame’s workers don’t start.'), PATIENCE_MS);
    worker.postMessage(sharedMemory() ?? null);
  });
  return answered.finally(() => worker.terminate());
}

function sharedMemory(): WebAssembly.Memory | undefined {
  if (!globalThis.crossOriginIsolated) return undefined;
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  } catch {
    return undefined;
  }
}
