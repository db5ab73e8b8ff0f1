// The charts of the last race, drawn by the charts' worker for the widths and the theme that the page has now.

import type { Mode, Report, Run, Summary } from '../generated/model.js';
import type { Results } from '../state/state.js';
import { charts } from '../workers/clients.js';

/** One mode's lanes in its most typical run. */
export interface LanesDrawing {
  readonly mode: Mode;
  readonly svg: string;
  readonly note: string;
}

/** What there is to show. */
export interface Drawn {
  readonly timing: string;
  readonly lanes: readonly LanesDrawing[];
  /** The last mode's lanes, to lay over the result. */
  readonly overlay: string;
}

const NOTHING: Drawn = { timing: '', lanes: [], overlay: '' };

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
      // One scale for all modes: half the time is half the length.
      const axisMs = Math.max(0, ...runs.flatMap((run) => run.trace.spans.map((span) => span.endMs)));
      const lanes: LanesDrawing[] = [];
      for (const run of runs) {
        const mode = report.settings.modes[run.modeIndex]?.mode ?? 'simd';
        const frame = { width: wideLanes, height: lanesHeight(run.trace.lanes), dark };
        const svg = await charts.lanes(run.trace, mode, axisMs, frame);
        lanes.push({ mode, svg, note: noteOf(run) });
      }
      const last = runs.at(-1);
      const mode = last && report.settings.modes[last.modeIndex]?.mode;
      const overlay = last && mode ? await charts.overlay(last.trace, mode, report.job.outputSize, dark) : '';
      if (turn !== this.#turn) return;
      this.problem = '';
      this.#take({ timing, lanes, overlay });
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
    const distance = (run: Run): number => Math.abs(computeMs(run) - median);
    return [measured.reduce((nearest, run) => (distance(run) < distance(nearest) ? run : nearest))];
  });
}

function computeMs(run: Run): number {
  return run.phases.find(({ phase }) => phase === 'compute')?.ms ?? run.totalMs;
}

function noteOf(run: Run): string {
  const chunks = run.trace.spans.length;
  const surveyed = run.trace.spans.some((span) => span.stage === 'survey');
  const which = run.warmup ? `Warm-up ${run.round + 1}` : `Round ${run.round + 1}, the one nearest to the median`;
  return `${which}: ${chunks} ${chunks === 1 ? 'chunk' : 'chunks'} of rows.${surveyed ? ' The light ones survey the picture first.' : ''}`;
}

function timingHeight(width: number, modes: number): number {
  return Math.round(90 + modes * (width < 480 ? 96 : 116));
}

function lanesHeight(lanes: number): number {
  return Math.round(90 + Math.min(lanes, 64) * Math.max(16, Math.min(56, 400 / lanes)));
}
