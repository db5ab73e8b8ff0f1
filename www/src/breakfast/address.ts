// The breakfast's address: a preset, and what differs from it.
//
//   breakfast.html?preset=four-toasters&toasters=8&waiting=asynchronous&embed
//
// What can't be understood is left out and told in a sentence, and the rest holds.

import type { Shop, ShopPreset } from '../generated/model.js';
import { SERVICES, SHOP_NUMBERS, WAITINGS } from './fields.js';

/** The preset of an address that names none. */
export const FIRST_PRESET = 'four-toasters';

/** What an address asks for. */
export interface AskedShop {
  /** The preset that it starts from. */
  readonly preset: ShopPreset;
  readonly shop: Shop;
  /** Whether the page is a guest in another one, without header and controls. */
  readonly embed: boolean;
  /** What could not be understood, as sentences. */
  readonly problems: readonly string[];
}

/** Reads the query of an address. There is at least one preset. */
export function readShop(query: string, presets: readonly ShopPreset[]): AskedShop {
  const search = new URLSearchParams(query);
  const problems: string[] = [];
  const named = search.get('preset');
  const found = presets.find(({ name }) => name === (named ?? FIRST_PRESET));
  if (named !== null && !found)
    problems.push(`There is no preset called “${named}”; there are ${presets.map(({ name }) => name).join(', ')}.`);
  const preset = found ?? (presets.find(({ name }) => name === FIRST_PRESET) as ShopPreset);
  let shop = preset.shop;
  const flag = (name: string): boolean => search.has(name) && search.get(name) !== '0';

  for (const [name, text] of search) {
    if (name === 'preset' || name === 'embed') continue;
    const number = SHOP_NUMBERS.find((field) => field.name === name);
    if (number) {
      const { min, max, integer } = number.kind;
      const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
      if (value >= min && value <= max && (!integer || Number.isInteger(value))) shop = number.set(shop, value);
      else
        problems.push(
          `The address asks for ${name}=${text}, which is not a ${integer ? 'whole ' : ''}number from ${min} to ${max}.`,
        );
    } else if (name === 'waiting') {
      const waiting = oneOf(name, text, WAITINGS, problems);
      if (waiting) shop = { ...shop, waiting };
    } else if (name === 'service') {
      const service = oneOf(name, text, SERVICES, problems);
      if (service) shop = { ...shop, service };
    } else if (name === 'egg-on-toast') shop = { ...shop, eggNeedsToast: flag(name) };
    else problems.push(`The address asks for ${name}=${text}, which this page doesn’t take.`);
  }
  return { preset, shop, embed: flag('embed'), problems };
}

function oneOf<T extends string>(
  name: string,
  text: string,
  known: readonly { readonly value: T }[],
  problems: string[],
): T | undefined {
  const found = known.find(({ value }) => value === text);
  if (!found)
    problems.push(`The address asks for ${name}=${text}; it can be ${known.map(({ value }) => value).join(', ')}.`);
  return found?.value;
}

/** The query that asks for this shop: its preset, and the numbers that differ from it. */
export function writeShop({ preset, shop, embed }: Pick<AskedShop, 'preset' | 'shop' | 'embed'>): string {
  const search = new URLSearchParams({ preset: preset.name });
  for (const { name, get } of SHOP_NUMBERS) if (get(shop) !== get(preset.shop)) search.set(name, String(get(shop)));
  if (shop.waiting !== preset.shop.waiting) search.set('waiting', shop.waiting);
  if (shop.service !== preset.shop.service) search.set('service', shop.service);
  if (shop.eggNeedsToast !== preset.shop.eggNeedsToast) search.set('egg-on-toast', shop.eggNeedsToast ? '1' : '0');
  return `?${search}${embed ? '&embed' : ''}`;
}
