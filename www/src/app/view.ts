// The page as a function of the state.

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

import '../elements/index.js';
import type {
  ChartWidth,
  EntryDetail,
  FilesDetail,
  KernelChange,
  ModeOffer,
  Progress,
  RunDetail,
  RunState,
  TrayEntry,
} from '../elements/index.js';
import { EXPERIMENT_WORDS } from '../elements/experiments.js';
import { siteHeader } from '../elements/site-header.js';
import type { TimeWindow } from '../elements/zoom.js';
import { engineOf, engines } from '../engines/index.js';
import { catalog } from '../generated/catalog.js';
import { MODE_LABELS } from '../generated/model.js';
import type { Experiment, Report, Theme } from '../generated/model.js';
import { sameValues } from '../parameters.js';
import { isParallel, type Setup } from '../setup.js';
import { writeAddress } from '../state/address.js';
import { knowsKernel, racingModes, type Controller } from '../state/controller.js';
import { claimedCores } from '../cores.js';
import { LIMITS } from '../history/history.js';
import { idOf } from '../links/opened.js';
import { isUnderWay, selectedPicture, type PictureEntry, type State } from '../state/state.js';
import type { NamedReport } from '../workers/charts.worker.js';
import { CHARTS, MOVING } from './chart-words.js';
import type { Drawings, Drawn } from './drawings.js';
import {
  kernelInWords,
  lengthInWords,
  machineInWords,
  openedInWords,
  oneModeInWords,
  reportInWords,
  setupInWords,
  stopInWords,
} from './words.js';

/** The slider goes to twice the cores, to show what too many threads do. */
const mostShown = 2 * claimedCores;

