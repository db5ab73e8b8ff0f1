/**
 * Marks of the modes: one slice for one thread, four for many, two plates that pass slices for workers, a bitten slice without SIMD,
 * an empty one for JavaScript. The shape says it where the colour can't.
 * They take `color` from the element around them (`var(--mode-…)`).
 */
import { html, svg, type TemplateResult } from 'lit';
import type { Mode } from '../generated/model.js';
import { SLICE } from './slice.js';

const quarter = (x: number, y: number) => svg`<path transform="translate(${x} ${y}) scale(.5)" d=${SLICE} />`;

const SLICES: Record<Mode, TemplateResult> = {
  js: svg`<path d=${SLICE} fill="none" stroke="currentColor" stroke-width="2" />`,
  scalar: svg`<path d=${SLICE} mask="url(#bite)" /><mask id="bite"><rect width="20" height="20" fill="#fff" /><circle cx="17" cy="6" r="6" fill="#000" /></mask>`,
  workers: svg`${quarter(-0.25, 5)}${quarter(10.25, 5)}<path d="M5 3h9m0 0-2-2m2 2-2 2M15 17H6m0 0 2-2m-2 2 2 2" fill="none" stroke="currentColor" stroke-width="1.4" />`,
  simd: svg`<path d=${SLICE} />`,
  threads: svg`${quarter(-0.25, -0.5)}${quarter(10.25, -0.5)}${quarter(-0.25, 10.25)}${quarter(10.25, 10.25)}`,
};

export function mark(mode: Mode): TemplateResult {
  return html`<svg class="icon mark ${mode}" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    ${SLICES[mode]}
  </svg>`;
}
