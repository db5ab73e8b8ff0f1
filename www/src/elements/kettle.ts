/**
 * <ft-kettle>: a kettle on the boil, moved by the page's own thread. Where that is blocked, it stands still: that is its whole use.
 */
import { LitElement, css, svg } from 'lit';
import { base } from '../styles/shared.js';

/** Degrees the lid tips, and pixels the steam rises. */
const TIP = 5;
const RISE = 14;

export class Kettle extends LitElement {
  static override properties = { boiling: { type: Boolean } };
  declare boiling: boolean;
  #handle = 0;

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }

      svg {
        width: 96px;
        height: 96px;
        overflow: visible;
      }

      .body {
        fill: var(--kopi);
      }

      .steam {
        fill: none;
        stroke: var(--text-quiet);
        stroke-width: 3;
        stroke-linecap: round;
      }
    `,
  ];

  constructor() {
    super();
    this.boiling = false;
  }

  override updated(): void {
    cancelAnimationFrame(this.#handle);
    // Those who asked for less motion are told by the chart of frames alone.
    if (this.boiling && !matchMedia('(prefers-reduced-motion: reduce)').matches) this.#frame();
  }

  override disconnectedCallback(): void {
    cancelAnimationFrame(this.#handle);
    super.disconnectedCallback();
  }

  override render() {
    return svg`<svg viewBox="0 0 96 96" role="img" aria-label=${this.boiling ? 'A kettle on the boil: it stands still while the page is blocked.' : 'A kettle, waiting for the race.'}>
      <path class="steam" d="M34 20c-5-5 5-8 0-14M48 18c-5-5 5-8 0-14" visibility=${this.boiling ? 'visible' : 'hidden'} />
      <path class="body lid" d="M30 36h32a16 8 0 0 0-13-7v-3h-6v3a16 8 0 0 0-13 7z" />
      <path class="body" d="M22 38h48l4 42a6 6 0 0 1-6 6H24a6 6 0 0 1-6-6zM71 46l15-10 4 5-16 19z" />
      <path d="M22 52H10a6 6 0 0 0-6 6v8a6 6 0 0 0 6 6h9" fill="none" stroke="var(--kopi)" stroke-width="5" />
    </svg>`;
  }

  // Attributes set by a script, frame by frame: an animation of the style sheet would go on without this thread.
  #frame = (): void => {
    const beat = performance.now() / 90;
    const lid = this.renderRoot.querySelector('.lid');
    const steam = this.renderRoot.querySelector('.steam');
    lid?.setAttribute('transform', `rotate(${TIP * Math.sin(beat)} 46 36)`);
    const rise = (beat * 2) % RISE;
    steam?.setAttribute('transform', `translate(0 ${-rise})`);
    steam?.setAttribute('opacity', String(1 - rise / RISE));
    this.#handle = requestAnimationFrame(this.#frame);
  };
}

customElements.define('ft-kettle', Kettle);

declare global {
  interface HTMLElementTagNameMap {
    'ft-kettle': Kettle;
  }
}
