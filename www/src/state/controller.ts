// What can be done on the page. The only place that changes the state.

import { EngineError } from '../engines/engine.js';
import { engineOf, engines } from '../engines/index.js';
import { claimedCores, mostThreads } from '../cores.js';
import { catalog } from '../generated/catalog.js';
import type { Job, KernelInfo, KernelSettings, Mode, ParamValues, Report, Size } from '../generated/model.js';
import { MOST_CHARS } from '../generated/model.js';
import type { History } from '../history/history.js';
import { complete, sameValues } from '../parameters.js';
import { idOf, mayHoldReport, openedReport, reportName, reportsInFile } from '../links/opened.js';
import { AS_NOBODY } from '../links/text.js';
import { isParallel, type Setup } from '../setup.js';
import type { NamedReport } from '../workers/charts.worker.js';
import { charts, pictures } from '../workers/clients.js';
import { MOST_SECONDS, readAddress, writeAddress, type Asked } from './address.js';
import { measureCeiling } from './ceiling.js';
import { runExperiment, whenAborted, type Plan } from './experiment.js';
import { machine } from './machine.js';
import { RaceListener, laidOver, show } from './showing.js';
import { isUnderWay, noResults, selectedPicture, type PictureEntry, type Results, type State } from './state.js';
import { createStore, type Store } from './store.js';

/** Most measured rounds that can be asked for. */
export const MOST_REPEATS = 200;

/** The most that an address, a link or a report can ask for. */
export const MOST = { threads: mostThreads, repeats: MOST_REPEATS };

/** Our own picture isn't made larger than this. */
const MOST_PIXELS = 120_000_000;

/** Kernels that an address can name although the page doesn't offer them: for tests of failure. */
export const HIDDEN_KERNELS = ['fault'];

/** The modes that can run here, the baseline first. */
export function availableModes(): Mode[] {
  return engines.filter((engine) => engine.availability().available).map((engine) => engine.mode);
}

/** The race that a visitor finds: one thread against the best parallel mode there is. */
function firstModes(available: readonly Mode[]): Mode[] {
  return ['simd' as const, available.includes('threads') ? ('threads' as const) : ('workers' as const)];
}

/** The modes chosen that have the chosen kernel; the baseline always has. */
export function racingModes({ setup, kernel }: Pick<State, 'setup' | 'kernel'>): Mode[] {
  const having = setup.modes.filter((mode) => engineOf(mode).lacks?.(kernel.name) === undefined);
  return having.length > 0 ? having : ['simd'];
}

export class Controller {
  readonly store: Store<State>;
  readonly #history: History | undefined;
  #cancel: AbortController | undefined;
  #nextId = 0;
  /** What was opened last, as soon as it is shown. */
  #opened: Promise<unknown> = Promise.resolve();

  /** Where there is a history, runs are kept in it. */
  constructor(asked: Asked, history?: History) {
    this.#history = history;
    const available = availableModes();
    const wanted = [...(asked.modes ?? firstModes(available)), asked.blocking];
    const modes = available.filter((mode) => wanted.includes(mode));
    this.store = createStore<State>({
      pictures: [],
      selected: undefined,
      kernel: completed(asked.kernel ?? 'gaussian', asked.params ?? {}),
      setup: {
        experiment: asked.experiment ?? 'race',
        modes: modes.length > 0 ? modes : firstModes(available),
        threads: asked.threads ?? claimedCores,
        repeats: asked.repeats,
        budgetS: asked.budgetS,
        chunk: asked.chunk ?? 'auto',
        passing: asked.passing ?? 'transfer',
        scope: asked.scope ?? 'kernel',
        blocking: asked.blocking,
      },
      race: { state: 'idle' },
      results: noResults,
      unopened: [],
      history: [],
      historyProblem: '',
    });
  }

  /** The chosen kernel's description; none for a hidden one. */
  get kernelInfo(): KernelInfo | undefined {
    return catalog.find((kernel) => kernel.name === this.store.value.kernel.name);
  }

  /** Why a race can't start now, in a sentence; nothing when it can. */
  get obstacle(): string | undefined {
    const entry = selectedPicture(this.store.value);
    if (this.kernelInfo?.needsSource === false || entry?.state === 'ready') return undefined;
    if (entry?.state === 'reading') return 'The picture is being read.';
    return 'First a picture: yours, or our breakfast.';
  }

