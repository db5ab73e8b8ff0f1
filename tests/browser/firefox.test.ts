// A smoke test in a real Firefox: the page loads, isolates, races the sample in every mode to the same bytes; in other people's pages it runs
// with workers; a recorded race is played; charts are saved.

import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { findBrowser } from '../../scripts/browsers.mjs';
import { coveredRows, serve, type Server } from './harness.js';
import { host, onHost } from './hosts.js';

let browser: Browser;
let server: Server;
beforeAll(async () => {
  server = await serve();
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findBrowser('firefox') ?? 'firefox',
    headless: true,
  });
});
afterAll(async () => {
  await browser?.close();
  await server.close();
});

test('Firefox races every mode', async () => {
  const page = await browser.newPage();
  await page.goto(
    `${server.url}?kernel=sobel&modes=simd,threads,workers,scalar,js&threads=2&repeats=3&image=sample&autorun`,
  );
  await page.waitForFunction(
    () => ['done', 'failed', 'cancelled'].includes(document.documentElement.dataset['race'] ?? ''),
    {
      timeout: 80_000,
    },
  );
  const made = await page.evaluate(() => JSON.stringify(window.fourToasters.report ?? null));
  const report = JSON.parse(made) as NonNullable<typeof window.fourToasters.report>;
  expect(report.machine.agent).toMatch(/Firefox/);
  expect(report.machine.isolated).toBe(true);
  expect(report.equality?.identical).toBe(true);
  for (const run of report.runs) expect(coveredRows(run)).toEqual([[0, report.job.outputSize.height]]);
  await page.waitForFunction(
    () => document.querySelector('ft-chart')?.shadowRoot?.querySelectorAll('.sample').length === 15,
  );
  // It keeps the run, also for the next visit.
  await page.goto(server.url);
  await page.waitForFunction(
    () => document.querySelector('ft-history')?.shadowRoot?.querySelectorAll('li').length === 1,
  );
});

