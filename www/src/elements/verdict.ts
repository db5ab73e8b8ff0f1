/**
 * <ft-verdict>: the point of it all in one sentence, and whether the pictures are the same to the byte.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import * as icons from '../art/icons.js';
import type { Equality, Summary } from '../generated/model.js';
import { base } from '../styles/shared.js';
import { equalityInWords } from './equality.js';
import { formatCount } from './format.js';

/** Characters from which a sentence is set one size smaller, so that the picture and the act stay on the first screen. */
const LONG_HEADLINE = 64;
const LONG_DETAIL = 120;

/** What it needs of a summary. */
type Said = Pick<Summary, 'headline' | 'findings' | 'detail' | 'comparisons' | 'modes'>;

export class Verdict extends LitElement {
  static override properties = {
    summary: { attribute: false },
    equality: { attribute: false },
    growing: { type: Boolean },
  };
  /** What the report says; nothing before the first race. */
  declare summary: Said | undefined;
  /** Whether more rounds are to come: what it says is said so far, and isn't read aloud each time it changes. */
  declare growing: boolean;
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

      .findings {
        display: grid;
        gap: var(--s1);
        max-width: 40rem;
        padding: 0;
        list-style: none;
        text-wrap: pretty;
      }

      .findings li {
        padding-inline-start: var(--s2);
        border-inline-start: 3px solid var(--toast);
      }

      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
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
    this.growing = false;
  }

  override render() {
    return html`<div class="verdict" aria-live=${this.growing ? 'off' : 'polite'}>
      ${this.summary ? this.#result(this.summary) : EMPTY}
    </div>`;
  }

  #result(said: Said): TemplateResult {
    const { headline, findings, detail } = said;
    return html`<h1 class=${headline.length > LONG_HEADLINE ? 'long' : ''}>${headline}</h1>
      ${
        findings.length > 0
          ? html`<ul class="findings">
              ${findings.map(({ sentence }) => html`<li>${sentence}</li>`)}
            </ul>`
          : nothing
      }
      <p class="detail quiet ${detail.length > LONG_DETAIL || findings.length > 0 ? 'long' : ''}">${detail}</p>
      <div class="marks">
        ${this.growing ? nothing : badge(this.equality, this.summary)} ${marksOf(said, this.growing)}
      </div>`;
  }
}

/** What there is to keep in mind, each as a mark of its own: not yet over, undecided, runs set aside. */
function marksOf({ comparisons, modes }: Said, growing: boolean): TemplateResult[] {
  const open = comparisons.filter(({ decision }) => decision === 'undecided').length;
  const aside = modes.reduce((sum, { setAside }) => sum + setAside, 0);
  const marks: string[] = [];
  if (growing) marks.push('So far: it is still measuring');
  else if (open > 0) {
    const which = open === comparisons.length ? '' : ` in ${open} of ${comparisons.length} comparisons`;
    marks.push(`Undecided${which}: more rounds would tell`);
  }
  if (aside > 0) marks.push(`${formatCount(aside, 'run')} set aside: disturbed, kept, not counted`);
  return marks.map((text) => html`<p class="badge not-compared figures">${icons.hourglass}<span>${text}</span></p>`);
}

const EMPTY = html`<h1>One toaster, or four?</h1>
  <p class="detail quiet">
    Give it a picture. The same work runs on one thread and on several, and you see where the time went.
  </p>`;

/** Nothing where there was nothing to compare, null where it did not come to it. */
function badge(
  equality: Equality | null | undefined,
  summary: Pick<Summary, 'modes'> | undefined,
): TemplateResult | typeof nothing {
  if (equality === undefined) return nothing;
  if (!equality) {
    return html`<p class="badge not-compared">${icons.notCompared}<span>Not compared</span></p>`;
  }
  const { identical, asPromised } = equality;
  const { answer, compared } = equalityInWords(equality, summary?.modes ?? []);
  const [look, icon] = identical || asPromised ? ['identical', icons.check] : ['different', icons.differs];
  return html`<p class="badge ${look} figures">
    ${icon}<span><strong>${answer}</strong> — ${compared}</span>
  </p>`;
}

customElements.define('ft-verdict', Verdict);

declare global {
  interface HTMLElementTagNameMap {
    'ft-verdict': Verdict;
  }
}
