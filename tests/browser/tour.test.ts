// The tour: every step by its link, keys, history, focus; the presenter's view; toys that really measure, and only when asked to.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Morning } from '../../www/src/generated/model.js';
import { STEP_IDS, text, type StepId } from '../../www/src/tour/language.js';
import { STEPS } from '../../www/src/tour/steps.js';
import type { LiveBatch } from '../../www/src/toys/live-batch.js';
import type { LiveRace } from '../../www/src/toys/live-race.js';
import type { LiveRequests } from '../../www/src/toys/live-requests.js';
import { launch, said, serve, type Server, type Visit } from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

/** Opens the tour, still, and waits for its step. */
async function visit(
  address = '',
  viewport = { width: 1280, height: 720 },
  at = server,
): Promise<Omit<Visit, 'requests'>> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${at.url}tour.html${address}`);
  await page.locator('.step:not([hidden]) h1').waitFor();
  return { page, errors, close: () => context.close() };
}

/** Waits until a step is shown, alone. */
async function shows(page: Page, step: StepId): Promise<void> {
  await page.waitForFunction((id) => document.documentElement.dataset['tour'] === id, step);
  expect(await page.locator('.step:visible').count()).toBe(1);
  expect(await page.locator('.step:visible').getAttribute('data-step')).toBe(step);
}

/** The toy on the table. */
const toyOf = (page: Page, step: StepId) => page.locator(`.step[data-step="${step}"] .table:not([hidden]) > *`);

/** Runs the toy on the table by its button, and waits for its report. */
async function play(page: Page, step: StepId, button: RegExp): Promise<void> {
  const toy = toyOf(page, step);
  await toy.evaluate((element) =>
    element.addEventListener('report', () => (document.documentElement.dataset['reported'] = 'yes'), { once: true }),
  );
  await toy.getByRole('button', { name: button }).click();
  await page.waitForFunction(() => document.documentElement.dataset['reported'] === 'yes', undefined, {
    timeout: 60_000,
  });
}

/** What lies beyond the window, by name. */
function beyond(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth || scrollHeight > innerHeight) found.push(`page ${scrollWidth} × ${scrollHeight}`);
    const turn = document.querySelector('.turn')?.getBoundingClientRect().top ?? innerHeight;
    const look = (root: ParentNode, most: number): void => {
      for (const element of root.querySelectorAll('*')) {
        const { width, height, bottom, right } = element.getBoundingClientRect();
        if (
          width > 1 &&
          height > 1 &&
          element.checkVisibility() &&
          !element.closest('.unseen, .visually-hidden, svg *')
        ) {
          if (bottom > most + 1 || right > innerWidth + 1)
            found.push(
              `${element.localName}.${element.getAttribute('class') ?? ''} to ${Math.round(right)}, ${Math.round(bottom)}`,
            );
        }
        if (element.shadowRoot) look(element.shadowRoot, most);
      }
    };
    const step = document.querySelector('.step:not([hidden])');
    if (step) look(step, turn);
    return found;
  });
}

test('every step opens by its link, with its words, its toy and its title; nothing runs by itself', async () => {
  const { page, errors, close } = await visit();
  await page.evaluate(() => {
    document.addEventListener('started', () => (document.documentElement.dataset['ran'] = 'yes'));
  });
  for (const [i, step] of STEP_IDS.entries()) {
    await page.goto(`${server.url}tour.html#${step}`);
    await shows(page, step);
    const { title } = text.story[step];
    expect(await page.locator('.step:visible h1').innerText()).toBe(title);
    expect(await page.title()).toBe(`${i + 1}. ${title} · ${text.name} · Four Toasters`);
    expect(await page.locator('.steps [aria-current="step"]').innerText()).toContain(String(i + 1));
    expect(await toyOf(page, step).count(), step).toBe(1);
    const numbers = page.locator('.step:visible .number');
    for (const number of await numbers.all()) expect(await number.locator('.chip').count()).toBe(1);
  }
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => document.documentElement.dataset['ran'])).toBeUndefined();
  expect(errors).toEqual([]);
  await close();
});

test('a step that is asked for in the query is shown, and one that there isn’t is not', async () => {
  const asked = await visit('?step=amdahl');
  await shows(asked.page, 'amdahl');
  expect(new URL(asked.page.url()).hash).toBe('#amdahl');
  await asked.close();
  const wrong = await visit('#nowhere');
  await shows(wrong.page, 'why');
  await wrong.close();
});

test('arrow keys turn the pages, but not those of a control; focus and history follow', async () => {
  const { page, errors, close } = await visit('#waiting');
  await page.keyboard.press('ArrowRight');
  await shows(page, 'optimised');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('title-optimised');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await shows(page, 'toasters');
  // A slider has arrow keys of its own.
  const slider = toyOf(page, 'toasters').getByRole('slider', { name: 'Toasters' });
  await slider.focus();
  const before = await slider.inputValue();
  await page.keyboard.press('ArrowRight');
  expect(await slider.inputValue()).not.toBe(before);
  await shows(page, 'toasters');

  await page.getByRole('link', { name: /^Next/ }).click();
  await shows(page, 'waiting');
  await page.goBack();
  await shows(page, 'toasters');
  expect(await page.title()).toContain(text.story.toasters.title);
  await page.goForward();
  await shows(page, 'waiting');
  await page.locator('.steps').getByRole('link', { name: text.story.takeaway.title }).click();
  await shows(page, 'takeaway');
  // The last step has nothing after it.
  await page.keyboard.press('ArrowRight');
  await shows(page, 'takeaway');
  expect(errors).toEqual([]);
  await close();
});

