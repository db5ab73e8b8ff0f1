import { describe, expect, test } from 'vitest';
import {
  POSITIONS,
  fromPosition,
  isLogarithmic,
  nudge,
  snap,
  toPosition,
  type NumberKind,
} from '../../../www/src/elements/scale.js';

const kind = (part: Partial<NumberKind>): NumberKind => ({
  type: 'number',
  min: 0.5,
  max: 50,
  step: 0.1,
  default: 8,
  integer: false,
  logarithmic: true,
  unit: 'px',
  ...part,
});

describe('a logarithmic slider', () => {
  const sigma = kind({});

  test('has the ends of the range at its ends and their geometric mean in the middle', () => {
    expect(fromPosition(sigma, 0)).toBe(0.5);
    expect(fromPosition(sigma, POSITIONS)).toBe(50);
    expect(fromPosition(sigma, POSITIONS / 2)).toBe(5);
    expect(toPosition(sigma, 0.5)).toBe(0);
    expect(toPosition(sigma, 50)).toBe(POSITIONS);
    expect(toPosition(sigma, 5)).toBe(POSITIONS / 2);
  });

  test('gives every value back within half a position', () => {
    for (let value = 0.5; value <= 50; value += 0.1) {
      const there = snap(sigma, value);
      const back = fromPosition(sigma, toPosition(sigma, there));
      const halfAPosition = there * (100 ** (0.5 / POSITIONS) - 1);
      expect(Math.abs(back - there)).toBeLessThanOrEqual(halfAPosition + sigma.step / 2 + 1e-9);
    }
  });

  test.each([sigma, kind({ min: 1, max: 16384, step: 1, integer: true })])(
    'reaches every end by arrow keys, never standing still on the way',
    (of) => {
      for (const [from, to, direction] of [
        [of.min, of.max, 1],
        [of.max, of.min, -1],
      ] as const) {
        let value: number = from;
        for (let presses = 0; value !== to; presses += 1) {
          const next = nudge(of, value, direction);
          expect(Math.sign(next - value)).toBe(direction);
          expect(presses).toBeLessThan(200);
          value = next;
        }
        expect(nudge(of, value, direction)).toBe(to);
      }
    },
  );

  test('goes ten times as far by page keys', () => {
    expect(nudge(sigma, 5, 1, true)).toBeCloseTo(5 * 100 ** 0.1, 0);
  });

  test('is linear where the range touches zero', () => {
    expect(isLogarithmic(sigma)).toBe(true);
    expect(isLogarithmic(kind({ min: 0 }))).toBe(false);
    expect(isLogarithmic(kind({ logarithmic: false }))).toBe(false);
  });
});

describe('snapping', () => {
  test('leaves no dust of decimal steps', () => {
    expect(snap(kind({}), 0.5 + 0.1 + 0.2)).toBe(0.8);
  });

  test('keeps within the range and to whole numbers', () => {
    const whole = kind({ min: 1, max: 9, step: 1, integer: true });
    expect(snap(whole, 3.6)).toBe(4);
    expect(snap(whole, -7)).toBe(1);
    expect(snap(whole, 70)).toBe(9);
  });

  test('allows the upper end though steps from the lower miss it', () => {
    expect(snap(kind({ min: 0, max: 1, step: 0.3 }), 1)).toBe(1);
    expect(snap(kind({ min: 0, max: 1, step: 0.4 }), 1)).toBe(1);
  });
});
