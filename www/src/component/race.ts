/**
 * A recorded race: of every mode of a report the run that stands for it, ready to be drawn and played. A report may come from a stranger, so
 * whatever is read of it is checked here.
 */
import { cutTo } from '../escaped.js';
import { formatMs, formatSize } from '../elements/format.js';
import {
  LONGEST_MS,
  MODE_LABELS,
  MOST_LANES,
  MOST_PIXELS,
  REPORT_VERSION,
  type ChunkSize,
  type Mode,
  type ModeSettings,
  type Report,
  type Run,
} from '../generated/model.js';
import { chunkInWords, isParallel, settingsInWords } from '../setup.js';

/** One lane's work, joined where it hardly paused. */
export interface Work {
  /** Milliseconds from the start of the run. */
  readonly startMs: number;
  readonly endMs: number;
}

/** One mode's run. */
export interface Contestant {
  readonly mode: Mode;
  /** As a visitor knows it: "4 threads". */
  readonly name: string;
  /** Milliseconds of the whole run. */
  readonly totalMs: number;
  readonly lanes: readonly (readonly Work[])[];
  /** Of all its runs that count, in milliseconds from the fastest on; none before any was measured. */
  readonly times: readonly number[];
}

export interface Race {
  /** What was raced: "Blur this picture". */
  readonly title: string;
  /** Of what, on which machine, when. */
  readonly facts: string;
  /** What came of it, for whoever can't see it. */
  readonly description: string;
  readonly contestants: readonly Contestant[];
  /** Of the slowest one. */
  readonly longestMs: number;
}

/** A report that can't be played, with a sentence. */
export class NotPlayable extends Error {}

/** A mode that takes part, with its runs that count and the one that stands for it. */
interface Raced {
  readonly mode: ModeSettings;
  readonly run: Run;
  readonly counted: readonly Run[];
}

/** Races with more modes show the first ones: more can't be followed with the eyes. */
const MOST_CONTESTANTS = 8;
/** More lanes than this are no race to look at. */
const MOST_LANES_TO_SEE = 256;
/** Pauses shorter than this part of the race can't be seen. */
const HARDLY = 1 / 2000;
/** Longest text that is shown of a report. */
const LONGEST_TEXT = 80;

/** What a report shows. Throws `NotPlayable` with a sentence. */
export function raceOf(report: unknown): Race {
  const { machine, job, settings, runs, created } = readable(report);
  const chosen = raced({ settings, runs });
  const parallel = chosen.filter(({ mode }) => isParallel(mode.mode));
  const cutsVary = new Set(parallel.map(({ mode }) => cutOf(mode))).size > 1;
  const longestMs = Math.max(...chosen.map(({ run }) => run.totalMs));
  const contestants = chosen.map(({ mode, run, counted }) => ({
    mode: mode.mode,
    name: sentence([settingsInWords(mode), cutsVary ? cutOf(mode) : ''].filter(Boolean).join(', ')),
    totalMs: run.totalMs,
    lanes: lanesOf(run, longestMs * HARDLY),
    times: timesOf(counted),
  }));
  const { input } = job;
  const title = brief(sentence(job.action));
  return {
    title,
    facts: [
      input.origin === 'none' ? formatSize(job.outputSize) : `${brief(input.name)}, ${formatSize(input.size)}`,
      brief(agentInWords(machine.agent)),
      `${machine.claimedCores} ${machine.claimedCores === 1 ? 'core' : 'cores'}`,
      created.slice(0, 10),
    ].join(' · '),
    description: `${title}. ${contestants.map(({ name, totalMs }) => `${name}: ${formatMs(totalMs)}`).join('; ')}.`,
    contestants,
    longestMs,
  };
}

/**
 * Who takes part: the modes that worked on the job's own picture, since those on smaller or larger ones ran other distances. Throws
 * `NotPlayable` with a sentence.
 */
function raced({ settings, runs }: Pick<Report, 'settings' | 'runs'>): Raced[] {
  const all = settings.modes.flatMap((mode, index): Raced[] => {
    const own = runs.filter(({ modeIndex }) => modeIndex === index);
    const counted = own.filter(({ warmup, setAside }) => !warmup && !setAside);
    const run = typical(counted) ?? own.at(-1);
    return run && Object.hasOwn(MODE_LABELS, mode.mode) ? [{ mode, run, counted }] : [];
  });
  const chosen = all.filter(({ mode }) => !mode.size);
  if (all.length === 0) throw new NotPlayable('The report has no run that could be played.');
  if (chosen.length < Math.min(2, all.length))
    throw new NotPlayable('The report is of pictures of several sizes, of which no two modes had the same to race on.');
  const shown = chosen.slice(0, MOST_CONTESTANTS);
  if (shown.some(({ run }) => run.trace.lanes > MOST_LANES_TO_SEE))
    throw new NotPlayable(
      `The report has a run on more than ${MOST_LANES_TO_SEE} lanes, which is more than can be played.`,
    );
  return shown;
}

