// Many requests, at most so many at once, with retries, a time limit for each attempt, and an end whenever one is asked for.
//
// It knows neither fetch nor the page: requests, time and chance come from outside, so that tests can make them up.

import type { Answer, Attempt, Span, Trace } from '../generated/model.js';
import { chance } from './chance.js';

/** What is to be done. */
export interface Plan {
  /** Requests, numbered from 0. */
  readonly count: number;
  /** How many may be under way at once; from 1. */
  readonly limit: number;
  /** How often a request is tried again at most. */
  readonly retries: number;
  /** Time an attempt may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest pause before the first retry, in milliseconds; it doubles with every further one. */
  readonly backoffMs: number;
  /** Results are delivered in the order of the requests, or as they come. */
  readonly inOrder: boolean;
  readonly seed: number;
}

/** An attempt that got an answer. */
export interface Reply<T> {
  readonly status: number;
  readonly value: T;
  /** What a server that is asked too often wants to be left alone for, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** How a request ended. `value` is there when it succeeded, and perhaps when it was refused. */
export interface Result<T> {
  readonly request: number;
  readonly answer: Answer;
  readonly status?: number;
  readonly value?: T;
  /** What `send` threw, when it did. */
  readonly error?: unknown;
}

/**
 * Sends one attempt. It calls `answered` when the first of the answer is there, and resolves when all of it is. It may reject at any time,
 * and should when the signal says so; nobody waits for it then.
 */
export type Send<T> = (
  request: number,
  retry: number,
  how: { readonly signal: AbortSignal; readonly answered: () => void },
) => Promise<Reply<T>>;

/** Where time comes from, in milliseconds. */
export interface Clock {
  now(): number;
  /** Acts after a while; gives back a function that calls it off. */
  after(ms: number, act: () => void): () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** What came of it: as many results as requests, in their order, and every attempt. */
export interface Errand<T> {
  readonly results: readonly Result<T>[];
  readonly totalMs: number;
  readonly trace: Trace;
  /** One for each span of the trace. */
  readonly attempts: readonly Attempt[];
}

/** The longest pause before a retry, in milliseconds. */
const LONGEST_BACKOFF_MS = 20_000;

/**
 * The pause before a retry (from 1), in milliseconds: exponential back-off with full jitter, so that those who failed together don't come
 * back together (Marc Brooker, "Exponential Backoff And Jitter", 2015).
 */
export function backoffMs(plan: Pick<Plan, 'backoffMs' | 'seed'>, request: number, retry: number): number {
  const longest = Math.min(LONGEST_BACKOFF_MS, plan.backoffMs * 2 ** (retry - 1));
  return longest * chance(plan.seed, request, retry);
}

/**
 * Does what a plan says. `deliver` gets every result once; `hold` too, and the request's place is free again when what it gives back has resolved. An
 * aborted signal ends it soon, and keeps what is done.
 */
export async function sendAll<T>(
  plan: Plan,
  send: Send<T>,
  {
    signal,
    deliver,
    hold,
    clock = realClock,
  }: {
    signal: AbortSignal;
    deliver?: (result: Result<T>) => void;
    hold?: (result: Result<T>) => Promise<void>;
    clock?: Clock;
  },
): Promise<Errand<T>> {
  const start = clock.now();
  const results: (Result<T> | undefined)[] = Array.from({ length: plan.count }, () => undefined);
  const spans: Span[] = [];
  const attempts: Attempt[] = [];
  let next = 0;
  let delivered = 0;

  const keep = (result: Result<T>): void => {
    results[result.request] = result;
    if (!plan.inOrder) return deliver?.(result);
    for (let waiting = results[delivered]; waiting; waiting = results[delivered]) {
      delivered += 1;
      deliver?.(waiting);
    }
  };

  /** One attempt, which is over when the time or the visitor's patience is, whatever `send` does. */
  const attempt = async (lane: number, request: number, retry: number): Promise<Result<T> & { pauseMs: number }> => {
    const startMs = clock.now() - start;
    let answeredMs: number | undefined;
    const own = new AbortController();
    let late = false;
    const ended = new Promise<never>((_, reject) => {
      own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true });
    });
    const cancel = (): void => own.abort(signal.reason);
    signal.addEventListener('abort', cancel, { once: true });
    const callOff = clock.after(plan.timeoutMs, () => {
      late = true;
      own.abort();
    });
    let result: Result<T> & { pauseMs: number };
    try {
      const answered = (): void => void (answeredMs ??= clock.now() - start);
      const reply = await Promise.race([send(request, retry, { signal: own.signal, answered }), ended]);
      const { status, value, retryAfterMs } = reply;
      result = { request, answer: answerOf(status), status, value, pauseMs: retryAfterMs ?? 0 };
    } catch (error) {
      const answer = signal.aborted ? 'cancelled' : late ? 'timed-out' : 'unreachable';
      result = { request, answer, error, pauseMs: 0 };
    } finally {
      callOff();
      signal.removeEventListener('abort', cancel);
    }
    const endMs = clock.now() - start;
    spans.push({ lane, startMs, endMs, firstRow: request, endRow: request + 1, stage: 'render' });
    attempts.push({ request, retry, sentMs: startMs, answeredMs: answeredMs ?? endMs, answer: result.answer });
    return result;
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const over = (): void => {
        signal.removeEventListener('abort', over);
        callOff();
        resolve();
      };
      const callOff = clock.after(ms, over);
      signal.addEventListener('abort', over, { once: true });
    });

  /** A place among those that may be under way. A request that pauses before a retry keeps it: a busy server gets fewer requests. */
  const lane = async (number: number): Promise<void> => {
    while (next < plan.count && !signal.aborted) {
      const request = next;
      next += 1;
      for (let retry = 0; ; retry += 1) {
        const { pauseMs, ...result } = await attempt(number, request, retry);
        if (retry >= plan.retries || !isWorthRetrying(result)) {
          keep(result);
          await hold?.(result);
          break;
        }
        if (!signal.aborted) await pause(Math.max(pauseMs, backoffMs(plan, request, retry + 1)));
        if (signal.aborted) {
          keep({ request, answer: 'cancelled' });
          break;
        }
      }
    }
  };

  const lanes = Math.max(1, Math.min(plan.limit, plan.count));
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  const totalMs = clock.now() - start;
  for (let request = next; request < plan.count; request += 1) keep({ request, answer: 'cancelled' });
  return {
    results: results.filter((result) => result !== undefined),
    totalMs,
    trace: { lanes, spans },
    attempts,
  };
}

function answerOf(status: number): Answer {
  if (status >= 200 && status < 300) return 'success';
  return status === 429 ? 'rate-limited' : 'refused';
}

/** Whether another attempt may fare better: a server that says the request is wrong will say so again. */
function isWorthRetrying({ answer, status = 0 }: Result<unknown>): boolean {
  if (answer === 'refused') return status >= 500 || status === 408;
  return answer === 'rate-limited' || answer === 'timed-out' || answer === 'unreachable';
}
