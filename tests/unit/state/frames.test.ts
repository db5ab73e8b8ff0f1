import { expect, test } from 'vitest';

import { framesOf } from '../../../www/src/state/frames.js';

test('frames are told from the start of the run, the freeze between the last before it and the first after', () => {
  const { drawn, atMs, longestGapMs } = framesOf([90, 106, 306, 322], 110);
  expect(atMs).toEqual([-20, -4, 196, 212]);
  expect(drawn).toBe(4);
  expect(longestGapMs).toBe(200);
});

test('where nothing was drawn there is no gap', () =>
  expect(framesOf([], 5)).toEqual({ drawn: 0, atMs: [], longestGapMs: 0 }));

test('many frames are thinned over the whole run, not cut off', () => {
  const { drawn, atMs } = framesOf(
    Array.from({ length: 2000 }, (_, i) => i),
    0,
  );
  expect(drawn).toBe(2000);
  expect(atMs.length).toBeLessThanOrEqual(600);
  expect(atMs.at(-1)).toBeGreaterThan(1990);
});
