// Grayscale: each pixel becomes its luma. Whole numbers, so the bytes are the WebAssembly kernel's.

import type { JsKernel } from './kernel.js';
import { luma, rowsOf } from './pixels.js';

export const grayscale: JsKernel = {
  name: 'grayscale',
  plan: (source) => (first, end, out) => {
    const bytes = rowsOf(source, first, end);
    for (let at = 0; at < bytes.length; at += 4) {
      const level = luma(bytes, at);
      out[at] = level;
      out[at + 1] = level;
      out[at + 2] = level;
      out[at + 3] = bytes[at + 3]!;
    }
  },
};
