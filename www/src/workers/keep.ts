// Workers that nothing refers to but what they themselves will call: Firefox collects them as garbage while they work (its bug
// 1702191).

const kept = new Set<Worker>();

/** Keeps a worker until it is let go, or until this thread ends. */
export function keep(worker: Worker): Worker {
  kept.add(worker);
  return worker;
}

/** Ends a worker that was kept. */
export function end(worker: Worker): void {
  worker.terminate();
  kept.delete(worker);
}
