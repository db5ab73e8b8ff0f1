import type { Availability } from '../../engines/engine.js';
import type { Recipe } from '../../generated/model.js';
import { now } from '../../workers/clock.js';
import { opened, spansOf, type BatchFile, type Made, type Outcome } from '../files.js';
import { startLanes, type Lanes } from '../lanes.js';
import type { Decoded } from '../messages.js';
import { hasSimd } from '../../engines/flavours.js';
import type { WayKind } from './way.js';

/** Pictures decoded at once: their pixels must fit into memory side by side. */
const AT_ONCE = 16;

/** The browser's own decoder, several pictures at once. */
export const browser: WayKind = {
  way: 'browser',
  label: 'Promise.all',
  python: 'nothing like it',
  explanation: `The browser’s own decoder, ${AT_ONCE} pictures at a time with Promise.all, on threads that the browser chooses. It also makes them small, by a filter of its own, so the pixels differ; other kernels run on one worker.`,
  hasLanes: false,
  hasChunksize: false,
  availability: (): Availability =>
    typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function'
      ? { available: true }
      : { available: false, reason: 'This browser has no decoder that a page can call for a batch.', help: [] },
  async start({ recipe }) {
    const small = onlyResize(recipe);
    const lanes = small || !hasSimd ? undefined : await startLanes(1, recipe);
    return {
      lanes: 1,
      async run(files, deliver, signal) {
        for (let first = 0; first < files.length && !signal.aborted; first += AT_ONCE) {
          const group = files.slice(first, first + AT_ONCE);
          const outcomes = await Promise.all(group.map((file, i) => make(first + i, file, small, lanes)));
          for (const outcome of signal.aborted ? [] : outcomes) deliver(outcome);
        }
      },
      end: () => lanes?.end(),
    };
  },
};

/** The size to make, if that is all that is asked for. */
function onlyResize({ steps }: Recipe): { readonly width: number; readonly height: number } | undefined {
  const [step] = steps;
  if (steps.length !== 1 || step?.name !== 'resize') return undefined;
  const { width = 64, height = 64 } = step.params as { width?: number; height?: number };
  return { width, height };
}

async function make(
  file: number,
  from: BatchFile,
  small: { readonly width: number; readonly height: number } | undefined,
  lanes: Lanes | undefined,
): Promise<Outcome> {
  const blob = await opened(from);
  if (!(blob instanceof Blob)) return { file, spans: [], fault: blob };
  const startMs = now();
  let decoded: Decoded;
  try {
    decoded = await pixels(blob, small);
  } catch {
    const message = 'The browser’s own decoder could not read this file, and doesn’t say why. Another way may.';
    return { file, spans: [], fault: { code: 'not-decoded', message } };
  }
  const decodedMs = now();
  const [lane] = lanes?.all ?? [];
  if (lane) {
    const { spans, ...outcome } = await lane.make(file, decoded);
    return { ...outcome, spans: spans.filter(({ stage }) => stage === 'render') };
  }
  const { width, height } = decoded;
  // Of a picture that the browser made small nobody knows how large it was.
  const made: Made = {
    width,
    height,
    channels: 3,
    fullWidth: 0,
    fullHeight: 0,
    startMs,
    decodedMs,
    endMs: decodedMs,
    pixels: opaque(decoded.bytes),
  };
  // Files overlap, and which thread had them only the browser knows: as many lanes as there may be at once.
  return { file, spans: spansOf(file, file % AT_ONCE, made), made };
}

async function pixels(
  blob: Blob,
  small: { readonly width: number; readonly height: number } | undefined,
): Promise<Decoded> {
  const bitmap = await createImageBitmap(
    blob,
    small ? { resizeWidth: small.width, resizeHeight: small.height, resizeQuality: 'high' } : {},
  );
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, bytes: new Uint8Array(context.getImageData(0, 0, width, height).data.buffer as ArrayBuffer) };
}

/** The pixels without their opacity. */
function opaque(rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}
