// What the requests page knows and does: settings, runs, what came of them.

import { ON_PAPER } from '../elements/paper.js';
import type { Drawing, Figure, NetworkRun, Theme } from '../generated/model.js';
import { FrameWatch } from '../state/frames.js';
import { charts } from '../workers/clients.js';
import { Politeness, impoliteness, readAddresses } from './addresses.js';
import { sendAll, type Plan, type Result, type Send } from './scheduler.js';
import { fetching, modelled, weatherUrl, withQueueing, type Received } from './senders.js';
import { PICTURES, type Service } from './weather.js';
import { Pictures } from './pictures.js';
import { explain, finding, type Measured } from './words.js';
import { startWeather } from './worker.js';

/** How many may be under way. */
export type WayName = 'one-by-one' | 'limit' | 'all';

/** The limits that a comparison goes through; all at once comes last. */
const COMPARED = [1, 10, 40];

/** Width of the waterfall until its frame tells its own, in CSS pixels. */
const FIRST_WIDTH = 800;

/** Pictures of half a megabyte that are fetched at most. */
const MOST_PICTURES = 100;

/** A run of nothing. */
const NOTHING: NetworkRun = {
  way: '',
  requests: 0,
  totalMs: 0,
  trace: { lanes: 0, spans: [] },
  attempts: [],
  computing: null,
};

/** What the visitor chose. */
export interface Settings extends Omit<Plan, 'limit' | 'seed'>, Service {
  readonly way: WayName;
  readonly limit: number;
  readonly source: 'weather' | 'own';
  /** The visitor's own addresses, as typed. */
  readonly addresses: string;
}

const DEFAULTS: Settings = {
  way: 'limit',
  limit: 40,
  count: 100,
  retries: 3,
  timeoutMs: 5000,
  backoffMs: 200,
  inOrder: false,
  source: 'weather',
  addresses: '',
  latencyMs: 100,
  jitterMs: 0,
  failurePercent: 0,
  ratePerSecond: 0,
  kBPerSecond: 0,
  damagedPercent: 0,
  seed: 1,
};

/** Where the answers come from. */
export type Server = 'starting' | 'worker' | 'model';

/** Failures of one kind. */
export interface FailureGroup {
  readonly sentence: string;
  readonly count: number;
}

/** The page's state and all that changes it. */
export class App {
  settings: Settings = DEFAULTS;
  server: Server = 'starting';
  /** Why there is no service worker. */
  noWorker = '';
  state: 'idle' | 'running' | 'done' | 'cancelled' = 'idle';
  /** What is under way: "Limit of 40". */
  now = '';
  /** Results in the order in which they were delivered. */
  delivered: Result<Received>[] = [];
  /** Requests of the run whose results are shown. */
  asked = 0;
  /** Whether its results were to come in order. */
  inOrder = false;
  measured: readonly Measured[] = [];
  /** Whether those were compared with each other. */
  compared = false;
  /** Whether what is shown came from the model in this page. */
  fromModel = false;
  failures: readonly FailureGroup[] = [];
  run: NetworkRun | undefined;
  figure: Figure | undefined;
  /** The same for paper. */
  paper: Figure | undefined;
  /** Why nothing was started, or what broke. */
  problem = '';
  /** What of the address could not be understood, as sentences. */
  leftOut: readonly string[] = [];
  readonly pictures: Pictures;
  /** The waterfall of the way that fetched pictures last, or that is looked at. */
  pictureFigure: Figure | undefined;
  #pictureRun: NetworkRun | undefined;
  #pictureWidth = FIRST_WIDTH;

  readonly #changed: () => void;
  readonly #guest: boolean;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  #width = FIRST_WIDTH;
  #stop: AbortController | undefined;
  #runs = 0;
  /** Counts drawings, so that late ones are dropped. */
  #turn = 0;

