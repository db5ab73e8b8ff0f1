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
  /** The share that is done, from 0 to 1. */
  readonly share: number;
  /** The measured round that runs now, from 1; none while engines warm up. */
  readonly round?: number | undefined;
  /** At most, or just as many. */
  readonly rounds: number;
  readonly secondsLeft?: number | undefined;
  /** Why it stands still, in a sentence, if it does. */
  readonly paused?: string | undefined;
};

export class RunBar extends LitElement {
  static override properties = {
    state: { type: String, reflect: true },
    progress: { attribute: false },
    reason: { type: String },
    act: { type: String },
    openEnded: { type: Boolean },
  };
  declare state: RunState;
  declare progress: Progress | undefined;
  /** Why it can't start (disabled), what went wrong (failed), or what was kept (cancelled): one sentence. */
  declare reason: string;
  /** What the button says: what fits the experiment. */
  declare act: 'Race' | 'Measure';
  /** Whether it may end before the last round, once it is sure. */
  declare openEnded: boolean;

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
    this.act = 'Race';
    this.openEnded = false;
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
              ${this.act}${this.state === 'done' || this.state === 'cancelled' ? ' again' : ''}
            </button>`
      }
      ${this.state === 'running' && this.progress ? bar(this.progress, this.#told(this.progress)) : nothing}
      <p id="note" class="note small figures ${this.state === 'failed' ? 'failed' : 'quiet'}">${this.#note()}</p>
      <span class="unseen" role="status">${SPOKEN[this.state]}</span>
    </div>`;
  }

  #told(progress: Progress): string {
    return progressText(progress, this.openEnded);
  }

  #note(): TemplateResult | string {
    switch (this.state) {
      case 'loading':
        return 'Warming up the toasters…';
      case 'running':
        return this.progress ? this.#told(this.progress) : 'Getting ready…';
      case 'failed':
        return html`${icons.failed} ${this.reason || 'It stopped. Your picture is safe; try again.'}`;
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
  running: 'It is measuring.',
  done: 'It is done.',
  failed: 'It failed.',
  cancelled: 'It was cancelled.',
};

export function progressText({ round, rounds, secondsLeft, paused }: Progress, openEnded: boolean): string {
  if (paused) return paused;
  const where = round === undefined ? 'Warming up' : `Round ${round} of ${openEnded ? 'at most ' : ''}${rounds}`;
  return secondsLeft === undefined ? where : `${where} · ${formatTimeLeft(secondsLeft)}`;
}

function bar({ share }: Progress, told: string): TemplateResult {
  const percent = 100 * Math.min(1, Math.max(0, share));
  return html`<div
    role="progressbar"
    aria-label="Progress"
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(percent)}
    aria-valuetext=${told}
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
