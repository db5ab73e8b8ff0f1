// What is going on at a time of a morning: pure functions, without a page. The scene draws what they say.

import type { Dish, Morning, Span } from '../generated/model.js';

/** Milliseconds of virtual time in a minute. */
export const MINUTE_MS = 60_000;

/** What a machine is doing. */
export interface MachineMoment {
  readonly dish: Dish;
  /** Its number among those of its dish, from 1. */
  readonly number: number;
  /** Empty, at work on something, or with something done that the cook hasn't taken. */
  readonly state: 'idle' | 'busy' | 'done';
  /** How much of its task is done, from 0 to 1. */
  readonly share: number;
}

/** Where the cook is: what for, and at which machine (its index), if at any. */
export interface CookPlace {
  readonly doing: 'before' | 'after' | 'standing' | 'free' | 'over';
  readonly machine: number | undefined;
}

/** What the cook is doing. */
export interface CookMoment extends CookPlace {
  /** The way from the last place to this one, if the cook is on it, and how much of it is done, from 0 to 1. */
  readonly walk: { readonly from: CookPlace; readonly share: number } | undefined;
  /** The dish in hand. */
  readonly dish: Dish | undefined;
  /** How much of it is done, from 0 to 1. */
  readonly share: number;
}

/** Tasks of a dish. */
export interface DishMoment {
  readonly dish: Dish;
  readonly ordered: number;
  readonly served: number;
  /** Done by the machine, not in it any more, and not served. */
  readonly waiting: number;
}

/** A moment of a morning. */
export interface Moment {
  readonly atMs: number;
  readonly cook: CookMoment;
  /** All machines in the order of the lanes, without the cook. */
  readonly machines: readonly MachineMoment[];
  /** The dishes that were ordered. */
  readonly dishes: readonly DishMoment[];
}

/**
 * A walk is the first part of what is done at its end. The simulation has no way between places: it is drawn as this share of the task, and as
 * no longer than this in milliseconds of virtual time.
 */
const WALK_SHARE = 0.35;
const LONGEST_WALK_MS = MINUTE_MS;

