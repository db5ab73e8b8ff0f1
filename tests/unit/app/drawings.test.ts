// The charts of a report as files: what is offered of them, and when they are drawn.

import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';

import type { Report } from '../../../www/src/generated/model.js';
import { noResults, type Results } from '../../../www/src/state/state.js';

vi.mock('../../../www/src/workers/clients.js', () => ({
  charts: { figure: async () => null, overlay: async () => '' },
}));
const { Drawings } = await import('../../../www/src/app/drawings.js');

const recorded = JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;

function showing(report: Report, more: Partial<Results> = {}): InstanceType<typeof Drawings> {
  const drawings = new Drawings(() => undefined);
  drawings.show({ ...noResults, report, shown: [{ name: '', report }], ...more });
  return drawings;
}

test('a picture that moves is offered of a race alone that can be played', () => {
  expect(showing(recorded).animated).toBeDefined();
  const modes = recorded.settings.modes.map((mode, i) => (i === 0 ? mode : { ...mode, size: { width: 8, height: 8 } }));
  expect(showing({ ...recorded, settings: { ...recorded.settings, modes } }).animated).toBeUndefined();
  expect(showing({ ...recorded, stop: null }).animated).toBeUndefined();
});
