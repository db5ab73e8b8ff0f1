// An experiment: rounds of runs, from the start of the engines to the comparison of the outputs.
//
// It knows engines by their interface and nothing of the page. What comes next it asks the planner after every round. What it learns it
// tells as it learns it: a report that grows, the first result, progress. Cancelled or failed, its report has all that was done.

import { EngineError, type Pixels, type Ran, type Source } from '../engines/engine.js';
import type {
  Frames,
  Job,
  Machine,
  ModeSettings,
  Next,
  Report,
  Run,
  Sample,
  Settings,
  SoFar,
  Step,
  Stop,
  Trace,
} from '../generated/model.js';
import { MOST_SPANS, MOST_SPANS_OF_RUN, REPORT_VERSION } from '../generated/model.js';
import { Ending } from '../until.js';
import type { Ceiling } from './ceiling.js';
import { Contestants, sizeName } from './contestants.js';
import { FrameWatch } from './frames.js';
import { Outputs, type Compare } from './outputs.js';
import { PressureWatch } from './pressure.js';
import { setAside, Visibility } from './samples.js';
import { otherSizes } from './sizes.js';

/** What is to be done. The output's size is learnt from the first run. */
export interface Plan {
  readonly job: Omit<Job, 'outputSize'>;
  readonly source: Source;
  readonly settings: Settings;
  readonly machine: Machine;
}

/** What an experiment needs from elsewhere. */
export interface Helpers {
  /** What comes next in an experiment that has come so far. */
  readonly next: (soFar: SoFar) => Promise<Next>;
  readonly compare: Compare;
  readonly ceiling: (modes: readonly ModeSettings[]) => Promise<Ceiling>;
  /** Makes a run, for a test that wants to do something to it. */
  readonly around?: (step: Step, run: () => Promise<Ran>) => Promise<Ran>;
}

/** How far an experiment is. */
export interface Progress {
  /** Runs finished, warm-ups included. */
  readonly runs: number;
  /** The share that is done, from 0 to 1, as far as it can be guessed. It never shrinks. */
  readonly share: number;
  /** The measured round under way, from 0; none in a warm-up. */
  readonly round: number | undefined;
  /** Milliseconds left at most, if that can be guessed. */
  readonly leftMs: number | undefined;
}

/** What an experiment tells while it goes on. Whatever comes back is waited for, so that nothing is done beside a run. */
export interface Listener {
  /** Where it stands: before the first run, and after every run. */
  progress(progress: Progress): Promise<void>;
  /** The first output of the picture's own size, or of the largest there is; gives its pixels back. */
  firstOutput(output: Pixels): Promise<Pixels>;
  /** A round has ended; the report so far. */
  round(report: Report): Promise<void>;
  /** The page isn't seen, so nothing is measured; or it is again. */
  paused(is: boolean): void;
}

/** How an experiment ended. */
export interface Outcome {
  /** The whole of it, or what was done before it was cancelled or failed; nothing if that was nothing. */
  readonly report: Report | undefined;
  /** Why it did not come to its end, with code `cancelled` when the signal ended it. */
  readonly error: EngineError | undefined;
}

