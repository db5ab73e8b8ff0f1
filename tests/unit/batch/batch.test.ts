import { describe, expect, test } from 'vitest';

import { indexOf, npyHeader, npyOf, pngName, tableOf } from '../../../www/src/batch/downloads.js';
import type { BatchFile, Outcome } from '../../../www/src/batch/files.js';
import { inOrder, spread } from '../../../www/src/batch/order.js';
import { Results, rgbaOf, stackable, withChannels } from '../../../www/src/batch/results.js';
import { Running } from '../../../www/src/batch/run.js';
import { DEFAULTS, readSettings, writeSettings, type Settings } from '../../../www/src/batch/settings.js';
import { cellSize } from '../../../www/src/batch/sheet.js';
import { wayOf } from '../../../www/src/batch/ways/index.js';
import { isHidden } from '../../../www/src/batch/zip.js';

const file = (name: string): BatchFile => ({ name, size: 1, open: () => Promise.resolve(new Blob(['x'])) });
const outcome = (index: number): Outcome => ({ file: index, spans: [] });

/** A reader of the format written from its description, not from our writer. */
async function readNpy(blob: Blob): Promise<{ shape: number[]; data: Uint8Array }> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const length = bytes[8]! + 256 * bytes[9]!;
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, 10 + length));
  expect((10 + length) % 64).toBe(0);
  expect(header.endsWith('\n')).toBe(true);
  const [, shape] = /^\{'descr': '\|u1', 'fortran_order': False, 'shape': \(([\d, ]+)\), \} *\n$/.exec(header) ?? [];
  return {
    shape: (shape ?? '')
      .split(',')
      .filter((part) => part.trim() !== '')
      .map(Number),
    data: bytes.subarray(10 + length),
  };
}

describe('the stacked array', () => {
  test('is read back with its shape and its bytes, in the order of the list', async () => {
    const results = new Results();
    results.put(3, { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(30, 31) });
    results.put(0, { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(1, 2) });
    expect(await readNpy(npyOf(results))).toEqual({ shape: [2, 1, 2], data: Uint8Array.of(1, 2, 30, 31) });
    expect(indexOf(results, ['a', 'b', 'c', 'd']).rows).toEqual([
      ['0', 'a'],
      ['1', 'd'],
    ]);
    results.put(1, { width: 2, height: 1, channels: 3, pixels: Uint8Array.of(9, 8, 7, 6, 5, 4) });
    expect(await readNpy(npyOf(results))).toEqual({
      shape: [3, 1, 2, 3],
      data: Uint8Array.of(1, 1, 1, 2, 2, 2, 9, 8, 7, 6, 5, 4, 30, 30, 30, 31, 31, 31),
    });
  });

  test('has a header for every number of dimensions and of digits', () => {
    for (const shape of [[7], [1, 2, 3], [10_000, 64, 64], [10_000, 64, 64, 3]])
      expect(npyHeader(shape).length % 64).toBe(0);
  });

  test('is refused in words where sizes differ, or where there is nothing', () => {
    const results = new Results();
    expect(() => npyOf(results)).toThrow('There are no results to stack yet.');
    results.put(0, { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(1, 2) });
    results.put(1, { width: 1, height: 1, channels: 1, pixels: Uint8Array.of(1) });
    expect(() => npyOf(results)).toThrow(/different sizes \(2 × 1 and 1 × 1\)/);
    expect(stackable([])).toMatch(/no results/);
  });
});

test('grey and colours become what a canvas takes', () => {
  const grey = { width: 1, height: 1, channels: 1, pixels: Uint8Array.of(5) } as const;
  expect([...rgbaOf(grey)]).toEqual([5, 5, 5, 255]);
  expect([...rgbaOf({ ...grey, channels: 3, pixels: Uint8Array.of(1, 2, 3) })]).toEqual([1, 2, 3, 255]);
  expect([...withChannels(grey, 3)]).toEqual([5, 5, 5]);
});

