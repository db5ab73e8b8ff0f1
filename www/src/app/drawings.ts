// The charts of the last race, drawn by the charts' worker for the widths and the theme that the page has now.

import type { ModeSettings, Report, Run, Summary } from '../generated/model.js';
import { chunkInWords, isParallel } from '../setup.js';
import type { Results } from '../state/state.js';
import { charts } from '../workers/clients.js';

/** One mode's lanes in its most typical run. */
export interface LanesDrawing {
  readonly settings: ModeSettings;
  readonly svg: string;
  readonly note: string;
}

/** What there is to show. */
export interface Drawn {
  readonly timing: string;
  /** When the page drew frames, if that was watched. */
  readonly frames: string;
  readonly lanes: readonly LanesDrawing[];
  /** The first parallel mode's lanes, to lay over the result. */
  readonly overlay: string;
}

const NOTHING: Drawn = { timing: '', frames: '', lanes: [], overlay: '' };

/** Width and height of the charts where no frame has told its width yet, in CSS pixels. */
const FIRST_WIDTH = 640;

/** Draws again whenever the results, a width or the theme change; older answers that come late are dropped. */
export class Drawings {
  drawn: Drawn = NOTHING;
  /** Why there are no charts, if drawing failed. */
  problem = '';
  readonly #changed: () => void;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  #widths: Readonly<Record<'timing' | 'lanes', number>> = { timing: FIRST_WIDTH, lanes: FIRST_WIDTH };
  #results: Results | undefined;
  #turn = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#dark.addEventListener('change', () => void this.#draw());
  }

  /** Shows these results from now on. Draws only once their race has ended: a chart would take the time that is being measured. */
  show(results: Results): void {
    const { report, summary } = results;
    if (report === this.#results?.report && summary === this.#results?.summary) return;
    this.#results = results;
    // Whatever is still being drawn is of the results before.
    this.#turn += 1;
    if (summary && report) void this.#draw();
    else if (!report) this.#take(NOTHING);
  }

  /** Draws a kind of chart this wide from now on. */
  resize(kind: 'timing' | 'lanes', width: number): void {
    if (this.#widths[kind] === width) return;
    this.#widths = { ...this.#widths, [kind]: width };
    void this.#draw();
  }

  async #draw(): Promise<void> {
    const { report, summary } = this.#results ?? {};
    if (!report || !summary) return;
    const turn = (this.#turn += 1);
    const dark = this.#isDark();
    try {
      const { timing: wide, lanes: wideLanes } = this.#widths;
      const timing = await charts.timing(report, summary, {
        width: wide,
        height: timingHeight(wide, report.settings.modes.length),
        dark,
      });
      const runs = typicalRuns(report, summary);
      const watched = runs.some((run) => run.frames !== null);
      const framesHeight = 90 + runs.length * 56;
      const frames = watched ? await charts.frames(report, { width: wide, height: framesHeight, dark }) : '';
      const axes = axesMs(runs);
      const lanes: LanesDrawing[] = [];
      for (const [i, run] of runs.entries()) {
        const settings = report.settings.modes[run.modeIndex];
        if (!settings) continue;
        const frame = { width: wideLanes, height: lanesHeight(run.trace.lanes), dark };
        const svg = await charts.lanes(run.trace, settings.mode, axes[i] ?? 0, frame);
        lanes.push({ settings, svg, note: noteOf(run, settings, runs.length > 1 && axes[i] === 0) });
      }
      const parallel = runs.filter((run) => isParallel(report.settings.modes[run.modeIndex]?.mode ?? 'simd'));
      const last = parallel[0] ?? runs.at(-1);
      const mode = last && report.settings.modes[last.modeIndex]?.mode;
      const overlay = last && mode ? await charts.overlay(last.trace, mode, report.job.outputSize, dark) : '';
      if (turn !== this.#turn) return;
      this.problem = '';
      this.#take({ timing, frames, lanes, overlay });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.problem = `The charts could not be drawn: ${(error as Error).message}`;
      this.#take(NOTHING);
    }
  }

  #isDark(): boolean {
    const forced = document.documentElement.dataset['theme'];
    return forced ? forced === 'dark' : this.#dark.matches;
  }

  #take(drawn: Drawn): void {
    this.drawn = drawn;
    this.#changed();
  }
}

/** For every mode, the measured run whose time lies nearest to its median; before any was measured, its last one. */
function typicalRuns(report: Report, summary: Summary): Run[] {
  return report.settings.modes.flatMap((_, modeIndex) => {
    const own = report.runs.filter((run) => run.modeIndex === modeIndex);
    const median = summary.modes.find((mode) => mode.modeIndex === modeIndex)?.medianMs.value;
    const measured = own.filter((run) => !run.warmup);
    if (median === undefined || measured.length === 0) return own.slice(-1);
    const distance = (run: Run): number => Math.abs(run.totalMs - median);
    return [measured.reduce((nearest, run) => (distance(run) < distance(nearest) ? run : nearest))];
  });
}

/** Runs within this many times the fastest are drawn to one scale: half the time is half the length. */
const ONE_SCALE = 6;

/** How far the axis of each run's lanes reaches, in milliseconds; 0 for a run with a scale of its own. */
function axesMs(runs: readonly Run[]): number[] {
  const least = Math.min(...runs.map((run) => run.totalMs));
  const alike = (run: Run): boolean => run.totalMs <= ONE_SCALE * least;
  const axisMs = Math.max(0, ...runs.filter(alike).map((run) => run.totalMs));
  return runs.map((run) => (alike(run) ? axisMs : 0));
}

function noteOf(run: Run, { mode, chunk }: ModeSettings, ownScale: boolean): string {
  const work = run.trace.spans.filter((span) => span.stage === 'survey' || span.stage === 'render');
  const surveyed = work.some((span) => span.stage === 'survey');
  const moved = work.length < run.trace.spans.length;
  const which = run.warmup ? `Warm-up ${run.round + 1}` : `Round ${run.round + 1}, the one nearest to the median`;
  const chunks = `${work.length} ${work.length === 1 ? 'chunk' : 'chunks'} of rows`;
  const cut = isParallel(mode) ? chunkInWords(chunk) : '';
  return [
    `${which}: ${chunks}${cut ? `, ${cut}` : ''}.`,
    surveyed ? 'The light ones survey the picture first.' : '',
    ownScale ? 'So much longer than the others that it has a scale of its own.' : '',
    moved ? 'The palest are rows on their way in and out.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function timingHeight(width: number, modes: number): number {
  return Math.round(116 + modes * (width < 480 ? 112 : 132));
}

function lanesHeight(lanes: number): number {
  return Math.round(90 + Math.min(lanes, 64) * Math.max(16, Math.min(56, 400 / lanes)));
}
