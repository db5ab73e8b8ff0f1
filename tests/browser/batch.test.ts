// The batch page: every way with real files, broken ones among them; archives, generated X-rays, downloads, Cancel, and without a network.

import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BlobReader, BlobWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Settings } from '../../www/src/batch/settings.js';
import type { Way } from '../../www/src/generated/model.js';
import { drop, launch, said, serve, type Server } from './harness.js';

let browser: Browser;
let server: Server;
let plain: Server;
let folder: string;

/** Files that have a result, and files that have none, with why. */
const GOOD = [
  'alpha.png',
  'oriented.jpg',
  'photo.jpg',
  'small.bmp',
  'small.gif',
  'small.tiff',
  'small.webp',
  'tiny.png',
];
const BAD = {
  'bomb.png': 'too-large',
  'corrupt.png': 'corrupt',
  'empty.jpg': 'empty',
  'not-an-image.jpg': 'not-an-image',
  'truncated.jpg': 'truncated',
};
const NAMES = [...GOOD, ...Object.keys(BAD)].sort();

beforeAll(async () => {
  [browser, server, plain] = await Promise.all([launch(), serve(), serve({ headers: {} })]);
  folder = mkdtempSync(join(tmpdir(), 'batch-'));
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
  NAMES.forEach((name, i) => copyFileSync(`tests/data/${name}`, join(folder, i % 2 ? 'in' : 'in/deep', name)));
  // What a system leaves in a folder is no input.
  writeFileSync(join(folder, 'in', '.DS_Store'), 'x');
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([browser.close(), server.close(), plain.close()]);
});

interface Visit {
  readonly page: Page;
  readonly errors: string[];
  close(): Promise<void>;
}