/** Runs an experiment. `signal` ends it at once, with its engines. */
export async function runExperiment(
  plan: Plan,
  helpers: Helpers,
  listener: Listener,
  signal: AbortSignal,
): Promise<Outcome> {
  const experiment = new Experiment(plan, helpers, listener, signal);
  try {
    return { report: await experiment.run(), error: undefined };
  } catch (thrown) {
    const error = EngineError.from(thrown);
    return { report: experiment.stopped(error.code === 'cancelled' ? 'cancelled' : 'failed'), error };
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

/** A trace as a report that has so many spans already can hold it: whole, or without its spans. As natively (`Trace::within`). */
export const within = (trace: Trace, spans: number): Trace =>
  trace.spans.length > Math.min(MOST_SPANS_OF_RUN, MOST_SPANS - spans) ? { ...trace, spans: [] } : trace;

/** A run, and the page's frames meanwhile where they were watched. */
interface Watched {
  readonly result: Ran;
  readonly frames: Frames | null;
}

class Experiment {
  readonly #plan: Plan;
  readonly #helpers: Helpers;
  readonly #listener: Listener;
  readonly #signal: AbortSignal;
  readonly #cancelled = new Ending();
  readonly #visibility = new Visibility();
  readonly #pressure = new PressureWatch();
  readonly #outputs: Outputs;
  readonly #shownSize: string;
  readonly #seen = new Set<number>();
  #frames: FrameWatch | undefined;
  #contestants: Contestants | undefined;
  #report: Report;
  /** When the first run began, and how long engines started and nobody looked since: no part of the time that is spent. */
  #begun: number | undefined;
  #excludedMs = 0;
  /** Of all runs so far. */
  #spans = 0;
  #shown = false;
  #share = 0;

  constructor(plan: Plan, helpers: Helpers, listener: Listener, signal: AbortSignal) {
    this.#plan = plan;
    this.#helpers = helpers;
    this.#listener = listener;
    this.#signal = signal;
    this.#outputs = new Outputs(plan.job.kernel.name, helpers.compare);
    this.#shownSize = shownSize(plan);
    this.#report = {
      version: REPORT_VERSION,
      created: new Date().toISOString(),
      machine: plan.machine,
      job: { ...plan.job, outputSize: { width: 0, height: 0 } },
      settings: plan.settings,
      engines: [],
      runs: [],
      ceiling: [],
      ceilingAt: null,
      stop: null,
      equality: null,
    };
  }

  /** What was done until now, ended for this reason; nothing if nothing was. */
  stopped(stop: Stop): Report | undefined {
    return this.#report.runs.length > 0 ? { ...this.#report, stop } : undefined;
  }

  async run(): Promise<Report> {
    const { settings, source } = this.#plan;
    whenAborted(this.#signal).catch((error: EngineError) => this.#cancelled.end(error));
    try {
      // Frames are watched only where the page itself is at stake: the animation takes its share of a core.
      if (settings.modes.some(({ place }) => place === 'page')) this.#frames = new FrameWatch();
      const pictures = await this.#live(otherSizes(settings, source, this.#signal));
      this.#contestants = new Contestants(settings, source, pictures, this.#signal);
      const stop = await this.#rounds(this.#contestants);
      this.#contestants.dispose();
      const measured = await this.#live(this.#helpers.ceiling(settings.modes));
      this.#report = { ...this.#report, ...measured, stop, equality: this.#outputs.equality(this.#report) };
      return this.#report;
    } finally {
      this.#frames?.stop();
      this.#pressure.stop();
      this.#visibility.stop();
      this.#contestants?.dispose();
    }
  }

  async #rounds(contestants: Contestants): Promise<Stop> {
    for (;;) {
      const next = await this.#live(this.#helpers.next(this.#soFar()));
      if (next.steps.length === 0) return next.stop ?? 'rounds';
      await this.#untilSeen();
      const left = next.leftMs === null ? undefined : { ms: next.leftMs, from: this.#elapsedMs() };
      for (const step of next.steps) {
        await this.#take(step, contestants, left);
        await this.#live(this.#listener.progress(this.#progress(step, left)));
      }
      await this.#live(this.#listener.round(this.#report));
    }
  }

  /** Whatever is waited for, a cancellation ends the waiting, and nothing is told after it. */
  #live<T>(work: Promise<T>): Promise<T> {
    return this.#cancelled.or(work);
  }

  async #take(step: Step, contestants: Contestants, left: Left): Promise<void> {
    const { settings, job, machine } = this.#plan;
    const { modeIndex, round, warmup, batch } = step;
    const mode = settings.modes[modeIndex];
    if (!mode) throw new EngineError('internal', `The plan names mode ${modeIndex}, which there isn't.`);
    const ready = this.#live(contestants.ready(modeIndex, mode));
    const engine = await (this.#seen.has(modeIndex) ? ready : this.#excluded(ready));
    if (this.#begun === undefined) await this.#live(this.#listener.progress(this.#progress(step, left)));

    this.#visibility.wasHidden();
    const start = performance.now();
    this.#begun ??= start;
    let answeredMs = 0;
    const once = (): Promise<Ran> => engine.run(job.kernel, mode.chunk, settings.scope, batch);
    const run = async (): Promise<Ran> => {
      const asked = performance.now();
      const ran = await (this.#helpers.around?.(step, once) ?? once());
      answeredMs = performance.now() - asked;
      return ran;
    };
    const { result, frames }: Watched = await this.#live(
      this.#frames ? this.#frames.during(run) : run().then((result): Watched => ({ result, frames: null })),
    );
    const hidden = this.#visibility.wasHidden();
    const pressure = this.#pressure.now;
    const { totalMs, phases, movedBytes, outputSize } = result;
    const trace = within(result.trace, this.#spans);
    this.#spans += trace.spans.length;
    const fingerprint = await this.#live(engine.fingerprint());
    const { clockResolutionMs } = machine;
    const made: Run = {
      modeIndex,
      round,
      warmup,
      totalMs,
      phases,
      trace,
      movedBytes,
      fingerprint,
      frames,
      atMs: start - this.#begun,
      batch,
      setAside: setAside({ warmup, totalMs, batch, answeredMs, hidden, clockResolutionMs }),
      pressure,
    };

    if (!this.#seen.has(modeIndex)) {
      contestants.resultIs(outputSize);
      // After a mode's first run, a warm-up: what it takes to bring a result to the page, and whether it is the others'.
      this.#seen.add(modeIndex);
      const output = await this.#live(engine.output());
      contestants.copiedOut(modeIndex, output.ms);
      let { bytes } = output;
      if (!this.#shown && sizeName(mode.size) === this.#shownSize) {
        this.#shown = true;
        ({ bytes } = await this.#live(this.#listener.firstOutput({ size: outputSize, bytes })));
        this.#report = { ...this.#report, job: { ...job, outputSize } };
      } else if (!this.#shown) {
        this.#report = { ...this.#report, job: { ...job, outputSize } };
      }
      await this.#live(this.#outputs.take(bytes, mode));
    }
    this.#report = { ...this.#report, engines: contestants.starts, runs: [...this.#report.runs, made] };
  }

  async #untilSeen(): Promise<void> {
    if (!this.#visibility.isHidden) return;
    this.#listener.paused(true);
    await this.#excluded(this.#live(this.#visibility.seen()));
    this.#listener.paused(false);
  }

  /** Waits for what is no part of the time that is spent. */
  async #excluded<T>(work: Promise<T>): Promise<T> {
    const start = performance.now();
    const done = await work;
    if (this.#begun !== undefined) this.#excludedMs += performance.now() - start;
    return done;
  }

  #elapsedMs(): number {
    return this.#begun === undefined ? 0 : performance.now() - this.#begun - this.#excludedMs;
  }

  #soFar(): SoFar {
    const samples = this.#report.runs.map(({ modeIndex, round, warmup, totalMs, batch, setAside }): Sample => ({
      modeIndex,
      round,
      warmup,
      totalMs,
      batch,
      setAside: setAside !== null,
    }));
    const { settings, machine } = this.#plan;
    return { settings, clockResolutionMs: machine.clockResolutionMs, samples, elapsedMs: this.#elapsedMs() };
  }

  #progress(step: Step, left: Left): Progress {
    const { modes, warmups, repeats } = this.#plan.settings;
    const runs = this.#report.runs.length;
    const elapsedMs = this.#elapsedMs();
    const leftMs = left && Math.max(0, left.ms - (elapsedMs - left.from));
    const share = leftMs === undefined ? runs / (modes.length * (warmups + repeats)) : elapsedMs / (elapsedMs + leftMs);
    this.#share = Math.min(1, Math.max(this.#share, Number.isFinite(share) ? share : 0));
    return { runs, share: this.#share, round: step.warmup ? undefined : step.round, leftMs };
  }
}

/** What was left of an experiment, and how much was spent when that was guessed. */
type Left = { readonly ms: number; readonly from: number } | undefined;

/** Name of the size whose result is shown: the picture's own where a mode has it, the largest otherwise. */
function shownSize({ settings, job }: Plan): string {
  const sizes = settings.modes.map(({ size }) => size);
  if (sizes.some((size) => size === null)) return '';
  const own = sizeName(job.input.size);
  if (sizes.some((size) => sizeName(size) === own)) return own;
  const area = (size: (typeof sizes)[number]): number => (size ? size.width * size.height : 0);
  return sizeName(sizes.reduce((most, size) => (area(size) > area(most) ? size : most), null));
}
