// The page of the peers: a worker for each contender, and rounds in which each runs once, in shuffled order.

import { wrap } from '/node_modules/comlink/dist/esm/comlink.mjs';
import { median } from '../numbers.js';
import { HEIGHT, WIDTH, sharePhoto } from '../picture.js';
import { orCrash, shuffle, within } from '../rounds.js';
import { differ } from './compare.js';

/** A contender that takes longer for a run is out. */
const LIMIT_MS = 20_000;
/** Time for all runs of a kernel; at least `FEWEST` rounds are made in any case. */
const BUDGET_MS = 100_000;
const ROUNDS = 9;
/** Rounds of contenders that are slower than `SLOW_MS`. */
const FEWEST = 3;
const SLOW_MS = 1000;

const pictures = {};
const contenders = [];

globalThis.peers = {
  /** Starts a mode of a contender; the answer is why it could not be started, if so. */
  async start(file, mode, about) {
    const contender = { file, mode, about };
    try {
      await revive(contender);
    } catch (error) {
      return String(error?.message ?? error);
    }
    contenders.push(contender);
    return undefined;
  },

  /** Measures a case; the answer has an entry for each contender that offers it. */
  async measure(kase) {
    const deadline = performance.now() + BUDGET_MS;
    const params = kase.table ? { ...kase.params, table: await readTable(kase) } : kase.params;
    const entries = [];
    let reference;
    for (const contender of contenders.filter(({ notes }) => kase.name in notes)) {
      const entry = { ...contender.about, note: contender.notes[kase.name], samples: [] };
      entries.push(entry);
      try {
        const output = await warmUp(contender, kase, params);
        if (!reference) reference = { ...output, from: `${contender.about.name}, ${contender.about.mode}` };
        else entry.difference = differ(output, reference, kase.blocks);
        Object.defineProperty(entry, 'contender', { value: contender });
      } catch (error) {
        entry.failed = String(error?.message ?? error);
      }
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const now = entries.filter((e) => !e.failed && (round < FEWEST || median(e.samples) < SLOW_MS));
      for (const entry of shuffle(now)) {
        if (round >= FEWEST && performance.now() > deadline) continue;
        entry.samples.push((await entry.contender.remote.run(kase.name, params, false)).ms);
      }
    }
    return { reference: reference?.from, entries };
  },
};

/** Gives a contender a new worker. */
async function revive(contender) {
  contender.worker?.terminate();
  contender.worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module', name: contender.about.name });
  contender.remote = wrap(contender.worker);
  contender.loaded = undefined;
  const started = contender.remote.start(contender.file, contender.mode);
  contender.notes = await within(60_000, orCrash(contender.worker, started));
}

/** The first runs, which compile and touch memory; the answer is the last, with its output. */
async function warmUp(contender, kase, params) {
  const kind = kase.grey ? 'grey' : 'colour';
  try {
    if (contender.loaded !== kind) await contender.remote.load(draw(kind));
    contender.loaded = kind;
    const first = await within(LIMIT_MS, contender.remote.run(kase.name, params, true));
    if (first.ms > 2 * SLOW_MS) return first.output;
    return (await contender.remote.run(kase.name, params, true)).output;
  } catch (error) {
    await revive(contender);
    throw error;
  }
}

/** The kernel's 256 values, read off the first contender that has the kernel: our own, or else our plain loop. */
async function readTable(kase) {
  const contender = contenders.find(({ notes, about }) => about.definition && kase.name in notes);
  const pixels = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : i >> 2));
  await contender.remote.load({ pixels, width: 256, height: 1 });
  contender.loaded = undefined;
  const { output } = await contender.remote.run(kase.name, kase.params, true);
  return Uint8Array.from({ length: 256 }, (_, i) => output.pixels[i * 4]);
}

/** The picture in memory that all workers share, or the same in grey. */
function draw(kind) {
  if (!pictures[kind]) {
    pictures[kind] = sharePhoto(WIDTH, HEIGHT);
    const { pixels } = pictures[kind];
    if (kind === 'grey') for (let i = 0; i < pixels.length; i += 4) pixels[i + 1] = pixels[i + 2] = pixels[i];
  }
  return pictures[kind];
}
