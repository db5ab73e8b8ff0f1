// Figures and reports as files, made from a real race: each is opened where there is no network and nothing of ours but the file.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Download, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Report } from '../../www/src/generated/model.js';
import { bytesOf, coloursInQuarters, inImage, offline, pngSize, saved, textOf } from './files.js';
import { launch, race, serve, visit, type Server, type Visit } from './harness.js';

const GOLDEN = 'crates/charts/tests/golden';

let browser: Browser;
let server: Server;
let lab: Visit;
let report: Report;
beforeAll(async () => {
  [browser, server] = [await launch(), await serve()];
  lab = await visit(browser, server, '?kernel=sobel&threads=2&repeats=9');
  report = await race(lab.page);
});
afterAll(async () => {
  expect(lab.errors).toEqual([]);
  await Promise.all([browser.close(), server.close()]);
});

/** The first chart's menu, open. */
async function menu({ page }: Visit): Promise<Locator> {
  const files = page.locator('ft-chart[data-chart=bars] ft-chart-files');
  await files.scrollIntoViewIfNeeded();
  await files.evaluate((element) => ((element as HTMLElement & { open: boolean }).open = true));
  await files.getByRole('button', { name: 'Save as SVG' }).waitFor();
  return files;
}

/** The first chart's SVG, in these colours. */
async function svgIn(colours: string): Promise<string> {
  const files = await menu(lab);
  await files.getByLabel('Colours').selectOption({ label: colours });
  return textOf(await saved(lab.page, () => files.getByRole('button', { name: 'Save as SVG' }).click()));
}

const fontsAsked = (): string[] => lab.requests.filter((url) => url.endsWith('.woff2'));

test('the font is asked for by the first file, never by the page, and only once', async () => {
  expect(fontsAsked()).toEqual([]);
  await svgIn('Light');
  expect(fontsAsked()).toHaveLength(2);
  await svgIn('Dark');
  expect(fontsAsked()).toHaveLength(2);
});

