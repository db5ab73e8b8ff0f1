// What is shown of an experiment while it goes on: seldom, and never for long.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Report, Settings } from '../../../www/src/generated/model.js';
import { noResults, type State } from '../../../www/src/state/state.js';
import { createStore } from '../../../www/src/state/store.js';

const charts = vi.hoisted(() => ({ showMs: 0, shown: 0, busy: false }));
vi.mock('../../../www/src/workers/clients.js', () => ({
  charts: {
    show: async () => {
      charts.shown += 1;
      await new Promise((resolve) => setTimeout(resolve, charts.showMs));
      return { summary: { says: charts.shown }, figures: ['timing'] };
    },
    isBusy: () => charts.busy,
  },
  pictures: {},
}));
const { RaceListener } = await import('../../../www/src/state/showing.js');

const report = { runs: [], equality: null } as unknown as Report;
const listening = () => {
  const store = createStore({ race: { state: 'loading' }, results: noResults } as unknown as State);
  return { store, listener: new RaceListener(store, { repeats: 5 } as Settings) };
};

/** Waits for work while the clock runs. */
async function after<T>(work: Promise<T>): Promise<T> {
  let done = false;
  void work.finally(() => (done = true));
  while (!done) await vi.advanceTimersByTimeAsync(10);
  return work;
}

/** Ends a round every 100 ms for so long; how often results were shown. */
async function roundsFor(listener: InstanceType<typeof RaceListener>, ms: number): Promise<number> {
  const [before, end] = [charts.shown, performance.now() + ms];
  while (performance.now() < end) {
    await vi.advanceTimersByTimeAsync(100);
    await after(listener.round(report));
  }
  return charts.shown - before;
}

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(charts, { showMs: 0, shown: 0, busy: false });
});
afterEach(() => vi.useRealTimers());

test('results are shown once a second, and whole', async () => {
  const { store, listener } = listening();
  const times = await roundsFor(listener, 10_000);
  expect(times).toBeGreaterThan(7);
  expect(times).toBeLessThanOrEqual(10);
  expect(store.value.results).toMatchObject({ report, figures: ['timing'], summary: { says: times } });
});

test('what takes long to show is shown less often: one part in twenty of the time', async () => {
  charts.showMs = 200;
  const { listener } = listening();
  const times = await roundsFor(listener, 20_000);
  expect(times).toBeGreaterThan(2);
  expect(times).toBeLessThanOrEqual(5);
});

test('the next round waits for charts that are being drawn, but not for ever', async () => {
  const { listener } = listening();
  charts.busy = true;
  const start = performance.now();
  setTimeout(() => (charts.busy = false), 500);
  await after(listener.round(report));
  expect(performance.now() - start).toBeGreaterThanOrEqual(500);
  charts.busy = true;
  const slow = listening();
  const again = performance.now();
  await after(slow.listener.round(report));
  expect(performance.now() - again).toBeGreaterThanOrEqual(2000);
  expect(performance.now() - again).toBeLessThan(3000);
});

test('progress is told in rounds from 1 and in seconds', async () => {
  const { store, listener } = listening();
  await after(listener.progress({ runs: 3, share: 0.25, round: 0, leftMs: 1500 }));
  expect(store.value.race).toEqual({
    state: 'running',
    progress: { runs: 3, share: 0.25, round: 1, rounds: 5, secondsLeft: 1.5 },
  });
  // Too soon to be worth a drawing.
  await after(listener.progress({ runs: 4, share: 0.5, round: 1, leftMs: undefined }));
  expect(store.value.race).toMatchObject({ progress: { runs: 3 } });
});

test('a pause is told in a sentence, which goes with it', () => {
  const { store, listener } = listening();
  listener.paused(true);
  expect(store.value.race).toMatchObject({ progress: { paused: expect.stringMatching(/goes on/) as string } });
  listener.paused(false);
  expect(store.value.race).toMatchObject({ state: 'running', progress: { paused: undefined } });
});
