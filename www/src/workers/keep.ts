// Workers that nothing refers to but what they themselves will call: Firefox collects them as garbage while they work (its bug
// 1702191).

const kept = new Set<Worker>();

/** Keeps a worker until it is let go, or until this thread ends. */
export function keep(worker: Worker): Worker {
  kept.add(worker);
  return worker;
}

/** Resolves at a worker's first message, which it sends when it can hear: Firefox loses some that were sent before. */
export function up(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', () => resolve(), { once: true });
    worker.addEventListener('error', reject, { once: true });
  });
}

/** Ends a worker that was kept. */
export function end(worker: Worker): void {
  worker.terminate();
  kept.delete(worker);
}
