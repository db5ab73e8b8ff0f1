// A hundred requests of 100 ms each, one by one and many at once, in Chromium, on this machine: real fetches, answered by the page's own
// service worker. These are measurements, not tests.

import { chromium } from 'playwright-core';

import { build } from '../../scripts/build.mjs';
import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import { say } from '../../scripts/tools.mjs';
import { median, round } from './numbers.js';
import { writeReport } from './options.mjs';

const ROUNDS = 3;
const TARGET = { limit: 40, speedUp: 25 };

build();
const browser = await chromium.launch({ executablePath: bringBrowser('chromium'), args: CHROMIUM_FLAGS });
const server = await serve();
say(`Requests: 100 of 100 ms, Chromium ${browser.version()}, medians of ${ROUNDS} rounds`);

const rounds = [];
for (let i = 0; i < ROUNDS; i += 1) rounds.push(await compare());
const rows = rounds[0].map(({ limit, name }) => {
  const of = (pick) =>
    round(
      median(
        rounds.map((ways) =>
          pick(
            ways.find((way) => way.limit === limit),
            ways,
          ),
        ),
      ),
    );
  const failed = rounds.flat().filter((way) => way.limit === limit && way.failed > 0).length;
  return {
    way: name,
    ms: of((way) => way.totalMs),
    'against one by one': of((way, ways) => ways[0].totalMs / way.totalMs),
    ideal: round(100 / Math.ceil(100 / limit)),
    'longest gap between frames, ms': of((way) => way.longestGapMs ?? NaN),
    'rounds with failures': failed,
    target: limit === TARGET.limit ? `≥ ${TARGET.speedUp} ×` : '',
  };
});
console.table(rows);
writeReport({ requests: rows });
await browser.close();
await server.close();

/** One visitor with an empty cache who compares the ways. */
async function compare() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}requests.html`);
  await page.waitForFunction(() => document.documentElement.dataset.requests === 'idle');
  await page.getByRole('button', { name: 'Compare the ways' }).click();
  await page.waitForFunction(() => ['done', 'cancelled'].includes(document.documentElement.dataset.requests), null, {
    timeout: 60_000,
  });
  const { measured, fromModel } = await page.evaluate(() => ({
    measured: window.requests.app.measured,
    fromModel: window.requests.app.fromModel,
  }));
  await context.close();
  if (fromModel) throw new Error('there was no service worker: nothing was really requested');
  return measured;
}
