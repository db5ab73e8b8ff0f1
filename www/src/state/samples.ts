// What disturbs a sample: a page that nobody sees, a browser that holds it up, a clock that is too coarse.

import { FEWEST_TICKS, LARGEST_BATCH, type SetAside } from '../generated/model.js';

/**
 * An answer that comes later than this after the run's own end, and later than the run took, was held up: usually it is there within a few
 * milliseconds, while a throttled page's timers come once a second.
 */
const LATE_MS = 250;

/** How a run came about. */
export interface Circumstances {
  readonly warmup: boolean;
  /** Milliseconds of one execution, and how many there were. */
  readonly totalMs: number;
  readonly batch: number;
  /** Milliseconds from the page's call to the answer. */
  readonly answeredMs: number;
  /** Whether the page was hidden at any time meanwhile. */
  readonly hidden: boolean;
  readonly clockResolutionMs: number;
}

/**
 * Why a run doesn't count; nothing where it does. A warm-up may answer late: it may have to load something first. A processor under pressure
 * is no reason: an experiment that uses all cores is what presses it, and browsers call that critical within a second.
 */
export function setAside(run: Circumstances): SetAside | null {
  const wholeMs = run.totalMs * run.batch;
  const late = run.answeredMs - wholeMs > Math.max(LATE_MS, wholeMs);
  if (run.hidden) return 'hidden';
  if (late && !run.warmup) return 'throttled';
  if (run.batch >= LARGEST_BATCH && wholeMs < FEWEST_TICKS * run.clockResolutionMs) return 'clock';
  return null;
}

/** Watches whether the page is seen, until it is stopped. */
export class Visibility {
  #wasHidden = isHidden();
  #waiting: (() => void)[] = [];

  constructor() {
    document.addEventListener('visibilitychange', this.#changed);
  }

  /** Whether it was hidden at any time since this was asked last, or is. */
  wasHidden(): boolean {
    const was = this.#wasHidden;
    this.#wasHidden = isHidden();
    return was;
  }

  get isHidden(): boolean {
    return isHidden();
  }

  /** Resolves when the page is seen: at once if it is. */
  seen(): Promise<void> {
    if (!isHidden()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#changed);
  }

  readonly #changed = (): void => {
    if (isHidden()) this.#wasHidden = true;
    else for (const resolve of this.#waiting.splice(0)) resolve();
  };
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}
