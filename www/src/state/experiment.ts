// An experiment: a plan of runs on one engine a mode, from the start of the engines to the comparison of the outputs.
//
// It knows engines by their interface and nothing of the page. What it learns it tells as it learns it: a report that
// grows, the first result, progress. Cancelled or failed, it has told all it knew.

import { engineOf } from '../engines/index.js';
import { startEngine } from '../engines/start.js';
import { EngineError, type Engine, type Output, type Pixels, type Ran, type Source } from '../engines/engine.js';
import type {
  EngineStart,
  Equality,
  Execution,
  Frames,
  Job,
  Machine,
  Mode,
  ModeSettings,
  Report,
  Run,
  Settings,
  Step,
} from '../generated/model.js';
import { REPORT_VERSION } from '../generated/model.js';
import { Ending } from '../until.js';
import { FrameWatch } from './frames.js';

/** What is to be done. The output's size is learnt from the first run. */
export interface Plan {
  readonly job: Omit<Job, 'outputSize'>;
  readonly source: Source;
  readonly settings: Settings;
  readonly machine: Machine;
}

/** What an experiment needs from elsewhere. */
export interface Helpers {
  readonly plan: (settings: Settings) => Promise<Step[]>;
  /** Where two results differ, and by how much. Takes the bytes, and gives the first ones back. */
  readonly compare: (one: Uint8Array, other: Uint8Array) => Promise<Difference>;
}

/** How two results differ. */
export interface Difference {
  /** Offset of the first byte that differs, or −1. */
  readonly first: number;
  /** The largest difference, in levels, as a report's equality has it. */
  readonly levels: number;
  /** The bytes of the first result again. */
  readonly one: Uint8Array<ArrayBufferLike>;
}

/** What an experiment tells while it goes on. */
export interface Listener {
  /** The engines are ready; the runs begin. */
  ready(steps: readonly Step[]): void;
  /** The first output there is; gives its pixels back. The next run waits for that, so that nothing is done beside it. */
  firstOutput(output: Pixels): Promise<Pixels>;
  /** A run has ended; the report so far. The next run waits until what is shown of it is on the screen. */
  run(report: Report): Promise<void>;
}

/**
 * Runs an experiment. `signal` ends it at once, with its engines.
 *
 * @returns the whole report.
 * @throws EngineError when an engine fails, with code `cancelled` when the signal ended it.
 */
export async function runExperiment(
  plan: Plan,
  helpers: Helpers,
  listener: Listener,
  signal: AbortSignal,
): Promise<Report> {
  const cancelled = new Ending();
  whenAborted(signal).catch((error: EngineError) => cancelled.end(error));
  // Whatever is waited for, a cancellation ends the waiting, and nothing is told after it.
  const live: Live = (work) => cancelled.or(work);

  const contestants: Contestant[] = [];
  // Frames are watched only where the page itself is at stake: the animation takes its share of a core.
  const frames = plan.settings.modes.some(({ place }) => place === 'page') ? new FrameWatch() : undefined;
  try {
    // One after the other: two engines that start at once slow each other down.
    for (const [modeIndex, mode] of plan.settings.modes.entries()) {
      const engine = await live(startEngine(engineOf(mode.mode), mode, signal));
      const contestant: Contestant = {
        mode,
        engine,
        start: { modeIndex, startMs: engine.startMs, copyInMs: 0, copyOutMs: 0 },
        seen: false,
      };
      contestants.push(contestant);
      performance.mark(`engine-ready ${mode.mode}`);
      contestant.start = { ...contestant.start, copyInMs: await live(engine.load(plan.source)) };
    }
    return await measure(plan, contestants, frames, helpers, listener, live);
  } finally {
    frames?.stop();
    for (const { engine } of contestants) engine.dispose();
  }
}

/** Rejected when the signal is aborted, or was already. Nobody need listen. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  const cancelled = new Promise<never>((_, reject) => {
    const cancel = (): void =>
      reject(new EngineError('cancelled', 'The race was cancelled. What was measured until then is kept.'));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
  });
  cancelled.catch(() => {});
  return cancelled;
}

type Live = <T>(work: Promise<T>) => Promise<T>;

/** A run, and the page's frames meanwhile where they were watched. */
interface Watched {
  readonly result: Ran;
  readonly frames: Frames | null;
}

interface Contestant {
  readonly mode: ModeSettings;
  readonly engine: Engine;
  start: EngineStart;
  /** Whether its output was compared. */
  seen: boolean;
}

