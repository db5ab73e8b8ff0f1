// Generated X-rays: drawn by the project's own code, kept in a folder that the browser gives the page, or in its memory.

import { claimedCores } from '../cores.js';
import type { BatchFile } from './files.js';
import { startLanes } from './lanes.js';
import type { Source } from './sources.js';

/** The most that can be asked for. The talk had 1,431. */
export const MOST_XRAYS = 2000;

/** The most where the browser gives no folder: they take half a megabyte each. */
const MOST_IN_MEMORY = 400;

/** The folder's name tells the version that drew them. */
const FOLDER = `xrays-${__VERSION__}`;

/** Lanes draw faster side by side, but not faster than there are cores. */
const LANES = Math.min(claimedCores, 8);

const nameOf = (seed: number, number: number): string => `xray-${seed}-${String(number + 1).padStart(4, '0')}.jpg`;

/** Draws so many X-rays, as far as they aren't there already; `progress` is told how many there are. Rejected with a sentence, or when aborted. */
export async function generated(
  count: number,
  seed: number,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<Source> {
  const folder = await openFolder();
  const files: BatchFile[] = [];
  const missing: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const there = folder && (await lookUp(folder, nameOf(seed, number)));
    if (there) files[number] = there;
    else missing.push(number);
  }
  if (missing.length > 0) await draw(missing, files, folder, seed, count, progress, signal);
  signal.throwIfAborted();
  return { files, name: `${count.toLocaleString('en-GB')} generated X-rays, seed ${seed}` };
}

async function draw(
  missing: readonly number[],
  files: BatchFile[],
  folder: FileSystemDirectoryHandle | undefined,
  seed: number,
  count: number,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let done = count - missing.length;
  let inMemory = 0;
  let next = 0;
  const lanes = await startLanes(Math.min(LANES, missing.length), { steps: [], exact: true });
  try {
    const serve = async (lane: (typeof lanes.all)[number]): Promise<void> => {
      for (let number = missing[next++]; number !== undefined && !signal.aborted; number = missing[next++]) {
        const name = nameOf(seed, number);
        const { size, bytes } = await lane.draw(number, seed, FOLDER, name);
        const kept = !bytes && folder && (await lookUp(folder, name));
        if (bytes && (inMemory += 1) > MOST_IN_MEMORY)
          throw new Error(
            `This browser, or this private window, gives the page no folder, and in memory there is room for ${MOST_IN_MEMORY} X-rays. Ask for fewer.`,
          );
        const blob = bytes && new Blob([bytes], { type: 'image/jpeg' });
        if (kept) files[number] = kept;
        else if (blob) files[number] = { name, size, open: () => Promise.resolve(blob) };
        else throw new Error('A generated X-ray was not where it was put: the browser may have run out of room.');
        progress((done += 1));
      }
    };
    await Promise.all(lanes.all.map(serve));
  } finally {
    lanes.end();
  }
}

/** Removes all generated X-rays that the browser keeps. */
export async function forget(): Promise<void> {
  try {
    await (await navigator.storage.getDirectory()).removeEntry(FOLDER, { recursive: true });
  } catch {
    // There are none, or there is no such folder.
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return undefined;
  }
}

async function lookUp(folder: FileSystemDirectoryHandle, name: string): Promise<BatchFile | undefined> {
  try {
    const handle = await folder.getFileHandle(name);
    const { size } = await handle.getFile();
    // One that was begun and not finished has no bytes.
    return size > 0 ? { name, size, open: () => handle.getFile() } : undefined;
  } catch {
    return undefined;
  }
}
