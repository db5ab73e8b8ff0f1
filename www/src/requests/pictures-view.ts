// The part of the requests page where fetched pictures flow into the batch, as a function of its state.

import { html, nothing, type TemplateResult } from 'lit';

import { Results as BatchResults } from '../batch/results.js';
import { ContactSheet } from '../batch/sheet.js';
import type { ChartWidth } from '../elements/chart.js';
import { formatCount, formatMs } from '../elements/format.js';
import type { App } from './app.js';
import type { PictureResult, WayMeasured } from './pictures.js';
import { PIPELINE_WAYS } from './pipeline.js';
import { pictureFinding, times } from './words.js';

// Named so that the bundler keeps the module that registers it.
export const elements = [ContactSheet];

/** Pictures, as the contact sheet wants them; the same list gives the same sheet. */
const sheets = new WeakMap<readonly PictureResult[], BatchResults>();
function sheetOf(results: readonly PictureResult[]): BatchResults {
  const known = sheets.get(results);
  if (known) return known;
  const sheet = new BatchResults();
  for (const result of results) if ('made' in result) sheet.put(result.request, result.made);
  sheets.set(results, sheet);
  return sheet;
}

/** The section. */
export function picturesView(app: App): TemplateResult {
  const { pictures } = app;
  const { measured, results, isBusy } = pictures;
  const chip = html`<span class="chip ${app.server === 'model' ? 'model' : ''}"
    >${app.server === 'model' ? 'model' : 'measured'}</span
  >`;
  const sheet = sheetOf(results);
  return html`<section class="pictures">
    <h2>
      ${pictureFinding(measured) || 'Pictures: fetch, decode, make small'} ${measured.length > 0 ? chip : nothing}
    </h2>
    <p>
      The same service also has X-rays of half a megabyte. Fetching one is waiting; decoding it and making it
      64&nbsp;×&nbsp;64 is computing. Each can be overlapped, and both: four ways, one after another, on the same
      pictures.
    </p>
    <div class="pictures-bar">
      ${
        isBusy
          ? html`<button type="button" class="act" @click=${() => app.cancel()}>Cancel</button>
              <span role="status"
                >${
                  pictures.state === 'making'
                    ? `Making the service’s ${pictures.pool} pictures: ${pictures.drawn} …`
                    : `${pictures.now}: ${results.length} of ${formatCount(pictures.count, 'picture')} …`
                }</span
              >`
          : html`<button
              type="button"
              class="act"
              ?disabled=${app.isBusy || app.server === 'starting'}
              @click=${() => void app.comparePictures()}
            >
              Fetch and compute in four ways
            </button>`
      }
    </div>
    ${pictures.problem ? html`<ft-notice kind="warning" heading="It stopped" .sentence=${pictures.problem}></ft-notice>` : nothing}
    ${measured.length > 0 ? comparison(app, measured) : nothing}
    ${
      results.length > 0
        ? html`<ft-contact-sheet .results=${sheet} .count=${sheet.count} .expected=${pictures.count}></ft-contact-sheet>
            ${faults(results)}`
        : nothing
    }
    ${
      measured.length > 0
        ? html`<ft-chart
            class="pictures-waterfall"
            heading="Fetching above, computing below"
            name="four-toasters-pictures"
            source=${app.server === 'model' ? 'model' : 'measured'}
            .figure=${app.pictureFigure}
            .redraw=${app.redrawPictures}
            .views=${measured.map(({ way }) => way.name)}
            .view=${Math.max(
              0,
              measured.findIndex(({ way }) => way.name === shown(app)),
            )}
            ?busy=${app.isBusy}
            @choose-view=${({ detail }: CustomEvent<number>) => void app.showPictures(measured[detail]?.run)}
            @resize-chart=${({ detail }: CustomEvent<ChartWidth>) => app.resizePictures(detail.width)}
          ></ft-chart>`
        : nothing
    }
  </section>`;
}

const shown = (app: App): string => app.pictureFigure?.title.split(':')[0] ?? '';

function comparison(app: App, measured: readonly WayMeasured[]): TemplateResult {
  const [base] = measured;
  const most = Math.max(...measured.map(({ totalMs }) => totalMs), 1e-9);
  return html`<div class="bars" aria-hidden="true">
      ${measured.map(
        ({ way, totalMs }) =>
          html`<div class="bar-row">
            <span>${way.name}</span>
            <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none">
              <rect width=${(100 * totalMs) / most} height="10" />
            </svg>
            <span class="figures">${formatMs(totalMs)}</span>
          </div>`,
      )}
    </div>
    <div class="scrolls" tabindex="0" role="region" aria-label="The four ways in numbers">
      <table>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col">Time</th>
            <th scope="col">Against sequential</th>
            <th scope="col">Fetching</th>
            <th scope="col">Computing</th>
            <th scope="col">Both at once</th>
            <th scope="col">Results</th>
            <th scope="col">Failures</th>
          </tr>
        </thead>
        <tbody>
          ${measured.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.way.name}</th>
                <td>${formatMs(row.totalMs)}</td>
                <td>${base && base.made === row.made ? times(base.totalMs / row.totalMs) : '–'}</td>
                <td>${formatMs(row.fetchMs)}</td>
                <td>${formatMs(row.computeMs)}</td>
                <td>${formatMs(row.bothMs)}</td>
                <td>${row.made}</td>
                <td>${row.failed}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <dl class="ways-explained small">
      ${PIPELINE_WAYS.map(
        ({ name, explanation }) =>
          html`<dt>${name}</dt>
            <dd>${explanation}</dd>`,
      )}
    </dl>
    <p class="quiet small">
      One run of each, ${formatCount(app.pictures.count, 'picture')}, up to ${app.settings.limit} fetches and
      ${formatCount(app.pictures.lanes, 'lane')}. Fetching and computing are the times in which any of it was under way.
    </p>`;
}

function faults(results: readonly PictureResult[]): TemplateResult | typeof nothing {
  const all = results.flatMap((result) => ('fault' in result ? [result] : []));
  if (all.length === 0) return nothing;
  return html`<ul class="failures">
    ${all.map(({ request, fault }) => html`<li><strong>Picture ${request + 1}</strong> ${fault.message}</li>`)}
  </ul>`;
}
