// The charts of a report as files: what is offered of them, and when they are drawn.

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { FigureId, Report, Summary } from '../../../www/src/generated/model.js';
import { noResults, type Results } from '../../../www/src/state/state.js';

const drawn = vi.hoisted(() => ({ figures: 0, then: () => {} }));
vi.mock('../../../www/src/workers/clients.js', () => ({
  charts: {
    figure: async () => {
      drawn.figures += 1;
      drawn.then();
      return null;
    },
    overlay: async () => '',
  },
}));
const { Drawings } = await import('../../../www/src/app/drawings.js');

const recorded = JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;

function showing(report: Report, more: Partial<Results> = {}): InstanceType<typeof Drawings> {
  const drawings = new Drawings(() => undefined);
  drawings.show({ ...noResults, report, shown: [{ name: '', report }], ...more });
  return drawings;
}

beforeEach(() => {
  drawn.then = () => {};
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array([1, 2, 3])));
});
afterEach(() => void vi.unstubAllGlobals());

test('a picture that moves is offered of a race alone that can be played', () => {
  expect(showing(recorded).animated).toBeDefined();
  const modes = recorded.settings.modes.map((mode, i) => (i === 0 ? mode : { ...mode, size: { width: 8, height: 8 } }));
  expect(showing({ ...recorded, settings: { ...recorded.settings, modes } }).animated).toBeUndefined();
  expect(showing({ ...recorded, stop: null }).animated).toBeUndefined();
});

test('a whole report is drawn no further once a race has begun', async () => {
  const figures = (['bars', 'lanes', 'where'] as const).map((chart): FigureId => ({ chart, modeIndex: null }));
  const summary = {
    headline: 'Faster',
    detail: '',
    findings: [],
    comparisons: [],
    modes: [],
    scaling: [],
  } as unknown as Summary;
  const drawings = showing(recorded, { figures, summary });
  // What the page itself draws is done before.
  await vi.waitFor(() => expect(drawn.figures).toBeGreaterThanOrEqual(2 + figures.length));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = drawn.figures;
  drawn.then = () => {
    if (drawn.figures === before + 4) drawings.show({ ...noResults });
  };
  await expect(drawings.page()).rejects.toThrow('Files can be saved when nothing is being measured.');
  expect(drawn.figures).toBe(before + 4);
  // Nor while its report grows.
  drawings.show({ ...noResults, report: { ...recorded, stop: null }, summary, figures, shown: [] });
  await expect(drawings.page()).rejects.toThrow('Files can be saved when nothing is being measured.');
  // An old one that was opened may say nothing of its end.
  drawings.show({ ...noResults, report: { ...recorded, stop: null }, summary, figures, shown: [], opened: true });
  expect(await drawings.page()).toContain('<h1>Faster</h1>');
});
