import { withSimd } from '../module.js';
import { startLanes } from '../lanes.js';
import { spread } from '../order.js';
import type { WayKind } from './way.js';

/** Share-nothing workers that take file by file; results as they come. */
export const workersSubmit: WayKind = {
  way: 'workers-submit',
  label: 'workers.submit',
  python: '[pool.submit(make, file) for file in files], as_completed(…)',
  explanation:
    'The same workers, each file a task of its own. Results come as they are completed: the first ones sooner, in any order.',
  hasLanes: true,
  hasChunksize: false,
  availability: withSimd,
  async start({ recipe, lanes: count }) {
    const lanes = await startLanes(count, recipe);
    return {
      lanes: count,
      run: (files, deliver, signal) => spread(lanes.all, files, 1, deliver, signal),
      end: () => lanes.end(),
    };
  },
};
