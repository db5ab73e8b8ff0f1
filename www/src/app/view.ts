// The page as a function of the state.

import { html, nothing, type TemplateResult } from 'lit';

import '../elements/index.js';
import type {
  ChartWidth,
  EntryDetail,
  FilesDetail,
  KernelChange,
  ModeOffer,
  Progress,
  RunState,
  TrayEntry,
} from '../elements/index.js';
import { formatCount } from '../elements/format.js';
import { siteHeader } from '../elements/site-header.js';
import { engineOf, engines } from '../engines/index.js';
import { catalog } from '../generated/catalog.js';
import { FEWEST_FOR_INTERVAL, MODE_LABELS } from '../generated/model.js';
import type { KernelSettings, ModeSettings, Report, Scope } from '../generated/model.js';
import { inWords, sameValues } from '../parameters.js';
import {
  chunkInWords,
  isParallel,
  modeSettings,
  scopeInWords,
  settingsInWords,
  settingsLabel,
  type Setup,
} from '../setup.js';
import { racingModes, type Controller } from '../state/controller.js';
import { claimedCores } from '../cores.js';
import { selectedPicture, type PictureEntry, type State } from '../state/state.js';
import type { Drawings } from './drawings.js';

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
  const busy = race.state === 'loading' || race.state === 'running';
  const { drawn } = drawings;
  const stale = !busy && isStale(state, controller);
  return html`
    ${siteHeader('lab')}
    <main class="page-main">
      ${notices(state, drawings, problems)}
      <section class="first" aria-label="Race">
        <div class="first-words ${stale ? 'stale' : ''}">
          <ft-verdict
            .summary=${results.summary}
            .equality=${results.report && results.report.settings.modes.length < 2 ? undefined : results.equality}
          ></ft-verdict>
        </div>
        <div class="first-picture">${pictureOf(state, controller, drawn.overlay)}</div>
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
          ${racing(state).some(({ place }) => place === 'page') ? html`<ft-kettle ?boiling=${race.state === 'running'}></ft-kettle>` : nothing}
          <ft-run-bar
            .state=${runState(state, controller.obstacle)}
            .progress=${progressOf(state)}
            .reason=${reasonOf(state, controller.obstacle)}
            @run=${() => controller.race()}
            @cancel=${() => controller.cancel()}
          ></ft-run-bar>
        </div>
      </section>
      ${
        stale && results.report
          ? html`<ft-notice
              heading="The results are of the last race"
              .sentence=${`${raceInWords(results.report)}. Race again for what is set now.`}
            ></ft-notice>`
          : nothing
      }
      <h2 class="visually-hidden">Charts</h2>
      <section class="charts ${stale ? 'stale' : ''}" aria-label="Charts">
        <ft-chart
          heading="How long each took"
          source="measured"
          .svg=${drawn.timing}
          .busy=${busy && drawn.timing !== ''}
          .note=${drawn.timing ? timingNote(state) : ''}
          @resize-chart=${(event: CustomEvent<ChartWidth>) => drawings.resize('timing', event.detail.width)}
        ></ft-chart>
        ${
          drawn.frames
            ? html`<ft-chart
                heading="Could the page still move?"
                source="measured"
                .svg=${drawn.frames}
                .busy=${busy}
                note="Every mark is a frame that the page drew while the kernel ran. Where there are none, the page was frozen: no button, no scrolling."
                @resize-chart=${(event: CustomEvent<ChartWidth>) => drawings.resize('timing', event.detail.width)}
              ></ft-chart>`
            : nothing
        }
        ${lanesCharts(drawings, busy)}
      </section>
      ${
        results.report && results.summary
          ? html`<section class="facts ${stale ? 'stale' : ''}">
              <h2>The numbers</h2>
              <p>${raceInWords(results.report)}</p>
              <p class="small quiet">${machineInWords(results.report)}</p>
              <ft-facts .report=${results.report} .summary=${results.summary}></ft-facts>
            </section>`
          : nothing
      }
      <section class="prose">
        <h2>How it is measured</h2>
        <p>
          Every round runs each mode once, in shuffled order, on the same pixels. Two warm-up rounds come first: they
          are shown, but do not count. Times are those of the kernel, with the messages that workers can’t do without;
          starting the engines and bringing the picture to them stand apart in the numbers. Sequential, parallel and
          workers run the same source. The outputs are compared byte by byte.
        </p>
        <p>Your pictures stay on your device: nothing is sent anywhere.</p>
      </section>
    </main>
    <footer class="page-footer">Four Toasters ${__VERSION__}. Everything runs in this page.</footer>
  `;
}

