// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { ModeSettings, Report, Run, Summary } from '../../../www/src/generated/model.js';
import { factRows, median } from '../../../www/src/elements/fact-rows.js';
import { formatBytes, formatMs, formatTimeLeft } from '../../../www/src/elements/format.js';
import type { RunBar, RunState } from '../../../www/src/elements/run-bar.js';
import type { Verdict } from '../../../www/src/elements/verdict.js';
import '../../../www/src/elements/run-bar.js';
import '../../../www/src/elements/verdict.js';
import { heard, mount, part, text } from './dom.js';

const plain = (s: string) => s.replaceAll('\u00a0', ' ');

const summaryOf = (part: Partial<Summary>): Summary => ({
  modes: [],
  comparisons: [],
  rungs: [],
  scaling: [],
  breakEven: null,
  headline: 'H',
  findings: [],
  detail: 'D',
  ...part,
});

test('numbers are short and have units', () => {
  expect(plain(formatMs(0.01234))).toBe('0.0123 ms');
  expect(plain(formatMs(412.3))).toBe('412 ms');
  expect(plain(formatMs(12_345))).toBe('12.3 s');
  expect(plain(formatMs(Number.NaN))).toBe('–');
  expect(plain(formatBytes(1))).toBe('1 byte');
  expect(plain(formatBytes(48_000_000))).toBe('48 MB');
  expect(plain(formatBytes(999_999))).toBe('1 MB');
  expect(plain(formatTimeLeft(0.2))).toBe('almost there');
  expect(plain(formatTimeLeft(4.2))).toBe('about 4 s left');
  expect(plain(formatTimeLeft(150))).toBe('about 3 min left');
});

test.each([
  ['idle', 'Race'],
  ['failed', 'Race'],
  ['done', 'Race again'],
  ['cancelled', 'Race again'],
  ['loading', 'Cancel'],
  ['running', 'Cancel'],
] satisfies [RunState, string][])('when %s the one button says %s', async (state, label) => {
  const runs = heard('run');
  const cancels = heard('cancel');
  const bar = await mount<RunBar>('ft-run-bar', { state });
  const button = part<HTMLButtonElement>(bar, 'button');
  expect(button.textContent?.trim()).toBe(label);
  button.click();
  expect([runs.length, cancels.length]).toEqual(label === 'Cancel' ? [0, 1] : [1, 0]);
});

test('a race that can’t start says why', async () => {
  const runs = heard('run');
  const bar = await mount<RunBar>('ft-run-bar', { state: 'disabled', reason: 'First a picture.' });
  part<HTMLButtonElement>(bar, 'button').click();
  expect(runs).toEqual([]);
  expect(text(bar)).toContain('First a picture.');
});

test('progress is told in rounds, time and per cent', async () => {
  const progress = { share: 0.25, round: 3, rounds: 9, secondsLeft: 4 };
  const bar = await mount<RunBar>('ft-run-bar', { state: 'running', progress });
  expect(part(bar, '[role=progressbar]').getAttribute('aria-valuenow')).toBe('25');
  expect(plain(text(bar))).toContain('Round 3 of 9 · about 4 s left');
  bar.progress = { share: 0.05, rounds: 9 };
  await bar.updateComplete;
  expect(text(bar)).toContain('Warming up');
});

test('whoever starts by keyboard can cancel by keyboard', async () => {
  const bar = await mount<RunBar>('ft-run-bar', { state: 'idle' });
  part<HTMLButtonElement>(bar, 'button').focus();
  bar.state = 'running';
  await bar.updateComplete;
  expect(bar.shadowRoot?.activeElement?.textContent?.trim()).toBe('Cancel');
});

test.each([
  [
    { identical: true, outputs: 2, sizeBytes: 48e6, firstDifference: null, asPromised: true, levels: 0 },
    'Identical to the byte — 2 outputs, 48 MB each',
  ],
  [
    { identical: false, outputs: 2, sizeBytes: 48e6, firstDifference: 1234, asPromised: false, levels: 7 },
    'Different from byte 1,234',
  ],
  [
    { identical: false, outputs: 2, sizeBytes: 48e6, firstDifference: 12, asPromised: true, levels: 1 },
    'The same within one level',
  ],
  [
    { identical: false, outputs: 2, sizeBytes: 48e6, firstDifference: null, asPromised: false, levels: 0 },
    'Different between runs',
  ],
  [null, 'Not compared'],
])('the badge tells what was compared: %o', async (equality, words) => {
  const verdict = await mount<Verdict>('ft-verdict', { summary: summaryOf({}), equality });
  expect(plain(text(verdict))).toContain(words);
  expect(part(verdict, 'h1').textContent).toBe('H');
});