async function visit(query = '', at = server): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${at.url}batch.html${query}`);
  await page.waitForFunction(() => 'batch' in window);
  return { page, errors, close: () => context.close() };
}

async function stateIs(page: Page, ...states: string[]): Promise<void> {
  await page.waitForFunction((wanted) => wanted.includes(document.documentElement.dataset['batch'] ?? ''), states, {
    timeout: 80_000,
  });
}

/** Changes settings, as the form does. */
const set = (page: Page, settings: Partial<Settings>): Promise<void> =>
  page.evaluate(
    (detail) => void document.querySelector('ft-batch-form')?.dispatchEvent(new CustomEvent('settings', { detail })),
    settings,
  );

/** Gives the page the folder, by the folder's picker. */
async function pickFolder(page: Page): Promise<void> {
  await page.locator('input[webkitdirectory]').setInputFiles(join(folder, 'in'));
  await page.waitForFunction(() => window.batch.app.source !== undefined && !window.batch.app.isBusy);
}

async function run(page: Page, name: RegExp = /^Run /): Promise<void> {
  // It is at work from the press on: a short run may have ended before anybody looks.
  await page.getByRole('button', { name }).click();
  await page.waitForFunction(() => !window.batch.app.isBusy, undefined, { timeout: 80_000 });
}

/** What the last run came to: counts, faults by name, and a fingerprint of every result. */
function outcome(page: Page) {
  return page.evaluate(async () => {
    const { app } = window.batch;
    const { shown, results, names, problems } = app;
    const hash = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
      [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16)).join('');
    const made: Record<string, string> = {};
    for (const [file, { width, height, channels, pixels }] of results.entries())
      made[names[file]!.split('/').pop()!] = `${width} × ${height} × ${channels} ${await hash(pixels)}`;
    return {
      way: shown?.way,
      problems,
      inputs: names.length,
      faults: Object.fromEntries(
        (shown?.records ?? []).flatMap(({ name, fault }) => (fault ? [[name.split('/').pop()!, fault.code]] : [])),
      ),
      ended: shown?.records.filter(({ doneMs }) => doneMs !== null).length,
      cancelled: shown?.cancelled,
      made,
      order: results.order,
      spans: shown?.trace.spans ?? [],
      lanes: shown?.trace.lanes ?? 0,
      totalMs: shown?.totalMs ?? 0,
      files: names,
    };
  });
}

const WASM: readonly Way[] = ['loop', 'map', 'threads-map', 'workers-map', 'workers-submit'];

test('every WebAssembly way gives the same bytes, lists what is broken, and no lane overlaps itself', async () => {
  const { page, errors, close } = await visit();
  await pickFolder(page);
  expect(await page.evaluate(() => window.batch.app.names.length)).toBe(NAMES.length);
  let first: Record<string, string> | undefined;
  for (const way of WASM) {
    await set(page, { way, lanes: 2, chunksize: 3 });
    await run(page);
    const { made, faults, ended, inputs, order, spans, lanes, totalMs, ...rest } = await outcome(page);
    expect(rest, way).toMatchObject({ way, problems: [], cancelled: false });
    expect(faults, way).toEqual(BAD);
    expect(Object.keys(made).sort(), way).toEqual([...GOOD].sort());
    expect([ended, inputs, Object.keys(made).length + Object.keys(faults).length], way).toEqual(
      Array.from({ length: 3 }, () => NAMES.length),
    );
    if (way !== 'workers-submit') expect(order, way).toEqual(order.toSorted((a, b) => a - b));
    expect(made, way).toEqual((first ??= made));
    expect(spans.length, way).toBeGreaterThanOrEqual(2 * GOOD.length);
    for (let lane = 0; lane < lanes; lane += 1) {
      const own = spans.filter((span) => span.lane === lane).toSorted((a, b) => a.startMs - b.startMs);
      for (const [i, span] of own.entries()) {
        expect(span.endMs).toBeGreaterThan(span.startMs);
        expect(span.endMs).toBeLessThanOrEqual(totalMs + 1);
        if (i > 0) expect(span.startMs, `${way}, lane ${lane}`).toBeGreaterThanOrEqual(own[i - 1]!.endMs - 0.05);
      }
    }
  }
  expect(await said(page, '.failures')).toContain('The file is empty. Copy or download it again.');
  expect(errors).toEqual([]);
  await close();
});

test('the browser’s own decoder has the results that it can, and says which it hasn’t', async () => {
  const { page, errors, close } = await visit();
  await pickFolder(page);
  for (const steps of [undefined, [{ name: 'invert', params: {} }]]) {
    await set(page, { way: 'browser', ...(steps ? { steps } : {}) });
    await run(page);
    const { made, faults, ended, inputs } = await outcome(page);
    expect(ended).toBe(inputs);
    expect(Object.keys(made).length + Object.keys(faults).length).toBe(inputs);
    for (const name of ['photo.jpg', 'tiny.png', 'small.webp', 'small.gif', 'oriented.jpg', 'alpha.png'])
      expect(Object.keys(made)).toContain(name);
    // No browser but Safari reads TIFF.
    expect(faults).toMatchObject({ 'empty.jpg': 'not-decoded', 'not-an-image.jpg': 'not-decoded' });
    if (!steps) expect(made['photo.jpg']).toMatch(/^64 × 64 × 3 /);
  }
  expect(errors).toEqual([]);
  await close();
});

test('exact and scaled decoding differ, any kernels may follow, and wrong recipes are refused', async () => {
  const { page, close } = await visit('?count=3&way=map');
  const results = [];
  for (const change of [
    { exact: false },
    { exact: true },
    {
      steps: [
        { name: 'gaussian', params: { sigma: 2 } },
        { name: 'resize', params: { width: 32, height: 16 } },
      ],
    },
    { steps: [] },
  ] as Partial<Settings>[]) {
    await set(page, change);
    await run(page);
    results.push(Object.values((await outcome(page)).made));
  }
  const [scaled, exact, chain, whole] = results.map((made) => made.join());
  expect(results.every((made) => made.length === 3)).toBe(true);
  expect(scaled).not.toBe(exact);
  expect(scaled).toContain('64 × 64 × 1');
  expect(chain).toContain('32 × 16 × 3');
  expect(whole).toMatch(/\d{4} × \d{3,4} × 1|\d{3,4} × \d{4} × 1/);
  await set(page, { steps: [{ name: 'resize', params: { width: -1 } }] });
  await run(page);
  expect(await said(page, '.notices')).toMatch(/Width/);
  await close();
});

test('an archive is read, and pictures, array and report are written', async () => {
  const writer = new ZipWriter(new BlobWriter());
  for (const name of NAMES)
    await writer.add(`in/${name}`, new BlobReader(new Blob([new Uint8Array(readFileSync(`tests/data/${name}`))])));
  await writer.add('__MACOSX/._x', new BlobReader(new Blob(['x'])));
  const path = join(folder, 'pictures.zip');
  writeFileSync(path, Buffer.from(await (await writer.close()).arrayBuffer()));

  const { page, errors, close } = await visit('?way=workers-map&lanes=2');
  await drop(page, [path]);
  await page.waitForFunction(() => window.batch.app.source !== undefined && !window.batch.app.isBusy);
  await run(page);
  const { made, faults } = await outcome(page);
  expect(Object.keys(made).sort()).toEqual([...GOOD].sort());
  expect(faults).toEqual(BAD);

  const saved = async (name: RegExp): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path());
  };
  const npy = await saved(/npy/);
  const bytes = npy.subarray(10 + npy.readUInt16LE(8));
  expect(npy.subarray(10, 10 + npy.readUInt16LE(8)).toString()).toContain(`'shape': (${GOOD.length}, 64, 64, 3)`);
  expect(bytes.length).toBe(GOOD.length * 64 * 64 * 3);
  const rows = (await saved(/^Rows/)).toString().trim().split('\r\n');
  expect(rows.slice(1).map((row) => row.split(',')[1])).toEqual(GOOD.map((name) => `in/${name}`));

  const entries = await new ZipReader(new BlobReader(new Blob([new Uint8Array(await saved(/zip/))]))).getEntries();
  expect(entries.map(({ filename }) => filename)).toEqual(expect.arrayContaining(['index.csv']));
  expect(entries.filter(({ filename }) => filename.endsWith('.png'))).toHaveLength(GOOD.length);

  const report = JSON.parse((await saved(/json/)).toString());
  expect(report).toMatchObject({ version: 1, runs: [{ way: 'workers-map', lanes: 2 }] });
  expect((await saved(/^Report \(\.csv/)).toString().trim().split('\r\n')).toHaveLength(NAMES.length + 1);
  expect(errors).toEqual([]);
  await close();
});

test('a folder is dropped as by a hand: everything in it is taken, however deep', async () => {
  const { page, errors, close } = await visit('?way=map');
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [join(folder, 'in')], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'dragCancel' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  const isShown = (shown: boolean) =>
    page.waitForFunction((wanted) => document.body.classList.contains('dragging') === wanted, shown);
  await drag('dragEnter');
  await drag('dragOver');
  await isShown(true);
  await drag('dragOver');
  await drag('drop');
  await page.waitForFunction(() => window.batch.app.source !== undefined && !window.batch.app.isBusy);
  await isShown(false);
  const names = await page.evaluate(() => window.batch.app.names);
  expect(names).toEqual(NAMES.map((name, i) => (i % 2 ? `in/${name}` : `in/deep/${name}`)).sort());
  await run(page);
  expect(Object.keys((await outcome(page)).made).sort()).toEqual([...GOOD].sort());
  expect(errors).toEqual([]);
  await close();
});

test('a file that is no archive, and an empty folder, are told in a sentence', async () => {
  const { page, close } = await visit();
  const path = join(folder, 'broken.zip');
  writeFileSync(path, 'this is no archive');
  await drop(page, [path]);
  await page.waitForFunction(() => window.batch.app.problems.length > 0);
  expect(await said(page, '.notices')).toContain('“broken.zip” can’t be read as a .zip');
  await close();
});

test.each(['loop', 'map', 'threads-map', 'workers-map', 'workers-submit', 'browser'] as const)(
  'cancelled half-way, %s keeps the results so far',
  async (way) => {
    const { page, errors, close } = await visit(`?count=40&lanes=2&exact&way=${way}`);
    await page.getByRole('button', { name: /^Generate/ }).click();
    await page.waitForFunction(() => window.batch.app.source !== undefined && !window.batch.app.isBusy);
    await page.evaluate(() => {
      const { app } = window.batch;
      const look = (): void => {
        if ((app.running?.ended ?? 0) >= 5) app.cancel();
        else setTimeout(look, 0);
      };
      void app.run();
      look();
    });
    await stateIs(page, 'cancelled');
    const { made, ended, inputs, cancelled, faults } = await outcome(page);
    expect(cancelled).toBe(true);
    expect(inputs).toBe(40);
    expect(ended).toBeGreaterThanOrEqual(5);
    expect(ended).toBeLessThan(40);
    expect(Object.keys(made)).toHaveLength(ended ?? 0);
    expect(faults).toEqual({});
    // And the page goes on.
    await run(page);
    expect(Object.keys((await outcome(page)).made)).toHaveLength(40);
    expect(errors).toEqual([]);
    await close();
  },
);

test('generated X-rays are the same every time, are kept, and all ways are compared on them', async () => {
  const { page, errors, close } = await visit('?count=6&seed=5&way=threads-map&lanes=2');
  await run(page, /^Compare/);
  const first = await outcome(page);
  expect(first.way).toBe('threads-map');
  const ways = await page.evaluate(() => window.batch.app.report?.runs.map(({ way }) => way));
  expect(ways).toEqual([...WASM, 'browser']);
  await page.locator('ft-chart .drawing > svg').nth(1).waitFor();
  await page.waitForFunction(() => window.batch.app.figures.ways?.svg.split('class="way"').length === 7);
  await page.reload();
  await page.waitForFunction(() => 'batch' in window);
  await run(page);
  expect((await outcome(page)).made).toEqual(first.made);
  await page.getByRole('button', { name: /^Remove the generated/ }).click();
  await page.waitForFunction(() => window.batch.app.source === undefined);
  expect(errors).toEqual([]);
  await close();
});

test('a lane that dies takes one file with it and is replaced', async () => {
  const { page, close } = await visit('?count=8&way=workers-submit&lanes=2');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await page.waitForFunction(() => window.batch.app.source !== undefined && !window.batch.app.isBusy);
  // The third file kills its lane: the instance is gone, as after a trap.
  await page.evaluate(() => {
    const { app } = window.batch;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: { type?: string; file?: number }, ...rest: []) {
      if (message?.type === 'file' && message.file === 2)
        this.dispatchEvent(new ErrorEvent('error', { message: 'gone' }));
      else post.call(this, message, ...rest);
    };
    void app.run();
  });
  await stateIs(page, 'done');
  const { made, faults, ended } = await outcome(page);
  expect(ended).toBe(8);
  expect(Object.values(faults)).toEqual(['crash']);
  expect(Object.keys(made)).toHaveLength(7);
  await close();
});

test('a pool that is lost ends every file with a sentence, and another way goes on', async () => {
  const { page, close } = await visit('?count=12&way=threads-map&lanes=2');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await page.waitForFunction(() => window.batch.app.source !== undefined && !window.batch.app.isBusy);
  await page.evaluate(() => {
    const { app } = window.batch;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: { type?: string; file?: number }, ...rest: []) {
      if (message?.type === 'file' && message.file === 9)
        this.dispatchEvent(new ErrorEvent('error', { message: 'gone' }));
      post.call(this, message, ...rest);
    };
    void app.run().finally(() => (Worker.prototype.postMessage = post));
  });
  await stateIs(page, 'done');
  const { ended, made, faults } = await outcome(page);
  expect([ended, Object.keys(made).length + Object.keys(faults).length]).toEqual([12, 12]);
  expect(Object.values(faults)).toContain('crash');
  await set(page, { way: 'workers-submit' });
  await run(page);
  expect(Object.keys((await outcome(page)).made)).toHaveLength(12);
  await close();
});

test('without a network every way goes on, once the page has what it needs', async () => {
  const { page, close } = await visit('?count=4&lanes=2');
  await run(page, /^Compare/);
  await page.context().setOffline(true);
  await run(page, /^Compare/);
  const ways = await page.evaluate(() =>
    window.batch.app.report?.runs.map(({ way, records }) => [way, records.filter(({ fault }) => !fault).length]),
  );
  expect(ways).toEqual([...WASM, 'browser'].map((way) => [way, 4]));
  await close();
});

test('on a host without headers the page isolates itself, or says why threads can’t run', async () => {
  const { page, close } = await visit('?count=3&way=threads-map&lanes=2', plain);
  // With one reload by the service worker.
  await page.waitForFunction(() => crossOriginIsolated && 'batch' in window);
  await run(page);
  expect(Object.keys((await outcome(page)).made)).toHaveLength(3);
  await close();
});