describe('for an audience', () => {
  test.each([
    [1280, 720],
    [1920, 1080],
  ])('every step fits %d × %d without scrolling, in large type', async (width, height) => {
    const { page, errors, close } = await visit('?presenter', { width, height });
    for (const step of STEP_IDS) {
      for (const i of STEPS[step].toys.keys()) {
        await page.goto(`${server.url}tour.html?presenter#${step}`);
        await shows(page, step);
        if (STEPS[step].toys.length > 1) await page.locator('.step:visible .choice input').nth(i).check();
        await page.waitForTimeout(250);
        expect(await beyond(page), `${step}, toy ${i}`).toEqual([]);
      }
      const size = await page
        .locator('.step:visible .says > p:not(.where)')
        .first()
        .evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
      expect(size / height).toBeGreaterThanOrEqual(0.03);
    }
    expect(await page.locator('.page-header, .page-footer').count()).toBe(0);
    expect(errors).toEqual([]);
    await close();
  });

  test('P and the button enter and leave it, Escape leaves it; the address says so', async () => {
    const { page, close } = await visit('#loops');
    const presents = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.classList.contains('presenter'));
    await page.keyboard.press('p');
    await page.waitForFunction(() => document.documentElement.classList.contains('presenter'));
    expect(new URL(page.url()).search).toBe('?presenter');
    await page.keyboard.press('PageDown');
    await shows(page, 'toasters');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.documentElement.classList.contains('presenter'));
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('button', { name: text.present }).click();
    await page.waitForFunction(() => document.documentElement.classList.contains('presenter'));
    await page.getByRole('button', { name: text.leave }).click();
    await page.waitForFunction(() => !document.documentElement.classList.contains('presenter'));
    expect(await presents()).toBe(false);
    await shows(page, 'toasters');
    await close();
  });
});

