// Our own kernels, run as the page runs them: an engine in a worker, and for threads a pool that the worker coordinates.

import { cases } from '../cases.js';

const GENERATED = '/www/src/generated/wasm';

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
    const glue = await import(`${GENERATED}/${flavour}/module.js`);
    await glue.default({ module_or_path: fetch(`${GENERATED}/${flavour}/module_bg.wasm`) });
    if (threads > 1) await glue.initThreadPool(threads);
    const engine = new glue.Engine();
    const run = (settings) => engine.run(settings, 'auto', threads > 1);

    // What the catalogue doesn't have yet, the engine refuses.
    engine.load(4, 4, new Uint8Array(64).fill(255));
    const kernels = {};
    for (const { name, ours } of cases) {
      const settings = ours.find((candidate) => takes(() => run(candidate)));
      if (settings)
        kernels[name] = { run: () => run(settings), note: 'time of the kernel, its memory kept from run to run' };
    }

    return {
      load: ({ pixels, width, height }) => engine.load(width, height, pixels),
      read: ({ outputSize }) => {
        const pixels = new Uint8Array(engine.outputLength);
        engine.copyOutput(pixels);
        return { pixels, ...outputSize };
      },
      // A call also takes the output's fingerprint.
      ms: ({ computeMs }) => computeMs,
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
