/**
 * <ft-mode-picker>: which modes race, on how many threads, over how many rounds. A mode that can't run here stays in
 * sight, with the reason and what to do about it.
 *
 * Event: `change` (ModeChange).
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { mark } from '../art/marks.js';
import type { Mode } from '../generated/model.js';
import { base, fields } from '../styles/shared.js';
import { emit } from './event.js';
import { formatCount } from './format.js';
import type { NumberKind } from './scale.js';
import './number-field.js';

export type ModeOffer = {
  readonly mode: Mode;
  readonly label: string;
  readonly explanation: string;
  readonly available: boolean;
  /** Why it is not available, in a sentence. */
  readonly reason?: string | undefined;
  /** What to do about it, step by step. */
  readonly help?: readonly string[] | undefined;
};

export type ModeChange = { readonly modes: readonly Mode[]; readonly threads: number; readonly repeats: number };

export const MOST_REPEATS = 50;

const count = (max: number, unit: string): NumberKind => ({
  type: 'number',
  min: 1,
  max: Math.max(1, max),
  step: 1,
  default: 1,
  integer: true,
  logarithmic: false,
  unit,
});

export class ModePicker extends LitElement {
  static override properties = {
    modes: { attribute: false },
    chosen: { attribute: false },
    threads: { type: Number },
    maxThreads: { type: Number },
    repeats: { type: Number },
    disabled: { type: Boolean },
    keepOne: { state: true },
  };
  declare modes: readonly ModeOffer[];
  declare chosen: readonly Mode[];
  declare threads: number;
  /** Cores the browser claims. */
  declare maxThreads: number;
  declare repeats: number;
  declare disabled: boolean;
  declare private keepOne: boolean;

  static override styles = [
    base,
    fields,
    css`
      .form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }

      .mode {
        display: grid;
        grid-template-columns: auto auto minmax(0, 1fr);
        column-gap: 12px;
        padding-block: var(--s1);
        border-top: var(--line);
      }

      .mode:last-of-type {
        border-bottom: var(--line);
      }

      label {
        display: contents;
        cursor: pointer;
      }

      input[type='checkbox'] {
        width: 24px;
        height: 24px;
        margin: 0;
      }

      .mark {
        width: 24px;
        height: 24px;
      }

      .simd {
        color: var(--mode-simd);
      }

      .threads {
        color: var(--mode-threads);
      }

      .rest {
        grid-column: 3;
      }

      .away .label,
      .away .mark {
        color: var(--text-quiet);
      }

      summary {
        width: fit-content;
        min-height: 24px;
        cursor: pointer;
        color: var(--kopi);
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }

      ol {
        padding-inline-start: 1.5em;
        margin-block: var(--s1);
      }
    `,
  ];

  constructor() {
    super();
    this.modes = [];
    this.chosen = [];
    this.threads = 1;
    this.maxThreads = 1;
    this.repeats = 9;
    this.disabled = false;
    this.keepOne = false;
  }

  override render() {
    const threaded = this.modes.some(({ mode, available }) => mode === 'threads' && available);
    return html`<div class="form">
      <fieldset class="stack" aria-label="Who races">
        <span class="label" aria-hidden="true">Who races</span>
        <div>${this.modes.map((offer) => this.#offer(offer))}</div>
        <p class="small quiet" role="status" ?hidden=${!this.keepOne}>Keep at least one of them.</p>
      </fieldset>
      ${
        threaded
          ? html`<ft-number-field
              label="Threads"
              .kind=${count(this.maxThreads, '')}
              .value=${this.threads}
              .disabled=${this.disabled || !this.chosen.includes('threads')}
              .hint=${`Your browser offers ${formatCount(this.maxThreads, 'core')}.`}
              @value=${(event: CustomEvent<number>) => this.#change({ threads: event.detail })}
            ></ft-number-field>`
          : nothing
      }
      <ft-number-field
        label="Rounds"
        .kind=${count(MOST_REPEATS, '')}
        .value=${this.repeats}
        .disabled=${this.disabled}
        hint="Each round runs every mode once, in shuffled order. More rounds, more certainty."
        @value=${(event: CustomEvent<number>) => this.#change({ repeats: event.detail })}
      ></ft-number-field>
    </div>`;
  }

  #offer({ mode, label, explanation, available, reason, help }: ModeOffer): TemplateResult {
    return html`<div class="mode ${available ? '' : 'away'}">
      <label
        ><input
          type="checkbox"
          aria-label=${label}
          aria-describedby="about-${mode}"
          .checked=${live(available && this.chosen.includes(mode))}
          ?disabled=${this.disabled || !available}
          @change=${(event: Event) => this.#toggle(mode, event.target as HTMLInputElement)}
        />
        ${mark(mode)}
        <span class="label">${label}</span>
      </label>
      <div class="rest small quiet">
        <p id="about-${mode}">${explanation} ${available ? nothing : reason}</p>
        ${
          !available && help && help.length > 0
            ? html`<details>
                <summary>What to do</summary>
                <ol>
                  ${help.map((step) => html`<li>${step}</li>`)}
                </ol>
              </details>`
            : nothing
        }
      </div>
    </div>`;
  }

  #toggle(mode: Mode, box: HTMLInputElement): void {
    // The order of the offers is kept: the baseline comes first.
    const modes = this.modes
      .filter((o) => o.available && (o.mode === mode ? box.checked : this.chosen.includes(o.mode)))
      .map((o) => o.mode);
    this.keepOne = modes.length === 0;
    if (this.keepOne) box.checked = true;
    else this.#change({ modes });
  }

  #change(part: Partial<ModeChange>): void {
    const change = { modes: this.chosen, threads: this.threads, repeats: this.repeats, ...part };
    this.chosen = change.modes;
    this.threads = change.threads;
    this.repeats = change.repeats;
    emit<ModeChange>(this, 'change', change);
  }
}

customElements.define('ft-mode-picker', ModePicker);

declare global {
  interface HTMLElementTagNameMap {
    'ft-mode-picker': ModePicker;
  }
}
