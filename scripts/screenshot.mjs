// npm run screenshot: makes the README's picture from the built page, after a race on the sample.

import { chromium } from 'playwright-core';

import { CHROMIUM_FLAGS, bringBrowser } from './browsers.mjs';
import { build } from './build.mjs';
import { serve } from './serve.mjs';
import { say } from './tools.mjs';

build();
const server = await serve();
const browser = await chromium.launch({
  executablePath: bringBrowser('chromium'),
  args: CHROMIUM_FLAGS,
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1180 }, colorScheme: 'light' });
await page.goto(`${server.url}?kernel=gaussian&sigma=12&image=sample&autorun`);
await page.waitForFunction(() => document.documentElement.dataset.race === 'done', null, { timeout: 120_000 });
// Charts below the screen wait until somebody scrolls to them.
const drawings = page.locator('ft-chart .drawing > svg');
await drawings.nth(1).waitFor();
await page.getByRole('checkbox', { name: /who did what/i }).check();
await page.evaluate(() => scrollTo(0, 0));
// Down to the end of the first two charts.
const boxes = await Promise.all([drawings.nth(0).boundingBox(), drawings.nth(1).boundingBox()]);
const height = Math.max(...boxes.map((box) => box.y + box.height)) + 4;
await page.screenshot({ path: 'docs/screenshot.png', fullPage: true, clip: { x: 0, y: 0, width: 1280, height } });
say('docs/screenshot.png is made');
await browser.close();
await server.close();
