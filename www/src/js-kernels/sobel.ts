// Sobel edges: how fast the luma changes at each pixel; edges of the picture clamp, alpha is kept. Whole numbers but for
// the root, which rounds alike in any precision, so the bytes are the WebAssembly kernel's.

import type { JsKernel } from './kernel.js';
import { clamped, luma, rowsOf } from './pixels.js';

export const sobel: JsKernel = {
  name: 'sobel',
  plan: (source) => {
    const { width, height } = source.size;
    // Three rows of lumas, each a pixel longer at either end, so that the loop needn't look out for edges.
    const ring = Array.from({ length: 3 }, () => new Uint8Array(width + 2));
    const lumas = (y: number) => ring[clamped(y, height) % 3]!;
    let known = 0;
    return (first, end, out) => {
      for (let y = first; y < end; y++) {
        for (; known < Math.min(y + 2, height); known++) fillLumas(rowsOf(source, known, known + 1), lumas(known));
        const at = (y - first) * width * 4;
        strengths([lumas(y - 1), lumas(y), lumas(y + 1)], rowsOf(source, y, y + 1), out.subarray(at, at + width * 4));
      }
    };
  },
};

function fillLumas(bytes: Uint8Array, lumas: Uint8Array): void {
  const width = bytes.length / 4;
  for (let x = 0; x < width; x++) lumas[x + 1] = luma(bytes, x * 4);
  lumas[0] = lumas[1]!;
  lumas[width + 1] = lumas[width]!;
}

function strengths(
  [above, here, below]: [Uint8Array, Uint8Array, Uint8Array],
  source: Uint8Array,
  out: Uint8Array,
): void {
  // Of each column the sum and the difference, weighted 1, 2, 1; they move on with x.
  const sum = (x: number) => above[x]! + 2 * here[x]! + below[x]!;
  const difference = (x: number) => below[x]! - above[x]!;
  let [leftSum, middleSum] = [sum(0), sum(1)];
  let [left, middle] = [difference(0), difference(1)];
  for (let at = 0, x = 2; at < source.length; at += 4, x++) {
    const [rightSum, right] = [sum(x), difference(x)];
    const across = rightSum - leftSum;
    const down = left + 2 * middle + right;
    const strength = Math.min(Math.sqrt(across * across + down * down) + 0.5, 255);
    out[at] = strength;
    out[at + 1] = strength;
    out[at + 2] = strength;
    out[at + 3] = source[at + 3]!;
    [leftSum, middleSum, left, middle] = [middleSum, rightSum, middle, right];
  }
}
