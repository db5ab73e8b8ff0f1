/** How fast a recorded run is played, and how that is said. Playing is always in true proportion of time. */

/** How long a run lasts on the screen unless the visitor wants it otherwise, in milliseconds. */
const LASTS_MS = 5000;

/** How many times slower than the run a replay is that lasts about five seconds: 1, 2 or 5 times a power of ten, so that it can be said. */
export function usualSlowness(runMs: number): number {
  const exact = LASTS_MS / Math.max(runMs, 1e-3);
  const power = 10 ** Math.floor(Math.log10(exact));
  const step = [1, 2, 5, 10].reduce((best, n) =>
    Math.abs(Math.log((n * power) / exact)) < Math.abs(Math.log((best * power) / exact)) ? n : best,
  );
  return step * power;
}

/** "20 × slower", "5 × faster". */
export function speedInWords(slowness: number): string {
  const number = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 2 });
  return slowness >= 1 ? `${number(slowness)} × slower` : `${number(1 / slowness)} × faster`;
}
