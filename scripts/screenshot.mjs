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
await page.locator('ft-chart .drawing > svg').nth(2).waitFor();
await page.getByRole('checkbox', { name: /who did what/i }).check();
await page.evaluate(() => scrollTo(0, 0));
await page.screenshot({ path: 'docs/screenshot.png' });
say('docs/screenshot.png is made');
await browser.close();
await server.close();
