/**
 * What an embed can be asked for. The frame's address, the element's attributes and the snippets have the same options:
 *
 *   view    what is shown: one of `VIEWS`
 *   theme   light or dark; else as the reader's system has it
 *   report  address of a recorded report (JSON), for where nothing can be run
 *   image   address of the picture to race on; the host must let others read it (CORS)
 *           Anybody can write a link, so other sites are asked when somebody has pressed a button or the page around has said so,
 *           and by https alone.
 *   step    the tour's step, by its name or its number
 *   toy     which of that step's toys, by its name
 *   controls  what can be changed of the breakfast, by its names in the breakfast's address, with commas
 *   autorun begin by itself as soon as it is seen
 *   and whatever the view's own page takes in its address: kernel, its parameters, modes, threads, repeats, … (`state/address.ts`).
 */
import type { ChartName, Mode } from '../generated/model.js';

interface View {
  /** Where the full version is. */
  readonly page: 'index.html' | 'breakfast.html' | 'requests.html' | 'tour.html';
  /** What is shown of a race. */
  readonly charts?: readonly ChartName[];
  /** What the view adds to an address that doesn't say. */
  readonly usual?: Readonly<Record<string, string>>;
}

export const VIEWS = {
  race: { page: 'index.html', charts: ['bars', 'lanes'] },
  bars: { page: 'index.html', charts: ['bars'] },
  lanes: { page: 'index.html', charts: ['lanes'] },
  'speed-up': { page: 'index.html', charts: ['speed-up'], usual: { experiment: 'scaling' } },
  'break-even': { page: 'index.html', charts: ['break-even'], usual: { experiment: 'break-even' } },
  where: { page: 'index.html', charts: ['where'] },
  breakfast: { page: 'breakfast.html' },
  network: { page: 'requests.html' },
  'tour-step': { page: 'tour.html' },
} as const satisfies Readonly<Record<string, View>>;

export type ViewName = keyof typeof VIEWS;

/** Options that are the embed's own; the others are the view's page's. */
export const OWN = ['view', 'theme', 'report', 'image', 'step', 'toy', 'controls', 'autorun'];
const ONE_THREAD: readonly string[] = ['js', 'scalar', 'simd'] satisfies Mode[];
/** Longest address that is read: nobody writes longer ones. */
const LONGEST_QUERY = 4000;

export interface EmbedOptions {
  readonly view: ViewName;
  readonly theme: 'light' | 'dark' | undefined;
  /** Absolute addresses. */
  readonly report: string | undefined;
  readonly image: string | undefined;
  /** The other site that has the report; nothing where it is ours. */
  readonly reportHost: string | undefined;
  readonly step: string | undefined;
  readonly toy: string | undefined;
  readonly controls: readonly string[];
  readonly autorun: boolean;
  /** The rest, as the view's page takes it. */
  readonly query: string;
  /** What could not be understood, as sentences. */
  readonly problems: readonly string[];
}

/** Reads a frame's query; addresses in it are relative to `base`. */
export function readOptions(search: string, base: string): EmbedOptions {
  const problems: string[] = [];
  const long = search.length > LONGEST_QUERY;
  if (long) problems.push(`The address is longer than ${LONGEST_QUERY} characters, so its options were left out.`);
  const params = new URLSearchParams(long ? '' : search);
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | undefined => {
    const text = params.get(name);
    if (text === null || known.includes(text as T)) return (text ?? undefined) as T | undefined;
    problems.push(`The address asks for ${name}=${text.slice(0, 40)}; it can be ${known.join(', ')}.`);
    return undefined;
  };
  const address = (name: string): string | undefined => {
    const text = params.get(name);
    if (text === null) return undefined;
    const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
    if (url && mayBeAsked(url, new URL(base))) return url.href;
    problems.push(
      `The address asks for ${name}=${text.slice(0, 40)}, which is neither here nor an address with https.`,
    );
    return undefined;
  };
  /** The other site that an address is of. */
  const elsewhere = (of: string | undefined): string | undefined =>
    of === undefined || new URL(of).origin === new URL(base).origin ? undefined : new URL(of).host;
  const view = oneOf('view', Object.keys(VIEWS) as ViewName[]) ?? 'race';
  const { usual = {} }: View = VIEWS[view];
  const rest = new URLSearchParams([...params].filter(([name]) => !OWN.includes(name)));
  for (const [name, value] of Object.entries(usual)) if (!rest.has(name)) rest.set(name, value);
  const theme = oneOf('theme', ['light', 'dark']);
  const [report, image] = [address('report'), address('image')];
  const wanted = params.has('autorun') && params.get('autorun') !== '0';
  const imageHost = elsewhere(image);
  if (wanted && imageHost !== undefined)
    problems.push(`The picture is on ${imageHost}, which is asked only when you begin: so nothing begins by itself.`);
  return {
    view,
    theme,
    report,
    image,
    reportHost: elsewhere(report),
    step: params.get('step') ?? undefined,
    toy: params.get('toy') ?? undefined,
    controls: params.get('controls')?.split(',') ?? [],
    autorun: wanted && imageHost === undefined,
    query: rest.toString(),
    problems,
  };
}

/** Whether a link may have an address asked: our own site's, else by https; and on this machine what else is on it, for who builds this. */
function mayBeAsked(url: URL, here: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && (url.origin === here.origin || (isLoopback(url) && isLoopback(here)));
}

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** The same on a page of its own, relative to the site. */
export function fullVersion({ view, query, step }: Pick<EmbedOptions, 'view' | 'query' | 'step'>): string {
  const { page } = VIEWS[view];
  const params = new URLSearchParams(query);
  return page + (params.size > 0 ? `?${params}` : '') + (view === 'tour-step' && step ? `#${step}` : '');
}

/** The race that needs one thread alone, of a query that may ask for more: its modes of one thread, if it has two to compare. */
export function onOneThread(query: string): string {
  const params = new URLSearchParams(query);
  const single = (params.get('modes') ?? '').split(',').filter((mode) => ONE_THREAD.includes(mode));
  params.set('modes', single.length > 1 ? single.join(',') : 'simd,scalar');
  // What varies the number of threads, and what only several have.
  for (const name of ['experiment', 'threads', 'chunk', 'passing']) params.delete(name);
  return params.toString();
}

/** What is shown of a race; nothing where the view is no race. */
export function chartsOf(view: ViewName): readonly ChartName[] {
  const { charts = [] }: View = VIEWS[view];
  return charts;
}
