import { expect, test } from 'vitest';

import { averaged, type Ran } from '../../../www/src/engines/engine.js';

const last: Ran = {
  totalMs: 4,
  phases: [
    { phase: 'compute', ms: 3 },
    { phase: 'wait', ms: 1 },
  ],
  outputSize: { width: 1, height: 1 },
  trace: { lanes: 1, spans: [{ lane: 0, stage: 'render', startMs: 0, endMs: 3, firstRow: 0, endRow: 1 }] },
  movedBytes: 5,
};

test('a batch has the mean time, split as the last run was, and its trace in proportion', () => {
  expect(averaged(last, 2)).toEqual({
    ...last,
    totalMs: 2,
    phases: [
      { phase: 'compute', ms: 1.5 },
      { phase: 'wait', ms: 0.5 },
    ],
    trace: { lanes: 1, spans: [{ lane: 0, stage: 'render', startMs: 0, endMs: 1.5, firstRow: 0, endRow: 1 }] },
  });
  expect(averaged(last, 4)).toEqual(last);
});

test('a last run that the clock did not see leaves the mean to computing', () => {
  const unseen = { ...last, totalMs: 0, phases: last.phases.map(({ phase }) => ({ phase, ms: 0 })) };
  expect(averaged(unseen, 0.01)).toMatchObject({ totalMs: 0.01, phases: [{ phase: 'compute', ms: 0.01 }] });
});
