// The experiment against engines made of paper: order, phases, equality, and what is kept when something goes wrong.

import { beforeEach, expect, test, vi } from 'vitest';

import { EngineError, type Engine, type Pixels } from '../../../www/src/engines/engine.js';
import type { Mode, Report, Settings, Step } from '../../../www/src/generated/model.js';

const engines = vi.hoisted(() => ({ start: new Map<string, (signal: AbortSignal) => Promise<unknown>>() }));
vi.mock('../../../www/src/engines/index.js', () => ({
  engineOf: (mode: Mode) => ({ mode, tolerance: () => (mode === 'js' ? 1 : 0) }),
}));
vi.mock('../../../www/src/engines/start.js', () => ({
  startEngine: (kind: { mode: Mode }, _: unknown, signal: AbortSignal) => engines.start.get(kind.mode)?.(signal),
}));
const { runExperiment } = await import('../../../www/src/state/experiment.js');

const disposed: string[] = [];

function paper(mode: string, result: number[], runs: () => Promise<void> = async () => {}): () => Promise<Engine> {
  return async () => ({
    startMs: 7,
    load: async () => 3,
    run: async () => {
      await runs();
      const phases = [{ phase: 'compute' as const, ms: 10 }];
      const trace = { lanes: 1, spans: [] };
      return { totalMs: 10, phases, outputSize: { width: 1, height: 1 }, trace, movedBytes: 0 };
    },
    fingerprint: async () => result.join(''),
    output: async () => ({ bytes: Uint8Array.from(result), ms: 2 }),
    dispose: () => disposed.push(mode),
  });
}

const settings: Settings = {
  modes: [
    { mode: 'simd', threads: 1, chunk: 'auto', place: 'worker', passing: 'transfer' },
    { mode: 'threads', threads: 2, chunk: 'auto', place: 'worker', passing: 'transfer' },
  ],
  repeats: 2,
  warmups: 1,
  seed: 1,
  scope: 'kernel',
};
const steps: Step[] = [
  { modeIndex: 1, round: 0, warmup: true },
  { modeIndex: 0, round: 0, warmup: true },
  { modeIndex: 0, round: 0, warmup: false },
  { modeIndex: 1, round: 0, warmup: false },
];
const plan = {
  job: {
    kernel: { name: 'k', params: {} },
    action: 'k this picture',
    shape: 'stencil',
    input: { origin: 'file', name: 'a', size: { width: 1, height: 1 }, decodeMs: 1 },
  },
  source: { pixels: undefined, file: undefined },
  settings,
  machine: { agent: 'a', claimedCores: 2, isolated: true, clockResolutionMs: 0.005, version: '0' },
} as const;
const helpers = {
  plan: async () => steps,
  compare: async (one: Uint8Array<ArrayBufferLike>, other: Uint8Array<ArrayBufferLike>) => ({
    first: one.findIndex((byte, i) => byte !== other[i]),
    levels: Math.max(...one.map((byte, i) => Math.abs(byte - (other[i] ?? 0)))),
    one,
  }),
};

function listening() {
  const reports: Report[] = [];
  return {
    reports,
    ready: vi.fn(),
    firstOutput: vi.fn(async (output: Pixels) => output),
    run: async (report: Report): Promise<void> => void reports.push(report),
  };
}

const go = (listener: ReturnType<typeof listening>, signal = new AbortController().signal) =>
  runExperiment({ ...plan, job: { ...plan.job, input: { ...plan.job.input } } }, helpers, listener, signal);

beforeEach(() => {
  disposed.length = 0;
  engines.start.set('simd', paper('simd', [1, 2, 3, 4]));
  engines.start.set('threads', paper('threads', [1, 2, 3, 4]));
});

test('the runs follow the plan, and loading is paid once by each mode, outside every run', async () => {
  const listener = listening();
  const report = await go(listener);
  expect(report.runs.map(({ modeIndex, warmup }) => ({ modeIndex, warmup }))).toEqual(
    steps.map(({ modeIndex, warmup }) => ({ modeIndex, warmup })),
  );
  expect(report.runs.map(({ totalMs }) => totalMs)).toEqual([10, 10, 10, 10]);
  expect(report.runs.map(({ frames }) => frames)).toEqual([null, null, null, null]);
  expect(report.engines).toEqual([
    { modeIndex: 0, startMs: 7, copyInMs: 3, copyOutMs: 2 },
    { modeIndex: 1, startMs: 7, copyInMs: 3, copyOutMs: 2 },
  ]);
  expect(listener.firstOutput).toHaveBeenCalledTimes(1);
  expect(listener.reports).toHaveLength(4);
  expect(report.job.outputSize).toEqual({ width: 1, height: 1 });
  expect(disposed.sort()).toEqual(['simd', 'threads']);
});

test('equal outputs are identical', async () => {
  expect((await go(listening())).equality).toEqual({
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
  expect((await go(listening())).equality).toEqual({
    identical: false,
    outputs: 2,
    sizeBytes: 4,
    firstDifference: 2,
    asPromised: false,
    levels: 6,
  });
});

test('a level off is as promised where the mode says so, and only if every run keeps to it', async () => {
  const withJs = {
    ...settings,
    modes: settings.modes.map((mode, i) => (i === 1 ? { ...mode, mode: 'js' as const } : mode)),
  };
  const goJs = (): Promise<Report> =>
    runExperiment({ ...plan, settings: withJs }, helpers, listening(), new AbortController().signal);
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
  expect((await go(listening())).equality).toMatchObject({ identical: false, asPromised: false, levels: 1 });
});

test('a run that fails ends the experiment, its engines, and keeps what was done', async () => {
  let runs = 0;
  const fail = async (): Promise<void> => {
    runs += 1;
    if (runs === 2) throw new EngineError('crash', 'It broke.');
  };
  engines.start.set('simd', paper('simd', [1, 2, 3, 4], fail));
  const listener = listening();
  await expect(go(listener)).rejects.toMatchObject({ code: 'crash', message: 'It broke.' });
  expect(listener.reports.at(-1)?.runs).toHaveLength(2);
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
  await expect(go(listener, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
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
  await expect(go(listening(), cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
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
  await expect(go(listener, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(listener.reports).toEqual([]);
  expect(disposed.sort()).toEqual(['simd', 'threads']);
});

test('nothing is started for a race that was cancelled before it began', async () => {
  const cancel = new AbortController();
  cancel.abort();
  await expect(go(listening(), cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
});
