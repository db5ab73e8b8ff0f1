// The frame itself: every start is followed by an end, a stop is never lost, and it listens to whoever greeted it first.

import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, serve, type Server } from './harness.js';
import { onHost, opened } from './hosts.js';

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

const TOYS = 'ft-live-race, ft-live-requests, ft-live-breakfast, ft-live-batch, four-toasters-replay';
type Toy = HTMLElement & { run(): Promise<void>; stop(): void };

/** An embed as a page of its own; `ends` is what its toy tells but for progress. */
async function embed(query: string, before?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
  await before?.(page);
  await page.addInitScript(() => {
    const ends: string[] = ((window as unknown as { ends: string[] }).ends = []);
    for (const name of ['started', 'report', 'stopped']) addEventListener(name, () => ends.push(name));
  });
  await page.goto(`${site.url}embed.html?${query}`);
  await page.waitForFunction(() => document.documentElement.dataset['tier']);
  return page;
}
const ends = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { ends: string[] }).ends);
const tellsAll = async (page: Page, ...all: string[]): Promise<void> =>
  void (await expect.poll(() => ends(page), { timeout: 30_000 }).toEqual(all));

test.each(['view=network&count=6&latency=20', 'view=tour-step&step=xrays', 'view=breakfast', 'view=race&kernel=sobel'])(
  'started and stopped at once, %s says so, once, and does nothing',
  async (query) => {
    const page = await embed(query);
    await page.locator(TOYS).evaluate(async (toy: Toy) => {
      const over = toy.run();
      toy.stop();
      await over;
    });
    await page.waitForTimeout(500);
    expect(await ends(page)).toEqual(['started', 'stopped']);
    await page.close();
  },
);

test('a morning that was paused says so, and one that is played again is told again', async () => {
  const page = await embed('view=breakfast');
  const slider = page.getByRole('slider').first();
  const toEnd = (): Promise<void> =>
    slider.evaluate((one: HTMLInputElement) => {
      one.value = one.max;
      one.dispatchEvent(new Event('input'));
    });
  await page.getByRole('button', { name: /Play/ }).click();
  await page.getByRole('button', { name: /Pause/ }).click();
  await tellsAll(page, 'started', 'stopped');
  await page.getByRole('button', { name: /Play/ }).click();
  await toEnd();
  await tellsAll(page, 'started', 'stopped', 'started', 'report');
  await page.getByRole('button', { name: /Play/ }).click();
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  await toEnd();
  await tellsAll(page, 'started', 'stopped', 'started', 'report', 'started', 'report');
  await page.close();
});

test('without WebAssembly there is a recorded race, and when it is paused it says so', async () => {
  const page = await embed('view=race', (bare) => bare.addInitScript('delete globalThis.WebAssembly'));
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await tellsAll(page, 'started', 'stopped');
  await page.close();
});

test('a picture that never comes ends the race, and so does a name that can’t be read', async () => {
  for (const image of ['none.jpg', 'sample.jpg?%E0%A4%A', '%E0%A4%A.jpg']) {
    const page = await embed(`view=race&kernel=sobel&image=${encodeURIComponent(image)}`, (bare) =>
      bare.route('**/*sample.jpg?*', (route) => route.abort()),
    );
    const button = page.getByRole('button', { name: /^Race/ });
    await button.click();
    await tellsAll(page, 'started', 'stopped');
    await button.waitFor();
    await page.close();
  }
});

test('stopped while its picture is on its way a race can be started anew', async () => {
  let arrive = (): void => undefined;
  const page = await embed('view=race&kernel=sobel&modes=simd&repeats=3', (bare) =>
    bare.route('**/sample.jpg', async (route) => {
      await new Promise<void>((resolve) => (arrive = resolve));
      await route.continue();
    }),
  );
  await page.getByRole('button', { name: /^Race/ }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^Race/ }).click();
  await tellsAll(page, 'started', 'stopped', 'started');
  arrive();
  await tellsAll(page, 'started', 'stopped', 'started', 'report');
  await page.close();
});

test('asked to begin by itself it does, on the picture it is given', async () => {
  const asked: string[] = [];
  const page = await embed('view=race&kernel=sobel&modes=simd&repeats=3&autorun&image=sample.jpg?mine', (bare) => {
    bare.on('request', (request) => asked.push(request.url()));
    return Promise.resolve();
  });
  await tellsAll(page, 'started', 'report');
  expect(asked.filter((url) => new URL(url).pathname.endsWith('.jpg'))).toEqual([`${site.url}sample.jpg?mine`]);
  await page.close();
});

