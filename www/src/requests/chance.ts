// Chance that can be repeated: the same seed and place give the same number, whatever happened before.

/**
 * A number from 0 to below 1 that depends on nothing but its arguments (whole numbers, taken modulo 2^32).
 *
 * Each is mixed in by the finaliser of MurmurHash3 (Austin Appleby, public domain), which lets every bit change every other.
 */
export function chance(...place: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of place) {
    hash = Math.imul(hash ^ part, 0x85ebca6b) + 0x165667b1;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 32;
}
