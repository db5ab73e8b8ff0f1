/**
 * Marks of the modes: one slice for one thread, four for many. The shape says it where the colour can't.
 * They take `color` from the element around them (`var(--mode-…)`).
 */
import { html, svg, type TemplateResult } from 'lit';
import type { Mode } from '../generated/model.js';
import { SLICE } from './slice.js';

const quarter = (x: number, y: number) => svg`<path transform="translate(${x} ${y}) scale(.5)" d=${SLICE} />`;

const SLICES: Record<Mode, TemplateResult> = {
  simd: svg`<path d=${SLICE} />`,
  threads: svg`${quarter(-0.25, -0.5)}${quarter(10.25, -0.5)}${quarter(-0.25, 10.25)}${quarter(10.25, 10.25)}`,
};

export function mark(mode: Mode): TemplateResult {
  return html`<svg class="icon mark ${mode}" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    ${SLICES[mode]}
  </svg>`;
}
