// Permalinks: whatever is set survives the way through a link, and whatever a stranger sends gives a sentence.

import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { catalog } from '../../../www/src/generated/catalog.js';
import {
  EXPERIMENTS,
  LONGEST_MS,
  MODE_LABELS,
  MOST_LANES,
  MOST_PIXELS,
  MOST_RUNS,
  MOST_SPANS,
  type Mode,
  type ModeSettings,
  type ParamInfo,
  type ParamValue,
  type Report,
  type Span,
} from '../../../www/src/generated/model.js';
import { LONGEST_LINK, forLink, readLink, writeLink } from '../../../www/src/links/link.js';
import { LARGEST_FILE, openedReport, reportsInFile } from '../../../www/src/links/opened.js';
import { complete } from '../../../www/src/parameters.js';
import { isParallel, type Setup } from '../../../www/src/setup.js';
import { readAddress, writeAddress } from '../../../www/src/state/address.js';

const MODES = Object.keys(MODE_LABELS) as Mode[];
const recorded = (): Report => JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;

const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const setups: fc.Arbitrary<Setup> = fc.record({
  experiment: fc.constantFrom(...EXPERIMENTS),
  modes: fc.subarray(MODES, { minLength: 1 }),
  threads: whole(1, 64),
  repeats: maybe(whole(1, 200)),
  budgetS: maybe(whole(1, 3600)),
  chunk: fc.oneof(fc.constantFrom('auto' as const, 'one-per-lane' as const), fc.record({ rows: whole(1, 65_535) })),
  passing: fc.constantFrom('transfer' as const, 'copy' as const),
  scope: fc.constantFrom('kernel' as const, 'png' as const, 'jpeg' as const, 'webp' as const),
  blocking: maybe(fc.constantFrom(...MODES.filter((mode) => !isParallel(mode)))),
});

/** Values within a parameter's range, on its steps where it has some. */
function valueOf({ kind }: ParamInfo): fc.Arbitrary<ParamValue> {
  if (kind.type === 'choice') return fc.constantFrom(...kind.choices.map(({ name }) => name));
  if (kind.type === 'pair') {
    const side = whole(Math.ceil(kind.min), Math.floor(kind.max));
    return fc.tuple(side, side);
  }
  if (kind.integer) {
    const steps = Math.floor((kind.max - kind.min) / kind.step);
    return whole(0, steps).map((n) => kind.min + n * kind.step);
  }
  return fc.double({ min: kind.min, max: kind.max, noNaN: true }).map((n) => (n === 0 ? 0 : n));
}

const kernels = fc
  .constantFrom(...catalog)
  .chain((info) =>
    fc
      .record(Object.fromEntries(info.params.map((param) => [param.name, valueOf(param)])))
      .map((params) => ({ name: info.name, params })),
  );

test('a setting survives the way through a link', () =>
  fc.assert(
    fc.asyncProperty(kernels, setups, async (kernel, setup) => {
      const link = await readLink(await writeLink(writeAddress(kernel, setup, catalog)));
      const asked = readAddress(link?.setting ?? '', catalog, { threads: 64, repeats: 200 });
      expect(asked.problems).toEqual([]);
      const info = catalog.find(({ name }) => name === kernel.name);
      expect(asked.kernel).toBe(kernel.name);
      expect(info && complete(info, asked.params ?? {})).toEqual(kernel.params);
      const { experiment = 'race', chunk = 'auto', passing = 'transfer', scope = 'kernel' } = asked;
      const { modes, threads, repeats, budgetS, blocking } = asked;
      expect({ experiment, modes, threads, repeats, budgetS, chunk, passing, scope, blocking }).toEqual({
        ...setup,
        modes: MODES.filter((mode) => setup.modes.includes(mode)),
      });
    }),
    { numRuns: 300 },
  ));

test('a report survives the way through a link, to the last digit', async () => {
  const report = recorded();
  const link = await writeLink('kernel=gaussian', report);
  expect(link.length).toBeLessThan(LONGEST_LINK);
  const read = await readLink(link);
  expect(read?.problem).toBeUndefined();
  expect(openedReport(read?.report)).toEqual(forLink(report));
  // What is left out are lanes of warm-ups, and nothing else.
  const measured = (of: Report): unknown => of.runs.filter(({ warmup }) => !warmup);
  expect(measured(forLink(report))).toEqual(measured(report));
  expect(forLink(report).runs.map(({ totalMs }) => totalMs)).toEqual(report.runs.map(({ totalMs }) => totalMs));
  expect(read?.setting).toBe('kernel=gaussian');
});

