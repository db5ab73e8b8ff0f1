// How a race is set up: which modes, on how many lanes, cut how. Neutral ground between the elements that show it and the state that
// keeps it.

import { PARALLEL_MODES } from './generated/model.js';
import type { ChunkSize, Experiment, Mode, ModeSettings, Passing, Scope } from './generated/model.js';

/** How a race is set up. */
export interface Setup {
  /** What the experiment varies. */
  readonly experiment: Experiment;
  /** Who takes part, in the experiments that don't prescribe that. */
  readonly modes: readonly Mode[];
  /** Lanes of the parallel modes; the most of them where their number varies. */
  readonly threads: number;
  /** Measured rounds; nothing for as many as it takes. */
  readonly repeats: number | undefined;
  /** Seconds after which no further round begins; nothing for what suits the experiment. */
  readonly budgetS: number | undefined;
  readonly chunk: ChunkSize;
  /** How workers pass bytes. */
  readonly passing: Passing;
  readonly scope: Scope;
  /** A mode of one thread that also runs on the page's own, to show what blocking is. */
  readonly blocking: Mode | undefined;
}

/** Whether a mode has several lanes. */
export const isParallel = (mode: Mode): boolean => PARALLEL_MODES.includes(mode);

/** A mode on so many lanes, the rest as usual. */
export function usual(mode: Mode, threads: number): ModeSettings {
  return { mode, threads, chunk: 'auto', place: 'worker', passing: 'transfer', size: null };
}

/** A mode with its settings, within a sentence: "2 threads", "one thread", "JavaScript". */
export function settingsInWords({ mode, threads, place, passing }: ModeSettings): string {
  const plural = (noun: string): string => `${threads} ${noun}${threads === 1 ? '' : 's'}`;
  const where = place === 'page' ? ' of the page' : '';
  switch (mode) {
    case 'js':
      return `JavaScript${where}`;
    case 'scalar':
      return `one thread${where} without SIMD`;
    case 'simd':
      return `one thread${where}`;
    case 'threads':
      return threads === 1 ? 'a pool of one thread' : plural('thread');
    case 'workers':
      return `${plural('worker')}${passing === 'copy' ? ' that copy' : ''}`;
  }
}

/** How the rows are cut, within a sentence; nothing for the automatic way. */
export function chunkInWords(chunk: ChunkSize): string {
  if (chunk === 'auto') return '';
  if (chunk === 'one-per-lane') return 'one chunk a lane';
  return `${chunk.rows} ${chunk.rows === 1 ? 'row' : 'rows'} a chunk`;
}

/** What runs cover, within a sentence; nothing for the kernel alone. */
export function scopeInWords(scope: Scope): string {
  const formats: Record<Scope, string> = { kernel: '', png: 'PNG', jpeg: 'JPEG', webp: 'WebP' };
  return scope === 'kernel' ? '' : `from file to ${formats[scope]}`;
}
