// The machine's ceiling: how much faster so many lanes are than one where memory, caches and the kernel's own limits play no part.
//
// 1, 2, … lanes burn the same number of steps each, in rounds one after the other, all released at one time. A lane count's time
// is the least of its rounds, since whatever disturbs a run makes it longer (Chen and Revels, "Robust benchmarking in noisy
// environments", 2016, arXiv:1608.04295). Lanes do as many times the work of one: speed-up = lanes × time of one / time of all.

import { claimedCores } from '../cores.js';
import { LEAST_CEILING, type CeilingPoint, type ModeSettings, type Report } from '../generated/model.js';
import type { Burnt, Burst } from '../workers/ceiling.worker.js';
import { now } from '../workers/clock.js';
import { end, keep, up } from '../workers/keep.js';
import { isParallel } from '../setup.js';

/** A burst takes about so long on one lane. */
const BURST_MS = 15;

/** All bursts together take about so long at most. */
const ALL_MS = 450;

const FEWEST_ROUNDS = 2;
const MOST_ROUNDS = 5;

/** From the order to the start, so that every lane has heard it. */
const AHEAD_MS = 1.5;

/** More lanes than this take longer to start than the measurement may. */
const MOST_LANES = 64;

/** Whatever holds it up, an experiment doesn't wait for it any longer. */
const PATIENCE_MS = 3000;

/** A machine doesn't change within so long: milliseconds for which a measured ceiling holds. */
const HOLDS_MS = 60_000;

/**
 * The lane counts of an experiment, ascending, 1 among them; as many as there is time for, the most lanes always. None where nothing
 * is parallel.
 */
export function laneCounts(modes: readonly ModeSettings[], cores: number): number[] {
  const asked = modes.filter(({ mode }) => isParallel(mode)).map(({ threads }) => Math.min(threads, MOST_LANES));
  if (asked.length === 0) return [];
  let counts = [...new Set([1, ...asked])].sort((a, b) => a - b);
  while (counts.length > 2 && FEWEST_ROUNDS * roundMs(counts, cores) > ALL_MS) {
    // Every second one goes, from the end, so that the first and the last stay.
    const { length } = counts;
    counts = counts.filter((_, i) => i === 0 || (length - 1 - i) % 2 === 0);
  }
  return counts;
}

/** Rounds that there is time for. */
export function roundsWithin(counts: readonly number[], cores: number): number {
  return Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS, Math.floor(ALL_MS / roundMs(counts, cores))));
}

/** More lanes than cores take turns. */
function roundMs(counts: readonly number[], cores: number): number {
  return counts.reduce((sum, lanes) => sum + Math.max(1, lanes / cores) * BURST_MS, 0);
}

/**
 * The speed-ups of these lane counts, whose first is 1, from the milliseconds that their rounds took. None where the clock is so coarse that a
 * round seems to take no time.
 */
export function ceilingOf(counts: readonly number[], roundsMs: readonly (readonly number[])[]): CeilingPoint[] {
  const least = counts.map((_, i) => Math.min(...roundsMs.map((round) => round[i] ?? Infinity)));
  const one = least[0] ?? NaN;
  if (!least.every((ms) => ms > 0 && ms < Infinity)) return [];
  return counts.map((lanes, i) => ({ lanes, speedUp: (lanes * one) / (least[i] ?? NaN) }));
}

/** A ceiling, and when it was measured. */
export type Ceiling = Pick<Report, 'ceiling' | 'ceilingAt'>;

/**
 * The ceiling at lane counts, as `measure` finds it: measured once for all that ask for no other counts within {@link HOLDS_MS}, since a
 * visitor who races again should not wait half a second each time. What could not be measured, or was disturbed, is not kept.
 */
export function remembering(
  measure: (counts: readonly number[]) => Promise<CeilingPoint[]>,
  nowMs = (): number => Date.now(),
): (counts: readonly number[]) => Promise<Ceiling> {
  let last: { readonly points: readonly CeilingPoint[]; readonly atMs: number } | undefined;
  return async (counts) => {
    const known = new Set(last?.points.map(({ lanes }) => lanes));
    if (!last || nowMs() - last.atMs > HOLDS_MS || !counts.every((count) => known.has(count))) {
      const atMs = nowMs();
      const points = counts.length > 0 ? await measure(counts) : [];
      if (points.length === 0) return { ceiling: [], ceilingAt: null };
      last = { points, atMs };
    }
    const { points, atMs } = last;
    if (points.some(({ speedUp }) => speedUp < LEAST_CEILING)) last = undefined;
    const asked = points.filter(({ lanes }) => counts.includes(lanes));
    return asked.length === 0
      ? { ceiling: [], ceilingAt: null }
      : { ceiling: asked, ceilingAt: new Date(atMs).toISOString() };
  };
}

const remembered = remembering(measureAt);

/** The ceiling at the lane counts of these modes. Empty where nothing is parallel, or where it could not be measured. */
export const measureCeiling = (modes: readonly ModeSettings[]): Promise<Ceiling> =>
  remembered(laneCounts(modes, claimedCores));

async function measureAt(counts: readonly number[]): Promise<CeilingPoint[]> {
  const lanes = Array.from({ length: counts.at(-1) ?? 0 }, (_, i) =>
    keep(
      new Worker(new URL('../workers/ceiling.worker.ts', import.meta.url), {
        type: 'module',
        name: `ceiling ${i + 1}`,
      }),
    ),
  );
  const patience = new Promise<CeilingPoint[]>((resolve) => setTimeout(() => resolve([]), PATIENCE_MS));
  const work = measured(lanes, counts).catch((): CeilingPoint[] => []);
  return Promise.race([work, patience]).finally(() => lanes.forEach(end));
}

async function measured(lanes: readonly Worker[], counts: readonly number[]): Promise<CeilingPoint[]> {
  await Promise.all(lanes.map(up));
  const steps = await calibrated(lanes);
  const rounds: number[][] = [];
  for (let round = roundsWithin(counts, claimedCores); round > 0; round -= 1) {
    const times: number[] = [];
    for (const count of counts) times.push(await burst(lanes.slice(0, count), steps));
    rounds.push(times);
  }
  return ceilingOf(counts, rounds);
}

/** Steps that take one lane about {@link BURST_MS}. Every lane's code is optimised by then. */
async function calibrated(lanes: readonly Worker[]): Promise<number> {
  const enough = BURST_MS / 4;
  let steps = 1 << 18;
  await burst(lanes, steps);
  let ms = await burst(lanes.slice(0, 1), steps);
  while (ms < enough) {
    steps *= 2;
    ms = await burst(lanes.slice(0, 1), steps);
  }
  return Math.round((steps * BURST_MS) / ms);
}

/** Milliseconds from the common start to the last lane's end. */
async function burst(lanes: readonly Worker[], steps: number): Promise<number> {
  const atMs = now() + AHEAD_MS;
  const burnt = await Promise.all(
    lanes.map(
      (lane) =>
        new Promise<Burnt>((resolve, reject) => {
          lane.onmessage = ({ data }: MessageEvent<Burnt>) => resolve(data);
          lane.onerror = reject;
          lane.postMessage({ steps, atMs } satisfies Burst);
        }),
    ),
  );
  const startMs = Math.min(...burnt.map((one) => one.startMs));
  return Math.max(...burnt.map((one) => one.endMs)) - startMs;
}
