/**
 * What an embed and the page around it say to each other by `postMessage`: version 1. `docs/embedding.md` describes it for others.
 *
 * Every message is an object with `fourToasters` (the version) and `type`. Who gets one checks that it comes from the other window, from the
 * origin it must come from, and that it has the shape below; anything else is passed over.
 */
import type { Report } from '../generated/model.js';

export const PROTOCOL = 1;

/** How an embed runs, the best first. */
export type Tier = 'threads' | 'workers' | 'one-worker' | 'replay' | 'picture';
export const TIERS: readonly Tier[] = ['threads', 'workers', 'one-worker', 'replay', 'picture'];

/** What an embed says. All but `height` go only to the origin that said `hello`. */
export type FromEmbed =
  /** How high it wants to be, in CSS pixels. */
  | { readonly type: 'height'; readonly height: number }
  /** How it runs, and why not better. */
  | { readonly type: 'tier'; readonly tier: Tier; readonly reason: string }
  | { readonly type: 'started' }
  /** How much is done, from 0 to 1. */
  | { readonly type: 'progress'; readonly share: number }
  /** What came of it: a `Report` for races, else what the view's own page gives. */
  | { readonly type: 'report'; readonly report: Report | object }
  /** It ended, and there is nothing to report: it was cancelled before anything was measured. */
  | { readonly type: 'stopped' }
  /** The answer to `save`: the whole report as one HTML document, */
  | { readonly type: 'file'; readonly html: string }
  /** or a sentence that says why there is none. */
  | { readonly type: 'file'; readonly problem: string }
  /** Escape was pressed: the page around may have the keyboard back. */
  | { readonly type: 'leave' };

/** What the page around an embed says. */
export type FromPage =
  /** The first message: where answers go from now on. */
  | { readonly type: 'hello' }
  | { readonly type: 'run' }
  | { readonly type: 'stop' }
  /** Asks for the last report as a file. It is answered once, by `file`. */
  | { readonly type: 'save' };

/** As it is posted. */
export function message<M extends FromEmbed | FromPage>(content: M): M & { readonly fourToasters: number } {
  return { fourToasters: PROTOCOL, ...content };
}

/** An embed can't ask for more than this: a page is not to be pushed out of sight. In CSS pixels. */
const HIGHEST = 20_000;
/** The longest file and the longest sentence that are taken, in characters. */
const [LONGEST_FILE, LONGEST_SENTENCE] = [100_000_000, 2000];

/** A message of an embed; nothing if it isn't one. */
export function fromEmbed(data: unknown): FromEmbed | undefined {
  const said = ours(data);
  const number = (value: unknown, most: number): boolean => typeof value === 'number' && value >= 0 && value <= most;
  const text = (value: unknown, most: number): boolean => typeof value === 'string' && value.length <= most;
  const good: Readonly<Record<FromEmbed['type'], () => boolean>> = {
    height: () => number(said?.['height'], HIGHEST),
    tier: () => TIERS.includes(said?.['tier'] as Tier) && typeof said?.['reason'] === 'string',
    started: () => true,
    progress: () => number(said?.['share'], 1),
    report: () => typeof said?.['report'] === 'object' && said['report'] !== null,
    stopped: () => true,
    file: () => text(said?.['html'], LONGEST_FILE) || text(said?.['problem'], LONGEST_SENTENCE),
    leave: () => true,
  };
  return said && Object.hasOwn(good, said.type) && good[said.type as FromEmbed['type']]()
    ? (said as unknown as FromEmbed)
    : undefined;
}

/** A message of the page around an embed; nothing if it isn't one. */
export function fromPage(data: unknown): FromPage | undefined {
  const said = ours(data);
  return said && ['hello', 'run', 'stop', 'save'].includes(said.type) ? (said as unknown as FromPage) : undefined;
}

function ours(data: unknown): ({ readonly type: string } & Readonly<Record<string, unknown>>) | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { fourToasters, type } = data as { fourToasters?: unknown; type?: unknown };
  return fourToasters === PROTOCOL && typeof type === 'string' ? (data as ReturnType<typeof ours>) : undefined;
}
