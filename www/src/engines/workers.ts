import type { KernelSettings, ModeSettings, Size, Span, Trace } from '../generated/model.js';
import { now } from '../workers/clock.js';
import { keep, up } from '../workers/keep.js';
import { Rooms, room } from '../workers/memory.js';
import type { Done, FromLane, TaskMessage, ToLane } from '../workers/lane-messages.js';
import {
  EngineError,
  averaged,
  type EngineKind,
  type Pixels,
  type Ran,
  type Runner,
  type Surroundings,
} from './engine.js';
import { claimedCores } from '../cores.js';
import { unsharedFlavour, withOrWithoutSimd } from './flavours.js';
import { instantiate, type Glue, type Task } from './instance.js';
import { shares, type Errand } from './phases.js';
import { SILENCE_MS, watchMessages, type Watch } from './watch.js';

/** Tasks that a worker has in hand: one to work on, and one so that it needn't wait for the next message. */
const IN_HAND = 2;

/** Share-nothing workers, each with an instance of its own, as processes are: slabs go out and rows come back by message. */
export const workers: EngineKind = {
  mode: 'workers',
  explanation:
    'Workers that share no memory: each is sent the rows it needs and sends back the rows it made, as processes do.',
  availability: withOrWithoutSimd,
  flavour: unsharedFlavour,
  runner: (settings, surroundings) => startWorkers(settings, surroundings),
};

/** A worker, as the thread that leads sees it. */
interface Lane {
  readonly worker: Worker;
  readonly index: number;
  /** Tasks sent and not yet answered. */
  inHand: number;
  /** Whether it has been told of this run, and of what was surveyed. */
  begun: boolean;
  concluded: boolean;
  /** Memory that came back and serves again: for slabs, and for rows. */
  readonly slabs: ArrayBuffer[];
  readonly rows: ArrayBuffer[];
  watch: Watch | undefined;
}

async function startWorkers(settings: ModeSettings, { module, alive }: Surroundings): Promise<Runner> {
  const { glue } = await instantiate(unsharedFlavour, module);
  const planner = new glue.Lane();
  const lanes = await Promise.all(Array.from({ length: settings.threads }, (_, index) => startLane(index, module)));
  let source: Pixels = { size: { width: 0, height: 0 }, bytes: new Uint8Array() };
  const rooms = new Rooms(room);
  let output = rooms.of(0);
  return {
    load: (pixels) => {
      source = pixels;
    },
    run: async (kernel, chunk, batch) => {
      const pulse = setInterval(alive, SILENCE_MS / 8);
      const once = async (start: number): Promise<Run> => {
        planner.begin(kernel, source.size.width, source.size.height);
        const { tasks, outputSize, lanes: used } = planner.tasks(chunk, lanes.length);
        output = rooms.of(outputSize.width * outputSize.height * 4);
        const run = new Run(glue, settings, kernel, source, output, outputSize, lanes.slice(0, used), start);
        await run.stage(tasks.filter(({ stage }) => stage === 'survey'));
        await run.stage(tasks.filter(({ stage }) => stage === 'render'));
        return run;
      };
      try {
        const start = now();
        for (let i = 1; i < batch; i += 1) await once(start);
        const run = await once(batch > 1 ? now() : start);
        const end = now();
        return averaged(run.end(end), (end - start) / batch);
      } finally {
        clearInterval(pulse);
        for (const { watch } of lanes) watch?.stop();
      }
    },
    get outputLength() {
      return output.length;
    },
    copyOutput: (target) => target.set(output),
    fingerprint: () => glue.fingerprintOf(output),
  };
}

async function startLane(index: number, module: WebAssembly.Module): Promise<Lane> {
  const worker = keep(
    new Worker(new URL('../workers/lane.worker.ts', import.meta.url), {
      type: 'module',
      name: `lane ${index + 1}`,
    }),
  );
  await up(worker);
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromLane>) =>
      typeof data === 'object' && data.type === 'failed' ? reject(data) : resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new EngineError('crash', `Worker ${index + 1} could not be started.`));
    };
    send(worker, { type: 'start', flavour: unsharedFlavour, module });
  });
  return { worker, index, inHand: 0, begun: false, concluded: false, slabs: [], rows: [], watch: undefined };
}

