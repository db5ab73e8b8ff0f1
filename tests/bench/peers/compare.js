// How far two outputs are apart.

const BLOCK = 8;

/**
 * The largest and the mean absolute difference over the colour channels, in levels of 0–255; nothing but `size` if the sizes differ.
 * With `blocks`, of the means of 8 × 8 blocks instead of pixels.
 */
export function differ(one, other, blocks = false) {
  if (one.width !== other.width || one.height !== other.height) return { size: `${one.width} × ${one.height}` };
  const [a, b] = blocks ? [average(one), average(other)] : [one.pixels, other.pixels];
  let max = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i += 4) {
    for (let c = i; c < i + 3; c += 1) {
      const difference = Math.abs(a[c] - b[c]);
      sum += difference;
      if (difference > max) max = difference;
    }
  }
  return { max, mean: sum / ((a.length / 4) * 3) };
}

/** The means of a picture's whole blocks. */
function average({ pixels, width, height }) {
  const columns = Math.floor(width / BLOCK);
  const rows = Math.floor(height / BLOCK);
  const means = new Float32Array(columns * rows * 4);
  for (let y = 0; y < rows * BLOCK; y += 1) {
    for (let x = 0; x < columns * BLOCK; x += 1) {
      const from = (y * width + x) * 4;
      const to = (Math.floor(y / BLOCK) * columns + Math.floor(x / BLOCK)) * 4;
      for (let c = 0; c < 4; c += 1) means[to + c] += pixels[from + c] / BLOCK ** 2;
    }
  }
  return means;
}
