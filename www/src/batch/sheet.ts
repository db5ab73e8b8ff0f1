/**
 * <ft-contact-sheet>: the results on one canvas, in the order in which they came; as small as it takes to have room for all.
 */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { formatCount } from '../elements/format.js';
import { base } from '../styles/shared.js';
import { rgbaOf, type Result, type Results } from './results.js';

/** The sheet is no higher than this, in CSS pixels, unless the cells would get too small to see. */
const HIGHEST = 420;
const LARGEST_CELL = 64;
const SMALLEST_CELL = 8;

export class ContactSheet extends LitElement {
  static override properties = {
    results: { attribute: false },
    count: { type: Number },
    expected: { type: Number },
    width: { state: true },
  };
  declare results: Results | undefined;
  /** How many there are: the list grows in place. */
  declare count: number;
  /** How many there may be. */
  declare expected: number;
  declare private width: number;

  static override styles = [
    base,
    css`
      canvas {
        display: block;
        background: var(--bg-sunk);
        border-radius: var(--s-half);
        max-width: 100%;
      }
    `,
  ];

  #observer: ResizeObserver | undefined;
  /** What was drawn last, and how much of it. */
  #shown: Results | undefined;
  #drawn = 0;
  #cell = 0;
  readonly #one = document.createElement('canvas');

  constructor() {
    super();
    this.results = undefined;
    this.count = 0;
    this.expected = 0;
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
    });
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  override render() {
    if (this.expected === 0) return nothing;
    return html`<canvas
      role="img"
      aria-label=${`${formatCount(this.count, 'result')} of ${this.expected.toLocaleString('en-GB')}, as small pictures in the order of completion`}
    ></canvas>`;
  }

  override updated(changed: PropertyValues<this>): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !this.results || this.width === 0) return;
    const cell = cellSize(this.width, this.expected);
    if (this.#shown !== this.results || cell !== this.#cell || changed.has('width' as never)) this.#begin(canvas, cell);
    const context = canvas.getContext('2d');
    if (!context) return;
    const columns = Math.max(1, Math.floor(this.width / cell));
    const { order } = this.results;
    for (; this.#drawn < order.length; this.#drawn += 1) {
      const result = this.results.get(order[this.#drawn] ?? -1);
      if (result)
        this.#draw(context, result, (this.#drawn % columns) * cell, Math.floor(this.#drawn / columns) * cell, cell);
    }
  }

  #begin(canvas: HTMLCanvasElement, cell: number): void {
    const columns = Math.max(1, Math.floor(this.width / cell));
    const rows = Math.ceil(this.expected / columns);
    const scale = devicePixelRatio;
    canvas.width = Math.round(columns * cell * scale);
    canvas.height = Math.round(rows * cell * scale);
    // The policy allows no inline style; a property of the object is none.
    canvas.style.width = `${columns * cell}px`;
    canvas.getContext('2d')?.scale(scale, scale);
    this.#shown = this.results;
    this.#cell = cell;
    this.#drawn = 0;
  }

  /** Draws a result into its cell, as large as fits, upright. */
  #draw(context: CanvasRenderingContext2D, result: Result, x: number, y: number, cell: number): void {
    this.#one.width = result.width;
    this.#one.height = result.height;
    this.#one.getContext('2d')?.putImageData(new ImageData(rgbaOf(result), result.width, result.height), 0, 0);
    const scale = (cell - 1) / Math.max(result.width, result.height);
    context.drawImage(this.#one, x, y, result.width * scale, result.height * scale);
  }
}

/** The largest cell with which so many fit, in CSS pixels. */
export function cellSize(width: number, count: number): number {
  for (let cell = LARGEST_CELL; cell > SMALLEST_CELL; cell -= 1) {
    const columns = Math.floor(width / cell);
    if (columns > 0 && Math.ceil(count / columns) * cell <= HIGHEST) return cell;
  }
  return SMALLEST_CELL;
}

customElements.define('ft-contact-sheet', ContactSheet);
