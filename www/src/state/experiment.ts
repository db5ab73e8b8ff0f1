// An experiment: a plan of runs on one engine a mode, from the start of the engines to the comparison of the outputs.
//
// It knows engines by their interface and nothing of the page. What it learns it tells as it learns it: a report that
// grows, the first result, progress. Cancelled or failed, it has told all it knew.

import { engineOf } from '../engines/index.js';
import { EngineError, type Engine, type Output, type Pixels } from '../engines/engine.js';
import type {
  Equality,
  Execution,
  Job,
  Machine,
  ModeSettings,
  PhaseTime,
  Report,
  Run,
  Settings,
  Step,
} from '../generated/model.js';
import { REPORT_VERSION } from '../generated/model.js';

/** What is to be done. The output's size is learnt from the first run. */
export interface Plan {
  readonly job: Omit<Job, 'outputSize'>;
  readonly pixels: Pixels | undefined;
  readonly settings: Settings;
  readonly machine: Machine;
}

/** What an experiment needs from elsewhere. */
export interface Helpers {
  readonly plan: (settings: Settings) => Promise<Step[]>;
  /** Offset of the first byte in which any of these differs from the first of them, or −1. Takes the bytes. */
  readonly firstDifference: (outputs: readonly Uint8Array[]) => Promise<number>;
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
  const cancelled = whenAborted(signal);
  // Whatever is waited for, a cancellation ends the waiting, and nothing is told after it.
  const live: Live = (work) => Promise.race([cancelled, work]);

  const lanes: Contestant[] = [];
  try {
    // One after the other: two engines that start at once slow each other down.
    for (const mode of plan.settings.modes) {
      const engine = await live(engineOf(mode.mode).start(mode.threads, signal));
      const lane: Contestant = { mode, engine, copyInMs: 0, output: undefined };
      lanes.push(lane);
      performance.mark(`engine-ready ${mode.mode}`);
      lane.copyInMs = await live(engine.load(plan.pixels));
    }
    return await measure(plan, lanes, helpers, listener, live);
  } finally {
    for (const { engine } of lanes) engine.dispose();
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

interface Contestant {
  readonly mode: ModeSettings;
  readonly engine: Engine;
  copyInMs: number;
  output: Output | undefined;
}

async function measure(
  plan: Plan,
  lanes: readonly Contestant[],
  helpers: Helpers,
  listener: Listener,
  live: Live,
): Promise<Report> {
  const { settings, job } = plan;
  const steps = await live(helpers.plan(settings));
  let report: Report = {
    version: REPORT_VERSION,
    created: new Date().toISOString(),
    machine: plan.machine,
    job: { ...job, outputSize: { width: 0, height: 0 } },
    settings,
    engines: lanes.map(({ engine }, modeIndex) => ({ modeIndex, startMs: engine.startMs })),
    runs: [],
    equality: null,
  };
  listener.ready(steps);

  for (const step of steps) {
    const lane = lanes[step.modeIndex];
    if (!lane) throw new EngineError('internal', `The plan names mode ${step.modeIndex}, which there isn't.`);
    const execution = await live(lane.engine.run(job.kernel, lane.mode.chunk));
    const phases: PhaseTime[] = [{ phase: 'compute', ms: execution.computeMs }];
    if (!lane.output) {
      // A mode's first run, a warm-up, pays for its copies; the others find their pixels there.
      lane.output = await live(lane.engine.output());
      phases.unshift({ phase: 'copy-in', ms: lane.copyInMs });
      phases.push({ phase: 'copy-out', ms: lane.output.ms });
      if (report.runs.length === 0) {
        report = { ...report, job: { ...job, outputSize: execution.outputSize } };
        const first = { size: execution.outputSize, bytes: lane.output.bytes };
        const { bytes } = await live(listener.firstOutput(first));
        lane.output = { ...lane.output, bytes };
      }
    }
    report = { ...report, runs: [...report.runs, asRun(step, execution, phases)] };
    await live(listener.run(report));
  }
  return { ...report, equality: await live(compare(report, lanes, helpers)) };
}

function asRun(step: Step, execution: Execution, phases: readonly PhaseTime[]): Run {
  return {
    modeIndex: step.modeIndex,
    round: step.round,
    warmup: step.warmup,
    totalMs: phases.reduce((sum, { ms }) => sum + ms, 0),
    phases: [...phases],
    trace: execution.trace,
    fingerprint: execution.fingerprint,
  };
}

/** Compares one output of each mode byte by byte, and all runs by their fingerprints. */
async function compare(report: Report, lanes: readonly Contestant[], helpers: Helpers): Promise<Equality | null> {
  const outputs = lanes.flatMap(({ output }) => (output ? [output.bytes] : []));
  const sizeBytes = outputs[0]?.length ?? 0;
  if (outputs.length < 2) return null;
  const difference = await helpers.firstDifference(outputs);
  const firstDifference = difference < 0 ? null : difference;
  const fingerprints = new Set(report.runs.map((run) => run.fingerprint));
  return {
    identical: firstDifference === null && fingerprints.size === 1,
    outputs: outputs.length,
    sizeBytes,
    firstDifference,
  };
}
