// Ten thousand files in one go: whether they all end, and how much memory all of the browser's processes take together meanwhile. The files are 200 generated
// X-rays under fifty names each: every one is read and decoded. These are measurements, not tests.

import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { build } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import { root, say } from '../../scripts/tools.mjs';
import { round } from './numbers.js';
import { writeReport } from './options.mjs';
import { FILES, folder, makeXrays } from './xrays.mjs';

const NAMES = 50;
const LANES = Math.min(2, availableParallelism());
const LIMIT_MB = 1000;
const WAYS = ['threads-map', 'workers-map', 'workers-submit'];

build();
makeXrays();
const many = join(root, 'target/xrays-many');
if (!existsSync(many)) {
  mkdirSync(many);
  for (const name of readdirSync(folder))
    for (let i = 0; i < NAMES; i += 1) linkSync(join(folder, name), join(many, `${i}-${name}`));
}

say(`${FILES * NAMES} files in one go, ${LANES} lanes`);
const rows = [];
for (const way of WAYS) rows.push(await run(way));
console.table(rows);
for (const { way, 'most MB': most } of rows)
  if (!(most < LIMIT_MB)) console.log(`  ${way}: ${most} MB, the limit is ${LIMIT_MB}`);
writeReport({ many: rows });

async function run(way) {
  // A browser of its own, so that nothing of another way counts.
  const browser = await chromium.launch({ executablePath: bringBrowser('chromium'), args: CHROMIUM_FLAGS });
  const server = await serve();
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await page.goto(`${server.url}batch.html?way=${way}&lanes=${LANES}`);
  await page.waitForFunction(() => 'batch' in window);
  const before = memoryMB();
  await page.locator('input[webkitdirectory]').setInputFiles(many);
  await page.waitForFunction(() => window.batch.app.source && !window.batch.app.isBusy, null, { timeout: 120_000 });
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, memoryMB())), 250);
  const result = await page.evaluate(async () => {
    const { app } = window.batch;
    await app.run();
    const { records, totalMs, longestGapMs } = app.shown;
    const faults = records.filter(({ fault }) => fault).length;
    return {
      inputs: records.length,
      results: app.results.count,
      faults,
      seconds: totalMs / 1000,
      longestGapMs,
      problems: app.problems,
    };
  });
  clearInterval(timer);
  await browser.close();
  await server.close();
  return {
    way,
    inputs: result.inputs,
    results: result.results,
    failures: result.faults,
    seconds: round(result.seconds),
    'files/s': round(result.results / result.seconds),
    'longest gap between frames, ms': round(result.longestGapMs ?? NaN),
    'MB before': round(before),
    'most MB': round(most),
    ...(result.problems.length > 0 ? { problems: result.problems.join(' ') } : {}),
  };
}

/** What all processes below this one hold, shared pages in proportion, in MB; where the system tells. */
function memoryMB() {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (id) => id !== undefined && id > 1 && (id === process.pid || isBelow(parents.get(id)));
  let kB = 0;
  for (const id of parents.keys()) {
    if (id === process.pid || !isBelow(id)) continue;
    try {
      kB += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // Likewise.
    }
  }
  return kB / 1024;
}
