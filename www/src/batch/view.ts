// The batch page as a function of its state.

import { html, nothing, type TemplateResult } from 'lit';

import { Chart, type ChartWidth } from '../elements/chart.js';
import { csvOf, fileName, save } from '../elements/download.js';
import { formatBytes, formatCount, formatNumber, formatSize, formatTimeLeft } from '../elements/format.js';
import { Notice } from '../elements/notice.js';
import { siteHeader } from '../elements/site-header.js';
import type { Theme } from '../generated/model.js';
import type { App, ChartName } from './app.js';
import { BatchForm } from './batch-form.js';
import { indexOf, npyOf, tableOf, thumbnails } from './downloads.js';
import { stackable } from './results.js';
import type { Settings } from './settings.js';
import { ContactSheet } from './sheet.js';
import { wayOf } from './ways/index.js';

// Named so that the bundler keeps the modules that register them.
export const elements = [BatchForm, Chart, ContactSheet, Notice];

/** Failures that are listed; a folder of other things may have thousands. */
const MOST_LISTED = 100;

/** The whole page. */
export function view(app: App): TemplateResult {
  const { settings, source, isBusy } = app;
  return html`
    ${siteHeader('batch')}
    <main class="page-main batch-page">
      <div class="intro">
        <h1>
          ${app.figures.ways?.title ?? app.figures.lanes?.title ?? 'A thousand X-rays, one by one or many at once'}
        </h1>
        <p>
          In the talk it was 1,431 chest X-rays of different sizes, each decoded and made 64&nbsp;×&nbsp;64, all results
          stacked in one array. Here they are generated, or your own: drop a folder, files or a .zip anywhere. Nothing
          leaves this page.
        </p>
      </div>
      ${notices(app)} ${bar(app)}
      <details class="settings">
        <summary>${settingsLine(settings)}</summary>
        <div class="settings-body">
          <ft-batch-form
            .settings=${settings}
            ?disabled=${isBusy}
            @settings=${({ detail }: CustomEvent<Partial<Settings>>) => app.set(detail)}
          ></ft-batch-form>
        </div>
      </details>
      ${source && app.running ? results(app) : nothing} ${chart(app, 'lanes', 'Every file, when and on which lane')}
      ${app.figures.ways ? chart(app, 'ways', 'Way by way') : nothing}
    </main>
    <footer class="page-footer">
      Four Toasters ${__VERSION__}. Your files stay on this machine: they are read by this page and sent nowhere.
    </footer>
  `;
}

function notices({ problems }: App): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  return html`<div class="notices">
    ${problems.map((problem) => html`<ft-notice kind="warning" heading="Not as asked" .sentence=${problem}></ft-notice>`)}
  </div>`;
}

/** The acts, and how far the one under way has come. */
function bar(app: App): TemplateResult {
  const { source, settings, isBusy } = app;
  if (isBusy)
    return html`<div class="batch-bar">
      <button type="button" class="act" @click=${() => app.cancel()}>Cancel</button>
      ${progress(app)}
    </div>`;
  const files = source ? formatCount(source.files.length, 'file') : `${formatCount(settings.count, 'generated X-ray')}`;
  return html`<div class="batch-bar">
      <button type="button" class="act main" @click=${() => void app.run()}>
        Run ${wayOf(settings.way).label} on ${files}
      </button>
      <button type="button" class="act" @click=${() => void app.compare()}>Compare all ways</button>
    </div>
    <div class="batch-bar sources">
      <span class="quiet">${source ? source.name : 'No files yet: they are generated when you press Run.'}</span>
      <label class="act file"
        >Choose files<input type="file" multiple @change=${(event: Event) => pickFrom(app, event)}
      /></label>
      <label class="act file"
        >Choose a folder<input type="file" webkitdirectory @change=${(event: Event) => pickFrom(app, event)}
      /></label>
      ${
        app.isGenerated
          ? html`<button type="button" class="act" @click=${() => void app.forget()}>
              Remove the generated files
            </button>`
          : html`<button type="button" class="act" @click=${() => void app.generate()}>
              Generate ${settings.count.toLocaleString('en-GB')} X-rays
            </button>`
      }
    </div>`;
}

function pickFrom(app: App, { target }: Event): void {
  const input = target as HTMLInputElement;
  if (input.files && input.files.length > 0) void app.pick(input.files);
  // So that the same files can be chosen again.
  input.value = '';
}

/** How far what is under way has come. */
export function progress(app: App): TemplateResult {
  const { doing, running, source, settings, drawn, now } = app;
  if (doing === 'generating') return meter(drawn, settings.count, `Generating X-rays: ${drawn} of ${settings.count}`);
  if (doing === 'reading') return html`<span role="status">Looking through the files …</span>`;
  if (doing === 'starting' || !running || !source)
    return html`<span role="status">Starting ${now || 'the lanes'} …</span>`;
  const count = source.files.length;
  const { ended, totalMs } = running;
  const left = ended > 0 ? formatTimeLeft((totalMs / ended) * (count - ended) * 0.001) : '';
  return meter(ended, count, `${now}: ${ended.toLocaleString('en-GB')} of ${formatCount(count, 'file')}, ${left}`);
}

