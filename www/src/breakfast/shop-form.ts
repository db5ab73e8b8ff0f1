/**
 * <ft-shop-form>: every number and choice of a shop, or only some of them, by their names in addresses.
 *
 * Event: `shop` (Shop) after every change.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import { emit } from '../elements/event.js';
import '../elements/number-field.js';
import type { Shop } from '../generated/model.js';
import { base, fields, segmented } from '../styles/shared.js';
import { SERVICES, SHOP_NUMBERS, WAITINGS, type FieldGroup, type ShopNumber } from './fields.js';

export class ShopForm extends LitElement {
  static override properties = { shop: { attribute: false }, only: { attribute: false } };
  declare shop: Shop | undefined;
  /** The names of those that are shown, if not all are. */
  declare only: readonly string[] | undefined;

  static override styles = [
    base,
    fields,
    segmented,
    css`
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
        gap: var(--s3) var(--s4);
        align-items: start;
      }

      .groups.few {
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
      }

      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s2);
      }

      h3,
      summary {
        font-size: var(--size-2);
        font-weight: 650;
        padding-bottom: var(--s-half);
        border-bottom: var(--line);
        margin-bottom: var(--s2);
      }

      details {
        margin-top: var(--s3);
      }

      summary {
        cursor: pointer;
        min-height: 32px;
      }

      legend {
        padding: 0;
        font-weight: 600;
        margin-bottom: var(--s-half);
      }

      .check {
        display: flex;
        gap: var(--s1);
        align-items: center;
        min-height: 44px;
      }

      .check input {
        width: 20px;
        height: 20px;
      }
    `,
  ];

  override render() {
    const { shop, only } = this;
    if (!shop) return html``;
    if (only) {
      const numbers = SHOP_NUMBERS.filter(({ name }) => only.includes(name));
      return html`<div class="groups few">
        ${only.includes('waiting') ? this.#choice('Waiting', 'waiting', WAITINGS, shop) : nothing}
        ${only.includes('service') ? this.#choice('Service', 'service', SERVICES, shop) : nothing}
        ${this.#fields(numbers, shop)}
      </div>`;
    }
    return html`<div class="groups">
      <section>
        <h3>Toast</h3>
        <div class="fields">${this.#numbers('toast', shop)}</div>
      </section>
      <section>
        <h3>Coffee</h3>
        <div class="fields">${this.#numbers('coffee', shop)}</div>
        <details ?open=${shop.eggs.count > 0}>
          <summary>Eggs</summary>
          <div class="fields">
            ${this.#numbers('eggs', shop)}
            <label class="check"
              ><input
                type="checkbox"
                .checked=${live(shop.eggNeedsToast)}
                @change=${(event: Event) => this.#set({ ...shop, eggNeedsToast: (event.target as HTMLInputElement).checked })}
              />The egg goes on the toast, so it waits for its slice</label
            >
          </div>
        </details>
      </section>
      <section>
        <h3>The cook</h3>
        <div class="fields">
          ${this.#choice('Waiting', 'waiting', WAITINGS, shop)} ${this.#choice('Service', 'service', SERVICES, shop)}
          ${this.#numbers('cook', shop)}
        </div>
      </section>
    </div>`;
  }

  #numbers(group: FieldGroup, shop: Shop): TemplateResult[] {
    return this.#fields(
      SHOP_NUMBERS.filter((field) => field.group === group),
      shop,
    );
  }

  #fields(numbers: readonly ShopNumber[], shop: Shop): TemplateResult[] {
    return numbers.map(
      ({ label, kind, hint, get, set }) =>
        html`<ft-number-field
          .label=${label}
          .kind=${kind}
          .value=${get(shop)}
          .hint=${hint ?? ''}
          @value=${(event: CustomEvent<number>) => this.#set(set(shop, event.detail))}
        ></ft-number-field>`,
    );
  }

  #choice<Name extends 'waiting' | 'service'>(
    label: string,
    name: Name,
    choices: readonly { readonly value: Shop[Name]; readonly label: string; readonly about: string }[],
    shop: Shop,
  ): TemplateResult {
    const about = choices.find(({ value }) => value === shop[name])?.about;
    return html`<div>
      <fieldset>
        <legend>${label}</legend>
        <div class="segmented">
          ${choices.map(
            ({ value, label: text }) =>
              html`<label
                ><input
                  type="radio"
                  name=${name}
                  .checked=${live(shop[name] === value)}
                  @change=${() => this.#set({ ...shop, [name]: value })}
                />${text}</label
              >`,
          )}
        </div>
      </fieldset>
      <p class="quiet small">${about}</p>
    </div>`;
  }

  #set(shop: Shop): void {
    emit(this, 'shop', shop);
  }
}

customElements.define('ft-shop-form', ShopForm);

declare global {
  interface HTMLElementTagNameMap {
    'ft-shop-form': ShopForm;
  }
}
