// Floyd–Steinberg dithering: each value becomes the nearer of two levels, and its error is handed to pixels still to come, from
// left to right in every row; alpha is kept. Whole numbers, so the bytes are the WebAssembly kernel's.
//
//            x     7/16
//    3/16   5/16   1/16

import type { JsKernel } from './kernel.js';
import { luma, rowsOf } from './pixels.js';

/** The highest value that becomes 0. */
const THRESHOLD = 128;

/** What a row hands down, and what it is handed, in sixteenths: with room for what goes beyond either edge, and is lost. */
interface Shares {
  here: Int16Array;
  below: Int16Array;
}

/** Dithers a row of single values in place. */
function ditherRow(values: Uint8Array, shares: Shares): void {
  const { here, below } = shares;
  below.fill(0, 0, 2);
  let error = 0;
  for (let x = 0; x < values.length; x++) {
    // Divided towards zero and clipped before the level is chosen, as Pillow does.
    const handed = ((here[x + 1]! + 7 * error) / 16) | 0;
    const value = Math.max(0, Math.min(values[x]! + handed, 255));
    const level = value > THRESHOLD ? 255 : 0;
    values[x] = level;
    error = value - level;
    below[x]! += 3 * error;
    below[x + 1]! += 5 * error;
    below[x + 2] = error;
  }
  shares.here = below;
  shares.below = here;
}

export const floydSteinberg: JsKernel = {
  name: 'floyd_steinberg',
  plan: (source, { palette }) => {
    const { width } = source.size;
    // One channel of lumas, or three of colours.
    const channels = Array.from({ length: palette === 'eight' ? 3 : 1 }, () => ({
      values: new Uint8Array(width),
      shares: { here: new Int16Array(width + 2), below: new Int16Array(width + 2) },
    }));
    return (first, end, out) => {
      for (let y = first; y < end; y++) {
        const bytes = rowsOf(source, y, y + 1);
        channels.forEach(({ values, shares }, channel) => {
          for (let x = 0; x < width; x++) {
            values[x] = channels.length === 1 ? luma(bytes, x * 4) : bytes[x * 4 + channel]!;
          }
          ditherRow(values, shares);
        });
        const [red, green, blue] = [0, 1, 2].map((channel) => (channels[channel] ?? channels[0]!).values);
        for (let x = 0, to = (y - first) * width * 4; x < width; x++, to += 4) {
          out[to] = red![x]!;
          out[to + 1] = green![x]!;
          out[to + 2] = blue![x]!;
          out[to + 3] = bytes[x * 4 + 3]!;
        }
      }
    };
  },
};
