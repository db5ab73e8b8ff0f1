/**
 * <ft-player>: play, pause, start again, speed, and a slider through a morning.
 *
 * Events: `play` (boolean: whether to play), `seek` (milliseconds of virtual time), `speed` (PlaySpeed).
 */
import { LitElement, css, html, svg } from 'lit';
import { live } from 'lit/directives/live.js';

import { emit } from '../elements/event.js';
import { formatNumber } from '../elements/format.js';
import { base, buttons, fields, segmented } from '../styles/shared.js';
import { MINUTE_MS } from './moment.js';

/** How much faster or slower than usual. */
export type PlaySpeed = 0.25 | 0.5 | 1 | 2 | 4;

const SPEEDS: readonly PlaySpeed[] = [0.25, 0.5, 1, 2, 4];

/** Seconds that a morning lasts at the usual speed, however long it is. */
const USUAL_S = 12;

/** Steps of the slider. */
const STEPS = 1000;

/** Virtual minutes that pass in a second. */
export function minutesASecond(endMs: number, speed: PlaySpeed): number {
  return (Math.max(endMs, 1) / MINUTE_MS / USUAL_S) * speed;
}

/** The time that a key leads to, in milliseconds of virtual time; nothing for keys that lead nowhere. */
export function keyLeadsTo(key: string, atMs: number, endMs: number): number | undefined {
  const within = (ms: number): number => Math.min(Math.max(ms, 0), endMs);
  switch (key) {
    case 'ArrowRight':
      return within(atMs + endMs / 50);
    case 'ArrowLeft':
      return within(atMs - endMs / 50);
    case 'Home':
      return 0;
    case 'End':
      return endMs;
    default:
      return undefined;
  }
}

export class Player extends LitElement {
  static override properties = {
    atMs: { type: Number },
    endMs: { type: Number },
    playing: { type: Boolean },
    speed: { type: Number },
    compact: { type: Boolean },
  };
  declare atMs: number;
  declare endMs: number;
  declare playing: boolean;
  declare speed: PlaySpeed;
  /** Whether there is no room for the choice of a speed. */
  declare compact: boolean;

  static override styles = [
    base,
    buttons,
    fields,
    segmented,
    css`
      .controls {
        display: grid;
        grid-template-columns: auto auto minmax(0, 1fr);
        align-items: center;
        gap: var(--s1) var(--s2);
      }

      .icon {
        width: 20px;
        height: 20px;
        fill: currentColor;
      }

      .play {
        min-width: 7em;
      }

      .speed {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-half) var(--s2);
        margin-top: var(--s1);
      }

      .segmented label {
        min-height: 32px;
        padding-inline: 12px;
      }

      .keys {
        margin-inline-start: auto;
      }

      @media (hover: none) {
        .keys {
          display: none;
        }
      }

      @media (max-width: 30rem) {
        .controls {
          grid-template-columns: 1fr auto;
        }

        .slider {
          grid-column: 1 / -1;
          grid-row: 1;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.atMs = 0;
    this.endMs = 1;
    this.playing = false;
    this.speed = 1;
    this.compact = false;
  }

  override render() {
    const { atMs, endMs, playing } = this;
    const minutes = (ms: number): string => formatNumber(ms / MINUTE_MS);
    return html`<div class="controls">
        <button type="button" class="main play" @click=${() => emit(this, 'play', !playing)}>
          <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
            ${playing ? svg`<path d="M5 3h4v14H5zM11 3h4v14h-4z" />` : svg`<path d="M5 2.5v15l12-7.5z" />`}</svg
          >${playing ? 'Pause' : 'Play'}
        </button>
        <button type="button" @click=${() => emit(this, 'seek', 0)}>
          <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 3h3v14H3zM17 3v14L7 10z" /></svg>Start
          again
        </button>
        <span class="row slider">
          <input
            type="range"
            aria-label="Time of the morning"
            aria-valuetext=${`minute ${minutes(atMs)} of ${minutes(endMs)}`}
            min="0"
            max=${STEPS}
            .value=${live(String(Math.round((atMs / Math.max(endMs, 1)) * STEPS)))}
            @input=${(event: Event) => emit(this, 'seek', ((event.target as HTMLInputElement).valueAsNumber / STEPS) * endMs)}
          />
        </span>
      </div>
      <div class="speed" ?hidden=${this.compact}>
        <fieldset class="segmented">
          <legend class="unseen">Speed</legend>
          ${SPEEDS.map(
            (speed) =>
              html`<label
                ><input
                  type="radio"
                  name="speed"
                  .checked=${live(speed === this.speed)}
                  @change=${() => emit(this, 'speed', speed)}
                />${speed === 0.25 ? '¼' : speed === 0.5 ? '½' : speed} ×</label
              >`,
          )}
        </fieldset>
        <span class="quiet small figures">${formatNumber(minutesASecond(endMs, this.speed))} minutes a second</span>
        <span class="quiet small keys">Keys: space, ← →, Home, End</span>
      </div>`;
  }
}

customElements.define('ft-player', Player);

declare global {
  interface HTMLElementTagNameMap {
    'ft-player': Player;
  }
}
