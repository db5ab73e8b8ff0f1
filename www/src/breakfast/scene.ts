// The coffee shop as a drawing: a pure function of a moment and a width.

import { html, svg, type TemplateResult } from 'lit';

import type { Dish } from '../generated/model.js';
import { cook } from './cook.js';
import { layOut, type Layout } from './layout.js';
import { machine, slice } from './machines.js';
import { MINUTE_MS, type CookPlace, type DishMoment, type Moment } from './moment.js';

/** The shop at a moment, for a scene this many CSS pixels wide. */
export function scene(moment: Moment, width: number): TemplateResult {
  const plan = layOut(
    moment.machines.map(({ dish }) => dish),
    width,
  );
  const { height, size, counter } = plan;
  const scale = size / 64;
  return html`<svg class="scene" viewBox="0 0 ${plan.width} ${height.toFixed(1)}" aria-hidden="true">
    ${definitions}
    <rect class="wall" width=${plan.width} height=${height} />
    <rect fill="url(#wall-tiles)" width=${plan.width} height=${counter} />
    ${plan.shelves.map((y) => svg`<rect class="shelf" x="8" y=${y} width=${plan.width - 16} height="5" rx="2" />`)}
    ${moment.machines.map((each, index) => {
      const { x, y } = plan.machines[index] ?? { x: 0, y: 0 };
      return svg`<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})">${machine(each, size)}</g>`;
    })}
    ${clock(moment, plan)}
    <g class="cook" transform="translate(${cookX(moment, plan).toFixed(1)} ${(counter - step(moment)).toFixed(1)})">
      ${cook(moment.cook)}
    </g>
    ${bar(plan)} ${served(moment, plan)} ${waiting(moment, plan)}
  </svg>`;
}

/** Patterns of the tiles, and the inside of a cup. */
const definitions = svg`<defs>
  <pattern id="wall-tiles" width="32" height="32" patternUnits="userSpaceOnUse"><path class="grout" d="M0 .5h32M.5 0v32" /></pattern>
  <pattern id="counter-tiles" width="30" height="30" patternUnits="userSpaceOnUse">
    <rect class="tile" width="30" height="30" /><path class="tile-flower" d="M15 5q5 5 0 10q-5-5 0-10zM15 25q5-5 0-10q-5 5 0 10zM5 15q5-5 10 0q-5 5-10 0zM25 15q-5-5-10 0q5 5 10 0z" />
    <path class="tile-corner" d="M0 7a7 7 0 0 0 7-7M23 0a7 7 0 0 0 7 7M30 23a7 7 0 0 0-7 7M7 30a7 7 0 0 0-7-7" /><path class="grout" d="M0 0h30v30" />
  </pattern>
  <clipPath id="cup"><path d="M22 45h20v6q0 9-7 9h-6q-7 0-7-9z" /></clipPath>
