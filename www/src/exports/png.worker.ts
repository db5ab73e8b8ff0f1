// Writes one picture as a PNG file, away from the page's own thread. Answers with the file, or with what went wrong.

import { written } from './picture.js';

onmessage = async ({ data }: MessageEvent<ImageBitmap>): Promise<void> => {
  try {
    postMessage(await written(data));
  } catch (error) {
    postMessage((error as Error).message);
  }
};
