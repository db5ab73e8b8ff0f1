// What an engine is: one mode's way of running a job. Everything else in the page knows engines by this file alone.

import type {
  ChunkSize,
  Execution,
  KernelSettings,
  Mode,
  ModeSettings,
  PhaseTime,
  Scope,
  Size,
  Trace,
} from '../generated/model.js';
import type { Flavour } from './flavours.js';

/** A picture's pixels: RGBA, row after row from the top. On an isolated page the bytes are shared, so that no engine needs a clone of its own. */
export interface Pixels {
  readonly size: Size;
  readonly bytes: Uint8Array<ArrayBufferLike>;
}

/** What a job is done on: pixels, none for a kernel that draws its own; and their file, for runs that begin with it. */
export interface Source {
  readonly pixels: Pixels | undefined;
  readonly file: Blob | undefined;
}

/** A result copied out of an engine, shared on an isolated page, and the milliseconds that took. */
export interface Output {
  readonly bytes: Uint8Array<ArrayBufferLike>;
  readonly ms: number;
}

/**
 * A started engine. It is disposable: any failure ends it, and the next experiment starts a fresh one.
 * Every promise is rejected with an {@link EngineError} when the engine fails, hangs or is disposed of.
 */
export interface Engine {
  /** Milliseconds from asking for the engine until it could take a job. */
  readonly startMs: number;
  /**
   * Takes what the job is done on; resolves to the milliseconds it took. The memory of results is kept for every size of picture that was
   * loaded, so that only the first run at each pays for it.
   */
  load(source: Source): Promise<number>;
  /** Runs the kernel, or the whole pipeline, `batch` times under one pair of stamps, and keeps the result inside. Times are those of one. */
  run(kernel: KernelSettings, chunk: ChunkSize, scope: Scope, batch: number): Promise<Ran>;
  /** The last result's fingerprint, as a `Run` of the model has it. */
  fingerprint(): Promise<string>;
  /** The last result. */
  output(): Promise<Output>;
  /** Ends the engine at once, whatever it is doing. */
  dispose(): void;
}

/** What one run of a kernel was. */
export type Ran = Omit<Execution, 'fingerprint'>;

/**
 * The inside of an engine: what a mode is, on the thread that leads it. Calls follow each other; none is made before the last
 * one ended.
 */
export interface Runner {
  /** Copies pixels to where the mode keeps them; no bytes for no picture. */
  load(pixels: Pixels): void | Promise<void>;
  /** Runs a kernel on them `batch` times, at least once, keeps the result, and says what the time went into. */
  run(kernel: KernelSettings, chunk: ChunkSize, batch: number): Ran | Promise<Ran>;
  /** Bytes in the last result. */
  readonly outputLength: number;
  /** Copies the last result to bytes of that length, which may be shared. */
  copyOutput(target: Uint8Array<ArrayBufferLike>): void;
  /** The last result's fingerprint, as a `Run` of the model has it. */
  fingerprint(): string;
  /** The lanes' signs of life, in shared memory. */
  readonly signs?: Signs | undefined;
  /** Gives its memory back, where it doesn't end with its thread. */
  free?(): void;
}

/** A number a lane, `stride` numbers apart: even while it has nothing to do, odd in a chunk, another one after every sign of life. */
export interface Signs {
  readonly memory: Int32Array<SharedArrayBuffer>;
  readonly stride: number;
}

/** What a runner is made with. */
export interface Surroundings {
  /** The module of {@link EngineKind.flavour}, compiled. */
  readonly module: WebAssembly.Module;
  /** Gives a sign of life to whoever watches this thread; cheap, and to be called often where nothing is shared. */
  readonly alive: () => void;
  /** Says that what follows can give no sign of life, until the next one. */
  readonly serial: () => void;
}

/** Whether a mode can run here; if not, why, and what to do about it step by step, in plain sentences. */
export type Availability =
  | { readonly available: true; readonly note?: string }
  | { readonly available: false; readonly reason: string; readonly help: readonly string[] };

/** One mode: what it is called, where it can run, and how its inside is made. */
export interface EngineKind {
  readonly mode: Mode;
  readonly explanation: string;
  readonly availability: () => Availability;
  /** Levels that its result of a kernel may be off where floats round otherwise; 0 if absent. */
  readonly tolerance?: (kernel: string) => 0 | 1;
  /** Why it hasn't this kernel, in a sentence; nothing where it has. */
  readonly lacks?: (kernel: string) => string | undefined;
  /** The build whose module it needs. */
  readonly flavour: Flavour;
  /** Makes its inside, on the thread that is to lead it. */
  readonly runner: (settings: ModeSettings, surroundings: Surroundings) => Promise<Runner>;
}

/** The phases of a run that did nothing but compute, in order. */
export function computed(totalMs: number, trace: Trace, outputSize: Size): Ran {
  const phases: PhaseTime[] = [{ phase: 'compute', ms: totalMs }];
  return { totalMs, phases, trace, outputSize, movedBytes: 0 };
}

/** The last run of a batch, given the mean time of all: its phases and its trace are those of the last, in proportion. */
export function averaged(last: Ran, meanMs: number): Ran {
  const sum = last.phases.reduce((all, { ms }) => all + ms, 0);
  // Where the last was too short for the clock, all that is known is that it computed.
  if (sum === 0) return { ...last, totalMs: meanMs, phases: [{ phase: 'compute', ms: meanMs }] };
  const scale = last.totalMs > 0 ? meanMs / last.totalMs : 1;
  const spans = last.trace.spans.map((span) => ({
    ...span,
    startMs: Math.min(meanMs, span.startMs * scale),
    endMs: Math.min(meanMs, span.endMs * scale),
  }));
  const phases = last.phases.map(({ phase, ms }) => ({ phase, ms: ms * scale }));
  return { ...last, totalMs: meanMs, phases, trace: { ...last.trace, spans } };
}

/** Why an engine failed: a word for programs, a sentence for people. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  /** Makes one of whatever was thrown: the WebAssembly side and other workers throw plain `{ code, message }` objects. */
  static from(thrown: unknown): EngineError {
    if (thrown instanceof EngineError) return thrown;
    const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
    return new EngineError(
      typeof code === 'string' ? code : 'crash',
      typeof message === 'string' ? message : String(thrown),
    );
  }
}
