// Several reports in the same charts: dropped, run here against theirs, left out again.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Report } from '../../www/src/generated/model.js';
import { offline, saved } from './files.js';
import { chooseKernel, drop, launch, raceIs, said, serve, visit, type Server } from './harness.js';

let browser: Browser;
let server: Server;
let folder: string;
beforeAll(async () => {
  [browser, server] = [await launch(), await serve()];
  folder = mkdtempSync(join(tmpdir(), 'toasters-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([browser.close(), server.close()]);
});

const recorded = JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;

/** A race that might have come from this machine's sister, on a small picture. */
function theirs(cores: number, hour: number): Report {
  const { machine, settings, job } = recorded;
  const size = { width: 320, height: 240 };
  return {
    ...recorded,
    created: `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`,
    machine: { ...machine, claimedCores: cores },
    settings: { ...settings, repeats: 3, precision: null, budgetMs: null },
    job: { ...job, input: { ...job.input, origin: 'file', name: 'their-own.jpg', size }, outputSize: size },
  };
}

function file(name: string, report: Report): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(report));
  return path;
}

/** What stands in the first chart. */
const bars = async (page: Page): Promise<string> => {
  const chart = page.locator('ft-chart[data-chart="bars"]');
  await chart.locator('svg text').first().waitFor();
  return (await chart.locator('.drawing > svg').first().textContent()) ?? '';
};

test('reports dropped one after the other are laid over each other, and left out again', async () => {
  const { page, errors, close } = await visit(browser, server);
  await drop(page, [file('one.json', theirs(4, 8))]);
  await page.getByText('Measured elsewhere').waitFor();
  expect(await page.locator('ft-compared').count()).toBe(0);
  await drop(page, [file('two.json', theirs(8, 9)), file('three.json', theirs(16, 10))]);
  const list = page.locator('ft-compared li');
  await expect.poll(() => list.count()).toBe(3);
  expect(await list.nth(1).innerText()).toMatch(/^B\s+Chromium \d+ on Linux, 8 cores, 20 Nov 2026, /);
  await expect.poll(() => bars(page)).toContain('C: Sequential');
  expect(await bars(page)).toContain('16 cores');
  // The same one twice would hide itself.
  await drop(page, [file('again.json', theirs(8, 9))]);
  await page.getByText('That run is in the charts already.').waitFor();
  expect(await list.count()).toBe(3);
  // A chart of a mode is called by its report, too, and there is one for every mode of every report.
  const views = page.locator('ft-chart[data-chart="lanes"] select option');
  expect((await views.allInnerTexts()).filter((words) => words.startsWith('C: '))).toHaveLength(
    recorded.settings.modes.length,
  );
  await page.getByRole('button', { name: 'Leave out B' }).click();
  await expect.poll(() => list.count()).toBe(2);
  await expect.poll(() => bars(page)).not.toContain('C: ');
  expect(await bars(page)).toContain('B: Sequential');
  await page.getByRole('button', { name: 'Leave out B' }).click();
  await expect.poll(() => page.locator('ft-compared').count()).toBe(0);
  await expect.poll(() => bars(page)).not.toContain('A: ');
  expect(errors).toEqual([]);
  await close();
});

test('a whole report of two, dropped on a fresh page, has both of them', async () => {
  const { page, errors, close } = await visit(browser, server);
  await drop(page, [file('first.json', theirs(4, 8)), file('second.json', theirs(8, 9))]);
  await expect.poll(() => page.locator('ft-compared li').count()).toBe(2);
  await page.getByText('all other files and links are of A alone').waitFor();
  const download = await saved(page, () => page.getByRole('button', { name: 'Whole report' }).click());
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);

  const read = await offline(browser);
  await read.page.goto(`file://${path}`);
  const rows = read.page.locator('section', { hasText: 'In the charts' }).locator('tbody tr');
  expect((await rows.allInnerTexts()).map((words) => words.replace(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/^A Chromium \d+ on Linux, 4 cores, /),
    expect.stringMatching(/^B Chromium \d+ on Linux, 8 cores, /),
  ]);
  await read.page.context().close();

  const other = await visit(browser, server);
  await drop(other.page, [path]);
  const list = other.page.locator('ft-compared li');
  await expect.poll(() => list.count()).toBe(2);
  expect(await list.nth(0).innerText()).toMatch(/^A\s+Chromium \d+ on Linux, 4 cores/);
  expect(await list.nth(1).innerText()).toMatch(/^B\s+Chromium \d+ on Linux, 8 cores/);
  await expect.poll(() => bars(other.page)).toContain('B: Sequential');
  expect([...errors, ...other.errors]).toEqual([]);
  await Promise.all([close(), other.close()]);
});

