// The charts of the last experiment, drawn by the charts' worker for the widths and the theme that the page has now.

import type { ChartName, Figure, FigureId, Report, Run, Summary, Theme } from '../generated/model.js';
import { isParallel } from '../setup.js';
import type { Results } from '../state/state.js';
import { charts } from '../workers/clients.js';

/** A chart's place on the page, with its drawing as soon as there is one. */
export interface Drawn {
  /** The same for the same chart of any report. */
  readonly key: string;
  readonly id: FigureId;
  /** The modes of which it can show one, where they share this place; indices into the report's `settings.modes`. */
  readonly choices: readonly number[];
  readonly figure: Figure | undefined;
}

/** Charts of this many modes stand beside each other; of more, one is shown, and the visitor chooses which. */
const SIDE_BY_SIDE: Partial<Record<ChartName, number>> = { lanes: 2, where: 1 };

/** What is known of a chart's place. */
interface Place {
  width: number;
  windowMs: [number, number] | null;
  seen: boolean;
  figure: Figure | undefined;
  /** What the figure was drawn for. */
  drawnFor: string;
}

/** Width of a chart where no frame has told its width yet, in CSS pixels. */
const FIRST_WIDTH = 640;

/** Charts that are drawn before anything is known of the screen: what is near the first one. */
const DRAWN_FIRST = 2;

function keyOf({ chart, modeIndex }: FigureId): string {
  return modeIndex === null ? chart : `${chart}-${modeIndex}`;
}

/** The places on the page for these charts: one each, or one for all the modes of a chart that has too many. */
function placed(figures: readonly FigureId[], chosen: ReadonlyMap<ChartName, number>): Omit<Drawn, 'figure'>[] {
  return figures.flatMap((id, i): Omit<Drawn, 'figure'>[] => {
    const all = figures.filter(({ chart, modeIndex }) => chart === id.chart && modeIndex !== null);
    if (all.length <= (SIDE_BY_SIDE[id.chart] ?? 1)) return [{ key: keyOf(id), id, choices: [] }];
    // The first of them stands for all; until the visitor chooses, the last one is shown, which has the most lanes or the largest picture.
    if (figures.findIndex(({ chart }) => chart === id.chart) !== i) return [];
    const choices = all.flatMap(({ modeIndex }) => modeIndex ?? []);
    const wish = chosen.get(id.chart);
    const modeIndex = wish !== undefined && choices.includes(wish) ? wish : (choices.at(-1) ?? 0);
    return [{ key: id.chart, id: { chart: id.chart, modeIndex }, choices }];
  });
}

/**
 * Draws again whenever the results, a width, a window or the theme change, one chart after the other, and only those that are near the
 * screen. Answers for what is no longer wanted are dropped; until a new drawing comes the old one stays.
 */
