// How many cores there seem to be.

import { MOST_LANES } from './generated/model.js';

/** Cores that the browser claims: a claim, not a measurement. */
export const claimedCores = Math.min(MOST_LANES, Math.max(1, navigator.hardwareConcurrency || 1));

/** Lanes that can be asked for: twice the cores, to see what too many do; as many as a large machine has in any case. */
export const mostThreads = Math.min(MOST_LANES, Math.max(64, 2 * claimedCores));
