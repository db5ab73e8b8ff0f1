// The first act: drop a picture, press Race, see both modes, the charts and the equality of the outputs.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Report } from '../../www/src/generated/model.js';
import {
  chooseKernel,
  coveredRows,
  drop,
  launch,
  measured,
  race,
  raceIs,
  read,
  report,
  said,
  serve,
  visit,
  type Server,
} from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

/** What must hold for every report, whatever the machine does. */
function expectSound(of: Report): void {
  const height = of.job.outputSize.height;
  for (const run of of.runs) {
    const compute = run.phases.find(({ phase }) => phase === 'compute')?.ms ?? NaN;
    expect(compute).toBeGreaterThan(0);
    expect(compute).toBeLessThanOrEqual(run.totalMs);
    expect(coveredRows(run), 'every output row exactly once').toEqual([[0, height]]);
    for (const span of run.trace.spans) {
      expect(span.lane).toBeLessThan(run.trace.lanes);
      expect(span.startMs).toBeGreaterThanOrEqual(0);
      expect(span.endMs).toBeGreaterThanOrEqual(span.startMs);
      expect(span.endMs).toBeLessThanOrEqual(run.totalMs);
    }
    // A lane does one thing at a time; a tick of the clock is allowed for.
    for (let lane = 0; lane < run.trace.lanes; lane += 1) {
      const own = run.trace.spans.filter((span) => span.lane === lane).sort((a, b) => a.startMs - b.startMs);
      own.slice(1).forEach((span, i) => expect(span.startMs).toBeGreaterThanOrEqual((own[i]?.endMs ?? 0) - 0.2));
    }
  }
}

describe.each([
  { file: 'photo.jpg', size: { width: 1200, height: 900 } },
  { file: 'alpha.png', size: { width: 640, height: 480 } },
])('dropping $file', ({ file, size }) => {
  test('races both modes to the same bytes and shows it', async () => {
    // The dearest stencil, so that there is work enough for a second thread to wake up for.
    const { page, errors, close } = await visit(browser, server, '?kernel=bilateral&radius=9&threads=2&repeats=5');
    await drop(page, [`tests/data/${file}`]);
    await read(page, file);
    const made = await race(page);

    expect(made.job.input).toMatchObject({ origin: 'file', name: file, size });
    expect(made.settings.modes).toEqual([
      { mode: 'simd', threads: 1, chunk: 'auto', place: 'worker', passing: 'transfer', size: null },
      { mode: 'threads', threads: 2, chunk: 'auto', place: 'worker', passing: 'transfer', size: null },
    ]);
    expectSound(made);
    expect(made.equality).toEqual({
      identical: true,
      outputs: 2,
      sizeBytes: size.width * size.height * 4,
      firstDifference: null,
      asPromised: true,
      levels: 0,
    });
    expect(new Set(made.runs.map((run) => run.fingerprint)).size).toBe(1);
    expect(measured(made, 'simd')).toHaveLength(5);
    expect(measured(made, 'threads')).toHaveLength(5);
    const lanes = measured(made, 'threads').map((run) => new Set(run.trace.spans.map((span) => span.lane)).size);
    expect(Math.max(...lanes), 'both lanes had work').toBe(2);

    // Charts are drawn when they come near the screen.
    for (const chart of await page.locator('ft-chart').all()) {
      await chart.scrollIntoViewIfNeeded();
      await chart.locator('.drawing > svg').waitFor();
    }
    // Every measured sample is a point of its own, and every warm-up is told apart.
    expect(await page.locator('[data-chart=bars] .sample').count()).toBe(10);
    expect(await page.locator('[data-chart=bars] .warmup').count()).toBe(
      made.runs.filter(({ warmup }) => warmup).length,
    );
    const spans = made.settings.modes.map(
      (_, i) => made.runs.find((run) => run.modeIndex === i)?.trace.spans.length ?? 0,
    );
    expect(await page.locator('[data-chart=lanes] rect.span').count()).toBe(spans.reduce((a, b) => a + b));
    for (const svg of await page.locator('ft-chart figure .drawing > svg').all()) {
      expect(await svg.getAttribute('role')).toBe('img');
      expect((await svg.locator('desc').first().textContent())?.length).toBeGreaterThan(20);
    }
    expect(await said(page, 'ft-verdict')).toMatch(/Identical to the byte/);
    expect(errors).toEqual([]);
    await close();
  });
});

