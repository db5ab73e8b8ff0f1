/**
 * <ft-live-breakfast>: the coffee shop in virtual time, with its clock, its player and its lanes. All its numbers are a model's.
 *
 * Properties:
 *   query     the shop, as in the breakfast's address: "preset=four-toasters&toasters=8" (`breakfast/address.ts`).
 *   controls  what of it can be changed, by names in that address: "toasters", "waiting", "service", "batch", …; none for nothing.
 *   lanes     whether the lanes are shown below.
 *   and those of every toy (`toy.ts`).
 * Read only: `morning`, `atMs`.
 * Events: `started` when it begins to play; `progress`; `report`: a `Morning`, when it has been played to its end, by the player or by hand;
 * `stopped`, when it was paused.
 */
import { html, nothing, unsafeCSS, css, type PropertyValues } from 'lit';

import { App } from '../breakfast/app.js';
import { moveCursor } from '../breakfast/cursor.js';
import { Player, type PlaySpeed } from '../breakfast/player.js';
import { scene } from '../breakfast/scene.js';
import { ShopForm } from '../breakfast/shop-form.js';
import { board } from '../breakfast/view.js';
import { Chart } from '../elements/chart.js';
import { Notice } from '../elements/notice.js';
import type { Morning, Shop } from '../generated/model.js';
import styles from '../styles/breakfast.css?inline';
import { toyStyles } from './styles.js';
import { Toy } from './toy.js';

// Named so that the bundler keeps the modules that register them.
export const breakfastElements = [Chart, Notice, Player, ShopForm];

/** Width of the stage before it was measured, in CSS pixels. */
const FIRST_WIDTH = 640;

export class LiveBreakfast extends Toy<Morning> {
  static override properties = {
    query: { type: String },
    controls: { attribute: false },
    lanes: { type: Boolean },
    stageWidth: { state: true },
  };
  declare query: string;
  declare controls: readonly string[];
  declare lanes: boolean;
  declare private stageWidth: number;

  static override styles = [
    ...toyStyles,
    unsafeCSS(styles),
    css`
      /* Beside other things there is no room for columns. */
      .toy > .show {
        display: flex;
        flex-direction: column;
        align-items: stretch;
        gap: var(--s2);
      }

      .toy > .show > .board {
        display: flex;
        flex-direction: row;
        gap: var(--s1) var(--s4);
        border: 0;
        padding: 0;
      }

      .stage {
        min-height: 0;
      }

      .board .big {
        font-size: var(--size-3);
      }

      .caption {
        min-height: 1.5em;
      }

      :host([fitted]) .toy > .show {
        flex: 1 1 0;
        min-height: 0;
        gap: var(--s1);
      }

      :host([fitted]) .toy > .show > .board {
        justify-content: space-between;
        gap: 0 var(--s2);
      }

      :host([fitted]) .board div:nth-child(2) .quiet {
        display: none;
      }

      :host([fitted]) .stage {
        flex: 1 1 0;
        min-height: 0;
      }

      :host([fitted]) .scene {
        width: 100%;
        height: 100%;
      }
    `,
  ];

