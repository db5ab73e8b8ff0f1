/**
 * A figure as a picture of pixels, and that picture as a PNG file: what the page's worker and a component without workers of its own have in
 * common. `png.ts` puts them together for the page.
 */
import type { PngScale } from './size.js';
import { enlarged, selfContained } from './svg.js';

/** The PNG of an SVG that says how large it is, written by `write`. Rejected with a sentence. */
export async function pngBy(
  write: (picture: ImageBitmap) => Promise<Blob>,
  svg: string,
  scale: PngScale,
): Promise<Blob> {
  // Outside the try: these say by themselves what is wrong.
  const markup = enlarged(await selfContained(svg), scale);
  try {
    const image = new Image();
    // A data address, not a blob's: the policies of other people's pages allow the one more often than the other.
    image.src = `data:image/svg+xml,${encodeURIComponent(markup)}`;
    await image.decode().catch(() => {
      throw new Error('this page’s content policy may forbid pictures that are data (img-src data:)');
    });
    return await write(await createImageBitmap(image));
  } catch (error) {
    throw new Error(
      `The PNG could not be made: ${(error as Error).message.replace(/\.$/, '')}. The SVG is the same drawing.`,
    );
  }
}

/** Writes a picture as a PNG file, on this thread, and gives its memory back. Rejected with what went wrong. */
export async function written(picture: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('it is too large for this browser');
  context.drawImage(picture, 0, 0);
  picture.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
