// Texts of strangers: read to their end, or no further than they may be long.

import { afterEach, expect, test, vi } from 'vitest';

import { TooLarge, fetchedReport, textOf } from '../../../www/src/links/text.js';

afterEach(() => vi.unstubAllGlobals());

/** A stream without an end, and how much was asked of it. */
function endless(): { stream: ReadableStream<Uint8Array>; given: () => number; cancelled: () => boolean } {
  let [given, cancelled] = [0, false];
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      given += 1000;
      controller.enqueue(new Uint8Array(1000).fill(0x20));
    },
    cancel: () => void (cancelled = true),
  });
  return { stream, given: () => given, cancelled: () => cancelled };
}

test('a text is read in whatever pieces it comes', async () => {
  const bytes = new TextEncoder().encode('größer × 2');
  const pieces = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await textOf(pieces, bytes.length)).toBe('größer × 2');
});

test('one without an end is read no further than it may be long', async () => {
  const { stream, given, cancelled } = endless();
  await expect(textOf(stream, 5_000)).rejects.toThrow(TooLarge);
  expect(given()).toBeLessThan(9_000);
  expect(cancelled()).toBe(true);
});

test('what can’t be fetched is told within a sentence', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('no', { status: 404 })));
  await expect(fetchedReport('report.json')).rejects.toThrow(/^its address answers with status 404$/);
  const { stream } = endless();
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(stream)));
  await expect(fetchedReport('report.json')).rejects.toThrow(/^it has more than 20 MB$/);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}')));
  expect(await fetchedReport('report.json')).toBe('{}');
});