describe('SVG', () => {
  test('it holds its font, its paper and the font’s licence, and points to nothing outside', async () => {
    const svg = await svgIn('As on this page');
    expect(svg).toContain('#fbf6ec');
    expect(svg).toContain('SIL Open Font License 1.1');
    expect([...svg.matchAll(/@font-face\{[^}]*font-weight:(\d+)/g)].map(([, weight]) => weight)).toEqual([
      '400',
      '700',
    ]);
    for (const [, address] of svg.matchAll(/(?:url\(|href=")([^)"]*)/g))
      expect(address).toMatch(/^(#|data:font\/woff2;)/);
    expect(svg).not.toMatch(/<script|<foreignObject|@import/);
  });

  test('in an <img> without a network its text is drawn with its own font', async () => {
    const svg = await svgIn('As on this page');
    const { page, asked } = await offline(browser);
    // Under a name that no system's font has, so that only the one inside can be meant.
    const own = svg.replaceAll('Roboto', 'Font of this file');
    const without = own.replace(/@font-face\{[^}]*\}/g, '');
    expect(without).not.toBe(own);
    const first = await inImage(page, own);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(/<svg[^>]*>/.exec(svg)?.[0] ?? '') ?? [];
    expect(first.size).toEqual([Number(width), Number(height)]);
    expect((await inImage(page, own)).picture.equals(first.picture), 'drawn twice').toBe(true);
    expect((await inImage(page, without)).picture.equals(first.picture), 'drawn without its font').toBe(false);
    expect(asked).toEqual([]);
    await page.context().close();
  });

  test('its colours can be chosen', async () => {
    const [light, dark, paper] = [await svgIn('Light'), await svgIn('Dark'), await svgIn('Paper: black and grey')];
    expect(light).toBe(await svgIn('As on this page'));
    expect(dark).toContain('#171311');
    const colours = [...paper.matchAll(/"#([0-9a-f]{6})"/g)].map(([, colour]) => colour ?? '');
    expect(colours.length).toBeGreaterThan(0);
    expect(colours.filter((colour) => !/^(..)\1\1$/.test(colour))).toEqual([]);
  });
});

test('a PNG has exactly as many pixels as were asked for, and something in each corner of the drawing', async () => {
  const svg = await svgIn('As on this page');
  const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
  const files = await menu(lab);
  for (const scale of [1, 2, 3, 4]) {
    await files.getByLabel('Pixels of the PNG').selectOption({ index: scale - 1 });
    const download = await saved(lab.page, () => files.getByRole('button', { name: 'Save as PNG' }).click());
    expect(download.suggestedFilename()).toMatch(new RegExp(`-${scale}x\\.png$`));
    const png = await bytesOf(download);
    expect(pngSize(png), `${scale}×`).toEqual([width * scale, height * scale]);
    // Each quarter has the paper and more than the paper.
    const quarters = await coloursInQuarters(lab.page, png);
    expect(Math.min(...quarters), `colours in each quarter at ${scale}×`).toBeGreaterThan(1);
  }
});

test.each([
  ['ladder', 'kernel=sobel&experiment=ladder&repeats=3', ['bars', 'ladder', 'lanes', 'where', 'distribution']],
  ['scaling', 'kernel=mandelbrot&width=64&height=64&experiment=scaling&repeats=8', ['speed-up', 'efficiency']],
  ['chunks', 'kernel=mandelbrot&width=64&height=64&experiment=chunks&repeats=6', ['chunks']],
  ['break-even', 'kernel=grayscale&experiment=break-even&repeats=8', ['break-even']],
  ['blocking', 'kernel=grayscale&modes=simd&blocking=simd&repeats=3', ['frames']],
])('every chart of the experiment %s is a file that opens', async (_, query, charts) => {
  const own = await visit(browser, server, `?threads=2&budget=20&${query}`);
  await race(own.page);
  const away = await offline(browser);
  for (const chart of charts) {
    const place = own.page.locator(`ft-chart[data-chart=${chart}]`).first();
    await place.scrollIntoViewIfNeeded();
    const files = place.locator('ft-chart-files');
    await files.evaluate((element) => ((element as HTMLElement & { open: boolean }).open = true));
    const save = (kind: string): Promise<Download> =>
      saved(own.page, () => files.getByRole('button', { name: `Save as ${kind}`, exact: true }).click());
    const svg = await textOf(await save('SVG'));
    const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
    const { size, picture } = await inImage(away.page, svg);
    expect(size, chart).toEqual([width, height]);
    expect(Math.max(...(await coloursInQuarters(own.page, picture))), chart).toBeGreaterThan(2);
    await files.getByLabel('Pixels of the PNG').selectOption({ index: 0 });
    const png = await bytesOf(await save('PNG'));
    expect(pngSize(png), chart).toEqual([width, height]);
    expect(Math.max(...(await coloursInQuarters(own.page, png))), chart).toBeGreaterThan(2);
    // To be looked at by whoever wants to.
    const folder = process.env['EXPORTS_FOLDER'];
    if (folder) {
      writeFileSync(join(folder, `${chart}.svg`), svg);
      writeFileSync(join(folder, `${chart}.png`), png);
    }
  }
  expect([away.asked, own.errors]).toEqual([[], []]);
  await away.page.context().close();
  await own.close();
});

test('no text of the charts is wider in the embedded font than the charts reckon', async () => {
  const reckoned = widths(readFileSync('crates/charts/src/text.rs', 'utf8'));
  const texts = readdirSync(GOLDEN).flatMap((file) =>
    [...readFileSync(join(GOLDEN, file), 'utf8').matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(
      ([, attributes = '', text = '']) => ({
        text: text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
        px: Number(/font-size="([\d.]+)"/.exec(attributes)?.[1]),
        bold: attributes.includes('font-weight="bold"'),
      }),
    ),
  );
  expect(texts.length).toBeGreaterThan(500);
  const svg = await svgIn('As on this page');
  const { page } = await offline(browser);
  const measured = await page.evaluate(
    async ([rules, all]) => {
      const sheet = document.head.appendChild(document.createElement('style'));
      sheet.textContent = rules.replaceAll('Roboto', 'Embedded');
      await Promise.all([...document.fonts].map((font) => font.load()));
      const context = document.createElement('canvas').getContext('2d');
      if (!context) throw new Error('no canvas');
      return all.map(({ text, px, bold }) => {
        context.font = `${bold ? 'bold ' : ''}${px}px Embedded, system-ui, sans-serif`;
        return context.measureText(text).width;
      });
    },
    [/<style>([^<]*)/.exec(svg)?.[1] ?? '', texts] as const,
  );
  const shares = texts.map(({ text, px, bold }, i) => {
    const room = [...text].reduce((sum, c) => sum + reckoned(c), 0) * px * (bold ? 1.1 : 1);
    return { text, share: (measured[i] ?? Infinity) / room };
  });
  const worst = shares.reduce((a, b) => (b.share > a.share ? b : a));
  expect(worst.share, `the widest: “${worst.text}”`).toBeLessThanOrEqual(1);
  await page.context().close();
});

/** The charts' own table of widths, as it stands in their source: a character to a share of the size. */
function widths(source: string): (c: string) => number {
  const table = source.slice(source.indexOf('fn glyph_width'));
  const ranges = [...table.slice(0, table.indexOf('\n}')).matchAll(/^ +('.*'|_) => ([\d.]+),$/gm)].flatMap(
    ([, patterns = '', width]) =>
      [...patterns.matchAll(/'(\\?.[^']*)'(?:\.\.='(.)')?|_/g)].map(([, from, to]) => {
        const plain = from?.replace(/^\\u\{(.*)\}$/, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)));
        const first = plain?.replace(/^\\(.)$/, '$1');
        return { first, last: to ?? first, width: Number(width) };
      }),
  );
  expect(ranges.length).toBeGreaterThan(20);
  expect(ranges.at(-1)?.first, 'the table ends with all others').toBeUndefined();
  return (c) =>
    ranges.find(({ first, last }) => first === undefined || (c >= first && c <= (last ?? first)))?.width ?? 0;
}

