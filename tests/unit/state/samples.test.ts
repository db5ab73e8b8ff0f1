import { expect, test } from 'vitest';

import { setAside } from '../../../www/src/state/samples.js';

const good = {
  warmup: false,
  totalMs: 10,
  batch: 1,
  answeredMs: 12,
  hidden: false,
  clockResolutionMs: 0.1,
};

test('a run that nothing disturbed counts', () => {
  expect(setAside(good)).toBeNull();
  // A batch's answer takes as long as all of it.
  expect(setAside({ ...good, batch: 100, answeredMs: 1010 })).toBeNull();
  expect(setAside({ ...good, totalMs: 2000, answeredMs: 2900 })).toBeNull();
});

test('a hidden page and a late answer set it aside', () => {
  expect(setAside({ ...good, hidden: true })).toBe('hidden');
  expect(setAside({ ...good, answeredMs: 300 })).toBe('throttled');
});

test('a warm-up may have something to load', () => {
  expect(setAside({ ...good, warmup: true, answeredMs: 900 })).toBeNull();
  expect(setAside({ ...good, warmup: true, hidden: true })).toBe('hidden');
});

test('the clock sets aside only what the largest batch is still too short for', () => {
  const short = { ...good, totalMs: 0.0004, batch: 10_000 };
  expect(setAside(short)).toBe('clock');
  expect(setAside({ ...short, totalMs: 0.0006 })).toBeNull();
  expect(setAside({ ...short, batch: 100 })).toBeNull();
});
