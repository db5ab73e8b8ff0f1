// Links and files of reports, opened in the page: who opens one sees what the sender saw.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { chooseKernel, drop, launch, race, raceIs, said, serve, visit, type Server } from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

/** What the first charts say, mark by mark: what they look like depends on their width. */
async function charts(page: Page): Promise<string[]> {
  const drawings = page.locator('ft-chart .drawing > svg');
  await drawings.nth(1).waitFor();
  const words = (svg: Element): string =>
    [...svg.querySelectorAll('title, desc')].map(({ textContent }) => textContent).join('\n');
  return Promise.all([0, 1].map((i) => drawings.nth(i).evaluate(words)));
}

const open = (page: Page): Promise<unknown> => page.getByText('Measured elsewhere').waitFor();

test('a link with a result shows what the sender saw, and the same race can be run', async () => {
  const sender = await visit(browser, server, '?kernel=sobel&modes=simd,workers&threads=2&repeats=5', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const sent = await race(sender.page);
  const seen = await charts(sender.page);
  const verdict = await said(sender.page, 'ft-verdict');
  await sender.page.getByText('Share it').click();
  await sender.page.getByRole('button', { name: 'Copy link with the result' }).click();
  await expect.poll(() => sender.page.locator('ft-report-files').getByRole('status').textContent()).toBe('Copied.');
  const link = await sender.page.evaluate(() => navigator.clipboard.readText());
  expect(link.length).toBeLessThan(16_100);
  expect(link).toContain('#v1&kernel=sobel&modes=simd,workers&threads=2&repeats=5&report=');
  // What is set up afterwards is of no report, so nothing that is shared with this one leads there.
  await chooseKernel(sender.page, 'median');
  await sender.page.getByText('The results are of the last race').waitFor();
  const markdown = sender.page.getByLabel('For Markdown');
  expect(await markdown.inputValue()).toContain('#v1&kernel=sobel&modes=simd,workers&threads=2&repeats=5)');

  const other = await visit(browser, server, link.slice(link.indexOf('#')));
  await open(other.page);
  expect(await said(other.page, 'ft-verdict')).toBe(verdict);
  expect(await charts(other.page)).toEqual(seen);
  expect(await said(other.page, '.notices')).toMatch(
    /On Chromium \d+ on Linux, \d+ cores?, on \d+ \w+ \d{4}, with Four Toasters/,
  );
  // A report of others isn't told to programs that wait for a race.
  expect(await other.page.evaluate(() => window.fourToasters.report)).toBeUndefined();
  const own = await race(other.page);
  expect(own.created).not.toBe(sent.created);
  expect([own.job.kernel, own.settings.modes, own.settings.repeats]).toEqual([
    sent.job.kernel,
    sent.settings.modes,
    sent.settings.repeats,
  ]);
  expect(await other.page.getByText('Measured elsewhere').count()).toBe(0);
  expect([...sender.errors, ...other.errors]).toEqual([]);
  await Promise.all([sender.close(), other.close()]);
});

test('reports dropped as files are shown; bad ones are told, and cost nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-'));
  const example = JSON.parse(readFileSync('docs/report-example.json', 'utf8')) as object;
  const files = {
    'broken.json': '{"version": 1',
    'other.json': '{"version": 1, "runs": "none"}',
    'page.html': '<p>no report</p>',
    'strange.json': JSON.stringify({ ...example, ceilingAt: 'yesterday' }),
    'wrapped.html': `<script type="application/json" id="report">${JSON.stringify({ version: 99 })}</script>`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { page, errors, close } = await visit(browser, server);
  await drop(page, ['docs/report-example.json']);
  await open(page);
  expect(await said(page, 'ft-verdict')).toMatch(/resize/);
  const [first] = await charts(page);
  await drop(
    page,
    Object.keys(files).map((name) => join(folder, name)),
  );
  await page.getByText('Not opened').waitFor();
  await expect
    .poll(() => said(page, '.notices'))
    .toMatch(
      /broken\.json .*other\.json.*page\.html .*The report doesn't say when its ceiling was measured.*wrapped\.html/,
    );
  expect((await charts(page))[0]).toBe(first);
  expect(errors).toEqual([]);
  rmSync(folder, { recursive: true });
  await close();
});

test('a report from before there were other experiments than races is shown like any other', async () => {
  const { page, errors, close } = await visit(browser, server);
  await drop(page, ['crates/cli/tests/page-report.json']);
  await open(page);
  expect(await charts(page)).toHaveLength(2);
  expect(await said(page, '.notices')).not.toMatch(/undefined|NaN/);
  expect(errors).toEqual([]);
  await close();
});

test.each([
  ['of another version', '#v7&kernel=sobel', /version 7/],
  ['that is over-long', `#v1&kernel=${'x'.repeat(20_000)}`, /more than 16,000/],
  ['with script in its names', '#v1&kernel=<script>alert(1)</script>', /no kernel called/],
  ['with 10⁹ repeats', '#v1&kernel=sobel&repeats=1000000000&threads=1000000000', /repeats=1000000000/],
  ['with half a report', '#v1&kernel=sobel&report=q1ZKTUksSVSyUqpWyk', /can’t be read/],
])('a link %s gives a sentence and a usable page', async (_, link, sentence) => {
  const { page, errors, close } = await visit(browser, server, link);
  await expect.poll(() => said(page, '.notices')).toMatch(sentence);
  await page.getByRole('button', { name: /^Race/ }).click();
  await raceIs(page, 'running', 'done');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await raceIs(page, 'cancelled', 'done');
  expect(errors).toEqual([]);
  await close();
});
