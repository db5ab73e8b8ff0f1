// The element through all that can happen to it, with a frame that says what the test has it say: what each hears of the other is the point.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { FromEmbed } from '../../www/src/embed/protocol.js';
import { launch, serve, type Server } from './harness.js';
import { diskPage, listen, onHost, recordedReport, tells, told } from './hosts.js';

type Element = HTMLElementTagNameMap['four-toasters'];

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

/** A frame that notes what it hears, and says what it is told to. */
const FRAME = `<!doctype html><title>A frame</title><button>Inside</button><script>
  window.heard = [];
  window.say = (content) => parent.postMessage({ fourToasters: 1, ...content }, '*');
  addEventListener('message', ({ data }) => heard.push(data.type));
</script>`;
const READY: FromEmbed = { type: 'tier', tier: 'threads', reason: 'Because.' };
const STARTED: FromEmbed = { type: 'started' };
const STOPPED: FromEmbed = { type: 'stopped' };

/** A plain page of another site, whose frames are ours; perhaps they never come. */
const inPage = (use: (page: Page) => Promise<void>, before: (page: Page) => Promise<unknown> = frames): Promise<void> =>
  onHost({ SITE: site.url }, async ({ url }) => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
    const page = await context.newPage();
    await before(page);
    await page.goto(`${url}plain.html`);
    await page.waitForFunction(() => customElements.get('four-toasters'));
    await use(page);
    await context.close();
  });

const frames = (page: Page): Promise<unknown> =>
  page.route('**/embed.html*', (route) => route.fulfill({ contentType: 'text/html', body: FRAME }));

/** The frame of an element, loaded. */
async function frameOf(page: Page, id = 'live'): Promise<Frame> {
  const element = await page.locator(`#${id} iframe`).elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('there is no frame');
  await frame.waitForFunction(() => (window as unknown as { heard: string[] }).heard.includes('hello'));
  return frame;
}

const say = (frame: Frame, content: FromEmbed): Promise<void> =>
  frame.evaluate((said) => (window as unknown as { say(content: unknown): void }).say(said), content);

/** What a frame has heard since its first greeting. */
const heard = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() => (window as unknown as { heard: string[] }).heard.slice(1));
const hears = async (frame: Frame, ...all: string[]): Promise<void> =>
  void (await expect.poll(() => heard(frame)).toEqual(all));

/** Runs the element; `ended` counts the promises that were resolved. */
const run = (page: Page, id = 'live'): Promise<void> =>
  page.evaluate((of) => {
    const counts = window as unknown as { ended?: number };
    counts.ended ??= 0;
    void document
      .querySelector<Element>(`#${of}`)
      ?.run()
      .then(() => (counts.ended = (counts.ended ?? 0) + 1));
  }, id);
const stop = (page: Page, id = 'live'): Promise<void> =>
  page.evaluate((of) => document.querySelector<Element>(`#${of}`)?.stop(), id);
const ended = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { ended?: number }).ended ?? 0);

/** Long enough for messages that must not come. */
const awhile = (page: Page): Promise<void> => page.waitForTimeout(300);

test('moved while it runs it stops, and it can be run again where it is put', () =>
  inPage(async (page) => {
    await run(page);
    const first = await frameOf(page);
    await say(first, READY);
    await hears(first, 'run');
    await say(first, STARTED);
    await page.evaluate(() => document.body.append(document.querySelector('#live') ?? ''));
    await expect.poll(() => ended(page)).toBe(1);
    expect(await page.locator('#live iframe').count()).toBe(0);
    expect(await page.locator('#live').getByRole('link').isVisible()).toBe(true);
    expect(await page.locator('#live img').isVisible()).toBe(true);
    await page.locator('#live').getByRole('button', { name: 'Run it here' }).click();
    const second = await frameOf(page);
    await say(second, READY);
    await hears(second, 'run');
  }));

test('stopped while its frame loads, it doesn’t run; asked anew, it does', () =>
  inPage(async (page) => {
    await run(page);
    const frame = await frameOf(page);
    await stop(page);
    await expect.poll(() => ended(page)).toBe(1);
    await say(frame, READY);
    await awhile(page);
    await hears(frame, 'stop');
    await run(page);
    await hears(frame, 'stop', 'run');
  }));

test('what starts late takes the turn from nobody', () =>
  inPage(async (page) => {
    await page.evaluate(() => {
      const other = document.querySelector('#live')?.cloneNode(true) as HTMLElement;
      other.id = 'other';
      document.querySelector('h1')?.after(other);
    });
    await run(page);
    const first = await frameOf(page);
    await say(first, READY);
    await hears(first, 'run');
    await run(page, 'other');
    await hears(first, 'run', 'stop');
    const second = await frameOf(page, 'other');
    await say(second, READY);
    await say(second, STARTED);
    await say(first, STARTED);
    await say(first, STOPPED);
    await awhile(page);
    await hears(second, 'run');
    expect(await ended(page)).toBe(1);
    await say(second, STOPPED);
    await expect.poll(() => ended(page)).toBe(2);
  }));