/** A morning made ready to be asked for moments: every answer takes a few comparisons a machine, however many spans there are. */
export class Moments {
  readonly morning: Morning;
  readonly endMs: number;
  /** Spans by lane, sorted by time. */
  readonly #lanes: readonly (readonly Span[])[];
  /** When the cook begins with something else, in ascending order. */
  readonly #turns: readonly number[];
  /** The machine of each task. */
  readonly #machineOf = new Map<number, number>();
  /** Sorted times at which tasks of a dish were done, and served. */
  readonly #dishes: readonly {
    readonly dish: Dish;
    readonly done: readonly number[];
    readonly served: readonly number[];
  }[];

  constructor(morning: Morning) {
    this.morning = morning;
    this.endMs = morning.minutes * MINUTE_MS;
    const lanes: Span[][] = morning.stations.map(() => []);
    for (const span of morning.trace.spans) {
      lanes[span.lane]?.push(span);
      if (span.lane > 0) this.#machineOf.set(span.firstRow, span.lane - 1);
    }
    for (const lane of lanes) lane.sort((a, b) => a.startMs - b.startMs);
    this.#lanes = lanes;
    const stood = (ms: number): boolean => morning.standingMs.some(([from, to]) => from < ms && ms < to);
    const turns = [
      ...(lanes[0] ?? []).flatMap((span) => [span.startMs, span.endMs]),
      ...morning.standingMs.flat(),
      // A cook who stands by goes on to the next machine when the one that was watched is done.
      ...lanes.slice(1).flatMap((lane) => lane.map(({ endMs }) => endMs).filter(stood)),
      this.endMs,
    ];
    this.#turns = [...new Set(turns)].sort((a, b) => a - b);
    const sorted = (times: number[]): number[] => times.sort((a, b) => a - b);
    this.#dishes = (['coffee', 'toast', 'egg'] as const)
      .map((dish) => ({ dish, tasks: morning.served.filter((task) => task.dish === dish) }))
      .filter(({ tasks }) => tasks.length > 0)
      .map(({ dish, tasks }) => ({
        dish,
        done: sorted(tasks.map(({ doneMs }) => doneMs)),
        served: sorted(tasks.map(({ servedMs }) => servedMs)),
      }));
  }

  /** The moment at a time, which is taken as one from the start to the end. */
  at(timeMs: number): Moment {
    const atMs = Math.min(Math.max(timeMs, 0), this.endMs);
    const machines = this.#machinesAt(atMs);
    const dishes = this.#dishes.map(({ dish, done, served }) => {
      const out = upTo(served, atMs);
      const inMachines = machines.filter((machine) => machine.dish === dish && machine.state === 'done').length;
      const waiting = Math.max(0, upTo(done, atMs) - out - inMachines);
      return { dish, ordered: served.length, served: out, waiting };
    });
    return { atMs, cook: { ...this.#cook(atMs, machines), walk: this.#walk(atMs, machines) }, machines, dishes };
  }

  /** How many tasks were served by then. */
  served(atMs: number): number {
    return this.#dishes.reduce((sum, { served }) => sum + upTo(served, atMs), 0);
  }

  #machine(index: number, atMs: number): MachineMoment {
    const { dish, number } = this.morning.stations[index + 1] ?? {};
    const common = { dish: dish ?? 'toast', number: number ?? 1 };
    const span = lastBegun(this.#lanes[index + 1] ?? [], atMs);
    if (!span) return { ...common, state: 'idle', share: 0 };
    if (atMs < span.endMs)
      return { ...common, state: 'busy', share: (atMs - span.startMs) / (span.endMs - span.startMs) };
    const served = this.morning.served[span.firstRow]?.servedMs ?? 0;
    return { ...common, state: atMs < served ? 'done' : 'idle', share: 1 };
  }

  /** The way that the cook is on, if on any. */
  #walk(atMs: number, machines: readonly MachineMoment[]): CookMoment['walk'] {
    const turn = bisect(this.#turns.length, (i) => (this.#turns[i] ?? Infinity) <= atMs) - 1;
    const since = this.#turns[turn];
    if (since === undefined || since <= 0) return undefined;
    const takes = Math.min(LONGEST_WALK_MS, WALK_SHARE * ((this.#turns[turn + 1] ?? since) - since));
    if (atMs - since >= takes) return undefined;
    const before = ((this.#turns[turn - 1] ?? 0) + since) / 2;
    const { doing, machine } = this.#cook(before, this.#machinesAt(before));
    const here = this.#cook(atMs, machines);
    if (doing === here.doing && machine === here.machine) return undefined;
    return { from: { doing, machine }, share: (atMs - since) / takes };
  }

  #machinesAt(atMs: number): MachineMoment[] {
    return this.morning.stations.slice(1).map((_, index) => this.#machine(index, atMs));
  }

  #cook(atMs: number, machines: readonly MachineMoment[]): Omit<CookMoment, 'walk'> {
    const nowhere = { machine: undefined, dish: undefined, share: 0 };
    if (atMs >= this.endMs) return { doing: 'over', ...nowhere };
    const span = lastBegun(this.#lanes[0] ?? [], atMs);
    if (span && atMs < span.endMs) {
      const share = (atMs - span.startMs) / (span.endMs - span.startMs);
      const dish = this.morning.served[span.firstRow]?.dish;
      const before = span.stage === 'copy-in';
      const machine = before ? this.#machineOf.get(span.firstRow) : undefined;
      return { doing: before ? 'before' : 'after', machine, dish, share };
    }
    const standing = this.morning.standingMs.some(([from, to]) => from <= atMs && atMs < to);
    if (!standing) return { doing: 'free', ...nowhere };
    const watched = machines.findIndex(({ state }) => state === 'busy');
    return { doing: 'standing', ...nowhere, machine: watched < 0 ? undefined : watched };
  }
}

/** How many of these sorted times have come. */
function upTo(times: readonly number[], atMs: number): number {
  return bisect(times.length, (i) => (times[i] ?? Infinity) <= atMs);
}

/** The last span that has begun. */
function lastBegun(spans: readonly Span[], atMs: number): Span | undefined {
  return spans[bisect(spans.length, (i) => (spans[i]?.startMs ?? Infinity) <= atMs) - 1];
}

/** How many of the first indices hold, where those that hold come first. */
function bisect(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