function send(worker: Worker, message: ToLane, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

/** One run: hands out tasks, puts rows together, and keeps the times. */
class Run {
  readonly #glue: Glue;
  readonly #passing: ModeSettings['passing'];
  readonly #kernel: KernelSettings;
  readonly #source: Pixels;
  readonly #output: Uint8Array<ArrayBufferLike>;
  readonly #outputSize: Size;
  readonly #lanes: readonly Lane[];
  readonly #start: number;
  readonly #spans: Span[] = [];
  readonly #errands: Errand[] = [];
  #counts: Int32Array | undefined;
  #movedBytes = 0;

  constructor(
    glue: Glue,
    { passing }: ModeSettings,
    kernel: KernelSettings,
    source: Pixels,
    output: Uint8Array<ArrayBufferLike>,
    outputSize: Size,
    lanes: readonly Lane[],
    start: number,
  ) {
    this.#glue = glue;
    this.#passing = passing;
    this.#kernel = kernel;
    this.#source = source;
    this.#output = output;
    this.#outputSize = outputSize;
    this.#lanes = lanes;
    this.#start = start;
    for (const lane of lanes) Object.assign(lane, { inHand: 0, begun: false, concluded: false });
  }

  /** Has these tasks done, and waits for the last. */
  stage(tasks: readonly Task[]): Promise<void> {
    if (tasks.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      let next = 0;
      let left = tasks.length;
      // The first tasks of all lanes go out before the second of any.
      const fill = (most: number): void => {
        for (const lane of this.#lanes) {
          const task = tasks[next];
          if (!task || lane.inHand >= most) continue;
          next += 1;
          this.#hand(lane, task);
        }
      };
      for (const lane of this.#lanes) {
        lane.watch?.stop();
        lane.watch = watchMessages(this.#lanes.length, claimedCores, () =>
          reject(
            new EngineError(
              'hang',
              `Worker ${lane.index + 1} gave no sign of life for ${SILENCE_MS / 1000} seconds, so the run was stopped.`,
            ),
          ),
        );
        lane.worker.onmessage = ({ data }: MessageEvent<FromLane>) => {
          lane.watch?.alive();
          if (typeof data === 'string' || data.type === 'ready') return;
          if (data.type === 'failed') return reject(data);
          lane.inHand -= 1;
          if (lane.inHand === 0) lane.watch?.rest();
          this.#take(lane, data);
          left -= 1;
          fill(IN_HAND);
          if (left === 0) resolve();
        };
        lane.worker.onerror = (event) => {
          event.preventDefault();
          reject(
            new EngineError('crash', `Worker ${lane.index + 1} stopped: ${event.message || 'it gave no reason'}.`),
          );
        };
      }
      for (let most = 1; most <= IN_HAND; most += 1) fill(most);
    });
  }

  end(end: number): Ran {
    const totalMs = end - this.#start;
    // Threads' clocks agree within two ticks.
    const within = (ms: number): number => Math.min(totalMs, Math.max(0, ms));
    const spans = this.#spans
      .map((span) => ({ ...span, startMs: within(span.startMs), endMs: within(span.endMs) }))
      .sort((a, b) => order(a) - order(b) || a.firstRow - b.firstRow);
    const trace: Trace = { lanes: this.#lanes.length, spans };
    return {
      totalMs,
      phases: shares(totalMs, trace, this.#errands),
      trace,
      outputSize: this.#outputSize,
      movedBytes: this.#movedBytes,
    };
  }

  /** Cuts the rows that a task needs, and sends them. */
  #hand(lane: Lane, task: Task): void {
    const startMs = now() - this.#start;
    const rowBytes = this.#source.size.width * 4;
    const length = (task.endNeeded - task.firstNeeded) * rowBytes;
    const slab = bytesIn(this.#passing === 'transfer' ? lane.slabs.pop() : undefined, length);
    slab.set(this.#source.bytes.subarray(task.firstNeeded * rowBytes, task.endNeeded * rowBytes));
    const message: TaskMessage = {
      type: 'task',
      task,
      slab,
      room: task.stage === 'render' ? lane.rows.pop() : undefined,
      begin: lane.begun ? undefined : { kernel: this.#kernel, size: this.#source.size },
      counts: task.stage === 'render' && !lane.concluded ? this.#counts : undefined,
      passing: this.#passing,
    };
    lane.begun = true;
    if (task.stage === 'render') lane.concluded = true;
    if (lane.inHand === 0) lane.watch?.work();
    lane.inHand += 1;
    const transfer = this.#passing === 'transfer' ? [slab.buffer, ...(message.room ? [message.room] : [])] : [];
    send(lane.worker, message, transfer);
    this.#movedBytes += length + (message.counts?.byteLength ?? 0);
    this.#errands.push({ phase: 'copy-in', startMs, endMs: now() - this.#start });
  }

  /** Puts the rows that a lane made where they belong, or adds what it counted. */
  #take(lane: Lane, { task, stamps, rows, counts, slab }: Done): void {
    const startMs = now() - this.#start;
    if (rows) {
      this.#output.set(rows, task.firstRow * this.#outputSize.width * 4);
      this.#movedBytes += rows.length;
      if (this.#passing === 'transfer') lane.rows.push(rows.buffer as ArrayBuffer);
    }
    if (counts) {
      if (!this.#counts) this.#counts = new Int32Array(counts.length);
      this.#glue.addUp(this.#counts, counts);
      this.#movedBytes += counts.byteLength;
    }
    if (slab) lane.slabs.push(slab);
    this.#errands.push({ phase: 'copy-out', startMs, endMs: now() - this.#start });
    const [received, copiedIn, done, copiedOut] = stamps.map((stamp) => stamp - this.#start) as [
      number,
      number,
      number,
      number,
    ];
    const span = (stage: Span['stage'], startMs: number, endMs: number, firstRow: number, endRow: number): void => {
      if (firstRow < endRow) this.#spans.push({ lane: lane.index, stage, startMs, endMs, firstRow, endRow });
    };
    span('copy-in', received, copiedIn, task.firstNeeded, task.endNeeded);
    span(task.stage, copiedIn, done, task.firstRow, task.endRow);
    if (rows) span('copy-out', done, copiedOut, task.firstRow, task.endRow);
  }
}

const STAGES: readonly Span['stage'][] = ['survey', 'render', 'copy-in', 'copy-out'];

function order({ stage }: Span): number {
  return STAGES.indexOf(stage);
}

/** Bytes of this length, in memory that is there already if it is large enough. */
function bytesIn(buffer: ArrayBuffer | undefined, length: number): Uint8Array<ArrayBuffer> {
  return buffer && buffer.byteLength >= length ? new Uint8Array(buffer, 0, length) : new Uint8Array(length);
}
