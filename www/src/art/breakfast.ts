/** The empty state's drawing: a plate of toast and a cup with a rim, seen from above, in hairlines. */
import { html, svg, type TemplateResult } from 'lit';
import { SLICE } from './slice.js';

function toast(x: number, y: number, turn: number): TemplateResult {
  return svg`<g transform="translate(${x} ${y}) rotate(${turn}) scale(2.6) translate(-10 -10)">
    <path class="toast" d=${SLICE} stroke-width="0.6" />
    <rect class="butter" x="7.5" y="8" width="5" height="5" rx="0.8" stroke-width="0.5" />
  </g>`;
}

export const breakfast = html`<svg class="breakfast" viewBox="0 0 340 160" aria-hidden="true">
  <g class="line">
    <ellipse cx="112" cy="80" rx="104" ry="74" />
    <ellipse cx="112" cy="80" rx="86" ry="59" />
    ${toast(78, 78, -12)} ${toast(142, 84, 10)}
    <circle cx="274" cy="84" r="52" />
    <circle cx="274" cy="84" r="34" />
    <circle class="kopi" cx="274" cy="84" r="28" />
    <path d="M305 70c16-9 27 0 23 11-3 9-14 9-21 4" />
  </g>
</svg>`;
