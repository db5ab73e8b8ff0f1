// How fast the kernels are, in Chromium, on this machine: every kernel of the catalogue.
//
// In each round every contender runs once, in shuffled order: the kernel on one thread without SIMD, on one thread and on all, and the
// machine itself, copying the picture's bytes and computing. Then the same settings run natively. These are measurements, not tests:
// nothing fails for being slow, and what misses its target says so, with what bounds it.

import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

import { buildWasm } from '../../scripts/build.mjs';
import { giveUp, root, run, say } from '../../scripts/tools.mjs';
import { makeCases } from './kernels/cases.mjs';
import { openLab } from './lab.mjs';
import { median, round } from './numbers.js';
import { options, pickCases, writeReport } from './options.mjs';
import { HEIGHT, WIDTH } from './picture.js';
import { ROUNDS } from './rounds.js';

/** Two threads should take at most 1 / 1.85 of the time, or 1.3 × what they need to copy as many bytes as the kernel touches. */
const SPEED_UP_A_THREAD = 1.85 / 2;
const OF_COPY = 1.3;
/** Bytes of WebAssembly memory a thread, beside both pictures. */
const MEMORY = 4 << 20;
/** WebAssembly with SIMD to native, on one thread, over all kernels. */
const OF_NATIVE = 1.3;

const HUGE = { width: 10_000, height: 10_000 };

/** Shares of a run that are worth a word when a target is missed. */
const NOTABLE = 0.04;

/** Rounds natively, and for kernels that take more than half a second a run. */
const NATIVE_ROUNDS = { usual: 9, slow: 3, slowMs: 500 };

const size = options.huge ? HUGE : { width: WIDTH, height: HEIGHT };
const threads = availableParallelism();
const cases = pickCases(makeCases(size));
const native = !options['no-native'] && !options.huge;

buildWasm();
if (native) {
  say('Building the native program');
  run('cargo', ['build', '--release', '--quiet', '--locked', '--package', 'cli']);
}
const { page, machine, close } = await openLab('tests/bench/kernels', 'kernels');
say(
  `Kernels: ${size.width} × ${size.height} pixels, ${threads} threads, Chromium ${machine.chromium}, ${machine.cores} × ${machine.cpu}`,
);
const results = options.huge ? await benchHuge() : await benchAll();
await close();
writeReport({ ...size, threads, machine, results });

/** Every kernel once, on all threads. */
async function benchHuge() {
  const results = [];
  for (const kase of cases) {
    const measured = await once(kase, 'threads', threads);
    const { ms, failed, pictures, bytes } = measured;
    console.log(
      `  ${kase.label}: ${failed ?? `${round(ms)} ms, memory ${megabytes(bytes)} MB for pictures of ${megabytes(pictures)} MB`}`,
    );
    results.push({ ...kase, ...measured });
  }
  const failed = results.filter((result) => result.failed);
  say(`${(size.width * size.height) / 1e6} megapixels: ${results.length - failed.length} of ${results.length} ran`);
  console.table(
    tabulate(results, ({ ms, failed, pictures, bytes, outputSize }) =>
      failed
        ? { failed }
        : {
            ms: round(ms),
            'MP/s': rate(ms, outputSize),
            'memory, MB': megabytes(bytes),
            'of that beside the pictures, MB a thread': judgeMemory((bytes - pictures) / threads),
            failed: '',
          },
    ),
  );
  return results;
}

/** Every kernel in rounds, then what it takes natively and in memory. */
async function benchAll() {
  await page.evaluate((count) => globalThis.kernels.start(count), threads);
  const results = [];
  for (const kase of cases) {
    const result = await bench(kase);
    results.push(result);
    console.log(`  ${kase.label}: ${result.failed ?? `${round(result.ms.simd)} ms, rounds: ${result.rounds}`}`);
  }
  const measured = results.filter(({ failed }) => !failed);
  show(measured);
  for (const { label, failed } of results) if (failed) console.log(`${label} failed: ${failed}`);
  return results;
}

