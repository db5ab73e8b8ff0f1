/**
 * Marks of the modes: one slice for one thread, four for many. The shape says it where the colour can't.
 * They take `color` from the element around them (`var(--mode-…)`).
 */
import { html, svg, type TemplateResult } from 'lit';
import type { Mode } from '../generated/model.js';

/** One slice of toast as a path, its upper left corner at x, y and `w` wide. */
function slice(x: number, y: number, w: number): TemplateResult {
  const r = w * 0.3;
  return svg`<path d="M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r * 0.5} ${r * 1.8}v${w - r * 1.8}h${-(w - r)}v${-(w - r * 1.8)}a${r} ${r} 0 0 1 ${r * 0.5} ${-r * 1.8}z" />`;
}

const SLICES: Record<Mode, TemplateResult> = {
  simd: slice(3, 3.5, 14),
  threads: svg`${slice(1.4, 1.4, 8)}${slice(10.6, 1.4, 8)}${slice(1.4, 10.8, 8)}${slice(10.6, 10.8, 8)}`,
};

export function mark(mode: Mode): TemplateResult {
  return html`<svg class="icon mark ${mode}" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    ${SLICES[mode]}
  </svg>`;
}
