// Gaussian blur: each pixel becomes the average of its neighbourhood, weighted by a bell curve of width σ. Edges clamp.
//
// The exact filter, in floats: all neighbours are weighed, so the time grows with σ. The WebAssembly kernel works with whole
// numbers and from σ = 2.5 on blurs a reduced picture, within two thirds of a level of this: a byte may differ by one.

import type { JsKernel } from './kernel.js';
import { clamped } from './pixels.js';
import { separable, type Window } from './separable.js';

/** What lies beyond so many σ changes no picture by more than an eighth of a level, either way. */
const REACH = 3.5;

/** The bell curve around each of `length` pixels. What lies beyond an edge is the edge's pixel, so it has its weight. */
function windows(sigma: number, length: number): Window[] {
  const radius = Math.ceil(REACH * sigma);
  const bell = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const total = bell.reduce((sum, height) => sum + height, 0);
  const weights = bell.map((height) => height / total);
  return Array.from({ length }, (_, middle) => {
    const start = middle - radius;
    // Away from the edges all share the same weights.
    if (start >= 0 && middle + radius < length) return { start, weights };
    const first = clamped(start, length);
    const folded = new Float32Array(clamped(middle + radius, length) - first + 1);
    weights.forEach((weight, i) => (folded[clamped(start + i, length) - first]! += weight));
    return { start: first, weights: folded };
  });
}

export const gaussian: JsKernel = {
  name: 'gaussian',
  plan: (source, { sigma }) =>
    separable(source, windows(Number(sigma), source.size.width), windows(Number(sigma), source.size.height)),
};
