/**
 * <ft-chart>: a frame for an SVG of our own charts. It tells its owner how wide it is, so that the chart is drawn for
 * that width and its text keeps its size; shown big, it asks for a narrower drawing and scales it up, so that its text can
 * be read at the back of a lecture hall.
 *
 * Events: `resize-chart` (ChartWidth).
 */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import * as icons from '../art/icons.js';
import { base, buttons } from '../styles/shared.js';
import { chartStyles } from './chart.styles.js';
import { emit } from './event.js';
import { svgNode } from './svg-markup.js';

/** The width to draw for, in CSS pixels. */
export type ChartWidth = { readonly width: number; readonly big: boolean };

/** How much larger everything is when it is shown big. */
const BIG_SCALE = 2;

/** How long a width must hold before the owner hears of it. */
const SETTLE_MS = 150;

export class Chart extends LitElement {
  static override properties = {
    heading: { type: String },
    svg: { attribute: false },
    note: { type: String },
    source: { type: String },
    busy: { type: Boolean },
    big: { state: true },
  };
  declare heading: string;
  /** SVG markup with its own text alternative. */
  declare svg: string;
  declare note: string;
  /** Whether its numbers were measured or come from a model. */
  declare source: 'measured' | 'model';
  declare busy: boolean;
  declare private big: boolean;

  static override styles = [base, buttons, chartStyles];

  #node: Node | undefined;
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resize = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.heading = '';
    this.svg = '';
    this.note = '';
    this.source = 'measured';
    this.busy = false;
    this.big = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('fullscreenchange', this.#fullscreenChanged);
    document.addEventListener('keydown', this.#pressed);
    const drawing = this.#drawing;
    if (drawing) this.#resize.observe(drawing);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('fullscreenchange', this.#fullscreenChanged);
    document.removeEventListener('keydown', this.#pressed);
    this.#resize.disconnect();
    clearTimeout(this.#timer);
    this.big = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('svg')) this.#node = svgNode(this.svg);
  }

  override firstUpdated(): void {
    if (this.#drawing) this.#resize.observe(this.#drawing);
  }

  override render() {
    const button = this.big ? 'Back to the page' : 'Show big';
    return html`<figure class=${this.big ? 'big' : ''} aria-busy=${this.busy}>
      <figcaption>
        <div class="title">
          <h3>${this.heading}</h3>
          ${this.svg ? html`<span class="source ${this.source}">${this.source}</span>` : nothing}
        </div>
        ${
          this.#node
            ? html`<button
                type="button"
                class="bare small"
                aria-label=${`${button}: ${this.heading}`}
                @click=${this.big ? this.#shrink : this.#grow}
              >
                ${this.big ? icons.shrink : icons.expand}${button}
              </button>`
            : nothing
        }
      </figcaption>
      <div class="drawing ${this.busy ? 'busy' : ''}">
        ${this.#node ?? html`<div class="empty"><slot name="empty">This fills in after the race.</slot></div>`}
      </div>
      ${this.note ? html`<p class="note quiet small">${this.note}</p>` : nothing}
    </figure>`;
  }

  get #drawing(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.drawing') ?? null;
  }

  #measure(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const shown = this.#drawing?.clientWidth ?? 0;
      const width = Math.round(this.big ? shown / BIG_SCALE : shown);
      if (width === 0 || width === this.#told) return;
      this.#told = width;
      emit<ChartWidth>(this, 'resize-chart', { width, big: this.big });
    }, SETTLE_MS);
  }

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

  #pressed = (event: KeyboardEvent): void => {
    if (this.big && event.key === 'Escape') this.#shrink();
  };
}

customElements.define('ft-chart', Chart);

declare global {
  interface HTMLElementTagNameMap {
    'ft-chart': Chart;
  }
}
