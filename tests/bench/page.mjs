// How fast the kernels and the page are, in Chromium, on this machine.
//
// Every kernel runs on a 12-megapixel picture on one thread and on all, interleaved in shuffled rounds by the page's own experiment; medians
// are printed. The picture is drawn here, so nothing is tuned to a picture in the repository. These are measurements, not tests: nothing
// fails for being slow, and what misses its target says so.

import { chromium } from 'playwright-core';

import { build } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import { say } from '../../scripts/tools.mjs';
import { median, round } from './numbers.js';
import { HEIGHT, WIDTH, drawPhoto } from './picture.js';

const ROUNDS = 11;
const MEGAPIXELS = (WIDTH * HEIGHT) / 1e6;

/** What is measured: a kernel's address, and the speed-up at two threads that it should reach. */
const CASES = [
  { name: 'grayscale', query: 'kernel=grayscale' },
  { name: 'gaussian σ 5', query: 'kernel=gaussian&sigma=5', target: 1.8 },
  { name: 'gaussian σ 20', query: 'kernel=gaussian&sigma=20', target: 1.8 },
  { name: 'sobel', query: 'kernel=sobel' },
  { name: 'resize to 64 × 64', query: 'kernel=resize&width=64&height=64', target: 1.8 },
  { name: 'resize to 50 %', query: `kernel=resize&width=${WIDTH / 2}&height=${HEIGHT / 2}`, target: 1.8 },
  { name: 'mandelbrot', query: `kernel=mandelbrot&width=${WIDTH}&height=${HEIGHT}`, target: 1.8 },
];

build();
const browser = await chromium.launch({
  executablePath: bringBrowser('chromium'),
  args: CHROMIUM_FLAGS,
});
const server = await serve();

say(`Kernels at ${MEGAPIXELS} megapixels: medians of ${ROUNDS} interleaved rounds`);
const rows = [];
for (const { name, query, target } of CASES) rows.push(await benchKernel(name, query, target));
console.table(Object.fromEntries(rows.map(({ name, ...figures }) => [name, figures])));
console.log(
  '× copy: time on one thread against a plain copy of 48 MB in the same page, median of 12, half before and half after the kernel’s runs.',
);

say('The page');
console.table(await benchPage());
await browser.close();
await server.close();

/** One kernel on one thread and on all. */
async function benchKernel(name, query, target) {
  const page = await browser.newPage();
  await page.goto(`${server.url}?${query}&repeats=${ROUNDS}`);
  await ready(page);
  await dropPhoto(page, 'image/png');
  const before = await copyMs(page);
  const report = await race(page);
  const copy = median([...before, ...(await copyMs(page))]);
  await page.close();
  const [one, all] = report.settings.modes.map((_, index) => computeMedian(report, index));
  const speedUp = one / all;
  const [oneBest, allBest] = report.settings.modes.map((_, index) => Math.min(...computeTimes(report, index)));
  const threads = report.settings.modes[1]?.threads;
  return {
    name,
    '1 thread, ms': round(one),
    [`${threads} threads, ms`]: round(all),
    'MP/s, 1': Math.round(MEGAPIXELS / (one / 1000)),
    'MP/s, all': Math.round(MEGAPIXELS / (all / 1000)),
    'speed-up': speedUp.toFixed(2),
    'of the fastest runs': (oneBest / allBest).toFixed(2),
    target: target ? `${target} ${speedUp >= target ? '✓' : 'missed'}` : '',
    '× copy': (one / copy).toFixed(1),
    identical: report.equality?.identical === true,
  };
}

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

/** Times of copying the picture's bytes from one buffer to another, both touched before. */
async function copyMs(page) {
  return page.evaluate(
    (bytes) => {
      const [from, to] = [new Uint8Array(bytes).fill(7), new Uint8Array(bytes).fill(1)];
      return Array.from({ length: 7 }, () => {
        const start = performance.now();
        to.set(from);
        return performance.now() - start;
      }).slice(1);
    },
    WIDTH * HEIGHT * 4,
  );
}

function computeMedian(report, modeIndex) {
  return median(computeTimes(report, modeIndex));
}

function computeTimes(report, modeIndex) {
  const own = report.runs.filter((run) => run.modeIndex === modeIndex && !run.warmup);
  return own.map((run) => run.phases.find(({ phase }) => phase === 'compute').ms);
}
