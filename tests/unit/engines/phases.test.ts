// What lanes spent a run's time on.

import { expect, test } from 'vitest';

import { shares, type Errand } from '../../../www/src/engines/phases.js';
import type { Span } from '../../../www/src/generated/model.js';

const span = (lane: number, stage: Span['stage'], startMs: number, endMs: number): Span => ({
  lane,
  stage,
  startMs,
  endMs,
  firstRow: 0,
  endRow: 1,
});

const errand = (phase: Errand['phase'], startMs: number, endMs: number): Errand => ({ phase, startMs, endMs });

const asObject = (phases: ReturnType<typeof shares>) => Object.fromEntries(phases.map(({ phase, ms }) => [phase, ms]));

test('a lane that waits while rows are cut for it is being copied to; what is left is waiting', () => {
  const spans = [span(0, 'copy-in', 3, 4), span(0, 'render', 4, 8), span(0, 'copy-out', 8, 9)];
  const errands = [errand('copy-in', 0, 2), errand('copy-out', 9.5, 10)];
  expect(asObject(shares(11, { lanes: 1, spans }, errands))).toEqual({
    'copy-in': 3,
    compute: 4,
    'copy-out': 1.5,
    wait: 2.5,
  });
});

test('errands beside a lane at work cost it nothing', () => {
  const spans = [span(0, 'render', 0, 10)];
  expect(asObject(shares(10, { lanes: 1, spans }, [errand('copy-in', 2, 5), errand('copy-out', 6, 7)]))).toEqual({
    compute: 10,
  });
});

test('phases are means over the lanes, idle ones included', () => {
  const spans = [span(0, 'survey', 0, 2), span(0, 'render', 2, 6), span(1, 'render', 3, 5)];
  expect(asObject(shares(8, { lanes: 4, spans }, []))).toEqual({ compute: 2, wait: 6 });
});

test('they add up to the run, whatever the lanes did', () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let trial = 0; trial < 200; trial += 1) {
    const lanes = 1 + Math.floor(random() * 4);
    const spans: Span[] = [];
    for (let lane = 0; lane < lanes; lane += 1) {
      let at = random() * 3;
      for (const stage of ['copy-in', 'render', 'copy-out', 'copy-in', 'render'] as const) {
        const startMs = at + (random() < 0.5 ? 0 : random());
        at = startMs + random() * 2;
        spans.push(span(lane, stage, startMs, at));
      }
    }
    const errands: Errand[] = [];
    for (let at = 0; at < 18;) {
      const startMs = at + random() * 2;
      at = startMs + random();
      errands.push(errand(random() < 0.5 ? 'copy-in' : 'copy-out', startMs, at));
    }
    const totalMs = 20;
    const sum = shares(totalMs, { lanes, spans }, errands).reduce((all, { ms }) => all + ms, 0);
    expect(sum).toBeCloseTo(totalMs, 9);
  }
});
