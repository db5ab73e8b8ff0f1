// What the batch page knows and does: files, settings, runs, results.

import { FrameWatch } from '../state/frames.js';
import { machine } from '../state/machine.js';
import { charts } from '../workers/clients.js';
import { BATCH_REPORT_VERSION } from '../generated/model.js';
import type { BatchReport, BatchRun, Drawing, Figure, Recipe, Theme, Way } from '../generated/model.js';
import type { Outcome } from './files.js';
import { Results } from './results.js';
import { Running } from './run.js';
import { readSettings, writeSettings, type Settings } from './settings.js';
import { dropped, picked, type Source } from './sources.js';
import { wayOf, ways } from './ways/index.js';
import type { Runner, WayKind } from './ways/way.js';
import { forget, generated } from './xrays.js';

/** While a batch runs its lanes are drawn no oftener than this, in milliseconds, and never before the last drawing is there. */
const LIVE_MS = 1000;

/** Width of a chart until its frame tells its own, in CSS pixels. */
const FIRST_WIDTH = 800;

/** What the page is at. */
export type Doing = 'nothing' | 'reading' | 'generating' | 'starting' | 'running';

/** A chart of the page. */
export type ChartName = 'lanes' | 'ways';

/** Why a file has no result. */
export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** The page's state and all that changes it. */
export class App {
  settings: Settings;
  doing: Doing = 'nothing';
  /** How the last run ended. */
  ended: 'not yet' | 'done' | 'cancelled' = 'not yet';
  source: Source | undefined;
  /** Whether it is what `count` and `seed` ask for. */
  isGenerated = false;
  /** X-rays that are there, while they are generated. */
  drawn = 0;
  /** What is under way: "threads.map". */
  now = '';
  running: Running | undefined;
  results = new Results();
  failures: Failure[] = [];
  report: BatchReport | undefined;
  /** The run whose lanes are shown, and whose results. */
  shown: BatchRun | undefined;
  figures: Partial<Record<ChartName, Figure>> = {};
  /** Bytes that the page and its workers held when the browser told last, if it does. */
  memoryBytes: number | undefined;
  /** Why nothing was begun, or what broke. */
  problems: readonly string[];

  readonly #changed: () => void;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #widths: Record<ChartName, number> = { lanes: FIRST_WIDTH, ways: FIRST_WIDTH };
  #stop: AbortController | undefined;
  /** Counts drawings, so that late ones are dropped. */
  #turn = 0;
  #liveAt = 0;
  #drawing = false;

  constructor(query: string, changed: () => void) {
    const { settings, problems } = readSettings(query);
    this.settings = settings;
    this.problems = problems;
    this.#changed = changed;
    this.#dark.addEventListener('change', () => void this.#draw());
  }

  get isBusy(): boolean {
    return this.doing !== 'nothing';
  }

  set(change: Partial<Settings>): void {
    const { count, seed } = this.settings;
    this.settings = { ...this.settings, ...change };
    if (this.isGenerated && (this.settings.count !== count || this.settings.seed !== seed))
      this.#take(undefined, false);
    // Runs of another recipe can't be compared with these.
    if (change.steps || change.exact !== undefined) this.#forgetRuns();
    this.problems = [];
    history.replaceState(null, '', `${location.pathname}${writeSettings(this.settings)}${location.hash}`);
    this.#changed();
  }

  /** Takes what was dropped. */
  drop(transfer: DataTransfer): Promise<void> {
    return this.#read(dropped(transfer));
  }

  /** Takes what was picked. */
  pick(list: Iterable<File>): Promise<void> {
    return this.#read(picked([...list]));
  }

