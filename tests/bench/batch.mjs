// Two hundred generated X-rays, each decoded and made 64 × 64: the page's ways in Chromium, the same crates natively, and the talk's own job in Python,
// on the very same files, on this machine. These are measurements, not tests. Python and its packages are brought into a folder
// of the build; where that can't be, the rest is measured and it is said.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { build } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import { root, say } from '../../scripts/tools.mjs';
import { median, round } from './numbers.js';
import { writeReport } from './options.mjs';
import { FILES, folder, makeXrays, run, toasters } from './xrays.mjs';

const ROUNDS = 5;
const LANES = Math.min(2, availableParallelism());
/** Files a second, of two lanes. */
const TARGETS = { exact: 165, scaled: 220 };

build();
makeXrays();

say(
  `Batch: ${FILES} grey JPEGs of about 2 megapixels, ${LANES} lanes, medians of ${ROUNDS} rounds, ${cpus().length} × ${cpus()[0]?.model}`,
);
const rows = [...(await inChromium()), ...natively(), ...inPython()];
console.table(Object.fromEntries(rows.map(({ way, ...row }) => [way, row])));
for (const how of ['exact', 'scaled']) {
  const best = Math.max(
    ...rows.filter(({ where, how: its }) => where === 'Chromium' && its === how).map((row) => row['files/s']),
  );
  const met = best >= TARGETS[how] ? 'met' : 'missed';
  console.log(`  ${how} in Chromium: ${round(best)} files/s at best, target ${TARGETS[how]}: ${met}`);
}
writeReport({ batch: rows });

/** The page's ways, exact and scaled, in rounds. */
async function inChromium() {
  const browser = await chromium.launch({ executablePath: bringBrowser('chromium'), args: CHROMIUM_FLAGS });
  const server = await serve();
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await page.goto(`${server.url}batch.html?lanes=${LANES}`);
  await page.waitForFunction(() => 'batch' in window);
  await page.locator('input[webkitdirectory]').setInputFiles(folder);
  await page.waitForFunction(
    (files) => window.batch.app.source?.files.length === files && !window.batch.app.isBusy,
    FILES,
  );
  const rates = new Map();
  // The first round warms up: engines compile, files come into the system's cache.
  for (let i = 0; i <= ROUNDS; i += 1) {
    for (const exact of [true, false]) {
      const runs = await page.evaluate(async (exact) => {
        const { app } = window.batch;
        app.set({ exact });
        await app.compare();
        return app.report.runs.map(({ way, totalMs, records }) => ({
          way,
          rate: (records.filter(({ doneMs, fault }) => doneMs !== null && !fault).length / totalMs) * 1000,
        }));
      }, exact);
      for (const { way, rate } of i === 0 ? [] : runs) {
        const name = `${way}, ${exact ? 'exact' : 'scaled'}`;
        rates.set(name, [...(rates.get(name) ?? []), rate]);
      }
    }
    if (process.stderr.isTTY) process.stderr.write(`\r  round ${i} of ${ROUNDS}`);
  }
  const version = browser.version();
  await browser.close();
  await server.close();
  say(`Chromium ${version}`);
  return [...rates].map(([name, all]) => row('Chromium', name, all));
}

/** The same crates natively. */
function natively() {
  const rates = new Map();
  for (let i = 0; i <= ROUNDS; i += 1) {
    for (const how of ['exact', 'scaled']) {
      for (const threads of [1, LANES]) {
        const words = ['batch', folder, '--threads', String(threads), ...(how === 'exact' ? ['--exact'] : [])];
        const rate = Number(/([\d.]+) files\/s/.exec(run(toasters, words))?.[1]);
        const name = `threads ${threads}, ${how}`;
        if (i > 0) rates.set(name, [...(rates.get(name) ?? []), rate]);
      }
    }
  }
  return [...rates].map(([name, all]) => row('toasters', name, all));
}

/** The talk's job. */
function inPython() {
  const home = join(root, 'target/python');
  const python = join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const steps = [
    ...(existsSync(python) ? [] : [['python3', ['-m', 'venv', home]]]),
    [
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'tests/bench/native/requirements.txt'],
    ],
  ];
  for (const [command, words] of steps) {
    const { status, stderr, error } = spawnSync(command, words, { cwd: root, encoding: 'utf8' });
    if (status !== 0) {
      console.log(`  Python isn't measured: ${error?.message ?? stderr.trim().split('\n').pop()}`);
      return [];
    }
  }
  const words = ['tests/bench/native/batch.py', folder, '--workers', String(LANES), '--rounds', String(ROUNDS)];
  const { files, versions, seconds } = JSON.parse(run(python, words));
  say(`Python ${versions.python}, Pillow ${versions.pillow}`);
  return Object.entries(seconds).map(([name, all]) =>
    row(
      'Python',
      name.replace(/draft$/, 'scaled'),
      all.map((each) => files / each),
    ),
  );
}

function row(where, name, rates) {
  const how = name.endsWith('exact') ? 'exact' : 'scaled';
  return { way: `${where}: ${name}`, where, how, 'files/s': round(median(rates)), fastest: round(Math.max(...rates)) };
}