test('asked again while it runs it is the same run', () =>
  inPage(async (page) => {
    await run(page);
    await run(page);
    const frame = await frameOf(page);
    await say(frame, READY);
    await hears(frame, 'run');
    await run(page);
    await say(frame, STARTED);
    await awhile(page);
    expect(await ended(page)).toBe(0);
    await say(frame, STOPPED);
    await expect.poll(() => ended(page)).toBe(3);
    await hears(frame, 'run');
  }));

test('stopped and asked again at once, it runs when the race before has ended, and that end is not its own', () =>
  inPage(async (page) => {
    await run(page);
    const frame = await frameOf(page);
    await say(frame, READY);
    await say(frame, STARTED);
    await hears(frame, 'run');
    await stop(page);
    await run(page);
    await awhile(page);
    await hears(frame, 'run', 'stop');
    await say(frame, STOPPED);
    await hears(frame, 'run', 'stop', 'run');
    expect(await ended(page)).toBe(1);
    await say(frame, STARTED);
    await say(frame, STOPPED);
    await expect.poll(() => ended(page)).toBe(2);
  }));

test('two files asked for at once are the same file of the frame’s', () =>
  inPage(async (page) => {
    await run(page);
    const frame = await frameOf(page);
    await say(frame, READY);
    await say(frame, { type: 'report', report: recordedReport() as object });
    await expect.poll(() => ended(page)).toBe(1);
    const files = page.locator('#live').evaluate(async (element: Element) => {
      const both = await Promise.all([element.file('html'), element.file('html')]);
      return Promise.all(both.map((file) => file.text()));
    });
    await hears(frame, 'run', 'save');
    await say(frame, { type: 'file', html: '<!doctype html><p>Whole' });
    expect(await files).toEqual(['<!doctype html><p>Whole', '<!doctype html><p>Whole']);
    await hears(frame, 'run', 'save');
  }));

test('it listens to its own frame alone, and only while that is the site’s', () =>
  inPage(async (page) => {
    await listen(page, 'live');
    // Of the same site, but not its own.
    await run(page, 'recorded');
    const other = await frameOf(page, 'recorded');
    await run(page);
    const frame = await frameOf(page);
    await say(other, READY);
    await hears(other, 'stop');
    await awhile(page);
    expect(await told(page)).toEqual([]);
    // Its own, but a sandbox’s: this page has an origin, and so has the site.
    await page.locator('#live iframe').evaluate((inner: HTMLIFrameElement) => {
      inner.sandbox.add('allow-scripts');
      inner.src += '&again';
    });
    await frame.waitForURL(/again/);
    await frame.waitForFunction(() => self.origin === 'null' && 'say' in window);
    await say(frame, READY);
    await awhile(page);
    expect(await told(page)).toEqual([]);
    // Its own, but gone to another site.
    await page.locator('#live iframe').evaluate((inner: HTMLIFrameElement) => {
      inner.removeAttribute('sandbox');
      inner.src = `${location.origin}/embed.html?elsewhere`;
    });
    await frame.waitForURL(/elsewhere/);
    await frame.waitForFunction(() => 'say' in window);
    await say(frame, READY);
    await awhile(page);
    expect(await told(page)).toEqual([]);
    // Back home it is heard, so there was something to hear.
    await page
      .locator('#live iframe')
      .evaluate((inner: HTMLIFrameElement, home) => (inner.src = home), `${site.url}embed.html?home`);
    await frame.waitForURL(/home/);
    await frame.waitForFunction(() => 'say' in window);
    await say(frame, READY);
    await tells(page, 'tier threads');
  }));

test('scrolled out of sight or hidden it stops', () =>
  inPage(async (page) => {
    await page.evaluate(() => (document.body.style.paddingBottom = '3000px'));
    await run(page);
    const frame = await frameOf(page);
    await say(frame, READY);
    await say(frame, STARTED);
    await hears(frame, 'run');
    await page.evaluate(() => scrollTo(0, 2500));
    await hears(frame, 'run', 'stop');
    await say(frame, STOPPED);
    await page.evaluate(() => scrollTo(0, 0));
    await run(page);
    await hears(frame, 'run', 'stop', 'run');
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await hears(frame, 'run', 'stop', 'run', 'stop');
    await expect.poll(() => ended(page)).toBe(2);
  }));

