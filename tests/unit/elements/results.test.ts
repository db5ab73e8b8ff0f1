// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Report, Run, Summary } from '../../../www/src/generated/model.js';
import type { Chart } from '../../../www/src/elements/chart.js';
import { factRows, median } from '../../../www/src/elements/fact-rows.js';
import { formatBytes, formatMs, formatTimeLeft } from '../../../www/src/elements/format.js';
import type { RunBar, RunState } from '../../../www/src/elements/run-bar.js';
import { svgNode } from '../../../www/src/elements/svg-markup.js';
import type { Verdict } from '../../../www/src/elements/verdict.js';
import '../../../www/src/elements/chart.js';
import '../../../www/src/elements/run-bar.js';
import '../../../www/src/elements/verdict.js';
import { heard, mount, part, text } from './dom.js';

const plain = (s: string) => s.replaceAll('\u00a0', ' ');

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
  const progress = { done: 5, total: 20, round: 3, rounds: 9, secondsLeft: 4 };
  const bar = await mount<RunBar>('ft-run-bar', { state: 'running', progress });
  expect(part(bar, '[role=progressbar]').getAttribute('aria-valuenow')).toBe('25');
  expect(plain(text(bar))).toContain('Round 3 of 9 · about 4 s left');
  bar.progress = { done: 1, total: 20, rounds: 9 };
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
  const verdict = await mount<Verdict>('ft-verdict', { summary: { headline: 'H', detail: 'D' }, equality });
  expect(plain(text(verdict))).toContain(words);
  expect(part(verdict, 'h1').textContent).toBe('H');
});

test('before the first race there is no badge', async () => {
  const verdict = await mount<Verdict>('ft-verdict');
  expect(verdict.renderRoot.querySelector('.badge')).toBeNull();
});

test('charts take SVG and nothing else', async () => {
  expect(svgNode('')).toBeUndefined();
  expect(svgNode('<p>no</p>')).toBeUndefined();
  const chart = await mount<Chart>('ft-chart', { heading: 'Lanes', source: 'model' });
  expect(chart.renderRoot.querySelector('button')).toBeNull();
  chart.svg = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>';
  await chart.updateComplete;
  expect(part(chart, '.drawing svg circle')).toBeTruthy();
  expect(part(chart, '.source').textContent).toBe('model');
  expect(part(chart, 'button').getAttribute('aria-label')).toBe('Show big: Lanes');
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
});

test('facts count warm-ups apart and leave them out of medians', () => {
  const mode = { mode: 'threads', threads: 3, chunk: 'auto', place: 'worker', passing: 'transfer' } as const;
  const summary = {
    modes: [
      {
        modeIndex: 0,
        mode,
        samples: 3,
        medianMs: { value: 5, low: 4, high: 6 },
        minMs: 3,
        madMs: 1,
        outliers: 2,
        busy: 0.5,
      },
    ],
  } as unknown as Summary;
  const report = {
    runs: [run(0, true, 1000), run(0, false, 1), run(1, false, 3), run(2, false, 2)],
    engines: [{ modeIndex: 0, startMs: 60, copyInMs: 5, copyOutMs: 6 }],
  } as unknown as Report;
  const [row] = factRows(report, summary);
  expect(row?.label).toBe('Parallel, 3\u00a0threads');
  const facts = Object.fromEntries((row?.facts ?? []).map(({ name, text }) => [name, plain(text)]));
  expect(facts).toMatchObject({
    Median: '5.00 ms',
    Fastest: '3.00 ms',
    Spread: '± 1.00 ms',
    Runs: '3',
    Outliers: '2',
    'Warm-ups': '1',
    Busy: '50 %',
    Start: '60.0 ms',
    Load: '5.00 ms + 6.00 ms',
    // Of the measured runs alone.
    'Copy in': '2.00 ms',
  });
  expect(median([])).toBeUndefined();
  expect(median([4, 1, 3, 2])).toBe(2.5);
});
