/** Presets and mornings for tests, as the simulation's own types have them. */
import type { Morning, Shop, ShopPreset, Span, Stage } from '../../../www/src/generated/model.js';

export const shop: Shop = {
  coffee: { count: 0, minutes: 5, machines: 1 },
  toast: { count: 100, minutes: 2, machines: 4 },
  eggs: { count: 0, minutes: 6, machines: 1 },
  beforeMinutes: 0,
  afterMinutes: 0,
  overheadMinutes: 0,
  batch: 1,
  waiting: 'synchronous',
  service: 'as-ordered',
  unevenness: 0,
  eggNeedsToast: false,
};

export function preset(name: string, changes: Partial<Shop> = {}): ShopPreset {
  return { name, label: name, about: '', fromTalk: true, shop: { ...shop, ...changes }, lab: '' };
}

function span(lane: number, task: number, from: number, to: number, stage: Stage): Span {
  return { lane, startMs: from * 60_000, endMs: to * 60_000, firstRow: task, endRow: task + 1, stage };
}

/** Two slices on two toasters: put in for half a minute each, toasted for two, buttered for one, in order. Then a minute of standing by. */
export const morning: Morning = {
  trace: {
    lanes: 3,
    spans: [
      span(0, 0, 0, 0.5, 'copy-in'),
      span(1, 0, 0.5, 2.5, 'render'),
      span(0, 1, 0.5, 1, 'copy-in'),
      span(2, 1, 1, 3, 'render'),
      span(0, 0, 3, 4, 'copy-out'),
      span(0, 1, 4, 5, 'copy-out'),
    ],
  },
  stations: [
    { dish: null, number: 1 },
    { dish: 'toast', number: 1 },
    { dish: 'toast', number: 2 },
  ],
  served: [
    { dish: 'toast', number: 1, doneMs: 150_000, servedMs: 240_000 },
    { dish: 'toast', number: 2, doneMs: 180_000, servedMs: 300_000 },
  ],
  standingMs: [[60_000, 180_000]],
  minutes: 5,
  loopMinutes: 7,
  speedUp: 1.4,
};