/** The whole page. */
export function view(
  state: State,
  controller: Controller,
  drawings: Drawings,
  problems: readonly string[],
): TemplateResult {
  const { race, results } = state;
  const busy = isUnderWay(race.state);
  const words = EXPERIMENT_WORDS[state.setup.experiment];
  const stale = !busy && isStale(state, controller);
  return html`
    ${siteHeader('lab')}
    <main class="page-main">
      ${notices(state, controller, drawings, problems)}
      <section class="first" aria-label="Race">
        <div class="first-words ${stale ? 'stale' : ''}" tabindex="-1">
          <ft-verdict
            .summary=${results.summary}
            .growing=${busy}
            .equality=${results.report && results.report.settings.modes.length < 2 ? undefined : results.equality}
          ></ft-verdict>
        </div>
        <div class="first-picture">${pictureOf(state, controller, drawings.overlay)}</div>
        <div class="first-act">
          <ft-drop-zone
            ?compact=${state.pictures.length > 0}
            ?noSample=${state.pictures.some((entry) => entry.origin === 'sample' && entry.state !== 'failed')}
            ?disabled=${busy}
            @files=${(event: CustomEvent<FilesDetail>) => controller.addFiles(event.detail.files)}
            @sample=${() => controller.addSample()}
          ></ft-drop-zone>
          <ft-tray
            .entries=${state.pictures.map(trayEntry)}
            .selected=${state.selected ?? ''}
            ?disabled=${busy}
            @select=${(event: CustomEvent<EntryDetail>) => controller.select(event.detail.id)}
            @remove=${(event: CustomEvent<EntryDetail>) => controller.remove(event.detail.id)}
          ></ft-tray>
          <details class="settings">
            <summary>${settingsLine(state)}</summary>
            <div class="settings-body">
              <ft-experiment-picker
                .experiment=${state.setup.experiment}
                .fixedSize=${fixedSize(controller)}
                ?disabled=${busy}
                @experiment=${({ detail }: CustomEvent<Experiment>) => controller.setUp(withExperiment(state.setup, detail))}
              ></ft-experiment-picker>
              <ft-kernel-form
                .kernels=${catalog}
                .kernel=${state.kernel.name}
                .values=${state.kernel.params}
                ?disabled=${busy}
                @change=${(event: CustomEvent<KernelChange>) => controller.setKernel(event.detail.kernel, event.detail.params)}
              ></ft-kernel-form>
              <ft-mode-picker
                .modes=${engines.map((engine) => offer(engine, state.kernel.name))}
                .setup=${state.setup}
                .cores=${claimedCores}
                .mostThreads=${mostShown}
                ?disabled=${busy}
                @change=${({ detail }: CustomEvent<Setup>) => controller.setUp(detail)}
              ></ft-mode-picker>
            </div>
          </details>
          ${blocking(state) ? html`<ft-kettle ?boiling=${race.state === 'running'}></ft-kettle>` : nothing}
          <ft-run-bar
            .state=${runState(state, controller.obstacle)}
            .progress=${progressOf(state)}
            .reason=${reasonOf(state, controller.obstacle)}
            .act=${words.act}
            .openEnded=${(busy ? results.setup : state.setup)?.repeats === undefined}
            @run=${() => controller.race()}
            @cancel=${() => controller.cancel()}
          ></ft-run-bar>
        </div>
      </section>
      ${
        stale && results.report
          ? html`<ft-notice
              .heading=${`The results are of the last ${results.report.settings.experiment === 'race' ? 'race' : 'experiment'}`}
              .sentence=${`${reportInWords(results.report)}. ${words.act} again for what is set now.`}
            ></ft-notice>`
          : nothing
      }
      <h2 class="visually-hidden">Charts</h2>
      ${
        results.shown.length > 1
          ? html`<ft-compared
              .reports=${results.shown.map(({ name, report }) => ({ name, what: reportInWords(report) }))}
              ?disabled=${busy}
              @leave-out=${({ detail }: CustomEvent<number>) => leaveOut(controller, results.shown[detail])}
            ></ft-compared>`
          : nothing
      }
      <section class="charts ${stale ? 'stale' : ''}" aria-label="Charts">${chartsOf(state, drawings, busy)}</section>
      ${
        results.report && results.summary
          ? html`<section class="facts ${stale ? 'stale' : ''}">
              <h2>The numbers</h2>
              <p>${reportInWords(results.report)}. ${stopInWords(results.report)}</p>
              <p class="small quiet">${machineInWords(results.report)}</p>
              <ft-facts .report=${results.report} .summary=${results.summary}></ft-facts>
              <ft-model-facts .report=${results.report} .summary=${results.summary}></ft-model-facts>
              ${
                busy
                  ? nothing
                  : html`<ft-report-files
                      .report=${results.report}
                      .summary=${results.summary}
                      .page=${() => drawings.page()}
                      ?compared=${results.shown.length > 1}
                      .setting=${writeAddress(results.report.job.kernel, results.setup ?? state.setup, catalog)}
                    ></ft-report-files>`
              }
            </section>`
          : nothing
      }
      <ft-history
        class="facts"
        .entries=${state.history}
        .shown=${results.report ? idOf(results.report) : ''}
        .problem=${state.historyProblem}
        ?disabled=${busy}
        @open-run=${({ detail }: CustomEvent<RunDetail>) => controller.openEarlier(detail.id)}
        @compare-run=${({ detail }: CustomEvent<RunDetail>) => controller.compareEarlier(detail.id)}
        @delete-run=${({ detail }: CustomEvent<RunDetail>) => controller.deleteEarlier(detail.id)}
        @delete-all=${() => controller.forgetAll()}
      ></ft-history>
      <section class="prose">
        <h2>How it is measured</h2>
        <p>
          Every round runs each mode once, in shuffled order, on the same pixels. Warm-up rounds come first, until times
          have settled: they are shown, but do not count. Rounds go on until every ratio is known to ±2 %, or the time
          is spent. What disturbs a run sets it aside, with a mark; nothing is dropped in silence. Times are those of
          the kernel, with the messages that workers can’t do without; starting the engines and bringing the picture to
          them stand apart in the numbers. Sequential, parallel and workers run the same source. The outputs are
          compared byte by byte.
        </p>
        <p>
          Your pictures stay on your device: nothing is sent anywhere. The reports of your last ${LIMITS.runs} runs,
          without the pictures, are kept in this browser alone, under “Earlier runs”, where you can delete them.
        </p>
      </section>
    </main>
    <footer class="page-footer">Four Toasters ${__VERSION__}. Everything runs in this page.</footer>
  `;
}

/** Whether the results on show are of another kernel, picture or setting than what is set now. */
function isStale(state: State, controller: Controller): boolean {
  const { report } = state.results;
  // What was measured elsewhere is no older for what is set up here.
  if (!report || state.results.opened) return false;
  const same = JSON.stringify(relevant(state.results.setup, state)) === JSON.stringify(relevant(state.setup, state));
  return !(same && sameKernel(report, state) && samePicture(state, controller));
}

