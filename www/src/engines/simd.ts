import { oneThreadFlavour, withOrWithoutSimd } from './flavours.js';
import type { EngineKind } from './engine.js';
import { instanceRunner } from './instance.js';

/** In order on one thread: the baseline of every speed-up. */
export const simd: EngineKind = {
  mode: 'simd',
  explanation: 'One thread, one row after the other. The code is the same as in parallel.',
  availability: withOrWithoutSimd,
  flavour: oneThreadFlavour,
  runner: (_, { module }) => instanceRunner(oneThreadFlavour, module, 0),
};
