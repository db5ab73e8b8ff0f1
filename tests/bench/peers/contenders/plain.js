// Plain JavaScript: loops over typed arrays, as well as we can write them. They also say what each kernel means, for as long as
// our own doesn't exist. Pictures are opaque here, so colours needn't be premultiplied.

/** Side of the tiles in which a picture is turned, so that what is read and what is written stay in the cache. */
const TILE = 32;
const OPAQUE = 0xff000000;

export default {
  name: 'plain JavaScript',
  definition: true,
  modes: [{ label: '1 thread', threads: 1 }],

  start() {
    const kept = new Map();
    /** Memory kept from run to run, so that no run waits for fresh pages. */
    const keep = (Type, purpose, length) => {
      const one = kept.get(purpose);
      if (one?.length === length) return one;
      const fresh = new Type(length);
      kept.set(purpose, fresh);
      return fresh;
    };
    const kernel = (work, size = (image) => image) => ({
      note: 'array to array, memory kept from run to run',
      run: (image, params) => {
        const { width, height } = size(image, params);
        const pixels = keep(Uint8ClampedArray, 'output', width * height * 4);
        work(image, { pixels, width, height }, params, keep);
        return { pixels, width, height };
      },
    });
    const resize = kernel(resizeLanczos, (_, params) => params);
    return {
      load: ({ pixels, width, height }) => ({ pixels: new Uint8ClampedArray(pixels), width, height }),
      read: (picture) => picture,
      kernels: {
        grayscale: kernel(grayscale),
        invert: kernel(invert),
        brightness_contrast_gamma: kernel(lookUp),
        gaussian: kernel(gaussian),
        box_blur: kernel(boxBlur),
        sharpen: kernel(sharpen),
        sobel: kernel(sobel),
        median: kernel(median),
        bilateral: kernel(bilateral),
        resize_half: resize,
        resize_64: resize,
        equalize: kernel(equalize),
        floyd_steinberg: kernel(floydSteinberg),
        rotate: kernel(rotate, ({ width, height }) => ({ width: height, height: width })),
      },
    };
  },
};

/** The pixels as whole numbers, red in the lowest byte. */
function words({ pixels }) {
  return new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 2);
}

function luma(word) {
  return (19595 * (word & 255) + 38470 * ((word >> 8) & 255) + 7471 * ((word >> 16) & 255) + 32768) >> 16;
}

function grayscale(image, output) {
  const [from, to] = [words(image), words(output)];
  for (let i = 0; i < from.length; i += 1) to[i] = (luma(from[i]) * 0x010101) | (from[i] & OPAQUE);
}

function invert(image, output) {
  const [from, to] = [words(image), words(output)];
  for (let i = 0; i < from.length; i += 1) to[i] = from[i] ^ 0xffffff;
}

function lookUp(image, output, params) {
  const table = params.table ?? makeTable(params);
  const [from, to] = [words(image), words(output)];
  for (let i = 0; i < from.length; i += 1) {
    const word = from[i];
    to[i] = table[word & 255] | (table[(word >> 8) & 255] << 8) | (table[(word >> 16) & 255] << 16) | (word & OPAQUE);
  }
}

/** Contrast about the middle, then brightness, then gamma. */
function makeTable({ brightness, contrast, gamma }) {
  const value = (v) => Math.max(0, (v / 255 - 0.5) * (1 + contrast / 100) + 0.5 + brightness / 100) ** (1 / gamma);
  return Uint8ClampedArray.from({ length: 256 }, (_, v) => value(v) * 255);
}