  /** Takes files, good and bad; every one is listed, and the first good one is chosen. */
  async addFiles(given: readonly File[]): Promise<void> {
    await this.#openFiles(given.filter(mayHoldReport));
    const files = given.filter((file) => !mayHoldReport(file));
    if (files.length === 0) return;
    const added = files.map((file): PictureEntry => ({
      ...this.#entry('file', file.name, file.size),
      state: 'reading',
    }));
    // The sample steps aside, unless the results on show are its own.
    const { pictures: before, results } = this.store.value;
    const kept = before.filter((entry) => entry.origin === 'file' || entry.id === results.pictureId);
    this.store.set({ pictures: [...kept, ...added] });
    this.select(added[0]?.id);
    for (const [i, entry] of added.entries()) {
      const file = files[i];
      if (!file) continue;
      await this.#read(entry, file);
      // The first good one of those that were dropped together, unless the visitor has chosen another meanwhile.
      const chosen = selectedPicture(this.store.value);
      if (added.some(({ id }) => id === chosen?.id) && chosen?.state !== 'ready') this.select(this.#firstReady(added));
    }
  }

  /**
   * Shows a report that was measured elsewhere, or `earlier` in this browser, and sets up the same race. What is on show stays if it can't be
   * shown, and a sentence says why.
   */
  open(value: unknown, earlier = false): Promise<void> {
    return this.#opening(async () => this.#open(await whole(value), earlier)).catch(this.#refused);
  }

  /** Lays a report over the one on show, in every chart. What is on show stays if it can't be, and a sentence says why. */
  compare(value: unknown): Promise<void> {
    return this.#opening(async () => this.#layOver(await whole(value))).catch(this.#refused);
  }

  /** Takes one of the reports that are laid over the one on show out of the charts. */
  leaveOut(report: Report): Promise<void> {
    return this.#opening(async () => {
      const { results } = this.store.value;
      await this.#put(
        results,
        results.report,
        results.others.filter((other) => other.report !== report),
      );
    }).catch(this.#refused);
  }

  /** Tells why something could not be opened. */
  refuse(sentence: string): void {
    this.store.set({ unopened: [...this.store.value.unopened, sentence] });
  }

  readonly #refused = (error: Error): void => this.refuse(error.message);

  /** What is opened comes one after the other, so that none loses another's. Rejected with a sentence. */
  #opening(work: () => Promise<void>): Promise<void> {
    const done = this.#opened.then(work);
    this.#opened = done.catch(() => undefined);
    return done;
  }

  get #isBusy(): boolean {
    return isUnderWay(this.store.value.race.state);
  }

  async #open(report: Report, earlier: boolean): Promise<void> {
    await this.#put({ ...noResults, setup: setupOf(report), opened: true, earlier }, report, []);
    this.#setUpAs(report);
    this.store.set({ race: { state: 'idle' } });
  }

  async #layOver(report: Report): Promise<void> {
    const { results } = this.store.value;
    if (!results.report) return this.#open(report, false);
    if (results.shown.some((known) => idOf(known.report) === idOf(report)))
      throw new Error('That run is in the charts already.');
    await this.#put(results, results.report, [...results.others, named({ report })]);
  }

  /** Shows a report with others over it. */
  async #put(results: Results, report: Report | undefined, others: readonly NamedReport[]): Promise<void> {
    if (!report) return;
    const shown = laidOver(report, others, !results.opened);
    const said = this.#isBusy ? undefined : await charts.show(shown);
    // A race that has begun meanwhile keeps what is its own.
    if (!said || this.#isBusy) throw new Error('A race is on: open it when that is over.');
    this.store.set({ results: { ...results, ...said, report, others, shown, equality: report.equality } });
  }

  /** Sets up the race of a report, as far as it can be had here. */
  #setUpAs(report: Report): void {
    const setup = setupOf(report);
    // Read as an address is, since it comes from as far.
    const { kernel, params } = readAddress(writeAddress(report.job.kernel, setup, catalog), catalog, MOST);
    this.store.set({ setup, ...(kernel === undefined ? {} : { kernel: completed(kernel, params ?? {}) }) });
  }

  /** Runs the race of the report on show on this machine, and lays theirs over it. A picture that isn't here is replaced by ours, as large. */
  async runHere(): Promise<void> {
    const { report, shown } = this.store.value.results;
    if (!report || this.#isBusy || !knowsKernel(report)) return;
    this.#setUpAs(report);
    const picture = selectedPicture(this.store.value);
    const { size } = report.job.input;
    const alike =
      picture?.state === 'ready' && picture.size.width === size.width && picture.size.height === size.height;
    if (this.kernelInfo?.needsSource !== false && !alike) await this.addSample(size);
    await this.#race(shown.map(named));
  }

  /** Lists the runs that this browser keeps, now and whenever another tab has changed them. */
  async recall(): Promise<void> {
    this.#history?.watch(() => void this.#withHistory());
    await this.#withHistory();
  }

  async openEarlier(id: string): Promise<void> {
    await this.#withHistory(async (history) => {
      const report = await history.report(id);
      await this.#opening(() => this.#open(report, true));
    });
  }

  async compareEarlier(id: string): Promise<void> {
    await this.#withHistory(async (history) => {
      const report = await history.report(id);
      await this.#opening(() => this.#layOver(report));
    });
  }

  async deleteEarlier(id: string): Promise<void> {
    await this.#withHistory((history) => history.delete(id));
  }

  async forgetAll(): Promise<void> {
    await this.#withHistory((history) => history.clear());
  }

  /** Does something with what is kept and lists it anew. What fails is told in a sentence, and costs nothing else. */
  async #withHistory(work?: (history: History) => Promise<void>): Promise<void> {
    if (!this.#history) return;
    let historyProblem = '';
    let { history } = this.store.value;
    try {
      await work?.(this.#history);
    } catch (error) {
      historyProblem = (error as Error).message;
    }
    try {
      history = await this.#history.list();
    } catch {
      // A browser that keeps nothing is no matter for the visitor until there is something to keep.
    }
    // Nothing is drawn while something is measured: it is listed again at the end.
    if (!this.#isBusy) this.store.set({ history, historyProblem });
  }

  /** Keeps the run that has ended, if anything was measured; nobody waits for that. */
  #keep(): void {
    const { race, results } = this.store.value;
    const { report, summary } = results;
    const whole = race.state === 'done' || (race.state === 'cancelled' && report?.runs.some(({ warmup }) => !warmup));
    void this.#withHistory(async (history) => {
      if (whole && report && summary) await history.keep(report, summary.headline);
    });
  }

  async #openFiles(files: readonly File[]): Promise<void> {
    if (files.length > 0) this.store.set({ unopened: [] });
    for (const file of files) {
      try {
        for (const report of await reportsInFile(file)) await this.compare(report);
      } catch (error) {
        this.refuse((error as Error).message);
      }
    }
  }

  /** Takes the picture at this address, whose host must let others read it. */
  async addAddress(address: string): Promise<void> {
    const name = nameOf(address);
    const { pictures: known } = this.store.value;
    if (known.some((entry) => entry.name === name && entry.state === 'ready')) return;
    // What failed is tried anew.
    this.store.set({ pictures: known.filter((entry) => entry.name !== name) });
    try {
      const response = await fetch(address, AS_NOBODY);
      if (!response.ok) throw new Error(`status ${response.status}`);
      await this.addFiles([new File([await response.blob()], name)]);
    } catch (error) {
      const message = `The picture could not be loaded (${(error as Error).message}). Its host must allow other pages to read it (CORS).`;
      const failed: PictureEntry = { ...this.#entry('file', name, 0), state: 'failed', code: 'load', message };
      this.store.set({ pictures: [failed] });
      this.select(failed.id);
    }
  }

  /**
   * Takes our own sample picture, in a size of its own or in the one that is asked for. It is known to be good, so its pixels are decoded only
   * when it races.
   */
  async addSample(asked?: Size): Promise<void> {
    const name = asked ? `Our breakfast, ${asked.width} × ${asked.height}` : 'Our breakfast';
    const known = this.store.value.pictures.find(
      (entry) => entry.origin === 'sample' && entry.name === name && entry.state !== 'failed',
    );
    if (known) return this.select(known.id);
    const reading: PictureEntry = { ...this.#entry('sample', name, 0), state: 'reading' };
    this.store.set({ pictures: [...this.store.value.pictures.filter((e) => e.origin === 'file'), reading] });
    this.select(reading.id);
    try {
      const response = await fetch('sample.jpg');
      if (!response.ok) throw new Error(`status ${response.status}`);
      const file = asked ? await resized(await response.blob(), asked) : await response.blob();
      const preview = await createImageBitmap(file);
      const size = { width: preview.width, height: preview.height };
      this.#replace({ ...reading, sizeBytes: file.size, state: 'ready', file, size, preview, decoded: undefined });
    } catch (error) {
      const message = `The sample could not be loaded (${String(error)}). Check the connection, or use a picture of yours.`;
      this.#replace({ ...reading, state: 'failed', code: 'load', message });
    }
  }

  /** Chooses a picture; none where there is none to choose. */
  select(id: string | undefined): void {
    this.store.set({ selected: id });
  }

  remove(id: string): void {
    const { pictures: all, selected } = this.store.value;
    const rest = all.filter((entry) => entry.id !== id);
    this.store.set({ pictures: rest });
    if (selected === id) this.select((rest.find((entry) => entry.state === 'ready') ?? rest[0])?.id);
  }

  setKernel(name: string, params: ParamValues): void {
    this.store.set({ kernel: completed(name, params) });
  }

  setUp(setup: Setup): void {
    this.store.set({ setup });
  }

  cancel(): void {
    this.#cancel?.abort();
  }

  /**
   * Runs the race that is set up, to its end, its failure or its cancellation. Reports from elsewhere stay in the charts, as long as they are of
   * the same kernel.
   */
  async race(): Promise<void> {
    const { kernel, results } = this.store.value;
    const elsewhere = results.opened ? results.shown : results.others;
    const same = ({ report: { job } }: NamedReport): boolean =>
      job.kernel.name === kernel.name && sameValues(job.kernel.params, kernel.params);
    await this.#race(elsewhere.filter(same).map(named));
  }

  async #race(others: readonly NamedReport[]): Promise<void> {
    const { setup } = this.store.value;
    if (this.#isBusy || this.obstacle) return;
    const cancel = new AbortController();
    this.#cancel = cancel;
    // Marks for whoever measures the page itself: `npm run bench`, a browser's profiler.
    performance.mark('race');
    const entry = this.kernelInfo?.needsSource === false ? undefined : selectedPicture(this.store.value);
    this.store.set({ race: { state: 'loading' }, results: { ...noResults, pictureId: entry?.id, setup, others } });
    try {
      const plan = await Promise.race([this.#plan(entry), whenAborted(cancel.signal)]);
      const helpers = { next: charts.nextRound, compare: pictures.compare, ceiling: measureCeiling };
      const listener = new RaceListener(this.store, plan.settings);
      const { report, error } = await runExperiment(plan, helpers, listener, cancel.signal);
      // What was measured is kept; if even the statistics fail, the race has still ended.
      if (report)
        await show(this.store, report).catch((thrown: unknown) => {
          if (!error) throw thrown;
        });
      if (error) throw error;
      this.store.set({ race: { state: 'done' } });
    } catch (thrown) {
      const { code, message } = EngineError.from(thrown);
      this.store.set({ race: code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', code, message } });
    }
    this.#keep();
  }

  async #plan(entry: PictureEntry | undefined): Promise<Plan> {
    const { kernel, setup } = this.store.value;
    const source = entry?.state === 'ready' ? await this.#decoded(entry) : undefined;
    const input: Job['input'] = {
      origin: entry?.origin ?? 'none',
      name: entry?.name.slice(0, MOST_CHARS) ?? '',
      size: source?.pixels.size ?? { width: 0, height: 0 },
      decodeMs: source?.decodeMs ?? 0,
    };
    const modes = availableModes().filter((mode) => engineOf(mode).lacks?.(kernel.name) === undefined);
    const settings = await charts.design({
      ...setup,
      modes: racingModes(this.store.value),
      available: modes,
      blocking: setup.blocking ?? null,
      size: source?.pixels.size ?? drawnSize(kernel),
      // A picture of another size has no file of its own to begin with.
      resizable: source !== undefined && setup.scope === 'kernel',
      repeats: setup.repeats ?? null,
      budgetMs: setup.budgetS === undefined ? null : setup.budgetS * 1000,
      seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 1,
    });
    const { action, shape } = this.kernelInfo ?? { action: 'fail', shape: 'point' as const };
    const job = { kernel, action, shape, input };
    if (setup.scope !== 'kernel' && source?.byBrowser) {
      throw new EngineError(
        'unsupported',
        'Only the browser can read this picture’s format, and the whole pipeline needs a decoder that every mode can use. Race the kernel alone, or save the picture as PNG or JPEG.',
      );
    }
    const file = entry?.state === 'ready' && setup.scope !== 'kernel' ? entry.file : undefined;
    return { job, source: { pixels: source?.pixels, file }, settings, machine: machine() };
  }

  async #decoded(entry: Extract<PictureEntry, { state: 'ready' }>) {
    if (entry.decoded) return entry.decoded;
    const { pixels, decodeMs, byBrowser, preview } = await pictures.decode(entry.file);
    preview.close();
    const decoded = { pixels, decodeMs, byBrowser };
    this.#replace({ ...entry, decoded });
    return decoded;
  }

  /** The first of these entries that can race; the first that is being read if none can. */
  #firstReady(added: readonly PictureEntry[]): string | undefined {
    const now = this.store.value.pictures.filter(({ id }) => added.some((entry) => entry.id === id));
    const first = (state: PictureEntry['state']) => now.find((entry) => entry.state === state);
    return (first('ready') ?? first('reading') ?? now[0])?.id;
  }

  async #read(entry: PictureEntry, file: File): Promise<void> {
    let done: PictureEntry;
    try {
      const { preview, ...decoded } = await pictures.decode(file);
      done = { ...entry, state: 'ready', file, size: decoded.pixels.size, preview, decoded };
    } catch (thrown) {
      const { code, message } = EngineError.from(thrown);
      done = { ...entry, state: 'failed', code, message };
    }
    this.#replace(done);
  }

  #entry(origin: 'file' | 'sample', name: string, sizeBytes: number) {
    this.#nextId += 1;
    return { id: `picture-${this.#nextId}`, origin, name, sizeBytes };
  }

  #replace(entry: PictureEntry): void {
    this.store.set({ pictures: this.store.value.pictures.map((old) => (old.id === entry.id ? entry : old)) });
  }
}

