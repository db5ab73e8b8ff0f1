/**
 * <ft-requests-bar>: the acts: send, compare, cancel; and what is under way.
 *
 * Events: `send`, `compare`, `cancel`.
 */
import { LitElement, css, html } from 'lit';
import { emit } from '../elements/event.js';
import { base, buttons } from '../styles/shared.js';

export class RequestsBar extends LitElement {
  static override properties = {
    ready: { type: Boolean },
    running: { type: Boolean },
    busy: { type: Boolean },
    count: { type: Number },
    now: { type: String },
  };
  declare ready: boolean;
  declare running: boolean;
  /** Whether something else is under way. */
  declare busy: boolean;
  declare count: number;
  declare now: string;

  static override styles = [
    base,
    buttons,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1) var(--s2);
      }
    `,
  ];

  constructor() {
    super();
    this.ready = false;
    this.running = false;
    this.busy = false;
    this.count = 0;
    this.now = '';
  }

  override render() {
    if (this.running) {
      return html`<div>
        <button type="button" @click=${() => emit(this, 'cancel', {})}>Cancel</button>
        <span role="status">${this.now} …</span>
      </div>`;
    }
    return html`<div>
      <button type="button" class="main" ?disabled=${!this.ready || this.busy} @click=${() => emit(this, 'send', {})}>
        Send ${this.count} request${this.count === 1 ? '' : 's'}
      </button>
      <button type="button" ?disabled=${!this.ready || this.busy} @click=${() => emit(this, 'compare', {})}>
        Compare the ways
      </button>
    </div>`;
  }
}

customElements.define('ft-requests-bar', RequestsBar);
