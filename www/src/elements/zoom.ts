/** Zooming a chart of time: which part of the axis is shown, and where on the drawing it lies. */

/** From and to, in milliseconds. */
export type TimeWindow = readonly [from: number, to: number];

/** The least part of the axis that can be shown. */
const LEAST_SHARE = 1e-4;

/** A window of this length within the whole, as near as it can be to where it was asked for. */
function within([wholeFrom, wholeTo]: TimeWindow, from: number, length: number): TimeWindow {
  const whole = wholeTo - wholeFrom;
  const kept = Math.min(whole, Math.max(whole * LEAST_SHARE, length));
  const start = Math.min(Math.max(from, wholeFrom), wholeTo - kept);
  return [start, start + kept];
}

/** A window `factor` times as long, in which the instant `at` stays where it is. */
export function zoomed(whole: TimeWindow, [from, to]: TimeWindow, factor: number, at: number): TimeWindow {
  const length = Math.min(whole[1] - whole[0], Math.max((whole[1] - whole[0]) * LEAST_SHARE, (to - from) * factor));
  const share = to > from ? (at - from) / (to - from) : 0.5;
  return within(whole, at - share * length, length);
}

/** A window moved by so many milliseconds. */
export function moved(whole: TimeWindow, [from, to]: TimeWindow, byMs: number): TimeWindow {
  return within(whole, from + byMs, to - from);
}

/** Whether a window is all there is. */
export function isWhole(whole: TimeWindow, [from, to]: TimeWindow): boolean {
  return to - from >= (whole[1] - whole[0]) * (1 - 1e-9);
}

/** Where time lies on a drawing: px = left + (ms − from) · pxPerMs, up to right. */
export interface TimeAxis {
  readonly left: number;
  readonly right: number;
  readonly window: TimeWindow;
}

/** The axis of a drawing, in the SVG's units; nothing for a chart that can't be zoomed. */
export function axisOf(svg: SVGSVGElement): TimeAxis | undefined {
  const plot = svg.querySelector('rect.plot[data-from-ms]');
  if (!plot) return undefined;
  const number = (name: string): number => Number(plot.getAttribute(name));
  const left = number('x');
  return { left, right: left + number('width'), window: [number('data-from-ms'), number('data-to-ms')] };
}
