// The element's files, had in other people's pages: each is really downloaded, and opened where there is nothing else.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { raceOf } from '../../www/src/component/race.js';
import { usualSlowness } from '../../www/src/elements/slow-motion.js';
import { bytesOf, coloursInQuarters, columnsDone, inImage, offline, pngSize, saved, textOf } from './files.js';
import { drop, launch, said, serve, visit, type Server } from './harness.js';
import { diskPage, listen, onHost, opened, recordedReport, tells, tierOf, type Host } from './hosts.js';

/** Size of the recorded race's drawing, in CSS pixels. */
const [WIDTH, HEIGHT] = [640, 387];
/** A policy that allows scripts and their requests, and no picture but from the web. */
const STRICT = "default-src 'none'; script-src http:; connect-src http:; img-src http:";

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

const inHost = (use: (host: Host) => Promise<void>, headers?: Record<string, string>): Promise<void> =>
  onHost({ SITE: site.url }, use, headers);

// By the keyboard: a frame above may still grow, and move what a hand would aim at.

/** Opens the menu under an element. */
async function menu(page: Page, selector: string): Promise<Locator> {
  const element = page.locator(selector);
  await element.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  return element.getByRole('group', { name: 'Save as a file' });
}

const press = (page: Page, files: Locator, name: string): Promise<Download> =>
  saved(page, () => files.getByRole('button', { name: `Save as ${name}`, exact: true }).press('Enter'));

/** What the modes are called in an SVG of a race. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/>((?:One|\d+) (?:thread|worker)s?)<\/text>/g)].map(([, text]) => text ?? '');

/** A document from disk, without a network and without scripts. */
async function fromDisk(html: string, use: (page: Page) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-file-'));
  writeFileSync(join(folder, 'report.html'), html);
  const { href } = pathToFileURL(join(folder, 'report.html'));
  const { page, asked, said: told } = await offline(browser, { javaScriptEnabled: false });
  await page.goto(href);
  await use(page);
  expect(asked).toEqual([href]);
  expect(told).toEqual([]);
  await page.context().close();
  rmSync(folder, { recursive: true });
}

