// Leads a pool of threads over shared memory: reads files ahead, submits them, and takes what is done. It is no lane itself.

import type { FileFault } from '../generated/model.js';
import { failure } from '../workers/failure.js';
import { UNREADABLE } from './files.js';
import type { FromPool, ToPool } from './messages.js';
import { poolInstance, type PoolGlue } from './module.js';

/** Files on the pool for each thread: one at work, and one so that it needn't wait. */
const IN_HAND = 2;

/** Bytes that the shared memory has no room for. */
const NO_ROOM: FileFault = {
  code: 'out-of-memory',
  message: 'There is no room for this file beside the others. Fewer threads, or another way, will do.',
};

const say = (message: FromPool, transfer: Transferable[] = []): void => postMessage(message, { transfer });

let pool: InstanceType<PoolGlue['BatchPool']> | undefined;
let threads = 1;
/** Files whose bytes are on their way, in order. */
const reading: { readonly file: number; readonly bytes: Promise<ArrayBuffer> }[] = [];
const waiting: (ToPool & { type: 'file' })[] = [];
let leading = false;

addEventListener('message', ({ data }: MessageEvent<ToPool>) => {
  if (data.type === 'file') {
    waiting.push(data);
    if (!leading) lead().catch((thrown: unknown) => say({ type: 'failed', ...failure(thrown) }));
  } else if (data.type === 'start') {
    start(data).catch((thrown: unknown) => say({ type: 'failed', ...failure(thrown) }));
  }
});

async function start(asked: ToPool & { type: 'start' }): Promise<void> {
  const glue = await poolInstance(asked.module, asked.threads);
  pool = new glue.BatchPool(asked.recipe);
  threads = asked.threads;
  say({ type: 'ready' });
}

async function lead(): Promise<void> {
  leading = true;
  const most = threads * IN_HAND;
  while (pool && (waiting.length > 0 || reading.length > 0 || pool.inHand > 0)) {
    for (let next; reading.length < most && (next = waiting.shift());) {
      const bytes = next.blob.arrayBuffer();
      // A refusal is told when the file's turn has come.
      bytes.catch(() => {});
      reading.push({ file: next.file, bytes });
    }
    const next = pool.inHand < most ? reading.shift() : undefined;
    if (next) await submit(next);
    else {
      take();
      // Waiting for the pool heard no messages: there may be more files by now.
      if (reading.length === 0 && waiting.length === 0) await turn();
    }
  }
  leading = false;
}

async function submit({ file, bytes }: (typeof reading)[number]): Promise<void> {
  let fault = UNREADABLE;
  try {
    const whole = new Uint8Array(await bytes);
    fault = NO_ROOM;
    pool?.submit(file, whole);
  } catch {
    say({ type: 'done', file, lane: 0, fault });
  }
}

const channel = new MessageChannel();

/** Resolves when the messages that wait have been heard. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(0);
  });
}

/** Waits for the next that is done. */
function take(): void {
  const taken = pool?.take();
  if (taken) say({ type: 'done', ...taken }, taken.made ? [taken.made.pixels.buffer] : []);
}

say('up');