test('a result of another size is shown, and the overlay covers every row', async () => {
  const { page, close } = await visit(browser, server, '?kernel=resize&width=64&height=64&repeats=1&threads=2');
  await drop(page, ['tests/data/photo.jpg']);
  await read(page, 'photo.jpg');
  const made = await race(page);
  expect(made.job.outputSize).toEqual({ width: 64, height: 64 });
  await page.getByRole('checkbox', { name: /who did what/i }).check();
  await page.waitForSelector('ft-two-up .overlay svg, ft-two-up svg.overlay, ft-two-up [part=overlay] svg');
  const rows = await page.evaluate(() => {
    const root = document.querySelector('ft-two-up')?.shadowRoot;
    return [...(root?.querySelectorAll('[data-first-row]') ?? [])].map((e) => [
      Number(e.getAttribute('data-first-row')),
      Number(e.getAttribute('data-end-row')),
    ]);
  });
  expect(rows.reduce((sum, [first = 0, end = 0]) => sum + end - first, 0)).toBe(64);
  await close();
});

test('what is shown is the picture, and its result', async () => {
  const { page, close } = await visit(browser, server, '?kernel=grayscale&repeats=1&threads=2');
  await drop(page, ['tests/data/photo.jpg']);
  await read(page, 'photo.jpg');
  await race(page);
  // Mean distance of red from green, in levels: a photo has colour, its grey version has none.
  const colour = await page.evaluate(() => {
    const views = document.querySelector('ft-two-up')?.shadowRoot?.querySelectorAll('ft-bitmap') ?? [];
    return [...views].map((view) => {
      const canvas = view.shadowRoot?.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let sum = 0;
      for (let i = 0; i < pixels.length; i += 4) sum += Math.abs((pixels[i] ?? 0) - (pixels[i + 1] ?? 0));
      return { pixels: pixels.length / 4, colour: sum / (pixels.length / 4) };
    });
  });
  expect(colour).toHaveLength(2);
  expect(colour.every(({ pixels }) => pixels > 100_000)).toBe(true);
  const [low = NaN, high = NaN] = colour.map((view) => view.colour).sort((a, b) => a - b);
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(5);
  await close();
});

test('results of other settings are marked as such, and their picture is not shown', async () => {
  const { page, close } = await visit(browser, server, '?kernel=gaussian&sigma=5&repeats=1&threads=2');
  await race(page);
  expect(await said(page, 'main > ft-notice')).toBe('');
  await chooseKernel(page, 'sobel');
  expect(await said(page, 'main > ft-notice')).toMatch(/of the last race.*Gaussian blur, 5 px on Our breakfast/);
  const result = (): Promise<boolean> =>
    page.evaluate(() => (document.querySelector('ft-two-up') as unknown as { result?: unknown }).result !== undefined);
  expect(await result()).toBe(false);
  await chooseKernel(page, 'gaussian', { sigma: 5 });
  expect(await said(page, 'main > ft-notice')).toBe('');
  expect(await result()).toBe(true);
  await close();
});

