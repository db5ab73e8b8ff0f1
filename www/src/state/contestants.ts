// The engines of an experiment: started when first needed, shared by the modes that differ only in how rows are cut or in the picture's
// size, and given the picture of the mode that runs next.
//
// An engine keeps the memory of its results for every size it has had, and every load copies the picture anew, in all modes alike. So
// what runs after a load finds the same caches whichever mode it is, and pages that are there already.

import type { Engine, Pixels, Source } from '../engines/engine.js';
import { EngineError } from '../engines/engine.js';
import { engineOf } from '../engines/index.js';
import { startEngine } from '../engines/start.js';
import type { EngineStart, ModeSettings, Settings, Size } from '../generated/model.js';

/**
 * Bytes that pictures and results of all engines may take together: every engine holds its own, and a browser ends a tab that takes much
 * more. Eight pools with 12 megapixels take 0.8 GB.
 */
const MOST_BYTES = 4 * 2 ** 30;

/** Two sizes are one picture if their names are the same. */
export const sizeName = (size: Size | null): string => (size ? `${size.width} × ${size.height}` : '');

interface Started {
  readonly engine: Engine;
  /** Name of the size that is loaded; nothing before the first. */
  loaded: string | undefined;
  /** Milliseconds that loading took the first time, by names of sizes. */
  readonly copyInMs: Map<string, number>;
}

export class Contestants {
  readonly #settings: Settings;
  readonly #source: Source;
  readonly #pictures: ReadonlyMap<string, Pixels>;
  readonly #signal: AbortSignal;
  readonly #started = new Map<string, Started>();
  readonly #starts = new Map<number, EngineStart>();
  /** Bytes of the largest result that is known of. */
  #resultBytes = 0;

  /**
   * @param pictures the pictures of other sizes, by the names of these.
   * @throws EngineError when all the pictures won't fit.
   */
  constructor(settings: Settings, source: Source, pictures: ReadonlyMap<string, Pixels>, signal: AbortSignal) {
    this.#settings = settings;
    this.#source = source;
    this.#pictures = pictures;
    this.#signal = signal;
    this.#refuseTooLarge();
  }

  /**
   * Learns of the size of a result, which nobody knows before the first run: one may be much larger than its picture.
   * @throws EngineError when all the pictures and results won't fit.
   */
  resultIs({ width, height }: Size): void {
    this.#resultBytes = Math.max(this.#resultBytes, width * height * 4);
    this.#refuseTooLarge();
  }

  #refuseTooLarge(): void {
    const engines = new Set(this.#settings.modes.map(engineName)).size;
    const bytes = engines * ((this.#source.pixels?.bytes.length ?? 0) + this.#resultBytes);
    if (bytes > MOST_BYTES)
      throw new EngineError(
        'out-of-memory',
        `${engines} engines with a picture and a result each would take ${(bytes / 2 ** 30).toFixed(1)} GB. Fewer threads or a smaller picture will do.`,
      );
  }

  /** What starting them took, as far as they have started. */
  get starts(): EngineStart[] {
    return [...this.#starts.values()].sort((a, b) => a.modeIndex - b.modeIndex);
  }

  /** The engine of a mode with the mode's picture in it. */
  async ready(modeIndex: number, mode: ModeSettings): Promise<Engine> {
    const name = engineName(mode);
    let started = this.#started.get(name);
    if (!started) {
      const engine = await startEngine(engineOf(mode.mode), mode, this.#signal);
      started = { engine, loaded: undefined, copyInMs: new Map() };
      this.#started.set(name, started);
      performance.mark(`engine-ready ${mode.mode}`);
    }
    const { engine, copyInMs } = started;
    const size = sizeName(mode.size);
    if (started.loaded !== size) {
      const ms = await engine.load({ ...this.#source, pixels: this.#pictures.get(size) ?? this.#source.pixels });
      started.loaded = size;
      if (!copyInMs.has(size)) copyInMs.set(size, ms);
    }
    if (!this.#starts.has(modeIndex)) {
      const { startMs } = engine;
      this.#starts.set(modeIndex, { modeIndex, startMs, copyInMs: copyInMs.get(size) ?? 0, copyOutMs: 0 });
      if (this.#starts.size === this.#settings.modes.length) performance.mark('engines-ready');
    }
    return engine;
  }

  /** Notes what bringing a mode's first result to the page took. */
  copiedOut(modeIndex: number, copyOutMs: number): void {
    const start = this.#starts.get(modeIndex);
    if (start) this.#starts.set(modeIndex, { ...start, copyOutMs });
  }

  dispose(): void {
    for (const { engine } of this.#started.values()) engine.dispose();
  }
}

function engineName({ mode, threads, place, passing }: ModeSettings): string {
  return [mode, threads, place, passing].join(' ');
}
