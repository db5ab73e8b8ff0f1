// What an engine is: one mode's way of running a job. Everything else in the page knows engines by this file alone.

import type { ChunkSize, Execution, KernelSettings, Mode, Size } from '../generated/model.js';

/** A picture's pixels: RGBA, row after row from the top. On an isolated page the bytes are shared, so that no engine needs a clone of its own. */
export interface Pixels {
  readonly size: Size;
  readonly bytes: Uint8Array<ArrayBufferLike>;
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
  /** Copies the picture in; resolves to the milliseconds it took. No picture for kernels that draw their own. */
  load(pixels: Pixels | undefined): Promise<number>;
  /** Runs the kernel once and keeps the result inside. */
  run(kernel: KernelSettings, chunk: ChunkSize): Promise<Execution>;
  /** The last result. */
  output(): Promise<Output>;
  /** Ends the engine at once, whatever it is doing. */
  dispose(): void;
}

/** Whether a mode can run here; if not, why, and what to do about it step by step, in plain sentences. */
export type Availability =
  | { readonly available: true; readonly note?: string }
  | { readonly available: false; readonly reason: string; readonly help: readonly string[] };

/** One mode: what it is called and how its engine is started. */
export interface EngineKind {
  readonly mode: Mode;
  readonly label: string;
  readonly explanation: string;
  readonly availability: () => Availability;
  /** Starts an engine of this many threads, which `signal` ends, started or not. */
  readonly start: (threads: number, signal: AbortSignal) => Promise<Engine>;
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
