/**
 * <ft-batch-form>: the way, its lanes, the steps after decoding, and which X-rays are generated.
 *
 * Event: `settings` (Partial<Settings>), what was changed.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { claimedCores } from '../cores.js';
import { emit } from '../elements/event.js';
import '../elements/kernel-form.js';
import type { KernelChange } from '../elements/kernel-form.js';
import '../elements/number-field.js';
import { inWords } from '../parameters.js';
import { base, buttons, fields, segmented } from '../styles/shared.js';
import { MOST_STEPS, RANGES, STEP_KERNELS, type Settings } from './settings.js';
import { ways } from './ways/index.js';

type NumberName = keyof typeof RANGES;

export class BatchForm extends LitElement {
  static override properties = { settings: { attribute: false }, disabled: { type: Boolean } };
  declare settings: Settings | undefined;
  declare disabled: boolean;

  static override styles = [
    base,
    buttons,
    fields,
    segmented,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }

      .segmented {
        width: fit-content;
        max-width: 100%;
      }

      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
        gap: var(--s2) var(--s4);
      }

      .explained {
        max-width: 44rem;
      }

      code {
        font-size: 0.9em;
        overflow-wrap: anywhere;
      }

      .steps {
        display: grid;
        gap: var(--s1);
        list-style: none;
      }

      .step {
        border: var(--line);
        border-radius: var(--radius);
        padding: 0 var(--s2);
      }

      .step summary {
        padding-block: 12px;
        cursor: pointer;
      }

      .step .body {
        display: grid;
        gap: var(--s2);
        padding-bottom: var(--s2);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1) var(--s2);
      }
    `,
  ];

  constructor() {
    super();
    this.settings = undefined;
    this.disabled = false;
  }

  override render() {
    const { settings } = this;
    if (!settings) return nothing;
    const kind = ways.find(({ way }) => way === settings.way);
    const availability = kind?.availability();
    return html`<fieldset class="stack">
        <legend class="label">How</legend>
        <div class="segmented">
          ${ways.map(({ way, label }) => this.#radio('way', way, label, settings.way === way, { way }))}
        </div>
        <p class="quiet small explained" role="status">
          ${kind?.explanation} In Python: <code>${kind?.python}</code>
          ${availability && !availability.available ? html`<strong>${availability.reason}</strong>` : nothing}
        </p>
      </fieldset>
      ${
        kind?.hasLanes
          ? html`<div class="numbers">
              ${this.#number('lanes', 'Lanes', `Of ${claimedCores} cores that the browser claims`)}
              ${kind.hasChunksize ? this.#number('chunksize', 'Chunk size', 'Files that a worker takes at once') : nothing}
            </div>`
          : nothing
      }
      <fieldset class="stack">
        <legend class="label">JPEG decoding</legend>
        <div class="segmented">
          ${this.#radio('exact', 'scaled', 'Scaled', !settings.exact, { exact: false })}
          ${this.#radio('exact', 'exact', 'Exact', settings.exact, { exact: true })}
        </div>
        <p class="quiet small explained">
          Scaled: where the first step makes a picture far smaller, only as much of the JPEG is decoded as that needs.
          Exact: every pixel is decoded first.
        </p>
      </fieldset>
      ${this.#steps(settings)}
      <fieldset class="stack">
        <legend class="label">Generated X-rays</legend>
        <div class="numbers">
          ${this.#number('count', 'How many', 'Half a megabyte each')} ${this.#number('seed', 'Seed', 'Another series')}
        </div>
        <div class="row">
          <button type="button" ?disabled=${this.disabled} @click=${() => this.#tell({ count: 1431 })}>
            1,431, as in the talk
          </button>
        </div>
      </fieldset>`;
  }

  #radio(name: string, value: string, words: string, checked: boolean, change: Partial<Settings>): TemplateResult {
    return html`<label
      ><input
        type="radio"
        name=${name}
        value=${value}
        .checked=${live(checked)}
        ?disabled=${this.disabled}
        @change=${() => this.#tell(change)}
      />${words}</label
    >`;
  }

  #number(name: NumberName, label: string, hint: string): TemplateResult {
    const { min, max } = RANGES[name];
    const kind = { type: 'number', min, max, step: 1, default: min, integer: true, unit: '' } as const;
    return html`<ft-number-field
      data-name=${name}
      .label=${label}
      .kind=${{ ...kind, logarithmic: max > 200 }}
      .value=${this.settings?.[name] ?? min}
      .hint=${hint}
      ?disabled=${this.disabled}
      @value=${({ detail }: CustomEvent<number>) => this.#tell({ [name]: detail })}
    ></ft-number-field>`;
  }

  #steps({ steps }: Settings): TemplateResult {
    const change = (next: Settings['steps']): void => this.#tell({ steps: next });
    return html`<fieldset class="stack">
      <legend class="label">Steps after decoding</legend>
      <ol class="steps">
        ${steps.map((step, i) => {
          const info = STEP_KERNELS.find(({ name }) => name === step.name);
          return html`<li>
            <details class="step">
              <summary>${i + 1}. ${info?.label ?? step.name}${info ? `: ${inWords(info, step.params)}` : ''}</summary>
              <div class="body">
                <ft-kernel-form
                  .kernels=${STEP_KERNELS}
                  .kernel=${step.name}
                  .values=${step.params}
                  ?disabled=${this.disabled}
                  @change=${({ detail }: CustomEvent<KernelChange>) =>
                    change(steps.with(i, { name: detail.kernel, params: detail.params }))}
                ></ft-kernel-form>
                <div class="row">
                  <button type="button" ?disabled=${this.disabled} @click=${() => change(steps.toSpliced(i, 1))}>
                    Remove this step
                  </button>
                </div>
              </div>
            </details>
          </li>`;
        })}
      </ol>
      <div class="row">
        <button
          type="button"
          ?disabled=${this.disabled || steps.length >= MOST_STEPS}
          @click=${() => change([...steps, { name: 'grayscale', params: {} }])}
        >
          Add a step
        </button>
        ${steps.length === 0 ? html`<span class="quiet small">Files are only decoded.</span>` : nothing}
      </div>
    </fieldset>`;
  }

  #tell(change: Partial<Settings>): void {
    emit(this, 'settings', change);
  }
}

customElements.define('ft-batch-form', BatchForm);
