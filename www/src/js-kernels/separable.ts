// Filters that are a product of a row and a column: along the rows first, down the columns then, so that a window of
// n × n pixels costs 2 n multiplications.

import type { Pixels } from '../engines/engine.js';
import type { RenderRows } from './kernel.js';
import { premultiply, rowsOf, unpremultiply } from './pixels.js';

/** The source pixels that one pixel of the result is made of, in a row or a column. Their weights sum to one. */
export interface Window {
  readonly start: number;
  readonly weights: Float32Array;
}

/** Filters premultiplied colours: a window for each column of the result, and one for each row. Windows never move back. */
export function separable(source: Pixels, columns: readonly Window[], rows: readonly Window[]): RenderRows {
  const length = columns.length * 4;
  const most = rows.reduce((most, { weights }) => Math.max(most, weights.length), 0);
  // Rows filtered along, each in the place of one that is no longer needed: every source row is filtered once.
  const ring = Array.from({ length: most }, () => new Float32Array(length));
  const row = (y: number) => ring[y % most]!;
  const straight = new Float32Array(source.size.width * 4);
  const sums = new Float32Array(length);
  let filtered = 0;
  return (first, end, out) => {
    for (let y = first; y < end; y++) {
      const { start, weights } = rows[y]!;
      const last = start + weights.length - 1;
      for (; filtered <= last; filtered++) {
        premultiply(rowsOf(source, filtered, filtered + 1), straight);
        filterAlong(straight, columns, row(filtered));
      }
      sums.fill(0);
      // Four rows at a time take 0.6 of the time, since sums are read and written a quarter as often.
      for (let i = 0; i < weights.length; i += 4) {
        const taken = [0, 1, 2, 3].map((j) => row(Math.min(start + i + j, last)));
        addRows(taken, weights.subarray(i, i + 4), sums);
      }
      clampSamples(sums);
      unpremultiply(sums, out, (y - first) * length);
    }
  };
}

function filterAlong(samples: Float32Array, columns: readonly Window[], out: Float32Array): void {
  let to = 0;
  for (const { start, weights } of columns) {
    let [red, green, blue, alpha] = [0, 0, 0, 0];
    for (let i = 0, at = start * 4; i < weights.length; i++, at += 4) {
      const weight = weights[i]!;
      red += weight * samples[at]!;
      green += weight * samples[at + 1]!;
      blue += weight * samples[at + 2]!;
      alpha += weight * samples[at + 3]!;
    }
    out[to++] = red;
    out[to++] = green;
    out[to++] = blue;
    out[to++] = alpha;
  }
  clampSamples(out);
}

/** Adds four rows by their weights; a weight that is missing is none. */
function addRows(rows: readonly Float32Array[], weights: Float32Array, sums: Float32Array): void {
  const [a, b, c, d] = rows as [Float32Array, Float32Array, Float32Array, Float32Array];
  const [ofA = 0, ofB = 0, ofC = 0, ofD = 0] = weights;
  for (let i = 0; i < sums.length; i++) {
    sums[i]! += ofA * a[i]! + ofB * b[i]! + ofC * c[i]! + ofD * d[i]!;
  }
}

/** Filters with negative lobes overshoot; the WebAssembly kernels clamp after each pass, too. */
function clampSamples(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) samples[i] = Math.max(0, Math.min(samples[i]!, 255));
}
