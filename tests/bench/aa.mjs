// Whether the lab's experiments can be trusted, in Chromium, on this machine: a mode against itself must come out as "no difference" in
// at least 95 of 100 experiments, and a mode with a delay of 5 % must be told apart in at least 95 of 100. These are measurements,
// not tests: what misses its target says so, with how the experiments ended.

import { availableParallelism, cpus } from 'node:os';

import { chromium } from 'playwright-core';

import { buildWasm } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { buildLab } from '../../scripts/lab.mjs';
import { serve } from '../../scripts/serve.mjs';
import { say } from '../../scripts/tools.mjs';
import { median, round } from './numbers.js';
import { options, writeReport } from './options.mjs';

const LANES = Math.min(2, availableParallelism());
/** A race has 8 seconds on the page, where a visitor waits; on a busy machine 5 % may take more. */
const BUDGET_MS = 20_000;
/** A run takes about ten milliseconds. */
const PICTURE = { width: 1632, height: 1224 };
const KERNEL = { name: 'gaussian', params: { sigma: 5 } };
/** Of a run's own time. */
const DELAY = 0.05;
const TARGET = 0.95;
/**
 * A page allocates so little of its own that it never collects the shared memories of engines that have ended: after some minutes they
 * filled the machine. A page that is closed gives all back.
 */
const SEEDS_A_PAGE = 5;

const settings = (mode, threads) => ({
  mode,
  threads,
  chunk: 'auto',
  place: 'worker',
  passing: 'transfer',
  size: null,
});
const MODES = [
  { label: 'simd', settings: settings('simd', 1) },
  { label: `threads ${LANES}`, settings: settings('threads', LANES) },
];
const KINDS = [
  { label: 'against itself', delay: 0, expected: 'same' },
  { label: `${DELAY * 100} % later`, delay: DELAY, expected: 'slower' },
];
const DECISIONS = ['same', 'slower', 'faster', 'undecided'];

buildWasm();
const browser = await chromium.launch({ executablePath: bringBrowser('chromium'), args: CHROMIUM_FLAGS });
const server = await serve({ folder: await buildLab() });
say(
  `A/A: ${options.experiments} experiments of a kind, gaussian σ 5 on ${PICTURE.width} × ${PICTURE.height} pixels, Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`,
);
let page = await open();

const kinds = MODES.flatMap((mode) => KINDS.map((kind) => ({ mode, ...kind, made: [] })));
// Kind by kind in turn, so that all meet the same machine.
for (let seed = 1; seed <= options.experiments; seed += 1) {
  if (seed % SEEDS_A_PAGE === 0) {
    await page.close();
    page = await open();
  }
  for (const kind of kinds) kind.made.push(await experiment(kind, seed));
  if (process.stderr.isTTY) process.stderr.write(`\r  ${seed} of ${options.experiments}`);
}
if (process.stderr.isTTY) process.stderr.write('\r');
await browser.close();
await server.close();

const results = kinds.map(summarise);
console.table(Object.fromEntries(results.map(({ kind, ...row }) => [kind, row])));
for (const { kind, right, target } of results) {
  if (right < TARGET * options.experiments) console.log(`  ${kind}: misses its target, ${target}`);
}
writeReport({ picture: PICTURE, kernel: KERNEL, delay: DELAY, experiments: options.experiments, aa: results });

async function open() {
  const opened = await browser.newPage();
  opened.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await opened.goto(`${server.url}engines-lab.html`);
  await opened.waitForFunction(() => 'lab' in window);
  return opened;
}

/** One experiment of a mode and the same mode again; what was decided, and how it came to an end. */
async function experiment({ mode: { settings }, delay }, seed) {
  const { report, summary } = await page.evaluate(
    async (asked) => {
      const report = await window.lab.experiment(asked);
      return { report, summary: await window.lab.summarise(report) };
    },
    {
      kernel: KERNEL,
      modes: [settings, settings],
      picture: PICTURE,
      delays: [0, delay],
      seed,
      settings: { budgetMs: BUDGET_MS },
    },
  );
  const measured = report.runs.filter(({ warmup }) => !warmup);
  const last = report.runs.at(-1);
  return {
    decision: summary.comparisons[0]?.decision ?? 'undecided',
    stop: report.stop,
    rounds: measured.length / 2,
    seconds: last ? (last.atMs + last.totalMs * last.batch) / 1000 : 0,
    ratio: summary.comparisons[0]?.speedUp.value,
  };
}

function summarise({ mode, label, expected, made }) {
  const count = (field, value) => made.filter((one) => one[field] === value).length;
  const mid = (field) => round(median(made.map((one) => one[field])));
  return {
    kind: `${mode.label} ${label}`,
    right: count('decision', expected),
    target: `≥ ${Math.ceil(TARGET * made.length)} ${expected}`,
    ...Object.fromEntries(DECISIONS.map((decision) => [decision, count('decision', decision)])),
    precise: count('stop', 'precise'),
    'all rounds': count('stop', 'rounds'),
    'out of time': count('stop', 'time'),
    'median rounds': mid('rounds'),
    'median seconds': mid('seconds'),
    'median ratio': mid('ratio'),
  };
}
