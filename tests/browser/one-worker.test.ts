// The tier of one worker: browsers in which a worker can't start workers. The site is served as it would be there: its workers don't know `Worker`.

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, raceIs, report, said, serve, visit, type Server } from './harness.js';
import { listen, onHost, opened, tells, tierOf, told } from './hosts.js';

let browser: Browser;
let site: Server;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'four-toasters-alone-'));
  cpSync('dist', folder, { recursive: true });
  const assets = join(folder, 'assets');
  const workers = readdirSync(assets).filter((name) => /\.worker-[^.]*\.js$/.test(name));
  expect(workers.length).toBeGreaterThan(5);
  for (const name of workers)
    writeFileSync(join(assets, name), `delete self.Worker;${readFileSync(join(assets, name), 'utf8')}`);
  [browser, site] = await Promise.all([launch(), serve({ folder })]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
});

test('where workers can’t start workers one thread runs alone, and it says why', () =>
  onHost({ SITE: site.url }, async ({ url }) => {
    const page = await opened(browser, `${url}plain.html`);
    await listen(page, 'live');
    // It is asked for workers, which can't be had.
    await page.locator('#live').getByRole('button', { name: 'Run it here' }).click();
    const { tier, said: foot, frame } = await tierOf(page);
    expect(tier).toBe('one-worker');
    expect(foot).toMatch(/One thread\. Workers can’t start workers in this browser, so one thread runs alone\./);
    await tells(page, 'report');
    expect((await told(page))[0]).toBe('tier one-worker');
    expect(await frame.locator('ft-notice').count()).toBe(0);
    const modes = await page.locator('#live').evaluate(async (element: HTMLElementTagNameMap['four-toasters']) => {
      const text = await (await element.file('svg')).text();
      return [...text.matchAll(/data-mode="(\w+)"/g)].map(([, mode]) => mode);
    });
    expect([...new Set(modes)].sort()).toEqual(['scalar', 'simd']);
    await page.context().close();
  }));

test.each(['speed-up', 'break-even'])(
  'the view %s, which needs several threads, is a race of two modes there',
  async (view) => {
    const page = await opened(browser, `${site.url}embed.html?view=${view}&kernel=sobel&repeats=5&threads=4`);
    await page.waitForFunction(() => document.documentElement.dataset['tier'] === 'one-worker');
    await page.getByRole('button', { name: /^Race/ }).click();
    await page.locator('.finding').waitFor({ timeout: 60_000 });
    await expect.poll(() => page.locator('ft-chart').count()).toBe(2);
    expect(await page.locator('ft-notice').count()).toBe(0);
    await page.context().close();
  },
);

test('a run of several seconds is not taken for a hang there, and a hang is', async () => {
  const slow = '?kernel=mandelbrot&width=2400&height=1800&iterations=5000&modes=simd&repeats=1&budget=1';
  const long = await visit(browser, site, slow);
  await long.page.getByRole('button', { name: /^(Race|Measure)/ }).click();
  await raceIs(long.page, 'done', 'failed');
  const { runs } = await report(long.page);
  expect(Math.max(...runs.map(({ totalMs }) => totalMs))).toBeGreaterThan(2500);
  await long.close();

  const hung = await visit(
    browser,
    site,
    '?kernel=fault&failure=hang&modes=simd&threads=1&repeats=1&image=sample&autorun',
  );
  await raceIs(hung.page, 'failed');
  expect(await said(hung.page, '.notices')).toMatch(/no sign of life/);
  await hung.close();
});
