/**
 * <ft-chart-files>: a chart to take away: as SVG, as an SVG that moves, as PNG in four sizes, and its numbers. What makes the files is loaded
 * with the first of them.
 *
 * While it is disabled nothing is drawn: something is being measured.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { PNG_SCALES, sizeOf, type PngScale } from '../exports/size.js';
import type { Figure, Theme } from '../generated/model.js';
import { base, buttons, disclosure, fields } from '../styles/shared.js';
import { csvOf, fileName, save } from './download.js';
import { formatSize } from './format.js';

/** Draws a chart in these colours; nothing where it has nothing to show any more. */
export type Redraw = (theme: Theme) => Promise<Figure | null | undefined>;

/** An SVG that moves, in a theme's colours; in the page's own for none. */
export type Animated = (theme: Theme | undefined) => string | Promise<string>;

/** Drawing would disturb what is measured. */
export const NOT_NOW = 'Files can be saved when nothing is being measured.';

const THEMES: readonly (readonly [Theme | undefined, string])[] = [
  [undefined, 'As on this page'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['print', 'Paper: black and grey'],
];

type Kind = 'svg' | 'animated' | 'png' | 'csv';

/** What was chosen last, for any chart: who takes several away wants them alike. */
let lastTheme: Theme | undefined;
let lastScale: PngScale = 2;

export class ChartFiles extends LitElement {
  static override properties = {
    figure: { attribute: false },
    heading: { type: String },
    name: { type: String },
    redraw: { attribute: false },
    animated: { attribute: false },
    disabled: { type: Boolean },
    open: { type: Boolean, reflect: true },
    theme: { state: true },
    scale: { state: true },
    making: { state: true },
    problem: { state: true },
  };
  declare figure: Figure | undefined;
  /** What the chart is called. */
  declare heading: string;
  /** What its files are called. */
  declare name: string;
  /** See <ft-chart>. */
  declare redraw: Redraw | undefined;
  declare animated: Animated | undefined;
  declare disabled: boolean;
  /** Whether what can be chosen is on show. */
  declare open: boolean;
  declare private theme: Theme | undefined;
  declare private scale: PngScale;
  /** The file that is being made. */
  declare private making: Kind | undefined;
  declare private problem: string;

  static override styles = [
    base,
    buttons,
    fields,
    disclosure,
    css`
      .panel {
        display: grid;
        gap: var(--s2);
        padding-block: var(--s1) var(--s2);
      }

      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 16rem));
        gap: var(--s1) var(--s2);
      }

      label {
        display: grid;
        gap: var(--s-half);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
      }

      .problem {
        color: var(--error);
      }
    `,
  ];

  constructor() {
    super();
    this.figure = undefined;
    this.heading = '';
    this.name = 'chart';
    this.redraw = undefined;
    this.animated = undefined;
    this.disabled = false;
    this.open = false;
    this.theme = undefined;
    this.scale = lastScale;
    this.making = undefined;
    this.problem = '';
  }

  override render() {
    const { figure } = this;
    if (!figure) return nothing;
    return html`<details .open=${live(this.open)} @toggle=${this.#toggled}>
      <summary class="small">Save the chart</summary>
      <div class="panel small" role="group" aria-label=${`Save: ${this.heading}`}>
        <div class="choices">${this.redraw ? this.#themes() : nothing} ${this.#scales(figure)}</div>
        <div class="buttons">
          ${this.#button('svg', 'SVG')} ${this.animated ? this.#button('animated', 'Animated SVG') : nothing}
          ${this.#button('png', 'PNG')}
          ${figure.table.rows.length > 0 ? this.#button('csv', 'CSV', 'Save the numbers as CSV') : nothing}
        </div>
        ${this.disabled ? html`<p class="quiet">${NOT_NOW}</p>` : nothing}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
    </details>`;
  }

  #themes(): TemplateResult {
    const choose = ({ target }: Event): void => {
      this.theme = lastTheme = THEMES[(target as HTMLSelectElement).selectedIndex]?.[0];
    };
    return html`<label>
      Colours
      <select @change=${choose}>
        ${THEMES.map(([theme, words]) => html`<option .selected=${live(theme === this.theme)}>${words}</option>`)}
      </select>
    </label>`;
  }

  #scales({ svg }: Figure): TemplateResult {
    const size = sizeOf(svg);
    const words = (scale: PngScale): string =>
      size ? `${scale}×: ${formatSize({ width: size.width * scale, height: size.height * scale })}` : `${scale}×`;
    const choose = ({ target }: Event): void => {
      this.scale = lastScale = PNG_SCALES[(target as HTMLSelectElement).selectedIndex] ?? this.scale;
    };
    return html`<label>
      Pixels of the PNG
      <select @change=${choose}>
        ${PNG_SCALES.map((scale) => html`<option .selected=${live(scale === this.scale)}>${words(scale)}</option>`)}
      </select>
    </label>`;
  }

  #button(kind: Kind, label: string, told = `Save as ${label}`): TemplateResult {
    return html`<button
      type="button"
      aria-label=${told}
      ?disabled=${this.disabled || this.making !== undefined}
      @click=${() => void this.#make(kind)}
    >
      ${label}
    </button>`;
  }

  #toggled = ({ target }: Event): void => {
    this.open = (target as HTMLDetailsElement).open;
    if (this.open) [this.theme, this.scale] = [this.redraw ? lastTheme : undefined, lastScale];
  };

  async #make(kind: Kind): Promise<void> {
    this.making = kind;
    this.problem = '';
    try {
      const [ending, content] = await this.#file(kind);
      save(`${fileName(this.name)}${ending}`, content);
    } catch (error) {
      this.problem = (error as Error).message;
    } finally {
      this.making = undefined;
    }
  }

  /** A file: how its name ends, and what is in it. */
  async #file(kind: Kind): Promise<[string, Blob]> {
    if (kind === 'csv') return ['.csv', new Blob([csvOf(this.#figure.table)], { type: 'text/csv;charset=utf-8' })];
    if (kind === 'png') {
      const { pngOf } = await import('../exports/png.js');
      return [`-${this.scale}x.png`, await pngOf(await this.#svg(), this.scale)];
    }
    const { selfContained } = await import('../exports/svg.js');
    const moving = kind === 'animated' && this.animated;
    const svg = await selfContained(moving ? await moving(this.theme) : await this.#svg());
    return [moving ? '-animated.svg' : '.svg', new Blob([svg], { type: 'image/svg+xml' })];
  }

  /** The drawing, in the colours that were chosen. */
  async #svg(): Promise<string> {
    if (!this.redraw || !this.theme) return this.#figure.svg;
    const figure = await this.redraw(this.theme);
    if (!figure) throw new Error('There is nothing to draw any more.');
    return figure.svg;
  }

  get #figure(): Figure {
    if (!this.figure) throw new Error('There is no chart yet.');
    return this.figure;
  }
}

customElements.define('ft-chart-files', ChartFiles);

declare global {
  interface HTMLElementTagNameMap {
    'ft-chart-files': ChartFiles;
  }
}
