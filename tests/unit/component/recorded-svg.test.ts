// A recorded race as a drawing: what lies where in time, what a stranger's report may hold, and the colours.

import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { PALETTES } from '../../../www/src/component/palette.js';
import { NotPlayable, agentInWords, isPlayable, raceOf } from '../../../www/src/component/race.js';
import { drawn, reading, recordedSvg, withdrawn } from '../../../www/src/component/recorded-svg.js';
import type { Experiment, ModeSettings, Report } from '../../../www/src/generated/model.js';

const recorded = (): Report => JSON.parse(readFileSync('www/public/recorded-race.json', 'utf8')) as Report;
const parsed = (svg: string): Document => {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
};

test('of every mode the run nearest to its median is raced', () => {
  const report = recorded();
  const race = raceOf(report);
  expect(race.contestants.map(({ name }) => name)).toEqual(['One thread', '2 threads', '2 workers']);
  for (const [index, contestant] of race.contestants.entries()) {
    const times = report.runs
      .filter((run) => run.modeIndex === index && !run.warmup && !run.setAside)
      .map((run) => run.totalMs)
      .sort((a, b) => a - b);
    expect(times.length % 2).toBe(1);
    expect(contestant.totalMs).toBe(times[times.length >> 1]);
  }
  expect(race.longestMs).toBe(Math.max(...race.contestants.map(({ totalMs }) => totalMs)));
});

const mode = (part: Partial<ModeSettings>): ModeSettings => ({
  mode: 'simd',
  threads: 1,
  chunk: 'auto',
  place: 'worker',
  passing: 'transfer',
  size: null,
  ...part,
});

/** A report of these modes, with a run of each that takes as many milliseconds as its place, from 1. */
function experiment(name: Experiment, modes: readonly ModeSettings[]): Report {
  const report = recorded();
  const [run] = report.runs;
  const runs = modes.map((_, modeIndex) => ({
    ...run!,
    modeIndex,
    warmup: false,
    setAside: null,
    totalMs: modeIndex + 1,
  }));
  return { ...report, settings: { ...report.settings, experiment: name, modes: [...modes] }, runs };
}

const contestants = (report: Report): [string, number][] =>
  raceOf(report).contestants.map(({ name, totalMs }) => [name, totalMs]);

test('of break-even the modes on the whole picture are raced, not the first and smallest', () => {
  const sizes = [8, 11, 16, 23, 32].map((side) => ({ width: side, height: side }));
  const modes = [...sizes, null].flatMap((size) => [mode({ size }), mode({ mode: 'threads', threads: 4, size })]);
  expect(contestants(experiment('break-even', modes))).toEqual([
    ['One thread', 11],
    ['4 threads', 12],
  ]);
});

test('of growing pictures no race is made of one mode that has the whole one', () => {
  const size = { width: 8, height: 8 };
  const growing = [mode({ size }), ...[1, 2, 4].map((n) => mode({ mode: 'threads', threads: n, size }))];
  const whole = [mode({ mode: 'threads', threads: 8 }), mode({ mode: 'workers', threads: 8 })];
  for (const modes of [growing, [...growing, whole[0]!]]) {
    const report = experiment('growing', modes);
    expect(() => raceOf(report)).toThrow(NotPlayable);
    expect(() => raceOf(report)).toThrow('pictures of several sizes');
    expect(isPlayable(report)).toBe(false);
  }
  const two = experiment('growing', [...growing, ...whole]);
  expect(contestants(two)).toEqual([
    ['8 threads', 5],
    ['8 workers', 6],
  ]);
  expect(isPlayable(two)).toBe(true);
});

