// Amdahl's law, its limit, and the talk's case read backwards.

import { expect, test } from 'vitest';

import { amdahl, limitOf, spreadShare } from '../../../www/src/tour/amdahl-law.js';

test('nothing spread is as fast as before, all spread is ideal', () => {
  for (const n of [1, 2, 8, 256]) {
    expect(amdahl(0, n)).toBe(1);
    expect(amdahl(1, n)).toBeCloseTo(n, 9);
  }
  expect([limitOf(0), limitOf(1)]).toEqual([1, Infinity]);
});

test('more cores bring more, and never as much as the limit', () => {
  for (const p of [0.5, 0.875, 0.99]) {
    const speedUps = [1, 2, 4, 8, 64, 1e9].map((n) => amdahl(p, n));
    expect(speedUps).toEqual([...speedUps].sort((a, b) => a - b));
    expect(speedUps.at(-1)).toBeLessThan(limitOf(p));
    expect(speedUps.at(-1)).toBeCloseTo(limitOf(p), 2);
  }
});

test('the share that was spread is found again', () => {
  for (const p of [0, 0.3, 0.875, 1])
    for (const n of [2, 8, 64]) expect(spreadShare(amdahl(p, n), n)).toBeCloseTo(p, 9);
  // The talk's 29.71 s on one core and 6.98 s on eight: what is said of it holds.
  expect(spreadShare(29.71 / 6.98, 8)).toBeCloseTo(0.875, 2);
  expect(limitOf(0.875)).toBe(8);
});
