// Other people's pages and embeds on paper: each is printed, and the PDF is read.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch, serve, type Server } from './harness.js';
import { host } from './hosts.js';
import { printed, type Printed } from './pdf.js';

let browser: Browser;
let site: Server;
beforeAll(async () => ([browser, site] = await Promise.all([launch(), serve()])));
afterAll(async () => Promise.all([browser.close(), site.close()]));

/** Words of controls, which nobody can press on paper. */
const CONTROLS = /Run it here|Replay$|Pause|× slower|Race|Cancel|Send|Play/mu;

const COLOUR = /^#(?!(..)\1\1)/;
/** The recorded race on paper: black and grey, by `component/palette.ts`. */
const PAPER_LANES = ['#484848', '#101010', '#303030'];

async function print(page: Page): Promise<Printed> {
  return printed(await page.pdf({ format: 'A4' }));
}

async function open(url: string, colorScheme: 'light' | 'dark', scripts = true): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1000, height: 900 },
    colorScheme,
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

const ready = (page: Page): Promise<unknown> => page.waitForFunction(() => document.documentElement.dataset['tier']);

test.each(['light', 'dark'] as const)(
  'a post from a %s screen has the picture, and the end of the recorded race in black and grey',
  async (scheme) => {
    const around = await host({ SITE: site.url });
    const page = await open(`${around.url}plain.html`, scheme);
    const replay = page.locator('#recorded four-toasters-replay');
    await replay.getByRole('button', { name: 'Replay' }).waitFor();
    const slider = replay.getByRole('slider');
    await slider.evaluate((input: HTMLInputElement) => {
      input.value = '500';
      input.dispatchEvent(new Event('input'));
    });
    const covers = (): Promise<(string | null)[]> =>
      replay.locator('.cover').evaluateAll((all) => all.map((one) => one.getAttribute('transform')));
    const half = await covers();
    // What is printed is what stands there when everybody has been told that it will be.
    await page.evaluate(() => {
      addEventListener('beforeprint', () => {
        const shown = document
          .querySelector('#recorded')
          ?.shadowRoot?.querySelector('four-toasters-replay')?.shadowRoot;
        document.title = [...(shown?.querySelectorAll('.cover') ?? [])].map((c) => c.getAttribute('transform')).join();
      });
    });
    const { text, fills } = await print(page);
    expect(await page.title()).toMatch(/^(matrix\(0 [^)]*\),?)+$/);
    // Both: the picture of the first element, and what the second one plays, at its end.
    expect(text.match(/31\.3 ms/g)).toHaveLength(2);
    expect(text).not.toMatch(CONTROLS);
    for (const lane of PAPER_LANES) expect(fills).toContain(lane);
    // The picture's own paper is all that isn't white.
    expect([...fills].filter((fill) => fill === '#171311')).toEqual([]);
    // The screen has back what it had.
    expect(await covers()).toEqual(half);
    await page.context().close();
    await around.close();
  },
);

test('an embed that nobody started has the picture of a recorded race on paper, not an empty place', async () => {
  const page = await open(`${site.url}embed.html?view=race&kernel=sobel`, 'dark');
  await ready(page);
  await page.getByRole('button', { name: /^Race/ }).waitFor();
  const { pages, text, fills } = await print(page);
  expect(pages).toBe(1);
  expect(text).toMatch(/31\.3 ms/);
  expect(text).toMatch(/Nothing was run here: this is a recorded race\./);
  expect(text).not.toMatch(CONTROLS);
  expect(text).not.toMatch(/fills in after/);
  expect(fills).toContain('#1f5791');
  await page.context().close();
});

test('a frame in a post is printed with the post', async () => {
  const around = await host({ SITE: site.url });
  const page = await open(`${around.url}frame.html`, 'dark');
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame?.waitForFunction(() => document.documentElement.dataset['tier']);
  const { text } = await print(page);
  expect(text).toMatch(/31\.3 ms/);
  expect(text).toMatch(/Nothing was run here: this is a recorded race\./);
  expect(text).not.toMatch(CONTROLS);
  await page.context().close();
  await around.close();
});

test('why there is no frame is printed in dark ink, whatever the screen was', async () => {
  const policy = "default-src 'none'; script-src http:; connect-src http:; img-src http:";
  const around = await host({ SITE: site.url }, { 'Content-Security-Policy': policy });
  const page = await open(`${around.url}strict.html`, 'dark');
  const element = page.locator('four-toasters');
  await element.getByRole('button', { name: 'Run it here' }).click();
  await element.getByRole('status').first().filter({ hasText: 'content policy' }).waitFor();
  const { text, fills } = await print(page);
  expect(text).toMatch(/content policy/);
  expect(text).toMatch(/31\.3 ms/);
  expect(text).not.toMatch(CONTROLS);
  for (const pale of ['#f3e9d8', '#f5ede0', '#171311']) expect(fills, pale).not.toContain(pale);
  await page.context().close();
  await around.close();
});

test('an embed with a result has it on paper, in the colours of paper', async () => {
  const page = await open(
    `${site.url}embed.html?view=race&kernel=sobel&modes=simd,workers&threads=2&repeats=5`,
    'dark',
  );
  await ready(page);
  const over = page.evaluate(
    () => new Promise((resolve) => document.body.addEventListener('report', () => resolve(true), { once: true })),
  );
  await page.getByRole('button', { name: /^Race/ }).click();
  await over;
  await page.waitForFunction(() => {
    const charts = document.querySelector('ft-live-race')?.shadowRoot?.querySelectorAll('ft-chart') ?? [];
    return charts.length === 2 && [...charts].every(({ paper }) => paper !== undefined);
  });
  const { text, fills } = await print(page);
  const headline = await page
    .locator('ft-live-race')
    .evaluate((race) => (race as unknown as { summary: { headline: string } }).summary.headline);
  const words = (said: string): string => said.normalize('NFKC').replace(/\s+/g, '');
  expect(words(text)).toContain(words(headline));
  expect(text).toMatch(/^Worker 2$/m);
  expect(text).not.toMatch(/Nothing was run here/);
  expect(text).not.toMatch(/^(Race|Cancel|Save)/m);
  // Charts are black and grey; the words around them have the page's ink.
  expect(fills).toContain('#303030');
  for (const colour of ['#171311', '#1f5791', '#6ca6e0', '#6e1127', '#e44592']) expect(fills).not.toContain(colour);
  await page.context().close();
});

test.each(['breakfast', 'network', 'tour-step&step=amdahl', 'tour-step&step=why'])(
  'the view %s prints on one page, without controls, in dark ink on white',
  async (view) => {
    const page = await open(`${site.url}embed.html?view=${view}`, 'dark');
    await ready(page);
    if (view === 'breakfast') await page.locator('ft-live-breakfast ft-chart svg').first().waitFor();
    const { pages, text, fills } = await print(page);
    expect(pages).toBe(1);
    expect(text).toMatch(/Open the full version/);
    expect(text).not.toMatch(CONTROLS);
    expect(/Nothing was run here\./.test(text)).toBe(view === 'network' || view.endsWith('why'));
    expect(fills).not.toContain('#171311');
    expect(fills).not.toContain('#f3e9d8');
    await page.context().close();
  },
);

test('without scripts the picture is printed', async () => {
  const page = await open(`${site.url}embed.html`, 'light', false);
  const { text, fills } = await print(page);
  expect(text).toMatch(/31\.3 ms/);
  expect([...fills].some((fill) => COLOUR.test(fill))).toBe(true);
  await page.context().close();
});
