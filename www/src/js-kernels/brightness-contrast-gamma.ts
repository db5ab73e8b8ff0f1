// Brightness, contrast and gamma: one curve for all three colours, from a table. The table is computed in the steps of the
// WebAssembly kernel, where they are explained, so the bytes are the same.

import type { JsKernel } from './kernel.js';
import { power, sine } from './maths.js';
import { throughTable } from './pixels.js';

/** The slope that stands for an upright curve. */
const STEEPEST = 1e6;

/** Shares this close to black are black: a large gamma would make a visible level of a rounding error. */
const BLACK = 1e-12;

function curve(brightness: number, contrast: number, gamma: number): Uint8Array {
  const angle = (Math.PI / 4) * (1 + contrast);
  const slope = Math.min(sine(angle) / sine(Math.PI / 2 - angle), STEEPEST);
  return Uint8Array.from({ length: 256 }, (_, level) => {
    const share = (level / 255 + brightness - 0.5) * slope + 0.5;
    return share < BLACK ? 0 : Math.round(power(Math.min(share, 1), 1 / gamma) * 255);
  });
}

export const brightnessContrastGamma: JsKernel = {
  name: 'brightness_contrast_gamma',
  plan: (source, { brightness, contrast, gamma }) =>
    throughTable(source, curve(Number(brightness) / 100, Number(contrast) / 100, Number(gamma))),
};
