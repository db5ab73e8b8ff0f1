// Designs, rounds, statistics and charts, away from the page's own thread.

import { expose } from 'comlink';

import type {
  BatchReport,
  BatchRun,
  Design,
  Drawing,
  Figure,
  FigureId,
  Morning,
  NetworkRun,
  Next,
  Report,
  Settings,
  Shop,
  ShopPreset,
  SoFar,
  Summary,
  Theme,
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

/** A report, and what tells it from those it is laid over. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** What reports say that are shown in the same charts. */
export interface Shown {
  /** The first one's. */
  readonly summary: Summary;
  /** The charts that have something to show of any; modes are counted through all reports. */
  readonly figures: readonly FigureId[];
  /** What the modes of all reports are called, with the reports' letters where there are several. */
  readonly modes: readonly string[];
}

let gallery: charts.Gallery | undefined;
let breakfast: charts.Breakfast | undefined;

const api = {
  design: async (asked: Design): Promise<Settings> => (await loaded()).design(asked) as Settings,
  nextRound: async (soFar: SoFar): Promise<Next> => (await loaded()).nextRound(soFar) as Next,
  /** A report from elsewhere, checked, with all that an older or shorter one leaves out. */
  readReport: async (value: Report): Promise<Report> => (await loaded()).readReport(value) as Report,
  /** Takes a report, or several to be laid over each other: until the next ones, figures are drawn from them. */
  show: async (reports: readonly NamedReport[]): Promise<Shown> => {
    const { Gallery } = await loaded();
    // Emptied first, so that of what is refused nothing older is shown.
    gallery?.free();
    gallery = undefined;
    try {
      gallery = new Gallery(reports);
    } catch (error) {
      // A report that contradicts itself is no reason to give the worker up, and those who wait for other drawings.
      throw { code: 'refused', message: String(error) };
    }
    return {
      summary: gallery.summary() as Summary,
      figures: gallery.figures() as FigureId[],
      modes: gallery.modes() as string[],
    };
  },
  /** A chart of what was shown last; nothing where it has nothing to show. */
  figure: async (id: FigureId, drawing: Drawing): Promise<Figure | null> => {
    // What was asked before is answered before: a report may be on its way into the gallery.
    await loaded();
    return (gallery?.figure(id, drawing) ?? null) as Figure | null;
  },
  /** Who drew what of the first report's result, to be laid over it; empty where there is nothing to show. */
  overlay: async (theme: Theme): Promise<string> => {
    await loaded();
    return gallery?.overlay(theme) ?? '';
  },
  waterfall: async (run: NetworkRun, drawing: Drawing): Promise<Figure> =>
    (await loaded()).waterfall(run, drawing) as Figure,
  batchLanes: async (run: BatchRun, drawing: Drawing): Promise<Figure> =>
    (await loaded()).batchLanes(run, drawing) as Figure,
  batchWays: async (report: BatchReport, drawing: Drawing): Promise<Figure> =>
    (await loaded()).batchWays(report, drawing) as Figure,
  shopPresets: async (): Promise<ShopPreset[]> => (await loaded()).shopPresets() as ShopPreset[],
  /** Simulates a shop: until the next one, captions and lanes are of its morning. */
  simulate: async (shop: Shop): Promise<Morning> => {
    const { Breakfast } = await loaded();
    breakfast?.free();
    breakfast = undefined;
    breakfast = new Breakfast(shop);
    return breakfast.morning() as Morning;
  },
  /** What is going on at a time, in milliseconds of virtual time; empty before a shop was simulated. */
  caption: async (atMs: number): Promise<string> => {
    await loaded();
    return breakfast?.caption(atMs) ?? '';
  },
  /** The morning's lanes; nothing before a shop was simulated. */
  morningFigure: async (drawing: Drawing): Promise<Figure | null> => {
    await loaded();
    return (breakfast?.figure(drawing) ?? null) as Figure | null;
  },
};

export type ChartsWorker = typeof api;

expose(api);
