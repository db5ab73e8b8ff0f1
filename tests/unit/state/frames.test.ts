import { expect, test } from 'vitest';

import { framesOf } from '../../../www/src/state/frames.js';

test('frames are told from the start of the run, the freeze between the last before it and the first after', () => {
  const { atMs, longestGapMs } = framesOf([90, 106, 306, 322], 110);
  expect(atMs).toEqual([-20, -4, 196, 212]);
  expect(longestGapMs).toBe(200);
});

test('where nothing was drawn there is no gap', () => expect(framesOf([], 5)).toEqual({ atMs: [], longestGapMs: 0 }));
