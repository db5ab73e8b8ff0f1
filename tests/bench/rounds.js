// What the pages of the benchmarks share.

/** A kernel's rounds by itself: as many as fit into the time. */
export const ROUNDS = { budgetMs: 20_000, most: 15, fewest: 3 };

/** The list in an order of its own for each round: what disturbs one contender at a time disturbs all alike in the end. */
export function shuffle(list) {
  const shuffled = [...list];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

/** The answer, unless it takes longer. */
export function within(ms, answer) {
  const patience = new Promise((_, reject) => setTimeout(() => reject(new Error(`took more than ${ms / 1000} s`)), ms));
  return Promise.race([answer, patience]);
}

/** The answer of a worker's call, or that the worker failed. */
export function orCrash(worker, answer) {
  const crashed = new Promise((_, reject) =>
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'its worker failed')), {
      once: true,
    }),
  );
  return Promise.race([answer, crashed]);
}
