// The experiment against engines made of paper: order, sharing, sizes, equality, what is set aside, and what is kept when something goes
// wrong.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { EngineError, type Engine, type Pixels, type Ran, type Source } from '../../../www/src/engines/engine.js';
import {
  MOST_SPANS,
  MOST_SPANS_OF_RUN,
  type Mode,
  type ModeSettings,
  type Report,
  type Settings,
  type SoFar,
  type Step,
} from '../../../www/src/generated/model.js';
import { usual } from '../../../www/src/setup.js';

const engines = vi.hoisted(() => ({ start: new Map<string, (signal: AbortSignal) => Promise<unknown>>() }));
vi.mock('../../../www/src/engines/index.js', () => ({
  engineOf: (mode: Mode) => ({ mode, tolerance: () => (mode === 'js' ? 1 : 0) }),
}));
const started: string[] = [];
vi.mock('../../../www/src/engines/start.js', () => ({
  startEngine: (kind: { mode: Mode }, { threads }: ModeSettings, signal: AbortSignal) => {
    started.push(`${kind.mode} ${threads}`);
    return engines.start.get(kind.mode)?.(signal);
  },
}));
const { runExperiment, within } = await import('../../../www/src/state/experiment.js');

const disposed: string[] = [];
/** What engines were asked for, in order. */
const asked: string[] = [];

const RAN: Ran = {
  totalMs: 10,
  phases: [{ phase: 'compute', ms: 10 }],
  outputSize: { width: 1, height: 1 },
  trace: { lanes: 1, spans: [] },
  movedBytes: 0,
};

function paper(mode: string, result: number[], runs: () => Promise<void> = async () => {}): () => Promise<Engine> {
  return async () => ({
    startMs: 7,
    load: async ({ pixels }: Source) => {
      asked.push(`${mode} loads ${pixels ? `${pixels.size.width} × ${pixels.size.height}` : 'nothing'}`);
      return 3;
    },
    run: async (kernel, chunk, _, batch) => {
      asked.push(`${mode} runs ${kernel.name}, ${JSON.stringify(chunk)}, ${batch}`);
      await runs();
      return RAN;
    },
    fingerprint: async () => result.join(''),
    output: async () => ({ bytes: Uint8Array.from(result), ms: 2 }),
    dispose: () => disposed.push(mode),
  });
}

const one = (mode: Mode, threads: number, rest: Partial<ModeSettings> = {}): ModeSettings => ({
  ...usual(mode, threads),
  ...rest,
});
const settings: Settings = {
  experiment: 'race',
  modes: [one('simd', 1), one('threads', 2)],
  repeats: 2,
  warmups: 1,
  precision: null,
  budgetMs: null,
  seed: 1,
  scope: 'kernel',
};
const steps: Step[] = [
  { modeIndex: 1, round: 0, warmup: true, batch: 1 },
  { modeIndex: 0, round: 0, warmup: true, batch: 1 },
  { modeIndex: 0, round: 0, warmup: false, batch: 4 },
  { modeIndex: 1, round: 0, warmup: false, batch: 4 },
];
/** A round of warm-up and a measured one, each of every mode once. */
const roundsOf = (modes: number): Step[] =>
  [true, false].flatMap((warmup) =>
    Array.from({ length: modes }, (_, modeIndex) => ({ modeIndex, round: 0, warmup, batch: 1 })),
  );
const plan = {
  job: {
    kernel: { name: 'k', params: {} },
    action: 'k this picture',
    shape: 'stencil',
    input: { origin: 'file', name: 'a', size: { width: 8, height: 4 }, decodeMs: 1 },
  },
  source: { pixels: undefined, file: undefined },
  settings,
  machine: { agent: 'a', claimedCores: 2, isolated: true, clockResolutionMs: 0.005, version: '0' },
} as const;
const ceiling = { ceiling: [{ lanes: 1, speedUp: 1 }], ceilingAt: '2026-01-01T08:00:00Z' };
const heard: SoFar[] = [];

/** Helpers whose planner goes through these steps, a round at a time. */
const following = (steps: readonly Step[]) => ({
  next: async (soFar: SoFar) => {
    heard.push(soFar);
    const first = steps[soFar.samples.length];
    const round = steps.filter((step) => step.round === first?.round && step.warmup === first.warmup);
    return { steps: round, stop: first ? null : ('precise' as const), leftMs: null };
  },
  compare: async (one: Uint8Array<ArrayBufferLike>, other: Uint8Array<ArrayBufferLike>) => ({
    first: one.findIndex((byte, i) => byte !== other[i]),
    levels: Math.max(...one.map((byte, i) => Math.abs(byte - (other[i] ?? 0)))),
    one,
  }),
  ceiling: async () => ceiling,
});

