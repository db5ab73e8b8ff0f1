// One measures at a time: the latest goes on, and whoever measured before stops, in other tabs as well.

import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, raceIs, raceState, serve, type Server } from './harness.js';
import { onHost, tierOf } from './hosts.js';

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

const isOn = (place: Page | Frame): Promise<boolean> => place.getByRole('button', { name: 'Cancel' }).isVisible();
const isOver = (place: Page | Frame): Promise<void> => place.getByRole('button', { name: 'Race again' }).waitFor();

test('two frames in other people’s pages, each in a tab of its own', () =>
  onHost({ SITE: site.url }, async ({ url }) => {
    const context = await browser.newContext();
    const begun = async (): Promise<Frame> => {
      const page = await context.newPage();
      await page.goto(`${url}plain.html`);
      // As long as it takes: nothing else may end it.
      await page.evaluate(() => document.querySelector('#live')?.setAttribute('repeats', '200'));
      await page.locator('#live').getByRole('button', { name: 'Run it here' }).click();
      const { frame } = await tierOf(page);
      await frame.getByRole('button', { name: 'Cancel' }).waitFor();
      return frame;
    };
    const [first, second] = [await begun(), await begun()];
    await isOver(first);
    expect(await isOn(second)).toBe(true);
    await first.getByRole('button', { name: 'Race again' }).click();
    await isOver(second);
    expect(await isOn(first)).toBe(true);
    await context.close();
  }));

test('the lab in two tabs', async () => {
  const context: BrowserContext = await browser.newContext();
  const begun = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${site.url}?kernel=gaussian&sigma=3&modes=simd,workers&repeats=200&image=sample&autorun=1`);
    await raceIs(page, 'running');
    return page;
  };
  const [first, second] = [await begun(), await begun()];
  await raceIs(first, 'cancelled');
  expect(await raceState(second)).toBe('running');
  await context.close();
});
