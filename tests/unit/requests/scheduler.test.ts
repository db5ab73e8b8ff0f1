// The scheduler with made-up requests and a made-up clock: nothing here waits.

import { describe, expect, test } from 'vitest';

import { FakeClock } from './fake-clock.js';
import { chance } from '../../../www/src/requests/chance.js';
import { backoffMs, sendAll, type Plan, type Result, type Send } from '../../../www/src/requests/scheduler.js';

const PLAN: Plan = { count: 20, limit: 4, retries: 0, timeoutMs: 1000, backoffMs: 100, inOrder: false, seed: 1 };

type Reaction = {
  readonly ms: number;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly breaks?: true;
};

/** Does a plan with requests that react like this; says how many were under way at most, and what was delivered. */
async function carryOut(plan: Plan, react: (request: number, retry: number) => Reaction, cancelAtMs?: number) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const delivered: Result<number>[] = [];
  let underWay = 0;
  let most = 0;
  const send: Send<number> = (request, retry, { signal, answered }) => {
    const { ms, status = 200, retryAfterMs, breaks } = react(request, retry);
    most = Math.max(most, (underWay += 1));
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => () => {
        underWay -= 1;
        act();
      };
      const callOff = clock.after(
        ms,
        end(() => {
          if (breaks) return reject(new TypeError('Failed to fetch'));
          answered();
          resolve(retryAfterMs === undefined ? { status, value: request } : { status, value: request, retryAfterMs });
        }),
      );
      signal.addEventListener(
        'abort',
        end(() => {
          callOff();
          reject(signal.reason as Error);
        }),
        { once: true },
      );
    });
  };
  if (cancelAtMs !== undefined) clock.after(cancelAtMs, () => stop.abort());
  const errand = await clock.until(
    sendAll(plan, send, { signal: stop.signal, clock, deliver: (result) => delivered.push(result) }),
  );
  return { errand, delivered, most };
}

describe('any plan', () => {
  const plans = Array.from({ length: 60 }, (_, i): [number, Plan] => {
    const whole = (least: number, most: number, key: number): number =>
      least + Math.floor(chance(i, key) * (most - least + 1));
    const plan = {
      count: whole(0, 40, 1),
      limit: whole(1, 50, 2),
      retries: whole(0, 3, 3),
      timeoutMs: 60,
      backoffMs: whole(0, 50, 4),
      inOrder: chance(i, 5) < 0.5,
      seed: i,
    };
    return [i, plan];
  });
  test.each(plans)('%i: every request has one result, no limit is passed, no lane does two things', async (i, plan) => {
    const react = (request: number, retry: number): Reaction => {
      const lot = chance(i, request, retry);
      const ms = 5 + Math.floor(80 * chance(i, request, retry, 6));
      if (lot < 0.2) return { ms, status: 503 };
      if (lot < 0.3) return { ms, status: 429, retryAfterMs: 30 };
      if (lot < 0.4) return { ms, breaks: true };
      return lot < 0.45 ? { ms, status: 404 } : { ms };
    };
    const { errand, delivered, most } = await carryOut(plan, react, i % 3 === 0 ? 100 : undefined);
    const numbers = Array.from({ length: plan.count }, (_, request) => request);
    expect(errand.results.map(({ request }) => request)).toEqual(numbers);
    expect(delivered.map(({ request }) => request).sort((a, b) => a - b)).toEqual(numbers);
    if (plan.inOrder) expect(delivered.map(({ request }) => request)).toEqual(numbers);
    expect(most).toBeLessThanOrEqual(plan.limit);
    expect(errand.attempts).toHaveLength(errand.trace.spans.length);

    const tries = new Map<number, number>();
    const ends = new Map<number, number>();
    errand.trace.spans.forEach(({ lane, startMs, endMs, firstRow }, at) => {
      expect(lane).toBeLessThan(errand.trace.lanes);
      expect(startMs).toBeGreaterThanOrEqual(ends.get(lane) ?? 0);
      ends.set(lane, endMs);
      const attempt = errand.attempts[at];
      expect(attempt?.request).toBe(firstRow);
      // The retries of a request are numbered without a gap, and there are no more than allowed.
      expect(attempt?.retry).toBe(tries.get(firstRow) ?? 0);
      tries.set(firstRow, (tries.get(firstRow) ?? 0) + 1);
    });
    for (const count of tries.values()) expect(count).toBeLessThanOrEqual(plan.retries + 1);
  });
});

