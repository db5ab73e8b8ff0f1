import { jsKernels } from '../js-kernels/index.js';
import { catalog } from '../generated/catalog.js';
import type { Size } from '../generated/model.js';
import { complete } from '../parameters.js';
import { averaged, computed, type EngineKind, type Pixels, type Runner, type Surroundings } from './engine.js';
import { oneThreadFlavour } from './flavours.js';
import { instantiate } from './instance.js';
import { Rooms } from '../workers/memory.js';

/** A strip of rows, after which there is a sign of life, takes about so long: a pixel may be cheap or thousands of times dearer. */
const STRIP_MS = 50;

/** The kernel as an ordinary loop over typed arrays. */
export const js: EngineKind = {
  mode: 'js',
  explanation: 'One thread, the plain loop that a good JavaScript programmer would write.',
  availability: () => ({ available: true }),
  tolerance: (kernel) => jsKernels.get(kernel)?.tolerance ?? 0,
  lacks: (kernel) =>
    jsKernels.has(kernel) ? undefined : 'Only some kernels were written in JavaScript too; this one was not.',
  // The loops need none; its fingerprint tells whether the result is the others'.
  flavour: oneThreadFlavour,
  runner: async (_, surroundings) => jsRunner(surroundings),
};

async function jsRunner({ module, alive, serial }: Surroundings): Promise<Runner> {
  const { glue } = await instantiate(oneThreadFlavour, module);
  let source: Pixels = { size: { width: 0, height: 0 }, bytes: new Uint8Array() };
  const rooms = new Rooms((bytes) => new Uint8Array(bytes));
  let output = rooms.of(0);
  return {
    load: ({ size, bytes }) => {
      source = { size, bytes: bytes.slice() };
    },
    run: async ({ name, params }, _, batch) => {
      const load = jsKernels.get(name);
      const info = catalog.find((kernel) => kernel.name === name);
      if (!load || !info) throw { code: 'settings', message: `The kernel “${name}” was not written in JavaScript.` };
      serial();
      const kernel = await load.kernel();
      alive();
      const once = (): Size => {
        const all = complete(info, params);
        const outputSize: Size = kernel.outputSize?.(source.size, all) ?? source.size;
        output = rooms.of(outputSize.width * outputSize.height * 4);
        const render = kernel.plan(source, all);
        const rowBytes = outputSize.width * 4;
        for (let [first, rows, before] = [0, 1, performance.now()]; first < outputSize.height;) {
          const end = Math.min(outputSize.height, first + rows);
          render(first, end, output.subarray(first * rowBytes, end * rowBytes));
          alive();
          const now = performance.now();
          rows = now - before < STRIP_MS ? rows * 2 : Math.max(1, rows >> 1);
          [first, before] = [end, now];
        }
        return outputSize;
      };
      const start = performance.now();
      for (let i = 1; i < batch; i += 1) once();
      const lastStart = batch > 1 ? performance.now() : start;
      const outputSize = once();
      const end = performance.now();
      const totalMs = end - lastStart;
      const span = {
        lane: 0,
        startMs: 0,
        endMs: totalMs,
        firstRow: 0,
        endRow: outputSize.height,
        stage: 'render',
      } as const;
      const last = computed(totalMs, { lanes: 1, spans: outputSize.height > 0 ? [span] : [] }, outputSize);
      return averaged(last, (end - start) / batch);
    },
    get outputLength() {
      return output.length;
    },
    copyOutput: (target) => target.set(output),
    fingerprint: () => glue.fingerprintOf(output),
  };
}
