/**
 * Whose turn it is: one measures at a time, or each slows the others down. The latest one has its turn and whoever had it stops: in this
 * document, and across tabs where the browser has Web Locks for it. They are shared by one site's documents below one top-level site.
 */

const LOCK = 'four-toasters-turn';

let current: Turn | undefined;

export class Turn {
  readonly #lost: () => void;
  #release: (() => void) | undefined;

  /** `lost` is called when another has taken its turn. */
  constructor(lost: () => void) {
    this.#lost = lost;
  }

  /**
   * Takes the turn from whoever has it; `across` tabs too, unless it is taken for a frame, which does that by itself: both would take it
   * from each other.
   */
  take(across = true): void {
    if (current === this) return;
    const before = current;
    current = this;
    if (before) before.#end(true);
    if (!across) return;
    const released = new Promise<void>((resolve) => (this.#release = resolve));
    // Refused where there is no storage (a sandbox, a file), and rejected when another steals it.
    void (async () => {
      try {
        await navigator.locks?.request(LOCK, { steal: true }, () => released);
      } catch (error) {
        if (current === this && (error as Error).name === 'AbortError') {
          current = undefined;
          this.#end(true);
        }
      }
    })();
  }

  /** Gives it back. */
  release(): void {
    if (current !== this) return;
    current = undefined;
    this.#end(false);
  }

  #end(lost: boolean): void {
    this.#release?.();
    this.#release = undefined;
    if (lost) this.#lost();
  }
}
