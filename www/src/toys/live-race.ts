/**
 * <ft-live-race>: one of the lab's races with everything set up, measured where it stands: a button, then the finding and the charts.
 *
 * Properties:
 *   query   what is raced, as in the lab's address: "experiment=race&kernel=sobel&modes=simd,threads" (`state/address.ts`). The picture is
 *           the sample. Another query is another race, which begins empty. Where threads are off, workers take their place.
 *   image   address of the picture that is raced on instead of the sample; its host must let others read it.
 *   charts  which charts are shown, by their names ("bars", "lanes", "speed-up", …), if the report has something for them. Of a chart
 *           that is there once a mode, the last is shown. None means all.
 *   and those of every toy (`toy.ts`).
 * Read only: `report`, `summary` of the last race, also while it grows; `raceState`.
 * Methods: those of every toy; `page()`: the last race as one HTML file with every chart, which is drawn then.
 * Events: `started`; `progress`; `report`: a `Report`, once, when the race has ended, been cancelled or failed with runs to show; `stopped`,
 * when it has ended without.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

import { Drawings, type Drawn } from '../app/drawings.js';
import { CHARTS, MOVING } from '../app/chart-words.js';
import { kernelInWords, setupInWords } from '../app/words.js';
import { Chart } from '../elements/chart.js';
import { NOT_NOW } from '../elements/chart-files.js';
import { EXPERIMENT_WORDS } from '../elements/experiments.js';
import { Notice } from '../elements/notice.js';
import { RunBar } from '../elements/run-bar.js';
import type { TimeWindow } from '../elements/zoom.js';
import { engineOf } from '../engines/index.js';
import { catalog } from '../generated/catalog.js';
import type { ChartName, Report, Summary, Theme } from '../generated/model.js';
import { readAddress, type Asked } from '../state/address.js';
import { Controller, MOST, racingModes } from '../state/controller.js';
import { isUnderWay, type Race } from '../state/state.js';
import { Toy } from './toy.js';

// Named so that the bundler keeps the modules that register them.
export const raceElements = [Chart, Notice, RunBar];

export class LiveRace extends Toy<Report> {
  static override properties = { query: { type: String }, image: { type: String }, charts: { attribute: false } };
  declare query: string;
  declare image: string | undefined;
  declare charts: readonly ChartName[];

  #controller: Controller | undefined;
  #drawings: Drawings | undefined;
  #forget: (() => void) | undefined;
  /** The start that waits for the picture: another once it is started anew, none once it is stopped. */
  #waiting: object | undefined;
  /** The latest start, which alone may tell its end. */
  #latest: object | undefined;
  /** The picture on its way. */
  #picture: Promise<void> | undefined;
  /** What of the query could not be understood, as sentences. */
  #leftOut: readonly string[] = [];
  #announced: Report | undefined;

  constructor() {
    super();
    this.query = '';
    this.image = undefined;
    this.charts = [];
  }

  get report(): Report | undefined {
    return this.#controller?.store.value.results.report;
  }

  get summary(): Summary | undefined {
    return this.#controller?.store.value.results.summary;
  }

  get raceState(): Race['state'] {
    if (this.#waiting) return 'loading';
    return this.#controller?.store.value.race.state ?? 'idle';
  }

  async run(): Promise<void> {
    const controller = this.#controller;
    if (!controller || isUnderWay(this.raceState)) return;
    const start = (this.#latest = this.#waiting = {});
    this.tellStarted();
    this.changed();
    try {
      if (controller.kernelInfo?.needsSource !== false) await this.#pictureFor(controller);
      // Stopped meanwhile, which was told, and perhaps started anew.
      if (start !== this.#waiting) return;
      this.#waiting = undefined;
      await controller.race();
    } finally {
      if (start === this.#latest) {
        this.#waiting = undefined;
        this.tellStopped();
        this.changed();
      }
    }
  }

  /** Rejected with a sentence, while it runs too: drawing would disturb what is measured. `link` is where the same can be run. */
  async page(link?: string): Promise<string> {
    if (isUnderWay(this.raceState)) throw new Error(NOT_NOW);
    if (!this.#drawings) throw new Error('There is no race yet.');
    return this.#drawings.page(link);
  }

  stop(): void {
    this.#controller?.cancel();
    if (!this.#waiting) return;
    // Who waits needn't wait for the picture.
    this.#waiting = undefined;
    this.tellStopped();
    this.changed();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('query') || !this.query) return;
    this.stop();
    this.#forget?.();
    const asked = readAddress(this.query, catalog, MOST);
    this.#leftOut = asked.problems;
    const controller = new Controller(withWorkers(asked));
    const drawings = new Drawings(this.changed);
    this.#forget = controller.store.subscribe(() => {
      drawings.show(controller.store.value.results);
      this.#tell(controller);
      this.changed();
    });
    [this.#controller, this.#drawings, this.#picture] = [controller, drawings, undefined];
  }

  override render() {
    const controller = this.#controller;
    if (!controller) return nothing;
    const { race, results, setup } = controller.store.value;
    const state = this.raceState;
    const busy = isUnderWay(state);
    const { headline } = results.summary ?? {};
    return html`<div class="toy">
      ${this.#leftOut.map((problem) => html`<ft-notice kind="warning" heading="Not as asked" .sentence=${problem}></ft-notice>`)}
      ${problemOf(controller)}
      <ft-run-bar
        .state=${state}
        .progress=${race.state === 'running' ? race.progress : undefined}
        .reason=${reasonOf(controller)}
        .act=${EXPERIMENT_WORDS[setup.experiment].act}
        .openEnded=${setup.repeats === undefined}
        @run=${() => void this.run()}
        @cancel=${() => this.stop()}
      ></ft-run-bar>
      <div aria-live=${busy ? 'off' : 'polite'}>
        ${headline ? html`<p class="finding">${headline} <span class="chip">measured</span></p>` : nothing}
      </div>
      ${repeat(
        this.#shown(),
        ({ key }) => key,
        (drawn) => this.#chart(drawn, busy),
      )}
    </div>`;
  }

  protected override draw(chart: string, width: number): void {
    this.#drawings?.resize(chart, width);
  }

  /** The charts that are asked for and can be drawn, in the order that was asked for. */
  #shown(): readonly Drawn[] {
    const drawn = this.#drawings?.drawn ?? [];
    if (drawn.length === 0) return this.charts.slice(0, 1).map(placeFor);
    if (this.charts.length === 0) return drawn;
    const charts = this.fitted ? this.charts.slice(0, 1) : this.charts;
    return charts.flatMap((name) => drawn.findLast(({ id }) => id.chart === name) ?? []);
  }

  #chart({ key, id, figure, paper }: Drawn, busy: boolean): TemplateResult {
    const { heading, source } = CHARTS[id.chart];
    const mode = this.summary?.modes.find(({ modeIndex }) => modeIndex === id.modeIndex);
    const drawings = this.#drawings;
    return html`<ft-chart
      data-chart=${id.chart}
      .heading=${mode ? `${heading}: ${mode.name}` : heading}
      .source=${source}
      .name=${`four-toasters-${this.report?.job.kernel.name ?? 'race'}-${key}`}
      .figure=${figure}
      .paper=${paper}
      .redraw=${async (theme: Theme) => drawings?.redraw(key, id, theme)}
      .animated=${MOVING.includes(id.chart) ? drawings?.animated : undefined}
      .busy=${busy}
      ?fitted=${this.fitted}
      .zoomable=${id.chart === 'lanes'}
      @resize-chart=${this.resized(key)}
      @see-chart=${({ detail }: CustomEvent<boolean>) => drawings?.see(key, detail)}
      @zoom-chart=${({ detail }: CustomEvent<TimeWindow | null>) => drawings?.zoom(key, detail)}
      >${this.report ? html`<span slot="empty">Being drawn…</span>` : nothing}</ft-chart
    >`;
  }

  /** Brings the picture, once, however often it is waited for. */
  async #pictureFor(controller: Controller): Promise<void> {
    const picture = (this.#picture ??= this.image ? controller.addAddress(this.image) : controller.addSample());
    try {
      await picture;
    } finally {
      if (this.#picture === picture) this.#picture = undefined;
    }
  }

  /** Says what is going on to whoever listens. */
  #tell({ store }: Controller): void {
    const { race, results } = store.value;
    if (race.state === 'running') this.tellProgress(race.progress.share);
    const over = race.state === 'done' || race.state === 'cancelled' || race.state === 'failed';
    if (!over || !results.report || results.report === this.#announced) return;
    this.#announced = results.report;
    this.tellReport(results.report);
  }
}

/** A chart's place before there is anything to show. */
const placeFor = (chart: ChartName): Drawn => ({
  key: chart,
  id: { chart, modeIndex: null },
  choices: [],
  figure: undefined,
  paper: undefined,
});

/** What went wrong, or what is raced. */
function reasonOf(controller: Controller): string {
  const { race } = controller.store.value;
  if (race.state === 'failed') return race.message;
  return race.state === 'cancelled' ? 'Cancelled.' : inWords(controller);
}

/** What is raced, in a line. */
function inWords({ store }: Controller): string {
  const { kernel, setup } = store.value;
  return [kernelInWords(kernel), ...setupInWords(setup, racingModes(store.value))].join(' · ');
}

/** Threads that can't be had are replaced by workers, which can. */
function withWorkers(asked: Asked): Asked {
  const { modes } = asked;
  if (!modes?.includes('threads') || engineOf('threads').availability().available) return asked;
  const rest = modes.filter((mode) => mode !== 'threads');
  return { ...asked, modes: rest.includes('workers') ? rest : [...rest, 'workers'] };
}

/** What keeps the picture away. */
function problemOf({ store }: Controller): TemplateResult | typeof nothing {
  const failed = store.value.pictures.find((entry) => entry.state === 'failed');
  if (failed?.state !== 'failed') return nothing;
  return html`<ft-notice kind="error" heading="No picture" .sentence=${failed.message}></ft-notice>`;
}

customElements.define('ft-live-race', LiveRace);

declare global {
  interface HTMLElementTagNameMap {
    'ft-live-race': LiveRace;
  }
}
