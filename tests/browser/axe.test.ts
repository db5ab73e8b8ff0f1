// Accessibility: axe on the page with its charts, their numbers shown, in both colour schemes, on a desk and in a hand.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { STEP_IDS } from '../../www/src/tour/language.js';
import { drop, launch, race, serve, visit, type Server } from './harness.js';
import { onHost, opened } from './hosts.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical, as lines to read. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  // It has looked, into the shadow trees as well.
  expect(passes.length).toBeGreaterThan(10);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
}

/** Brings every chart near the screen once, so that it is drawn, and opens all that can be opened. */
async function showAll(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  for (const chart of await page.locator('ft-chart').all()) {
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('.drawing > svg').waitFor();
    await chart.locator('details.numbers').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
  }
}

test.each([
  ['light', 1280, 'race'],
  ['dark', 1280, 'scaling'],
  ['light', 360, 'ladder'],
  ['dark', 360, 'chunks'],
] as const)('nothing serious on the page with charts, %s, %d px wide: %s', async (colorScheme, width, experiment) => {
  const options = { colorScheme, viewport: { width, height: 800 } };
  const query = `?kernel=sobel&threads=2&repeats=3&experiment=${experiment}`;
  const { page, errors, close } = await visit(browser, server, query, options);
  expect(await findings(page), 'before the first race').toEqual([]);
  await race(page);
  await showAll(page);
  expect(await findings(page), 'with charts').toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('nothing serious among earlier runs, %s, %d px wide', async (colorScheme, width) => {
  const options = { colorScheme, viewport: { width, height: 800 } };
  const { page, close } = await visit(browser, server, '?kernel=sobel&threads=2&repeats=3', options);
  await race(page);
  await page.locator('ft-history li').waitFor();
  expect(await findings(page), 'the list').toEqual([]);
  await page.getByRole('button', { name: 'Delete all' }).click();
  expect(await findings(page), 'the question').toEqual([]);
  await page.getByRole('button', { name: /^Yes/ }).click();
  await page.getByText('All runs were deleted.').waitFor();
  expect(await findings(page), 'what became of it').toEqual([]);
  await close();
});

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)(
  'nothing serious in reports laid over each other, and in what shares them, %s, %d px wide',
  async (colorScheme, width) => {
    const { page, close } = await visit(browser, server, '', { colorScheme, viewport: { width, height: 800 } });
    await drop(page, ['docs/report-example.json', 'www/public/recorded-race.json']);
    await page.locator('ft-compared').waitFor();
    await page.locator('ft-chart svg text').first().waitFor();
    await page.getByText('Share it').click();
    await page.getByRole('button', { name: 'Copy link' }).first().waitFor();
    expect(await findings(page)).toEqual([]);
    await close();
  },
);

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)('nothing serious in any step of the tour, %s, %d px wide', async (colorScheme, width) => {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const step of STEP_IDS) {
    await page.goto(`${server.url}tour.html#${step}`);
    await page.locator(`.step[data-step="${step}"] .table > *`).first().waitFor();
    expect(await findings(page), step).toEqual([]);
  }
  await page.goto(`${server.url}tour.html?presenter#why`);
  await page.locator('.presenter ft-live-race').waitFor();
  expect(await findings(page), 'for an audience').toEqual([]);
  await context.close();
});

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)(
  'nothing serious on the batch page and with fetched pictures, %s, %d px wide',
  async (colorScheme, width) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${server.url}batch.html?count=6&lanes=2`);
    await page.waitForFunction(() => 'batch' in window);
    expect(await findings(page), 'before the first batch').toEqual([]);
    await page.getByRole('button', { name: /^Compare/ }).click();
    await page.waitForFunction(() => document.documentElement.dataset['batch'] === 'done', null, { timeout: 60_000 });
    await showAll(page);
    expect(await findings(page), 'with results').toEqual([]);

    await page.goto(`${server.url}requests.html`);
    await page.waitForFunction(() => document.documentElement.dataset['requests'] === 'idle');
    await page.evaluate(() => window.requests.app.set({ count: 6, latencyMs: 5 }));
    await page.getByRole('button', { name: /^Send/ }).click();
    await page.waitForFunction(() => document.documentElement.dataset['requests'] === 'done');
    await page.getByRole('button', { name: /^Fetch and compute/ }).click();
    await page.waitForFunction(() => document.documentElement.dataset['pictures'] === 'done');
    await showAll(page);
    expect(await findings(page), 'requests').toEqual([]);
    await context.close();
  },
);

test.each(['light', 'dark'] as const)('nothing serious in the whole report as a file, %s', async (colorScheme) => {
  const { page, close } = await visit(browser, server, '?kernel=sobel&threads=2&repeats=3', { colorScheme });
  await race(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Whole report' }).click(),
  ]);
  const html = readFileSync(await download.path(), 'utf8');
  await page.goto('about:blank');
  await page.setContent(html);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  expect(await findings(page)).toEqual([]);
  await close();
});

test.each(['light', 'dark'] as const)(
  'an embed, before and while a recorded race is shown, %s',
  async (colorScheme) => {
    const page = await browser.newPage({ colorScheme, viewport: { width: 480, height: 800 } });
    await page.goto(`${server.url}embed.html?view=race&kernel=gaussian`);
    await page.waitForFunction(() => document.documentElement.dataset['tier']);
    expect(await findings(page)).toEqual([]);
    await page.evaluate(async () => {
      const replay = document.createElement('four-toasters-replay');
      (replay as unknown as { report: unknown }).report = await (await fetch('recorded-race.json')).json();
      document.querySelector('.embed')?.prepend(replay);
    });
    await page.getByRole('button', { name: 'Replay' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.close();
  },
);

test.each(['light', 'dark'] as const)(
  'nothing serious in the element on another site’s page, %s, its files on offer',
  (colorScheme) =>
    onHost({ SITE: server.url }, async ({ url }) => {
      const page = await opened(browser, `${url}plain.html`, { colorScheme, viewport: { width: 360, height: 800 } });
      await page.locator('#recorded').getByRole('button', { name: 'Save', exact: true }).press('Enter');
      await page.locator('#recorded').getByRole('button', { name: 'Save as HTML' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      expect(await findings(page)).toEqual([]);
      await page.context().close();
    }),
);
