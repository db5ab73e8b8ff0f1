// Designs, rounds, statistics and charts, away from the page's own thread.

import { expose } from 'comlink';

import type {
  Design,
  Drawing,
  Figure,
  FigureId,
  Mode,
  Next,
  Report,
  Settings,
  Size,
  SoFar,
  Summary,
  Theme,
  Trace,
} from '../generated/model.js';
import init, * as charts from '../generated/wasm/charts/module.js';
import url from '../generated/wasm/charts/module_bg.wasm?url';

let ready: Promise<unknown> | undefined;

/** The module, loaded with the first call. */
async function loaded(): Promise<typeof charts> {
  await (ready ??= init({ module_or_path: url }).catch((error: unknown) => {
    ready = undefined;
    throw {
      code: 'load',
      message: `The charts could not be loaded (${String(error)}). Check the connection and try again.`,
    };
  }));
  return charts;
}

/** A report's summary, and the charts that have something to show. */
export interface Shown {
  readonly summary: Summary;
  readonly figures: readonly FigureId[];
}

let gallery: charts.Gallery | undefined;

const api = {
  design: async (asked: Design): Promise<Settings> => (await loaded()).design(asked) as Settings,
  nextRound: async (soFar: SoFar): Promise<Next> => (await loaded()).nextRound(soFar) as Next,
  /** Takes a report: until the next one, figures are drawn from it. */
  show: async (report: Report): Promise<Shown> => {
    const { Gallery } = await loaded();
    const next = new Gallery(report);
    gallery?.free();
    gallery = next;
    return { summary: next.summary() as Summary, figures: next.figures() as FigureId[] };
  },
  /** A chart of the report that was shown last; nothing where it has nothing to show. */
  figure: async (id: FigureId, drawing: Drawing): Promise<Figure | null> =>
    (gallery?.figure(id, drawing) ?? null) as Figure | null,
  overlay: async (trace: Trace, mode: Mode, size: Size, theme: Theme): Promise<string> =>
    (await loaded()).overlay(trace, mode, size, theme),
};

export type ChartsWorker = typeof api;

expose(api);
