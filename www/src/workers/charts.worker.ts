// Plans, statistics and charts, away from the page's own thread.

import { expose } from 'comlink';

import type { Mode, Report, Settings, Size, Step, Summary, Trace } from '../generated/model.js';
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

/** How a chart is drawn: CSS pixels and theme. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
}

const api = {
  plan: async (settings: Settings): Promise<Step[]> => (await loaded()).plan(settings) as Step[],
  summarise: async (report: Report): Promise<Summary> => (await loaded()).summarise(report) as Summary,
  timing: async (report: Report, summary: Summary, { width, height, dark }: Drawing): Promise<string> =>
    (await loaded()).timing(report, summary, width, height, dark),
  frames: async (report: Report, { width, height, dark }: Drawing): Promise<string> =>
    (await loaded()).frames(report, width, height, dark),
  lanes: async (trace: Trace, mode: Mode, axisMs: number, { width, height, dark }: Drawing): Promise<string> =>
    (await loaded()).lanes(trace, mode, axisMs, width, height, dark),
  overlay: async (trace: Trace, mode: Mode, size: Size, dark: boolean): Promise<string> =>
    (await loaded()).overlay(trace, mode, size, dark),
};

export type ChartsWorker = typeof api;

expose(api);
