// Time that is made up: nothing waits.

import type { Clock } from '../../../www/src/requests/scheduler.js';

/** A clock that jumps to what comes next once nothing else can happen. */
export class FakeClock implements Clock {
  #now = 0;
  #due: { at: number; act: () => void }[] = [];

  now = (): number => this.#now;

  after = (ms: number, act: () => void): (() => void) => {
    const entry = { at: this.#now + ms, act };
    this.#due.push(entry);
    return () => void (this.#due = this.#due.filter((other) => other !== entry));
  };

  /** Lets time pass until a promise is settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const seen = promise.finally(() => (settled = true));
    for (let turn = 0; turn < 100_000; turn += 1) {
      // Promises first, in a chain of any sensible length.
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) return seen;
      const next = this.#due.reduce<{ at: number; act: () => void } | undefined>(
        (first, entry) => (!first || entry.at < first.at ? entry : first),
        undefined,
      );
      if (!next) throw new Error('nothing is due, and the promise still waits');
      this.#due = this.#due.filter((entry) => entry !== next);
      this.#now = next.at;
      next.act();
    }
    throw new Error('time passes without end');
  }
}
