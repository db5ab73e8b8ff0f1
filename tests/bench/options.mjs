// The benchmarks' options, read once. Nothing from node_modules is imported here: it may not be there yet.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { giveUp } from '../../scripts/tools.mjs';

/**
 * - `--only gaussian,median`: what has one of these in its name.
 * - `--json FILE`: everything measured is also written there.
 * - `--no-native`: the kernels' native build is left out.
 * - `--huge`: every kernel once, on a picture of 100 megapixels.
 * - `--modes`: the modes alone.
 * - `--aa`: a mode against itself, and against itself with a delay, 100 experiments each; `--aa 20` for 20.
 * - `--batch`: two hundred X-rays made small, in Chromium, natively and in Python.
 * - `--batch-many`: ten thousand files in one go, and the memory it takes.
 * - `--requests`: a hundred requests, one by one and many at once.
 * - `--spans`: a chart of twenty thousand spans, drawn and zoomed.
 * - `--peers`: our kernels beside other image libraries; `--with opencv,plain` takes only those.
 */
export const options = read();

/** Whether a name is among those of a list, or there is no list. */
export function picks(list, name) {
  return !list || list.split(',').some((part) => name.includes(part.trim()));
}

/** What `--only` leaves of the cases; it must leave some. */
export function pickCases(cases) {
  const wanted = cases.filter(({ name, label }) => picks(options.only, name) || picks(options.only, label));
  if (wanted.length === 0) giveUp(`No kernel is called that. There are ${cases.map(({ label }) => label).join(', ')}.`);
  return wanted;
}

const written = {};

/** Writes what was measured, and what was before it, where `--json` says. */
export function writeReport(report) {
  Object.assign(written, report);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(written, null, 2)}\n`);
}

function read() {
  const flag = { type: 'boolean' };
  const text = { type: 'string' };
  try {
    const { values, positionals } = parseArgs({
      options: {
        only: text,
        json: text,
        'no-native': flag,
        huge: flag,
        modes: flag,
        batch: flag,
        'batch-many': flag,
        requests: flag,
        spans: flag,
        aa: flag,
        peers: flag,
        with: text,
      },
      allowPositionals: true,
    });
    return { ...values, experiments: experiments(values.aa, positionals) };
  } catch (error) {
    return giveUp(error.message);
  }
}

/** How many experiments of a kind `--aa` makes. Nothing else takes a word that is no option. */
function experiments(aa, words) {
  const known = aa ? 1 : 0;
  if (words.length > known) throw new Error(`“${words[known]}” is one word too many.`);
  const count = Number(words[0] ?? 100);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--aa takes a whole number from 1; it was “${words[0]}”.`);
  return count;
}
