// The modes in the order they are shown, the baseline first, then the other rungs of one thread, then the parallel ones. A
// mode is added by its file and one line here.

import type { Mode } from '../generated/model.js';
import type { EngineKind } from './engine.js';
import { js } from './js.js';
import { scalar } from './scalar.js';
import { simd } from './simd.js';
import { threads } from './threads.js';
import { workers } from './workers.js';

export const engines: readonly EngineKind[] = [simd, threads, workers, scalar, js];

/** The engine of a mode. */
export function engineOf(mode: Mode): EngineKind {
  const kind = engines.find((engine) => engine.mode === mode);
  if (!kind) throw new Error(`no engine for mode ${mode}`);
  return kind;
}
