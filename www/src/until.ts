// Waiting for something that may end first.

/** What ends once, and with it everything that waits. */
export class Ending {
  readonly #waiting = new Set<(error: Error) => void>();
  #error: Error | undefined;

  /** Whether anybody waits. */
  get isAwaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** Rejects whatever waits, and whatever will. */
  end(error: Error): void {
    this.#error ??= error;
    for (const reject of this.#waiting) reject(this.#error);
    this.#waiting.clear();
  }

  /** The answer, unless the end comes first. Not a race against one long-lived promise: that would keep every answer, a picture say. */
  or<T>(answer: Promise<T>): Promise<T> {
    if (this.#error) {
      answer.catch(() => {});
      return Promise.reject(this.#error);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      // Whoever hears the answer finds that nobody waits for it any more.
      const settle =
        <V>(tell: (value: V) => void) =>
        (value: V): void => {
          this.#waiting.delete(reject);
          tell(value);
        };
      answer.then(settle(resolve), settle(reject));
    });
  }
}
