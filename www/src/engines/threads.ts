import type { EngineKind } from './engine.js';
import { hasSharedMemory, hasSimd } from './flavours.js';
import { instanceRunner } from './instance.js';

/** A rayon pool over shared memory. */
export const threads: EngineKind = {
  mode: 'threads',
  explanation: 'The rows are cut into chunks, and several threads take them, all on the same memory.',
  availability: () => {
    if (!hasSharedMemory) {
      return {
        available: false,
        reason: 'This page is not isolated from other sites, so the browser keeps shared memory away from it.',
        help: [
          'Reload the page: where the browser allows it, the page switches threads on itself.',
          'Open the page by itself, not inside another page, and not in a private window.',
          'If the site is yours, send the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.',
        ],
      };
    }
    if (!hasSimd) {
      return {
        available: false,
        reason: 'This browser has no WebAssembly SIMD, and the parallel build needs it.',
        help: ['Use a current Chrome, Edge, Firefox or Safari.'],
      };
    }
    return { available: true };
  },
  flavour: 'threads',
  runner: ({ threads }, { module }) => instanceRunner('threads', module, threads),
};
