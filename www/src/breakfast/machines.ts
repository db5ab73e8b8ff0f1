// Toasters, coffee makers and pots, each drawn in a square of 64 that stands on its shelf.

import { svg, type TemplateResult } from 'lit';

import { SLICE } from '../art/slice.js';
import type { MachineMoment } from './moment.js';

/** Machines smaller than this, in CSS pixels, are drawn with fewer strokes. */
const SMALL = 24;

/** A machine at a moment, `size` CSS pixels large. */
export function machine(moment: MachineMoment, size: number): TemplateResult {
  if (size < SMALL) return small(moment);
  switch (moment.dish) {
    case 'toast':
      return toaster(moment);
    case 'coffee':
      return coffeeMaker(moment);
    case 'egg':
      return pot(moment);
  }
}

/** How far up something has come that rises with the end of its task, from 0 to 1. */
function risen({ state, share }: MachineMoment): number {
  if (state === 'done') return 1;
  // The last bit of the time, so that it is seen even where the next one goes in at once.
  const late = Math.max(0, (share - 0.94) / 0.06);
  return state === 'busy' ? late * late : 0;
}

function lamp({ state }: MachineMoment, x: number, y: number): TemplateResult {
  return svg`<circle class="lamp ${state}" cx=${x} cy=${y} r="3.6" />`;
}

/** A slice that browns, 34 wide, with its top left corner at a place. */
export function slice(x: number, y: number, brown: number, scale = 1.7): TemplateResult {
  return svg`<g transform="translate(${x} ${y}) scale(${scale})">
    <path class="bread" d=${SLICE} />
    <path class="toast" d=${SLICE} fill-opacity=${brown.toFixed(2)} />
  </g>`;
}

function toaster(moment: MachineMoment): TemplateResult {
  const { state, share } = moment;
  const y = 22 - 17 * risen(moment);
  const down = state === 'busy' && share < 0.97;
  return svg`${state === 'idle' ? '' : slice(15, y, share)}
    <rect class="steel-dark" x="58" y=${down ? 46 : 35} width="5" height="6" rx="2" />
    <path class="feet" d="M14 59h8v5h-8zM42 59h8v5h-8z" />
    <rect class="steel" x="5" y="29" width="54" height="31" rx="9" />
    <path class="shine" d="M12 36v15" />
    <rect class="slot" x="12" y="28" width="40" height="3.4" rx="1.7" />
    ${lamp(moment, 32, 46)}`;
}

/** Kopi is pulled through a cloth sock into a cup with a blue rim; the cup is cut open to show how full it is. */
function coffeeMaker(moment: MachineMoment): TemplateResult {
  const { state, share } = moment;
  const level = state === 'idle' ? 0 : 13 * share;
  const drop = (share * 9) % 1;
  return svg`<path class="stand" d="M9 62V9h30" />
    <path class="cloth" d="M20 9h24l-8 27q-4 6-8 0z" />
    <path class="stain" d="M25.5 22h13l-3 13q-3.5 5-7 0z" fill-opacity=${state === 'busy' ? 1 : 0.45} />
    <path class="rim" d="M19 9h26" />
    ${state === 'busy' ? svg`<circle class="kopi" cx="32" cy=${(40 + 9 * drop).toFixed(1)} r="1.6" />` : ''}
    <path class="porcelain" d="M20 45h24v6q0 10-8 10h-8q-8 0-8-10z" />
    <path class="porcelain-line" d="M44 48q8-1 6 5t-8 3" />
    ${level > 0 ? svg`<path class="kopi" d="M22.5 ${(59 - level).toFixed(1)}h19V50q0 9-7 9h-5q-7 0-7-9z" clip-path="url(#cup)" />` : ''}
    <path class="blue-rim" d="M20 45.5h24" />
    <rect class="steel-dark" x="4" y="61" width="56" height="3" rx="1.5" />
    ${lamp(moment, 9, 55)}`;
}

function pot(moment: MachineMoment): TemplateResult {
  const { state, share } = moment;
  const bob = state === 'busy' ? Math.sin(share * 40) * 1.2 : 0;
  const y = 29 + bob - 13 * risen(moment);
  return svg`${
    state === 'busy'
      ? svg`<path class="steam" d="M22 22q-4-5 0-9t0-8M42 22q4-5 0-9t0-8" transform="translate(0 ${(-3 * ((share * 7) % 1)).toFixed(1)})" />
          <path class="flame" d="M22 64q-2-4 3-6q4 3 2 6zM37 64q-2-4 3-6q4 3 2 6z" />`
      : ''
  }
    ${state === 'idle' ? '' : svg`<ellipse class="egg" cx="32" cy=${y.toFixed(1)} rx="8" ry="10.5" />`}
    <path class="stand" d="M5 37h7M52 37h7" />
    <path class="steel" d="M10 30h44v20q0 8-8 8H18q-8 0-8-8z" />
    <path class="slot" d="M10 29h44v3H10z" />
    ${lamp(moment, 32, 45)}`;
}

/** A body that lights up, and what is in it filling from below. */
function small(moment: MachineMoment): TemplateResult {
  const { dish, state, share } = moment;
  const up = 20 * risen(moment);
  const inside = { toast: 'toast', coffee: 'kopi', egg: 'egg' }[dish];
  return svg`${
    state === 'idle'
      ? ''
      : svg`<rect class="bread" x="14" y=${20 - up} width="36" height="34" rx="6" /><rect class=${inside} x="14" y=${20 - up} width="36" height="34" rx="6" fill-opacity=${dish === 'toast' ? share.toFixed(2) : 1} />`
  }
    <rect class="steel ${state}" x="4" y="30" width="56" height="34" rx="8" />`;
}
