// Pictures fetched and computed, with made-up fetches, lanes and time.

import { expect, test } from 'vitest';

import { PIPELINE_WAYS, asRun, busyMs, overlapMs, pipe, type Computer } from '../../../www/src/requests/pipeline.js';
import type { Plan, Send } from '../../../www/src/requests/scheduler.js';
import { FakeClock } from './fake-clock.js';

const FETCH_MS = 100;
const COMPUTE_MS = 30;
const COUNT = 12;
const PLAN: Plan = { count: COUNT, limit: 1, retries: 0, timeoutMs: 1e6, backoffMs: 0, inOrder: false, seed: 1 };
const way = (name: string) => PIPELINE_WAYS.find((one) => one.name === name)!;

/** Fetches that take their time; every `broken`th is refused. */
const fetches =
  (clock: FakeClock, broken = 0): Send<number> =>
  (request) =>
    new Promise((resolve) => {
      const status = broken > 0 && request % broken === 0 ? 404 : 200;
      clock.after(FETCH_MS, () => resolve({ status, value: request }));
    });

/** A lane that takes its time, one thing after another. */
function lane(clock: FakeClock): Computer<number, string> & { done: number[] } {
  let free = Promise.resolve();
  const done: number[] = [];
  const make = (request: number): ReturnType<Computer<number, string>['make']> => {
    const result = free.then(
      () =>
        new Promise<Awaited<ReturnType<Computer<number, string>['make']>>>((resolve) => {
          const startMs = clock.now();
          clock.after(COMPUTE_MS, () => {
            done.push(request);
            const endMs = clock.now();
            const span = { lane: 9, startMs, endMs, firstRow: request, endRow: request + 1, stage: 'decode' } as const;
            resolve({ value: `made ${request}`, spans: [span] });
          });
        }),
    );
    free = result.then(() => {});
    return result;
  };
  return { make, done };
}

function go(name: string, limit: number, lanes: number, { broken = 0, stopAt = Infinity } = {}) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const all = Array.from({ length: lanes }, () => lane(clock));
  let told = 0;
  const running = pipe({ ...PLAN, limit }, way(name), fetches(clock, broken), all, {
    signal: stop.signal,
    clock,
    now: clock.now,
    told: () => {
      told += 1;
      if (told === stopAt) stop.abort();
    },
  });
  return { all, done: clock.until(running), told: () => told };
}

test('the four ways take what closed forms say', async () => {
  const total = async (...asked: Parameters<typeof go>): Promise<number> => (await go(...asked).done).totalMs;
  expect(await total('Sequential', 1, 1)).toBe(COUNT * (FETCH_MS + COMPUTE_MS));
  // All come at once, and wait for the one lane.
  expect(await total('Asynchronous', COUNT, 1)).toBe(FETCH_MS + COUNT * COMPUTE_MS);
  // The lanes wait for each fetch, and the last is computed at the end.
  expect(await total('Parallel', 1, 4)).toBe(COUNT * FETCH_MS + COMPUTE_MS);
  expect(await total('Both together', COUNT, 4)).toBe(FETCH_MS + (COUNT / 4) * COMPUTE_MS);
  expect(await total('Both together', 4, 2)).toBe((COUNT / 4) * FETCH_MS + 2 * COMPUTE_MS);
});

test('each picture is made once, by a lane of its own at a time, within the run', async () => {
  const { all, done } = go('Both together', 5, 3);
  const { made, computing, totalMs } = await done;
  expect(made).toEqual(Array.from({ length: COUNT }, (_, i) => `made ${i}`));
  expect(all.flatMap((one) => one.done).toSorted((a, b) => a - b)).toEqual(made.map((_, i) => i));
  expect(computing.lanes).toBe(3);
  for (let lane = 0; lane < 3; lane += 1) {
    const own = computing.spans.filter((span) => span.lane === lane).toSorted((a, b) => a.startMs - b.startMs);
    expect(own.length).toBeGreaterThan(0);
    own.forEach((span, i) => {
      expect(span.endMs).toBeLessThanOrEqual(totalMs);
      if (i > 0) expect(span.startMs).toBeGreaterThanOrEqual(own[i - 1]!.endMs);
    });
  }
});

test('what was not fetched is not computed, and the rest is', async () => {
  const { made, errand } = await go('Asynchronous', 4, 1, { broken: 3 }).done;
  expect(made.filter((one) => one !== undefined)).toHaveLength(COUNT - COUNT / 3);
  expect(errand.results.filter(({ answer }) => answer === 'refused')).toHaveLength(COUNT / 3);
});

test.each(PIPELINE_WAYS.map(({ name }) => name))('cancelled, %s keeps what is done and ends', async (name) => {
  const { done, told } = go(name, 4, 2, { stopAt: 3 });
  const { made, errand } = await done;
  expect(told()).toBe(3);
  expect(made.filter((one) => one !== undefined)).toHaveLength(3);
  expect(errand.results).toHaveLength(COUNT);
});

test('overlap is the time in which both kinds were under way', () => {
  const span = (startMs: number, endMs: number) => ({ startMs, endMs });
  const fetching = [span(0, 10), span(5, 20), span(30, 40)];
  const computing = [span(8, 12), span(11, 15), span(38, 50), span(25, 26)];
  expect(busyMs(fetching)).toBe(30);
  expect(busyMs(computing)).toBe(7 + 12 + 1);
  expect(overlapMs(fetching, computing)).toBe(7 + 2);
  expect(overlapMs(computing, fetching)).toBe(9);
  expect(overlapMs([], computing)).toBe(0);
});

test('a run for the charts has both kinds of lanes', async () => {
  const piped = await go('Both together', 3, 2).done;
  const run = asRun('Both together', COUNT, piped);
  expect(run.attempts).toHaveLength(run.trace.spans.length);
  expect(run.computing).toEqual(piped.computing);
  expect(run.totalMs).toBe(piped.totalMs);
});
