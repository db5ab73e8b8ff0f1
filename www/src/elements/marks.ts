/** The marks of a chart: what carries a value, and says so in a `title` of its own. */

const NS = 'http://www.w3.org/2000/svg';

/** The marks, in the order in which they are drawn. */
export function marksOf(svg: SVGSVGElement): SVGElement[] {
  return [...svg.querySelectorAll<SVGElement>('title')].flatMap(({ parentElement }) =>
    parentElement && parentElement !== (svg as Element) ? [parentElement as unknown as SVGElement] : [],
  );
}

/** What a mark says. */
export function saying(mark: Element): string {
  return mark.querySelector(':scope > title')?.textContent?.trim() ?? '';
}

/** A point and a box in the same unit. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Distance from a point to a box; 0 inside. */
export function distance(x: number, y: number, { left, top, right, bottom }: Box): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

/** The nearest of the boxes within reach; of several at once, the smallest, which lies on the others. */
export function nearest(x: number, y: number, boxes: readonly Box[], reach: number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  let area = Infinity;
  for (const [i, box] of boxes.entries()) {
    const away = distance(x, y, box);
    const own = (box.right - box.left) * (box.bottom - box.top);
    if (away > reach || away > least || (away === least && own > area)) continue;
    [best, least, area] = [i, away, own];
  }
  return best;
}

/** A rectangle of the SVG's own units, which takes no part in it. */
export function frameOf(mark: SVGGraphicsElement, margin: number): SVGRectElement {
  const { x, y, width, height } = mark.getBBox();
  const frame = document.createElementNS(NS, 'rect');
  const place = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin, rx: margin };
  for (const [name, value] of Object.entries(place)) frame.setAttribute(name, String(value));
  return frame;
}
