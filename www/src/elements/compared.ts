/**
 * <ft-compared>: which reports the charts are laid over each other of, by their letters, and a button to leave each of the others out.
 *
 * Event: `leave-out`, with the place of the report.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { base, buttons } from '../styles/shared.js';
import { emit } from './event.js';
import { letterOf } from './format.js';

/** A report as it is listed. */
export interface Compared {
  /** Who measured it, when. */
  readonly name: string;
  /** What was measured. */
  readonly what: string;
}

export class ComparedList extends LitElement {
  static override properties = {
    reports: { attribute: false },
    disabled: { type: Boolean },
  };
  /** In the order of their letters; the first one can't be left out. */
  declare reports: readonly Compared[];
  declare disabled: boolean;

  static override styles = [
    base,
    buttons,
    css`
      h3 {
        font-size: var(--size-2);
        font-weight: 650;
      }

      ol {
        list-style: none;
        margin-top: var(--s1);
        border-bottom: var(--line);
      }

      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: var(--s-half) var(--s2);
        padding-block: var(--s1);
        border-top: var(--line);
        overflow-wrap: anywhere;
      }

      .letter {
        font-size: var(--size-3);
        font-weight: 650;
        min-width: 1em;
      }

      button {
        grid-column: 2;
        justify-self: start;
      }

      @media (min-width: 40rem) {
        li {
          grid-template-columns: auto minmax(0, 1fr) auto;
        }

        button {
          grid-column: 3;
        }
      }

      @media print {
        button {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.reports = [];
    this.disabled = false;
  }

  override render() {
    return html`<h3>In these charts</h3>
      <ol>
        ${this.reports.map((report, place) => this.#row(report, place))}
      </ol>`;
  }

  #row({ name, what }: Compared, place: number): TemplateResult {
    const letter = letterOf(place);
    return html`<li>
      <span class="letter">${letter}</span>
      <div>
        <p>${name}</p>
        <p class="small quiet">${what}</p>
      </div>
      ${
        place === 0
          ? nothing
          : html`<button
              type="button"
              aria-label=${`Leave out ${letter}`}
              ?disabled=${this.disabled}
              @click=${() => emit<number>(this, 'leave-out', place)}
            >
              Leave out
            </button>`
      }
    </li>`;
  }
}

customElements.define('ft-compared', ComparedList);

declare global {
  interface HTMLElementTagNameMap {
    'ft-compared': ComparedList;
  }
}
