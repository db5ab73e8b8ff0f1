// How many cores there seem to be.

/** Cores that the browser claims: a claim, not a measurement. */
export const claimedCores = Math.max(1, navigator.hardwareConcurrency || 1);

/** Lanes that can be asked for: twice the cores, to see what too many do; as many as a large machine has in any case. */
export const mostThreads = Math.max(64, 2 * claimedCores);
