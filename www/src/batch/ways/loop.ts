import { withSimd } from '../module.js';
import { startLanes } from '../lanes.js';
import { aborted, makeOf } from '../order.js';
import type { WayKind } from './way.js';

/** One file after another, each awaited by the page before it sends the next. */
export const loop: WayKind = {
  way: 'loop',
  label: 'loop',
  python: 'for file in files: results.append(make(file))',
  explanation: 'A plain loop: one file after another, each awaited before the next is begun. One WebAssembly thread.',
  hasLanes: false,
  hasChunksize: false,
  availability: withSimd,
  async start({ recipe }) {
    const lanes = await startLanes(1, recipe);
    return {
      lanes: 1,
      async run(files, deliver, signal) {
        const [lane] = lanes.all;
        for (let i = 0; lane && i < files.length && !signal.aborted; i += 1) {
          const outcome = await Promise.race([makeOf(lane, i, files[i]!), aborted(signal)]);
          if (outcome && !signal.aborted) deliver(outcome);
        }
      },
      end: () => lanes.end(),
    };
  },
};
