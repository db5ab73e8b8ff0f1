/**
 * <ft-history>: the last runs, as this browser keeps them, to open, to compare, to delete. Not there while there is nothing to say.
 *
 * Events: `open-run`, `compare-run`, `delete-run` (RunDetail), `delete-all`.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HistoryEntry } from '../history/history.js';
import { base, buttons } from '../styles/shared.js';
import { emit } from './event.js';
import { formatCount } from './format.js';

/** So many runs are seen at once; the others wait for a click. */
const SEEN_FIRST = 5;

export type RunDetail = { readonly id: string };

export class HistoryList extends LitElement {
  static override properties = {
    entries: { attribute: false },
    shown: { type: String },
    problem: { type: String },
    disabled: { type: Boolean },
    whole: { state: true },
    asking: { state: true },
    told: { state: true },
  };
  /** The newest first. */
  declare entries: readonly HistoryEntry[];
  /** The id of the run that is on show. */
  declare shown: string;
  /** What went wrong last, as a sentence. */
  declare problem: string;
  declare disabled: boolean;
  /** Whether all runs are seen. */
  declare private whole: boolean;
  /** Whether all are to be deleted: the question is asked in the button's place. */
  declare private asking: boolean;
  /** What was deleted last, for whoever can't see that it is gone. */
  declare private told: string;
  /** What was asked to be deleted, and where it stood: told once it is gone. */
  #leaving: { readonly what: HistoryEntry | 'all'; readonly place: number } | undefined;

  static override styles = [
    base,
    buttons,
    css`
      :host([empty]) {
        display: none;
      }

      h2 {
        font-size: var(--size-3);
        font-weight: 650;
        line-height: 1.3;
        width: fit-content;
        margin-bottom: var(--s1);
      }

      ol {
        list-style: none;
        margin-block: var(--s2);
      }

      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1) var(--s3);
        padding-block: var(--s2);
        border-top: var(--line);
      }

      li:last-child {
        border-bottom: var(--line);
      }

      .about {
        flex: 1 1 24rem;
        min-width: 0;
        max-width: 60rem;
        overflow-wrap: anywhere;
      }

      .finding {
        font-weight: 600;
      }

      .acts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1);
        margin-inline-start: auto;
      }

      .all {
        margin-inline-start: 0;
      }

      @media (max-width: 39.99rem) {
        .acts {
          margin-inline-start: 0;
        }
      }

      .problem {
        color: var(--error);
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.entries = [];
    this.shown = '';
    this.problem = '';
    this.disabled = false;
    this.whole = false;
    this.asking = false;
    this.told = '';
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (this.problem) this.#leaving = undefined;
    if (!changed.has('entries')) return;
    const gone = this.#gone();
    this.told = gone ?? '';
    if (this.entries.length === 0) this.asking = false;
  }

  override updated(changed: PropertyValues<this>): void {
    this.toggleAttribute('empty', this.entries.length === 0 && !this.problem && !this.told);
    if (!changed.has('entries') || !this.#gone()) return;
    const { place = 0 } = this.#leaving ?? {};
    this.#leaving = undefined;
    // Whoever works by keyboard goes on with the next one, unless they went elsewhere meanwhile.
    if (document.activeElement !== document.body && document.activeElement !== this) return;
    const next = this.renderRoot.querySelectorAll<HTMLElement>('button.delete');
    (next[place] ?? next[place - 1] ?? this.renderRoot.querySelector('h2'))?.focus();
  }

  override render() {
    const { entries, problem } = this;
    if (entries.length === 0 && !problem && !this.told) return nothing;
    return html`<h2 tabindex="-1">Earlier runs</h2>
      <p class="small ${problem ? 'problem' : ''}" role="status">${problem || this.told}</p>
      ${entries.length > 0 ? this.#list() : nothing}`;
  }

  #list(): TemplateResult {
    return html`<p class="small quiet">
        Your last runs are kept in this browser and nowhere else. What is deleted here is gone for good.
      </p>
      <ol>
        ${repeat(
          this.whole ? this.entries : this.entries.slice(0, SEEN_FIRST),
          ({ id }) => id,
          (entry, place) => this.#entry(entry, place),
        )}
      </ol>
      ${this.#all()}`;
  }

