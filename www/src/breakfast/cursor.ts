// The lanes chart keeps pace with the clock: what is still to come lies under a veil, behind a cursor.
// The chart's drawing brings both along (crates/charts/src/morning.rs); only their places change.

/** Moves the cursor of the lanes that a page, or a part of it, has to a time, in milliseconds of virtual time. */
export function moveCursor(page: ParentNode, atMs: number): void {
  const root = page.querySelector('ft-chart.lanes')?.shadowRoot;
  const veil = root?.querySelector('.veil');
  const cursor = root?.querySelector('.cursor');
  if (!veil || !cursor) return;
  const number = (name: string): number => Number(veil.getAttribute(name));
  const [from, to, endMs] = [number('data-from'), number('data-to'), number('data-end-ms')];
  const x = from + (to - from) * Math.min(1, atMs / endMs);
  veil.setAttribute('x', String(x));
  veil.setAttribute('width', String(to - x));
  cursor.setAttribute('x', String(x - 1));
  cursor.setAttribute('visibility', atMs < endMs ? 'visible' : 'hidden');
}