test('Firefox runs a batch in every way', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}batch.html?count=6&lanes=2`);
  await page.waitForFunction(() => 'batch' in window);
  await page.evaluate(() => void window.batch.app.compare());
  await page.waitForFunction(() => document.documentElement.dataset['batch'] === 'done', { timeout: 80_000 });
  const runs = await page.evaluate(() =>
    window.batch.app.report?.runs.map(({ way, records }) => [way, records.filter(({ fault }) => !fault).length]),
  );
  expect(runs).toEqual(
    ['loop', 'map', 'threads-map', 'workers-map', 'workers-submit', 'browser'].map((way) => [way, 6]),
  );
});

test('Firefox runs an embed of a plain page with workers, says why, and tells the page its height and its report', async () => {
  const around = await host({ SITE: server.url });
  const page = await browser.newPage();
  await page.goto(`${around.url}plain.html`);
  await page.waitForFunction(() => document.querySelector('#live')?.shadowRoot?.querySelector('button'));
  const told = await page.evaluate(async () => {
    const element = document.querySelector('#live') as HTMLElement;
    const event = (name: string): Promise<unknown> =>
      new Promise((resolve) =>
        element.addEventListener(name, (heard) => resolve((heard as CustomEvent).detail), { once: true }),
      );
    const [tier, report] = [event('tier'), event('report')];
    element.shadowRoot?.querySelector('button')?.click();
    const { machine, equality, settings } = (await report) as NonNullable<typeof window.fourToasters.report>;
    return {
      isolated: crossOriginIsolated,
      tier: (await tier) as { tier: string; reason: string },
      report: {
        agent: machine.agent,
        isolated: machine.isolated,
        identical: equality?.identical,
        modes: settings.modes.map(({ mode }) => mode),
      },
      height: parseFloat(element.shadowRoot?.querySelector('iframe')?.style.height ?? '0'),
    };
  });
  expect(told.isolated).toBe(false);
  expect(told.tier).toEqual({
    tier: 'workers',
    reason: expect.stringMatching(/^Neither the page around, .* isolate it: workers that share nothing run/) as string,
  });
  expect(told.report).toEqual({
    agent: expect.stringMatching(/Firefox/) as string,
    isolated: false,
    identical: true,
    modes: ['simd', 'workers'],
  });
  expect(told.height).toBeGreaterThan(300);
  await page.close();
  await around.close();
});

test('Firefox plays a recorded race in place, to its end', async () => {
  const around = await host({ SITE: server.url });
  const page = await browser.newPage();
  await page.goto(`${around.url}plain.html`);
  const covered = (): Promise<number[]> =>
    page.evaluate(() => {
      const replay = document.querySelector('#recorded')?.shadowRoot?.querySelector('four-toasters-replay');
      return [...(replay?.shadowRoot?.querySelectorAll('.cover') ?? [])].map((cover) =>
        Number(/matrix\(([\d.]+)/.exec(cover.getAttribute('transform') ?? '')?.[1]),
      );
    });
  await page.waitForFunction(
    () =>
      document
        .querySelector('#recorded')
        ?.shadowRoot?.querySelector('four-toasters-replay')
        ?.shadowRoot?.querySelectorAll('.cover').length === 3,
  );
  // Its end is what stands there at first: nothing is covered.
  expect(await covered()).toEqual([0, 0, 0]);
  const over = page.evaluate(async () => {
    const element = document.querySelector('#recorded');
    const shares: number[] = [];
    element?.addEventListener('progress', (event) => shares.push((event as Event as CustomEvent<number>).detail));
    await element?.shadowRoot?.querySelector<HTMLElement & { run(): Promise<void> }>('four-toasters-replay')?.run();
    return shares;
  });
  await page.waitForFunction(() => {
    const replay = document.querySelector('#recorded')?.shadowRoot?.querySelector('four-toasters-replay');
    return replay?.shadowRoot?.querySelector('.cursor')?.getAttribute('opacity') === '1';
  });
  // While it plays all lanes are covered by as much.
  const [first = 0, ...others] = await covered();
  expect(first).toBeGreaterThan(0);
  expect(new Set([first, ...others]).size).toBe(1);
  const shares = await over;
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(await covered()).toEqual([0, 0, 0]);
  await page.close();
  await around.close();
});

test('Firefox saves a chart as SVG and as PNG', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}?kernel=sobel&modes=simd,workers&threads=2&repeats=3&image=sample&autorun`);
  await page.waitForFunction(() => document.documentElement.dataset['race'] === 'done', { timeout: 80_000 });
  await page.waitForFunction(() =>
    document.querySelector('ft-chart[data-chart=bars]')?.shadowRoot?.querySelector('ft-chart-files'),
  );
  const saved = await page.evaluate(async () => {
    const files = document.querySelector('ft-chart[data-chart=bars]')?.shadowRoot?.querySelector('ft-chart-files');
    // A file is an address of a blob that a link is pressed for.
    const make = URL.createObjectURL.bind(URL);
    const next = (type: string): Promise<Blob> =>
      new Promise((resolve) => {
        URL.createObjectURL = (blob: Blob): string => {
          if (blob.type === type) resolve(blob);
          return make(blob);
        };
      });
    const made: { type: string; size: number[]; colours: number }[] = [];
    for (const [name, type] of [
      ['Save as SVG', 'image/svg+xml'],
      ['Save as PNG', 'image/png'],
    ] as const) {
      const file = next(type);
      files?.shadowRoot?.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)?.click();
      const blob = await file;
      const image = new Image();
      image.src = make(blob);
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() };
      made.push({
        type: blob.type,
        size: [canvas.width, canvas.height],
        colours: new Set(new Uint32Array(data.buffer)).size,
      });
    }
    return made;
  });
  expect(saved.map(({ type }) => type)).toEqual(['image/svg+xml', 'image/png']);
  const [svg, png] = saved;
  // The PNG has a whole number of pixels for each of the drawing's.
  const scales = (png?.size ?? []).map((side, i) => side / (svg?.size[i] ?? 1));
  expect(new Set(scales).size).toBe(1);
  expect([1, 2, 3, 4]).toContain(scales[0]);
  for (const { colours } of saved) expect(colours).toBeGreaterThan(10);
  await page.close();
});

test('in Firefox the element runs on another site’s page with workers, and makes every file', () =>
  onHost({ SITE: server.url }, async ({ url }) => {
    const page = await browser.newPage();
    await page.goto(`${url}plain.html`);
    const made = await page.evaluate(async () => {
      const element = document.querySelector<HTMLElementTagNameMap['four-toasters']>('#live');
      await element?.run();
      const sizes = [];
      for (const kind of ['svg', 'animated', 'png', 'html'] as const) {
        const file = await element?.file(kind, { scale: 4 });
        sizes.push([file?.name, kind === 'png' && file ? (await createImageBitmap(file)).width : file?.type]);
      }
      const html = await (await element?.file('html'))?.text();
      return { tier: element?.tier, sizes, figures: html?.match(/<figure/g)?.length };
    });
    expect(made.tier).toBe('workers');
    expect(made.sizes).toEqual([
      ['four-toasters-gaussian.svg', 'image/svg+xml'],
      ['four-toasters-gaussian-animated.svg', 'image/svg+xml'],
      ['four-toasters-gaussian-4x.png', 2560],
      ['four-toasters-gaussian.html', 'text/html;charset=utf-8'],
    ]);
    expect(made.figures).toBeGreaterThanOrEqual(4);
  }));
