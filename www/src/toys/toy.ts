/**
 * What all toys have in common. A toy is a piece of one of the site's pages that stands by itself in another: in the tour, in an embed. It
 * does nothing until it is asked to, and ends what it does when it is taken away.
 *
 * Properties: `magnification` (how many times larger charts draw their text than usual), `fitted` (whether it is as high as its owner makes
 * it, and shows what there is room for: for slides).
 * Methods: `run()` does what its button does; `stop()` ends or pauses it.
 * Events: `started` (an empty object), `progress` (a share from 0 to 1), `report` (what came of it; each toy says what that is), `stopped`
 * (an empty object: it ended or was paused, and there is nothing to report). Every `started` is followed by one of the last two.
 */
import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';

import type { ChartWidth } from '../elements/chart.js';
import { emit } from '../elements/event.js';
import { toyStyles } from './styles.js';

export abstract class Toy<Report extends object> extends LitElement {
  static override properties: PropertyDeclarations = {
    magnification: { type: Number },
    fitted: { type: Boolean, reflect: true },
  };
  declare magnification: number;
  declare fitted: boolean;

  static override styles = toyStyles;

  /** Widths of its charts as they were told, in CSS pixels. */
  readonly #widths = new Map<string, number>();
  #scheduled = false;
  #underWay = false;

  constructor() {
    super();
    this.magnification = 1;
    this.fitted = false;
  }

  abstract run(): Promise<void>;
  abstract stop(): void;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  override updated(changed: PropertyValues): void {
    if (!changed.has('magnification')) return;
    for (const [chart, width] of this.#widths) this.draw(chart, width / this.magnification);
  }

  /** Draws a chart this wide from now on. */
  protected abstract draw(chart: string, width: number): void;

  /** What a chart's `resize-chart` is answered with. */
  protected resized(chart: string) {
    return ({ detail }: CustomEvent<ChartWidth>): void => {
      this.#widths.set(chart, detail.width);
      this.draw(chart, Math.round(detail.width / this.magnification));
    };
  }

  /** Renders soon, and once, however many changes there were. */
  protected readonly changed = (): void => {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.requestUpdate();
    });
  };

  /** Whether it was started and its end hasn't been told. */
  protected get underWay(): boolean {
    return this.#underWay;
  }

  protected tellStarted(): void {
    this.#underWay = true;
    emit(this, 'started', {});
  }

  /** It has ended; does nothing where that was told. */
  protected tellStopped(): void {
    if (!this.#underWay) return;
    this.#underWay = false;
    emit(this, 'stopped', {});
  }

  protected tellProgress(share: number): void {
    emit(this, 'progress', share);
  }

  protected tellReport(report: Report): void {
    this.#underWay = false;
    emit(this, 'report', report);
  }
}
