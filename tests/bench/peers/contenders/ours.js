// Our own kernels, run as the page runs them: an engine in a worker, and for threads a pool that the worker coordinates.

import { startEngine } from '../../engine.js';
import { cases } from '../cases.js';

export default {
  name: 'Four Toasters',
  ours: true,
  definition: true,
  modes: [
    { label: '1 thread', threads: 1, flavour: 'simd' },
    { label: '2 threads', threads: 2, flavour: 'threads' },
    { label: '1 thread, scalar', threads: 1, flavour: 'scalar' },
  ],

  async start({ threads, flavour }) {
    const engine = await startEngine(flavour, threads > 1 ? threads : 0);
    const run = (settings) => engine.run(settings);

    // What the catalogue doesn't have yet, the engine refuses.
    engine.load({ width: 4, height: 4, pixels: new Uint8Array(64).fill(255) });
    const kernels = {};
    for (const { name, ours } of cases) {
      const settings = ours.find((candidate) => takes(() => run(candidate)));
      if (settings)
        kernels[name] = { run: () => run(settings), note: 'time of the kernel, its memory kept from run to run' };
    }

    return {
      load: engine.load,
      read: ({ outputSize }) => ({ pixels: engine.output(), ...outputSize }),
      ms: ({ ms }) => ms,
      kernels,
    };
  },
};

function takes(attempt) {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error?.code === 'settings') return false;
    throw error;
  }
}
