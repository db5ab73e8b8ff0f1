import { expect, test, vi } from 'vitest';

import { createStore } from '../../../www/src/state/store.js';

test('a change makes a new value, and listeners hear of it until they stop', () => {
  const store = createStore({ a: 1, b: 2 });
  const before = store.value;
  const heard = vi.fn();
  const stop = store.subscribe(heard);
  store.set({ b: 3 });
  expect(store.value).toEqual({ a: 1, b: 3 });
  expect(before).toEqual({ a: 1, b: 2 });
  expect(heard).toHaveBeenCalledTimes(1);
  stop();
  store.set({ a: 0 });
  expect(heard).toHaveBeenCalledTimes(1);
});