/** Along rows into floats, then each row of the result as a sum of whole rows. */
function gaussian({ pixels, width, height }, output, { sigma }, keep) {
  const radius = Math.ceil(3.3 * sigma);
  const bell = Float32Array.from({ length: radius + 1 }, (_, d) => Math.exp(-(d ** 2) / (2 * sigma ** 2)));
  const total = bell[0] + 2 * bell.subarray(1).reduce((a, b) => a + b, 0);
  const weights = bell.map((w) => w / total);
  const stride = width * 4;
  const row = new Float32Array(stride + 8 * radius);
  const between = keep(Float32Array, 'between', stride * height);
  for (let y = 0; y < height; y += 1) {
    const start = y * stride;
    for (let x = -radius, p = 0; x < width + radius; x += 1, p += 4) {
      const q = start + Math.min(Math.max(x, 0), width - 1) * 4;
      for (let c = 0; c < 4; c += 1) row[p + c] = pixels[q + c];
    }
    for (let i = 0; i < stride; i += 1) {
      const middle = i + 4 * radius;
      let sum = weights[0] * row[middle];
      for (let d = 1, o = 4; d <= radius; d += 1, o += 4) sum += weights[d] * (row[middle - o] + row[middle + o]);
      between[start + i] = sum;
    }
  }
  const sums = new Float32Array(stride);
  for (let y = 0; y < height; y += 1) {
    const middle = y * stride;
    for (let i = 0; i < stride; i += 1) sums[i] = weights[0] * between[middle + i];
    for (let d = 1; d <= radius; d += 1) {
      const above = Math.max(y - d, 0) * stride;
      const below = Math.min(y + d, height - 1) * stride;
      const weight = weights[d];
      for (let i = 0; i < stride; i += 1) sums[i] += weight * (between[above + i] + between[below + i]);
    }
    output.pixels.set(sums, middle);
  }
}

/** Sums of columns that a row enters and another leaves; along them a sum that a column enters and another leaves. */
function boxBlur({ pixels, width, height }, output, { radius }) {
  const stride = width * 4;
  const area = (2 * radius + 1) ** 2;
  const columns = new Int32Array(stride + 8 * radius);
  const inner = columns.subarray(4 * radius, 4 * radius + stride);
  const add = (y, sign) => {
    const start = Math.min(Math.max(y, 0), height - 1) * stride;
    for (let i = 0; i < stride; i += 1) inner[i] += sign * pixels[start + i];
  };
  for (let y = -radius; y <= radius; y += 1) add(y, 1);
  for (let y = 0; y < height; y += 1) {
    for (let i = 0; i < 4 * radius; i += 1) {
      columns[i] = inner[i & 3];
      columns[4 * radius + stride + i] = inner[stride - 4 + (i & 3)];
    }
    for (let c = 0; c < 4; c += 1) {
      let sum = area >> 1;
      for (let x = 0; x < 2 * radius; x += 1) sum += columns[4 * x + c];
      let to = y * stride + c;
      for (let leaving = c, entering = 8 * radius + c; leaving < stride; leaving += 4, entering += 4, to += 4) {
        sum += columns[entering];
        output.pixels[to] = (sum / area) | 0;
        sum -= columns[leaving];
      }
    }
    add(y + radius + 1, 1);
    add(y - radius, -1);
  }
}

function sharpen({ pixels, width, height }, output) {
  const stride = width * 4;
  const to = output.pixels;
  for (let y = 0; y < height; y += 1) {
    const row = y * stride;
    const up = y > 0 ? -stride : 0;
    const down = y < height - 1 ? stride : 0;
    for (let i = row; i < row + stride; i += 4) {
      const left = i > row ? -4 : 0;
      const right = i < row + stride - 4 ? 4 : 0;
      for (let p = i; p < i + 3; p += 1) {
        to[p] = 5 * pixels[p] - pixels[p + left] - pixels[p + right] - pixels[p + up] - pixels[p + down];
      }
      to[i + 3] = pixels[i + 3];
    }
  }
}

function sobel(image, output, _, keep) {
  const { width, height } = image;
  const [from, to] = [words(image), words(output)];
  const grey = keep(Uint8Array, 'grey', width * height);
  for (let i = 0; i < from.length; i += 1) grey[i] = luma(from[i]);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const up = y > 0 ? row - width : row;
    const down = y < height - 1 ? row + width : row;
    for (let x = 0; x < width; x += 1) {
      const left = x > 0 ? x - 1 : 0;
      const right = x < width - 1 ? x + 1 : x;
      const [a, b, c, d] = [grey[up + left], grey[up + right], grey[down + left], grey[down + right]];
      const gx = b - a + 2 * (grey[row + right] - grey[row + left]) + d - c;
      const gy = c - a + 2 * (grey[down + x] - grey[up + x]) + d - b;
      const edge = Math.min(255, (Math.sqrt(gx * gx + gy * gy) + 0.5) | 0);
      to[row + x] = (edge * 0x010101) | (from[row + x] & OPAQUE);
    }
  }
}

