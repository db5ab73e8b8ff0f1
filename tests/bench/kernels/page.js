// The page of the kernels: a scalar engine, a threads engine and the machine itself, in rounds in which each runs once, in shuffled order.

import { wrap } from '/node_modules/comlink/dist/esm/comlink.mjs';
import { HEIGHT, WIDTH, sharePhoto } from '../picture.js';
import { ROUNDS, orCrash, shuffle, within } from '../rounds.js';

/** A run that takes longer has failed. */
const LIMIT_MS = 120_000;
/** Pairs of buffers that cold copies rotate through. */
const PAIRS = 5;

const photos = {};
const engines = {};
let machine;

globalThis.kernels = {
  /** Starts the threads of the machine's own contenders. */
  async start(threads) {
    machine = await startMachine(threads);
  },

  /** Measures a kernel on one thread without SIMD, on one with, and on all; and the machine in the same rounds. */
  async measure({ settings }, threads) {
    const scalar = await engine('scalar', 0);
    const both = await engine('threads', threads);
    const contenders = [
      { name: 'scalar', run: () => call(scalar, 'run', settings, false, true) },
      { name: 'simd', run: () => call(both, 'run', settings, false, true) },
      { name: 'pool', run: () => call(both, 'run', settings, true, true) },
      ...machine,
    ];
    const results = Object.fromEntries(contenders.map(({ name }) => [name, { samples: [], work: [] }]));
    try {
      // Twice: the first compiles and touches memory.
      for (let i = 0; i < 2; i += 1) {
        for (const { name, run } of contenders) {
          const start = performance.now();
          Object.assign(results[name], { last: await run(), wall: performance.now() - start });
        }
        if (sumOf(results) > ROUNDS.budgetMs / ROUNDS.fewest) break;
      }
      plan(results);
      for (let round = 0; round < results.simd.rounds; round += 1) {
        for (const { name, run } of shuffle(contenders.filter(({ name }) => round < results[name].rounds))) {
          const last = await run();
          Object.assign(results[name], { last }).samples.push(last.ms);
          results[name].work.push(last.work);
        }
      }
      return { results };
    } catch (error) {
      for (const { worker } of Object.values(engines)) worker.terminate();
      for (const name of Object.keys(engines)) delete engines[name];
      return { failed: String(error?.message ?? error) };
    }
  },

  /** Milliseconds of pairs of runs, with a trace and without, in turns that change places. */
  async tracing(settings, threads, count) {
    const both = await engine('threads', threads);
    const pairs = [];
    for (let i = 0; i < count + 2; i += 1) {
      const pair = [];
      for (const traced of i % 2 ? [true, false] : [false, true]) {
        pair[traced ? 0 : 1] = (await call(both, 'run', settings, true, traced)).ms;
      }
      // The first two warm up.
      if (i >= 2) pairs.push(pair);
    }
    return pairs;
  },

  /** Runs a kernel once in an engine of its own; its time and what its memory grew to. */
  async once({ settings }, flavour, threads, { width, height }) {
    const own = await startEngine(flavour, threads);
    try {
      const source = photo(width, height);
      const before = await call(own, 'bytes');
      await call(own, 'load', source);
      const { ms, outputSize } = await call(own, 'run', settings, threads > 0, true);
      const pictures = source.pixels.length + outputSize.width * outputSize.height * 4;
      return { ms, outputSize, pictures, before, bytes: await call(own, 'bytes') };
    } catch (error) {
      return { failed: String(error?.message ?? error) };
    } finally {
      own.worker.terminate();
    }
  },
};

/** How many rounds each takes part in. What takes long without SIMD is in fewer: it must not cost the others theirs. */
function plan(results) {
  const { budgetMs, fewest, most } = ROUNDS;
  const clamp = (rounds, highest) => Math.min(Math.max(Math.floor(rounds), fewest), highest);
  const scalar = results.scalar.wall;
  const others = sumOf(results) - scalar;
  const rounds = clamp((budgetMs - fewest * scalar) / others, most);
  for (const result of Object.values(results)) result.rounds = rounds;
  results.scalar.rounds = clamp((budgetMs - rounds * others) / scalar, rounds);
}

function sumOf(results) {
  return Object.values(results).reduce((sum, { wall }) => sum + wall, 0);
}

/** The engine of this flavour, with the picture loaded. */
async function engine(flavour, threads) {
  if (!engines[flavour]) {
    engines[flavour] = await startEngine(flavour, threads);
    await call(engines[flavour], 'load', photo(WIDTH, HEIGHT));
  }
  return engines[flavour];
}

async function startEngine(flavour, threads) {
  const worker = new Worker(new URL('engine.worker.js', import.meta.url), { type: 'module', name: flavour });
  const started = { worker, remote: wrap(worker) };
  await call(started, 'start', flavour, threads);
  return started;
}

function call({ worker, remote }, method, ...args) {
  return within(LIMIT_MS, orCrash(worker, remote[method](...args)));
}

/** The picture; only the one asked for last is kept. */
function photo(width, height) {
  const size = `${width} × ${height}`;
  if (!photos[size]) {
    for (const other of Object.keys(photos)) delete photos[other];
    photos[size] = sharePhoto(width, height);
  }
  return photos[size];
}

/** Copies of the picture's bytes, hot and cold, and plain arithmetic, on one thread and on all. */
async function startMachine(threads) {
  const bytes = WIDTH * HEIGHT * 4;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const remotes = Array.from({ length: threads }, () =>
    wrap(new Worker(new URL('machine.worker.js', import.meta.url), { type: 'module', name: 'machine' })),
  );
  const part = Math.ceil(bytes / threads);
  // The first also copies all bytes alone.
  await Promise.all(remotes.map((remote, index) => remote.start(index === 0 ? bytes : part, PAIRS, gate)));
  let turn = 0;
  /** The time from the first thread's start to the last one's end. */
  const together = async (count, work) => {
    gate[0] = 0;
    const times = await Promise.all(remotes.slice(0, count).map(work));
    return { ms: Math.max(...times.map(([, end]) => end)) - Math.min(...times.map(([start]) => start)) };
  };
  const copy = (count, pair, twice) =>
    together(count, (remote) => remote.copy(pair, count === 1 ? bytes : part, count, twice));
  const next = () => 1 + (turn++ % (PAIRS - 1));
  const compute = (count) => together(count, (remote) => remote.compute(count));
  return [
    { name: 'copyHot', run: () => copy(1, 0, true) },
    { name: 'copyCold', run: () => copy(1, next(), false) },
    { name: 'copyColdAll', run: () => copy(threads, next(), false) },
    { name: 'compute', run: () => compute(1) },
    { name: 'computeAll', run: () => compute(threads) },
  ];
}