describe('the whole report', () => {
  let file: string;
  beforeAll(async () => {
    const button = lab.page.getByRole('button', { name: 'Whole report' });
    const download = await saved(lab.page, () => button.click());
    expect(download.suggestedFilename()).toBe('four-toasters-sobel.html');
    // Under a name that a browser takes for a document.
    file = join(await download.path().then((path) => join(path, '..')), 'report.html');
    await download.saveAs(file);
  });

  /** The file from disk, with scripts off. */
  async function open(options: BrowserContextOptions = {}) {
    const opened = await offline(browser, { javaScriptEnabled: false, ...options });
    await opened.page.goto(pathToFileURL(file).href);
    return opened;
  }

  test('from disk, without network and scripts, it shows the finding, every figure and its numbers', async () => {
    for (const [colorScheme, theme] of [
      ['light', 'light'],
      ['dark', 'dark'],
    ] as const) {
      const { page, asked, said } = await open({ colorScheme });
      const charts = await lab.page.locator('ft-chart').count();
      const headline = await lab.page.locator('ft-verdict h1').innerText();
      expect((await page.locator('h1').innerText()).replace(/\s+/g, ' ')).toBe(headline.replace(/\s+/g, ' '));
      expect(await page.locator(`figure .${theme} > svg`).count()).toBe(await page.locator('figure').count());
      expect(await page.locator('figure').count()).toBeGreaterThanOrEqual(charts);
      for (const drawing of await page.locator(`figure .${theme} > svg`).all()) {
        const box = await drawing.boundingBox();
        expect(box?.height).toBeGreaterThan(40);
      }
      for (const other of ['light', 'dark', 'print'].filter((name) => name !== theme))
        expect(await page.locator(`figure .${other}:visible`).count(), other).toBe(0);
      const summary = page.locator('summary').first();
      await summary.click();
      expect(await page.locator('details[open] tbody tr').count()).toBe(2);
      expect(await page.getByRole('heading', { name: 'What was decided' }).isVisible()).toBe(true);
      expect(await page.locator('body').innerText()).toContain(report.machine.agent);
      expect(asked).toEqual([pathToFileURL(file).href]);
      expect(said).toEqual([]);
      await page.context().close();
    }
  });

  test('it holds the report itself, and no two elements have one id', async () => {
    const { page } = await open();
    const held = await page.locator('script').evaluateAll((all) => all.map(({ textContent }) => textContent));
    expect(held.map((text) => JSON.parse(text ?? '') as unknown)).toEqual([report]);
    const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    const missing = await page
      .locator('svg[aria-labelledby]')
      .evaluateAll(
        (all) => all.filter((svg) => !document.getElementById(svg.getAttribute('aria-labelledby') ?? '')).length,
      );
    expect(missing).toBe(0);
    await page.context().close();
  });

  test('paper has its own drawings, and it prints', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('figure .print:visible').count()).toBe(await page.locator('figure').count());
    expect(await page.locator('figure :is(.light, .dark):visible').count()).toBe(0);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length).toBeGreaterThan(1);
    await page.context().close();
  });

  test('on a phone nothing but what scrolls is wider than the screen', async () => {
    const { page } = await open({ viewport: { width: 360, height: 700 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.context().close();
  });
});
