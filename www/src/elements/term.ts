/**
 * <ft-term>: a word with a tap that explains it. The word is the element's text, `meaning` the explanation.
 *
 * The explanation is a popover: it lies above everything, closes on Escape or a tap elsewhere, and is never cut off by a
 * scrolling box. It is placed by hand under its word, since not every browser anchors popovers yet.
 */
import { LitElement, css, html, nothing } from 'lit';
import { base } from '../styles/shared.js';

const MARGIN_PX = 16;

export class Term extends LitElement {
  static override properties = { meaning: { type: String }, open: { state: true } };
  declare meaning: string;
  declare private open: boolean;

  static override styles = [
    base,
    css`
      :host {
        display: inline;
      }

      button {
        font: inherit;
        color: inherit;
        text-align: inherit;
        padding: 0;
        min-height: 24px;
        border: 0;
        background: none;
        cursor: help;
        text-decoration: underline dotted;
        text-decoration-thickness: 1.5px;
        text-underline-offset: 0.25em;
      }

      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        width: max-content;
        max-width: min(22rem, calc(100vw - 32px));
        padding: var(--s2);
        background: var(--bg-raised);
        color: var(--text);
        border: 1px solid var(--outline);
        border-radius: var(--radius);
        box-shadow: var(--shadow-above);
        font-size: var(--size-1);
        font-weight: 400;
        text-align: start;
        white-space: normal;
      }

      @media print {
        button {
          text-decoration: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.meaning = '';
    this.open = false;
  }

  override render() {
    return html`<button
        type="button"
        popovertarget="meaning"
        aria-expanded=${this.open}
        aria-describedby=${this.open ? 'meaning' : nothing}
      >
        <slot></slot></button
      ><span id="meaning" role="note" popover @toggle=${this.#toggled}>${this.meaning}</span>`;
  }

  #toggled = (event: Event): void => {
    this.open = (event as ToggleEvent).newState === 'open';
    if (!this.open) return;
    const bubble = event.target as HTMLElement;
    const word = this.renderRoot.querySelector('button')?.getBoundingClientRect();
    if (!word) return;
    const { width, height } = bubble.getBoundingClientRect();
    const left = Math.max(MARGIN_PX, Math.min(word.left, window.innerWidth - width - MARGIN_PX));
    const below = word.bottom + 8;
    const top = below + height > window.innerHeight ? Math.max(MARGIN_PX, word.top - height - 8) : below;
    bubble.style.setProperty('left', `${left}px`);
    bubble.style.setProperty('top', `${top}px`);
    // It stands still while the page moves: better gone than beside another word.
    const close = (): void => bubble.hidePopover();
    for (const event of ['scroll', 'resize'])
      window.addEventListener(event, close, { once: true, capture: true, passive: true });
  };
}

customElements.define('ft-term', Term);

declare global {
  interface HTMLElementTagNameMap {
    'ft-term': Term;
  }
}
