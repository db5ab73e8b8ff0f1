// Ways to send one attempt: a real fetch, to the weather service or to the visitor's own addresses; or the service's code called in this
// page, where there is no service worker.

import type { Attempt, Span } from '../generated/model.js';
import type { Politeness } from './addresses.js';
import type { Errand, Reply, Send } from './scheduler.js';
import { storedPicture } from './xray-store.js';
import { WeatherServer, address, readAddress, type Service } from './weather.js';

/** What came with an answer: its address and its body, which may be a picture's bytes as well as text. */
export interface Received {
  readonly url: string;
  readonly type: string;
  readonly body: ArrayBuffer;
}

/** Reads an answer to its end. */
async function receive(url: string, response: Response, answered: () => void): Promise<Reply<Received>> {
  answered();
  // No blob: that would be kept by another process, and take longer.
  const body = await response.arrayBuffer();
  const type = response.headers.get('Content-Type') ?? '';
  const retryAfterMs = readRetryAfter(response.headers.get('Retry-After'), Date.now());
  const reply = { status: response.status, value: { url, type, body } };
  return retryAfterMs === undefined ? reply : { ...reply, retryAfterMs };
}

/** The most that is waited because a server says so, in milliseconds. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** A Retry-After header, whole seconds or a date, in milliseconds from now. */
export function readRetryAfter(text: string | null, nowMs: number): number | undefined {
  if (text === null) return undefined;
  const ms = /^\s*\d+\s*$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS) : undefined;
}

/** Nothing of the visitor goes along, and no cache answers instead. */
const INIT: RequestInit = { mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' };

/** Sends real requests. */
export function fetching(urlOf: (request: number, retry: number) => URL, politeness: Politeness): Send<Received> {
  return async (request, retry, { signal, answered }) => {
    const url = urlOf(request, retry);
    politeness.count(url);
    return receive(url.href, await fetch(url, { ...INIT, signal }), answered);
  };
}

/** The weather service's address of an attempt. */
export function weatherUrl(service: Service, run: string, place?: string): (request: number, retry: number) => URL {
  return (request, retry) => address(location.href, service, run, request, retry, place);
}

/** Asks the weather service's code in this page: no request is made. */
export function modelled(service: Service, run: string, place?: string): Send<Received> {
  const server = new WeatherServer(storedPicture);
  const urlOf = weatherUrl(service, run, place);
  return async (request, retry, { answered }) => {
    const url = urlOf(request, retry);
    const ask = readAddress(url, location.href);
    if (!ask) throw new Error('The model was asked for something that it does not know.');
    return receive(url.href, await server.respond(ask), answered);
  };
}

/**
 * When each attempt left the browser's queue, where Resource Timing tells: it does for the page's own origin and for sites that allow it
 * (Timing-Allow-Origin). A request whose answer never came keeps its own time.
 */
export function withQueueing(errand: Errand<Received>, startMs: number): readonly Attempt[] {
  const entries = performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => 'requestStart' in entry);
  const byUrl = new Map<string, PerformanceResourceTiming[]>();
  for (const entry of entries) byUrl.set(entry.name, [...(byUrl.get(entry.name) ?? []), entry]);
  const urls = new Map(errand.results.map(({ request, value }) => [request, value?.url]));
  return errand.attempts.map((attempt, i) => {
    const span = errand.trace.spans[i];
    const entry = span && nearest(byUrl.get(urls.get(attempt.request) ?? '') ?? [], span, startMs);
    if (!entry || entry.requestStart === 0) return attempt;
    const sentMs = Math.min(Math.max(entry.requestStart - startMs, attempt.sentMs), attempt.answeredMs);
    return { ...attempt, sentMs };
  });
}

/** The entry that was begun within a span: the same address may have been asked more than once. */
function nearest(
  entries: readonly PerformanceResourceTiming[],
  span: Span,
  startMs: number,
): PerformanceResourceTiming | undefined {
  // A clock that is coarse for safety's sake may be early or late by this much, in milliseconds.
  const slack = 1;
  return entries.find(
    ({ startTime }) => startTime >= startMs + span.startMs - slack && startTime <= startMs + span.endMs,
  );
}
