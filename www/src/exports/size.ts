/** How large a drawing is, and how large it can be taken away. */
import type { Size } from '../generated/model.js';

/** How many pixels a PNG has for one of the drawing's. */
export type PngScale = (typeof PNG_SCALES)[number];
export const PNG_SCALES = [1, 2, 3, 4] as const;

/** The width and height that an SVG document states, in CSS pixels; nothing where it doesn't. */
export function sizeOf(svg: string): Size | undefined {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? '';
  const [width, height] = ['width', 'height'].map((side) =>
    Math.round(Number(new RegExp(`\\s${side}="([\\d.]+)"`).exec(root)?.[1])),
  );
  return width && height ? { width, height } : undefined;
}
