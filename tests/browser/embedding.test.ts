// Four Toasters in other people's pages. What works where is what the table in docs/embedding.md says.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { headers, headersFor } from '../../www/headers.js';
import { columnsDone } from './files.js';
import { launch, serve, type Server } from './harness.js';
import { layDeck, listen, onHost, opened, tells, tierOf, told, type Host } from './hosts.js';

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

const at = (url: string, options?: BrowserContextOptions): Promise<Page> => opened(browser, url, options);
const inHost = (
  use: (host: Host) => Promise<void>,
  headers?: Record<string, string>,
  values?: Record<string, string>,
): Promise<void> => onHost({ SITE: site.url, ...values }, use, headers);

test('in a plain page of another site the element runs with threads, after a click', () =>
  inHost(async ({ url }) => {
    const page = await at(`${url}plain.html`);
    await listen(page, 'live');
    await page.waitForTimeout(500);
    // Nothing is loaded or run before it is asked for.
    expect(await page.locator('iframe').count()).toBe(0);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    await page.locator('#live').getByRole('button', { name: 'Run it here' }).click();
    await tells(page, 'report');
    const { tier, frame } = await tierOf(page);
    expect(tier).toBe('threads');
    expect(await frame.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    const all = await told(page);
    expect(all.slice(0, 2)).toEqual(['tier threads', 'started']);
    expect(all.at(-1)).toBe('report');
    // The frame is as high as what is in it.
    await page.waitForFunction(() => {
      const inner = document.querySelector('#live')?.shadowRoot?.querySelector('iframe');
      return (inner?.getBoundingClientRect().height ?? 0) > 300;
    });
    await page.context().close();
  }));

test('an isolated page has threads in the frame as well', () =>
  inHost(
    async ({ url }) => {
      const page = await at(`${url}plain.html`);
      expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
      await listen(page, 'live');
      await page.locator('#live').getByRole('button', { name: 'Run it here' }).click();
      await tells(page, 'tier threads');
      await tells(page, 'report');
      await page.context().close();
    },
    {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  ));

test('a recorded report is played in place, in true proportion of time', () =>
  inHost(async ({ url }) => {
    const page = await at(`${url}plain.html`);
    await listen(page, 'recorded');
    const replay = page.locator('#recorded four-toasters-replay');
    await replay.getByRole('button', { name: 'Replay' }).waitFor();
    // Gone to its middle by hand.
    await replay.getByRole('slider').evaluate((slider: HTMLInputElement) => {
      slider.value = '500';
      slider.dispatchEvent(new Event('input'));
    });
    const covers = await replay.locator('.cover').evaluateAll((all) => all.map((one) => one.getAttribute('transform')));
    expect(new Set(covers).size).toBe(1);
    expect(covers[0]).toMatch(/^matrix\(0\.5 /);
    await replay.getByRole('combobox').selectOption({ index: 0 });
    await replay.getByRole('button', { name: 'Replay' }).click();
    await tells(page, 'report');
    expect((await told(page)).slice(0, 2)).toEqual(['started', 'progress']);
    await page.context().close();
  }));

test('a race that is cancelled before anything was measured is over for the element, too', () =>
  inHost(async ({ url }) => {
    const page = await at('about:blank');
    // The picture never comes.
    await page.route('**/sample.jpg', () => undefined);
    await page.goto(`${url}plain.html`);
    const over = page.evaluate(async () => {
      const element = document.querySelector<HTMLElementTagNameMap['four-toasters']>('#live');
      await element?.run();
      return element?.tier;
    });
    const { frame } = await tierOf(page);
    await frame.getByRole('button', { name: 'Cancel' }).click();
    expect(await over).toBe('threads');
    expect(await page.locator('#live').getByRole('button', { name: 'Save', exact: true }).isVisible()).toBe(false);
    await page.context().close();
  }));

test('one runs at a time: the latest, and the one before stops', () =>
  inHost(async ({ url }) => {
    const page = await at(`${url}plain.html`);
    const replay = page.locator('#recorded four-toasters-replay');
    await replay.getByRole('combobox').selectOption({ index: 2 });
    await replay.getByRole('button', { name: 'Replay' }).click();
    await replay.getByRole('button', { name: 'Pause' }).waitFor();
    await page.locator('#live').getByRole('button', { name: 'Run it here' }).click();
    await replay.getByRole('button', { name: 'Replay' }).waitFor();
    // Another tab of the same site takes the turn, too.
    await listen(page, 'live');
    const other = await page.context().newPage();
    await other.goto(`${url}plain.html`);
    const second = other.locator('#recorded four-toasters-replay');
    await second.getByRole('button', { name: 'Replay' }).click();
    await second.getByRole('button', { name: 'Pause' }).waitFor();
    await page.context().close();
  }));

test('a sandboxed frame says that it can start no workers, and plays the recorded race', () =>
  inHost(
    async ({ url }) => {
      const page = await at(`${url}frame.html`);
      const { frame, tier, said } = await tierOf(page);
      expect(tier).toBe('replay');
      expect(said).toMatch(/sandboxed/);
      await frame.getByRole('button', { name: 'Replay' }).waitFor();
      await page.context().close();
    },
    {},
    { FRAME: 'sandbox="allow-scripts"' },
  ));

test('a sandbox that keeps its origin runs live', () =>
  inHost(
    async ({ url }) => {
      const page = await at(`${url}frame.html`);
      const { frame, tier } = await tierOf(page);
      expect(tier).toBe('threads');
      await frame.getByRole('button', { name: /^Race/ }).click();
      await frame.locator('.finding').first().waitFor({ timeout: 80_000 });
      await page.context().close();
    },
    {},
    { FRAME: 'sandbox="allow-scripts allow-same-origin"' },
  ));

test('a bare frame runs when its button is pressed, and tells its height to whoever is around', () =>
  inHost(async ({ url }) => {
    const page = await at(`${url}frame.html`);
    const heights = page.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('message', ({ data }) => (data as { type?: string }).type === 'height' && resolve(data)),
        ),
    );
    const { frame, tier } = await tierOf(page);
    expect(tier).toBe('threads');
    await frame.getByRole('button', { name: /^Race/ }).click();
    expect(await heights).toEqual({ fourToasters: 1, type: 'height', height: expect.any(Number) as number });
    await frame.locator('.finding, ft-live-race >> .finding').first().waitFor({ timeout: 80_000 });
    await page.context().close();
  }));

test('a blog whose policy forbids frames gets the recorded race, with the reason', () =>
  inHost(
    async ({ url }) => {
      const page = await at(`${url}strict.html`);
      const element = page.locator('four-toasters');
      await listen(page, '');
      await element.getByRole('button', { name: 'Run it here' }).click();
      await tells(page, 'tier replay');
      expect(await element.getByRole('status').first().textContent()).toMatch(/content policy/);
      expect(await page.locator('iframe').count()).toBe(0);
      await element.getByRole('button', { name: /Pause|Replay/ }).waitFor();
      await page.context().close();
    },
    {
      'Content-Security-Policy': "default-src 'none'; script-src http:; connect-src http:; img-src http:",
    },
  ));

test('without scripts the picture stands there, and says why', async () => {
  const page = await at(`${site.url}embed.html`, { javaScriptEnabled: false });
  const picture = page.locator('.embed-still img');
  await expect.poll(() => picture.isVisible()).toBe(true);
  expect(await page.locator('.embed-still').textContent()).toMatch(/JavaScript is off/);
  await page.context().close();
});

test('hostile options give sentences and a usable frame', async () => {
  const hostile = new URLSearchParams({
    view: '<script>alert(1)</script>',
    repeats: '1000000000',
    threads: '1e9',
    theme: 'javascript:',
    report: 'javascript:alert(1)',
    image: 'file:///etc/passwd',
    kernel: 'gaussian',
  });
  const page = await at(`${site.url}embed.html?${hostile}`);
  await page.waitForFunction(() => document.documentElement.dataset['tier']);
  expect(await page.locator('ft-notice').count()).toBeGreaterThanOrEqual(4);
  await page.getByRole('button', { name: /^Race/ }).waitFor();
  expect(await page.locator('script:not([src])').count()).toBe(0);
  await page.goto(`${site.url}embed.html?kernel=gaussian&x=${'y'.repeat(5000)}`);
  await page.getByRole('button', { name: /^Race/ }).waitFor();
  await page.context().close();
});

test.each(['race', 'lanes', 'speed-up', 'break-even', 'where', 'breakfast', 'network', 'tour-step'])(
  'the view %s stands in a frame without errors, and does nothing by itself',
  async (view) => {
    const context = await browser.newContext({ viewport: { width: 700, height: 900 } });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${site.url}embed.html?view=${view}`);
    await page.waitForFunction(() => document.documentElement.dataset['tier']);
    await page.getByRole('button').first().waitFor();
    const full = await page.getByRole('link', { name: 'Open the full version' }).getAttribute('href');
    expect(full).toMatch(/^(index|breakfast|requests|tour)\.html/);
    expect(errors).toEqual([]);
    await context.close();
  },
);

/** A folder with the deck in it, while it is used. */
async function inDeck(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-deck-'));
  layDeck(folder);
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The deck takes keys. */
const ready = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => (window as unknown as { Reveal: { isReady(): boolean } }).Reveal.isReady());

test('in a deck a fragment starts the race, and the keyboard stays with the deck', () =>
  inDeck(async (folder) => {
    const deck = await serve({ folder, headers: {} });
    const page = await at(deck.url);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await ready(page);
    await page.keyboard.press('ArrowRight');
    await listen(page, '');
    await page.keyboard.press('ArrowRight');
    await tells(page, 'report');
    expect((await told(page))[0]).toBe('tier workers');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('section.present').textContent()).toMatch(/Not everything/);
    // The built files are all it needs.
    expect(asked.filter((url) => !url.startsWith(deck.url) && !url.startsWith('blob:'))).toEqual([]);
    await page.context().close();
    await deck.close();

    // The same files opened from disk: what was recorded is played.
    const disk = await at(pathToFileURL(join(folder, 'index.html')).href);
    await ready(disk);
    await disk.keyboard.press('ArrowRight');
    await listen(disk, '');
    await disk.keyboard.press('ArrowRight');
    await tells(disk, 'report');
    expect(await disk.locator('four-toasters').getByRole('status').first().textContent()).toMatch(/opened from a file/);
    await disk.context().close();
  }));

test('in a deck on a host that isolates there are threads, and a hand in the frame keeps the keyboard for the deck', () =>
  inDeck(async (folder) => {
    // The site's policy is for its own pages: it allows no frames.
    const deck = await serve({
      folder,
      headers: (path) => (path.startsWith('/site/') ? headersFor(path.slice('/site'.length)) : { ...headers }),
    });
    const page = await at(deck.url);
    await ready(page);
    await page.keyboard.press('ArrowRight');
    await listen(page, '');
    await page.keyboard.press('ArrowRight');
    await tells(page, 'tier threads');
    await tells(page, 'report');
    const { frame } = await tierOf(page);
    const inFrame = (): Promise<boolean> => frame.evaluate(() => document.hasFocus());
    // A hand that only touches the frame takes the keyboard there, until Escape.
    await frame.locator('.embed-foot strong').click();
    await expect.poll(inFrame).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(inFrame).toBe(false);
    await frame.getByRole('button', { name: /^Race/ }).click();
    await frame.getByRole('button', { name: /Cancel|Stop/ }).waitFor();
    await expect.poll(inFrame).toBe(false);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('section.present').textContent()).toMatch(/Not everything/);
    // Its slide was left, so it stops.
    await frame.getByRole('button', { name: /^Race/ }).waitFor({ state: 'attached' });
    await page.context().close();
    await deck.close();
  }));

test('a moving picture moves in an <img>, in true proportion of time', async () => {
  const { recordedSvg } = await import('../../www/src/component/recorded-svg.js');
  const report: unknown = JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8'));
  const svg = recordedSvg(report, { theme: 'light', animated: true });
  const page = await at('about:blank');
  const seen = (atS: number): Promise<number> => columnsDone(page, svg, atS);
  const end = await seen(7);
  expect(end).toBeGreaterThan(550);
  const start = await seen(0);
  expect(start).toBeLessThan(25);
  // It plays the slowest run 200 × slower: half of that is half of the way.
  const { runs } = report as { runs: { modeIndex: number; totalMs: number; warmup: boolean }[] };
  const times = runs.filter((run) => run.modeIndex === 0 && !run.warmup).map(({ totalMs }) => totalMs);
  const median = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  const half = await seen((0.5 * median * 200) / 1000);
  expect(Math.abs(half / end - 0.5)).toBeLessThan(0.05);
  await page.context().close();
});
