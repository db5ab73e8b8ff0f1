// The numbers and choices of a shop: what they are called, what they can be. The form and the address read this one table.

import type { NumberKind } from '../elements/scale.js';
import { SHOP_RANGES, type Order, type Service, type Shop, type Waiting } from '../generated/model.js';

/** Where in the form a number stands. */
export type FieldGroup = 'toast' | 'coffee' | 'eggs' | 'cook';

/** A number of a shop. */
export interface ShopNumber {
  /** Its name in addresses. */
  readonly name: string;
  readonly label: string;
  readonly group: FieldGroup;
  readonly kind: NumberKind;
  /** Of a number that isn't plain from its label. */
  readonly hint?: string;
  readonly get: (shop: Shop) => number;
  readonly set: (shop: Shop, value: number) => Shop;
}

type Dish = 'toast' | 'coffee' | 'eggs';

function whole([min, max]: readonly [number, number], unit = ''): NumberKind {
  return { type: 'number', min, max, step: 1, default: min, integer: true, logarithmic: min > 0, unit };
}

function fractional([min, max]: readonly [number, number], step: number, unit: string): NumberKind {
  return { type: 'number', min, max, step, default: min, integer: false, logarithmic: min > 0, unit };
}

function ofOrder(dish: Dish, part: keyof Order): Pick<ShopNumber, 'group' | 'get' | 'set'> {
  return {
    group: dish,
    get: (shop) => shop[dish][part],
    set: (shop, value) => ({ ...shop, [dish]: { ...shop[dish], [part]: value } }),
  };
}

function ofCook(
  part: 'beforeMinutes' | 'afterMinutes' | 'overheadMinutes' | 'batch',
): Pick<ShopNumber, 'group' | 'get' | 'set'> {
  return { group: 'cook', get: (shop) => shop[part], set: (shop, value) => ({ ...shop, [part]: value }) };
}

const { count, minutes, machines, handsMinutes, batch, unevenness } = SHOP_RANGES;
const each = fractional(minutes, 0.1, 'min');
const hands = fractional(handsMinutes, 0.05, 'min');

/** All numbers of a shop, in the order of the form. */
export const SHOP_NUMBERS: readonly ShopNumber[] = [
  { name: 'slices', label: 'Slices', kind: whole(count), ...ofOrder('toast', 'count') },
  { name: 'slice-minutes', label: 'Minutes a slice', kind: each, ...ofOrder('toast', 'minutes') },
  { name: 'toasters', label: 'Toasters', kind: whole(machines), ...ofOrder('toast', 'machines') },
  {
    name: 'unevenness',
    label: 'How unlike the slices are',
    kind: fractional(unevenness, 0.05, ''),
    hint: '0: all alike; 1: the thickest take twice as long, the thinnest almost no time.',
    group: 'toast',
    get: (shop) => shop.unevenness,
    set: (shop, value) => ({ ...shop, unevenness: value }),
  },
  { name: 'cups', label: 'Cups of coffee', kind: whole(count), ...ofOrder('coffee', 'count') },
  { name: 'cup-minutes', label: 'Minutes a cup', kind: each, ...ofOrder('coffee', 'minutes') },
  { name: 'makers', label: 'Coffee makers', kind: whole(machines), ...ofOrder('coffee', 'machines') },
  { name: 'eggs', label: 'Eggs', kind: whole(count), ...ofOrder('eggs', 'count') },
  { name: 'egg-minutes', label: 'Minutes an egg', kind: each, ...ofOrder('eggs', 'minutes') },
  { name: 'pots', label: 'Pots', kind: whole(machines), ...ofOrder('eggs', 'machines') },
  { name: 'before', label: 'Before each task', kind: hands, hint: 'Cutting, grinding.', ...ofCook('beforeMinutes') },
  { name: 'after', label: 'After each task', kind: hands, hint: 'Buttering, pouring.', ...ofCook('afterMinutes') },
  {
    name: 'overhead',
    label: 'For every batch handed over',
    kind: hands,
    hint: 'The walk to the machine, however many tasks are carried.',
    ...ofCook('overheadMinutes'),
  },
  {
    name: 'batch',
    label: 'Tasks in a batch',
    kind: whole(batch),
    hint: 'Done one after the other on one machine: a chunk.',
    ...ofCook('batch'),
  },
];

/** How a cook can wait. */
export const WAITINGS: readonly { readonly value: Waiting; readonly label: string; readonly about: string }[] = [
  { value: 'synchronous', label: 'Stands by', about: 'Synchronous: the cook waits beside the machines.' },
  {
    value: 'asynchronous',
    label: 'Does something else',
    about: 'Asynchronous: the cook does whatever there is to do.',
  },
];

/** In which order things can be served. */
export const SERVICES: readonly { readonly value: Service; readonly label: string; readonly about: string }[] = [
  { value: 'as-ordered', label: 'As ordered', about: 'The third waits for the second, as with map.' },
  { value: 'as-completed', label: 'As completed', about: 'Whatever is ready first, as with as_completed.' },
];

/** What a form of only some of it can have, by names in addresses. */
export const SHOP_CONTROLS: readonly string[] = [...SHOP_NUMBERS.map(({ name }) => name), 'waiting', 'service'];