export class Drawings {
  /** The first parallel mode's lanes, to lay over the result. */
  overlay = '';
  /** Why there are no charts, if drawing failed. */
  problem = '';
  readonly #changed: () => void;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #places = new Map<string, Place>();
  readonly #chosen = new Map<ChartName, number>();
  #results: Results | undefined;
  #printing = false;
  /** Counts the reports: a chart of another one is out of date. */
  #edition = 0;
  #overlayFor = '';
  #working = false;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#dark.addEventListener('change', () => void this.#work());
    addEventListener('beforeprint', () => this.#print(true));
    addEventListener('afterprint', () => this.#print(false));
  }

  /** The charts of the results, in the order of the page. */
  get drawn(): readonly Drawn[] {
    return this.#placed.map((place) => ({ ...place, figure: this.#places.get(place.key)?.figure }));
  }

  /** Whether the charts' colours are those of a dark page. */
  get theme(): Theme {
    if (this.#printing) return 'print';
    const forced = document.documentElement.dataset['theme'];
    return (forced ? forced === 'dark' : this.#dark.matches) ? 'dark' : 'light';
  }

  /** Shows these results from now on, while they grow too: their owner waits for the drawings between two samples. */
  show(results: Results): void {
    const { report, summary } = results;
    if (report === this.#results?.report && summary === this.#results?.summary) return;
    const begins = report?.created !== this.#results?.report?.created;
    this.#results = results;
    this.#edition += 1;
    if (begins) {
      this.#chosen.clear();
      // Another experiment: its charts begin unzoomed.
      for (const place of this.#places.values()) Object.assign(place, { windowMs: null, figure: undefined });
      this.overlay = '';
    }
    void this.#work();
  }

  /** Shows this mode in the place that a chart's modes share from now on. */
  choose(chart: ChartName, modeIndex: number): void {
    this.#chosen.set(chart, modeIndex);
    Object.assign(this.#place(chart), { windowMs: null, figure: undefined });
    this.#changed();
    void this.#work();
  }

  /** Draws a chart this wide from now on. */
  resize(key: string, width: number): void {
    this.#place(key).width = width;
    void this.#work();
  }

  /** Shows this part of a chart's time axis from now on; all of it for none. */
  zoom(key: string, windowMs: readonly [number, number] | null): void {
    this.#place(key).windowMs = windowMs ? [windowMs[0], windowMs[1]] : null;
    void this.#work();
  }

  /** Whether a chart is near the screen: others wait. */
  see(key: string, seen: boolean): void {
    this.#place(key).seen = seen;
    if (seen) void this.#work();
  }

  /** Charts take the colours of paper, and those that nobody has scrolled to yet are drawn too. */
  #print(printing: boolean): void {
    this.#printing = printing;
    void this.#work();
  }

  get #placed() {
    return placed(this.#results?.figures ?? [], this.#chosen);
  }

  #place(key: string): Place {
    const known = this.#places.get(key);
    if (known) return known;
    const place: Place = { width: FIRST_WIDTH, windowMs: null, seen: false, figure: undefined, drawnFor: '' };
    this.#places.set(key, place);
    return place;
  }

  /** The next chart whose drawing is out of date. */
  #next(): { report: Report; id: FigureId; place: Place; wanted: string } | undefined {
    const report = this.#results?.report;
    if (!report) return undefined;
    for (const [i, { key, id }] of this.#placed.entries()) {
      const place = this.#place(key);
      if (!place.seen && i >= DRAWN_FIRST && !this.#printing) continue;
      const wanted = [keyOf(id), this.#edition, this.theme, place.width, place.windowMs].join();
      if (place.drawnFor !== wanted) return { report, id, place, wanted };
    }
    return undefined;
  }

  /** Draws what is out of date until nothing is. One at a time, so that the latest wish is what is drawn next. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        const { report, id, place, wanted } = next;
        const edition = this.#edition;
        const mode = this.#chosen.get(id.chart);
        const figure = await charts.figure(report, id, {
          width: place.width,
          theme: this.theme,
          windowMs: place.windowMs,
        });
        // A drawing for a width or a window of a moment ago is nearer to what is wanted than the one before; one of another report isn't.
        place.drawnFor = wanted;
        if (edition === this.#edition && mode === this.#chosen.get(id.chart))
          this.#take(() => (place.figure = figure ?? undefined));
      }
      await this.#drawOverlay();
    } catch (error) {
      this.#take(() => (this.problem = `The charts could not be drawn: ${(error as Error).message}`));
    } finally {
      this.#working = false;
    }
    // Something may have changed while the overlay was drawn.
    if (!this.problem && this.#next()) void this.#work();
  }

  async #drawOverlay(): Promise<void> {
    const { report, summary, figures } = this.#results ?? {};
    const wanted = [this.#edition, this.theme].join();
    if (!report || !summary || wanted === this.#overlayFor) return;
    this.#overlayFor = wanted;
    const index = overlaid(report, figures ?? []);
    const mode = report.settings.modes[index]?.mode;
    const run = typicalRun(report, summary, index);
    const overlay = run && mode ? await charts.overlay(run.trace, mode, report.job.outputSize, this.theme) : '';
    if (wanted === [this.#edition, this.theme].join()) this.#take(() => (this.overlay = overlay));
  }

  #take(change: () => unknown): void {
    this.problem = '';
    change();
    this.#changed();
  }
}

/** Which mode's lanes lie over the result: those of the first chart of where, or of the first parallel mode. */
function overlaid({ settings }: Report, figures: readonly FigureId[]): number {
  const where: ChartName = 'where';
  const shown = figures.find(({ chart }) => chart === where)?.modeIndex ?? -1;
  const parallel = settings.modes.findIndex(({ mode, size }) => isParallel(mode) && size === null);
  return shown >= 0 ? shown : Math.max(0, parallel);
}

/** The measured run of a mode whose time lies nearest to its median; before any was measured, its last one. */
function typicalRun(report: Report, summary: Summary, modeIndex: number): Run | undefined {
  const own = report.runs.filter((run) => run.modeIndex === modeIndex);
  const median = summary.modes.find((mode) => mode.modeIndex === modeIndex)?.medianMs.value;
  const measured = own.filter((run) => !run.warmup && run.setAside === null);
  if (median === undefined || measured.length === 0) return own.at(-1);
  const distance = (run: Run): number => Math.abs(run.totalMs - median);
  return measured.reduce((nearest, run) => (distance(run) < distance(nearest) ? run : nearest));
}
