// What an embed and the page around it take from each other, and what is left of a race on one thread.

import { expect, test } from 'vitest';

import { onOneThread } from '../../../www/src/embed/options.js';
import { fromEmbed, fromPage, message, type FromEmbed, type FromPage } from '../../../www/src/embed/protocol.js';

test('messages that are well-formed are taken', () => {
  const said: FromEmbed[] = [
    { type: 'stopped' },
    { type: 'file', html: '<!doctype html>' },
    { type: 'file', problem: 'There is no race yet.' },
  ];
  for (const one of said) expect(fromEmbed(message(one))).toEqual({ fourToasters: 1, ...one });
  const asked: FromPage[] = [{ type: 'hello' }, { type: 'run' }, { type: 'stop' }, { type: 'save' }];
  for (const one of asked) expect(fromPage(message(one))).toEqual({ fourToasters: 1, ...one });
});

test('others are passed over: wrong versions, wrong shapes, wrong sizes, the wrong direction', () => {
  const wrong: unknown[] = [
    { fourToasters: 2, type: 'file', html: '' },
    { type: 'file', html: '' },
    { fourToasters: 1, type: 'file' },
    { fourToasters: 1, type: 'file', html: 1 },
    { fourToasters: 1, type: 'file', html: ['x'] },
    { fourToasters: 1, type: 'file', problem: 'x'.repeat(2001) },
    { fourToasters: 1, type: 'file', html: 'x'.repeat(100_000_001) },
    { fourToasters: 1, type: 'save' },
    { fourToasters: 1, type: 'constructor' },
    null,
    'file',
  ];
  for (const data of wrong) expect(fromEmbed(data)).toBeUndefined();
  for (const data of [{ fourToasters: 2, type: 'save' }, { type: 'save' }, { fourToasters: 1, type: 'file', html: '' }])
    expect(fromPage(data)).toBeUndefined();
});

test.each([
  ['kernel=gaussian&sigma=3&modes=threads,workers&threads=4', 'kernel=gaussian&sigma=3&modes=simd,scalar'],
  ['kernel=sobel&modes=js,threads,simd&repeats=6', 'kernel=sobel&modes=js,simd&repeats=6'],
  ['experiment=scaling&kernel=median&chunk=8&passing=copy', 'kernel=median&modes=simd,scalar'],
  ['kernel=invert&modes=simd', 'kernel=invert&modes=simd,scalar'],
])('on one thread %s is %s', (asked, left) => {
  expect(decodeURIComponent(onOneThread(asked))).toBe(left);
});
