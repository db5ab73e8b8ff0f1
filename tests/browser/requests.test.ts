// The requests page: every way with the service worker, failures, a rate limit, Cancel, without a network, and other sites' addresses.

import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Chart } from '../../www/src/elements/chart.js';
import type { Settings } from '../../www/src/requests/app.js';
import { launch, said, serve, type Server } from './harness.js';

let browser: Browser;
let server: Server;
let plain: Server;
/** Another origin, with paths that may be read by all and paths that may not. */
let other: HttpServer;
let otherUrl: string;
let otherAsked: string[] = [];
/** How long it takes about each answer. */
const HELD_MS = 50;

beforeAll(async () => {
  [browser, server, plain] = await Promise.all([launch(), serve(), serve({ headers: {} })]);
  other = createServer((request, response) => {
    otherAsked.push(request.url ?? '');
    const open = request.url?.startsWith('/open')
      ? { 'Access-Control-Allow-Origin': '*', 'Timing-Allow-Origin': '*' }
      : {};
    response.writeHead(200, { 'Content-Type': 'text/plain', ...open });
    setTimeout(() => response.end('sunny'), HELD_MS);
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(async () => {
  other.close();
  other.closeAllConnections();
  await Promise.all([browser.close(), server.close(), plain.close()]);
});

interface Visit {
  readonly page: Page;
  readonly errors: string[];
  close(): Promise<void>;
}

async function visit(at: Server = server, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${at.url}requests.html`);
  await stateIs(page, 'idle');
  return { page, errors, close: () => context.close() };
}

async function stateIs(page: Page, ...states: string[]): Promise<void> {
  await page.waitForFunction((wanted) => wanted.includes(document.documentElement.dataset['requests'] ?? ''), states);
}

/** Changes settings, as the form does. */
function set(page: Page, settings: Partial<Settings>): Promise<void> {
  return page.evaluate(
    (detail) => void document.querySelector('ft-requests-form')?.dispatchEvent(new CustomEvent('settings', { detail })),
    settings,
  );
}

async function press(page: Page, name: RegExp | string, ...until: string[]): Promise<void> {
  await page.getByRole('button', { name }).click();
  await stateIs(page, ...until);
}

/** What the last run came to. */
function outcome(page: Page) {
  return page.evaluate(() => {
    const { app } = window.requests;
    const { measured, delivered, asked, run, fromModel, failures } = app;
    return {
      measured,
      asked,
      run,
      fromModel,
      failures,
      delivered: delivered.map(({ request, answer }) => ({ request, answer })),
    };
  });
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('every way asks the service worker for real, and gets as many results as it asked for', async () => {
  const { page, errors, close } = await visit();
  await set(page, { latencyMs: 20, count: 50 });
  await press(page, 'Compare the ways', 'done');
  const { measured, run, fromModel } = await outcome(page);
  expect(fromModel).toBe(false);
  expect(measured.map(({ name, succeeded, failed }) => [name, succeeded, failed])).toEqual(
    ['One by one', 'Limit of 10', 'Limit of 40', 'All at once'].map((name) => [name, 50, 0]),
  );
  expect(run?.trace.lanes).toBe(50);
  // The service worker was between the page and its host: there is no such folder.
  expect([...server.served.keys()].some((path) => path.includes('weather/'))).toBe(false);
  expect(await said(page, 'h1')).toMatch(
    /A limit of (10|40) is [\d.]+ × faster than one by one; the ideal is [\d.]+ ×\./u,
  );
  expect(await said(page, '.comparison')).toContain('Limit of 40');
  await page.waitForFunction(() =>
    document.querySelector<Chart>('ft-chart.waterfall')?.figure?.title.startsWith('All at once'),
  );
  const drawn = await page
    .locator('ft-chart.waterfall svg .span')
    .evaluateAll((spans) => new Set(spans.map((span) => span.getAttribute('data-request'))).size);
  expect(drawn).toBe(50);
  expect(errors).toEqual([]);
  await close();
});

test('as completed and in order, with jitter: the strip shows which', async () => {
  const { page, close } = await visit();
  const strip = () =>
    page.locator('ft-results li').evaluateAll((cells) => cells.map((cell) => Number(cell.textContent) - 1));
  await set(page, { latencyMs: 10, jitterMs: 150, count: 30, way: 'all' });
  await press(page, /^Send/, 'done');
  const completed = await strip();
  expect(completed).not.toEqual(numbers(30));
  expect([...completed].sort((a, b) => a - b)).toEqual(numbers(30));
  await set(page, { inOrder: true });
  await press(page, /^Send/, 'done');
  expect(await strip()).toEqual(numbers(30));
  await close();
});

test('what fails is tried again; what fails for good is counted and explained', async () => {
  const { page, close } = await visit();
  await set(page, { latencyMs: 5, failurePercent: 50, count: 40, retries: 10, backoffMs: 0 });
  await press(page, /^Send/, 'done');
  const patient = await outcome(page);
  const [way] = patient.measured;
  expect(way?.retries).toBeGreaterThan(0);
  expect(patient.run?.attempts).toHaveLength(40 + (way?.retries ?? 0));
  expect((way?.succeeded ?? 0) + (way?.failed ?? 0)).toBe(40);

  await set(page, { retries: 0 });
  await press(page, /^Send/, 'done');
  const { measured, failures } = await outcome(page);
  expect(measured[0]?.failed).toBeGreaterThan(0);
  expect((measured[0]?.succeeded ?? 0) + (measured[0]?.failed ?? 0)).toBe(40);
  expect(failures).toEqual([{ sentence: expect.stringContaining('status 503') as string, count: measured[0]?.failed }]);
  expect(await said(page, '.failures')).toContain('status 503');
  await close();
});

test('too many requests are refused with 429, and come back after the pause that was asked for', async () => {
  const { page, close } = await visit();
  await set(page, { latencyMs: 5, ratePerSecond: 20, count: 30, way: 'all', retries: 5, backoffMs: 0 });
  await press(page, /^Send/, 'done');
  const { measured, run } = await outcome(page);
  expect(measured[0]).toMatchObject({ succeeded: 30, failed: 0 });
  const limited = run?.attempts.filter(({ answer }) => answer === 'rate-limited') ?? [];
  expect(limited.length).toBeGreaterThan(0);
  // Nobody came back before the second that the server named was over.
  for (const { request, retry, answeredMs } of limited) {
    const next = run?.attempts.find((attempt) => attempt.request === request && attempt.retry === retry + 1);
    expect((next?.sentMs ?? 0) - answeredMs).toBeGreaterThanOrEqual(999);
  }
  await close();
});

test('Cancel half-way keeps what is done, and accounts for the rest', async () => {
  const { page, close } = await visit();
  await set(page, { latencyMs: 100, count: 100, way: 'limit', limit: 5 });
  await page.getByRole('button', { name: /^Send/ }).click();
  await page.waitForFunction(() => window.requests.app.delivered.length >= 10);
  await press(page, 'Cancel', 'cancelled');
  const { delivered, measured } = await outcome(page);
  expect(delivered).toHaveLength(100);
  expect(measured[0]?.succeeded).toBeGreaterThanOrEqual(10);
  expect(measured[0]?.failed).toBeGreaterThan(0);
  expect(await said(page, '.failures')).toContain('Cancelled before it was done.');
  await close();
});

test('without a network, and on a host without headers, the service worker still answers; the page isn’t reloaded', async () => {
  const { page, errors, close } = await visit(plain);
  const navigations = await page.evaluate(
    () => performance.getEntriesByType('navigation')[0]?.toJSON() as { type: string },
  );
  expect(navigations.type).toBe('navigate');
  await page.context().setOffline(true);
  await set(page, { latencyMs: 10, count: 20, way: 'all' });
  await press(page, /^Send/, 'done');
  const { measured, fromModel } = await outcome(page);
  expect(fromModel).toBe(false);
  expect(measured[0]).toMatchObject({ succeeded: 20, failed: 0 });
  expect(errors).toEqual([]);
  await close();
});

test('the lab beside it is isolated as before, with and without headers', async () => {
  for (const at of [server, plain]) {
    const { page, close } = await visit(at);
    await page.goto(at.url);
    await page.waitForFunction(() => globalThis.crossOriginIsolated);
    await page.goto(`${at.url}requests.html`);
    await stateIs(page, 'idle');
    await set(page, { latencyMs: 5, count: 5 });
    await press(page, /^Send/, 'done');
    const { measured, fromModel } = await outcome(page);
    expect([measured[0]?.succeeded, fromModel]).toEqual([5, false]);
    await close();
  }
});

test('without service workers the page says so, and calls its answers a model', async () => {
  const { page, errors, close } = await visit(server, { serviceWorkers: 'block' });
  expect(await said(page, '.notices')).toContain('its answers are a model');
  await set(page, { latencyMs: 5, count: 10 });
  await press(page, /^Send/, 'done');
  const { measured, fromModel } = await outcome(page);
  expect([measured[0]?.succeeded, fromModel]).toEqual([10, true]);
  expect(await page.evaluate(() => document.querySelector<Chart>('ft-chart.waterfall')?.source)).toBe('model');
  expect(errors).toEqual([]);
  await close();
});

test('another site’s answers are read where it allows it, and explained where it doesn’t', async () => {
  const { page, close } = await visit();
  await set(page, { source: 'own', addresses: `${otherUrl}/open/{i}`, count: 12, way: 'all' });
  await press(page, /^Send/, 'done');
  const open = await outcome(page);
  expect(open.measured[0]).toMatchObject({ succeeded: 12, failed: 0 });
  expect(otherAsked.toSorted()).toEqual(
    numbers(12)
      .map((i) => `/open/${i + 1}`)
      .toSorted(),
  );

  // A browser opens six connections to such a host: the other six requests waited in its queue, as Resource Timing tells.
  const { attempts = [], trace } = open.run ?? {};
  const queued = attempts.filter(({ sentMs }, i) => sentMs - (trace?.spans[i]?.startMs ?? 0) >= HELD_MS / 2);
  // A machine that is busy holds up some of the first six as well; never all of them.
  expect(queued.length).toBeGreaterThanOrEqual(6);
  expect(queued.length).toBeLessThan(12);

  await set(page, { addresses: `${otherUrl}/closed/{i}`, count: 3, retries: 0 });
  await press(page, /^Send/, 'done');
  expect((await outcome(page)).measured[0]).toMatchObject({ succeeded: 0, failed: 3 });
  expect(await said(page, '.failures')).toContain('CORS');

  // Too many for another host: not one of them is sent.
  otherAsked = [];
  await set(page, { addresses: `${otherUrl}/open/{i}`, count: 100 });
  await page.getByRole('button', { name: 'Compare the ways' }).click();
  await page.locator('.notices ft-notice').waitFor();
  expect(await said(page, '.notices')).toContain('400 requests to 127.0.0.1');
  expect(otherAsked).toEqual([]);
  await close();
});

test('the lab itself may ask nobody else', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  otherAsked = [];
  const refused = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => false,
        () => true,
      ),
    `${otherUrl}/open/1`,
  );
  expect([refused, otherAsked]).toEqual([true, []]);
  await context.close();
});

/** Waits until the pictures are in one of these states. */
async function picturesAre(page: Page, ...states: string[]): Promise<void> {
  await page.waitForFunction((wanted) => wanted.includes(document.documentElement.dataset['pictures'] ?? ''), states, {
    timeout: 80_000,
  });
}

/** What each way came to. */
const pictures = (page: Page) =>
  page.evaluate(() =>
    window.requests.app.pictures.measured.map(({ way, made, failed, bothMs, fetchMs, computeMs, totalMs, run }) => ({
      name: way.name,
      made,
      failed,
      bothMs,
      fetchMs,
      computeMs,
      totalMs,
      lanes: run.computing?.lanes ?? 0,
      requests: run.trace.lanes,
      computed: run.computing?.spans ?? [],
    })),
  );

test('pictures flow into the batch in four ways, damaged ones among them, and the lanes stand below the waterfall', async () => {
  const { page, errors, close } = await visit();
  await set(page, { latencyMs: 20, count: 20, limit: 8, damagedPercent: 25 });
  await page.getByRole('button', { name: /^Fetch and compute/ }).click();
  await picturesAre(page, 'done');
  const ways = await pictures(page);
  expect(ways.map(({ name, requests }) => [name, requests])).toEqual([
    ['Sequential', 1],
    ['Asynchronous', 8],
    ['Parallel', 1],
    ['Both together', 8],
  ]);
  for (const { name, made, failed, bothMs, fetchMs, computeMs, totalMs, lanes, computed } of ways) {
    // The same pictures come damaged every time.
    expect([made, failed], name).toEqual([ways[0]?.made, 20 - (ways[0]?.made ?? 0)]);
    expect(failed, name).toBeGreaterThan(0);
    expect(lanes, name).toBe(
      name === 'Sequential' || name === 'Asynchronous'
        ? 1
        : await page.evaluate(() => window.requests.app.pictures.lanes),
    );
    expect(Math.max(fetchMs, computeMs), name).toBeLessThanOrEqual(totalMs + 1);
    expect(bothMs, name).toBeLessThanOrEqual(Math.min(fetchMs, computeMs) + 0.01);
    expect(new Set(computed.map(({ firstRow }) => firstRow)).size, name).toBeGreaterThanOrEqual(made);
  }
  // Nothing is fetched while the sequential way computes; messages take the rest of a millisecond.
  expect(ways[0]?.bothMs).toBeLessThan(1);
  expect(await said(page, '.pictures h2')).toMatch(/both together [\d.]+ ×/u);
  expect(await said(page, '.pictures .failures')).toContain('the file is cut off');
  const chart = page.locator('ft-chart.pictures-waterfall');
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('svg [data-stage]').first().waitFor();
  await chart.getByRole('combobox').selectOption({ label: 'Sequential' });
  await page.waitForFunction(() => window.requests.app.pictureFigure?.title.startsWith('Sequential'));
  // No host was asked: the service worker had the pictures.
  expect([...server.served.keys()].some((path) => path.includes('weather/'))).toBe(false);
  expect(errors).toEqual([]);
  await close();
});

test('pictures cancelled half-way keep what is done, and without a network they come all the same', async () => {
  const { page, close } = await visit();
  await set(page, { latencyMs: 60, count: 30, limit: 4 });
  await page.getByRole('button', { name: /^Fetch and compute/ }).click();
  await page.waitForFunction(() => window.requests.app.pictures.results.length >= 4);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await picturesAre(page, 'cancelled');
  const [first, ...others] = await pictures(page);
  expect(others).toEqual([]);
  expect(first?.made).toBeGreaterThanOrEqual(4);
  expect((first?.made ?? 0) + (first?.failed ?? 0)).toBe(30);

  await page.context().setOffline(true);
  await set(page, { latencyMs: 5, count: 6 });
  await page.getByRole('button', { name: /^Fetch and compute/ }).click();
  await picturesAre(page, 'done');
  expect((await pictures(page)).map(({ made }) => made)).toEqual([6, 6, 6, 6]);
  await close();
});
