// Makes the pictures that the weather service has to give: a few generated X-rays, once.

import { generated } from '../batch/xrays.js';
import { POOL, storePicture, storedPicture } from './xray-store.js';

const SEED = 1;

/** Makes them, as far as they aren't there. Rejected with a sentence, or when aborted. */
export async function fillPool(progress: (done: number) => void, signal: AbortSignal): Promise<void> {
  // The last is put there last.
  if (await storedPicture(POOL - 1)) return;
  const { files } = await generated(POOL, SEED, progress, signal);
  for (const [number, file] of files.entries())
    await storePicture(number, new Uint8Array(await (await file.open()).arrayBuffer()));
}
