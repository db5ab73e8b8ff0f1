/**
 * Share-nothing lanes that make small results of files, each a worker with an instance of its own.
 *
 *     const lanes = await startLanes(4, recipe);
 *     const outcome = await lanes.all[0].make(7, blobOrBytesOrPixels);   // never rejected: a fault is an outcome
 *     lanes.end();
 *
 * Files given to a lane while it works wait there, and the next one's bytes are read meanwhile. A lane that dies takes the file it was at with it, as
 * a fault, and is replaced; what waited there goes on.
 */
import { EngineError } from '../engines/engine.js';
import type { FileFault, Recipe } from '../generated/model.js';
import { end, keep, up } from '../workers/keep.js';
import { spansOf, type Outcome } from './files.js';
import type { Decoded, FromLane, ToLane } from './messages.js';
import { laneModule } from './module.js';

/** A lane at a file gives no sign; after so long without a result it is taken for hung, in milliseconds. */
const PATIENCE_MS = 60_000;

/** What a lane makes a result of. Bytes and pixels are copied to the lane. */
export type Source = Blob | Uint8Array<ArrayBuffer> | Decoded;

/** A generated X-ray: its size, and its bytes unless they were put into the browser's own folder. */
export interface Drawn {
  readonly size: number;
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

interface Waiting {
  readonly message: Exclude<ToLane, { type: 'start' }>;
  readonly done: (answer: FromLane & object) => void;
}

/** One lane. */
export class Lane {
  readonly index: number;
  readonly #module: WebAssembly.Module;
  readonly #recipe: Recipe;
  #worker: Worker;
  /** In the order in which they were given, which is that of the answers. */
  #waiting: Waiting[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  private constructor(index: number, module: WebAssembly.Module, recipe: Recipe, worker: Worker) {
    this.index = index;
    this.#module = module;
    this.#recipe = recipe;
    this.#worker = worker;
    this.#listen(worker);
  }

  static async start(index: number, recipe: Recipe): Promise<Lane> {
    const module = await laneModule();
    return new Lane(index, module, recipe, await started(index, module, recipe));
  }

  /** Files given and not yet done. */
  get inHand(): number {
    return this.#waiting.length;
  }

  /** Makes of a file what the recipe says. */
  async make(file: number, from: Source): Promise<Outcome> {
    const answer = await this.#ask({ type: 'file', file, from });
    if (answer.type !== 'done') return { file, spans: [], fault: asFault(answer) };
    const { made, fault, read } = answer;
    return { file, spans: spansOf(file, this.index, made, read), made, fault };
  }

  /** Draws the X-ray of this number, into a folder of the browser's own if there is one. Rejected with a sentence. */
  async draw(number: number, seed: number, folder: string, name: string): Promise<Drawn> {
    const answer = await this.#ask({ type: 'xray', file: number, seed, folder, name });
    if (answer.type === 'drawn') return { size: answer.size, bytes: answer.bytes };
    const { code, message } = asFault(answer);
    throw new EngineError(code, message);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    end(this.#worker);
    const stopped = { type: 'failed', code: 'disposed', message: 'The lane was ended.' } as const;
    for (const { done } of this.#waiting.splice(0)) done(stopped);
  }

  #ask(message: Waiting['message']): Promise<FromLane & object> {
    return new Promise((done) => {
      this.#waiting.push({ message, done });
      this.#send(message);
      if (this.#waiting.length === 1) this.#watch();
    });
  }

  #send(message: Waiting['message']): void {
    // Bytes are copied, not handed over, so that a lane that replaces this one can be given them again. Of a Blob only its name crosses.
    this.#worker.postMessage(message);
  }

  #listen(worker: Worker): void {
    worker.onmessage = ({ data }: MessageEvent<FromLane>) => {
      if (typeof data !== 'object' || data.type === 'ready') return;
      this.#answer(data);
      if (data.type === 'done' && data.dead) void this.#replace();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lost(`it stopped: ${event.message || 'it gave no reason'}`);
    };
  }

  #answer(answer: FromLane & object): void {
    this.#waiting.shift()?.done(answer);
    this.#watch();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => this.#lost(`it gave no sign for ${PATIENCE_MS / 1000} seconds`), PATIENCE_MS);
  }

  /** The file that the lane was at is lost with it. */
  #lost(why: string): void {
    const message = `The worker at this file was lost: ${why}. The other files are not concerned.`;
    this.#answer({ type: 'failed', code: 'crash', message });
    void this.#replace();
  }

  async #replace(): Promise<void> {
    end(this.#worker);
    if (this.#ended) return;
    try {
      const worker = await started(this.index, this.#module, this.#recipe);
      if (this.#ended) return end(worker);
      this.#worker = worker;
      this.#listen(worker);
      for (const { message } of this.#waiting) this.#send(message);
      this.#watch();
    } catch (thrown) {
      const { code, message } = EngineError.from(thrown);
      for (const { done } of this.#waiting.splice(0)) done({ type: 'failed', code, message });
    }
  }
}

const asFault = (answer: FromLane & object): FileFault =>
  answer.type === 'failed'
    ? { code: answer.code, message: answer.message }
    : { code: 'internal', message: 'A lane gave an answer that nobody asked for.' };

async function started(index: number, module: WebAssembly.Module, recipe: Recipe): Promise<Worker> {
  const worker = keep(
    new Worker(new URL('./lane.worker.ts', import.meta.url), { type: 'module', name: `batch lane ${index + 1}` }),
  );
  await up(worker);
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromLane>) =>
      typeof data === 'object' && data.type === 'failed' ? reject(data) : resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new EngineError('crash', `Worker ${index + 1} could not be started.`));
    };
    worker.postMessage({ type: 'start', module, recipe } satisfies ToLane);
  });
  return worker;
}

/** Lanes that were started together. */
export interface Lanes {
  readonly all: readonly Lane[];
  end(): void;
}

/** Starts so many lanes for a recipe. Rejected with a sentence if that can't be: a wrong recipe, no WebAssembly SIMD. */
export async function startLanes(count: number, recipe: Recipe): Promise<Lanes> {
  try {
    const all = await Promise.all(Array.from({ length: count }, (_, index) => Lane.start(index, recipe)));
    return { all, end: () => all.forEach((lane) => lane.end()) };
  } catch (thrown) {
    throw EngineError.from(thrown);
  }
}
