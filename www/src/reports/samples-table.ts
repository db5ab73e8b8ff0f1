// Every sample of a report as a table, a line each: for spreadsheets and statistics of one's own.

import type { ChunkSize, Phase, Report, Summary, Table } from '../generated/model.js';

const PHASES: readonly Phase[] = ['decode', 'copy-in', 'compute', 'copy-out', 'encode', 'wait'];

/** Times are in milliseconds; `batch` is how many runs a time is the mean of. Warm-ups and what was set aside are among them, and say so. */
export function samplesTable(report: Report, summary: Summary): Table {
  return {
    columns: [
      ...['run', 'at_ms', 'round', 'warmup', 'set_aside', 'name', 'mode', 'threads', 'chunk', 'place', 'passing'],
      ...['width', 'height', 'total_ms', 'batch'],
      ...PHASES.map((phase) => `${phase.replace('-', '_')}_ms`),
      ...['moved_bytes', 'fingerprint', 'pressure'],
    ],
    rows: report.runs.map((run, i) => {
      const settings = report.settings.modes[run.modeIndex];
      const { width, height } = settings?.size ?? report.job.input.size;
      const name = summary.modes.find(({ modeIndex }) => modeIndex === run.modeIndex)?.name ?? '';
      const phase = (wanted: Phase): string => String(run.phases.find(({ phase }) => phase === wanted)?.ms ?? '');
      return [
        ...[String(i), String(run.atMs), String(run.round), run.warmup ? '1' : '0', run.setAside ?? '', name],
        ...[settings?.mode ?? '', String(settings?.threads ?? ''), settings ? chunkWord(settings.chunk) : ''],
        ...[settings?.place ?? '', settings?.passing ?? '', String(width), String(height)],
        ...[String(run.totalMs), String(run.batch), ...PHASES.map(phase)],
        ...[String(run.movedBytes), run.fingerprint, run.pressure ?? ''],
      ];
    }),
  };
}

/** As an address has it. */
const chunkWord = (chunk: ChunkSize): string => (typeof chunk === 'string' ? chunk : String(chunk.rows));
