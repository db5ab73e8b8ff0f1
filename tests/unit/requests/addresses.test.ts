import { expect, test } from 'vitest';

import { MOST_ELSEWHERE, Politeness, impoliteness, readAddresses } from '../../../www/src/requests/addresses.js';
import { readRetryAfter } from '../../../www/src/requests/senders.js';
import { explain, finding, idealSpeedUp, type Measured } from '../../../www/src/requests/words.js';

const PAGE = 'https://here.example/requests.html';
const read = (text: string, count: number) => readAddresses(text, count, PAGE);
const hrefs = (text: string, count: number) => read(text, count).urls?.map(({ href }) => href);

test('a template is filled in, a list is gone through, and begun again', () => {
  expect(hrefs('https://a.example/{i}?n={i}', 2)).toEqual(['https://a.example/1?n=1', 'https://a.example/2?n=2']);
  expect(hrefs('https://a.example/\n  data.json', 3)).toEqual([
    'https://a.example/',
    'https://here.example/data.json',
    'https://a.example/',
  ]);
});

test.each([[''], ['https://'], ['javascript:alert(1)'], ['file:///etc/x'], ['https://me:secret@a.example/']])(
  '“%s” is not sent, and a sentence says why',
  (text) => expect(read(text, 1).problem).toMatch(/\.$/u),
);

test('no more than 200 requests a run go to another host', () => {
  const urls = read('https://a.example/{i}', 100).urls ?? [];
  expect(impoliteness(urls, 2, PAGE)).toBeUndefined();
  expect(impoliteness(urls, 3, PAGE)).toContain('300 requests to a.example');
  expect(impoliteness(read('/{i}', 200).urls ?? [], 9, PAGE)).toBeUndefined();

  const politeness = new Politeness(PAGE);
  const other = new URL('https://a.example/');
  for (let i = 0; i < MOST_ELSEWHERE; i += 1) politeness.count(other);
  expect(() => politeness.count(other)).toThrow('200 requests');
  for (let i = 0; i < MOST_ELSEWHERE + 1; i += 1) politeness.count(new URL(PAGE));
});

test('what a browser doesn’t tell is told as what it can be', () => {
  const why = (answer: 'unreachable' | 'timed-out', url: string, page = PAGE) =>
    explain({ request: 0, answer, error: new TypeError('Failed to fetch') }, new URL(url), page, 500);
  expect(why('unreachable', 'https://a.example/')).toMatch(/a\.example.*CORS/u);
  expect(why('unreachable', 'http://a.example/')).toContain('mixed content');
  expect(why('unreachable', 'http://a.example/', 'http://here.example/')).toContain('CORS');
  expect(why('unreachable', 'https://here.example/x')).toContain('own server');
  expect(why('timed-out', 'https://a.example/')).toContain('500');
});

test('Retry-After is seconds or a date', () => {
  expect(readRetryAfter('3', 0)).toBe(3000);
  expect(readRetryAfter('Thu, 01 Jan 1970 00:00:05 GMT', 2000)).toBe(3000);
  expect(readRetryAfter('Thu, 01 Jan 1970 00:00:01 GMT', 2000)).toBe(0);
  expect([readRetryAfter(null, 0), readRetryAfter('soon', 0)]).toEqual([undefined, undefined]);
});

test('findings name the best limit and the ideal, or say why there is none', () => {
  const row = (limit: number, totalMs: number, failed = 0): Measured => {
    const name = limit === 1 ? 'One by one' : limit === 100 ? 'All at once' : `Limit of ${limit}`;
    return { name, limit, count: 100, totalMs, succeeded: 100 - failed, failed, retries: 0, longestGapMs: 17 };
  };
  expect([1, 10, 40, 100].map((limit) => idealSpeedUp(100, limit)).map((x) => x.toFixed(1))).toEqual([
    '1.0',
    '10.0',
    '33.3',
    '100.0',
  ]);
  expect(finding([row(1, 10_800), row(40, 400), row(100, 200)])).toBe(
    'A limit of 40 is 27\u00a0× faster than one by one; the ideal is 33.3\u00a0×.',
  );
  expect(finding([row(1, 1000), row(100, 990)])).toContain('no faster');
  expect(finding([row(1, 10_800), row(40, 400, 3)])).toContain('3 of 100');
});