test('pictures in an archive are named uniquely, in order, and lead nowhere', () => {
  expect(pngName(0, 'a/b/Röntgen 1.jpg')).toBe('00001-Röntgen 1.png');
  expect(pngName(11, '..\\..\\etc/<script>.png')).toBe('00012-_script_.png');
  expect(pngName(2, '')).toBe('00003-picture.png');
});

test('the table has a line for every file of every way', () => {
  const record = { name: 'a, b.jpg', bytes: 5, width: 2, height: 3, doneMs: 1.5, fault: null };
  const broken = { ...record, width: 0, height: 0, doneMs: null, fault: { code: 'empty', message: 'Empty.' } };
  const run = {
    way: 'loop',
    lanes: 1,
    chunksize: 1,
    totalMs: 2,
    cancelled: false,
    longestGapMs: null,
    trace: { lanes: 1, spans: [] },
    records: [record, broken],
  } as const;
  const machine = { agent: '', claimedCores: 1, isolated: true, clockResolutionMs: 0.1, version: '' };
  const table = tableOf({ version: 1, created: '', machine, source: '', recipe: DEFAULTS, runs: [run as never] });
  expect(table.rows).toEqual([
    ['loop', '1', '1', 'a, b.jpg', '5', '2', '3', '1.50', '', ''],
    ['loop', '1', '1', 'a, b.jpg', '5', '', '', '', 'empty', 'Empty.'],
  ]);
});

test('results that come in any order are told in the order of the list', () => {
  const told: number[] = [];
  const tell = inOrder(({ file }) => told.push(file));
  for (const early of [2, 0, 3]) tell(outcome(early));
  expect(told).toEqual([0]);
  tell(outcome(1));
  expect(told).toEqual([0, 1, 2, 3]);
});

describe('files are spread over lanes', () => {
  /** A lane that ends files when it is told to, the first one first. */
  function lane() {
    const inHand: { file: number; end: (outcome: Outcome) => void }[] = [];
    const make = (file: number): Promise<Outcome> => new Promise((end) => inHand.push({ file, end }));
    const end = (): void => {
      const next = inHand.shift();
      next?.end(outcome(next.file));
    };
    return { inHand, make, end };
  }
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

  test.each([1, 3, 7])('each once, in pieces of %i, and a lane never waits for the page', async (chunksize) => {
    const lanes = [lane(), lane()];
    const told: number[] = [];
    const files = Array.from({ length: 20 }, (_, i) => file(String(i)));
    const done = spread(lanes, files, chunksize, ({ file }) => told.push(file), new AbortController().signal);
    for (let i = 0; i < 100 && told.length < 20; i += 1) {
      await turn();
      // Whoever has less than two files has them because none are left.
      for (const { inHand } of lanes) {
        const given = told.length + lanes.reduce((sum, { inHand }) => sum + inHand.length, 0);
        expect(inHand.length >= Math.min(2, chunksize) || given === 20).toBe(true);
        expect(inHand.length).toBeLessThanOrEqual(chunksize + 1);
      }
      lanes[i % 3 === 0 ? 0 : 1]?.end();
      lanes[0]?.end();
    }
    await done;
    expect(told.toSorted((a, b) => a - b)).toEqual(files.map((_, i) => i));
  });

  test('until it is aborted: then it ends, and nothing more is told', async () => {
    const one = lane();
    const stop = new AbortController();
    const told: number[] = [];
    const files = Array.from({ length: 9 }, (_, i) => file(String(i)));
    const done = spread([one], files, 1, ({ file }) => told.push(file), stop.signal);
    await turn();
    one.end();
    await turn();
    stop.abort();
    await done;
    one.end();
    await turn();
    expect(told).toEqual([0]);
  });

  test('a file that can’t be opened is a fault, and the rest goes on', async () => {
    const bad: BatchFile = { name: 'gone', size: 1, open: () => Promise.reject(new Error('gone')) };
    const told: Outcome[] = [];
    const make = (index: number): Promise<Outcome> => Promise.resolve(outcome(index));
    const film = { ...file('film.mp4'), size: 3_000_000_000, open: () => Promise.reject(new Error('not to be read')) };
    await spread(
      [{ make }],
      [file('a'), bad, file('b'), film],
      2,
      (one) => told.push(one),
      new AbortController().signal,
    );
    expect(told.map(({ file, fault }) => [file, fault?.code]).toSorted()).toEqual([
      [0, undefined],
      [1, 'unreadable'],
      [2, undefined],
      [3, 'too-large'],
    ]);
    expect(told.find(({ file }) => file === 3)?.fault?.message).toMatch(/has 3\sGB; .* up to 250\sMB\.$/);
  });
});