test('a race really measures, and what is said of it is what its report says; on a slide it still fits', async () => {
  const { page, errors, close } = await visit('?presenter#worth');
  await page.locator('.step:visible .choice input').nth(1).check();
  await play(page, 'worth', /^(Race|Measure)/);
  const { report, summary, state } = await toyOf(page, 'worth').evaluate((element) => {
    const { report, summary, raceState } = element as LiveRace;
    return { report, summary, state: raceState };
  });
  expect(state).toBe('done');
  expect(report?.job.kernel.name).toBe('ordered_dither');
  expect(report?.settings.modes.map(({ mode }) => mode)).toEqual(['simd', 'threads']);
  for (const modeIndex of [0, 1]) {
    expect(report?.runs.filter((run) => run.modeIndex === modeIndex && !run.warmup).length).toBeGreaterThan(0);
  }
  expect(report?.equality?.identical).toBe(true);
  const words = await said(page, '[data-step="worth"] .table:not([hidden])');
  expect(words).toContain(summary?.headline.replace(/\s+/gu, ' '));
  expect(words).toContain('measured');
  // The drawing is of this report: its lanes have as many spans as a run of it has tasks.
  const chart = page.locator(
    '[data-step="worth"] .table:not([hidden]) ft-chart[data-chart="lanes"] .drawing svg .span',
  );
  await chart.first().waitFor();
  const counts = report?.runs.map(({ trace }) => trace.spans.length) ?? [];
  expect(counts).toContain(await chart.count());
  expect(await beyond(page)).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test('each toy shows its own results again after another one measured', async () => {
  const { page, close } = await visit('#why');
  await play(page, 'why', /^Race/);
  const drawn = toyOf(page, 'why').locator('ft-chart .drawing svg');
  await drawn.waitFor();
  const title = await drawn.locator('title').first().textContent();
  await page.evaluate(() => delete document.documentElement.dataset['reported']);
  await page.goto(`${server.url}tour.html#takeaway`);
  await play(page, 'takeaway', /^Race/);
  await page.goto(`${server.url}tour.html#why`);
  await shows(page, 'why');
  // Another width is drawn anew, from the first report.
  const before = await drawn.getAttribute('viewBox');
  await page.setViewportSize({ width: 700, height: 720 });
  await page.waitForFunction((old) => {
    const toy = document.querySelector('[data-step="why"] ft-live-race');
    const svg = toy?.shadowRoot?.querySelector('ft-chart')?.shadowRoot?.querySelector('.drawing svg');
    return svg && svg.getAttribute('viewBox') !== old;
  }, before);
  expect(await drawn.locator('title').first().textContent()).toBe(title);
  await close();
});

test('a toy that is left stops', async () => {
  const { page, close } = await visit('#optimised');
  const toy = toyOf(page, 'optimised');
  await toy.getByRole('button', { name: 'Measure' }).click();
  await page.waitForFunction(
    () => (document.querySelector('[data-step="optimised"] ft-live-race') as LiveRace).raceState === 'running',
  );
  await page.keyboard.press('ArrowRight');
  await shows(page, 'worth');
  await page.waitForFunction(
    () => (document.querySelector('[data-step="optimised"] ft-live-race') as LiveRace).raceState === 'cancelled',
  );
  await close();
});

test('requests are really sent, one by one and at once, and the page stays isolated', async () => {
  const { page, errors, close } = await visit('?presenter#requests');
  await play(page, 'requests', /^Send/);
  const { measured, fromModel } = await toyOf(page, 'requests').evaluate((element) => {
    const { measured, fromModel } = element as LiveRequests;
    return { measured, fromModel };
  });
  expect(measured.map(({ limit, succeeded, failed }) => [limit, succeeded, failed])).toEqual([
    [1, 40, 0],
    [40, 40, 0],
  ]);
  expect(fromModel).toBe(false);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await said(page, '[data-step="requests"] .table')).toContain('faster than one by one');
  expect(await beyond(page)).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test('on a host without headers there are threads, and so the requests are a model, which is said', async () => {
  const plain = await serve({ headers: {} });
  const { page, errors, close } = await visit('#processes', undefined, plain);
  await page.waitForFunction(() => crossOriginIsolated);
  await shows(page, 'processes');
  await play(page, 'processes', /^Race/);
  const modes = await toyOf(page, 'processes').evaluate((element) =>
    (element as LiveRace).report?.settings.modes.map(({ mode }) => mode),
  );
  expect(modes).toEqual(['simd', 'threads', 'workers']);
  await page.evaluate(() => delete document.documentElement.dataset['reported']);
  await page.keyboard.press('ArrowLeft');
  await page.locator('.steps').getByRole('link', { name: text.story.requests.title }).click();
  await play(page, 'requests', /^Send/);
  expect(await toyOf(page, 'requests').evaluate((element) => (element as LiveRequests).fromModel)).toBe(true);
  const words = await said(page, '[data-step="requests"] .table');
  expect(words).toContain('The weather service is a model here');
  expect(words).not.toContain('measured');
  expect(errors).toEqual([]);
  await close();
  await plain.close();
});

test('X-rays are drawn, decoded and made small, in two ways', async () => {
  const { page, errors, close } = await visit('?presenter#xrays');
  await play(page, 'xrays', /^Race/);
  const report = await toyOf(page, 'xrays').evaluate((element) => (element as LiveBatch).report);
  expect(report?.runs.map(({ way, records }) => [way, records.length])).toEqual([
    ['loop', 40],
    ['threads-map', 40],
  ]);
  for (const { records } of report?.runs ?? [])
    expect(records.every(({ doneMs, fault }) => doneMs !== null && fault === null)).toBe(true);
  expect(await beyond(page)).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test('the breakfast is that of the step, plays when told to, and tells when it is over', async () => {
  const { page, close } = await visit('#waiting');
  const toy = toyOf(page, 'waiting');
  await page.waitForFunction(() => document.querySelector('ft-live-breakfast')?.morning);
  // Before it plays all that is to come lies under the veil.
  const veil = toy.locator('ft-chart.lanes svg .veil');
  await veil.waitFor({ state: 'attached' });
  await page.waitForTimeout(100);
  const [width, from, to] = await Promise.all(
    ['width', 'data-from', 'data-to'].map(async (name) => Number(await veil.getAttribute(name))),
  );
  expect(width).toBeCloseTo((to ?? 0) - (from ?? 0), 1);
  expect(await said(page, '[data-step="waiting"] .table')).toContain('of 9 minutes');
  await toy.evaluate((element) => {
    element.addEventListener('report', (event) => {
      document.documentElement.dataset['minutes'] = String((event as CustomEvent<Morning>).detail.minutes);
    });
  });
  // Without motion a changed shop shows its end; here it is gone through by hand first.
  await toy.getByRole('slider', { name: 'Time of the morning' }).fill('1000');
  await page.waitForFunction(() => document.documentElement.dataset['minutes'] === '9');
  await toy.getByText('Does something else').click();
  await page.waitForFunction(() => document.documentElement.dataset['minutes'] === '5');
  await close();
});

test.each([360, 768])('at %d px nothing is wider than the page', async (width) => {
  const { page, errors, close } = await visit('', { width, height: 800 });
  for (const step of STEP_IDS) {
    await page.goto(`${server.url}tour.html#${step}`);
    await shows(page, step);
    await page.waitForTimeout(250);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), step).toBeLessThanOrEqual(width);
  }
  expect(errors).toEqual([]);
  await close();
});

test('on paper all steps stand one after another', async () => {
  const { page, close } = await visit('#amdahl');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.step:visible').count()).toBe(STEP_IDS.length);
  expect(await page.locator('.steps:visible, .turn:visible').count()).toBe(0);
  await close();
});