test('so many lanes take so many times less', async () => {
  for (const [limit, totalMs] of [
    [1, 2000],
    [4, 500],
    [20, 100],
    [100, 100],
  ] as const) {
    const { errand, most } = await carryOut({ ...PLAN, limit }, () => ({ ms: 100 }));
    expect(errand.totalMs).toBe(totalMs);
    expect(most).toBe(Math.min(limit, PLAN.count));
  }
});

test('as completed is not in order, and in order is', async () => {
  const react = (request: number): Reaction => ({ ms: request % 4 === 0 ? 90 : 10 });
  const order = async (inOrder: boolean) =>
    (await carryOut({ ...PLAN, inOrder }, react)).delivered.map(({ request }) => request);
  expect((await order(false)).slice(0, 3)).toEqual([1, 2, 3]);
  expect((await order(true)).slice(0, 3)).toEqual([0, 1, 2]);
});

test('what fails for a while is tried again, what is wrong isn’t', async () => {
  const react = (request: number, retry: number): Reaction =>
    request === 3 ? { ms: 10, status: 404 } : { ms: 10, status: retry < 2 ? 503 : 200 };
  const { errand } = await carryOut({ ...PLAN, retries: 2 }, react);
  const failed = errand.results.filter(({ answer }) => answer !== 'success');
  expect(failed).toMatchObject([{ request: 3, answer: 'refused', status: 404 }]);
  expect(errand.attempts).toHaveLength(19 * 3 + 1);
});

test('a retry waits as long as the server says', async () => {
  const react = (_: number, retry: number): Reaction =>
    retry === 0 ? { ms: 10, status: 429, retryAfterMs: 2000 } : { ms: 10 };
  const { errand } = await carryOut({ ...PLAN, count: 1, retries: 1 }, react);
  expect(errand.attempts.map(({ answer }) => answer)).toEqual(['rate-limited', 'success']);
  expect(errand.totalMs).toBe(2020);
});

test('pauses are drawn below a bound that doubles, the same for the same seed', () => {
  for (let request = 0; request < 50; request += 1) {
    for (const retry of [1, 2, 3]) {
      const pause = backoffMs(PLAN, request, retry);
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThan(100 * 2 ** (retry - 1));
      expect(backoffMs(PLAN, request, retry)).toBe(pause);
    }
  }
  expect(backoffMs(PLAN, 1, 1)).not.toBe(backoffMs({ ...PLAN, seed: 2 }, 1, 1));
});

test('an attempt that takes too long is over, even if the sender doesn’t listen', async () => {
  const clock = new FakeClock();
  const deaf: Send<number> = () => new Promise(() => undefined);
  const { signal } = new AbortController();
  const errand = await clock.until(sendAll({ ...PLAN, count: 1, retries: 1, backoffMs: 0 }, deaf, { signal, clock }));
  expect(errand.attempts.map(({ answer }) => answer)).toEqual(['timed-out', 'timed-out']);
  expect(errand.totalMs).toBe(2000);
});

test('Cancel keeps what is done and sends nothing more', async () => {
  const { errand, delivered } = await carryOut(PLAN, () => ({ ms: 100 }), 250);
  const count = (answer: string) => errand.results.filter((result) => result.answer === answer).length;
  expect({ success: count('success'), cancelled: count('cancelled') }).toEqual({ success: 8, cancelled: 12 });
  expect(errand.attempts).toHaveLength(12);
  expect(errand.totalMs).toBe(250);
  expect(delivered).toHaveLength(20);
});

test('Cancel ends a pause', async () => {
  const { errand } = await carryOut(
    { ...PLAN, count: 1, retries: 1 },
    () => ({ ms: 10, status: 429, retryAfterMs: 30_000 }),
    500,
  );
  expect(errand.results).toMatchObject([{ answer: 'cancelled' }]);
  expect(errand.totalMs).toBe(500);
});
