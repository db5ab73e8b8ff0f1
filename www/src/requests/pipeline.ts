// Pictures fetched and made small at once: where fetching waits and where lanes compute, overlapped or not.
//
// It knows neither fetch nor workers: both come from outside, so that tests can make them up.

import type { NetworkRun, Span, Trace } from '../generated/model.js';
import { realClock, sendAll, type Clock, type Errand, type Plan, type Result, type Send } from './scheduler.js';

/** A way to fetch and compute. */
export interface PipelineWay {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly explanation: string;
  /** Whether many are fetched at once, or one by one. */
  readonly manyFetches: boolean;
  /** Whether all lanes compute, or one. */
  readonly allLanes: boolean;
  /** Whether the next is fetched while the last is computed. */
  readonly overlapped: boolean;
}

/** The four ways, in the order of the story. */
export const PIPELINE_WAYS: readonly PipelineWay[] = [
  {
    name: 'Sequential',
    explanation: 'Fetch one, compute it, fetch the next. One thing at a time.',
    manyFetches: false,
    allLanes: false,
    overlapped: false,
  },
  {
    name: 'Asynchronous',
    explanation: 'Many fetches under way at once; one lane computes the pictures as they come.',
    manyFetches: true,
    allLanes: false,
    overlapped: true,
  },
  {
    name: 'Parallel',
    explanation: 'Fetched one by one; every lane takes the next picture that is there.',
    manyFetches: false,
    allLanes: true,
    overlapped: true,
  },
  {
    name: 'Both together',
    explanation: 'Many fetches under way at once, and all lanes compute as they come.',
    manyFetches: true,
    allLanes: true,
    overlapped: true,
  },
];

/** A lane that computes. Given more than one thing it does them in their order. */
export interface Computer<T, R> {
  /** Never rejected: what can't be computed is a result, too. Spans are in milliseconds on the clock that all threads share. */
  make(request: number, value: T): Promise<{ readonly value: R; readonly spans: readonly Span[] }>;
}

/** What came of it. */
export interface Piped<T, R> {
  readonly errand: Errand<T>;
  /** By request; nothing where nothing was fetched, or where it was cancelled first. */
  readonly made: readonly (R | undefined)[];
  /** The lanes that computed, in milliseconds from the start. */
  readonly computing: Trace;
  /** From the first request to the last result, in milliseconds. */
  readonly totalMs: number;
}

/** Fetches as a plan says and computes each answer on a lane: the one with least in hand. `now` is on the clock of the spans. */
export async function pipe<T, R>(
  plan: Plan,
  way: Pick<PipelineWay, 'overlapped'>,
  send: Send<T>,
  lanes: readonly Computer<T, R>[],
  {
    signal,
    told,
    now,
    clock = realClock,
  }: { signal: AbortSignal; told?: (result: Result<T>, made: R) => void; now: () => number; clock?: Clock },
): Promise<Piped<T, R>> {
  const start = clock.now();
  const spansStart = now();
  const inHand = lanes.map(() => 0);
  const made: (R | undefined)[] = Array.from({ length: plan.count }, () => undefined);
  const spans: Span[] = [];
  const under: Promise<void>[] = [];

  const compute = async (result: Result<T>): Promise<void> => {
    if (result.answer !== 'success' || result.value === undefined || signal.aborted) return;
    const lane = inHand.indexOf(Math.min(...inHand));
    inHand[lane] = (inHand[lane] ?? 0) + 1;
    const done = await lanes[lane]?.make(result.request, result.value);
    inHand[lane] = (inHand[lane] ?? 1) - 1;
    // What ends after Cancel doesn't count.
    if (!done || signal.aborted) return;
    made[result.request] = done.value;
    for (const span of done.spans) {
      const [startMs, endMs] = [span.startMs - spansStart, span.endMs - spansStart];
      spans.push({ ...span, lane, startMs: Math.max(0, startMs), endMs: Math.max(0, endMs) });
    }
    told?.(result, done.value);
  };

  const errand = await sendAll(plan, send, {
    signal,
    clock,
    ...(way.overlapped ? { deliver: (result) => void under.push(compute(result)) } : { hold: compute }),
  });
  const cancelled = new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  await Promise.race([Promise.all(under), cancelled]);
  return { errand, made, computing: { lanes: lanes.length, spans }, totalMs: clock.now() - start };
}

/** The time in which any of the spans was under way: from, to, from, to …, in ascending order. */
function union(spans: readonly Pick<Span, 'startMs' | 'endMs'>[]): [number, number][] {
  const all: [number, number][] = [];
  for (const { startMs, endMs } of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = all.at(-1);
    if (last && startMs <= last[1]) last[1] = Math.max(last[1], endMs);
    else if (endMs > startMs) all.push([startMs, endMs]);
  }
  return all;
}

/** For how long any of the one kind and any of the other were under way at once, in milliseconds. */
export function overlapMs(
  one: readonly Pick<Span, 'startMs' | 'endMs'>[],
  other: readonly Pick<Span, 'startMs' | 'endMs'>[],
): number {
  const [a, b] = [union(one), union(other)];
  let sum = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i]!, b[j]!];
    sum += Math.max(0, Math.min(x[1], y[1]) - Math.max(x[0], y[0]));
    if (x[1] < y[1]) i += 1;
    else j += 1;
  }
  return sum;
}

/** How long any of the spans was under way, in milliseconds. */
export const busyMs = (spans: readonly Pick<Span, 'startMs' | 'endMs'>[]): number =>
  union(spans).reduce((sum, [from, to]) => sum + to - from, 0);

/** The run as charts draw it. */
export function asRun(way: string, count: number, { errand, computing, totalMs }: Piped<unknown, unknown>): NetworkRun {
  const { trace, attempts } = errand;
  return { way, requests: count, totalMs, trace, attempts: [...attempts], computing };
}