/** Whether the results on show are of another kernel, picture or setting than what is set now. */
function isStale(state: State, controller: Controller): boolean {
  const { report } = state.results;
  if (!report) return false;
  const { repeats, scope } = state.setup;
  const sameModes = JSON.stringify(report.settings.modes) === JSON.stringify(racing(state));
  const sameRuns = report.settings.repeats === repeats && report.settings.scope === scope;
  return !(sameModes && sameRuns && sameKernel(report, state) && samePicture(state, controller));
}

function sameKernel({ job }: Report, { kernel }: State): boolean {
  return job.kernel.name === kernel.name && sameValues(job.kernel.params, kernel.params);
}

function samePicture(state: State, controller: Controller): boolean {
  return controller.kernelInfo?.needsSource === false || state.results.pictureId === state.selected;
}

/** What raced: "Gaussian blur, 5 px on Our breakfast (3000 × 2000): one thread against 2 threads, 9 rounds". */
function raceInWords({ job, settings }: Report): string {
  const { input } = job;
  const on = input.origin === 'none' ? '' : ` on ${input.name} (${input.size.width} × ${input.size.height})`;
  return `${kernelInWords(job.kernel)}${on}: ${[...modesInWords(settings.modes, settings.scope), formatCount(settings.repeats, 'round')].join(', ')}`;
}

function kernelInWords({ name, params }: KernelSettings): string {
  const info = catalog.find((kernel) => kernel.name === name);
  return [info?.label ?? name, info ? inWords(info, params) : ''].filter(Boolean).join(', ');
}

/** Who races, how the rows are cut, and what a run covers, where that isn't as usual. */
function modesInWords(modes: readonly ModeSettings[], scope: Scope): string[] {
  const chunk = modes.find(({ mode }) => isParallel(mode))?.chunk ?? 'auto';
  return [modes.map(settingsInWords).join(' against '), chunkInWords(chunk), scopeInWords(scope)].filter(Boolean);
}

/** The modes that would race now. */
function racing(state: State): ModeSettings[] {
  return modeSettings({ ...state.setup, modes: racingModes(state) });
}

function machineInWords({ machine, created }: Report): string {
  const cores = `${formatCount(machine.claimedCores, 'core')} claimed`;
  const clock = `clock steps of ${machine.clockResolutionMs.toLocaleString('en-GB', { maximumSignificantDigits: 2 })} ms`;
  const isolated = machine.isolated ? 'isolated' : 'not isolated';
  return `${machine.agent}; ${cores}; ${clock}; ${isolated}; Four Toasters ${machine.version}; ${created.slice(0, 16).replace('T', ' ')} UTC.`;
}

function timingNote({ results }: State): string {
  const enough = results.summary?.modes.every(({ samples }) => samples >= FEWEST_FOR_INTERVAL);
  const bar = enough
    ? 'its 95 % interval'
    : `the range of the samples; from ${FEWEST_FOR_INTERVAL} rounds on it is a 95 % interval`;
  const covers =
    results.report?.settings.scope === 'kernel'
      ? ' The kernel is timed, with what its mode can’t do without.'
      : ' All is timed, from the file’s bytes to those of a new one.';
  return `Every sample is a point. The bold mark is the median, the bar ${bar}.${covers}`;
}

function notices(state: State, drawings: Drawings, problems: readonly string[]): TemplateResult | typeof nothing {
  const { race } = state;
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
    ...(race.state === 'failed'
      ? [
          html`<ft-notice
            kind="error"
            heading="The race stopped"
            .sentence=${`${race.message} Your pictures are safe, and the next race starts afresh.`}
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
  const racing = state.race.state === 'loading' || state.race.state === 'running';
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
      >${wantsPicture ? 'Your picture goes here.' : 'This kernel draws its own picture: press Race.'}</span
    ></ft-two-up
  >`;
}

function lanesCharts(drawings: Drawings, busy: boolean): TemplateResult[] {
  const { lanes } = drawings.drawn;
  const shown = lanes.length > 0 ? lanes : [{ settings: undefined, svg: '', note: '' }];
  return shown.map(
    ({ settings, svg, note }) =>
      html`<ft-chart
        .heading=${settings ? `Which ${settings.mode === 'workers' ? 'worker' : 'thread'} did which rows, when: ${settingsLabel(settings)}` : 'Which thread did which rows, when'}
        source="measured"
        .svg=${svg}
        .busy=${busy && svg !== ''}
        .note=${note}
        @resize-chart=${(event: CustomEvent<ChartWidth>) => drawings.resize('lanes', event.detail.width)}
      ></ft-chart>`,
  );
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
  return [kernelInWords(kernel), ...modesInWords(racing(state), setup.scope), formatCount(setup.repeats, 'round')].join(
    ' · ',
  );
}

function runState(state: State, obstacle: string | undefined): RunState {
  const { race } = state;
  return obstacle && race.state !== 'loading' && race.state !== 'running' ? 'disabled' : race.state;
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
