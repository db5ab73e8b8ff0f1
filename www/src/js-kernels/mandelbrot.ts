// The Mandelbrot set: how soon each point of the plane escapes under z ← z² + c. JavaScript's numbers are the WebAssembly
// kernel's, and so is the order of steps, so the bytes are the same. How a count becomes a colour is explained there.

import type { JsKernel } from './kernel.js';
import { log2 } from './maths.js';

/** |z|² beyond which a point has escaped. */
const ESCAPE_NORM = 256;

const BETWEEN_STOPS = 256;
const PACE = 190;
const INSIDE = [24, 13, 9] as const;
const STOPS = [
  [244, 240, 230],
  [126, 164, 198],
  [32, 66, 112],
  [58, 32, 22],
  [176, 104, 46],
  [247, 205, 108],
  [253, 244, 222],
  [160, 186, 106],
  [58, 98, 58],
] as const;

/** Colours, four bytes each: from stop to stop, round again to the first, and the one of points that don't escape. */
function makePalette(): Uint8Array {
  const colours = STOPS.flatMap((from, stop) => {
    const to = STOPS[(stop + 1) % STOPS.length]!;
    return Array.from({ length: BETWEEN_STOPS }, (_, i) => {
      const mixed = from.map((level, c) => ((level * (BETWEEN_STOPS - i) + to[c]! * i) / BETWEEN_STOPS + 0.5) | 0);
      return [...mixed, 255];
    });
  });
  return Uint8Array.from([...colours, [...INSIDE, 255]].flat());
}

/** Draws the row of these points into `out`. */
function renderRow(left: number, step: number, y: number, limit: number, palette: Uint8Array, out: Uint8Array): void {
  const inside = palette.length - 4;
  const cycle = inside / 4;
  for (let at = 0; at < out.length; at += 4) {
    const x = left + (at / 4) * step;
    let re = 0;
    let im = 0;
    let norm = 0;
    let count = 0;
    for (; count < limit; count++) {
      const re2 = re * re;
      const im2 = im * im;
      norm = re2 + im2;
      if (norm > ESCAPE_NORM) break;
      const product = re * im;
      re = re2 - im2 + x;
      im = product + product + y;
    }
    let colour = inside;
    if (count < limit) {
      const smooth = count + 1 - log2(log2(norm) / 8);
      colour = (Math.floor((Math.sqrt(Math.max(smooth, 1)) - 1) * PACE) % cycle) * 4;
    }
    out[at] = palette[colour]!;
    out[at + 1] = palette[colour + 1]!;
    out[at + 2] = palette[colour + 2]!;
    out[at + 3] = palette[colour + 3]!;
  }
}

export const mandelbrot: JsKernel = {
  name: 'mandelbrot',
  outputSize: (_, { width, height }) => ({ width: Number(width), height: Number(height) }),
  plan: (_, params) => {
    const width = Number(params.width);
    const height = Number(params.height);
    const step = Number(params.span) / width;
    const left = Number(params.x) + (0.5 - width / 2) * step;
    const iterations = Number(params.iterations);
    const palette = makePalette();
    return (first, end, out) => {
      for (let row = first; row < end; row++) {
        const y = Number(params.y) + (height / 2 - 0.5 - row) * step;
        const at = (row - first) * width * 4;
        renderRow(left, step, y, iterations, palette, out.subarray(at, at + width * 4));
      }
    };
  },
};
