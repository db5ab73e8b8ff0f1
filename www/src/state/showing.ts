// What is seen of an experiment while it goes on, and what it costs: nothing is drawn while a sample is taken.

import type { Pixels } from '../engines/engine.js';
import type { Report, Settings } from '../generated/model.js';
import { reportName } from '../links/opened.js';
import type { NamedReport } from '../workers/charts.worker.js';
import { charts, pictures } from '../workers/clients.js';
import type { Listener, Progress } from './experiment.js';
import type { RaceProgress, State } from './state.js';
import type { Store } from './store.js';

/** How often the progress is shown: often enough to be followed, seldom enough to cost little. */
const PROGRESS_EVERY_MS = 250;

/** How often the results are shown at most. */
const RESULTS_EVERY_MS = 1000;

/** Showing results may take one part in so many of the time: a report with many spans is shown less often. */
const RESULTS_SHARE = 20;

/** How long charts are waited for; they are drawn anew the next time. */
const DRAWING_MS = 2000;

const UNSEEN = 'Paused: browsers slow down what isn’t seen. It goes on when you look at this page again.';

/** Puts what an experiment tells into the state. */
export class RaceListener implements Listener {
  readonly #store: Store<State>;
  readonly #settings: Settings;
  #progressAt = -Infinity;
  #resultsAt = -Infinity;
  #resultsMs = 0;

  constructor(store: Store<State>, settings: Settings) {
    this.#store = store;
    this.#settings = settings;
  }

  async progress({ runs, share, round, leftMs }: Progress): Promise<void> {
    if (performance.now() - this.#progressAt < PROGRESS_EVERY_MS) return;
    this.#show({
      runs,
      share,
      round: round === undefined ? undefined : round + 1,
      rounds: this.#settings.repeats,
      secondsLeft: leftMs === undefined ? undefined : leftMs / 1000,
    });
    await onScreen();
    this.#progressAt = performance.now();
  }

  async firstOutput(output: Pixels): Promise<Pixels> {
    const { bitmap, pixels } = await pictures.preview(output);
    this.#store.set({ results: { ...this.#store.value.results, result: bitmap, resultSize: output.size } });
    performance.mark('first-result');
    await onScreen();
    return pixels;
  }

  async round(report: Report): Promise<void> {
    const start = performance.now();
    if (start - this.#resultsAt < Math.max(RESULTS_EVERY_MS, this.#resultsMs * RESULTS_SHARE)) return;
    await show(this.#store, report);
    await drawn();
    this.#resultsAt = performance.now();
    this.#resultsMs = this.#resultsAt - start;
  }

  paused(is: boolean): void {
    const { race } = this.#store.value;
    const { rounds, progress } =
      race.state === 'running'
        ? { rounds: race.progress.rounds, progress: race.progress }
        : { rounds: this.#settings.repeats, progress: undefined };
    const stands = progress ?? { runs: 0, share: 0, round: undefined, rounds, secondsLeft: undefined };
    this.#show({ ...stands, paused: is ? UNSEEN : undefined });
  }

  #show(progress: RaceProgress): void {
    this.#store.set({ race: { state: 'running', progress } });
  }
}

/** Puts a report with all that it says into the state; the others stay laid over it. */
export async function show(store: Store<State>, report: Report): Promise<void> {
  const { others } = store.value.results;
  const shown = laidOver(report, others, !store.value.results.opened);
  const said = await charts.show(shown);
  store.set({ results: { ...store.value.results, ...said, report, shown, equality: report.equality } });
}

/** What charts are of: a report, measured `here` or not, and others over it. */
export function laidOver(report: Report, others: readonly NamedReport[], here: boolean): NamedReport[] {
  if (others.length === 0) return [{ name: '', report }];
  return [{ name: here ? `Here: ${reportName(report)}` : reportName(report), report }, ...others];
}

/** Resolves when the charts of what was set last are on the screen: they are asked for after the change, by whoever shows them. */
async function drawn(): Promise<void> {
  const end = performance.now() + DRAWING_MS;
  do await onScreen();
  while (charts.isBusy() && performance.now() < end);
}

/** Resolves when what was set last is on the screen, or would be if the page were seen: after two frames and a little. */
async function onScreen(): Promise<void> {
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
  await Promise.race([
    frame()
      .then(frame)
      .then(() => pause(10)),
    pause(200),
  ]);
}
