/** What a chart's marks say, under the pointer, the finger or the keys: a reactive controller of <ft-chart>. */
import type { ReactiveController } from 'lit';
import type { Chart } from './chart.js';
import { frameOf, marksOf, nearest, saying, type Box } from './marks.js';

/** How far from a mark it is still meant, in CSS pixels: a finger is no mouse. */
const REACH_PX = { mouse: 12, touch: 28 };

export class Tooltip implements ReactiveController {
  readonly #host: Chart;
  #marks: readonly SVGElement[] = [];
  #boxes: readonly Box[] | undefined;
  #at: number | undefined;
  #ring: SVGElement | undefined;

  constructor(host: Chart) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of ['scroll', 'resize'])
      window.addEventListener(type, this.forget, { capture: true, passive: true });
  }

  hostDisconnected(): void {
    for (const type of ['scroll', 'resize']) window.removeEventListener(type, this.forget, { capture: true });
  }

  /** Another drawing has taken the place of the one before; the mark that is told stays the one of the same number. */
  take(svg: SVGSVGElement | undefined): void {
    this.#marks = svg ? marksOf(svg) : [];
    this.#boxes = undefined;
    this.#ring = undefined;
    if (this.#at !== undefined && this.#at >= this.#marks.length) this.clear();
  }

  /** Marks have moved on the screen. */
  forget = (): void => {
    this.#boxes = undefined;
  };

  pointed = (event: PointerEvent): void => {
    this.#boxes ??= this.#marks.map((mark) => mark.getBoundingClientRect());
    const reach = event.pointerType === 'mouse' ? REACH_PX.mouse : REACH_PX.touch;
    const at = nearest(event.clientX, event.clientY, this.#boxes, reach);
    if (at === undefined) this.clear();
    else this.#tell(at, false);
  };

  clear = (): void => {
    this.#at = undefined;
    this.#ring?.remove();
    this.#host.tell('', undefined, '');
  };

  /** Walks through the marks; whether the key was one of ours. */
  pressed(key: string): boolean {
    const last = this.#marks.length - 1;
    if (last < 0) return false;
    const at = this.#at;
    const steps: Partial<Record<string, number>> = {
      ArrowRight: at === undefined ? 0 : Math.min(last, at + 1),
      ArrowDown: at === undefined ? 0 : Math.min(last, at + 1),
      ArrowLeft: at === undefined ? last : Math.max(0, at - 1),
      ArrowUp: at === undefined ? last : Math.max(0, at - 1),
      Home: 0,
      End: last,
    };
    const next = steps[key];
    if (next === undefined) return false;
    this.#tell(next, true);
    return true;
  }

  /** Whether a mark is told now. */
  get isOpen(): boolean {
    return this.#at !== undefined;
  }

  #tell(at: number, aloud: boolean): void {
    const mark = this.#marks[at];
    if (!mark || (at === this.#at && !aloud)) return;
    this.#at = at;
    this.#ring?.remove();
    const text = saying(mark);
    if (mark instanceof SVGGraphicsElement && mark.ownerSVGElement) {
      this.#ring = frameOf(mark, 2);
      this.#ring.classList.add('ring');
      mark.ownerSVGElement.append(this.#ring);
    }
    this.#host.tell(text, mark.getBoundingClientRect(), aloud ? `${text}. ${at + 1} of ${this.#marks.length}` : '');
  }
}
