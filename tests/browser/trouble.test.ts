// Bad files, missing isolation, engines that crash or hang, and visitors who change their minds.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  cancelMs,
  chooseKernel,
  drop,
  launch,
  measured,
  race,
  raceIs,
  raceState,
  read,
  report,
  said,
  serve,
  visit,
  type Server,
} from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

const data = (name: string): string => `tests/data/${name}`;

describe('a bad file', () => {
  test.each([
    ['not-an-image.jpg', /not a picture/],
    ['empty.jpg', /empty/],
    ['truncated.jpg', /cut off/],
    ['corrupt.png', /damaged/],
    ['bomb.png', /60 ?000 × 60 ?000/],
  ])('%s is told in a sentence beside its name, and the good one races', async (name, sentence) => {
    const { page, close } = await visit(browser, server, '?kernel=grayscale&repeats=1&threads=2');
    await drop(page, [data(name), data('small.bmp')]);
    await read(page, name);
    await read(page, 'small.bmp');
    const tray = await said(page, 'ft-tray');
    expect(tray).toContain(name);
    expect(tray).toMatch(sentence);
    const made = await race(page);
    expect(made.job.input.name).toBe('small.bmp');
    expect(made.equality?.identical).toBe(true);
    await close();
  });

  test('all of them at once leave the sample within reach', async () => {
    const bad = ['not-an-image.jpg', 'empty.jpg', 'truncated.jpg', 'corrupt.png', 'bomb.png'];
    const { page, close } = await visit(browser, server, '?kernel=grayscale&repeats=1');
    await drop(page, bad.map(data));
    for (const name of bad) await read(page, name);
    expect(await page.getByRole('button', { name: /^Race/ }).isEnabled()).toBe(false);
    await page.getByRole('button', { name: /breakfast/i }).click();
    await page.waitForFunction(
      () => !(document.querySelector('ft-run-bar') as unknown as { state: string }).state.includes('disabled'),
    );
    expect((await race(page)).job.input.origin).toBe('sample');
    await close();
  });
});

test('every format that is promised is read, upright', async () => {
  const { page, close } = await visit(browser, server);
  const names = [
    'photo.jpg',
    'oriented.jpg',
    'alpha.png',
    'small.webp',
    'small.gif',
    'small.bmp',
    'small.tiff',
    'tiny.png',
  ];
  await drop(page, names.map(data));
  for (const name of names) await read(page, name);
  const entries = await page.evaluate(() =>
    (
      document.querySelector('ft-tray') as unknown as { entries: { name: string; state: string; size: object }[] }
    ).entries.map(({ name, state, size }) => ({ name, state, size })),
  );
  const size = (width: number, height: number) => ({ width, height });
  expect(Object.fromEntries(entries.map((entry) => [entry.name, entry.size]))).toEqual({
    'photo.jpg': size(1200, 900),
    'oriented.jpg': size(300, 200),
    'alpha.png': size(640, 480),
    'small.webp': size(64, 48),
    'small.gif': size(64, 48),
    'small.bmp': size(64, 48),
    'small.tiff': size(64, 48),
    'tiny.png': size(1, 1),
  });
  await close();
});

test('a format that only the browser knows is read by the browser', async () => {
  // An icon file: a header of 22 bytes around a PNG. Ours reads no icons, Chromium does.
  const png = readFileSync(data('tiny.png'));
  const header = Buffer.alloc(22);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(1, 4);
  header.set([1, 1], 6);
  header.writeUInt16LE(1, 10);
  header.writeUInt16LE(32, 12);
  header.writeUInt32LE(png.length, 14);
  header.writeUInt32LE(22, 18);
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-'));
  writeFileSync(join(folder, 'tiny.ico'), Buffer.concat([header, png]));
  const { page, close } = await visit(browser, server, '?kernel=grayscale&repeats=1&threads=2');
  await drop(page, [join(folder, 'tiny.ico')]);
  await read(page, 'tiny.ico');
  const made = await race(page);
  expect(made.job.input).toMatchObject({ name: 'tiny.ico', size: { width: 1, height: 1 } });
  await close();
});

describe('a picture of one pixel', () => {
  test.each(['grayscale', 'gaussian', 'sobel', 'resize'])('goes through %s', async (kernel) => {
    const { page, close } = await visit(browser, server, `?kernel=${kernel}&repeats=1&threads=2`);
    await drop(page, [data('tiny.png')]);
    await read(page, 'tiny.png');
    expect((await race(page)).equality?.identical).toBe(true);
    await close();
  });
});

