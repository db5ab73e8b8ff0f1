// Results as PNG files in an archive. In a worker: on the page's own thread the browser encodes a canvas when it is idle, which may be
// a second later for each.

import { rgbaOf, type Result } from './results.js';
import { archiveOf } from './zip.js';

/** What is to be put in. */
export interface Thumbnails {
  /** The table of the array's rows. */
  readonly index: string;
  readonly pictures: readonly { readonly name: string; readonly result: Result }[];
}

addEventListener('message', ({ data }: MessageEvent<Thumbnails>) => {
  archiveOf(content(data)).then(
    (zip) => postMessage(zip),
    (error: unknown) =>
      postMessage(`The .zip could not be made: ${error instanceof Error ? error.message : String(error)}.`),
  );
});

async function* content({ index, pictures }: Thumbnails): AsyncGenerator<{ name: string; content: Blob }> {
  yield { name: 'index.csv', content: new Blob([index]) };
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser has no canvas for it');
  for (const { name, result } of pictures) {
    canvas.width = result.width;
    canvas.height = result.height;
    context.putImageData(new ImageData(rgbaOf(result), result.width, result.height), 0, 0);
    yield { name, content: await canvas.convertToBlob({ type: 'image/png' }) };
  }
}

postMessage('up');
