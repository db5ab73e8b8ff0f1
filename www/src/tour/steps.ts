// The tour's steps: which toys each brings, and where it leads. What they say is in the text.

import type { ChartName } from '../generated/model.js';
import type { Settings } from '../requests/app.js';
import type { StepId } from './language.js';

/** A toy with its settings; where a step has several, `name` finds its label in the text. */
export type ToySettings = { readonly name: string } & (
  | { readonly kind: 'race'; readonly query: string; readonly charts: readonly ChartName[] }
  | { readonly kind: 'breakfast'; readonly query: string; readonly controls: readonly string[] }
  | { readonly kind: 'requests'; readonly settings: Partial<Settings>; readonly limits: readonly number[] }
  | { readonly kind: 'batch'; readonly query: string }
  | { readonly kind: 'amdahl' }
);

/** A step, but for what it says. */
export interface Step {
  readonly toys: readonly ToySettings[];
  /** Addresses on this site, by the names of their labels. */
  readonly links: Readonly<Record<string, string>>;
  /** What the talk measured, in seconds, by the names of its labels. */
  readonly talkSeconds?: Readonly<Record<string, number>>;
}

/** Races of the tour are short: a few seconds, or as many rounds as tell something. */
const race = (name: string, query: string, charts: readonly ChartName[]): ToySettings => ({
  name,
  kind: 'race',
  query,
  charts,
});

const breakfast = (name: string, preset: string, ...controls: readonly string[]): ToySettings => ({
  name,
  kind: 'breakfast',
  query: `preset=${preset}`,
  controls,
});

/** The X-rays of the tour: enough to see lanes fill, few enough to wait for. */
const XRAYS = 40;

export const STEPS: Readonly<Record<StepId, Step>> = {
  why: { toys: [race('one', 'experiment=race&kernel=gaussian&sigma=5&modes=simd&repeats=5', ['lanes'])], links: {} },
  loops: { toys: [breakfast('shop', 'one-toaster')], links: {} },
  toasters: { toys: [breakfast('shop', 'four-toasters', 'toasters')], links: {} },
  waiting: { toys: [breakfast('shop', 'standing-by', 'waiting')], links: {} },
  optimised: { toys: [race('ladder', 'experiment=ladder&kernel=sobel&budget=8', ['ladder'])], links: {} },
  worth: {
    toys: [
      race('chained', 'experiment=race&kernel=floyd_steinberg&modes=simd,threads&budget=6', ['lanes']),
      race('free', 'experiment=race&kernel=ordered_dither&modes=simd,threads&budget=6', ['lanes']),
      race('small', 'experiment=break-even&kernel=gaussian&modes=simd,threads&budget=8', ['break-even']),
    ],
    links: {},
  },
  amdahl: {
    toys: [
      { name: 'law', kind: 'amdahl' },
      race('yours', 'experiment=scaling&kernel=equalize&modes=simd,threads&budget=8', ['speed-up']),
    ],
    links: {},
  },
  processes: {
    toys: [
      race('three', 'experiment=race&kernel=gaussian&sigma=5&modes=simd,threads,workers&passing=copy&budget=8', [
        'bars',
      ]),
    ],
    links: {},
  },
  order: { toys: [breakfast('shop', 'uneven', 'service', 'batch')], links: {} },
  xrays: {
    toys: [{ name: 'run', kind: 'batch', query: `count=${XRAYS}` }],
    links: { batch: './batch.html?count=1000' },
    talkSeconds: { list: 29.71, map: 29.48, pool: 6.98 },
  },
  requests: {
    toys: [{ name: 'crowd', kind: 'requests', settings: { count: 40, latencyMs: 50 }, limits: [1] }],
    links: { requests: './requests.html' },
    talkSeconds: { loop: 977.88, threads: 46.83 },
  },
  takeaway: {
    toys: [race('invert', 'experiment=race&kernel=invert&modes=simd,threads&budget=6', ['bars'])],
    links: { lab: './' },
  },
};
