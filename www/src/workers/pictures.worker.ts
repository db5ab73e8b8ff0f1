// Everything done to whole pictures outside the engines: file bytes to pixels, previews for the screen, byte-by-byte comparison.
// In a worker, because each of them would hold up the page.

import { expose, transfer } from 'comlink';

import type { Pixels } from '../engines/engine.js';
import init, { checkSize, decode } from '../generated/wasm/decoder/module.js';
import url from '../generated/wasm/decoder/module_bg.wasm?url';
import type { Difference } from '../state/outputs.js';
import { failure } from './failure.js';
import { isShared, room, transferables } from './memory.js';

/** Longest edge of a picture that is shown, in pixels. */
const PREVIEW_PX = 2048;

/** A file as pixels. */
export interface Decoded {
  readonly pixels: Pixels;
  readonly preview: ImageBitmap;
  readonly decodeMs: number;
  /** Whether only the browser knew the format. */
  readonly byBrowser: boolean;
}

let ready: Promise<unknown> | undefined;

const api = {
  /** Decodes a file, upright. Formats that our decoder lacks are left to the browser's own. */
  async decode(file: Blob): Promise<Decoded> {
    try {
      // A download that failed is tried again with the next file.
      await (ready ??= init({ module_or_path: url }).catch((error: unknown) => {
        ready = undefined;
        throw {
          code: 'load',
          message: `The decoder could not be loaded (${String(error)}). Check the connection and try again.`,
        };
      }));
      const bytes = new Uint8Array(await file.arrayBuffer());
      const start = performance.now();
      let byBrowser = false;
      const pixels = await decodeHere(bytes).catch((refusal: unknown) => {
        byBrowser = true;
        return decodeByBrowser(file, refusal);
      });
      const decodeMs = performance.now() - start;
      const preview = await makePreview(pixels);
      return transfer({ pixels, preview, decodeMs, byBrowser }, [preview, ...transferables(pixels.bytes)]);
    } catch (thrown) {
      throw failure(thrown);
    }
  },

  /** A picture at most {@link PREVIEW_PX} pixels long, for the screen; gives the pixels back. */
  async preview(pixels: Pixels): Promise<{ readonly bitmap: ImageBitmap; readonly pixels: Pixels }> {
    try {
      const bitmap = await makePreview(pixels);
      return transfer({ bitmap, pixels }, [bitmap, ...transferables(pixels.bytes)]);
    } catch (thrown) {
      throw failure(thrown);
    }
  },

  /** How two results differ; gives the first one back. */
  compare(one: Uint8Array<ArrayBufferLike>, other: Uint8Array<ArrayBufferLike>): Difference {
    const first = difference(one, other);
    return transfer({ first, levels: first < 0 ? 0 : levels(one, other), one }, transferables(one));
  },
};

export type PicturesWorker = typeof api;

expose(api);

async function decodeHere(bytes: Uint8Array): Promise<Pixels> {
  const decoded = decode(bytes);
  try {
    const size = { width: decoded.width, height: decoded.height };
    const bytes = room(size.width * size.height * 4);
    decoded.copyTo(bytes as Uint8Array<ArrayBuffer>);
    return { size, bytes };
  } finally {
    decoded.free();
  }
}

/** The browser knows formats that our decoder doesn't (AVIF, HEIC on some systems). What it refuses too has our reason. */
async function decodeByBrowser(file: Blob, refusal: unknown): Promise<Pixels> {
  const { code } = failure(refusal);
  if (code !== 'unsupported' && code !== 'not-an-image') throw refusal;
  const bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none' }).catch(() => {
    throw refusal;
  });
  const { width, height } = bitmap;
  checkSize(width, height);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw refusal;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const bytes = room(width * height * 4);
  bytes.set(context.getImageData(0, 0, width, height).data);
  return { size: { width, height }, bytes };
}

function difference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  // Eight bytes at a time where that is possible, then the byte itself.
  const words = Math.floor(a.length / 8);
  const [a64, b64] = [a, b].map((bytes) => new BigUint64Array(bytes.buffer, bytes.byteOffset, words)) as [
    BigUint64Array,
    BigUint64Array,
  ];
  let word = 0;
  while (word < words && a64[word] === b64[word]) word += 1;
  for (let i = word * 8; i < a.length; i += 1) if (a[i] !== b[i]) return i;
  return -1;
}

/**
 * The largest difference of two pixels, in levels, rounded up; all there are where the lengths differ. Colours count as much as the
 * lesser alpha shows of them: dividing by a small one makes any rounding large.
 */
function levels(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return 255;
  const off = (i: number): number => Math.abs((a[i] as number) - (b[i] as number));
  let most = 0;
  for (let i = 0; i < a.length; i += 4) {
    const shown = Math.min(a[i + 3] as number, b[i + 3] as number) / 255;
    most = Math.max(most, off(i + 3), Math.max(off(i), off(i + 1), off(i + 2)) * shown);
  }
  return Math.ceil(most);
}

async function makePreview({ size, bytes }: Pixels): Promise<ImageBitmap> {
  // ImageData refuses shared memory. The view's own buffer is taken where it isn't shared.
  const own = isShared(bytes) ? bytes.slice() : bytes;
  const image = new ImageData(
    new Uint8ClampedArray(own.buffer as ArrayBuffer, own.byteOffset, own.length),
    size.width,
    size.height,
  );
  const scale = Math.min(1, PREVIEW_PX / Math.max(size.width, size.height));
  return createImageBitmap(image, {
    resizeWidth: Math.max(1, Math.round(size.width * scale)),
    resizeHeight: Math.max(1, Math.round(size.height * scale)),
    resizeQuality: scale < 1 ? 'medium' : 'pixelated',
  });
}
