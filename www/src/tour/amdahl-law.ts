// Amdahl's law, and what Karp and Flatt read from a measured speed-up.

/**
 * How many times faster work is whose share `p` (0 to 1) is spread evenly over `n` cores while the rest stays serial.
 * Source: G. M. Amdahl, 1967. With nothing spread it is 1: as fast as before.
 */
export function amdahl(p: number, n: number): number {
  return 1 / (1 - p + p / n);
}

/** What `amdahl` never exceeds, however many cores there are; infinite where all is spread. */
export function limitOf(p: number): number {
  return 1 / (1 - p);
}

/** The share that was spread, as a speed-up measured on `n` cores (at least 2) tells. Source: A. H. Karp and H. P. Flatt, 1990. */
export function spreadShare(speedUp: number, n: number): number {
  return 1 - (1 / speedUp - 1 / n) / (1 - 1 / n);
}