function listening() {
  const reports: Report[] = [];
  return {
    reports,
    firstOutput: vi.fn(async (output: Pixels) => output),
    progress: vi.fn(async () => {}),
    paused: vi.fn(),
    round: async (report: Report): Promise<void> => void reports.push(report),
  };
}

const run = (
  { modes = settings.modes, source = plan.source }: { modes?: readonly ModeSettings[]; source?: Source },
  helpers = following(roundsOf(modes.length)),
  listener = listening(),
  signal = new AbortController().signal,
) => runExperiment({ ...plan, source, settings: { ...settings, modes: [...modes] } }, helpers, listener, signal);

const go = (listener: ReturnType<typeof listening>, signal?: AbortSignal) =>
  run({}, following(steps), listener, signal);

async function made(outcome: ReturnType<typeof run>): Promise<Report> {
  const { report, error } = await outcome;
  if (error || !report) throw error ?? new Error('no report');
  return report;
}

let visibility: 'visible' | 'hidden' = 'visible';
const see = (state: 'visible' | 'hidden'): void => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};
Object.defineProperty(document, 'visibilityState', { get: () => visibility, configurable: true });

beforeEach(() => {
  for (const list of [disposed, started, asked, heard]) list.length = 0;
  engines.start.set('simd', paper('simd', [1, 2, 3, 4]));
  engines.start.set('threads', paper('threads', [1, 2, 3, 4]));
});
afterEach(() => see('visible'));

test('the runs follow the planner, and loading is paid once by each mode, outside every run', async () => {
  const listener = listening();
  const report = await made(go(listener));
  expect(report.runs.map(({ modeIndex, warmup, batch }) => ({ modeIndex, warmup, batch }))).toEqual(
    steps.map(({ modeIndex, warmup, batch }) => ({ modeIndex, warmup, batch })),
  );
  expect(report.runs.map(({ totalMs }) => totalMs)).toEqual([10, 10, 10, 10]);
  expect(report.runs.map(({ frames }) => frames)).toEqual([null, null, null, null]);
  expect(report.runs.map(({ setAside }) => setAside)).toEqual([null, null, null, null]);
  expect(report.runs[0]?.atMs).toBe(0);
  expect(report.engines).toEqual([
    { modeIndex: 0, startMs: 7, copyInMs: 3, copyOutMs: 2 },
    { modeIndex: 1, startMs: 7, copyInMs: 3, copyOutMs: 2 },
  ]);
  expect(report).toMatchObject({ stop: 'precise', ...ceiling });
  expect(listener.firstOutput).toHaveBeenCalledTimes(1);
  // After each round, and never within one.
  expect(listener.reports.map(({ runs }) => runs.length)).toEqual([2, 4]);
  expect(report.job.outputSize).toEqual({ width: 1, height: 1 });
  expect(new Set(disposed)).toEqual(new Set(['simd', 'threads']));
});

test('the planner is told of every run, and its batches reach the engines', async () => {
  await made(go(listening()));
  expect(heard.map(({ samples }) => samples.length)).toEqual([0, 2, 4]);
  expect(heard.at(-1)?.samples.at(-1)).toEqual({
    modeIndex: 1,
    round: 0,
    warmup: false,
    totalMs: 10,
    batch: 4,
    setAside: false,
  });
  expect(heard[0]?.elapsedMs).toBe(0);
  expect(asked.filter((what) => what.includes('runs'))).toEqual([
    'threads runs k, "auto", 1',
    'simd runs k, "auto", 1',
    'simd runs k, "auto", 4',
    'threads runs k, "auto", 4',
  ]);
});

test('engines start when they are needed, and modes that differ only in chunk or size share one', async () => {
  const modes = [
    one('simd', 1),
    one('simd', 1),
    one('threads', 2),
    one('threads', 2, { chunk: { rows: 3 } }),
    one('threads', 1),
  ];
  const report = await made(run({ modes }));
  expect(started).toEqual(['simd 1', 'threads 2', 'threads 1']);
  expect(report.engines.map(({ modeIndex, copyInMs }) => [modeIndex, copyInMs])).toEqual(
    [0, 1, 2, 3, 4].map((i) => [i, 3]),
  );
  expect(asked.filter((what) => what.includes('loads'))).toHaveLength(3);
  expect(asked).toContain('threads runs k, {"rows":3}, 1');
  expect(report.equality).toMatchObject({ identical: true, outputs: 5 });
});

