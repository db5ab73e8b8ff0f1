// Writes one picture as a PNG file, away from the page's own thread. Answers with the file, or with what went wrong.

onmessage = async ({ data }: MessageEvent<ImageBitmap>): Promise<void> => {
  try {
    const canvas = new OffscreenCanvas(data.width, data.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('it is too large for this browser');
    context.drawImage(data, 0, 0);
    data.close();
    postMessage(await canvas.convertToBlob({ type: 'image/png' }));
  } catch (error) {
    postMessage((error as Error).message);
  }
};
