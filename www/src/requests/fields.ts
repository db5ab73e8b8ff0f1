// The numbers of the requests: what they are called, what they can be. The form and the address read this one table.

import type { NumberKind } from '../elements/scale.js';
import type { Settings } from './app.js';

type NumberName = {
  [K in keyof Settings]: Settings[K] extends number ? K : never;
}[keyof Settings];

/** A number of the settings. */
export interface RequestsNumber {
  /** Its name in the settings, and in addresses. */
  readonly name: NumberName;
  readonly address: string;
  readonly label: string;
  readonly kind: NumberKind;
  readonly hint?: string;
}

const kind = (min: number, max: number, step: number, unit = ''): NumberKind => ({
  type: 'number',
  min,
  max,
  step,
  default: min,
  integer: true,
  logarithmic: false,
  unit,
});

const NONE = '0 for none';
const PERCENT = kind(0, 90, 1, '%');

export const LIMIT: RequestsNumber = {
  name: 'limit',
  address: 'limit',
  label: 'At most at once',
  kind: kind(1, 100, 1),
};

/** What the page does. */
export const SENDING: readonly RequestsNumber[] = [
  {
    name: 'count',
    address: 'count',
    label: 'Requests',
    kind: kind(1, 200, 1),
    hint: 'One request a day for so many days',
  },
  { name: 'retries', address: 'retries', label: 'Retries at most', kind: kind(0, 10, 1) },
  {
    name: 'backoffMs',
    address: 'pause',
    label: 'Longest first pause',
    kind: kind(0, 2000, 50, 'ms'),
    hint: 'Doubles; drawn by lot',
  },
  { name: 'timeoutMs', address: 'timeout', label: 'Time for an attempt', kind: kind(50, 30_000, 50, 'ms') },
];

/** How the weather service behaves. */
export const SERVICE: readonly RequestsNumber[] = [
  { name: 'latencyMs', address: 'latency', label: 'Latency', kind: kind(0, 1000, 10, 'ms') },
  { name: 'jitterMs', address: 'jitter', label: 'Jitter', kind: kind(0, 1000, 10, 'ms'), hint: 'Up to so much longer' },
  { name: 'failurePercent', address: 'failures', label: 'Failures', kind: PERCENT },
  { name: 'ratePerSecond', address: 'rate', label: 'Rate limit', kind: kind(0, 200, 5, '/ s'), hint: NONE },
  { name: 'kBPerSecond', address: 'bandwidth', label: 'Bandwidth', kind: kind(0, 20_000, 10, 'kB/s'), hint: NONE },
  { name: 'damagedPercent', address: 'damaged', label: 'Damaged pictures', kind: PERCENT },
  { name: 'seed', address: 'seed', label: 'Seed', kind: kind(1, 999, 1) },
];

/** All of them. */
export const REQUESTS_NUMBERS = [LIMIT, ...SENDING, ...SERVICE];
