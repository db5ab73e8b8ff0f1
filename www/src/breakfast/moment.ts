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

/** What the cook is doing. */
export interface CookMoment {
  readonly doing: 'before' | 'after' | 'standing' | 'free' | 'over';
  /** Index of the machine that the cook is at; none at the counter. */
  readonly machine: number | undefined;
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

/** A morning made ready to be asked for moments: every answer takes a few comparisons a machine, however many spans there are. */
export class Moments {
  readonly morning: Morning;
  readonly endMs: number;
  /** Spans by lane, sorted by time. */
  readonly #lanes: readonly (readonly Span[])[];
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
    const machines = this.morning.stations.slice(1).map((_, index) => this.#machine(index, atMs));
    const dishes = this.#dishes.map(({ dish, done, served }) => {
      const out = upTo(served, atMs);
      const inMachines = machines.filter((machine) => machine.dish === dish && machine.state === 'done').length;
      const waiting = Math.max(0, upTo(done, atMs) - out - inMachines);
      return { dish, ordered: served.length, served: out, waiting };
    });
    return { atMs, cook: this.#cook(atMs, machines), machines, dishes };
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

  #cook(atMs: number, machines: readonly MachineMoment[]): CookMoment {
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
