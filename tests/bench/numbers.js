// Figures of the benchmarks.

/** The middle of the values. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three digits: more would be noise. */
export function round(value) {
  return Number(value.toPrecision(3));
}
