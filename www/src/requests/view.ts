// The requests page as a function of its state.

import { html, nothing, type TemplateResult } from 'lit';

import { Chart, type ChartWidth } from '../elements/chart.js';
import { formatMs, formatNumber } from '../elements/format.js';
import { Notice } from '../elements/notice.js';
import { siteHeader } from '../elements/site-header.js';
import type { App, Settings } from './app.js';
import { picturesView } from './pictures-view.js';
import { RequestsBar } from './requests-bar.js';
import { RequestsForm } from './requests-form.js';
import { Results } from './results.js';
import { times, type Measured } from './words.js';

// Named so that the bundler keeps the modules that register them.
export const elements = [Chart, Notice, RequestsBar, RequestsForm, Results];

/** Where there is room, the settings begin unfolded. */
const WIDE = matchMedia('(min-width: 60rem)');

/** The whole page. */
export function view(app: App): TemplateResult {
  const { settings, measured } = app;
  const running = app.state === 'running';
  return html`
    ${siteHeader('requests')}
    <main class="page-main requests-page">
      <div class="intro">
        <h1>${app.finding || 'A hundred requests, and where the time goes'}</h1>
        <p>
          One request a day for a hundred days, sent by this page. Nothing is computed here: all the time is waiting, so
          what helps is to wait for many at once.
        </p>
      </div>
      ${notices(app)}
      <ft-requests-bar
        ?ready=${app.server !== 'starting'}
        ?running=${running}
        ?busy=${app.isBusy}
        .count=${settings.count}
        .now=${app.now}
        @send=${() => void app.send()}
        @compare=${() => void app.compare()}
        @cancel=${() => app.cancel()}
      ></ft-requests-bar>
      <details class="settings" ?open=${WIDE.matches}>
        <summary>${settingsLine(settings)}</summary>
        <div class="settings-body">
          <ft-requests-form
            .settings=${settings}
            ?disabled=${app.isBusy}
            @settings=${({ detail }: CustomEvent<Partial<Settings>>) => app.set(detail)}
          ></ft-requests-form>
        </div>
      </details>
      ${
        app.asked > 0
          ? html`<section class="results-section">
              <h2>Results: ${app.now} ${chip(app)}</h2>
              <ft-results
                .results=${app.delivered}
                .delivered=${app.delivered.length}
                .asked=${app.asked}
                .inOrder=${app.inOrder}
              ></ft-results>
              ${failures(app)}
            </section>`
          : nothing
      }
      <ft-chart
        class="waterfall"
        heading="Every request, when"
        name="four-toasters-requests"
        source=${app.fromModel ? 'model' : 'measured'}
        .figure=${app.figure}
        .paper=${app.paper}
        .redraw=${app.redraw}
        ?busy=${running}
        @resize-chart=${({ detail }: CustomEvent<ChartWidth>) => app.resize(detail.width)}
        ><span slot="empty">The waterfall of the requests comes here.</span></ft-chart
      >
      ${measured.length > 0 ? comparison(app) : nothing} ${picturesView(app)}
    </main>
    <footer class="page-footer">
      Four Toasters ${__VERSION__}. The weather is made up in this page; no other site is asked unless you name it.
    </footer>
  `;
}

export function chip(app: App): TemplateResult {
  return app.fromModel ? html`<span class="chip model">model</span>` : html`<span class="chip">measured</span>`;
}

function notices({ leftOut, problem, noWorker }: App): TemplateResult | typeof nothing {
  if (leftOut.length === 0 && !problem && !noWorker) return nothing;
  return html`<div class="notices">
    ${
      leftOut.length > 0
        ? html`<ft-notice heading="Part of the address was left out" .sentence=${leftOut.join(' ')}></ft-notice>`
        : nothing
    }
    ${problem ? html`<ft-notice kind="warning" heading="Nothing more was sent" .sentence=${problem}></ft-notice>` : nothing}
    ${
      noWorker
        ? html`<ft-notice
            heading="The weather service runs in the page"
            .sentence=${`${noWorker} So its answers are a model: no requests are made, and the times are those of timers. Your own addresses are still really asked.`}
          ></ft-notice>`
        : nothing
    }
  </div>`;
}

/** The settings in a line. */
function settingsLine(settings: Settings): string {
  const { count, limit, way, latencyMs, source } = settings;
  const how = { 'one-by-one': 'one by one', limit: `at most ${limit} at once`, all: 'all at once' }[way];
  const who = source === 'own' ? 'your own addresses' : `the weather service, ${latencyMs} ms away`;
  return `${count} requests, ${how}, to ${who}`;
}

function failures({ failures }: App): TemplateResult | typeof nothing {
  if (failures.length === 0) return nothing;
  return html`<ul class="failures">
    ${failures.map(({ sentence, count }) => html`<li><strong>${count} ×</strong> ${sentence}</li>`)}
  </ul>`;
}

function comparison(app: App): TemplateResult {
  const { measured } = app;
  const loop = measured.find(({ limit }) => limit === 1);
  const speedUp = (row: Measured): string =>
    loop && app.compared && row.failed + loop.failed === 0 ? times(loop.totalMs / row.totalMs) : '–';
  return html`<section class="comparison">
    <h2>Way by way ${chip(app)}</h2>
    ${bars(measured)}
    <div class="scrolls" tabindex="0" role="region" aria-label="The ways in numbers">
      <table>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col">Time</th>
            <th scope="col">Against one by one</th>
            <th scope="col">Answers a second</th>
            <th scope="col">Failures</th>
            <th scope="col">Retries</th>
            <th scope="col">Longest gap between frames</th>
          </tr>
        </thead>
        <tbody>
          ${measured.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.name}</th>
                <td>${formatMs(row.totalMs)}</td>
                <td>${speedUp(row)}</td>
                <td>${formatNumber((row.succeeded / row.totalMs) * 1000)}</td>
                <td>${row.failed}</td>
                <td>${row.retries}</td>
                <td>${row.longestGapMs === undefined ? '–' : formatMs(row.longestGapMs)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet small">
      One run of each, one after another. The ideal supposes that every request takes the same time. A frame is due
      every 17 ms on most screens: longer gaps mean that the page’s own thread was busy.
    </p>
  </section>`;
}

/** What each way took, as bars to one scale; the numbers are in words elsewhere. */
export function bars(measured: readonly Measured[]): TemplateResult {
  const most = Math.max(...measured.map(({ totalMs }) => totalMs), 1e-9);
  return html`<div class="bars" aria-hidden="true">
    ${measured.map(
      (row) =>
        html`<div class="bar-row">
          <span>${row.name}</span>
          <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none">
            <rect width=${(100 * row.totalMs) / most} height="10" />
          </svg>
          <span class="figures">${formatMs(row.totalMs)}</span>
        </div>`,
    )}
  </div>`;
}