/** What of a setup makes a difference: the choices, as far as the experiment and the modes leave them open. */
function relevant(setup: Setup | undefined, { kernel }: State): unknown {
  if (!setup) return undefined;
  const { experiment, repeats, budgetS, scope, threads, chunk, passing, blocking } = setup;
  const { modes: open, cuts } = EXPERIMENT_WORDS[experiment];
  const racing = racingModes({ setup, kernel });
  const modes = racing.filter((mode) => open === 'all' || (open === 'parallel' && isParallel(mode)));
  const lanes = open !== 'all' || racing.some(isParallel) ? [threads, cuts ? chunk : 'auto'] : [];
  const workers = open !== 'all' || racing.includes('workers') ? passing : undefined;
  return [experiment, repeats, budgetS, scope, modes, lanes, workers, open === 'all' ? blocking : undefined];
}

function sameKernel({ job }: Report, { kernel }: State): boolean {
  return job.kernel.name === kernel.name && sameValues(job.kernel.params, kernel.params);
}

function samePicture(state: State, controller: Controller): boolean {
  return controller.kernelInfo?.needsSource === false || state.results.pictureId === state.selected;
}

/** Whether a run would block the page. */
function blocking(state: State): boolean {
  const { experiment, blocking } = state.setup;
  return experiment === 'race' && blocking !== undefined && racingModes(state).includes(blocking);
}

function notices(
  state: State,
  controller: Controller,
  drawings: Drawings,
  problems: readonly string[],
): TemplateResult | typeof nothing {
  const { race, results, unopened } = state;
  const threads = engineOf('threads').availability();
  const list = [
    ...(threads.available
      ? []
      : [
          html`<ft-notice
            kind="warning"
            heading="Threads are off here"
            .sentence=${`${threads.reason} Workers, which share nothing, are the parallel mode here, and everything else works.`}
            .steps=${threads.help}
          ></ft-notice>`,
        ]),
    ...(problems.length > 0
      ? [html`<ft-notice heading="Part of the address was left out" .sentence=${problems.join(' ')}></ft-notice>`]
      : []),
    ...(unopened.length > 0
      ? [html`<ft-notice kind="warning" heading="Not opened" .sentence=${unopened.join(' ')}></ft-notice>`]
      : []),
    ...(results.opened && results.report
      ? [
          html`<ft-notice
            .heading=${results.earlier ? 'An earlier run' : 'Measured elsewhere'}
            .sentence=${openedInWords(results.report, results.earlier, knowsKernel(results.report))}
            .action=${knowsKernel(results.report) ? (results.earlier ? 'Run it again' : 'Run it here') : ''}
            @action=${() => controller.runHere()}
          ></ft-notice>`,
        ]
      : []),
    ...(race.state === 'failed'
      ? [
          html`<ft-notice
            kind="error"
            heading="It stopped"
            .sentence=${`${race.message} Your pictures are safe, and the next start is a fresh one.`}
          ></ft-notice>`,
        ]
      : []),
    ...(drawings.problem
      ? [html`<ft-notice kind="error" heading="No charts" .sentence=${drawings.problem}></ft-notice>`]
      : []),
  ];
  return list.length > 0 ? html`<div class="notices">${list}</div>` : nothing;
}

function pictureOf(state: State, controller: Controller, overlay: string): TemplateResult {
  const entry = selectedPicture(state);
  const { results } = state;
  const wantsPicture = controller.kernelInfo?.needsSource !== false;
  // A result is shown beside the picture it was made from, as long as that one is chosen.
  const racing = isUnderWay(state.race.state);
  const sameJob = racing || (!!results.report && sameKernel(results.report, state) && samePicture(state, controller));
  const current = results.result !== undefined && sameJob;
  const ready = entry?.state === 'ready' && wantsPicture ? entry : undefined;
  return html`<ft-two-up
    .original=${ready?.preview}
    .originalSize=${ready?.size}
    .result=${current ? results.result : undefined}
    .resultSize=${current ? results.resultSize : undefined}
    .overlay=${current ? overlay : ''}
    ><span slot="empty"
      >${wantsPicture ? 'Your picture goes here.' : 'This kernel draws its own picture: press the button.'}</span
    ></ft-two-up
  >`;
}

/** The charts that there will be, before there are any. */
const EMPTY: readonly Drawn[] = (['bars', 'where'] as const).map((chart) => ({
  key: chart,
  id: { chart, modeIndex: null },
  choices: [],
  figure: undefined,
  paper: undefined,
}));

