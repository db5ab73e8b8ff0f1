// The job's picture in the other sizes that an experiment asks for, made once before it begins.

import { EngineError, type Pixels, type Source } from '../engines/engine.js';
import { engineOf } from '../engines/index.js';
import { startEngine } from '../engines/start.js';
import type { Settings, Size } from '../generated/model.js';
import { usual } from '../setup.js';
import { sizeName } from './contestants.js';

/**
 * The pictures of the settings' sizes, but for the job's own, by the names of their sizes. Our own kernel makes them, area by area: a browser's
 * resizing is its own, and reports from two browsers would be of different pictures.
 */
export async function otherSizes(
  { modes }: Settings,
  source: Source,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Pixels>> {
  const made = new Map<string, Pixels>();
  const own = sizeName(source.pixels?.size ?? null);
  const wanted = new Map<string, Size>();
  for (const { size } of modes) if (size && sizeName(size) !== own) wanted.set(sizeName(size), size);
  if (wanted.size === 0) return made;
  if (!source.pixels) throw new EngineError('settings', 'There is no picture that could have other sizes.');
  const engine = await startEngine(engineOf('simd'), usual('simd', 1), signal);
  try {
    await engine.load({ pixels: source.pixels, file: undefined });
    for (const [name, size] of wanted) {
      await engine.run({ name: 'resize', params: { ...size, filter: 'box' } }, 'auto', 'kernel', 1);
      made.set(name, { size, bytes: (await engine.output()).bytes });
    }
  } finally {
    engine.dispose();
  }
  return made;
}
