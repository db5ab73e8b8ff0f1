/** Where the divider of a two-up view goes: pure arithmetic, apart from the element so that it is easy to test. */

/** The middle, in percent of the width. */
export const CENTRE = 50;

export function clampPercent(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** The place after a key is pressed; undefined for a key that means nothing here. */
export function keyed(percent: number, key: string, shift: boolean): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clampPercent(percent - (shift ? 10 : 1));
    case 'ArrowRight':
    case 'ArrowUp':
      return clampPercent(percent + (shift ? 10 : 1));
    case 'PageDown':
      return clampPercent(percent - 10);
    case 'PageUp':
      return clampPercent(percent + 10);
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return undefined;
  }
}

/** How much of a frame's width and height a picture fills, in percent, when it is shown whole in it. */
export function contain(picture: number, frame: number): { readonly width: number; readonly height: number } {
  return picture > frame
    ? { width: 100, height: (100 * frame) / picture }
    : { width: (100 * picture) / frame, height: 100 };
}
