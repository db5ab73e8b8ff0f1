// Every experiment that is offered, on a small picture: its report's structure, never its times.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ModeSettings, Report } from '../../www/src/generated/model.js';
import { drop, launch, race, raceIs, raceState, read, report, serve, visit, type Server } from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

/** Area of a mode's picture; that of the job's own where it has no size. */
const area = (of: Report, { size }: ModeSettings): number => {
  const { width, height } = size ?? of.job.input.size;
  return width * height;
};

/** What must hold for every experiment's report. */
function expectSound(of: Report, rounds: number): void {
  const { modes } = of.settings;
  const all = modes.map((_, i) => i);
  const warmups = of.runs.filter(({ warmup }) => warmup);
  expect(
    of.runs.findLastIndex(({ warmup }) => warmup),
    'warm-ups come first',
  ).toBe(warmups.length - 1);
  const made = (kind: boolean, round: number): number[] =>
    of.runs
      .filter((run) => run.warmup === kind && run.round === round)
      .map(({ modeIndex }) => modeIndex)
      .sort((a, b) => a - b);
  const warm = new Set(warmups.map(({ round }) => round)).size;
  expect(warm).toBeGreaterThanOrEqual(2);
  for (let round = 0; round < warm; round += 1) expect(made(true, round), 'each mode once a round').toEqual(all);
  const measured = new Set(of.runs.filter(({ warmup }) => !warmup).map(({ round }) => round)).size;
  // A machine that holds the page up for a moment has rounds set aside, and more are made.
  if (of.runs.every(({ setAside }) => setAside === null)) expect(measured).toBe(rounds);
  for (let round = 0; round < measured; round += 1) expect(made(false, round), 'each mode once a round').toEqual(all);

  expect(of.runs[0]?.atMs).toBe(0);
  for (const [i, run] of of.runs.entries()) {
    expect(run.atMs).toBeGreaterThanOrEqual(of.runs[i - 1]?.atMs ?? 0);
    expect(run.batch).toBeGreaterThanOrEqual(1);
    expect(run.totalMs).toBeGreaterThan(0);
  }
  expect(of.engines.map(({ modeIndex }) => modeIndex)).toEqual(all);
  expect(of.stop).toBe('rounds');
  expect(of.equality).toMatchObject({ asPromised: true, outputs: modes.length });

  const lanes = [
    ...new Set([1, ...modes.filter(({ mode }) => mode === 'threads' || mode === 'workers').map((m) => m.threads)]),
  ];
  expect(of.ceiling.map((point) => point.lanes)).toEqual(lanes.sort((a, b) => a - b));
  expect(of.ceiling[0]).toEqual({ lanes: 1, speedUp: 1 });
  for (const { speedUp } of of.ceiling) expect(speedUp).toBeGreaterThan(0);
}

describe.each(['race', 'ladder', 'scaling', 'growing', 'break-even', 'chunks'] as const)('%s', (experiment) => {
  test('runs by its own plan, and its report says so', async () => {
    const query = `?kernel=sobel&experiment=${experiment}&threads=2&repeats=2`;
    const { page, errors, close } = await visit(browser, server, query);
    await drop(page, ['tests/data/alpha.png']);
    await read(page, 'alpha.png');
    const made = await race(page);
    expect(made.settings.experiment).toBe(experiment);
    expectSound(made, 2);
    const { modes } = made.settings;
    const has = (test: (mode: ModeSettings) => boolean): boolean => modes.some(test);
    switch (experiment) {
      case 'race':
        expect(modes.map(({ mode }) => mode)).toEqual(['simd', 'threads']);
        break;
      case 'ladder':
        for (const mode of ['js', 'scalar', 'simd', 'threads', 'workers'])
          expect(
            has((m) => m.mode === mode),
            mode,
          ).toBe(true);
        break;
      case 'scaling':
        for (const threads of [1, 2]) expect(has((m) => m.mode === 'threads' && m.threads === threads)).toBe(true);
        break;
      case 'growing': {
        const [one = NaN, two = NaN] = [1, 2].map((threads) => {
          const own = modes.find((m) => m.mode === 'threads' && m.threads === threads);
          return own ? area(made, own) : NaN;
        });
        expect(two / one).toBeGreaterThan(1.8);
        expect(two / one).toBeLessThan(2.2);
        break;
      }
      case 'break-even': {
        const areas = new Set(modes.map((mode) => area(made, mode)));
        expect(areas.size).toBeGreaterThan(4);
        expect(Math.min(...areas)).toBeLessThanOrEqual(100);
        expect(Math.max(...areas)).toBe(640 * 480);
        // Results of one size are the same, of two are not.
        const prints = new Set(made.runs.map(({ fingerprint }) => fingerprint));
        expect(prints.size).toBe(areas.size);
        break;
      }
      case 'chunks':
        expect(new Set(modes.map(({ chunk }) => JSON.stringify(chunk))).size).toBeGreaterThan(2);
        break;
    }
    expect(made.job.outputSize).toEqual({ width: 640, height: 480 });
    expect(errors).toEqual([]);
    await close();
  });
});

test('an experiment of its own length ends by itself, and within its budget', async () => {
  const { page, close } = await visit(browser, server, '?kernel=sobel&threads=2&budget=2');
  await drop(page, ['tests/data/alpha.png']);
  await read(page, 'alpha.png');
  const made = await race(page);
  expect(made.settings.budgetMs).toBe(2000);
  expect(['precise', 'rounds', 'time']).toContain(made.stop);
  await close();
});

test('results grow while it runs, between rounds, and Cancel keeps them', async () => {
  const { page, close } = await visit(
    browser,
    server,
    '?kernel=mandelbrot&width=800&height=600&iterations=500&repeats=200&threads=2',
  );
  await page.evaluate(() => document.querySelector('ft-run-bar')?.dispatchEvent(new CustomEvent('run')));
  await raceIs(page, 'running');
  await page.waitForFunction(
    () => (document.querySelector('ft-verdict') as (Element & { summary?: object }) | null)?.summary,
  );
  expect(await raceState(page)).toBe('running');
  await page.evaluate(() => document.querySelector('ft-run-bar')?.dispatchEvent(new CustomEvent('cancel')));
  await raceIs(page, 'cancelled');
  expect(await report(page)).toMatchObject({ stop: 'cancelled', equality: null, ceiling: [] });
  await close();
});

describe('a hidden tab', () => {
  /** Tells the page that it is hidden, or seen again: a headless browser's tabs are all seen. */
  const see = (page: Page, state: 'hidden' | 'visible'): Promise<void> =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { get: () => now, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);

  test('has its runs set aside, waits between rounds, and goes on when it is seen', async () => {
    const { page, close } = await visit(
      browser,
      server,
      '?kernel=mandelbrot&width=1000&height=800&iterations=1000&repeats=3&threads=2',
    );
    await page.evaluate(() => document.querySelector('ft-run-bar')?.dispatchEvent(new CustomEvent('run')));
    await raceIs(page, 'running');
    await see(page, 'hidden');
    await page.waitForTimeout(1500);
    expect(await raceState(page)).toBe('running');
    await see(page, 'visible');
    await raceIs(page, 'done');
    const made = await report(page);
    const hidden = made.runs.filter(({ setAside }) => setAside === 'hidden');
    expect(hidden.length).toBeGreaterThan(0);
    // No more than one round was under way.
    expect(new Set(hidden.map(({ round, warmup }) => `${round} ${warmup}`)).size).toBe(1);
    expect(made.runs.filter(({ setAside, warmup }) => setAside === null && !warmup).length).toBeGreaterThan(0);
    await close();
  });
});