test('a race from elsewhere is run here, on a picture as large, and both are in one chart', async () => {
  const { page, errors, close } = await visit(browser, server);
  await drop(page, [file('sent.json', theirs(8, 9))]);
  await page.getByText('The picture their-own.jpg is not in the report').waitFor();
  await page.getByRole('button', { name: 'Run it here' }).click();
  await raceIs(page, 'done');
  const own = await page.evaluate(() => window.fourToasters.report);
  expect(own?.job.kernel).toEqual(recorded.job.kernel);
  expect(own?.job.input).toMatchObject({ origin: 'sample', size: { width: 320, height: 240 } });
  const list = page.locator('ft-compared li');
  expect(await list.count()).toBe(2);
  expect(await list.nth(0).innerText()).toMatch(/^A\s+Here: Chromium /);
  expect(await list.nth(1).innerText()).toMatch(/^B\s+Chromium \d+ on Linux, 8 cores/);
  await expect.poll(() => bars(page)).toContain('B: Sequential');
  const chart = page.locator('ft-chart[data-chart="bars"]');
  // One finding about both: they did the same work.
  expect(await said(page, 'ft-chart[data-chart="bars"]')).toMatch(/[AB]’s best/);
  expect(await said(page, 'ft-chart[data-chart="bars"]')).not.toContain('different work');
  expect(await chart.locator('svg .sample[data-mode-index="0"]').count()).toBe(3);
  // The same race again goes on comparing; another kernel's doesn't.
  await page.getByRole('button', { name: 'Race again' }).click();
  await raceIs(page, 'running');
  await raceIs(page, 'done');
  expect(await list.count()).toBe(2);
  await chooseKernel(page, 'sobel');
  await page.getByRole('button', { name: 'Race again' }).click();
  await raceIs(page, 'running');
  await raceIs(page, 'done');
  expect(await list.count()).toBe(0);
  expect(errors).toEqual([]);
  await close();
});

test('more reports than can be told apart are refused in a sentence', async () => {
  const { page, errors, close } = await visit(browser, server);
  const files = Array.from({ length: 7 }, (_, i) => file(`many-${i}.json`, theirs(i + 1, i)));
  await drop(page, files);
  await page.getByText('Not opened').waitFor();
  expect(await said(page, '.notices')).toContain('Charts show 6 reports at most');
  expect(await said(page, '.notices')).not.toContain('could not be drawn');
  expect(await page.locator('ft-compared li').count()).toBe(6);
  await expect.poll(() => bars(page)).toContain('F: Sequential');
  expect(errors).toEqual([]);
  await close();
});

test('what is opened waits its turn, and never gets into a race that has begun', async () => {
  const { page, errors, close } = await visit(
    browser,
    server,
    '?kernel=sobel&modes=simd,workers&repeats=3&image=sample',
  );
  // Two at once: neither is lost.
  await Promise.all([drop(page, [file('p.json', theirs(4, 8))]), drop(page, [file('q.json', theirs(8, 9))])]);
  await expect.poll(() => page.locator('ft-compared li').count()).toBe(2);
  // One more, and the race in the same moment.
  const dropped = drop(page, [file('r.json', theirs(16, 10))]);
  await page.getByRole('button', { name: /^Race/ }).click();
  await dropped;
  await raceIs(page, 'done');
  const own = await page.evaluate(() => window.fourToasters.report);
  const shown = await page.locator('ft-compared li').allInnerTexts();
  expect(own?.created).not.toMatch(/^2026-11-20/);
  expect(shown[0]).toContain('Here: ');
  expect(await page.getByText('Measured elsewhere').count()).toBe(0);
  expect(errors).toEqual([]);
  await close();
});

test('a kernel that this page doesn’t have is shown, and nobody promises to run it', async () => {
  const { page, errors, close } = await visit(browser, server);
  const report = theirs(4, 8);
  const job = { ...report.job, kernel: { name: 'of-tomorrow', params: {} } };
  await drop(page, [file('tomorrow.json', { ...report, job })]);
  await page.getByText('no kernel called of-tomorrow').waitFor();
  expect(await page.getByRole('button', { name: 'Run it here' }).count()).toBe(0);
  expect(await bars(page)).toContain('Sequential');
  expect(errors).toEqual([]);
  await close();
});
