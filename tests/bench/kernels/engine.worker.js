// The worker of an engine: it starts it and times nothing itself; the engine's own clock does.

import { expose } from '/node_modules/comlink/dist/esm/comlink.mjs';
import { startEngine } from '../engine.js';

let engine;

/** Whatever is thrown, as an error: the engine's own are plain objects. */
const plainly = (work) => {
  try {
    return work();
  } catch (thrown) {
    throw new Error(thrown?.message ?? String(thrown));
  }
};

expose({
  start: async (flavour, threads) => void (engine = await startEngine(flavour, threads)),
  load: (picture) => plainly(() => engine.load(picture)),
  /** A run; `work` is the time that all lanes together spent on chunks. */
  run: (settings, pool, traced) =>
    plainly(() => {
      const { ms, outputSize, trace } = engine.run(settings, pool, traced);
      const work = trace.spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      return { ms, work, fingerprint: engine.fingerprint(), outputSize };
    }),
  bytes: () => engine.bytes(),
});
