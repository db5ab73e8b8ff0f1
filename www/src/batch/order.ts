// Handing out files, and putting results in order.

import { opened, type BatchFile, type Outcome } from './files.js';
import type { Source } from './lanes.js';

/** What is told of outcomes as they come, tells of them in the order of the list. */
export function inOrder(deliver: (outcome: Outcome) => void): (outcome: Outcome) => void {
  const early = new Map<number, Outcome>();
  let next = 0;
  return (outcome) => {
    early.set(outcome.file, outcome);
    for (let due = early.get(next); due; due = early.get(next)) {
      early.delete(next);
      next += 1;
      deliver(due);
    }
  };
}

/** Whoever makes results of files, with files in hand. */
export interface Maker {
  readonly inHand: number;
  make(file: number, from: Source): Promise<Outcome>;
}

/** Opens a file and has a lane make it; a file that can't be opened is a fault. */
export async function makeOf(lane: Pick<Maker, 'make'>, file: number, from: BatchFile): Promise<Outcome> {
  const blob = await opened(from);
  return blob instanceof Blob ? lane.make(file, blob) : { file, spans: [], fault: blob };
}

/**
 * Spreads files over lanes: whoever has at most one file left takes the next `chunksize` of them, so that no lane waits for the page. Resolves when all
 * are told, or soon after `signal`.
 */
export async function spread(
  lanes: readonly Pick<Maker, 'make'>[],
  files: readonly BatchFile[],
  chunksize: number,
  tell: (outcome: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const serve = async (lane: Pick<Maker, 'make'>): Promise<void> => {
    const inHand = new Set<Promise<void>>();
    while (next < files.length && !signal.aborted) {
      const [first, end] = [next, Math.min(files.length, next + chunksize)];
      next = end;
      files.slice(first, end).forEach((file, i) => {
        const made: Promise<void> = makeOf(lane, first + i, file).then((outcome) => {
          inHand.delete(made);
          if (!signal.aborted) tell(outcome);
        });
        inHand.add(made);
      });
      while (inHand.size > 1 && !signal.aborted) await Promise.race([...inHand, aborted(signal)]);
    }
    if (!signal.aborted) await Promise.race([Promise.all(inHand), aborted(signal)]);
  };
  await Promise.all(lanes.map(serve));
}

const ends = new WeakMap<AbortSignal, Promise<void>>();

/** Resolves when the signal is given. */
export function aborted(signal: AbortSignal): Promise<void> {
  const known = ends.get(signal);
  if (known) return known;
  const end = new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  ends.set(signal, end);
  return end;
}
