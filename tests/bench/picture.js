// The picture of the benchmarks, drawn so that nothing is tuned to a picture in the repository.

export const WIDTH = 4000;
export const HEIGHT = 3000;

/** RGBA pixels of a photo-like, opaque picture: smooth fields, hard edges, grain. It is sent to pages as text, so it refers to nothing outside. */
export function drawPhoto(width, height) {
  const pixels = new Uint8ClampedArray(width * height * 4);
  let seed = 1;
  for (let i = 0, p = 0; p < pixels.length; i += 1, p += 4) {
    const x = i % width;
    const y = (i - x) / width;
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const grain = (seed >>> 27) - 16;
    const disc = (x % 500) ** 2 + (y % 430) ** 2 < 40_000 ? 60 : 0;
    pixels[p] = 110 + 90 * Math.sin(x / 700) + grain + disc;
    pixels[p + 1] = 120 + 80 * Math.cos(y / 500) + grain - disc / 2;
    pixels[p + 2] = 100 + 70 * Math.sin((x + y) / 900) + grain;
    pixels[p + 3] = 255;
  }
  return pixels;
}

/** The same in memory that workers share. */
export function sharePhoto(width, height) {
  const pixels = new Uint8Array(new SharedArrayBuffer(width * height * 4));
  pixels.set(drawPhoto(width, height));
  return { pixels, width, height };
}
