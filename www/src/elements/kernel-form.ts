/**
 * <ft-kernel-form>: choose a kernel and set its parameters. Every control is built from the kernel's own description, so
 * a new kernel needs nothing here.
 *
 * Event: `change` (KernelChange), with a value for every parameter.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { KernelInfo, ParamInfo, ParamKind, ParamValue, ParamValues, Shape } from '../generated/model.js';
import { base, buttons, fields, segmented } from '../styles/shared.js';
import { emit } from './event.js';
import { complete, sameValues } from '../parameters.js';
import { SHAPES } from './kernel-words.js';
import './number-field.js';
import './term.js';

export type KernelChange = { readonly kernel: string; readonly params: ParamValues };

type ChoiceKind = Extract<ParamKind, { type: 'choice' }>;
type PairKind = Extract<ParamKind, { type: 'pair' }>;

/** More choices than this go into a list that opens. */
const MOST_SEGMENTS = 4;

export class KernelForm extends LitElement {
  static override properties = {
    kernels: { attribute: false },
    kernel: { type: String },
    values: { attribute: false },
    disabled: { type: Boolean },
  };
  declare kernels: readonly KernelInfo[];
  /** The chosen kernel's name. */
  declare kernel: string;
  /** Parameter values; what is left out has its default. */
  declare values: ParamValues;
  declare disabled: boolean;

  static override styles = [
    base,
    buttons,
    fields,
    segmented,
    css`
      .form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }

      .presets {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1);
      }

      .presets button {
        min-height: 36px;
        padding: var(--s-half) 12px;
      }

      .presets button[aria-pressed='true'] {
        background: var(--butter);
        border-color: var(--text);
        color: var(--text);
      }
    `,
  ];

  constructor() {
    super();
    this.kernels = [];
    this.kernel = '';
    this.values = {};
    this.disabled = false;
  }

  override render() {
    const info = this.#info;
    if (!info) return nothing;
    const values = complete(info, this.values);
    const shape = SHAPES[info.shape];
    return html`<div class="form">
      <div class="stack">
        <label class="label" for="kernel">What to do</label>
        <select id="kernel" ?disabled=${this.disabled} @change=${this.#chosen}>
          ${this.#groups.map(
            ([shape, kernels]) =>
              html`<optgroup label=${SHAPES[shape].word}>
                ${kernels.map(
                  (k) => html`<option value=${k.name} .selected=${live(k.name === info.name)}>${k.label}</option>`,
                )}
              </optgroup>`,
          )}
        </select>
        <p class="quiet">${info.about}</p>
        <p class="quiet">Kind of work: <ft-term .meaning=${shape.meaning}>${shape.word}</ft-term>.</p>
      </div>
      ${info.presets.length > 0 ? this.#presets(info, values) : nothing}
      ${info.params.map((param) => this.#control(info, param, values))}
    </div>`;
  }

  get #info(): KernelInfo | undefined {
    return this.kernels.find((k) => k.name === this.kernel) ?? this.kernels[0];
  }

  /** The kernels by kind of work, in the order in which each kind first appears. */
  get #groups(): [Shape, KernelInfo[]][] {
    const groups = new Map<Shape, KernelInfo[]>();
    for (const kernel of this.kernels) groups.set(kernel.shape, [...(groups.get(kernel.shape) ?? []), kernel]);
    return [...groups];
  }

  #presets(info: KernelInfo, values: ParamValues): TemplateResult {
    return html`<div class="presets" role="group" aria-label="Presets">
      ${info.presets.map((preset) => {
        const params = complete(info, preset.params);
        return html`<button
          type="button"
          aria-pressed=${sameValues(params, values)}
          ?disabled=${this.disabled}
          @click=${() => this.#change(info.name, params)}
        >
          ${preset.label}
        </button>`;
      })}
    </div>`;
  }

  #control(info: KernelInfo, param: ParamInfo, values: ParamValues): TemplateResult {
    const set = (value: ParamValue) => this.#change(info.name, { ...values, [param.name]: value });
    const { kind, label } = param;
    switch (kind.type) {
      case 'number':
        return html`<ft-number-field
          label=${label}
          .kind=${kind}
          .value=${values[param.name] as number}
          .disabled=${this.disabled}
          @value=${(event: CustomEvent<number>) => set(event.detail)}
        ></ft-number-field>`;
      case 'pair':
        return this.#pair(param, kind, values[param.name] as [number, number], set);
      case 'choice':
        return kind.choices.length > MOST_SEGMENTS
          ? this.#select(param, kind, values, set)
          : this.#segments(param, kind, values, set);
    }
  }

  #pair(param: ParamInfo, kind: PairKind, pair: [number, number], set: (v: ParamValue) => void): TemplateResult {
    const field = (i: 0 | 1, side: string) =>
      html`<ft-number-field
        label=${`${param.label}, ${side}`}
        .kind=${{ ...kind, type: 'number', step: 1, default: kind.default[i], integer: true, logarithmic: false }}
        .value=${pair[i]}
        .disabled=${this.disabled}
        @value=${({ detail }: CustomEvent<number>) => set(i === 0 ? [detail, pair[1]] : [pair[0], detail])}
      ></ft-number-field>`;
    return html`${field(0, 'across')}${field(1, 'down')}`;
  }

  #segments(param: ParamInfo, kind: ChoiceKind, values: ParamValues, set: (v: ParamValue) => void): TemplateResult {
    return html`<fieldset class="stack" role="radiogroup" aria-label=${param.label}>
      <span class="label" aria-hidden="true">${param.label}</span>
      <div>
        <div class="segmented">
          ${kind.choices.map(
            (choice) =>
              html`<label
                ><input
                  type="radio"
                  name=${param.name}
                  .checked=${live(values[param.name] === choice.name)}
                  ?disabled=${this.disabled}
                  @change=${() => set(choice.name)}
                />${choice.label}</label
              >`,
          )}
        </div>
      </div>
    </fieldset>`;
  }

  #select(param: ParamInfo, kind: ChoiceKind, values: ParamValues, set: (v: ParamValue) => void): TemplateResult {
    return html`<div class="stack">
      <label class="label" for=${`param-${param.name}`}>${param.label}</label>
      <select
        id=${`param-${param.name}`}
        ?disabled=${this.disabled}
        @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}
      >
        ${kind.choices.map(
          (choice) =>
            html`<option value=${choice.name} .selected=${live(values[param.name] === choice.name)}>
              ${choice.label}
            </option>`,
        )}
      </select>
    </div>`;
  }

  #chosen = (event: Event): void => {
    const name = (event.target as HTMLSelectElement).value;
    const info = this.kernels.find((k) => k.name === name);
    // Another kernel starts from its own defaults: a value that fits one by name may mean nothing to the next.
    if (info) this.#change(name, complete(info, {}));
  };

  #change(kernel: string, params: ParamValues): void {
    this.kernel = kernel;
    this.values = params;
    emit<KernelChange>(this, 'change', { kernel, params });
  }
}

customElements.define('ft-kernel-form', KernelForm);

declare global {
  interface HTMLElementTagNameMap {
    'ft-kernel-form': KernelForm;
  }
}
