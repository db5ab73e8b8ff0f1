// Links to an embed that name addresses of other sites: anybody can write one, so nobody else is asked before a button is pressed. The site is
// served without headers here, so that nothing but the page itself sees to it.

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, serve, type Server } from './harness.js';
import { onHost, opened } from './hosts.js';

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve({ headers: {} })])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

/** Opens a link and waits until it has been found how it runs; a visitor has a cookie of the site's. */
async function follow(link: string, asked: Request[], workers = true): Promise<Page> {
  const page = await opened(browser, 'about:blank');
  await page.context().addCookies([{ name: 'visitor', value: 'somebody', url: site.url }]);
  page.on('request', (request) => asked.push(request));
  // Where no worker starts, a recorded report is played.
  if (!workers) await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker'));
  await page.goto(`${site.url}embed.html?${link}`);
  await page.waitForFunction(() => document.documentElement.dataset['tier']);
  // Long enough for what would begin by itself.
  await page.waitForTimeout(1000);
  return page;
}

const those = (asked: readonly Request[], url: string): Request[] => asked.filter((one) => one.url() === url);

async function nothingGoesAlong(request: Request | undefined): Promise<void> {
  const headers = (await request?.allHeaders()) ?? { referer: 'there is no request' };
  expect(headers).not.toHaveProperty('referer');
  expect(headers).not.toHaveProperty('cookie');
}

const inHost = (use: (url: string, folder: string) => Promise<void>): Promise<void> =>
  onHost({}, ({ url, folder }) => use(url, folder), { 'Access-Control-Allow-Origin': '*' });

test('a report of another site is asked for when it is to be played, and nothing of the visitor goes along', () =>
  inHost(async (url, folder) => {
    copyFileSync('www/public/recorded-race.json', join(folder, 'theirs.json'));
    const asked: Request[] = [];
    const page = await follow(`autorun&report=${url}theirs.json`, asked, false);
    expect(asked.filter((one) => one.url().startsWith(url))).toEqual([]);
    expect(await page.locator('.embed').textContent()).toContain(`It is on ${new URL(url).host}`);
    await page.getByRole('button', { name: 'Play the report' }).click();
    await page.getByRole('button', { name: /Pause|Replay/ }).waitFor();
    // It was begun by that press.
    await page.locator('.embed:not(.untried)').waitFor();
    expect(those(asked, `${url}theirs.json`)).toHaveLength(1);
    await nothingGoesAlong(those(asked, `${url}theirs.json`)[0]);
    await page.context().close();
  }));

test('one of our own site is there at once, and asked for without the visitor’s cookies', async () => {
  const asked: Request[] = [];
  const page = await follow('', asked, false);
  await page.getByRole('button', { name: 'Replay' }).waitFor();
  await nothingGoesAlong(those(asked, `${site.url}recorded-race.json`)[0]);
  await page.context().close();
});

test('a picture of another site is asked for when Race is pressed, whatever the link says', () =>
  inHost(async (url, folder) => {
    copyFileSync('tests/data/photo.jpg', join(folder, 'theirs.jpg'));
    const asked: Request[] = [];
    const page = await follow(`autorun&kernel=invert&image=${url}theirs.jpg`, asked);
    expect(asked.filter((one) => one.url().startsWith(url))).toEqual([]);
    await page.getByText(/nothing begins by itself/).waitFor();
    await page.getByRole('button', { name: /^Race/ }).click();
    await expect.poll(() => those(asked, `${url}theirs.jpg`).length).toBe(1);
    await nothingGoesAlong(those(asked, `${url}theirs.jpg`)[0]);
    await page.context().close();
  }));