test('asked to begin by itself it does so when it is seen, and only then', () =>
  inPage(async (page) => {
    await page.evaluate(() => {
      const element = document.querySelector('#live')?.cloneNode(true) as HTMLElement;
      element.id = 'own';
      element.setAttribute('autorun', '');
      element.style.marginTop = '3000px';
      document.body.append(element);
    });
    await awhile(page);
    expect(await page.locator('#own iframe').count()).toBe(0);
    await page.locator('#own').scrollIntoViewIfNeeded();
    const frame = await frameOf(page, 'own');
    await say(frame, READY);
    await hears(frame, 'run');
  }));

test('of several looks at where it is the last counts', () =>
  inPage(
    async (page) => {
      await page.locator('#live').evaluate((element) => {
        element.setAttribute('autorun', '');
        const { look } = window as unknown as { look: (element: unknown, ...seen: boolean[]) => void };
        look(element, false, true);
      });
      await page.locator('#live iframe').waitFor();
    },
    async (page) => {
      await frames(page);
      await page.addInitScript(() => {
        const all = new Map<unknown, (entries: { isIntersecting: boolean }[]) => void>();
        Object.assign(window, {
          look: (element: unknown, ...seen: boolean[]) =>
            all.get(element)?.(seen.map((isIntersecting) => ({ isIntersecting }))),
          IntersectionObserver: class {
            readonly #call: (entries: { isIntersecting: boolean }[]) => void;
            constructor(call: (entries: { isIntersecting: boolean }[]) => void) {
              this.#call = call;
            }
            observe(element: unknown): void {
              all.set(element, this.#call);
            }
            disconnect(): void {
              all.clear();
            }
          },
        });
      });
    },
  ));

test('another report, theme or site is taken at once', () =>
  inPage(async (page) => {
    const element = page.locator('#recorded');
    const replay = element.locator('four-toasters-replay');
    await replay.getByRole('button', { name: 'Replay' }).waitFor();
    await element.evaluate((one) => one.setAttribute('theme', 'dark'));
    expect(await replay.getAttribute('theme')).toBe('dark');
    await element.evaluate((one) => one.removeAttribute('theme'));
    expect(await replay.getAttribute('theme')).toBeNull();
    const report = await element.getAttribute('report');
    await element.evaluate((one) => one.setAttribute('report', 'none.json'));
    await expect.poll(() => element.getByRole('status').first().textContent()).toMatch(/can’t be played/);
    expect(await replay.isVisible()).toBe(false);
    expect(await element.getByRole('button', { name: 'Save', exact: true }).isVisible()).toBe(false);
    await element.evaluate((one, address) => one.setAttribute('report', address ?? ''), report);
    await replay.getByRole('button', { name: 'Replay' }).waitFor();
    await element.evaluate((one) => one.setAttribute('base', 'https://toasters.example/lab'));
    expect(await element.getByRole('link').getAttribute('href')).toMatch(/^https:\/\/toasters\.example\/lab\/index/);
  }));

test.each(['by hand', 'by the page'])('a frame that doesn’t answer can be tried again %s', (how) =>
  inPage(
    async (page) => {
      const live = page.locator('#live');
      await run(page);
      await live.locator('iframe').waitFor({ state: 'attached' });
      await page.clock.fastForward(16_000);
      await expect.poll(() => live.getByRole('status').first().textContent()).toMatch(/did not answer/);
      await expect.poll(() => ended(page)).toBe(1);
      await frames(page);
      const again = live.getByRole('button', { name: 'Try again' });
      await (how === 'by hand' ? again.click() : run(page));
      const frame = await frameOf(page);
      await say(frame, READY);
      await hears(frame, 'run');
    },
    async (page) => {
      await page.clock.install();
      await page.route('**/embed.html*', (route) => route.abort());
    },
  ),
);

test('the keyboard goes into the frame when its button goes away', () =>
  inPage(async (page) => {
    await page.locator('#live').getByRole('button', { name: 'Run it here' }).press('Enter');
    const frame = await frameOf(page);
    expect(await frame.evaluate(() => document.hasFocus())).toBe(false);
    await say(frame, READY);
    await expect.poll(() => frame.evaluate(() => document.hasFocus())).toBe(true);
    // Escape, which the frame tells, brings it back.
    await say(frame, { type: 'leave' });
    await expect.poll(() => frame.evaluate(() => document.hasFocus())).toBe(false);
  }));

test('a page from disk runs live what a site on the web has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-disk-'));
  diskPage(folder);
  const context = await browser.newContext();
  const page = await context.newPage();
  await frames(page);
  await page.goto(pathToFileURL(join(folder, 'disk.html')).href);
  await page.evaluate(() => {
    const element = document.querySelector('four-toasters');
    if (element) element.id = 'live';
    element?.setAttribute('base', 'https://toasters.example/');
  });
  await run(page);
  const frame = await frameOf(page);
  await say(frame, READY);
  await hears(frame, 'run');
  await context.close();
  rmSync(folder, { recursive: true });
});
