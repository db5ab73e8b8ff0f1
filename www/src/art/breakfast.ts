/** The empty state's drawing: a plate of toast and a cup with a rim, seen from above, in hairlines. */
import { html, svg, type TemplateResult } from 'lit';

function toast(x: number, y: number, turn: number): TemplateResult {
  return svg`<g transform="translate(${x} ${y}) rotate(${turn})">
    <path class="toast" d="M-15-14c-7-1-8-12 2-12h26c10 0 9 11 2 12v30a4 4 0 0 1-4 4h-22a4 4 0 0 1-4-4z" />
    <rect class="butter" x="-7" y="-8" width="12" height="12" rx="2" />
  </g>`;
}

export const breakfast = html`<svg class="breakfast" viewBox="0 0 320 160" aria-hidden="true">
  <g class="line">
    <ellipse cx="118" cy="84" rx="92" ry="62" />
    <ellipse cx="118" cy="84" rx="76" ry="49" />
    ${toast(92, 78, -14)} ${toast(140, 84, 12)}
    <circle cx="256" cy="88" r="48" />
    <circle cx="256" cy="88" r="30" />
    <circle class="kopi" cx="256" cy="88" r="24" />
    <path d="M284 76c14-8 24 0 20 10-3 8-12 8-18 4" />
  </g>
</svg>`;
