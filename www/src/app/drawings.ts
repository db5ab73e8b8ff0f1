// The charts of the last experiment, drawn by the charts' worker for the widths and the theme that the page has now.

import { isPlayable } from '../component/race.js';
import { NOT_NOW, type Animated } from '../elements/chart-files.js';
import { ON_PAPER } from '../elements/paper.js';
import type { ChartName, Drawing, Figure, FigureId, Theme } from '../generated/model.js';
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
  /** The same for paper, once the results are complete: a browser that prints waits for nothing. */
  readonly paper: Figure | undefined;
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
  paper: Figure | undefined;
  paperFor: string;
}

/** A drawing to be made, and what is known of its place when it is. */
interface Work {
  readonly shown: Results['shown'];
  readonly id: FigureId;
  readonly place: Place;
  readonly drawing: Drawing;
  readonly done: Pick<Place, 'drawnFor'> | Pick<Place, 'paperFor'>;
}

/** Width of a chart where no frame has told its width yet, in CSS pixels. */
const FIRST_WIDTH = 640;

/** Charts that are drawn before anything is known of the screen: what is near the first one. */
const DRAWN_FIRST = 2;

function keyOf({ chart, modeIndex }: FigureId): string {
  return modeIndex === null ? chart : `${chart}-${modeIndex}`;
}

/** The places on the page for these charts: one each, or one for all the modes of a chart that has too many. */
function placed(
  figures: readonly FigureId[],
  chosen: ReadonlyMap<ChartName, number>,
  own: number,
): Omit<Drawn, 'figure' | 'paper'>[] {
  return figures.flatMap((id, i): Omit<Drawn, 'figure' | 'paper'>[] => {
    const all = figures.filter(({ chart, modeIndex }) => chart === id.chart && modeIndex !== null);
    if (all.length <= (SIDE_BY_SIDE[id.chart] ?? 1)) return [{ key: keyOf(id), id, choices: [] }];
    // The first of them stands for all; until the visitor chooses, the report's own last one is shown, which has the most lanes or the largest
    // picture.
    if (figures.findIndex(({ chart }) => chart === id.chart) !== i) return [];
    const choices = all.flatMap(({ modeIndex }) => modeIndex ?? []);
    const wish = chosen.get(id.chart);
    const usual = choices.findLast((index) => index < own) ?? choices.at(-1) ?? 0;
    const modeIndex = wish !== undefined && choices.includes(wish) ? wish : usual;
    return [{ key: id.chart, id: { chart: id.chart, modeIndex }, choices }];
  });
}

/**
 * Draws again whenever the results, a width, a window or the theme change, one chart after the other, and only those that are near the
 * screen. Answers for what is no longer wanted are dropped; until a new drawing comes the old one stays.
 */
