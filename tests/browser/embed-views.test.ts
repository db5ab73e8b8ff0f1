// The views of an embed that are no race, with the options that each takes; and what can't be understood, which is told.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, said, serve, type Server } from './harness.js';

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

/** An embed with these options, once it has found how it runs. */
async function embed(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
  await page.goto(`${site.url}embed.html?${query}`);
  await page.waitForFunction(() => document.documentElement.dataset['tier']);
  return page;
}

/** What it couldn't do as it was asked. */
const notices = (page: Page): Promise<string[]> =>
  page
    .locator('ft-notice')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement & { sentence: string }).sentence));

test('the breakfast has the controls that are asked for, and they change the shop', async () => {
  const page = await embed('view=breakfast&preset=four-toasters&toasters=2&controls=toasters,waiting,espresso');
  const form = page.locator('ft-shop-form');
  await form.getByRole('spinbutton', { name: 'Toasters' }).waitFor();
  expect(await form.getByRole('spinbutton').count()).toBe(1);
  expect(await form.getByRole('radio').count()).toBeGreaterThan(1);
  expect(await notices(page)).toEqual([
    expect.stringMatching(/^The shop has no control called “espresso”; there are /),
  ]);
  const stations = (): Promise<number> =>
    page
      .locator('ft-live-breakfast')
      .evaluate((toy) => (toy as unknown as { morning?: { stations: object[] } }).morning?.stations.length ?? 0);
  await expect.poll(stations).toBeGreaterThan(2);
  const withTwo = await stations();
  await form.getByRole('spinbutton', { name: 'Toasters' }).fill('8');
  await form.getByRole('spinbutton', { name: 'Toasters' }).press('Enter');
  await expect.poll(stations).toBe(withTwo + 6);
  await page.close();
});

test('without controls the breakfast has no empty form, and what its shop lacks is told', async () => {
  const page = await embed('view=breakfast&preset=four-toasters&toasters=many');
  await page.getByRole('button', { name: /Play/ }).waitFor();
  expect(await page.locator('ft-shop-form').count()).toBe(0);
  await expect.poll(() => notices(page)).toEqual([expect.stringMatching(/toasters=many, which is not a whole number/)]);
  await page.close();
});

test('the requests are as many, as slow and as limited as is asked for, in the full version as well', async () => {
  const page = await embed('view=network&count=6&limit=2&latency=20&addresses=https://example.org/');
  expect(await notices(page)).toEqual([expect.stringMatching(/addresses=.*, which the requests don’t take\.$/)]);
  await page.getByRole('button', { name: 'Send 6 requests, three times' }).click();
  await page.locator('ft-live-requests .bar-row').nth(2).waitFor({ timeout: 20_000 });
  expect(await page.locator('ft-live-requests .bar-row > span:first-child').allTextContents()).toEqual([
    'One by one',
    'Limit of 2',
    'All at once',
  ]);
  const full = await page.getByRole('link', { name: 'Open the full version' }).getAttribute('href');
  await page.goto(new URL(full ?? '', site.url).href);
  await page.waitForFunction(() => document.documentElement.dataset['requests'] === 'idle');
  const { count, limit, latencyMs, source } = await page.evaluate(() => window.requests.app.settings);
  expect({ count, limit, latencyMs, source }).toEqual({ count: 6, limit: 2, latencyMs: 20, source: 'weather' });
  expect(await said(page, '.notices')).toMatch(/Part of the address was left out/);
  await page.close();
});

test('a step of the tour is asked for by its number or its name, and one of its toys by its own', async () => {
  const page = await embed('view=tour-step&step=6&toy=small');
  expect(await page.locator('h1').textContent()).toMatch(/\S/);
  const query = await page.locator('ft-live-race').evaluate((toy) => (toy as unknown as { query: string }).query);
  expect(query).toMatch(/experiment=break-even/);
  expect(await notices(page)).toEqual([]);
  const full = await page.getByRole('link', { name: 'Open the full version' }).getAttribute('href');
  await page.goto(new URL(full ?? '', site.url).href);
  await expect.poll(() => page.locator('article:not([hidden])').getAttribute('data-step')).toBe('worth');
  await page.close();

  const wrong = await embed('view=tour-step&step=dessert&toy=spoon&kernel=sobel');
  expect(await notices(wrong)).toEqual([
    expect.stringMatching(/^The tour has no step called “dessert”; there are why, .*, or 1 to 12\.$/),
    expect.stringMatching(/^The step why has no toy called “spoon”; there is one\.$/),
    expect.stringMatching(/^The address asks for kernel, which/),
  ]);
  await wrong.getByRole('button', { name: /^(Race|Measure)/ }).waitFor();
  await wrong.close();
});

test('what a race can’t be asked for is told in its frame', async () => {
  const page = await embed('view=race&kernel=sobel&repeats=1000000000&modes=simd,magic');
  await expect
    .poll(() => notices(page))
    .toEqual([
      expect.stringMatching(/repeats=1000000000, which is not a whole number from 1 to 200\.$/),
      'There is no mode called “magic”.',
    ]);
  await page.getByRole('button', { name: /^Race/ }).waitFor();
  await page.close();
});
