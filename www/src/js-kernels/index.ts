// Which kernels there are as ordinary loops; one is fetched when it is asked for.

import type { JsKernel } from './kernel.js';

/** A kernel that can be fetched. */
export interface Fetchable {
  /**
   * Levels that a byte may differ from the WebAssembly kernel's: none where both compute in the same steps. Colours count
   * as much as their alpha shows of them, since dividing by a small one makes any rounding large.
   */
  readonly tolerance: 0 | 1;
  readonly kernel: () => Promise<JsKernel>;
}

const exact = (kernel: Fetchable['kernel']): Fetchable => ({ tolerance: 0, kernel });
const withinALevel = (kernel: Fetchable['kernel']): Fetchable => ({ tolerance: 1, kernel });

/** How each is fetched, by its name in the catalogue. */
export const jsKernels: ReadonlyMap<string, Fetchable> = new Map([
  ['grayscale', exact(async () => (await import('./grayscale.js')).grayscale)],
  [
    'brightness_contrast_gamma',
    exact(async () => (await import('./brightness-contrast-gamma.js')).brightnessContrastGamma),
  ],
  ['gaussian', withinALevel(async () => (await import('./gaussian.js')).gaussian)],
  ['sobel', exact(async () => (await import('./sobel.js')).sobel)],
  ['median', exact(async () => (await import('./median.js')).median)],
  ['resize', withinALevel(async () => (await import('./resize.js')).resize)],
  ['rotate', exact(async () => (await import('./rotate.js')).rotate)],
  ['equalize', exact(async () => (await import('./equalize.js')).equalize)],
  ['mandelbrot', exact(async () => (await import('./mandelbrot.js')).mandelbrot)],
  ['floyd_steinberg', exact(async () => (await import('./floyd-steinberg.js')).floydSteinberg)],
]);
