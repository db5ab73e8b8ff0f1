/** Zooming a chart of time: wheel, pinch, drag, buttons and keys. A reactive controller of <ft-chart>. */
import type { ReactiveController } from 'lit';
import type { Chart } from './chart.js';
import { axisOf, isWhole, moved, zoomed, type TimeAxis, type TimeWindow } from './zoom.js';

const NS = 'http://www.w3.org/2000/svg';

/** One press of a button or a key. */
const STEP = 1.6;
/** How far the arrow keys of a zoomed chart move it, as a share of what is shown. */
const PAGE = 0.25;

export class Zoom implements ReactiveController {
  readonly #host: Chart;
  #svg: SVGSVGElement | undefined;
  #axis: TimeAxis | undefined;
  #whole: TimeWindow | undefined;
  /** What is to be seen; the drawing may lag behind. */
  #window: TimeWindow | undefined;
  #group: SVGGElement | undefined;
  readonly #fingers = new Map<number, number>();

  constructor(host: Chart) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get isPossible(): boolean {
    return this.#axis !== undefined;
  }

  get isZoomed(): boolean {
    return !!this.#window && !!this.#whole && !isWhole(this.#whole, this.#window);
  }

  /** A drawing has come: from now on it is transformed into what is to be seen. */
  take(svg: SVGSVGElement | undefined): void {
    this.#svg = svg;
    this.#axis = svg && axisOf(svg);
    this.#group = undefined;
    if (!svg || !this.#axis) return;
    // The whole is what is drawn when no part was asked for.
    if (!this.#window) this.#whole = this.#axis.window;
    this.#group = grouped(svg, this.#axis);
    this.#transform();
  }

  /** All of the axis again, as for another report. */
  forget(): void {
    this.#window = undefined;
  }

  reset = (): void => this.#show(undefined);
  closer = (): void => this.#by(1 / STEP);
  farther = (): void => this.#by(STEP);

  /** Whether the key was one of ours. */
  pressed(key: string): boolean {
    if (!this.isPossible) return false;
    if (key === '+' || key === '=') this.closer();
    else if (key === '-' || key === '−') this.farther();
    else if (key === '0') this.reset();
    else if (key === 'PageDown') this.#pan(PAGE);
    else if (key === 'PageUp') this.#pan(-PAGE);
    else return false;
    return true;
  }

  /** The wheel with Ctrl or ⌘ zooms, as a trackpad's pinch does; without it the page scrolls, unless it moves sideways. */
  wheeled = (event: WheelEvent): void => {
    if (!this.isPossible) return;
    const zooms = event.ctrlKey || event.metaKey;
    if (!zooms && (!this.isZoomed || Math.abs(event.deltaX) <= Math.abs(event.deltaY))) return;
    event.preventDefault();
    if (zooms) this.#by(2 ** (event.deltaY / 120), event.clientX);
    else this.#panPx(event.deltaX);
  };

  grabbed = (event: PointerEvent): void => {
    if (!this.isPossible || event.button !== 0) return;
    this.#fingers.set(event.pointerId, event.clientX);
    if (this.isZoomed || this.#fingers.size > 1) (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  /** Whether the pointer drags or pinches. */
  dragged(event: PointerEvent): boolean {
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) return false;
    const spread = (): number => Math.max(...this.#fingers.values()) - Math.min(...this.#fingers.values());
    const was = spread();
    this.#fingers.set(event.pointerId, event.clientX);
    if (this.#fingers.size > 1) {
      const [a = 0, b = 0] = this.#fingers.values();
      if (spread() > 8 && was > 8) this.#by(was / spread(), (a + b) / 2);
    } else if (this.isZoomed) this.#panPx(before - event.clientX);
    return this.isZoomed;
  }

  released = (event: PointerEvent): void => void this.#fingers.delete(event.pointerId);

  #shown(): TimeWindow | undefined {
    return this.#window ?? this.#axis?.window;
  }

  /** Zooms about a place on the screen, or about the middle. */
  #by(factor: number, clientX?: number): void {
    const [whole, shown] = [this.#whole, this.#shown()];
    if (whole && shown)
      this.#show(zoomed(whole, shown, factor, clientX === undefined ? mean(shown) : this.#at(clientX)));
  }

  #pan(share: number): void {
    const [whole, shown] = [this.#whole, this.#shown()];
    if (whole && shown) this.#show(moved(whole, shown, share * (shown[1] - shown[0])));
  }

  #panPx(px: number): void {
    const { axis, scale } = this.#scale();
    if (axis && scale > 0) this.#pan(px / scale / (axis.right - axis.left));
  }

  /** The instant at a place on the screen. */
  #at(clientX: number): number {
    const { axis, scale, left } = this.#scale();
    const [from, to] = this.#shown() ?? [0, 0];
    if (!axis || scale === 0) return mean([from, to]);
    const share = ((clientX - left) / scale - axis.left) / (axis.right - axis.left);
    return from + Math.min(1, Math.max(0, share)) * (to - from);
  }

  /** CSS pixels a unit of the drawing, and where the drawing begins. */
  #scale(): { readonly axis: TimeAxis | undefined; readonly scale: number; readonly left: number } {
    const box = this.#svg?.getBoundingClientRect();
    const units = this.#svg?.viewBox.baseVal.width ?? 0;
    return { axis: this.#axis, scale: box && units > 0 ? box.width / units : 0, left: box?.left ?? 0 };
  }

  #show(window: TimeWindow | undefined): void {
    const whole = this.#whole;
    this.#window = window && whole && !isWhole(whole, window) ? window : undefined;
    this.#transform();
    this.#host.zoomed(this.#window);
  }

  /** Brings what is drawn to where it is to be seen, until the exact drawing comes. */
  #transform(): void {
    const wanted = this.#window ?? this.#whole;
    if (!this.#axis || !this.#group || !wanted) return;
    const { left, right, window: drawn } = this.#axis;
    const stretch = (drawn[1] - drawn[0]) / (wanted[1] - wanted[0]);
    const pxPerMs = (right - left) / (wanted[1] - wanted[0]);
    const shift = left + (drawn[0] - wanted[0]) * pxPerMs - stretch * left;
    const exact = Math.abs(stretch - 1) < 1e-6 && Math.abs(shift) < 0.01;
    this.#group.setAttribute('transform', exact ? '' : `matrix(${stretch} 0 0 1 ${shift} 0)`);
  }
}

const mean = ([from, to]: TimeWindow): number => (from + to) / 2;

let clips = 0;

/** All that lies on the time axis in one group, cut off at the ends of the axis. */
function grouped(svg: SVGSVGElement, { left, right }: TimeAxis): SVGGElement {
  const create = <Name extends keyof SVGElementTagNameMap>(name: Name, attributes: Record<string, string | number>) => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };
  clips += 1;
  const clip = create('clipPath', { id: `time-${clips}` });
  clip.append(create('rect', { x: left, y: 0, width: right - left, height: '100%' }));
  const frame = create('g', { 'clip-path': `url(#time-${clips})` });
  const group = create('g', {});
  group.append(...svg.querySelectorAll('rect[data-lane]:not(.band)'));
  frame.append(group);
  svg.append(clip, frame);
  return group;
}