  /** @param guest whether it is part of another page, which must stay isolated. */
  constructor(changed: () => void, guest = false) {
    this.#changed = changed;
    this.#guest = guest;
    this.pictures = new Pictures(changed);
    this.#dark.addEventListener('change', () => {
      void this.#draw();
      void this.showPictures(this.#pictureRun);
    });
  }

  /** Brings the weather service, and what draws charts, so that all works without a network from then on. */
  async start(): Promise<void> {
    const drawer = charts.waterfall(NOTHING, this.#asDrawing(this.#width)).catch(() => undefined);
    this.noWorker = (await startWeather(this.#guest)) ?? '';
    await drawer;
    this.server = this.noWorker ? 'model' : 'worker';
    this.#changed();
  }

  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    this.problem = '';
    this.#changed();
  }

  /** The chosen way alone. */
  send(): Promise<void> {
    const { way, limit, count } = this.settings;
    return this.#go([way === 'one-by-one' ? 1 : way === 'all' ? count : limit], false);
  }

  /** All ways, or those with these limits and all at once, one after another. */
  compare(limits: readonly number[] = COMPARED): Promise<void> {
    return this.#go(this.ways(limits), true);
  }

  /** The limits that `compare` goes through. */
  ways(limits: readonly number[]): readonly number[] {
    const { count } = this.settings;
    return [...limits.filter((limit) => limit < count), count];
  }

  cancel(): void {
    this.#stop?.abort();
    this.pictures.cancel();
  }

  /** Whether anything is under way. */
  get isBusy(): boolean {
    return this.state === 'running' || this.pictures.isBusy;
  }

  /** Fetches pictures from the weather service and computes them, in all four ways. */
  async comparePictures(): Promise<void> {
    if (this.isBusy || this.server === 'starting') return;
    const { settings } = this;
    const politeness = new Politeness(location.href);
    const plan = { ...settings, count: Math.min(settings.count, MOST_PICTURES) };
    this.problem = '';
    const sender = (): Send<Received> => {
      const run = this.#runName();
      return this.server === 'model'
        ? modelled(settings, run, PICTURES)
        : fetching(weatherUrl(settings, run, PICTURES), politeness);
    };
    await this.pictures.compare(plan, sender, (run) => this.showPictures(run));
  }

  /** Draws the waterfall of a way that fetched pictures. */
  async showPictures(run: NetworkRun | undefined): Promise<void> {
    this.#pictureRun = run;
    if (!run) return;
    try {
      const figure = await charts.waterfall(run, this.#asDrawing(this.#pictureWidth));
      if (run === this.#pictureRun) this.pictureFigure = figure;
    } catch (error) {
      this.problem = `The waterfall could not be drawn. ${error instanceof Error ? error.message : String(error)}`;
    }
    this.#changed();
  }

  /** Draws the waterfall of the pictures this wide from now on. */
  resizePictures(width: number): void {
    if (width === this.#pictureWidth) return;
    this.#pictureWidth = width;
    void this.showPictures(this.#pictureRun);
  }

  /** Draws the waterfall this wide from now on. */
  resize(width: number): void {
    if (width === this.#width) return;
    this.#width = width;
    void this.#draw();
  }

  async #go(limits: readonly number[], compared: boolean): Promise<void> {
    if (this.isBusy || this.server === 'starting') return;
    const sender = this.#sender(limits.length);
    if (typeof sender === 'string') {
      this.problem = sender;
      return this.#changed();
    }
    const stop = (this.#stop = new AbortController());
    Object.assign(this, { state: 'running', problem: '', measured: [], compared, failures: [] });
    this.fromModel = this.settings.source === 'weather' && this.server === 'model';
    const watch = new FrameWatch();
    try {
      for (const limit of limits) {
        if (stop.signal.aborted) break;
        await this.#way(limit, sender, stop.signal, watch);
      }
      this.state = stop.signal.aborted ? 'cancelled' : 'done';
    } catch (error) {
      this.state = 'cancelled';
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      watch.stop();
      this.#changed();
    }
  }

  async #way(limit: number, sender: Sender, signal: AbortSignal, watch: FrameWatch): Promise<void> {
    const { settings } = this;
    const plan: Plan = { ...settings, limit };
    this.now = wayName(limit, settings.count);
    this.delivered = [];
    this.asked = settings.count;
    this.inOrder = settings.inOrder;
    this.#changed();
    const deliver = (result: Result<Received>): void => {
      this.delivered.push(result);
      this.#changed();
    };
    // The browser stops noting requests when its list is full.
    performance.clearResourceTimings();
    performance.setResourceTimingBufferSize(settings.count * (settings.retries + 1) + 100);
    let startMs = 0;
    const { result: errand, frames } = await watch.during(() => {
      startMs = performance.now();
      return sendAll(plan, sender.send(this.#runName()), { signal, deliver });
    });
    // The weather service has no queue: the browser's timing would tell of the service worker's start instead.
    const attempts = settings.source === 'own' ? withQueueing(errand, startMs) : errand.attempts;
    const succeeded = errand.results.filter(({ answer }) => answer === 'success').length;
    const row: Measured = {
      name: this.now,
      limit,
      count: settings.count,
      totalMs: errand.totalMs,
      succeeded,
      failed: errand.results.length - succeeded,
      retries: attempts.filter(({ retry }) => retry > 0).length,
      longestGapMs: frames?.longestGapMs,
    };
    this.measured = [...this.measured, row];
    const { totalMs, trace } = errand;
    this.run = { way: this.now, requests: settings.count, totalMs, trace, attempts: [...attempts], computing: null };
    this.failures = groups(
      errand.results
        .filter(({ answer }) => answer !== 'success')
        .map((result) => explain(result, sender.urlOf(result.request), location.href, settings.timeoutMs)),
    );
    await this.#draw();
  }

  /** A name that no other run has, in this page or another that the same service worker serves. */
  #runName(): string {
    this.#runs += 1;
    return `${performance.timeOrigin}-${this.#runs}`;
  }

  /** How requests are sent, or why they can't be. */
  #sender(ways: number): Sender | string {
    const { settings } = this;
    const politeness = new Politeness(location.href);
    if (settings.source === 'own') {
      const { urls, problem } = readAddresses(settings.addresses, settings.count, location.href);
      if (!urls) return problem;
      const impolite = impoliteness(urls, ways, location.href);
      if (impolite) return impolite;
      const urlOf = (request: number): URL => urls[request] ?? new URL(location.href);
      return { send: () => fetching(urlOf, politeness), urlOf };
    }
    const urlOf = weatherUrl(settings, '');
    return {
      send: (run) =>
        this.server === 'model' ? modelled(settings, run) : fetching(weatherUrl(settings, run), politeness),
      urlOf: (request) => urlOf(request, 0),
    };
  }

  get finding(): string {
    return this.compared && this.state === 'done' ? finding(this.measured) : '';
  }

  async #draw(): Promise<void> {
    const { run } = this;
    if (!run) return;
    const turn = (this.#turn += 1);
    try {
      const figure = await charts.waterfall(run, this.#asDrawing(this.#width));
      if (turn !== this.#turn) return;
      this.figure = figure;
      this.paper = await charts.waterfall(run, ON_PAPER);
    } catch (error) {
      this.problem = `The waterfall could not be drawn. ${error instanceof Error ? error.message : String(error)}`;
    }
    this.#changed();
  }

  /** The waterfall in other colours, for a file. */
  redraw = async (theme: Theme): Promise<Figure | null> =>
    this.run ? charts.waterfall(this.run, { ...this.#asDrawing(this.#width), theme }) : null;

  /** The pictures' waterfall, likewise. */
  redrawPictures = async (theme: Theme): Promise<Figure | null> =>
    this.#pictureRun ? charts.waterfall(this.#pictureRun, { ...this.#asDrawing(this.#pictureWidth), theme }) : null;

  #asDrawing(width: number): Drawing {
    const forced = document.documentElement.dataset['theme'];
    const dark = forced ? forced === 'dark' : this.#dark.matches;
    return { width, theme: dark ? 'dark' : 'light', windowMs: null };
  }
}

interface Sender {
  readonly send: (run: string) => Send<Received>;
  readonly urlOf: (request: number) => URL;
}

/** What a limit is called. */
export function wayName(limit: number, count: number): string {
  if (limit <= 1) return 'One by one';
  return limit >= count ? 'All at once' : `Limit of ${limit}`;
}

/** Equal sentences together, the most frequent first. */
function groups(sentences: readonly string[]): FailureGroup[] {
  const counts = new Map<string, number>();
  for (const sentence of sentences) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  return [...counts].map(([sentence, count]) => ({ sentence, count })).sort((a, b) => b.count - a.count);
}
