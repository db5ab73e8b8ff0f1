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
}

export class Contestants {
  readonly #settings: Settings;
  readonly #source: Source;
  readonly #pictures: ReadonlyMap<string, Pixels>;
  readonly #signal: AbortSignal;
  readonly #started = new Map<string, Started>();
  readonly #starts = new Map<number, EngineStart>();

  /**
   * @param pictures the pictures of other sizes, by the names of these.
   * @throws EngineError when all the pictures and results won't fit.
   */
  constructor(settings: Settings, source: Source, pictures: ReadonlyMap<string, Pixels>, signal: AbortSignal) {
    this.#settings = settings;
    this.#source = source;
    this.#pictures = pictures;
    this.#signal = signal;
    const engines = new Set(settings.modes.map(engineName)).size;
    const bytes = engines * 2 * (source.pixels?.bytes.length ?? 0);
    if (bytes > MOST_BYTES)
      throw new EngineError(
        'out-of-memory',
        `${engines} engines with a picture each would take ${(bytes / 2 ** 30).toFixed(1)} GB. Fewer threads or a smaller picture will do.`,
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
      started = { engine, loaded: undefined };
      this.#started.set(name, started);
      performance.mark(`engine-ready ${mode.mode}`);
    }
    const { engine } = started;
    const known = this.#starts.get(modeIndex);
    let copyInMs = known?.copyInMs ?? [...this.#starts.values()].find((other) => this.#isAlike(other, mode))?.copyInMs;
    if (started.loaded !== sizeName(mode.size)) {
      copyInMs = await engine.load({ ...this.#source, pixels: this.#pixels(mode.size) });
      started.loaded = sizeName(mode.size);
    }
    if (!known) {
      this.#starts.set(modeIndex, { modeIndex, startMs: engine.startMs, copyInMs: copyInMs ?? 0, copyOutMs: 0 });
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

  #pixels(size: Size | null): Pixels | undefined {
    return size ? (this.#pictures.get(sizeName(size)) ?? this.#source.pixels) : this.#source.pixels;
  }

  /** Whether a mode that has started has the same engine and picture as this one. */
  #isAlike({ modeIndex }: EngineStart, mode: ModeSettings): boolean {
    const other = this.#settings.modes[modeIndex];
    return !!other && engineName(other) === engineName(mode) && sizeName(other.size) === sizeName(mode.size);
  }
}

function engineName({ mode, threads, place, passing }: ModeSettings): string {
  return [mode, threads, place, passing].join(' ');
}