/** Huang, Yang and Tang (1979): a histogram that a column enters and another leaves, and a median that moves with it. */
function median({ pixels, width, height }, output, { radius }) {
  const stride = width * 4;
  const half = ((2 * radius + 1) ** 2) >> 1;
  const counts = new Int32Array(256);
  const rows = new Int32Array(2 * radius + 1);
  for (let y = 0; y < height; y += 1) {
    for (let k = 0; k < rows.length; k += 1) rows[k] = Math.min(Math.max(y + k - radius, 0), height - 1) * stride;
    for (let c = 0; c < 4; c += 1) {
      counts.fill(0);
      for (let x = -radius; x < radius; x += 1) {
        const column = Math.max(x, 0) * 4 + c;
        for (let k = 0; k < rows.length; k += 1) counts[pixels[rows[k] + column]] += 1;
      }
      let middle = 0;
      let below = 0;
      for (let x = 0; x < width; x += 1) {
        const entering = Math.min(x + radius, width - 1) * 4 + c;
        for (let k = 0; k < rows.length; k += 1) {
          const value = pixels[rows[k] + entering];
          counts[value] += 1;
          if (value < middle) below += 1;
        }
        while (below > half) below -= counts[(middle -= 1)];
        while (below + counts[middle] <= half) below += counts[middle++];
        output.pixels[y * stride + x * 4 + c] = middle;
        const leaving = Math.max(x - radius, 0) * 4 + c;
        for (let k = 0; k < rows.length; k += 1) {
          const value = pixels[rows[k] + leaving];
          counts[value] -= 1;
          if (value < middle) below -= 1;
        }
      }
    }
  }
}

/** Over a disc; the weight falls with the sum of the channels' differences, as in OpenCV. */
function bilateral({ pixels, width, height }, output, { radius, sigma_space: space, sigma_color: colour }) {
  const nearness = Float32Array.from({ length: 766 }, (_, d) => Math.exp(-(d ** 2) / (2 * colour ** 2)));
  const disc = [];
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      const distance = dx ** 2 + dy ** 2;
      if (distance <= radius ** 2) disc.push({ dx, dy, weight: Math.exp(-distance / (2 * space ** 2)) });
    }
  }
  const [dxs, dys] = [Int32Array.from(disc, ({ dx }) => dx), Int32Array.from(disc, ({ dy }) => dy)];
  const weights = Float32Array.from(disc, ({ weight }) => weight);
  const to = output.pixels;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const p = (y * width + x) * 4;
      const [r, g, b] = [pixels[p], pixels[p + 1], pixels[p + 2]];
      let [sumR, sumG, sumB, sum] = [0, 0, 0, 0];
      for (let k = 0; k < weights.length; k += 1) {
        const nx = Math.min(Math.max(x + dxs[k], 0), width - 1);
        const ny = Math.min(Math.max(y + dys[k], 0), height - 1);
        const q = (ny * width + nx) * 4;
        const [nr, ng, nb] = [pixels[q], pixels[q + 1], pixels[q + 2]];
        const weight = weights[k] * nearness[Math.abs(nr - r) + Math.abs(ng - g) + Math.abs(nb - b)];
        sumR += weight * nr;
        sumG += weight * ng;
        sumB += weight * nb;
        sum += weight;
      }
      to[p] = sumR / sum;
      to[p + 1] = sumG / sum;
      to[p + 2] = sumB / sum;
      to[p + 3] = pixels[p + 3];
    }
  }
}

