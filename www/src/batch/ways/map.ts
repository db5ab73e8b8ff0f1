import { withSimd } from '../module.js';
import { startLanes } from '../lanes.js';
import { spread } from '../order.js';
import type { WayKind } from './way.js';

/** The whole list on one thread, which reads the next file while it works. */
export const map: WayKind = {
  way: 'map',
  label: 'map',
  python: 'list(map(make, files))',
  explanation:
    'The whole list handed to one WebAssembly thread, which has the next file read while it works on this one.',
  hasLanes: false,
  hasChunksize: false,
  availability: withSimd,
  async start({ recipe }) {
    const lanes = await startLanes(1, recipe);
    return {
      lanes: 1,
      run: (files, deliver, signal) => spread(lanes.all, files, 1, deliver, signal),
      end: () => lanes.end(),
    };
  },
};
