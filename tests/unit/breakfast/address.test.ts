import { describe, expect, test } from 'vitest';

import { readShop, writeShop } from '../../../www/src/breakfast/address.js';
import { SHOP_NUMBERS } from '../../../www/src/breakfast/fields.js';
import { preset, shop } from './shops.js';

const presets = [preset('one-toaster', { toast: { count: 100, minutes: 2, machines: 1 } }), preset('four-toasters')];
const read = (query: string) => readShop(query, presets);

test('nothing asked for is the talk’s four toasters', () => {
  expect(read('')).toEqual({ preset: presets[1], shop, embed: false, problems: [] });
});

test('a preset and what differs from it', () => {
  const asked = read(
    '?preset=one-toaster&toasters=8&waiting=asynchronous&service=as-completed&after=0.5&egg-on-toast&embed',
  );
  expect(asked.problems).toEqual([]);
  expect(asked.embed).toBe(true);
  expect(asked.shop).toEqual({
    ...shop,
    toast: { count: 100, minutes: 2, machines: 8 },
    waiting: 'asynchronous',
    service: 'as-completed',
    afterMinutes: 0.5,
    eggNeedsToast: true,
  });
});

test.each([
  ['preset=ten-toasters', 'There is no preset called “ten-toasters”; there are one-toaster, four-toasters.'],
  ['toasters=0', 'The address asks for toasters=0, which is not a whole number from 1 to 256.'],
  ['toasters=257', 'The address asks for toasters=257, which is not a whole number from 1 to 256.'],
  ['toasters=2.5', 'The address asks for toasters=2.5, which is not a whole number from 1 to 256.'],
  ['slice-minutes=1e1', 'The address asks for slice-minutes=1e1, which is not a number from 0.1 to 60.'],
  ['unevenness=', 'The address asks for unevenness=, which is not a number from 0 to 1.'],
  ['waiting=badly', 'The address asks for waiting=badly; it can be synchronous, asynchronous.'],
  ['service=fast', 'The address asks for service=fast; it can be as-ordered, as-completed.'],
  ['butter=1', 'The address asks for butter=1, which this page doesn’t take.'],
])('%s is left out and told, and the rest holds', (query, problem) => {
  const asked = read(`?${query}&cups=3`);
  expect(asked.problems).toEqual([problem]);
  expect(asked.shop).toEqual({ ...shop, coffee: { ...shop.coffee, count: 3 } });
});

describe('what is written', () => {
  const start = read('');

  test('is the preset alone where nothing differs', () => {
    expect(writeShop(start)).toBe('?preset=four-toasters');
    expect(writeShop({ ...start, embed: true })).toBe('?preset=four-toasters&embed');
  });

  test.each(SHOP_NUMBERS.map((field) => [field.name, field] as const))('is read as it was: %s', (name, field) => {
    const { min, max } = field.kind;
    for (const value of [min, max]) {
      const changed = { ...start, shop: field.set(shop, value) };
      expect(field.get(changed.shop)).toBe(value);
      expect(read(writeShop(changed)), name).toEqual(changed);
    }
  });

  test('is read as it was: choices, also those taken back', () => {
    const eggs = preset('egg', { waiting: 'asynchronous', eggNeedsToast: true });
    const changed = { preset: eggs, shop, embed: false };
    expect(readShop(writeShop(changed), [...presets, eggs])).toEqual({ ...changed, problems: [] });
  });
});