async function measure(
  plan: Plan,
  contestants: readonly Contestant[],
  frames: FrameWatch | undefined,
  helpers: Helpers,
  listener: Listener,
  live: Live,
): Promise<Report> {
  const { settings, job } = plan;
  const steps = await live(helpers.plan(settings));
  const outputs = new Outputs(job.kernel.name, helpers.compare, live);
  let report: Report = {
    version: REPORT_VERSION,
    created: new Date().toISOString(),
    machine: plan.machine,
    job: { ...job, outputSize: { width: 0, height: 0 } },
    settings,
    engines: contestants.map(({ start }) => start),
    runs: [],
    equality: null,
  };
  listener.ready(steps);

  for (const step of steps) {
    const contestant = contestants[step.modeIndex];
    if (!contestant) throw new EngineError('internal', `The plan names mode ${step.modeIndex}, which there isn't.`);
    const { engine, mode } = contestant;
    const run = (): Promise<Ran> => engine.run(job.kernel, mode.chunk, settings.scope);
    const watched: Watched = await live(
      frames ? frames.during(run) : run().then((result): Watched => ({ result, frames: null })),
    );
    const execution: Execution = { ...watched.result, fingerprint: await live(engine.fingerprint()) };
    if (!contestant.seen) {
      // After a mode's first run, a warm-up: what it takes to bring a result to the page, and whether it is the others'.
      contestant.seen = true;
      const { bytes, ms } = await live(engine.output());
      contestant.start = { ...contestant.start, copyOutMs: ms };
      report = { ...report, engines: contestants.map(({ start }) => start) };
      if (report.runs.length === 0) {
        report = { ...report, job: { ...job, outputSize: execution.outputSize } };
        const shown = await live(listener.firstOutput({ size: execution.outputSize, bytes }));
        outputs.first(shown.bytes, mode.mode);
      } else {
        await outputs.next(bytes, mode.mode);
      }
    }
    report = { ...report, runs: [...report.runs, asRun(step, execution, watched.frames)] };
    await live(listener.run(report));
  }
  return { ...report, equality: outputs.equality(report) };
}

function asRun(step: Step, { totalMs, phases, trace, movedBytes, fingerprint }: Execution, frames: Frames | null): Run {
  const { modeIndex, round, warmup } = step;
  return { modeIndex, round, warmup, totalMs, phases, trace, movedBytes, fingerprint, frames };
}

/** Compares one output of each mode byte by byte with the first there was, which is all that is kept. */
class Outputs {
  readonly #kernel: string;
  readonly #compare: Helpers['compare'];
  readonly #live: Live;
  #first: Output['bytes'] = new Uint8Array();
  #sizeBytes = 0;
  #outputs = 0;
  #difference = -1;
  #levels = 0;
  /** Levels that the two outputs compared may differ, at most: those of the modes that made them. */
  #promised = true;
  #firstTolerance: 0 | 1 = 0;

  constructor(kernel: string, compare: Helpers['compare'], live: Live) {
    this.#kernel = kernel;
    this.#compare = compare;
    this.#live = live;
  }

  first(bytes: Output['bytes'], mode: Mode): void {
    this.#first = bytes;
    this.#firstTolerance = tolerance(mode, this.#kernel);
    this.#sizeBytes = bytes.length;
    this.#outputs = 1;
  }

  async next(bytes: Output['bytes'], mode: Mode): Promise<void> {
    const { first, levels, one } = await this.#live(this.#compare(this.#first, bytes));
    this.#first = one;
    this.#outputs += 1;
    this.#levels = Math.max(this.#levels, levels);
    this.#promised &&= levels <= Math.max(this.#firstTolerance, tolerance(mode, this.#kernel));
    if (first >= 0) this.#difference = this.#difference < 0 ? first : Math.min(this.#difference, first);
  }

  /** What came of it, with the fingerprints of all runs; nothing where there was nothing to compare. */
  equality({ runs, settings }: Report): Equality | null {
    if (this.#outputs < 2) return null;
    const firstDifference = this.#difference < 0 ? null : this.#difference;
    const identical = firstDifference === null && new Set(runs.map((run) => run.fingerprint)).size === 1;
    // Every run of a mode must have made what was compared, and the modes that promise the same bytes must keep to that.
    const exact = (mode: Mode | undefined): boolean => mode !== undefined && tolerance(mode, this.#kernel) === 0;
    const results = settings.modes.map(
      (_, i) => new Set(runs.filter((run) => run.modeIndex === i).map((run) => run.fingerprint)),
    );
    const steady = results.every((prints) => prints.size <= 1);
    const exactOnes = new Set(results.flatMap((prints, i) => (exact(settings.modes[i]?.mode) ? [...prints] : [])));
    return {
      identical,
      outputs: this.#outputs,
      sizeBytes: this.#sizeBytes,
      firstDifference,
      asPromised: identical || (this.#promised && steady && exactOnes.size <= 1),
      levels: this.#levels,
    };
  }
}

function tolerance(mode: Mode, kernel: string): 0 | 1 {
  return engineOf(mode).tolerance?.(kernel) ?? 0;
}
