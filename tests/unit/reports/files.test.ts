// A report as a table and as a trace: of the example in the documentation.

import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import type { Report, Summary } from '../../../www/src/generated/model.js';
import { samplesTable } from '../../../www/src/reports/samples-table.js';
import { traceEvents } from '../../../www/src/reports/trace-events.js';

const report = JSON.parse(readFileSync('docs/report-example.json', 'utf8')) as Report;
const named = (name: string, modeIndex: number) => ({ name, modeIndex }) as Summary['modes'][number];
const summary = { modes: report.settings.modes.map(({ mode }, i) => named(`${mode}!`, i)) } as Summary;

test('every run is a line with all that is known of it', () => {
  const { columns, rows } = samplesTable(report, summary);
  expect(rows).toHaveLength(report.runs.length);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  const value = (row: number, column: string): string | undefined => rows[row]?.[columns.indexOf(column)];
  report.runs.forEach((run, i) => {
    expect(Number(value(i, 'total_ms'))).toBe(run.totalMs);
    expect(value(i, 'warmup')).toBe(run.warmup ? '1' : '0');
    expect(value(i, 'name')).toBe(`${report.settings.modes[run.modeIndex]?.mode}!`);
    expect(value(i, 'fingerprint')).toBe(run.fingerprint);
    for (const { phase, ms } of run.phases) expect(Number(value(i, `${phase.replace('-', '_')}_ms`))).toBe(ms);
  });
});

test('every span is a complete event on its lane, within its run, and all lanes have names', () => {
  const { traceEvents: events } = traceEvents(report, summary);
  const complete = events.filter(({ ph }) => ph === 'X');
  const spans = report.runs.reduce((sum, { trace }) => sum + trace.spans.length, 0);
  expect(complete).toHaveLength(report.runs.length + spans);
  const names = new Set(events.filter(({ name }) => name === 'thread_name').map(({ pid, tid }) => `${pid}/${tid}`));
  for (const { pid, tid, ts = NaN, dur = NaN } of complete) {
    expect(names).toContain(`${pid}/${tid}`);
    expect(dur).toBeGreaterThanOrEqual(0);
    const run = complete.find(
      (whole) =>
        whole.pid === pid &&
        whole.tid === 0 &&
        ts >= (whole.ts ?? NaN) - 1 &&
        ts + dur <= (whole.ts ?? NaN) + (whole.dur ?? NaN) + 1,
    );
    expect(run, `${pid}/${tid} at ${ts}`).toBeDefined();
  }
  expect(events.filter(({ name }) => name === 'process_name').map(({ args }) => args['name'])).toEqual(
    report.settings.modes.map(({ mode }) => `${mode}!`),
  );
  // It is what JSON can hold.
  expect(JSON.parse(JSON.stringify(events))).toEqual(events);
});

test('of a batch the spans stand at the end of the last run', () => {
  const [first] = report.runs;
  const run = {
    ...first!,
    atMs: 100,
    batch: 4,
    totalMs: 2,
    trace: {
      lanes: 1,
      spans: [{ lane: 0, startMs: 0.5, endMs: 1.5, firstRow: 0, endRow: 9, stage: 'render' as const }],
    },
  };
  const { traceEvents: events } = traceEvents({ ...report, runs: [run] }, summary);
  const [whole, span] = events.filter(({ ph }) => ph === 'X');
  expect([whole?.ts, whole?.dur]).toEqual([100_000, 8000]);
  expect([span?.ts, span?.dur]).toEqual([106_500, 1000]);
});
