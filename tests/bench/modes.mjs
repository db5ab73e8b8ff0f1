// How fast every mode is, in Chromium, on this machine: a point, a stencil and a compute-bound kernel at 12 megapixels; what it
// costs to dispatch an empty job; what workers' messages move; what tracing costs. These are measurements, not tests.

import { availableParallelism, cpus } from 'node:os';

import { chromium } from 'playwright-core';

import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { buildLab } from '../../scripts/lab.mjs';
import { serve } from '../../scripts/serve.mjs';
import { say } from '../../scripts/tools.mjs';
import { openLab } from './lab.mjs';
import { median, round } from './numbers.js';
import { writeReport } from './options.mjs';
import { HEIGHT, WIDTH } from './picture.js';
import { shuffle } from './rounds.js';

const LANES = Math.min(2, availableParallelism());
const ROUNDS = 9;
/** A mode that takes longer than this a run takes part in fewer rounds. */
const SLOW_MS = 1500;
const SLOW_ROUNDS = 3;

const KERNELS = [
  { label: 'invert (point)', settings: { name: 'invert', params: {} } },
  { label: 'gaussian σ 5 (stencil)', settings: { name: 'gaussian', params: { sigma: 5 } } },
  {
    label: 'mandelbrot (compute-bound)',
    settings: { name: 'mandelbrot', params: { width: WIDTH, height: HEIGHT } },
    targets: { workers: 1.25 },
  },
];

const settings = (mode, threads, passing = 'transfer') => ({ mode, threads, chunk: 'auto', place: 'worker', passing });
const MODES = [
  { label: 'js', settings: settings('js', 1) },
  { label: 'scalar', settings: settings('scalar', 1) },
  { label: 'simd', settings: settings('simd', 1) },
  { label: `threads ${LANES}`, settings: settings('threads', LANES) },
  { label: `workers ${LANES}, transfer`, settings: settings('workers', LANES) },
  { label: `workers ${LANES}, copy`, settings: settings('workers', LANES, 'copy') },
];
const JS_LACKS = new Set(['invert']);

/** Runs of an empty job, after as many to warm up. */
const DISPATCHES = 400;
const DISPATCH_TARGET_US = { threads: 100, workers: 300 };
/** Two rows of two pixels: a row a lane. */
const EMPTY = { width: 2, height: LANES };

/** Pairs of runs with and without a trace. */
const TRACED_PAIRS = 51;
const TRACING_TARGET = 0.01;

const browser = await chromium.launch({ executablePath: bringBrowser('chromium'), args: CHROMIUM_FLAGS });
const server = await serve({ folder: await buildLab() });
say(
  `Modes: ${WIDTH} × ${HEIGHT} pixels, ${LANES} lanes, Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`,
);

const report = { lanes: LANES, modes: await compareModes(), dispatch: await dispatch() };
await browser.close();
await server.close();
report.tracing = await tracing();
writeReport(report);

async function openPage(picture) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await page.goto(`${server.url}engines-lab.html`);
  await page.waitForFunction(() => 'lab' in window);
  await page.evaluate((size) => window.lab.draw(size), picture);
  return page;
}

