// The breakfast page: the talk's figures, the player, the caption, the keys, and stillness for those who want it.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Player } from '../../www/src/breakfast/player.js';
import { launch, said, serve, type Server } from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

interface Visit {
  readonly page: Page;
  readonly errors: string[];
  close(): Promise<void>;
}

/** Opens the page, still unless asked otherwise, and waits for its chart. */
async function visit(query = '', motion: 'reduce' | 'no-preference' = 'reduce', width = 1280): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: motion });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${server.url}breakfast.html${query}`);
  await page.locator('ft-chart.lanes svg .veil').waitFor({ state: 'attached' });
  return { page, errors, close: () => context.close() };
}

/** What the player shows. */
function player(page: Page): Promise<{ atMs: number; endMs: number; playing: boolean }> {
  return page.evaluate(() => {
    const { atMs, endMs, playing } = document.querySelector('ft-player') as Player;
    return { atMs, endMs, playing };
  });
}

/** Waits until the chart, which is drawn last, is called so. */
async function headed(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('ft-chart.lanes')?.shadowRoot?.querySelector('svg > title')?.textContent?.includes(wanted),
    words,
  );
}

test('each preset shows its figures: the talk’s, and what it warns of', async () => {
  const { page, errors, close } = await visit();
  for (const [preset, minutes, speedUp] of [
    ['one-toaster', '200 minutes', '1 ×'],
    ['four-toasters', '50 minutes', '4 ×'],
    ['standing-by', '9 minutes', '1 ×'],
    ['meanwhile', '5 minutes', '1.8 ×'],
    ['butter', '52 minutes', '4.81 ×'],
    ['256-toasters', '102 minutes', '1.96 ×'],
    ['batches', '30 minutes', '6.67 ×'],
    ['egg-on-toast', '38 minutes', '1.58 ×'],
  ] as const) {
    await page.locator(`[data-preset="${preset}"]`).click();
    await headed(page, minutes);
    const board = await said(page, '.board');
    expect(board, preset).toContain(`of ${minutes}`);
    expect(board, preset).toContain(speedUp);
    expect(await said(page, '.compare'), preset).toContain(minutes);
    expect(new URL(page.url()).search).toBe(`?preset=${preset}`);
    expect(await page.locator('.to-lab').getAttribute('href'), preset).toMatch(/^\.\/\?experiment=[a-z-]+&kernel=/);
  }
  expect(errors).toEqual([]);
  await close();
});

describe('the player', () => {
  test('plays by itself, pauses, and goes through the morning by slider and keys', async () => {
    const { page, errors, close } = await visit('?preset=meanwhile', 'no-preference');
    await page.waitForFunction(() => (document.querySelector('ft-player') as Player).atMs > 0);
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await player(page);
    expect(paused.playing).toBe(false);

    await page.getByRole('slider', { name: 'Time of the morning' }).fill('500');
    expect((await player(page)).atMs).toBe(paused.endMs / 2);
    // The caption follows, and so does the chart: half of it lies under the veil.
    await page.waitForFunction(() => document.querySelector('.caption')?.textContent?.includes('Served: 1 of 3.'));
    expect(await page.locator('.caption').getAttribute('aria-live')).toBe('polite');
    const veil = await page.locator('ft-chart.lanes svg .veil').evaluate((node) => {
      const number = (name: string): number => Number(node.getAttribute(name));
      return number('width') / (number('data-to') - number('data-from'));
    });
    expect(veil).toBeCloseTo(0.5, 2);

    await page.locator('h1').click();
    await page.keyboard.press('End');
    expect((await player(page)).atMs).toBe(paused.endMs);
    await page.waitForFunction(
      () => document.querySelector('.caption')?.textContent === 'All is served after 5 minutes.',
    );
    await page.keyboard.press('Home');
    expect((await player(page)).atMs).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect((await player(page)).atMs).toBe(paused.endMs / 50);
    await page.keyboard.press(' ');
    expect((await player(page)).playing).toBe(true);
    await page.keyboard.press(' ');
    expect((await player(page)).playing).toBe(false);
    expect(errors).toEqual([]);
    await close();
  });

  test('stays still where no motion is wanted; scrubbing still works', async () => {
    const { page, close } = await visit('?preset=four-toasters');
    const { atMs, endMs, playing } = await player(page);
    expect({ atMs, playing }).toEqual({ atMs: endMs, playing: false });
    await page.locator('[data-preset="butter"]').click();
    await headed(page, '52 minutes');
    expect((await player(page)).playing).toBe(false);
    await page.keyboard.press('Home');
    expect(await said(page, '.board')).toContain('0 of 100');
    await close();
  });
});

test('a control simulates at once and is in the address', async () => {
  const { page, errors, close } = await visit('?preset=four-toasters');
  await page.locator('.shop-settings > summary').click();
  const toasters = page.getByRole('spinbutton', { name: 'Toasters' });
  await toasters.fill('8');
  await toasters.press('Tab');
  await headed(page, '26 minutes');
  expect(new URL(page.url()).search).toBe('?preset=four-toasters&toasters=8');
  await page.reload();
  await headed(page, '26 minutes');
  expect(errors).toEqual([]);
  await close();
});

test('embedded, it brings neither header nor controls, but says what it could not understand', async () => {
  const { page, close } = await visit('?preset=one-toaster&toasters=999&embed');
  expect(await page.locator('.page-header, .page-footer, ft-shop-form, .card').count()).toBe(0);
  expect(await page.locator('ft-player').count()).toBe(1);
  expect(await said(page, 'ft-notice')).toContain('toasters=999, which is not a whole number from 1 to 256');
  expect(await said(page, '.board')).toContain('of 200 minutes');
  await close();
});

test.each([360, 1920])('at %d px nothing leaves the page, with many machines of each kind', async (width) => {
  const { page, errors, close } = await visit(
    '?preset=256-toasters&cups=9&makers=256&eggs=9&pots=256',
    'reduce',
    width,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  expect(await page.locator('.scene > g').count()).toBeGreaterThanOrEqual(768);
  expect(errors).toEqual([]);
  await close();
});
