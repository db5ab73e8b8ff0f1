// An experiment in words: what is set up, and what a report is of.

import { agentInWords } from '../component/race.js';
import { formatCount } from '../elements/format.js';
import { catalog } from '../generated/catalog.js';
import type { Experiment, KernelSettings, Mode, ModeSettings, Report, Scope, Stop } from '../generated/model.js';
import { inWords } from '../parameters.js';
import { chunkInWords, isParallel, scopeInWords, settingsInWords, usual, type Setup } from '../setup.js';

export function kernelInWords({ name, params }: KernelSettings): string {
  const info = catalog.find((kernel) => kernel.name === name);
  return [info?.label ?? name, info ? inWords(info, params) : ''].filter(Boolean).join(', ');
}

/** What is asked of whom, how rows are cut, and what a run covers, where that isn't as usual. */
function modesInWords(experiment: Experiment, modes: readonly ModeSettings[], scope: Scope): string[] {
  const widest = widestOf(modes);
  const lanes = widest.map(settingsInWords).join(' and ');
  const chunk = experiment === 'chunks' ? 'auto' : (widest[0]?.chunk ?? 'auto');
  const asked: Record<Experiment, string> = {
    race: modes.map(settingsInWords).join(' against '),
    ladder: `every step from JavaScript to ${lanes || 'all threads'}`,
    scaling: `one thread to ${lanes || 'all'}`,
    growing: `one thread to ${lanes || 'all'}, the picture growing with them`,
    'break-even': `one thread against ${lanes || 'all'}, from 8 × 8 pixels on`,
    chunks: `chunks of every size on ${lanes || 'all threads'}`,
  };
  return [asked[experiment], chunkInWords(chunk), scopeInWords(scope)].filter(Boolean);
}

/** The same of what is set up. The words leave out what doesn't matter to a mode. */
export function setupInWords(setup: Setup, modes: readonly Mode[]): string[] {
  const { experiment, threads, chunk, passing, blocking, scope } = setup;
  const asked = modes.flatMap((mode): ModeSettings[] => {
    const own: ModeSettings = { ...usual(mode, threads), chunk, passing };
    return experiment === 'race' && mode === blocking ? [own, { ...own, place: 'page' }] : [own];
  });
  return modesInWords(experiment, asked, scope);
}

/** One mode of a report, told from the others: "4 threads, 64 rows a chunk, 300 × 200". */
export function oneModeInWords(settings: ModeSettings): string {
  const { chunk, size } = settings;
  return [settingsInWords(settings), chunkInWords(chunk), size ? `${size.width} × ${size.height}` : '']
    .filter(Boolean)
    .join(', ');
}

/** Each parallel mode with the most lanes it has. */
function widestOf(modes: readonly ModeSettings[]): ModeSettings[] {
  const widest = new Map<string, ModeSettings>();
  for (const settings of modes) {
    if (!isParallel(settings.mode)) continue;
    const known = widest.get(settings.mode);
    if (!known || settings.threads > known.threads) widest.set(settings.mode, settings);
  }
  return [...widest.values()];
}

/** How long it goes on: "9 rounds", "until ±2 %", and a limit of time where one is set. */
export function lengthInWords(repeats: number | undefined, budgetS: number | undefined): string[] {
  const rounds = repeats === undefined ? 'until ±2 %' : formatCount(repeats, 'round');
  return budgetS === undefined ? [rounds] : [rounds, `${budgetS} s at most`];
}

/** What a report is of: "Gaussian blur, 5 px on Our breakfast (3000 × 2000): one thread against 2 threads, 9 rounds". */
export function reportInWords(report: Report): string {
  const { job, settings } = report;
  const { input } = job;
  const on = input.origin === 'none' ? '' : ` on ${input.name} (${input.size.width} × ${input.size.height})`;
  const what = modesInWords(settings.experiment, settings.modes, settings.scope);
  return `${kernelInWords(job.kernel)}${on}: ${[...what, formatCount(roundsOf(report), 'round')].join(', ')}`;
}

/** Measured rounds that were made. */
function roundsOf({ runs }: Report): number {
  return runs.reduce((most, run) => (run.warmup ? most : Math.max(most, run.round + 1)), 0);
}

/** Why it ended, as a sentence; nothing while it goes on. */
export function stopInWords({ stop, settings }: Report): string {
  const percent = ((settings.precision ?? 0) * 100).toLocaleString('en-GB', { maximumFractionDigits: 1 });
  const words: Record<Stop, string> = {
    precise: `It stopped when every ratio was known to ±${percent} %.`,
    rounds: settings.precision === null ? 'It made all its rounds.' : 'It stopped at the most rounds there are.',
    time: 'It stopped when its time was spent.',
    cancelled: 'It was cancelled; what was measured until then counts.',
    failed: 'It stopped because something went wrong; what was measured until then counts.',
  };
  return stop === null ? '' : words[stop];
}

/** Where and when an opened report was measured, and how to measure the same here. */
export function openedInWords({ machine, created, job }: Report, earlier: boolean, runs: boolean): string {
  const date = new Date(created).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const { origin, name, size } = job.input;
  const on =
    origin === 'file'
      ? ` The picture ${name} is not in the report: choose it if you have it, or ours takes its place, made ${size.width} × ${size.height}.`
      : '';
  if (earlier)
    return `It was measured in this browser on ${date}, with Four Toasters ${machine.version}. The same race is set up: run it again, and see both in one chart.${on}`;
  const where = `On ${agentInWords(machine.agent)}, ${formatCount(machine.claimedCores, 'core')}, on ${date}, with Four Toasters ${machine.version}.`;
  if (!runs) return `${where} This page has no kernel called ${job.kernel.name}, so it can’t be run here.`;
  return `${where} The same race is set up here: run it, and see that machine against this one in every chart.${on}`;
}

export function machineInWords({ machine, created }: Report): string {
  const cores = `${formatCount(machine.claimedCores, 'core')} claimed`;
  const clock = `clock steps of ${machine.clockResolutionMs.toLocaleString('en-GB', { maximumSignificantDigits: 2 })} ms`;
  const isolated = machine.isolated ? 'isolated' : 'not isolated';
  return `${machine.agent}; ${cores}; ${clock}; ${isolated}; Four Toasters ${machine.version}; ${created.slice(0, 16).replace('T', ' ')} UTC.`;
}