  /** Generates the X-rays. */
  generate(): Promise<void> {
    return this.#busy('generating', async (signal) => {
      await this.#generate(signal);
    });
  }

  /** Runs the chosen way; on generated X-rays if there are no files. */
  run(): Promise<void> {
    return this.#go([wayOf(this.settings.way)]);
  }

  /** Runs every way that can run here, or those of them that are named, one after another, on the same files; the chosen one last, so that its results stay. */
  compare(names?: readonly Way[]): Promise<void> {
    this.#forgetRuns();
    const isChosen = ({ way }: WayKind): boolean => way === this.settings.way;
    const able = ways.filter((kind) => kind.availability().available && (names?.includes(kind.way) ?? true));
    return this.#go([...able.filter((kind) => !isChosen(kind)), ...able.filter(isChosen)]);
  }

  cancel(): void {
    this.#stop?.abort();
  }

  /** Removes the X-rays that the browser keeps. */
  async forget(): Promise<void> {
    await forget();
    if (this.isGenerated) this.#take(undefined, false);
    this.#changed();
  }

  /** Does something beside; what goes wrong with it is told. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.problems = [error instanceof Error ? error.message : String(error)];
      this.#changed();
    }
  }

  /** Draws a chart this wide from now on. */
  resize(chart: ChartName, width: number): void {
    if (width === this.#widths[chart]) return;
    this.#widths[chart] = width;
    void this.#draw();
  }

  get recipe(): Recipe {
    const { steps, exact } = this.settings;
    return { steps, exact };
  }

  /** The names of the files, by index. */
  get names(): readonly string[] {
    return this.source?.files.map(({ name }) => name) ?? [];
  }

  async #read(reading: Promise<Source>): Promise<void> {
    await this.#busy('reading', async () => {
      const source = await reading;
      if (source.files.length === 0) throw new Error('There were no files in what was given.');
      this.#take(source, false);
    });
  }

  #take(source: Source | undefined, isGenerated: boolean): void {
    this.source = source;
    this.isGenerated = isGenerated;
    this.running = undefined;
    this.results = new Results();
    this.failures = [];
    this.#forgetRuns();
  }

  #forgetRuns(): void {
    this.report = undefined;
    this.shown = undefined;
    this.figures = {};
    this.ended = 'not yet';
  }

  async #generate(signal: AbortSignal): Promise<void> {
    const { count, seed } = this.settings;
    this.drawn = 0;
    const progress = (done: number): void => {
      this.drawn = done;
      this.#changed();
    };
    const source = await generated(count, seed, progress, signal);
    this.#take(source, true);
  }

  async #go(kinds: readonly WayKind[]): Promise<void> {
    await this.#busy('starting', async (signal) => {
      if (!this.source) {
        this.doing = 'generating';
        this.#changed();
        await this.#generate(signal);
      }
      for (const kind of kinds) {
        if (signal.aborted) break;
        await this.#way(kind, signal);
      }
      this.ended = signal.aborted ? 'cancelled' : 'done';
    });
  }

  async #way(kind: WayKind, signal: AbortSignal): Promise<void> {
    const { source, settings, recipe } = this;
    const availability = kind.availability();
    if (!source) return;
    if (!availability.available) throw new Error(availability.reason);
    Object.assign(this, { doing: 'starting', now: kind.label });
    this.#changed();
    let runner: Runner | undefined;
    const watch = new FrameWatch();
    try {
      runner = await kind.start({ recipe, lanes: settings.lanes, chunksize: settings.chunksize });
      const running = new Running(kind, runner, source.files, settings.chunksize);
      Object.assign(this, { running, results: new Results(), failures: [], doing: 'running' });
      this.#liveAt = performance.now();
      this.#changed();
      const { frames } = await watch.during(() => running.go((outcome) => this.#told(outcome), signal));
      this.#add(running.report(frames?.longestGapMs ?? null));
    } finally {
      watch.stop();
      runner?.end();
    }
    await this.#draw();
    this.#weigh();
  }

  #told({ file, made, fault }: Outcome): void {
    if (made) this.results.put(file, made);
    if (fault) this.failures.push({ name: this.names[file] ?? '', message: fault.message });
    this.#live();
    this.#changed();
  }

  /** Draws the lanes as far as they have come, now and then. */
  #live(): void {
    const { running } = this;
    if (!running || this.#drawing || performance.now() - this.#liveAt < LIVE_MS) return;
    this.#liveAt = performance.now();
    this.#drawing = true;
    void this.#draw(running.report(null)).finally(() => (this.#drawing = false));
    this.#weigh();
  }

  /** A way that runs again takes the place of its earlier run. */
  #add(run: BatchRun): void {
    const { report, source, recipe } = this;
    const others = report?.runs.filter(({ way }) => way !== run.way) ?? [];
    const place = ({ way }: BatchRun): number => ways.findIndex((kind) => kind.way === way);
    this.shown = run;
    this.report = {
      version: BATCH_REPORT_VERSION,
      created: new Date().toISOString(),
      machine: report?.machine ?? machine(),
      source: source?.name ?? '',
      recipe,
      runs: [...others, run].sort((a, b) => place(a) - place(b)),
    };
  }

  /** Asks the browser how much memory there is in use, where it tells. */
  #weigh(): void {
    const { measureUserAgentSpecificMemory } = performance as Performance & {
      measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
    };
    if (!measureUserAgentSpecificMemory || !crossOriginIsolated) return;
    // It answers when it next collects garbage; nobody waits for that.
    measureUserAgentSpecificMemory.call(performance).then(
      ({ bytes }) => {
        this.memoryBytes = bytes;
        this.#changed();
      },
      () => {},
    );
  }

  /** Does something that can be cancelled, unless something else is under way. */
  async #busy(doing: Doing, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    const stop = (this.#stop = new AbortController());
    Object.assign(this, { doing, problems: [] });
    this.#changed();
    try {
      await work(stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) this.problems = [error instanceof Error ? error.message : String(error)];
      else this.ended = 'cancelled';
    } finally {
      this.doing = 'nothing';
      this.#changed();
    }
  }

  async #draw(run = this.shown): Promise<void> {
    const { report } = this;
    if (!run) return;
    const turn = (this.#turn += 1);
    try {
      const [lanes, drawnWays] = await Promise.all([
        charts.batchLanes(run, this.#asDrawing('lanes')),
        report && report.runs.length > 1 ? charts.batchWays(report, this.#asDrawing('ways')) : undefined,
      ]);
      if (turn !== this.#turn) return;
      this.figures = { lanes, ...(drawnWays ? { ways: drawnWays } : {}) };
    } catch (error) {
      this.problems = [`The charts could not be drawn. ${error instanceof Error ? error.message : String(error)}`];
    }
    this.#changed();
  }

  /** A chart in other colours, for a file. */
  async redraw(chart: ChartName, theme: Theme): Promise<Figure | null> {
    const { shown, report } = this;
    const drawing = { ...this.#asDrawing(chart), theme };
    if (chart === 'lanes') return shown ? charts.batchLanes(shown, drawing) : null;
    return report ? charts.batchWays(report, drawing) : null;
  }

  #asDrawing(chart: ChartName): Drawing {
    const forced = document.documentElement.dataset['theme'];
    const dark = forced ? forced === 'dark' : this.#dark.matches;
    return { width: this.#widths[chart], theme: dark ? 'dark' : 'light', windowMs: null };
  }
}
