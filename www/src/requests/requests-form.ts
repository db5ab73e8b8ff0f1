/**
 * <ft-requests-form>: which requests, how many at once, what to do about failures, and how the weather service behaves.
 *
 * Event: `settings` (Partial<Settings>), what was changed.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { emit } from '../elements/event.js';
import '../elements/number-field.js';
import { base, fields, segmented } from '../styles/shared.js';
import { MOST_ELSEWHERE } from './addresses.js';
import type { Settings, WayName } from './app.js';
import { LIMIT, SENDING, SERVICE, type RequestsNumber } from './fields.js';

export class RequestsForm extends LitElement {
  static override properties = { settings: { attribute: false }, disabled: { type: Boolean } };
  declare settings: Settings | undefined;
  declare disabled: boolean;

  static override styles = [
    base,
    fields,
    segmented,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2) var(--s4);
      }

      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
        gap: var(--s2) var(--s4);
      }

      textarea {
        font: inherit;
        color: inherit;
        width: 100%;
        padding: var(--s1) 12px;
        background: var(--bg-raised);
        border: 1px solid var(--outline);
        border-radius: var(--radius);
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
    const ways: readonly (readonly [WayName, string])[] = [
      ['one-by-one', 'One by one'],
      ['limit', 'With a limit'],
      ['all', 'All at once'],
    ];
    return html`<div class="choices">
        ${this.#choice('How', 'way', ways)}
        ${this.#choice('Results', 'inOrder', [
          [false, 'As completed'],
          [true, 'In order'],
        ])}
        ${this.#choice('Server', 'source', [
          ['weather', 'Weather service'],
          ['own', 'Your own addresses'],
        ])}
      </div>
      <div class="numbers">
        ${settings.way === 'limit' ? this.#number(LIMIT) : nothing} ${SENDING.map((field) => this.#number(field))}
      </div>
      ${settings.source === 'own' ? this.#own(settings) : html`<div class="numbers">${SERVICE.map((field) => this.#number(field))}</div>`}`;
  }

  #choice<K extends 'way' | 'inOrder' | 'source'>(
    label: string,
    name: K,
    options: readonly (readonly [Settings[K], string])[],
  ): TemplateResult {
    return html`<fieldset class="stack">
      <legend class="label">${label}</legend>
      <div class="segmented">
        ${options.map(
          ([value, words]) =>
            html`<label
              ><input
                type="radio"
                name=${name}
                .checked=${this.settings?.[name] === value}
                ?disabled=${this.disabled}
                @change=${() => this.#tell({ [name]: value })}
              />${words}</label
            >`,
        )}
      </div>
    </fieldset>`;
  }

  #number({ name, label, kind, hint = '' }: RequestsNumber): TemplateResult {
    return html`<ft-number-field
      data-name=${name}
      .label=${label}
      .kind=${kind}
      .value=${this.settings?.[name] ?? 0}
      .hint=${hint}
      ?disabled=${this.disabled}
      @value=${({ detail }: CustomEvent<number>) => this.#tell({ [name]: detail })}
    ></ft-number-field>`;
  }

  #own(settings: Settings): TemplateResult {
    return html`<div class="stack">
      <label class="label" for="addresses">Addresses, one a line, or one with {i} for the number of the request</label>
      <textarea
        id="addresses"
        rows="3"
        spellcheck="false"
        placeholder="https://example.org/day/{i}"
        .value=${settings.addresses}
        ?disabled=${this.disabled}
        @input=${(event: Event) => this.#tell({ addresses: (event.target as HTMLTextAreaElement).value })}
      ></textarea>
      <p class="quiet small">
        They are asked from your browser, without cookies, only when you press Send. To any host other than this page’s
        own go at most ${MOST_ELSEWHERE} requests a run, retries included. Please ask only those who won’t mind.
      </p>
    </div>`;
  }

  #tell(change: Partial<Settings>): void {
    emit(this, 'settings', change);
  }
}

customElements.define('ft-requests-form', RequestsForm);
