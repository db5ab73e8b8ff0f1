// Whether the modes' results are the same, each compared with those of pictures of its own size.

import type { Output } from '../engines/engine.js';
import { engineOf } from '../engines/index.js';
import type { Equality, Mode, ModeSettings, Report } from '../generated/model.js';
import { sizeName } from './contestants.js';

/** How two results differ. */
export interface Difference {
  /** Offset of the first byte that differs, or −1. */
  readonly first: number;
  /** The largest difference, in levels, as a report's equality has it. */
  readonly levels: number;
  /** The bytes of the first result again. */
  readonly one: Uint8Array<ArrayBufferLike>;
}

/** Where two results differ, and by how much. Takes the bytes, and gives the first ones back. */
export type Compare = (one: Uint8Array, other: Uint8Array) => Promise<Difference>;

/** Compares one output of each mode byte by byte with the first there was of its size, which is all that is kept. */
export class Outputs {
  readonly #kernel: string;
  readonly #compare: Compare;
  readonly #firsts = new Map<string, { bytes: Output['bytes']; readonly tolerance: 0 | 1 }>();
  #sizeBytes = 0;
  #compared = 0;
  #difference = -1;
  #levels = 0;
  /** Whether every two outputs compared differ by no more than the modes that made them promise. */
  #promised = true;

  constructor(kernel: string, compare: Compare) {
    this.#kernel = kernel;
    this.#compare = compare;
  }

  /** Takes a mode's output. */
  async take(bytes: Output['bytes'], { mode, size }: ModeSettings): Promise<void> {
    const own = tolerance(mode, this.#kernel);
    this.#sizeBytes = Math.max(this.#sizeBytes, bytes.length);
    const known = this.#firsts.get(sizeName(size));
    if (!known) {
      this.#firsts.set(sizeName(size), { bytes, tolerance: own });
      return;
    }
    const { first, levels, one } = await this.#compare(known.bytes, bytes);
    known.bytes = one;
    this.#compared += 1;
    this.#levels = Math.max(this.#levels, levels);
    this.#promised &&= levels <= Math.max(known.tolerance, own);
    if (first >= 0) this.#difference = this.#difference < 0 ? first : Math.min(this.#difference, first);
  }

  /** What came of it, with the fingerprints of all runs; nothing where there was nothing to compare. */
  equality({ runs, settings }: Report): Equality | null {
    if (this.#compared === 0) return null;
    const firstDifference = this.#difference < 0 ? null : this.#difference;
    const results = settings.modes.map(() => new Set<string>());
    for (const { modeIndex, fingerprint } of runs) results[modeIndex]?.add(fingerprint);
    /** Whether the modes of each size, of those that are asked for, made one and the same. */
    const agree = (asked: (mode: Mode) => boolean): boolean =>
      [...new Set(settings.modes.map(({ size }) => sizeName(size)))].every((name) => {
        const own = settings.modes.flatMap(({ mode, size }, i) =>
          sizeName(size) === name && asked(mode) ? [...(results[i] ?? [])] : [],
        );
        return new Set(own).size <= 1;
      });
    const identical = firstDifference === null && agree(() => true);
    // Every run of a mode must have made what was compared, and the modes that promise the same bytes must keep to that.
    const steady = results.every((prints) => prints.size <= 1);
    const asPromised = this.#promised && steady && agree((mode) => tolerance(mode, this.#kernel) === 0);
    return {
      identical,
      outputs: this.#compared + this.#firsts.size,
      sizeBytes: this.#sizeBytes,
      firstDifference,
      asPromised: identical || asPromised,
      levels: this.#levels,
    };
  }
}

function tolerance(mode: Mode, kernel: string): 0 | 1 {
  return engineOf(mode).tolerance?.(kernel) ?? 0;
}
