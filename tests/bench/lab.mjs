// A page of a benchmark in Chromium, served from the project's folder.

import { cpus } from 'node:os';

import { chromium } from 'playwright-core';

import { CHROMIUM_FLAGS, bringBrowser } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import { root } from '../../scripts/tools.mjs';
import { headers } from '../../www/headers.js';

/** Opens the page of `folder`, which sets the global `ready` when it can be asked. */
export async function openLab(folder, ready) {
  const browser = await chromium.launch({ executablePath: bringBrowser('chromium'), args: CHROMIUM_FLAGS });
  // Everything is served as it comes, some of which needs what the page's own policy forbids. A folder's address stands for its module:
  // that is how the pool's helper asks for it.
  const { 'Content-Security-Policy': _, ...served } = headers;
  const server = await serve({ folder: root, index: 'module.js', headers: served });
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await page.goto(`${server.url}${folder}/index.html`);
  await page.waitForFunction((name) => globalThis[name], ready);
  return {
    page,
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, chromium: browser.version() },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