test('of chunks every mode is called by how it is cut; where all are cut alike none is', () => {
  const cut = (chunk: ModeSettings['chunk']): ModeSettings => mode({ mode: 'threads', threads: 4, chunk });
  const chunks = experiment('chunks', [
    mode({}),
    cut('auto'),
    cut('one-per-lane'),
    cut({ rows: 1 }),
    cut({ rows: 64 }),
  ]);
  expect(contestants(chunks).map(([name]) => name)).toEqual([
    'One thread',
    '4 threads',
    '4 threads, one chunk a lane',
    '4 threads, 1 row a chunk',
    '4 threads, 64 rows a chunk',
  ]);
  expect(contestants(experiment('race', [mode({}), cut({ rows: 64 })])).map(([name]) => name)).toEqual([
    'One thread',
    '4 threads',
  ]);
  // Even on a phone no name runs into a clock.
  const { svg } = drawn(raceOf(chunks), { theme: 'light', animated: false, width: 280 });
  for (const text of parsed(svg).querySelectorAll('text:not(.clock)[font-weight]')) {
    const right = Number(text.getAttribute('x')) + (text.textContent ?? '').length * 14 * 0.58;
    expect(right, text.textContent ?? '').toBeLessThan(280 - 16 - '5.00 ms'.length * 20 * 0.58);
  }
});

test('a ladder, and a scaling that has more modes than can be followed, are raced from their first mode on', () => {
  const scaling = [mode({}), ...[1, 2, 3, 4, 6, 8, 12, 16].map((threads) => mode({ mode: 'threads', threads }))];
  const raced = contestants(experiment('scaling', scaling));
  expect(raced).toHaveLength(8);
  expect(raced.slice(0, 3)).toEqual([
    ['One thread', 1],
    ['A pool of one thread', 2],
    ['2 threads', 3],
  ]);
  const ladder = [mode({}), mode({ mode: 'js' }), mode({ mode: 'scalar' })];
  expect(contestants(experiment('ladder', ladder)).map(([name]) => name)).toEqual([
    'One thread',
    'JavaScript',
    'One thread without SIMD',
  ]);
  // One mode alone is no comparison, but it can be watched.
  expect(contestants(experiment('race', [mode({ mode: 'js' })]))).toEqual([['JavaScript', 1]]);
});

test('lengths are in true proportion of time', () => {
  const race = raceOf(recorded());
  const { svg, scale } = drawn(race, { theme: 'light', animated: false, width: 640 });
  const perMs = (scale.right - scale.left) / race.longestMs;
  const works = [...parsed(svg).querySelectorAll('.work')];
  const lanes = race.contestants.flatMap((contestant) => contestant.lanes);
  expect(works).toHaveLength(lanes.filter((lane) => lane.length > 0).length);
  works.forEach((work, i) => {
    const boxes = [...(work.getAttribute('d') ?? '').matchAll(/M([\d.]+) [\d.]+H([\d.]+)/g)];
    expect(boxes).toHaveLength(lanes[i]?.length ?? -1);
    boxes.forEach(([, left, right], j) => {
      const span = lanes[i]?.[j];
      expect(Number(left)).toBeCloseTo(scale.left + perMs * (span?.startMs ?? NaN), 1);
      expect(Math.abs(Number(right) - scale.left - perMs * (span?.endMs ?? NaN))).toBeLessThan(0.51);
    });
  });
});