test('hidden it stops', async () => {
  const page = await embed('view=breakfast');
  await page.getByRole('button', { name: /Play/ }).click();
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await tellsAll(page, 'started', 'stopped');
  await page.getByRole('button', { name: /Play/ }).waitFor();
  await page.close();
});

/** A page of another site around the breakfast, which hears what that says. */
const around = (
  use: (page: Page, frame: Frame) => Promise<void>,
  before?: (page: Page) => Promise<unknown>,
): Promise<void> =>
  onHost({ SITE: site.url }, async ({ url }) => {
    const page = await opened(browser, 'about:blank');
    await before?.(page);
    await page.goto(`${url}plain.html`);
    await page.evaluate((src) => {
      const said: string[] = ((window as unknown as { said: string[] }).said = []);
      addEventListener('message', ({ data }: MessageEvent<{ type: string }>) => {
        if (!['height', 'progress'].includes(data.type)) said.push(data.type);
      });
      const frame = Object.assign(document.createElement('iframe'), { src, width: 700, height: 800 });
      return new Promise((resolve) => {
        frame.onload = resolve;
        document.body.prepend(frame);
      });
    }, `${site.url}embed.html?view=breakfast`);
    const frame = page.frames().find((one) => one.url().includes('embed.html'));
    if (!frame) throw new Error('there is no frame');
    await use(page, frame);
    await page.context().close();
  });
const post = (page: Page, ...types: string[]): Promise<void> =>
  page.evaluate((all) => {
    for (const type of all)
      document.querySelector('iframe')?.contentWindow?.postMessage({ fourToasters: 1, type }, '*');
  }, types);
const said = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { said: string[] }).said);
const ready = (frame: Frame): Promise<unknown> =>
  frame.waitForFunction(() => document.documentElement.dataset['tier'], undefined, { timeout: 20_000 });

test('stopped before it has found how it runs it doesn’t begin, and says that it is over', () => {
  let arrive = (): void => undefined;
  return around(
    async (page, frame) => {
      await post(page, 'hello', 'run', 'stop');
      await page.waitForTimeout(200);
      expect(await said(page)).toEqual([]);
      arrive();
      await ready(frame);
      await expect.poll(() => said(page)).toEqual(['tier', 'stopped']);
      await page.waitForTimeout(500);
      expect(await said(page)).toEqual(['tier', 'stopped']);
    },
    (page) =>
      page.route('**/probe*', async (route) => {
        await new Promise<void>((resolve) => (arrive = resolve));
        await route.continue();
      }),
  );
});

test('only a page that said hello can have it run; any page around can stop it', () =>
  around(async (page, frame) => {
    await ready(frame);
    await post(page, 'run');
    await page.waitForTimeout(500);
    expect(await frame.getByRole('button', { name: /Pause/ }).count()).toBe(0);
    await frame.getByRole('button', { name: /Play/ }).click();
    await frame.getByRole('button', { name: /Pause/ }).waitFor();
    await post(page, 'stop');
    await frame.getByRole('button', { name: /Play/ }).waitFor();
    expect(await said(page)).toEqual([]);
  }));

test('it talks with the origin that said hello first, and with no other', () =>
  around(async (page, frame) => {
    await ready(frame);
    await post(page, 'hello');
    await expect.poll(() => said(page)).toEqual(['tier']);
    const impostor = (type: string): Promise<void> =>
      frame.evaluate((of) => {
        const init = { source: parent, origin: 'https://impostor.example', data: { fourToasters: 1, type: of } };
        dispatchEvent(new MessageEvent('message', init));
      }, type);
    await impostor('hello');
    await impostor('run');
    await page.waitForTimeout(300);
    expect(await said(page)).toEqual(['tier']);
    // What it says still goes to the first.
    await post(page, 'run');
    await expect.poll(() => said(page)).toEqual(['tier', 'started']);
    await impostor('stop');
    await page.waitForTimeout(300);
    expect(await said(page)).toEqual(['tier', 'started']);
    await post(page, 'stop');
    await expect.poll(() => said(page)).toEqual(['tier', 'started', 'stopped']);
  }));
