// Where things stand in the shop: shelves of machines on the wall, the counter below, served dishes on it.

import type { Dish } from '../generated/model.js';

/** A machine's place: the top left corner of its square. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The shop's plan, in units that are CSS pixels unless the scene is scaled up. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Side of a machine's square. */
  readonly size: number;
  readonly machines: readonly Place[];
  /** Heights of the shelves that the machines stand on. */
  readonly shelves: readonly number[];
  /** Height of the counter's marble. */
  readonly counter: number;
}

/** Sides that a machine can have. The largest at which all fit is taken; below the last one they could not be told apart. */
const SIZES = [120, 104, 88, 76, 64, 54, 46, 38, 31, 25, 20, 16, 13, 11, 9];

/** The plan is drawn for widths between these; a wider scene is scaled up. */
const NARROWEST = 320;
const WIDEST = 1100;

/** From the lowest shelf to the counter: the cook stands there. */
const AISLE = 118;
/** The counter's front. */
const FRONT = 76;
const MARGIN = 16;

/** The plan for these machines, in their order, in a scene about this wide. */
export function layOut(dishes: readonly Dish[], width: number): Layout {
  const wide = Math.min(Math.max(width, NARROWEST), WIDEST);
  const highest = wide < 560 ? 240 : 250;
  const fits = SIZES.find((size) => rowHeight(size) * rowsOf(dishes, wide, size).length <= highest);
  const size = fits ?? (SIZES.at(-1) as number);
  const rows = rowsOf(dishes, wide, size);
  const machines = rows.flatMap((row, index) => {
    const indent = (wide - (row.at(-1) ?? 0) - size) / 2;
    return row.map((x) => ({ x: indent + x, y: MARGIN + index * rowHeight(size) }));
  });
  const shelves = rows.map((_, index) => MARGIN + index * rowHeight(size) + size);
  const counter = (shelves.at(-1) ?? MARGIN) + AISLE;
  return { width: wide, height: counter + FRONT, size, machines, shelves, counter };
}

function rowHeight(size: number): number {
  return size * 1.18 + 6;
}

/** Distances from the left of each row's machines: as few rows as will do, and none much shorter than another. */
function rowsOf(dishes: readonly Dish[], width: number, size: number): number[][] {
  const rows = wrap(dishes, width, size, dishes.length);
  const even = wrap(dishes, width, size, Math.ceil(dishes.length / rows.length));
  return even.length === rows.length ? even : rows;
}

/** Rows no longer than the width allows, with at most so many machines. Those of different kinds stand a little apart. */
function wrap(dishes: readonly Dish[], width: number, size: number, most: number): number[][] {
  const step = size * 1.08;
  const rows: number[][] = [];
  let [row, x]: [number[], number] = [[], 0];
  dishes.forEach((dish, index) => {
    if (row.length > 0 && dish !== dishes[index - 1]) x += size * 0.4;
    if (row.length === most || (row.length > 0 && x + size > width - 2 * MARGIN)) {
      rows.push(row);
      [row, x] = [[], 0];
    }
    row.push(x);
    x += step;
  });
  return row.length > 0 ? [...rows, row] : rows;
}