async function bench(kase) {
  const { failed, results } = await page.evaluate(([k, t]) => globalThis.kernels.measure(k, t), [kase, threads]);
  if (failed) return { ...kase, failed };
  const over = (pick) => Object.fromEntries(Object.entries(results).map(([name, result]) => [name, pick(result)]));
  const ms = over(({ samples }) => median(samples));
  const memory = {
    one: await once(kase, 'simd', 0),
    all: await once(kase, 'threads', threads),
  };
  return {
    ...kase,
    rounds: describeRounds(results),
    outputSize: results.simd.last.outputSize,
    identical: new Set(['scalar', 'simd', 'pool'].map((name) => results[name].last.fingerprint)).size === 1,
    ms,
    least: over(({ samples }) => Math.min(...samples)),
    samples: over(({ samples }) => samples),
    work: { simd: median(results.simd.work), pool: median(results.pool.work) },
    native: native ? benchNative(kase, ms.simd) : undefined,
    memory,
  };
}

function describeRounds({ scalar, simd }) {
  return scalar.rounds < simd.rounds ? `${simd.rounds}, scalar ${scalar.rounds}` : simd.rounds;
}

/** The kernel once in a fresh engine, for its memory. */
function once(kase, flavour, threads) {
  return page.evaluate((given) => globalThis.kernels.once(...given), [kase, flavour, threads, size]);
}

/** Milliseconds of the same settings natively, on one thread. */
function benchNative({ settings }, simdMs) {
  const rounds = simdMs > NATIVE_ROUNDS.slowMs ? NATIVE_ROUNDS.slow : NATIVE_ROUNDS.usual;
  const { name, params } = settings;
  const args = ['--kernel', name, '--params', JSON.stringify(params), '--size', `${WIDTH}x${HEIGHT}`];
  const { status, stdout, stderr } = spawnSync(
    'cargo',
    ['run', '--release', '--quiet', '--locked', '--package', 'cli', '--', 'bench', ...args].concat([
      '--threads',
      '1',
      '--rounds',
      `${rounds}`,
      '--json',
    ]),
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) giveUp(`The native benchmark of ${name} failed: ${stderr}`);
  return JSON.parse(stdout)[0].median_ms;
}

function show(results) {
  say('Speed');
  console.table(
    tabulate(results, ({ ms, native, rounds, outputSize }) => ({
      'scalar, ms': round(ms.scalar),
      'SIMD, ms': round(ms.simd),
      [`${threads} threads, ms`]: round(ms.pool),
      'MP/s': rate(ms.simd, outputSize),
      [`MP/s, ${threads} threads`]: rate(ms.pool, outputSize),
      'SIMD gain': hundredths(ms.scalar / ms.simd),
      'speed-up': hundredths(ms.simd / ms.pool),
      'of a copy’s speed, %': Math.round((100 * ms.copyHot * pixels(outputSize)) / (WIDTH * HEIGHT) / ms.simd),
      ...(native === undefined ? {} : { 'native, ms': round(native), 'wasm : native': hundredths(ms.simd / native) }),
      rounds,
    })),
  );
  say('Targets');
  console.table(
    tabulate(results, (result) => ({
      [`speed-up, ${threads} threads`]: hundredths(speedUp(result.ms)),
      'of the fastest runs': hundredths(speedUp(result.least)),
      [`× a copy by ${threads}`]: hundredths(ofCopy(result)),
      'memory, 1 thread, MB': judgeMemoryOf(result.memory.one, 1),
      [`${threads} threads, MB each`]: judgeMemoryOf(result.memory.all, threads),
      'same bytes': result.identical,
      target: judge(result),
    })),
  );
  const of = (name) => round(median(results.map(({ ms }) => ms[name])));
  const start = ({ before }) => `${(before / 2 ** 20).toFixed(2)} MB`;
  console.log(
    `Medians of shuffled rounds: ${ROUNDS.most}, or as many as fit into ${ROUNDS.budgetMs / 1000} s, at least ${ROUNDS.fewest}.\n` +
      `Targets on ${threads} threads: a speed-up of ${(SPEED_UP_A_THREAD * threads).toFixed(2)}, or at most ${OF_COPY} × what ${threads} threads ` +
      `take to copy as many bytes as the kernel reads and writes, from buffer to buffer in turn.\n` +
      `Memory: WebAssembly memory of a fresh engine after loading and a run, less source and result: at most ${megabytes(MEMORY)} MB a thread.\n` +
      `A copy of the picture’s bytes took ${of('copyHot')} ms hot, ${of('copyCold')} ms cold, ${of('copyColdAll')} ms cold by ${threads} threads. ` +
      `Arithmetic that touches no memory gained ${median(results.map(({ ms }) => arithmeticGain(ms))).toFixed(2)} × from ${threads} threads: ` +
      `what this machine had to give.`,
  );
  const [{ memory } = {}] = results;
  if (memory && !memory.one.failed && !memory.all.failed) {
    console.log(
      `Of the memory, an engine has ${start(memory.one)} before it loads a picture, one with ${threads} threads ${start(memory.all)}: mostly stacks.`,
    );
  }
  const ratios = results.filter(({ native }) => native !== undefined).map(({ ms, native }) => ms.simd / native);
  if (ratios.length > 0) {
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    console.log(
      `wasm : native, SIMD, one thread: geometric mean ${mean.toFixed(2)} (target ≤ ${OF_NATIVE}: ${mean <= OF_NATIVE ? '✓' : 'missed'})`,
    );
  }
}

