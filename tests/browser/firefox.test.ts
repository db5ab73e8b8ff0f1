// A smoke test in a real Firefox: the page loads, isolates, races the sample in every mode to the same bytes.

import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { findBrowser } from '../../scripts/browsers.mjs';
import { coveredRows, serve, type Server } from './harness.js';
import { onHost } from './hosts.js';

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
