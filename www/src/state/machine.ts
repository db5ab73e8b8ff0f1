// The machine a report was made on, as far as a page can know it.

import { claimedCores } from '../cores.js';
import { MOST_CHARS, type Machine } from '../generated/model.js';

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

/** The card that stands in every report. */
export function machine(): Machine {
  return {
    agent: navigator.userAgent.slice(0, MOST_CHARS),
    claimedCores,
    isolated: globalThis.crossOriginIsolated,
    clockResolutionMs: clockResolutionMs(),
    version: __VERSION__,
  };
}
