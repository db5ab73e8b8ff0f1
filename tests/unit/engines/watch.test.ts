// Who watches the lanes: silence is noticed within two seconds, and nobody who lives is taken for dead.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { SILENCE_MS, watchMessages, watchSigns } from '../../../www/src/engines/watch.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTime(ms);

test('who says nothing is noticed within two seconds, once', () => {
  const silence = vi.fn();
  const watch = watchMessages(1, 2, silence);
  pass(10_000);
  expect(silence).not.toHaveBeenCalled();
  watch.work();
  for (let i = 0; i < 20; i += 1) {
    pass(1500);
    watch.alive();
  }
  expect(silence).not.toHaveBeenCalled();
  pass(SILENCE_MS + 1);
  expect(silence).toHaveBeenCalledTimes(1);
  pass(10_000);
  expect(silence).toHaveBeenCalledTimes(1);
});

test('serial work may be silent for long, and who rests may be silent for ever', () => {
  const silence = vi.fn();
  const watch = watchMessages(1, 2, silence);
  watch.work();
  watch.serial();
  pass(30_000);
  watch.rest();
  pass(100_000);
  expect(silence).not.toHaveBeenCalled();
  watch.serial();
  pass(70_000);
  expect(silence).toHaveBeenCalledTimes(1);
});

test('the signs of lanes, which may be old ones, do not end serial work; a word of its own does', () => {
  const silence = vi.fn();
  const watch = watchMessages(1, 2, silence);
  watch.work();
  watch.serial();
  watch.lanes();
  pass(SILENCE_MS * 2);
  expect(silence).not.toHaveBeenCalled();
  watch.alive();
  pass(SILENCE_MS + 1);
  expect(silence).toHaveBeenCalledTimes(1);
});

test('one of many that take turns has more patience', () => {
  const silence = vi.fn();
  watchMessages(8, 2, silence).work();
  pass(SILENCE_MS * 3.5);
  expect(silence).not.toHaveBeenCalled();
  pass(SILENCE_MS);
  expect(silence).toHaveBeenCalledTimes(1);
});

const signsOf = (lanes: number) => new Int32Array(new SharedArrayBuffer(4 * lanes));

test('a lane that stops in a chunk is named, though the others go on', () => {
  const signs = signsOf(3);
  const all = vi.fn();
  const watch = watchMessages(1, 2, all);
  watch.work();
  const one = vi.fn();
  watchSigns(signs, 3, 4, watch, one);
  signs[1] = 3;
  for (let i = 0; i < 15; i += 1) {
    signs[0] = (signs[0] ?? 0) + 2;
    pass(200);
  }
  expect(one.mock.calls[0]).toEqual([1]);
  expect(all).not.toHaveBeenCalled();
});

test('lanes that take turns on few cores have more patience, as many times as there are more of them', () => {
  const signs = signsOf(8);
  const watch = watchMessages(1, 2, () => {});
  const one = vi.fn();
  watchSigns(signs, 8, 2, watch, one);
  signs[5] = 1;
  pass(SILENCE_MS * 3.5);
  expect(one).not.toHaveBeenCalled();
  pass(SILENCE_MS);
  expect(one).toHaveBeenCalledWith(5);
});

test('when no lane is in a chunk and none gets on, somebody is missing', () => {
  const all = vi.fn();
  const watch = watchMessages(1, 2, all);
  watch.work();
  watchSigns(signsOf(2), 2, 2, watch, () => {});
  pass(SILENCE_MS + 200);
  expect(all).toHaveBeenCalledTimes(1);
});
