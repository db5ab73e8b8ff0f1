// What a first visit costs, in Chromium, on this machine: bytes, and times from the press of the button.
//
// These are measurements, not tests: nothing fails for being slow.

import { chromium } from 'playwright-core';

import { build } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import { say } from '../../scripts/tools.mjs';
import { median, round } from './numbers.js';
import { HEIGHT, WIDTH, drawPhoto } from './picture.js';

build();
const browser = await chromium.launch({
  executablePath: bringBrowser('chromium'),
  args: CHROMIUM_FLAGS,
});
const server = await serve();

say('The page');
console.table(await benchPage());
await browser.close();
await server.close();

/** What a first visit costs: bytes, and times from the press of the button. */
async function benchPage() {
  const [own, sample] = [[], []];
  for (let i = 0; i < 9; i += 1) {
    own.push(await visitOnce(false));
    sample.push(await visitOnce(true));
  }
  const sent = await transferred();
  const mid = (visits, pick) => round(median(visits.map(pick)));
  return {
    'before Race is pressed, KB (gzip; target ≤ 350)': Math.round(sent.before / 1024),
    'after Race, KB more': Math.round(sent.after / 1024),
    'page ready with its sample, ms': mid([...own, ...sample], (s) => s.loaded),
    'engine ready after the press, own photo, ms (target ≤ 300)': mid(own, (s) => s.engine),
    'engine ready after the press, sample, its decoding included, ms': mid(sample, (s) => s.engine),
    'all engines ready and loaded, 12 MP, ms': mid(own, (s) => s.engines),
    'first result of a 12 MP JPEG on screen, ms': mid(own, (s) => s.result),
    'first result of the sample on screen, ms': mid(sample, (s) => s.result),
  };
}

/** A visitor with an empty cache who races the sample, or drops a 12-megapixel JPEG and races that. */
async function visitOnce(sample) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(`${server.url}?kernel=gaussian&repeats=1`);
  await ready(page);
  const loaded = performance.now() - start;
  if (!sample) await dropPhoto(page, 'image/jpeg');
  const report = await race(page);
  const marks = await page.evaluate(() =>
    Object.fromEntries(performance.getEntriesByType('mark').map((m) => [m.name, m.startTime])),
  );
  await context.close();
  return {
    loaded,
    engine: marks[`engine-ready ${report.settings.modes[0].mode}`] - marks['race'],
    engines: marks['engines-ready'] - marks['race'],
    result: marks['first-result'] - marks['race'],
  };
}

/** Bytes sent to a visitor with an empty cache who races the sample. */
async function transferred() {
  const own = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  const sum = () => [...own.served.values()].reduce((a, b) => a + b, 0);
  await page.goto(`${own.url}?kernel=gaussian&repeats=1`);
  await ready(page);
  await page.waitForTimeout(500);
  const before = sum();
  for (const [path, bytes] of [...own.served].sort((a, b) => b[1] - a[1]))
    console.log(`  ${(bytes / 1024).toFixed(1).padStart(7)} KB ${path}`);
  await race(page);
  const after = sum() - before;
  await context.close();
  await own.close();
  return { before, after };
}

async function ready(page) {
  await page.waitForFunction(() => document.querySelector('ft-run-bar')?.state === 'idle', null, { polling: 20 });
}

async function race(page) {
  await page.getByRole('button', { name: /^Race/ }).click();
  await page.waitForFunction(
    () => ['done', 'failed', 'cancelled'].includes(document.documentElement.dataset.race),
    null,
    { timeout: 300_000 },
  );
  const report = await page.evaluate(() => window.fourToasters.report);
  const state = await page.evaluate(() => document.documentElement.dataset.race);
  if (state !== 'done' || !report) throw new Error(`the race ended as ${state}`);
  return report;
}

/** Gives the page the photo-like picture, drawn in the page and dropped as a file. */
async function dropPhoto(page, type) {
  await page.evaluate(`globalThis.drawPhoto = ${drawPhoto}`);
  await page.evaluate(
    async ({ width, height, type }) => {
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d').putImageData(new ImageData(globalThis.drawPhoto(width, height), width), 0, 0);
      const encoded = await canvas.convertToBlob({ type, quality: 0.9 });
      const file = new File([encoded], 'photo');
      document
        .querySelector('ft-drop-zone')
        .dispatchEvent(new CustomEvent('files', { detail: { files: [file], source: 'drop' } }));
    },
    { width: WIDTH, height: HEIGHT, type },
  );
  await page.waitForFunction(
    () =>
      document.querySelector('ft-tray')?.entries.some((e) => e.name === 'photo' && e.state === 'ready') &&
      document.querySelector('ft-run-bar').state === 'idle',
    null,
    { timeout: 60_000, polling: 20 },
  );
}
