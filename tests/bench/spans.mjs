// Twenty thousand spans in the page's own chart of lanes: how long until they are on the screen, and how smoothly they zoom.
//
// These are measurements, not tests: nothing fails for being slow.

import { cpus } from 'node:os';

import { chromium } from 'playwright-core';

import { buildWasm } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { buildLab } from '../../scripts/lab.mjs';

import { serve } from '../../scripts/serve.mjs';
import { say } from '../../scripts/tools.mjs';
import { median, round } from './numbers.js';
import { writeReport } from './options.mjs';

const SPANS = 20_000;
/** Few lanes have spans of less than a pixel; of many lanes every span can be seen. */
const LANES = [4, 20, 64];
const DRAWINGS = 9;
const ZOOM_STEPS = 120;

buildWasm();
const browser = await chromium.launch({ executablePath: bringBrowser('chromium'), args: CHROMIUM_FLAGS });
const server = await serve({ folder: await buildLab() });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.on('pageerror', (error) => console.error(`  page: ${error.message}`));
await page.goto(`${server.url}engines-lab.html`);
await page.waitForFunction(() => 'lab' in window);

say(`${SPANS} spans, Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`);
const spans = {};
for (const lanes of LANES) spans[`${lanes} lanes`] = await measured(lanes);
console.table(spans);
writeReport({ spans });
await browser.close();
await server.close();

async function measured(lanes) {
  const report = reportOf(lanes);
  const drawn = [];
  for (let i = 0; i < DRAWINGS; i += 1) drawn.push(await page.evaluate((report) => window.lab.lanes(report), report));
  const marks = await page.evaluate(
    () => document.querySelector('ft-chart').renderRoot.querySelectorAll('svg rect.span, svg rect.spans').length,
  );
  const gaps = await page.evaluate((steps) => window.lab.zoom(steps), ZOOM_STEPS);
  gaps.sort((a, b) => a - b);
  return {
    'rectangles drawn': marks,
    'drawn, ms (target < 200)': round(median(drawn)),
    'zoom: a frame in ms, median': round(median(gaps)),
    '95 %': round(gaps[Math.floor(gaps.length * 0.95)]),
    longest: round(gaps.at(-1)),
  };
}

/** One run of one mode on so many lanes, 20,000 chunks of uneven length one after the other. */
function reportOf(lanes) {
  const each = SPANS / lanes;
  const runMs = 500;
  const size = { width: 1000, height: SPANS };
  const spans = Array.from({ length: SPANS }, (_, i) => {
    const [lane, place] = [Math.floor(i / each), i % each];
    const startMs = (Math.floor(place) / each) * runMs;
    const share = 0.6 + ((i * 7) % 10) / 28;
    return {
      lane: Math.min(lane, lanes - 1),
      startMs,
      endMs: startMs + (runMs / each) * share,
      firstRow: i,
      endRow: i + 1,
      stage: 'render',
    };
  });
  const mode = {
    mode: 'threads',
    threads: lanes,
    chunk: { rows: 1 },
    place: 'worker',
    passing: 'transfer',
    size: null,
  };
  return {
    version: 1,
    created: '2026-01-01T00:00:00Z',
    machine: { agent: 'made up', claimedCores: lanes, isolated: true, clockResolutionMs: 0.005, version: '0' },
    job: {
      kernel: { name: 'invert', params: {} },
      action: 'invert this picture',
      shape: 'point',
      input: { origin: 'sample', name: '', size, decodeMs: 0 },
      outputSize: size,
    },
    settings: {
      experiment: 'race',
      modes: [mode],
      repeats: 1,
      warmups: 0,
      precision: null,
      budgetMs: null,
      seed: 1,
      scope: 'kernel',
    },
    engines: [],
    runs: [
      {
        modeIndex: 0,
        round: 0,
        warmup: false,
        totalMs: runMs,
        phases: [{ phase: 'compute', ms: runMs }],
        trace: { lanes, spans },
        fingerprint: '0',
      },
    ],
    equality: null,
  };
}