/** Every mode on every kernel, in rounds of shuffled order. */
async function compareModes() {
  const page = await openPage({ width: WIDTH, height: HEIGHT });
  const results = [];
  for (const { label, settings: kernel, targets } of KERNELS) {
    const contenders = [];
    for (const mode of MODES) {
      if (mode.settings.mode === 'js' && JS_LACKS.has(kernel.name)) continue;
      const id = await page.evaluate((one) => window.lab.start(one), mode.settings);
      contenders.push({ ...mode, id, samples: [], rounds: ROUNDS });
    }
    const once = ({ id }) => page.evaluate(([engine, job]) => window.lab.run(engine, job), [id, kernel]);
    for (const contender of contenders) {
      const first = await once(contender);
      if (first.totalMs > SLOW_MS) contender.rounds = SLOW_ROUNDS;
      else await once(contender);
    }
    for (let i = 0; i < ROUNDS; i += 1) {
      for (const contender of shuffle(contenders.filter(({ rounds }) => i < rounds))) {
        contender.samples.push(await once(contender));
      }
    }
    await page.evaluate(
      (ids) => window.lab.dispose(...ids),
      contenders.map(({ id }) => id),
    );
    const measured = contenders.map(({ label: mode, samples }) => summarise(mode, samples));
    const of = (mode) => measured.find((one) => one.mode === mode)?.ms;
    const fingerprints = new Set(contenders.map(({ samples }) => samples[0].fingerprint));
    results.push({ kernel: label, measured });
    say(`${label}: medians of ${ROUNDS} interleaved runs`);
    console.table(
      Object.fromEntries(measured.map(({ mode, ...row }) => [mode, { ...row, 'of simd': round(of('simd') / row.ms) }])),
    );
    // A JavaScript loop may be a level off where floats differ.
    console.log(
      `  ${fingerprints.size === 1 ? 'all results the same to the byte' : `${fingerprints.size} different results`}`,
    );
    if (targets) {
      const ratio = of(`workers ${LANES}, transfer`) / of(`threads ${LANES}`);
      console.log(`  workers with transfer take ${round(ratio)} × the time of threads; target ≤ ${targets.workers}`);
    }
  }
  await page.close();
  return results;
}

function summarise(mode, samples) {
  const phase = (name) => median(samples.map(({ phases }) => phases.find((one) => one.phase === name)?.ms ?? 0));
  const ms = median(samples.map(({ totalMs }) => totalMs));
  const moved = samples[0].movedBytes;
  const moving = phase('copy-in') + phase('copy-out');
  return {
    mode,
    ms: round(ms),
    fastest: round(Math.min(...samples.map(({ totalMs }) => totalMs))),
    compute: round(phase('compute')),
    'copy in': round(phase('copy-in')),
    'copy out': round(phase('copy-out')),
    wait: round(phase('wait')),
    'moved, MB': round(moved / 1e6),
    // All lanes together, over the time that copying takes.
    'GB/s': moved > 0 ? round(moved / 1e6 / moving) : '',
  };
}

/** What it costs to have nothing done by all lanes. */
async function dispatch() {
  const page = await openPage(EMPTY);
  const kernel = { name: 'grayscale', params: {} };
  const rows = {};
  for (const mode of ['threads', 'workers']) {
    const id = await page.evaluate((one) => window.lab.start(one), settings(mode, LANES));
    const runs = () => page.evaluate((given) => window.lab.median(...given), [id, kernel, DISPATCHES]);
    await runs();
    const us = (await runs()) * 1000;
    rows[mode] = { 'median, µs': round(us), target: `≤ ${DISPATCH_TARGET_US[mode]}` };
    await page.evaluate((one) => window.lab.dispose(one), id);
  }
  say(`An empty job for ${LANES} lanes, from the call to its return, over ${DISPATCHES} runs`);
  console.table(rows);
  await page.close();
  return rows;
}

/** The same run with and without a trace, in pairs. */
async function tracing() {
  const { page, close } = await openLab('tests/bench/kernels', 'kernels');
  const kernels = KERNELS.map(({ settings }) => settings);
  const ratios = {};
  for (const kernel of kernels) {
    const pairs = await page.evaluate(
      ([job, threads, count]) => globalThis.kernels.tracing(job, threads, count),
      [kernel, LANES, TRACED_PAIRS],
    );
    const least = (which) => Math.min(...pairs.map((pair) => pair[which]));
    ratios[kernel.name] = {
      'median of ratios': round(median(pairs.map(([traced, plain]) => traced / plain))),
      'of fastest': round(least(0) / least(1)),
      target: `≤ ${1 + TRACING_TARGET}`,
    };
  }
  say(`Tracing: traced over untraced, ${LANES} threads, ${TRACED_PAIRS} pairs`);
  console.table(ratios);
  await close();
  return ratios;
}
