// What is given to share beside a report.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { ReportFiles } from '../../../www/src/elements/report-files.js';
import type { Report, Summary } from '../../../www/src/generated/model.js';
import { readLink } from '../../../www/src/links/link.js';
import { mount } from './dom.js';

// Named so that the module which registers it is kept.
export const elements = [ReportFiles];

const report = JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;
const summary = { headline: 'Two threads blur it 1.66 × faster [than one].' } as Summary;

async function snippets(setting: string): Promise<Record<string, string>> {
  const element = await mount<ReportFiles>('ft-report-files', { report, summary, setting });
  const labels = [...element.renderRoot.querySelectorAll('details label')];
  return Object.fromEntries(
    labels.map((label) => [label.textContent?.trim(), label.querySelector('textarea')?.value ?? '']),
  );
}

test('a frame, the element and Markdown are there to copy, each with the setting', async () => {
  const shown = await snippets('kernel=sobel&modes=simd,threads');
  expect(Object.keys(shown).map((label) => /^For [\w ]+/.exec(label)?.[0])).toEqual([
    'For a page',
    'For a page',
    'For Markdown',
  ]);
  const [frame, element, markdown] = Object.values(shown);
  expect(frame).toContain('view=race&amp;kernel=sobel&amp;modes=simd,threads"');
  expect(element).toContain('kernel="sobel" modes="simd,threads"');
  // The words are the result's, and the link leads to the setting.
  expect(markdown).toMatch(/^\[!\[Two threads blur it 1\.66 × faster &#91;than one&#93;\.\]\(my-race\.svg\)\]\(http/);
  const fragment = /#[^)]*/.exec(markdown?.slice(markdown.indexOf('index.html')) ?? '')?.[0] ?? '';
  expect(await readLink(fragment)).toEqual({ setting: 'kernel=sobel&modes=simd%2Cthreads' });
});

test('without a setting there is nothing to share', async () => {
  expect(await snippets('')).toEqual({});
});
