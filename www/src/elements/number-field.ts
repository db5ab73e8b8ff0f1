/**
 * <ft-number-field>: a number on a slider and in a box, linear or logarithmic, with its unit.
 *
 * Event: `value` (number), already snapped to what the parameter can take.
 */
import { LitElement, css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { base, fields } from '../styles/shared.js';
import { emit } from './event.js';
import { POSITIONS, fromPosition, isLogarithmic, nudge, snap, toPosition, type NumberKind } from './scale.js';

const DIRECTIONS: Partial<Record<string, { readonly direction: 1 | -1; readonly pages?: true }>> = {
  ArrowRight: { direction: 1 },
  ArrowUp: { direction: 1 },
  ArrowLeft: { direction: -1 },
  ArrowDown: { direction: -1 },
  PageUp: { direction: 1, pages: true },
  PageDown: { direction: -1, pages: true },
};

export class NumberField extends LitElement {
  static override properties = {
    label: { type: String },
    kind: { attribute: false },
    value: { type: Number },
    disabled: { type: Boolean },
    hint: { type: String },
  };
  declare label: string;
  declare kind: NumberKind;
  declare value: number;
  declare disabled: boolean;
  /** A few words below, such as "of 8 cores". */
  declare hint: string;

  static override styles = [
    base,
    fields,
    css`
      .box {
        display: flex;
        align-items: center;
        gap: var(--s1);
        flex: none;
      }

      .unit {
        min-width: 1.5em;
      }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.kind = { type: 'number', min: 0, max: 1, step: 0.1, default: 0, integer: false, logarithmic: false, unit: '' };
    this.value = 0;
    this.disabled = false;
    this.hint = '';
  }

  override render() {
    const { kind, label, disabled } = this;
    const value = snap(kind, this.value);
    const logarithmic = isLogarithmic(kind);
    return html`<div class="stack">
      <span class="label">${label}</span>
      <div class="row">
        <input
          type="range"
          aria-label=${label}
          aria-valuetext=${`${value} ${kind.unit}`.trim()}
          min=${logarithmic ? 0 : kind.min}
          max=${logarithmic ? POSITIONS : kind.max}
          step=${logarithmic ? 1 : kind.step}
          .value=${live(String(logarithmic ? toPosition(kind, value) : value))}
          ?disabled=${disabled}
          @input=${this.#slid}
          @keydown=${logarithmic ? this.#pressed : nothing}
        />
        <span class="box">
          <input
            type="number"
            aria-label=${label}
            min=${kind.min}
            max=${kind.max}
            step=${kind.integer ? kind.step : 'any'}
            .value=${live(String(value))}
            ?disabled=${disabled}
            @change=${this.#typed}
          />
          ${kind.unit ? html`<span class="unit quiet">${kind.unit}</span>` : nothing}
        </span>
      </div>
      ${this.hint ? html`<span class="quiet small">${this.hint}</span>` : nothing}
    </div>`;
  }

  #set(value: number): void {
    this.value = value;
    emit(this, 'value', value);
  }

  #slid = (event: Event): void => {
    const position = (event.target as HTMLInputElement).valueAsNumber;
    this.#set(isLogarithmic(this.kind) ? fromPosition(this.kind, position) : snap(this.kind, position));
  };

  #pressed = (event: KeyboardEvent): void => {
    const move = DIRECTIONS[event.key];
    if (!move || this.disabled) return;
    event.preventDefault();
    this.#set(nudge(this.kind, this.value, move.direction, move.pages));
  };

  #typed = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const typed = input.valueAsNumber;
    if (Number.isFinite(typed)) this.#set(snap(this.kind, typed));
    // What was typed may be no number, or be out of range: show what counts.
    input.value = String(snap(this.kind, this.value));
  };
}

customElements.define('ft-number-field', NumberField);

declare global {
  interface HTMLElementTagNameMap {
    'ft-number-field': NumberField;
  }
}
