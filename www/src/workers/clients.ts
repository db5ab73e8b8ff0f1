// The page's two helpers, each a worker that is started when first needed and started afresh after a crash.

import { transfer, wrap, type Remote } from 'comlink';

import { EngineError, type Pixels } from '../engines/engine.js';
import type { Mode, Report, Settings, Size, Trace } from '../generated/model.js';
import type { ChartsWorker, Drawing } from './charts.worker.js';
import { transferables } from './memory.js';
import type { PicturesWorker } from './pictures.worker.js';

/** A worker that can be replaced: calls go to the current one. */
class Client<Api> {
  #current: { worker: Worker; remote: Remote<Api>; broken: Promise<never> } | undefined;
  readonly #start: () => Worker;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** Makes a call. A crash ends the worker, and the next call starts another; a plain refusal doesn't. */
  async call<T>(ask: (remote: Remote<Api>) => Promise<T>): Promise<T> {
    const { remote, broken } = (this.#current ??= this.#fresh());
    try {
      return await Promise.race([ask(remote), broken]);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (error.code === 'crash' || error.code === 'out-of-memory') {
        this.#current?.worker.terminate();
        this.#current = undefined;
      }
      throw error;
    }
  }

  #fresh() {
    const worker = this.#start();
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new EngineError('crash', `A helper stopped: ${event.message || 'its worker could not be started'}.`));
      });
    });
    broken.catch(() => {});
    return { worker, remote: wrap<Api>(worker), broken };
  }
}

const picturesClient = new Client<PicturesWorker>(
  () => new Worker(new URL('./pictures.worker.ts', import.meta.url), { type: 'module', name: 'pictures' }),
);

const chartsClient = new Client<ChartsWorker>(
  () => new Worker(new URL('./charts.worker.ts', import.meta.url), { type: 'module', name: 'charts' }),
);

/** Whole pictures: decoding, previews, comparison. Pixels that aren't shared are handed over, not copied. */
export const pictures = {
  /** A file as pixels, with a preview; rejected with the sentence to show beside its name. */
  decode: (file: Blob) => picturesClient.call((worker) => worker.decode(file)),
  /** A picture for the screen; gives the pixels back. */
  preview: (pixels: Pixels) =>
    picturesClient.call((worker) => worker.preview(transfer(pixels, transferables(pixels.bytes)))),
  /** Offset of the first byte in which any result differs from the first, or −1. Takes the bytes. */
  firstDifference: (results: readonly Uint8Array[]) =>
    picturesClient.call((worker) => worker.firstDifference(transfer([...results], transferables(...results)))),
};

/** Plans, statistics, charts. */
export const charts = {
  plan: (settings: Settings) => chartsClient.call((worker) => worker.plan(settings)),
  summarise: (report: Report) => chartsClient.call((worker) => worker.summarise(report)),
  timing: (report: Report, drawing: Drawing) => chartsClient.call((worker) => worker.timing(report, drawing)),
  lanes: (trace: Trace, mode: Mode, drawing: Drawing) =>
    chartsClient.call((worker) => worker.lanes(trace, mode, drawing)),
  overlay: (trace: Trace, mode: Mode, size: Size, dark: boolean) =>
    chartsClient.call((worker) => worker.overlay(trace, mode, size, dark)),
};
