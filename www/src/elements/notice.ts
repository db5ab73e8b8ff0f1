/**
 * <ft-notice>: something to know, to mind, or that went wrong: what happened, what is safe, what to do next.
 *
 * Event: `action` when its button is pressed.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import * as icons from '../art/icons.js';
import { base, buttons } from '../styles/shared.js';
import { emit } from './event.js';

export type NoticeKind = 'info' | 'warning' | 'error';

const ICONS: Record<NoticeKind, TemplateResult> = { info: icons.info, warning: icons.warning, error: icons.failed };

export class Notice extends LitElement {
  static override properties = {
    kind: { type: String },
    heading: { type: String },
    sentence: { type: String },
    steps: { attribute: false },
    action: { type: String },
  };
  declare kind: NoticeKind;
  declare heading: string;
  declare sentence: string;
  /** What to do, step by step. */
  declare steps: readonly string[];
  /** The button's words; no button without them. */
  declare action: string;

  static override styles = [
    base,
    buttons,
    css`
      .notice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--s-half) 12px;
        padding: var(--s2);
        background: var(--bg-sunk);
        border-radius: var(--radius);
      }

      .notice > svg {
        width: 24px;
        height: 24px;
      }

      .notice > div {
        display: grid;
        gap: var(--s1);
        justify-items: start;
      }

      h3 {
        font-size: var(--size-2);
        font-weight: 650;
      }

      ol {
        padding-inline-start: 1.5em;
      }

      .warning > svg {
        color: var(--warning);
      }

      .error > svg {
        color: var(--error);
      }
    `,
  ];

  constructor() {
    super();
    this.kind = 'info';
    this.heading = '';
    this.sentence = '';
    this.steps = [];
    this.action = '';
  }

  override render() {
    return html`<div class="notice ${this.kind}" role=${this.kind === 'error' ? 'alert' : 'status'}>
      ${ICONS[this.kind]}
      <div>
        <h3>${this.heading}</h3>
        ${this.sentence ? html`<p>${this.sentence}</p>` : nothing}
        ${
          this.steps.length > 0
            ? html`<ol>
                ${this.steps.map((step) => html`<li>${step}</li>`)}
              </ol>`
            : nothing
        }
        ${
          this.action
            ? html`<button type="button" @click=${() => emit(this, 'action', {})}>${this.action}</button>`
            : nothing
        }
      </div>
    </div>`;
  }
}

customElements.define('ft-notice', Notice);

declare global {
  interface HTMLElementTagNameMap {
    'ft-notice': Notice;
  }
}