function chartsOf(state: State, drawings: Drawings, busy: boolean): unknown {
  const { results, kernel } = state;
  const shown = drawings.drawn.length > 0 ? drawings.drawn : EMPTY;
  return repeat(
    shown,
    ({ key }) => key,
    ({ key, id, choices, figure, paper }) => {
      const { heading, source } = CHARTS[id.chart];
      const modes = results.report?.settings.modes ?? [];
      // Modes of the others come after those of the report itself.
      const own = id.modeIndex === null || id.modeIndex < modes.length;
      const of = id.modeIndex === null ? undefined : results.modes[id.modeIndex];
      const called = (index: number): string => {
        const mode = results.others.length === 0 ? modes[index] : undefined;
        return mode ? oneModeInWords(mode) : (results.modes[index] ?? '');
      };
      return html`<ft-chart
        class=${id.chart === 'where' ? 'wide' : ''}
        data-chart=${id.chart}
        .heading=${of ? `${heading}: ${of}` : heading}
        .source=${source}
        .name=${['four-toasters', kernelOf(results.report) ?? kernel.name, key].join('-')}
        .figure=${figure}
        .paper=${paper}
        .redraw=${(theme: Theme) => drawings.redraw(key, id, theme)}
        .animated=${MOVING.includes(id.chart) ? drawings.animated : undefined}
        .views=${choices.map(called)}
        .view=${choices.indexOf(id.modeIndex ?? -1)}
        .busy=${busy}
        .zoomable=${id.chart === 'lanes'}
        .replays=${id.chart === 'where'}
        .picture=${id.chart === 'where' && own ? results.result : undefined}
        @resize-chart=${({ detail }: CustomEvent<ChartWidth>) => drawings.resize(key, detail.width)}
        @choose-view=${({ detail }: CustomEvent<number>) => drawings.choose(id.chart, choices[detail] ?? 0)}
        @see-chart=${({ detail }: CustomEvent<boolean>) => drawings.see(key, detail)}
        @zoom-chart=${({ detail }: CustomEvent<TimeWindow | null>) => drawings.zoom(key, detail)}
        >${results.report ? html`<span slot="empty">Being drawn…</span>` : nothing}</ft-chart
      >`;
    },
  );
}

function leaveOut(controller: Controller, left: NamedReport | undefined): void {
  if (left) void controller.leaveOut(left.report);
}

const kernelOf = (report: Report | undefined): string | undefined => report?.job.kernel.name;

/** Why the chosen picture can't have other sizes, in a sentence; empty where it can. */
function fixedSize({ kernelInfo }: Controller): string {
  return kernelInfo?.needsSource === false
    ? 'Growing and Break-even need a picture to make smaller; this kernel draws its own.'
    : '';
}

/** Another experiment. Pictures of several sizes have no file, so there the kernel alone is timed. */
function withExperiment(setup: Setup, experiment: Experiment): Setup {
  return { ...setup, experiment, scope: EXPERIMENT_WORDS[experiment].resizes ? 'kernel' : setup.scope };
}

function offer(engine: (typeof engines)[number], kernel: string): ModeOffer {
  const { mode, explanation } = engine;
  const label = MODE_LABELS[mode];
  const here = engine.availability();
  const lacks = engine.lacks?.(kernel);
  if (!here.available) return { mode, label, explanation, available: false, reason: here.reason, help: here.help };
  if (lacks !== undefined) return { mode, label, explanation, available: false, reason: lacks };
  return { mode, label, explanation: here.note ? `${explanation} ${here.note}` : explanation, available: true };
}

function trayEntry(entry: PictureEntry): TrayEntry {
  const { id, name, state } = entry;
  const common = { id, name, state, sizeBytes: entry.sizeBytes };
  switch (entry.state) {
    case 'reading':
      return common;
    case 'ready':
      return { ...common, size: entry.size, thumbnail: entry.preview };
    case 'failed':
      return { ...common, message: entry.message };
  }
}

function settingsLine(state: State): string {
  const { kernel, setup } = state;
  const { experiment, repeats, budgetS } = setup;
  const { label } = EXPERIMENT_WORDS[experiment];
  return [
    ...(experiment === 'race' ? [] : [label]),
    kernelInWords(kernel),
    ...setupInWords(setup, racingModes(state)),
    ...lengthInWords(repeats, budgetS),
  ].join(' · ');
}

function runState(state: State, obstacle: string | undefined): RunState {
  const { race } = state;
  return obstacle && !isUnderWay(race.state) ? 'disabled' : race.state;
}

function progressOf({ race }: State): Progress | undefined {
  return race.state === 'running' ? race.progress : undefined;
}

function reasonOf(state: State, obstacle: string | undefined): string {
  const { race } = state;
  if (obstacle) return obstacle;
  if (race.state === 'failed') return race.message;
  if (race.state === 'cancelled')
    return state.results.report ? 'Cancelled. What was measured until then is below.' : 'Cancelled.';
  return '';
}
