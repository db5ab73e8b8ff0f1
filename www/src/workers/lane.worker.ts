// A lane that shares nothing: its own WebAssembly instance, tasks in by message, rows out by message.

import { instantiate, type Glue } from '../engines/instance.js';
import { now } from './clock.js';
import { failure } from './failure.js';
import type { Done, FromLane, TaskMessage, ToLane } from './lane-messages.js';

const say = (message: FromLane, transfer: Transferable[] = []): void => postMessage(message, { transfer });

let lane: InstanceType<Glue['Lane']> | undefined;
/** What this run's survey had counted when it was told last. */
let told: Int32Array | undefined;

addEventListener('message', ({ data }: MessageEvent<ToLane>) => {
  if (data.type === 'task') {
    try {
      work(data);
    } catch (thrown) {
      say({ type: 'failed', ...failure(thrown) });
    }
    return;
  }
  instantiate(data.flavour, data.module).then(
    ({ glue }) => {
      lane = new glue.Lane();
      say({ type: 'ready' });
    },
    (thrown: unknown) => say({ type: 'failed', ...failure(thrown) }),
  );
});

function work({ task, slab, room, begin, counts, passing }: TaskMessage): void {
  const received = now();
  if (!lane) throw { code: 'internal', message: 'The worker was given work before it was started.' };
  lane.receive(task.firstNeeded, slab);
  const copiedIn = now();
  if (begin) {
    lane.begin(begin.kernel, begin.size.width, begin.size.height);
    told = undefined;
  }
  if (counts) lane.conclude(counts);
  if (task.stage === 'survey') lane.survey();
  else lane.render(task.firstRow, task.endRow);
  const done = now();
  const rows = task.stage === 'render' ? out(lane, room) : undefined;
  const counted = task.stage === 'survey' ? news(lane.counts()) : undefined;
  const copiedOut = now();
  const kept = passing === 'transfer' ? slab.buffer : undefined;
  const message: Done = {
    type: 'done',
    task,
    stamps: [received, copiedIn, done, copiedOut],
    rows,
    counts: counted,
    slab: kept,
  };
  say(message, passing === 'transfer' ? [slab.buffer, ...(rows ? [rows.buffer] : [])] : []);
}

/** The rows made last. */
function out(from: InstanceType<Glue['Lane']>, room: ArrayBuffer | undefined): Uint8Array<ArrayBuffer> {
  const length = from.outputLength;
  const rows = room && room.byteLength >= length ? new Uint8Array(room, 0, length) : new Uint8Array(length);
  from.copyOutput(rows);
  return rows;
}

/** What was counted since it was told last: the lane adds up, and so does whoever is told. */
function news(counts: Int32Array): Int32Array {
  const before = told;
  told = counts;
  return before ? counts.map((count, i) => count - (before[i] ?? 0)) : counts;
}

say('up');
