/**
 * <ft-run-bar>: the one act. Race, see how far it is, cancel.
 *
 * While a race runs nothing here moves by itself: an animation would take the time that is being measured. Progress is
 * a plain step each time the owner reports one.
 *
 * Events: `run`, `cancel`.
 */
import { LitElement, css, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import * as icons from '../art/icons.js';
import { base, buttons } from '../styles/shared.js';
import { emit } from './event.js';
import { formatTimeLeft } from './format.js';

export type RunState = 'disabled' | 'idle' | 'loading' | 'running' | 'done' | 'failed' | 'cancelled';

export type Progress = {
  /** Runs done and to do, warm-ups included. */
  readonly done: number;
  readonly total: number;
  /** The round that runs now, from 1, and how many there are; no round during warm-up. */
  readonly round?: number | undefined;
  readonly rounds: number;
  readonly secondsLeft?: number | undefined;
};

export class RunBar extends LitElement {
  static override properties = {
    state: { type: String, reflect: true },
    progress: { attribute: false },
    reason: { type: String },
  };
  declare state: RunState;
  declare progress: Progress | undefined;
  /** Why it can't start (disabled), what went wrong (failed), or what was kept (cancelled): one sentence. */
  declare reason: string;

  static override styles = [
    base,
    buttons,
    css`
      .bar {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s1);
      }

      button {
        width: 100%;
        min-height: 64px;
        font-size: var(--size-3);
      }

      .progress {
        display: block;
        width: 100%;
        height: 16px;
        border-radius: var(--s-half);
        overflow: hidden;
      }

      .progress .all {
        fill: var(--bg-sunk);
      }

      .progress .done {
        fill: var(--toast);
      }

      .progress .edge {
        fill: none;
        stroke: var(--outline);
        stroke-width: 2;
      }

      .note {
        min-height: 1.5em;
      }

      .failed {
        color: var(--error);
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  #focused = false;

  constructor() {
    super();
    this.state = 'idle';
    this.progress = undefined;
    this.reason = '';
  }

  override willUpdate(): void {
    this.#focused = this.shadowRoot?.activeElement instanceof HTMLButtonElement;
  }

  override updated(changed: PropertyValues<this>): void {
    // Race and Cancel take each other's place; whoever works by keyboard stays there.
    if (changed.has('state') && this.#focused) this.renderRoot.querySelector('button')?.focus();
  }

  override render() {
    const busy = this.state === 'loading' || this.state === 'running';
    return html`<div class="bar">
      ${
        busy
          ? html`<button type="button" class="cancel" @click=${() => emit(this, 'cancel', {})}>Cancel</button>`
          : html`<button
              type="button"
              class="main"
              ?disabled=${this.state === 'disabled'}
              aria-describedby="note"
              @click=${() => emit(this, 'run', {})}
            >
              ${this.state === 'done' || this.state === 'cancelled' ? 'Race again' : 'Race'}
            </button>`
      }
      ${this.state === 'running' && this.progress ? bar(this.progress) : nothing}
      <p id="note" class="note small figures ${this.state === 'failed' ? 'failed' : 'quiet'}">${this.#note()}</p>
      <span class="unseen" role="status">${SPOKEN[this.state]}</span>
    </div>`;
  }

  #note(): TemplateResult | string {
    switch (this.state) {
      case 'loading':
        return 'Warming up the toasters…';
      case 'running':
        return this.progress ? progressText(this.progress) : 'Racing…';
      case 'failed':
        return html`${icons.failed} ${this.reason || 'The race stopped. Your picture is safe; try again.'}`;
      case 'cancelled':
        return this.reason || 'Cancelled. Your picture is safe.';
      case 'disabled':
      case 'idle':
      case 'done':
        return this.reason;
    }
  }
}

/** Said once, when the state changes; the steps in between are not read aloud. */
const SPOKEN: Record<RunState, string> = {
  disabled: '',
  idle: '',
  loading: 'Getting ready.',
  running: 'The race is on.',
  done: 'The race is over.',
  failed: 'The race failed.',
  cancelled: 'The race was cancelled.',
};

export function progressText({ round, rounds, secondsLeft }: Progress): string {
  const where = round === undefined ? 'Warming up' : `Round ${round} of ${rounds}`;
  return secondsLeft === undefined ? where : `${where} · ${formatTimeLeft(secondsLeft)}`;
}

function bar(progress: Progress): TemplateResult {
  const percent = progress.total > 0 ? Math.min(100, (100 * progress.done) / progress.total) : 0;
  return html`<div
    role="progressbar"
    aria-label="Race"
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(percent)}
    aria-valuetext=${progressText(progress)}
  >
    <svg class="progress" aria-hidden="true">
      ${svg`<rect class="all" width="100%" height="100%" /><rect class="done" width="${percent}%" height="100%" />
      <rect class="edge" width="100%" height="100%" rx="4" />`}
    </svg>
  </div>`;
}

customElements.define('ft-run-bar', RunBar);

declare global {
  interface HTMLElementTagNameMap {
    'ft-run-bar': RunBar;
  }
}
