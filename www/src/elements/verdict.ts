/**
 * <ft-verdict>: the point of it all in one sentence, and whether the pictures are the same to the byte.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import * as icons from '../art/icons.js';
import type { Equality, Summary } from '../generated/model.js';
import { base } from '../styles/shared.js';
import { formatBytes, formatCount } from './format.js';

/** Characters from which a sentence is set one size smaller, so that the picture and the act stay on the first screen. */
const LONG_HEADLINE = 64;
const LONG_DETAIL = 120;

export class Verdict extends LitElement {
  static override properties = {
    summary: { attribute: false },
    equality: { attribute: false },
  };
  /** What the report says; nothing before the first race. */
  declare summary: Pick<Summary, 'headline' | 'detail'> | undefined;
  declare equality: Equality | null | undefined;

  static override styles = [
    base,
    css`
      .verdict {
        display: grid;
        gap: var(--s2);
        justify-items: start;
      }

      h1 {
        margin: 0;
        font-size: var(--size-5);
        font-weight: 680;
        line-height: 1.12;
        letter-spacing: -0.015em;
        text-wrap: balance;
        font-variant-numeric: tabular-nums;
      }

      .detail {
        max-width: 40rem;
        font-size: var(--size-3);
        line-height: 1.4;
        text-wrap: pretty;
      }

      h1.long {
        font-size: var(--size-4);
        line-height: 1.2;
        letter-spacing: -0.01em;
      }

      .detail.long {
        font-size: var(--size-2);
      }

      @media (max-width: 39.99rem) {
        .detail {
          font-size: var(--size-2);
        }
      }

      .badge {
        display: inline-flex;
        gap: var(--s1);
        padding: var(--s-half) 12px var(--s-half) var(--s1);
        text-wrap: balance;
        border: 1px solid var(--outline);
        border-radius: var(--radius);
      }

      .badge svg {
        margin-top: 0.125em;
      }

      .identical {
        background: var(--butter);
        border-color: transparent;
      }

      .different {
        color: var(--error);
        border-color: currentColor;
      }

      .not-compared {
        color: var(--text-quiet);
        border-style: dashed;
      }
    `,
  ];

  constructor() {
    super();
    this.summary = undefined;
    this.equality = undefined;
  }

  override render() {
    return html`<div class="verdict" aria-live="polite">${this.summary ? this.#result(this.summary) : EMPTY}</div>`;
  }

  #result({ headline, detail }: Pick<Summary, 'headline' | 'detail'>): TemplateResult {
    return html`<h1 class=${headline.length > LONG_HEADLINE ? 'long' : ''}>${headline}</h1>
      <p class="detail ${detail.length > LONG_DETAIL ? 'long' : ''}">${detail}</p>
      ${badge(this.equality)}`;
  }
}

const EMPTY = html`<h1>One toaster, or four?</h1>
  <p class="detail quiet">
    Give it a picture. The same work runs on one thread and on several, and you see where the time went.
  </p>`;

/** Nothing where there was nothing to compare, null where it did not come to it. */
function badge(equality: Equality | null | undefined): TemplateResult | typeof nothing {
  if (equality === undefined) return nothing;
  if (!equality) {
    return html`<p class="badge not-compared">${icons.notCompared}<span>Not compared</span></p>`;
  }
  const { identical, outputs, sizeBytes, firstDifference, asPromised } = equality;
  const compared = `${formatCount(outputs, 'output')}, ${formatBytes(sizeBytes)} each, compared byte by byte`;
  if (identical) {
    return html`<p class="badge identical figures">
      ${icons.check}<span><strong>Identical to the byte</strong> — ${compared}</span>
    </p>`;
  }
  if (asPromised) {
    return html`<p class="badge identical figures">
      ${icons.check}<span><strong>The same within one level of 255</strong> — ${compared}</span>
    </p>`;
  }
  const where =
    firstDifference === null
      ? 'Different between runs'
      : `Different from byte ${firstDifference.toLocaleString('en-GB')}`;
  return html`<p class="badge different figures">
    ${icons.differs}<span><strong>${where}</strong> — ${compared}</span>
  </p>`;
}

customElements.define('ft-verdict', Verdict);

declare global {
  interface HTMLElementTagNameMap {
    'ft-verdict': Verdict;
  }
}