export class Drawings {
  /** Who drew what, to lay over the result. */
  overlay = '';
  /** Why there are no charts, if drawing failed. */
  problem = '';
  readonly #changed: () => void;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #places = new Map<string, Place>();
  readonly #chosen = new Map<ChartName, number>();
  #results: Results | undefined;
  /** Counts the reports: a chart of another one is out of date. */
  #edition = 0;
  #overlayFor = '';
  #working = false;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#dark.addEventListener('change', () => void this.#work());
  }

  /** The charts of the results, in the order of the page. */
  get drawn(): readonly Drawn[] {
    return this.#placed.map((place) => {
      const { figure, paper } = this.#places.get(place.key) ?? {};
      return { ...place, figure, paper };
    });
  }

  /** Whether the charts' colours are those of a dark page. */
  get theme(): Theme {
    const forced = document.documentElement.dataset['theme'];
    return (forced ? forced === 'dark' : this.#dark.matches) ? 'dark' : 'light';
  }

  /** Shows these results from now on, while they grow too: their owner waits for the drawings between two samples. */
  show(results: Results): void {
    const { report, summary, shown } = results;
    if (shown === this.#results?.shown && summary === this.#results?.summary) return;
    const begins = report?.created !== this.#results?.report?.created;
    this.#results = results;
    this.#edition += 1;
    if (begins) {
      this.#chosen.clear();
      // Another experiment: its charts begin unzoomed.
      for (const place of this.#places.values())
        Object.assign(place, { windowMs: null, figure: undefined, paper: undefined });
      this.overlay = '';
    }
    void this.#work();
  }

  /** Shows this mode in the place that a chart's modes share from now on. */
  choose(chart: ChartName, modeIndex: number): void {
    this.#chosen.set(chart, modeIndex);
    Object.assign(this.#place(chart), { windowMs: null, figure: undefined, paper: undefined });
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

  /** A chart of the page in other colours, as wide and of the same part of the time as it is shown; for a file. */
  async redraw(key: string, id: FigureId, theme: Theme): Promise<Figure | null> {
    const shown = this.#shown;
    if (!shown) return null;
    const { width, windowMs } = this.#place(key);
    return charts.figure(shown, id, { width, theme, windowMs });
  }

  /**
   * The results as one HTML file, which is drawn now; `link` is where the same can be run. Rejected with a sentence, as soon as something is
   * measured too: drawing would disturb that.
   */
  async page(link?: string): Promise<string> {
    const { report, summary, shown, figures = [] } = this.#results ?? {};
    if (!report || !summary || !shown) throw new Error('There is no report yet.');
    const { reportPage } = await import('../exports/report-page.js');
    const draw = async (id: FigureId, drawing: Drawing): Promise<Figure | null> => {
      const now = this.#results;
      // Reports from before there were several ends have none.
      if (!now?.report || (now.report.stop === null && !now.opened)) throw new Error(NOT_NOW);
      return charts.figure(shown, id, drawing);
    };
    return reportPage({ report, summary, shown, figures, draw, animated: this.animated, link });
  }

  /** The race as a picture that moves, once all is measured; nothing where it can't be played. */
  get animated(): Animated | undefined {
    const report = this.#results?.report;
    if (!report?.stop || !report.runs.some(({ warmup }) => !warmup) || !isPlayable(report)) return undefined;
    return async (theme): Promise<string> => {
      const { recordedSvg } = await import('../component/recorded-svg.js');
      return recordedSvg(report, { theme: theme ?? this.theme, animated: true });
    };
  }

  /** Whether a chart is near the screen: others wait. */
  see(key: string, seen: boolean): void {
    this.#place(key).seen = seen;
    if (seen) void this.#work();
  }

  get #placed() {
    const { figures = [], report } = this.#results ?? {};
    return placed(figures, this.#chosen, report?.settings.modes.length ?? 0);
  }

  /** What the charts are of, once there is anything. */
  get #shown(): Results['shown'] | undefined {
    return this.#results?.report && this.#results.shown;
  }

  #place(key: string): Place {
    const known = this.#places.get(key);
    if (known) return known;
    const none = { figure: undefined, drawnFor: '', paper: undefined, paperFor: '' };
    const place: Place = { width: FIRST_WIDTH, windowMs: null, seen: false, ...none };
    this.#places.set(key, place);
    return place;
  }

  /** The next chart whose drawing is out of date: first on the screen, and when all is measured, on paper. */
  #next(): Work | undefined {
    const [report, shown] = [this.#results?.report, this.#shown];
    if (!report || !shown) return undefined;
    for (const [i, { key, id }] of this.#placed.entries()) {
      const place = this.#place(key);
      if (!place.seen && i >= DRAWN_FIRST) continue;
      const { width, windowMs } = place;
      const { theme } = this;
      const wanted = [keyOf(id), this.#edition, theme, width, windowMs].join();
      if (place.drawnFor !== wanted)
        return { shown, id, place, drawing: { width, theme, windowMs }, done: { drawnFor: wanted } };
    }
    if (report.stop === null) return undefined;
    for (const { key, id } of this.#placed) {
      const place = this.#place(key);
      const wanted = [keyOf(id), this.#edition].join();
      if (place.paperFor !== wanted) return { shown, id, place, drawing: ON_PAPER, done: { paperFor: wanted } };
    }
    return undefined;
  }

  /** Draws what is out of date until nothing is. One at a time, so that the latest wish is what is drawn next. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        const { shown, id, place, drawing, done } = next;
        const edition = this.#edition;
        const mode = this.#chosen.get(id.chart);
        const figure = (await charts.figure(shown, id, drawing)) ?? undefined;
        // A drawing for a width or a window of a moment ago is nearer to what is wanted than the one before; one of another report isn't.
        Object.assign(place, done);
        if (edition === this.#edition && mode === this.#chosen.get(id.chart))
          this.#take(() => Object.assign(place, 'paperFor' in done ? { paper: figure } : { figure }));
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
    const wanted = [this.#edition, this.theme].join();
    const shown = this.#shown;
    if (!shown || wanted === this.#overlayFor) return;
    this.#overlayFor = wanted;
    const overlay = await charts.overlay(shown, this.theme);
    if (wanted === [this.#edition, this.theme].join()) this.#take(() => (this.overlay = overlay));
  }

  #take(change: () => unknown): void {
    this.problem = '';
    change();
    this.#changed();
  }
}