describe('a recorded race in a plain page of another site', () => {
  let page: Page;
  let files: Locator;
  let leave: () => void;
  const asked: string[] = [];
  const errors: string[] = [];
  beforeAll(async () => {
    const ready = new Promise<void>((resolve, reject) => {
      const left = new Promise<void>((done) => (leave = done));
      void inHost(async ({ url }) => {
        page = await opened(browser, 'about:blank');
        page.on('request', (request) => asked.push(request.url()));
        // The host has no icon.
        page.on('console', (message) => {
          if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico'))
            errors.push(message.text());
        });
        await page.goto(`${url}plain.html`);
        await page.locator('#recorded').getByRole('button', { name: 'Save', exact: true }).waitFor();
        resolve();
        await left;
      }).catch(reject);
    });
    await ready;
  });
  afterAll(async () => {
    expect(errors).toEqual([]);
    await page.context().close();
    leave();
  });

  test('what makes files is loaded when the menu is opened, from beside the element, and nothing else is', async () => {
    const before = [...asked];
    expect(before.filter((url) => url.includes('exports'))).toEqual([]);
    files = await menu(page, '#recorded');
    await expect.poll(() => asked.length).toBe(before.length + 1);
    expect(asked.at(-1)).toBe(`${site.url}element/four-toasters-exports.js`);
    // Where nothing was recorded, and nothing was run, there is nothing to save.
    expect(await page.locator('#live').getByRole('button', { name: 'Save', exact: true }).isVisible()).toBe(false);
    expect(
      await page
        .locator('#live')
        .evaluate((element: HTMLElementTagNameMap['four-toasters']) => element.file('svg').catch(String)),
    ).toMatch(/There is nothing to save yet/);
  });

  test('the SVG is drawn in an <img> with its own font, and says nothing of others', async () => {
    const download = await press(page, files, 'SVG');
    expect(download.suggestedFilename()).toBe('four-toasters-gaussian.svg');
    const svg = await textOf(download);
    expect(svg.includes('SIL Open Font License 1.1')).toBe(true);
    expect(svg.match(/<script|<foreignObject|@import/)).toBeNull();
    const away = await offline(browser);
    const own = svg.replaceAll('Roboto', 'Font of this file');
    const { size, picture } = await inImage(away.page, own);
    expect(size).toEqual([WIDTH, HEIGHT]);
    const without = await inImage(away.page, own.replace(/@font-face\{[^}]*\}/g, ''));
    expect(without.picture.equals(picture), 'drawn without its font').toBe(false);
    expect(away.asked).toEqual([]);
    await away.page.context().close();
  });

  test('the animated SVG moves in an <img>, in true proportion of time', async () => {
    const download = await press(page, files, 'Animated SVG');
    expect(download.suggestedFilename()).toBe('four-toasters-gaussian-animated.svg');
    const svg = await textOf(download);
    const away = await offline(browser);
    const { contestants, longestMs } = raceOf(recordedReport());
    const halfS = (0.5 * (contestants[0]?.totalMs ?? 0) * usualSlowness(longestMs)) / 1000;
    const [start, half, end] = [
      await columnsDone(away.page, svg, 0),
      await columnsDone(away.page, svg, halfS),
      await columnsDone(away.page, svg, 2 * halfS + 0.5),
    ];
    expect(end).toBeGreaterThan(550);
    expect(start).toBeLessThan(25);
    expect(Math.abs(half / end - 0.5)).toBeLessThan(0.05);
    await away.page.context().close();
  });

  test.each([1, 2, 3, 4])('the PNG at %i× has exactly so many pixels, and something in each quarter', async (scale) => {
    await files.getByLabel('Pixels of the PNG').selectOption({ label: `${scale}×` });
    const download = await press(page, files, 'PNG');
    expect(download.suggestedFilename()).toBe(`four-toasters-gaussian-${scale}x.png`);
    const png = await bytesOf(download);
    expect(pngSize(png)).toEqual([WIDTH * scale, HEIGHT * scale]);
    expect(Math.min(...(await coloursInQuarters(page, png)))).toBeGreaterThan(1);
  });

  test('the HTML stands on disk without network and scripts: the race, its times, the report, and one for paper', async () => {
    const download = await press(page, files, 'HTML');
    expect(download.suggestedFilename()).toBe('four-toasters-gaussian.html');
    await fromDisk(await textOf(download), async (document) => {
      expect(await document.locator('h1').innerText()).toBe('Blur this picture');
      const image = document.locator('picture img');
      expect((await image.boundingBox())?.height).toBeGreaterThan(200);
      expect(await document.locator('tbody tr').count()).toBe(3);
      expect(await document.getByRole('link', { name: 'Open the lab' }).getAttribute('href')).toBe(
        `${site.url}index.html`,
      );
      expect(JSON.parse((await document.locator('script').textContent()) ?? '')).toEqual(recordedReport());
      await document.emulateMedia({ media: 'print' });
      expect(await image.isVisible()).toBe(false);
      expect((await document.locator('figure.print svg').boundingBox())?.height).toBeGreaterThan(200);
      await document.emulateMedia({ media: 'screen' });
      await document.setViewportSize({ width: 360, height: 700 });
      expect(await document.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });
  });

  test('authors ask for the same by a method, in other colours too', async () => {
    const told = await page.locator('#recorded').evaluate(async (element: HTMLElementTagNameMap['four-toasters']) => {
      const [png, svg] = [await element.file('png', { scale: 3 }), await element.file('svg', { theme: 'dark' })];
      const { width } = await createImageBitmap(png);
      return {
        name: png.name,
        type: png.type,
        width,
        dark: (await svg.text()).includes('#171311'),
        wrong: await element.file('gif' as 'svg').catch(String),
      };
    });
    expect(told).toEqual({
      name: 'four-toasters-gaussian-3x.png',
      type: 'image/png',
      width: 3 * WIDTH,
      dark: true,
      wrong: 'Error: There is no kind “gif”; it can be svg, animated, png, html.',
    });
  });

  test('nobody but the host and the site was asked', () => {
    const hosts = new Set(asked.filter((url) => !/^(data|blob):/.test(url)).map((url) => new URL(url).origin));
    expect(hosts).toEqual(new Set([new URL(page.url()).origin, new URL(site.url).origin]));
  });
});

test('after a live run the files are of that run, and the HTML has every chart, by the frame', () =>
  inHost(async ({ url }) => {
    const page = await opened(browser, `${url}plain.html`);
    await listen(page, 'live');
    const live = page.locator('#live');
    await live.getByRole('button', { name: 'Run it here' }).click();
    await tells(page, 'report');
    const files = await menu(page, '#live');
    const svg = await textOf(await press(page, files, 'SVG'));
    expect(texts(svg)).toEqual(['One thread', '2 workers']);
    const { frame } = await tierOf(page);
    const finding = (await frame.locator('.finding').innerText()).replace(/\s+measured$/i, '');
    const html = await textOf(await press(page, files, 'HTML'));
    await fromDisk(html, async (document) => {
      expect((await document.locator('h1').innerText()).replace(/\s+/g, ' ')).toBe(finding.replace(/\s+/g, ' '));
      expect(await document.locator('figure').count()).toBeGreaterThanOrEqual(4);
      expect(await document.getByRole('heading', { name: 'What was decided' }).isVisible()).toBe(true);
      const link = await document.getByRole('link', { name: 'Open the lab' }).getAttribute('href');
      expect(link).toMatch(/index\.html\?kernel=gaussian&sigma=3/);
    });
    // While something is measured, the frame draws nothing: the file is of what the element knows.
    await frame.getByRole('button', { name: /^Race/ }).click();
    await frame.getByRole('button', { name: /Cancel|Stop/ }).waitFor();
    const meanwhile = await live.evaluate(async (element: HTMLElementTagNameMap['four-toasters']) =>
      (await element.file('html')).text(),
    );
    expect(meanwhile.includes('Made by the element of Four Toasters')).toBe(true);
    await page.context().close();
  }));

