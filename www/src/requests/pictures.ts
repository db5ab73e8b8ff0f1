// Pictures from the network into the batch: the four ways to fetch and to compute, what each took, and where the time went.

import { claimedCores } from '../cores.js';
import type { FileFault, NetworkRun, Recipe, Span } from '../generated/model.js';
import type { Made } from '../batch/files.js';
import { startLanes, type Lane } from '../batch/lanes.js';
import { now } from '../workers/clock.js';
import { PIPELINE_WAYS, asRun, busyMs, overlapMs, pipe, type Computer, type PipelineWay } from './pipeline.js';
import type { Plan, Send } from './scheduler.js';
import type { Received } from './senders.js';
import { fillPool } from './xray-pool.js';
import { POOL } from './xray-store.js';

/** What is done with every picture: the talk's job, decoded in full, so that there is something to compute. */
const RECIPE: Recipe = { steps: [{ name: 'resize', params: { width: 64, height: 64 } }], exact: true };

/** What became of a picture. */
export type PictureResult =
  { readonly request: number; readonly made: Made } | { readonly request: number; readonly fault: FileFault };

/** One way's numbers. */
export interface WayMeasured {
  readonly way: PipelineWay;
  /** Pictures asked for. */
  readonly count: number;
  readonly totalMs: number;
  /** For how long anything was being fetched, anything computed, and both at once, in milliseconds. */
  readonly fetchMs: number;
  readonly computeMs: number;
  readonly bothMs: number;
  readonly made: number;
  readonly failed: number;
  readonly run: NetworkRun;
}

/** How pictures are fetched. */
export interface PicturePlan extends Omit<Plan, 'limit' | 'inOrder'> {
  /** Fetches that may be under way at once, where there are many. */
  readonly limit: number;
}

/** The state of this part of the page, and all that changes it. */
export class Pictures {
  state: 'idle' | 'making' | 'running' | 'done' | 'cancelled' = 'idle';
  /** Pictures of the service's pool that are made. */
  drawn = 0;
  readonly pool = POOL;
  /** What is under way: "Both together". */
  now = '';
  /** Lanes that compute where all do. */
  readonly lanes = Math.min(claimedCores, 8);
  count = 0;
  measured: readonly WayMeasured[] = [];
  /** Of the way that ran last, in the order in which they came. */
  results: readonly PictureResult[] = [];
  problem = '';

  readonly #changed: () => void;
  #stop: AbortController | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get isBusy(): boolean {
    return this.state === 'making' || this.state === 'running';
  }

  cancel(): void {
    this.#stop?.abort();
  }

  /** Fetches and computes in all four ways, one after another; `sender` gives a way to send for each. */
  async compare(
    plan: PicturePlan,
    sender: (run: number) => Send<Received>,
    drawn: (run: NetworkRun) => Promise<void>,
  ): Promise<void> {
    if (this.isBusy) return;
    const { signal } = (this.#stop = new AbortController());
    Object.assign(this, { state: 'making', problem: '', measured: [], results: [], count: plan.count });
    this.#changed();
    try {
      await fillPool((done) => {
        this.drawn = done;
        this.#changed();
      }, signal);
      this.state = 'running';
      // The pool of lanes is started before the clock, as in the batch.
      const lanes = await startLanes(this.lanes, RECIPE);
      try {
        for (const [i, way] of PIPELINE_WAYS.entries()) {
          if (signal.aborted) break;
          await this.#way(way, plan, sender(i), lanes.all, signal, drawn);
        }
      } finally {
        lanes.end();
      }
      this.state = signal.aborted ? 'cancelled' : 'done';
    } catch (error) {
      this.state = 'cancelled';
      if (!signal.aborted) this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.#changed();
    }
  }

  async #way(
    way: PipelineWay,
    plan: PicturePlan,
    send: Send<Received>,
    lanes: readonly Lane[],
    signal: AbortSignal,
    drawn: (run: NetworkRun) => Promise<void>,
  ): Promise<void> {
    Object.assign(this, { now: way.name, results: [] });
    this.#changed();
    const results: PictureResult[] = [];
    const piped = await pipe(
      { ...plan, limit: way.manyFetches ? plan.limit : 1, inOrder: false },
      way,
      send,
      (way.allLanes ? lanes : lanes.slice(0, 1)).map(computer),
      {
        signal,
        now,
        told: (_, result) => {
          results.push(result);
          this.results = [...results];
          this.#changed();
        },
      },
    );
    const { errand, computing, totalMs } = piped;
    const made = results.filter((result) => 'made' in result).length;
    const work: readonly Span[] = computing.spans;
    const run = asRun(way.name, plan.count, piped);
    const row: WayMeasured = {
      way,
      count: plan.count,
      totalMs,
      fetchMs: busyMs(errand.trace.spans),
      computeMs: busyMs(work),
      bothMs: overlapMs(errand.trace.spans, work),
      made,
      // Not fetched, not to be read, or cancelled.
      failed: plan.count - made,
      run,
    };
    this.measured = [...this.measured, row];
    this.#changed();
    await drawn(run);
  }
}

/** A lane of the batch, as the pipeline sees it. */
const computer = (lane: Lane): Computer<Received, PictureResult> => ({
  make: async (request, { body }) => {
    const { made, fault, spans } = await lane.make(request, new Uint8Array(body));
    const unknown: FileFault = { code: 'internal', message: 'Nothing came of it.' };
    // Waiting for bytes is the network's time, not the lane's: they are there.
    const work = spans.filter(({ stage }) => stage !== 'copy-in');
    return { value: made ? { request, made } : { request, fault: fault ?? unknown }, spans: work };
  },
});
