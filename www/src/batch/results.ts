// The results of one run: small pictures, kept as they came.

import type { Made } from './files.js';

/** One result. */
export type Result = Pick<Made, 'width' | 'height' | 'channels' | 'pixels'>;

/** Results by file. */
export class Results {
  readonly #made = new Map<number, Result>();
  /** In the order in which they came. */
  readonly order: number[] = [];

  put(file: number, { width, height, channels, pixels }: Result): void {
    this.#made.set(file, { width, height, channels, pixels });
    this.order.push(file);
  }

  get(file: number): Result | undefined {
    return this.#made.get(file);
  }

  get count(): number {
    return this.#made.size;
  }

  /** The files that have one, in the order of the list, with their results. */
  entries(): [number, Result][] {
    return [...this.#made].sort(([a], [b]) => a - b);
  }
}

/** The first size, if all results have it; else why they can't be stacked, in a sentence. */
export function stackable(results: readonly Result[]): Pick<Result, 'width' | 'height' | 'channels'> | string {
  const [first] = results;
  if (!first) return 'There are no results to stack yet.';
  const other = results.find(({ width, height }) => width !== first.width || height !== first.height);
  if (other)
    return `The results have different sizes (${first.width} × ${first.height} and ${other.width} × ${other.height}), so they can’t be stacked in one array. End the steps with a resize.`;
  const channels = results.every((result) => result.channels === 1) ? 1 : 3;
  return { width: first.width, height: first.height, channels };
}

/** A result's bytes with so many channels: grey becomes three equal ones where others have colours. */
export function withChannels({ channels, pixels }: Result, wanted: 1 | 3): Uint8Array<ArrayBuffer> {
  if (channels === wanted) return pixels;
  const wide = new Uint8Array(pixels.length * 3);
  pixels.forEach((level, i) => wide.fill(level, i * 3, i * 3 + 3));
  return wide;
}

/** A result as RGBA, for a canvas. */
export function rgbaOf({ channels, pixels }: Result): Uint8ClampedArray<ArrayBuffer> {
  const count = pixels.length / channels;
  const rgba = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i += 1) {
    const at = i * channels;
    rgba[i * 4] = pixels[at] ?? 0;
    rgba[i * 4 + 1] = pixels[channels === 3 ? at + 1 : at] ?? 0;
    rgba[i * 4 + 2] = pixels[channels === 3 ? at + 2 : at] ?? 0;
    rgba[i * 4 + 3] = 255;
  }
  return rgba;
}
