// Resize: each pixel of the result is a weighted sum of the source pixels under it. The filter is widened when the picture
// gets smaller, so that no pixel is skipped; windows are cut at the picture's edge.
//
// The exact filter, in floats: all pixels are weighed. The WebAssembly kernel works with whole numbers and averages blocks
// first where the picture becomes a fourteenth or less, which of pictures other than fine gratings changes less than a level:
// a byte may differ by one. The filter "nearest" copies pixels, and the same ones.

import type { Pixels } from '../engines/engine.js';
import type { Size } from '../generated/model.js';
import type { JsKernel, RenderRows } from './kernel.js';
import { wholePixels } from './pixels.js';
import { separable, type Window } from './separable.js';

interface Filter {
  /** Half its width, in pixels of the result, or of the source when that is smaller. */
  readonly support: number;
  /** Its height at `x`, within its support. */
  readonly height: (x: number) => number;
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const filters: Record<string, Filter> = {
  lanczos3: { support: 3, height: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
  'catmull-rom': {
    support: 2,
    height: (x) => {
      const d = Math.abs(x);
      if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
      return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    },
  },
  bilinear: { support: 1, height: (x) => Math.max(0, 1 - Math.abs(x)) },
  // Half open: a source pixel right between two pixels of the result belongs to one of them.
  box: { support: 0.5, height: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
};

/** The windows that make `to` pixels of `from`. */
function windows({ support, height }: Filter, from: number, to: number): Window[] {
  const ratio = from / to;
  const widened = Math.max(ratio, 1);
  const reach = support * widened;
  return Array.from({ length: to }, (_, i) => {
    const middle = (i + 0.5) * ratio;
    const start = Math.min(Math.max(0, Math.floor(middle - reach + 0.5)), from - 1);
    const end = Math.min(Math.max(start + 1, Math.floor(middle + reach + 0.5)), from);
    const heights = Float32Array.from({ length: end - start }, (_, j) => height((start + j - middle + 0.5) / widened));
    const total = heights.reduce((sum, height) => sum + height, 0);
    return { start, weights: heights.map((height) => height / total) };
  });
}

/** The pixel whose square holds the middle of each of `to` pixels. The ratio is summed up, as the WebAssembly kernel does. */
function nearest(from: number, to: number): Uint32Array {
  let middle = (0.5 * from) / to;
  return Uint32Array.from({ length: to }, () => {
    const place = Math.min(Math.floor(middle), from - 1);
    middle += from / to;
    return place;
  });
}

function copyNearest({ size, bytes }: Pixels, { width, height }: Size): RenderRows {
  const source = wholePixels(bytes);
  const columns = nearest(size.width, width);
  const rows = nearest(size.height, height);
  return (first, end, out) => {
    const pixels = wholePixels(out);
    let to = 0;
    for (const row of rows.subarray(first, end)) {
      const start = row * size.width;
      for (let x = 0; x < width; x++) pixels[to++] = source[start + columns[x]!]!;
    }
  };
}

export const resize: JsKernel = {
  name: 'resize',
  outputSize: (_, { width, height }) => ({ width: Number(width), height: Number(height) }),
  plan: (source, params) => {
    const { width, height } = { width: Number(params.width), height: Number(params.height) };
    const filter = filters[String(params.filter)];
    if (!filter) return copyNearest(source, { width, height });
    return separable(source, windows(filter, source.size.width, width), windows(filter, source.size.height, height));
  },
};
