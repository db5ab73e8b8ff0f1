/**
 * <ft-amdahl>: Amdahl's law to play with: the share of the work that is spread and the number of cores by sliders, and the curve. A model.
 *
 * Properties: `p` (0 to 1), `n` (1 to 256), `magnification` and `fitted` (as of toys).
 */
import { LitElement, css, html, svg, type TemplateResult } from 'lit';

import { formatCount, formatNumber } from '../elements/format.js';
import { NumberField } from '../elements/number-field.js';
import type { NumberKind } from '../elements/scale.js';
import { toyStyles } from '../toys/styles.js';
import { amdahl, limitOf, spreadShare } from './amdahl-law.js';
import { text } from './language.js';

// Named so that the bundler keeps the module that registers it.
export const amdahlElements = [NumberField];

/** Cores that the curve goes to, and the scale of both axes. */
const MOST = 256;

/** The talk's own point: cores, and how many times faster. */
const TALK = [8, 4.3] as const;

/** Steps of the slider of the share, to one. */
const STEPS_TO_ONE = 200;

/** What Karp and Flatt find for the talk's point, as near as the slider can be. */
const TALK_SHARE = Math.round(spreadShare(TALK[1], TALK[0]) * STEPS_TO_ONE) / STEPS_TO_ONE;

const SHARE: NumberKind = {
  type: 'number',
  min: 0,
  max: 1,
  step: 1 / STEPS_TO_ONE,
  default: TALK_SHARE,
  integer: false,
  logarithmic: false,
  unit: '',
};
const CORES: NumberKind = { ...SHARE, min: 1, max: MOST, step: 1, default: 8, integer: true, logarithmic: true };

/** Width of the drawing before it was measured, and what its height may be, in CSS pixels. */
const FIRST_WIDTH = 480;
const LEAST_HEIGHT = 280;
const MOST_HEIGHT = 420;
const MARGIN = { left: 52, right: 60, top: 28, bottom: 44 };

const TICKS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** From this width on, in CSS pixels, there is room for a number at every tick across. */
const ROOM_PX = 400;

export class AmdahlToy extends LitElement {
  static override properties = {
    p: { type: Number },
    n: { type: Number },
    magnification: { type: Number },
    fitted: { type: Boolean, reflect: true },
    width: { state: true },
  };
  declare p: number;
  declare n: number;
  declare magnification: number;
  declare fitted: boolean;
  declare private width: number;

  static override styles = [
    ...toyStyles,
    css`
      .sliders {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
        gap: var(--s2) var(--s4);
      }

      .drawing svg {
        display: block;
        width: 100%;
      }

      :host([fitted]) .drawing {
        flex: 1 1 0;
        min-height: 0;
      }

      :host([fitted]) .drawing svg {
        height: 100%;
      }

      text {
        font-size: 14px;
        fill: var(--text-quiet);
        font-variant-numeric: tabular-nums;
      }

      .grid {
        stroke: var(--hairline);
      }

      .ideal {
        fill: none;
        stroke: var(--text-quiet);
        stroke-dasharray: 2 4;
      }

      .curve {
        fill: none;
        stroke: var(--mode-threads);
        stroke-width: 3;
      }

      .limit {
        stroke: var(--mode-threads);
        stroke-dasharray: 8 4 2 4;
      }

      .here {
        fill: var(--mode-threads);
        stroke: var(--bg);
        stroke-width: 2;
      }

      .talk {
        fill: none;
        stroke: var(--text);
        stroke-width: 2;
      }

      .words {
        fill: var(--text);
      }

      @media print {
        .sliders {
          display: none;
        }
      }
    `,
  ];

