// Which kernels there are as ordinary loops; one is fetched when it is asked for.

import type { JsKernel } from './kernel.js';

/** How each is loaded, by its name in the catalogue. */
export const jsKernels: ReadonlyMap<string, () => Promise<JsKernel>> = new Map([
  ['grayscale', async () => (await import('./grayscale.js')).grayscale],
  ['brightness_contrast_gamma', async () => (await import('./brightness-contrast-gamma.js')).brightnessContrastGamma],
  ['gaussian', async () => (await import('./gaussian.js')).gaussian],
  ['sobel', async () => (await import('./sobel.js')).sobel],
  ['median', async () => (await import('./median.js')).median],
  ['resize', async () => (await import('./resize.js')).resize],
  ['rotate', async () => (await import('./rotate.js')).rotate],
  ['equalize', async () => (await import('./equalize.js')).equalize],
  ['mandelbrot', async () => (await import('./mandelbrot.js')).mandelbrot],
  ['floyd_steinberg', async () => (await import('./floyd-steinberg.js')).floydSteinberg],
]);