  #app: App | undefined;
  /** The morning that was played to its end and told. */
  #told: Morning | undefined;
  /** The shop being opened: there is nothing to play before. */
  #opening: Promise<void> | undefined;
  /** Counts other shops, of which the latest plays. */
  #shops = 0;
  readonly #resize = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width > 0) this.stageWidth = width;
  });

  constructor() {
    super();
    this.query = '';
    this.controls = [];
    this.lanes = true;
    this.stageWidth = FIRST_WIDTH;
  }

  get morning(): Morning | undefined {
    return this.#app?.morning;
  }

  get atMs(): number {
    return this.#app?.atMs ?? 0;
  }

  run(): Promise<void> {
    return this.#play();
  }

  stop(): void {
    this.#app?.play(false);
    this.tellStopped();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('query') || !this.query) return;
    this.stop();
    const app = new App(() => this.#changed(app), true);
    this.#app = app;
    this.#opening = app.start(this.query);
  }

  override firstUpdated(): void {
    const stage = this.renderRoot.querySelector('.stage');
    if (stage) this.#resize.observe(stage);
  }

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // A new drawing is in its place only once the chart has rendered too.
    const chart = this.renderRoot.querySelector<Chart>('ft-chart.lanes');
    void chart?.updateComplete.then(() => moveCursor(this.renderRoot, this.atMs));
  }

  override render() {
    const app = this.#app;
    if (!app) return nothing;
    const { moments, shop, morning, atMs, failure, problems } = app;
    return html`<div class="toy">
      ${failure ? html`<ft-notice kind="error" heading="The shop is closed" .sentence=${failure}></ft-notice>` : nothing}
      ${problems.map((problem) => html`<ft-notice kind="warning" heading="Not as asked" .sentence=${problem}></ft-notice>`)}
      ${
        this.controls.length > 0
          ? html`<ft-shop-form
              .shop=${shop}
              .only=${this.controls}
              @shop=${({ detail }: CustomEvent<Shop>) => void this.#change(detail)}
            ></ft-shop-form>`
          : nothing
      }
      <div class="show">
        <div class="stage">${moments ? scene(moments.at(atMs), this.stageWidth / this.magnification) : nothing}</div>
        <ft-player
          .atMs=${atMs}
          .endMs=${app.endMs}
          .playing=${app.playing}
          .speed=${app.speed}
          ?compact=${this.fitted}
          @play=${({ detail }: CustomEvent<boolean>) => (detail ? void this.#play() : this.stop())}
          @seek=${({ detail }: CustomEvent<number>) => app.seek(detail)}
          @speed=${({ detail }: CustomEvent<PlaySpeed>) => app.setSpeed(detail)}
        ></ft-player>
        ${morning ? board(app) : nothing}
        <p class="caption ${this.fitted ? 'unseen' : ''}" aria-live="polite">${app.caption}</p>
      </div>
      ${
        this.lanes && !this.fitted
          ? html`<ft-chart
              class="lanes"
              heading="Who did what, when"
              source="model"
              name="morning"
              .figure=${app.figure}
              .paper=${app.paper}
              @resize-chart=${this.resized('lanes')}
              ><span slot="empty">The lanes of the morning come here.</span></ft-chart
            >`
          : nothing
      }
    </div>`;
  }

  protected override draw(_: string, width: number): void {
    this.#app?.resize(width);
  }

  /** Another shop opens at once: whoever turns a control wants to see what it does. */
  async #change(shop: Shop): Promise<void> {
    const app = this.#app;
    if (!app) return;
    const number = (this.#shops += 1);
    this.tellStarted();
    await app.change(shop);
    // Stopped meanwhile.
    if (!this.underWay) app.play(false);
    else if (number === this.#shops && !app.playing) this.tellStopped();
  }

  async #play(): Promise<void> {
    const app = this.#app;
    if (!app || app.playing) return;
    this.tellStarted();
    await this.#opening;
    // Stopped meanwhile, or another shop's turn.
    if (app !== this.#app || !this.underWay) return;
    if (!app.morning) return this.tellStopped();
    // The same morning is played again, and told again.
    this.#told = undefined;
    app.play(true);
  }

  #changed(app: App): void {
    if (app !== this.#app) return;
    if (app.playing) this.tellProgress(app.atMs / Math.max(app.endMs, 1));
    if (app.failure) this.tellStopped();
    if (app.morning && app.atMs >= app.endMs && app.morning !== this.#told) {
      this.#told = app.morning;
      this.tellReport(app.morning);
    }
    this.changed();
  }
}

customElements.define('ft-live-breakfast', LiveBreakfast);

declare global {
  interface HTMLElementTagNameMap {
    'ft-live-breakfast': LiveBreakfast;
  }
}