  readonly #resize = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width > 0) this.width = width;
  });

  constructor() {
    super();
    this.p = TALK_SHARE;
    this.n = TALK[0];
    this.magnification = 1;
    this.fitted = false;
    this.width = FIRST_WIDTH;
  }

  override firstUpdated(): void {
    const drawing = this.renderRoot.querySelector('.drawing');
    if (drawing) this.#resize.observe(drawing);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const drawing = this.renderRoot?.querySelector('.drawing');
    if (drawing) this.#resize.observe(drawing);
  }

  override render() {
    const { p, n } = this;
    const words = text.amdahl;
    return html`<div class="toy">
      <p class="finding" aria-live="polite">${sentence(p, n)} <span class="chip model">${text.sources.model}</span></p>
      <div class="sliders">
        <ft-number-field
          .label=${words.share}
          .kind=${SHARE}
          .value=${p}
          @value=${({ detail }: CustomEvent<number>) => (this.p = detail)}
        ></ft-number-field>
        <ft-number-field
          .label=${words.cores}
          .kind=${CORES}
          .value=${n}
          @value=${({ detail }: CustomEvent<number>) => (this.n = detail)}
        ></ft-number-field>
      </div>
      <div class="drawing">${drawing(p, n, Math.max(240, this.width / this.magnification))}</div>
    </div>`;
  }
}

const times = (ratio: number): string => `${formatNumber(ratio)}\u00a0×`;

function sentence(p: number, n: number): string {
  const [speedUp, cores] = [times(amdahl(p, n)), formatCount(n, 'core')];
  return p < 1 ? text.amdahl.finding(speedUp, cores, times(limitOf(p))) : text.amdahl.unlimited(speedUp, cores);
}

/** The curve on two axes of doublings: what is ideal is straight there, and a limit is a ceiling. */
function drawing(p: number, n: number, width: number): TemplateResult {
  const words = text.amdahl;
  const right = width - MARGIN.right;
  const height = Math.min(Math.max(LEAST_HEIGHT, width * 0.45), MOST_HEIGHT);
  const bottom = height - MARGIN.bottom;
  const doublings = Math.log2(MOST);
  const x = (cores: number): number => MARGIN.left + ((right - MARGIN.left) * Math.log2(cores)) / doublings;
  const y = (ratio: number): number => bottom - ((bottom - MARGIN.top) * Math.log2(ratio)) / doublings;
  const at = (cores: number, ratio: number): string => `${x(cores).toFixed(1)} ${y(ratio).toFixed(1)}`;
  const samples = Array.from({ length: 65 }, (_, i) => 2 ** ((doublings * i) / 64));
  const curve = samples.map((cores, i) => `${i === 0 ? 'M' : 'L'}${at(cores, amdahl(p, cores))}`).join('');
  const limit = limitOf(p);
  const [talkCores, talkRatio] = TALK;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${`${words.title}: ${sentence(p, n)}`}>
    ${TICKS.map(
      (tick) =>
        svg`<path class="grid" d="M${at(tick, 1)}V${MARGIN.top}M${at(1, tick)}H${right}" />
          <text x=${x(tick)} y=${bottom + 18} text-anchor="middle">${width >= ROOM_PX || Number.isInteger(Math.log2(tick) / 2) ? tick : ''}</text>
          <text x=${MARGIN.left - 8} y=${y(tick) + 5} text-anchor="end">${tick}</text>`,
    )}
    <text x=${(MARGIN.left + right) / 2} y=${height - 6} text-anchor="middle">${words.acrossAxis}</text>
    <text x="4" y="14">${words.upAxis}</text>
    <path class="ideal" d="M${at(1, 1)}L${at(MOST, MOST)}" />
    <text x=${right + 6} y=${y(MOST) + 5}>${words.ideal}</text>
    ${
      limit < MOST
        ? svg`<path class="limit" d="M${at(1, limit)}H${right}" />
            <text x=${right + 6} y=${y(limit) - (limit < 1.2 ? 6 : 0) + 5}>${words.limit}</text>`
        : ''
    }
    <path class="curve" d=${curve} />
    <circle class="talk" cx=${x(talkCores)} cy=${y(talkRatio)} r="9" />
    <text class="words" x=${x(talkCores) + 14} y=${y(talkRatio) + 18}>${words.talk}: ${times(talkRatio)}</text>
    <circle class="here" cx=${x(n)} cy=${y(amdahl(p, n))} r="6" />
  </svg>`;
}

customElements.define('ft-amdahl', AmdahlToy);

declare global {
  interface HTMLElementTagNameMap {
    'ft-amdahl': AmdahlToy;
  }
}