test('every file ends once, whatever a way tells, and results without room are faults', async () => {
  const made = (bytes: number): Outcome['made'] => ({
    ...{ width: 1, height: 1, channels: 1, fullWidth: 2, fullHeight: 3, startMs: 0, decodedMs: 0, endMs: 0 },
    pixels: new Uint8Array(bytes),
  });
  const told: Outcome[] = [];
  const runner = {
    lanes: 2,
    run: async (_: unknown, deliver: (outcome: Outcome) => void) => {
      deliver({ file: 1, spans: [], made: made(300 << 20) });
      deliver({ file: 1, spans: [], made: made(1) });
      deliver({ file: 7, spans: [], made: made(1) });
      deliver({ file: 0, spans: [], made: made(300 << 20) });
    },
    end: () => {},
  };
  const running = new Running(wayOf('workers-submit'), runner, [file('a'), file('b'), file('c')], 1);
  await running.go((one) => told.push(one), new AbortController().signal);
  expect(told.map(({ file, fault }) => [file, fault?.code])).toEqual([
    [1, undefined],
    [0, 'no-room'],
  ]);
  const { records, cancelled } = running.report(null);
  expect(records.map(({ doneMs, fault }) => [doneMs !== null, fault?.code])).toEqual([
    [true, 'no-room'],
    [true, undefined],
    [false, undefined],
  ]);
  expect([running.ended, running.faults, running.pixels, cancelled]).toEqual([2, 1, 6, false]);
});

describe('the address', () => {
  test('says what was set, and nothing of what is usual', () => {
    expect(writeSettings(DEFAULTS)).toBe('');
    const settings: Settings = {
      ...DEFAULTS,
      way: 'workers-map',
      lanes: 3,
      chunksize: 5,
      exact: true,
      count: 17,
      seed: 9,
      steps: [{ name: 'invert', params: {} }],
    };
    expect(readSettings(writeSettings(settings))).toEqual({ settings, problems: [] });
  });

  test.each([
    'lanes=0',
    'lanes=1e9',
    'count=1000000000',
    'way=magic',
    'steps=[{"name":"<script>"}]',
    'steps=[{"name":"mandelbrot"}]',
    'steps={',
    `steps=${JSON.stringify(Array.from({ length: 17 }, () => ({ name: 'invert' })))}`,
    'evil=1',
  ])('that asks for %s is told so, and the rest holds', (part) => {
    const { settings, problems } = readSettings(`?${part}&seed=4`);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.length).toBeLessThan(250);
    expect(settings).toEqual({ ...DEFAULTS, seed: 4 });
  });
});

test('what systems hide in archives and folders is no input', () => {
  expect(['.DS_Store', 'a/.git/b.jpg', '__MACOSX/a.jpg'].every(isHidden)).toBe(true);
  expect(['a.jpg', 'a/b c/d.jpg'].some(isHidden)).toBe(false);
});

test('a contact sheet has room for all, and cells as large as that allows', () => {
  expect(cellSize(1200, 40)).toBe(64);
  for (const [width, count] of [
    [320, 200],
    [1200, 200],
    [1200, 1431],
  ] as const) {
    const cell = cellSize(width, count);
    expect(Math.ceil(count / Math.floor(width / cell)) * cell).toBeLessThanOrEqual(420);
  }
  expect(cellSize(300, 10_000)).toBe(8);
});