test('a picture of another size is made once, loaded when its turn comes, and compared with its like', async () => {
  const small = { width: 2, height: 1 };
  const modes = [
    one('simd', 1, { size: small }),
    one('threads', 2, { size: small }),
    one('simd', 1),
    one('threads', 2),
  ];
  let size = '';
  const sized =
    (mode: string, differs = false) =>
    async () => {
      const engine = await paper(mode, [])();
      return {
        ...engine,
        load: (source: Source) => {
          size = String(source.pixels?.size.width);
          return engine.load(source);
        },
        fingerprint: async () => size,
        output: async () => ({ bytes: Uint8Array.from([Number(size), 0, 0, differs && size === '2' ? 1 : 0]), ms: 2 }),
      };
    };
  engines.start.set('simd', sized('simd'));
  engines.start.set('threads', sized('threads'));
  const source = { pixels: { size: plan.job.input.size, bytes: new Uint8Array(128) }, file: undefined };
  const listener = listening();
  const report = await made(run({ modes, source }, following(roundsOf(4)), listener));
  // One that makes the small picture, and the two that race.
  expect(started).toEqual(['simd 1', 'simd 1', 'threads 2']);
  expect(asked.filter((what) => what.includes('resize'))).toHaveLength(1);
  expect(asked.filter((what) => what.startsWith('threads'))).toEqual(
    ['2 × 1', '8 × 4', '2 × 1', '8 × 4'].flatMap((load) => [`threads loads ${load}`, 'threads runs k, "auto", 1']),
  );
  expect(report.equality).toMatchObject({ identical: true, asPromised: true, outputs: 4 });
  // What is shown is the result of the picture's own size.
  expect([...(listener.firstOutput.mock.calls[0]?.[0].bytes ?? [])]).toEqual([8, 0, 0, 0]);

  engines.start.set('threads', sized('threads', true));
  expect((await made(run({ modes, source }))).equality).toMatchObject({ identical: false, firstDifference: 3 });
});

test('pictures that would take too much memory are refused in a sentence', async () => {
  const modes = Array.from({ length: 8 }, (_, i) => one('threads', i + 1));
  const bytes = { length: 600 * 2 ** 20 } as Uint8Array;
  const { report, error } = await run({
    modes,
    source: { pixels: { size: plan.job.input.size, bytes }, file: undefined },
  });
  expect(report).toBeUndefined();
  expect(error).toMatchObject({ code: 'out-of-memory', message: expect.stringMatching(/4\.7 GB/) as string });
});

test('so are results that turn out larger than their picture', async () => {
  const large = { ...RAN, outputSize: { width: 16_384, height: 12_288 } };
  engines.start.set('threads', async () => ({ ...(await paper('threads', [1])()), run: async () => large }));
  const modes = Array.from({ length: 6 }, (_, i) => one('threads', i + 1));
  const { report, error } = await run({ modes });
  expect(report).toBeUndefined();
  expect(error).toMatchObject({ code: 'out-of-memory', message: expect.stringMatching(/4\.5 GB/) as string });
  expect(started).toHaveLength(1);
});

test('a run during which the page was hidden is set aside, and the next round waits until it is seen', async () => {
  let runs = 0;
  const hide = async (): Promise<void> => {
    runs += 1;
    if (runs === 1) see('hidden');
  };
  engines.start.set('simd', paper('simd', [1, 2, 3, 4], hide));
  const listener = listening();
  listener.paused.mockImplementation((is: boolean) => {
    if (is) setTimeout(() => see('visible'), 5);
  });
  const report = await made(run({}, undefined, listener));
  // The rest of the round is made before it pauses.
  expect(report.runs.map(({ setAside }) => setAside)).toEqual(['hidden', 'hidden', null, null]);
  expect(listener.paused.mock.calls).toEqual([[true], [false]]);
  expect(heard[1]?.samples.map(({ setAside }) => setAside)).toEqual([true, true]);
});

test('a page that hides and comes back within a run was hidden', async () => {
  let runs = 0;
  const blink = async (): Promise<void> => {
    runs += 1;
    if (runs !== 2) return;
    see('hidden');
    see('visible');
  };
  engines.start.set('threads', paper('threads', [1, 2, 3, 4], blink));
  const report = await made(run({}));
  expect(report.runs.map(({ setAside }) => setAside)).toEqual([null, null, null, 'hidden']);
});

test('progress goes from 0 to 1', async () => {
  const listener = listening();
  await made(go(listener));
  const shares = (listener.progress.mock.calls as unknown as [{ share: number; runs: number }][]).map(([p]) => p);
  expect(shares.map(({ runs }) => runs)).toEqual([0, 1, 2, 3, 4]);
  expect(shares[0]?.share).toBe(0);
  for (const [i, { share }] of shares.entries()) expect(share).toBeGreaterThanOrEqual(shares[i - 1]?.share ?? 0);
});

test('equal outputs are identical', async () => {
  expect((await made(go(listening()))).equality).toEqual({
    identical: true,
    outputs: 2,
    sizeBytes: 4,
    firstDifference: null,
    asPromised: true,
    levels: 0,
  });
});