test('the lab opens a file of the element’s, with every chart', () =>
  inHost(async ({ url }) => {
    const page = await opened(browser, `${url}plain.html`);
    const download = await press(page, await menu(page, '#recorded'), 'HTML');
    const folder = mkdtempSync(join(tmpdir(), 'four-toasters-file-'));
    const file = join(folder, 'race.html');
    await download.saveAs(file);
    const lab = await visit(browser, site);
    await drop(lab.page, [file]);
    await expect.poll(() => said(lab.page, 'ft-verdict')).toMatch(/2 threads/);
    await expect.poll(() => lab.page.locator('ft-chart').count()).toBeGreaterThanOrEqual(3);
    expect(lab.errors).toEqual([]);
    await lab.close();
    await page.context().close();
    rmSync(folder, { recursive: true });
  }));

test('a strict policy lets all be saved but the PNG, which says why', () =>
  inHost(
    async ({ url }) => {
      const page = await opened(browser, `${url}strict.html`);
      const files = await menu(page, 'four-toasters');
      const svg = await textOf(await press(page, files, 'SVG'));
      expect(svg.includes('data:font/woff2;base64,d09G')).toBe(true);
      const moving = await textOf(await press(page, files, 'Animated SVG'));
      expect(moving.includes('@keyframes')).toBe(true);
      await fromDisk(await textOf(await press(page, files, 'HTML')), async (document) => {
        expect(await document.locator('tbody tr').count()).toBe(3);
      });
      await files.getByRole('button', { name: 'Save as PNG' }).click();
      await expect.poll(() => files.getByRole('status').textContent()).toMatch(/policy.*img-src data:.*The SVG is/);
      await page.context().close();
    },
    { 'Content-Security-Policy': STRICT },
  ));

test('an isolated page lets all be saved', () =>
  inHost(
    async ({ url }) => {
      const page = await opened(browser, `${url}plain.html`);
      expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
      const files = await menu(page, '#recorded');
      for (const name of ['SVG', 'Animated SVG', 'PNG', 'HTML'])
        expect((await bytesOf(await press(page, files, name))).length).toBeGreaterThan(10_000);
      await page.context().close();
    },
    { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  ));

test('a policy that allows pictures as data gets the PNG too', () =>
  inHost(
    async ({ url }) => {
      const page = await opened(browser, `${url}strict.html`);
      const png = await bytesOf(await press(page, await menu(page, 'four-toasters'), 'PNG'));
      expect(pngSize(png)).toEqual([2 * WIDTH, 2 * HEIGHT]);
      await page.context().close();
    },
    { 'Content-Security-Policy': `${STRICT} data:` },
  ));

test('a page opened from disk makes every file, by the classic script', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-disk-'));
  diskPage(folder);
  const page = await opened(browser, pathToFileURL(join(folder, 'disk.html')).href);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const files = await menu(page, 'four-toasters');
  expect((await textOf(await press(page, files, 'SVG'))).includes('data:font/woff2;base64,d09G')).toBe(true);
  expect((await textOf(await press(page, files, 'Animated SVG'))).includes('@keyframes')).toBe(true);
  expect(pngSize(await bytesOf(await press(page, files, 'PNG')))).toEqual([2 * WIDTH, 2 * HEIGHT]);
  const html = await textOf(await press(page, files, 'HTML'));
  await fromDisk(html, async (document) => {
    expect(await document.locator('h1').innerText()).toBe('Blur this picture');
    // A file is no address on the web.
    expect(await document.getByRole('link').count()).toBe(0);
  });
  expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  await page.context().close();
  rmSync(folder, { recursive: true });
});

test('what makes files is missing: a sentence, and the next try is another', () =>
  inHost(async ({ url }) => {
    const page = await opened(browser, 'about:blank');
    await page.route('**/four-toasters-exports.js', (route) => route.abort());
    await page.goto(`${url}plain.html`);
    const files = await menu(page, '#recorded');
    await files.getByRole('button', { name: 'Save as SVG' }).click();
    await expect.poll(() => files.getByRole('status').textContent()).toMatch(/What makes files could not be loaded/);
    await page.unroute('**/four-toasters-exports.js');
    await press(page, files, 'SVG');
    await page.context().close();
  }));

test('a deck has no menu', () =>
  inHost(async ({ url }) => {
    const page = await opened(browser, `${url}plain.html`);
    await page.evaluate(() => {
      const element = document.querySelector('#recorded')?.cloneNode(true) as HTMLElement;
      element.setAttribute('slides', '');
      element.id = 'slide';
      document.body.append(element);
    });
    const slide = page.locator('#slide');
    await slide.getByRole('button', { name: 'Replay' }).waitFor();
    expect(await slide.getByRole('button', { name: 'Save', exact: true }).isVisible()).toBe(false);
    expect(
      await slide.evaluate(async (element: HTMLElementTagNameMap['four-toasters']) => (await element.file('svg')).name),
    ).toBe('four-toasters-gaussian.svg');
    await page.context().close();
  }));