</defs>`;

/** Marble on tiles. */
function bar({ width, counter }: Layout): TemplateResult {
  const veins = Array.from(
    { length: Math.ceil(width / 150) },
    (_, i) => `M${i * 150 + 20} ${counter + 3}l34 5l22-4l30 6`,
  );
  return svg`<rect fill="url(#counter-tiles)" y=${counter + 12} width=${width} height="70" />
    <rect class="marble" y=${counter} width=${width} height="13" />
    <path class="vein" d=${veins.join('')} />
    <path class="edge" d="M0 ${counter + 13}h${width}" />`;
}

/** How far from the left the cook is: at a place, or on the way to it. */
export function cookX({ cook: { walk, ...to } }: Moment, plan: Layout): number {
  if (!walk) return placeX(to, plan);
  // Slow at both ends.
  const share = walk.share * walk.share * (3 - 2 * walk.share);
  return placeX(walk.from, plan) + (placeX(to, plan) - placeX(walk.from, plan)) * share;
}

/** Under the machine that the cook is at, or at the counter. */
function placeX({ machine: at, doing }: CookPlace, { width, size, machines }: Layout): number {
  const place = at === undefined ? undefined : machines[at];
  const x = place ? place.x + size / 2 : width * (doing === 'after' ? 0.4 : doing === 'over' ? 0.3 : 0.16);
  return Math.min(Math.max(x, 48), width - 92);
}

/** A cook who walks bobs up and down a little, three steps a way. */
function step({ cook: { walk } }: Moment): number {
  return walk ? 3 * Math.abs(Math.sin(walk.share * 3 * Math.PI)) : 0;
}

/** A clock whose hand goes round once an hour. */
function clock({ atMs }: Moment, { width, counter }: Layout): TemplateResult {
  const turn = ((atMs / MINUTE_MS) * 6) % 360;
  return svg`<g transform="translate(${width - 27} ${counter - 92})">
    <circle class="dial" r="18" /><path class="tick" d="M0-16v4M0 16v-4M-16 0h4M16 0h-4" />
    <path class="hand" d="M0 3V-12" transform="rotate(${turn.toFixed(1)})" /><circle class="hub" r="2" />
  </g>`;
}

/** Heights of piles: the cook's head stays in sight behind them. */
const SERVED_HIGH = 50;
const WAITING_HIGH = 34;

/** What is served stands on the right of the counter, a pile for each dish, with a slip that counts. */
function served({ dishes }: Moment, { width, counter }: Layout): TemplateResult[] {
  // Right of the middle, where a cook stands who has few machines, if there is room for it.
  const share = Math.max(width < 560 ? 0.53 : 0.44, Math.min(0.76, (dishes.length * 82) / width));
  const room = (width * share - 8) / Math.max(1, dishes.length);
  return dishes.map((each, index) => {
    const x = width * (1 - share) + room * index;
    const count = room < 120 ? `${each.served}/${each.ordered}` : `${each.served} of ${each.ordered}`;
    return svg`${pile(each.dish, each.served, each.ordered, x, room - 10, counter, SERVED_HIGH)}${slip(count, x, counter, SMALL_THINGS[each.dish])}`;
  });
}

/** What is done, but not yet served, waits on the left. */
function waiting({ dishes }: Moment, { width, counter }: Layout): TemplateResult | undefined {
  const all = dishes.filter((dish) => dish.waiting > 0);
  const sum = all.reduce((total, { waiting: some }) => total + some, 0);
  if (sum === 0) return undefined;
  const most = Math.max(...all.map(({ ordered }) => ordered));
  const room = (width * 0.3) / all.length;
  return svg`${all.map((dish, index) => pile(dish.dish, dish.waiting, most, 14 + room * index, room - 8, counter, WAITING_HIGH))}
    ${slip(width < 560 ? `${sum}` : `${sum} waiting`, 12, counter, hourglass)}`;
}

/** A slip of paper on the tiles, with a picture of what it counts. */
function slip(text: string, x: number, counter: number, picture: TemplateResult): TemplateResult {
  return svg`<rect class="slip" x=${x} y=${counter + 27} width=${37 + text.length * 7.2} height="26" rx="3" />
    <g transform="translate(${x + 7} ${counter + 32}) scale(0.8)">${picture}</g>
    <text class="slip-text" x=${x + 28} y=${counter + 45}>${text}</text>`;
}

const hourglass = svg`<path class="hourglass" d="M3 2h12M3 18h12M5 2q0 6 4 8t4 8M13 2q0 6-4 8t-4 8" />`;
const cup = svg`<path class="porcelain" d="M1 2h18v6q0 10-6 10H7Q1 18 1 8z" /><path class="porcelain-line" d="M19 4q5-1 4 4t-6 4" /><path class="blue-rim" d="M1 2.5h18" />`;
const eggCup = svg`<ellipse class="egg" cx="8" cy="9" rx="6" ry="8" /><path class="porcelain" d="M1 11h14q-1 8-4 8l2 3H3l2-3q-3 0-4-8z" />`;

const SMALL_THINGS: Record<Dish, TemplateResult> = { toast: slice(0, 0, 1, 1), coffee: cup, egg: eggCup };

/** Widths of the things that are served. */
const THING: Record<Dish, number> = { toast: 36, coffee: 25, egg: 19 };

/** So many things as a pile no higher than this, in which one drawn stands for as many as it takes to find room. */
function pile(
  dish: Dish,
  count: number,
  most: DishMoment['ordered'],
  x: number,
  room: number,
  counter: number,
  highest: number,
): TemplateResult[] {
  const width = THING[dish] + 3;
  const columns = Math.max(1, Math.min(8, Math.floor(room / width)));
  const highestRows = Math.floor(highest / LEAST_HEIGHT[dish]);
  const each = Math.ceil(most / (columns * highestRows));
  const rows = Math.max(1, Math.ceil(most / each / columns));
  return Array.from({ length: Math.ceil(count / each) }, (_, i) =>
    thing(dish, x + Math.floor(i / rows) * width, counter, i % rows, rows, highest),
  );
}

/** The least that a thing adds to the height of a pile. */
const LEAST_HEIGHT: Record<Dish, number> = { toast: 3.3, coffee: 19, egg: 20 };

function thing(dish: Dish, x: number, counter: number, row: number, rows: number, highest: number): TemplateResult {
  switch (dish) {
    case 'toast': {
      // A few lie in full view; a tower is seen from its side.
      if (rows === 1) return slice(x, counter - 30, 1, 1.6);
      const height = Math.min(8, highest / rows);
      return svg`<rect class="crust" x=${x + (row % 2)} y=${(counter - height * (row + 1)).toFixed(1)} width="34" height=${(height - 0.6).toFixed(1)} rx=${(height / 3).toFixed(1)} />`;
    }
    case 'coffee':
      return svg`<g transform="translate(${x} ${counter - 20 - row * 19})">${cup}</g>`;
    case 'egg':
      return svg`<g transform="translate(${x} ${counter - 22 - row * 20})">${eggCup}</g>`;
  }
}
