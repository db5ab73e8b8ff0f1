// How the page's animation fares while something runs: when its frames were drawn.

import type { Frames } from '../generated/model.js';

/** Frames kept of one run: ten seconds at sixty a second. The longest gap counts all of them. */
const MOST_KEPT = 600;

/** Watches the page's frames, from now until it is stopped. */
export class FrameWatch {
  #times: number[] = [];
  #handle = 0;
  #next: (() => void)[] = [];

  constructor() {
    const frame = (): void => {
      this.#times.push(performance.now());
      for (const resolve of this.#next.splice(0)) resolve();
      this.#handle = requestAnimationFrame(frame);
    };
    this.#handle = requestAnimationFrame(frame);
  }

  /** Resolves once the page has drawn another frame, or would have if it were seen. */
  frame(): Promise<void> {
    const drawn = new Promise<void>((resolve) => this.#next.push(resolve));
    return Promise.race([drawn, new Promise<void>((resolve) => setTimeout(resolve, 500))]);
  }

  /** Watches one piece of work, which starts while the animation goes on and ends before its next frame. */
  async during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly frames: Frames }> {
    this.#times = [];
    await this.frame();
    await this.frame();
    const start = performance.now();
    const result = await work();
    await this.frame();
    // From the last frame before the start, so that a freeze at the very beginning is seen.
    const first = this.#times.findLastIndex((time) => time <= start);
    return { result, frames: framesOf(this.#times.slice(Math.max(0, first)), start) };
  }

  stop(): void {
    cancelAnimationFrame(this.#handle);
  }
}

/** Frames drawn at these times, as a report has them. */
export function framesOf(times: readonly number[], start: number): Frames {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  return {
    atMs: times.slice(0, MOST_KEPT).map((time) => time - start),
    longestGapMs: Math.max(0, ...gaps),
  };
}
