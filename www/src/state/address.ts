// The page's address: what other programs and links ask for.
//
//   ?kernel=gaussian&sigma=5&modes=simd,threads&threads=4&repeats=9&image=sample&autorun
//   &chunk=one-per-lane&passing=copy&scope=jpeg&blocking=simd
//   &experiment=break-even&budget=20
//
// An experiment is `race`, `ladder`, `scaling`, `growing`, `break-even` or `chunks`. Repeats are a fixed number of measured rounds; without
// them there are as many as it takes, within a budget of so many seconds or what suits the experiment.
// A chunk is `auto`, `one-per-lane` or a number of rows; passing is `transfer` or `copy`; scope is `kernel`, `png`, `jpeg` or `webp`;
// blocking names a mode of one thread that also runs on the page's own.
// Every part is optional. Parameters go by their own names. What can't be understood is left out and told in a sentence, and
// the rest holds.

import type {
  ChunkSize,
  Experiment,
  KernelInfo,
  KernelSettings,
  Mode,
  ParamInfo,
  ParamValue,
  ParamValues,
  Passing,
  Scope,
} from '../generated/model.js';
import { MODE_LABELS } from '../generated/model.js';
import { complete, defaultValue } from '../parameters.js';
import { isParallel, type Setup } from '../setup.js';

/** What an address asks for; absent parts were not asked for. */
export interface Asked {
  readonly kernel?: string;
  readonly params?: ParamValues;
  readonly modes?: readonly Mode[];
  readonly threads?: number;
  readonly repeats?: number;
  readonly experiment?: Experiment;
  readonly budgetS?: number;
  readonly chunk?: ChunkSize;
  readonly passing?: Passing;
  readonly scope?: Scope;
  readonly blocking?: Mode;
  readonly sample?: boolean;
  readonly autorun?: boolean;
  /** What could not be understood, as sentences. */
  readonly problems: readonly string[];
}

const OWN = [
  'kernel',
  'experiment',
  'modes',
  'threads',
  'repeats',
  'budget',
  'chunk',
  'passing',
  'scope',
  'blocking',
  'image',
  'autorun',
];
const EXPERIMENTS: readonly Experiment[] = ['race', 'ladder', 'scaling', 'growing', 'break-even', 'chunks'];
const MODES = Object.keys(MODE_LABELS) as Mode[];
const ONE_THREAD: readonly Mode[] = MODES.filter((mode) => !isParallel(mode));
const PASSINGS: readonly Passing[] = ['transfer', 'copy'];
const SCOPES: readonly Scope[] = ['kernel', 'png', 'jpeg', 'webp'];
/** An hour. */
export const MOST_SECONDS = 3600;
/** Rows of the tallest picture there is. */
const MOST_ROWS = 65_535;

/** Names and values that are longer can't be understood anyway, and are told in so many characters. */
const LONGEST_PART = 60;
/** More sentences than this nobody reads. */
const MOST_PROBLEMS = 8;

/** Reads the query of an address. `most` are the largest numbers that can be asked for; `hidden` names kernels that can be asked for although they aren't offered. */
export function readAddress(
  query: string,
  catalog: readonly KernelInfo[],
  most: { readonly threads: number; readonly repeats: number },
  hidden: readonly string[] = [],
): Asked {
  const { problems, ...asked } = readParts(query, catalog, most, hidden);
  const untold = problems.length - MOST_PROBLEMS;
  const more = untold === 1 ? 'Another part of the address' : `${untold} more parts of the address`;
  const told = untold > 0 ? [...problems.slice(0, MOST_PROBLEMS), `${more} can’t be understood either.`] : problems;
  return { ...asked, problems: told };
}

