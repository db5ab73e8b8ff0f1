/**
 * <ft-facts>: every mode's numbers in a table; on a narrow screen each mode becomes a list of its own.
 */
import { css, html } from 'lit';
import { mark } from '../art/marks.js';
import { base, modeColours } from '../styles/shared.js';
import { factRows } from './fact-rows.js';
import { ReportElement } from './report-element.js';
import './term.js';

/** Modes from which on the table scrolls within a frame. */
const MANY = 8;

export class Facts extends ReportElement {
  static override styles = [
    base,
    modeColours,
    css`
      :host {
        container-type: inline-size;
      }

      .scroll {
        overflow: auto;
      }

      .scroll.many {
        max-height: 40rem;
        border-block: var(--line);
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }

      caption {
        text-align: start;
        color: var(--text-quiet);
        padding-bottom: var(--s1);
      }

      th,
      td {
        padding: var(--s1) var(--s1);
        text-align: end;
        vertical-align: top;
        border-bottom: var(--line);
        font-weight: 400;
      }

      thead th {
        color: var(--text-quiet);
        font-size: var(--size-1);
      }

      /* Whoever scrolls sideways still sees whose numbers these are. */
      th:first-child {
        position: sticky;
        left: 0;
        text-align: start;
        padding-inline-start: 0;
        font-weight: 600;
        background: var(--bg);
      }

      tbody th {
        min-width: 9rem;
      }

      td:nth-child(2) {
        font-weight: 650;
      }

      .range {
        display: block;
        font-weight: 400;
        font-size: var(--size-1);
        color: var(--text-quiet);
      }

      .name {
        display: none;
        color: var(--text-quiet);
      }

      @media print {
        tr {
          break-inside: avoid;
        }
      }

      @container (max-width: 76rem) {
        table,
        tbody,
        caption {
          display: block;
        }

        thead {
          display: none;
        }

        tr {
          display: grid;
          grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
          column-gap: var(--s4);
          margin-bottom: var(--s4);
        }

        tbody th {
          display: block;
          grid-column: 1 / -1;
          font-size: var(--size-3);
        }

        td {
          display: flex;
          justify-content: space-between;
          gap: var(--s2);
          padding-inline: 0;
        }

        .name {
          display: inline;
          font-weight: 400;
        }
      }
    `,
  ];

  override render() {
    const rows = this.report && this.summary ? factRows(this.report, this.summary) : [];
    const [first] = rows;
    if (!first) return html`<p class="quiet">The numbers of every mode stand here after the race.</p>`;
    // The roles are written out, since a table laid out as lists loses them in some browsers.
    const many = rows.length > MANY;
    return html`<div class="scroll ${many ? 'many' : ''}" tabindex="0" role="region" aria-label="Numbers of every mode">
      <table role="table">
        <caption>
          Times of the work itself, medians of all rounds. Tap a word to learn what it means.
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Mode</th>
            ${first.facts.map(
              ({ name, meaning }) =>
                html`<th role="columnheader" scope="col"><ft-term .meaning=${meaning}>${name}</ft-term></th>`,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map(
            ({ mode, label, facts }) =>
              html`<tr role="row">
                <th role="rowheader" scope="row"><span class=${mode}>${mark(mode)}</span> ${label}</th>
                ${facts.map(
                  ({ name, meaning, text, small }) =>
                    html`<td role="cell">
                      <span class="name"><ft-term .meaning=${meaning}>${name}</ft-term></span>
                      <span>${text}${small ? html`<span class="range">${small}</span>` : ''}</span>
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('ft-facts', Facts);

declare global {
  interface HTMLElementTagNameMap {
    'ft-facts': Facts;
  }
}