test('a moving one has no script, and one cycle for everything that moves', () => {
  const svg = recordedSvg(recorded(), { theme: 'dark', animated: true });
  const document = parsed(svg);
  expect(document.querySelector('script, foreignObject, image')).toBeNull();
  expect(svg).not.toMatch(/\bon\w+=|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  expect(svg).toContain('prefers-reduced-motion:reduce');
  expect(svg.match(/animation-duration/g)).toHaveLength(1);
  // Whoever doesn't animate sees the end: nothing is covered, and every clock shows its last reading.
  const last = raceOf(recorded()).contestants.map((one) => reading(one, one.totalMs));
  expect([...document.querySelectorAll('.clock')].map((clock) => clock.lastElementChild?.textContent)).toEqual(last);
  for (const cover of document.querySelectorAll('.cover'))
    expect(cover.getAttribute('transform')).toMatch(/^matrix\(0 0 0 1 /);
});

test('the cover is withdrawn to the right as time passes', () => {
  const scale = { left: 16, right: 624, endMs: 10 };
  expect(withdrawn(scale, 0)).toBe('matrix(1 0 0 1 0 0)');
  expect(withdrawn(scale, 0.25)).toBe('matrix(0.75 0 0 1 156 0)');
  expect(withdrawn(scale, 2)).toBe('matrix(0 0 0 1 624 0)');
  expect([reading({ totalMs: 20 }, 5), reading({ totalMs: 20 }, 50)]).toEqual(['5.00\u00a0ms', '20.0\u00a0ms']);
});

test('a narrow one keeps its words inside', () => {
  const { svg } = drawn(raceOf(recorded()), { theme: 'light', animated: false, width: 280 });
  for (const text of parsed(svg).querySelectorAll('text:not(.clock):not([text-anchor])'))
    expect((text.textContent ?? '').length * Number(text.getAttribute('font-size')) * 0.5).toBeLessThan(280);
});

test('texts of strangers stay texts', () => {
  const report = recorded();
  report.job.action = '<script>alert(1)</script>';
  report.job.input.name = `"><image href=x onerror=alert(1)>\u202e${'x'.repeat(10_000)}`;
  const svg = recordedSvg(report, { theme: 'light', animated: true });
  expect(parsed(svg).querySelector('script, image')).toBeNull();
  expect(svg.length).toBeLessThan(30_000);
  expect(svg).not.toContain('\u202e');
});

test('of texts no character is halved, and none stays that no drawing can hold', () => {
  // What an XML document may hold, by its grammar; a browser's parser keeps to it, the one of these tests doesn't.
  const writable = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
  const unit = fc.constantFrom(
    '\ud83c',
    '\udf5e',
    '🍞',
    '\ufffe',
    '\uffff',
    '\u0000',
    '\u000b',
    '\u007f',
    'a',
    'é',
    ' ',
    '<',
    '&',
  );
  const text = fc.array(unit, { maxLength: 200 }).map((units) => units.join(''));
  fc.assert(
    fc.property(text, text, text, (action, name, agent) => {
      const report = recorded();
      report.job.action = action;
      report.job.input.name = name;
      report.machine.agent = agent;
      const svg = recordedSvg(report, { theme: 'dark', animated: true, width: 280 });
      expect(svg).toMatch(writable);
      expect(() => encodeURIComponent(svg)).not.toThrow();
      parsed(svg);
    }),
  );
  const report = recorded();
  report.job.action = '🍞'.repeat(100);
  expect(raceOf(report).title).toBe(`${'🍞'.repeat(79)}…`);
  report.job.action = '🍞'.repeat(80);
  expect(raceOf(report).title).toBe(report.job.action);
});

test('what cannot be played is refused with a sentence', () => {
  const broken: ((report: Report) => unknown)[] = [
    () => null,
    () => 'text',
    () => ({}),
    (report) => ({ ...report, version: 2 }),
    (report) => ({ ...report, runs: [] }),
    (report) => ({ ...report, runs: report.runs.map((run) => ({ ...run, totalMs: NaN })) }),
    (report) => ({ ...report, runs: report.runs.map((run) => ({ ...run, totalMs: 1e300 })) }),
    (report) => ({ ...report, runs: report.runs.map((run) => ({ ...run, trace: { ...run.trace, lanes: 1e9 } })) }),
    (report) => ({ ...report, runs: report.runs.map((run) => ({ ...run, trace: { ...run.trace, lanes: 257 } })) }),
    (report) => ({ ...report, runs: report.runs.map((run) => ({ ...run, trace: { lanes: 1 } })) }),
    (report) => ({ ...report, settings: { ...report.settings, modes: [{ mode: 'threads', threads: 2, chunk: {} }] } }),
    (report) => ({ ...report, settings: { ...report.settings, modes: [{ mode: 'simd', threads: 1e9 }] } }),
  ];
  for (const change of broken) {
    const attempt = (): unknown => raceOf(change(recorded()));
    expect(attempt).toThrow(NotPlayable);
    expect(attempt).toThrow(/^(This is|The report).*\.$/);
  }
});

/** Values at the ends of what can be, and names that every object has. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', [], {}, 0, -1, 0.5, 1, 2 ** 32, 1e308, NaN, Infinity),
  fc.constantFrom<unknown>('length', 'constructor', '__proto__', 'toString', 'simd', '<script>', '\u0000\ufffe'),
  fc.double(),
);

test('whatever a report holds, it is played or refused with a sentence', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 7 }), hostile), { maxLength: 4 }),
      (all) => {
        const report = recorded();
        for (const [way, value] of all) {
          // From the root to one of its parts, and that is replaced.
          let [part, key]: [Record<string, unknown>, string] = [{ report }, 'report'];
          for (const step of way) {
            const next = part[key];
            if (typeof next !== 'object' || next === null || Object.keys(next).length === 0) break;
            const keys = Object.keys(next);
            [part, key] = [next as Record<string, unknown>, keys[step % keys.length] ?? ''];
          }
          part[key] = value;
        }
        let svg: string;
        try {
          svg = recordedSvg(report, { theme: 'dark', animated: true });
        } catch (error) {
          expect(error).toBeInstanceOf(NotPlayable);
          expect((error as Error).message).toMatch(/\.$/);
          return;
        }
        expect(/NaN|Infinity|undefined|\[native/.exec(svg)).toBeNull();
        expect(parsed(svg).querySelector('script')).toBeNull();
      },
    ),
    { numRuns: 300 },
  );
});

test('of runs without room for their spans one with spans is played', () => {
  const report = recorded();
  const own = report.runs.filter(({ modeIndex, warmup, setAside }) => modeIndex === 1 && !warmup && !setAside);
  const last = own.toSorted((a, b) => a.totalMs - b.totalMs).at(-1);
  for (const run of own) if (run !== last) run.trace = { ...run.trace, spans: [] };
  expect(raceOf(report).contestants[1]?.totalMs).toBe(last?.totalMs);
});

test('browsers are called what people call them', () => {
  const names: Record<string, string> = {
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36':
      'Chromium 156 on Linux',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0':
      'Edge 156 on Windows',
    'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0': 'Firefox 153 on Linux',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15':
      'Safari 26 on macOS',
    'toasters 0.1.0, linux x86_64, a processor': 'toasters 0.1.0, linux x86_64',
    'something else': 'something else',
  };
  for (const [agent, name] of Object.entries(names)) expect(agentInWords(agent)).toBe(name);
});

test('the colours are those of the charts', () => {
  const source = readFileSync('crates/charts/src/palette.rs', 'utf8');
  const themes = { light: 'LIGHT', dark: 'DARK', print: 'PRINT' } as const;
  for (const [theme, name] of Object.entries(themes)) {
    const block = new RegExp(`static ${name}: Palette = Palette \\{([^;]*)\\};`).exec(source)?.[1] ?? '';
    const colour = (field: string): string | undefined => new RegExp(`${field}: "(#[0-9a-f]{6})"`).exec(block)?.[1];
    const modes = [...block.matchAll(/\["(#[0-9a-f]{6})"/g)].map(([, first]) => first);
    const { paper, ink, muted, hairline, modes: own } = PALETTES[theme as keyof typeof PALETTES];
    expect([paper, ink, muted, hairline]).toEqual(['paper', 'ink', 'muted', 'hairline'].map(colour));
    expect([own.js, own.scalar, own.simd, own.threads, own.workers]).toEqual(modes);
  }
});

test('the picture for readers without scripts is the recorded race', () => {
  const picture = readFileSync('www/public/recorded-race.svg', 'utf8');
  expect(picture).toBe(recordedSvg(recorded(), { theme: 'light', animated: false }));
  const [width, height] = ['width', 'height'].map((side) => new RegExp(` ${side}="(\\d+)"`).exec(picture)?.[1]);
  const alt = raceOf(recorded()).contestants.map(({ totalMs }) => reading({ totalMs }, totalMs).replace('\u00a0', ' '));
  const page = readFileSync('www/embed.html', 'utf8').replace(/\s+/g, ' ');
  expect(page).toContain(`width="${width}" height="${height}"`);
  for (const time of alt) expect(page).toContain(time);
});
