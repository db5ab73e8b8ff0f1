// What a way to run a batch is: a file of its own here, and a line in `index.ts`.

import type { Availability } from '../../engines/engine.js';
import type { Recipe, Way } from '../../generated/model.js';
import type { BatchFile, Outcome } from '../files.js';

/** How a batch is to be run. */
export interface WaySettings {
  readonly recipe: Recipe;
  /** Lanes, in the ways that have several. */
  readonly lanes: number;
  /** Files that a worker is given at once, where that can be chosen. */
  readonly chunksize: number;
}

/** A way that was started, with its lanes waiting. */
export interface Runner {
  /** Lanes there are. */
  readonly lanes: number;
  /**
   * Runs all files; `deliver` is told of each once, in the way's own order. Resolves after the last; after `signal` it soon resolves too, and delivers
   * nothing more.
   */
  run(files: readonly BatchFile[], deliver: (outcome: Outcome) => void, signal: AbortSignal): Promise<void>;
  end(): void;
}

/** A way to run a batch. */
export interface WayKind {
  readonly way: Way;
  /** What it is called, as in a program. */
  readonly label: string;
  /** What it is called in Python. */
  readonly python: string;
  /** In a sentence. */
  readonly explanation: string;
  /** Whether the number of lanes can be chosen, and the chunk size. */
  readonly hasLanes: boolean;
  readonly hasChunksize: boolean;
  /** Whether it can run here, and if not why. */
  availability(): Availability;
  /** Rejected with a sentence. */
  start(settings: WaySettings): Promise<Runner>;
}
