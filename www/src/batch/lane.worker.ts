// A lane that shares nothing: its own instance, files in by name or by bytes, small results out.

import { now } from '../workers/clock.js';
import { failure } from '../workers/failure.js';
import { UNREADABLE, type Made } from './files.js';
import type { Decoded, FromLane, ToLane } from './messages.js';
import { laneInstance, type BatchGlue } from './module.js';

type Job = Exclude<ToLane, { type: 'start' }>;

const say = (message: FromLane, transfer: Transferable[] = []): void => postMessage(message, { transfer });

let glue: BatchGlue | undefined;
let lane: InstanceType<BatchGlue['BatchLane']> | undefined;
/** Files in hand. Of the next one the bytes are on their way while the lane works on the first. */
const jobs: { readonly job: Job; bytes: Promise<Uint8Array> | undefined }[] = [];
let working = false;

addEventListener('message', ({ data }: MessageEvent<ToLane>) => {
  if (data.type !== 'start') {
    jobs.push({ job: data, bytes: undefined });
    if (!working) void work();
    return;
  }
  laneInstance(data.module).then(
    (instance) => {
      try {
        glue = instance;
        lane = new instance.BatchLane(data.recipe);
        say({ type: 'ready' });
      } catch (thrown) {
        say({ type: 'failed', ...failure(thrown) });
      }
    },
    (thrown: unknown) => say({ type: 'failed', ...failure(thrown) }),
  );
});

async function work(): Promise<void> {
  working = true;
  for (let next = jobs.shift(); next; next = jobs.shift()) {
    const { job } = next;
    if (job.type === 'xray') await draw(job);
    else await make(job, next.bytes ?? read(job));
  }
  working = false;
}

async function make(job: Job & { type: 'file' }, reading: Promise<Uint8Array> | undefined): Promise<void> {
  const { file, from } = job;
  const start = now();
  let bytes: Uint8Array | undefined;
  try {
    bytes = await reading;
  } catch {
    return say({ type: 'done', file, fault: UNREADABLE });
  }
  const read: [number, number] = [start, now()];
  const following = jobs[0];
  if (following && following.job.type === 'file') following.bytes ??= readAhead(following.job);
  try {
    if (!lane) throw new Error('the lane was given work before it was started');
    const made: Made = bytes ? lane.make(bytes) : pixels(lane, from as Decoded);
    say({ type: 'done', file, made, read }, [made.pixels.buffer]);
  } catch (thrown) {
    // A plain fault is the file's; anything else is a trap, after which an instance can't be trusted.
    const dead = thrown instanceof Error;
    say({ type: 'done', file, fault: failure(thrown), dead, read });
  }
}

const pixels = (on: InstanceType<BatchGlue['BatchLane']>, { width, height, bytes }: Decoded): Made =>
  on.makePixels(width, height, bytes);

/** The bytes on their way; nothing if there are pixels already. */
function read({ from }: Job & { type: 'file' }): Promise<Uint8Array> | undefined {
  if (from instanceof Blob) return from.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  return from instanceof Uint8Array ? Promise.resolve(from) : undefined;
}

/** The same, of a file whose turn hasn't come: a refusal is told when it has. */
function readAhead(job: Job & { type: 'file' }): Promise<Uint8Array> | undefined {
  const reading = read(job);
  reading?.catch(() => {});
  return reading;
}

/** Draws an X-ray, and keeps it in the browser's own folder if there is one. */
async function draw({ file, seed, folder, name }: Job & { type: 'xray' }): Promise<void> {
  try {
    const bytes = glue?.xray(seed, file) ?? new Uint8Array();
    const kept = await keep(folder, name, bytes);
    if (kept) say({ type: 'drawn', file, size: bytes.length });
    else say({ type: 'drawn', file, size: bytes.length, bytes }, [bytes.buffer]);
  } catch (thrown) {
    say({ type: 'failed', ...failure(thrown) });
  }
}

/** A file handle as workers have it; the types of the page don't. */
interface SyncFile extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<{
    truncate(size: number): void;
    write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
    close(): void;
  }>;
}

async function keep(folder: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory();
    const within = await root.getDirectoryHandle(folder, { create: true });
    const handle = (await within.getFileHandle(name, { create: true })) as SyncFile;
    const file = await handle.createSyncAccessHandle();
    try {
      file.truncate(0);
      file.write(bytes, { at: 0 });
    } finally {
      file.close();
    }
    return true;
  } catch {
    // Private windows and older browsers have no such folder; a full disk refuses.
    return false;
  }
}

say('up');