  #entry(entry: HistoryEntry, place: number): TemplateResult {
    const { id, words, finding, createdAt } = entry;
    const when = whenInWords(createdAt);
    const act = (label: string, kind: string, then: () => void): TemplateResult =>
      html`<button
        type="button"
        class=${kind}
        aria-label="${label} the run of ${when}"
        ?disabled=${this.disabled}
        @click=${then}
      >
        ${label}
      </button>`;
    const shown = id === this.shown;
    return html`<li aria-current=${shown ? 'true' : nothing}>
      <div class="about">
        <p class="finding">${finding}</p>
        <p class="small">${words}</p>
        <p class="small quiet figures">
          <time datetime=${createdAt}>${when}</time>${shown ? html` · <strong>on show</strong>` : nothing}
        </p>
      </div>
      <div class="acts">
        ${act('Open', 'open', () => emit<RunDetail>(this, 'open-run', { id }))}
        ${act('Compare', 'compare', () => emit<RunDetail>(this, 'compare-run', { id }))}
        ${act('Delete', 'delete', () => this.#delete(entry, place))}
      </div>
    </li>`;
  }

  /** What is done with all of them. They are deleted in two steps, since it can't be undone; the second takes the place of the first. */
  #all(): TemplateResult {
    const { length } = this.entries;
    if (!this.asking)
      return html`<div class="acts all">
        ${
          length > SEEN_FIRST && !this.whole
            ? html`<button type="button" class="more" @click=${() => void this.#showAll()}>Show all ${length}</button>`
            : nothing
        }
        <button type="button" class="ask" ?disabled=${this.disabled} @click=${() => void this.#ask(true)}>
          Delete all…
        </button>
      </div>`;
    return html`<div
      class="acts all"
      role="group"
      aria-labelledby="question"
      @keydown=${({ key }: KeyboardEvent) => void (key === 'Escape' && this.#ask(false))}
    >
      <p id="question">Delete ${length === 1 ? 'the one run' : `all ${length} runs`} from this browser?</p>
      <button type="button" class="sure" ?disabled=${this.disabled} @click=${() => this.#deleteAll()}>
        Yes, delete ${length === 1 ? 'it' : 'them'}
      </button>
      <button type="button" class="keep" @click=${() => void this.#ask(false)}>No, keep them</button>
    </div>`;
  }

  async #showAll(): Promise<void> {
    this.whole = true;
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('button.open')[SEEN_FIRST]?.focus();
  }

  async #ask(asking: boolean): Promise<void> {
    this.asking = asking;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? 'button.keep' : 'button.ask')?.focus();
  }

  #delete(what: HistoryEntry, place: number): void {
    this.#leaving = { what, place };
    emit<RunDetail>(this, 'delete-run', { id: what.id });
  }

  #deleteAll(): void {
    this.#leaving = { what: 'all', place: 0 };
    emit(this, 'delete-all', {});
  }

  /** What was to be deleted, in a sentence, once it is gone. */
  #gone(): string | undefined {
    const { what } = this.#leaving ?? {};
    if (what === undefined) return undefined;
    const { length } = this.entries;
    if (what === 'all') return length === 0 ? 'All runs were deleted.' : undefined;
    if (this.entries.some(({ id }) => id === what.id)) return undefined;
    const left = length === 0 ? 'None is left.' : `${formatCount(length, 'run')} ${length === 1 ? 'is' : 'are'} left.`;
    return `The run of ${whenInWords(what.createdAt)} was deleted. ${left}`;
  }
}

/** A date and a time where the visitor is, to the second, which tells runs apart: "25 November 2026 at 21:37:05". */
function whenInWords(createdAt: string): string {
  return new Date(createdAt).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'medium' });
}

customElements.define('ft-history', HistoryList);

declare global {
  interface HTMLElementTagNameMap {
    'ft-history': HistoryList;
  }
}
