// A built engine, driven in a worker as the page drives it.

const GENERATED = '/www/src/generated/wasm';

/** Starts an engine of this flavour, with a pool if `threads` isn't 0; `bytes` tells its memory's size. */
export async function startEngine(flavour, threads) {
  const glue = await import(`${GENERATED}/${flavour}/module.js`);
  const { memory } = await glue.default({ module_or_path: fetch(`${GENERATED}/${flavour}/module_bg.wasm`) });
  if (threads > 0) await glue.initThreadPool(threads);
  const engine = new glue.Engine();
  return {
    load: ({ pixels, width, height }) => engine.load(width, height, pixels),
    run: (settings, pool = threads > 0, traced = true) => engine.run(settings, 'auto', pool, traced),
    fingerprint: () => engine.fingerprint(),
    output: () => {
      const pixels = new Uint8Array(engine.outputLength);
      engine.copyOutput(pixels);
      return pixels;
    },
    bytes: () => memory.buffer.byteLength,
  };
}
