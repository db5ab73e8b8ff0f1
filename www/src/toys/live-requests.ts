/**
 * <ft-live-requests>: requests one by one, and again many at once: real fetches to the page's own weather service, or a model of them where
 * there is no service worker.
 *
 * Properties:
 *   settings  what differs from the usual settings of the requests page: `{ count: 40, latencyMs: 50 }` (`requests/app.ts`).
 *   limits    the limits that are compared before all at once; 1 is one by one.
 *   waterfall whether every request is drawn, when.
 *   and those of every toy (`toy.ts`).
 * Read only: `measured`, `fromModel`.
 * Events: `started`; `progress`; `report`: the ways with their times (`Measured[]`), when all were run or it was cancelled; `stopped`, when
 * none was run.
 */
import { css, html, nothing, type PropertyValues } from 'lit';

import { Chart } from '../elements/chart.js';
import { Notice } from '../elements/notice.js';
import { App, type Settings } from '../requests/app.js';
import { bars, chip } from '../requests/view.js';
import type { Measured } from '../requests/words.js';
import { toyStyles } from './styles.js';
import { Toy } from './toy.js';

// Named so that the bundler keeps the modules that register them.
export const requestsElements = [Chart, Notice];

/** While answers pour in, the toy is drawn no oftener than this, in milliseconds: drawing must not slow down what is measured. */
const CALM_MS = 100;

/** How often requests are sent, by the number of ways. */
const TIMES = ['', 'once', 'twice', 'three times'];

export class LiveRequests extends Toy<readonly Measured[]> {
  static override properties = {
    settings: { attribute: false },
    limits: { attribute: false },
    waterfall: { type: Boolean },
  };
  declare settings: Partial<Settings>;
  declare limits: readonly number[];
  declare waterfall: boolean;

  static override styles = [
    ...toyStyles,
    css`
      .bar {
        fill: var(--mode-threads);
      }

      .bars .figures {
        text-align: end;
      }
    `,
  ];

  readonly #app = new App(() => this.#calmly(), true);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether it was stopped after it was last started. */
  #stopped = false;

  constructor() {
    super();
    this.settings = {};
    this.limits = [1];
    this.waterfall = true;
  }

  get measured(): readonly Measured[] {
    return this.#app.measured;
  }

  get fromModel(): boolean {
    return this.#app.fromModel;
  }

  async run(): Promise<void> {
    const app = this.#app;
    if (this.underWay || app.state === 'running') return;
    this.tellStarted();
    const before = app.measured;
    this.#stopped = false;
    try {
      // The service worker is started for those who want it, not for those who come by.
      if (app.server === 'starting') await app.start();
      if (!this.#stopped) await app.compare(this.limits);
      if (app.measured !== before && app.measured.length > 0) this.tellReport(app.measured);
    } finally {
      this.tellStopped();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#app.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('settings')) this.#app.set(this.settings);
  }

  override render() {
    const app = this.#app;
    const { measured, state, problem, noWorker, settings } = app;
    const running = state === 'running';
    return html`<div class="toy">
      ${
        running
          ? html`<button type="button" class="act" @click=${() => this.stop()}>Cancel</button>`
          : html`<button type="button" class="act main" @click=${() => void this.run()}>
              Send ${settings.count} requests,
              ${TIMES[app.ways(this.limits).length] ?? ''}${measured.length > 0 ? ', again' : ''}
            </button>`
      }
      <p class="quiet small figures" role="status">
        ${running ? `${app.now}: ${app.delivered.length} of ${app.asked} answered` : ''}
      </p>
      ${problem ? html`<ft-notice kind="warning" heading="It did not work" .sentence=${problem}></ft-notice>` : nothing}
      ${
        noWorker
          ? html`<ft-notice
              heading="The weather service is a model here"
              .sentence=${`${noWorker} So no requests are made, and the times are those of timers.`}
            ></ft-notice>`
          : nothing
      }
      <div aria-live=${running ? 'off' : 'polite'}>
        ${app.finding ? html`<p class="finding">${app.finding} ${chip(app)}</p>` : nothing}
      </div>
      ${measured.length > 0 ? bars(measured) : nothing}
      ${
        this.waterfall && app.figure
          ? html`<ft-chart
              class="waterfall"
              heading="Every request, when"
              name="four-toasters-requests"
              source=${app.fromModel ? 'model' : 'measured'}
              .figure=${app.figure}
              .paper=${app.paper}
              ?busy=${running}
              ?fitted=${this.fitted}
              @resize-chart=${this.resized('waterfall')}
            ></ft-chart>`
          : nothing
      }
    </div>`;
  }

  protected override draw(_: string, width: number): void {
    this.#app.resize(width);
  }

  #calmly(): void {
    const { state, delivered, asked } = this.#app;
    if (state !== 'running') return this.changed();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.tellProgress(delivered.length / Math.max(asked, 1));
      this.changed();
    }, CALM_MS);
  }
}

customElements.define('ft-live-requests', LiveRequests);

declare global {
  interface HTMLElementTagNameMap {
    'ft-live-requests': LiveRequests;
  }
}
