/**
 * <ft-chart>: one of our own charts with all that belongs to it: the finding, the drawing, what its marks say, its numbers, its files. It
 * tells its owner how wide it is, whether it is near the screen and which part of the time it shows, so that the chart is drawn for that; shown
 * big, it asks for a narrower drawing and scales it up, so that its text can be read at the back of a lecture hall.
 *
 * Events: `resize-chart` (ChartWidth), `see-chart` (boolean), `zoom-chart` (TimeWindow, or null for all), `choose-view` (number: which of its
 * views).
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import * as icons from '../art/icons.js';
import type { Figure, Table } from '../generated/model.js';
import { base, buttons, disclosure, fields } from '../styles/shared.js';
import type { Picture } from './bitmap.js';
import { chartStyles } from './chart.styles.js';
import { Tooltip } from './chart-tooltip.js';
import { Zoom } from './chart-zoom.js';
import type { Animated, Redraw } from './chart-files.js';
import './chart-files.js';
import { emit } from './event.js';
import { Replay } from './replay.js';
import { svgNode } from './svg-markup.js';
import type { TimeWindow } from './zoom.js';

/** The width to draw for, in CSS pixels. */
export type ChartWidth = { readonly width: number; readonly big: boolean };

/** How much larger everything is when it is shown big, on a screen with room for it. */
const BIG_SCALE = 2;
const ROOM_PX = 900;

/** How long a width, or a part of the time, must hold before the owner hears of it: drawing anew would hold up what is still moving. */
const SETTLE_MS = 150;

/** Charts this far below the screen are drawn ahead. */
const AHEAD = '400px 0px';

/** The chart's own keys, as they are told. */
const KEYS = 'Arrow keys walk through the values, Home and End to the first and last, Escape leaves.';
const ZOOM_KEYS = ' Plus and minus zoom, Page up and down move, 0 shows all.';

export class Chart extends LitElement {
  static override properties = {
    heading: { type: String },
    figure: { attribute: false },
    paper: { attribute: false },
    printing: { state: true },
    source: { type: String },
    name: { type: String },
    views: { attribute: false },
    view: { type: Number },
    busy: { type: Boolean },
    zoomable: { type: Boolean },
    replays: { type: Boolean },
    picture: { attribute: false },
    fitted: { type: Boolean, reflect: true },
    big: { state: true },
    told: { state: true },
    spoken: { state: true },
    redraw: { attribute: false },
    animated: { attribute: false },
  };
  /** What it is called while there is no finding yet. */
  declare heading: string;
  declare figure: Figure | undefined;
  /** The same for paper, if there is one: it takes the figure's place while the page is printed. */
  declare paper: Figure | undefined;
  /** What its files are called. */
  declare name: string;
  /** What it can show one of, in words, and which it shows. */
  declare views: readonly string[];
  declare view: number;
  /** Whether its numbers were measured or come from a model. */
  declare source: 'measured' | 'model';
  /** Whether something is being measured: it may change, and nothing moves. */
  declare busy: boolean;
  /** Whether its axis is time that can be zoomed. */
  declare zoomable: boolean;
  /** Whether its marks can be replayed, over this picture. */
  declare replays: boolean;
  declare picture: Picture | undefined;
  /** Whether it is as high as its owner makes it, with nothing but the drawing: its owner says what it found. */
  declare fitted: boolean;
  /** Draws the same chart in other colours, for files; without it they have those of the page. */
  declare redraw: Redraw | undefined;
  /** An SVG of the same that moves, where there is one. */
  declare animated: Animated | undefined;
  declare private printing: boolean;
  declare private big: boolean;
  declare private told: string;
  declare private spoken: string;

  static override styles = [base, buttons, fields, disclosure, chartStyles];

