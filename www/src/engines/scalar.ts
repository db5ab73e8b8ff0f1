import type { EngineKind } from './engine.js';
import { instanceRunner } from './instance.js';

/** The same source compiled without SIMD: what a compiler alone brings. */
export const scalar: EngineKind = {
  mode: 'scalar',
  explanation: 'One thread of compiled code that works on one number at a time, not on four to sixteen at once.',
  availability: () => ({ available: true }),
  flavour: 'scalar',
  runner: (_, { module }) => instanceRunner('scalar', module, 0),
};