test('the verdict says the findings, what is undecided and what was set aside', async () => {
  const speedUp = { value: 1, low: 0.8, high: 1.2 };
  const comparison = {
    modeIndex: 1,
    baselineIndex: 0,
    speedUp,
    efficiency: 0.5,
    ofCeiling: null,
    serialFraction: null,
  };
  const summary = summaryOf({
    findings: [{ rule: 'memory', sentence: 'Memory is what limits it.' }],
    comparisons: [{ ...comparison, decision: 'undecided' }],
    modes: [{ setAside: 2 }] as unknown as Summary['modes'],
  });
  const verdict = await mount<Verdict>('ft-verdict', { summary, equality: null });
  expect(part(verdict, '.findings li').textContent).toBe('Memory is what limits it.');
  expect(plain(text(verdict))).toContain('Undecided: more rounds would tell');
  expect(plain(text(verdict))).toContain('2 runs set aside');
  // While it goes on nothing is undecided yet, and nothing is read aloud again and again.
  verdict.growing = true;
  await verdict.updateComplete;
  expect(text(verdict)).not.toContain('Undecided');
  expect(text(verdict)).toContain('still measuring');
  expect(part(verdict, '.verdict').getAttribute('aria-live')).toBe('off');
});

test('the button says what fits the experiment, and a standstill says why', async () => {
  const bar = await mount<RunBar>('ft-run-bar', { state: 'done', act: 'Measure', openEnded: true });
  expect(part(bar, 'button').textContent?.trim()).toBe('Measure again');
  bar.state = 'running';
  bar.progress = { share: 0.5, round: 3, rounds: 120 };
  await bar.updateComplete;
  expect(text(bar)).toContain('Round 3 of at most 120');
  bar.progress = { ...bar.progress, paused: 'Paused: nobody looks.' };
  await bar.updateComplete;
  expect(text(bar)).toContain('Paused: nobody looks.');
});

test('before the first race there is no badge', async () => {
  const verdict = await mount<Verdict>('ft-verdict');
  expect(verdict.renderRoot.querySelector('.badge')).toBeNull();
});

const run = (round: number, warmup: boolean, copyInMs: number): Run => ({
  modeIndex: 0,
  round,
  warmup,
  totalMs: 10,
  phases: [{ phase: 'copy-in', ms: copyInMs }],
  trace: { lanes: 1, spans: [] },
  movedBytes: 0,
  fingerprint: '0',
  frames: null,
  atMs: 0,
  batch: 1,
  setAside: null,
  pressure: null,
});

test('facts count warm-ups apart and leave them out of medians', () => {
  const mode: ModeSettings = {
    mode: 'threads',
    threads: 3,
    chunk: 'auto',
    place: 'worker',
    passing: 'transfer',
    size: null,
  };
  const summary = summaryOf({
    modes: [
      {
        modeIndex: 0,
        mode,
        name: 'Parallel, 3 threads',
        samples: 3,
        medianMs: { value: 5, low: 4, high: 6 },
        minMs: 3,
        madMs: 1,
        outliers: 2,
        setAside: 1,
        busy: 0.5,
        warmUp: { runs: 1, firstMs: 30, ratio: 6, settled: false },
        drift: 0.625,
        drifts: true,
      },
    ],
  });
  const report = {
    runs: [
      run(0, true, 1000),
      run(0, false, 1),
      run(1, false, 3),
      run(2, false, 2),
      { ...run(3, false, 900), setAside: 'hidden' },
    ],
    engines: [{ modeIndex: 0, startMs: 60, copyInMs: 5, copyOutMs: 6 }],
    settings: { experiment: 'race' },
    ceiling: [],
  } as unknown as Report;
  const [row] = factRows(report, summary);
  expect(row?.label).toBe('Parallel, 3 threads');
  const facts = Object.fromEntries((row?.facts ?? []).map(({ name, text }) => [name, plain(text)]));
  expect(facts).toMatchObject({
    Median: '5.00 ms',
    Fastest: '3.00 ms',
    Spread: '± 1.00 ms',
    Runs: '3',
    Outliers: '2',
    'Warm-ups': '1',
    'First run': '6 ×',
    Drift: '+0.63',
    'Set aside': '1',
    Busy: '50 %',
    Start: '60.0 ms',
    Load: '5.00 ms + 6.00 ms',
    // Of the measured runs alone.
    'Copy in': '2.00 ms',
  });
  expect(row?.facts.find(({ name }) => name === 'Drift')?.small).toBe('the machine changed');
  expect(median([])).toBeUndefined();
  expect(median([4, 1, 3, 2])).toBe(2.5);
});
