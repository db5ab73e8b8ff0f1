// The lab on paper, from a dark page, with charts that nobody has scrolled to.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Figure } from '../../www/src/generated/model.js';
import { launch, race, serve, visit, type Server } from './harness.js';

let browser: Browser;
let server: Server;
beforeAll(async () => ([browser, server] = [await launch(), await serve()]));
afterAll(async () => Promise.all([browser.close(), server.close()]));

test('every chart is printed in the colours of paper, as of the end, and the screen has its own back', async () => {
  const options = { colorScheme: 'dark' as const };
  const { page, errors, close } = await visit(browser, server, '?kernel=sobel&threads=2&repeats=3', options);
  await race(page);
  await page.waitForFunction(() =>
    [...document.querySelectorAll('ft-chart')].every((chart) => chart.paper !== undefined),
  );
  const seen = await page.evaluate(() => {
    const charts = [...document.querySelectorAll('ft-chart')];
    const titles = (): (string | undefined)[] =>
      charts.map((chart) => chart.renderRoot.querySelector('.drawing > svg > title')?.textContent ?? undefined);
    // A browser dispatches this, and lays the pages out at once.
    const colours = (figure: Figure | undefined): string[] => [
      ...new Set([...(figure?.svg ?? '').matchAll(/"#([0-9a-f]{6})"/g)].map(([, colour]) => colour ?? '')),
    ];
    const before = titles();
    window.dispatchEvent(new Event('beforeprint'));
    const printed = titles();
    window.dispatchEvent(new Event('afterprint'));
    return {
      papers: charts.map(({ paper }) => paper?.title),
      printed,
      greys: charts.flatMap(({ paper }) => colours(paper)),
      before,
      after: titles(),
    };
  });
  expect(seen.before.filter((title) => title === undefined).length, 'charts not drawn for the screen').toBeGreaterThan(
    0,
  );
  expect(seen.printed).toEqual(seen.papers);
  expect(
    seen.greys.filter((colour) => !/^(..)\1\1$/.test(colour)),
    'paper is black and grey',
  ).toEqual([]);
  expect(seen.after).toEqual(seen.before);
  expect(errors).toEqual([]);
  await close();
});
