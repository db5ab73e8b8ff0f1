// The page's two helpers, each a worker that is started when first needed and started afresh after a crash.

import { transfer, wrap, type Remote } from 'comlink';

import { EngineError, type Pixels } from '../engines/engine.js';
import type {
  BatchReport,
  BatchRun,
  Design,
  Drawing,
  FigureId,
  NetworkRun,
  Report,
  Shop,
  SoFar,
  Theme,
} from '../generated/model.js';
import { Ending } from '../until.js';
import type { ChartsWorker, NamedReport } from './charts.worker.js';
import { transferables } from './memory.js';
import type { PicturesWorker } from './pictures.worker.js';

/** A worker with the calls that wait for it. */
interface Connection<Api> {
  readonly worker: Worker;
  readonly remote: Remote<Api>;
  readonly ending: Ending;
}

/** A worker that can be replaced: calls go to the current one. */
class Client<Api> {
  #current: Connection<Api> | undefined;
  readonly #start: () => Worker;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** Makes a call. A crash ends the worker with all that wait for it, and the next call starts another; a plain refusal doesn't. */
  call<T>(ask: (remote: Remote<Api>) => Promise<T>): Promise<T> {
    const connection = (this.#current ??= this.#connect());
    return connection.ending.or(ask(connection.remote)).catch((thrown: unknown) => {
      const error = EngineError.from(thrown);
      if (error.code === 'crash' || error.code === 'out-of-memory') this.#end(connection, error);
      throw error;
    });
  }

  /** Whether a call waits for its answer. */
  get isBusy(): boolean {
    return this.#current?.ending.isAwaited ?? false;
  }

  /** Gives the worker's memory back, unless somebody waits for it: a WebAssembly memory never shrinks by itself. */
  release(): void {
    if (this.#current && !this.isBusy) this.#end(this.#current, new EngineError('disposed', 'The helper was stopped.'));
  }

  #connect(): Connection<Api> {
    const worker = this.#start();
    const connection: Connection<Api> = { worker, remote: wrap<Api>(worker), ending: new Ending() };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const why = event.message || 'its worker could not be started';
      this.#end(connection, new EngineError('crash', `A helper stopped: ${why}.`));
    });
    return connection;
  }

  #end(connection: Connection<Api>, error: EngineError): void {
    connection.worker.terminate();
    if (this.#current === connection) this.#current = undefined;
    connection.ending.end(error);
  }
}

/** Pictures from this size on leave so much memory behind in their decoder that it is given back. */
const LARGE_BYTES = 64 << 20;

const picturesClient = new Client<PicturesWorker>(
  () => new Worker(new URL('./pictures.worker.ts', import.meta.url), { type: 'module', name: 'pictures' }),
);

const chartsClient = new Client<ChartsWorker>(
  () => new Worker(new URL('./charts.worker.ts', import.meta.url), { type: 'module', name: 'charts' }),
);

/** Whole pictures: decoding, previews, comparison. Pixels that aren't shared are handed over, not copied. */
export const pictures = {
  /** A file as pixels, with a preview; rejected with the sentence to show beside its name. */
  decode: async (file: Blob) => {
    const decoded = await picturesClient.call((worker) => worker.decode(file));
    if (decoded.pixels.bytes.length >= LARGE_BYTES) picturesClient.release();
    return decoded;
  },
  /** A picture for the screen; gives the pixels back. */
  preview: (pixels: Pixels) =>
    picturesClient.call((worker) => worker.preview(transfer(pixels, transferables(pixels.bytes)))),
  /** How two results differ. Takes the bytes, and gives the first ones back. */
  compare: (one: Uint8Array<ArrayBufferLike>, other: Uint8Array<ArrayBufferLike>) =>
    picturesClient.call((worker) =>
      worker.compare(transfer(one, transferables(one)), transfer(other, transferables(other))),
    ),
};

/** What a charts worker holds: figures and captions are of that. */
const held = new WeakMap<object, { reports?: readonly NamedReport[]; shop?: Shop }>();

/** Notes that a worker is given something new to hold. */
function hold(worker: Remote<ChartsWorker>, what: { reports?: readonly NamedReport[]; shop?: Shop }): void {
  held.set(worker, { ...held.get(worker), ...what });
}

/** Has the worker take these reports up again, if others came in between; it does so before whatever it is asked next. */
function recallReports(worker: Remote<ChartsWorker>, reports: readonly NamedReport[]): void {
  if (held.get(worker)?.reports === reports) return;
  hold(worker, { reports });
  // Should it refuse, what is asked next fails too, and tells.
  worker.show(reports).catch(() => undefined);
}

/** As `recallReports`, of a shop's morning. */
function recallShop(worker: Remote<ChartsWorker>, shop: Shop): void {
  if (held.get(worker)?.shop === shop) return;
  hold(worker, { shop });
  worker.simulate(shop).catch(() => undefined);
}

/** Designs, rounds, statistics, charts. */
export const charts = {
  design: (asked: Design) => chartsClient.call((worker) => worker.design(asked)),
  nextRound: (soFar: SoFar) => chartsClient.call((worker) => worker.nextRound(soFar)),
  /** A report from elsewhere, checked, with all that an older or shorter one leaves out; rejected with a sentence. */
  readReport: (value: Report) => chartsClient.call((worker) => worker.readReport(value)),
  /** Takes a report, or several to be laid over each other: the first one's summary, the charts of all. */
  show: (reports: readonly NamedReport[]) =>
    chartsClient.call((worker) => {
      hold(worker, { reports });
      return worker.show(reports);
    }),
  /** A chart of reports: at little cost of those that were taken last, which are the same array, of any others too. */
  figure: (reports: readonly NamedReport[], id: FigureId, drawing: Drawing) =>
    chartsClient.call((worker) => {
      recallReports(worker, reports);
      return worker.figure(id, drawing);
    }),
  /** Who drew what of the first report's result. */
  overlay: (reports: readonly NamedReport[], theme: Theme) =>
    chartsClient.call((worker) => {
      recallReports(worker, reports);
      return worker.overlay(theme);
    }),
  /** Whether something is being drawn or reckoned. */
  isBusy: () => chartsClient.isBusy,
  /** Requests as lanes over time. */
  waterfall: (run: NetworkRun, drawing: Drawing) => chartsClient.call((worker) => worker.waterfall(run, drawing)),
  /** A batch's files on its lanes. */
  batchLanes: (run: BatchRun, drawing: Drawing) => chartsClient.call((worker) => worker.batchLanes(run, drawing)),
  /** A batch's ways side by side. */
  batchWays: (report: BatchReport, drawing: Drawing) =>
    chartsClient.call((worker) => worker.batchWays(report, drawing)),
};

/** Breakfasts in virtual time. */
export const breakfasts = {
  presets: () => chartsClient.call((worker) => worker.shopPresets()),
  /** Simulates a shop. */
  simulate: (shop: Shop) =>
    chartsClient.call((worker) => {
      hold(worker, { shop });
      return worker.simulate(shop);
    }),
  /** What is going on in a shop at a time, in milliseconds of virtual time. */
  caption: (shop: Shop, atMs: number) =>
    chartsClient.call((worker) => {
      recallShop(worker, shop);
      return worker.caption(atMs);
    }),
  /** The lanes of a shop's morning. */
  figure: (shop: Shop, drawing: Drawing) =>
    chartsClient.call((worker) => {
      recallShop(worker, shop);
      return worker.morningFigure(drawing);
    }),
};