test('a report that is too large is refused with a sentence', async () => {
  const report = recorded();
  const noise = Array.from({ length: 20_000 }, (_, i) => Math.sin(i));
  await expect(writeLink('', { ...report, noise } as Report)).rejects.toThrow(/Save the report as a file instead/);
});

test('a fragment that is no permalink is none', async () => {
  for (const fragment of ['', '#', '#step', '#version']) expect(await readLink(fragment)).toBeUndefined();
});

test('hostile links give a sentence', async () => {
  const packed = async (text: string): Promise<string> => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    return Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url');
  };
  // Five million bytes in some five thousand.
  const bomb = await packed(`"${'x'.repeat(5_000_000)}"`);
  expect(bomb.length).toBeLessThan(10_000);
  const links = {
    '#v2&kernel=gaussian': /version 2/,
    [`#v1&kernel=${'x'.repeat(LONGEST_LINK)}`]: /more than 16,000 characters/,
    '#v1&report=': /can’t be read/,
    '#v1&report=%00%ff': /can’t be read/,
    '#v1&report=AAAA': /can’t be read/,
    [`#v1&report=${bomb}`]: /too large/,
    [`#v1&report=${await packed('{"a":')}`]: /can’t be read/,
  };
  for (const [link, sentence] of Object.entries(links))
    expect((await readLink(link))?.problem, link.slice(0, 40)).toMatch(sentence);
});

test('mutilated links never throw', async () => {
  const link = await writeLink('kernel=gaussian&sigma=12', recorded());
  await fc.assert(
    fc.asyncProperty(whole(4, link.length - 1), fc.string({ maxLength: 5 }), async (at, junk) => {
      const read = await readLink(link.slice(0, at) + junk + link.slice(at + 1));
      if (read?.report === undefined) return;
      try {
        openedReport(read.report);
      } catch (error) {
        expect((error as Error).message).toMatch(/\.$/);
      }
    }),
    { numRuns: 200 },
  );
});

test('reports that nobody can have measured are refused with a sentence', () => {
  const run = (report: Report): Report['runs'][0] => report.runs[0] as Report['runs'][0];
  const changes: [(report: Report) => void, RegExp][] = [
    [(report) => ((report.settings.modes[0] as { threads: number }).threads = 1e9), /not a report/],
    [(report) => (run(report).trace.lanes = MOST_LANES + 1), /not a report/],
    [(report) => (run(report).totalMs = -1), /not a report/],
    [(report) => (run(report).totalMs = LONGEST_MS + 1), /not a report/],
    [(report) => (report.machine.claimedCores = MOST_LANES + 1), /not a report/],
    [(report) => (report.job.input.size = { width: MOST_PIXELS, height: 2 }), /not a report/],
    [(report) => (report.runs = []), /has no runs, so there is nothing to show/],
    [(report) => (report.version = 99), /has version 99; this page reads version 1/],
    [
      (report) => (report.settings.modes = Array.from({ length: 65 }, () => report.settings.modes[0] as ModeSettings)),
      /has 65 modes; 64 are the most/,
    ],
    [
      (report) => (report.runs = Array.from({ length: MOST_RUNS + 1 }, () => run(report))),
      /has 20\u00a0001 runs; 20\u00a0000 are the most/,
    ],
    [
      (report) => {
        const spans = Array.from({ length: 50_000 }, () => run(report).trace.spans[0] as Span);
        const long = { ...run(report), trace: { lanes: 1, spans } };
        report.runs = Array.from({ length: MOST_SPANS / 50_000 + 1 }, () => long);
      },
      /has 1\u00a0050\u00a0000 spans; 1\u00a0000\u00a0000 are the most/,
    ],
  ];
  for (const [change, sentence] of changes) {
    const report = recorded();
    change(report);
    expect(() => openedReport(report)).toThrow(sentence);
    expect(() => openedReport(report)).toThrow(/\.$/);
  }
});

test('a report on more lanes than a race can show is opened all the same', () => {
  const report = recorded();
  for (const { trace } of report.runs) trace.lanes = MOST_LANES;
  expect(openedReport(report)).toBe(report);
});

test('a file that is far too large is not read', async () => {
  const file = new File(['{}'], 'report.json');
  Object.defineProperty(file, 'size', { value: LARGEST_FILE + 1 });
  await expect(reportsInFile(file)).rejects.toThrow('report.json has 300 MB; reports of at most 300 MB are read.');
});
