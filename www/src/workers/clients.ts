// The page's two helpers, each a worker that is started when first needed and started afresh after a crash.

import { wrap, type Remote } from 'comlink';

import { EngineError } from '../engines/engine.js';
import type { ChartsWorker } from './charts.worker.js';
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

/** Decoding, previews, comparison. */
export const pictures = new Client<PicturesWorker>(
  () => new Worker(new URL('./pictures.worker.ts', import.meta.url), { type: 'module', name: 'pictures' }),
);

/** Plans, statistics, charts. */
export const charts = new Client<ChartsWorker>(
  () => new Worker(new URL('./charts.worker.ts', import.meta.url), { type: 'module', name: 'charts' }),
);