function tabulate(results, row) {
  return Object.fromEntries(results.map((result) => [result.label, row(result)]));
}

/** Whether the threads gain what they should, and if not, what bounds them. */
function judge(result) {
  const { ms, least, shape, memory } = result;
  const target = SPEED_UP_A_THREAD * threads;
  if (memory.one.failed || memory.all.failed) return 'failed in a fresh engine';
  if (shape === 'dependent') return 'none: each pixel waits for others, so one thread in every mode';
  if (speedUp(ms) >= target) return 'speed-up ✓';
  if (ofCopy(result) <= OF_COPY) return 'bound by memory, as fast as a copy ✓';
  const fastest = speedUp(least) >= target;
  // Where even arithmetic doesn't gain that much, others took the machine's time: the fastest runs had it least.
  if (arithmeticGain(ms) < target) {
    const busy = `the machine was busy: arithmetic gained ${hundredths(arithmeticGain(ms))}`;
    return fastest ? `speed-up of the fastest runs ✓ (${busy})` : `missed, but ${busy}`;
  }
  const reasons = [...bounds(result), ...(fastest ? ['the fastest runs reach it'] : [])];
  return `missed: ${reasons.join('; ') || 'by little'}`;
}

/** What keeps the threads from taking their share of the time. */
function bounds({ ms, work }) {
  const idle = 1 - work.pool / (threads * ms.pool);
  const more = work.pool / work.simd - 1;
  const arithmetic = threads / arithmeticGain(ms) - 1;
  return [
    ...(idle > NOTABLE ? [`threads idle for ${percent(idle)} of the run (${round(idle * ms.pool)} ms)`] : []),
    ...(more > NOTABLE
      ? [`its work takes ${percent(more)} longer side by side, arithmetic ${percent(arithmetic)}`]
      : []),
  ];
}

function speedUp({ simd, pool }) {
  return simd / pool;
}

/** Times what all threads compute together in the time of one. */
function arithmeticGain({ compute, computeAll }) {
  return (threads * compute) / computeAll;
}

/** Time on all threads by the time in which they copy as many bytes as the kernel touches. */
function ofCopy({ ms, shape, needsSource, outputSize }) {
  const source = needsSource ? WIDTH * HEIGHT : 0;
  // A kernel that surveys the picture first reads it once more.
  const touched = source * (shape === 'reduce-then-map' ? 2 : 1) + outputSize.width * outputSize.height;
  return ms.pool / ((ms.copyColdAll * touched) / (2 * WIDTH * HEIGHT));
}

function judgeMemoryOf({ failed, bytes, pictures }, threads) {
  return failed ? 'failed' : judgeMemory((bytes - pictures) / threads);
}

function judgeMemory(bytes) {
  return `${(bytes / 2 ** 20).toFixed(2)} ${bytes <= MEMORY ? '✓' : 'missed'}`;
}

/** Pixels that count: a kernel that shrinks reads more than it writes, one that draws writes more. */
function pixels(outputSize) {
  return Math.max(size.width * size.height, outputSize.width * outputSize.height);
}

function rate(ms, outputSize) {
  return Math.round(pixels(outputSize) / 1e3 / ms);
}

function megabytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}

function hundredths(value) {
  return Number(value.toFixed(2));
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}
