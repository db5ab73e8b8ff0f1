// A report's lanes in the Trace Event Format (Google, "Trace Event Format", 2016), which Perfetto and Chrome's own viewer open.

import type { Report, Run, Span, Summary } from '../generated/model.js';

/** One event; times are in microseconds. */
export interface TraceEvent {
  readonly name: string;
  /** X is a complete event, M says what something is called. */
  readonly ph: 'X' | 'M';
  /** A process is a mode. */
  readonly pid: number;
  /** A thread is a lane, from 1; 0 is the whole run. */
  readonly tid: number;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

/** What a trace's file holds. */
export interface TraceFile {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string>>;
}

const US = 1000;

const STAGES: Record<Span['stage'], string> = {
  survey: 'survey',
  render: 'rows',
  'copy-in': 'copy in',
  'copy-out': 'copy out',
  decode: 'decode',
};

/** Every run and every span, on one time axis that begins with the first run. Of a batch of runs the last one's spans are known, and stand at its end. */
export function traceEvents(report: Report, summary: Summary): TraceFile {
  const { modes } = report.settings;
  const names = modes.map(
    (settings, i) => summary.modes.find(({ modeIndex }) => modeIndex === i)?.name ?? settings.mode,
  );
  const called = (pid: number, tid: number, name: 'process_name' | 'thread_name', word: string): TraceEvent => ({
    name,
    ph: 'M',
    pid,
    tid,
    args: { name: word },
  });
  const metadata = modes.flatMap((_, i) => {
    const lanes = report.runs.reduce((most, run) => (run.modeIndex === i ? Math.max(most, run.trace.lanes) : most), 0);
    return [
      called(i + 1, 0, 'process_name', names[i] ?? ''),
      called(i + 1, 0, 'thread_name', 'Runs'),
      ...Array.from({ length: lanes }, (_, lane) => called(i + 1, lane + 1, 'thread_name', `Lane ${lane + 1}`)),
    ];
  });
  return {
    traceEvents: [...metadata, ...report.runs.flatMap(runEvents)],
    displayTimeUnit: 'ms',
    otherData: { job: report.job.action, created: report.created, agent: report.machine.agent },
  };
}

function runEvents(run: Run): TraceEvent[] {
  const pid = run.modeIndex + 1;
  const all = run.totalMs * run.batch;
  const { round, warmup, batch } = run;
  const whole: TraceEvent = {
    name: warmup ? `warm-up ${round + 1}` : `round ${round + 1}`,
    ph: 'X',
    cat: 'run',
    pid,
    tid: 0,
    ts: run.atMs * US,
    dur: all * US,
    args: { round, warmup, batch, fingerprint: run.fingerprint, setAside: run.setAside ?? '' },
  };
  const last = run.atMs + all - run.totalMs;
  const spans = run.trace.spans.map(({ lane, stage, startMs, endMs, firstRow, endRow }): TraceEvent => ({
    name: `${STAGES[stage]} ${firstRow}–${endRow}`,
    ph: 'X',
    cat: stage,
    pid,
    tid: lane + 1,
    ts: (last + startMs) * US,
    dur: (endMs - startMs) * US,
    args: { firstRow, endRow },
  }));
  return [whole, ...spans];
}
