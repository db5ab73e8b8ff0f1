// Median: each colour becomes the middle one of the (2r + 1)² values around it; edges clamp, alpha is kept. Whole numbers, so
// the bytes are the WebAssembly kernel's.
//
// The values of the window are counted, and the window slides along the row: one column of values comes, one goes, and the
// middle one is never far from the one before (Huang, 1979). So a value costs 2 · (2r + 1) countings, not a sort of all.

import type { JsKernel } from './kernel.js';
import { clamped } from './pixels.js';

export const median: JsKernel = {
  name: 'median',
  plan: ({ size: { width, height }, bytes }, params) => {
    const radius = Number(params.radius);
    const side = 2 * radius + 1;
    /** How many values of the window are smaller than the middle one. */
    const half = (side * side - 1) / 2;
    const columns = Int32Array.from({ length: width + side }, (_, i) => clamped(i - radius, width) * 4);
    const rows = new Int32Array(side);
    const counts = new Uint16Array(256);

    function renderChannel(out: Uint8Array, to: number, channel: number): void {
      counts.fill(0);
      for (let i = 0; i < side; i++) {
        for (const row of rows) counts[bytes[row + columns[i]! + channel]!]!++;
      }
      // The middle value, and how many are below it.
      let [level, below] = [0, 0];
      for (let x = 0; x < width; x++) {
        while (below > half) below -= counts[--level]!;
        while (below + counts[level]! <= half) below += counts[level++]!;
        out[to + x * 4 + channel] = level;
        const going = columns[x]! + channel;
        const coming = columns[x + side]! + channel;
        for (let i = 0; i < side; i++) {
          const row = rows[i]!;
          const gone = bytes[row + going]!;
          const come = bytes[row + coming]!;
          counts[gone]!--;
          counts[come]!++;
          // The sign of a difference is −1 or 0. Which values are smaller no processor could foresee, so a branch would
          // take twice the time.
          below += ((gone - level) >> 31) - ((come - level) >> 31);
        }
      }
    }

    return (first, end, out) => {
      for (let y = first; y < end; y++) {
        for (let i = 0; i < side; i++) rows[i] = clamped(y + i - radius, height) * width * 4;
        const to = (y - first) * width * 4;
        for (let channel = 0; channel < 3; channel++) renderChannel(out, to, channel);
        for (let x = 0; x < width; x++) out[to + x * 4 + 3] = bytes[(y * width + x) * 4 + 3]!;
      }
    };
  },
};
