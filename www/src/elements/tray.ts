/**
 * <ft-tray>: the pictures given so far. One is chosen; one that could not be read says why beside its name.
 *
 * Events: `select`, `remove` (EntryDetail).
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { live } from 'lit/directives/live.js';
import * as icons from '../art/icons.js';
import type { Size } from '../generated/model.js';
import { base, buttons } from '../styles/shared.js';
import type { Picture } from './bitmap.js';
import './bitmap.js';
import { emit } from './event.js';
import { formatBytes, formatSize } from './format.js';

export type TrayEntry = {
  readonly id: string;
  readonly name: string;
  readonly state: 'reading' | 'ready' | 'failed';
  readonly size?: Size | undefined;
  readonly sizeBytes?: number | undefined;
  /** For a failed one: what happened and what to do, in a sentence. */
  readonly message?: string | undefined;
  /** A small picture or its address. */
  readonly thumbnail?: Picture | string | undefined;
};

export type EntryDetail = { readonly id: string };

export class Tray extends LitElement {
  static override properties = {
    entries: { attribute: false },
    selected: { type: String },
    disabled: { type: Boolean },
  };
  declare entries: readonly TrayEntry[];
  /** The chosen entry's id. */
  declare selected: string;
  declare disabled: boolean;

  static override styles = [
    base,
    buttons,
    css`
      :host([empty]) {
        display: none;
      }

      .entries {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }

      .entry {
        display: flex;
        align-items: center;
        gap: var(--s1);
        border-top: var(--line);
      }

      .entry:last-child {
        border-bottom: var(--line);
      }

      label {
        flex: 1;
        min-width: 0;
        display: grid;
        grid-template-columns: auto 56px minmax(0, 1fr);
        align-items: center;
        gap: var(--s2);
        padding-block: var(--s1);
        cursor: pointer;
      }

      .failed label {
        cursor: default;
        align-items: start;
      }

      input {
        width: 20px;
        height: 20px;
        margin: 2px;
        accent-color: var(--kopi);
      }

      .thumb {
        width: 56px;
        height: 56px;
        overflow: hidden;
        display: grid;
        place-items: center;
        border-radius: var(--radius);
        background: var(--bg-sunk);
        color: var(--text-quiet);
      }

      .thumb > img,
      .thumb > ft-bitmap {
        width: 56px;
        height: 56px;
        object-fit: cover;
        --fit: cover;
      }

      .name {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .chosen .name {
        font-weight: 600;
      }

      .message {
        display: block;
        color: var(--error);
      }
    `,
  ];

  constructor() {
    super();
    this.entries = [];
    this.selected = '';
    this.disabled = false;
  }

  override updated(): void {
    this.toggleAttribute('empty', this.entries.length === 0);
  }

  override render() {
    if (this.entries.length === 0) return nothing;
    return html`<div class="entries" role="radiogroup" aria-label="Pictures">
      ${repeat(
        this.entries,
        (entry) => entry.id,
        (entry) => this.#entry(entry),
      )}
    </div>`;
  }

  #entry(entry: TrayEntry): TemplateResult {
    const chosen = entry.id === this.selected;
    return html`<div class="entry ${entry.state} ${chosen ? 'chosen' : ''}">
      <label>
        <input
          type="radio"
          name="picture"
          aria-label=${entry.name}
          aria-describedby="about-${entry.id}"
          .checked=${live(chosen)}
          ?disabled=${this.disabled || entry.state !== 'ready'}
          @change=${() => emit<EntryDetail>(this, 'select', { id: entry.id })}
        />
        <span class="thumb">${thumbnail(entry)}</span>
        <span>
          <span class="name" title=${entry.name}>${entry.name}</span>
          <span id="about-${entry.id}" class="small figures" role=${entry.state === 'failed' ? 'alert' : nothing}
            >${about(entry)}</span
          >
        </span>
      </label>
      <button
        type="button"
        class="bare"
        aria-label="Remove ${entry.name}"
        ?disabled=${this.disabled}
        @click=${() => this.#remove(entry.id)}
      >
        ${icons.cross}
      </button>
    </div>`;
  }

  /** Removes an entry; whoever works by keyboard goes on with the next one. */
  async #remove(id: string): Promise<void> {
    const place = this.entries.findIndex((entry) => entry.id === id);
    emit<EntryDetail>(this, 'remove', { id });
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await this.updateComplete;
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('.entry > button');
    (buttons[place] ?? buttons[place - 1])?.focus();
  }
}

function thumbnail({ state, thumbnail }: TrayEntry): TemplateResult {
  if (state === 'failed') return icons.failed;
  if (thumbnail === undefined) return state === 'reading' ? icons.hourglass : icons.picture;
  if (typeof thumbnail === 'string') return html`<img alt="" src=${thumbnail} />`;
  return html`<ft-bitmap longest="160" .source=${thumbnail}></ft-bitmap>`;
}

function about({ state, size, sizeBytes, message }: TrayEntry): TemplateResult {
  switch (state) {
    case 'reading':
      return html`<span class="quiet">Reading…</span>`;
    case 'failed':
      return html`<span class="message">${message ?? 'This file could not be read as a picture.'}</span>`;
    case 'ready': {
      const facts = [size && formatSize(size), sizeBytes !== undefined && formatBytes(sizeBytes)].filter(Boolean);
      return html`<span class="quiet">${facts.join(' · ')}</span>`;
    }
  }
}

customElements.define('ft-tray', Tray);

declare global {
  interface HTMLElementTagNameMap {
    'ft-tray': Tray;
  }
}
