/**
 * <ft-two-up>: the original beside the result, with a divider to drag. Both fill the same frame, so that a result of
 * another size is seen at the original's scale; its pixels stay square when they are enlarged more than twice.
 *
 * Over the result lies, when asked for, the chart of who did what (SVG of our own charts).
 * Events: `view` (ViewChange) when the view or the overlay is switched.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { breakfast } from '../art/breakfast.js';
import * as icons from '../art/icons.js';
import type { Size } from '../generated/model.js';
import { base, fields, segmented } from '../styles/shared.js';
import type { Picture } from './bitmap.js';
import './bitmap.js';
import { CENTRE, clampPercent, contain, keyed } from './divider.js';
import { emit } from './event.js';
import { formatSize } from './format.js';
import { svgNode } from './svg-markup.js';
import { twoUpStyles } from './two-up.styles.js';

export type View = 'original' | 'compare' | 'result';
export type ViewChange = { readonly view: View; readonly showOverlay: boolean };

const VIEWS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'original', label: 'Original' },
  { view: 'compare', label: 'Compare' },
  { view: 'result', label: 'Result' },
];

export class TwoUp extends LitElement {
  static override properties = {
    original: { attribute: false },
    result: { attribute: false },
    originalSize: { attribute: false },
    resultSize: { attribute: false },
    overlay: { attribute: false },
    view: { type: String },
    showOverlay: { type: Boolean },
    percent: { state: true },
    stageWidth: { state: true },
  };
  declare original: Picture | undefined;
  declare result: Picture | undefined;
  /** The true sizes; the pictures given may be smaller previews. */
  declare originalSize: Size | undefined;
  declare resultSize: Size | undefined;
  /** SVG markup drawn over the result, filling it. */
  declare overlay: string;
  declare view: View;
  declare showOverlay: boolean;
  declare private percent: number;
  declare private stageWidth: number;

  static override styles = [base, fields, segmented, twoUpStyles];

  #overlayNode: Node | undefined;
  #resize = new ResizeObserver(([entry]) => {
    if (entry) this.stageWidth = entry.contentRect.width;
  });

  constructor() {
    super();
    this.original = undefined;
    this.result = undefined;
    this.originalSize = undefined;
    this.resultSize = undefined;
    this.overlay = '';
    this.view = 'compare';
    this.showOverlay = false;
    this.percent = CENTRE;
    this.stageWidth = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#stage) this.#resize.observe(this.#stage);
  }

  override firstUpdated(): void {
    if (this.#stage) this.#resize.observe(this.#stage);
  }

  get #stage(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.stage') ?? null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('overlay')) this.#overlayNode = svgNode(this.overlay);
  }

  /** What can be shown now: a comparison needs both pictures. */
  get #shown(): View {
    if (!this.result) return 'original';
    return this.original ? this.view : 'result';
  }

  /** True sizes of what there is to show, and the frame that both share. */
  #sizes(): Record<'original' | 'result' | 'frame', Size | undefined> {
    const original = this.original && (this.originalSize ?? this.original);
    const result = this.result && (this.resultSize ?? this.result);
    return { original, result, frame: original ?? result };
  }

  /** Lengths of this instant travel as custom properties: a strict content policy allows no style attributes. */
  override updated(): void {
    const { frame, ...sizes } = this.#sizes();
    const stage = this.#stage;
    if (!stage) return;
    stage.style.setProperty('--divide', `${this.percent}%`);
    stage.style.setProperty('--aspect', frame ? String(frame.width / frame.height) : '');
    for (const which of ['original', 'result'] as const) {
      const fit = stage.querySelector<HTMLElement>(`.${which} .fit`);
      const size = sizes[which];
      if (!frame || !fit || !size) continue;
      const { width, height } = contain(size.width / size.height, frame.width / frame.height);
      fit.style.setProperty('--fit-width', `${width}%`);
      fit.style.setProperty('--fit-height', `${height}%`);
    }
  }

  override render() {
    const { original, result, frame } = this.#sizes();
    const shown = this.#shown;
    return html`
      <div class="stage ${shown}">
        ${frame ? nothing : html`<div class="nothing">${breakfast}<slot name="empty"></slot></div>`}
        ${original && frame && shown !== 'result' ? this.#layer('original', original, frame, nothing) : nothing}
        ${result && frame && shown !== 'original' ? this.#layer('result', result, frame, this.#overlay()) : nothing}
        ${shown === 'compare' ? this.#divider() : nothing}
        ${original && shown !== 'result' ? html`<span class="tag left figures">Original ${formatSize(original)}</span>` : nothing}
        ${result && shown !== 'original' ? html`<span class="tag right figures">Result ${formatSize(result)}</span>` : nothing}
      </div>
      ${result ? this.#tools(shown) : nothing}
    `;
  }

  #layer(which: 'original' | 'result', size: Size, frame: Size, over: TemplateResult | typeof nothing): TemplateResult {
    const fit = contain(size.width / size.height, frame.width / frame.height);
    const enlarged = (this.stageWidth * fit.width) / 100 / size.width;
    return html`<div class="layer ${which}">
      <div class="fit">
        <ft-bitmap
          role="img"
          aria-label=${which === 'original' ? 'Original picture' : 'Result picture'}
          .source=${this[which]}
          ?pixelated=${enlarged > 2}
        ></ft-bitmap>
        ${over}
      </div>
    </div>`;
  }

  #overlay(): TemplateResult | typeof nothing {
    return this.showOverlay && this.#overlayNode ? html`<div class="overlay">${this.#overlayNode}</div>` : nothing;
  }

  #divider(): TemplateResult {
    const percent = Math.round(this.percent);
    return html`<div
      class="divider"
      role="slider"
      tabindex="0"
      aria-label="Divider between original and result"
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${percent}
      aria-valuetext="${percent} % original"
      @keydown=${this.#pressed}
      @pointerdown=${this.#grabbed}
      @pointermove=${this.#dragged}
      @dblclick=${() => (this.percent = CENTRE)}
    >
      <span class="grip">${icons.grip}</span>
    </div>`;
  }

  #tools(shown: View): TemplateResult {
    return html`<div class="tools">
      ${
        this.original
          ? html`<div class="segmented" role="radiogroup" aria-label="View">
              ${VIEWS.map(
                ({ view, label }) =>
                  html`<label
                    ><input
                      type="radio"
                      name="view"
                      .checked=${live(view === shown)}
                      @change=${() => this.#switch({ view })}
                    />${label}</label
                  >`,
              )}
            </div>`
          : nothing
      }
      ${
        this.#overlayNode
          ? html`<label class="who"
              ><input
                type="checkbox"
                .checked=${live(this.showOverlay)}
                @change=${(event: Event) => this.#showOverlay((event.target as HTMLInputElement).checked)}
              />Show who did what</label
            >`
          : nothing
      }
    </div>`;
  }

  /** The overlay lies over the result: who asks for it while the original alone is shown, sees the result. */
  #showOverlay(showOverlay: boolean): void {
    this.#switch({ showOverlay, ...(showOverlay && this.view === 'original' ? { view: 'result' as const } : {}) });
  }

  #switch(part: Partial<ViewChange>): void {
    const change = { view: this.view, showOverlay: this.showOverlay, ...part };
    this.view = change.view;
    this.showOverlay = change.showOverlay;
    emit<ViewChange>(this, 'view', change);
  }

  #pressed = (event: KeyboardEvent): void => {
    const next = keyed(this.percent, event.key, event.shiftKey);
    if (next === undefined) return;
    event.preventDefault();
    this.percent = next;
  };

  #grabbed = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  #dragged = (event: PointerEvent): void => {
    const divider = event.currentTarget as HTMLElement;
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const stage = divider.parentElement?.getBoundingClientRect();
    if (stage && stage.width > 0) this.percent = clampPercent((100 * (event.clientX - stage.left)) / stage.width);
  };
}

customElements.define('ft-two-up', TwoUp);

declare global {
  interface HTMLElementTagNameMap {
    'ft-two-up': TwoUp;
  }
}