test('a picture too large for the memory is refused in a sentence, and the next race works', async () => {
  const { page, close } = await visit(
    browser,
    server,
    '?kernel=resize&width=16384&height=16384&repeats=1&threads=2&image=sample&autorun',
  );
  await raceIs(page, 'failed');
  expect(await said(page, '.notices')).toMatch(/don't fit into the memory/);
  await chooseKernel(page, 'grayscale');
  await page.getByRole('button', { name: /^Race/ }).click();
  await raceIs(page, 'done');
  await close();
});

describe('an engine', () => {
  test.each([['simd'], ['threads']])(
    'that panics in %s ends its run with its own words, and the next run works',
    async (mode) => {
      const { page, close } = await visit(
        browser,
        server,
        `?kernel=fault&failure=panic&modes=${mode}&threads=2&repeats=1&image=sample&autorun`,
      );
      await raceIs(page, 'failed');
      expect(await said(page, '.notices')).toMatch(/panicked at row/);
      await chooseKernel(page, 'sobel');
      const made = await race(page);
      expect(await raceState(page)).toBe('done');
      expect(made.job.kernel.name).toBe('sobel');
      await close();
    },
  );

  test('that hangs is noticed from outside and ended', async () => {
    const { page, close } = await visit(
      browser,
      server,
      '?kernel=fault&failure=hang&modes=threads&threads=2&repeats=1&image=sample&autorun',
    );
    await raceIs(page, 'failed');
    expect(await said(page, '.notices')).toMatch(/no sign of life/);
    await close();
  });

  test.each([['simd'], ['threads']])('that hangs in %s is cancelled within 200 ms', async (mode) => {
    const { page, close } = await visit(
      browser,
      server,
      `?kernel=fault&failure=hang&modes=${mode}&threads=2&repeats=1&image=sample&autorun`,
    );
    await raceIs(page, 'running');
    expect(await cancelMs(page)).toBeLessThan(200);
    await close();
  });
});

test('Cancel while the picture is still being decoded takes effect at once', async () => {
  const { page, close } = await visit(browser, server, '?kernel=gaussian&repeats=1&threads=2');
  await page.evaluate(() => document.querySelector('ft-run-bar')?.dispatchEvent(new CustomEvent('run')));
  expect(await cancelMs(page)).toBeLessThan(200);
  expect((await race(page)).equality?.identical).toBe(true);
  await close();
});

test('Cancel keeps what was measured, and the next race works', async () => {
  const { page, close } = await visit(
    browser,
    server,
    '?kernel=mandelbrot&width=1200&height=900&iterations=1000&repeats=50&threads=2',
  );
  await page.getByRole('button', { name: /^Race/ }).click();
  await page.waitForFunction(() => {
    const { state, progress } = document.querySelector('ft-run-bar') as unknown as {
      state: string;
      progress?: { round: number | undefined };
    };
    return state === 'running' && (progress?.round ?? 0) >= 3;
  });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await raceIs(page, 'cancelled');
  const made = await report(page);
  expect(made.runs.length).toBeGreaterThanOrEqual(6);
  expect(made.runs.length).toBeLessThan(104);
  expect(measured(made, 'simd').length + measured(made, 'threads').length).toBeGreaterThan(0);
  await page.waitForSelector('ft-chart .sample');
  await chooseKernel(page, 'grayscale');
  await page.getByRole('button', { name: /^Race/ }).click();
  await raceIs(page, 'done');
  await close();
});

describe('without isolation', () => {
  test('the page says why threads are off and what to do, and everything else works', async () => {
    const plain = await serve({ headers: {} });
    const { page, close } = await visit(browser, plain, '?kernel=gaussian&repeats=2', { serviceWorkers: 'block' });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    const notice = await said(page, '.notices');
    expect(notice).toMatch(/Threads are off/);
    expect(notice).toMatch(/Cross-Origin-Opener-Policy/);
    await page.locator('details.settings > summary').click();
    expect(await page.getByRole('checkbox', { name: 'Parallel' }).isEnabled()).toBe(false);
    await drop(page, [data('alpha.png')]);
    await read(page, 'alpha.png');
    const made = await race(page);
    expect(made.machine.isolated).toBe(false);
    expect(made.settings.modes.map(({ mode }) => mode)).toEqual(['simd', 'workers']);
    expect(measured(made, 'simd')).toHaveLength(2);
    await page.waitForSelector('ft-chart .sample');
    await close();
    await plain.close();
  });

  test('a trap leaves its last words, and the next run works', async () => {
    const plain = await serve({ headers: {} });
    const query = '?kernel=fault&failure=panic&repeats=1&autorun';
    const { page, close } = await visit(browser, plain, query, { serviceWorkers: 'block' });
    await raceIs(page, 'failed');
    expect(await said(page, '.notices')).toMatch(/panicked at row/);
    await chooseKernel(page, 'sobel');
    expect((await race(page)).job.kernel.name).toBe('sobel');
    await close();
    await plain.close();
  });

  test('the service worker brings it, with one reload', async () => {
    const plain = await serve({ headers: {} });
    const context = await browser.newContext();
    const page = await context.newPage();
    let loads = 0;
    page.on('domcontentloaded', () => (loads += 1));
    await page.goto(`${plain.url}?kernel=grayscale&repeats=1&threads=2`);
    await page.waitForFunction(() => crossOriginIsolated && document.querySelector('ft-tray'));
    expect(loads).toBe(2);
    await page.waitForFunction(
      () => (document.querySelector('ft-run-bar') as unknown as { state: string }).state === 'idle',
    );
    expect((await race(page)).equality?.identical).toBe(true);
    await context.close();
    await plain.close();
  });

  test('a service worker that doesn’t bring it costs one reload, and no more until the tab is closed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'four-toasters-in-vain-'));
    cpSync('dist', folder, { recursive: true });
    // It starts, takes the page, and adds no header.
    const idle = `oninstall = () => skipWaiting(); onactivate = (event) => event.waitUntil(clients.claim());`;
    writeFileSync(join(folder, 'isolate.sw.js'), idle);
    const plain = await serve({ folder, headers: {} });
    const context = await browser.newContext();
    const page = await context.newPage();
    let loads = 0;
    page.on('domcontentloaded', () => (loads += 1));
    const settled = async (): Promise<number> => {
      await page.waitForFunction(() => document.querySelector('ft-tray'));
      // Longer than a service worker is waited for.
      await page.waitForTimeout(4000);
      return loads;
    };
    await page.goto(plain.url);
    expect(await settled()).toBe(2);
    expect(await page.evaluate(() => [crossOriginIsolated, !!navigator.serviceWorker.controller])).toEqual([
      false,
      true,
    ]);
    expect(await said(page, '.notices')).toMatch(/Threads are off/);
    await page.goto(`${plain.url}tour.html`);
    await page.goto(plain.url);
    expect(await settled()).toBe(4);
    await context.close();
    await plain.close();
    rmSync(folder, { recursive: true });
  });
});
