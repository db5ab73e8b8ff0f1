// What the requests page says: about requests that failed, and about ways that were compared.

import { formatMs, formatNumber } from '../elements/format.js';
import type { Answer } from '../generated/model.js';
import { Impolite } from './addresses.js';
import type { WayMeasured } from './pictures.js';
import type { Result } from './scheduler.js';

/** Why a request failed, in a sentence that groups with others of its kind. */
export function explain(result: Result<unknown>, url: URL | undefined, page: string, timeoutMs: number): string {
  switch (result.answer) {
    case 'success':
      return 'Answered.';
    case 'cancelled':
      return 'Cancelled before it was done.';
    case 'timed-out':
      return `No whole answer within ${formatMs(timeoutMs)}.`;
    case 'rate-limited':
      return 'The server said “too many requests” (status 429), and the retries were used up.';
    case 'refused':
      return `The server answered with status ${result.status ?? 0}, ${statusWords(result.status ?? 0)}.`;
    case 'unreachable':
      return result.error instanceof Impolite ? result.error.message : unreachable(url, page);
  }
}

function statusWords(status: number): string {
  if (status === 404) return 'there is no such thing';
  if (status === 401 || status === 403) return 'it wants to know who asks';
  return status >= 500 ? 'a failure of its own' : 'a refusal';
}

/** A browser says no more than “failed”, so that pages can't spy: this says what it can have been. */
function unreachable(url: URL | undefined, page: string): string {
  const here = new URL(page);
  if (!url || url.origin === here.origin) return 'No answer: the connection, or this page’s own server, is gone.';
  if (here.protocol === 'https:' && url.protocol === 'http:') {
    return `The browser doesn’t let a page that came by https ask ${url.host} by http (mixed content). Try the address with https.`;
  }
  return (
    `No answer from ${url.host} that this page may read. Either it can’t be reached (offline, a wrong name, a blocker), or it doesn’t ` +
    'allow other sites to read its answers (no Access-Control-Allow-Origin header: CORS). The browser doesn’t tell pages which; its console does.'
  );
}

/** One way's numbers. */
export interface Measured {
  readonly name: string;
  readonly limit: number;
  readonly count: number;
  readonly totalMs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retries: number;
  /** The longest time without a frame; nothing when nobody saw the page. */
  readonly longestGapMs: number | undefined;
}

/** How much faster than one by one a limit can be, if every request takes the same time. */
export function idealSpeedUp(count: number, limit: number): number {
  return count / Math.ceil(count / Math.max(1, Math.min(limit, count)));
}

/** A ratio, on one line: "27 ×". */
export const times = (ratio: number): string => `${formatNumber(ratio)}\u00a0×`;

/** How a way is named inside a sentence. */
const subject = ({ name }: Measured): string =>
  name.startsWith('Limit') ? `A ${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;

/** What a comparison found. */
export function finding(rows: readonly Measured[]): string {
  const loop = rows.find(({ limit }) => limit === 1);
  const others = rows.filter(({ limit }) => limit > 1);
  if (!loop || others.length === 0) return 'Choose one by one and another way to compare them.';
  const broken = rows.filter(({ failed }) => failed > 0);
  if (broken.length > 0) {
    const most = broken.map(({ name, failed, count }) => `${name}: ${failed} of ${count}`).join('; ');
    return `Not all requests succeeded (${most}), so the times can’t be compared: raise the retries, or ask less of the server.`;
  }
  // Where the server limits nothing, all at once is fastest by definition: a limit is what one would use.
  const limited = others.filter(({ limit, count }) => limit < count);
  const best = (limited.length > 0 ? limited : others).reduce((a, b) => (b.totalMs < a.totalMs ? b : a));
  const ratio = loop.totalMs / best.totalMs;
  const ideal = `the ideal is ${times(idealSpeedUp(best.count, best.limit))}`;
  if (ratio <= 1.05) return `${subject(best)} is no faster than one by one here; ${ideal}.`;
  return `${subject(best)} is ${times(ratio)} faster than one by one; ${ideal}.`;
}

/** What four ways to fetch and compute pictures found. */
export function pictureFinding(rows: readonly WayMeasured[]): string {
  const [base, asynchronous, parallel, both] = rows;
  if (!base || !asynchronous || !parallel || !both) return '';
  const lost = rows.filter(({ made }) => made !== base.made);
  if (lost.length > 0)
    return 'The ways did not get the same pictures, so their times can’t be compared: raise the retries.';
  const gain = (row: WayMeasured): string => times(base.totalMs / row.totalMs);
  return `Waiting for many at once gains ${gain(asynchronous)}, computing on all lanes ${gain(parallel)}, both together ${gain(both)}.`;
}

/** A result in a cell's tooltip. */
export const ANSWER_WORDS: Record<Answer, string> = {
  success: 'answered',
  'rate-limited': 'too many requests',
  refused: 'refused',
  'timed-out': 'timed out',
  unreachable: 'no answer',
  cancelled: 'cancelled',
};
