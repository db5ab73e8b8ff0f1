/** A figure as a PNG, drawn from the same SVG that can be saved. */
import { pngBy } from './picture.js';
import type { PngScale } from './size.js';

/**
 * The PNG of an SVG that says how large it is. Only a page can read SVG; the file is made in a worker, since a page's own canvas may wait
 * for an idle moment before it writes. Rejected with a sentence.
 */
export const pngOf = (svg: string, scale: PngScale): Promise<Blob> => pngBy(encoded, svg, scale);

/** A picture's file, made by a worker that ends with it: its memory is as large as the picture. */
function encoded(picture: ImageBitmap): Promise<Blob> {
  const worker = new Worker(new URL('./png.worker.ts', import.meta.url), { type: 'module', name: 'png' });
  const answer = new Promise<Blob>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Blob | string>): void =>
      data instanceof Blob ? resolve(data) : reject(new Error(data));
    worker.onerror = ({ message }): void => reject(new Error(message || 'its worker could not be started'));
    worker.postMessage(picture, [picture]);
  });
  return answer.finally(() => worker.terminate());
}