test('the address starts a race, and other programs get its report', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.addEventListener('toasters:report', (event) => Object.assign(window, { heard: event.detail }));
  });
  await page.goto(`${server.url}?kernel=gaussian&sigma=2&modes=simd,threads&threads=2&repeats=3&image=sample&autorun`);
  await raceIs(page, 'done');
  const made = await report(page);
  expect(made.job.kernel).toEqual({ name: 'gaussian', params: { sigma: 2 } });
  expect(
    await page.evaluate(() => (window as unknown as { heard: unknown }).heard === window.fourToasters.report),
  ).toBe(true);

  const schema = JSON.parse(readFileSync('www/public/report.schema.json', 'utf8')) as object;
  const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  expect(check(made), JSON.stringify(check.errors)).toBe(true);
  expect(check({ ...made, runs: 3 }), 'the schema refuses what is no report').toBe(false);
  await context.close();
});

test('what the address asks for in vain is told, and the rest holds', async () => {
  const { page, close } = await visit(browser, server, '?kernel=gaussian&sigma=900&modes=simd,warp&threads=0');
  const text = await said(page, '.notices');
  expect(text).toMatch(/sigma=900/);
  expect(text).toMatch(/no mode called “warp”/);
  expect(text).toMatch(/threads=0/);
  // A job that wasn't asked for in so many words is not started by itself.
  await page.goto(`${server.url}?kernel=gausian&autorun`);
  await page.waitForFunction(
    () => (document.querySelector('ft-run-bar') as unknown as { state: string } | null)?.state === 'idle',
  );
  expect(await said(page, '.notices')).toMatch(/no kernel called “gausian”.*not started/);
  expect(await page.getByRole('button', { name: /^Race/ }).isEnabled()).toBe(true);
  await close();
});

test('nothing is asked of any other site', async () => {
  const { page, requests, close } = await visit(browser, server, '?kernel=grayscale&repeats=1');
  await race(page);
  await page.waitForSelector('ft-chart .drawing > svg');
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith(`blob:${server.url}`))).toEqual([]);
  await close();
});

test('a race leaves the page responsive: no task of the main thread over 50 ms', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    const tasks: { start: number; ms: number }[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, ms: duration });
    }).observe({ type: 'longtask' });
  });
  // One thread in the pool, so that the page has a core even on a machine with two.
  await page.goto(`${server.url}?kernel=gaussian&sigma=10&threads=1&repeats=5`);
  await page.waitForFunction(
    () => (document.querySelector('ft-run-bar') as unknown as { state: string }).state === 'idle',
  );
  // What the race does by itself, it does every time; what a busy machine does to it, it doesn't.
  const attempts: number[][] = [];
  for (let attempt = 0; attempt < 4 && !attempts.some((long) => long.length === 0); attempt += 1) {
    const start = await page.evaluate(() => performance.now());
    await page.evaluate(() => document.querySelector('ft-run-bar')?.dispatchEvent(new CustomEvent('run')));
    await raceIs(page, 'done');
    await page.waitForSelector('ft-chart .drawing > svg');
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => (window as unknown as { tasks: { start: number; ms: number }[] }).tasks);
    attempts.push(tasks.filter((task) => task.start > start).map((task) => task.ms));
  }
  expect(attempts, JSON.stringify(attempts)).toContainEqual([]);
  await context.close();
});

test('the report is taken home as it is, as a table of all samples, and as a trace', async () => {
  const { page, errors, close } = await visit(browser, server, '?kernel=sobel&threads=2&repeats=3');
  const made = await race(page);
  const saved = async (name: RegExp): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path(), 'utf8');
  };
  expect(JSON.parse(await saved(/^Report/))).toEqual(JSON.parse(JSON.stringify(made)));
  expect((await saved(/^All samples/)).trim().split('\r\n')).toHaveLength(made.runs.length + 1);
  const { traceEvents } = JSON.parse(await saved(/^Lanes/)) as { traceEvents: { ph: string }[] };
  const spans = made.runs.reduce((sum, { trace }) => sum + trace.spans.length, 0);
  expect(traceEvents.filter(({ ph }) => ph === 'X')).toHaveLength(made.runs.length + spans);
  expect(errors).toEqual([]);
  await close();
});