/** Whether a report that has been checked can be played: `raceOf` would refuse no other. */
export function isPlayable(report: Report): boolean {
  try {
    raced(report);
    return true;
  } catch {
    return false;
  }
}

/** How a mode's rows are cut; nothing for the automatic way, which older reports don't name. */
const cutOf = ({ chunk }: { readonly chunk?: ChunkSize }): string => chunkInWords(chunk ?? 'auto');

/**
 * The run nearest to the median of those that count, as in the charts: of those with spans, where there are any. Nothing where none counts.
 */
function typical(counted: readonly Run[]): Run | undefined {
  const median = medianOf(timesOf(counted));
  const distance = ({ totalMs }: Run): number => Math.abs(totalMs - (median ?? 0));
  const untraced = ({ trace }: Run): number => (trace.spans.length > 0 ? 0 : 1);
  return [...counted].sort((a, b) => untraced(a) - untraced(b) || distance(a) - distance(b))[0];
}

const timesOf = (runs: readonly Run[]): number[] => runs.map(({ totalMs }) => totalMs).sort((a, b) => a - b);

/** The median of times in their order; nothing where there are none. */
export function medianOf(times: readonly number[]): number | undefined {
  const [lower, upper] = [times[(times.length - 1) >> 1], times[times.length >> 1]];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}

function lanesOf({ trace, totalMs }: Run, hardlyMs: number): Work[][] {
  const lanes: { startMs: number; endMs: number }[][] = Array.from({ length: Math.max(1, trace.lanes) }, () => []);
  for (const { lane, startMs, endMs } of [...trace.spans].sort((a, b) => a.startMs - b.startMs)) {
    const row = lanes[lane];
    const last = row?.at(-1);
    const end = Math.min(endMs, totalMs);
    if (last && startMs - last.endMs <= hardlyMs) last.endMs = Math.max(last.endMs, end);
    else row?.push({ startMs, endMs: end });
  }
  return lanes;
}

/**
 * The report, if it has what is read here and that is within the limits of the model, which checks the rest where there is WebAssembly
 * (`Report::check`). Throws `NotPlayable` with a sentence.
 */
export function readable(value: unknown): Report {
  const report = value as Report | null;
  const version: unknown = report?.version;
  if (typeof version === 'number' && version !== REPORT_VERSION)
    throw new NotPlayable(`The report has version ${brief(version)}; this page reads version ${REPORT_VERSION}.`);
  const time = (ms: unknown): boolean => typeof ms === 'number' && ms >= 0 && ms <= LONGEST_MS;
  const count = (n: unknown, most: number): boolean =>
    Number.isInteger(n) && (n as number) >= 0 && (n as number) <= most;
  const cut = (chunk: unknown): boolean =>
    [undefined, 'auto', 'one-per-lane'].includes(chunk as string) ||
    count((chunk as { rows: unknown }).rows, MOST_PIXELS);
  try {
    const { created, job, settings, runs, machine } = report as Report;
    const good =
      version === REPORT_VERSION &&
      typeof created === 'string' &&
      /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(created) &&
      typeof job.action === 'string' &&
      typeof job.input.name === 'string' &&
      typeof machine.agent === 'string' &&
      count(machine.claimedCores, MOST_LANES) &&
      [job.outputSize, job.input.size].every(
        ({ width, height }) => count(width, MOST_PIXELS) && count(height, MOST_PIXELS) && width * height <= MOST_PIXELS,
      ) &&
      settings.modes.every(({ threads, chunk }) => count(threads, MOST_LANES) && cut(chunk)) &&
      runs.every(
        ({ totalMs, trace }) =>
          time(totalMs) &&
          count(trace.lanes, MOST_LANES) &&
          trace.spans.every(
            ({ lane, startMs, endMs }) => count(lane, MOST_LANES) && time(startMs) && time(endMs) && startMs <= endMs,
          ),
      );
    if (good) return report as Report;
  } catch {
    // Something that is needed is missing.
  }
  throw new NotPlayable('This is not a report of Four Toasters, or not a whole one.');
}

/** The browser as people call it: "Chromium 156 on Linux". */
export function agentInWords(agent: string): string {
  const [, native] = /^(toasters [\d.]+, [^,]+)/.exec(agent) ?? [];
  if (native) return native;
  const named: readonly [RegExp, string][] = [
    [/Edg\/(\d+)/, 'Edge'],
    [/Firefox\/(\d+)/, 'Firefox'],
    [/Chrome\/(\d+)/, 'Chromium'],
    [/Version\/(\d+).*Safari/, 'Safari'],
  ];
  const systems: readonly [RegExp, string][] = [
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Mac OS/, 'macOS'],
    [/Windows/, 'Windows'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
  ];
  const found = named.flatMap(([pattern, name]) => {
    const version = pattern.exec(agent)?.[1];
    return version ? [`${name} ${version}`] : [];
  })[0];
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
  return found ? [found, system].filter(Boolean).join(' on ') : agent;
}

function brief(text: unknown): string {
  return cutTo(LONGEST_TEXT, String(text).replace(/[\p{Cc}\p{Cf}]/gu, ''));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
