/**
 * <ft-bitmap>: shows an image source on a canvas, drawn once when it changes.
 *
 * It draws with a 2d context rather than handing the bitmap to a `bitmaprenderer`, which would take it from the owner,
 * who shows the same bitmap in several places.
 */
import { LitElement, css, html, type PropertyValues } from 'lit';
import { base } from '../styles/shared.js';

export type Picture = ImageBitmap | HTMLCanvasElement | OffscreenCanvas;

/** Longest edge that is drawn unless less is asked for: more would keep the main thread busy for nothing. */
const LONGEST = 2048;

export class BitmapView extends LitElement {
  static override properties = {
    source: { attribute: false },
    longest: { type: Number },
    pixelated: { type: Boolean, reflect: true },
  };
  declare source: Picture | undefined;
  /** The longest edge to draw, in pixels. */
  declare longest: number;
  declare pixelated: boolean;

  static override styles = [
    base,
    css`
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: var(--fit, fill);
      }

      :host([pixelated]) canvas {
        image-rendering: pixelated;
      }
    `,
  ];

  constructor() {
    super();
    this.source = undefined;
    this.longest = LONGEST;
    this.pixelated = false;
  }

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('source') || !this.source) return;
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas) return;
    const scale = Math.min(1, this.longest / Math.max(this.source.width, this.source.height, 1));
    canvas.width = Math.max(1, Math.round(this.source.width * scale));
    canvas.height = Math.max(1, Math.round(this.source.height * scale));
    // A closed bitmap has no pixels left; that is the owner's way of taking it back.
    if (this.source.width > 0) canvas.getContext('2d')?.drawImage(this.source, 0, 0, canvas.width, canvas.height);
  }
}

customElements.define('ft-bitmap', BitmapView);

declare global {
  interface HTMLElementTagNameMap {
    'ft-bitmap': BitmapView;
  }
}
