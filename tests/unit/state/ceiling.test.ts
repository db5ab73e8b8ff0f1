import { expect, test } from 'vitest';

import type { Mode, ModeSettings } from '../../../www/src/generated/model.js';
import { usual } from '../../../www/src/setup.js';
import { ceilingOf, laneCounts, remembering, roundsWithin } from '../../../www/src/state/ceiling.js';

const lanes = (mode: Mode, ...threads: number[]): ModeSettings[] => threads.map((count) => usual(mode, count));

test('the lane counts are those of the parallel modes, and one', () => {
  expect(laneCounts([...lanes('simd', 1), ...lanes('threads', 4), ...lanes('workers', 4)], 4)).toEqual([1, 4]);
  expect(laneCounts(lanes('threads', 4, 2, 1, 3), 4)).toEqual([1, 2, 3, 4]);
  expect(laneCounts([...lanes('simd', 1), ...lanes('js', 1)], 4)).toEqual([]);
});

test('where there is no time for all of them, the first and the last stay', () => {
  const some = laneCounts(lanes('threads', ...Array.from({ length: 64 }, (_, i) => i + 1)), 4);
  expect(some[0]).toBe(1);
  expect(some.at(-1)).toBe(64);
  expect(some.length).toBeLessThan(8);
  expect(new Set(some).size).toBe(some.length);
});

test('few counts have more rounds', () => {
  expect(roundsWithin([1, 2], 8)).toBe(5);
  expect(roundsWithin([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe(3);
  expect(roundsWithin([1, 64], 1)).toBe(2);
});

test('a lane count has the speed-up of its best round', () => {
  const points = ceilingOf(
    [1, 2, 4],
    [
      [20, 18, 30],
      [15, 16, 20],
      [16, 25, 24],
    ],
  );
  expect(points).toEqual([
    { lanes: 1, speedUp: 1 },
    { lanes: 2, speedUp: (2 * 15) / 16 },
    { lanes: 4, speedUp: 3 },
  ]);
});

test('a clock too coarse for the rounds tells no ceiling', () => {
  expect(ceilingOf([1, 2], [[0, 100]])).toEqual([]);
  expect(ceilingOf([1, 2], [[100, 0]])).toEqual([]);
  expect(ceilingOf([1, 2], [])).toEqual([]);
});

test('a ceiling is measured once a minute, or when other lane counts are asked for', async () => {
  let nowMs = Date.parse('2026-01-01T08:00:00Z');
  const asked: (readonly number[])[] = [];
  const ceiling = remembering(
    async (counts) => {
      asked.push(counts);
      return counts.map((lanes) => ({ lanes, speedUp: lanes }));
    },
    () => nowMs,
  );
  const first = await ceiling([1, 2, 4]);
  expect(first).toEqual({
    ceiling: [1, 2, 4].map((lanes) => ({ lanes, speedUp: lanes })),
    ceilingAt: '2026-01-01T08:00:00.000Z',
  });
  nowMs += 59_000;
  expect(await ceiling([1, 4])).toEqual({ ...first, ceiling: first.ceiling.filter(({ lanes }) => lanes !== 2) });
  expect(asked).toHaveLength(1);
  await ceiling([1, 3]);
  expect(asked.at(-1)).toEqual([1, 3]);
  nowMs += 61_000;
  expect((await ceiling([1, 3])).ceilingAt).toBe('2026-01-01T08:02:00.000Z');
  expect(asked).toHaveLength(3);
  expect(await ceiling([])).toEqual({ ceiling: [], ceilingAt: null });
});

test('what could not be measured, or was disturbed, is not kept', async () => {
  const one = { lanes: 1, speedUp: 1 };
  const [disturbed, calm] = [0.4, 1.9].map((speedUp) => [one, { lanes: 2, speedUp }]);
  const pair = [disturbed, calm];
  const again = remembering(async () => pair.shift() ?? []);
  expect((await again([1, 2])).ceiling).toEqual(disturbed);
  expect((await again([1, 2])).ceiling).toEqual(calm);
  expect((await again([1, 2])).ceiling).toEqual(calm);
  const answers = [[], [one]];
  const ceiling = remembering(async () => answers.shift() ?? []);
  expect(await ceiling([1])).toEqual({ ceiling: [], ceilingAt: null });
  expect((await ceiling([1])).ceiling).toHaveLength(1);
});
