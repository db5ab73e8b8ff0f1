// The engines without the page: browser tests and benchmarks drive them from outside. Not in the built site.

import type { Engine, Pixels } from './engines/engine.js';
import { engineOf } from './engines/index.js';
import { startEngine } from './engines/start.js';
import type { ChunkSize, Execution, KernelSettings, ModeSettings, Size } from './generated/model.js';
import { room } from './workers/memory.js';

const engines = new Map<number, Engine>();
let next = 0;
let picture: Pixels | undefined;

function engine(id: number): Engine {
  const found = engines.get(id);
  if (!found) throw new Error(`there is no engine ${id}`);
  return found;
}

const lab = {
  /** Draws a picture that engines load from then on: smooth fields with grain, opaque. */
  draw(size: Size): void {
    const bytes = room(size.width * size.height * 4);
    let seed = 1;
    for (let i = 0; i < bytes.length; i += 4) {
      const x = (i / 4) % size.width;
      const y = Math.floor(i / 4 / size.width);
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const grain = (seed >>> 27) - 16;
      bytes[i] = 110 + 90 * Math.sin(x / 700) + grain;
      bytes[i + 1] = 120 + 80 * Math.cos(y / 500) + grain;
      bytes[i + 2] = 100 + 70 * Math.sin((x + y) / 900) + grain;
      bytes[i + 3] = 255;
    }
    picture = { size, bytes };
  },

  /** Starts an engine and loads the picture, if there is one; its number. */
  async start(settings: ModeSettings): Promise<number> {
    const started = await startEngine(engineOf(settings.mode), settings, new AbortController().signal);
    await started.load({ pixels: picture, file: undefined });
    engines.set((next += 1), started);
    return next;
  },

  async run(id: number, kernel: KernelSettings, chunk: ChunkSize = 'auto'): Promise<Execution> {
    const ran = await engine(id).run(kernel, chunk, 'kernel');
    return { ...ran, fingerprint: await engine(id).fingerprint() };
  },

  /** Runs it so many times; the median of the totals, in milliseconds. */
  async median(id: number, kernel: KernelSettings, runs: number): Promise<number> {
    const totals: number[] = [];
    for (let i = 0; i < runs; i += 1) totals.push((await engine(id).run(kernel, 'one-per-lane', 'kernel')).totalMs);
    return totals.sort((a, b) => a - b)[runs >> 1] ?? NaN;
  },

  dispose(...ids: number[]): void {
    for (const id of ids) {
      engine(id).dispose();
      engines.delete(id);
    }
  },
};

export type Lab = typeof lab;

declare global {
  interface Window {
    lab: Lab;
  }
}

window.lab = lab;
