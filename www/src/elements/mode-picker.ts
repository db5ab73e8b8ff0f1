/**
 * <ft-mode-picker>: which modes take part, on how many lanes, cut how, for how long, as far as the experiment leaves that open. A mode that
 * can't run here, or hasn't the kernel, stays in sight, with the reason and what to do about it.
 *
 * Event: `change` (Setup).
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { mark } from '../art/marks.js';
import type { ChunkSize, Mode, Passing, Scope } from '../generated/model.js';
import { chunkInWords, isParallel, type Setup } from '../setup.js';
import { base, disclosure, fields, modeColours } from '../styles/shared.js';
import { emit } from './event.js';
import { EXPERIMENT_WORDS } from './experiments.js';
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

/** Most measured rounds and most seconds on the sliders, and what they start from when they are asked for. */
const MOST_REPEATS = 50;
const MOST_SECONDS = 120;
const FIRST_REPEATS = 9;
const FIRST_SECONDS = 20;

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
    setup: { attribute: false },
    cores: { type: Number },
    mostThreads: { type: Number },
    disabled: { type: Boolean },
    keepOne: { state: true },
  };
  declare modes: readonly ModeOffer[];
  declare setup: Setup;
  /** Cores the browser claims. */
  declare cores: number;
  /** Lanes that the slider goes to. */
  declare mostThreads: number;
  declare disabled: boolean;
  declare private keepOne: boolean;

  static override styles = [
    base,
    fields,
    disclosure,
    modeColours,
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

      .mode label {
        display: contents;
        cursor: pointer;
      }

      .more > .form {
        padding-top: var(--s2);
      }

      .warning {
        color: var(--warning);
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

      .rest {
        grid-column: 3;
      }

      .away .label,
      .away .mark {
        color: var(--text-quiet);
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
    this.setup = {
      experiment: 'race',
      modes: [],
      threads: 1,
      repeats: undefined,
      budgetS: undefined,
      chunk: 'auto',
      passing: 'transfer',
      scope: 'kernel',
      blocking: undefined,
    };
    this.cores = 1;
    this.mostThreads = 2;
    this.disabled = false;
    this.keepOne = false;
  }

  override render() {
    const { experiment, modes, threads, chunk, passing, scope, blocking } = this.setup;
    const words = EXPERIMENT_WORDS[experiment];
    // Where modes aren't chosen freely, a parallel one always takes part.
    const parallel = words.modes !== 'all' || modes.some(isParallel);
    const races = ({ mode, available }: ModeOffer): boolean => available && modes.includes(mode);
    const blocks = this.modes.some((offer) => offer.mode === blocking && races(offer));
    const rows = typeof chunk === 'object' ? chunk.rows : undefined;
    return html`<div class="form">
      <fieldset class="stack" aria-label="Who takes part">
        <span class="label" aria-hidden="true">${experiment === 'race' ? 'Who races' : 'Who takes part'}</span>
        ${words.why ? html`<p class="small quiet">${words.why}</p>` : nothing}
        ${words.modes === 'prescribed' ? nothing : html`<div>${this.modes.map((offer) => this.#offer(offer))}</div>`}
        <p class="small quiet" role="status" ?hidden=${!this.keepOne}>Keep at least one of them.</p>
      </fieldset>
      <ft-number-field
        label=${words.threadsVary ? 'Threads, up to' : 'Threads'}
        .kind=${count(Math.max(this.mostThreads, threads), '')}
        .value=${threads}
        .disabled=${this.disabled || !parallel}
        .hint=${this.#threadsHint(threads)}
        @value=${({ detail }: CustomEvent<number>) => this.#change({ threads: detail })}
      ></ft-number-field>
      ${this.#howLong()}
      <details class="more">
        <summary>How the work is cut, sent and timed</summary>
        <div class="form">
          ${
            words.cuts
              ? choice(
                  'Chunk size',
                  CHUNKS,
                  rows === undefined ? (chunk as string) : 'rows',
                  this.disabled || !parallel,
                  (value) => this.#change({ chunk: value === 'rows' ? { rows: FIRST_ROWS } : (value as ChunkSize) }),
                )
              : html`<p class="small quiet">Chunks of every size are compared, from one row to all of a thread’s.</p>`
          }
          ${
            rows === undefined || !words.cuts
              ? nothing
              : html`<ft-number-field
                  label="Rows a chunk"
                  .kind=${{ ...count(Math.max(MOST_ROWS, rows), ''), logarithmic: true }}
                  .value=${rows}
                  .disabled=${this.disabled || !parallel}
                  hint="Small chunks even out uneven rows; each costs a little to hand out, and some compute shared rows twice."
                  @value=${({ detail }: CustomEvent<number>) => this.#change({ chunk: { rows: detail } })}
                ></ft-number-field>`
          }
          ${
            modes.includes('workers') || words.modes === 'prescribed'
              ? choice('Workers pass rows', PASSINGS, passing, this.disabled, (value) =>
                  this.#change({ passing: value as Passing }),
                )
              : nothing
          }
          ${choice(
            'A run covers',
            words.resizes ? SCOPES.slice(0, 1) : SCOPES,
            words.resizes ? 'kernel' : scope,
            this.disabled || words.resizes,
            (value) => this.#change({ scope: value as Scope }),
          )}
          ${experiment === 'race' ? this.#blocking(blocks) : nothing}
        </div>
      </details>
    </div>`;
  }

  /** Rounds and time: as many as it takes within what suits the experiment, unless the visitor wants it otherwise. */
  #howLong(): TemplateResult {
    const { repeats, budgetS } = this.setup;
    return html`${choice(
      'Rounds',
      [
        ['sure', 'As many as it takes, until every ratio is known to ±2 %'],
        ['fixed', 'A number of rounds'],
      ],
      repeats === undefined ? 'sure' : 'fixed',
      this.disabled,
      (value) => this.#change({ repeats: value === 'fixed' ? FIRST_REPEATS : undefined }),
    )}
    ${
      repeats === undefined
        ? nothing
        : html`<ft-number-field
            label="Number of rounds"
            .kind=${count(Math.max(MOST_REPEATS, repeats), '')}
            .value=${repeats}
            .disabled=${this.disabled}
            hint="Each round runs every mode once, in shuffled order. More rounds, more certainty."
            @value=${({ detail }: CustomEvent<number>) => this.#change({ repeats: detail })}
          ></ft-number-field>`
    }
    ${choice(
      'Time',
      [
        ['usual', repeats === undefined ? 'What suits the experiment, half a minute at most' : 'No limit'],
        ['limit', 'A limit'],
      ],
      budgetS === undefined ? 'usual' : 'limit',
      this.disabled,
      (value) => this.#change({ budgetS: value === 'limit' ? FIRST_SECONDS : undefined }),
    )}
    ${
      budgetS === undefined
        ? nothing
        : html`<ft-number-field
            label="Seconds at most"
            .kind=${count(Math.max(MOST_SECONDS, budgetS), 's')}
            .value=${budgetS}
            .disabled=${this.disabled}
            hint="No round begins that would end much later."
            @value=${({ detail }: CustomEvent<number>) => this.#change({ budgetS: detail })}
          ></ft-number-field>`
    }`;
  }

  #blocking(blocks: boolean): TemplateResult {
    const { modes, blocking } = this.setup;
    return html`${choice(
      'Also on the page’s own thread',
      [
        ['', 'No: the page stays awake'],
        ...this.modes
          .filter(({ mode, available }) => available && !isParallel(mode) && modes.includes(mode))
          .map(({ mode, label }) => [mode, `${label}: the page freezes`] as const),
      ],
      blocks ? (blocking ?? '') : '',
      this.disabled,
      (value) => this.#change({ blocking: value === '' ? undefined : (value as Mode) }),
    )}
    ${
      blocks
        ? html`<p class="small warning" role="status">
            While that one runs, this page can do nothing: no button answers, Cancel included, and the kettle stands
            still. That is what it is for.
          </p>`
        : nothing
    }`;
  }

  #threadsHint(threads: number): string {
    const offers = `Your browser offers ${formatCount(this.cores, 'core')}.`;
    return threads > this.cores ? `${offers} More threads than that take turns.` : offers;
  }

  #offer({ mode, label, explanation, available, reason, help }: ModeOffer): TemplateResult {
    // A baseline that the experiment brings itself can't be taken away, nor a second one added.
    const given = EXPERIMENT_WORDS[this.setup.experiment].modes === 'parallel' && !isParallel(mode);
    if (given && mode !== 'simd') return html`${nothing}`;
    return html`<div class="mode ${available ? '' : 'away'}">
      <label
        ><input
          type="checkbox"
          aria-label=${label}
          aria-describedby="about-${mode}"
          .checked=${live(available && (given || this.setup.modes.includes(mode)))}
          ?disabled=${this.disabled || given || !available}
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
    // The order of the offers is kept: the baseline comes first. A mode that only lacks this kernel stays chosen for others.
    const { modes: chosen, blocking } = this.setup;
    const modes = this.modes
      .filter((o) => (o.mode === mode ? box.checked : chosen.includes(o.mode)))
      .map((o) => o.mode);
    const counts = (of: Mode): boolean => EXPERIMENT_WORDS[this.setup.experiment].modes === 'all' || isParallel(of);
    const racing = this.modes.some((o) => o.available && counts(o.mode) && modes.includes(o.mode));
    this.keepOne = !racing;
    if (!racing) box.checked = true;
    else this.#change({ modes, blocking: blocking && modes.includes(blocking) ? blocking : undefined });
  }

  #change(part: Partial<Setup>): void {
    this.setup = { ...this.setup, ...part };
    emit<Setup>(this, 'change', this.setup);
  }
}

type Choices = readonly (readonly [value: string, label: string])[];

/** Rows a chunk has when a visitor first asks for a number of them, and the most that can be asked for by hand. */
const FIRST_ROWS = 64;
const MOST_ROWS = 4096;

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const CHUNKS: Choices = [
  ['auto', 'Automatic: sixteen a lane, or fewer'],
  ['one-per-lane', `${sentence(chunkInWords('one-per-lane'))}: a static schedule`],
  ['rows', 'A number of rows: a dynamic schedule'],
];

const PASSINGS: Choices = [
  ['transfer', 'Transferred: memory changes hands'],
  ['copy', 'Copied, as between processes'],
];

const SCOPES: Choices = [
  ['kernel', 'The kernel'],
  ['png', 'The whole pipeline, to a PNG file'],
  ['jpeg', 'The whole pipeline, to a JPEG file'],
  ['webp', 'The whole pipeline, to a WebP file'],
];

/** One of a few, from a list. */
function choice(
  label: string,
  choices: Choices,
  chosen: string,
  disabled: boolean,
  set: (value: string) => void,
): TemplateResult {
  const id = label.toLowerCase().replace(/\W+/g, '-');
  return html`<div class="stack">
    <label class="label choice" for=${id}>${label}</label>
    <select id=${id} ?disabled=${disabled} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
      ${choices.map(([value, text]) => html`<option value=${value} .selected=${live(value === chosen)}>${text}</option>`)}
    </select>
  </div>`;
}

customElements.define('ft-mode-picker', ModePicker);

declare global {
  interface HTMLElementTagNameMap {
    'ft-mode-picker': ModePicker;
  }
}