/** Along rows at the output's width into floats, then each row of the result as a sum of whole rows. */
function resizeLanczos({ pixels, width, height }, output, _, keep) {
  const across = windows(width, output.width);
  const down = windows(height, output.height);
  const stride = output.width * 4;
  const between = keep(Float32Array, 'between', stride * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < output.width; x += 1) {
      const { first, weights } = across[x];
      let [r, g, b, a] = [0, 0, 0, 0];
      for (let k = 0, p = (y * width + first) * 4; k < weights.length; k += 1, p += 4) {
        const weight = weights[k];
        r += weight * pixels[p];
        g += weight * pixels[p + 1];
        b += weight * pixels[p + 2];
        a += weight * pixels[p + 3];
      }
      const to = y * stride + x * 4;
      between[to] = r;
      between[to + 1] = g;
      between[to + 2] = b;
      between[to + 3] = a;
    }
  }
  const sums = new Float32Array(stride);
  for (let y = 0; y < output.height; y += 1) {
    const { first, weights } = down[y];
    sums.fill(0);
    for (let k = 0; k < weights.length; k += 1) {
      const from = (first + k) * stride;
      const weight = weights[k];
      for (let i = 0; i < stride; i += 1) sums[i] += weight * between[from + i];
    }
    output.pixels.set(sums, y * stride);
  }
}

/** For each output sample the first source sample under the filter, and the weights from there on. */
function windows(from, to) {
  const ratio = from / to;
  const widened = Math.max(1, ratio);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * ratio;
    const first = Math.max(0, Math.floor(centre - 3 * widened + 0.5));
    const end = Math.min(from, Math.floor(centre + 3 * widened + 0.5));
    const curve = Float64Array.from({ length: end - first }, (_, k) => lanczos((first + k + 0.5 - centre) / widened));
    const total = curve.reduce((a, b) => a + b, 0);
    return { first, weights: Float32Array.from(curve, (w) => w / total) };
  });
}

function lanczos(x) {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  return (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI * x) ** 2;
}

/** Each channel by itself, as OpenCV has it for one channel. */
function equalize({ pixels }, output) {
  const counts = new Int32Array(1024);
  for (let i = 0; i < pixels.length; i += 4) {
    counts[pixels[i]] += 1;
    counts[256 + pixels[i + 1]] += 1;
    counts[512 + pixels[i + 2]] += 1;
  }
  const table = new Uint8ClampedArray(768);
  for (let c = 0; c < 768; c += 256) {
    let first = 0;
    while (counts[c + first] === 0) first += 1;
    const scale = 255 / Math.max(1, pixels.length / 4 - counts[c + first]);
    for (let v = first + 1, sum = 0; v < 256; v += 1) {
      sum += counts[c + v];
      table[c + v] = sum * scale;
    }
  }
  const to = output.pixels;
  for (let i = 0; i < pixels.length; i += 4) {
    to[i] = table[pixels[i]];
    to[i + 1] = table[256 + pixels[i + 1]];
    to[i + 2] = table[512 + pixels[i + 2]];
    to[i + 3] = pixels[i + 3];
  }
}

/** Of the luma, to black and white, row by row from the left. Errors are kept in sixteenths. */
function floydSteinberg(image, output) {
  const { width, height } = image;
  const [from, to] = [words(image), words(output)];
  let [row, next] = [new Int32Array(width + 2), new Int32Array(width + 2)];
  for (let y = 0; y < height; y += 1) {
    next.fill(0);
    for (let x = 0, i = y * width; x < width; x += 1, i += 1) {
      const value = luma(from[i]) + ((row[x + 1] + 8) >> 4);
      const white = value >= 128;
      const error = white ? value - 255 : value;
      to[i] = (white ? 0xffffff : 0) | (from[i] & OPAQUE);
      row[x + 2] += 7 * error;
      next[x] += 3 * error;
      next[x + 1] += 5 * error;
      next[x + 2] += error;
    }
    [row, next] = [next, row];
  }
}

function rotate(image, output) {
  const { width, height } = image;
  const [from, to] = [words(image), words(output)];
  for (let top = 0; top < height; top += TILE) {
    const bottom = Math.min(top + TILE, height);
    for (let left = 0; left < width; left += TILE) {
      const right = Math.min(left + TILE, width);
      for (let x = left; x < right; x += 1) {
        const row = x * height + height - 1;
        for (let y = top; y < bottom; y += 1) to[row - y] = from[y * width + x];
      }
    }
  }
}
