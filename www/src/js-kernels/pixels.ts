// What several kernels do with pixels.

import type { Pixels } from '../engines/engine.js';
import type { RenderRows } from './kernel.js';

/** The bytes of these rows, without a copy. */
export function rowsOf({ size, bytes }: Pixels, first: number, end: number): Uint8Array {
  return bytes.subarray(first * size.width * 4, end * size.width * 4);
}

/** The same bytes as whole pixels, for kernels that only move them: one access instead of four. */
export function wholePixels(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** The nearest place there is in a row or column of this length: edges clamp. */
export function clamped(place: number, length: number): number {
  return Math.max(0, Math.min(place, length - 1));
}

/** Rec. 601 luma of the pixel whose bytes start here. The weights sum to 65536, so white stays white. */
export function luma(bytes: Uint8Array, at: number): number {
  return (19595 * bytes[at]! + 38470 * bytes[at + 1]! + 7471 * bytes[at + 2]! + 32768) >> 16;
}

/** Sends every colour through a table of 256 and keeps alpha. */
export function throughTable(source: Pixels, table: Uint8Array): RenderRows {
  return (first, end, out) => {
    const bytes = rowsOf(source, first, end);
    for (let at = 0; at < bytes.length; at += 4) {
      out[at] = table[bytes[at]!]!;
      out[at + 1] = table[bytes[at + 1]!]!;
      out[at + 2] = table[bytes[at + 2]!]!;
      out[at + 3] = bytes[at + 3]!;
    }
  };
}

/** Multiplies colours with their alpha, so that the colour of transparent pixels doesn't bleed into their neighbours. */
export function premultiply(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0; at < bytes.length; at += 4) {
    const alpha = bytes[at + 3]!;
    const share = alpha / 255;
    out[at] = bytes[at]! * share;
    out[at + 1] = bytes[at + 1]! * share;
    out[at + 2] = bytes[at + 2]! * share;
    out[at + 3] = alpha;
  }
}

/** Back to straight bytes, rounded. Colours are clamped: negative lobes may leave more of one than alpha. */
export function unpremultiply(samples: Float32Array, out: Uint8Array, at: number): void {
  for (let i = 0; i < samples.length; i += 4, at += 4) {
    const sample = samples[i + 3]!;
    const alpha = (sample + 0.5) | 0;
    // What rounds to no alpha at all is transparent black.
    const scale = alpha === 0 ? 0 : 255 / sample;
    out[at] = Math.min(samples[i]! * scale + 0.5, 255);
    out[at + 1] = Math.min(samples[i + 1]! * scale + 0.5, 255);
    out[at + 2] = Math.min(samples[i + 2]! * scale + 0.5, 255);
    out[at + 3] = alpha;
  }
}
