import { EngineError } from '../../engines/engine.js';
import { threads } from '../../engines/threads.js';
import type { Recipe } from '../../generated/model.js';
import { end, keep, up } from '../../workers/keep.js';
import { spansOf, type Outcome } from '../files.js';
import type { Source } from '../lanes.js';
import type { FromPool, ToPool } from '../messages.js';
import { poolModule } from '../module.js';
import { aborted, inOrder, makeOf } from '../order.js';
import type { Runner, WayKind } from './way.js';

/** Files on their way to the pool for each thread: enough that it never waits for the page. */
const AHEAD = 4;

/** A pool with files in hand that ends none for so long is taken for hung, in milliseconds. */
const PATIENCE_MS = 60_000;

/** A pool of threads over shared memory; results in the order of the list. */
export const threadsMap: WayKind = {
  way: 'threads-map',
  label: 'threads.map',
  python: 'ThreadPoolExecutor().map(make, files)',
  explanation:
    'A pool of threads over one shared memory. Files are read beside it and lie where every thread can reach them; results come in the order of the list.',
  hasLanes: true,
  hasChunksize: false,
  availability: () => threads.availability(),
  start: ({ recipe, lanes }) => startPool(recipe, lanes),
};

async function startPool(recipe: Recipe, count: number): Promise<Runner> {
  const module = await poolModule();
  const worker = keep(
    new Worker(new URL('../pool.worker.ts', import.meta.url), { type: 'module', name: 'batch pool' }),
  );
  await up(worker);
  const send = (message: ToPool): void => worker.postMessage(message);
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromPool>) =>
      typeof data === 'object' && data.type === 'failed' ? reject(EngineError.from(data)) : resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new EngineError('crash', 'The pool of threads could not be started.'));
    };
    send({ type: 'start', module, recipe, threads: count });
  });

  const waiting = new Map<number, (outcome: Outcome) => void>();
  worker.onmessage = ({ data }: MessageEvent<FromPool>) => {
    if (typeof data !== 'object' || data.type === 'ready') return;
    if (data.type === 'failed') return lose(data.message);
    const { file, lane, made, fault } = data;
    waiting.get(file)?.({ file, spans: spansOf(file, lane, made), made, fault });
    waiting.delete(file);
    watch();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    lose(event.message || 'it gave no reason');
  };
  let lost = '';
  /** A pool that is gone takes every file with it that it had in hand, and those that come to it later. */
  const lose = (why: string): void => {
    lost = `The pool of threads was lost: ${why.replace(/\.$/, '')}. Another way may do.`;
    end(worker);
    for (const [file, tell] of waiting) tell({ file, spans: [], fault: { code: 'crash', message: lost } });
    waiting.clear();
    watch();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = (): void => {
    clearTimeout(timer);
    if (waiting.size > 0)
      timer = setTimeout(() => lose(`it ended no file for ${PATIENCE_MS / 1000} seconds`), PATIENCE_MS);
  };
  const make = (file: number, from: Source): Promise<Outcome> => {
    if (lost) return Promise.resolve({ file, spans: [], fault: { code: 'crash', message: lost } });
    return new Promise((resolve) => {
      waiting.set(file, resolve);
      if (waiting.size === 1) watch();
      send({ type: 'file', file, blob: from as Blob });
    });
  };
  return {
    lanes: count,
    async run(files, deliver, signal) {
      const tell = inOrder(deliver);
      let next = 0;
      const serve = async (): Promise<void> => {
        while (next < files.length && !signal.aborted) {
          const file = next;
          next += 1;
          const outcome = await Promise.race([makeOf({ make }, file, files[file]!), aborted(signal)]);
          if (outcome && !signal.aborted) tell(outcome);
        }
      };
      await Promise.all(Array.from({ length: count * AHEAD }, serve));
    },
    end: () => {
      clearTimeout(timer);
      end(worker);
    },
  };
}
