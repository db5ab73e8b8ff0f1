// How hard the processor is pressed, where the browser tells.

import type { Pressure } from '../generated/model.js';

/** The part of the Compute Pressure API that is used here; few browsers have it. */
interface Observer {
  observe(source: 'cpu', options: { readonly sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
type ObserverClass = new (heard: (records: readonly { readonly state: Pressure }[]) => void) => Observer;

/** How often it is asked for; browsers tell changes only. */
const EVERY_MS = 500;

/** Watches the pressure, until it is stopped. Without the API, or where it is refused, nothing is ever known. */
export class PressureWatch {
  #now: Pressure | null = null;
  #observer: Observer | undefined;

  constructor() {
    const { PressureObserver } = globalThis as { PressureObserver?: ObserverClass };
    if (!PressureObserver) return;
    try {
      this.#observer = new PressureObserver((records) => (this.#now = records.at(-1)?.state ?? this.#now));
      this.#observer.observe('cpu', { sampleInterval: EVERY_MS }).catch(() => {});
    } catch {
      // Refused by the page's policy.
    }
  }

  /** The last that was heard. */
  get now(): Pressure | null {
    return this.#now;
  }

  stop(): void {
    this.#observer?.disconnect();
  }
}
