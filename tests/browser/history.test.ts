// The last runs, kept in the browser: listed, opened, deleted, and done without where the browser keeps nothing.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { chooseKernel, drop, launch, race, raceIs, said, serve, visit, type Server, type Visit } from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

const SHORT = '?modes=simd,workers&threads=2&repeats=3';
const lab = (query = `${SHORT}&kernel=sobel`, options?: BrowserContextOptions): Promise<Visit> =>
  visit(browser, server, query, options);

/** What the list says of each run, once it has so many. */
async function runs(page: Page, count: number): Promise<string[]> {
  const items = page.locator('ft-history li');
  await expect.poll(() => items.count()).toBe(count);
  return items.allTextContents();
}

const button = (page: Page, name: RegExp, at = 0) => page.locator('ft-history').getByRole('button', { name }).nth(at);
const status = (page: Page): Promise<string | null> => page.locator('ft-history').getByRole('status').textContent();
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return inside?.getAttribute('aria-label') ?? inside?.textContent?.trim();
  });

/** Two runs, of a Sobel filter and then of a blur; what the first one's verdict was. */
async function two(page: Page): Promise<string> {
  await race(page);
  await runs(page, 1);
  const verdict = await said(page, 'ft-verdict');
  await chooseKernel(page, 'gaussian', { sigma: 2 });
  await race(page);
  await runs(page, 2);
  return verdict;
}

test('runs are listed, the newest first, also on the next visit; one is opened, one deleted, then all', async () => {
  const { page, errors, close } = await lab();
  expect(await page.locator('ft-history').isVisible()).toBe(false);
  const verdict = await two(page);
  const [newest, oldest] = await runs(page, 2);
  expect(newest).toMatch(/Gaussian blur, .*2.px.* on Our breakfast .*: one thread against 2 workers, 3.rounds/);
  expect(newest).toContain('on show');
  expect(oldest).toMatch(/Sobel .* on Our breakfast/);

  await page.reload();
  await runs(page, 2);
  expect(await page.evaluate(() => window.fourToasters.report)).toBeUndefined();
  await button(page, /^Open/, 1).focus();
  await page.keyboard.press('Enter');
  await page.getByText('An earlier run').waitFor();
  expect(await said(page, 'ft-verdict')).toBe(verdict);
  expect(await said(page, '.notices')).toMatch(/in this browser on \d+ \w+ \d{4}.*run it again/);
  // It is in sight, and the keyboard goes on there; no other program is told of it as of a new run.
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('first-words ');
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  expect(await page.evaluate(() => window.fourToasters.report)).toBeUndefined();
  expect((await runs(page, 2))[1]).toContain('on show');

  await button(page, /^Compare/).click();
  await expect
    .poll(() => page.locator('ft-compared li').allInnerTexts())
    .toEqual([expect.stringContaining('Sobel'), expect.stringContaining('Gaussian blur')]);

  await button(page, /^Delete the run/).click();
  expect(await runs(page, 1)).toEqual([expect.stringMatching(/Sobel/)]);
  await expect.poll(() => status(page)).toMatch(/was deleted\. 1.run is left\.$/);
  expect(await focused(page)).toMatch(/^Delete the run/);
  await button(page, /^Delete all/).click();
  expect(await focused(page)).toBe('No, keep them');
  await button(page, /^Yes/).click();
  await runs(page, 0);
  await expect.poll(() => status(page)).toBe('All runs were deleted.');
  expect(await focused(page)).toBe('Earlier runs');
  await page.reload();
  await page.waitForTimeout(500);
  expect(await page.locator('ft-history').isVisible()).toBe(false);
  expect(errors).toEqual([]);
  await close();
});

test('what one tab keeps or deletes is seen in the others, and what was deleted can’t be opened', async () => {
  const { page, errors, close } = await lab();
  const other = await page.context().newPage();
  await other.goto(server.url);
  await other.locator('ft-tray').waitFor();
  await race(page);
  await runs(page, 1);
  await runs(other, 1);
  // Deleted behind the back of both.
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('four-toasters-history');
      request.onsuccess = () => resolve(request.result);
    });
    const change = database.transaction('reports', 'readwrite');
    change.objectStore('reports').clear();
    await new Promise((resolve) => (change.oncomplete = resolve));
    database.close();
  });
  await button(other, /^Open/).click();
  await expect.poll(() => status(other)).toMatch(/not kept any more/);
  await button(other, /^Delete the run/).click();
  await runs(other, 0);
  await runs(page, 0);
  expect(errors).toEqual([]);
  await close();
});

test('a cancelled run is kept if something was measured; a report of others isn’t', async () => {
  const { page, errors, close } = await lab(`?kernel=median&modes=simd,workers&threads=2&repeats=200`);
  await page.getByRole('button', { name: /^Race/ }).click();
  await raceIs(page, 'running', 'done');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await raceIs(page, 'cancelled');
  const measured = await page.evaluate(() => window.fourToasters.report?.runs.some(({ warmup }) => !warmup) ?? false);
  await runs(page, measured ? 1 : 0);
  await page.getByRole('button', { name: /^Race/ }).click();
  await page.getByText(/Round [2-9]/).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await raceIs(page, 'cancelled');
  await runs(page, measured ? 2 : 1);
  const before = await page.locator('ft-history li').count();
  await drop(page, ['docs/report-example.json']);
  // It is laid over the run on show.
  await page.locator('ft-compared').waitFor();
  expect(await page.locator('ft-history li').count()).toBe(before);
  expect(errors).toEqual([]);
  await close();
});

test.each(['refuses', 'never answers'])(
  'where the browser’s storage %s, races run, results show, and nothing breaks',
  async (how) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript((refuses) => {
      Object.defineProperty(window, 'indexedDB', {
        get() {
          if (refuses) throw new DOMException('The operation is insecure.', 'SecurityError');
          // A request that nobody ever hears of again.
          const silent = { addEventListener: { value: () => undefined } };
          return { open: () => Object.create(IDBOpenDBRequest.prototype, silent) as IDBOpenDBRequest };
        },
      });
    }, how === 'refuses');
    await page.goto(`${server.url}${SHORT}&kernel=sobel`);
    await page.locator('ft-tray label').waitFor();
    const report = await race(page);
    expect(report.stop).toBe('rounds');
    expect(await said(page, 'ft-verdict')).toMatch(/Sobel|edges|outlines|this picture/);
    if (how === 'refuses') await expect.poll(() => said(page, 'ft-history')).toMatch(/keeps nothing for this page/);
    else expect(await page.locator('ft-history').isVisible()).toBe(false);
    await race(page);
    expect(errors).toEqual([]);
    await context.close();
  },
);

test('an embed keeps nothing', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}embed.html?view=race&kernel=sobel&modes=simd,workers&threads=2&repeats=3`);
  await page.waitForFunction(() => document.documentElement.dataset['tier']);
  await page.getByRole('button', { name: /^(Race|Run)/ }).click();
  await page.getByRole('button', { name: /again/ }).waitFor();
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
  await page.close();
});
