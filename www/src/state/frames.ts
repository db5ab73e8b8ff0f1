// How the page's animation fares while something runs: when its frames were drawn.

import { MOST_FRAMES, type Frames } from '../generated/model.js';

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
  async during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly frames: Frames | null }> {
    this.#times = [];
    await this.frame();
    await this.frame();
    const start = performance.now();
    const result = await work();
    await this.frame();
    // From the last frame before the start, so that a freeze at the very beginning is seen.
    const first = this.#times.findLastIndex((time) => time <= start);
    // A page that nobody sees draws nothing: that is no freeze.
    const seen = this.#times.length > 1;
    return { result, frames: seen ? framesOf(this.#times.slice(Math.max(0, first)), start) : null };
  }

  stop(): void {
    cancelAnimationFrame(this.#handle);
  }
}

/** Frames drawn at these times, as a report has them: of many, the times of some; the longest gap and the number count all of them. */
export function framesOf(times: readonly number[], start: number): Frames {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const every = Math.ceil(times.length / MOST_FRAMES);
  return {
    drawn: times.length,
    atMs: times.filter((_, i) => i % every === 0).map((time) => time - start),
    longestGapMs: gaps.reduce((longest, gap) => Math.max(longest, gap), 0),
  };
}
