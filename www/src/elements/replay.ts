/**
 * A run in slow motion, in true proportion of time, on the chart of where each lane worked: rows appear in the result and spans in the lanes
 * as they were done. A reactive controller of <ft-chart>, with its controls.
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import * as icons from '../art/icons.js';
import type { Picture } from './bitmap.js';
import type { Chart } from './chart.js';
import { formatMs } from './format.js';
import { speedInWords, usualSlowness } from './slow-motion.js';
import { axisOf, type TimeAxis } from './zoom.js';

const NS = 'http://www.w3.org/2000/svg';

/** Longest edge of the picture below the bands, in pixels. */
const LONGEST = 1024;

/** Steps of the slider. */
const STEPS = 1000;

/** Something that is seen from one instant on, or grows between two. */
interface Piece {
  readonly element: SVGElement;
  readonly startMs: number;
  readonly endMs: number;
  /** Its whole length along the direction in which it grows, in the SVG's units. */
  readonly length: number;
  readonly along: 'width' | 'height';
}

/** The share of a piece that is done at an instant, from 0 to 1. */
export function doneAt(ms: number, startMs: number, endMs: number): number {
  if (ms >= endMs) return 1;
  return ms <= startMs ? 0 : (ms - startMs) / (endMs - startMs);
}

export class Replay implements ReactiveController {
  readonly #host: Chart;
  #pieces: readonly Piece[] = [];
  #axis: TimeAxis | undefined;
  #cursor: SVGLineElement | undefined;
  #runMs = 0;
  /** The instant that is shown; none for the whole run, as it was drawn. */
  #nowMs: number | undefined;
  #slowness = 0;
  #frame = 0;
  #last = 0;

  constructor(host: Chart) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.pause();
  }

  get isPlaying(): boolean {
    return this.#frame !== 0;
  }

  /** A drawing has come, with the picture that belongs below its bands. */
  take(svg: SVGSVGElement | undefined, picture: Picture | undefined): void {
    this.#axis = svg && axisOf(svg);
    const [work, waits] = ['[data-start-ms]', '.idle, .start-up'].map((which) => [
      ...(svg?.querySelectorAll<SVGElement>(which) ?? []),
    ]);
    this.#pieces = [...(work ?? []).map(workOf), ...(waits ?? []).flatMap((wait) => waitOf(wait, this.#axis))];
    const runMs = Math.max(0, ...(work ?? []).map((element) => workOf(element).endMs));
    if (runMs !== this.#runMs) {
      // Another run.
      this.pause();
      this.#nowMs = undefined;
      this.#runMs = runMs;
      this.#slowness = usualSlowness(runMs);
    }
    this.#cursor = undefined;
    if (!svg) return;
    if (picture) under(svg, picture);
    if (this.#axis) {
      const line = document.createElementNS(NS, 'line');
      const height = svg.viewBox.baseVal.height;
      line.setAttribute('class', 'cursor');
      const plot = svg.querySelector('rect.plot');
      const top = Number(plot?.getAttribute('y') ?? 0);
      line.setAttribute('y1', String(top));
      line.setAttribute('y2', String(top + Number(plot?.getAttribute('height') ?? height)));
      svg.append(line);
      this.#cursor = line;
    }
    this.#draw();
  }

  render(disabled: boolean): TemplateResult | typeof nothing {
    if (this.#pieces.length === 0) return nothing;
    const now = this.#nowMs ?? this.#runMs;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return html`<div class="replay" role="group" aria-label="Replay in slow motion">
      ${
        still
          ? nothing
          : html`<button type="button" ?disabled=${disabled} @click=${this.isPlaying ? this.pause : this.play}>
              ${this.isPlaying ? icons.pause : icons.play}${this.isPlaying ? 'Pause' : 'Replay'}
            </button>`
      }
      <input
        type="range"
        aria-label="Instant of the run"
        min="0"
        max=${STEPS}
        .value=${live(String(Math.round((STEPS * now) / this.#runMs)))}
        aria-valuetext=${`${formatMs(now)} of ${formatMs(this.#runMs)}`}
        ?disabled=${disabled}
        @input=${(event: Event) => this.#scrub((event.target as HTMLInputElement).valueAsNumber / STEPS)}
      />
      <output class="figures">${formatMs(now)} of ${formatMs(this.#runMs)}</output>
      ${
        still
          ? nothing
          : html`<label class="speed small"
              >Speed
              <select
                ?disabled=${disabled}
                @change=${(event: Event) => (this.#slowness = Number((event.target as HTMLSelectElement).value))}
              >
                ${[0.2, 1, 5].map((times) => {
                  const slowness = usualSlowness(this.#runMs) * times;
                  return html`<option value=${slowness} .selected=${slowness === this.#slowness}>
                    ${speedInWords(slowness)}
                  </option>`;
                })}
              </select></label
            >`
      }
    </div>`;
  }

  play = (): void => {
    if (this.#nowMs === undefined || this.#nowMs >= this.#runMs) this.#nowMs = 0;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
    this.#host.requestUpdate();
  };

  pause = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#host.requestUpdate();
  };

  #tick = (time: number): void => {
    const passed = Math.max(0, time - this.#last) / this.#slowness;
    this.#last = time;
    this.#nowMs = Math.min(this.#runMs, (this.#nowMs ?? 0) + passed);
    this.#draw();
    this.#host.requestUpdate();
    this.#frame = this.#nowMs < this.#runMs ? requestAnimationFrame(this.#tick) : 0;
  };

  #scrub(share: number): void {
    this.pause();
    this.#nowMs = share * this.#runMs;
    this.#draw();
  }

  #draw(): void {
    const now = this.#nowMs;
    for (const { element, startMs, endMs, length, along } of this.#pieces) {
      const done = now === undefined ? 1 : doneAt(now, startMs, endMs);
      element.setAttribute(along, String(length * done));
    }
    const [cursor, axis] = [this.#cursor, this.#axis];
    if (!cursor || !axis) return;
    cursor.toggleAttribute('hidden', now === undefined);
    const [start, end] = axis.window;
    const x = axis.left + ((axis.right - axis.left) * ((now ?? 0) - start)) / (end - start);
    for (const name of ['x1', 'x2']) cursor.setAttribute(name, x.toFixed(2));
  }
}

/** Rows in the picture, or a span of a lane. */
function workOf(element: SVGElement): Piece {
  const number = (name: string): number => Number(element.getAttribute(name));
  // Rows are done from the top down, spans from left to right.
  const along = element.classList.contains('band') ? 'height' : 'width';
  return {
    element,
    startMs: number('data-start-ms'),
    endMs: number('data-end-ms'),
    length: number(along),
    along,
  };
}

/** Waiting says only where it lies. */
function waitOf(element: SVGElement, axis: TimeAxis | undefined): Piece[] {
  if (!axis) return [];
  const [x, length] = ['x', 'width'].map((name) => Number(element.getAttribute(name))) as [number, number];
  const [from, to] = axis.window;
  const ms = (px: number): number => from + ((px - axis.left) * (to - from)) / (axis.right - axis.left);
  return [{ element, startMs: ms(x), endMs: ms(x + length), length, along: 'width' }];
}

/** Lays the result itself below the bands. */
function under(svg: SVGSVGElement, picture: Picture): void {
  const place = svg.querySelector('rect.picture');
  if (!place || picture.width === 0) return;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const frame = document.createElementNS(NS, 'foreignObject');
  for (const name of ['x', 'y', 'width', 'height']) frame.setAttribute(name, place.getAttribute(name) ?? '0');
  frame.append(canvas);
  place.after(frame);
}
