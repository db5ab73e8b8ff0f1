// What the page says of a morning in words.

import { formatCount, formatNumber } from '../elements/format.js';
import type { Morning, Order, Shop } from '../generated/model.js';
import { MINUTE_MS } from './moment.js';

/** "50 minutes", "1 minute", "2.5 minutes". */
export function inMinutes(minutes: number): string {
  return `${formatNumber(minutes)}\u00a0minute${minutes === 1 ? '' : 's'}`;
}

/** What is made: "slices" where only slices are ordered, else "dishes". */
export function things(shop: Shop): string {
  const ordered = [shop.toast.count && 'slices', shop.coffee.count && 'cups', shop.eggs.count && 'eggs'].filter(
    Boolean,
  );
  return ordered.length === 1 ? String(ordered[0]) : 'dishes';
}

/** Served so far for every minute that has passed. */
export function throughput(served: number, atMs: number, shop: Shop): string {
  const rate = atMs > 0 ? served / (atMs / MINUTE_MS) : 0;
  return `${formatNumber(rate)} ${things(shop)} a minute`;
}

/** This shop against the plain loop, in a sentence. */
export function againstLoop(morning: Morning, shop: Shop): string {
  const { minutes, loopMinutes, speedUp } = morning;
  if (morning.served.length === 0) return 'Nothing is ordered, so there is nothing to compare.';
  const loop = `A plain loop, one task after the other on one machine of each kind, takes ${inMinutes(loopMinutes)}`;
  const same = Math.abs(speedUp - 1) < 0.005;
  if (same) return `${loop}. This shop takes just as long: nothing overlaps.`;
  if (speedUp < 1)
    return `${loop}. This shop takes ${inMinutes(minutes)}, longer than the loop: the overhead costs more than the machines gain.`;
  const machines = mostMachines(shop);
  const gain = `${loop}. This shop takes ${inMinutes(minutes)}: ${formatNumber(speedUp)} × faster`;
  if (machines === 1) return `${gain} with the same machines, because waiting was put to use.`;
  return machines > speedUp * 1.02
    ? `${gain}, and not ${machines} ×, although there are ${formatCount(machines, 'machine')} of a kind.`
    : `${gain}, all that ${formatCount(machines, 'machine')} can give.`;
}

/** The most machines that a dish which is ordered has. */
function mostMachines({ toast, coffee, eggs }: Shop): number {
  return Math.max(1, ...[toast, coffee, eggs].filter(({ count }) => count > 0).map(({ machines }) => machines));
}

/** The clock: whole minutes that have passed, or tenths where the morning is short. */
export function clockMinutes(atMs: number, endMs: number): string {
  const digits = endMs < 20 * MINUTE_MS ? 1 : 0;
  const scale = 10 ** digits;
  // A clock doesn't strike before its time; a hair is allowed for sums of floating point.
  return (Math.floor((atMs / MINUTE_MS) * scale + 1e-6) / scale).toFixed(digits);
}

/** The shop in a line: "100 slices on 4 toasters · the cook stands by · served as ordered". */
export function shopLine(shop: Shop): string {
  const order = ({ count, machines }: Order, one: string, machine: string): string =>
    count === 0 ? '' : `${formatCount(count, one)} on ${formatCount(machines, machine)}`;
  const hands = shop.beforeMinutes + shop.afterMinutes;
  return [
    order(shop.toast, 'slice', 'toaster'),
    order(shop.coffee, 'cup', 'coffee maker'),
    order(shop.eggs, 'egg', 'pot'),
    hands > 0 ? `${inMinutes(hands)} of the cook’s hands for each` : '',
    shop.overheadMinutes > 0 ? `${inMinutes(shop.overheadMinutes)} for every batch` : '',
    shop.batch > 1 ? `batches of ${shop.batch}` : '',
    shop.waiting === 'synchronous' ? 'the cook stands by' : 'the cook does something else meanwhile',
    shop.service === 'as-ordered' ? 'served as ordered' : 'served as completed',
  ]
    .filter(Boolean)
    .join(' · ');
}