function readParts(...[query, catalog, most, hidden = []]: Parameters<typeof readAddress>): Asked {
  const brief = (text: string): string => (text.length > LONGEST_PART ? `${text.slice(0, LONGEST_PART)}…` : text);
  const search = new URLSearchParams([...new URLSearchParams(query)].map((part) => part.map(brief)));
  const problems: string[] = [];
  const asked: { -readonly [K in keyof Asked]: Asked[K] } = { problems };

  const whole = (name: string, most: number): number | undefined => {
    const text = search.get(name);
    if (text === null) return undefined;
    if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
    problems.push(`The address asks for ${name}=${text}, which is not a whole number from 1 to ${most}.`);
    return undefined;
  };
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | undefined => {
    const text = search.get(name);
    if (text === null || known.includes(text as T)) return (text ?? undefined) as T | undefined;
    problems.push(`The address asks for ${name}=${text}; it can be ${known.join(', ')}.`);
    return undefined;
  };
  asked.threads = whole('threads', most.threads);
  asked.repeats = whole('repeats', most.repeats);
  asked.budgetS = whole('budget', MOST_SECONDS);
  asked.experiment = oneOf('experiment', EXPERIMENTS);
  asked.passing = oneOf('passing', PASSINGS);
  asked.scope = oneOf('scope', SCOPES);
  asked.blocking = oneOf('blocking', ONE_THREAD);
  const chunk = search.get('chunk');
  if (chunk === 'auto' || chunk === 'one-per-lane') asked.chunk = chunk;
  else {
    const rows = whole('chunk', MOST_ROWS);
    if (rows !== undefined) asked.chunk = { rows };
  }
  const image = search.get('image');
  asked.sample = image === 'sample';
  if (image !== null && !asked.sample)
    problems.push(`The address asks for image=${image}; only “sample” can be asked for.`);
  asked.autorun = search.has('autorun') && search.get('autorun') !== '0';

  const modes = search.get('modes')?.split(',') ?? [];
  const known = MODES.filter((mode) => modes.includes(mode));
  if (known.length > 0) asked.modes = known;
  for (const mode of modes) if (!MODES.includes(mode as Mode)) problems.push(`There is no mode called “${mode}”.`);

  const name = search.get('kernel');
  const info = catalog.find((kernel) => kernel.name === name);
  if (name !== null && !info && !hidden.includes(name)) {
    problems.push(`There is no kernel called “${name}”.`);
    return asked;
  }
  if (name !== null) asked.kernel = name;
  const params: Record<string, ParamValue> = {};
  for (const [key, text] of search) {
    if (OWN.includes(key)) continue;
    const param = info?.params.find((p) => p.name === key);
    const value = param ? readParam(param, text) : hidden.includes(name ?? '') ? text : undefined;
    if (value === undefined)
      problems.push(`The address asks for ${key}=${text}, which ${info?.label ?? 'the page'} doesn't take.`);
    else params[key] = value;
  }
  asked.params = params;
  return asked;
}

/** The query that asks for this setting: what `readAddress` reads. What is as usual is left out, but for kernel, modes and threads. */
export function writeAddress(kernel: KernelSettings, setup: Setup, catalog: readonly KernelInfo[]): string {
  const query = new URLSearchParams({ kernel: kernel.name });
  const info = catalog.find(({ name }) => name === kernel.name);
  const values = info ? complete(info, kernel.params) : {};
  for (const param of info?.params ?? []) {
    const value = String(values[param.name]);
    if (value !== String(defaultValue(param))) query.set(param.name, value);
  }
  const { experiment, modes, threads, repeats, budgetS, chunk, passing, scope, blocking } = setup;
  if (experiment !== 'race') query.set('experiment', experiment);
  query.set('modes', modes.join(','));
  query.set('threads', String(threads));
  if (repeats !== undefined) query.set('repeats', String(repeats));
  if (budgetS !== undefined) query.set('budget', String(budgetS));
  if (chunk !== 'auto') query.set('chunk', typeof chunk === 'string' ? chunk : String(chunk.rows));
  if (passing !== 'transfer') query.set('passing', passing);
  if (scope !== 'kernel') query.set('scope', scope);
  if (blocking !== undefined) query.set('blocking', blocking);
  // A comma in a query needs no escape, and is easier to read.
  return query.toString().replaceAll('%2C', ',');
}

function readParam({ kind }: ParamInfo, text: string): ParamValue | undefined {
  if (kind.type === 'choice') return kind.choices.some((choice) => choice.name === text) ? text : undefined;
  const [first, second, ...more] = text.split(',').map((part) => readNumber(part, kind));
  if (kind.type === 'number') return second === undefined ? first : undefined;
  return first !== undefined && second !== undefined && more.length === 0 ? [first, second] : undefined;
}

/** A number within its range; what isn't is `NaN`'s own kind of absent. */
function readNumber(text: string, kind: Exclude<ParamInfo['kind'], { type: 'choice' }>): number | undefined {
  const number = text.trim() === '' ? NaN : Number(text);
  const step = kind.type === 'pair' ? 1 : kind.integer ? kind.step : 0;
  const fits = number >= kind.min && number <= kind.max && (step === 0 || (number - kind.min) % step === 0);
  return fits ? number : undefined;
}