/**
 * A report from elsewhere, with all that an older or shorter one leaves out: refused here where it is far too large, and else by the model.
 * Rejected with a sentence.
 */
const whole = async (value: unknown): Promise<Report> => charts.readReport(openedReport(value));

/** Whether a report's kernel is one of this page's. */
export const knowsKernel = ({ job }: Report): boolean => catalog.some(({ name }) => name === job.kernel.name);

/** The setup of a report's race, as far as it can be had here. */
function setupOf({ settings }: Report): Setup {
  const { experiment, modes, precision, repeats, budgetMs, scope } = settings;
  const available = availableModes().filter((mode) => modes.some((asked) => asked.mode === mode));
  const parallel = modes.find(({ mode }) => isParallel(mode));
  return {
    experiment,
    modes: available.length > 0 ? available : firstModes(availableModes()),
    threads: Math.min(Math.max(1, ...modes.map(({ threads }) => threads)), claimedCores),
    repeats: precision === null ? Math.min(Math.max(1, repeats), MOST_REPEATS) : undefined,
    budgetS: budgetMs === null ? undefined : Math.min(Math.max(1, Math.round(budgetMs / 1000)), MOST_SECONDS),
    chunk: experiment === 'chunks' ? 'auto' : (parallel?.chunk ?? 'auto'),
    passing: parallel?.passing ?? 'transfer',
    scope,
    blocking: modes.find(({ place }) => place === 'page')?.mode,
  };
}

/** A report as it is called beside others. */
const named = ({ report }: Pick<NamedReport, 'report'>): NamedReport => ({ name: reportName(report), report });

/** The file's name at the end of an address. */
function nameOf(address: string): string {
  const last = new URL(address).pathname.split('/').at(-1) || 'picture';
  try {
    return decodeURIComponent(last);
  } catch {
    // A percent sign that stands for itself.
    return last;
  }
}

/** A picture in another size, as a file. */
async function resized(file: Blob, { width, height }: Size): Promise<Blob> {
  if (width * height > MOST_PIXELS) throw new Error(`${width} × ${height} pixels are more than can be made here`);
  const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The size of the picture that a kernel draws by itself. */
function drawnSize({ params }: KernelSettings): Size {
  const side = (name: string): number => (typeof params[name] === 'number' ? params[name] : 0);
  return { width: side('width'), height: side('height') };
}

/** A kernel with a value for every parameter, so that a report says all that was asked for. */
function completed(name: string, params: ParamValues): KernelSettings {
  const info = catalog.find((kernel) => kernel.name === name);
  return { name, params: info ? complete(info, params) : params };
}
