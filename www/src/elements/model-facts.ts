/**
 * <ft-model-facts>: what follows from all modes together: the machine's ceiling, the fitted models beside what was measured, the break-even.
 */
import { css, html, nothing } from 'lit';
import { base } from '../styles/shared.js';
import { knownGroups, type Known, type KnownGroup } from './known.js';
import { ReportElement } from './report-element.js';
import './term.js';

export class ModelFacts extends ReportElement {
  static override styles = [
    base,
    css`
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr));
        gap: var(--s4);
        margin-top: var(--s4);
      }

      h3 {
        font-size: var(--size-2);
        font-weight: 650;
        margin-bottom: var(--s-half);
      }

      dl {
        margin: 0;
      }

      dl > div {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--s2);
        padding-block: var(--s-half);
        border-bottom: var(--line);
      }

      dt {
        color: var(--text-quiet);
      }

      dd {
        margin: 0;
        margin-inline-start: auto;
        text-align: end;
        font-variant-numeric: tabular-nums;
      }

      .source {
        font-size: var(--size-1);
        color: var(--text-quiet);
      }
    `,
  ];

  override render() {
    const groups = this.report && this.summary ? knownGroups(this.report, this.summary) : [];
    return groups.length === 0 ? nothing : html`<div class="groups">${groups.map(group)}</div>`;
  }
}

function group({ heading, known, note }: KnownGroup) {
  return html`<section>
    <h3>${heading}</h3>
    <dl>${known.map(row)}</dl>
    ${note ? html`<p class="small quiet">${note}</p>` : nothing}
  </section>`;
}

function row({ name, meaning, text, source }: Known) {
  return html`<div>
    <dt><ft-term .meaning=${meaning}>${name}</ft-term></dt>
    <dd>${text} <span class="source">${source}</span></dd>
  </div>`;
}

customElements.define('ft-model-facts', ModelFacts);

declare global {
  interface HTMLElementTagNameMap {
    'ft-model-facts': ModelFacts;
  }
}
