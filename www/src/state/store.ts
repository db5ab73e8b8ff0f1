// A store: one immutable value, replaced as a whole, and those who want to hear of it.

/** Holds a value of type `T`. */
export interface Store<T> {
  readonly value: T;
  /** Replaces some fields. */
  set(change: Partial<T>): void;
  /** Calls `listener` after every change; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** Makes a store. */
export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set(change) {
      value = { ...value, ...change };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
