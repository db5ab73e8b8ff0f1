// Rotate by right angles: every pixel moves, none changes.

import type { JsKernel } from './kernel.js';
import { wholePixels } from './pixels.js';

/** Rows of the result that are made together: what a cache line of the source holds of a row. */
const TOGETHER = 16;

export const rotate: JsKernel = {
  name: 'rotate',
  outputSize: ({ width, height }, params) =>
    params.degrees_clockwise === 180 ? { width, height } : { width: height, height: width },
  plan: ({ size: { width, height }, bytes }, params) => {
    const source = wholePixels(bytes);
    if (params.degrees_clockwise === 180) {
      return (first, _, out) => {
        const pixels = wholePixels(out);
        let from = width * (height - first);
        for (let to = 0; to < pixels.length; to++) pixels[to] = source[--from]!;
      };
    }
    // After a quarter turn a row of the result is a source column: upwards from the first, or downwards from the last.
    const upwards = params.degrees_clockwise === 90;
    return (first, end, out) => {
      const pixels = wholePixels(out);
      for (let top = first; top < end; top += TOGETHER) {
        const bottom = Math.min(top + TOGETHER, end);
        for (let x = 0; x < height; x++) {
          const row = (upwards ? height - 1 - x : x) * width;
          for (let y = top; y < bottom; y++) {
            pixels[(y - first) * height + x] = source[row + (upwards ? y : width - 1 - y)]!;
          }
        }
      }
    };
  },
};
