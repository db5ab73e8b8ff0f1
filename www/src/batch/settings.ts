// How a batch is set up, and its address.
//
//   batch.html?way=workers-map&lanes=4&chunksize=8&exact&count=200&seed=1&steps=[{"name":"resize","params":{"width":64,"height":64}}]
//
// Every part is optional. What can't be understood is left out and told in a sentence, and the rest holds.

import { catalog } from '../generated/catalog.js';
import type { KernelSettings, Recipe, Way } from '../generated/model.js';
import { claimedCores, mostThreads } from '../cores.js';
import { complete } from '../parameters.js';
import { ways } from './ways/index.js';
import { MOST_XRAYS } from './xrays.js';

/** What the visitor chose. */
export interface Settings extends Recipe {
  readonly way: Way;
  readonly lanes: number;
  readonly chunksize: number;
  /** X-rays to generate, and of which series. */
  readonly count: number;
  readonly seed: number;
}

/** As in the talk, but for the number of files. */
export const DEFAULTS: Settings = {
  way: 'threads-map',
  lanes: claimedCores,
  chunksize: 8,
  count: 200,
  seed: 1,
  exact: false,
  steps: [{ name: 'resize', params: { width: 64, height: 64 } }],
};

/** The numbers, and what they may be. */
export const RANGES = {
  lanes: { min: 1, max: mostThreads },
  chunksize: { min: 1, max: 64 },
  count: { min: 1, max: MOST_XRAYS },
  seed: { min: 1, max: 999 },
} as const;

/** The kernels that a step can be: those that read a picture. */
export const STEP_KERNELS = catalog.filter(({ needsSource }) => needsSource);

/** Steps that can be asked for. */
export const MOST_STEPS = 16;

/** Reads the query of an address. */
export function readSettings(query: string): { readonly settings: Settings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  let settings = DEFAULTS;
  for (const [name, text] of new URLSearchParams(query)) {
    if (name in RANGES) {
      const { min, max } = RANGES[name as keyof typeof RANGES];
      const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
      if (value >= min && value <= max) settings = { ...settings, [name]: value };
      else
        problems.push(`The address asks for ${told(name, text)}, which is not a whole number from ${min} to ${max}.`);
    } else if (name === 'way') {
      const kind = ways.find(({ way }) => way === text);
      if (kind) settings = { ...settings, way: kind.way };
      else
        problems.push(`The address asks for ${told(name, text)}; it can be ${ways.map(({ way }) => way).join(', ')}.`);
    } else if (name === 'exact') settings = { ...settings, exact: text !== '0' };
    else if (name === 'steps') {
      const steps = readSteps(text);
      if (typeof steps === 'string') problems.push(steps);
      else settings = { ...settings, steps };
    } else problems.push(`The address asks for ${told(name, text)}, which this page doesn’t take.`);
  }
  return { settings, problems };
}

/** What an address said, cut short: it may be as long as anybody likes. */
const told = (name: string, text: string): string => `${name}=${text}`.slice(0, 60);

function readSteps(text: string): KernelSettings[] | string {
  const refused = 'The steps in the address can’t be read, so the usual one is taken: resize to 64 × 64.';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refused;
  }
  if (!Array.isArray(parsed) || parsed.length > MOST_STEPS) return refused;
  const steps: KernelSettings[] = [];
  for (const step of parsed as readonly unknown[]) {
    const { name, params } = (step ?? {}) as { name?: unknown; params?: unknown };
    const info = STEP_KERNELS.find((kernel) => kernel.name === name);
    if (!info) return refused;
    steps.push({ name: info.name, params: complete(info, (params ?? {}) as KernelSettings['params']) });
  }
  return steps;
}

/** The query that asks for these settings, without what is usual. */
export function writeSettings(settings: Settings): string {
  const query = new URLSearchParams();
  for (const name of ['way', 'lanes', 'chunksize', 'count', 'seed'] as const)
    if (settings[name] !== DEFAULTS[name]) query.set(name, String(settings[name]));
  if (settings.exact) query.set('exact', '1');
  const steps = JSON.stringify(settings.steps);
  if (steps !== JSON.stringify(DEFAULTS.steps)) query.set('steps', steps);
  const text = query.toString();
  return text && `?${text}`;
}
