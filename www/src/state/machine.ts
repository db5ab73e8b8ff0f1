// The machine a report was made on, as far as a page can know it.

import type { Machine } from '../generated/model.js';

/** The smallest step of the clock that shows within a few milliseconds. */
export function clockResolutionMs(): number {
  const end = performance.now() + 5;
  let [smallest, last] = [Infinity, performance.now()];
  for (let now = last; now < end; now = performance.now()) {
    if (now > last) smallest = Math.min(smallest, now - last);
    last = now;
  }
  // A clock too coarse to tick within 5 ms is at least that coarse.
  return Number.isFinite(smallest) ? smallest : 5;
}

/** Cores that the browser claims: a claim, not a measurement. */
export const claimedCores = Math.max(1, navigator.hardwareConcurrency || 1);

/** Lanes that can be asked for: twice the cores, to see what too many do; as many as a large machine has in any case. */
export const mostThreads = Math.max(64, 2 * claimedCores);

/** The card that stands in every report. */
export function machine(): Machine {
  return {
    agent: navigator.userAgent,
    claimedCores,
    isolated: globalThis.crossOriginIsolated,
    clockResolutionMs: clockResolutionMs(),
    version: __VERSION__,
  };
}