  readonly #tooltip = new Tooltip(this);
  readonly #zoom = new Zoom(this);
  readonly #replay = new Replay(this);
  #node: SVGSVGElement | undefined;
  #at: DOMRect | undefined;
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #zoomTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #resize = new ResizeObserver(() => this.#measure());
  readonly #seen = new IntersectionObserver(
    (entries) =>
      emit(
        this,
        'see-chart',
        entries.some((entry) => entry.isIntersecting),
      ),
    { rootMargin: AHEAD },
  );

  constructor() {
    super();
    this.heading = '';
    this.figure = undefined;
    this.paper = undefined;
    this.printing = false;
    this.name = 'chart';
    this.views = [];
    this.view = 0;
    this.source = 'measured';
    this.busy = false;
    this.zoomable = false;
    this.replays = false;
    this.picture = undefined;
    this.fitted = false;
    this.big = false;
    this.told = '';
    this.spoken = '';
    this.redraw = undefined;
    this.animated = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('fullscreenchange', this.#fullscreenChanged);
    document.addEventListener('keydown', this.#escaped);
    window.addEventListener('beforeprint', this.#prints);
    window.addEventListener('afterprint', this.#prints);
    this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('fullscreenchange', this.#fullscreenChanged);
    document.removeEventListener('keydown', this.#escaped);
    window.removeEventListener('beforeprint', this.#prints);
    window.removeEventListener('afterprint', this.#prints);
    this.#resize.disconnect();
    this.#seen.disconnect();
    clearTimeout(this.#timer);
    clearTimeout(this.#zoomTimer);
    this.big = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('busy') && this.busy) this.#replay.pause();
    if (!['figure', 'picture', 'printing'].some((name) => changed.has(name as keyof Chart))) return;
    this.#node = svgNode(this.#shown?.svg ?? '');
    // It is named by the finding above it; within, it is walked through by keys.
    this.#node?.setAttribute('focusable', 'false');
    if (!this.figure) {
      this.#zoom.forget();
      clearTimeout(this.#zoomTimer);
    }
    this.#tooltip.take(this.#node);
    // Paper shows all.
    this.#zoom.take(this.zoomable && !this.printing ? this.#node : undefined);
    this.#replay.take(this.replays ? this.#node : undefined, this.picture);
  }

  override firstUpdated(): void {
    this.#observe();
    // Not passive: zooming must keep the page from scrolling. On the figure, since what it frames comes and goes.
    this.renderRoot.querySelector('figure')?.addEventListener('wheel', this.#wheeled, { passive: false });
  }

  override updated(): void {
    const bubble = this.renderRoot.querySelector<HTMLElement>('.bubble');
    const frame = this.#drawing?.getBoundingClientRect();
    if (!bubble || !frame || !this.#at) return;
    // Above the mark, below it where there is no room, and never beyond the chart.
    const { width, height } = bubble.getBoundingClientRect();
    const middle = (this.#at.left + this.#at.right) / 2 - frame.left;
    const above = this.#at.top - frame.top - height - 8;
    const top = above >= 0 ? above : Math.min(this.#at.bottom - frame.top + 8, Math.max(0, frame.height - height));
    bubble.style.setProperty('left', `${Math.max(0, Math.min(frame.width - width, middle - width / 2))}px`);
    bubble.style.setProperty('top', `${top}px`);
  }

  override render() {
    const figure = this.#shown;
    const heading = figure?.title || this.heading;
    return html`<figure class=${this.big ? 'big' : ''} aria-busy=${this.busy}>
      <figcaption>
        <div class="title">
          <h3>${heading}</h3>
          ${figure ? html`<span class="source ${this.source}">${this.source}</span>` : nothing}
        </div>
        ${this.#node ? this.#grower(heading) : nothing}
      </figcaption>
      ${this.views.length > 1 ? this.#choice(heading) : nothing}
      ${
        this.#node
          ? html`<div
              class="drawing ${this.#zoom.isZoomed ? 'zoomed' : ''}"
              tabindex="0"
              role="group"
              aria-label=${heading}
              aria-describedby="keys"
              @keydown=${this.#pressed}
              @blur=${this.#tooltip.clear}
              @pointerdown=${this.#zoom.grabbed}
              @pointermove=${this.#moved}
              @pointerup=${this.#zoom.released}
              @pointercancel=${this.#zoom.released}
              @pointerleave=${this.#tooltip.clear}
            >
              ${this.#node}${this.told ? html`<div class="bubble small figures" aria-hidden="true">${this.told}</div>` : nothing}
            </div>`
          : html`<div class="drawing">
              <div class="empty"><slot name="empty">This fills in after the race.</slot></div>
            </div>`
      }
      <span id="keys" class="unseen">${KEYS}${this.#zoom.isPossible ? ZOOM_KEYS : ''}</span>
      <span class="unseen" aria-live="polite">${this.spoken}</span>
      ${this.#replay.render(this.busy)} ${figure?.note ? html`<p class="note quiet small">${figure.note}</p>` : nothing}
      ${figure ? this.#tools(figure, heading) : nothing}
    </figure>`;
  }

  /** For the controllers: what a mark says, where it is, and what is read aloud of it. */
  tell(text: string, at: DOMRect | undefined, spoken: string): void {
    this.told = text;
    this.spoken = spoken;
    this.#at = at;
  }

  /** For the controllers: another part of the time is shown. The owner hears of it when zooming pauses. */
  zoomed(window: TimeWindow | undefined): void {
    this.#tooltip.clear();
    this.requestUpdate();
    clearTimeout(this.#zoomTimer);
    this.#zoomTimer = setTimeout(() => emit<TimeWindow | null>(this, 'zoom-chart', window ?? null), SETTLE_MS);
  }

  #choice(heading: string): TemplateResult {
    return html`<select
      class="choice"
      aria-label=${`What is shown: ${heading}`}
      @change=${(event: Event) => emit(this, 'choose-view', (event.target as HTMLSelectElement).selectedIndex)}
    >
      ${this.views.map((view, i) => html`<option .selected=${live(i === this.view)}>${view}</option>`)}
    </select>`;
  }

  #grower(heading: string): TemplateResult {
    const button = this.big ? 'Back to the page' : 'Show big';
    return html`<button
      type="button"
      class="bare small"
      aria-label=${`${button}: ${heading}`}
      @click=${this.big ? this.#shrink : this.#grow}
    >
      ${this.big ? icons.shrink : icons.expand}<span class="words">${button}</span>
    </button>`;
  }

  #tools(figure: Figure, heading: string): TemplateResult {
    return html`${this.#zoom.isPossible ? this.#zoomers() : nothing}
      <div class="tools">
        ${figure.table.rows.length > 0 ? this.#numbers(figure.table) : nothing}
        <ft-chart-files
          .figure=${figure}
          .heading=${heading}
          .name=${this.name}
          .redraw=${this.redraw}
          .animated=${this.animated}
          ?disabled=${this.busy}
        ></ft-chart-files>
      </div>`;
  }

  #zoomers(): TemplateResult {
    return html`<div class="zoom small" role="group" aria-label="Zoom">
      <button type="button" class="bare" aria-label="Zoom in" @click=${this.#zoom.closer}>${icons.closer}</button>
      <button
        type="button"
        class="bare"
        aria-label="Zoom out"
        ?disabled=${!this.#zoom.isZoomed}
        @click=${this.#zoom.farther}
      >
        ${icons.farther}
      </button>
      <button type="button" class="bare" ?disabled=${!this.#zoom.isZoomed} @click=${this.#zoom.reset}>Show all</button>
    </div>`;
  }

  #numbers({ columns, rows }: Table): TemplateResult {
    const title = this.figure?.title || this.heading;
    return html`<details class="numbers">
      <summary class="small">Show the numbers</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${`Numbers: ${title}`}>
        <table>
          <caption class="small">
            ${title}
          </caption>
          <thead>
            <tr>
              ${columns.map((column) => html`<th scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ([first, ...cells]) =>
                html`<tr>
                  <th scope="row">${first}</th>
                  ${cells.map((cell) => html`<td>${cell}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  get #shown(): Figure | undefined {
    return (this.printing ? this.paper : undefined) ?? this.figure;
  }

  get #drawing(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.drawing') ?? null;
  }

  /** The figure is there from the first drawing to the last; what it frames comes and goes. */
  #observe(): void {
    const figure = this.renderRoot?.querySelector('figure');
    if (!figure) return;
    this.#resize.observe(figure);
    this.#seen.observe(this);
  }

  #measure(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const shown = this.#drawing?.clientWidth ?? 0;
      const width = Math.round(this.big && shown >= ROOM_PX ? shown / BIG_SCALE : shown);
      if (width === 0 || width === this.#told) return;
      this.#told = width;
      emit<ChartWidth>(this, 'resize-chart', { width, big: this.big });
    }, SETTLE_MS);
  }

  /** A browser that prints waits for nothing, so neither does this. */
  #prints = (event: Event): void => {
    this.printing = event.type === 'beforeprint';
    this.performUpdate();
  };

  #moved = (event: PointerEvent): void => {
    if (this.#zoom.dragged(event)) this.#tooltip.clear();
    else this.#tooltip.pointed(event);
  };

  #wheeled = (event: WheelEvent): void => {
    if (this.#node && event.composedPath().includes(this.#node)) this.#zoom.wheeled(event);
  };

  #pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.#tooltip.isOpen) {
      // One Escape closes one thing: first the value, then the big view.
      event.stopPropagation();
      this.#tooltip.clear();
    } else if (this.#tooltip.pressed(event.key) || this.#zoom.pressed(event.key)) event.preventDefault();
  };

  #grow = async (): Promise<void> => {
    this.big = true;
    await this.updateComplete;
    this.#measure();
    // Where the browser won't (an iPhone, a frame without leave), the figure still fills the window.
    await this.renderRoot
      .querySelector('figure')
      ?.requestFullscreen?.()
      .catch(() => undefined);
  };

  #shrink = (): void => {
    this.big = false;
    this.#measure();
    if (document.fullscreenElement) void document.exitFullscreen();
  };

  #fullscreenChanged = (): void => {
    if (this.big && !document.fullscreenElement) this.#shrink();
  };

  #escaped = (event: KeyboardEvent): void => {
    if (this.big && event.key === 'Escape') this.#shrink();
  };
}

customElements.define('ft-chart', Chart);

declare global {
  interface HTMLElementTagNameMap {
    'ft-chart': Chart;
  }
}
