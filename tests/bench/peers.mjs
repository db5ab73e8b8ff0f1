// Our kernels beside other image libraries: the same picture and settings, in one page of Chromium on this machine.
//
// Options: see options.mjs. The libraries have a package.json of their own in peers/, so that they are no part of the
// project. peers/cases.js has the kernels, peers/contenders/ a file for each library: a file more there is a contender more.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { buildWasm } from '../../scripts/build.mjs';
import { bringPackages, root, say } from '../../scripts/tools.mjs';
import { openLab } from './lab.mjs';
import { median, round } from './numbers.js';
import { options, pickCases, picks, writeReport } from './options.mjs';
import { cases } from './peers/cases.js';
import { HEIGHT, WIDTH } from './picture.js';

const FOLDER = 'tests/bench/peers';

/** What our kernels should reach: times of the fastest peer on one thread, and of the fastest at its best, divided by ours. */
const TARGETS = { one: 1.5, two: 1.7 };

/** A peer computes the same thing if the mean absolute difference of its output to ours is at most this. */
const SAME_LEVELS = 1;

/** A largest difference above this, with a small mean, is no rounding: some pixels are computed otherwise, such as edges left as they were. */
const FEW_PIXELS = 32;

const wanted = pickCases(cases);

buildWasm();
bringPackages(FOLDER);

const { page, machine, close } = await openLab(FOLDER, 'peers');

say(`Peers: ${WIDTH} × ${HEIGHT} pixels, Chromium ${machine.chromium}, ${machine.cores} × ${machine.cpu}`);
const versions = await startAll();
console.log(
  `A peer counts as computing the same thing if the mean absolute difference of its output to ours is at most ${SAME_LEVELS} level ` +
    `over the colour channels. Each round runs everybody once in shuffled order: 9 rounds, 3 for who takes longer than 1 s a run, ` +
    `none for who takes longer than 20 s; medians. Targets: ${TARGETS.one} × the fastest peer on one thread, ` +
    `${TARGETS.two} × the fastest peer at its best, with our two threads.`,
);

const results = [];
for (const kase of wanted) {
  const measured = await page.evaluate((given) => globalThis.peers.measure(given), kase);
  const result = { name: kase.name, label: kase.label, ...measured, summary: summarise(measured.entries, kase.bound) };
  results.push(result);
  show(kase, result);
}
say('All kernels');
console.table(Object.fromEntries(results.map(({ label, summary }) => [label, summary])));
await close();
writeReport({
  width: WIDTH,
  height: HEIGHT,
  machine,
  versions,
  targets: TARGETS,
  sameLevels: SAME_LEVELS,
  results,
});

/** Starts every mode of every contender, and says which can't be started. Our own come first: they are what others are compared with. */
async function startAll() {
  const versions = {};
  const files = readdirSync(join(root, FOLDER, 'contenders'));
  const described = await Promise.all(
    files.map(async (file) => ({ file, ...(await import(`./peers/contenders/${file}`)).default })),
  );
  described.sort((a, b) => rank(a) - rank(b));
  for (const { file, name, ours, definition, modes, package: dependency } of described) {
    if (!ours && !picks(options.with, file)) continue;
    versions[name] = version(dependency, ours);
    for (const [index, { label, threads }] of modes.entries()) {
      const about = { name, mode: label, threads, ours, definition };
      const failed = await page.evaluate(([f, i, a]) => globalThis.peers.start(f, i, a), [file, index, about]);
      if (failed) console.log(`  ${name}, ${label} could not be started: ${failed}`);
    }
  }
  console.log(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`.trim())
      .join(', '),
  );
  return versions;
}

function rank({ ours, definition }) {
  return ours ? 0 : definition ? 1 : 2;
}

function version(dependency, ours) {
  if (!dependency && !ours) return '';
  const folder = ours ? root : join(root, FOLDER, 'node_modules', dependency);
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** What each of a kernel's contenders took, and how far its output is from the first one's. */
function show({ label }, { reference, entries, summary }) {
  say(`${label}${reference ? `, compared with ${reference}` : ''}`);
  if (!entries.some(({ ours }) => ours)) console.log('Our own kernel is not offered yet.');
  const rows = entries.map((entry) => [`${entry.name}, ${entry.mode}`, describe(entry)]);
  console.table(Object.fromEntries(rows.sort(([, a], [, b]) => (a.ms || Infinity) - (b.ms || Infinity))));
  for (const { name, mode, note } of entries) if (note) console.log(`  ${name}, ${mode}: ${note}`);
  console.log(
    `  ${Object.entries(summary)
      .map(([key, value]) => `${key}: ${value}`)
      .join(' · ')}`,
  );
}

function describe({ samples, failed, difference }) {
  if (failed) return { ms: '', output: failed.slice(0, 80) };
  return {
    ms: round(median(samples)),
    fastest: round(Math.min(...samples)),
    runs: samples.length,
    'largest difference': difference?.max === undefined ? '' : round(difference.max),
    'mean difference': difference?.mean === undefined ? '' : Number(difference.mean.toFixed(3)),
    output: judge(difference),
  };
}

function judge(difference) {
  if (!difference) return 'compared with';
  if (difference.size) return `differs: ${difference.size} pixels`;
  if (difference.max === 0) return 'identical';
  if (difference.mean > SAME_LEVELS) return 'differs';
  return difference.max > FEW_PIXELS ? 'same but for some pixels' : 'same';
}

/** The fastest that compute the same thing, beside ours. */
function summarise(entries, bound) {
  const able = entries
    .filter(({ failed, samples }) => !failed && samples.length > 0)
    .map((entry) => ({ ...entry, ms: median(entry.samples), least: Math.min(...entry.samples) }))
    .sort((a, b) => a.ms - b.ms);
  const same = able.filter(({ ours, difference }) => !ours && (!difference || difference.mean <= SAME_LEVELS));
  const peerOne = same.find(({ threads }) => threads === 1);
  const [peerBest] = same;
  // Our scalar build is only for comparison: no browser of today gets it.
  const one = able.find(({ ours, mode }) => ours && mode === '1 thread');
  const two = able.find(({ ours, threads }) => ours && threads > 1);
  return {
    'fastest peer, 1 thread': peerOne ? `${peerOne.name} ${round(peerOne.ms)} ms` : 'none',
    'at its best': peerBest ? `${peerBest.name} ${round(peerBest.ms)} ms, ${peerBest.mode}` : 'none',
    'ours, 1 thread': one ? `${round(one.ms)} ms` : 'not offered yet',
    'ours, 2 threads': two ? `${round(two.ms)} ms` : 'not offered yet',
    [`1 thread: ≥ ${TARGETS.one}`]: compare(peerOne, one, TARGETS.one, bound),
    [`2 threads: ≥ ${TARGETS.two}`]: compare(peerBest, two, TARGETS.two, bound),
    'our 2 threads to 1': one && two ? (one.ms / two.ms).toFixed(2) : '',
  };
}

/** How many times faster ours is, by the medians and by the fastest runs, which a busy machine disturbs less; where it misses, what bounds it. */
function compare(peer, own, target, bound) {
  if (!own || !peer) return '';
  const ratio = peer.ms / own.ms;
  const missed = bound ? `missed, bound by ${bound}` : 'missed';
  return `${ratio.toFixed(2)} ${ratio >= target ? '✓' : missed} (fastest runs ${(peer.least / own.least).toFixed(2)})`;
}