test('one different byte is found and told', async () => {
  engines.start.set('threads', paper('threads', [1, 2, 9, 4]));
  expect((await made(go(listening()))).equality).toEqual({
    identical: false,
    outputs: 2,
    sizeBytes: 4,
    firstDifference: 2,
    asPromised: false,
    levels: 6,
  });
});

test('a level off is as promised where the mode says so, and only if every run keeps to it', async () => {
  const goJs = (): Promise<Report> => made(run({ modes: [one('simd', 1), one('js', 1)] }));
  engines.start.set('js', paper('js', [1, 2, 4, 4]));
  expect((await goJs()).equality).toMatchObject({ identical: false, asPromised: true, levels: 1 });
  engines.start.set('js', paper('js', [1, 2, 5, 4]));
  expect((await goJs()).equality).toMatchObject({ identical: false, asPromised: false, levels: 2 });
  // The baseline's first run was compared; a later one makes something else.
  let prints = 0;
  engines.start.set('js', paper('js', [1, 2, 4, 4]));
  engines.start.set('simd', async () => ({
    ...(await paper('simd', [1, 2, 3, 4])()),
    fingerprint: async () => String((prints += 1)),
  }));
  expect((await goJs()).equality).toMatchObject({ identical: false, asPromised: false });
  // A level off in a mode that promises the same bytes.
  engines.start.set('simd', paper('simd', [1, 2, 3, 4]));
  engines.start.set('threads', paper('threads', [1, 2, 4, 4]));
  expect((await made(go(listening()))).equality).toMatchObject({ identical: false, asPromised: false, levels: 1 });
});

test('a run that fails ends the experiment, its engines, and keeps what was done', async () => {
  let runs = 0;
  const fail = async (): Promise<void> => {
    runs += 1;
    if (runs === 2) throw new EngineError('crash', 'It broke.');
  };
  engines.start.set('simd', paper('simd', [1, 2, 3, 4], fail));
  const listener = listening();
  const { report, error } = await go(listener);
  expect(error).toMatchObject({ code: 'crash', message: 'It broke.' });
  expect(report?.runs).toHaveLength(2);
  expect(report?.stop).toBe('failed');
  expect(disposed.sort()).toEqual(['simd', 'threads']);
});

test('cancelling ends a run that would never end', async () => {
  engines.start.set(
    'simd',
    paper('simd', [1], () => new Promise(() => {})),
  );
  const cancel = new AbortController();
  const listener = listening();
  setTimeout(() => cancel.abort(), 10);
  const { report, error } = await go(listener, cancel.signal);
  expect(error).toMatchObject({ code: 'cancelled' });
  // The other mode's run, which came first, is kept.
  expect(report).toMatchObject({ stop: 'cancelled', runs: [{ modeIndex: 1 }] });
  expect(disposed).toContain('simd');
});

test('a cancellation while engines start ends the experiment, and reaches the engine that is starting', async () => {
  const cancel = new AbortController();
  const told = vi.fn();
  engines.start.set('simd', (signal) => {
    signal.addEventListener('abort', told);
    return new Promise(() => {});
  });
  setTimeout(() => cancel.abort(), 10);
  expect((await go(listening(), cancel.signal)).error).toMatchObject({ code: 'cancelled' });
  expect(told).toHaveBeenCalledTimes(1);
});

test('a cancellation while the first output is shown ends the experiment, and nothing is told after it', async () => {
  const cancel = new AbortController();
  const listener = listening();
  listener.firstOutput.mockImplementation(async (output) => {
    cancel.abort();
    await new Promise((resolve) => setTimeout(resolve, 5));
    return output;
  });
  expect((await go(listener, cancel.signal)).error).toMatchObject({ code: 'cancelled' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(listener.reports).toEqual([]);
  expect(disposed).toEqual(['threads']);
});

test('nothing is started for a race that was cancelled before it began', async () => {
  const cancel = new AbortController();
  cancel.abort();
  expect((await go(listening(), cancel.signal)).error).toMatchObject({ code: 'cancelled' });
});

test('a report is never given more spans than it can hold', () => {
  const span = { lane: 0, startMs: 0, endMs: 1, firstRow: 0, endRow: 1, stage: 'render' as const };
  const trace = (spans: number): Report['runs'][0]['trace'] => ({
    lanes: 2,
    spans: Array.from({ length: spans }, () => span),
  });
  const whole = trace(MOST_SPANS_OF_RUN);
  expect(within(whole, 0)).toBe(whole);
  expect(within(trace(MOST_SPANS_OF_RUN + 1), 0)).toEqual(trace(0));
  expect(within(trace(7), MOST_SPANS - 7)).toEqual(trace(7));
  expect(within(trace(8), MOST_SPANS - 7)).toEqual(trace(0));
  expect(within(trace(0), MOST_SPANS)).toEqual(trace(0));
});
