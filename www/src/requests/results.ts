/**
 * <ft-results>: a cell for each result, in the order in which results were delivered, with the request's number. In order, the numbers
 * run; as completed, they jump.
 */
import { LitElement, css, html, nothing } from 'lit';
import { base } from '../styles/shared.js';
import type { Result } from './scheduler.js';
import { ANSWER_WORDS } from './words.js';

export class Results extends LitElement {
  static override properties = {
    results: { attribute: false },
    delivered: { type: Number },
    asked: { type: Number },
    inOrder: { type: Boolean },
  };
  declare results: readonly Result<unknown>[];
  /** How many of them there are: the list grows in place. */
  declare delivered: number;
  declare asked: number;
  declare inOrder: boolean;

  static override styles = [
    base,
    css`
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(2.6rem, 1fr));
        gap: var(--s-half);
        list-style: none;
        padding: 0;
        font-size: var(--size-1);
        font-variant-numeric: tabular-nums;
      }

      li {
        padding: 2px 0;
        text-align: center;
        border: 1px solid var(--hairline);
        border-radius: var(--s-half);
      }

      .success {
        background: var(--butter);
        border-color: transparent;
      }

      .failed {
        border: 1px dashed var(--error);
        color: var(--error);
        text-decoration: line-through;
      }

      p {
        margin-bottom: var(--s1);
      }
    `,
  ];

  constructor() {
    super();
    this.results = [];
    this.delivered = 0;
    this.asked = 0;
    this.inOrder = false;
  }

  override render() {
    const { results, asked } = this;
    if (asked === 0) return nothing;
    const failed = results.filter(({ answer }) => answer !== 'success').length;
    const rest = Math.max(0, asked - results.length);
    return html`<p class="figures">
        ${results.length - failed} answered, ${failed} failed, ${rest} to come; ${asked} asked for.
        <span class="quiet">${this.inOrder ? 'In the order of the requests.' : 'In the order of completion.'}</span>
      </p>
      <ol aria-label="Results by request number">
        ${results.map(
          ({ request, answer }) =>
            html`<li
              class=${answer === 'success' ? 'success' : 'failed'}
              title=${`Request ${request + 1}: ${ANSWER_WORDS[answer]}`}
            >
              ${request + 1}
            </li>`,
        )}${Array.from({ length: rest }, () => html`<li aria-hidden="true">·</li>`)}
      </ol>`;
  }
}

customElements.define('ft-results', Results);