const meter = (done: number, of: number, words: string): TemplateResult =>
  html`<progress max=${of} .value=${done} aria-label=${words}></progress><span class="figures">${words}</span>`;

function results(app: App): TemplateResult {
  const { running, results, source } = app;
  const count = source?.files.length ?? 0;
  return html`<section class="results-section">
    <h2>
      ${app.now}: ${formatCount(results.count, 'result')}, ${formatCount(running?.faults ?? 0, 'failure')}, of
      ${formatCount(count, 'file')} <span class="chip">measured</span>
    </h2>
    ${numbers(app)}
    <ft-contact-sheet .results=${results} .count=${results.count} .expected=${count}></ft-contact-sheet>
    ${app.isBusy ? nothing : downloads(app)} ${failures(app)}
  </section>`;
}

function numbers({ running, results, memoryBytes }: App): TemplateResult | typeof nothing {
  if (!running) return nothing;
  const seconds = running.totalMs / 1000;
  const fact = (words: string, value: string): TemplateResult =>
    html`<div>
      <dt>${words}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="batch-numbers figures">
    ${fact('files a second', formatNumber(results.count / Math.max(seconds, 1e-3)))}
    ${fact('megapixels a second', running.pixels > 0 ? formatNumber(running.pixels / 1e6 / seconds) : 'not known')}
    ${fact('seconds', formatNumber(seconds))}
    ${fact(
      'memory of the page and its workers',
      memoryBytes === undefined ? 'not told by the browser yet' : formatBytes(memoryBytes),
    )}
  </dl>`;
}

function downloads(app: App): TemplateResult {
  const { results, report } = app;
  const stack = stackable(results.entries().map(([, result]) => result));
  const shape =
    typeof stack === 'string'
      ? stack
      : `uint8, ${results.count} × ${formatSize(stack)}${stack.channels === 3 ? ' × 3' : ''}`;
  const name = (what: string): string => fileName('four-toasters', what);
  return html`<div class="downloads">
      <button
        type="button"
        class="act"
        ?disabled=${typeof stack === 'string'}
        @click=${() => save(`${name('results')}.npy`, npyOf(results))}
      >
        Array (.npy)
      </button>
      <button
        type="button"
        class="act"
        ?disabled=${results.count === 0}
        @click=${() => void app.attempt(async () => save(`${name('thumbnails')}.zip`, await thumbnails(results, app.names)))}
      >
        Pictures (.zip)
      </button>
      <button
        type="button"
        class="act"
        ?disabled=${results.count === 0}
        @click=${() => save(`${name('rows')}.csv`, new Blob([csvOf(indexOf(results, app.names))], { type: 'text/csv' }))}
      >
        Rows of the array (.csv)
      </button>
      ${
        report
          ? html`<button
                type="button"
                class="act"
                @click=${() =>
                  save(`${name('batch')}.json`, new Blob([JSON.stringify(report)], { type: 'application/json' }))}
              >
                Report (.json)
              </button>
              <button
                type="button"
                class="act"
                @click=${() => save(`${name('batch')}.csv`, new Blob([csvOf(tableOf(report))], { type: 'text/csv' }))}
              >
                Report (.csv)
              </button>`
          : nothing
      }
    </div>
    <p class="quiet small">${shape}</p>`;
}

function failures({ failures }: App): TemplateResult | typeof nothing {
  if (failures.length === 0) return nothing;
  return html`<details class="failures" open>
    <summary>${formatCount(failures.length, 'file')} without a result</summary>
    <ul>
      ${failures.slice(0, MOST_LISTED).map(({ name, message }) => html`<li><strong>${name}</strong> ${message}</li>`)}
    </ul>
    ${
      failures.length > MOST_LISTED
        ? html`<p class="quiet small">And ${failures.length - MOST_LISTED} more; the report has all of them.</p>`
        : nothing
    }
  </details>`;
}

function chart(app: App, name: ChartName, heading: string): TemplateResult {
  return html`<ft-chart
    heading=${heading}
    name=${`four-toasters-batch-${name}`}
    source="measured"
    .figure=${app.figures[name]}
    .redraw=${(theme: Theme) => app.redraw(name, theme)}
    ?busy=${app.isBusy}
    @resize-chart=${({ detail }: CustomEvent<ChartWidth>) => app.resize(name, detail.width)}
    ><span slot="empty">The lanes come here when a batch has run.</span></ft-chart
  >`;
}

/** The settings in a line. */
function settingsLine({ way, lanes, chunksize, exact, steps }: Settings): string {
  const kind = wayOf(way);
  const resize = steps.length === 1 && steps[0]?.name === 'resize' ? steps[0].params : undefined;
  const what = resize
    ? `decode and make ${String(resize['width'])} × ${String(resize['height'])}`
    : `decode and ${formatCount(steps.length, 'step')}`;
  return [
    kind.label,
    kind.hasLanes ? formatCount(lanes, 'lane') : '',
    kind.hasChunksize ? `chunks of ${chunksize}` : '',
    `${what}, ${exact ? 'exact' : 'scaled'} decoding`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
