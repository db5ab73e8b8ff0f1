// Histogram equalisation: a luma's new level is the share of pixels at or below it, counted from the darkest luma there is.
// All colours go through this one table; wholly transparent pixels aren't counted. Whole numbers, so the bytes are the
// WebAssembly kernel's.

import type { Pixels } from '../engines/engine.js';
import type { JsKernel } from './kernel.js';
import { luma, throughTable } from './pixels.js';

function histogram({ bytes }: Pixels): Uint32Array {
  const counts = new Uint32Array(256);
  for (let at = 0; at < bytes.length; at += 4) {
    if (bytes[at + 3] !== 0) counts[luma(bytes, at)]!++;
  }
  return counts;
}

function equal(counts: Uint32Array): Uint8Array {
  const darkest = counts.find((count) => count > 0) ?? 0;
  const whole = counts.reduce((sum, count) => sum + count, 0) - darkest;
  let upTo = -darkest;
  return Uint8Array.from(counts, (count, level) => {
    upTo += count;
    // Of one colour or none there is nothing to spread.
    return whole === 0 ? level : Math.floor((Math.max(0, upTo) * 255 + Math.floor(whole / 2)) / whole);
  });
}

export const equalize: JsKernel = {
  name: 'equalize',
  plan: (source) => throughTable(source, equal(histogram(source))),
};
