/**
 * Whose turn it is: one measures at a time, or each slows the others down. The latest one has its turn and whoever had it stops: in this
 * document, and in all others of this site that the browser lets it talk to: those below the same top-level site.
 */

const CHANNEL = 'four-toasters-turn';

let current: Turn | undefined;

export class Turn {
  readonly #lost: () => void;
  #channel: BroadcastChannel | undefined;

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
    const at = Date.now();
    // Not a lock: browsers that block the storage of frames refuse those, but not this.
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      // Of two that begin at once the later one goes on.
      if (current !== this || !(typeof data === 'number' && data >= at)) return;
      current = undefined;
      this.#end(true);
    });
    this.#channel.postMessage(at);
  }

  /** Gives it back. */
  release(): void {
    if (current !== this) return;
    current = undefined;
    this.#end(false);
  }

  #end(lost: boolean): void {
    this.#channel?.close();
    this.#channel = undefined;
    if (lost) this.#lost();
  }
}
