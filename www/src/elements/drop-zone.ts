/**
 * <ft-drop-zone>: the ways to give a picture. Drop files anywhere in the window, paste, pick, or take the sample.
 *
 * Every file is passed on, pictures or not: what is wrong with one is said beside its name, not swallowed here. While
 * `disabled` a drop is still caught, or the browser would leave the page to show the file.
 *
 * Events: `files` (FilesDetail), `sample`.
 */
import { LitElement, css, html, nothing } from 'lit';
import * as icons from '../art/icons.js';
import { base, buttons } from '../styles/shared.js';
import { emit } from './event.js';

export type FilesDetail = { readonly files: File[]; readonly source: 'drop' | 'paste' | 'picker' };

const HEARD = ['dragstart', 'dragend', 'dragenter', 'dragover', 'dragleave', 'drop', 'paste'] as const;

export class DropZone extends LitElement {
  static override properties = {
    disabled: { type: Boolean },
    compact: { type: Boolean, reflect: true },
    noSample: { type: Boolean },
    dragging: { state: true },
  };
  /** While a race is on: no picture is taken. */
  declare disabled: boolean;
  /** Once there is a picture, this is no longer the first thing to do: no hint, no filled button. */
  declare compact: boolean;
  /** The sample is there already: it isn't offered again. */
  declare noSample: boolean;
  declare private dragging: boolean;

  /** Set while something of the page itself is dragged, which is no file. */
  #ownDrag = false;

  static override styles = [
    base,
    buttons,
    css`
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
      }

      p {
        margin-top: var(--s1);
      }

      .overlay {
        position: fixed;
        inset: 0;
        z-index: 1000;
        display: grid;
        place-content: center;
        justify-items: center;
        gap: var(--s1);
        padding: var(--s4);
        text-align: center;
        background: color-mix(in srgb, var(--bg) 97%, transparent);
      }

      .overlay::before {
        content: '';
        position: absolute;
        inset: var(--s2);
        border: 2px dashed var(--toast);
        border-radius: var(--radius);
      }

      .invitation {
        font-size: var(--size-5);
        font-weight: 650;
        line-height: 1.2;
      }

      @media (max-width: 30rem) {
        button {
          flex: 1 1 auto;
        }
      }

      /* A finger neither drops nor pastes. */
      @media (hover: none) and (pointer: coarse) {
        .by-hand {
          display: none;
        }
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
    this.disabled = false;
    this.compact = false;
    this.noSample = false;
    this.dragging = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const type of HEARD) window.addEventListener(type, this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const type of HEARD) window.removeEventListener(type, this);
  }

  override render() {
    return html`
      <div class="ways">
        <button type="button" class=${this.compact ? nothing : 'main'} ?disabled=${this.disabled} @click=${this.#pick}>
          ${icons.picture}Choose pictures…
        </button>
        ${
          this.noSample
            ? nothing
            : html`<button type="button" ?disabled=${this.disabled} @click=${() => emit(this, 'sample', {})}>
                ${icons.plate}Try our breakfast
              </button>`
        }
      </div>
      <input
        type="file"
        hidden
        multiple
        accept="image/*,.json,.html"
        aria-label="Pictures, or reports"
        @change=${this.#picked}
      />
      ${this.compact ? nothing : html`<p class="quiet small"><span class="by-hand">Or drop them anywhere, or paste.</span> They stay on your device. Saved reports open here, too.</p>`}
      <div class="overlay" ?hidden=${!this.dragging}>
        <p class="invitation">${this.disabled ? 'A race is on.' : 'Drop it anywhere.'}</p>
        <p class="quiet">
          ${this.disabled ? 'Drop it again when it is over.' : 'Pictures and reports stay on this device.'}
        </p>
      </div>
    `;
  }

  #pick = (): void => {
    this.renderRoot.querySelector('input')?.click();
  };

  #picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.#give([...(input.files ?? [])], 'picker');
    // The same file chosen again is a change, too.
    input.value = '';
  };

  #give(files: File[], source: FilesDetail['source']): void {
    if (files.length > 0 && !this.disabled) emit<FilesDetail>(this, 'files', { files, source });
  }

  #hasFiles(event: DragEvent): boolean {
    return !this.#ownDrag && (event.dataTransfer?.types.includes('Files') ?? false);
  }

  /** What the window hears: this element is the listener. */
  handleEvent(event: DragEvent | ClipboardEvent): void {
    switch (event.type) {
      case 'dragstart':
      case 'dragend':
        this.#ownDrag = event.type === 'dragstart';
        break;
      case 'dragenter':
      case 'dragover':
        this.#over(event as DragEvent);
        break;
      case 'dragleave':
        // Between two elements of the page there is one to go to; at the window's edge there is none.
        if ((event as DragEvent).relatedTarget === null) this.dragging = false;
        break;
      case 'drop':
        this.#drop(event as DragEvent);
        break;
      case 'paste':
        this.#paste(event as ClipboardEvent);
        break;
    }
  }

  #over(event: DragEvent): void {
    if (!this.#hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = this.disabled ? 'none' : 'copy';
    this.dragging = true;
  }

  #drop(event: DragEvent): void {
    this.dragging = false;
    if (!this.#hasFiles(event)) return;
    event.preventDefault();
    this.#give([...(event.dataTransfer?.files ?? [])], 'drop');
  }

  #paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.#give(files, 'paste');
  }
}

customElements.define('ft-drop-zone', DropZone);

declare global {
  interface HTMLElementTagNameMap {
    'ft-drop-zone': DropZone;
  }
}
