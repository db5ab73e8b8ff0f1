// Runs a list of files in one way, and keeps what a report says of it.

import type { BatchRun, FileFault, FileRecord } from '../generated/model.js';
import { now } from '../workers/clock.js';
import type { BatchFile, Outcome } from './files.js';
import type { Runner, WayKind } from './ways/way.js';

/** Bytes of results that are kept; a batch that makes nothing small would fill the memory. */
const MOST_BYTES = 512 << 20;

const NO_ROOM: FileFault = {
  code: 'no-room',
  message: `The results together take more than ${MOST_BYTES >> 20} MB, which is all that this page keeps. Let a step make them smaller.`,
};

/** One run under way. */
export class Running {
  readonly #kind: WayKind;
  readonly #runner: Runner;
  readonly #files: readonly BatchFile[];
  readonly #chunksize: number;
  readonly #records: FileRecord[];
  readonly #spans: BatchRun['trace']['spans'] = [];
  #lanes: number;
  #start = 0;
  #endMs: number | undefined;
  #cancelled = false;
  #ended = 0;
  #faults = 0;
  #pixels = 0;
  #bytes = 0;

  constructor(kind: WayKind, runner: Runner, files: readonly BatchFile[], chunksize: number) {
    this.#kind = kind;
    this.#runner = runner;
    this.#files = files;
    this.#chunksize = kind.hasChunksize ? chunksize : 1;
    this.#lanes = runner.lanes;
    this.#records = files.map(({ name, size }) => ({
      name,
      bytes: size,
      width: 0,
      height: 0,
      doneMs: null,
      fault: null,
    }));
  }

  /** Runs all files, or as many as there are before `signal`; `tell` is told of each that ended. */
  async go(tell: (outcome: Outcome) => void, signal: AbortSignal): Promise<void> {
    this.#start = now();
    await this.#runner.run(
      this.#files,
      (given) => {
        const outcome = this.#fitting(given);
        if (this.#take(outcome)) tell(outcome);
      },
      signal,
    );
    this.#endMs = now() - this.#start;
    this.#cancelled = signal.aborted;
  }

  get ended(): number {
    return this.#ended;
  }

  get faults(): number {
    return this.#faults;
  }

  get pixels(): number {
    return this.#pixels;
  }

  /** Milliseconds since the start, or from the start to the end. */
  get totalMs(): number {
    return this.#endMs ?? now() - this.#start;
  }

  /** What a report says of it; the lists are copies. */
  report(longestGapMs: number | null): BatchRun {
    return {
      way: this.#kind.way,
      lanes: this.#lanes,
      chunksize: this.#chunksize,
      totalMs: this.totalMs,
      cancelled: this.#cancelled,
      longestGapMs,
      trace: { lanes: this.#lanes, spans: [...this.#spans] },
      records: this.#records.map((record) => ({ ...record })),
    };
  }

  /** The outcome, or a fault in its place if there is no room for the result. */
  #fitting(outcome: Outcome): Outcome {
    this.#bytes += outcome.made?.pixels.length ?? 0;
    return this.#bytes <= MOST_BYTES ? outcome : { file: outcome.file, spans: outcome.spans, fault: NO_ROOM };
  }

  /** Notes how a file ended; false if that is known already. */
  #take({ file, spans, made, fault }: Outcome): boolean {
    const record = this.#records[file];
    if (!record || record.doneMs !== null) return false;
    const doneMs = now() - this.#start;
    this.#records[file] = {
      ...record,
      doneMs,
      width: made?.fullWidth ?? 0,
      height: made?.fullHeight ?? 0,
      fault: fault ?? null,
    };
    this.#ended += 1;
    if (fault) this.#faults += 1;
    this.#pixels += (made?.fullWidth ?? 0) * (made?.fullHeight ?? 0);
    for (const { startMs, endMs, ...span } of spans) {
      this.#lanes = Math.max(this.#lanes, span.lane + 1);
      // Threads' clocks agree within two ticks.
      this.#spans.push({
        ...span,
        startMs: Math.max(0, startMs - this.#start),
        endMs: Math.max(0, endMs - this.#start),
      });
    }
    return true;
  }
}
