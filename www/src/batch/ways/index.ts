// The ways, in the order in which they are offered.

import type { Way } from '../../generated/model.js';
import { browser } from './browser.js';
import { loop } from './loop.js';
import { map } from './map.js';
import { threadsMap } from './threads-map.js';
import type { WayKind } from './way.js';
import { workersMap } from './workers-map.js';
import { workersSubmit } from './workers-submit.js';

export const ways: readonly WayKind[] = [loop, map, threadsMap, workersMap, workersSubmit, browser];

/** The way of this name. */
export function wayOf(way: Way): WayKind {
  const found = ways.find((kind) => kind.way === way);
  if (!found) throw new Error(`no way is called ${way}`);
  return found;
}
