// What lanes that do different things at once spent a run's wall time on.

import type { Phase, PhaseTime, Span, Trace } from '../generated/model.js';

/** When the thread that leads was copying, and which way, in milliseconds from the start of the run. */
export interface Errand {
  readonly phase: 'copy-in' | 'copy-out';
  readonly startMs: number;
  readonly endMs: number;
}

const phaseOf: Record<Span['stage'], Phase> = {
  survey: 'compute',
  render: 'compute',
  'copy-in': 'copy-in',
  'copy-out': 'copy-out',
  decode: 'decode',
};

const ORDER: readonly Phase[] = ['decode', 'copy-in', 'compute', 'copy-out', 'encode', 'wait'];

/** One entry a phase, in the order in which they come. */
export function addUp(parts: readonly PhaseTime[]): PhaseTime[] {
  return ORDER.flatMap((phase) => {
    const own = parts.filter((part) => part.phase === phase);
    return own.length > 0 ? [{ phase, ms: own.reduce((sum, { ms }) => sum + ms, 0) }] : [];
  });
}

/**
 * The mean over the lanes of what each did: its spans by their stage; between them, what the thread that leads was copying
 * meanwhile; the rest is waiting. `errands` follow each other.
 */
export function shares(totalMs: number, { lanes, spans }: Trace, errands: readonly Errand[]): PhaseTime[] {
  const parts: PhaseTime[] = [];
  const add = (phase: Phase, ms: number): void => void parts.push({ phase, ms });
  for (let lane = 0; lane < lanes; lane += 1) {
    const own = spans.filter((span) => span.lane === lane).sort((a, b) => a.startMs - b.startMs);
    let at = 0;
    let next = 0;
    const pause = (until: number): void => {
      if (until <= at) return;
      let waited = until - at;
      // Errands and pauses both go forward, so none is looked at twice but the one that outlasts a pause.
      while (next < errands.length && (errands[next] as Errand).endMs <= at) next += 1;
      for (let i = next; i < errands.length && (errands[i] as Errand).startMs < until; i += 1) {
        const { phase, startMs, endMs } = errands[i] as Errand;
        const both = Math.max(0, Math.min(until, endMs) - Math.max(at, startMs));
        add(phase, both);
        waited -= both;
      }
      add('wait', waited);
    };
    for (const span of own) {
      pause(span.startMs);
      add(phaseOf[span.stage], span.endMs - span.startMs);
      at = Math.max(at, span.endMs);
    }
    pause(totalMs);
  }
  return addUp(parts).map(({ phase, ms }) => ({ phase, ms: Math.max(0, ms) / lanes }));
}
