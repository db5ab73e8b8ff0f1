import { withSimd } from '../module.js';
import { startLanes } from '../lanes.js';
import { inOrder, spread } from '../order.js';
import type { WayKind } from './way.js';

/** Share-nothing workers that take the list in pieces; results in its order. */
export const workersMap: WayKind = {
  way: 'workers-map',
  label: 'workers.map',
  python: 'ProcessPoolExecutor().map(make, files, chunksize=n)',
  explanation:
    'Workers that share nothing, as processes do: each takes so many files at once, reads them itself and sends back small results, which come in the order of the list.',
  hasLanes: true,
  hasChunksize: true,
  availability: withSimd,
  async start({ recipe, lanes: count, chunksize }) {
    const lanes = await startLanes(count, recipe);
    return {
      lanes: count,
      run: (files, deliver, signal) => spread(lanes.all, files, chunksize, inOrder(deliver), signal),
      end: () => lanes.end(),
    };
  },
};
