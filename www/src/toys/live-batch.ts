/**
 * <ft-live-batch>: X-rays drawn on this machine, decoded and made small: one by one, then on all lanes.
 *
 * Properties:
 *   query  how the batch is set up, as in the batch page's address: "count=40&seed=1" (`batch/settings.ts`).
 *   ways   which ways are compared, by their names there; the usual ones are a plain loop, and the best that shares the work out here.
 *   and those of every toy (`toy.ts`).
 * Read only: `report`.
 * Events: `started`; `progress`, which begins anew with every way; `report`: a `BatchReport`, when all ways were run or it was cancelled;
 * `stopped`, when none was run.
 */
import { css, html, nothing, type PropertyValues } from 'lit';

import { App } from '../batch/app.js';
import { ContactSheet } from '../batch/sheet.js';
import { progress } from '../batch/view.js';
import { wayOf } from '../batch/ways/index.js';
import { Chart } from '../elements/chart.js';
import { Notice } from '../elements/notice.js';
import type { BatchReport, Way } from '../generated/model.js';
import { toyStyles } from './styles.js';
import { Toy } from './toy.js';

// Named so that the bundler keeps the modules that register them.
export const batchElements = [Chart, ContactSheet, Notice];

/** While results pour in, the toy is drawn no oftener than this, in milliseconds: drawing must not slow down what is measured. */
const CALM_MS = 100;

export class LiveBatch extends Toy<BatchReport> {
  static override properties = { query: { type: String }, ways: { attribute: false } };
  declare query: string;
  declare ways: readonly Way[] | undefined;

  static override styles = [
    ...toyStyles,
    css`
      progress {
        width: 100%;
        height: 16px;
        accent-color: var(--toast);
      }

      .under-way {
        display: grid;
        gap: var(--s-half);
      }
    `,
  ];

  #app: App | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.query = '';
    this.ways = undefined;
  }

  get report(): BatchReport | undefined {
    return this.#app?.report;
  }

  async run(): Promise<void> {
    const app = this.#app;
    if (!app || app.isBusy) return;
    this.tellStarted();
    try {
      await app.compare(this.ways ?? usualWays());
      if (app.report) this.tellReport(app.report);
    } finally {
      this.tellStopped();
    }
  }

  stop(): void {
    this.#app?.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('query')) return;
    this.stop();
    const app: App = new App(this.query, () => this.#calmly(app));
    this.#app = app;
  }

  override render() {
    const app = this.#app;
    if (!app) return nothing;
    const { settings, isBusy, figures, results, report, problems } = app;
    return html`<div class="toy">
      ${
        isBusy
          ? html`<button type="button" class="act" @click=${() => this.stop()}>Cancel</button>
              <div class="under-way small">${progress(app)}</div>`
          : html`<button type="button" class="act main" @click=${() => void this.run()}>
              Race on ${settings.count} X-rays${report ? ', again' : ''}
            </button>`
      }
      ${problems.map((problem) => html`<ft-notice kind="warning" heading="Not as asked" .sentence=${problem}></ft-notice>`)}
      ${
        app.running
          ? html`<ft-contact-sheet
              .results=${results}
              .count=${results.count}
              .expected=${settings.count}
            ></ft-contact-sheet>`
          : nothing
      }
      ${
        figures.ways && this.fitted
          ? html`<p class="finding">${figures.ways.title} <span class="chip">measured</span></p>`
          : nothing
      }
      ${
        figures.ways
          ? html`<ft-chart
              class="ways"
              name="four-toasters-batch"
              source="measured"
              .figure=${figures.ways}
              ?busy=${isBusy}
              ?fitted=${this.fitted}
              @resize-chart=${this.resized('ways')}
            ></ft-chart>`
          : nothing
      }
    </div>`;
  }

  protected override draw(_: string, width: number): void {
    this.#app?.resize('ways', width);
  }

  #calmly(app: App): void {
    if (app !== this.#app) return;
    if (!app.isBusy) return this.changed();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const { running, settings } = app;
      if (app.doing === 'running' && running) this.tellProgress(running.ended / Math.max(settings.count, 1));
      this.changed();
    }, CALM_MS);
  }
}

/** One by one, and on all lanes. */
function usualWays(): readonly Way[] {
  return ['loop', wayOf('threads-map').availability().available ? 'threads-map' : 'workers-map'];
}

customElements.define('ft-live-batch', LiveBatch);

declare global {
  interface HTMLElementTagNameMap {
    'ft-live-batch': LiveBatch;
  }
}
