import { jsKernels } from '../js-kernels/index.js';
import { catalog } from '../generated/catalog.js';
import type { Size } from '../generated/model.js';
import { complete } from '../parameters.js';
import { computed, type EngineKind, type Pixels, type Runner, type Surroundings } from './engine.js';
import { oneThreadFlavour } from './flavours.js';
import { instantiate } from './instance.js';

/** Pixels rendered between two signs of life. */
const STRIP_PIXELS = 1 << 16;

/** The kernel as an ordinary loop over typed arrays. */
export const js: EngineKind = {
  mode: 'js',
  label: 'JavaScript',
  explanation: 'One thread, the plain loop that a good JavaScript programmer would write.',
  availability: () => ({ available: true }),
  lacks: (kernel) =>
    jsKernels.has(kernel) ? undefined : 'Only some kernels were written in JavaScript too; this one was not.',
  // The loops need none; its fingerprint tells whether the result is the others'.
  flavour: oneThreadFlavour,
  runner: async (_, surroundings) => jsRunner(surroundings),
};

async function jsRunner({ module, alive }: Surroundings): Promise<Runner> {
  const { glue } = await instantiate(oneThreadFlavour, module);
  let source: Pixels = { size: { width: 0, height: 0 }, bytes: new Uint8Array() };
  let output = new Uint8Array();
  return {
    load: ({ size, bytes }) => {
      source = { size, bytes: bytes.slice() };
    },
    run: async ({ name, params }) => {
      const load = jsKernels.get(name);
      const info = catalog.find((kernel) => kernel.name === name);
      if (!load || !info) throw { code: 'settings', message: `The kernel “${name}” was not written in JavaScript.` };
      const kernel = await load();
      const all = complete(info, params);
      const outputSize: Size = kernel.outputSize?.(source.size, all) ?? source.size;
      const length = outputSize.width * outputSize.height * 4;
      if (output.length !== length) output = new Uint8Array(length);
      const start = performance.now();
      const render = kernel.plan(source, all);
      const rows = Math.max(1, Math.floor(STRIP_PIXELS / outputSize.width));
      for (let first = 0; first < outputSize.height; first += rows) {
        const end = Math.min(outputSize.height, first + rows);
        render(first, end, output.subarray(first * outputSize.width * 4, end * outputSize.width * 4));
        alive();
      }
      const totalMs = performance.now() - start;
      const span = {
        lane: 0,
        startMs: 0,
        endMs: totalMs,
        firstRow: 0,
        endRow: outputSize.height,
        stage: 'render',
      } as const;
      return computed(totalMs, { lanes: 1, spans: outputSize.height > 0 ? [span] : [] }, outputSize);
    },
    get outputLength() {
      return output.length;
    },
    copyOutput: (target) => target.set(output),
    fingerprint: () => glue.fingerprintOf(output),
  };
}
